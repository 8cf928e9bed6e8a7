//! Writes tenants as a file. What is not named here is not written: a member that is added to a tenant stays out until
//! somebody has asked whether it is a secret.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use store::TenantRow;

use super::{portable, transport};
use crate::error::Fault;
use crate::guards;

/// What the file calls itself.
pub(super) const FORMAT: &str = "scimscope-tenants";
/// The version that is written, and the only one that is read.
pub(super) const VERSION: u64 = 1;

/// The whole file.
pub(super) fn text(tenants: Vec<Value>, now: Timestamp) -> Result<String, Fault> {
    let file = json!({
        "format": FORMAT,
        "version": VERSION,
        "writtenAt": now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "writtenBy": concat!("Scimscope ", env!("CARGO_PKG_VERSION")),
        "tenants": tenants,
    });
    let text = serde_json::to_string_pretty(&file)
        .map_err(|error| Fault::Defect { reason: error.to_string() })?;
    Ok(text + "\n")
}

/// One tenant of the file.
pub(super) fn of_tenant(row: &TenantRow, group: &str, columns: &[(String, Vec<String>)]) -> Value {
    let mut tenant = Map::new();
    tenant.insert("name".into(), json!(row.name));
    tenant.insert("kind".into(), json!(row.environment));
    tenant.insert("colour".into(), json!(row.colour));
    if !group.is_empty() {
        tenant.insert("group".into(), json!(group));
    }
    tenant.insert("baseUrl".into(), json!(row.base_url));
    tenant.insert("authentication".into(), portable::written(row));
    tenant.extend(transport::written(row).map(|it| ("transport".to_owned(), it)));
    tenant.insert("askEachTime".into(), json!(row.ask_each_time));
    tenant.insert("guard".into(), json!(guards::mode_of(row)));
    let limits = json!({
        "connectSeconds": row.connect_seconds, "totalSeconds": row.total_seconds,
    });
    tenant.insert("timeLimits".into(), limits);
    if !columns.is_empty() {
        let columns: Map<String, Value> =
            columns.iter().map(|(kind, paths)| (kind.clone(), json!(paths))).collect();
        tenant.insert("columns".into(), Value::Object(columns));
    }
    Value::Object(tenant)
}
