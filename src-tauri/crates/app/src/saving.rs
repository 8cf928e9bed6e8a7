//! Saves a text where a person chooses, and remembers what each window was shown before: what is saved is what was
//! shown, whatever has changed meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::App;
use crate::api::diagnostics::Diagnostics;
use crate::api::transfer::TenantsExported;
use crate::error::Fault;

/// Asks for a place and writes the text there. Blocks. The place; `None` where the person chose none.
pub(crate) fn save(app: &App, file_name: &str, text: &str) -> Result<Option<String>, Fault> {
    let chosen = app.config().save_file.choose(file_name);
    let Some(path) = chosen.map_err(|reason| unsaved(&reason))? else { return Ok(None) };
    // Not beside it first: the folder is somebody's, and what lies there under another name is not ours.
    std::fs::write(&path, text)
        .map_err(|error| unsaved(&format!("{} could not be written: {error}.", path.display())))?;
    Ok(Some(path.display().to_string()))
}

fn unsaved(reason: &str) -> Fault {
    Fault::NotNow {
        title: "The file was not saved".into(),
        detail: reason.to_owned(),
        hint: "Choose another folder, or copy the text.".into(),
    }
}

/// The files that each window was shown last.
#[derive(Debug, Default)]
pub(crate) struct Previews {
    by_window: Mutex<HashMap<String, Shown>>,
}

#[derive(Debug, Default)]
struct Shown {
    diagnostics: Option<Diagnostics>,
    /// With the ids that were asked for.
    tenants: Option<(Vec<String>, TenantsExported)>,
}

impl Previews {
    pub(crate) fn remember_diagnostics(&self, window: &str, shown: Diagnostics) {
        self.lock().entry(window.to_owned()).or_default().diagnostics = Some(shown);
    }

    pub(crate) fn diagnostics(&self, window: &str) -> Option<Diagnostics> {
        self.lock().get(window)?.diagnostics.clone()
    }

    pub(crate) fn remember_tenants(&self, window: &str, ids: Vec<String>, shown: TenantsExported) {
        self.lock().entry(window.to_owned()).or_default().tenants = Some((ids, shown));
    }

    /// The file of these tenants, if it is what the window was shown last.
    pub(crate) fn tenants(&self, window: &str, ids: &[String]) -> Option<TenantsExported> {
        let shown = self.lock();
        let (of, exported) = shown.get(window)?.tenants.as_ref()?;
        (of == ids).then(|| exported.clone())
    }

    /// The window is no more.
    pub(crate) fn forget(&self, window: &str) {
        self.lock().remove(window);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Shown>> {
        self.by_window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
