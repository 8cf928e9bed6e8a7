//! The connection test: each layer on its own, from the name look-up to the first page, so that the one at fault is
//! named. A failed step stops only those that need it. Only GET is sent; the looks at DNS, TCP and TLS and the first
//! request carry no credential. Where the base URL seems wrong, the usual corrections of it are tried at the end.

pub(crate) mod closer;
mod detective;
mod looks;
mod problem;
mod steps;

use std::fmt;
use std::time::Instant;

use crate::chain::Chain;
use crate::error::Failure;
use crate::exchange::Context;
use crate::session::Session;

use looks::Looks;
pub use problem::Problem;

/// One step as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which one.
    pub name: StepName,
    /// How it stands.
    pub state: StepState,
    /// How long it took, in milliseconds, once it is done.
    pub ms: Option<u32>,
    /// What was seen, in one line; what it waits for when it was skipped.
    pub detail: String,
    /// What is wrong, for a warning or a failure.
    pub problem: Option<Problem>,
    /// The recorded exchange that shows it.
    pub exchange: Option<String>,
    /// The base URL that is to be used instead, where one was found.
    pub suggestion: Option<String>,
    /// The certificates that the server showed, where it came to that.
    pub chain: Option<Chain>,
}

impl Step {
    /// Puts the step in the place of its former state. One that was not listed from the start stands behind sign-in,
    /// which it explains.
    pub fn put_into(self, steps: &mut Vec<Step>) {
        if let Some(known) = steps.iter_mut().find(|known| known.name == self.name) {
            *known = self;
            return;
        }
        let sign_in = steps.iter().position(|known| known.name == StepName::SignIn);
        let place = match self.name {
            StepName::BaseUrl => sign_in.map_or(steps.len(), |at| at + 1),
            _ => steps.len(),
        };
        steps.insert(place, self);
    }
}

/// The steps, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepName {
    /// The host has an address.
    Dns,
    /// Something accepts connections there; a proxy on the way connects to it.
    Tcp,
    /// Its certificate is trusted. Left out for plain http.
    Tls,
    /// It answers in HTTP.
    Http,
    /// A token can be had. Left out where none is fetched.
    Token,
    /// It accepts the credential, and lists users.
    SignIn,
    /// It says what it can do.
    ServiceProviderConfig,
    /// It says what it holds.
    ResourceTypes,
    /// It says what that looks like.
    Schemas,
    /// It lists resources.
    FirstPage,
    /// Another base URL works. Only where the given one does not seem to.
    BaseUrl,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StepState {
    /// Not begun.
    #[default]
    Waiting,
    /// Under way.
    Running,
    /// Good.
    Ok,
    /// Not as it should be, but one can work with it.
    Warning,
    /// At fault.
    Failed,
    /// Not done, because of an earlier failure or a cancellation.
    Skipped,
}

/// The whole test, when it is over.
#[derive(Debug, Clone)]
pub struct Report {
    /// All steps in their last state.
    pub steps: Vec<Step>,
    /// How long it took in total, in milliseconds.
    pub ms: u32,
    /// Whether the user stopped it.
    pub cancelled: bool,
}

impl Report {
    /// The step that failed first.
    #[must_use]
    pub fn failed(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.state == StepState::Failed)
    }
}

impl fmt::Display for StepName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            StepName::Dns => "DNS",
            StepName::Tcp => "TCP",
            StepName::Tls => "TLS",
            StepName::Http => "HTTP",
            StepName::Token => "Access token",
            StepName::SignIn => "Sign-in",
            StepName::ServiceProviderConfig => "ServiceProviderConfig",
            StepName::ResourceTypes => "ResourceTypes",
            StepName::Schemas => "Schemas",
            StepName::FirstPage => "First page",
            StepName::BaseUrl => "Base URL",
        })
    }
}

pub(crate) async fn test(
    session: &Session,
    on_step: &mut (dyn FnMut(Step) + Send),
    context: &Context,
) -> Report {
    let started = Instant::now();
    let mut run = Run::new(session, on_step, context);
    run.connect().await;
    if run.is_good(StepName::Http) {
        run.sign_in().await;
        run.discover().await;
    }
    run.skip_the_rest();
    if run.is_misplaced {
        run.step(StepName::BaseUrl, detective::look(session, context)).await;
    }
    Report { ms: millis(started), cancelled: context.cancel.is_cancelled(), steps: run.steps }
}

/// What a step came to, and what those that need it go on with.
type Outcome<T> = (Done, Option<T>);

/// A step that is done.
#[derive(Default)]
pub(crate) struct Done {
    state: StepState,
    detail: String,
    problem: Option<Problem>,
    exchange: Option<String>,
    suggestion: Option<String>,
    chain: Option<Chain>,
    /// Whether the base URL may be the cause.
    is_misplaced: bool,
    /// Whether it is of no use to ask for more without the credential.
    is_lost: bool,
}

impl Done {
    fn ok(detail: String, exchange: Option<String>) -> Done {
        Done { state: StepState::Ok, detail, exchange, ..Done::default() }
    }

    fn failed(failure: &Failure) -> Done {
        if failure.is_cancelled() {
            return Done::skipped("Cancelled");
        }
        Done {
            state: StepState::Failed,
            detail: failure.explain().title,
            problem: Some(Problem::of(failure)),
            exchange: failure.exchange.clone(),
            is_misplaced: detective::is_misplaced(failure),
            ..Done::default()
        }
    }

    fn warning(detail: String, problem: Problem, exchange: Option<String>) -> Done {
        let problem = Some(problem);
        Done { state: StepState::Warning, detail, problem, exchange, ..Done::default() }
    }

