//! Lists and single resources: the query as sent, the text as received, and where a list ends.

use crate::common::{Server, USER, context, http, list, scim, session};
use client::page::{ListQuery, Selection};

const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

#[tokio::test]
async fn the_query_says_what_was_asked_for_and_no_more() {
    let server = Server::start(crate::common::good).await;
    let (session, _) = session(&server.base());
    let everything = ListQuery {
        start_index: Some(201),
        cursor: None,
        count: Some(0),
        filter: Some("userName eq \"a+b & c#d\"".to_owned()),
        sort_by: Some("urn:ietf:params:scim:schemas:core:2.0:User:name.familyName".to_owned()),
        descending: true,
        attributes: vec!["userName".to_owned(), "emails[primary eq true]".to_owned()],
        excluded_attributes: vec!["members".to_owned()],
    };
    session.list("/Users", &everything, &context()).await.unwrap();
    session.list("/Users?a=b", &ListQuery::default(), &context()).await.unwrap();
    let descending = ListQuery { descending: true, ..ListQuery::default() };
    session.list("/scim/v2/Users?a=b", &descending, &context()).await.unwrap();
    let counted = ListQuery { count: Some(5), ..ListQuery::default() };
    session.list("Users?a=b", &counted, &context()).await.unwrap();

    let targets: Vec<String> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            "/scim/v2/Users?filter=userName%20eq%20%22a%2Bb%20%26%20c%23d%22&startIndex=201&count=0&sortBy=urn:ietf:params:scim:schemas:core:2.0:User:name.familyName&sortOrder=descending&attributes=userName,emails%5Bprimary%20eq%20true%5D&excludedAttributes=members",
            "/scim/v2/Users?a=b",
            "/scim/v2/Users?a=b",
            "/scim/v2/Users?a=b&count=5",
        ]
    );
}

#[tokio::test]
async fn a_cursor_is_sent_as_the_rfc_writes_it() {
    let server = Server::start(crate::common::good).await;
    let (session, _) = session(&server.base());
    for cursor in ["", "VZUTiyhEQJ94IR", "a+b/c=="] {
        let page =
            ListQuery { cursor: Some(cursor.to_owned()), count: Some(10), ..ListQuery::default() };
        session.list("/Users", &page, &context()).await.unwrap();
    }
    let targets: Vec<String> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            "/scim/v2/Users?cursor&count=10",
            "/scim/v2/Users?cursor=VZUTiyhEQJ94IR&count=10",
            "/scim/v2/Users?cursor=a%2Bb%2Fc%3D%3D&count=10",
        ]
    );
}

#[tokio::test]
async fn the_last_page_by_cursor_needs_no_total_and_no_position() {
    let pages = [
        format!(r#"{{"schemas":["{LIST}"],"Resources":[{USER}]}}"#),
        format!(
            r#"{{"schemas":["{LIST}"],"totalResults":7,"itemsPerPage":1,"Resources":[{USER}]}}"#
        ),
    ];
    for body in pages {
        let server = Server::start(move |_| scim(&body)).await;
        let (session, _) = session(&server.base());
        let by_cursor = ListQuery { cursor: Some("abc".to_owned()), ..ListQuery::default() };
        let page = session.list("/Users", &by_cursor, &context()).await.unwrap();
        assert!(page.findings.is_empty(), "{:?}", page.findings);
        assert_eq!(page.next_cursor, None);
        let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
        assert_eq!(page.findings.len(), 1, "{:?}", page.findings);
    }
}

#[tokio::test]
async fn the_next_cursor_is_read() {
    let body = format!(r#"{{"schemas":["{LIST}"],"nextCursor":"abc","Resources":[{USER}]}}"#);
    let server = Server::start(move |_| scim(&body)).await;
    let (session, _) = session(&server.base());
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.next_cursor.as_deref(), Some("abc"));
}

#[tokio::test]
async fn any_id_can_be_asked_for() {
    let server = Server::start(|_| scim(USER)).await;
    let (session, _) = session(&server.base());
    let selection = Selection { attributes: vec!["userName".to_owned()], ..Selection::default() };
    for id in ["a/b?c#d", "x&y=z", "ä %2F", "...", "urn:1"] {
        session.get("/Users", id, &selection, &context()).await.unwrap();
    }
    let targets: Vec<String> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        targets,
        [
            "/scim/v2/Users/a%2Fb%3Fc%23d?attributes=userName",
            "/scim/v2/Users/x%26y%3Dz?attributes=userName",
            "/scim/v2/Users/%C3%A4%20%252F?attributes=userName",
            "/scim/v2/Users/...?attributes=userName",
            "/scim/v2/Users/urn%3A1?attributes=userName",
        ]
    );
}

#[tokio::test]
async fn the_text_of_each_resource_is_as_received() {
    let odd = r#"{ "id" : "2",  "userName":"é\u00e9", "n": 1.50e+2, "n": 3 }"#;
    let body = format!("\n{}\n", list(&[USER, odd], 7));
    let sent = body.clone();
    let server = Server::start(move |_| {
        http("200 OK", "Content-Type: application/json\r\nETag: W/\"1\"\r\n", &sent)
    })
    .await;
    let (session, _) = session(&server.base());
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(&*page.body, body);
    assert_eq!((page.row(0), page.row(1), page.row(2)), (Some(USER), Some(odd), None));
    assert_eq!((page.total_results, page.start_index), (Some(7), Some(1)));
    assert!(page.findings.iter().any(|it| it.rule == "S01"));
}

#[tokio::test]
async fn a_single_resource_keeps_its_text_and_version() {
    let server = Server::start(|_| http("200 OK", "ETag: W/\"v7\"\r\n", USER)).await;
    let (session, _) = session(&server.base());
    let fetched = session.get("/Users", "1", &Selection::default(), &context()).await.unwrap();
    assert_eq!((&*fetched.body, fetched.etag.as_deref()), (USER, Some("W/\"v7\"")));
}

#[tokio::test]
async fn bytes_that_are_no_text_are_a_finding() {
    let server = Server::start(|_| {
        let mut body = b"{\"schemas\":[],\"id\":\"1\",\"userName\":\"".to_vec();
        body.extend_from_slice(&[0xE9, b'"', b'}']);
        scim(body)
    })
    .await;
    let (session, memory) = session(&server.base());
    let fetched = session.get("/Users", "1", &Selection::default(), &context()).await.unwrap();
    assert!(fetched.body.contains('\u{fffd}'));
    assert!(fetched.findings.iter().any(|it| it.rule == "invalid-utf-8"));
    let client::exchange::Outcome::Answered(answered) = memory.all().remove(0).outcome else {
        panic!()
    };
    assert!(answered.body.contains(&0xE9), "the record keeps the byte");
}

#[tokio::test]
async fn clones_share_their_connections() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let connections = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            tokio::spawn(async move {
                let mut request = [0; 4096];
                while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    let answer =
                        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{USER}", USER.len());
                    stream.write_all(answer.as_bytes()).await.ok();
                }
            });
        }
    });
    let (session, _) = session(&base);
    for session in [session.clone(), session.clone(), session] {
        session.get("/Users", "1", &Selection::default(), &context()).await.unwrap();
    }
    assert_eq!(connections.load(std::sync::atomic::Ordering::SeqCst), 1);
}
