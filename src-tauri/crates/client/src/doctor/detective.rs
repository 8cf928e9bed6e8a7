//! The base-URL detective: where a server answers, but not as a SCIM service provider, the usual corrections of its base
//! URL are tried until one does. Only GET is sent, only to the same origin, and the credential only where a document is
//! asked for that was refused without it.

use scim::recognise::{Kind, recognise, version_one_uris};
use url::Url;

use super::problem::Problem;
use super::{Done, Outcome};
use crate::answer::Text;
use crate::base_url::BaseUrl;
use crate::discovery;
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;
use crate::intermediary::Role;
use crate::session::Session;

/// What stands behind the host of many providers.
const USUAL: [&str; 3] = ["/scim/v2", "/v2", "/scim"];
/// How many parts are cut off the end, at most.
const MOST_CUT: usize = 3;
/// How many corrections are tried.
const MOST_TRIED: usize = 16;

/// What is asked for at an address: the document in which a service provider says what it can do, that document under
/// its name of SCIM 1.1, and for servers without any, a list.
const MARKS: [(&str, Reading); 3] = [
    (discovery::PROVIDER_CONFIG, Reading::Document),
    (discovery::PROVIDER_CONFIG_OLD, Reading::Document),
    ("/Users?startIndex=1&count=1", Reading::Resources),
];

/// How an answer is to be redacted: people have other secrets than descriptions of servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Document,
    Resources,
}

/// Whether the failure of the sign-in step may come from a wrong base URL.
pub(super) fn is_misplaced(failure: &Failure) -> bool {
    use FailureKind as K;
    match &*failure.kind {
        K::NotFound { .. }
        | K::WebPage { .. }
        | K::NotJson { is_cut: false, .. }
        | K::NotScim { .. }
        | K::EmptyBody { .. } => true,
        K::RedirectElsewhere { .. } => !failure.is_of_network(),
        K::Intermediary { seen, .. } => {
            matches!(seen.role(), Role::SignIn | Role::Route | Role::WebServer)
        }
        K::Rejected { status, is_page, .. } => {
            matches!(status, 400 | 405 | 406 | 410) || (*is_page && *status < 500)
        }
        _ => false,
    }
}

/// What was answered.
enum Answered {
    /// As SCIM 2.0 does: with a document of this kind.
    Scim(Kind, Option<String>),
    /// Refused: something is there that wants to know who asks, or knows and does not let them.
    Guarded(Failure),
    /// As SCIM 1.1 does, by these schema URIs.
    VersionOne(Vec<String>, Option<String>),
    /// Something else, in a few words.
    Other(String),
    /// Nothing: whatever is asked next is of no use.
    Lost(Failure),
}

/// Goes from address to address.
struct Search<'a> {
    session: &'a Session,
    context: &'a Context,
    /// Whether the credential was refused: then it is not tried again, since some servers lock an account for that.
    is_refused: bool,
}

/// Tries the usual corrections; the one that works is the suggestion of the step.
pub(super) async fn look(session: &Session, context: &Context) -> Outcome<()> {
    let mut search = Search { session, context, is_refused: false };
    let (mut guarded, mut old, mut answers) = (None, None, Vec::new());
    for base in &corrections(session.base()) {
        match search.address(base).await {
            Answered::Scim(kind, exchange) => {
                let detail = format!("{base} answers as SCIM 2.0 does, with a {}", kind.title());
                return (Done::ok(detail, exchange).suggesting(base), Some(()));
            }
            Answered::Guarded(failure) => {
                answers.push(format!("{failure}: {base}"));
                guarded = guarded.or_else(|| Some((base.clone(), failure)));
            }
            Answered::VersionOne(uris, exchange) => {
                answers.push(format!("SCIM 1.1: {base}"));
                old = old.or_else(|| Some((base.clone(), uris, exchange)));
            }
            Answered::Other(words) => answers.push(format!("{words}: {base}")),
            Answered::Lost(failure) if failure.is_cancelled() => {
                return (Done::skipped("Cancelled"), None);
            }
            Answered::Lost(failure) => {
                answers.push(format!("{failure}: {base}"));
                break;
            }
        }
    }
    let done = match (guarded, old) {
        (Some((base, failure)), _) => asks_for_sign_in(&base, &failure),
        (None, Some((base, uris, exchange))) => {
            Done::warning(format!("{base} speaks SCIM 1.1"), Problem::version_one(&uris), exchange)
        }
        (None, None) => nothing_found(&answers),
    };
    (done, None)
}

fn asks_for_sign_in(base: &str, failure: &Failure) -> Done {
    let there = format!(
        "{base} refuses where the base URL of the form leads nowhere, so SCIM is probably there."
    );
    let more = match &*failure.kind {
        FailureKind::Unauthorized { sent: Some(_), .. } => "It does not accept this credential.",
        FailureKind::Unauthorized { .. } => "It asks for a credential, and none was sent.",
        _ => "It knows who asks, but does not let them read this.",
    };
    let problem = Problem {
        said: failure.explain().said.unwrap_or_else(|| failure.to_string()),
        cause: format!("{there} {more}"),
        remedy: "Use this base URL, then check the credential.".to_owned(),
        field: Some("baseUrl"),
    };
    let detail = format!("{base} asks for sign-in");
    Done::warning(detail, problem, failure.exchange.clone()).suggesting(base)
}

