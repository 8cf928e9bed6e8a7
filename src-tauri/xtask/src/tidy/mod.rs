//! `cargo xtask tidy`: the house rules that a machine can check. Each finding says where, which
//! rule, and what to do. What only a reader can judge is left to review.

mod crates;
mod files;
mod imports;
mod lines;
mod locks;
mod traces;

use std::fmt;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::workspace;
use files::SourceFile;

/// Something that breaks a house rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The path from the root of the checkout, with `/` between its parts.
    path: String,
    /// Counted from 1; 0 when the file as a whole is meant.
    line: usize,
    rule: &'static str,
    /// What to do about it.
    advice: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.rule, self.advice)
    }
}

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    if !arguments.is_empty() {
        bail!("`tidy` takes no arguments");
    }
    let findings = findings()?;
    for finding in &findings {
        println!("{finding}");
    }
    if findings.is_empty() {
        println!("tidy: nothing to do");
        return Ok(ExitCode::SUCCESS);
    }
    println!("tidy: {} to do", findings.len());
    Ok(ExitCode::FAILURE)
}

/// Everything in the checkout that breaks a rule, in the order of the files.
pub(crate) fn findings() -> Result<Vec<Finding>> {
    let files = files::in_checkout(workspace::root())?;
    let mut findings = crates::check(&crates::dependencies(&workspace::metadata()?));
    for file in &files {
        findings.extend(check(file));
    }
    findings.extend(files::missing(workspace::root()));
    findings.sort();
    Ok(findings)
}

fn check(file: &SourceFile) -> Vec<Finding> {
    let mut findings = files::check(file);
    findings.extend(lines::check(file));
    findings.extend(crates::check_source(file));
    findings.extend(imports::check(file));
    findings.extend(locks::check(file));
    findings.extend(traces::check(file));
    findings
}
