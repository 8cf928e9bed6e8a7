//! Redaction: the secret is nowhere, and every byte outside of the redacted spans is as it was.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use client::redact::{MASK, Redactor};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::Value;

const SECRET: &str = "s3cr3t/+\"key\\é~";

fn redactor(secret: &str) -> Redactor {
    Redactor::new([&SecretString::from(secret)])
}

fn body(text: &str) -> String {
    String::from_utf8(Redactor::default().body(text.as_bytes().to_vec())).unwrap()
}

#[test]
fn password_members_are_masked_in_place() {
    let table = [
        (r#"{"password":"x"}"#, r#"{"password":"•••"}"#),
        (r#"{ "Password" : "x" , "a":1.0e5 }"#, r#"{ "Password" : "•••" , "a":1.0e5 }"#),
        (r#"{"a":[{"PASSWORD":12.50}]}"#, r#"{"a":[{"PASSWORD":"•••"}]}"#),
        (r#"{"password":null,"b":2}"#, r#"{"password":"•••","b":2}"#),
        (r#"{"password":{"password":"x","y":[1,"}"]},"b":2}"#, r#"{"password":"•••","b":2}"#),
        (r#"{"password":["a","]"]}"#, r#"{"password":"•••"}"#),
        (r#"{"password":"a\"b\\"}"#, r#"{"password":"•••"}"#),
        (r#"{"\u0070assword":"x"}"#, r#"{"\u0070assword":"•••"}"#),
        (
            r#"{"urn:ietf:params:scim:schemas:core:2.0:User:password":"x"}"#,
            r#"{"urn:ietf:params:scim:schemas:core:2.0:User:password":"•••"}"#,
        ),
        // Not a member of that name.
        (r#"{"passwordPolicy":"x","a":"password"}"#, r#"{"passwordPolicy":"x","a":"password"}"#),
        (r#"["password","x"]"#, r#"["password","x"]"#),
        // Broken or cut off: rather too much than too little.
        (r#"{"a":1,"password":"x"#, r#"{"a":1,"password":"•••""#),
        (r#"{"password":["x","y"#, r#"{"password":"•••""#),
        (r#"{"password":tru"#, r#"{"password":"•••""#),
        (r#"{"password":"#, r#"{"password":"#),
        (r#"{"password":x y, "a":1"#, r#"{"password":"•••", "a":1"#),
        (r#"<html>"password": 'x'</html>"#, r#"<html>"password": "•••""#),
    ];
    for (before, after) in table {
        assert_eq!(body(before), after);
    }
}

#[test]
fn a_known_secret_is_found_in_every_spelling() {
    let json = serde_json::to_string(SECRET).unwrap();
    let units: String = SECRET.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let percent = utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string();
    let spellings = [
        SECRET.to_owned(),
        json.trim_matches('"').to_owned(),
        json.replace('/', "\\/").trim_matches('"').to_owned(),
        units,
        percent.to_ascii_lowercase(),
        percent,
        SECRET.replace('/', "%2f"),
    ];
    for spelling in &spellings {
        let text = redactor(SECRET).text(&format!("before {spelling} after"));
        assert_eq!(text, format!("before {MASK} after"), "{spelling}");
    }
}

#[test]
fn a_secret_with_blanks_is_found_in_a_form() {
    let redactor = redactor("open sesame + 1");
    assert_eq!(redactor.text("a=open+sesame+%2B+1&b=2"), format!("a={MASK}&b=2"));
    let cut = redactor.partial_body(b"a=open+ses".to_vec());
    assert_eq!(String::from_utf8(cut).unwrap(), format!("a={MASK}"));
}

#[test]
fn a_known_secret_is_found_in_base64() {
    for before in ["", "a", "ab", "user:"] {
        let plain = format!("{before}{SECRET}after");
        for encoded in [STANDARD.encode(&plain), URL_SAFE_NO_PAD.encode(&plain)] {
            let text = redactor(SECRET).text(&format!("x={encoded};"));
            assert!(text.contains(MASK), "{before}: {text}");
            let left: String = text.trim_start_matches("x=").replace(MASK, "");
            assert!(left.len() + 12 < encoded.len(), "{before}: {text}");
        }
    }
}

#[test]
fn credentials_in_headers_keep_their_scheme_only() {
    let redactor = redactor("unrelated-secret");
    assert_eq!(redactor.header("Authorization", b"Bearer abc"), "Bearer •••");
    assert_eq!(redactor.header("authorization", b"abc"), "•••");
    assert_eq!(redactor.header("Proxy-Authorization", b"Basic YTpi"), "Basic •••");
    assert_eq!(redactor.header("set-cookie", b"sid=1; Path=/"), "•••");
    assert_eq!(redactor.header("Cookie", b"sid=1"), "•••");
    assert_eq!(redactor.header("x-other", b"is unrelated-secret here"), "is ••• here");
    assert_eq!(redactor.header("server", b"nginx"), "nginx");
}

#[test]
fn what_follows_a_password_is_masked_in_broken_text_and_within_strings() {
    let table = [
        (r#"{"a":"x" y","password":"hunter2"}"#, r#"{"a":"x" y","password":"•••"}"#),
        (
            r#"{"a":"x" y","PassWord" : "hunter2","b":1}"#,
            r#"{"a":"x" y","PassWord" : "•••","b":1}"#,
        ),
        (r#"{"detail":"{\"password\":\"hunter2\"}"}"#, r#"{"detail":"{\"password\":\"•••\"}"}"#),
        (
            r#"{"detail":"{\"password\":\"hunt\\\"er2\",\"b\":1}"}"#,
            r#"{"detail":"{\"password\":\"•••\",\"b\":1}"}"#,
        ),
        (
            r#"{"a":"{\"b\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}","c":1}"#,
            r#"{"a":"{\"b\":\"{\\\"password\\\":\\\"•••\\\"}\"}","c":1}"#,
        ),
        (
            r#"{"d":"{\u0022pass\u0077ord\u0022:\u0022hunter2\u0022}"}"#,
            r#"{"d":"{\u0022pass\u0077ord\u0022:\u0022•••\u0022}"}"#,
        ),
        (r#"{"d":"{\"password\":1234567,\"b\":1}"}"#, r#"{"d":"{\"password\":•••,\"b\":1}"}"#),
        (r#"{"d":"{\"password\":{\"value\":\"hunter2\"}}"}"#, r#"{"d":"{\"password\":•••"}"#),
        (r#"{"d":"userName=a&password=hunter2&b=1"}"#, r#"{"d":"userName=a&password=•••&b=1"}"#),
        (r#"{"d":"bad password: hunter2, says I\nnext"}"#, r#"{"d":"bad password: •••\nnext"}"#),
        (
            r#"{"d":"%22password%22%3A%22hunter2%22%7D"}"#,
            r#"{"d":"%22password%22%3A%22•••%22%7D"}"#,
        ),
        ("grant_type=password&password=hunter2&x=1", "grant_type=password&password=•••&x=1"),
        (
            "<p>{&quot;password&quot;:&quot;hunter2&quot;}</p>",
            "<p>{&quot;password&quot;:&quot;•••&quot;}</p>",
        ),
        ("{'password': 'hunter2', 'b': 1}", "{'password': '•••', 'b': 1}"),
        // Nothing of the kind.
        (r#"{"d":"the password is wrong"}"#, r#"{"d":"the password is wrong"}"#),
        (r#"{"name":"password","type":"string"}"#, r#"{"name":"password","type":"string"}"#),
        (r#"{"d":"urn:x:User:password"}"#, r#"{"d":"urn:x:User:password"}"#),
    ];
    for (before, after) in table {
        assert_eq!(body(before), after);
        assert_eq!(body(after), after, "twice is the same as once");
    }
}

#[test]
fn names_that_were_learned_are_masked_like_passwords() {
    let redactor = Redactor::default();
    let masked = |text: &str| String::from_utf8(redactor.body(text.as_bytes().to_vec())).unwrap();
    let text = r#"{"pin":"1","Secret Answer":"x","shipping":"a","d":"{\"pin\":\"2\"} shipping: b","id":"7"}"#;
    assert_eq!(masked(text), text);
    redactor.learn(["PIN", "secret answer", "id"].map(str::to_owned));
    assert_eq!(
        masked(text),
        r#"{"pin":"•••","Secret Answer":"•••","shipping":"a","d":"{\"pin\":\"•••\"} shipping: b","id":"7"}"#
    );
}

#[test]
fn short_secrets_are_masked_in_headers_queries_and_credentials_only() {
    let redactor = redactor("test");
    let masked = |text: &str| String::from_utf8(redactor.body(text.as_bytes().to_vec())).unwrap();
    let data = r#"{"userName":"test","displayName":"a test user"}"#;
    assert_eq!(masked(data), data);
    assert_eq!(
        masked(r#"{"access_token":"test","Authorization":"Bearer test","clientSecret":"tests"}"#),
        r#"{"access_token":"•••","Authorization":"Bearer •••","clientSecret":"tests"}"#
    );
    assert_eq!(
        redactor.url("https://test/Users/test?a=test&b=tests"),
        "https://test/Users/test?a=•••&b=tests"
    );
    assert_eq!(redactor.header("x-echo", b"token test"), "token •••");
    assert_eq!(redactor.header("content-type", b"application/test"), "application/test");
    assert_eq!(redactor.text("a test"), "a test");
    let cut = redactor.partial_body(br#"{"token":"tes"#.to_vec());
    assert_eq!(String::from_utf8(cut).unwrap(), r#"{"token":"•••""#);
}

#[test]
fn very_short_secrets_are_left_to_the_names() {
    assert_eq!(redactor("abc").text("abc"), "abc");
    assert_eq!(redactor("").text("abc"), "abc");
}

/// Any JSON value whose members may be named `password`, and none of whose other strings holds the secret.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~é\\n\"\\\\]{0,12}".prop_map(Value::from),
    ];
    let name = prop_oneof![Just("password"), Just("PassWord"), Just("a\"b"), Just("\\"), Just("é")];
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..5).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect())
            }),
        ]
    })
}

/// What redaction should do, said in another way.
fn masked(value: &Value) -> Value {
    match value {
        Value::Array(values) => values.iter().map(masked).collect(),
        Value::Object(members) => {
            let masked = members.iter().map(|(name, value)| {
                let is_password = name.eq_ignore_ascii_case("password");
                (name.clone(), if is_password { Value::from(MASK) } else { masked(value) })
            });
            Value::Object(masked.collect())
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn valid_json_stays_valid_and_only_passwords_change(value in json(), pretty: bool) {
        let text = if pretty {
            serde_json::to_string_pretty(&value).unwrap()
        } else {
            value.to_string()
        };
        let redacted = body(&text);
        prop_assert_eq!(serde_json::from_str::<Value>(&redacted).unwrap(), masked(&value));
        if masked(&value) == value && !text.contains(MASK) {
            prop_assert_eq!(&redacted, &text);
        }
        prop_assert_eq!(body(&redacted), redacted.clone(), "twice is the same as once");
    }

    #[test]
    fn a_password_never_survives_a_cut(value in json(), cut in 0_usize..4000) {
        let text = serde_json::json!({"a": value, "password": "topsecret", "z": 1}).to_string();
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let redacted = body(&text[..cut]);
        prop_assert!(!redacted.contains("topse"), "{}", redacted);
    }

    #[test]
    fn known_secrets_vanish_and_the_rest_stays(
        parts in prop::collection::vec("[ -$&-\\[\\]-~é\\n]{1,20}", 2..6),
        secret in "[A-Za-z0-9+/=_~.!-]{8,40}",
    ) {
        let plain = parts.join(&secret);
        prop_assume!(plain.matches(&secret).count() == parts.len() - 1);
        let text = redactor(&secret).text(&plain);
        prop_assert_eq!(&text, &parts.join(MASK));
    }

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(redactor(SECRET).body(bytes));
    }

    #[test]
    fn bytes_without_secrets_are_unchanged(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assume!(!bytes.to_ascii_lowercase().windows(8).any(|it| it == b"password"));
        prop_assert_eq!(redactor("a-secret-of-some-length").body(bytes.clone()), bytes);
    }

    #[test]
    fn no_beginning_of_a_secret_survives_a_cut(
        before in "[ -$&-\\[\\]-~]{0,20}",
        secret in "[A-Za-z0-9+/=_~.!-]{8,40}",
        kept in 4_usize..40,
    ) {
        prop_assume!(kept < secret.len());
        let cut = [before.as_bytes(), &secret.as_bytes()[..kept]].concat();
        let redacted = String::from_utf8(redactor(&secret).partial_body(cut)).unwrap();
        prop_assert!(redacted.ends_with(MASK), "{}", redacted);
        prop_assert!(!redacted.contains(&secret[..4]) || before.contains(&secret[..4]));
    }
}
