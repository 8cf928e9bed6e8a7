//! A session with one server: what the rest of the program asks it for.

use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::answer::{self, Text};
use crate::auth::BrowserSignIn;
use crate::base_url::BaseUrl;
use crate::discovery::{self, Discovery};
use crate::doctor::{self, Report, Step};
use crate::error::{Failure, FailureKind};
use crate::exchange::{Context, Recorder};
use crate::guard::{Confirmation, Guard};
use crate::limiter::Limiter;
use crate::page::{Fetched, ListQuery, Page, Selection};
use crate::pipeline::{Ask, Pipeline};
use crate::request::{Rendered, Request};
use crate::settings::Settings;
use crate::write::Sent;

/// What is left as it is in a path segment: an id may hold anything, `/`, `&` and `?` among it.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One server with one credential. Clones share the connections, the limits and the recorder.
#[derive(Clone)]
pub struct Session {
    pipeline: Arc<Pipeline>,
}

impl Session {
    /// Prepares a session; nothing is sent yet.
    ///
    /// # Errors
    /// [`FailureKind::PlainHttp`] when the credential would travel in clear text to another machine,
    /// [`FailureKind::UnusableToken`], [`FailureKind::UnusableUserName`], [`FailureKind::UnusablePassword`] or
    /// [`FailureKind::UnusableSetting`] when it cannot be sent at all.
    pub fn open(settings: Settings, recorder: Arc<dyn Recorder>) -> Result<Session, Failure> {
        Ok(Session { pipeline: Arc::new(Pipeline::open(settings, recorder)?) })
    }

    /// The base URL of the server.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        self.pipeline.base()
    }

    /// Reads the three discovery documents (RFC 7644 §4) at the same time. What a server lacks or hides is replaced by
    /// the schemas of RFC 7643.
    ///
    /// # Errors
    /// Only when nothing can be used: the server cannot be reached, refuses the token, or is no SCIM server.
    pub async fn discover(&self, context: &Context) -> Result<Discovery, Failure> {
        discovery::discover(self, context).await
    }

    /// Redacts the values of the attributes with these names from now on, for all clones of this session.
    pub fn add_sensitive_attributes(&self, names: impl IntoIterator<Item = String>) {
        self.pipeline.redactor().learn(names);
    }

    /// Reads one page of a list (RFC 7644 §3.4.2). The endpoint is as the resource type names it.
    ///
    /// # Errors
    /// See [`FailureKind`].
    pub async fn list(
        &self,
        endpoint: &str,
        query: &ListQuery,
        context: &Context,
    ) -> Result<Page, Failure> {
        let mut url = self.base().resolve(endpoint)?;
        query.apply(&mut url);
        Page::read(self.read(url, context).await?, query)
    }

    /// Reads one resource by its id (RFC 7644 §3.4.1).
    ///
    /// # Errors
    /// See [`FailureKind`].
    pub async fn get(
        &self,
        endpoint: &str,
        id: &str,
        selection: &Selection,
        context: &Context,
    ) -> Result<Fetched, Failure> {
        let mut url = self.resource_url(endpoint, id)?;
        selection.apply(&mut url);
        match self.read(url, context).await {
            Ok(text) => Fetched::read(text),
            Err(mut failure) => {
                if let FailureKind::NotFound { is_resource, .. } = failure.kind.as_mut() {
                    *is_resource = true;
                }
                Err(failure)
            }
        }
    }

    /// The path under which requests for one resource are recorded, whatever their query.
    ///
    /// # Errors
    /// [`FailureKind::UnusableId`], and what is wrong with the endpoint.
    pub fn recorded_path(&self, endpoint: &str, id: &str) -> Result<String, Failure> {
        let mut url = self.resource_url(endpoint, id)?;
        url.set_query(None);
        let url = self.pipeline.redactor().url(url.as_str());
        let path = url
            .split_once("://")
            .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
        Ok(path.unwrap_or_default().to_owned())
    }

    /// The URL of a resource (RFC 7644 §3.2).
    ///
    /// # Errors
    /// [`FailureKind::UnusableId`], and what is wrong with the endpoint.
    pub fn resource_url(&self, endpoint: &str, id: &str) -> Result<Url, Failure> {
        let mut url = self.base().resolve(endpoint)?;
        if matches!(id, "" | "." | "..") {
            return Err(Failure::new(FailureKind::UnusableId { id: id.to_owned() }));
        }
        let path = url.path().trim_end_matches('/');
        let path = format!("{path}/{}", utf8_percent_encode(id, SEGMENT));
        url.set_path(&path);
        Ok(url)
    }

    /// A request as [`Session::send`] would send it, every header with it and every secret masked; nothing is sent.
    ///
    /// # Errors
    /// When it leads off the origin of the base URL.
    pub fn render(&self, request: &Request) -> Result<Rendered, Failure> {
        self.pipeline.render(request)
    }

    /// Sends a request. One that writes needs the confirmation that [`Guard::issue`] gave for it, and is sent once,
    /// whatever comes of it.
    ///
    /// # Errors
    /// [`FailureKind::NotSent`] when the guard does not let it pass; for the rest see [`FailureKind`]. An answer of any
    /// status is no error, and neither is an outcome that nobody knows.
    pub async fn send(
        &self,
        request: &Request,
        confirmation: Option<&Confirmation>,
        context: &Context,
    ) -> Result<Sent, Failure> {
        self.pipeline.send(request, confirmation, context).await
    }

    /// Nothing more is sent by this session and its clones: the tenant was changed or forgotten. What is on its way comes
    /// to its end, and what waits for its turn is not sent; see [`Limiter::stop_waiting`] for not waiting any longer.
    pub fn end(&self) {
        self.pipeline.end();
    }

    /// What lets writes pass, or not.
    #[must_use]
    pub fn guard(&self) -> &Arc<Guard> {
        self.pipeline.guard()
    }

    /// How much is asked of the server.
    #[must_use]
    pub fn limiter(&self) -> &Arc<Limiter> {
        self.pipeline.limiter()
    }

    /// Tests the connection step by step, each one reported as it begins and as it ends. Only GET is sent.
    pub async fn test(&self, on_step: &mut (dyn FnMut(Step) + Send), context: &Context) -> Report {
        doctor::test(self, on_step, context).await
    }

    /// A list or a resource, with the credential or without.
    pub(crate) async fn read_as(
        &self,
        url: Url,
        signed: bool,
        context: &Context,
    ) -> Result<Text, Failure> {
        let ask = Ask { url, signed, is_document: false, context };
        answer::read(self.pipeline.get(ask).await?)
    }

    /// Has a person sign in with the browser; the tokens are shared with every session that has the same [`Tokens`].
    ///
    /// [`Tokens`]: crate::auth::tokens::Tokens
    ///
    /// # Errors
    /// [`FailureKind::SignInFailed`], [`FailureKind::Cancelled`], and what can go wrong at a token endpoint.
    pub async fn sign_in(
        &self,
        with: &BrowserSignIn<'_>,
        context: &Context,
    ) -> Result<(), Failure> {
        self.pipeline.authenticator().sign_in(with, context).await
    }

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }

    /// Resources.
    async fn read(&self, url: Url, context: &Context) -> Result<Text, Failure> {
        self.read_as(url, true, context).await
    }

    /// A discovery document.
    pub(crate) async fn read_document(
        &self,
        url: Url,
        signed: bool,
        context: &Context,
    ) -> Result<Text, Failure> {
        let ask = Ask { url, signed, is_document: true, context };
        answer::read(self.pipeline.get(ask).await?)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("base", &self.base().as_str()).finish_non_exhaustive()
    }
}
