//! A token that a program prints, such as the command line of a cloud. The program is run as named, without a shell, for
//! a limited time, and a limited amount of what it prints is read. What it prints is never shown; what it complains of
//! is, redacted.

mod place;

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, ChildStderr, ChildStdout};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use super::tokens::Tokens;
use crate::error::{Failure, FailureKind};
use crate::redact::Redactor;

/// No token is longer.
const LONGEST_TOKEN: usize = 64 * 1024;
/// So much of a complaint is read, and so many letters of it shown.
const LONGEST_COMPLAINT: usize = 16 * 1024;
const SHOWN: usize = 2_000;
/// So long it is read on after the program has ended.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A program that prints a token.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its name, looked for as the system does, or its path.
    pub program: String,
    /// Its arguments, each as it is.
    pub arguments: Vec<String>,
    /// How long it may take.
    pub limit: Duration,
    /// What it printed. Sessions that share it run the program once.
    pub tokens: Tokens,
}

/// What a program printed.
pub(crate) struct Printed {
    pub(crate) token: SecretString,
    pub(crate) lives: Option<Duration>,
}

/// Takes a line apart into a program and its arguments: words, with quotes around those that hold white space. Nothing
/// else has a meaning, because no shell sees it. `None` where a quote is not closed.
#[must_use]
pub fn words(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut letters = line.chars().peekable();
    while let Some(it) = letters.next() {
        match (quote, it) {
            (Some(open), _) if it == open => quote = None,
            (Some('"'), '\\') if letters.next_if_eq(&'"').is_some() => {
                word.get_or_insert_default().push('"');
            }
            (Some(_), _) => word.get_or_insert_default().push(it),
            (None, '"' | '\'') => {
                quote = Some(it);
                word.get_or_insert_default();
            }
            (None, _) if it.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(it),
        }
    }
    words.extend(word);
    quote.is_none().then_some(words)
}

/// Runs the program and takes the token out of what it prints.
pub(crate) async fn run(
    command: &Command,
    redactor: &Redactor,
    cancel: &CancellationToken,
) -> Result<Printed, Failure> {
    let failed = |reason: String, said: Option<String>| {
        let program = name(&command.program);
        Failure::new(FailureKind::CommandFailed { program, reason, said })
    };
    let mut child = start(command).map_err(|error| failed(not_started(&error), None))?;
    let running = Running::of(&child);
    let mut out = Printing::of(child.stdout.take(), LONGEST_TOKEN);
    let mut complaint = Printing::of(child.stderr.take(), LONGEST_COMPLAINT);
    let ending = end_of(&mut child, &mut out, &mut complaint);
    let ended = tokio::select! {
        biased;
        () = cancel.cancelled() => return Err(Failure::new(FailureKind::Cancelled)),
        done = tokio::time::timeout(command.limit, ending) => match done {
            Ok(ended) => ended,
            Err(_) => {
                let seconds = command.limit.as_secs();
                return Err(failed(format!("it did not end within {seconds} s, and was stopped"), None));
            }
        },
    };
    running.has_ended();
    let printed = out.whole().and_then(|it| token_of(it, Timestamp::now()));
    if let Ok(printed) = &printed {
        // Whatever it complains of may quote the token.
        redactor.add_secret(&printed.token);
    }
    let said = complaint.whole().ok().and_then(|it| shown(it, redactor));
    match ended {
        Ok(status) if status.success() => printed.map_err(|reason| failed(reason.to_owned(), said)),
        Ok(status) => Err(failed(format!("it ended with {status}"), said)),
        Err(error) => Err(failed(not_started(&error), said)),
    }
}

/// Waits for its end, and reads meanwhile. What it started may go on with its output open: what comes a moment after its
/// own end is none of it.
async fn end_of(
    child: &mut Child,
    out: &mut Printing<ChildStdout>,
    complaint: &mut Printing<ChildStderr>,
) -> std::io::Result<ExitStatus> {
    let reading = async {
        tokio::join!(out.read(), complaint.read());
    };
    tokio::pin!(reading);
    let mut is_read = false;
    let ended = loop {
        tokio::select! {
            ended = child.wait() => break ended,
            () = &mut reading, if !is_read => is_read = true,
        }
    };
    if !is_read {
        drop(tokio::time::timeout(LAST_WORDS, reading).await);
    }
    ended
}

