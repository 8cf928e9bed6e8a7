//! Tenants as a file: written without secrets, looked at before anything of it is taken over.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::guard::GuardMode;
use super::tenants::{Authentication, Colour, Environment, Tenant};

/// Which tenants go into a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsExport {
    /// Their ids; none for all of them.
    pub tenant_ids: Vec<String>,
}

/// Tenants as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsExported {
    /// The proposed name of the file.
    pub file_name: String,
    /// The file, character by character.
    pub text: String,
    /// How many tenants are in it.
    pub count: u32,
}

/// What became of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsSaved {
    /// Where it was written; null where the person chose no place.
    pub path: Option<String>,
}

/// Looks at a file of tenants; nothing is taken over.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsRead {
    /// What is in the file.
    pub text: String,
}

/// How much something in a file weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RemarkKind {
    /// It cannot be taken over.
    Refused,
    /// It looks like a secret: it is left out, and kept nowhere.
    Secret,
    /// It is left out, or read as something else; the rest is taken over.
    Notice,
}

/// Something to say about a place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRemark {
    /// How much it weighs.
    pub kind: RemarkKind,
    /// The place, as a JSON pointer (RFC 6901); empty for the whole file.
    pub pointer: String,
    /// What is there and what it means, as a sentence. Never a value of the file.
    pub sentence: String,
}

/// What would become of a tenant in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReadState {
    /// It would be added.
    New,
    /// There is one of the same name, server and sign-in already.
    Same,
    /// It cannot be taken over.
    Refused,
}

/// A tenant in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadTenant {
    /// Where it stands in the file's list, from 0.
    pub index: u32,
    /// What would become of it.
    pub state: ReadState,
    /// Its name; empty where it could not be read.
    pub name: String,
    /// The name of its group; empty for none.
    pub group: String,
    /// What it is used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub environment: Option<Environment>,
    /// Its colour.
    pub colour: Colour,
    /// The base URL of the service provider; empty where it could not be read.
    pub base_url: String,
    /// How requests are authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub authentication: Option<Authentication>,
    /// Where else requests or the browser are sent: the endpoints of its authorisation server.
    pub endpoints: Vec<String>,
    /// Whether the refresh token of a sign-in with the browser would be kept in the keychain.
    pub keeps_signed_in: bool,
    /// The proxy that its requests go through, where it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub proxy: Option<String>,
    /// The certificate authorities that it trusts beside those of the system, each by its subject.
    pub authorities: Vec<String>,
    /// What a person has to give before it can be opened: its secrets, and its command where it has one.
    pub to_give: Vec<String>,
    /// How it would be guarded against writes.
    pub guard: GuardMode,
    /// What there is to say about it.
    pub remarks: Vec<FileRemark>,
}

/// What a file of tenants holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsReadThrough {
    /// What there is to say about the file as a whole.
    pub remarks: Vec<FileRemark>,
    /// Its tenants, in the file's order.
    pub tenants: Vec<ReadTenant>,
}

/// Takes tenants of a file over: all that are named, or none.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsImport {
    /// What is in the file.
    pub text: String,
    /// Which of its tenants, by where they stand in it.
    pub indexes: Vec<u32>,
}

/// What was taken over.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantsImported {
    /// The tenants that were added.
    pub tenants: Vec<Tenant>,
}
