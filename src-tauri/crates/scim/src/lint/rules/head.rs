//! The head of a request: method, URL and headers.

use crate::finding::Severity;
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::Target;
use crate::lint::query::Parameter;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, Method, SENT, Subject, header_pointer, media_type};
use crate::message::NotScim;
use crate::provider_config::Support;
use crate::read::member;

const SCIM_JSON: &str = "application/scim+json";

/// R14
pub(crate) fn raw_characters(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    let url = subject.exchange.url;
    if url.contains('#') {
        let text = "What follows `#` is never sent to the server; write it as %23.";
        spots.push(Spot::at(SENT, "/url", text));
    }
    let unfit = url.chars().find(|it| " \"\\<>^`{|}".contains(*it) || !it.is_ascii());
    if let Some(unfit) = unfit {
        let text = format!(
            "The URL holds `{unfit}` as it is; it must be percent-encoded, and some servers and proxies refuse it."
        );
        spots.push(Spot::at(SENT, "/url", text));
    }
    spots.extend(subject.parameters().iter().filter(|it| is_plus_meant(it)).map(|it| {
        let pointer = crate::finding::pointer_to("/query", &it.name);
        let text = "A `+` inside of a quoted value reaches the server as a blank; write it as %2B.";
        Spot::at(SENT, pointer, text)
    }));
    if let Some(asked) = subject.query().get("filter")
        && let Some(text) = quoting(&asked.value)
    {
        spots.push(Spot::at(asked.part, asked.pointer.clone(), text));
    }
    Verdict::of(spots)
}

/// Whether a `+` stands in a string while blanks elsewhere are written otherwise: then it is meant as it is.
fn is_plus_meant(parameter: &Parameter<'_>) -> bool {
    let plain = parameter.raw.replace("%22", "\"");
    let mut parts = plain.split('"');
    let (mut inside, mut outside) = (false, false);
    let mut is_inside = false;
    for part in &mut parts {
        let has_plus = part.contains('+');
        inside |= has_plus && is_inside;
        outside |= has_plus && !is_inside;
        is_inside = !is_inside;
    }
    inside && !outside
}

/// What is wrong with the quotes and backslashes of a filter.
fn quoting(filter: &str) -> Option<String> {
    let mut letters = filter.chars().peekable();
    let mut in_string = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_string => {
                let is_escape = match letters.next() {
                    Some('u') => {
                        letters.clone().take(4).filter(char::is_ascii_hexdigit).count() == 4
                    }
                    Some(it) => "\"\\/bfnrt".contains(it),
                    None => false,
                };
                if !is_escape {
                    return Some("A backslash in a quoted value must be written twice.".to_owned());
                }
            }
            '"' => {
                in_string = !in_string;
                let next = letters.peek().copied().unwrap_or(' ');
                if !in_string && !next.is_whitespace() && !")]".contains(next) {
                    return Some(
                        "A quote inside of a quoted value must have a backslash before it."
                            .to_owned(),
                    );
                }
            }
            _ => {}
        }
    }
    in_string.then(|| {
        "A quoted value does not end; where it holds `&` or `#`, these must be percent-encoded."
            .to_owned()
    })
}

/// R20
pub(crate) fn vendor_headers(subject: &Subject<'_>) -> Verdict {
    let Some(preset) = subject.context.preset else { return Verdict::NotJudged(Need::Preset) };
    if preset.user_agent_required.is_none() && preset.accept.is_empty() {
        return Verdict::NotJudged(Need::Preset);
    }
    let mut spots = Vec::new();
    let has_agent = subject.request_header("user-agent").is_some_and(|it| !it.is_empty());
    if preset.user_agent_required == Some(true) && !has_agent {
        let text = format!("{} refuses requests without `User-Agent`.", preset.name);
        spots.push(Spot::at(SENT, header_pointer("user-agent"), text));
    }
    let accept = subject.request_header("accept").unwrap_or("*/*");
    if !preset.accept.is_empty() && !preset.accept.iter().any(|it| accepts(accept, it)) {
        let wanted = preset.accept.join(" or ");
        let text = format!("{} wants `Accept: {wanted}`.", preset.name);
        spots.push(Spot::at(SENT, header_pointer("accept"), text));
    }
    Verdict::of(spots)
}

/// Whether an `Accept` header lets a media type through.
fn accepts(accept: &str, wanted: &str) -> bool {
    let group = wanted.split('/').next().unwrap_or_default();
    accept
        .split(',')
        .map(media_type)
        .any(|it| it == wanted.to_ascii_lowercase() || it == "*/*" || it == format!("{group}/*"))
}

/// R21
pub(crate) fn precondition(subject: &Subject<'_>) -> Verdict {
    let is_change = subject.changes()
        || (subject.method == Method::Delete
            && matches!(subject.place.target, Target::Resource(_)));
    if !is_change {
        return Verdict::Clean;
    }
    let at = header_pointer("if-match");
    match (subject.etag_support(), subject.request_header("if-match")) {
        (Some(Support::Yes), None) => Verdict::of([Spot::at(
            SENT,
            at,
            "The server keeps versions, but there is no `If-Match`: a change made in between is overwritten unseen.",
        )]),
        (Some(Support::No), Some(_)) => Verdict::of([Spot::at(
            SENT,
            at,
            "There is an `If-Match`, but the server says that it keeps no versions; it protects nothing.",
        )]),
        (None | Some(Support::Unsaid), _) => Verdict::NotJudged(Need::ProviderConfig),
        _ => Verdict::Clean,
    }
}

