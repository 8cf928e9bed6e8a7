//! How much memory this process took at most since a moment, where the system tells (Linux).

/// A moment, and what was in use then.
pub(crate) struct Peak {
    before_kib: u64,
}

impl Peak {
    /// Begins to measure; `None` where the system does not tell.
    pub(crate) fn start() -> Option<Peak> {
        // Sets the high-water mark back to what is in use now.
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
        Some(Peak { before_kib: status("VmRSS:")? })
    }

    /// The peak over what was in use before, in MiB.
    pub(crate) fn mib(&self) -> u64 {
        status("VmHWM:").unwrap_or(u64::MAX).saturating_sub(self.before_kib) / 1024
    }
}

fn status(name: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|it| it.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
