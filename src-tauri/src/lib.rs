//! The shell: the only crate that knows Tauri. Makes the backend, the window, and the bridge between them.

mod bridge;
mod confirm;
pub mod keychain;
mod save_file;
mod window;

use std::path::PathBuf;
use std::sync::Arc;

use app::{App, Config};
use tauri::Manager as _;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

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
    tauri::Builder::default()
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![bridge::call])
        .on_window_event(bridge::on_window_event)
        .setup(|tauri| {
            let config = config(tauri)?;
            begin_log(&config);
            let backend = App::open(config)?;
            bridge::forward_events(tauri.handle(), &backend);
            let early = backend.clone();
            tauri::async_runtime::spawn(async move { early.begin().await });
            tauri.manage(backend);
            window::open(tauri)?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|tauri, event| {
            // The last chance: the process ends when this returns.
            if let tauri::RunEvent::Exit = event
                && let Some(backend) = tauri.try_state::<App>()
            {
                backend.quit();
            }
        });
    Ok(())
}

/// What is wrong goes to standard error as well; nothing of a server or a secret is ever traced.
fn begin_log(config: &Config) {
    let errors = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(LevelFilter::WARN);
    tracing_subscriber::registry().with(errors).with(app::log::layer(&config.data_folder)).init();
    app::log::note_panics();
    let (version, os, arch) =
        (env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    tracing::info!(version, os, arch, "Scimscope starts");
}

fn config(tauri: &tauri::App) -> Result<Config, Box<dyn std::error::Error>> {
    let data_folder = match std::env::var_os("SCIMSCOPE_DATA_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => tauri.path().app_local_data_dir()?,
    };
    let wants_sandbox = std::env::args_os().any(|it| it == "--sandbox");
    Ok(Config {
        open_tenant: wants_sandbox.then(|| "sandbox".to_owned()),
        on_ready: Arc::new(signal_ready),
        save_file: Arc::new(save_file::Dialog(tauri.handle().clone())),
        open_window: opener(tauri.handle().clone()),
        open_url: Arc::new(open_url),
        confirm: Arc::new(confirm::Ask(tauri.handle().clone())),
        surroundings: surroundings(),
        ..Config::new(&data_folder, Arc::new(keychain::Keychain::new()))
    })
}

fn opener(tauri: tauri::AppHandle) -> app::OpenWindow {
    Arc::new(move |shown| window::open_or_show(&tauri, shown))
}

/// Opens the system's browser: only the backend does, for signing in.
fn open_url(url: &str) -> Result<(), String> {
    tauri_plugin_opener::open_url(url, None::<&str>)
        .map_err(|error| format!("The browser could not be opened: {error}."))
}

/// What a bug report has to know of the window's side.
fn surroundings() -> Vec<(&'static str, String)> {
    let webview = tauri::webview_version().unwrap_or_else(|error| error.to_string());
    vec![("webview", webview), ("tauri", tauri::VERSION.to_owned())]
}

/// Tells whoever started the app that its first screen is painted, if that was asked for.
fn signal_ready(screen: &str) {
    use std::io::Write as _;
    if std::env::var_os("SCIMSCOPE_SIGNAL_READY").is_some() {
        // Nobody reading is no fault.
        drop(writeln!(std::io::stderr(), "scimscope: ready ({screen})"));
    }
}
