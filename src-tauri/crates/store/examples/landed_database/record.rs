//! How a row is written down beside a landed database, and the key of all of them. The example writes with this,
//! the test of migrations reads with it. Rows are taken apart by name: a field that is added has to be told here.

use serde_json::{Value, json};
use store::{
    ChangeRow, ChosenColumns, DraftRow, ExchangeRow, GuardEntry, KeptChange, LeftRow, ReadBackRow,
    TenantPlace, TenantRow,
};

/// The key of every database here: it guards nothing but made-up rows.
pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\
                              0f1e2d3c4b5a69788796a5b4c3d2e1f0";

pub(crate) fn of_tenant(row: &TenantRow) -> Value {
    let TenantRow {
        id,
        name,
        environment,
        colour,
        base_url,
        auth,
        user_name,
        sign_in,
        ask_each_time,
        connect_seconds,
        total_seconds,
        created_at,
        last_opened_at,
        guard,
        transport,
    } = row;
    json!({
        "id": id,
        "name": name,
        "environment": environment,
        "colour": colour,
        "baseUrl": base_url,
        "auth": auth,
        "userName": user_name,
        "signIn": sign_in,
        "askEachTime": ask_each_time,
        "connectSeconds": connect_seconds,
        "totalSeconds": total_seconds,
        "createdAt": created_at.to_string(),
        "lastOpenedAt": last_opened_at.map(|at| at.to_string()),
        "guard": guard,
        "transport": transport,
    })
}

pub(crate) fn of_columns(row: &ChosenColumns) -> Value {
    let ChosenColumns { tenant_id, resource_type, paths } = row;
    json!({ "tenantId": tenant_id, "resourceType": resource_type, "paths": paths })
}

pub(crate) fn of_place(row: &TenantPlace) -> Value {
    let TenantPlace { tenant_id, group } = row;
    json!({ "tenantId": tenant_id, "group": group })
}

pub(crate) fn of_left(row: &LeftRow) -> Value {
    let LeftRow { tenant_id, what, text } = row;
    json!({ "tenantId": tenant_id, "what": what, "text": text })
}

pub(crate) fn of_draft(row: &DraftRow) -> Value {
    let DraftRow { id, tenant_id, resource_type, resource_id, changed_at, state } = row;
    json!({
        "id": id,
        "tenantId": tenant_id,
        "resourceType": resource_type,
        "resourceId": resource_id,
        "changedAt": changed_at.to_string(),
        "state": state,
    })
}

pub(crate) fn of_change(kept: &KeptChange) -> Value {
    let KeptChange { id, undone_by, row } = kept;
    let ChangeRow {
        tenant_id,
        at,
        kind,
        outcome,
        resource_type,
        resource_id,
        title,
        words,
        undoes,
        exchange_id,
        detail,
    } = row;
    json!({
        "id": id,
        "undoneBy": undone_by,
        "tenantId": tenant_id,
        "at": at.to_string(),
        "kind": kind,
        "outcome": outcome,
        "resourceType": resource_type,
        "resourceId": resource_id,
        "title": title,
        "words": words,
        "undoes": undoes,
        "exchangeId": exchange_id,
        "detail": detail,
    })
}

pub(crate) fn of_guard_entry(row: &GuardEntry) -> Value {
    let GuardEntry { tenant_id, at, event, reason } = row;
    json!({ "tenantId": tenant_id, "at": at.to_string(), "event": event, "reason": reason })
}

pub(crate) fn of_read_back(row: &ReadBackRow) -> Value {
    let ReadBackRow { exchange_id, at, verdict, words, read_exchange_id } = row;
    json!({
        "exchangeId": exchange_id,
        "at": at.to_string(),
        "verdict": verdict,
        "words": words,
        "readExchangeId": read_exchange_id,
    })
}

pub(crate) fn of_exchange(id: i64, row: &ExchangeRow) -> Value {
    let ExchangeRow {
        tenant_id,
        asked_by,
        operation,
        started_at,
        method,
        url,
        request_headers,
        request_body,
        status,
        http_version,
        response_headers,
        response_body,
        failure_code,
        failure_message,
        seen,
        total_us,
        to_headers_us,
        read_us,
        dns_us,
        connect_us,
        tls_us,
        reused,
        accepted,
        outcome_unknown,
        request_id,
    } = row;
    json!({
        "id": id,
        "tenantId": tenant_id,
        "askedBy": asked_by,
        "operation": operation,
        "startedAt": started_at.to_string(),
        "method": method,
        "url": url,
        "requestHeaders": request_headers,
        "requestBody": request_body.as_deref().map(of_body),
        "status": status,
        "httpVersion": http_version,
        "responseHeaders": response_headers,
        "responseBody": response_body.as_deref().map(of_body),
        "failureCode": failure_code,
        "failureMessage": failure_message,
        "seen": seen,
        "totalUs": total_us,
        "toHeadersUs": to_headers_us,
        "readUs": read_us,
        "dnsUs": dns_us,
        "connectUs": connect_us,
        "tlsUs": tls_us,
        "reused": reused,
        "accepted": accepted,
        "outcomeUnknown": outcome_unknown,
        "requestId": request_id,
    })
}

fn of_body(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "text": text }),
        Err(_) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            json!({ "hex": hex })
        }
    }
}
