//! Questions that a person answers outside of the webview, with the system's own dialog: nothing that runs in the window
//! can answer them.

use app::{Confirm, Question};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt as _, MessageDialogButtons, MessageDialogKind};

/// Asks with the system's dialog.
#[derive(Debug)]
pub(crate) struct Ask(pub(crate) AppHandle);

impl Confirm for Ask {
    fn confirm(&self, question: &Question) -> bool {
        let Question { title, text, yes } = question.clone();
        let buttons = MessageDialogButtons::OkCancelCustom(yes, "Cancel".to_owned());
        let dialog = self.0.dialog().message(text).title(title).kind(MessageDialogKind::Warning);
        dialog.buttons(buttons).blocking_show()
    }
}
