//! `cargo xtask dev`: the app on Vite's server while it is worked on. The interface changes in place, the backend is
//! rebuilt and started again. Tauri's own command line does both; this finds it a Node and a display, and sees to it
//! that nothing is left running.

use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::display::{self, VirtualDisplay};
use crate::node::Node;
use crate::packages::Purpose;
use crate::process::{self, Ending, Group};
use crate::{node, setup, ui, workspace};

/// The app's window on a virtual display, in pixels.
const WINDOW: (u32, u32) = (1440, 900);
/// As good as for ever: until Ctrl+C or until the window is closed.
const OPEN_LIMIT: Duration = Duration::from_secs(u64::MAX / 4);

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let for_the_app = parse(arguments)?;
    let has_display = display::is_present();
    let mut purposes = vec![Purpose::Build];
    if !has_display {
        purposes.push(Purpose::Headless);
    }
    if node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)?;
    let node = node::ensure()?;
    ui::install(&node)?;
    let mut command = tauri(&node, has_display)?;
    command.args(words(&for_the_app));
    let ended = if has_display {
        open(&mut command)
    } else {
        let (width, height) = WINDOW;
        let display = VirtualDisplay::start(width, height)?;
        println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set):");
        println!("the app opens on a virtual one, {}.", display.name());
        command.env("SCIMSCOPE_WINDOW", format!("{width}x{height}"));
        display.use_for(&mut command);
        open(&mut command)
    };
    process::sweep();
    ended
}

/// What is for the app: all of it, after `--`.
fn parse(arguments: &[String]) -> Result<Vec<String>> {
    match arguments.split_first() {
        None => Ok(vec!["--sandbox".to_owned()]),
        Some((first, rest)) if first == "--" => Ok(rest.to_vec()),
        Some((other, _)) => {
            bail!("`dev` does not know `{other}`; arguments for the app go after `--`")
        }
    }
}

/// Tauri hands on to cargo what follows the first `--`, and to the app what follows the second.
fn words(for_the_app: &[String]) -> Vec<&str> {
    let mut words = vec!["dev"];
    if !for_the_app.is_empty() {
        words.extend(["--", "--"]);
        words.extend(for_the_app.iter().map(String::as_str));
    }
    words
}

/// Tauri's command line, on a bus of its own where there is no desktop.
fn tauri(node: &Node, has_display: bool) -> Result<Command> {
    let mut plain = node.package_program("tauri")?;
    plain.current_dir(workspace::root().join("src-tauri"));
    if has_display {
        return Ok(plain);
    }
    let mut command = display::on_private_bus(plain.get_program().as_ref())?;
    command.current_dir(workspace::root().join("src-tauri"));
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    Ok(command)
}

fn open(command: &mut Command) -> Result<ExitCode> {
    println!("Ctrl+C ends it.");
    command.stdin(Stdio::null());
    // What belongs to xtask must not make the app's build scripts run again.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    match Group::spawn(process::mark(command))?.wait(OPEN_LIMIT)? {
        Ending::Exited(status) if status.success() => Ok(ExitCode::SUCCESS),
        // By a signal: Ctrl+C, which is how it is meant to end.
        Ending::Exited(status) if status.code().is_none() => Ok(ExitCode::from(130)),
        ending => bail!("the development session {ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_sandbox_opens_unless_other_arguments_are_given() {
        assert_eq!(words(&parse(&[]).unwrap()), ["dev", "--", "--", "--sandbox"]);
        assert_eq!(
            words(&parse(&of("-- --tenant x")).unwrap()),
            ["dev", "--", "--", "--tenant", "x"]
        );
        assert_eq!(words(&parse(&of("--")).unwrap()), ["dev"], "as its users start it");
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for wrong in ["--release", "sandbox", "--sandbox --"] {
            let said = parse(&of(wrong)).unwrap_err().to_string();
            assert!(said.contains(wrong.split(' ').next().unwrap()), "{said}");
        }
    }
}
