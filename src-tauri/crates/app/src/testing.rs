//! The connection test: a tenant as the form has it, step by step, before or after it is saved.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use client::base_url::BaseUrl;
use client::doctor::{Step, StepState as State};
use client::session::Session;
use client::settings::{Auth, Settings};
use secrecy::{ExposeSecret as _, SecretString};
use store::TenantRow;

use crate::App;
use crate::api::tenants::{
    Authentication, Problem, SecretChange, StepState, TenantDraft, TenantTested, TestStep,
};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::context;
use crate::opening::with_limits;
use crate::recorder::History;
use crate::{credentials, draft, tenants};

pub(crate) async fn tenant_test(
    app: &App,
    draft: TenantDraft,
    call: &Call<TenantTested>,
) -> Result<TenantTested, Fault> {
    let (tenant_id, settings) = app.blocking(move |app| prepared(app, &draft)).await?;
    let recorder = History::new(app, &tenant_id);
    let requests = recorder.count();
    let started = std::time::Instant::now();
    let tested = |steps: &[Step]| TenantTested {
        steps: steps.iter().map(step).collect(),
        stopped_at: steps.iter().find(|it| it.state == State::Failed).map(|it| it.name.to_string()),
        ms: started.elapsed().as_secs_f64() * 1000.0,
        requests: requests.load(Ordering::Relaxed),
    };
    let session = Session::open(settings, Arc::new(recorder))?;
    let asked = context("Connection test", &call.cancel);
    let mut steps: Vec<Step> = Vec::new();
    let mut on_step = |step: Step| {
        step.put_into(&mut steps);
        call.send(&tested(&steps));
    };
    let report = session.test(&mut on_step, &asked).await;
    if report.cancelled {
        return Err(Fault::Cancelled);
    }
    Ok(tested(&report.steps))
}

/// Whose history the test belongs to, and how the tenant of the form would be reached. Blocks (keychain).
fn prepared(app: &App, draft: &TenantDraft) -> Result<(String, Settings), Fault> {
    let base = tenants::parse_base_url(&draft.base_url)?;
    let _unchanged = app.changing_tenants();
    let row = draft.id.as_deref().map(|id| tenants::own_row(app, id)).transpose()?;
    let auth = match draft.authentication {
        Authentication::None => Auth::None,
        Authentication::Bearer => Auth::Bearer(secret(app, draft, row.as_ref(), &base)?),
        Authentication::Basic => {
            let user = draft::user_name(draft).unwrap_or_default();
            draft::check_user_name(user)?;
            let password = secret(app, draft, row.as_ref(), &base)?;
            Auth::Basic { user: user.to_owned(), password }
        }
    };
    let tenant_id = row.map_or_else(|| tenants::UNSAVED.to_owned(), |it| it.id);
    let settings = Settings::new(base, auth);
    Ok((tenant_id, with_limits(settings, draft.connect_seconds, draft.total_seconds)))
}

/// A password may be of blanks, a token never is.
fn is_given(authentication: Authentication, secret: &SecretString) -> bool {
    match authentication {
        Authentication::Basic => !secret.expose_secret().is_empty(),
        Authentication::None | Authentication::Bearer => !secret.expose_secret().trim().is_empty(),
    }
}

/// The secret that the form has, or the one that it keeps. Blocks (keychain).
fn secret(
    app: &App,
    draft: &TenantDraft,
    row: Option<&TenantRow>,
    base: &BaseUrl,
) -> Result<SecretString, Fault> {
    let what = credentials::word(draft.authentication);
    match (&draft.secret, row) {
        (SecretChange::Replace { value }, _) if is_given(draft.authentication, value) => {
            Ok(value.clone())
        }
        (SecretChange::Keep, Some(row)) if credentials::keeps(row, draft) => {
            credentials::check_kept(app, row, draft, base)?;
            credentials::secret(app, row)
        }
        _ => Err(Fault::InvalidField {
            field: what,
            title: format!("There is no {what} to test with"),
            detail: format!("This way to sign in needs a {what}, and none is given."),
            hint: format!("Enter the {what} that the provider gave you, or choose no sign-in."),
        }),
    }
}

fn step(it: &Step) -> TestStep {
    TestStep {
        name: it.name.to_string(),
        state: match it.state {
            State::Waiting => StepState::Waiting,
            State::Running => StepState::Running,
            State::Ok => StepState::Ok,
            State::Warning => StepState::Warning,
            State::Failed => StepState::Failed,
            State::Skipped => StepState::Skipped,
        },
        ms: it.ms.map(f64::from),
        detail: it.detail.clone(),
        problem: it.problem.as_ref().map(|problem| Problem {
            said: problem.said.clone(),
            cause: problem.cause.clone(),
            remedy: problem.remedy.clone(),
            field: problem.field.map(str::to_owned),
        }),
        exchange: it.exchange.clone(),
        suggestion: it.suggestion.clone(),
    }
}
