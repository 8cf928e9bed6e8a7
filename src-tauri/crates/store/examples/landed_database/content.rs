//! What is in a landed database: made-up rows, at least one of every kind that the app writes.

use jiff::Timestamp;
use store::{
    ChangeRow, ChosenColumns, DraftRow, ExchangeRow, GuardEntry, LeftRow, ReadBackRow, TenantPlace,
    TenantRow,
};

type Made<T> = Result<T, jiff::Error>;

/// A text, and which exchanges (counted from 0) hold it.
pub(crate) const SEARCHES: &[(&str, &[usize])] = &[
    ("Grüße aus Zürich", &[1]),
    ("東京 \u{1f5fc}", &[1]),
    ("userName%20eq", &[0]),
    ("x-trace: Second", &[0]),
    ("somebody31@example.com", &[9]),
    ("application/scim+json", &[0, 1, 3, 4, 7, 9, 10]),
    ("connection refused", &[]),
    ("gone.example.com", &[]),
];

/// Stands for a certificate: the store takes it as it is.
const AUTHORITY: &str =
    "-----BEGIN CERTIFICATE-----\nMIIBpDCCAUugAwIBAgIUDaRv\n-----END CERTIFICATE-----\n";

pub(crate) fn tenants() -> Made<Vec<TenantRow>> {
    let production = TenantRow {
        id: "01JTENANTPRODUCTION".to_owned(),
        name: "Example production".to_owned(),
        environment: "production".to_owned(),
        colour: "red".to_owned(),
        base_url: "https://scim.example.com/v2".to_owned(),
        auth: "bearer".to_owned(),
        user_name: None,
        sign_in: None,
        ask_each_time: false,
        connect_seconds: 10,
        total_seconds: 60,
        created_at: at(0)?,
        last_opened_at: Some(at(86_400)?),
        guard: "readOnly".to_owned(),
        transport: None,
    };
    let asked = TenantRow {
        id: "01JTENANTASKED".to_owned(),
        name: "Zürich 東京 \u{1f511} \"quoted\" 'n\\".to_owned(),
        environment: "test".to_owned(),
        colour: "teal".to_owned(),
        base_url: "https://xn--zrich-kva.example/scim/".to_owned(),
        ask_each_time: true,
        connect_seconds: 1,
        total_seconds: 600,
        created_at: at(1)?,
        last_opened_at: None,
        guard: "free".to_owned(),
        transport: Some(r#"{"addresses":"ipv4"}"#.to_owned()),
        ..production.clone()
    };
    let certified = TenantRow {
        id: "01JTENANTCERTIFIED".to_owned(),
        name: "Through a proxy, with a certificate".to_owned(),
        environment: "staging".to_owned(),
        auth: "none".to_owned(),
        sign_in: Some(r#"{"certificate":"pkcs12"}"#.to_owned()),
        guard: "confirm".to_owned(),
        transport: Some(format!(
            r#"{{"proxy":{{"kind":"explicit","url":"socks5h://proxy.example.com:1080","userName":"Zoë"}},"addresses":"ipv6","authorities":{},"unverified":true,"plainHttp":true}}"#,
            serde_json::Value::from(AUTHORITY)
        )),
        created_at: at(3)?,
        ..production.clone()
    };
    let sandbox = TenantRow {
        id: "sandbox".to_owned(),
        name: "Sandbox".to_owned(),
        environment: "sandbox".to_owned(),
        colour: "violet".to_owned(),
        base_url: "http://127.0.0.1:1/scim/v2".to_owned(),
        auth: "basic".to_owned(),
        user_name: Some("Zoë@example.com".to_owned()),
        sign_in: Some(r#"{"headers":[{"name":"X-Zone","value":"a"}]}"#.to_owned()),
        guard: "confirm".to_owned(),
        created_at: at(2)?,
        ..production.clone()
    };
    Ok(vec![production, asked, sandbox, certified])
}

pub(crate) fn columns() -> Vec<ChosenColumns> {
    let chosen = |tenant: &str, resource_type: &str, paths: &[&str]| ChosenColumns {
        tenant_id: tenant.to_owned(),
        resource_type: resource_type.to_owned(),
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
    };
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
    vec![
        chosen("01JTENANTASKED", "Gerät", &["名前"]),
        chosen("01JTENANTPRODUCTION", "Group", &[]),
        chosen(
            "01JTENANTPRODUCTION",
            "User",
            &["userName", enterprise, "emails[type eq \"work\"].value"],
        ),
    ]
}

/// How tenants were left, in the order in which they are listed.
pub(crate) fn left_as() -> Vec<LeftRow> {
    let left = |tenant: &str, what: &str, text: &str| LeftRow {
        tenant_id: tenant.to_owned(),
        what: what.to_owned(),
        text: text.to_owned(),
    };
    vec![
        left("01JTENANTASKED", "place", r#"{"screen":"directory","resourceType":"Gerät"}"#),
        left("01JTENANTPRODUCTION", "filters", r#"{"User":{"filter":"userName eq \"ü\""}}"#),
        left("sandbox", "newForm", r#"{"name":"Größe 🗼"}"#),
    ]
}

/// Another order than that of adding; two in a group and two in none.
pub(crate) fn places() -> Vec<TenantPlace> {
    let placed = |tenant: &str, group: &str| TenantPlace {
        tenant_id: tenant.to_owned(),
        group: group.to_owned(),
    };
    vec![
        placed("01JTENANTCERTIFIED", "Größe \u{1f5fc}"),
        placed("sandbox", ""),
        placed("01JTENANTPRODUCTION", "Größe \u{1f5fc}"),
        placed("01JTENANTASKED", ""),
    ]
}

/// In the order in which they are appended.
pub(crate) fn guard_log() -> Made<Vec<GuardEntry>> {
    let entry =
        |tenant: &str, seconds: i64, event: &str, reason: Option<&str>| -> Made<GuardEntry> {
            Ok(GuardEntry {
                tenant_id: tenant.to_owned(),
                at: at(seconds)?,
                event: event.to_owned(),
                reason: reason.map(str::to_owned),
            })
        };
    Ok(vec![
        entry("01JTENANTPRODUCTION", 10, "unlocked", Some("INC-4711, \"über\" Nacht\n"))?,
        entry("01JTENANTCERTIFIED", 11, "unverified", Some("the authority is not here yet"))?,
        entry("01JTENANTPRODUCTION", 12, "timeOver", None)?,
        // Two at one time.
        entry("01JTENANTPRODUCTION", 12, "setConfirm", Some(""))?,
    ])
}

/// In the order in which they are appended.
pub(crate) fn exchanges() -> Made<Vec<ExchangeRow>> {
    let plain = plain()?;
    let mut rows = vec![
        filtered(&plain),
        created(&plain),
        refused(&plain),
        broken_off(&plain),
        without_success(&plain),
        seen(&plain),
        binary(&plain),
        with_nothing_in_it(&plain),
        with_a_nul(&plain),
        long(&plain),
        taken_for_later(&plain),
        of_unknown_outcome(&plain),
    ];
    for (number, row) in (0_i64..).zip(&mut rows) {
        row.started_at = at(100 + number)?;
    }
    Ok(rows)
}

/// Of the writes whose outcome nobody knew: one with the read that shows it, one whose read is gone.
pub(crate) fn read_backs(exchanges: &[(i64, ExchangeRow)]) -> Made<Vec<ReadBackRow>> {
    let shown_by = exchanges.first().map(|(id, _)| *id);
    let unknown = exchanges.iter().filter(|(_, row)| row.outcome_unknown);
    let shown = [shown_by, None].into_iter().cycle();
    unknown
        .zip(shown)
        .map(|((id, _), read_exchange_id)| {
            Ok(ReadBackRow {
                exchange_id: *id,
                at: at(300)?,
                verdict: "partly".to_owned(),
                words: "`title` is not as the request sets it; \u{201e}Größe\u{201c} is."
                    .to_owned(),
                read_exchange_id,
            })
        })
        .collect()
}

/// What was edited and not sent: of a resource, and of a new one.
pub(crate) fn drafts() -> Made<Vec<DraftRow>> {
    let draft = |id: &str, resource: Option<&str>, text: &str| -> Made<DraftRow> {
        Ok(DraftRow {
            id: id.to_owned(),
            tenant_id: "01JTENANTPRODUCTION".to_owned(),
            resource_type: "Gerät".to_owned(),
            resource_id: resource.map(str::to_owned),
            changed_at: at(400)?,
            state: text.to_owned(),
        })
    };
    Ok(vec![
        draft("00aa", Some("2819c223"), r#"{"document":"{\"title\":\"Größe 🗼\"}"}"#)?,
        draft("00bb", None, r#"{"document":"{}"}"#)?,
    ])
}

/// What was written: one change that was undone, and the one that undid it.
pub(crate) fn changes(exchanges: &[(i64, ExchangeRow)]) -> Made<Vec<ChangeRow>> {
    let change = |words: &str, undoes: Option<i64>| -> Made<ChangeRow> {
        Ok(ChangeRow {
            tenant_id: "01JTENANTPRODUCTION".to_owned(),
            at: at(500)?,
            kind: "update".to_owned(),
            outcome: "done".to_owned(),
            resource_type: "User".to_owned(),
            resource_id: Some("2819c223".to_owned()),
            title: "Größe 🗼".to_owned(),
            words: words.to_owned(),
            undoes,
            exchange_id: exchanges.first().map(|(id, _)| *id),
            detail: r#"{"before":"{\"title\":\"ü\"}"}"#.to_owned(),
        })
    };
    Ok(vec![change("Changed Größe: title", None)?, change("Undid: Changed Größe: title", Some(1))?])
}

fn at(seconds: i64) -> Made<Timestamp> {
    // Not a whole number of seconds: times are kept to the microsecond.
    Timestamp::from_microsecond(1_760_000_000_123_457 + seconds * 1_000_000)
}

fn plain() -> Made<ExchangeRow> {
    Ok(ExchangeRow {
        tenant_id: "01JTENANTPRODUCTION".to_owned(),
        asked_by: "Directory".to_owned(),
        operation: "operation-1".to_owned(),
        started_at: at(0)?,
        method: "GET".to_owned(),
        url: "https://scim.example.com/v2/Users".to_owned(),
        request_headers: headers(&[
            ("accept", "application/scim+json"),
            ("authorization", "[removed]"),
        ]),
        request_body: None,
        status: Some(200),
        http_version: Some("HTTP/2".to_owned()),
        response_headers: headers(&[("content-type", "application/json")]),
        response_body: Some(b"{}".to_vec()),
        failure_code: None,
        failure_message: None,
        seen: None,
        total_us: 123_456,
        to_headers_us: Some(120_000),
        read_us: Some(3_456),
        dns_us: None,
        connect_us: None,
        tls_us: None,
        reused: Some(true),
        accepted: false,
        outcome_unknown: false,
        request_id: None,
    })
}

fn filtered(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        url: "https://scim.example.com/v2/Users?filter=userName%20eq%20%22x%22&count=100"
            .to_owned(),
        response_headers: headers(&[
            ("X-Trace", "First, \"quoted\""),
            ("x-trace", "Second \\ \t"),
            ("x-trace", ""),
        ]),
        request_id: Some("7c0f-1".to_owned()),
        ..plain.clone()
    }
}

fn created(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        tenant_id: "01JTENANTASKED".to_owned(),
        asked_by: "Form".to_owned(),
        operation: "operation-2".to_owned(),
        method: "POST".to_owned(),
        url: "https://xn--zrich-kva.example/scim/Users".to_owned(),
        request_body: Some(
            "{ \"note\" :\"Grüße aus Zürich\",\r\n\"n\":1.00,\"n\":\"\\u00e9\" }".into(),
        ),
        status: Some(201),
        dns_us: Some(0),
        connect_us: Some(2_000),
        tls_us: Some(9_000),
        reused: Some(false),
        http_version: Some("HTTP/1.1".to_owned()),
        response_body: Some(
            "{\"displayName\":\"東京 \u{1f5fc}\",\"n\":12345678901234567890.10}".into(),
        ),
        ..plain.clone()
    }
}

fn refused(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        request_headers: Vec::new(),
        status: None,
        http_version: None,
        response_headers: Vec::new(),
        response_body: None,
        failure_code: Some("refused".to_owned()),
        failure_message: Some("connection refused by scim.example.com, port 443".to_owned()),
        total_us: 0,
        to_headers_us: None,
        read_us: None,
        dns_us: Some(900),
        reused: None,
        ..plain.clone()
    }
}

fn broken_off(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        response_body: Some(b"{\"Resources\":[{\"userNa".to_vec()),
        failure_code: Some("brokenOff".to_owned()),
        failure_message: Some("the connection ended after 22 bytes".to_owned()),
        read_us: None,
        ..plain.clone()
    }
}

fn without_success(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        tenant_id: "sandbox".to_owned(),
        status: Some(503),
        response_body: Some(b"<html><h1>Service Unavailable</h1></html>".to_vec()),
        ..plain.clone()
    }
}

fn seen(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        asked_by: "Connection test".to_owned(),
        method: "DNS".to_owned(),
        url: "dns://scim.example.com".to_owned(),
        seen: Some("scim.example.com is 192.0.2.1 and 2001:db8::1".to_owned()),
        failure_code: None,
        failure_message: None,
        ..refused(plain)
    }
}

fn binary(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        method: "PUT".to_owned(),
        request_headers: Vec::new(),
        request_body: Some((0..=255).rev().collect()),
        response_body: Some((0..=255).collect()),
        total_us: u64::from(u32::MAX) * 1_000,
        ..plain.clone()
    }
}

fn with_nothing_in_it(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        method: "DELETE".to_owned(),
        url: String::new(),
        request_body: Some(Vec::new()),
        status: Some(204),
        response_headers: Vec::new(),
        response_body: Some(Vec::new()),
        ..plain.clone()
    }
}

fn with_a_nul(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        request_headers: Vec::new(),
        response_body: Some(b"text with a \0 in it".to_vec()),
        ..plain.clone()
    }
}

fn long(plain: &ExchangeRow) -> ExchangeRow {
    let users: Vec<String> = (0..200)
        .map(|number| format!("{{\"userName\":\"somebody{number}@example.com\",\"active\":true}}"))
        .collect();
    ExchangeRow {
        response_body: Some(format!("{{\"Resources\":[{}]}}", users.join(",")).into_bytes()),
        ..plain.clone()
    }
}

fn taken_for_later(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow { method: "PATCH".to_owned(), status: Some(202), accepted: true, ..plain.clone() }
}

fn of_unknown_outcome(plain: &ExchangeRow) -> ExchangeRow {
    ExchangeRow {
        tenant_id: "01JTENANTCERTIFIED".to_owned(),
        method: "PATCH".to_owned(),
        request_body: Some(b"{\"Operations\":[]}".to_vec()),
        failure_code: Some("connectionClosed".to_owned()),
        failure_message: Some(
            "scim.example.com closed the connection without an answer".to_owned(),
        ),
        outcome_unknown: true,
        ..refused(plain)
    }
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
