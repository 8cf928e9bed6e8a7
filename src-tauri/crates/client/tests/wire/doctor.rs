//! The connection test: the order of its steps, what it says of each fault, and that it sends nothing it should not.

use crate::common::{
    CONFIG, Reply, Request, Server, TOKEN, assert_clean, context, good, html, http, open, scim,
    scim_error, session,
};
use client::base_url::BaseUrl;
use client::doctor::{Problem, Report, Step, StepName, StepState};
use client::exchange::Outcome;
use client::settings::{Auth, Header, HeaderContent, Settings};

const ALL: [StepName; 8] = [
    StepName::Dns,
    StepName::Tcp,
    StepName::Http,
    StepName::SignIn,
    StepName::ServiceProviderConfig,
    StepName::ResourceTypes,
    StepName::Schemas,
    StepName::FirstPage,
];

fn step(report: &Report, name: StepName) -> &Step {
    report.steps.iter().find(|it| it.name == name).unwrap()
}

fn problem(report: &Report, name: StepName) -> &Problem {
    let problem = step(report, name).problem.as_ref().unwrap();
    for text in [&problem.cause, &problem.remedy] {
        assert!(text.ends_with('.'), "whole sentences: {text}");
    }
    problem
}

async fn test(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> (Report, Vec<Step>) {
    let server = Server::start(reply).await;
    let (session, _) = session(&server.base());
    let mut steps = Vec::new();
    let report = session.test(&mut |step| steps.push(step), &context()).await;
    (report, steps)
}

/// A token that says this of itself (RFC 7519); nobody checks who signed it.
fn jwt(claims: &str) -> String {
    use base64::Engine as _;
    let part = |it: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(it);
    format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(claims))
}

