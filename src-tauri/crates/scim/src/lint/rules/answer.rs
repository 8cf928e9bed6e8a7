//! An answer as a whole: status, headers, time, and whether its body is what was asked for.

use crate::finding::Severity;
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::{Target, authority};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, CAME, Method, Subject, header_pointer, media_type};
use crate::message::{ErrorBody, NotScim};
use crate::provider_config::Support;
use crate::read::{member, scalar_text};

const BODY: Part = Part::ResponseBody;
/// How long Okta waits for an answer.
const LONGEST_WAIT_SECONDS: u64 = 60;

/// S01
pub(crate) fn media_type_answered(subject: &Subject<'_>) -> Verdict {
    if !subject.has_response_body() {
        return Verdict::Clean;
    }
    let (text, severity) = match subject.response_header("content-type").map(media_type) {
        Some(it) if it == "application/scim+json" => return Verdict::Clean,
        Some(it) if it == "application/json" => (
            "The answer is marked application/json, not application/scim+json.".to_owned(),
            Severity::Info,
        ),
        Some(it) if !it.is_empty() => (
            format!(
                "The answer is marked `{it}`; strict clients refuse anything but application/scim+json."
            ),
            Severity::Warning,
        ),
        _ => (
            "The answer has no `Content-Type`; it should be application/scim+json.".to_owned(),
            Severity::Warning,
        ),
    };
    Verdict::of([Spot::at(CAME, header_pointer("content-type"), text).weighs(severity)])
}

/// Words in the address of a redirect that lead to a sign-in page.
const SIGN_IN: [&str; 7] = ["login", "signin", "sign_in", "sign-in", "saml", "sso", "authorize"];

/// S02
pub(crate) fn web_page(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    if (300..400).contains(&subject.status())
        && let Some(location) = subject.response_header("location")
        && SIGN_IN.iter().any(|it| location.to_ascii_lowercase().contains(it))
    {
        let text = format!(
            "The server redirects to a sign-in page, {location}: the address is that of a website, or the credentials were not taken."
        );
        spots.push(Spot::at(CAME, header_pointer("location"), text));
    }
    if let Some(title) = page(subject) {
        let named = title.map(|it| format!(" titled \"{it}\"")).unwrap_or_default();
        let text = format!(
            "The answer is a web page{named}, not SCIM: the base URL may be wrong, or a proxy answers in its place."
        );
        spots.push(Spot::at(BODY, "", text));
    }
    Verdict::of(spots)
}

/// The title of the page that was answered; `Some(None)` for one without.
pub(super) fn page(subject: &Subject<'_>) -> Option<Option<String>> {
    let text = subject.exchange.response_body?;
    // Only what begins with markup can be a page; lists are not read twice for it.
    let starts = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    match starts.then(|| subject.response())? {
        Body::Unreadable(NotScim::WebPage { title, .. }) => Some(title.clone()),
        _ => None,
    }
}

/// S08
pub(crate) fn created(subject: &Subject<'_>) -> Verdict {
    if subject.status() != 201 {
        return Verdict::Clean;
    }
    let mut spots = Vec::new();
    let mut lacking = None;
    match subject.response_header("location").filter(|it| !it.is_empty()) {
        None => spots.push(Spot::at(
            CAME,
            header_pointer("location"),
            "The resource was created, but the answer has no `Location` that says where.",
        )),
        Some(location) => {
            let home = subject.context.base_url.unwrap_or(subject.exchange.url);
            match (authority(location), authority(home)) {
                (Some(there), Some(here)) if there != here => {
                    let text = format!(
                        "`Location` leads to {there}, but the service is at {here}: clients behind the same address may not reach it."
                    );
                    let spot = Spot::at(CAME, header_pointer("location"), text);
                    spots.push(spot.weighs(Severity::Warning));
                }
                (Some(_), None) => lacking = Some(Need::BaseUrl),
                _ => {}
            }
        }
    }
    let id = subject.response_object().and_then(|it| member(it, "id"));
    let id = id.and_then(|(_, it)| scalar_text(it));
    if id.is_none_or(|it| it.is_empty()) {
        let text = "The resource was created, but the answer does not tell its `id`; Okta takes that as a failure.";
        spots.push(Spot::at(BODY, "", text));
    }
    Verdict::or_lacking(spots, lacking)
}

/// S14
pub(crate) fn retry_after_date(subject: &Subject<'_>) -> Verdict {
    let Some(value) = subject.response_header("retry-after") else { return Verdict::Clean };
    let is_seconds = !value.is_empty() && value.bytes().all(|it| it.is_ascii_digit());
    let text = format!(
        "`Retry-After` is `{value}`, not a number of seconds; Okta, among others, ignores that and waits as long as it likes."
    );
    Verdict::of((!is_seconds).then(|| Spot::at(CAME, header_pointer("retry-after"), text)))
}

