//! The window: its size, and that it never leaves Scimscope's own pages.

use tauri::{WebviewUrl, WebviewWindowBuilder};
use url::Url;

const SIZE: (f64, f64) = (1440.0, 900.0);
const SMALLEST: (f64, f64) = (1024.0, 700.0);

/// Opens the main window.
pub(crate) fn open(tauri: &tauri::App) -> tauri::Result<()> {
    let (width, height) = asked_size().unwrap_or(SIZE);
    WebviewWindowBuilder::new(tauri, "main", WebviewUrl::default())
        .title("Scimscope")
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
