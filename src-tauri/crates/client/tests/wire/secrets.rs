//! Where secrets go, and where they never go: other origins, records, failures, debug output.

use std::sync::Arc;

use crate::common::{
    PASSWORD, Server, TOKEN, USER, assert_clean, context, http, list, open, scim, session, settings,
};
use client::base_url::BaseUrl;
use client::error::FailureKind;
use client::exchange::Outcome;
use client::page::{ListQuery, Selection};
use client::settings::{Auth, Settings};

#[tokio::test]
async fn the_request_on_the_wire_is_the_one_recorded() {
    let server = Server::start(crate::common::good).await;
    let (session, memory) = session(&server.base());
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();

    let sent = server.requests().remove(0);
    assert_eq!(sent.header("authorization").unwrap(), format!("Bearer {TOKEN}"));
    assert_eq!(
        sent.header("accept").as_deref(),
        Some("application/scim+json, application/json;q=0.9")
    );
    assert!(sent.header("user-agent").unwrap().starts_with("Scimscope/"));

    let recorded = memory.all().remove(0);
    assert_eq!((recorded.asked_by.as_str(), recorded.operation.as_str()), ("Test", "operation-1"));
    assert_eq!(recorded.method, "GET");
    assert_eq!(recorded.url, format!("{}/Users", server.base()));
    let mut on_the_wire: Vec<(String, String)> = sent
        .raw
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.replace(TOKEN, "•••")))
        .collect();
    let mut in_the_record = recorded.request_headers.clone();
    on_the_wire.sort();
    in_the_record.sort();
    assert_eq!(in_the_record, on_the_wire);
    assert!(recorded.timing.to_headers_us.is_some() && recorded.timing.read_us.is_some());
}

#[tokio::test]
async fn a_token_pasted_with_its_scheme_is_sent_once() {
    let server = Server::start(crate::common::good).await;
    let base = BaseUrl::parse(&server.base()).unwrap();
    let auth = Auth::Bearer(" bearer  abc.def.ghi\n".into());
    let (session, _) = open(Settings::new(base, auth));
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(server.requests()[0].header("authorization").as_deref(), Some("Bearer abc.def.ghi"));
}

#[tokio::test]
async fn the_token_never_reaches_another_origin() {
    let other = Arc::new(Server::start(crate::common::good).await);
    let location = format!("Location: http://127.0.0.1:{}/scim/v2/Users\r\n", other.port);
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = location.clone();
        let server = Server::start(move |_| http(status, &location, "")).await;
        let (session, memory) = session(&server.base());
        let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
        let origin = format!("http://127.0.0.1:{}", other.port);
        assert!(
            matches!(&*failure.kind, FailureKind::RedirectElsewhere { to_origin, .. } if *to_origin == origin),
            "{failure:?}"
        );
        let told = failure.explain();
        assert_eq!(told.title, "The server redirects to another server");
        assert!(told.detail.contains(&origin));
        assert_eq!(memory.all().len(), 1, "the redirect itself is recorded");
        assert_eq!(failure.exchange.as_deref(), Some("1"));
        assert_eq!(server.requests().len(), 1);
    }
    assert!(other.requests().is_empty(), "nothing at all was sent there");
}

#[tokio::test]
async fn a_redirect_to_plain_or_secure_http_is_another_origin() {
    let server = Server::start(|request| {
        let host = request.header("host").unwrap();
        http("301 Moved", &format!("Location: https://{host}/scim/v2/Users\r\n"), "")
    })
    .await;
    let (session, _) = session(&server.base());
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::RedirectElsewhere { .. }), "{failure:?}");
}

#[tokio::test]
async fn redirects_on_the_same_origin_are_followed_and_each_is_recorded() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/Users" => http("301 Moved", "Location: /scim/v2/Users/\r\n", ""),
        "/scim/v2/Users/" => http("307 Temporary", "Location: ../../v2/People?a=b#c\r\n", ""),
        _ => scim(list(&[USER], 1)),
    })
    .await;
    let (session, memory) = session(&server.base());
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.exchange.as_deref(), Some("3"));
    let urls: Vec<String> = memory.all().into_iter().map(|it| it.url).collect();
    let base = server.base();
    assert_eq!(
        urls,
        [format!("{base}/Users"), format!("{base}/Users/"), format!("{base}/People?a=b")]
    );
    assert!(server.requests().iter().all(|it| it.header("authorization").is_some()));
}

