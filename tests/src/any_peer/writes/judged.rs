//! Whether the app said what the server did. Pure.

use std::fmt;

use super::heard::{Kind, Said};
use super::held::Held;
use crate::proxy::Passed;

/// A writing request that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) method: String,
    pub(super) status: u16,
}

/// What is to be thought of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The server did it, and the app said so.
    Done,
    /// The server did not do it, or not all of it, and the app said so.
    Told,
    /// The app said something else than the server did, or sent more than it should.
    Wrong(String),
}

impl Sent {
    /// A search is no write, although it is posted (RFC 7644 §3.4.3).
    pub(super) fn of(passed: &Passed) -> Option<Sent> {
        let path = passed.path.split('?').next().unwrap_or_default();
        let Passed { method, status, .. } = passed;
        (!path.ends_with("/.search")).then(|| Sent { method: method.clone(), status: *status })
    }

    fn is_taken(&self) -> bool {
        (200..300).contains(&self.status) && self.status != 202
    }

    /// A gateway that gave up: nobody knows what is behind it.
    fn leaves_open(&self) -> bool {
        matches!(self.status, 502..=504)
    }
}

impl fmt::Display for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.status)
    }
}

/// Judges a step by what was sent, what the server has, and what the app said.
pub(super) fn judge(sent: &[Sent], held: &Held, said: &Said) -> Verdict {
    if sent.len() > 1 {
        return Verdict::Wrong(format!("{} writing requests were sent for it", sent.len()));
    }
    let only = sent.first();
    let is_taken = only.is_some_and(Sent::is_taken);
    let is_refused = only.is_some_and(|it| it.status >= 400 && !it.leaves_open());
    let is_untouched = matches!(held, Held::Nothing(_));
    let is_read = !matches!(held, Held::Unreadable(_));
    let told = |is_so: bool| match is_so {
        true => Verdict::Told,
        false => Verdict::Wrong(contradiction(only, held, said)),
    };
    match said.kind {
        Kind::Done if is_taken && *held == Held::Whole => Verdict::Done,
        Kind::Done => told(false),
        Kind::Differs => match unnamed(held, said) {
            _ if !is_taken || *held == Held::Whole || !is_read => told(false),
            Some(path) => Verdict::Wrong(format!("the app does not say that {path} is otherwise")),
            None => Verdict::Told,
        },
        Kind::Accepted => told(only.is_some_and(|it| it.status == 202)),
        Kind::NotReadBack => told(is_taken && !is_read),
        Kind::Refused => told(is_refused && (is_untouched || !is_read)),
        Kind::FalseConflict => told(only.is_some_and(|it| it.status == 412) && is_untouched),
        Kind::Unknown => told(only.is_none_or(Sent::leaves_open)),
        Kind::Stopped => told(only.is_none() && (is_untouched || !is_read)),
        // Nobody else writes here, so there is nobody to be in conflict with.
        Kind::Conflict | Kind::Other | Kind::Silent => told(false),
    }
}

/// The first attribute that is not as it was to be and that the app does not name.
fn unnamed<'a>(held: &'a Held, said: &Said) -> Option<&'a String> {
    let head = |path: &str| {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        path.get(..end).unwrap_or(path).to_lowercase()
    };
    let named: Vec<String> = said.paths.iter().map(|it| head(it)).collect();
    held.unmet().iter().find(|it| !named.is_empty() && !named.contains(&head(it)))
}