#[tokio::test]
async fn what_a_refused_token_says_of_itself_is_told() {
    for (claims, cause, hint) in [
        (r#"{"exp":1000000000}"#, "it ended on 9 September 2001, 01:46 UTC, ", "Get a new token"),
        (r#"{"nbf":32503680000}"#, "it begins on 1 January 3000, 00:00 UTC, ", "Check the clock"),
        (
            r#"{"exp":32503680000,"aud":"api://other","iss":"https://issuer.example.com"}"#,
            "is for another server or tenant. It says that it is for api://other, and that \
             https://issuer.example.com issued it.",
            "Replace the token",
        ),
        (r#"{"aud":[]}"#, "for another server or tenant.", "Replace the token"),
    ] {
        let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
        let base = BaseUrl::parse(&server.base()).unwrap();
        let (session, memory) = open(Settings::new(base, Auth::Bearer(jwt(claims).into())));
        let report = session.test(&mut |_| {}, &context()).await;
        let problem = problem(&report, StepName::SignIn);
        assert!(problem.cause.contains(cause), "{claims}: {}", problem.cause);
        assert!(problem.remedy.contains(hint), "{claims}: {}", problem.remedy);
        assert_eq!(problem.field, Some("token"));
        assert_clean(&format!("{report:?} {:?}", memory.all()), &[&jwt(claims)]);
    }
}

#[tokio::test]
async fn a_refusal_marks_a_field_that_is_there() {
    let key = Header {
        name: "X-Api-Key".to_owned(),
        value: HeaderContent::Secret("a-further-secret".into()),
    };
    for (headers, field) in [(vec![], "authentication"), (vec![key], "headers")] {
        let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
        let base = BaseUrl::parse(&server.base()).unwrap();
        let (session, _) = open(Settings { headers, ..Settings::new(base, Auth::None) });
        let report = session.test(&mut |_| {}, &context()).await;
        assert_eq!(problem(&report, StepName::SignIn).field, Some(field));
    }
}

#[tokio::test]
async fn a_good_server_passes_step_by_step() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/ServiceProviderConfig" => http("200 OK", "Server: nginx\r\n", CONFIG),
        _ => good(request),
    })
    .await;
    let (session, memory) = session(&server.base());
    let mut steps = Vec::new();
    let report = session.test(&mut |step| steps.push(step), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert_eq!(report.steps.iter().map(|it| it.name).collect::<Vec<_>>(), ALL, "no TLS for http");
    assert!(report.steps.iter().all(|it| it.state == StepState::Ok && it.ms.is_some()));
    let told: Vec<(StepName, StepState)> = steps.iter().map(|it| (it.name, it.state)).collect();
    let mut expected: Vec<_> = ALL.map(|name| (name, StepState::Waiting)).to_vec();
    expected.extend(ALL.iter().flat_map(|&it| [(it, StepState::Running), (it, StepState::Ok)]));
    assert_eq!(told, expected, "each step as it begins and as it ends");

    let detail = |name| step(&report, name).detail.clone();
    assert_eq!(detail(StepName::Dns), "127.0.0.1 is an address, there is nothing to look up");
    assert_eq!(detail(StepName::Tcp), format!("127.0.0.1 port {}, direct", server.port));
    assert_eq!(detail(StepName::Http), "HTTP/1.1, server nginx, answered 200 without sign-in");
    assert_eq!(detail(StepName::SignIn), "GET /Users with the token");
    assert_eq!(detail(StepName::ServiceProviderConfig), "the server claims patch, filter, sort");
    assert_eq!(detail(StepName::ResourceTypes), "User");
    assert_eq!(detail(StepName::Schemas), "1 schema");
    assert_eq!(detail(StepName::FirstPage), "1 of 1 resources of type User");

    let methods: Vec<String> = memory.all().into_iter().map(|it| it.method).collect();
    assert_eq!(methods, ["TCP", "GET", "GET", "GET", "GET", "GET", "GET"]);
    let tcp = memory.all().remove(0);
    assert_eq!(tcp.url, format!("tcp://127.0.0.1:{}", server.port));
    assert_eq!(tcp.outcome, Outcome::Seen(detail(StepName::Tcp)));
    assert!(server.requests()[0].header("authorization").is_none(), "the first one has no token");
    assert!(server.requests()[1..].iter().all(|it| it.header("authorization").is_some()));
}

#[tokio::test]
async fn a_name_is_looked_up_and_the_look_is_recorded() {
    let server = Server::start(good).await;
    let (session, memory) = session(&format!("http://localhost:{}/scim/v2", server.port));
    let report = session.test(&mut |_| (), &context()).await;
    assert!(report.failed().is_none(), "{report:?}");
    assert!(step(&report, StepName::Dns).detail.contains("127.0.0.1"));
    let look = memory.all().remove(0);
    assert_eq!((look.method.as_str(), look.url.as_str()), ("DNS", "dns://localhost"));
}

#[tokio::test]
async fn an_unknown_host_stops_at_dns() {
    let (session, memory) = session("https://no-such-host.invalid/scim");
    let report = session.test(&mut |_| (), &context()).await;
    assert_eq!(report.failed().unwrap().name, StepName::Dns);
    let problem = problem(&report, StepName::Dns);
    assert_eq!(problem.field, Some("baseUrl"));
    assert!(problem.cause.contains("no-such-host.invalid"));
    assert!(problem.said.contains("lookup"), "in the words of the system: {}", problem.said);
    assert!(problem.remedy.contains("online"), "{}", problem.remedy);
    let later = &report.steps[1..];
    assert_eq!(later.len(), 8, "TLS is among them");
    assert!(later.iter().all(|it| it.state == StepState::Skipped && it.detail == "Waits for DNS"));
    assert_eq!(memory.last_failure().0, "unknownHost");
}

#[tokio::test]
async fn a_refused_port_stops_at_tcp() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let (session, memory) = session(&base);
    let report = session.test(&mut |_| (), &context()).await;
    assert_eq!(report.failed().unwrap().name, StepName::Tcp);
    assert!(problem(&report, StepName::Tcp).said.contains("refused"));
    assert_eq!(memory.last_failure().0, "refused");
}

