//! The screens of the app, driven for a write: the form of a new resource and of one that is there, its menu, its
//! members. A step is begun here; what the app says of it is heard elsewhere.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::heard::{Kind, Said};
use crate::page::{Page, test_id};
use crate::{edit, wait};

/// What was typed into a form.
#[derive(Debug)]
pub(super) struct Begun {
    /// What the resource is to have.
    pub(super) values: Vec<(String, Value)>,
    /// What keeps the draft from being sent, as the app says.
    pub(super) stopped: Option<Said>,
}

/// Whether an attribute can be edited: it is in the schema, and neither read-only nor an object.
const OFFERS: &str = "const it = document.querySelector(arguments[0]);
return it !== null && !it.disabled && !it.readOnly";

/// How often one goes back at most to get to a resource.
const MOST_BACK: usize = 8;

/// Opens the form of a new resource and types what it has a field for: these values, an address for whoever has
/// addresses, and that it is active.
pub(super) async fn make(
    page: &Page,
    resource_type: &str,
    values: &[(&str, String)],
) -> Result<Begun> {
    page.click(&format!("nav-{resource_type}")).await?;
    page.click("directory-new").await?;
    page.text_with("edit-title", &format!("New {resource_type}")).await?;
    let mut typed = typed(page, values).await?;
    if let Some((_, address)) = values.iter().find(|(path, _)| *path == "userName") {
        typed.extend(address_added(page, address).await?);
        typed.extend(activated(page).await?);
    }
    Ok(Begun { values: typed, stopped: stop(page).await? })
}

/// Opens the form of a resource that is there and types what it has a field for.
pub(super) async fn change(page: &Page, id: &str, values: &[(&str, String)]) -> Result<Begun> {
    show(page, id).await?;
    edit::open(page).await?;
    page.settled().await?;
    let values = typed(page, values).await?;
    Ok(Begun { values, stopped: stop(page).await? })
}

/// Sends the draft of the form.
pub(super) async fn send_draft(page: &Page) -> Result<()> {
    edit::send(page).await
}

/// Chooses PUT for a draft that is still on the screen; says whether there is one that can be sent so.
pub(super) async fn choose_put(page: &Page) -> Result<bool> {
    if !page.has("edit-screen").await? || !page.has("method-put").await? {
        return Ok(false);
    }
    page.click("method-put").await?;
    page.css(&format!("{}[aria-checked=true]", test_id("method-put"))).await?;
    Ok(stop(page).await?.is_none())
}

/// Whether the resource on the screen can be disabled.
pub(super) async fn offers_to_deactivate(page: &Page) -> Result<bool> {
    page.click("resource-more").await?;
    page.element("resource-delete").await?;
    let offered = page.has("resource-set-active").await?
        && page.text("resource-set-active").await?.starts_with("Disable");
    page.press("Escape").await?;
    page.gone("resource-menu").await?;
    Ok(offered)
}

/// Disables the resource on the screen.
pub(super) async fn deactivate(page: &Page) -> Result<()> {
    page.click("resource-more").await?;
    page.click("resource-set-active").await
}

/// Takes the last change back.
pub(super) async fn undo(page: &Page) -> Result<()> {
    page.press("Control+z").await
}

/// Deletes the resource on the screen; that is asked about.
pub(super) async fn delete(page: &Page) -> Result<()> {
    page.click("resource-more").await?;
    page.click("resource-delete").await
}

/// Looks for somebody to add to a group, on the server where the app has not read of them, and puts them into the draft.
pub(super) async fn find_member(
    page: &Page,
    group: &str,
    user: &str,
    sought: &str,
) -> Result<Option<Said>> {
    show_members(page, group).await?;
    if !page.has("members-add").await? {
        page.click("members-bar-open").await?;
    }
    page.fill("members-add", sought).await?;
    let option = format!("{}[data-id={}]", test_id("found"), Value::from(user));
    let mut is_asked = false;
    let found = wait::until("the user among those who can be added", async || {
        if is_there(page, &option).await? {
            return Ok(Some(()));
        }
        if !is_asked && page.has("search-server").await? {
            page.click("search-server").await?;
            is_asked = true;
        }
        Ok(None)
    });
    if found.await.is_err() {
        return Ok(Some(Said::new(Kind::Other, "nothing: it does not find the user")));
    }
    page.click_css(&option).await?;
    sendable_members(page).await
}

