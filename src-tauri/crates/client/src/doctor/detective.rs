//! The base-URL detective: where a server answers, but not as a SCIM service provider, the usual corrections of its base
//! URL are tried until one does. Only GET is sent, only to the same origin, and the credential only where a document is
//! asked for that was refused without it.

use scim::recognise::{Kind, recognise};
use scim::urn;

use super::problem::Problem;
use super::{Done, Outcome};
use crate::answer::Text;
use crate::base_url::BaseUrl;
use crate::discovery;
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;
use crate::session::Session;

/// What stands behind the host of many providers.
const USUAL: [&str; 3] = ["/scim/v2", "/v2", "/scim"];
/// How many parts are cut off the end, at most.
const MOST_CUT: usize = 3;
/// How many corrections are tried. Each takes three requests at most.
const MOST_TRIED: usize = 12;
/// Where a service provider says what it is, the name of SCIM 1.1 among them; a list does where it does not.
const MARKS: [&str; 3] =
    [discovery::PROVIDER_CONFIG, discovery::PROVIDER_CONFIG_OLD, "/Users?startIndex=1&count=1"];

/// Whether the failure of the sign-in step may come from a wrong base URL.
pub(super) fn is_misplaced(failure: &Failure) -> bool {
    use FailureKind as K;
    match &*failure.kind {
        K::NotFound { .. }
        | K::WebPage { .. }
        | K::NotJson { is_cut: false, .. }
        | K::NotScim { .. }
        | K::EmptyBody { .. }
        | K::RedirectElsewhere { .. } => true,
        K::Rejected { status, is_page, .. } => {
            matches!(status, 400 | 405 | 406 | 410) || (*is_page && *status < 500)
        }
        _ => false,
    }
}

/// What one address answered.
enum Answered {
    /// As SCIM 2.0 does: with a document of this kind.
    Scim(Kind, Option<String>),
    /// It wants to know who asks, and speaks of nothing else.
    Guarded(Failure),
    /// As SCIM 1.1 does.
    VersionOne(Option<String>),
    /// Something else, in a few words.
    Other(String),
    Cancelled,
}

/// Tries the usual corrections; the one that works is the suggestion of the step.
pub(super) async fn look(session: &Session, context: &Context) -> Outcome<()> {
    let tried = corrections(session.base());
    let (mut guarded, mut old, mut answers) = (None, None, Vec::new());
    for base in &tried {
        match address(session, base, context).await {
            Answered::Scim(kind, exchange) => {
                let detail = format!("{base} answers as SCIM 2.0 does, with a {}", kind.title());
                return (Done::ok(detail, exchange).suggesting(base), Some(()));
            }
            Answered::Guarded(failure) => {
                answers.push(format!("{failure}: {base}"));
                guarded = guarded.or(Some((base, failure)));
            }
            Answered::VersionOne(exchange) => {
                answers.push(format!("SCIM 1.1: {base}"));
                old = old.or(Some((base, exchange)));
            }
            Answered::Other(words) => answers.push(format!("{words}: {base}")),
            Answered::Cancelled => return (Done::skipped("Cancelled"), None),
        }
    }
    let done = match (guarded, old) {
        (Some((base, failure)), _) => asks_for_sign_in(base, &failure),
        (None, Some((base, exchange))) => speaks_version_one(base, exchange),
        (None, None) => nothing_found(&answers),
    };
    (done, None)
}

fn asks_for_sign_in(base: &str, failure: &Failure) -> Done {
    let problem = Problem {
        said: failure.explain().said.unwrap_or_else(|| failure.to_string()),
        cause: format!(
            "{base} asks for sign-in where the base URL of the form leads nowhere, so SCIM is probably there. It does not accept this credential."
        ),
        remedy: "Use this base URL, then check the credential.".to_owned(),
        field: Some("baseUrl"),
    };
    let detail = format!("{base} asks for sign-in");
    Done::warning(detail, problem, failure.exchange.clone()).suggesting(base)
}

fn speaks_version_one(base: &str, exchange: Option<String>) -> Done {
    let problem = Problem::version_one(&format!("{base} names schemas of SCIM 1.1"));
    Done::warning(format!("{base} speaks SCIM 1.1"), problem, exchange)
}

fn nothing_found(answers: &[String]) -> Done {
    let problem = Problem {
        said: answers.join("\n"),
        cause: "None of the usual corrections of the base URL leads to a SCIM service provider on this host.".to_owned(),
        remedy: "Copy the SCIM base URL (also called tenant URL or SCIM endpoint) from the provider's provisioning page. The SCIM interface may also have to be switched on there first."
            .to_owned(),
        field: Some("baseUrl"),
    };
    let detail = format!("None of {} usual addresses answers as SCIM 2.0 does", answers.len());
    Done::warning(detail, problem, None)
}