fn start(command: &Command) -> std::io::Result<Child> {
    let mut starting = tokio::process::Command::new(place::found(&command.program));
    starting
        .args(&command.arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    for (name, value) in place::without_bundle() {
        match value {
            Some(value) => starting.env(name, value),
            None => starting.env_remove(name),
        };
    }
    // A group of its own, so that what it starts ends with it.
    #[cfg(unix)]
    starting.process_group(0);
    // Without a console window of its own.
    #[cfg(windows)]
    starting.creation_flags(0x0800_0000);
    starting.spawn()
}

/// A program that is running: stopped, with all that it started, unless it has ended.
struct Running(Option<u32>);

impl Running {
    fn of(child: &Child) -> Running {
        Running(child.id())
    }

    fn has_ended(mut self) {
        self.0 = None;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.and_then(|it| i32::try_from(it).ok())
            && let Some(group) = rustix::process::Pid::from_raw(group)
        {
            // Whoever has ended meanwhile needs not be stopped.
            rustix::process::kill_process_group(group, rustix::process::Signal::KILL)
                .unwrap_or_default();
        }
    }
}

/// What comes out of a program, if it is no more than the limit.
struct Printing<T> {
    from: Option<T>,
    text: Zeroizing<Vec<u8>>,
    limit: usize,
    is_too_long: bool,
}

impl<T: AsyncRead + Unpin> Printing<T> {
    fn of(from: Option<T>, limit: usize) -> Printing<T> {
        // It does not grow beyond this, which would leave parts of it behind in memory.
        let text = Zeroizing::new(Vec::with_capacity(limit));
        Printing { from, text, limit, is_too_long: false }
    }

    async fn read(&mut self) {
        let Some(from) = &mut self.from else { return };
        let mut buffer = Zeroizing::new([0; 4096]);
        while let Ok(read @ 1..) = from.read(buffer.as_mut()).await {
            // What is too much is still read, so that the program can come to its end.
            if self.text.len() + read > self.limit {
                self.is_too_long = true;
            } else {
                self.text.extend_from_slice(buffer.get(..read).unwrap_or_default());
            }
        }
    }

    fn whole(&self) -> Result<&[u8], &'static str> {
        if self.is_too_long { Err("it printed far more than a token") } else { Ok(&self.text) }
    }
}

/// A token alone, or JSON with a token in it, as the command lines of clouds print it.
fn token_of(printed: &[u8], now: Timestamp) -> Result<Printed, &'static str> {
    let text = std::str::from_utf8(printed).map_err(|_| "what it printed is not text")?.trim();
    let text = text.trim_start_matches('\u{feff}');
    if text.is_empty() {
        return Err("it printed nothing");
    }
    if text.starts_with('{') {
        let json: Value = serde_json::from_str(text)
            .map_err(|_| "what it printed begins like JSON and is none")?;
        return token_of_json(&json, now).ok_or("the JSON that it printed holds no token");
    }
    // As `jq` prints it, or a command whose output is JSON.
    let quoted: Zeroizing<String>;
    let text = match text.starts_with('"') {
        true => {
            quoted = serde_json::from_str(text)
                .map(Zeroizing::new)
                .map_err(|_| "what it printed begins like JSON and is none")?;
            quoted.trim()
        }
        false => text,
    };
    if text.is_empty() {
        return Err("it printed nothing");
    }
    let token = match text.split_once(char::is_whitespace) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
        _ => text,
    };
    if token.contains(char::is_whitespace) {
        return Err("it printed more than one word, and a token is one");
    }
    Ok(Printed { token: SecretString::from(token), lives: None })
}