#[tokio::test]
async fn a_server_that_hangs_up_stops_at_http() {
    let (report, _) = test(|_| Reply::Bytes(Vec::new())).await;
    assert_eq!(report.failed().unwrap().name, StepName::Http);
    problem(&report, StepName::Http);
    assert_eq!(step(&report, StepName::SignIn).detail, "Waits for HTTP");
}

#[tokio::test]
async fn a_redirect_elsewhere_stops_at_sign_in_and_the_token_stays() {
    let other = Server::start(good).await;
    let location = format!("Location: http://127.0.0.1:{}/\r\n", other.port);
    let server = Server::start(move |_| http("302 Found", &location, "")).await;
    let (session, _) = session(&server.base());
    let report = session.test(&mut |_| (), &context()).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn);
    for name in [StepName::Http, StepName::SignIn] {
        assert_eq!(problem(&report, name).field, Some("baseUrl"));
    }
    assert!(other.requests().is_empty(), "nothing at all was sent there");
    assert!(!server.requests()[0].raw.contains(TOKEN));
}

#[tokio::test]
async fn a_bad_token_stops_at_sign_in_but_open_discovery_is_read() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/ServiceProviderConfig" | "/scim/v2/Schemas" => good(request),
        _ => http("401 Unauthorized", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", ""),
    })
    .await;
    let (session, _) = session(&server.base());
    let mut steps = Vec::new();
    let report = session.test(&mut |step| steps.push(step), &context()).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn);
    let problem = problem(&report, StepName::SignIn);
    assert_eq!(problem.field, Some("token"));
    assert!(problem.said.contains("invalid_token"));
    for name in [StepName::ServiceProviderConfig, StepName::Schemas] {
        let open = step(&report, name);
        assert_eq!(open.state, StepState::Ok, "{name}");
        assert!(open.detail.starts_with("readable without sign-in; "), "{}", open.detail);
    }
    for name in [StepName::ResourceTypes, StepName::FirstPage] {
        assert_eq!(step(&report, name).state, StepState::Skipped);
        assert_eq!(step(&report, name).detail, "Waits for sign-in");
    }
    let signed = server.requests().iter().filter(|it| it.header("authorization").is_some()).count();
    assert_eq!(signed, 1, "what was refused goes along with nothing else");
    assert_clean(&format!("{report:?}{steps:?}"), &[TOKEN]);
}

#[tokio::test]
async fn a_server_that_does_not_even_refuse_is_not_asked_on_without_the_token() {
    let first = std::sync::atomic::AtomicBool::new(true);
    let server = Server::start(move |request| match request.path() {
        "/scim/v2/Users" => http("401 Unauthorized", "", ""),
        _ if first.swap(false, std::sync::atomic::Ordering::Relaxed) => good(request),
        _ => Reply::Bytes(Vec::new()),
    })
    .await;
    let (session, _) = session(&server.base());
    let report = session.test(&mut |_| (), &context()).await;
    let config = "/scim/v2/ServiceProviderConfig";
    let asked: Vec<String> = server.requests().iter().map(|it| it.path().to_owned()).collect();
    assert_eq!(asked, [config, "/scim/v2/Users", config], "{report:?}");
    for name in [StepName::ServiceProviderConfig, StepName::ResourceTypes, StepName::Schemas] {
        assert_eq!(step(&report, name).detail, "Waits for sign-in");
    }
}

#[tokio::test]
async fn without_a_token_one_is_asked_for() {
    let server = Server::start(|_| http("401 Unauthorized", "", "")).await;
    let base = BaseUrl::parse(&server.base()).unwrap();
    let (session, _) = open(Settings::new(base, Auth::None));
    let report = session.test(&mut |_| (), &context()).await;
    assert!(problem(&report, StepName::SignIn).cause.contains("no token was sent"));
    let config = step(&report, StepName::ServiceProviderConfig);
    assert_eq!((config.state, config.detail.as_str()), (StepState::Skipped, "Waits for sign-in"));
}

