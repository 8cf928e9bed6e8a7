//! The first page of a list of 100,000 users: from the click on a resource type to its rows painted.
//!
//! Both sides are timed inside their webviews, so that the driver's own way does not count. The
//! floor is what cannot be saved: a bare request for the same page, read to its end in a process
//! that does nothing else with it, and then the same rows (the very markup and styles that the app
//! drew) put into the bare window as finished HTML, until they are painted. Painted means the same
//! for both: the second frame after the rows are in the document. The server offers the list under
//! several resource types, so that each round opens one that was not open before.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tests::app::App;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::tenants::{Tenant, add_and_open};

use crate::figure::{Figure, Goal, Report, median_time};
use crate::server::{List, Server, endpoint, type_name};
use crate::window::{Screen, program};

const USERS: usize = 100_000;
const TOKEN: &str = "a-token-of-the-bench-0123456789";
/// Resource types: the one that is open at first, one to warm up, and one for each round.
const TYPES: usize = 21;

/// Clicks and waits for the first row of the list; ends with the milliseconds that took.
const OPEN: &str = "const [button, row, done] = arguments;
    const target = document.querySelector(button);
    const started = performance.now();
    const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => {
      done(performance.now() - started);
    }));
    const watch = new MutationObserver(() => {
      if (document.querySelector(row) === null) return;
      watch.disconnect();
      painted();
    });
    watch.observe(document.body, { subtree: true, childList: true, attributes: true });
    target.click();";

/// What the app drew: the grid around the rows, the rows, and all styles.
const DRAWN: &str = "const row = document.querySelector('[data-testid=grid-row]');
    const grid = row.closest('[role=grid]');
    const list = row.closest('[role=rowgroup]');
    const box = grid.getBoundingClientRect();
    const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    return {
      width: box.width,
      height: box.height,
      rows: list.innerHTML,
      count: list.querySelectorAll('[data-testid=grid-row]').length,
      css: css.map((rule) => rule.cssText).join('\\n'),
    };";

/// Prepares the bare window for rows: the styles, and an empty list of the same size.
const PREPARE: &str = "const [css, width, height, done] = arguments;
    const style = document.createElement('style');
    style.textContent = css;
    document.head.replaceChildren(style);
    const list = document.createElement('div');
    list.style.cssText = `position: relative; overflow: hidden; width: ${width}px; height: ${height}px`;
    document.body.replaceChildren(list);
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

/// Puts the rows there; ends with the milliseconds until they were painted.
const PAINT: &str = "const [rows, done] = arguments;
    const list = document.body.firstElementChild;
    const started = performance.now();
    list.innerHTML = rows;
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - started)));";

#[derive(Debug, Deserialize)]
struct Drawn {
    width: f64,
    height: f64,
    rows: String,
    count: usize,
    css: String,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let server = Server::start(USERS, TYPES).await?;
    // The server makes a page when it is first asked for; that is not to be measured.
    for number in 1..=TYPES {
        request(&server, number).await?;
    }
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let bare_desktop = Desktop::new(Keychain::Unlocked).await?;
    let bare = App::open_program(&bare_desktop, &program(Screen::Bare)?, &[]).await?;
    let app = App::open_program(&desktop, &program(Screen::Welcome)?, &[]).await?;
    let tenant = Tenant { name: "Bench", base_url: server.base_url(), token: TOKEN };
    add_and_open(app.page(), tenant).await?;
    let (mut ours, mut requests, mut paints) = (Vec::new(), Vec::new(), Vec::new());
    for number in 2..=TYPES {
        app.page().settled().await?;
        let opened = open(app.page(), number).await?;
        app.page().settled().await?;
        let drawn: Drawn = app.page().js(DRAWN, Vec::new()).await?;
        ensure!(drawn.count > 10, "only {} rows are drawn", drawn.count);
        let requested = request(&server, number).await?;
        let painted = paint(bare.page(), &drawn).await?;
        // The first one warms up.
        if number > 2 {
            ours.push(opened);
            requests.push(requested);
            paints.push(painted);
        }
    }
    app.close().await?;
    bare.close().await?;
    let floor = requests.iter().zip(&paints).map(|(a, b)| *a + *b).collect();
    report.add(&Figure {
        name: "first page of 100,000",
        value: median_time(ours),
        beside: vec![
            ("request and painting", median_time(floor)),
            ("request", median_time(requests)),
            ("painting", median_time(paints)),
        ],
        goal: Some(Goal::Times(1.5)),
    });
    Ok(())
}

async fn open(page: &Page, number: usize) -> Result<Duration> {
    let button = format!("[data-testid=\"nav-{}\"]", type_name(number));
    let id = List { users: USERS, number }.id_start();
    let row = format!("[data-testid=grid-row][data-id^=\"{id}\"]");
    page.element(&format!("nav-{}", type_name(number))).await?;
    milliseconds(page, OPEN, vec![json!(button), json!(row)]).await
}

async fn paint(page: &Page, drawn: &Drawn) -> Result<Duration> {
    let prepare = vec![json!(drawn.css), json!(drawn.width), json!(drawn.height)];
    page.driver().execute_async(PREPARE, prepare).await?;
    milliseconds(page, PAINT, vec![json!(drawn.rows)]).await
}

async fn milliseconds(page: &Page, script: &str, arguments: Vec<Value>) -> Result<Duration> {
    let answer = page.driver().execute_async(script, arguments).await?;
    let milliseconds: f64 = answer.convert()?;
    Ok(Duration::from_secs_f64(milliseconds / 1000.0))
}

/// The bare request for the first page, on a connection that is open.
async fn request(server: &Server, number: usize) -> Result<Duration> {
    let client = tests::http::client()?;
    let url = format!("{}{}?startIndex=1&count=100", server.base_url(), endpoint(number));
    let read = async || {
        let started = Instant::now();
        let answer = client.get(&url).bearer_auth(TOKEN).send().await?;
        ensure!(answer.status() == 200, "{url}: {}", answer.status());
        let body = answer.bytes().await?;
        ensure!(body.len() > 10_000, "{url}: {} bytes", body.len());
        Ok(started.elapsed())
    };
    read().await?;
    read().await
}
