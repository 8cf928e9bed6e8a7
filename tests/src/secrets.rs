//! Looking for planted secrets where they must not be: files, and everything that came to the
//! interface from the app's other half.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::page::Page;

/// Keeps a copy of everything that the app's other half hands to the interface from now on:
/// answers, channel messages and events all pass through the table of callbacks.
pub async fn tap(page: &Page) -> Result<()> {
    let done: bool = page
        .js(
            "const callbacks = window.__TAURI_INTERNALS__.callbacks;
             const get = Map.prototype.get.bind(callbacks);
             window.__tapped = [];
             callbacks.get = (id) => {
               const callback = get(id);
               return callback && ((data) => {
                 try { window.__tapped.push(JSON.stringify(data) ?? ''); } catch { window.__tapped.push(String(data)); }
                 return callback(data);
               });
             };
             return true",
            Vec::new(),
        )
        .await?;
    ensure!(done, "the messages to the interface cannot be tapped");
    Ok(())
}

/// Everything that came since `tap`.
pub async fn tapped(page: &Page) -> Result<Vec<String>> {
    page.js("return window.__tapped", Vec::new()).await
}

/// Says where in the page or in what came to it a secret stands; empty when nowhere.
pub async fn places_in_page(page: &Page, secret: &str) -> Result<Vec<String>> {
    let mut places = Vec::new();
    let messages = tapped(page).await?;
    ensure!(!messages.is_empty(), "nothing was tapped: the tap is broken, not the app safe");
    for message in &messages {
        if spellings(secret).iter().any(|spelling| message.contains(spelling)) {
            places.push(format!("a message to the interface: {}", shortened(message)));
        }
    }
    let stored: Value = page
        .js("return [JSON.stringify(localStorage), JSON.stringify(sessionStorage)]", Vec::new())
        .await?;
    let document = page.document().await?;
    for (name, text) in [("the document", document), ("the webview's storage", stored.to_string())]
    {
        if spellings(secret).iter().any(|spelling| text.contains(spelling)) {
            places.push(name.to_owned());
        }
    }
    Ok(places)
}

/// The files below a folder that hold a secret, in any of its usual spellings.
pub fn files_with(folder: &Path, secret: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let needles: Vec<Vec<u8>> = spellings(secret)
        .into_iter()
        .flat_map(|spelling| {
            let wide = spelling.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [spelling.into_bytes(), wide]
        })
        .collect();
    search(folder, &needles, &mut found)?;
    Ok(found)
}

/// A secret as it is, turned around in base64, percent-encoded and in hexadecimal digits.
fn spellings(secret: &str) -> Vec<String> {
    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut spellings = vec![secret.to_owned(), hex.to_uppercase(), hex];
    // Base64 of the secret at each of the three places it can have in a longer text; the ends,
    // which depend on the neighbours, are left off.
    for shift in 0..3 {
        let mut padded = vec![b'x'; shift];
        padded.extend_from_slice(secret.as_bytes());
        let encoded = STANDARD.encode(&padded);
        let end = encoded.len().saturating_sub(4);
        if let Some(middle) = encoded.get(4..end)
            && middle.len() >= 8
        {
            spellings.push(middle.to_owned());
        }
    }
    spellings
}

fn search(folder: &Path, needles: &[Vec<u8>], found: &mut Vec<PathBuf>) -> Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            search(&entry.path(), needles, found)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(entry.path()).unwrap_or_default();
            if needles.iter().any(|needle| contains(&bytes, needle)) {
                found.push(entry.path());
            }
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && bytes.windows(needle.len()).any(|window| window == needle)
}

fn shortened(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_however_it_is_spelled() {
        let folder = tempfile::tempdir().unwrap();
        let secret = "canary-secret-0815";
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let inside = STANDARD.encode(format!("user:{secret}:more"));
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        std::fs::write(folder.path().join("plain"), format!("a{secret}b")).unwrap();
        std::fs::write(folder.path().join("sub/wide"), wide).unwrap();
        std::fs::write(folder.path().join("sub/base64"), inside).unwrap();
        std::fs::write(folder.path().join("other"), "nothing here").unwrap();
        assert_eq!(files_with(folder.path(), secret).unwrap().len(), 3);
    }
}
