//! Messages as they are written, and read again: errors, searches, pages.

use proptest::prelude::*;
use scim::finding::Finding;
use scim::message::{ErrorBody, ListResponse, Page, ScimType, SearchRequest, SortOrder, is_cursor};
use scim::provider_config::{self, Support};
use scim::urn;
use serde_json::{Value, json};

fn rules(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{} {}", it.rule, it.pointer)).collect()
}

#[test]
fn every_keyword_is_written_and_read_again() {
    for it in ScimType::ALL {
        let error = ErrorBody::of(it, "why");
        let body = error.to_json();
        let expected = json!({
            "schemas": [urn::ERROR], "status": it.status().to_string(), "scimType": it.keyword(), "detail": "why"
        });
        assert_eq!(body, expected);
        let read = ErrorBody::parse(&body.to_string()).unwrap();
        assert_eq!((read.value.known_type(), read.findings.len()), (Some(it), 0));
        assert_eq!(read.value, error);
        assert_eq!(ScimType::parse(&it.keyword().to_uppercase()), Some(it));
        assert!(it.meaning().ends_with('.') && it.section().starts_with("RFC "));
        assert_eq!(serde_json::to_value(it).unwrap(), json!(it.to_string()));
    }
    let statuses: Vec<u16> =
        ScimType::ALL.iter().map(|it| it.status()).filter(|it| *it != 400).collect();
    assert_eq!(statuses, [409, 403]);
}

#[test]
fn an_error_without_a_keyword_has_none() {
    let error = ErrorBody::plain(404, "no such user");
    assert_eq!(
        error.to_json(),
        json!({"schemas": [urn::ERROR], "status": "404", "detail": "no such user"})
    );
    assert_eq!(error.known_type(), None);
}

#[test]
fn keywords_that_no_rfc_has_are_reported() {
    for (keyword, reported) in [("conflict", true), ("NOTARGET", true), ("noTarget", false)] {
        let body =
            json!({"schemas": [urn::ERROR], "status": "400", "scimType": keyword}).to_string();
        let read = ErrorBody::parse(&body).unwrap();
        let expected: &[&str] = if reported { &["unknown-scim-type /scimType"] } else { &[] };
        assert_eq!(rules(&read.findings), expected);
        assert_eq!(read.value.scim_type.as_deref(), Some(keyword));
    }
}

