//! What a bug report has to know of the computer: the system and the memory, and nothing that names it or its user.

use std::fs;

/// Names and values, as far as the system tells them.
pub(super) fn facts() -> Vec<(&'static str, String)> {
    let mut facts = vec![("system", system()), ("architecture", std::env::consts::ARCH.to_owned())];
    if let Ok(kernel) = fs::read_to_string("/proc/sys/kernel/osrelease") {
        facts.push(("kernel", kernel.trim().to_owned()));
    }
    for (name, variable) in [
        ("desktop", "XDG_CURRENT_DESKTOP"),
        ("session", "XDG_SESSION_TYPE"),
        ("language", "LC_ALL"),
        ("language", "LANG"),
        ("language of messages", "LANGUAGE"),
    ] {
        if let Ok(value) = std::env::var(variable)
            && !value.is_empty()
        {
            facts.push((name, value));
        }
    }
    if let Ok(count) = std::thread::available_parallelism() {
        facts.push(("processors", count.to_string()));
    }
    facts.extend(memory());
    facts
}

fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|it| it.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |it| it.trim_matches('"').to_owned())
}

/// The memory of this process and of the computer, where Linux tells it.
fn memory() -> Vec<(&'static str, String)> {
    let of = |path: &str, name: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix(':'))?;
        Some(line.trim().to_owned())
    };
    [
        ("memory of the backend", of("/proc/self/status", "VmRSS")),
        ("most memory of the backend", of("/proc/self/status", "VmHWM")),
        ("memory of the computer", of("/proc/meminfo", "MemTotal")),
        ("memory that is free", of("/proc/meminfo", "MemAvailable")),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}