#[tokio::test]
async fn a_web_page_is_found_at_sign_in() {
    let (report, _) = test(|_| html("200 OK", "Sign in to Example")).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn);
    let problem = problem(&report, StepName::SignIn);
    assert!(problem.cause.contains("Sign in to Example"));
    assert_eq!(problem.field, Some("baseUrl"));
}

#[tokio::test]
async fn the_network_one_is_in_is_told_at_http_and_gets_no_credential() {
    let elsewhere = "Location: http://192.0.2.1/guest/s/default/?url=x\r\n";
    for (reply, title) in [
        (html("200 OK", "Lounge Wi-Fi"), "The network asks to sign in first"),
        (html("511 Network Authentication Required", "Hotel"), "The network asks to sign in first"),
        (http("511 Oops", "", ""), "The network wants you to sign in first"),
        (http("302 Found", elsewhere, ""), "The network redirects to its own sign-in"),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let (session, _) = session(&server.base());
        let report = session.test(&mut |_| (), &context()).await;
        let failed = report.failed().unwrap();
        assert_eq!((failed.name, failed.detail.as_str()), (StepName::Http, title));
        assert_eq!(failed.problem.as_ref().unwrap().field, None, "nothing in the form is at fault");
        assert_eq!(step(&report, StepName::SignIn).state, StepState::Skipped);
        assert!(report.steps.iter().all(|it| it.name != StepName::BaseUrl), "{title}");
        assert!(server.requests().iter().all(|it| it.header("authorization").is_none()), "{title}");
    }
}

#[tokio::test]
async fn a_gateway_that_refuses_is_not_taken_for_a_token_without_rights() {
    let page = |_: &Request| html("403 Forbidden", "Attention Required! | Cloudflare");
    let (report, _) = test(page).await;
    let failed = report.failed().unwrap();
    assert_eq!(failed.name, StepName::SignIn);
    assert_eq!(failed.detail, "A firewall turned the request away");
    assert_eq!(
        step(&report, StepName::Http).state,
        StepState::Ok,
        "it refuses who does not say who it is"
    );
    assert!(
        report.steps.iter().all(|it| it.name != StepName::BaseUrl),
        "the base URL is not doubted"
    );
}

#[tokio::test]
async fn the_corrections_say_what_answers_at_each_address() {
    let entra = "<html><title>Sign in</title><script src=\"https://aadcdn.msauth.net/x.js\">";
    let server = Server::start(move |request| match request.path() {
        path if path.starts_with("/scim/v2/") => {
            http("403 Forbidden", "", r#"{"message":"Missing Authentication Token"}"#)
        }
        path if path.starts_with("/v2/") => http("302 Found", "Location: /login\r\n", ""),
        _ => http("200 OK", "Content-Type: text/html\r\n", entra),
    })
    .await;
    let report = tested_at(&server, "").await;
    let said = &problem(&report, StepName::BaseUrl).said;
    let at = |path: &str| format!("http://127.0.0.1:{}{path}", server.port);
    for line in [
        format!("a gateway knows no such path (that of Amazon API Gateway): {}", at("/scim/v2")),
        format!("a sign-in page came back (of Microsoft Entra ID): {}", at("/v2")),
        format!("a sign-in page came back (of Microsoft Entra ID): {}", at("/scim")),
    ] {
        assert!(said.lines().any(|it| it == line), "{line}\n{said}");
    }
}

#[tokio::test]
async fn an_unsigned_redirect_to_a_login_is_no_fault_of_the_connection() {
    let login =
        |_: &Request| http("302 Found", "Location: https://login.example.com/start\r\n", "");
    let (report, _) = test(move |request| match request.header("authorization") {
        Some(_) => good(request),
        None => login(request),
    })
    .await;
    assert!(report.failed().is_none(), "{report:?}");
    assert_eq!(step(&report, StepName::Http).state, StepState::Warning);
    assert!(problem(&report, StepName::Http).cause.contains("https://login.example.com"));
    assert_eq!(step(&report, StepName::FirstPage).state, StepState::Ok);

    let (report, _) = test(login).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn, "with the token it is one");
    assert!(problem(&report, StepName::SignIn).cause.contains("https://login.example.com"));
}

