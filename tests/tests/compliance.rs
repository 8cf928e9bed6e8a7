//! The sandbox before judges that nobody here wrote: the compliance checker scim2-tester finds nothing, and scim2-client
//! works with it. A sandbox that misbehaves does not pass: the judges can tell.

use anyhow::{Result, ensure};
use sandbox::{Quirk, Sandbox, Settings};
use tests::checker::{self, Report, Script};

/// Only the schemas of the RFCs and the devices: the checker cannot fill decimals and dates, expects `add` to replace the
/// values of a multi-valued attribute, and expects to read back what is never returned. The company's own extension has
/// all three.
async fn sandbox(quirks: &[Quirk]) -> Result<Sandbox> {
    let quirks = quirks.iter().copied().collect();
    let settings = Settings { quirks, has_own_extension: false, ..Settings::default() };
    Ok(Sandbox::start_with(settings).await?)
}

async fn run(script: Script, quirks: &[Quirk]) -> Result<Report> {
    let sandbox = sandbox(quirks).await?;
    checker::run(script, sandbox.base_url(), sandbox.token()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_check_of_scim2_tester_passes() -> Result<()> {
    let report = run(Script::Check, &[]).await?;
    let last = report.text.lines().last().unwrap_or_default();
    ensure!(report.passed && last.ends_with(" 0 failed"), "{}", report.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn scim2_client_creates_reads_patches_and_deletes() -> Result<()> {
    let report = run(Script::Use, &[]).await?;
    ensure!(report.passed, "{}", report.text);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_that_misbehaves_does_not_pass() -> Result<()> {
    for quirk in [Quirk::PatchWithoutEffect, Quirk::IgnoresFilters, Quirk::DeleteDeactivates] {
        let report = run(Script::Use, &[quirk]).await?;
        ensure!(!report.passed, "{quirk:?} was not noticed");
    }
    Ok(())
}
