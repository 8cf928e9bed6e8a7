//! The built interface, read once into memory: nothing else on the disk can be asked for.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::Shared;

/// The page that begins the interface on this host.
const PAGE: &str = "/host.html";
/// The app's own configuration, so that its content security policy holds here as well.
const CONFIGURATION: &str = include_str!("../../../src-tauri/tauri.conf.json");

/// The files by their path, and the policy that they are served under.
#[derive(Debug)]
pub(crate) struct Files {
    by_path: BTreeMap<String, Bytes>,
    policy: String,
}

impl Files {
    /// Reads a folder that `npm run build:host` wrote.
    pub(crate) fn read(folder: &Path) -> Result<Files> {
        let mut by_path = BTreeMap::new();
        collect(folder, "", &mut by_path)
            .with_context(|| format!("cannot read {}", folder.display()))?;
        let is_built = by_path.contains_key(PAGE);
        ensure!(is_built, "{} has no host.html: run `npm run build:host`", folder.display());
        Ok(Files { by_path, policy: policy()? })
    }
}

/// Answers with a file of the interface.
pub(crate) async fn serve(State(shared): State<Shared>, uri: Uri) -> Response {
    let path = if uri.path() == "/" { PAGE } else { uri.path() };
    let Some(bytes) = shared.files.by_path.get(path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, media_type(path)),
        (header::CONTENT_SECURITY_POLICY, &shared.files.policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, bytes.clone()).into_response()
}

/// The app's policy, but for how the backend is reached and that no page may frame this one.
fn policy() -> Result<String> {
    let configuration: Value = serde_json::from_str(CONFIGURATION)?;
    let rules = configuration
        .pointer("/app/security/csp")
        .and_then(Value::as_object)
        .context("tauri.conf.json has no content security policy")?;
    let mut parts: Vec<String> = rules
        .iter()
        .filter(|(name, _)| *name != "connect-src")
        .map(|(name, value)| format!("{name} {}", value.as_str().unwrap_or("'none'")))
        .collect();
    parts.push("connect-src 'self'".to_owned());
    parts.push("frame-ancestors 'none'".to_owned());
    Ok(parts.join("; "))
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, Bytes>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else {
            files.insert(path, Bytes::from(std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
