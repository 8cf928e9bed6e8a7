//! A request written for another program is run by the shell, or the language, that it is written for: whatever a value
//! holds stays a value, and secrets are variables. The programs are stand-ins that say what they were given.

use std::process::Command;

use crate::support::{Bench, ok};
use app::App;
use serde_json::{Value, json};

const URL: &str = "https://scim.example.com/v2/Users?filter=userName%20eq%20%22o'neil%22&x=[1]{2}";
const TOKEN: &str = "s3cr't \"$HOME\" `id`";

/// Values that mean something to one shell or another.
const HOSTILE: [&str; 12] = [
    "it's",
    "\"quoted\" \\ back\\\\slash \\' \\",
    "$(touch /tmp/owned) `id` $HOME ${IFS} $env:PATH",
    "a\nb\r\nc\ttab",
    "!history ~ * ? [x] {a,b} # no comment",
    "; rm -rf / & | > out < in",
    "’ ‘ ‚ ‛ typographic",
    "\u{2028} \u{1F600} नमस्ते",
    "@/etc/passwd",
    "--data-raw",
    "%s %d %%",
    "{{ $(1) }} #{x}",
];

fn body(value: &str) -> String {
    json!({"schemas": ["x"], "title": value, "password": "•••"}).to_string()
}

async fn written(app: &App, format: &str, value: &str) -> (String, Vec<String>) {
    let request = json!({
        "method": "PATCH", "url": URL, "format": format, "body": body(value),
        "headers": [
            {"name": "Accept", "value": "application/scim+json"},
            {"name": "Authorization", "value": "Bearer •••"},
            {"name": "Content-Type", "value": "application/scim+json"},
            {"name": "If-Match", "value": "W/\"a'b$c`d\""},
            {"name": "X-Odd", "value": "@=:;=="},
            {"name": "Content-Length", "value": "12"},
            {"name": "User-Agent", "value": "Scimscope"},
        ],
    });
    let snippet = ok(app, "request_snippet", request).await;
    let variables = snippet["variables"].as_array().unwrap();
    let variables = variables.iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    (snippet["text"].as_str().unwrap().to_owned(), variables)
}

/// What a program of this name is given when a shell runs the text.
fn given(shell: &str, program: &str, text: &str) -> Vec<String> {
    let script = format!("{program}() {{ printf '%s\\0' \"$@\"; }}\n{text}\n");
    let output = Command::new(shell)
        .args(["-c", &script])
        .env("SCIM_TOKEN", TOKEN)
        .env("SCIM_SECRET", "pass")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let all = String::from_utf8(output.stdout).unwrap();
    all.split_terminator('\0').map(str::to_owned).collect()
}

fn sent_body(value: &str) -> String {
    body(value).replace("•••", "pass")
}

#[tokio::test]
async fn what_a_shell_gives_to_curl_is_the_request() {
    let bench = Bench::new();
    for value in HOSTILE {
        let (text, variables) = written(&bench.app, "curl", value).await;
        assert_eq!(variables, ["SCIM_TOKEN", "SCIM_SECRET"]);
        let expected = [
            "--globoff",
            "--request",
            "PATCH",
            URL,
            "--header",
            "Accept: application/scim+json",
            "--header",
            &format!("Authorization: Bearer {TOKEN}"),
            "--header",
            "Content-Type: application/scim+json",
            "--header",
            "If-Match: W/\"a'b$c`d\"",
            "--header",
            "X-Odd: @=:;==",
            "--data-raw",
            &sent_body(value),
        ];
        for shell in ["sh", "bash"] {
            assert_eq!(given(shell, "curl", &text), expected, "{shell}: {text}");
        }
    }
}

#[tokio::test]
async fn what_a_shell_gives_to_httpie_is_the_request() {
    let bench = Bench::new();
    for value in HOSTILE {
        let (text, _) = written(&bench.app, "httpie", value).await;
        let expected = [
            "--ignore-stdin",
            "PATCH",
            URL,
            "Accept: application/scim+json",
            &format!("Authorization: Bearer {TOKEN}"),
            "Content-Type: application/scim+json",
            "If-Match: W/\"a'b$c`d\"",
            "X-Odd: @=:;==",
            "--raw",
            &sent_body(value),
        ];
        for shell in ["sh", "bash"] {
            assert_eq!(given(shell, "http", &text), expected, "{shell}: {text}");
        }
    }
}

#[tokio::test]
async fn what_python_sends_is_the_request() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let stand_in = "import json\n\
        class Said:\n    status_code = 200\n    text = ''\n\
        def request(method, url, headers, data):\n\
        \x20   print(json.dumps([method, url, headers, data.decode('utf-8')]))\n\
        \x20   return Said()\n";
    std::fs::write(folder.path().join("requests.py"), stand_in).unwrap();
    for value in HOSTILE {
        let (text, _) = written(&bench.app, "python", value).await;
        let output = Command::new("python3")
            .args(["-c", &text])
            .env("PYTHONPATH", folder.path())
            .env("SCIM_TOKEN", TOKEN)
            .env("SCIM_SECRET", "pass")
            .output()
            .unwrap();
        assert!(output.status.success(), "{text}: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let sent: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        assert_eq!(sent[0], "PATCH");
        assert_eq!(sent[1], URL);
        assert_eq!(sent[2]["Authorization"], format!("Bearer {TOKEN}"));
        assert_eq!(sent[2]["If-Match"], "W/\"a'b$c`d\"");
        assert_eq!(sent[3], sent_body(value));
    }
}

/// What stands between single quotes, as PowerShell reads it: four signs count as one, and two in a row are one of them.
fn power_shell_texts(text: &str) -> Vec<String> {
    let is_quote = |it: char| matches!(it, '\'' | '‘' | '’' | '‚' | '‛');
    let mut letters = text.chars().peekable();
    let mut found = Vec::new();
    while let Some(letter) = letters.next() {
        if !is_quote(letter) {
            continue;
        }
        let mut inner = String::new();
        loop {
            let letter = letters.next().unwrap_or_else(|| panic!("a text does not end: {text}"));
            match letters.peek() {
                Some(next) if is_quote(letter) && is_quote(*next) => {
                    inner.push(letter);
                    letters.next();
                }
                _ if is_quote(letter) => break,
                _ => inner.push(letter),
            }
        }
        found.push(inner);
    }
    found
}

/// PowerShell itself is not to be had everywhere: its texts are read by its rules.
#[tokio::test]
async fn every_value_is_one_text_of_power_shell() {
    let bench = Bench::new();
    for value in HOSTILE {
        let (text, _) = written(&bench.app, "powerShell", value).await;
        let (before, after) =
            body(value).split_once("•••").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let expected = [
            "Accept",
            "application/scim+json",
            "Authorization",
            "Bearer ",
            "If-Match",
            "W/\"a'b$c`d\"",
            "X-Odd",
            "@=:;==",
            &before,
            &after,
            "PATCH",
            URL,
            "application/scim+json",
        ];
        assert_eq!(power_shell_texts(&text), expected, "{text}");
        assert!(text.contains("'Bearer ' + $env:SCIM_TOKEN"), "{text}");
    }
}
