//! Snippets.

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn request_snippet(_: &App, _: writes::RequestSnippet, _: &Call<Empty>) -> Result<writes::Snippet, Fault> { Err(no()) }