/// S15
pub(crate) fn slow(subject: &Subject<'_>) -> Verdict {
    let Some(elapsed) = subject.exchange.elapsed else {
        return Verdict::NotJudged(Need::Elapsed);
    };
    let seconds = elapsed.as_secs();
    let text = format!("The answer took {seconds} seconds; Okta closes the connection after 60.");
    Verdict::of((seconds >= LONGEST_WAIT_SECONDS).then(|| Spot::at(CAME, "/elapsed", text)))
}

/// X20
pub(crate) fn status_of_operation(subject: &Subject<'_>) -> Verdict {
    let status = subject.status();
    if !subject.is_success() {
        return Verdict::Clean;
    }
    let is_async = subject.request_header("prefer").is_some_and(|it| it.contains("respond-async"));
    let (wanted, what): (&[u16], &str) = match (subject.method, &subject.place.target) {
        (_, Target::Elsewhere) => return Verdict::Clean,
        (Method::Post, Target::Collection) => (&[201], "A create"),
        (Method::Post, Target::Search | Target::Bulk) => (&[200], "This"),
        (Method::Put, Target::Resource(_)) => (&[200], "A PUT"),
        (Method::Patch, Target::Resource(_) | Target::Me) => (&[200, 204], "A PATCH"),
        (Method::Delete, Target::Resource(_)) => (&[204], "A DELETE"),
        (Method::Get, _) => (&[200], "A GET"),
        _ => return Verdict::Clean,
    };
    if wanted.contains(&status) || (status == 202 && is_async) {
        return Verdict::Clean;
    }
    let wanted: Vec<String> = wanted.iter().map(ToString::to_string).collect();
    let text = format!("{what} that went well is answered {}, not {status}.", wanted.join(" or "));
    Verdict::of([Spot::at(CAME, "/status", text)])
}

/// X21
pub(crate) fn unexpected_body(subject: &Subject<'_>) -> Verdict {
    let is_empty = matches!(subject.status(), 204 | 304);
    let text = format!("An answer with status {} has no body, but here is one.", subject.status());
    Verdict::of((is_empty && subject.has_response_body()).then(|| Spot::at(BODY, "", text)))
}

/// X22
pub(crate) fn missing_body(subject: &Subject<'_>) -> Verdict {
    if !matches!(subject.status(), 200 | 201) || subject.has_response_body() {
        return Verdict::Clean;
    }
    let is_due = subject.asks_for_list()
        || (subject.asks_for_resource() && subject.method != Method::Delete)
        || subject.place.target == Target::Bulk
        || matches!(subject.place.target, Target::ProviderConfig | Target::DiscoveryEntry);
    let severity = if subject.status() == 201 { Severity::Warning } else { Severity::Error };
    let text = format!("Status {} should bring a body, but it is empty.", subject.status());
    Verdict::of(is_due.then(|| Spot::at(BODY, "", text).weighs(severity)))
}

/// X23
pub(crate) fn other_kind(subject: &Subject<'_>) -> Verdict {
    let is_read = subject.list().is_some() || subject.resource().is_some();
    let is_asked = subject.asks_for_list() || subject.asks_for_resource();
    if !subject.is_success() || is_read || !is_asked || says_error(subject) {
        return Verdict::Clean;
    }
    let text = subject.exchange.response_body.unwrap_or_default();
    let error = if subject.asks_for_list() {
        crate::message::ListResponse::parse(text).err()
    } else {
        crate::message::resource(text).err()
    };
    match error {
        Some(NotScim::OtherJson { reason, .. }) => {
            let wanted = if subject.asks_for_list() { "a ListResponse" } else { "a resource" };
            let text = format!("The answer is JSON, but not {wanted}: {reason}.");
            Verdict::of([Spot::at(BODY, "", text)])
        }
        _ => Verdict::Clean,
    }
}

/// Names of what readers notice about JSON itself.
const DOUBTFUL: [&str; 6] = [
    "byte-order-mark",
    "lone-surrogate",
    "nested-too-deep",
    "duplicate-member",
    "number-precision",
    "unreadable-resource",
];

/// X24
pub(crate) fn doubtful_json(subject: &Subject<'_>) -> Verdict {
    let noticed = match (subject.list(), subject.resource()) {
        (Some(list), _) => &list.findings,
        (_, Some(resource)) => &resource.findings,
        _ => match subject.response() {
            Body::Json(parsed) => &parsed.findings,
            Body::Unreadable(NotScim::NotJson { line, column, reason, is_cut, .. }) => {
                let cut = if *is_cut { " It seems to be cut off." } else { "" };
                let text = format!(
                    "The answer is not JSON: {reason} at line {line}, column {column}.{cut}"
                );
                return Verdict::of([Spot::at(BODY, "", text)]);
            }
            _ => return Verdict::Clean,
        },
    };
    let doubtful = noticed.iter().filter(|it| DOUBTFUL.contains(&it.rule.as_str()));
    Verdict::of(doubtful.map(|it| Spot::read(BODY, it)).collect::<Vec<_>>())
}

