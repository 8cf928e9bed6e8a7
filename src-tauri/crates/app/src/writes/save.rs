//! Saving resources as they are before they are deleted.

use crate::App;
use crate::api::Empty;
use crate::api::changes::{FileSaved, ResourcesSave};
use crate::call::Call;
use crate::error::Fault;
use crate::saving;

pub(crate) async fn resources_save(
    app: &App,
    request: ResourcesSave,
    call: &Call<Empty>,
) -> Result<FileSaved, Fault> {
    let plan = app.plans().get(&request.plan, &request.tenant_id, &call.window)?;
    app.blocking(move |app| {
        let texts: Vec<&str> = plan
            .targets
            .iter()
            .filter_map(|it| it.target.base.as_ref())
            .map(|it| &*it.text)
            .collect();
        let (name, text) = match texts.as_slice() {
            [only] => ("resource.json", (*only).to_owned()),
            several => ("resources.json", format!("[\n{}\n]\n", several.join(",\n"))),
        };
        Ok(FileSaved { path: saving::save(app, name, &text)? })
    })
    .await
}
