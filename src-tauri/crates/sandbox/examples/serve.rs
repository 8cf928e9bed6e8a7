//! Serves the sandbox until Enter is pressed, with the quirks whose ids are given: for looking at it with any client.
//! `cargo run -p sandbox --example serve -- bare-array slow`. With `standard` there is no extension but the RFC's.
#![allow(clippy::print_stdout, reason = "it tells where it is")]

use sandbox::{QUIRKS, Quirk, Sandbox, Settings};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut settings = Settings::default();
    for id in std::env::args().skip(1) {
        if id == "standard" {
            settings.has_own_extension = false;
            continue;
        }
        let known = || QUIRKS.iter().map(|it| it.id).collect::<Vec<_>>().join(" ");
        let quirk = Quirk::named(&id).ok_or_else(|| format!("{id} is none of {}", known()))?;
        settings.quirks = settings.quirks.with(quirk);
    }
    let sandbox = Sandbox::start_with(settings).await?;
    println!("{} {}", sandbox.base_url(), sandbox.token());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    Ok(())
}
