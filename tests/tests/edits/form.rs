//! The form of the schemas that the server has: somebody is made with a value of every kind, each typed, chosen or picked
//! with what it is edited with. What was meant is what is sent, and what the server has then.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::edit;
use tests::edit::controls::{
    add_extension, add_simple, add_value, choose_file, make_primary, pick, switch, type_at,
    write_json,
};
use tests::edit::server::{Server, without_meta};
use tests::page::Page;

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PEOPLE: &str = "urn:scimscope:params:scim:schemas:extension:people:2.0:User";
/// Is not returned, nor kept in a draft.
const PIN: &str = "canary-pin-4711";
const CERTIFICATE: &[u8] = &[0x30, 0x82, 0x01, 0x0a, 0x00, 0xff];
/// A double would make another number of it.
const LARGE: &str = "9007199254740993";

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_made_with_a_value_of_every_kind() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let other = server.open(page, "Test").await?;
        let other = server.resource(&format!("Users/{other}")).await?;
        page.click("directory-new").await?;
        page.element("edit-form").await?;
        unknown_to_schemas(page).await?;
        core(page).await?;
        enterprise(page, &other).await?;
        people(page, &other).await?;
        page.gone("stop-line").await?;
        edit::send(page).await?;
        // The server keeps nothing that its schemas do not define, and says nothing of it.
        let told = page.text_with("write-outcome-differs", "legacyKey").await?;
        ensure!(!told.contains("badgeLevel") && !told.contains(PIN), "{told}");

        let write = server.only_write()?;
        ensure!(write.method == "POST" && write.path.ends_with("/Users"), "{write:?}");
        let spelled = [LARGE, "0.80", "2.50", "2027-03-31T18:00:00+02:00"];
        for text in spelled {
            ensure!(write.sent.contains(text), "{text} is spelled otherwise in {}", write.sent);
        }
        let meant = meant(&other)?;
        let mut sent: Value = serde_json::from_str(&write.sent)?;
        let unseen = json!({"tier": number("2.50")?, "tags": ["a", null]});
        ensure!(taken(&mut sent, "legacyKey") == Some(unseen), "{sent:#}");
        let inside = sent.get_mut(PEOPLE).context("no extension")?;
        ensure!(taken(inside, "pin") == Some(json!(PIN)), "the pin was not sent");
        ensure!(sent == meant, "sent: {sent:#}\nmeant: {meant:#}");
        let find = "Users?filter=userName%20eq%20%22nova.keeper@example.com%22";
        let mut made = without_meta(server.resource(find).await?["Resources"][0].clone());
        ensure!(taken(&mut made, "id").is_some(), "no id");
        without_links(&mut made)?;
        ensure!(made == meant, "made: {made:#}\nmeant: {meant:#}");
        Ok(())
    })
    .await
}

