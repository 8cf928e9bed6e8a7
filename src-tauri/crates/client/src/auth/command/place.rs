//! Where a program is found, and the surroundings that it is run in: as if a person had typed it into a terminal.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The program as it is run. Windows looks for `.exe` alone, and what clouds install are often scripts such as `az.cmd`:
/// they are looked for as a terminal does. Elsewhere the system does all of it.
pub(super) fn found(program: &str) -> PathBuf {
    let as_typed = || PathBuf::from(program);
    if !cfg!(windows) {
        return as_typed();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let endings = std::env::var("PATHEXT").unwrap_or_else(|_| ".COM;.EXE;.BAT;.CMD".to_owned());
    on_path(program, &path, &endings, Path::is_file).unwrap_or_else(as_typed)
}

/// The first file of that name with one of the endings, in one of the folders; one that is named with its folder, there.
fn on_path(
    program: &str,
    path: &OsStr,
    endings: &str,
    is_file: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    let endings: Vec<&str> = endings.split(';').filter(|it| !it.is_empty()).collect();
    let lower = program.to_ascii_lowercase();
    let has_ending = endings.iter().any(|it| lower.ends_with(&it.to_ascii_lowercase()));
    let endings = if has_ending { vec![""] } else { endings };
    let folders: Vec<PathBuf> = match program.contains(['/', '\\']) {
        true => vec![PathBuf::new()],
        false => std::env::split_paths(path).filter(|it| !it.as_os_str().is_empty()).collect(),
    };
    let places = folders.iter().flat_map(|folder| {
        endings.iter().map(move |ending| folder.join(format!("{program}{ending}")))
    });
    places.into_iter().find(|it| is_file(it))
}

/// What has to be set anew, or left out, where the program runs from an AppImage: that sets the places of its own
/// libraries for itself, and the programs of the system would load those.
pub(super) fn without_bundle() -> Vec<(OsString, Option<OsString>)> {
    if !cfg!(target_os = "linux") {
        return Vec::new();
    }
    match std::env::var_os("APPDIR").map(PathBuf::from) {
        Some(bundle) if bundle.is_absolute() && bundle.parent().is_some() => {
            outside(std::env::vars_os(), &bundle)
        }
        _ => Vec::new(),
    }
}

fn outside(
    variables: impl Iterator<Item = (OsString, OsString)>,
    bundle: &Path,
) -> Vec<(OsString, Option<OsString>)> {
    let changed = |(name, value): (OsString, OsString)| {
        let all: Vec<PathBuf> = std::env::split_paths(&value).collect();
        let rest: Vec<&PathBuf> = all.iter().filter(|it| !it.starts_with(bundle)).collect();
        if rest.len() == all.len() {
            return None;
        }
        let rest: Vec<_> = rest.into_iter().filter(|it| !it.as_os_str().is_empty()).collect();
        let joined = std::env::join_paths(rest).ok().filter(|it| !it.is_empty());
        Some((name, joined))
    };
    variables.filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_found_by_the_name_that_a_terminal_takes() {
        let path = std::env::join_paths(["a", "b"]).unwrap();
        let on = |program: &str, files: &[&str]| {
            let files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
            on_path(program, &path, ".EXE;.CMD", |it| files.iter().any(|file| file == it))
        };
        assert_eq!(on("az", &["b/az.CMD"]), Some("b/az.CMD".into()));
        assert_eq!(on("az", &["b/az.EXE", "a/az.CMD"]), Some("a/az.CMD".into()));
        assert_eq!(on("az.cmd", &["b/az.cmd"]), Some("b/az.cmd".into()));
        assert_eq!(on("c/az", &["a/az.EXE", "c/az.CMD"]), Some("c/az.CMD".into()));
        assert_eq!(on("az", &["b/az", "c/az.EXE"]), None);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_bundle_sets_for_itself_is_not_handed_on() {
        let variables = [
            ("LD_LIBRARY_PATH", "/tmp/.mount_x/usr/lib:/opt/lib"),
            ("GIO_EXTRA_MODULES", "/tmp/.mount_x/usr/lib/gio"),
            ("PATH", "/tmp/.mount_x/usr/bin:/usr/bin:/bin"),
            ("LANG", "C.UTF-8"),
            ("XDG_DATA_DIRS", "/tmp/.mount_xy/share"),
            ("EMPTY", ""),
        ];
        let variables = variables.map(|(name, value)| (name.into(), value.into()));
        let changed = outside(variables.into_iter(), Path::new("/tmp/.mount_x"));
        assert_eq!(
            changed,
            [
                ("LD_LIBRARY_PATH".into(), Some("/opt/lib".into())),
                ("GIO_EXTRA_MODULES".into(), None),
                ("PATH".into(), Some("/usr/bin:/bin".into())),
            ]
        );
    }
}
