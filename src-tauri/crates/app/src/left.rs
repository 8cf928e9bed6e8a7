//! How tenants were left: kept in the database, and so erased with the tenant. What the texts mean is the window's
//! affair; it leaves secrets out before they come here.

use store::LeftRow;

use crate::App;
use crate::api::Empty;
use crate::api::left::{Left, LeftWhat};
use crate::call::Call;
use crate::error::Fault;
use crate::tenants::{SANDBOX, UNSAVED, from_word, word};

/// Longer texts are no places, filters or forms.
const LONGEST: usize = 64 * 1024;
/// The form of a new tenant, which has no tenant yet. It stands with the built-in one, which nobody forgets.
const NEW_FORM: &str = "newForm";

pub(crate) async fn left_list(app: &App, _: Empty, _: &Call<Empty>) -> Result<Vec<Left>, Fault> {
    app.blocking(|app| Ok(app.store().left_as().list()?.into_iter().filter_map(left).collect()))
        .await
}

pub(crate) async fn left_keep(app: &App, request: Left, _: &Call<Empty>) -> Result<Empty, Fault> {
    let row = row(request)?;
    app.blocking(move |app| {
        let store = app.store();
        match row.text.is_empty() {
            true => store.left_as().remove(&row.tenant_id, &row.what)?,
            false => store.left_as().put(&row)?,
        }
        Ok(Empty {})
    })
    .await
}

fn row(Left { tenant_id, what, text }: Left) -> Result<LeftRow, Fault> {
    let refused =
        |reason: &str| Fault::BadRequest { name: "left_keep".into(), reason: reason.to_owned() };
    if text.len() > LONGEST {
        return Err(refused("the text is too long"));
    }
    match tenant_id {
        Some(id) if id == UNSAVED => Err(refused("a tenant that is not saved has no place")),
        Some(tenant_id) => Ok(LeftRow { tenant_id, what: word(&what), text }),
        None if what == LeftWhat::Form => {
            Ok(LeftRow { tenant_id: SANDBOX.to_owned(), what: NEW_FORM.to_owned(), text })
        }
        None => Err(refused("only the form of a new tenant has no tenant")),
    }
}

/// A row as the window knows it; `None` for what another version kept.
fn left(LeftRow { tenant_id, what, text }: LeftRow) -> Option<Left> {
    if what == NEW_FORM {
        return Some(Left { tenant_id: None, what: LeftWhat::Form, text });
    }
    let what = from_word(&what, None)?;
    Some(Left { tenant_id: Some(tenant_id), what, text })
}
