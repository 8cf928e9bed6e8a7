//! `cargo xtask run`: from a fresh checkout to the sandbox directory on the screen.

use std::io::{BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::app::{self, Profile};
use crate::display::{self, VirtualDisplay};
use crate::packages::Purpose;
use crate::process::{self, Ending, Group};
use crate::{node, setup, ui, workspace};

/// The line that the app prints, when asked to, as soon as its directory is painted.
const READY: &str = "scimscope: ready";
const READY_LIMIT: Duration = Duration::from_secs(90);
const PAINT_LIMIT: Duration = Duration::from_secs(20);
/// As good as for ever: until Ctrl+C or until the window is closed.
const OPEN_LIMIT: Duration = Duration::from_secs(u64::MAX / 4);

struct Options {
    profile: Profile,
    arguments: Vec<String>,
}

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let options = parse(arguments)?;
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
    println!("Building the interface");
    ui::install(&node)?;
    ui::build(&node)?;
    println!("Building the app");
    process::visibly(&mut app::build_command(options.profile))?;
    let binary = app::binary(options.profile)?;
    if has_display {
        open(Command::new(binary).args(&options.arguments))
    } else {
        println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set):");
        println!("the app opens on a virtual one.");
        open_unseen(binary, &options.arguments)
    }
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { profile: Profile::Debug, arguments: vec!["--sandbox".to_owned()] };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--release" => options.profile = Profile::Release,
            "--" => options.arguments = rest.by_ref().cloned().collect(),
            other => bail!("`run` does not know `{other}`; arguments for the app go after `--`"),
        }
    }
    Ok(options)
}

fn open(command: &mut Command) -> Result<ExitCode> {
    match Group::spawn(command)?.wait(OPEN_LIMIT)? {
        ending if ending.is_success() => Ok(ExitCode::SUCCESS),
        ending => bail!("the app {ending}"),
    }
}

fn open_unseen(binary: PathBuf, arguments: &[String]) -> Result<ExitCode> {
    let (width, height) = window_size();
    let display = VirtualDisplay::start(width, height)?;
    let mut command = display::on_private_bus(&binary)?;
    command.args(arguments).env("SCIMSCOPE_SIGNAL_READY", "1");
    display.use_for(&mut command);
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    let mut app = Group::spawn(process::mark(&mut command))?;
    wait_until_ready(&mut app)?;
    let file = workspace::target()?.join("scimscope-run.png");
    display.screenshot(&file, PAINT_LIMIT)?;
    println!("Screenshot: {}", file.display());
    if std::io::stdin().is_terminal() {
        println!("The app is running; Ctrl+C ends it.");
        if let Ending::Exited(status) = app.wait(OPEN_LIMIT)? {
            anyhow::ensure!(status.success(), "the app ended with {status}");
        }
    }
    drop(app);
    process::sweep();
    Ok(ExitCode::SUCCESS)
}

/// Passes on what the app says until it says that its directory is painted.
fn wait_until_ready(app: &mut Group) -> Result<()> {
    let output = app.child().stderr.take().context("the app has no standard error")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if line.trim() == READY {
                // Nobody listens any more once the time is up; the lines still go on.
                sender.send(()).ok();
            } else {
                eprintln!("{line}");
            }
        }
    });
    match receiver.recv_timeout(READY_LIMIT) {
        Ok(()) => Ok(()),
        Err(RecvTimeoutError::Disconnected) => bail!("the app ended before it showed anything"),
        Err(RecvTimeoutError::Timeout) => {
            bail!("the app showed no directory within {} seconds", READY_LIMIT.as_secs())
        }
    }
}

/// The size of the app's window, so that the screenshot shows the window and nothing else.
fn window_size() -> (u32, u32) {
    let file = workspace::root().join("src-tauri/tauri.conf.json");
    let text = std::fs::read_to_string(file).unwrap_or_default();
    size_in(&text).unwrap_or((1440, 900))
}

fn size_in(configuration: &str) -> Option<(u32, u32)> {
    let configuration: Value = serde_json::from_str(configuration).ok()?;
    let window = configuration.pointer("/app/windows/0")?;
    let side = |name| window.get(name)?.as_u64().and_then(|side| u32::try_from(side).ok());
    Some((side("width")?, side("height")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_sandbox_opens_unless_other_arguments_are_given() {
        assert_eq!(parse(&[]).unwrap().arguments, ["--sandbox"]);
        let options = parse(&words("--release -- --tenant x")).unwrap();
        assert_eq!(options.arguments, ["--tenant", "x"]);
        assert_eq!(options.profile, Profile::Release);
        assert!(parse(&words("--sandbox")).is_err());
    }

    #[test]
    fn the_window_size_comes_from_the_configuration() {
        let text = r#"{"app": {"windows": [{"width": 1280, "height": 800}]}}"#;
        assert_eq!(size_in(text), Some((1280, 800)));
        assert_eq!(size_in(r#"{"app": {"windows": []}}"#), None);
        assert_eq!(size_in(""), None);
    }
}
