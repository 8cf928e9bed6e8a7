//! A number of requests, several at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;

/// Does `work` so many times, `tasks` at once, on the threads of the runtime. Ends when all of it is done, or with the
/// first error.
pub(crate) async fn run<F, W>(times: usize, tasks: usize, work: F) -> Result<()>
where
    F: Fn() -> W + Clone + Send + 'static,
    W: Future<Output = Result<()>> + Send + 'static,
{
    let left = Arc::new(AtomicUsize::new(times));
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let (left, work) = (Arc::clone(&left), work.clone());
            tokio::spawn(async move {
                let take = |it: usize| it.checked_sub(1);
                while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok() {
                    work().await?;
                }
                Ok::<(), anyhow::Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}