#[tokio::test]
async fn redirects_in_circles_end() {
    let server = Server::start(|_| http("302 Found", "Location: /scim/v2/Users\r\n", "")).await;
    let (session, memory) = session(&server.base());
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::TooManyRedirects { limit: 5 }));
    assert_eq!(failure.explain().title, "The server redirects in circles");
    assert_eq!((server.requests().len(), memory.all().len()), (6, 6));
    assert_eq!(failure.exchange.as_deref(), Some("6"));
}

#[tokio::test]
async fn a_redirect_without_a_place_is_named() {
    let server = Server::start(|_| http("302 Found", "", "")).await;
    let (session, _) = session(&server.base());
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert_eq!(failure.explain().title, "The server redirects without saying where");
}

/// A server that gives away everything it knows, in every spelling.
fn telltale(request: &crate::common::Request) -> crate::common::Reply {
    let json = serde_json::to_string(TOKEN).unwrap();
    let percent: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let headers = format!(
        "Set-Cookie: session={TOKEN}\r\nX-Echo: {TOKEN}\r\nX-Request-Id: request-7\r\n\
         Link: <https://example.com/?access_token={percent}>\r\n"
    );
    let user = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada","PassWord":"{PASSWORD}","note":{json},"link":"https://example.com/?t={percent}"}}"#
    );
    match request.path() {
        "/scim/v2/Users" => http("200 OK", &headers, list(&[&user], 1)),
        "/scim/v2/Users/1" => http("200 OK", &headers, user),
        "/scim/v2/Users/html" => {
            http("200 OK", &headers, format!("<html><title>{TOKEN}</title>{PASSWORD}</html>"))
        }
        "/scim/v2/Users/broken" => {
            http("200 OK", &headers, format!(r#"{{"password":"{PASSWORD}","t":{json},"#))
        }
        _ => {
            let challenge = format!("{headers}WWW-Authenticate: Bearer token={json}\r\n");
            let detail = format!(r#"{{"detail":{json},"password":"{PASSWORD}"}}"#);
            http("401 Unauthorized", &challenge, detail)
        }
    }
}

#[tokio::test]
async fn canaries_are_found_nowhere() {
    let server = Server::start(telltale).await;
    let with_secret = Settings { secrets: vec![PASSWORD.into()], ..settings(&server.base()) };
    let percent: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let json = serde_json::to_string(TOKEN).unwrap();
    let canaries = [TOKEN, PASSWORD, &percent, json.trim_matches('"')];

    let printed = format!("{with_secret:?}");
    assert_clean(&printed, &canaries);
    let (session, memory) = open(with_secret);
    assert_clean(&format!("{session:?}"), &canaries);

    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_clean(&format!("{page:?}"), &canaries);
    assert!(page.row(0).unwrap().contains(r#""PassWord":"•••""#), "{}", page.body);
    let nothing = Selection::default();
    let fetched = session.get("/Users", "1", &nothing, &context()).await.unwrap();
    assert_clean(&format!("{fetched:?}"), &canaries);
    for id in ["html", "broken", "refused", TOKEN] {
        let failure = session.get("/Users", id, &nothing, &context()).await.unwrap_err();
        assert_clean(&format!("{failure} {failure:?} {:?}", failure.explain()), &canaries);
    }
    let exchanges = memory.all();
    assert_eq!(exchanges.len(), 6);
    for exchange in &exchanges {
        assert_clean(&format!("{exchange:?}"), &canaries);
        assert_eq!(exchange.request_id.as_deref(), Some("request-7"));
        let Outcome::Answered(answered) = &exchange.outcome else { panic!("{exchange:?}") };
        assert_clean(&String::from_utf8_lossy(&answered.body), &canaries);
    }
    let text = format!("{exchanges:?}");
    assert!(text.contains("Bearer •••"), "the header is recorded, its value is not");
}

#[tokio::test]
async fn a_token_that_is_a_word_breaks_neither_data_nor_redirects() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/Users" => http("307 Temporary", "Location: /scim/v2/test/Users?x=test\r\n", ""),
        _ => scim(list(&[&USER.replace("ada", "test")], 1)),
    })
    .await;
    let base = BaseUrl::parse(&server.base()).unwrap();
    let (session, memory) = open(Settings::new(base, Auth::Bearer("test".into())));
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert!(page.row(0).unwrap().contains(r#""userName":"test""#), "{}", page.body);
    assert_eq!(server.requests()[1].target, "/scim/v2/test/Users?x=test", "followed as it stands");
    let last = memory.all().pop().unwrap();
    assert_eq!(last.url, format!("{}/test/Users?x=•••", server.base()));
    assert!(last.request_headers.contains(&("authorization".to_owned(), "Bearer •••".to_owned())));
}

#[tokio::test]
async fn what_a_schema_calls_secret_is_masked_from_then_on() {
    let schema = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:example:User","name":"User","attributes":[
        {"name":"pin","type":"string","multiValued":false,"mutability":"writeOnly"},
        {"name":"name","type":"string","multiValued":false,"returned":"never"},
        {"name":"keys","type":"complex","multiValued":true,"subAttributes":[{"name":"value","type":"string","multiValued":false,"returned":"never"}]},
        {"name":"vault","type":"complex","multiValued":false,"subAttributes":[{"name":"seed","type":"string","multiValued":false,"returned":"never"},{"name":"hint","type":"string","multiValued":false}]},
        {"name":"password","type":"string","multiValued":false,"returned":"never"}]}"#;
    let user = r#"{"schemas":["urn:example:User"],"id":"1","userName":"ada","pin":"1234","name":"x","keys":[{"value":"k"}],"emails":[{"value":"e"}],"vault":{"seed":"s","hint":"h"}}"#;
    let masked = r#"{"schemas":["urn:example:User"],"id":"1","userName":"ada","pin":"•••","name":"•••","keys":"•••","emails":[{"value":"e"}],"vault":{"seed":"•••","hint":"h"}}"#;
    let server = Server::start(move |request| match request.path() {
        "/scim/v2/Schemas" => scim(list(&[schema], 1)),
        "/scim/v2/Users" => scim(list(&[user], 1)),
        _ => crate::common::good(request),
    })
    .await;
    let (session, memory) = session(&server.base());
    let clone = session.clone();
    for _ in 0..2 {
        let found = session.discover(&context()).await.unwrap();
        let names: Vec<&str> =
            found.schemas.value[0].attributes.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["pin", "name", "keys", "vault", "password"], "a schema is no resource");
    }
    let page = clone.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.row(0).unwrap(), masked);
    let Outcome::Answered(answered) = memory.all().pop().unwrap().outcome else { panic!() };
    assert!(String::from_utf8(answered.body).unwrap().contains(masked));

    let further =
        Settings { sensitive_attributes: vec!["userName".into()], ..settings(&server.base()) };
    let page = open(further).0.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert!(page.row(0).unwrap().contains(r#""userName":"•••","pin":"1234""#));
}

#[tokio::test]
async fn names_of_this_machine_never_leave_it() {
    let server = Server::start(crate::common::good).await;
    let (session, memory) =
        session(&format!("http://no-such.name.localhost:{}/scim/v2", server.port));
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert!(
        report.steps[0].detail.ends_with("is 127.0.0.1 and ::1: always this machine"),
        "{report:?}"
    );
    assert!(memory.all().iter().any(|it| it.method == "DNS"));
}

#[tokio::test]
async fn a_password_is_masked_without_being_known() {
    let server = Server::start(telltale).await;
    let (session, memory) = session(&server.base());
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    let nothing = Selection::default();
    session.get("/Users", "broken", &nothing, &context()).await.unwrap_err();
    for exchange in memory.all() {
        let Outcome::Answered(answered) = exchange.outcome else { panic!() };
        assert_clean(&String::from_utf8_lossy(&answered.body), &[PASSWORD]);
    }
}
