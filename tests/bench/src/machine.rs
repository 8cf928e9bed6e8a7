//! The machine that the figures are from, and what this process has used of it.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// One line: how fast a machine this is and how busy it was.
pub(crate) fn described() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: Vec<&str> = load.split(' ').take(3).collect();
    let kernel = std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "Scimscope {}, release build; {cores} cores ({}); load average {}; kernel {}",
        env!("CARGO_PKG_VERSION"),
        processor().unwrap_or_else(|| "processor unknown".to_owned()),
        load.join(" "),
        kernel.trim()
    )
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The CPU time that all threads of this process have used so far, in the kernel and outside it.
pub(crate) fn cpu_time() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = u64::try_from(used.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(used.tv_nsec).unwrap_or(0))
}
