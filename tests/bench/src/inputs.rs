//! What filters and PATCH are measured on: one file that the peers read as well.

use anyhow::{Context as _, Result};
use scim::builtin;
use scim::view::TypeModel;
use serde::Deserialize;
use serde_json::Value;

pub(crate) const TEXT: &str = include_str!("../peers/inputs.json");

/// A typical user, and what is done with it.
#[derive(Debug, Deserialize)]
pub(crate) struct Inputs {
    pub(crate) user: Value,
    pub(crate) filters: Vec<String>,
    pub(crate) patches: Vec<Patch>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Patch {
    pub(crate) name: String,
    pub(crate) operations: Value,
}

pub(crate) fn read() -> Result<Inputs> {
    serde_json::from_str(TEXT).context("the inputs cannot be read")
}

/// User with the enterprise extension.
pub(crate) fn user_model() -> Result<TypeModel> {
    let user = builtin::resource_types().first().context("no built-in resource type")?;
    Ok(TypeModel::resolve(user, builtin::schemas()).value)
}