fn nothing_found(answers: &[String]) -> Done {
    let problem = Problem {
        said: answers.join("\n"),
        cause: "None of the usual corrections of the base URL leads to a SCIM service provider on this host."
            .to_owned(),
        remedy: "Copy the SCIM base URL (also called tenant URL or SCIM endpoint) from the provider's provisioning page. The SCIM interface may also have to be switched on there first."
            .to_owned(),
        field: Some("baseUrl"),
    };
    let detail = format!("None of {} usual addresses answers as SCIM 2.0 does", answers.len());
    Done::warning(detail, problem, None)
}

impl Search<'_> {
    /// What an address answers: whether it says what it can do, and if not, whether it lists users.
    async fn address(&mut self, base: &str) -> Answered {
        let mut last = Answered::Other("nothing".to_owned());
        for (mark, reading) in MARKS {
            match (self.one(&format!("{base}{mark}"), reading).await, &last) {
                // The first refusal says more than what comes after it.
                (Answered::Other(_) | Answered::Guarded(_), Answered::Guarded(_)) => {}
                (answered @ (Answered::Other(_) | Answered::Guarded(_)), _) => last = answered,
                (telling, _) => return telling,
            }
        }
        last
    }

    /// Reads one document: without the credential, and with it where that is asked for.
    async fn one(&mut self, url: &str, reading: Reading) -> Answered {
        let Ok(url) = self.session.base().resolve(url) else {
            return Answered::Other("no URL".to_owned());
        };
        let is_forbidden = |it: &Failure| matches!(*it.kind, FailureKind::Forbidden { .. });
        let is_guarded = |it: &Failure| is_unauthorized(it) || is_forbidden(it);
        let may_sign = self.session.pipeline().scheme().is_some() && !self.is_refused;
        let read = match self.read(url.clone(), reading, false).await {
            Err(refusal) if may_sign && is_guarded(&refusal) => {
                self.signed(url, reading, refusal).await
            }
            read => read,
        };
        match read {
            Ok(text) => judge(&text),
            Err(failure) if is_guarded(&failure) => Answered::Guarded(failure),
            Err(failure) if failure.is_answer() => Answered::Other(failure.to_string()),
            Err(failure) => Answered::Lost(failure),
        }
    }

    /// Reads it with the credential. Where that is refused, or no token is to be had, the rest is read without: neither the
    /// server nor whoever issues tokens is asked in vain again and again.
    async fn signed(
        &mut self,
        url: Url,
        reading: Reading,
        unsigned: Failure,
    ) -> Result<Text, Failure> {
        match self.read(url, reading, true).await {
            Err(failure) if failure.is_about_token() => {
                self.is_refused = true;
                Err(unsigned)
            }
            read => {
                self.is_refused = read.as_ref().is_err_and(is_unauthorized);
                read
            }
        }
    }

    async fn read(&self, url: Url, reading: Reading, signed: bool) -> Result<Text, Failure> {
        match reading {
            Reading::Document => self.session.read_document(url, signed, self.context).await,
            Reading::Resources => self.session.read_as(url, signed, self.context).await,
        }
    }
}

fn is_unauthorized(failure: &Failure) -> bool {
    matches!(*failure.kind, FailureKind::Unauthorized { .. })
}

fn judge(text: &Text) -> Answered {
    let Ok(document) = recognise(&text.body, &[]) else {
        return Answered::Other(format!("{}, but no JSON", text.status));
    };
    let exchange = text.recorded.id.clone();
    let old = version_one_uris(&text.body);
    match document.kind {
        _ if !old.is_empty() => Answered::VersionOne(old, exchange),
        kind @ (Kind::ServiceProviderConfig | Kind::ListResponse) => Answered::Scim(kind, exchange),
        _ => Answered::Other(format!("{}, but not SCIM", text.status)),
    }
}

/// The usual corrections of a base URL, the likeliest first: what is often missing behind it and behind the host, then
/// what stands there too much.
fn corrections(base: &BaseUrl) -> Vec<String> {
    let given = base.as_str();
    let origin = base.origin();
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if text != given && !found.contains(&text) && found.len() < MOST_TRIED {
            found.push(text);
        }
    };
    if let Some(path) = given.strip_suffix("/v1") {
        add(format!("{path}/v2"));
    }
    extended(given).chain(extended(&origin)).for_each(&mut add);
    let mut parent = given;
    for _ in 0..MOST_CUT {
        let Some((rest, _)) = parent.rsplit_once('/').filter(|(it, _)| it.len() >= origin.len())
        else {
            break;
        };
        parent = rest;
        add(parent.to_owned());
        extended(parent).for_each(&mut add);
    }
    add(origin);
    found
}

/// An address with each of what is usual behind it; `…/scim` wants `/v2` and not a second `/scim`.
fn extended(base: &str) -> impl Iterator<Item = String> {
    let fits = move |usual: &&str| {
        let first = usual.split('/').nth(1).unwrap_or_default();
        !base.ends_with(&format!("/{first}"))
    };
    USUAL.iter().copied().filter(fits).map(move |usual| format!("{base}{usual}"))
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
        // An address of a web interface, however deep: the host is tried before its parts.
        let deep = of("https://a.example/admin/settings/provisioning/scim-app");
        assert_eq!(deep.get(3).unwrap(), "https://a.example/scim/v2");
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
