//! From the start of the process to the first screen painted: the welcome screen, and the sandbox's
//! first rows, beside a bare window of the same Tauri and webview. Each start is a first one (an
//! empty home, a new database, a new key in an unlocked keychain), and they take turns.

use anyhow::Result;

use crate::figure::{Figure, Goal, Report, median_time};
use crate::window::{Screen, Window};

const ROUNDS: usize = 9;

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let (mut bare, mut welcome, mut sandbox) = (Vec::new(), Vec::new(), Vec::new());
    // The first round brings everything into the system's caches.
    for round in 0..=ROUNDS {
        for (screen, times) in [
            (Screen::Bare, &mut bare),
            (Screen::Welcome, &mut welcome),
            (Screen::Sandbox, &mut sandbox),
        ] {
            let time = Window::open(screen).await?.painted_after;
            if round > 0 {
                times.push(time);
            }
        }
    }
    let bare = median_time(bare);
    for (name, times, most) in
        [("start welcome", welcome, 1.25), ("start sandbox rows", sandbox, 1.6)]
    {
        report.add(&Figure {
            name,
            value: median_time(times),
            beside: vec![("bare window", bare)],
            goal: Some(Goal::Times(most)),
        });
    }
    Ok(())
}
