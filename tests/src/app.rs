//! The real app in its real webview, driven by WebKitWebDriver.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use thirtyfour::{Capabilities, WebDriver};
use tokio::process::Command;

use crate::desktop::Desktop;
use crate::group::{self, Group};
use crate::page::Page;
use crate::{http, places, ports, screens, wait};

/// An app that dies at start leaves the driver waiting for it for ever.
const START_LIMIT: Duration = Duration::from_secs(60);
const REQUEST_LIMIT: Duration = Duration::from_secs(60);

/// A running app.
#[derive(Debug)]
pub struct App {
    page: Page,
    driver: WebDriver,
    server: Group,
}

/// Opens the app on a desktop, hands its window to the story, and closes it. When the story
/// fails, a screenshot and the end of the log go with the error.
pub async fn with_app<T>(
    desktop: &Desktop,
    arguments: &[&str],
    story: impl AsyncFnOnce(&Page) -> Result<T>,
) -> Result<T> {
    let app = App::open(desktop, arguments).await?;
    let told = story(&app.page).await;
    let told = match told {
        Ok(value) => Ok(value),
        Err(error) => {
            let picture = screens::of_failure(&app.page).await;
            Err(error.context(format!("{picture}\n{}", end_of_log(desktop))))
        }
    };
    app.close().await.and(told)
}

impl App {
    /// Starts the app and waits until its interface is there.
    pub async fn open(desktop: &Desktop, arguments: &[&str]) -> Result<App> {
        let app = App::open_program(desktop, &places::app_binary()?, arguments).await?;
        app.page.element("app").await?;
        Ok(app)
    }

    /// Starts any program that shows a webview, and does not wait for what it shows.
    pub async fn open_program(desktop: &Desktop, binary: &Path, arguments: &[&str]) -> Result<App> {
        http::install_tls();
        let mut capabilities = Capabilities::new();
        let options = serde_json::json!({ "binary": binary, "args": arguments });
        capabilities.set("webkitgtk:browserOptions", options)?;
        let (server, port) = start_driver(desktop).await?;
        let connect = WebDriver::builder(format!("http://127.0.0.1:{port}"), capabilities)
            .request_timeout(REQUEST_LIMIT)
            .connect();
        let driver = match tokio::time::timeout(START_LIMIT, connect).await {
            Ok(connected) => connected,
            Err(_) => bail!("the app did not start:\n{}", end_of_log(desktop)),
        };
        let driver =
            driver.with_context(|| format!("no session with the app:\n{}", end_of_log(desktop)))?;
        Ok(App { page: Page::new(driver.clone()), driver, server })
    }

    /// The app's window.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// Ends the app as a crash or an empty battery does: it is not asked, and learns nothing.
    pub async fn kill(self, desktop: &Desktop) -> Result<()> {
        let App { page, driver, server } = self;
        let killed = group::kill(&places::app_binary()?, &desktop.data_folder())?;
        ensure!(killed == 1, "{killed} apps were killed");
        drop(page);
        // The driver ends its session with an app that is gone already.
        drop(driver.quit().await);
        drop(server);
        Ok(())
    }

    /// Ends the session, and with it the app.
    pub async fn close(self) -> Result<()> {
        let App { page, driver, server } = self;
        drop(page);
        let quit = driver.quit().await;
        drop(server);
        Ok(quit?)
    }
}

async fn start_driver(desktop: &Desktop) -> Result<(Group, u16)> {
    // Another program may take the port between our finding it and the driver's using it.
    for _ in 0..3 {
        let port = ports::free()?;
        let mut server = Group::spawn(&mut driver_command(desktop, port)?)?;
        let listening = wait::within(Duration::from_secs(10), "the driver", async || {
            let connected = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok();
            Ok(connected.then_some(()))
        });
        if listening.await.is_ok() && server.is_running() {
            return Ok((server, port));
        }
    }
    bail!("WebKitWebDriver does not start:\n{}", end_of_log(desktop))
}

fn driver_command(desktop: &Desktop, port: u16) -> Result<Command> {
    let log = std::fs::File::options().create(true).append(true).open(desktop.log())?;
    let mut command = Command::new("WebKitWebDriver");
    command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
    desktop.put_on(&mut command);
    command
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
        // The log ends with what went wrong, not with where in a library.
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    Ok(command)
}

fn end_of_log(desktop: &Desktop) -> String {
    let text = std::fs::read_to_string(desktop.log()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let end = lines.get(lines.len().saturating_sub(30)..).unwrap_or_default();
    format!("the app's log ends with:\n{}", end.join("\n"))
}