/// Puts into the draft of a group that somebody leaves it.
pub(super) async fn choose_member(page: &Page, group: &str, user: &str) -> Result<()> {
    show_members(page, group).await?;
    let row = format!("{}[data-id={}]", test_id("member-row"), Value::from(user));
    page.click_css(&format!("{row} [data-action=toggle]")).await?;
    page.click("members-remove").await?;
    page.css(&format!("{row}[data-change=removed]")).await.map(drop)
}

/// Sends what is pending of the members.
pub(super) async fn send_members(page: &Page) -> Result<()> {
    if !page.has("members-send").await? {
        page.click("members-bar-open").await?;
    }
    page.click("members-send").await
}

/// Goes back to where this resource has the whole page.
pub(super) async fn show(page: &Page, id: &str) -> Result<()> {
    for _ in 0..MOST_BACK {
        page.settled().await?;
        if page.has("resource-screen").await? && page.text("resource-id").await? == id {
            return Ok(());
        }
        page.press("Alt+ArrowLeft").await?;
        page.painted().await?;
    }
    bail!("the way back does not lead to {id}")
}

async fn show_members(page: &Page, group: &str) -> Result<()> {
    show(page, group).await?;
    page.click("inspector-tab-members").await?;
    page.element("members-tab").await?;
    page.settled().await
}

/// Waits until the draft of the members can be sent, or the app says why not.
async fn sendable_members(page: &Page) -> Result<Option<Said>> {
    wait::until("the members to be sendable", async || {
        if page.has("members-refused").await? {
            let words = page.text("members-refused").await?;
            return Ok(Some(Some(Said::new(Kind::Stopped, &words))));
        }
        let is_ready = is_there(page, &format!("{}:enabled", test_id("members-send"))).await?;
        Ok(is_ready.then_some(None))
    })
    .await
}

/// Types each value that there is a field for.
async fn typed(page: &Page, values: &[(&str, String)]) -> Result<Vec<(String, Value)>> {
    let mut typed = Vec::new();
    for (path, text) in values {
        if offers(page, &edit::control(path)).await? {
            edit::set(page, path, text).await?;
            typed.push(((*path).to_owned(), json!(text)));
        }
    }
    Ok(typed)
}

/// Adds an address of mail: many servers want one of everybody.
async fn address_added(page: &Page, address: &str) -> Result<Option<(String, Value)>> {
    let add = "section[data-field=emails] > :first-child button:not([aria-haspopup])";
    if !offers(page, add).await? {
        return Ok(None);
    }
    page.click_css(add).await?;
    let row = format!("{}[data-pointer='/emails/0']", test_id("value-row"));
    page.fill_css(&format!("{row} input[data-pointer='/emails/0/value']"), address).await?;
    page.press("Tab").await?;
    page.css(&format!("{row}[data-changed]")).await?;
    Ok(Some(("emails.value".to_owned(), json!(address))))
}

async fn activated(page: &Page) -> Result<Option<(String, Value)>> {
    let switch = "button[role=switch][data-path=active]";
    if !offers(page, switch).await? {
        return Ok(None);
    }
    let on = format!("{switch}[aria-checked=true]");
    // The form may begin with it.
    if !is_there(page, &on).await? {
        page.click_css(switch).await?;
    }
    page.css(&on).await?;
    Ok(Some(("active".to_owned(), json!(true))))
}

async fn offers(page: &Page, selector: &str) -> Result<bool> {
    page.js(OFFERS, vec![Value::from(selector)]).await
}

async fn is_there(page: &Page, selector: &str) -> Result<bool> {
    let script = "return document.querySelector(arguments[0]) !== null";
    page.js(script, vec![Value::from(selector)]).await
}

/// What keeps the draft from being sent, once the app has looked at all that was typed.
async fn stop(page: &Page) -> Result<Option<Said>> {
    page.settled().await?;
    let enabled = format!("{}:enabled", test_id("send-draft"));
    let can_be_sent =
        wait::within(std::time::Duration::from_secs(5), "a draft to send", async || {
            Ok(is_there(page, &enabled).await?.then_some(()))
        });
    if can_be_sent.await.is_ok() {
        return Ok(None);
    }
    let words = page.text("pending-pane").await?;
    let words = match page.has("stop-line").await? {
        true => page.text("stop-line").await?,
        false => words,
    };
    Ok(Some(Said::new(Kind::Stopped, &words.split_whitespace().collect::<Vec<_>>().join(" "))))
}
