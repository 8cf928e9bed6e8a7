//! A request written for another program: what is a secret here is a variable there, and whatever a value holds, it stays
//! a value.

use client::redact::MASK;

use crate::App;
use crate::api::Empty;
use crate::api::exchanges::Header;
use crate::api::writes::{RequestSnippet, Snippet, SnippetFormat};
use crate::call::Call;
use crate::error::Fault;

/// Headers that the other program sets by itself, for its own connection.
const OF_PROGRAM: [&str; 6] =
    ["host", "content-length", "connection", "accept-encoding", "user-agent", "transfer-encoding"];

pub(crate) async fn request_snippet(
    _: &App,
    request: RequestSnippet,
    _: &Call<Empty>,
) -> Result<Snippet, Fault> {
    Ok(write(&request))
}

fn write(request: &RequestSnippet) -> Snippet {
    let mut variables = Variables::default();
    let is_kept = |it: &&Header| !OF_PROGRAM.iter().any(|name| it.name.eq_ignore_ascii_case(name));
    let headers: Vec<(String, Text)> = request
        .headers
        .iter()
        .filter(is_kept)
        .map(|it| (it.name.clone(), variables.header(&it.name, &it.value)))
        .collect();
    let sent = Sent {
        method: &request.method,
        url: variables.text(&request.url, "SCIM_URL_SECRET"),
        headers,
        body: request.body.as_deref().map(|it| variables.body(it)),
    };
    let text = match request.format {
        SnippetFormat::Curl => sent.curl(),
        SnippetFormat::Httpie => sent.httpie(),
        SnippetFormat::PowerShell => sent.power_shell(),
        SnippetFormat::Python => sent.python(),
    };
    Snippet { text, variables: variables.names }
}

/// A text in which secrets are variables.
type Text = Vec<Piece>;

enum Piece {
    Plain(String),
    Variable(String),
}

#[derive(Default)]
struct Variables {
    names: Vec<String>,
}

impl Variables {
    fn header(&mut self, name: &str, value: &str) -> Text {
        match name.eq_ignore_ascii_case("authorization") {
            true => self.text(value, "SCIM_TOKEN"),
            false => self.text(value, "SCIM_HEADER_SECRET"),
        }
    }

    fn text(&mut self, text: &str, name: &str) -> Text {
        self.pieces(text, MASK, "", name)
    }

    /// Only a whole text is a secret in JSON: a value may hold the same letters.
    fn body(&mut self, text: &str) -> Text {
        self.pieces(text, &format!("\"{MASK}\""), "\"", "SCIM_SECRET")
    }

    fn pieces(&mut self, text: &str, mask: &str, around: &str, name: &str) -> Text {
        let mut parts = text.split(mask).peekable();
        let mut pieces = Vec::new();
        let mut before = String::new();
        while let Some(part) = parts.next() {
            before.push_str(part);
            if parts.peek().is_some() {
                before.push_str(around);
                pieces.push(Piece::Plain(std::mem::take(&mut before)));
                pieces.push(Piece::Variable(self.next(name)));
                before.push_str(around);
            }
        }
        pieces.push(Piece::Plain(before));
        pieces.retain(|it| !matches!(it, Piece::Plain(text) if text.is_empty()));
        pieces
    }

    fn next(&mut self, name: &str) -> String {
        let taken = self.names.iter().filter(|it| it.starts_with(name)).count();
        let name = if taken == 0 { name.to_owned() } else { format!("{name}_{}", taken + 1) };
        self.names.push(name.clone());
        name
    }
}

struct Sent<'a> {
    method: &'a str,
    url: Text,
    headers: Vec<(String, Text)>,
    body: Option<Text>,
}