/// JSON that no schema defines: typed as text, then changed in the form.
async fn unknown_to_schemas(page: &Page) -> Result<()> {
    let draft = json!({"schemas": [CORE], "legacyKey": {"tier": 1, "tags": ["a", null]}});
    write_json(page, &draft).await?;
    let field = "textarea[data-path='legacyKey']";
    page.fill_css(field, r#"{"tier": 2.50, "tags": ["a", null]}"#).await?;
    page.press("Tab").await
}

async fn core(page: &Page) -> Result<()> {
    for (pointer, text) in [
        ("/userName", "nova.keeper@example.com"),
        ("/name/givenName", "Nova"),
        ("/name/familyName", "Keeper"),
        ("/title", "Keeper of keys"),
        ("/profileUrl", "https://people.example.com/nova"),
        ("/locale", "en-GB"),
    ] {
        type_at(page, pointer, text).await?;
    }
    switch(page, "/active", true).await?;
    add_value(page, "emails", 0).await?;
    type_at(page, "/emails/0/type", "home").await?;
    type_at(page, "/emails/0/value", "nova@post.example").await?;
    add_value(page, "emails", 1).await?;
    type_at(page, "/emails/1/type", "work").await?;
    type_at(page, "/emails/1/value", "nova@example.com").await?;
    type_at(page, "/emails/1/display", "Nova at work").await?;
    make_primary(page, "/emails/1").await?;
    add_value(page, "addresses", 0).await?;
    type_at(page, "/addresses/0/locality", "Lisbon").await?;
    type_at(page, "/addresses/0/country", "PT").await?;
    add_value(page, "x509Certificates", 0).await?;
    choose_file(page, "/x509Certificates/0/value", CERTIFICATE).await
}

async fn enterprise(page: &Page, manager: &Value) -> Result<()> {
    add_extension(page, ENTERPRISE).await?;
    type_at(page, &format!("/{ENTERPRISE}/employeeNumber"), "0042").await?;
    let (name, id) = named(manager)?;
    pick(page, &format!("/{ENTERPRISE}/manager/value"), name, id).await
}

async fn people(page: &Page, mentor: &Value) -> Result<()> {
    add_extension(page, PEOPLE).await?;
    let at = |name: &str| format!("/{PEOPLE}/{name}");
    type_at(page, &at("badgeLevel"), LARGE).await?;
    switch(page, &at("remote"), false).await?;
    type_at(page, &at("workload"), "0.80").await?;
    type_at(page, &at("contractEnd"), "2027-03-31T18:00:00+02:00").await?;
    type_at(page, &at("homeOffice"), "https://offices.example.com/lisbon").await?;
    let (name, id) = named(mentor)?;
    pick(page, &at("mentor"), name, id).await?;
    add_simple(page, &at("costObjects"), &["TF-0001", "TF-0002"]).await?;
    type_at(page, &at("desk/building"), "Harbour House").await?;
    type_at(page, &at("desk/floor"), "0").await?;
    type_at(page, &at("pin"), PIN).await
}

fn named(user: &Value) -> Result<(&str, &str)> {
    let text = |name: &str| user[name].as_str().with_context(|| format!("no {name}"));
    Ok((text("userName")?, text("id")?))
}

/// What was typed, but for what is not returned.
fn meant(other: &Value) -> Result<Value> {
    let (_, id) = named(other)?;
    let certificate = "MIIBCgD/";
    Ok(json!({
        "schemas": [CORE, ENTERPRISE, PEOPLE],
        "userName": "nova.keeper@example.com",
        "name": {"givenName": "Nova", "familyName": "Keeper"},
        "title": "Keeper of keys",
        "profileUrl": "https://people.example.com/nova",
        "locale": "en-GB",
        "active": true,
        "emails": [
            {"type": "home", "value": "nova@post.example"},
            {"type": "work", "value": "nova@example.com", "display": "Nova at work", "primary": true},
        ],
        "addresses": [{"locality": "Lisbon", "country": "PT"}],
        "x509Certificates": [{"value": certificate}],
        ENTERPRISE: {"employeeNumber": "0042", "manager": {"value": id}},
        PEOPLE: {
            "badgeLevel": number(LARGE)?,
            "remote": false,
            "workload": number("0.80")?,
            "contractEnd": "2027-03-31T18:00:00+02:00",
            "homeOffice": "https://offices.example.com/lisbon",
            "mentor": format!("Users/{id}"),
            "costObjects": ["TF-0001", "TF-0002"],
            "desk": {"building": "Harbour House", "floor": 0},
        },
    }))
}

/// A number as it is spelled.
fn number(text: &str) -> Result<Value> {
    Ok(serde_json::from_str(text)?)
}

fn taken(object: &mut Value, name: &str) -> Option<Value> {
    object.as_object_mut()?.remove(name)
}

/// The server says of a manager also where they are and what they are called.
fn without_links(user: &mut Value) -> Result<()> {
    let manager = user.pointer_mut(&format!("/{ENTERPRISE}/manager")).context("no manager")?;
    ensure!(taken(manager, "$ref").is_some(), "the server links to no manager");
    taken(manager, "displayName");
    Ok(())
}
