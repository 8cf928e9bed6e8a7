//! Opening the form of a typical user: from the key, on the user that is shown, to the form in the page. The backend reads
//! the user anew for it and keeps the draft. It stands beside the bare request for the same user. Each round opens a user
//! that was not edited before.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;
use tests::app::App;
use tests::desktop::{Desktop, Keychain};
use tests::directory;
use tests::page::Page;
use tests::tenants::{Tenant, add_and_open_free};

use crate::backend::TOKEN;
use crate::figure::{Figure, Goal, Quantity, Report, median_time};
use crate::server::{List, Server};
use crate::window::{Screen, program};

const USERS: usize = 100;
/// The first one warms up.
const ROUNDS: usize = 12;
const MORE: Quantity = Quantity::Seconds(50e-3);

/// Presses the key of *Edit*; ends with the milliseconds until the form has its fields, and until that is painted.
const OPEN: &str = "const [userName, done] = arguments;
    const isThere = () =>
      document.querySelector('[data-testid=edit-form] [data-path=userName]')?.value === userName;
    const started = performance.now();
    const watch = new MutationObserver(() => {
      if (!isThere()) return;
      watch.disconnect();
      const there = performance.now() - started;
      requestAnimationFrame(() => requestAnimationFrame(() => {
        done({ there, painted: performance.now() - started });
      }));
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    const init = { key: 'e', code: 'KeyE', ctrlKey: true, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', init));";

#[derive(Debug, Deserialize)]
struct Opened {
    there: f64,
    painted: f64,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let server = Server::start(USERS, 1).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let app = App::open_program(&desktop, &program(Screen::Welcome)?, &[]).await?;
    let tenant = Tenant { name: "Bench", base_url: server.base_url(), token: TOKEN };
    add_and_open_free(app.page(), tenant).await?;
    let (mut there, mut painted, mut requests) = (Vec::new(), Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        let opened = open(app.page(), number).await?;
        let requested = request(&server, number).await?;
        if number > 1 {
            there.push(Duration::from_secs_f64(opened.there / 1000.0));
            painted.push(Duration::from_secs_f64(opened.painted / 1000.0));
            requests.push(requested);
        }
    }
    app.close().await?;
    let request = median_time(requests);
    report.add(&Figure {
        name: "opening the form of a user",
        value: median_time(there),
        beside: vec![("request", request)],
        goal: Some(Goal::TimesAndMore(1.5, MORE)),
    });
    report.add(&Figure {
        name: "the same, painted",
        value: median_time(painted),
        beside: vec![("request", request)],
        goal: None,
    });
    Ok(())
}

fn user(number: usize) -> serde_json::Value {
    List { users: USERS, number: 1 }.user(number)
}

/// Opens the form of the user with this number from the inspector, and goes back to the list.
async fn open(page: &Page, number: usize) -> Result<Opened> {
    let user = user(number);
    let text = |name: &str| user.get(name).and_then(|it| it.as_str()).unwrap_or_default();
    directory::open_type(page, "User").await?;
    directory::open_row(page, text("id")).await?;
    page.settled().await?;
    let answer = page.driver().execute_async(OPEN, vec![json!(text("userName"))]).await?;
    let opened = answer.convert()?;
    page.settled().await?;
    Ok(opened)
}

/// The bare request for that user, on a connection that is open.
async fn request(server: &Server, number: usize) -> Result<Duration> {
    let client = tests::http::client()?;
    let user = user(number);
    let id = user.get("id").and_then(|it| it.as_str()).unwrap_or_default();
    let url = format!("{}/Users/{id}", server.base_url());
    let read = async || {
        let started = Instant::now();
        let answer = client.get(&url).bearer_auth(TOKEN).send().await?;
        ensure!(answer.status() == 200, "{url}: {}", answer.status());
        let body = answer.bytes().await?;
        ensure!(body.len() > 1_000, "{url}: {} bytes", body.len());
        Ok(started.elapsed())
    };
    read().await?;
    read().await
}
