//! The least that a Tauri window can be: one static page that says when it is painted. What
//! Scimscope's window costs is measured beside it.

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![painted])
        .run(tauri::generate_context!())
}

/// Tells whoever started the window that its page is painted.
#[tauri::command]
fn painted() {
    use std::io::Write as _;
    // Nobody reading is no fault.
    drop(writeln!(std::io::stderr(), "bare-window: ready (page)"));
}