/// What an address answers: whether it says what it can do, and if not, whether it lists users.
async fn address(session: &Session, base: &str, context: &Context) -> Answered {
    let mut last = Answered::Other("nothing".to_owned());
    for mark in MARKS {
        let answered = document(session, &format!("{base}{mark}"), context).await;
        match answered {
            Answered::Other(words) => last = Answered::Other(words),
            telling => return telling,
        }
    }
    last
}

/// Reads one document: without the credential, and with it where that is asked for.
async fn document(session: &Session, url: &str, context: &Context) -> Answered {
    let Ok(url) = session.base().resolve(url) else { return Answered::Other("no URL".to_owned()) };
    let mut read = session.read_document(url.clone(), false, context).await;
    let is_guarded = |it: &Failure| {
        matches!(*it.kind, FailureKind::Unauthorized { .. } | FailureKind::Forbidden { .. })
    };
    if read.as_ref().is_err_and(is_guarded) && session.pipeline().scheme().is_some() {
        read = session.read_document(url, true, context).await;
    }
    match read {
        Ok(text) => judge(&text),
        Err(failure) if failure.is_cancelled() => Answered::Cancelled,
        Err(failure) if is_guarded(&failure) => Answered::Guarded(failure),
        Err(failure) => Answered::Other(failure.to_string()),
    }
}

fn judge(text: &Text) -> Answered {
    let Ok(document) = recognise(&text.body, &[]) else {
        return Answered::Other(format!("{}, but no JSON", text.status));
    };
    let exchange = text.recorded.id.clone();
    match document.kind {
        Kind::VersionOneResource => Answered::VersionOne(exchange),
        Kind::ServiceProviderConfig | Kind::ListResponse if names_version_one(&text.body) => {
            Answered::VersionOne(exchange)
        }
        kind @ (Kind::ServiceProviderConfig | Kind::ListResponse) => Answered::Scim(kind, exchange),
        _ => Answered::Other(format!("{}, but not SCIM", text.status)),
    }
}

/// Whether a document names schemas of SCIM 1.1.
pub(super) fn names_version_one(body: &str) -> bool {
    let value: Option<serde_json::Value> = serde_json::from_str(body).ok();
    let schemas = value.as_ref().and_then(|it| it.get("schemas")?.as_array());
    schemas.is_some_and(|it| it.iter().filter_map(|it| it.as_str()).any(urn::is_version_one))
}

/// The usual corrections of a base URL, the likeliest first: what is often missing behind it, then what stands there too
/// much.
fn corrections(base: &BaseUrl) -> Vec<String> {
    let given = base.as_str();
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if text != given && !found.contains(&text) && found.len() < MOST_TRIED {
            found.push(text);
        }
    };
    if let Some(path) = given.strip_suffix("/v1") {
        add(format!("{path}/v2"));
    }
    let mut parent = given;
    for cut in 0..=MOST_CUT {
        if cut > 0 {
            match parent.rsplit_once('/').filter(|(rest, _)| rest.len() >= base.origin().len()) {
                Some((rest, _)) => parent = rest,
                None => break,
            }
            add(parent.to_owned());
        }
        for usual in USUAL {
            // `…/scim` wants `/v2` and not a second `/scim`.
            let first = usual.split('/').nth(1).unwrap_or_default();
            if !parent.ends_with(&format!("/{first}")) {
                add(format!("{parent}{usual}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        corrections(&BaseUrl::parse(text).unwrap())
    }

    #[test]
    fn what_is_missing_comes_before_what_is_too_much() {
        assert_eq!(
            of("https://a.example"),
            ["https://a.example/scim/v2", "https://a.example/v2", "https://a.example/scim"]
        );
        let some = of("https://a.example/scim/api");
        assert_eq!(some.first().unwrap(), "https://a.example/scim/api/scim/v2");
        for expected in ["https://a.example/scim", "https://a.example/scim/v2", "https://a.example"]
        {
            assert!(some.iter().any(|it| it == expected), "{expected}: {some:?}");
        }
    }

    #[test]
    fn a_version_is_raised_and_scim_is_not_doubled() {
        assert_eq!(of("https://a.example/scim/v1").first().unwrap(), "https://a.example/scim/v2");
        let some = of("https://a.example/scim");
        assert!(some.contains(&"https://a.example/scim/v2".to_owned()), "{some:?}");
        assert!(some.iter().all(|it| !it.contains("/scim/scim")), "{some:?}");
    }

    #[test]
    fn every_correction_is_another_one_on_the_same_origin() {
        for text in [
            "https://a.example:8443/x/y/z/w/v2",
            "http://127.0.0.1:1/scim/v2",
            "https://a.example/v2/v2",
        ] {
            let base = BaseUrl::parse(text).unwrap();
            let found = corrections(&base);
            assert!(!found.is_empty() && found.len() <= MOST_TRIED);
            for one in &found {
                assert!(base.resolve(one).is_ok(), "{one}");
                assert_ne!(one, base.as_str());
                assert_eq!(found.iter().filter(|it| *it == one).count(), 1, "{one}");
            }
        }
    }
}