    /// The same, with something that is wrong with it.
    fn warned(self, problem: Problem) -> Done {
        Done { state: StepState::Warning, problem: Some(problem), ..self }
    }

    fn skipped(detail: &str) -> Done {
        Done { state: StepState::Skipped, detail: detail.to_owned(), ..Done::default() }
    }

    fn suggesting(self, base_url: &str) -> Done {
        Done { suggestion: Some(base_url.to_owned()), ..self }
    }
}

struct Run<'a> {
    session: &'a Session,
    on_step: &'a mut (dyn FnMut(Step) + Send),
    context: &'a Context,
    steps: Vec<Step>,
    /// Whether the server answered at sign-in, but not as a service provider.
    is_misplaced: bool,
    /// Whether it is of no use to ask for more without the credential.
    is_lost: bool,
}

impl<'a> Run<'a> {
    fn new(
        session: &'a Session,
        on_step: &'a mut (dyn FnMut(Step) + Send),
        context: &'a Context,
    ) -> Run<'a> {
        let mut names = vec![StepName::Dns, StepName::Tcp];
        if session.base().is_https() {
            names.push(StepName::Tls);
        }
        names.push(StepName::Http);
        if session.pipeline().authenticator().fetches() {
            names.push(StepName::Token);
        }
        names.extend([
            StepName::SignIn,
            StepName::ServiceProviderConfig,
            StepName::ResourceTypes,
            StepName::Schemas,
            StepName::FirstPage,
        ]);
        let steps: Vec<Step> = names.into_iter().map(waiting).collect();
        for step in &steps {
            on_step(step.clone());
        }
        Run { session, on_step, context, steps, is_misplaced: false, is_lost: false }
    }

    /// DNS, TCP, TLS and a first request, all without the credential.
    async fn connect(&mut self) {
        let looks = Looks::new(self.session, self.context);
        let Some(addresses) = self.step(StepName::Dns, looks.dns()).await else { return };
        let Some(stream) = self.step(StepName::Tcp, looks.tcp(&addresses)).await else { return };
        if self.session.base().is_https()
            && self.step(StepName::Tls, looks.tls(stream, &addresses)).await.is_none()
        {
            return;
        }
        let first = steps::first_answer(self.session, self.context);
        self.step(StepName::Http, first).await;
    }

    async fn sign_in(&mut self) {
        if self.session.pipeline().authenticator().fetches() {
            let fetching = steps::token(self.session, self.context);
            if self.step(StepName::Token, fetching).await.is_none() {
                return;
            }
        }
        let signing_in = steps::sign_in(self.session, self.context);
        self.step(StepName::SignIn, signing_in).await;
    }

    /// What the server says of itself. That is often open to everybody: where the sign-in failed it is read without, as long
    /// as the server answers, and only what it then refuses waits for sign-in.
    async fn discover(&mut self) {
        let (session, context) = (self.session, self.context);
        let signed = self.is_good(StepName::SignIn);
        let config = steps::provider_config(session, signed, context);
        self.step(StepName::ServiceProviderConfig, config).await;
        if self.is_lost {
            return;
        }
        let types = steps::resource_types(session, signed, context);
        let types = self.step(StepName::ResourceTypes, types).await;
        if self.is_lost {
            return;
        }
        self.step(StepName::Schemas, steps::schemas(session, signed, context)).await;
        if signed {
            self.step(StepName::FirstPage, steps::first_page(session, types, context)).await;
        }
    }

    /// Runs one step and reports it twice. `Some` when those that need it can go on.
    async fn step<T>(
        &mut self,
        name: StepName,
        work: impl Future<Output = (Done, Option<T>)>,
    ) -> Option<T> {
        if self.context.cancel.is_cancelled() {
            return None;
        }
        self.report(Step { state: StepState::Running, ..waiting(name) });
        let started = Instant::now();
        let (done, value) = work.await;
        self.is_misplaced |= name == StepName::SignIn && done.is_misplaced;
        self.is_lost |= done.is_lost;
        self.report(Step {
            name,
            state: done.state,
            ms: Some(millis(started)),
            detail: done.detail,
            problem: done.problem,
            exchange: done.exchange,
            suggestion: done.suggestion,
            chain: done.chain,
        });
        value
    }

    fn report(&mut self, step: Step) {
        step.clone().put_into(&mut self.steps);
        (self.on_step)(step);
    }

    fn is_good(&self, name: StepName) -> bool {
        self.steps.iter().any(|step| {
            step.name == name && matches!(step.state, StepState::Ok | StepState::Warning)
        })
    }

    /// Says of each step that was not done what it waits for.
    fn skip_the_rest(&mut self) {
        let failed = self.steps.iter().find(|step| step.state == StepState::Failed);
        let detail = match failed {
            _ if self.context.cancel.is_cancelled() => "Cancelled".to_owned(),
            Some(Step { name: StepName::SignIn, .. }) => "Waits for sign-in".to_owned(),
            Some(step) => format!("Waits for {}", step.name),
            None => "Not needed".to_owned(),
        };
        let left: Vec<StepName> = self
            .steps
            .iter()
            .filter(|step| step.state == StepState::Waiting)
            .map(|step| step.name)
            .collect();
        for name in left {
            let detail = detail.clone();
            self.report(Step { state: StepState::Skipped, detail, ..waiting(name) });
        }
    }
}

fn waiting(name: StepName) -> Step {
    let (state, detail) = (StepState::Waiting, String::new());
    let (problem, exchange, suggestion, chain) = (None, None, None, None);
    Step { name, state, ms: None, detail, problem, exchange, suggestion, chain }
}

fn millis(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}
