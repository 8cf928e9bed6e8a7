//! Any SCIM server through the real app: `SCIM_PEER_URL`, and `SCIM_PEER_TOKEN` or
//! `SCIM_PEER_USER` and `SCIM_PEER_PASSWORD` where it wants one, name a server to look at. Without
//! them it is the sandbox and the three servers that the harness starts. What is on the screen
//! has to be what the server has, and what the app says of a write what the server did with it; a
//! report says what was found. The server of somebody else is written to with `SCIM_PEER_WRITE=1` only.
#![allow(clippy::print_stdout, reason = "the report is what this test is for")]

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sandbox::Sandbox;
use tests::access::Access;
use tests::any_peer::report::Report;
use tests::any_peer::{self, Target};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory::Field;
use tests::gate::{Gate, Lock};
use tests::peer::{Kind, Peer};
use tests::{compare, directory, form, http, places, seed};

#[tokio::test(flavor = "multi_thread")]
async fn the_app_shows_what_the_server_has() -> Result<()> {
    let started = Instant::now();
    let differences = match given() {
        Some(target) => look_at(&target).await?.differences().len(),
        None => {
            // Two at a time: each has an app, a server and a proxy of its own.
            let (a, b) = tokio::join!(sandbox(), peer(Kind::Scim2Server));
            let (c, d) = tokio::join!(peer(Kind::Scimmy), peer(Kind::DjangoScim2));
            a? + b? + c? + d?
        }
    };
    println!("{differences} differences, {:.1} s in all", started.elapsed().as_secs_f64());
    ensure!(
        differences == 0,
        "the app shows {differences} things otherwise than the server has them"
    );
    Ok(())
}

/// The server that the environment names.
fn given() -> Option<Target> {
    Target::named_by(|name| std::env::var(name).ok())
}

async fn sandbox() -> Result<usize> {
    let sandbox = Sandbox::start().await?;
    let report = look_at(&Target {
        name: "sandbox".to_owned(),
        base_url: sandbox.base_url().to_owned(),
        access: Access::Bearer(sandbox.token().to_owned()),
        remarks: Vec::new(),
        follows_the_rfc: true,
        writes: true,
        unable: Some(&[]),
    })
    .await?;
    Ok(report.differences().len())
}

async fn peer(kind: Kind) -> Result<usize> {
    let peer = Peer::start_kind(kind).await?;
    let (users, groups) = (peer.users().len(), peer.groups().len());
    ensure!(users >= seed::USERS / 2, "{kind:?} took {users} users: {:#?}", peer.refused());
    let mut remarks = vec![format!(
        "it took {users} of {} users and {groups} of {} groups",
        seed::USERS,
        seed::GROUPS
    )];
    remarks.extend(peer.refused().first().map(|it| format!("refused, first: {it}")));
    let report = look_at(&Target {
        name: kind.name().to_owned(),
        base_url: peer.base_url(),
        access: Access::Bearer(peer.token().to_owned()),
        remarks,
        follows_the_rfc: false,
        writes: true,
        unable: Some(unable(kind)),
    })
    .await?;
    Ok(report.differences().len())
}

/// The writes that a server is known not to do, or not wholly.
fn unable(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Scim2Server | Kind::Scimmy => &[],
        // It keeps the names of a person and no other, has PATCH for some attributes only, and takes no filter in a path.
        Kind::DjangoScim2 => &["create user", "edit user", "edit user by PUT", "remove member"],
    }
}

/// Visits a server, prints and keeps the report.
async fn look_at(target: &Target) -> Result<Report> {
    let report = any_peer::visit(target).await?;
    println!("{report}");
    let file = places::output("reports")?.join(format!("{}.txt", target.name));
    std::fs::write(file, report.to_string())?;
    Ok(report)
}

/// The way of those whose server wants no token: a user name and a password, named as in the environment.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_wants_a_password_is_looked_at_as_well() -> Result<()> {
    if given().is_some() {
        return Ok(());
    }
    let (user, password) = ("ada@example.org", "canary-password-plum-orchard");
    let peer = Peer::start().await?;
    let access = Access::Basic { user: user.to_owned(), password: password.to_owned() };
    let gate = Gate::before(Lock {
        authorization: access.authorization().context("a password is sent")?,
        upstream: peer.origin().to_owned(),
        token: peer.token().to_owned(),
        later: None,
    })
    .await?;
    let url = peer.base_url().replace(peer.origin(), gate.origin());
    let target = Target::named_by(|name| match name {
        "SCIM_PEER_URL" => Some(url.clone()),
        "SCIM_PEER_USER" => Some(user.to_owned()),
        "SCIM_PEER_PASSWORD" => Some(password.to_owned()),
        _ => None,
    });
    let target = target.context("no server is named")?;
    let name = "scim2-server with a password".to_owned();
    let report = look_at(&Target { name, ..target }).await?;
    let differences = report.differences();
    ensure!(differences.is_empty(), "not as the server has it: {differences:#?}");
    // Nobody has said that it may be written to.
    let text = report.to_string();
    ensure!(text.contains("not tried. SCIM_PEER_WRITE=1"), "{text}");
    ensure!(!text.contains("create user"), "{text}");
    Ok(())
}

/// Nobody but the app has the token of the sandbox in it: another one with the same directory stands beside it.
#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_sandbox_shows_what_another_one_has() -> Result<()> {
    if given().is_some() {
        return Ok(());
    }
    let twin = Sandbox::start().await?;
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        for (name, endpoint) in [("User", "Users"), ("Group", "Groups"), ("Device", "Devices")] {
            let rows = directory::open_type(page, name).await?;
            let id = rows.into_iter().find_map(|it| it.id).context("a row without an id")?;
            directory::open_row(page, &id).await?;
            form::of_resource(page, &id).await?;
            page.settled().await?;
            let fields = form::all_fields(page).await?;
            let url = format!("{}/{endpoint}/{id}", twin.base_url());
            let text = http::get(&url, twin.token()).await?.text;
            let resource = compare::read(&text.replace(twin.base_url(), &base_url(&fields)?))?;
            compare::ensure_shown(&fields, &resource).with_context(|| format!("{name} {id}"))?;
        }
        Ok(())
    })
    .await
}

/// Where the embedded sandbox is, as the location of a resource says.
fn base_url(fields: &[Field]) -> Result<String> {
    let location =
        fields.iter().find(|it| it.path == "meta.location").and_then(|it| it.shown.first());
    let (base_url, _) =
        location.and_then(|it| it.text.split_once("/v2/")).context("no location is shown")?;
    Ok(format!("{base_url}/v2"))
}
