//! Drafts.

pub(crate) mod merge;

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn draft_open(_: &App, _: drafts::DraftOpen, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }

pub(crate) async fn draft_read(_: &App, _: drafts::DraftRef, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }

pub(crate) async fn draft_change(_: &App, _: drafts::DraftChange, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }

pub(crate) async fn draft_text(_: &App, _: drafts::DraftText, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }

pub(crate) async fn draft_method(_: &App, _: drafts::DraftMethod, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }

pub(crate) async fn draft_values(_: &App, _: drafts::DraftValues, _: &Call<Empty>) -> Result<drafts::DraftValuesRead, Fault> { Err(no()) }

pub(crate) async fn draft_list(_: &App, _: tenants::TenantRef, _: &Call<Empty>) -> Result<Vec<drafts::DraftSummary>, Fault> { Err(no()) }

pub(crate) async fn draft_discard(_: &App, _: drafts::DraftRef, _: &Call<Empty>) -> Result<Empty, Fault> { Err(no()) }
