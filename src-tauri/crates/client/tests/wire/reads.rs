//! Laws of what counts as a read: whatever looks like one and is not exactly one is a write.

use std::sync::Arc;

use client::base_url::BaseUrl;
use client::clock::SystemClock;
use client::guard::{CountsAs, Guard, Mode, is_read};
use client::request::Request;
use proptest::prelude::*;

const BASES: [&str; 4] = [
    "https://scim.example.com/scim/v2",
    "https://scim.example.com",
    "https://scim.example.com:8443/tenant.a/~x/.search-is-here/v2",
    "http://127.0.0.1:8080/Users-are-not-here",
];

/// Segments, and look-alikes of them.
fn segment() -> impl Strategy<Value = String> {
    let known = [
        ".search",
        ".Search",
        ".SEARCH",
        "%2esearch",
        "%2Esearch",
        ".search%20",
        ".searc%68",
        ".search;x=1",
        ".search.",
        "..search",
        "search",
        "Users",
        "users",
        "Groups",
        "Bulk",
        "bulk",
        "Me",
        "ME",
        "1",
        "",
        ".",
        "..",
        "%2e",
        "%2E%2e",
        "%2F",
        "a%2Fb",
        "Users%2F.search",
        "..%2f",
        "Users\\.search",
        "Üsers",
        "a b",
        "Users:1",
        "Users,1",
        "~",
        "*",
        "@",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "[a-zA-Z0-9_.%;:-]{0,8}"]
}

fn target() -> impl Strategy<Value = String> {
    let tail = prop_oneof![
        6 => Just(String::new()),
        1 => Just("?".to_owned()),
        1 => Just("?count=1".to_owned()),
        1 => Just("?_METHOD=PUT".to_owned()),
        1 => Just("#/.search".to_owned()),
        1 => Just("?a=b#/.search".to_owned()),
        1 => Just("/".to_owned()),
    ];
    (any::<bool>(), prop::collection::vec(segment(), 0..4), tail).prop_map(
        |(slash, parts, tail)| format!("{}{}{tail}", if slash { "/" } else { "" }, parts.join("/")),
    )
}

fn method() -> impl Strategy<Value = String> {
    let known = [
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "Get", "head",
        "post", "SEARCH", "QUERY", "PROPFIND", "GETS",
    ];
    prop_oneof![
        6 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[A-Z]{1,7}",
    ]
}

/// The same said in another way: the whole request line is one of these and no other.
fn may_read(base: &BaseUrl, method: &str, sent_to: &str, has_body: bool) -> bool {
    match method {
        "GET" | "HEAD" => !has_body && !sent_to.to_lowercase().contains("_method"),
        "POST" => {
            let endpoint = sent_to
                .strip_prefix(base.as_str())
                .and_then(|it| it.strip_suffix("/.search"))
                .unwrap_or("no");
            let name = endpoint.strip_prefix('/').unwrap_or("?");
            let is_name = !name.is_empty()
                && name.chars().all(|it| it.is_ascii_alphanumeric() || "-_".contains(it))
                && !["bulk", "me"].contains(&name.to_lowercase().as_str());
            endpoint.is_empty() || is_name
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn nothing_but_an_exact_read_passes_a_locked_tenant(
        base in prop::sample::select(&BASES[..]),
        method in method(),
        target in target(),
        body in prop::option::of(Just(b"{}".to_vec())),
    ) {
        let base = BaseUrl::parse(base).unwrap();
        let has_body = body.is_some();
        // What no URL can be made of is not sent at all.
        let Ok(request) = Request::parse(&base, &method, &target, &[], body) else { return Ok(()) };
        // What would stand on the wire.
        let sent_to = base.resolve(&target).unwrap().to_string();
        let expected = may_read(&base, &method, &sent_to, has_body);
        prop_assert_eq!(is_read(&base, &request), expected, "{} {}", method, sent_to);
        let guard = Guard::new(Mode::ReadOnly, Arc::new(SystemClock::new()));
        let counts_as = if expected { CountsAs::Read } else { CountsAs::Blocked };
        prop_assert_eq!(guard.counts_as(&base, &request), counts_as);
        let issued = guard.issue(&base, Arc::new(request), "main");
        prop_assert_eq!(issued.is_ok(), expected);
    }

    #[test]
    fn a_header_that_names_another_method_or_url_makes_any_request_a_write(
        method in method(),
        target in target(),
        header in override_header(),
        value in "[A-Za-z]{0,6}",
    ) {
        let base = BaseUrl::parse(BASES[0]).unwrap();
        let headers = [(header, value)];
        let Ok(request) = Request::parse(&base, &method, &target, &headers, None) else { return Ok(()) };
        prop_assert!(!is_read(&base, &request));
    }

    #[test]
    fn a_search_is_json(
        media_type in media_type(),
        parameter in prop::sample::select(&["", ";charset=utf-8", " ; a=b", ";a=b, text/plain", ", text/plain"][..]),
        second in prop::option::of(media_type()),
    ) {
        let base = BaseUrl::parse(BASES[0]).unwrap();
        let mut headers = vec![("Content-Type".to_owned(), format!("{media_type}{parameter}"))];
        headers.extend(second.iter().map(|it| ("content-type".to_owned(), it.clone())));
        let body = Some(b"_method=DELETE".to_vec());
        let Ok(request) = Request::parse(&base, "POST", "/Users/.search", &headers, body) else { return Ok(()) };
        let is_json = |it: &String| ["application/json", "application/scim+json"].contains(&it.to_lowercase().as_str());
        let expected = is_json(&media_type) && !parameter.contains(',') && second.iter().all(is_json);
        prop_assert_eq!(is_read(&base, &request), expected);
    }
}

/// The headers that name another method or URL, in letters of either case and with either line between the words.
fn override_header() -> impl Strategy<Value = String> {
    let names = [
        "X-HTTP-Method-Override",
        "X-HTTP-Method",
        "X-Method-Override",
        "X-Original-Method",
        "X-Original-URL",
        "X-Original-URI",
        "X-Override-URL",
        "X-Rewrite-URL",
    ];
    let spelled = |name: &str, bits: u64| {
        let spelled = name.chars().enumerate().map(|(at, letter)| match (letter, bits >> at & 1) {
            ('-', 1) => '_',
            (letter, 1) => letter.to_ascii_lowercase(),
            (letter, _) => letter,
        });
        spelled.collect()
    };
    (prop::sample::select(names.to_vec()), any::<u64>())
        .prop_map(move |(name, bits)| spelled(name, bits))
}

fn media_type() -> impl Strategy<Value = String> {
    let known = [
        "application/json",
        "application/scim+json",
        "Application/SCIM+JSON",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
        "text/json",
        "application/jsonp",
        "",
    ];
    prop::sample::select(known.to_vec()).prop_map(str::to_owned)
}

#[test]
fn the_reads_that_there_are() {
    let base = BaseUrl::parse(BASES[0]).unwrap();
    for (method, target) in [
        ("GET", "/Users"),
        ("GET", ""),
        ("HEAD", "/Users/1"),
        ("POST", "/.search"),
        ("POST", ".search"),
        ("POST", "/Users/.search"),
        ("POST", "https://scim.example.com/scim/v2/My_Things-2/.search"),
        // Dots are resolved before anything is sent: this goes to /Groups/.search.
        ("POST", "/Users/../Groups/.search"),
    ] {
        let target = if target.is_empty() { "/" } else { target };
        let request = Request::parse(&base, method, target, &[], None).unwrap();
        assert!(is_read(&base, &request), "{method} {target}");
    }
}
