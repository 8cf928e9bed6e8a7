//! Merge.

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn merge_read(_: &App, _: drafts::DraftRef, _: &Call<Empty>) -> Result<drafts::Merge, Fault> { Err(no()) }

pub(crate) async fn merge_choose(_: &App, _: drafts::MergeChoose, _: &Call<Empty>) -> Result<drafts::Merge, Fault> { Err(no()) }

pub(crate) async fn merge_apply(_: &App, _: drafts::DraftRef, _: &Call<Empty>) -> Result<drafts::Draft, Fault> { Err(no()) }