/// X25
pub(crate) fn error_as_success(subject: &Subject<'_>) -> Verdict {
    let text = format!("The status is {}, but the body is an error message.", subject.status());
    Verdict::of(says_error(subject).then(|| Spot::at(BODY, "", text)))
}

fn says_error(subject: &Subject<'_>) -> bool {
    let is_read = subject.list().is_some() || subject.resource().is_some();
    let text = subject.exchange.response_body.unwrap_or_default();
    subject.is_success() && !is_read && ErrorBody::parse_success(text).is_some()
}

/// X26
pub(crate) fn charset(subject: &Subject<'_>) -> Verdict {
    let value = subject.response_header("content-type").unwrap_or_default();
    let mut parameters = value.split(';').skip(1).filter_map(|it| it.split_once('='));
    let named = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
    let charset = named.map(|(_, it)| it.trim().trim_matches('"'));
    let is_other = |it: &&str| !["utf-8", "utf8", "us-ascii"].contains(&&*it.to_ascii_lowercase());
    let spot = charset.filter(is_other).map(|it| {
        let text = format!("The answer is marked as written in {it}; SCIM is written in UTF-8.");
        Spot::at(CAME, header_pointer("content-type"), text)
    });
    Verdict::of(spot)
}

/// X27
pub(crate) fn redirect(subject: &Subject<'_>) -> Verdict {
    let status = subject.status();
    if !(300..400).contains(&status) || status == 304 {
        return Verdict::Clean;
    }
    let mut spots = Vec::new();
    if subject.response_header("location").is_none() {
        let text = "The answer is a redirect without `Location`.";
        spots.push(Spot::at(CAME, header_pointer("location"), text));
    }
    if !matches!(status, 307 | 308) {
        let text = format!(
            "Status {status} lets clients repeat the request as a GET; SCIM redirects by 307 and 308."
        );
        spots.push(Spot::at(CAME, "/status", text).weighs(Severity::Warning));
    }
    Verdict::of(spots)
}

/// X29
pub(crate) fn entity_tag(subject: &Subject<'_>) -> Verdict {
    if !matches!(subject.status(), 200 | 201) || !subject.asks_for_resource() {
        return Verdict::Clean;
    }
    let at = header_pointer("etag");
    match (subject.response_header("etag"), subject.etag_support()) {
        (Some(tag), _) if !is_entity_tag(tag) => {
            let text = format!(
                "`ETag: {tag}` is no entity tag: it needs double quotes, and `W/` before them where it is weak."
            );
            Verdict::of([Spot::at(CAME, at, text)])
        }
        (None, Some(Support::Yes)) => Verdict::of([Spot::at(
            CAME,
            at,
            "The server says that it keeps versions, but the answer has no `ETag`.",
        )]),
        (None, None | Some(Support::Unsaid)) => Verdict::NotJudged(Need::ProviderConfig),
        _ => Verdict::Clean,
    }
}

fn is_entity_tag(tag: &str) -> bool {
    let opaque = tag.strip_prefix("W/").unwrap_or(tag);
    let inside = opaque.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inside.is_some_and(|it| !it.contains(['"', ' ']))
}

/// X30
pub(crate) fn unasked_precondition(subject: &Subject<'_>) -> Verdict {
    let sent = |name: &str| subject.request_header(name).is_some();
    let text = match subject.status() {
        304 if !sent("if-none-match") && !sent("if-modified-since") => {
            "Status 304 answers a request that did not say which version is known."
        }
        412 if !sent("if-match") && !sent("if-none-match") && !sent("if-unmodified-since") => {
            "Status 412 answers a request without a precondition; GitLab, for one, means by it a domain that is not allowed or an inactive identity."
        }
        _ => return Verdict::Clean,
    };
    Verdict::of([Spot::at(CAME, "/status", text)])
}

/// X31
pub(crate) fn no_challenge(subject: &Subject<'_>) -> Verdict {
    let is_bare = subject.status() == 401 && subject.response_header("www-authenticate").is_none();
    let text = "Status 401 comes without `WWW-Authenticate`, so nothing says how to sign in.";
    Verdict::of(is_bare.then(|| Spot::at(CAME, header_pointer("www-authenticate"), text)))
}

/// X32
pub(crate) fn no_retry_after(subject: &Subject<'_>) -> Verdict {
    let is_bare =
        matches!(subject.status(), 429 | 503) && subject.response_header("retry-after").is_none();
    let text = "The server asks to come back later, but no `Retry-After` says when.";
    Verdict::of(is_bare.then(|| Spot::at(CAME, header_pointer("retry-after"), text)))
}

/// X33
pub(crate) fn patch_without_attributes(subject: &Subject<'_>) -> Verdict {
    let asks = subject.query().text("attributes").is_some_and(|it| !it.is_empty());
    let is_it = subject.method == Method::Patch && subject.status() == 204 && asks;
    let text = "A PATCH that asks for `attributes` must be answered 200 with the resource.";
    Verdict::of(is_it.then(|| Spot::at(CAME, "/status", text)))
}