#[tokio::test]
async fn any_unsigned_answer_leads_on_to_sign_in() {
    for status in ["401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Oops", "200 OK"] {
        let (report, _) = test(move |request| match request.header("authorization") {
            Some(_) => good(request),
            None => html(status, "Sign in"),
        })
        .await;
        assert!(report.failed().is_none(), "{status}: {report:?}");
        let expected = if status.starts_with('4') { StepState::Ok } else { StepState::Warning };
        assert_eq!(step(&report, StepName::Http).state, expected, "{status}");
    }
}

#[tokio::test]
async fn a_wrong_path_points_at_the_base_url() {
    let (report, _) = test(|_| http("404 Not Found", "", "")).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn);
    assert_eq!(problem(&report, StepName::SignIn).field, Some("baseUrl"));
}

#[tokio::test]
async fn missing_discovery_is_a_warning_only() {
    let (report, _) = test(|request| match request.path() {
        "/scim/v2/Users" => good(request),
        "/scim/v2/ResourceTypes" => scim_error("403 Forbidden", "not for you"),
        _ => http("404 Not Found", "", ""),
    })
    .await;
    assert!(report.failed().is_none(), "{report:?}");
    for name in [StepName::ServiceProviderConfig, StepName::ResourceTypes, StepName::Schemas] {
        assert_eq!(step(&report, name).state, StepState::Warning, "{name}");
        assert!(problem(&report, name).cause.contains("RFC 7643"));
    }
    assert!(problem(&report, StepName::ResourceTypes).said.contains("not for you"));
    assert_eq!(step(&report, StepName::FirstPage).state, StepState::Ok);
}

#[tokio::test]
async fn a_server_without_users_may_have_other_things() {
    let (report, _) = test(|request| match request.path() {
        "/scim/v2/Users" => http("404 Not Found", "", ""),
        "/scim/v2/ResourceTypes" => crate::common::scim(crate::common::list(
            &[&crate::common::TYPE.replace("User", "Device")],
            1,
        )),
        "/scim/v2/Devices" => crate::common::scim(crate::common::list(&[], 0)),
        _ => good(request),
    })
    .await;
    assert!(report.failed().is_none(), "{report:?}");
    assert!(step(&report, StepName::SignIn).detail.contains("there is no /Users"));
    assert_eq!(step(&report, StepName::FirstPage).detail, "0 of 0 resources of type Device");
}

/// A server with devices and no users, whose descriptions are open to everybody. It checks the token of who asks for more.
fn of_devices(request: &Request, token: &str) -> Reply {
    let devices = crate::common::TYPE.replace("User", "Device");
    match request.path() {
        "/scim/v2/Users" => http("404 Not Found", "", ""),
        "/scim/v2/ResourceTypes" => scim(crate::common::list(&[crate::common::TYPE, &devices], 2)),
        "/scim/v2/ServiceProviderConfig" | "/scim/v2/Schemas" => good(request),
        _ if request.header("authorization") != Some(format!("Bearer {token}")) => {
            http("401 Unauthorized", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "")
        }
        "/scim/v2/Devices" => scim(crate::common::list(&[], 0)),
        _ => http("404 Not Found", "", ""),
    }
}

