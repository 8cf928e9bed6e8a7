//! `cargo xtask mutants`: changes `scim` in small ways, one at a time, and sees whether a test notices. Only the
//! modules where a silent mistake would cost most are changed: filters, paths, PATCH and validation.
//!
//! A mutant costs what it takes to build and to run the tests. So the tests come in passes, those that are quick to
//! build and catch most first, and only what survives a pass goes into the next.

mod judged;
mod module;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{self, Ending, Group};
use crate::{cargo_tool, workspace};
use judged::Judged;
use module::{MODULES, Module, Pass};
use outcome::{Fate, Key, Mutants};

const VERSION: &str = "27.1.0";
const LIMIT: Duration = Duration::from_secs(8 * 60 * 60);
/// Seconds that the tests of one mutant may take. They take ten at most; a busy machine has time to spare.
const TEST_SECONDS: &str = "150";
const BUILD_SECONDS: &str = "900";
/// A mutant that never ends its loop may fill the memory before its time is up: past this it fails.
#[cfg(target_os = "linux")]
const MEMORY_BYTES: u64 = 6_000_000_000;
/// The share of mutants that the tests have to catch, in percent.
const WANTED: f64 = 90.0;
const LIST: &str = "src-tauri/crates/scim/MUTANTS.tsv";

/// What became of the mutants of a module, or of several.
#[derive(Debug, Default)]
struct Tally {
    caught: usize,
    hanging: usize,
    missed: usize,
    unviable: usize,
}

impl Tally {
    fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Caught => self.caught += 1,
            Fate::TimedOut => self.hanging += 1,
            Fate::Missed => self.missed += 1,
            Fate::Unviable => self.unviable += 1,
        }
    }

    /// In percent of those that compile. A mutant that makes the tests hang twice is noticed as well.
    #[expect(clippy::cast_precision_loss, reason = "there are some thousands")]
    fn noticed(&self) -> f64 {
        let noticed = self.caught + self.hanging;
        100.0 * noticed as f64 / (noticed + self.missed).max(1) as f64
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { caught, hanging, missed, unviable } = self;
        write!(
            f,
            "{caught} caught, {hanging} hanging, {missed} missed, {unviable} unviable: {:.1} % noticed",
            self.noticed()
        )
    }
}

/// What the command was asked for.
#[derive(Debug, Default)]
struct Request {
    modules: Vec<&'static Module>,
    /// `2/8`: only that part of the mutants.
    shard: Option<String>,
}

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let request = parse(arguments)?;
    let list = workspace::root().join(LIST);
    let text = std::fs::read_to_string(&list)
        .with_context(|| format!("cannot read {}", list.display()))?;
    let judged = Judged::parse(&text).with_context(|| format!("{LIST} is not as it should be"))?;
    let program = cargo_tool::ensure("cargo-mutants", VERSION)?;
    limit_memory()?;
    let mut fates = BTreeMap::new();
    let mut lines = Vec::new();
    for module in &request.modules {
        let found = Run::of(module, &program, request.shard.as_deref())?.fates()?;
        lines.push(format!("{}: {}", module.name, tally(&found)));
        fates.extend(found);
    }
    for line in lines {
        println!("{line}");
    }
    Ok(verdict(&fates, &judged))
}

fn parse(arguments: &[String]) -> Result<Request> {
    let mut request = Request::default();
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--shard" {
            let shard = words.next().context("`--shard` needs a part, as in `--shard 0/4`")?;
            request.shard = Some(shard.clone());
            continue;
        }
        let Some(module) = MODULES.iter().find(|it| it.name == word) else {
            let known: Vec<&str> = MODULES.iter().map(|it| it.name).collect();
            bail!("there is no module `{word}`; there are {}", known.join(", "));
        };
        request.modules.push(module);
    }
    if request.modules.is_empty() {
        request.modules.extend(MODULES);
    }
    Ok(request)
}

fn tally(fates: &BTreeMap<Key, Fate>) -> Tally {
    let mut tally = Tally::default();
    fates.values().for_each(|fate| tally.add(*fate));
    tally
}

