//! What a program complains of on its way to a person. Nobody says what is in it, and a program may quote the very secret
//! that it failed with: whatever looks like one is taken out. Errs on the side of hiding more.

use std::ops::Range;

use super::names::is_credential;

/// So short a word is no token.
const SHORTEST_JWT: usize = 12;

/// The spans of all that looks like a secret.
pub(super) fn spans(text: &[u8]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let word = run(text, at, is_of_name);
        if word.is_empty() {
            spans.extend(user_info(text, at));
            at += 1;
            continue;
        }
        at = word.end;
        spans.extend(of_word(text, word));
    }
    spans
}

/// What is secret in a word or behind it.
fn of_word(text: &[u8], word: Range<usize>) -> Option<Range<usize>> {
    let name = std::str::from_utf8(text.get(word.clone())?).ok()?;
    if name.starts_with("eyJ") && name.len() >= SHORTEST_JWT {
        return Some(word);
    }
    if name.eq_ignore_ascii_case("bearer") || name.eq_ignore_ascii_case("basic") {
        return next_word(text, word.end);
    }
    if !is_credential(name) {
        return None;
    }
    let is_option = name.starts_with('-');
    let is_phrase = name.to_ascii_lowercase().contains("pass");
    assigned(text, word.end, is_phrase).or_else(|| next_word(text, word.end).filter(|_| is_option))
}

/// What follows a name and a separator, in quotes or without.
fn assigned(text: &[u8], name_end: usize, is_phrase: bool) -> Option<Range<usize>> {
    let separator = run(text, name_end, |it| is_blank(it) || is_quote(it) || it == b'\\').end;
    if !matches!(text.get(separator), Some(b':' | b'=')) {
        return None;
    }
    let blank = run(text, separator + 1, |it| is_blank(it) || matches!(it, b'=' | b'>')).end;
    let start = run(text, blank, |it| it == b'\\').end;
    let value = match text.get(start) {
        Some(&quote) if is_quote(quote) => {
            run(text, start + 1, |it| it != quote && !is_line_end(it))
        }
        _ if is_phrase => run(text, blank, |it| !is_line_end(it)),
        _ => run(text, blank, |it| !it.is_ascii_whitespace() && !b",;&\"'<>)}]".contains(&it)),
    };
    (!value.is_empty()).then_some(value)
}

/// The next word of the same line.
fn next_word(text: &[u8], from: usize) -> Option<Range<usize>> {
    let start = run(text, from, is_blank).end;
    let word = run(text, start, |it| !it.is_ascii_whitespace() && !is_quote(it));
    (start > from && !word.is_empty()).then_some(word)
}

/// The user name and password of a URL whose `://` begins here.
fn user_info(text: &[u8], at: usize) -> Option<Range<usize>> {
    text.get(at..)?.strip_prefix(b"://")?;
    let authority = run(text, at + 3, |it| {
        !it.is_ascii_whitespace() && !is_quote(it) && !matches!(it, b'/' | b'?' | b'#')
    });
    let length = text.get(authority.clone())?.iter().rposition(|it| *it == b'@')?;
    Some(authority.start..authority.start + length)
}

fn run(text: &[u8], start: usize, is_in: impl Fn(u8) -> bool) -> Range<usize> {
    let rest = text.get(start..).unwrap_or_default();
    start..start + rest.iter().take_while(|it| is_in(**it)).count()
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::super::Redactor;

    #[test]
    fn what_looks_like_a_secret_is_taken_out_and_the_rest_can_be_read() {
        for (text, shown) in [
            ("AZURE_CLIENT_SECRET=abc.~1 is wrong", "AZURE_CLIENT_SECRET=••• is wrong"),
            ("secret: 'a b' (old)", "secret: '•••' (old)"),
            ("--client-secret hunter2 --scope x", "--client-secret ••• --scope x"),
            ("--token=abc --verbose", "--token=••• --verbose"),
            ("passphrase: open sesame\nnext", "passphrase: •••\nnext"),
            ("Authorization: Bearer abc+/=\r\nHost: x", "Authorization: ••• •••\r\nHost: x"),
            ("sent basic dTpw, got 401", "sent basic ••• got 401"),
            ("got eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln.", "got •••"),
            ("{\"api_key\":\"k1\",\"a\":1}", "{\"api_key\":\"•••\",\"a\":1}"),
            ("{\\\"apiKey\\\": \\\"k1\\\"}", "{\\\"apiKey\\\": \\\"•••\"}"),
            ("Ocp-Apim-Subscription-Key: 0123", "Ocp-Apim-Subscription-Key: •••"),
            ("GET https://ada:pw@a.example/x?sig=1", "GET https://•••@a.example/x?sig=1"),
            (
                "Please run 'az login' to set up an account.",
                "Please run 'az login' to set up an account.",
            ),
            ("no token was found; sign in first", "no token was found; sign in first"),
        ] {
            let clean = Redactor::default().complaint(text.as_bytes().to_vec());
            assert_eq!(String::from_utf8(clean).unwrap(), shown);
        }
    }
}
