//! A session on a guarded tenant, for the tests that write.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use client::clock::Clock;
use client::error::{Failure, FailureKind};
use client::guard::{Confirmation, Guard, Mode, Refusal};
use client::request::Request;
use client::session::Session;
use client::settings::Settings;
use client::write::{Reply as Answer, Sent, Unknown};

use crate::common::{Memory, Reply, Server, TestClock, context, open, settings};

pub const WINDOW: &str = "main";
pub const PATCH: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Lead"}]}"#;

/// A session on a guarded tenant.
pub struct Bench {
    pub server: Server,
    pub session: Session,
    pub memory: Arc<Memory>,
    pub clock: Arc<TestClock>,
    pub guard: Arc<Guard>,
}

impl Bench {
    pub async fn new(
        mode: Mode,
        reply: impl Fn(&crate::common::Request) -> Reply + Send + Sync + 'static,
    ) -> Bench {
        Bench::with(mode, |it| it, reply).await
    }

    pub async fn with(
        mode: Mode,
        change: impl FnOnce(Settings) -> Settings,
        reply: impl Fn(&crate::common::Request) -> Reply + Send + Sync + 'static,
    ) -> Bench {
        let server = Server::start(reply).await;
        let clock = TestClock::new();
        let guard = Arc::new(Guard::new(mode, Arc::clone(&clock) as Arc<dyn Clock>));
        let settings = Settings { guard: Arc::clone(&guard), ..settings(&server.base()) };
        let (session, memory) = open(change(settings));
        Bench { server, session, memory, clock, guard }
    }

    /// Time goes by, and it is looked at the guard each second, as it is while the program runs.
    pub fn pass(&self, seconds: u64) {
        for _ in 0..seconds {
            self.clock.pass(Duration::from_secs(1));
            assert_eq!(self.guard.state().ended, None);
        }
    }

    pub fn request(&self, method: &str, url: &str, body: Option<&str>) -> Request {
        let body = body.map(|it| it.as_bytes().to_vec());
        Request::parse(self.session.base(), method, url, &[], body).unwrap()
    }

    pub fn patch(&self) -> Request {
        self.request("PATCH", "/Users/1", Some(PATCH))
    }

    pub fn confirm(&self, request: &Request) -> Confirmation {
        let token = self.guard.issue(self.session.base(), Arc::new(request.clone()), WINDOW);
        Confirmation { token: token.unwrap(), window: WINDOW.to_owned() }
    }

    pub async fn send(
        &self,
        request: &Request,
        it: Option<&Confirmation>,
    ) -> Result<Sent, Failure> {
        self.session.send(request, it, &context()).await
    }

    /// Sends what must be refused, without anything on the wire or in the history.
    pub async fn refused(&self, request: &Request, it: Option<&Confirmation>) -> Refusal {
        let before = (self.server.connections(), self.memory.all().len());
        let failure = self.send(request, it).await.unwrap_err();
        assert_eq!((self.server.connections(), self.memory.all().len()), before, "{request:?}");
        assert!(failure.explain().detail.contains("Nothing was sent"), "{failure:?}");
        match *failure.kind {
            FailureKind::NotSent { refusal } => refusal,
            other => panic!("{other:?}"),
        }
    }

    pub async fn unknown(&self, request: &Request) -> Unknown {
        let confirmed = self.confirm(request);
        match self.send(request, Some(&confirmed)).await.unwrap() {
            Sent::Unknown(unknown) => unknown,
            Sent::Answered(answer) => panic!("{answer:?}"),
        }
    }

    pub async fn answered(&self, request: &Request) -> Answer {
        let confirmed = self.confirm(request);
        answered(self.send(request, Some(&confirmed)).await)
    }
}

pub fn answered(sent: Result<Sent, Failure>) -> Answer {
    match sent.unwrap() {
        Sent::Answered(answer) => answer,
        Sent::Unknown(unknown) => panic!("{unknown:?}"),
    }
}
