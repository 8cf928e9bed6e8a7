//! Save.

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn resources_save(_: &App, _: changes::ResourcesSave, _: &Call<Empty>) -> Result<changes::FileSaved, Fault> { Err(no()) }
