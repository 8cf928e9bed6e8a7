//! Search: a literal look for text, whatever the user types.

use store::{ExchangeFilter, Store};

use crate::support::{exchange, tenant};

pub(crate) fn text(text: &str) -> ExchangeFilter {
    ExchangeFilter { text: Some(text.into()), ..Default::default() }
}

fn searched() -> Store {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let mut first =
        exchange("a", "https://one.example.com/Users?filter=userName%20eq%20%22a%22&x=50%_\\");
    first.request_headers = vec![("If-Match".into(), "W/\"3694e05e9dff591\"".into())];
    first.request_body = Some("{\"displayName\":\"Łukasz MÜLLER 東京都\"}".into());
    let mut second = exchange("a", "https://two.example.com/Groups");
    second.response_body =
        Some(b"{\"a\":\"NOT (this OR that) AND NEAR(x*) -y ^z col:v\"}".to_vec());
    let mut third = exchange("a", "https://three.example.com/");
    third.response_body = Some(b"\xff\xfe binary needle \x00".to_vec());
    for row in [first, second, third] {
        store.exchanges().append(&row).unwrap();
    }
    store
}

/// The how manieth exchanges are hits, the newest first; the first that was appended is 1.
fn hits(store: &Store, wanted: &str) -> Vec<i64> {
    let filter = text(wanted);
    let found = numbers(store, &filter);
    assert_eq!(store.exchanges().count(&filter).unwrap(), found.len() as u64, "{wanted}");
    found
}

fn numbers(store: &Store, filter: &ExchangeFilter) -> Vec<i64> {
    let first = first_id(store);
    store.exchanges().list(filter).unwrap().iter().map(|it| it.id - first + 1).collect()
}

fn first_id(store: &Store) -> i64 {
    let all = store.exchanges().list(&ExchangeFilter::default()).unwrap();
    all.last().map_or(1, |it| it.id)
}

#[test]
fn url_headers_and_text_bodies_are_found_in_any_case() {
    let store = searched();
    assert_eq!(hits(&store, "ONE.EXAMPLE"), [1]);
    assert_eq!(hits(&store, "if-match: w/\"3694E05"), [1]);
    assert_eq!(hits(&store, "application/scim+json"), [3, 2, 1]);
    assert_eq!(hits(&store, "łUKASZ müller"), [1]);
    assert_eq!(hits(&store, "東京都"), [1]);
    assert_eq!(hits(&store, "needle"), [] as [i64; 0], "not text");
    assert_eq!(hits(&store, "nowhere to be found"), [] as [i64; 0]);
}

#[test]
fn the_letters_must_stand_in_a_row() {
    let store = searched();
    assert_eq!(hits(&store, "example.com/Groups"), [2]);
    // All of its trigrams occur, the text itself does not.
    assert_eq!(
        hits(&store, "one.example.com/Users?filter=userName%20eq%20%22a%22&x=50%20eq"),
        [] as [i64; 0]
    );
}

#[test]
fn nothing_is_read_as_a_query_language() {
    let store = searched();
    assert_eq!(hits(&store, "NOT (this OR that) AND NEAR(x*) -y ^z col:v"), [2]);
    assert_eq!(hits(&store, "(this"), [2]);
    assert_eq!(hits(&store, "\"a\":\""), [2]);
    assert_eq!(hits(&store, "50%_\\"), [1]);
    let odd = [
        "\"",
        "\"\"",
        "\"\"\"",
        "\"\"\"\"",
        "'",
        "';--",
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "NEAR(",
        "a AND",
        "* * *",
        "***",
        "text:",
        "text : a",
        "{text}",
        "-text : x",
        "^abc",
        "abc*",
        "(((",
        ")))",
        "+++",
        "\\\\\\",
        "%%%",
        "___",
        "%",
        "_",
        "\0",
        "\0\0\0\0",
        "abc\0def",
        "\u{202e}\u{feff}\u{200b}",
        "👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
        "e\u{301}e\u{301}",
        "\n\t\r",
    ];
    for wanted in odd {
        hits(&store, wanted);
    }
}

#[test]
fn short_text_looks_at_the_url_alone_and_literally() {
    let store = searched();
    assert_eq!(hits(&store, "tw"), [2]);
    assert_eq!(hits(&store, "%_"), [1]);
    assert_eq!(hits(&store, "_\\"), [1]);
    assert_eq!(hits(&store, "M"), [3, 2, 1]);
    assert_eq!(hits(&store, "京"), [] as [i64; 0]);
    assert_eq!(hits(&store, "  "), [3, 2, 1], "no text at all");
}

#[test]
fn search_pages_and_combines_with_the_other_filters() {
    let store = Store::in_memory().unwrap();
    for id in ["a", "b"] {
        store.tenants().put(&tenant(id)).unwrap();
    }
    for number in 1..=20 {
        let mut row = exchange(if number % 2 == 0 { "a" } else { "b" }, "https://x/common");
        row.status = Some(if number > 10 { 404 } else { 200 });
        store.exchanges().append(&row).unwrap();
    }
    let filter = ExchangeFilter {
        tenant_id: Some("a".into()),
        status_class: Some(4),
        limit: 3,
        before: Some(first_id(&store) + 19),
        ..text("common")
    };
    assert_eq!(numbers(&store, &filter), [18, 16, 14]);
    assert_eq!(store.exchanges().count(&filter).unwrap(), 5);
}

#[test]
fn a_long_pasted_text_is_found() {
    let store = searched();
    let body: String = (0..5_000).map(|number| format!("\"member-{number}\",")).collect();
    let mut row = exchange("a", "https://x/");
    row.response_body = Some(body.clone().into_bytes());
    let id = store.exchanges().append(&row).unwrap();
    assert_eq!(numbers(&store, &text(&body)), [id - first_id(&store) + 1]);
    assert_eq!(hits(&store, &format!("{body}x")), [] as [i64; 0]);
}

#[test]
fn a_long_body_counts_with_its_beginning() {
    let store = searched();
    let mut row = exchange("a", "https://x/");
    row.response_body =
        Some(format!("{}edge{}beyond", "é".repeat(2_097_148), "ü".repeat(10)).into_bytes());
    let id = store.exchanges().append(&row).unwrap();
    assert_eq!(hits(&store, "éééEDGE"), [id - first_id(&store) + 1]);
    assert_eq!(hits(&store, "beyond"), [] as [i64; 0]);
    assert_eq!(store.exchanges().get(id).unwrap(), Some(row));
}

#[test]
fn counting_the_hits_of_a_text_stops_at_its_limit() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    for _ in 0..30 {
        store.exchanges().append(&exchange("a", "https://x/common")).unwrap();
    }
    let count = |wanted: &str, count_limit| {
        store.exchanges().count(&ExchangeFilter { count_limit, ..text(wanted) }).unwrap()
    };
    for wanted in ["co", "com", "common"] {
        assert_eq!((count(wanted, 7), count(wanted, 0), count(wanted, 31)), (7, 0, 30), "{wanted}");
    }
    assert_eq!(count("", 7), 30, "without a text the count is exact");
}
