//! Servers that others wrote, written to through the screens: somebody is made, changed, disabled, brought back and deleted.
//! After each step the server is asked beside the app, and has to agree with what the app said; what a server cannot do is
//! printed.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::edit::controls;
use tests::edit::told::{Told, told};
use tests::page::Page;
use tests::peer::{Kind, Peer};
use tests::tenants::{self, Tenant};
use tests::{directory, edit, http};

const NAME: &str = "nova.keeper";

#[tokio::test(flavor = "multi_thread")]
async fn scim2_server_is_written_to_through_the_screens() -> Result<()> {
    written_to(Kind::Scim2Server, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn scimmy_is_written_to_through_the_screens() -> Result<()> {
    written_to(Kind::Scimmy, &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn django_scim2_is_written_to_through_the_screens() -> Result<()> {
    // It makes other names of the one that was changed, which nobody asked for.
    written_to(Kind::DjangoScim2, &["change"]).await
}

/// Walks through all steps; those that are named are the ones that this server cannot do.
async fn written_to(kind: Kind, cannot: &[&str]) -> Result<()> {
    let peer = Peer::start_empty(kind).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let base_url = peer.base_url();
        let tenant = Tenant { name: kind.name(), base_url: &base_url, token: peer.token() };
        tenants::add_and_open_free(page, tenant).await?;
        let mut walk = Walk { page, peer: &peer, id: String::new(), failed: Vec::new() };
        walk.all().await?;
        ensure!(
            walk.failed == cannot,
            "{}: could not {:?}, expected {cannot:?}",
            kind.name(),
            walk.failed
        );
        Ok(())
    })
    .await
}

/// One walk through the life of somebody.
struct Walk<'a> {
    page: &'a Page,
    peer: &'a Peer,
    /// Who is written to.
    id: String,
    /// The steps that the server did not do, or not as they were meant.
    failed: Vec<&'static str>,
}

impl Walk<'_> {
    async fn all(&mut self) -> Result<()> {
        self.create().await?;
        self.change().await?;
        if self.disable().await? {
            self.undo().await?;
        }
        self.delete().await
    }

    async fn create(&mut self) -> Result<()> {
        let page = self.page;
        page.click("directory-new").await?;
        page.element("edit-form").await?;
        edit::set(page, "userName", NAME).await?;
        edit::set(page, "name.givenName", "Nova").await?;
        edit::set(page, "name.familyName", "Keeper").await?;
        controls::add_value(page, "emails", 0).await?;
        controls::type_at(page, "/emails/0/value", "nova.keeper@example.com").await?;
        edit::send(page).await?;
        let told = told(page, "Created").await?;
        let made = self.listed().await?;
        self.judge("create", &told, made["name"]["familyName"] == "Keeper").await?;
        // Without anybody there is nothing to go on with.
        self.id = made["id"].as_str().context("nobody was made")?.to_owned();
        Ok(())
    }

    async fn change(&mut self) -> Result<()> {
        self.show().await?;
        let page = self.page;
        let before = self.read().await?.context("they are gone")?;
        edit::open(page).await?;
        edit::set(page, "name.familyName", "Warden").await?;
        edit::pending(page, 1).await?;
        edit::send(page).await?;
        let told = told(page, "Changed").await?;
        let now = self.read().await?.context("they are gone")?;
        let others = ["displayName", "title"].into_iter().filter(|it| now[*it] != before[*it]);
        for other in others {
            ensure!(told.text.contains(other), "{other} is another one, and the app says {told:?}");
        }
        self.judge("change", &told, now["name"]["familyName"] == "Warden").await.map(drop)
    }

    async fn disable(&mut self) -> Result<bool> {
        self.show().await?;
        self.choose("resource-set-active").await?;
        let told = told(self.page, "Disabled").await?;
        let now = self.read().await?.context("they are gone")?;
        self.judge("disable", &told, now["active"] == false).await
    }

    async fn undo(&mut self) -> Result<()> {
        self.page.click_named("button", "Undo").await?;
        edit::confirm(self.page).await?;
        let told = told(self.page, "Undid").await?;
        let now = self.read().await?.context("they are gone")?;
        self.judge("undo", &told, now["active"] == true).await.map(drop)
    }

    async fn delete(&mut self) -> Result<()> {
        self.show().await?;
        self.choose("resource-delete").await?;
        edit::confirm(self.page).await?;
        let told = told(self.page, "Deleted").await?;
        let is_gone = self.read().await?.is_none();
        self.judge("delete", &told, is_gone).await.map(drop)
    }

    /// Shows the person in the inspector, whatever was shown.
    async fn show(&self) -> Result<()> {
        directory::open_type(self.page, "User").await?;
        directory::open_row(self.page, &self.id).await.map(drop)
    }

    async fn choose(&self, action: &str) -> Result<()> {
        self.page.click("resource-more").await?;
        self.page.click(action).await
    }

    /// Whether the server did it, and nothing else: what the app said and what the server has must not differ. That the
    /// server did something beside it is the app's word, which names what.
    #[allow(clippy::print_stdout, reason = "what a server cannot do is said")]
    async fn judge(&mut self, step: &'static str, told: &Told, is_so: bool) -> Result<bool> {
        let server = self.peer.kind().name();
        let is_more = told.outcome == "differs" && is_so;
        ensure!(
            told.is_done() == is_so || is_more,
            "{server}, {step}: the app says {told:?}, and on the server it is {is_so}"
        );
        if told.is_done() {
            return Ok(true);
        }
        let does = if is_more { "does more than" } else { "cannot" };
        println!("{server} {does} {step}: {}", told.text.replace('\n', " "));
        self.failed.push(step);
        self.page.press("Escape").await?;
        Ok(false)
    }

    /// The person as the server has them; none where they are gone.
    async fn read(&self) -> Result<Option<Value>> {
        let answer = self.get(&format!("Users/{}", self.id)).await?;
        match answer.status {
            404 => Ok(None),
            200 => Ok(Some(serde_json::from_str(&answer.text)?)),
            status => anyhow::bail!("{status}: {}", answer.text),
        }
    }

    /// The person as the server lists them; null where it does not.
    async fn listed(&self) -> Result<Value> {
        let listed: Value = serde_json::from_str(&self.get("Users").await?.text)?;
        let users = listed["Resources"].as_array().context("no list")?;
        Ok(users.iter().find(|it| it["userName"] == NAME).cloned().unwrap_or_default())
    }

    async fn get(&self, path: &str) -> Result<http::Answer> {
        http::get(&format!("{}/{path}", self.peer.base_url()), self.peer.token()).await
    }
}
