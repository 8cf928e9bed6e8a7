//! The base URL as people paste it, and the fence that it is.

use client::base_url::{BaseUrl, BaseUrlError, EndpointError};

#[test]
fn pasted_texts_become_base_urls() {
    let table = [
        ("https://scim.example.com/scim/v2", "https://scim.example.com/scim/v2"),
        ("  https://scim.example.com/scim/v2/ \n", "https://scim.example.com/scim/v2"),
        ("\"https://scim.example.com/scim/v2\"", "https://scim.example.com/scim/v2"),
        ("<https://scim.example.com/scim/v2>", "https://scim.example.com/scim/v2"),
        ("https://scim.example.com", "https://scim.example.com"),
        ("https://scim.example.com///", "https://scim.example.com"),
        ("HTTPS://SCIM.Example.COM/Scim/V2", "https://scim.example.com/Scim/V2"),
        ("https://scim.example.com:443/v2", "https://scim.example.com/v2"),
        ("https://scim.example.com:8443/v2", "https://scim.example.com:8443/v2"),
        ("scim.example.com/scim/v2", "https://scim.example.com/scim/v2"),
        ("scim.example.com:8443/v2", "https://scim.example.com:8443/v2"),
        ("//scim.example.com/v2", "https://scim.example.com/v2"),
        ("https:/scim.example.com/v2", "https://scim.example.com/v2"),
        ("localhost:8080/scim/v2", "http://localhost:8080/scim/v2"),
        ("127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("[::1]:9000/v2", "http://[::1]:9000/v2"),
        ("https://localhost/v2", "https://localhost/v2"),
        ("http://10.0.0.1/v2", "http://10.0.0.1/v2"),
        ("https://h.example/scim/v2/Users", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Users/", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Users/42", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Users?startIndex=1&count=1", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Groups/a%2Fb#top", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Users/.search", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/Schemas/urn:a:b", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/ResourceTypes", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/ServiceProviderConfig", "https://h.example/scim/v2"),
        ("https://h.example/scim/v2/ServiceProviderConfigs", "https://h.example/scim/v2"),
        ("https://h.example/Me", "https://h.example"),
        ("https://h.example/Bulk", "https://h.example"),
        // Known vendors: a group's path in lower case is part of the base.
        (
            "https://gitlab.com/api/scim/v2/groups/acme",
            "https://gitlab.com/api/scim/v2/groups/acme",
        ),
        ("https://graph.microsoft.com/rp/scim", "https://graph.microsoft.com/rp/scim"),
        ("https://bücher.example/scim", "https://xn--bcher-kva.example/scim"),
    ];
    for (pasted, expected) in table {
        let base = BaseUrl::parse(pasted).unwrap_or_else(|it| panic!("{pasted}: {it}"));
        assert_eq!(base.as_str(), expected, "{pasted}");
        assert_eq!(BaseUrl::parse(base.as_str()), Ok(base), "{pasted} is read the same twice");
    }
}

#[test]
fn other_texts_are_refused() {
    for text in ["", "  ", "\"\""] {
        assert_eq!(BaseUrl::parse(text), Err(BaseUrlError::Empty));
    }
    for scheme in ["ftp", "ldap", "file", "ws", "scim+http"] {
        let result = BaseUrl::parse(&format!("{scheme}://host/x"));
        assert_eq!(result, Err(BaseUrlError::UnsupportedScheme { scheme: scheme.to_owned() }));
    }
    for text in ["https://ada@host/v2", "https://ada:pw@host/v2", "ada:pw@host/v2"] {
        assert_eq!(BaseUrl::parse(text), Err(BaseUrlError::UserInfo), "{text}");
    }
    for text in ["https://", "https://ho st/", "https://host:99999/", "javascript:alert(1)", "::"] {
        let result = BaseUrl::parse(text);
        assert!(matches!(result, Err(BaseUrlError::Invalid { .. })), "{text}: {result:?}");
    }
}

#[test]
fn loopback_is_this_machine_only() {
    for host in ["localhost", "api.localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "[::1]"] {
        assert!(BaseUrl::parse(&format!("http://{host}/x")).unwrap().is_loopback(), "{host}");
    }
    for host in
        ["localhost.example.com", "10.0.0.1", "0.0.0.0", "128.0.0.1", "[::2]", "notlocalhost"]
    {
        assert!(!BaseUrl::parse(&format!("http://{host}/x")).unwrap().is_loopback(), "{host}");
    }
}

#[test]
fn endpoints_stay_on_the_origin() {
    let base = BaseUrl::parse("https://h.example/scim/v2").unwrap();
    let table = [
        ("/Users", "https://h.example/scim/v2/Users"),
        ("Users", "https://h.example/scim/v2/Users"),
        (" /Users ", "https://h.example/scim/v2/Users"),
        ("/scim/v2/Users", "https://h.example/scim/v2/Users"),
        ("/scim/v2x/Users", "https://h.example/scim/v2/scim/v2x/Users"),
        ("https://h.example/other/Users", "https://h.example/other/Users"),
        ("https://h.example:443/scim/v2/Users", "https://h.example/scim/v2/Users"),
        ("//h.example/x", "https://h.example/x"),
        ("/Users?x=1#top", "https://h.example/scim/v2/Users?x=1"),
        ("@evil.example/x", "https://h.example/scim/v2/@evil.example/x"),
        ("\\\\evil.example\\x", "https://h.example/scim/v2///evil.example/x"),
        ("/../../../Users", "https://h.example/Users"),
    ];
    for (endpoint, expected) in table {
        assert_eq!(base.resolve(endpoint).unwrap().as_str(), expected, "{endpoint}");
    }
    let elsewhere = [
        "http://h.example/scim/v2/Users",
        "https://evil.example/Users",
        "https://h.example:8443/Users",
        "https://h.example@evil.example/Users",
        "https://ada@h.example/Users",
        "//evil.example/Users",
        "ftp://h.example/Users",
        "javascript://h.example/%0aalert(1)",
    ];
    for endpoint in elsewhere {
        let result = base.resolve(endpoint);
        assert!(matches!(result, Err(EndpointError::Elsewhere { .. })), "{endpoint}: {result:?}");
    }
    assert!(matches!(base.resolve("  "), Err(EndpointError::Invalid { .. })));
}

#[test]
fn endpoints_resolve_at_a_bare_host() {
    let base = BaseUrl::parse("http://127.0.0.1:8080").unwrap();
    assert_eq!(base.resolve("/Users").unwrap().as_str(), "http://127.0.0.1:8080/Users");
    assert_eq!(base.origin(), "http://127.0.0.1:8080");
    assert_eq!((base.host(), base.port()), ("127.0.0.1".to_owned(), 8080));
}

#[test]
fn two_ways_to_write_one_place_are_known_as_one() {
    let same = |one: &str, other: &str| {
        let (one, other) = (BaseUrl::parse(one).unwrap(), BaseUrl::parse(other).unwrap());
        let is_same = one.may_be_same_place(&other);
        assert_eq!(is_same, other.may_be_same_place(&one), "{one:?} {other:?}");
        is_same
    };
    const BASE: &str = "https://scim.example.com/scim/v2";
    for other in [
        "https://SCIM.example.com./scim/v2/",
        "http://scim.example.com/scim/v2",
        "https://scim.example.com:443/scim//v2",
        "https://scim.example.com/%73cim/v2",
        "https://scim.example.com/scim%2Fv2",
        "https://scim.example.com/SCIM/V2",
        "https://scim.example.com/scim/v2/tenant-a",
        "https://scim.example.com/scim",
        "https://scim.example.com",
    ] {
        assert!(same(BASE, other), "{other}");
    }
    for other in [
        "https://scim.example.org/scim/v2",
        "https://scim.example.com:8443/scim/v2",
        "https://scim.example.com/scim/v2-test",
        "https://scim.example.com/test/v2",
    ] {
        assert!(!same(BASE, other), "{other}");
    }
    assert!(same("http://localhost:8080/v2", "http://127.0.0.1:8080/v2"));
    assert!(!same("http://localhost:8080/v2", "http://127.0.0.1:8081/v2"));
    assert!(!same("https://x.example.com/a/one", "https://x.example.com/a/two"));
}
