//! `cargo xtask run`: from a fresh checkout to the sandbox directory on the screen.

use std::io::{BufRead, BufReader, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::app::{self, Profile};
use crate::display::{self, VirtualDisplay};
use crate::packages::Purpose;
use crate::process::{self, Ending, Group};
use crate::{node, setup, ui, workspace};

/// What the app prints, when asked to, as soon as its first screen is painted; the screen follows in brackets.
const READY: &str = "scimscope: ready";
/// The app's window on the virtual display, in pixels, so that the screenshot shows it and nothing else.
const WINDOW: (u32, u32) = (1440, 900);
/// The bus complains where it may not raise its limit of open files; it works all the same.
const BUS_SAYS: &str = "dbus-daemon[";
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
    let (width, height) = WINDOW;
    let display = VirtualDisplay::start(width, height)?;
    let mut command = display::on_private_bus(&binary)?;
    command.args(arguments).env("SCIMSCOPE_SIGNAL_READY", "1");
    command.env("SCIMSCOPE_WINDOW", format!("{width}x{height}"));
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

/// Passes on what the app says until it says which screen is painted.
fn wait_until_ready(app: &mut Group) -> Result<()> {
    let output = app.child().stderr.take().context("the app has no standard error")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            match ready_screen(&line) {
                // Nobody listens any more once the time is up; the lines still go on.
                Some(screen) => drop(sender.send(screen.to_owned())),
                None if line.starts_with(BUS_SAYS) => {}
                None => eprintln!("{line}"),
            }
        }
    });
    match receiver.recv_timeout(READY_LIMIT) {
        Ok(screen) if screen == "tenant-failed" => bail!("the app could not open the tenant"),
        Ok(screen) => {
            println!("The app shows its first screen: {screen}.");
            Ok(())
        }
        Err(RecvTimeoutError::Disconnected) => bail!("the app ended before it showed anything"),
        Err(RecvTimeoutError::Timeout) => {
            bail!("the app showed nothing within {} seconds", READY_LIMIT.as_secs())
        }
    }
}

/// The screen that a line of the app says is painted.
fn ready_screen(line: &str) -> Option<&str> {
    line.trim().strip_prefix(READY)?.trim().strip_prefix('(')?.strip_suffix(')')
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
    fn the_painted_screen_is_read_from_what_the_app_says() {
        assert_eq!(ready_screen("scimscope: ready (directory)"), Some("directory"));
        assert_eq!(ready_screen("scimscope: something else"), None);
        assert_eq!(ready_screen("scimscope: ready"), None);
    }
}
