//! From a key in a form of 300 attributes to what is wrong with the value, at its field: how long scripts run for one
//! key, in the real webview. That is the event, the field drawn anew, the edit sent once typing has paused, the answer of
//! the backend read, and the task that draws what is wrong. What follows it, the request that is drawn and what is read
//! again, is told beside it. Painting does not count there; it is told beside a bare form, which is the very markup and
//! styles that the app drew, in a bare window, with the shortest script that says something below a field.

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use tests::app::App;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::tenants::{Tenant, add_and_open_free};
use tests::{directory, edit};

use crate::backend::TOKEN;
use crate::figure::{Figure, Goal, Quantity, Report, median, percentile};
use crate::server::{Manner, Server, wide};
use crate::window::{Screen, program};

const ATTRIBUTES: usize = 300;
const KEYS: usize = 120;
/// Until the scripts are compiled.
const WARM_UP: usize = 15;
const MOST: Quantity = Quantity::Seconds(8e-3);

/// Leaves `window.bench` in a page.
const METER: &str = include_str!("keystroke.js");

const TYPE: &str =
    "const [selector, text, done] = arguments; window.bench.type(selector, text, done);";

/// The form that the app drew, with all styles.
const DRAWN: &str = "const form = document.querySelector('[data-testid=edit-form]');
    const css = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    return {
      fields: form.querySelectorAll('[data-testid=edit-field]').length,
      width: form.getBoundingClientRect().width,
      html: form.outerHTML,
      css: css.map((rule) => rule.cssText).join('\\n'),
    };";

/// Puts it into the bare window, with a script that says below the field that is typed into what stands in it.
const BARE: &str = "const [css, width, html, selector, done] = arguments;
    const style = document.createElement('style');
    style.textContent = css;
    document.head.replaceChildren(style);
    document.body.innerHTML = html;
    document.body.style.width = `${width}px`;
    const field = document.querySelector(selector);
    const said = document.createElement('p');
    said.id = 'said';
    field.setAttribute('aria-describedby', 'said');
    field.closest('[data-testid=edit-field]').append(said);
    field.addEventListener('input', () => { said.textContent = `${field.value} is no URI.`; });
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

#[derive(Debug, Deserialize)]
struct Drawn {
    fields: usize,
    width: f64,
    html: String,
    css: String,
}

/// What one key took, in milliseconds.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    script: f64,
    script_all: f64,
    painting: f64,
    all: f64,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let manner = Manner { attributes: ATTRIBUTES, ..Manner::default() };
    let server = Server::with(manner, 100, 1).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let bare_desktop = Desktop::new(Keychain::Unlocked).await?;
    let bare = App::open_program(&bare_desktop, &program(Screen::Bare)?, &[]).await?;
    let app = App::open_program(&desktop, &program(Screen::Welcome)?, &[]).await?;
    let tenant = Tenant { name: "Bench", base_url: server.base_url(), token: TOKEN };
    add_and_open_free(app.page(), tenant).await?;
    directory::open_type(app.page(), wide::NAME).await?;
    directory::open_row(app.page(), &wide::id(1)).await?;
    edit::open(app.page()).await?;
    app.page().settled().await?;
    let field = edit::control(&wide::attribute_name(1));
    app.page().css(&field).await?;
    let drawn: Drawn = app.page().js(DRAWN, Vec::new()).await?;
    ensure!(drawn.fields >= ATTRIBUTES, "the form has {} fields", drawn.fields);
    let ours = typed(app.page(), &field).await?;
    let beside = {
        let Drawn { width, html, css, .. } = drawn;
        let arguments = vec![json!(css), json!(width), json!(html), json!(field)];
        bare.page().driver().execute_async(BARE, arguments).await?;
        typed(bare.page(), &field).await?
    };
    app.close().await?;
    bare.close().await?;
    tell(report, &ours, &beside);
    Ok(())
}

fn tell(report: &mut Report, ours: &[Key], bare: &[Key]) {
    let script = |it: &Key| it.script;
    report.add(&Figure {
        name: "key in 300 fields, script p95",
        value: of(ours, script, |it| percentile(it, 0.95)),
        beside: vec![
            ("bare form", of(bare, script, |it| percentile(it, 0.95))),
            ("median", of(ours, script, median)),
        ],
        goal: Some(Goal::AtMost(MOST)),
    });
    for (name, pick) in [
        ("all scripts for one key", (|it: &Key| it.script_all) as fn(&Key) -> f64),
        ("painting of what is wrong", |it: &Key| it.painting),
        ("key to what is wrong, all", |it: &Key| it.all),
    ] {
        let value = of(ours, pick, median);
        let beside = vec![("bare form", of(bare, pick, median))];
        report.add(&Figure { name, value, beside, goal: None });
    }
}

fn of(keys: &[Key], pick: fn(&Key) -> f64, sum: fn(Vec<f64>) -> f64) -> Quantity {
    let milliseconds = sum(keys.iter().map(pick).collect());
    Quantity::Seconds(milliseconds / 1000.0)
}

/// Types so many keys, each of which makes another text that is no URI; the first ones only warm up.
async fn typed(page: &Page, field: &str) -> Result<Vec<Key>> {
    ensure!(page.js::<bool>(METER, Vec::new()).await?, "the page cannot be measured");
    let mut keys = Vec::with_capacity(KEYS);
    for number in 0..WARM_UP + KEYS {
        let text = format!("no uri {number:03}");
        let answer = page.driver().execute_async(TYPE, vec![json!(field), json!(text)]).await?;
        let key: Key = answer.convert().with_context(|| format!("{text}: {}", answer.json()))?;
        if number >= WARM_UP {
            keys.push(key);
        }
    }
    Ok(keys)
}
