//! The shell: the only crate that knows Tauri. Makes the backend, the window, and the bridge between them.

mod bridge;
pub mod keychain;
mod window;

use std::path::PathBuf;
use std::sync::Arc;

use app::{App, Config};
use tauri::Manager as _;

/// Why Scimscope did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The window system or the webview refused.
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
}

/// Runs until the last window is closed.
///
/// # Errors
/// When the window system or the webview refuses.
pub fn run() -> Result<(), StartError> {
    // What is wrong with the app itself; nothing of a server or a secret is ever traced.
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_writer(std::io::stderr)
        .init();
    tauri::Builder::default()
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(tauri::generate_handler![bridge::call])
        .setup(|tauri| {
            let backend = App::open(config(tauri)?)?;
            bridge::forward_events(tauri.handle(), &backend);
            tauri.manage(backend);
            window::open(tauri)?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

fn config(tauri: &tauri::App) -> Result<Config, Box<dyn std::error::Error>> {
    let data_folder = match std::env::var_os("SCIMSCOPE_DATA_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => tauri.path().app_local_data_dir()?,
    };
    let wants_sandbox = std::env::args_os().any(|it| it == "--sandbox");
    Ok(Config {
        data_folder,
        secrets: Arc::new(keychain::Keychain::new()),
        open_tenant: wants_sandbox.then(|| "sandbox".to_owned()),
        on_ready: Arc::new(signal_ready),
    })
}

/// Tells whoever started the app that its first screen is painted, if that was asked for.
fn signal_ready(screen: &str) {
    use std::io::Write as _;
    if std::env::var_os("SCIMSCOPE_SIGNAL_READY").is_some() {
        // Nobody reading is no fault.
        drop(writeln!(std::io::stderr(), "scimscope: ready ({screen})"));
    }
}