/// X01
pub(crate) fn media_type_sent(subject: &Subject<'_>) -> Verdict {
    if matches!(subject.request(), Body::None) {
        return Verdict::Clean;
    }
    let at = header_pointer("content-type");
    let (text, severity) = match subject.request_header("content-type").map(media_type) {
        Some(it) if it == SCIM_JSON => return Verdict::Clean,
        Some(it) if it == "application/json" => (
            "The body is sent as application/json; servers must take application/scim+json and need not take this.".to_owned(),
            Severity::Info,
        ),
        Some(it) => (
            format!("The body is sent as `{it}`; it should be {SCIM_JSON}."),
            Severity::Error,
        ),
        None => (
            format!("The body is sent without `Content-Type`; it should be {SCIM_JSON}."),
            Severity::Warning,
        ),
    };
    Verdict::of([Spot::at(SENT, at, text).weighs(severity)])
}

/// X02
pub(crate) fn accept_header(subject: &Subject<'_>) -> Verdict {
    let Some(accept) = subject.request_header("accept") else { return Verdict::Clean };
    let takes = [SCIM_JSON, "application/json"].iter().any(|it| accepts(accept, it));
    let text = format!(
        "`Accept: {accept}` lets no SCIM answer through; expect 406 or something else than SCIM."
    );
    Verdict::of((!takes).then(|| Spot::at(SENT, header_pointer("accept"), text)))
}

/// X03
pub(crate) fn method_of_endpoint(subject: &Subject<'_>) -> Verdict {
    use Method::{Delete, Get, Patch, Post, Put};
    let (methods, place): (&[Method], &str) = match subject.place.target {
        Target::Root => (&[Get], "the base URL"),
        Target::Collection => (&[Get, Post], "a list"),
        Target::Resource(_) => (&[Get, Put, Patch, Delete], "one resource"),
        Target::Me => (&[Get, Post, Put, Patch, Delete], "/Me"),
        Target::Search => (&[Post], "/.search"),
        Target::Bulk => (&[Post], "/Bulk"),
        Target::ProviderConfig | Target::DiscoveryList | Target::DiscoveryEntry => {
            (&[Get], "a discovery endpoint")
        }
        Target::Elsewhere => return Verdict::or_lacking(Vec::new(), knows_types(subject)),
    };
    let name = subject.exchange.method;
    let text = format!("SCIM gives {name} no meaning on {place}.");
    Verdict::of((!methods.contains(&subject.method)).then(|| Spot::at(SENT, "/method", text)))
}

fn knows_types(subject: &Subject<'_>) -> Option<Need> {
    (!crate::lint::place::models(&subject.context).1).then_some(Need::Schemas)
}

/// X04
pub(crate) fn body_of_method(subject: &Subject<'_>) -> Verdict {
    let needs_body = matches!(subject.method, Method::Post | Method::Put | Method::Patch);
    let spot = match subject.request() {
        Body::None if needs_body && subject.place.target != Target::Elsewhere => {
            let text = format!("{} comes without a body.", subject.exchange.method);
            Spot::at(Part::RequestBody, "", text)
        }
        Body::Unreadable(NotScim::NotJson { line, column, reason, .. }) => {
            let text = format!("The body is not JSON: {reason} at line {line}, column {column}.");
            Spot::at(Part::RequestBody, "", text)
        }
        Body::Unreadable(error) => {
            Spot::at(Part::RequestBody, "", format!("In the body, {error}."))
        }
        Body::Json(_) if matches!(subject.method, Method::Get | Method::Delete) => {
            let text = format!(
                "SCIM gives a body of {} no meaning; some servers and proxies refuse it.",
                subject.exchange.method
            );
            Spot::at(Part::RequestBody, "", text).weighs(Severity::Warning)
        }
        Body::Json(parsed) => {
            let read = parsed.findings.iter().map(|it| Spot::read(Part::RequestBody, it));
            return Verdict::of(read.collect::<Vec<_>>());
        }
        Body::None => return Verdict::Clean,
    };
    Verdict::of([spot])
}

/// X16
pub(crate) fn beyond_capabilities(subject: &Subject<'_>) -> Verdict {
    let query = subject.query();
    let asks = |name: &str| query.get(name).map(|it| (it.part, it.pointer.clone()));
    let is_bulk = subject.method == Method::Post && subject.place.target == Target::Bulk;
    let method = (SENT, "/method".to_owned());
    let uses_patch = subject.method == Method::Patch && subject.changes();
    let password = subject.request_object().filter(|_| subject.changes());
    let password = password.and_then(|it| member(it, "password"));
    let config = subject.provider_config();
    let says = |pick: fn(&crate::provider_config::ProviderConfig) -> Support| config.map(pick);
    let used = [
        (uses_patch.then(|| method.clone()), says(|it| it.patch), "PATCH"),
        (is_bulk.then_some(method), says(|it| it.bulk.supported), "bulk operations"),
        (asks("filter"), says(|it| it.filter), "filters"),
        (asks("sortBy"), says(|it| it.sort), "sorting"),
        (
            password.map(|(name, _)| (Part::RequestBody, format!("/{name}"))),
            says(|it| it.change_password),
            "changing passwords",
        ),
    ];
    let (mut spots, mut lacking) = (Vec::new(), None);
    for (place, said, what) in used {
        let Some((part, pointer)) = place else { continue };
        match said {
            Some(Support::Yes) => {}
            Some(Support::No) => {
                let text = format!("The server says that it does not support {what}.");
                spots.push(Spot::at(part, pointer, text));
            }
            Some(Support::Unsaid) | None => lacking = Some(Need::ProviderConfig),
        }
    }
    Verdict::or_lacking(spots, lacking)
}
