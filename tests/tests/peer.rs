//! A real server is added, tested and browsed, and every value on the screen is the one that an
//! independent GET of the same resource finds.

use anyhow::{Context, Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::peer::{Kind, Peer};
use tests::tenants::{self, Tenant};
use tests::{compare, directory, seed, wait};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_added_tested_and_browsed() -> Result<()> {
    let peer = Peer::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        // As people paste it: with the endpoint of the users behind it.
        let pasted = format!("{}/Users/", peer.base_url());
        let tenant = Tenant { name: "Reference", base_url: &pasted, token: peer.token() };
        tenants::fill_form(page, tenant).await?;
        for step in tenants::test_connection(page).await? {
            ensure!(matches!(step.state.as_str(), "ok" | "warning"), "{step:?}");
        }
        page.click("tenant-save-open").await?;
        directory::first_rows(page).await?;
        page.text_with("nav-User", &seed::USERS.to_string()).await?;
        page.text_with("nav-Group", &seed::GROUPS.to_string()).await?;
        assert_eq!(directory::row_count(page).await?, seed::USERS);
        directory::go_to_end(page).await?;
        directory::open_type(page, "Group").await?;
        wait::until("the groups", async || {
            Ok((directory::row_count(page).await? == seed::GROUPS).then_some(()))
        })
        .await
    })
    .await
}

/// Base URLs that people take for the right one, by their paths, and the path that is found behind each: that of the
/// server, or another at which it answers as well.
const WRONG: &[(Kind, &[&str], &str)] = &[
    (Kind::Scim2Server, &["/v2/api/tokens", "/api/tokens"], "/v2"),
    (Kind::Scimmy, &["", "/scim", "/scim/v1", "/admin/provisioning"], "/scim/v2"),
    (Kind::DjangoScim2, &["", "/scim", "/scim/v1", "/scim/v2/tokens/new"], "/scim/v2"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_path_is_found_out_and_the_right_base_url_taken_over() -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let nowhere = Tenant { name: "Misplaced", base_url: "https://scim.example.org", token: "" };
        tenants::fill_form(page, nowhere).await?;
        for (kind, paths, right) in WRONG {
            let peer = Peer::start_empty(*kind).await?;
            page.fill("field-token", peer.token()).await?;
            for path in *paths {
                let wrong = format!("{}{path}", peer.origin());
                let right = format!("{}{right}", peer.origin());
                found_out(page, &wrong, &right)
                    .await
                    .with_context(|| format!("{kind:?} {path}"))?;
            }
        }
        Ok(())
    })
    .await
}

/// Tests a wrong base URL, and takes over the one that is found.
async fn found_out(page: &Page, wrong: &str, right: &str) -> Result<()> {
    page.fill("field-baseUrl", wrong).await?;
    let steps = tenants::test_connection(page).await?;
    let failed = steps.iter().find(|it| it.state == "failed");
    ensure!(failed.is_some_and(|it| it.name == "Sign-in"), "{steps:#?}");
    page.text_with("use-base-url", right).await?;
    page.click("use-base-url").await?;
    // Taking it over tests it.
    wait::until("the test that passes", async || {
        let steps = tenants::steps(page).await?;
        let is_good = |it: &tenants::Step| matches!(it.state.as_str(), "ok" | "warning");
        Ok((!steps.is_empty() && steps.iter().all(is_good)).then_some(()))
    })
    .await?;
    let value = "return document.querySelector('[data-testid=field-baseUrl]').value";
    let taken: String = page.js(value, Vec::new()).await?;
    ensure!(taken == right, "{taken} was taken over, not {right}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_value_shown_is_the_one_that_the_server_has() -> Result<()> {
    let peer = Peer::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let base_url = peer.base_url();
        let tenant = Tenant { name: "Reference", base_url: &base_url, token: peer.token() };
        tenants::add_and_open(page, tenant).await?;
        for row in directory::first_rows(page).await? {
            compare_row(page, &peer, "Users", row.id).await?;
        }
        for row in directory::open_type(page, "Group").await? {
            compare_row(page, &peer, "Groups", row.id).await?;
        }
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_json_tab_shows_the_text_that_was_received() -> Result<()> {
    let peer = Peer::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let base_url = peer.base_url();
        tenants::add_and_open(
            page,
            Tenant { name: "Reference", base_url: &base_url, token: peer.token() },
        )
        .await?;
        let row = directory::row_at(page, 0).await?;
        let id = row.id.context("the first row has no id")?;
        directory::open_row(page, &id).await?;
        page.click("inspector-tab-json").await?;
        let shown = without_spaces(&directory::json_lines(page).await?);
        let received = without_spaces(&peer.resource("Users", &id).await?);
        ensure!(shown.len() > 100, "hardly anything is shown: {shown}");
        ensure!(received.contains(&shown), "shown: {shown}\nreceived: {received}");
        Ok(())
    })
    .await
}

async fn compare_row(page: &Page, peer: &Peer, endpoint: &str, id: Option<String>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    directory::open_row(page, &id).await?;
    let fields = directory::all_fields(page).await?;
    let resource = compare::read(&peer.resource(endpoint, &id).await?)?;
    compare::ensure_shown(&fields, &resource).with_context(|| format!("{endpoint}/{id}"))
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