#[tokio::test]
async fn without_users_a_token_is_proven_by_what_there_is_and_not_by_open_discovery() {
    let (report, _) = test(|request| of_devices(request, TOKEN)).await;
    let sign_in = step(&report, StepName::SignIn);
    assert_eq!(sign_in.state, StepState::Ok);
    assert_eq!(sign_in.detail, "GET /Devices with the token; there is no /Users");

    let (report, _) = test(|request| of_devices(request, "another one")).await;
    assert_eq!(report.failed().unwrap().name, StepName::SignIn, "{report:?}");
    let problem = problem(&report, StepName::SignIn);
    assert_eq!(problem.field, Some("token"));
    assert!(problem.said.contains("invalid_token"));
}

#[tokio::test]
async fn where_nothing_can_be_listed_the_sign_in_is_not_proven() {
    let gone = crate::common::TYPE.replace("User", "Device");
    for types in [
        crate::common::list(&[], 0),
        crate::common::list(&[crate::common::TYPE], 1),
        crate::common::list(&[&gone], 1),
    ] {
        let server = Server::start(move |request| match request.path() {
            "/scim/v2/ResourceTypes" => scim(&types),
            "/scim/v2/Users" | "/scim/v2/Devices" => http("404 Not Found", "", ""),
            _ => good(request),
        })
        .await;
        let (signed, _) = session(&server.base());
        let report = signed.test(&mut |_| (), &context()).await;
        let sign_in = step(&report, StepName::SignIn);
        assert_eq!(sign_in.state, StepState::Warning, "{sign_in:?}");
        assert!(sign_in.detail.starts_with("Not proven"), "{sign_in:?}");
        assert_eq!(problem(&report, StepName::SignIn).field, None, "nothing is known to be wrong");
        assert_eq!(step(&report, StepName::Schemas).state, StepState::Ok);

        // Who does not sign in has nothing to prove.
        let base = BaseUrl::parse(&server.base()).unwrap();
        let (open, _) = open(Settings::new(base, Auth::None));
        let report = open.test(&mut |_| (), &context()).await;
        assert_eq!(step(&report, StepName::SignIn).state, StepState::Ok);
    }
}

#[tokio::test]
async fn a_type_that_may_not_be_listed_says_that_the_token_is_known() {
    let devices = crate::common::TYPE.replace("User", "Device");
    let (report, _) = test(move |request| match request.path() {
        "/scim/v2/Users" => http("404 Not Found", "", ""),
        "/scim/v2/Devices" => scim_error("403 Forbidden", "devices:read is missing"),
        "/scim/v2/ResourceTypes" => scim(crate::common::list(&[&devices], 1)),
        _ => good(request),
    })
    .await;
    let sign_in = step(&report, StepName::SignIn);
    assert_eq!(sign_in.state, StepState::Warning);
    assert_eq!(sign_in.detail, "The token is known, but may not list /Devices");
}

#[tokio::test]
async fn a_token_without_rights_is_a_warning() {
    let (report, _) = test(|request| match request.path() {
        "/scim/v2/Users" => scim_error("403 Forbidden", "users:read is missing"),
        _ => good(request),
    })
    .await;
    assert_eq!(step(&report, StepName::SignIn).state, StepState::Warning);
    assert_eq!(step(&report, StepName::Schemas).state, StepState::Ok);
    assert_eq!(step(&report, StepName::FirstPage).state, StepState::Failed);
}

