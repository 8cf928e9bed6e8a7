//! What servers say about limits, in the spellings that are met: vectors of headers and what they mean.

use client::rate_limit::{Quota, RateLimits, read};
use jiff::Timestamp;

/// 2026-11-22T12:00:00Z, as an epoch 1795348800.
const NOON: &str = "2026-11-22T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn read_at_noon(headers: &[(&str, &str)]) -> Option<RateLimits> {
    let headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(&headers, at(NOON))
}

/// Limit, remaining and reset of the only quota.
fn one(headers: &[(&str, &str)]) -> (Option<u64>, Option<u64>, Option<String>) {
    let limits = read_at_noon(headers).unwrap();
    let [quota] = limits.quotas.as_slice() else { panic!("{limits:?}") };
    (quota.limit, quota.remaining, quota.resets_at.map(|it| it.to_string()))
}

#[test]
fn plain_headers_are_read_in_each_of_their_spellings() {
    assert_eq!(at(NOON).as_second(), 1_795_348_800);
    let in_21_s = || Some("2026-11-22T12:00:21Z".to_owned());
    for (family, reset) in [
        ("x-ratelimit", "21"),
        ("x-ratelimit", "1795348821"),
        ("x-ratelimit", "1795348821000"),
        ("x-ratelimit", "21s"),
        ("x-ratelimit", "2026-11-22T12:00:21Z"),
        ("x-ratelimit", "Sun, 22 Nov 2026 12:00:21 GMT"),
        ("x-rate-limit", "1795348821"),
        ("X-RateLimit", "21"),
        ("ratelimit", "21"),
    ] {
        let (limit, remaining) = (format!("{family}-limit"), format!("{family}-remaining"));
        let headers =
            [(&*limit, "600"), (&*remaining, "412"), (&*format!("{family}-reset"), reset)];
        assert_eq!(one(&headers), (Some(600), Some(412), in_21_s()), "{family} {reset}");
    }
}

#[test]
fn an_epoch_is_meant_by_the_clock_of_the_server() {
    // The server's clock is an hour behind ours, and its window ends in 30 s.
    let (.., reset) = one(&[
        ("date", "Sun, 22 Nov 2026 11:00:00 GMT"),
        ("x-rate-limit-limit", "10"),
        ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", "1795345230"),
    ]);
    assert_eq!(reset.as_deref(), Some("2026-11-22T12:00:30Z"));
}

#[test]
fn what_cannot_be_read_is_left_out() {
    for headers in [
        &[("x-ratelimit-limit", "many")][..],
        &[("retry-after", "soon")],
        &[("x-ratelimit-limiter", "7")],
        &[("ratelimit", "")],
        &[],
    ] {
        assert_eq!(read_at_noon(headers), None, "{headers:?}");
    }
    let odd = one(&[
        ("x-ratelimit-limit", "100"),
        ("x-ratelimit-remaining", "-3"),
        ("x-ratelimit-reset", "x"),
    ]);
    assert_eq!(odd, (Some(100), Some(0), None));
    let huge =
        one(&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "99999999999999999999")]);
    assert_eq!(huge, (None, Some(1), None));
}

#[test]
fn the_structured_headers_of_the_draft_are_read() {
    let limits = read_at_noon(&[
        (
            "ratelimit-policy",
            "\"burst, short\";q=100;w=60,\"daily\";q=1000;w=86400;qu=\"requests\"",
        ),
        ("ratelimit", "\"daily\";r=900;t=3600, \"burst, short\";r=5;t=30"),
    ])
    .unwrap();
    let quota = |name: &str, limit, remaining, window_seconds, resets_at: &str| Quota {
        name: Some(name.into()),
        limit: Some(limit),
        remaining: Some(remaining),
        window_seconds: Some(window_seconds),
        resets_at: Some(at(resets_at)),
        headers: vec!["ratelimit-policy".into(), "ratelimit".into()],
    };
    let expected = [
        quota("burst, short", 100, 5, 60, "2026-11-22T12:00:30Z"),
        quota("daily", 1000, 900, 86400, "2026-11-22T13:00:00Z"),
    ];
    assert_eq!(limits.quotas, expected);
}

#[test]
fn the_draft_before_is_read_too() {
    let headers =
        [("ratelimit", "limit=100, remaining=50, reset=5"), ("ratelimit-policy", "100;w=60")];
    assert_eq!(one(&headers), (Some(100), Some(50), Some("2026-11-22T12:00:05Z".into())));
    let limits = read_at_noon(&headers).unwrap();
    assert_eq!(limits.quotas[0].window_seconds, Some(60));
    let with_window =
        read_at_noon(&[("ratelimit-limit", "10, 10;w=1, 50;w=60"), ("ratelimit-remaining", "9")]);
    let quota = &with_window.unwrap().quotas[0];
    assert_eq!((quota.limit, quota.remaining, quota.window_seconds), (Some(10), Some(9), Some(1)));
}

