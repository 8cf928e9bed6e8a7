//! How calls ended: a line in the log for each that failed, and the last failures for the file for bug reports. Names
//! and codes only; what a call was about is not kept.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::api::error::{ErrorCode, UiError};
use crate::commands;
use crate::tenants::word;

/// How many failures are remembered.
const KEPT: usize = 40;

/// A call that failed.
#[derive(Debug, Clone)]
pub(crate) struct Failed {
    pub(crate) at: Timestamp,
    pub(crate) command: &'static str,
    pub(crate) code: String,
}

/// How the calls of this run ended.
#[derive(Debug, Default)]
pub(crate) struct Outcomes {
    failed: Mutex<VecDeque<Failed>>,
}

impl Outcomes {
    /// Notes how a call ended.
    pub(crate) fn note<T>(&self, name: &str, answer: &Result<T, UiError>, took: Duration) {
        // A name that is on no list is text of whoever called.
        let command = commands::NAMES.iter().find(|it| **it == name).copied().unwrap_or("unknown");
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match answer {
            Ok(_) => tracing::debug!(command, ms, "a call was answered"),
            Err(error) if error.code == ErrorCode::Cancelled => {
                tracing::debug!(command, ms, "a call was cancelled");
            }
            Err(error) => {
                let code = word(&error.code);
                tracing::info!(command, code, ms, "a call failed");
                let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
                failed.push_back(Failed { at: Timestamp::now(), command, code });
                if failed.len() > KEPT {
                    failed.pop_front();
                }
            }
        }
    }

    /// The last failures, oldest first.
    pub(crate) fn failed(&self) -> Vec<Failed> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
