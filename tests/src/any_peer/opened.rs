//! The third stage: one resource in the inspector, every value of it held against the resource
//! that the server gives somebody else.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Visit;
use super::browse::findings;
use super::lists::Lists;
use super::report::Report;
use crate::compare::{self, Comparison};
use crate::form::Field;
use crate::page::{Page, test_id};
use crate::{form, json_text};

/// Opens the row with this number and id, and compares.
pub(super) async fn run(
    visit: &Visit<'_>,
    name: &str,
    lists: &Lists,
    (index, id): (usize, &str),
    report: &mut Report,
) -> Result<()> {
    let page = visit.page;
    let list = lists.of_type(name).with_context(|| format!("no list of {name}"))?;
    let what = format!("{name} {id}");
    open(page, index, id).await.with_context(|| what.clone())?;
    let fields = form::all_fields(page).await.with_context(|| what.clone())?;
    let (status, text) = visit.beside.resource(&list.endpoint, id).await?;
    let (resource, source) = if status == 200 {
        (compare::read(&text).with_context(|| what.clone())?, "beside a GET")
    } else {
        report
            .add("findings", format!("{what}: listed, but a GET of it is answered with {status}"));
        (list.listed.with_id(id).cloned().unwrap_or_default(), "beside the list")
    };
    let outcome = compare::compare(&fields, &resource);
    let row = index + 1;
    report.add("opened", format!("{name} row {row}: {} values of {id}, {source}", outcome.leaves));
    names_of_links(&what, &fields, &resource, lists, report);
    tell(page, &what, &outcome, &resource, report).await?;
    resource_findings(page, &what, report).await
}

async fn open(page: &Page, index: usize, id: &str) -> Result<()> {
    let row = format!("{}[data-row={}]", test_id("grid-row"), Value::from(index.to_string()));
    page.click_css(&format!("{row} [role=gridcell]")).await?;
    form::of_resource(page, id).await?;
    page.settled().await
}

/// What a link is called is a text of this resource, or one of its target.
fn names_of_links(
    what: &str,
    fields: &[Field],
    resource: &Value,
    lists: &Lists,
    report: &mut Report,
) {
    let own = compare::texts(resource);
    let shown = fields.iter().flat_map(|field| field.shown.iter().map(move |it| (field, it)));
    let links = shown.filter(|(_, it)| it.kind == "reference" && !own.contains(it.text.as_str()));
    for (field, link) in links {
        let name = &link.text;
        let path = &field.path;
        match link.id.as_deref().map(|id| lists.is_called(id, name)) {
            Some(Some(true)) => {}
            Some(None) => report.leaves_out(format!(
                "{what}: whether {path} is called {name:?}, because the server does not list it"
            )),
            Some(Some(false)) | None => {
                report.differs(format!("{what}: {path} is called {name:?}, which is no name of it"))
            }
        }
    }
}

async fn tell(
    page: &Page,
    what: &str,
    outcome: &Comparison,
    resource: &Value,
    report: &mut Report,
) -> Result<()> {
    for difference in &outcome.differences {
        report.differs(format!("{what}: {difference}"));
    }
    if !outcome.withheld.is_empty() {
        let paths = outcome.withheld.join(", ");
        report.leaves_out(format!("{what}: withheld, because it is never to be returned: {paths}"));
    }
    if outcome.in_part.is_empty() {
        return Ok(());
    }
    // What the form cuts short has to stand in full in the JSON beside it.
    let count = outcome.in_part.len();
    let json = with_json(page, async || json_text::read(page).await).await?;
    match compare::read(&json) {
        Ok(shown) if shown == *resource => report.leaves_out(format!(
            "{what}: {count} values in part, which the form says; in full in its JSON"
        )),
        _ => report.differs(format!("{what}: {count} values in part, and its JSON is another")),
    }
    Ok(())
}

async fn resource_findings(page: &Page, what: &str, report: &mut Report) -> Result<()> {
    let said: Option<String> = page
        .js(
            "return [...document.querySelectorAll('[data-testid=resource-form] button')]
                .map((it) => it.innerText).find((it) => /findings?, /.test(it)) ?? null",
            Vec::new(),
        )
        .await?;
    if said.is_none() {
        return Ok(());
    }
    let found = with_json(page, async || {
        page.element("json-findings").await?;
        findings(page, "json-findings").await
    })
    .await?;
    ensure!(!found.is_empty(), "{what} has findings and shows none");
    for finding in found {
        report.add("findings", format!("{what}: {finding}"));
    }
    Ok(())
}

/// Looks at the JSON tab and goes back to the form.
async fn with_json<T>(page: &Page, look: impl AsyncFnOnce() -> Result<T>) -> Result<T> {
    page.click("inspector-tab-json").await?;
    let seen = look().await?;
    page.click("inspector-tab-form").await?;
    page.element("resource-form").await?;
    Ok(seen)
}
