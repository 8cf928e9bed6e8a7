//! The members of a group of 1,500, as a person changes them: found by a search, added, checked and taken out. What is
//! sent is one PATCH that names each of them, and it can be taken back.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::edit::server::{Server, without_meta};
use tests::page::{Page, test_id};
use tests::{directory, edit, wait};

const GROUP: &str = "All Europe";
const MEMBERS: usize = 1500;

type Ids = BTreeSet<String>;

#[tokio::test(flavor = "multi_thread")]
async fn members_of_1500_are_added_and_taken_out_by_one_patch() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let group = open_group(page, &server).await?;
        let path = format!("Groups/{group}");
        let before = server.resource(&path).await?;
        let was = members(&before)?;
        ensure!(was.len() == MEMBERS, "{} members", was.len());

        let strangers = strangers(&server, &was).await?;
        for user in &strangers {
            add(page, user).await?;
        }
        // One of them was a mistake.
        let [kept @ .., mistaken] = strangers.as_slice() else { anyhow::bail!("nobody to add") };
        take_back(page, id(mistaken)?).await?;
        let mut gone = vec![remove_found(page, &before["members"][700]).await?];
        gone.extend(remove_checked(page).await?);
        gone.push(remove_last(page).await?);
        counts(page, kept.len(), gone.len()).await?;
        ensure!(server.proxy.writes().is_empty(), "something was sent before it was to be");

        page.click("members-send").await?;
        edit::done(page, &format!("Added {} and removed {}", kept.len(), gone.len())).await?;
        let added = kept.iter().map(id).collect::<Result<Vec<&str>>>()?;
        only_names(&server, &group, &added, &gone)?;
        let mut expected = was.clone();
        expected.retain(|it| !gone.contains(it));
        expected.extend(added.iter().map(|it| (*it).to_owned()));
        let now = members(&server.resource(&path).await?)?;
        ensure!(now == expected, "{} members, not {}", now.len(), expected.len());
        page.text_with("inspector-tab-members", "1,497").await?;

        page.click("toast-action").await?;
        edit::confirm(page).await?;
        edit::done(page, "Undid").await?;
        let after = server.resource(&path).await?;
        ensure!(members(&after)? == was, "the members are not as they were");
        ensure!(without_members(after) == without_members(before), "the group is another one");
        ensure!(server.proxy.writes().len() == 2);
        Ok(())
    })
    .await
}

/// Opens the group in the whole window, where what is pending stands beside its members.
async fn open_group(page: &Page, server: &Server) -> Result<String> {
    server.open(page, "Test").await?;
    page.resize(1440, 900).await?;
    let rows = directory::open_type(page, "Group").await?;
    let is_it = |row: &&directory::Row| row.cells.iter().any(|it| it == GROUP);
    let row = rows.iter().find(is_it).context("the group is not among the first")?;
    let id = row.id.clone().context("it has no id")?;
    directory::open_row(page, &id).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    page.click("inspector-tab-members").await?;
    wait::until("the members", async || {
        let count = page.attribute_now("members-grid", "aria-rowcount").await?;
        Ok((count == Some((MEMBERS + 1).to_string())).then_some(()))
    })
    .await?;
    Ok(id)
}

fn members(group: &Value) -> Result<Ids> {
    let all = group["members"].as_array().context("no members")?;
    all.iter()
        .map(|it| Ok(it["value"].as_str().context("a member without value")?.to_owned()))
        .collect()
}

fn without_members(group: Value) -> Value {
    let mut group = without_meta(group);
    group["members"] = Value::Null;
    group
}

fn id(resource: &Value) -> Result<&str> {
    resource["id"].as_str().context("no id")
}

/// Three people who are not in the group, and whom the app has not read.
async fn strangers(server: &Server, members: &Ids) -> Result<Vec<Value>> {
    let listed = server.resource("Users?startIndex=4500&count=200").await?;
    let users = listed["Resources"].as_array().context("no users")?;
    let is_new = |it: &&Value| it["id"].as_str().is_some_and(|id| !members.contains(id));
    let found: Vec<Value> = users.iter().filter(is_new).take(3).cloned().collect();
    ensure!(found.len() == 3, "only {} others", found.len());
    Ok(found)
}

/// Looks for somebody, on the server where they were not read, and adds them.
async fn add(page: &Page, user: &Value) -> Result<()> {
    let (id, name) = (id(user)?, user["userName"].as_str().context("no userName")?);
    page.fill("members-add", name).await?;
    page.click("search-server").await?;
    let found = format!("{}[data-id='{id}']", test_id("found"));
    page.click_css(&found).await?;
    page.css(&format!("{found}[aria-disabled=true]")).await.map(drop)
}