fn contradiction(only: Option<&Sent>, held: &Held, said: &Said) -> String {
    let sent = only.map_or_else(|| "nothing was sent".to_owned(), |it| format!("{it} was sent"));
    let has = match held {
        Held::Whole => "the server did it".to_owned(),
        Held::Part(paths) => format!("the server did it but for {}", paths.join(", ")),
        Held::Nothing(_) => "the server did nothing".to_owned(),
        Held::Unreadable(status) => format!("a GET of it is answered {status}"),
    };
    format!("the app said {said}, but {sent} and {has}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &[&str] = &["title"];

    fn sent(status: u16) -> Vec<Sent> {
        vec![Sent { method: "PATCH".to_owned(), status }]
    }

    fn part() -> Held {
        Held::Part(PART.iter().map(|it| (*it).to_owned()).collect())
    }

    fn nothing() -> Held {
        Held::Nothing(PART.iter().map(|it| (*it).to_owned()).collect())
    }

    fn said(kind: Kind) -> Said {
        Said::new(kind, "words")
    }

    fn naming(paths: &[&str]) -> Said {
        let paths = paths.iter().map(|it| (*it).to_owned()).collect();
        Said { paths, ..said(Kind::Differs) }
    }

    #[test]
    fn the_app_says_what_the_server_did() {
        let unreadable = Held::Unreadable(403);
        let cases: &[(Vec<Sent>, Held, Said, Verdict)] = &[
            (sent(200), Held::Whole, said(Kind::Done), Verdict::Done),
            (sent(204), Held::Whole, said(Kind::Done), Verdict::Done),
            (sent(200), part(), naming(&["title"]), Verdict::Told),
            (sent(200), nothing(), naming(&["Title", "nickName"]), Verdict::Told),
            (sent(201), nothing(), said(Kind::Differs), Verdict::Told),
            (sent(202), nothing(), said(Kind::Accepted), Verdict::Told),
            (sent(202), Held::Whole, said(Kind::Accepted), Verdict::Told),
            (sent(200), unreadable.clone(), said(Kind::NotReadBack), Verdict::Told),
            (sent(403), nothing(), said(Kind::Refused), Verdict::Told),
            (sent(501), nothing(), said(Kind::Refused), Verdict::Told),
            (sent(403), unreadable, said(Kind::Refused), Verdict::Told),
            (sent(412), nothing(), said(Kind::FalseConflict), Verdict::Told),
            (sent(502), Held::Whole, said(Kind::Unknown), Verdict::Told),
            (Vec::new(), nothing(), said(Kind::Unknown), Verdict::Told),
            (Vec::new(), nothing(), said(Kind::Stopped), Verdict::Told),
        ];
        for (sent, held, said, wanted) in cases {
            assert_eq!(judge(sent, held, said), *wanted, "{sent:?} {held:?} {said:?}");
        }
    }

    #[test]
    fn what_the_app_says_otherwise_is_wrong() {
        let cases: &[(Vec<Sent>, Held, Said)] = &[
            // It is not done, or not all of it.
            (sent(200), part(), said(Kind::Done)),
            (sent(200), nothing(), said(Kind::Done)),
            (sent(202), Held::Whole, said(Kind::Done)),
            (sent(500), Held::Whole, said(Kind::Done)),
            (Vec::new(), Held::Whole, said(Kind::Done)),
            (sent(200), Held::Unreadable(403), said(Kind::Done)),
            // It is done.
            (sent(200), Held::Whole, naming(&["title"])),
            (sent(403), Held::Whole, said(Kind::Refused)),
            (sent(412), Held::Whole, said(Kind::FalseConflict)),
            // Something else is otherwise than the app names.
            (sent(200), part(), naming(&["nickName"])),
            // Nothing, or nothing like that, was answered.
            (sent(400), part(), naming(&["title"])),
            (sent(200), nothing(), said(Kind::Accepted)),
            (sent(200), Held::Whole, said(Kind::NotReadBack)),
            (sent(200), nothing(), said(Kind::Refused)),
            (sent(403), part(), said(Kind::Refused)),
            (sent(502), nothing(), said(Kind::Refused)),
            (sent(200), Held::Whole, said(Kind::Unknown)),
            (sent(200), nothing(), said(Kind::Stopped)),
            (Vec::new(), Held::Whole, said(Kind::Stopped)),
            // Nobody else was there, or nothing was said at all.
            (sent(412), nothing(), said(Kind::Conflict)),
            (sent(200), Held::Whole, said(Kind::Other)),
            (sent(200), Held::Whole, said(Kind::Silent)),
        ];
        for (sent, held, said) in cases {
            let verdict = judge(sent, held, said);
            assert!(
                matches!(verdict, Verdict::Wrong(_)),
                "{sent:?} {held:?} {said:?}: {verdict:?}"
            );
        }
    }

    #[test]
    fn two_requests_are_one_too_many() {
        let twice = [sent(200), sent(200)].concat();
        let Verdict::Wrong(why) = judge(&twice, &Held::Whole, &said(Kind::Done)) else {
            panic!("it was sent twice")
        };
        assert!(why.contains('2'), "{why}");
    }

    #[test]
    fn a_search_is_no_write() {
        let passed = |path: &str| Passed {
            method: "POST".to_owned(),
            path: path.to_owned(),
            status: 200,
            headers: Vec::new(),
            sent: String::new(),
            body_bytes: None,
        };
        assert_eq!(Sent::of(&passed("/v2/Users/.search?x=1")), None);
        assert_eq!(
            Sent::of(&passed("/v2/Users")).map(|it| it.to_string()),
            Some("POST 200".to_owned())
        );
    }
}
