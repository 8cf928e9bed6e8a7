//! Writes.

pub(crate) mod save;

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn write_prepare(_: &App, _: writes::WritePrepare, _: &Call<Empty>) -> Result<writes::WritePlan, Fault> { Err(no()) }

pub(crate) async fn write_send(_: &App, _: writes::WriteSend, _: &Call<writes::WriteProgress>) -> Result<writes::WriteSent, Fault> { Err(no()) }
