//! Waiting for something to become true, with a deadline and a word on what was waited for.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// Generous: two cores may be busy with other tests.
pub const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(50);

/// Asks again and again until there is an answer. An error is asked again as well: an element
/// may be replaced while it is looked at.
pub async fn until<T>(what: &str, ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    within(PATIENCE, what, ask).await
}

/// The same with another deadline.
pub async fn within<T>(
    limit: Duration,
    what: &str,
    mut ask: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let started = Instant::now();
    loop {
        // Read before it is asked: what becomes true during a slow ask is seen by one more.
        let is_last = started.elapsed() > limit;
        let answer = ask().await;
        if let Ok(Some(value)) = answer {
            return Ok(value);
        }
        if is_last {
            let seconds = limit.as_secs();
            match answer {
                Err(error) => bail!("waited {seconds} s for {what}; the last try: {error:#}"),
                Ok(_) => bail!("waited {seconds} s for {what}"),
            }
        }
        tokio::time::sleep(POLL).await;
    }
}
