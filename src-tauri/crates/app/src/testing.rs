//! The connection test: a tenant as the form has it, step by step, before or after it is saved.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use client::doctor::{Step, StepState as State};
use client::limiter::{Limiter, Waiting, Why};
use client::session::Session;
use client::settings::Settings;
use store::TenantRow;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::tenants::{
    Authentication, Problem, StepState, TenantDraft, TenantTested, TestStep,
};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::context;
use crate::opening::with_limits;
use crate::recorder::History;
use crate::signing_in::Change;
use crate::{
    credentials, draft, draft_tokens, guards, pacing, presented, signing_in, tenants, transport,
};

pub(crate) async fn tenant_test(
    app: &App,
    draft: TenantDraft,
    call: &Call<TenantTested>,
) -> Result<TenantTested, Fault> {
    let window = call.window.clone();
    let prepared = app.blocking(move |app| prepared(app, &draft, &window)).await?;
    let (tenant_id, settings) = prepared;
    let recorder = History::new(app, &tenant_id);
    let sent = recorder.sent();
    let started = std::time::Instant::now();
    let tested = |steps: &[Step]| TenantTested {
        steps: steps.iter().map(step).collect(),
        stopped_at: steps.iter().find(|it| it.state == State::Failed).map(|it| it.name.to_string()),
        ms: started.elapsed().as_secs_f64() * 1000.0,
        requests: sent.to_server(),
        token_requests: sent.for_tokens(),
    };
    let (limiter, events) = (Arc::clone(&settings.limiter), app.events());
    let session = Session::open(settings, Arc::new(recorder))?;
    let asked = context("Connection test", &call.cancel);
    let steps: Mutex<Vec<Step>> = Mutex::default();
    let change = |change: &dyn Fn(&mut Vec<Step>)| {
        let mut steps = steps.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut steps);
        call.send(&tested(&steps));
    };
    let mut on_step = |step: Step| change(&|steps| step.clone().put_into(steps));
    let waits = each_wait(events, &limiter, |waiting| change(&|steps| tell_wait(steps, waiting)));
    let report = tokio::select! {
        biased;
        report = session.test(&mut on_step, &asked) => report,
        never = waits => match never {},
    };
    if report.cancelled {
        return Err(Fault::Cancelled);
    }
    Ok(tested(&report.steps))
}

/// Says whenever a request of this limiter begins to wait, and when none does any more.
async fn each_wait(
    mut events: Receiver<AppEvent>,
    limiter: &Limiter,
    on_change: impl Fn(Option<&Waiting>),
) -> Infallible {
    loop {
        match events.recv().await {
            // Which one it is about is seen by looking.
            Ok(AppEvent::PacingChanged { .. }) | Err(RecvError::Lagged(_)) => {
                on_change(limiter.pacing().waiting.as_ref());
            }
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// The step that is under way says what it waits for.
fn tell_wait(steps: &mut [Step], waiting: Option<&Waiting>) {
    let Some(step) = steps.iter_mut().find(|it| it.state == State::Running) else { return };
    step.detail = match waiting {
        None => String::new(),
        Some(Waiting { why, until, .. }) => {
            let why = match why {
                Why::TooManyRequests => "the server answered 429",
                Why::Unavailable => "the server answered 503",
                Why::QuotaUsedUp => "the server's quota is used up",
            };
            format!("Waits until {} UTC: {why}", until.strftime("%H:%M:%S"))
        }
    };
}

/// Whose history the test belongs to, and how the tenant of the form would be reached. Blocks (keychain).
pub(crate) fn prepared(
    app: &App,
    draft: &TenantDraft,
    window: &str,
) -> Result<(String, Settings), Fault> {
    let base = tenants::parse_base_url(&draft.base_url)?;
    let check = |app: &App, row: Option<&TenantRow>, draft: &TenantDraft| {
        row.map_or(Ok(()), |it| credentials::check_kept(app, it, draft, &base))?;
        draft::check_sign_in(draft)
    };
    let Change { before: row, draft, unchanged: _unchanged } =
        signing_in::changing(app, draft, &base, check)?;
    check(app, row.as_ref(), &draft)?;
    for event in row.iter().flat_map(|it| transport::tried(it, &draft, &base)) {
        let id = draft.id.as_deref().unwrap_or_default();
        guards::note(app, id, event, Some("for a connection test; nothing was saved".to_owned()))?;
    }
    let complete = draft_tokens::complete(app, row.as_ref(), &draft, &base, window)?;
    // A test is a test of the token endpoint too, where it needs nobody.
    if draft.authentication != Authentication::AuthorizationCode {
        complete.tokens.expire();
    }
    let mut settings = complete.settings(base)?;
    let is_same = |row: &TenantRow| {
        tenants::parse_base_url(&row.base_url).is_ok_and(|it| it.origin() == settings.base.origin())
    };
    settings.limiter = match row.as_ref().filter(|it| is_same(it)) {
        Some(row) => pacing::of(app, &row.id, &settings.base),
        None => pacing::of_draft(app, &settings.base),
    };
    let tenant_id = row.map_or_else(|| tenants::UNSAVED.to_owned(), |it| it.id);
    Ok((tenant_id, with_limits(settings, draft.connect_seconds, draft.total_seconds)))
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
        chain: it.chain.as_ref().map(presented::chain),
    }
}