#[test]
fn quotas_for_several_windows_stay_apart_and_the_tightest_is_first() {
    let limits = read_at_noon(&[
        ("x-ratelimit-limit-hour", "1000"),
        ("x-ratelimit-remaining-hour", "999"),
        ("x-ratelimit-limit-minute", "10"),
        ("x-ratelimit-remaining-minute", "1"),
    ])
    .unwrap();
    let names: Vec<_> = limits.quotas.iter().map(|it| it.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["minute", "hour"]);
}

/// What is renewed when, and what a name or a policy says of the window, is worth knowing by itself.
#[test]
fn a_part_of_what_can_be_said_is_read_too() {
    let in_21_s = || Some("2026-11-22T12:00:21Z".to_owned());
    for header in [
        ("x-ratelimit-reset", "21"),
        ("x-rate-limit-reset", "1795348821"),
        ("ratelimit", "reset=21"),
    ] {
        assert_eq!(one(&[header]), (None, None, in_21_s()), "{header:?}");
    }
    for (headers, limit, window) in [
        (&[("ratelimit-policy", "\"burst\";q=100;w=60")][..], 100, 60),
        (&[("ratelimit-policy", "100;w=60")], 100, 60),
        (&[("x-ratelimit-limit-second", "7")], 7, 1),
        (&[("x-ratelimit-limit-hour", "1000")], 1000, 3600),
        (&[("x-rate-limit-limit", "50;w=10")], 50, 10),
    ] {
        let limits = read_at_noon(headers).unwrap();
        let [quota] = limits.quotas.as_slice() else { panic!("{limits:?}") };
        let read = (quota.limit, quota.window_seconds, quota.remaining);
        assert_eq!(read, (Some(limit), Some(window), None), "{headers:?}");
    }
    let both = read_at_noon(&[("ratelimit-policy", "100;w=60"), ("x-ratelimit-reset", "21")]);
    assert_eq!(both.unwrap().quotas.len(), 1, "they speak of the same");
}

#[test]
fn the_same_said_twice_is_one_quota() {
    let limits = read_at_noon(&[
        ("x-ratelimit-limit", "100"),
        ("x-ratelimit-remaining", "50"),
        ("ratelimit-limit", "100"),
        ("ratelimit-remaining", "50"),
        ("ratelimit-reset", "9"),
        ("x-ratelimit-resource", "scim"),
    ])
    .unwrap();
    assert_eq!(limits.quotas.len(), 1);
    let quota = &limits.quotas[0];
    assert_eq!(quota.name.as_deref(), Some("scim"));
    assert_eq!(quota.resets_at, Some(at("2026-11-22T12:00:09Z")));
    assert_eq!(quota.headers.len(), 5, "{quota:?}");
}

#[test]
fn retry_after_is_a_number_of_seconds_or_a_date() {
    for (value, expected) in [
        ("30", "2026-11-22T12:00:30Z"),
        ("Sun, 22 Nov 2026 12:01:00 GMT", "2026-11-22T12:01:00Z"),
        // The forms of RFC 850 and of asctime, which are obsolete and still have to be read (RFC 9110 §5.6.7).
        ("Sunday, 22-Nov-26 12:01:00 GMT", "2026-11-22T12:01:00Z"),
        ("Sun Nov 22 12:01:00 2026", "2026-11-22T12:01:00Z"),
        ("Tue Dec  1 12:01:00 2026", "2026-12-01T12:01:00Z"),
    ] {
        let limits = read_at_noon(&[("retry-after", value)]).unwrap();
        assert_eq!(limits, RateLimits { quotas: vec![], retry_at: Some(at(expected)) });
    }
}

#[test]
fn a_header_full_of_quotas_is_read_in_part() {
    let many: Vec<String> = (0..50_000).map(|it| format!("q{it};r={it}")).collect();
    let many = many.join(",");
    let limits = read_at_noon(&[("ratelimit", many.as_str())]).unwrap();
    assert_eq!(limits.quotas.len(), 16);
    assert_eq!(limits.quotas.first().and_then(|it| it.remaining), Some(0));
    let name = format!("x-ratelimit-limit-{}", "x".repeat(10_000));
    let limits = read_at_noon(&[(name.as_str(), "10")]).unwrap();
    let shown = limits.quotas.first().and_then(|it| it.name.as_ref()).unwrap();
    assert!(shown.chars().count() < 600, "{}", shown.len());
}