#[tokio::test]
async fn it_can_be_cancelled_at_any_step() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/Users" => Reply::Hang(Vec::new()),
        _ => good(request),
    })
    .await;
    let (session, memory) = session(&server.base());
    let context = context();
    let cancel = context.cancel.clone();
    let testing = tokio::spawn(async move {
        let mut steps = Vec::new();
        let report = session.test(&mut |step| steps.push(step), &context).await;
        (report, steps)
    });
    while server.requests().len() < 2 {
        server.arrived.notified().await;
    }
    cancel.cancel();
    let (report, steps) = testing.await.unwrap();
    assert!(report.cancelled && report.failed().is_none());
    assert_eq!(step(&report, StepName::Http).state, StepState::Ok);
    for name in [StepName::SignIn, StepName::Schemas, StepName::FirstPage] {
        assert_eq!(step(&report, name).state, StepState::Skipped);
        assert_eq!(step(&report, name).detail, "Cancelled");
    }
    assert!(steps.iter().all(|it| it.problem.is_none()), "cancelling is no error");
    assert_eq!(memory.last_failure().0, "cancelled");
    server.hung_up.notified().await;
}

/// A server with SCIM at one path, and the web interface of a product everywhere else.
fn at_path(path: &'static str) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    move |request| match request.path().strip_prefix(path) {
        Some(rest) if rest.starts_with('/') && rest.matches('/').count() == 1 => good(request),
        _ => html("404 Not Found", "No such page"),
    }
}

async fn tested_at(server: &Server, path: &str) -> Report {
    let (session, _) = session(&format!("http://127.0.0.1:{}{path}", server.port));
    session.test(&mut |_| (), &context()).await
}

#[tokio::test]
async fn the_base_url_that_works_is_found() {
    for (real, given) in [
        ("/scim/v2", ""),
        ("/scim/v2", "/scim"),
        ("/scim/v2", "/scim/v1"),
        ("/v2", "/api"),
        ("/scim", "/scim/api/tokens"),
        ("/directory/scim/v2", "/directory"),
        ("/scim/v2", "/admin/settings/provisioning"),
    ] {
        let server = Server::start(at_path(real)).await;
        let report = tested_at(&server, given).await;
        assert_eq!(report.failed().unwrap().name, StepName::SignIn);
        let found = step(&report, StepName::BaseUrl);
        let expected = format!("http://127.0.0.1:{}{real}", server.port);
        assert_eq!(found.suggestion.as_deref(), Some(&*expected), "{given}: {found:?}");
        assert_eq!(found.state, StepState::Ok);
        assert!(found.exchange.is_some(), "the exchange that shows it");
        let order: Vec<StepName> = report.steps.iter().map(|it| it.name).collect();
        let sign_in = order.iter().position(|it| *it == StepName::SignIn).unwrap();
        assert_eq!(order.get(sign_in + 1), Some(&StepName::BaseUrl), "next to what it explains");
        assert!(server.requests().iter().all(|it| it.raw.starts_with("GET ")));
    }
}

#[tokio::test]
async fn a_good_base_url_is_not_doubted() {
    let (report, _) = test(good).await;
    assert!(report.steps.iter().all(|it| it.name != StepName::BaseUrl));
    let (report, _) = test(|_| http("401 Unauthorized", "", "")).await;
    assert!(report.steps.iter().all(|it| it.name != StepName::BaseUrl), "the token is at fault");
}

#[tokio::test]
async fn without_any_service_provider_each_address_is_told_with_its_answer() {
    let server = Server::start(|_| html("200 OK", "Sign in")).await;
    let report = tested_at(&server, "/scim").await;
    let looked = step(&report, StepName::BaseUrl);
    assert_eq!((looked.state, looked.suggestion.as_deref()), (StepState::Warning, None));
    let said = &problem(&report, StepName::BaseUrl).said;
    assert!(said.contains(&format!("http://127.0.0.1:{}/scim/v2", server.port)), "{said}");
    let credential = |it: &&Request| it.header("authorization").is_some();
    let signed = server.requests().iter().filter(credential).count();
    assert_eq!(signed, 1, "sign-in asks for users; the corrections go without the token");
}

