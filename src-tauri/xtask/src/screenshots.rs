//! `cargo xtask screenshots`: every screen and state of the real app, as pictures.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::app::{self, Profile};
use crate::packages::Purpose;
use crate::{node, process, setup, ui, workspace};

const LIMIT: Duration = Duration::from_secs(30 * 60);

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    if !cfg!(target_os = "linux") {
        bail!("only Linux has a driver for the webview");
    }
    let folder = match arguments {
        [] => workspace::target()?.join("screenshots"),
        [folder] => std::path::absolute(folder)?,
        _ => bail!("`screenshots` takes one folder at most"),
    };
    let mut purposes = vec![Purpose::Build, Purpose::EndToEnd];
    if node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)?;
    let node = node::ensure()?;
    println!("Building the app");
    ui::install(&node)?;
    ui::build(&node)?;
    process::visibly(&mut app::build_command(Profile::Debug))?;
    println!("Taking the pictures");
    take(&folder)?;
    let count = write_index(&folder)?;
    println!("{count} pictures: {}", folder.join("index.html").display());
    Ok(ExitCode::SUCCESS)
}

/// The end-to-end tests that visit every screen keep what they see.
fn take(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    // What is left of an earlier run may be of a screen that is gone.
    for name in pictures(folder)? {
        let picture = folder.join(name);
        std::fs::remove_file(&picture)
            .with_context(|| format!("cannot remove {}", picture.display()))?;
    }
    let mut command = workspace::cargo();
    command
        .args(["test", "--package", "tests", "--test", "screens", "--test", "tenants"])
        .env("SCIMSCOPE_APP", app::binary(Profile::Debug)?)
        .env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?)
        .env("SCIMSCOPE_SCREENSHOTS", folder)
        .env("RUST_LIB_BACKTRACE", "0");
    let log = workspace::scratch("logs")?.join("screenshots.log");
    let done = process::quietly(process::mark(&mut command), &log, LIMIT)?;
    process::sweep();
    if !done.ending.is_success() {
        bail!("{}\n(it {})", done.output.trim_end(), done.ending);
    }
    Ok(())
}

/// A page that shows every picture under its name; says how many there are.
fn write_index(folder: &Path) -> Result<usize> {
    let names = pictures(folder)?;
    std::fs::write(folder.join("index.html"), page(&names))?;
    Ok(names.len())
}

/// The names of the pictures of the tour, in their order: only what begins as those do, the folder may be anybody's.
fn pictures(folder: &Path) -> Result<Vec<String>> {
    let is_numbered =
        |name: &String| name.ends_with(".png") && name.starts_with(|it: char| it.is_ascii_digit());
    let mut names: Vec<String> = std::fs::read_dir(folder)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(is_numbered)
        .collect();
    names.sort();
    Ok(names)
}

fn page(names: &[String]) -> String {
    let figures: String = names
        .iter()
        .map(|name| {
            format!(
                "<figure><a href=\"{name}\"><img src=\"{name}\" alt=\"\" loading=\"lazy\"></a>\
                 <figcaption>{}</figcaption></figure>\n",
                name.trim_end_matches(".png")
            )
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Scimscope</title>\n\
         <style>body{{font:13px sans-serif;margin:16px;display:grid;gap:16px;\
         grid-template-columns:repeat(auto-fill,minmax(440px,1fr))}}figure{{margin:0}}\
         img{{width:100%;border:1px solid #ccc}}</style>\n{figures}</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_shows_every_picture_and_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["02-light.png", "01-dark.png", "failed-x.png", "mine.png", "notes.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(write_index(folder.path()).unwrap(), 2);
        let page = std::fs::read_to_string(folder.path().join("index.html")).unwrap();
        assert!(page.find("01-dark.png") < page.find("02-light.png"), "{page}");
        assert!(!page.contains("failed-x") && !page.contains("mine"));
    }
}