#[test]
fn a_search_is_read_as_it_was_meant() {
    let text = r#"{"Schemas": ["urn:x"], "attributes": "userName, emails", "excludedAttributes": [], "SortOrder": "DESCENDING",
        "sortBy": " ", "startIndex": "0", "count": -3, "filter": "userName pr", "other": 1}"#;
    let read = SearchRequest::parse(text).unwrap();
    let expected = SearchRequest {
        attributes: vec!["userName".to_owned(), "emails".to_owned()],
        filter: Some("userName pr".to_owned()),
        sort_order: Some(SortOrder::Descending),
        start_index: Some(1),
        count: Some(0),
        ..SearchRequest::default()
    };
    assert_eq!(read.value, expected);
    assert_eq!(
        rules(&read.findings),
        [
            "member-case /Schemas",
            "search-schemas /Schemas",
            "not-an-array /attributes",
            "attributes-with-commas /attributes",
            "member-case /SortOrder",
            "sort-order-case /SortOrder",
            "search-number /startIndex",
            "search-out-of-range /startIndex",
            "search-out-of-range /count",
            "unknown-member /other",
        ]
    );
    for text in ["", "[]", "{", "7", "<html>"] {
        assert!(SearchRequest::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_strict_server_refuses_a_search_with_the_right_keyword() {
    let body = |members: Value| {
        let mut body = json!({"schemas": [urn::SEARCH_REQUEST]});
        body.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        SearchRequest::parse_strict(&body.to_string()).map_err(|it| it.known_type().unwrap())
    };
    assert_eq!(body(json!({})), Ok(SearchRequest::default()));
    assert_eq!(body(json!({"count": -1})).unwrap().count, Some(0));
    assert_eq!(body(json!({"count": "ten"})), Err(ScimType::InvalidValue));
    assert_eq!(body(json!({"count": 1.5})), Err(ScimType::InvalidValue));
    assert_eq!(body(json!({"sortOrder": "up"})), Err(ScimType::InvalidValue));
    assert_eq!(
        body(json!({"attributes": ["a"], "excludedAttributes": ["b"]})),
        Err(ScimType::InvalidValue)
    );
    assert_eq!(body(json!({"attributes": [7]})), Err(ScimType::InvalidSyntax));
    assert_eq!(body(json!({"cursor": "a b"})), Err(ScimType::InvalidCursor));
    let other = SearchRequest::parse_strict(r#"{"schemas": []}"#).unwrap_err();
    assert_eq!(other.known_type(), Some(ScimType::InvalidSyntax));
    assert!(SearchRequest::parse_strict("{").is_err());
}

#[test]
fn query_parameters_say_the_same_as_a_body() {
    let pairs = [
        ("startindex", "-5"),
        ("count", " 10 "),
        ("Count", "20"),
        ("filter", " title pr "),
        ("sortBy", ""),
        ("zz", "1"),
        ("sortOrder", "ascending"),
        ("attributes", "a,, b.c"),
    ];
    let read = SearchRequest::from_query(pairs);
    assert_eq!(
        rules(&read.findings),
        ["repeated-parameter /count", "search-out-of-range /startIndex"]
    );
    assert_eq!((read.value.start_index, read.value.count), (Some(1), Some(10)));
    assert_eq!(read.value.filter.as_deref(), Some("title pr"));
    assert_eq!(read.value.attributes, ["a", "b.c"]);
    assert_eq!(read.value.sort_by, None);
    for (name, value) in
        [("count", "x"), ("startIndex", "1.5"), ("sortOrder", "x"), ("cursor", "=")]
    {
        assert!(SearchRequest::from_query_strict([(name, value)]).is_err(), "{name}");
    }
    assert!(SearchRequest::from_query_strict([("count", "99999999999999999999")]).is_err());
    let first = SearchRequest::from_query_strict([("cursor", "")]).unwrap();
    assert_eq!(first.to_query(), [("cursor", String::new())]);
    let both = SearchRequest::from_query([("cursor", "x"), ("startIndex", "2")]);
    assert_eq!(rules(&both.findings), ["cursor-and-index /startIndex"]);
}

#[test]
fn a_page_by_cursor_has_no_place_and_needs_no_total() {
    let page = Page {
        next_cursor: Some("n1".to_owned()),
        previous_cursor: Some("p1".to_owned()),
        ..Page::default()
    };
    let text =
        page.write(&[r#"{"id":"1","schemas":["urn:x"]}"#, r#"{"id":"2","schemas":["urn:x"]}"#]);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["schemas"], json!([urn::LIST_RESPONSE]));
    assert!(value.get("startIndex").is_none() && value.get("totalResults").is_none());
    let read = ListResponse::parse(&text).unwrap();
    assert_eq!(read.value.next_cursor.as_deref(), Some("n1"));
    assert_eq!(read.value.previous_cursor.as_deref(), Some("p1"));
    assert_eq!(read.value.resources.len(), 2);
    assert_eq!(rules(&read.findings), Vec::<String>::new());
    let empty = Page { total_results: Some(0), start_index: Some(1), ..Page::default() };
    let none: [&str; 0] = [];
    assert_eq!(ListResponse::parse(&empty.write(&none)).unwrap().findings, []);
}

#[test]
fn cursors_are_made_of_unreserved_characters() {
    let odd = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"nextCursor":"a+b==","previousCursor":"","Resources":[]}"#;
    let read = ListResponse::parse(odd).unwrap();
    assert_eq!(rules(&read.findings), ["cursor-characters /nextCursor"]);
    assert_eq!(
        (read.value.next_cursor.as_deref(), read.value.previous_cursor),
        (Some("a+b=="), None)
    );
    assert!(is_cursor("Az09-._~") && !is_cursor("") && !is_cursor("ä"));
}

#[test]
fn what_a_server_says_of_its_cursors_is_read() {
    let text = r#"{"pagination": {"cursor": true, "index": "false", "defaultPaginationMethod": "cursor", "defaultPageSize": 10,
        "maxPageSize": 250, "cursorTimeout": 3600}}"#;
    let pagination = provider_config::parse(text).unwrap().value.pagination.unwrap();
    assert_eq!((pagination.cursor, pagination.index), (Support::Yes, Support::No));
    assert_eq!(pagination.default_pagination_method.as_deref(), Some("cursor"));
    assert_eq!(
        (pagination.default_page_size, pagination.max_page_size, pagination.cursor_timeout),
        (Some(10), Some(250), Some(3600))
    );
}

fn search() -> impl Strategy<Value = SearchRequest> {
    let name = || "[a-zA-Z:.$]{1,8}";
    let names = || prop::collection::vec(name(), 0..3);
    let order = prop_oneof![Just(SortOrder::Ascending), Just(SortOrder::Descending)];
    let text = || prop::option::of("[!-~]( ?[!-~]){0,9}");
    (
        (names(), names(), text(), prop::option::of(name()), prop::option::of(order)),
        (
            prop::option::of(1_u64..u64::MAX / 4),
            prop::option::of(0_u64..1000),
            prop::option::of("[a-z0-9~._-]{0,9}"),
        ),
    )
        .prop_map(
            |(
                (attributes, excluded_attributes, filter, sort_by, sort_order),
                (start_index, count, cursor),
            )| {
                SearchRequest {
                    attributes,
                    excluded_attributes,
                    filter,
                    sort_by,
                    sort_order,
                    start_index,
                    count,
                    cursor,
                }
            },
        )
}

proptest! {
    #[test]
    fn a_search_reads_as_it_was_written(search in search()) {
        let body = search.to_json().to_string();
        prop_assert_eq!(&SearchRequest::parse(&body).unwrap().value, &search);
        let query = search.to_query();
        let pairs = query.iter().map(|(name, value)| (*name, value.as_str()));
        prop_assert_eq!(&SearchRequest::from_query(pairs).value, &search);
    }

    #[test]
    fn any_query_can_be_read(pairs in prop::collection::vec(("(startIndex|count|cursor|sortOrder|attributes|filter|.{0,5})", ".{0,12}"), 0..6)) {
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let read = SearchRequest::from_query(pairs).value;
        prop_assert!(read.start_index.is_none_or(|it| it > 0));
    }
}
