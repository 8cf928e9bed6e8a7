//! What the commands need from the system: how to tell that it is there, and which package
//! brings it on which Linux distribution.

use std::path::{Path, PathBuf};

use crate::{browser, process, workspace};

/// What somebody is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Compile the app.
    Build,
    /// Open its window where there is no display.
    Headless,
    /// Drive it in its real webview, beside real servers and a real keychain.
    EndToEnd,
    /// Compile what is measured, with what it is measured beside.
    Bench,
    /// Run the interface in a plain browser.
    Browser,
    /// Get Node from a Python wheel, because the system has no suitable one.
    PrivateNode,
}

/// How to tell that something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Probe {
    Program(&'static str),
    Library(&'static str),
    PythonModules(&'static str),
    /// Any one of these programs: it is called otherwise elsewhere.
    AnyProgram(&'static [&'static str]),
    AnyFont,
    /// A font file whose name begins like this.
    Font(&'static str),
}

/// One thing from the system, with the packages that bring it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Need {
    pub(crate) what: &'static str,
    pub(crate) purposes: &'static [Purpose],
    pub(crate) probe: Probe,
    pub(crate) debian: &'static str,
    pub(crate) fedora: &'static str,
    pub(crate) arch: &'static str,
}

use Purpose::{Bench, Browser, Build, EndToEnd, Headless, PrivateNode};

/// Everything for Linux. `dbus-x11` stays out on purpose: with it, programs started without a
/// bus leave daemons behind.
pub(crate) const NEEDS: &[Need] = &[
    Need {
        what: "pkg-config",
        purposes: &[Build],
        probe: Probe::Program("pkg-config"),
        debian: "pkg-config",
        fedora: "pkgconf-pkg-config",
        arch: "pkgconf",
    },
    Need {
        what: "WebKitGTK 4.1 with its headers (the window)",
        purposes: &[Build],
        probe: Probe::Library("webkit2gtk-4.1"),
        debian: "libwebkit2gtk-4.1-dev",
        fedora: "webkit2gtk4.1-devel",
        arch: "webkit2gtk-4.1",
    },
    Need {
        what: "D-Bus with its headers (the window)",
        purposes: &[Build],
        probe: Probe::Library("dbus-1"),
        debian: "libdbus-1-dev",
        fedora: "dbus-devel",
        arch: "dbus",
    },
    Need {
        what: "OpenSSL with its headers (SQLCipher)",
        purposes: &[Build],
        probe: Probe::Library("libcrypto"),
        debian: "libssl-dev",
        fedora: "openssl-devel",
        arch: "openssl",
    },
    Need {
        what: "make (the allocator of some benches)",
        purposes: &[Bench],
        probe: Probe::Program("make"),
        debian: "make",
        fedora: "make",
        arch: "make",
    },
    Need {
        what: "a font",
        purposes: &[Build, Headless, EndToEnd, Browser],
        probe: Probe::AnyFont,
        debian: "fonts-dejavu-core",
        fedora: "dejavu-sans-fonts",
        arch: "ttf-dejavu",
    },
    Need {
        what: "fonts for names in Devanagari, Arabic and many more",
        purposes: &[Headless, EndToEnd],
        probe: Probe::Font("NotoSansDevanagari"),
        debian: "fonts-noto-core",
        fedora: "google-noto-sans-devanagari-fonts",
        arch: "noto-fonts",
    },
    Need {
        what: "fonts for names in Chinese, Japanese and Korean",
        purposes: &[Headless, EndToEnd],
        probe: Probe::Font("NotoSansCJK"),
        debian: "fonts-noto-cjk",
        fedora: "google-noto-sans-cjk-fonts",
        arch: "noto-fonts-cjk",
    },
    Need {
        what: "Xvfb (a virtual display)",
        purposes: &[Headless, EndToEnd],
        probe: Probe::Program("Xvfb"),
        debian: "xvfb",
        fedora: "xorg-x11-server-Xvfb",
        arch: "xorg-server-xvfb",
    },
    Need {
        what: "dbus-run-session (a private session bus)",
        purposes: &[Headless, EndToEnd],
        probe: Probe::Program("dbus-run-session"),
        debian: "dbus",
        fedora: "dbus-daemon",
        arch: "dbus",
    },
    Need {
        what: "ImageMagick (screenshots)",
        purposes: &[Headless],
        probe: Probe::Program("import"),
        debian: "imagemagick",
        fedora: "ImageMagick",
        arch: "imagemagick",
    },
    Need {
        what: "WebKitWebDriver (drives the window)",
        purposes: &[EndToEnd],
        probe: Probe::Program("WebKitWebDriver"),
        debian: "webkit2gtk-driver",
        fedora: "webkit2gtk-driver",
        arch: "webkitgtk-6.0",
    },
    Need {
        what: "Chromium (the interface in a plain browser)",
        purposes: &[Browser],
        probe: Probe::AnyProgram(browser::NAMES),
        debian: "chromium-headless-shell",
        fedora: "chromium",
        arch: "chromium",
    },
    Need {
        what: "gnome-keyring (a keychain)",
        purposes: &[EndToEnd],
        probe: Probe::Program("gnome-keyring-daemon"),
        debian: "gnome-keyring",
        fedora: "gnome-keyring",
        arch: "gnome-keyring",
    },
    Need {
        what: "secret-tool (looks into the keychain)",
        purposes: &[EndToEnd],
        probe: Probe::Program("secret-tool"),
        debian: "libsecret-tools",
        fedora: "libsecret",
        arch: "libsecret",
    },
    Need {
        what: "Python 3 with venv",
        purposes: &[EndToEnd, PrivateNode],
        probe: Probe::PythonModules("venv, ensurepip"),
        debian: "python3-venv",
        fedora: "python3",
        arch: "python",
    },
];

/// What is needed for these purposes and not there.
pub(crate) fn missing(purposes: &[Purpose]) -> Vec<&'static Need> {
    NEEDS
        .iter()
        .filter(|need| need.purposes.iter().any(|purpose| purposes.contains(purpose)))
        .filter(|need| !need.probe.is_met())
        .collect()
}

