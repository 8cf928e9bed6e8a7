//! The servers that nobody here wrote: which files each is made of, how it is installed and started.

use std::path::Path;

use tokio::process::Command;

/// A server that the harness can start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// scim2-server: in memory and close to the RFCs.
    Scim2Server,
    /// scimmy with its routers on express.
    Scimmy,
    /// django-scim2 on Django with SQLite.
    DjangoScim2,
}

/// Where the packages of a program come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packages {
    /// `requirements.txt` in a virtual environment.
    Python,
    /// `package-lock.json`.
    Node,
}

/// A file of a recipe: its name and its text.
pub(crate) type File = (&'static str, &'static str);

/// What is installed, and from what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    /// What it is called where it comes from; also the name of its folder.
    pub(crate) name: &'static str,
    pub(crate) files: &'static [File],
    pub(crate) packages: Packages,
}

impl Recipe {
    /// The files that say which packages are installed.
    pub(crate) fn locked(&self) -> impl Iterator<Item = &'static File> {
        let names = ["requirements.txt", "package.json", "package-lock.json"];
        self.files.iter().filter(move |(name, _)| names.contains(name))
    }
}

const SCIM2_SERVER: &[File] =
    &[("requirements.txt", include_str!("../../peers/scim2-server/requirements.txt"))];
const SCIMMY: &[File] = &[
    (".npmrc", include_str!("../../peers/scimmy/.npmrc")),
    ("package.json", include_str!("../../peers/scimmy/package.json")),
    ("package-lock.json", include_str!("../../peers/scimmy/package-lock.json")),
    ("serve.mjs", include_str!("../../peers/scimmy/serve.mjs")),
];
const DJANGO_SCIM2: &[File] = &[
    ("requirements.txt", include_str!("../../peers/django-scim2/requirements.txt")),
    ("serve.py", include_str!("../../peers/django-scim2/serve.py")),
    ("provider/__init__.py", include_str!("../../peers/django-scim2/provider/__init__.py")),
    ("provider/access.py", include_str!("../../peers/django-scim2/provider/access.py")),
    ("provider/models.py", include_str!("../../peers/django-scim2/provider/models.py")),
    ("provider/routes.py", include_str!("../../peers/django-scim2/provider/routes.py")),
];

impl Kind {
    /// Every server there is.
    pub const ALL: [Kind; 3] = [Kind::Scim2Server, Kind::Scimmy, Kind::DjangoScim2];

    /// What it is called where it comes from.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Scim2Server => "scim2-server",
            Kind::Scimmy => "scimmy",
            Kind::DjangoScim2 => "django-scim2",
        }
    }

    /// The path under which SCIM begins.
    pub fn base_path(self) -> &'static str {
        match self {
            Kind::Scim2Server => "/v2",
            Kind::Scimmy | Kind::DjangoScim2 => "/scim/v2",
        }
    }

    pub(super) fn recipe(self) -> Recipe {
        let (files, packages) = match self {
            Kind::Scim2Server => (SCIM2_SERVER, Packages::Python),
            Kind::Scimmy => (SCIMMY, Packages::Node),
            Kind::DjangoScim2 => (DJANGO_SCIM2, Packages::Python),
        };
        Recipe { name: self.name(), files, packages }
    }

    /// Starts the server that is installed in `home` on a port, with a token; what it writes goes to `scratch`.
    pub(super) fn command(self, home: &Path, port: u16, token: &str, scratch: &Path) -> Command {
        let port = port.to_string();
        let mut command = match self {
            Kind::Scim2Server => {
                let mut command = Command::new(home.join("venv/bin/scim2-server"));
                command.args(["--hostname", "127.0.0.1", "--port", &port]);
                command.args(["--bearer-token", token]);
                command
            }
            Kind::Scimmy => {
                let mut command = Command::new("node");
                command.arg(home.join("serve.mjs")).arg(&port);
                command.env("PATH", super::install::search_path());
                command
            }
            Kind::DjangoScim2 => {
                let mut command = Command::new(home.join("venv/bin/python"));
                command.arg(home.join("serve.py")).arg(&port).arg(scratch);
                command
            }
        };
        command.env("PEER_TOKEN", token).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}
