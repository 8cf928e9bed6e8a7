//! Changes.

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn changes_list(_: &App, _: changes::ChangesList, _: &Call<Empty>) -> Result<changes::ChangesListed, Fault> { Err(no()) }

pub(crate) async fn change_read(_: &App, _: changes::ChangeRef, _: &Call<Empty>) -> Result<changes::Change, Fault> { Err(no()) }

pub(crate) async fn changes_export(_: &App, _: changes::ChangesExport, _: &Call<Empty>) -> Result<changes::FileSaved, Fault> { Err(no()) }