/// Prints the sums and what has to be done.
fn verdict(fates: &BTreeMap<Key, Fate>, judged: &Judged) -> ExitCode {
    let sums = tally(fates);
    println!("all: {sums}");
    let survivors = fates.iter().filter(|(_, fate)| **fate == Fate::Missed);
    let survivors: BTreeSet<Key> = survivors.map(|(key, _)| key.clone()).collect();
    let counts = judged.counts(&survivors);
    let counts: Vec<String> =
        counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
    println!("survivors that are judged: {}", counts.join(", "));
    let found = judged.compare(&survivors, &fates.keys().cloned().collect());
    for key in &found.stale {
        println!("caught by now, take it out of {LIST}: {key}");
    }
    for key in &found.unjudged {
        println!("survives, and {LIST} does not judge it: {key}");
    }
    let is_enough = sums.noticed() >= WANTED;
    if !is_enough {
        println!("the tests have to notice {WANTED} % at least");
    }
    if is_enough && found.unjudged.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The passes over one module.
#[derive(Debug)]
struct Run<'a> {
    module: &'static Module,
    program: &'a Path,
    shard: Option<&'a str>,
    /// Where the reports of the passes are kept.
    folder: PathBuf,
}

impl<'a> Run<'a> {
    fn of(module: &'static Module, program: &'a Path, shard: Option<&'a str>) -> Result<Self> {
        let folder = workspace::scratch("mutants")?.join(module.name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        Ok(Self { module, program, shard, folder })
    }

    /// What became of each mutant after all passes.
    fn fates(&self) -> Result<BTreeMap<Key, Fate>> {
        let mutants = self.list()?;
        println!("{}: {} mutants", self.module.name, mutants.len());
        let mut fates = BTreeMap::new();
        for (number, pass) in (1..).zip(self.module.passes) {
            let survivors = names(&fates, Fate::Missed);
            if number > 1 && survivors.is_empty() {
                break;
            }
            let chosen = (number > 1).then_some(survivors.as_slice());
            let found = self.pass(pass, &format!("pass-{number}"), chosen)?;
            // Whoever was stopped for a while seems to hang: only who does so twice is believed.
            let slow = names(&found, Fate::TimedOut);
            fates.extend(found);
            if !slow.is_empty() {
                fates.extend(self.pass(pass, &format!("pass-{number}-again"), Some(&slow))?);
            }
        }
        fates.into_iter().map(|(name, fate)| Ok((mutants.key(&name)?.clone(), fate))).collect()
    }

    fn list(&self) -> Result<Mutants> {
        let output = self.command(None).args(["--list", "--json"]).output()?;
        if !output.status.success() {
            bail!("cargo-mutants cannot list:\n{}", String::from_utf8_lossy(&output.stderr));
        }
        Mutants::parse(&String::from_utf8_lossy(&output.stdout))
    }

    /// Tries the mutants of these names, or all, against the tests of a pass.
    fn pass(
        &self,
        pass: &Pass,
        name: &str,
        chosen: Option<&[String]>,
    ) -> Result<BTreeMap<String, Fate>> {
        let folder = self.folder.join(name);
        let mut command = self.command(chosen);
        // Each job copies the checkout and builds everything once: for a few mutants one is quicker.
        let jobs = if chosen.is_some_and(|names| names.len() < 10) { "1" } else { "2" };
        command.args(["--jobs", jobs, "--colors", "never", "--baseline", "run"]);
        command.args(["--timeout", TEST_SECONDS, "--build-timeout", BUILD_SECONDS]);
        command.arg("--output").arg(&folder);
        // These reach the build as well: it makes no test that the pass does not run.
        command.args(pass.targets.iter().map(|target| format!("--cargo-arg={target}")));
        match (chosen, self.shard) {
            (Some(names), _) => {
                command.args(names.iter().map(|it| format!("--re=^{}$", escape(it))))
            }
            (None, Some(shard)) => command.args(["--shard", shard, "--sharding", "round-robin"]),
            (None, None) => &mut command,
        };
        command.args(["--", "--"]).args(pass.tests);
        println!("{}: {name}", self.module.name);
        // 2: some were missed, 3: some took too long.
        match Group::spawn(process::mark(&mut command))?.wait(LIMIT)? {
            Ending::Exited(status) if matches!(status.code(), Some(0 | 2 | 3)) => {}
            ending => bail!("cargo-mutants {ending}; its logs are in {}", folder.display()),
        }
        let file = folder.join("mutants.out/outcomes.json");
        let json = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        let mut fates = outcome::fates(&json)?;
        // The tool tries those that delete a field whether they are chosen or not.
        fates.retain(|name, _| chosen.is_none_or(|names| names.contains(name)));
        Ok(fates)
    }

    /// The mutants of the files of the module, or only of those files that have a chosen one.
    fn command(&self, chosen: Option<&[String]>) -> Command {
        let mut command = Command::new(self.program);
        command.current_dir(workspace::root()).args(["mutants", "--package", "scim"]);
        match chosen {
            Some(names) => {
                let files = names.iter().filter_map(|it| it.split_once(':').map(|(file, _)| file));
                let files: BTreeSet<&str> = files.collect();
                command.args(files.into_iter().map(|file| format!("--file={file}")));
            }
            None => {
                command.args(self.module.files.iter().map(|file| format!("--file={file}")));
            }
        }
        command
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            // The first failure is enough: how small it can be made does not matter.
            .env("PROPTEST_MAX_SHRINK_ITERS", "0")
            .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
        command
    }
}

fn names(fates: &BTreeMap<String, Fate>, wanted: Fate) -> Vec<String> {
    fates.iter().filter(|(_, fate)| **fate == wanted).map(|(name, _)| name.clone()).collect()
}

/// A text as a regular expression that matches just it.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    for letter in text.chars() {
        if "\\.+*?()|[]{}^$#&-~".contains(letter) {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// For this program and all that it starts from now on.
#[cfg(target_os = "linux")]
fn limit_memory() -> Result<()> {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    let (soft, hard) = getrlimit(Resource::RLIMIT_AS).context("cannot ask for the memory limit")?;
    setrlimit(Resource::RLIMIT_AS, soft.min(MEMORY_BYTES), hard).context("cannot limit the memory")
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
fn limit_memory() -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn modules_are_chosen_by_name_and_all_of_them_without_one() {
        assert_eq!(parse(&[]).unwrap().modules.len(), MODULES.len());
        let request = parse(&words(&["patch", "--shard", "0/4", "path"])).unwrap();
        let chosen: Vec<&str> = request.modules.iter().map(|it| it.name).collect();
        assert_eq!(
            (chosen.as_slice(), request.shard.as_deref()),
            (["patch", "path"].as_slice(), Some("0/4"))
        );
        assert!(parse(&words(&["nonsense"])).is_err());
        assert!(parse(&words(&["--shard"])).is_err());
    }

    #[test]
    fn the_share_is_of_those_that_compile() {
        let tally = Tally { caught: 17, hanging: 1, missed: 2, unviable: 30 };
        assert_eq!(
            tally.to_string(),
            "17 caught, 1 hanging, 2 missed, 30 unviable: 90.0 % noticed"
        );
    }

    #[test]
    fn names_of_mutants_are_no_patterns() {
        assert_eq!(
            escape("a.rs:1:2: replace f -> [u8] with x+1"),
            "a\\.rs:1:2: replace f \\-> \\[u8\\] with x\\+1"
        );
        // Escaped, these would be edges of words.
        assert_eq!(escape("<>"), "<>");
    }

    #[test]
    fn every_file_of_a_module_is_there() {
        for file in MODULES.iter().flat_map(|it| it.files) {
            let path = file.strip_suffix("/**").unwrap_or(file);
            assert!(workspace::root().join(path).exists(), "{file}");
        }
    }

    #[test]
    fn the_list_of_the_crate_is_in_order() {
        let text = std::fs::read_to_string(workspace::root().join(LIST)).unwrap();
        Judged::parse(&text).unwrap();
    }
}
