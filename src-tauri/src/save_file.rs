//! Where to save a file: asked with the system's own dialog. Only the backend asks; the window has no permission to.

use std::path::PathBuf;

use app::SaveFile;
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt as _;

/// Asks with the system's dialog.
#[derive(Debug)]
pub(crate) struct Dialog(pub(crate) AppHandle);

impl SaveFile for Dialog {
    fn choose(&self, file_name: &str) -> Result<Option<PathBuf>, String> {
        let chosen = self.0.dialog().file().set_file_name(file_name).blocking_save_file();
        chosen
            .map(|it| it.into_path())
            .transpose()
            .map_err(|error| format!("What was chosen is not a file on this computer: {error}."))
    }
}
