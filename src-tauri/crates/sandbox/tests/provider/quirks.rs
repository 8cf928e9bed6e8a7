//! Each quirk misbehaves on the wire as its description says, and does so no more when it is switched off.

mod answers;
mod pages;
mod providers;
mod queries;
mod requests;
mod resources;
mod writes;

use crate::support::Client;
use sandbox::{Area, QUIRKS, Quirk, Quirks};
use serde_json::{Value, json};

/// A client whose sandbox has one quirk, which a test may switch off to see the difference.
struct Bench {
    client: Client,
    quirk: Quirk,
}

impl Bench {
    async fn of(quirk: Quirk) -> Self {
        Self { client: Client::with([quirk]).await, quirk }
    }

    fn off(&self) {
        self.client.sandbox.set_quirks(Quirks::none());
    }

    fn on(&self) {
        self.client.sandbox.set_quirks(Quirks::none().with(self.quirk));
    }
}

/// A group with so many of the seeded users, made while the quirk is off.
async fn large_group(bench: &Bench, members: usize) -> Value {
    bench.off();
    let users = bench.client.read(&format!("/Users?count={members}&attributes=id")).await;
    let users: Vec<&Value> = users["Resources"].as_array().unwrap().iter().collect();
    let group = bench.client.group("Large", &users).await;
    bench.on();
    group
}

#[allow(clippy::print_stdout, reason = "the last one printed is the one that fails")]
async fn all_of(area: Area) {
    for it in QUIRKS.iter().filter(|it| it.area == area) {
        let bench = Bench::of(it.quirk).await;
        match area {
            Area::Requests => requests::shows(&bench).await,
            Area::Queries => queries::shows(&bench).await,
            Area::Pages => pages::shows(&bench).await,
            Area::Resources => resources::shows(&bench).await,
            Area::Writes => writes::shows(&bench).await,
            Area::Answers => answers::shows(&bench).await,
            Area::IdentityProviders => providers::shows(&bench).await,
        }
    }
}

macro_rules! areas {
    ($($name:ident: $area:ident;)*) => {
        $(#[tokio::test]
        async fn $name() {
            all_of(Area::$area).await;
        })*
    };
}

areas! {
    quirks_of_requests_show: Requests;
    quirks_of_queries_show: Queries;
    quirks_of_pages_show: Pages;
    quirks_of_resources_show: Resources;
    quirks_of_writes_show: Writes;
    quirks_of_answers_show: Answers;
    servers_made_for_one_identity_provider_show: IdentityProviders;
}

#[tokio::test]
async fn quirks_are_switched_while_it_runs_and_add_up() {
    let client = Client::start().await;
    assert!(client.sandbox.quirks().is_empty());
    let both = [Quirk::LowerCaseResources, Quirk::TextTotals].into_iter().collect();
    client.sandbox.set_quirks(both);
    assert_eq!(client.sandbox.quirks(), both);
    let page = client.read("/Users?count=1").await;
    assert_eq!((page["resources"].is_array(), &page["totalResults"]), (true, &json!("5000")));
    client.sandbox.set_quirks(both.without(Quirk::TextTotals));
    let page = client.read("/Users?count=1").await;
    assert_eq!((page["resources"].is_array(), &page["totalResults"]), (true, &json!(5000)));
    client.sandbox.set_quirks(Quirks::none());
    assert_eq!(client.get("/Users?count=1").await.rows().len(), 1);
}