#[tokio::test]
async fn an_address_that_asks_for_sign_in_is_probably_the_right_one() {
    let server = Server::start(|request| match request.path().starts_with("/scim/v2/") {
        true => http("401 Unauthorized", "WWW-Authenticate: Bearer\r\n", ""),
        false => scim_error("404 Not Found", "there is no such thing"),
    })
    .await;
    let report = tested_at(&server, "/other").await;
    let looked = step(&report, StepName::BaseUrl);
    assert_eq!(looked.state, StepState::Warning);
    let expected = format!("http://127.0.0.1:{}/scim/v2", server.port);
    assert_eq!(looked.suggestion.as_deref(), Some(&*expected));
    assert!(problem(&report, StepName::BaseUrl).cause.contains("does not accept this credential"));
    let signed = server.requests().iter().filter(|it| it.header("authorization").is_some()).count();
    let at_sign_in = 2;
    assert_eq!(signed, at_sign_in + 1, "a credential that is refused is not tried again and again");
}

#[tokio::test]
async fn an_address_that_forbids_its_description_may_still_list_users() {
    let server = Server::start(|request| match request.path() {
        "/scim/v2/Users" => good(request),
        path if path.starts_with("/scim/v2/") => scim_error("403 Forbidden", "not for this token"),
        _ => http("404 Not Found", "", ""),
    })
    .await;
    let report = tested_at(&server, "/other").await;
    let looked = step(&report, StepName::BaseUrl);
    assert_eq!(looked.state, StepState::Ok, "{looked:?}");
    assert!(looked.detail.contains("ListResponse"));
}

#[tokio::test]
async fn a_server_that_stops_answering_ends_the_look() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |_| {
        match count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 4 {
            true => http("404 Not Found", "", ""),
            false => Reply::Bytes(Vec::new()),
        }
    })
    .await;
    let report = tested_at(&server, "/other").await;
    assert_eq!(step(&report, StepName::BaseUrl).state, StepState::Warning);
    assert!(server.requests().len() < 10, "{}", server.requests().len());
}

#[tokio::test]
async fn scim_one_is_told_from_scim_two() {
    let config = r#"{"schemas":["urn:scim:schemas:core:1.0"],"patch":{"supported":true}}"#;
    let server = Server::start(move |request| match request.path() {
        "/scim/v1/ServiceProviderConfigs" => scim(config),
        _ => http("404 Not Found", "", ""),
    })
    .await;
    let report = tested_at(&server, "/scim/v1/api").await;
    let looked = step(&report, StepName::BaseUrl);
    assert_eq!(looked.state, StepState::Warning, "{looked:?}");
    assert!(problem(&report, StepName::BaseUrl).cause.contains("SCIM 1.1"));
}

#[tokio::test]
async fn a_redirect_to_another_host_gets_no_credential_from_the_corrections() {
    let other = Server::start(good).await;
    let location = format!("Location: http://127.0.0.1:{}/scim/v2\r\n", other.port);
    let server = Server::start(move |_| http("302 Found", &location, "")).await;
    let report = tested_at(&server, "/scim").await;
    assert_eq!(step(&report, StepName::BaseUrl).suggestion, None);
    assert!(other.requests().is_empty(), "nothing at all was sent there");
}

#[tokio::test]
async fn a_base_url_of_scim_one_leads_to_that_of_scim_two() {
    let old = r#"{"schemas":["urn:scim:schemas:core:1.0"],"totalResults":1,"Resources":[{"id":"1","userName":"ada"}]}"#;
    let server = Server::start(move |request| match request.path() {
        path if path.starts_with("/scim/v2/") => good(request),
        "/scim/v1/Users" => scim(old),
        _ => http("404 Not Found", "", ""),
    })
    .await;
    let report = tested_at(&server, "/scim/v1").await;
    assert_eq!(step(&report, StepName::SignIn).state, StepState::Warning);
    assert!(problem(&report, StepName::SignIn).cause.contains("SCIM 1.1"));
    let expected = format!("http://127.0.0.1:{}/scim/v2", server.port);
    assert_eq!(step(&report, StepName::BaseUrl).suggestion.as_deref(), Some(&*expected));
}
