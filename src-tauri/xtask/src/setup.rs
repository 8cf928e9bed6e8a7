//! Makes sure that the system has what a command needs: installs it where that is allowed, else
//! says what is missing and how to get it.

use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::packages::{self, Need, Purpose};
use crate::{node, process, workspace};

const APT_LIMIT: Duration = Duration::from_secs(20 * 60);

/// Which way of installing packages this system has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distribution {
    Debian,
    Fedora,
    Arch,
    Other,
}

/// May we install packages, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rights {
    Root,
    Sudo,
    None,
}

/// The command: everything that `run` and `test` would see to first.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() {
        bail!("`setup` takes no arguments");
    }
    let mut purposes = vec![Purpose::Build, Purpose::Headless, Purpose::EndToEnd, Purpose::Browser];
    if node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    ensure(&purposes)?;
    ensure_rust_components()?;
    node::ensure()?;
    println!("Everything is there.");
    Ok(ExitCode::SUCCESS)
}

/// Returns when everything for these purposes is there; quick when it is.
pub(crate) fn ensure(purposes: &[Purpose]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return ensure_elsewhere();
    }
    let missing = packages::missing(purposes);
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this system:");
    for need in &missing {
        println!("  {}", need.what);
    }
    let distribution = this_distribution();
    let rights = if distribution == Distribution::Debian { rights() } else { Rights::None };
    if rights == Rights::None {
        bail!("{}", how_to_install(distribution, &missing));
    }
    let names: Vec<&str> = missing.iter().map(|need| need.debian).collect();
    install(&names, rights)?;
    let still = packages::missing(purposes);
    if !still.is_empty() {
        let names: Vec<&str> = still.iter().map(|need| need.what).collect();
        bail!("still missing after the installation: {}", names.join(", "));
    }
    Ok(())
}

/// Rust's formatter and linter, which rustup's minimal profile leaves out.
pub(crate) fn ensure_rust_components() -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = workspace::cargo()
            .args([subcommand, "--version"])
            .output()
            .is_ok_and(|output| output.status.success());
        if there {
            continue;
        }
        if !workspace::on_path("rustup") {
            bail!("`cargo {subcommand}` is missing: install {component} for this Rust");
        }
        println!("Adding {component} to the Rust toolchain");
        process::visibly(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// macOS and Windows bring their webview; what else it takes was needed to compile xtask.
fn ensure_elsewhere() -> Result<()> {
    if cfg!(target_os = "macos") && process::answer_of("xcode-select", &["-p"]).is_none() {
        bail!("the Xcode command line tools are missing; run: xcode-select --install");
    }
    Ok(())
}

fn this_distribution() -> Distribution {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    distribution_of(&text)
}

fn distribution_of(os_release: &str) -> Distribution {
    let words: Vec<&str> = os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split_whitespace())
        .collect();
    let is = |names: &[&str]| words.iter().any(|word| names.contains(word));
    if is(&["debian", "ubuntu"]) {
        Distribution::Debian
    } else if is(&["fedora", "rhel"]) {
        Distribution::Fedora
    } else if is(&["arch"]) {
        Distribution::Arch
    } else {
        Distribution::Other
    }
}

fn rights() -> Rights {
    if process::answer_of("id", &["-u"]).as_deref() == Some("0") {
        Rights::Root
    } else if process::answer_of("sudo", &["-n", "true"]).is_some() {
        Rights::Sudo
    } else {
        Rights::None
    }
}

fn how_to_install(distribution: Distribution, missing: &[&Need]) -> String {
    let names = |pick: fn(&Need) -> &'static str| {
        missing.iter().map(|need| pick(need)).collect::<Vec<_>>().join(" ")
    };
    let line = match distribution {
        Distribution::Debian => format!(
            "sudo apt-get update && sudo apt-get install --no-install-recommends -y {}",
            names(|need| need.debian)
        ),
        Distribution::Fedora => format!("sudo dnf install {}", names(|need| need.fedora)),
        Distribution::Arch => format!("sudo pacman -S --needed {}", names(|need| need.arch)),
        Distribution::Other => {
            return format!(
                "install them with your system's package manager; Debian calls them: {}",
                names(|need| need.debian)
            );
        }
    };
    format!("run this line, then try again:\n  {line}")
}

fn install(names: &[&str], rights: Rights) -> Result<()> {
    println!("Installing {} (this can take a few minutes)", names.join(" "));
    apt(&["update"], rights)?;
    // An installation that was interrupted earlier would make ours fail.
    if process::answer_of("dpkg", &["--audit"]).is_none_or(|unfinished| !unfinished.is_empty()) {
        as_root(&["dpkg", "--configure", "-a"], rights)?;
        apt(&["install", "--fix-broken", "-y"], rights)?;
    }
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend_from_slice(names);
    apt(&arguments, rights)
}

fn apt(arguments: &[&str], rights: Rights) -> Result<()> {
    let mut words = vec!["apt-get", "-o", "DPkg::Lock::Timeout=300"];
    words.extend_from_slice(arguments);
    as_root(&words, rights)
}

fn as_root(words: &[&str], rights: Rights) -> Result<()> {
    let mut command = match rights {
        Rights::Sudo => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", "env"]);
            sudo
        }
        Rights::Root | Rights::None => Command::new("env"),
    };
    command.arg("DEBIAN_FRONTEND=noninteractive").args(words);
    let log = workspace::scratch("logs")?.join("packages.log");
    let done = process::quietly(&mut command, &log, APT_LIMIT)?;
    if !done.ending.is_success() {
        bail!("`{}` {}:\n{}", words.join(" "), done.ending, done.output);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_are_told_by_their_own_word_or_their_family() {
        let cases = [
            ("ID=debian\nVERSION_ID=\"12\"\n", Distribution::Debian),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", Distribution::Debian),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", Distribution::Fedora),
            ("ID=arch\n", Distribution::Arch),
            ("ID=nixos\n", Distribution::Other),
            ("", Distribution::Other),
        ];
        for (text, expected) in cases {
            assert_eq!(distribution_of(text), expected, "{text}");
        }
    }

    #[test]
    fn without_rights_the_one_line_to_run_is_printed() {
        let needs: Vec<&Need> =
            packages::NEEDS.iter().filter(|need| need.debian.contains("xvfb")).collect();
        let said = how_to_install(Distribution::Debian, &needs);
        assert!(said.contains("apt-get install --no-install-recommends -y xvfb"), "{said}");
        let said = how_to_install(Distribution::Fedora, &needs);
        assert!(said.contains("dnf install xorg-x11-server-Xvfb"), "{said}");
    }
}