/// Of the Azure CLI, of gcloud, of kubectl's plugins (`status.token`), and of a token endpoint.
fn token_of_json(json: &Value, now: Timestamp) -> Option<Printed> {
    let place = json.get("status").filter(|it| it.get("token").is_some()).unwrap_or(json);
    let names = ["access_token", "accessToken", "token", "id_token"];
    let token = names.iter().find_map(|it| place.get(it)?.as_str()).filter(|it| !it.is_empty())?;
    let seconds = |name: &str| place.get(name).and_then(whole_number);
    let lives = seconds("expires_in").or_else(|| {
        let moment = seconds("expires_on").or_else(|| seconds("expires_at"));
        let named = ["expirationTimestamp", "expires_at", "expiry", "token_expiry"];
        let written =
            || named.iter().find_map(|it| place.get(it)?.as_str()?.parse::<Timestamp>().ok());
        let end = moment.or_else(|| written().map(Timestamp::as_second))?;
        Some(end.saturating_sub(now.as_second()))
    });
    let lives = lives.and_then(|it| u64::try_from(it).ok()).map(Duration::from_secs);
    Some(Printed { token: SecretString::from(token), lives })
}

fn whole_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn shown(complaint: &[u8], redactor: &Redactor) -> Option<String> {
    let clean = redactor.complaint(complaint.to_vec());
    let clean = String::from_utf8_lossy(&clean);
    let clean: String = clean.trim().chars().take(SHOWN).collect();
    (!clean.is_empty()).then_some(clean)
}

/// The name of a program without its folders.
fn name(program: &str) -> String {
    let name = program.rsplit(['/', '\\']).next().unwrap_or(program);
    if name.is_empty() { "the command".to_owned() } else { name.to_owned() }
}

fn not_started(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such program".to_owned(),
        std::io::ErrorKind::PermissionDenied => "it may not be run".to_owned(),
        _ => error.to_string(),
    }
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Printed({} bytes)", self.token.expose_secret().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Result<(String, Option<u64>), &'static str> {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let it = token_of(text.as_bytes(), now)?;
        Ok((it.token.expose_secret().to_owned(), it.lives.map(|it| it.as_secs())))
    }

    #[test]
    fn a_line_is_taken_apart_without_a_shell() {
        let words = |line| words(line).unwrap();
        assert_eq!(words("az account get-access-token"), ["az", "account", "get-access-token"]);
        assert_eq!(
            words(r#" "C:\Program Files\x.exe"  -a 'b c' d"e f"g"#),
            [r"C:\Program Files\x.exe", "-a", "b c", "de fg"]
        );
        assert_eq!(
            words(r#"x "a \"b\" c" '' $HOME | rm;*"#),
            ["x", "a \"b\" c", "", "$HOME", "|", "rm;*"]
        );
        assert_eq!(words("  "), Vec::<String>::new());
        assert_eq!(super::words("x \"a"), None);
    }

    #[test]
    fn a_token_is_found_in_what_is_printed() {
        assert_eq!(printed("abc.def\n"), Ok(("abc.def".into(), None)));
        assert_eq!(printed("Bearer abc\r\n"), Ok(("abc".into(), None)));
        assert_eq!(printed("\"abc.def\"\n"), Ok(("abc.def".into(), None)));
        assert_eq!(printed("\"Bearer a\\u0062c\""), Ok(("abc".into(), None)));
        let azure =
            r#"{"accessToken":"abc","expiresOn":"2026-01-01 01:00:00.0","expires_on":1767229200}"#;
        assert_eq!(printed(azure), Ok(("abc".into(), Some(3_600))));
        let kubernetes = r#"{"kind":"ExecCredential","status":{"token":"abc","expirationTimestamp":"2026-01-01T00:10:00Z"}}"#;
        assert_eq!(printed(kubernetes), Ok(("abc".into(), Some(600))));
        assert_eq!(
            printed(r#"{"access_token":"abc","expires_in":"60"}"#),
            Ok(("abc".into(), Some(60)))
        );
        for (text, reason) in [
            ("", "it printed nothing"),
            ("\"\"", "it printed nothing"),
            ("\"abc", "what it printed begins like JSON and is none"),
            ("Please log in first", "it printed more than one word, and a token is one"),
            ("{", "what it printed begins like JSON and is none"),
            ("{\"token\":\"\"}", "the JSON that it printed holds no token"),
        ] {
            assert_eq!(printed(text), Err(reason));
        }
    }
}