impl Sent<'_> {
    fn curl(&self) -> String {
        let mut lines = vec![format!(
            "curl --globoff --request {} {}",
            shell_word(self.method),
            shell(&self.url)
        )];
        for (name, value) in &self.headers {
            lines.push(format!("  --header {}", shell(&with(&format!("{name}: "), value))));
        }
        if let Some(body) = &self.body {
            lines.push(format!("  --data-raw {}", shell(body)));
        }
        lines.join(" \\\n")
    }

    fn httpie(&self) -> String {
        let mut lines =
            vec![format!("http --ignore-stdin {} {}", shell_word(self.method), shell(&self.url))];
        for (name, value) in &self.headers {
            // `:=`, `:@` and the like mean something else; a blank after the colon keeps it a header.
            lines.push(format!("  {}", shell(&with(&format!("{name}: "), value))));
        }
        if let Some(body) = &self.body {
            lines.push(format!("  --raw {}", shell(body)));
        }
        lines.join(" \\\n")
    }

    fn power_shell(&self) -> String {
        let is_type = |name: &str| name.eq_ignore_ascii_case("content-type");
        let mut lines = vec!["$headers = @{".to_owned()];
        for (name, value) in self.headers.iter().filter(|(name, _)| !is_type(name)) {
            lines.push(format!("  {} = {}", power_text(name), power(value)));
        }
        lines.push("}".to_owned());
        let mut call = format!(
            "Invoke-WebRequest -Method {} -Uri {} -Headers $headers",
            power_text(self.method),
            power(&self.url)
        );
        if let Some((_, value)) = self.headers.iter().find(|(name, _)| is_type(name)) {
            call.push_str(&format!(" -ContentType {}", power(value)));
        }
        if let Some(body) = &self.body {
            lines.push(format!("$body = {}", power(body)));
            call.push_str(" -Body ([Text.Encoding]::UTF8.GetBytes($body))");
        }
        lines.push(call);
        lines.join("\n")
    }

    fn python(&self) -> String {
        let has_variables = self
            .headers
            .iter()
            .map(|(_, value)| value)
            .chain([&self.url])
            .chain(&self.body)
            .any(|it| it.iter().any(|it| matches!(it, Piece::Variable(_))));
        let mut lines = Vec::new();
        if has_variables {
            lines.push("import os".to_owned());
        }
        lines.extend(["import requests", "", "response = requests.request("].map(str::to_owned));
        lines.push(format!("    {},", python_text(self.method)));
        lines.push(format!("    {},", python(&self.url)));
        lines.push("    headers={".to_owned());
        for (name, value) in &self.headers {
            lines.push(format!("        {}: {},", python_text(name), python(value)));
        }
        lines.push("    },".to_owned());
        if let Some(body) = &self.body {
            lines.push(format!("    data=({}).encode(\"utf-8\"),", python(body)));
        }
        lines.push(")".to_owned());
        lines.push("print(response.status_code, response.text)".to_owned());
        lines.join("\n")
    }
}

fn with(before: &str, text: &Text) -> Text {
    let mut pieces = vec![Piece::Plain(before.to_owned())];
    for it in text {
        pieces.push(match it {
            Piece::Plain(text) => Piece::Plain(text.clone()),
            Piece::Variable(name) => Piece::Variable(name.clone()),
        });
    }
    pieces
}

/// One word of a POSIX shell: plain pieces in single quotes, in which nothing means anything, variables in double ones.
fn shell(text: &Text) -> String {
    let pieces = text.iter().map(|it| match it {
        Piece::Plain(text) => shell_word(text),
        Piece::Variable(name) => format!("\"${name}\""),
    });
    pieces.collect()
}

fn shell_word(text: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.' | '/');
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

/// An expression of PowerShell.
fn power(text: &Text) -> String {
    joined(text, power_text, |name| format!("$env:{name}"))
}

/// Single quotes, which PowerShell also knows as typographic ones: each is doubled.
fn power_text(text: &str) -> String {
    let mut quoted = String::from("'");
    for letter in text.chars() {
        if matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}') {
            quoted.push(letter);
        }
        quoted.push(letter);
    }
    quoted.push('\'');
    quoted
}

/// An expression of Python.
fn python(text: &Text) -> String {
    joined(text, python_text, |name| format!("os.environ[\"{name}\"]"))
}

/// What is a string in JSON is the same one in Python.
fn python_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn joined(
    text: &Text,
    plain: impl Fn(&str) -> String,
    variable: impl Fn(&str) -> String,
) -> String {
    let pieces: Vec<String> = text
        .iter()
        .map(|it| match it {
            Piece::Plain(text) => plain(text),
            Piece::Variable(name) => variable(name),
        })
        .collect();
    match pieces.len() {
        0 => plain(""),
        1 => pieces.concat(),
        _ => format!("({})", pieces.join(" + ")),
    }
}
