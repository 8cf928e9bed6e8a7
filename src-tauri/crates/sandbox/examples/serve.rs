//! Serves the sandbox until Enter is pressed, with the quirks whose ids are given: for looking at it with any client.
//! `cargo run -p sandbox --example serve -- bare-array slow`
#![allow(clippy::print_stdout, reason = "it tells where it is")]

use sandbox::{QUIRKS, Quirk, Sandbox};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut quirks = Vec::new();
    for id in std::env::args().skip(1) {
        let known = || QUIRKS.iter().map(|it| it.id).collect::<Vec<_>>().join(" ");
        quirks.push(Quirk::named(&id).ok_or_else(|| format!("{id} is none of {}", known()))?);
    }
    let sandbox = Sandbox::with_quirks(quirks).await?;
    println!("{} {}", sandbox.base_url(), sandbox.token());
    tokio::task::spawn_blocking(|| std::io::stdin().read_line(&mut String::new())).await??;
    Ok(())
}
