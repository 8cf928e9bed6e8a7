//! Members.

use crate::App;
use crate::call::Call;
use crate::error::Fault;
use crate::api::*;

fn no() -> Fault { Fault::Defect { reason: String::new() } }

pub(crate) async fn members_list(_: &App, _: drafts::MembersList, _: &Call<Empty>) -> Result<drafts::MembersListed, Fault> { Err(no()) }
