//! Writes the TypeScript types into the folder named on the command line.

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os()
        .nth(1)
        .ok_or_else(|| std::io::Error::other("name the folder to write into"))?;
    std::fs::create_dir_all(&folder)?;
    app::typescript::write(folder.as_ref())
}
