//! The memory of all processes of the app with the sandbox's list open, beside the bare window's.
//! Proportional set size: pages that processes share are counted once among them.

use anyhow::Result;

use crate::figure::{Figure, Goal, Quantity, Report, median};
use crate::window::{Screen, Window};

const ROUNDS: usize = 3;

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let (mut bare, mut sandbox) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare.push(Window::open(Screen::Bare).await?.memory().await?);
        sandbox.push(Window::open(Screen::Sandbox).await?.memory().await?);
    }
    report.add(&Figure {
        name: "memory with the sandbox",
        value: Quantity::Bytes(median(sandbox)),
        beside: vec![("bare window", Quantity::Bytes(median(bare)))],
        goal: Some(Goal::Times(1.5)),
    });
    Ok(())
}