fn row(id: &str) -> String {
    format!("{}[data-id='{id}']", test_id("member-row"))
}

/// Undoes what is pending of one member.
async fn take_back(page: &Page, id: &str) -> Result<()> {
    page.click("members-shown-changed").await?;
    page.css(&format!("{}[data-change=added]", row(id))).await?;
    page.click_css(&format!("{} [data-action=undo]", row(id))).await?;
    wait::until("the change to go", async || {
        let there = page.driver().find_all(thirtyfour::By::Css(row(id))).await?;
        Ok(there.is_empty().then_some(()))
    })
    .await?;
    page.click("members-shown-all").await
}

/// Finds a member by name, checks it and takes it out.
async fn remove_found(page: &Page, member: &Value) -> Result<String> {
    let id = member["value"].as_str().context("no value")?;
    let name = member["display"].as_str().unwrap_or(id);
    page.fill("members-find", name).await?;
    page.click_css(&format!("{} [data-action=toggle]", row(id))).await?;
    page.text_with("members-remove", "Remove 1").await?;
    page.click("members-remove").await?;
    page.css(&format!("{}[data-change=removed]", row(id))).await?;
    page.element("members-find").await?.click().await?;
    page.press("Escape").await?;
    Ok(id.to_owned())
}

/// Checks two with the keys, a third with the mouse, and takes them out with the button.
async fn remove_checked(page: &Page) -> Result<Vec<String>> {
    const KEPT: &str =
        "return [...document.querySelectorAll('[data-testid=member-row][data-change=kept]')]
        .sort((a, b) => a.dataset.row - b.dataset.row).slice(0, 3).map((it) => it.dataset.id)";
    let ids = wait::until("three members", async || {
        let ids: Vec<String> = page.js(KEPT, Vec::new()).await?;
        Ok((ids.len() == 3).then_some(ids))
    })
    .await?;
    let [first, second, third] = ids.as_slice() else { anyhow::bail!("{ids:?}") };
    page.click_css(&format!("{} [role=gridcell]:nth-child(2)", row(first))).await?;
    page.press("x").await?;
    page.press("Shift+ArrowDown").await?;
    page.css(&format!("{}[aria-selected=true]", row(second))).await?;
    page.click_css(&format!("{} [data-action=toggle]", row(third))).await?;
    page.text_with("members-remove", "Remove 3").await?;
    page.click("members-remove").await?;
    page.css(&format!("{}[data-change=removed]", row(third))).await?;
    Ok(ids)
}

/// Goes to the last member with a key, far below what was drawn, and takes it out with another.
async fn remove_last(page: &Page) -> Result<String> {
    const LAST: &str = "const rows = [...document.querySelectorAll('[data-testid=member-row][data-change=kept]')];
        const row = rows.find((it) => it.dataset.cursor === 'true' && document.activeElement === it);
        return row && Number(row.dataset.row) > 1400 ? row.dataset.id : null";
    page.press("End").await?;
    let id =
        wait::until("the last member", async || page.js::<Option<String>>(LAST, Vec::new()).await)
            .await?;
    page.press("Delete").await?;
    page.css(&format!("{}[data-change=removed]", row(&id))).await?;
    Ok(id)
}

async fn counts(page: &Page, added: usize, removed: usize) -> Result<()> {
    page.text_with("members-counts", &format!("+{added}")).await?;
    page.text_with("members-counts", &format!("−{removed}")).await.map(drop)
}

/// What was sent names those members, and nothing else of the group.
fn only_names(server: &Server, group: &str, added: &[&str], gone: &[String]) -> Result<()> {
    let write = server.only_write()?;
    ensure!(write.method == "PATCH" && write.path.ends_with(group), "{write:?}");
    let body: Value = serde_json::from_str(&write.sent)?;
    let operations = body["Operations"].as_array().context("no operations")?;
    let mut expected: Vec<Value> = gone
        .iter()
        .map(|it| json!({"op": "remove", "path": format!("members[value eq \"{it}\"]")}))
        .collect();
    let of = |op: &str| operations.iter().filter(|it| it["op"] == op).cloned().collect::<Vec<_>>();
    let mut removed = of("remove");
    removed.sort_by_key(Value::to_string);
    expected.sort_by_key(Value::to_string);
    ensure!(removed == expected, "{body:#}");
    let [add] = of("add").try_into().map_err(|_| anyhow::anyhow!("{body:#}"))?;
    ensure!(add["path"] == "members", "{body:#}");
    let values = add["value"].as_array().context("no values")?;
    let sent: Vec<&str> = values.iter().filter_map(|it| it["value"].as_str()).collect();
    ensure!(sent == added && operations.len() == gone.len() + 1, "{body:#}");
    Ok(())
}