impl Probe {
    pub(crate) fn is_met(self) -> bool {
        match self {
            Probe::Program(name) => workspace::on_path(name),
            Probe::AnyProgram(names) => names.iter().any(|name| workspace::on_path(name)),
            Probe::Library(name) => process::answer_of("pkg-config", &["--exists", name]).is_some(),
            Probe::PythonModules(names) => {
                process::answer_of("python3", &["-c", &format!("import {names}")]).is_some()
            }
            Probe::AnyFont => font_folders().iter().any(|folder| has_font(folder, "", 4)),
            Probe::Font(name) => font_folders().iter().any(|folder| has_font(folder, name, 4)),
        }
    }
}

fn font_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        ["/usr/share/fonts", "/usr/local/share/fonts"].iter().map(PathBuf::from).collect();
    if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
        folders.push(home.join(".fonts"));
        folders.push(home.join(".local/share/fonts"));
    }
    folders
}

fn has_font(folder: &Path, name: &str, depth: usize) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        let is_font = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| matches!(extension, "ttf" | "otf" | "ttc"));
        let is_named = entry.file_name().to_string_lossy().starts_with(name);
        (is_font && is_named) || (depth > 0 && path.is_dir() && has_font(&path, name, depth - 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_on_the_path_is_missing() {
        assert!(!Probe::Program("no-such-program-anywhere").is_met());
        assert!(!Probe::Library("no-such-library").is_met());
        assert!(!Probe::PythonModules("no_such_module").is_met());
    }

    #[test]
    fn every_need_has_a_package_on_every_distribution_and_a_purpose() {
        for need in NEEDS {
            assert!(!need.purposes.is_empty(), "{}", need.what);
            for package in [need.debian, need.fedora, need.arch] {
                assert!(!package.is_empty() && !package.contains(' '), "{}", need.what);
            }
        }
    }

    #[test]
    fn fonts_are_found_below_folders() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_font(folder.path(), "", 4));
        std::fs::create_dir_all(folder.path().join("truetype/x")).unwrap();
        std::fs::write(folder.path().join("truetype/x/a.ttf"), "").unwrap();
        assert!(has_font(folder.path(), "", 4));
        assert!(has_font(folder.path(), "a", 4) && !has_font(folder.path(), "b", 4));
    }
}
