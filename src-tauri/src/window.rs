//! The windows: their size, and that they never leave Scimscope's own pages.

use app::api::windows::WindowShown;
use app::call::MAIN_WINDOW;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Wry};
use url::Url;

const SIZE: (f64, f64) = (1440.0, 900.0);
const SMALLEST: (f64, f64) = (1024.0, 700.0);

/// Opens the main window.
pub(crate) fn open(tauri: &tauri::App) -> tauri::Result<()> {
    build(tauri, MAIN_WINDOW, "Scimscope")
}

/// Opens one more window, or brings it to the front. Not to be called on the main thread, which makes the window.
pub(crate) fn open_or_show(tauri: &AppHandle, shown: &WindowShown) -> Result<(), String> {
    let opened = match tauri.get_webview_window(&shown.window) {
        // One that was made small is shown again; not every window system lets a program take the focus.
        Some(window) => {
            window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus())
        }
        None => build(tauri, &shown.window, &format!("Scimscope, window {}", shown.number)),
    };
    opened.map_err(|error| format!("The window system refused: {error}."))
}

fn build(tauri: &impl Manager<Wry>, label: &str, title: &str) -> tauri::Result<()> {
    let (width, height) = asked_size().unwrap_or(SIZE);
    WebviewWindowBuilder::new(tauri, label, WebviewUrl::default())
        .title(title)
        .inner_size(width, height)
        .min_inner_size(SMALLEST.0, SMALLEST.1)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

/// `SCIMSCOPE_WINDOW=1024x700` sets the size, for screenshots.
fn asked_size() -> Option<(f64, f64)> {
    let asked = std::env::var("SCIMSCOPE_WINDOW").ok()?;
    let (width, height) = asked.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// What a server sends may hold links; none of them is ever followed by the window.
fn is_own_page(url: &Url) -> bool {
    let own_host = matches!(url.host_str(), Some("localhost" | "tauri.localhost"));
    let is_dev = cfg!(debug_assertions) && url.port() == Some(1420);
    url.as_str() == "about:blank"
        || (url.scheme() == "tauri" && own_host)
        || (matches!(url.scheme(), "http" | "https") && url.host_str() == Some("tauri.localhost"))
        || (is_dev && own_host)
}
