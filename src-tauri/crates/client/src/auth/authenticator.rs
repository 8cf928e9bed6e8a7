//! What goes along with each request of a session, and what becomes of it after the answer. The pipeline asks here before
//! it sends (`sign`, `write`) and tells what came back (`accepted`, `renewed`, `refused`); it knows nothing else of tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;

use super::browser::{self, BrowserSignIn};
use super::command::{self, Command};
use super::expiry;
use super::headers;
use super::jwt::Jwt;
use super::oauth::{ClientAuthentication, Grant, OAuth};
use super::token_answer::Granted;
use super::token_endpoint::{Form, NotGranted, TokenEndpoint};
use super::tokens::{Fetched, Flight, Refresh, Token, Tokens};
use crate::answer::shortened;
use crate::credential::Credential;
use crate::error::{Failure, FailureKind, GrantKind, NoToken, TokenSays};
use crate::exchange::{Context, Recorder};
use crate::redact::Redactor;
use crate::settings::{Auth, HeaderContent, Scheme, Settings};

/// What stands in the place of a token in a request that is only shown; it is masked like a real one.
const TO_BE_FETCHED: HeaderValue = HeaderValue::from_static("Bearer token");
const JWT_GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Settings that were checked, before anything is opened.
pub(crate) struct Prepared {
    credential: Option<Credential>,
    headers: Vec<(HeaderName, HeaderValue, bool)>,
    secrets: Vec<SecretString>,
    hidden: Vec<String>,
}

/// Signs requests.
pub(crate) struct Authenticator {
    way: Way,
    /// Those that go with every request, and those that go with signed ones only.
    plain_headers: Vec<(HeaderName, HeaderValue)>,
    secret_headers: Vec<(HeaderName, HeaderValue)>,
}

enum Way {
    /// The same with every request.
    Fixed(Option<Credential>),
    /// Something that is fetched.
    Fetched(Arc<Source>),
}

/// Where tokens come from.
struct Source {
    from: From,
    tokens: Tokens,
    /// How often the tokens had been forgotten when this began: what it fetches after the next time is not kept.
    epoch: u64,
    redactor: Arc<Redactor>,
    /// The token that the redactor knows already: another session may have fetched a newer one.
    known: AtomicU64,
}

enum From {
    Endpoint(Box<TokenEndpoint>),
    Command(Command),
}

/// What one request carries.
#[derive(Debug)]
pub(crate) struct Signed {
    scheme: Option<Scheme>,
    header: Option<(HeaderName, HeaderValue)>,
    token: Option<Arc<Token>>,
}

impl Signed {
    /// What kind of credential it is, if any.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        self.scheme
    }

    /// Whether it need not be renewed before it is sent.
    pub(crate) fn is_fresh(&self) -> bool {
        self.token.as_ref().is_none_or(|it| it.is_fresh())
    }

    /// What a token says of itself, where that may be why it was refused.
    pub(crate) fn says(&self, now: Timestamp) -> Option<TokenSays> {
        let (_, value) =
            self.header.as_ref().filter(|_| self.scheme.is_some_and(Scheme::is_bearer))?;
        let (_, token) = value.to_str().ok()?.split_once(' ')?;
        let jwt = Jwt::read(token)?;
        let ended = jwt.expires_at.filter(|it| *it <= now);
        let begins = jwt.not_before.filter(|it| *it > now);
        Some(TokenSays {
            ended: ended.map(|it| expiry::ended(it, now)),
            begins: begins.map(|it| expiry::begins(it, now)),
            audience: jwt.audience.iter().take(3).map(|it| shortened(it)).collect(),
            issuer: jwt.issuer.as_deref().map(shortened),
        })
    }

    /// What the token endpoint said of the life of a token, where that is none.
    pub(crate) fn odd_life(&self) -> Option<&str> {
        self.token.as_ref()?.fetched.odd_life.as_deref()
    }

    /// The recorded exchange that brought a token.
    pub(crate) fn exchange(&self) -> Option<String> {
        self.token.as_ref()?.fetched.exchange.clone()
    }

    /// What there is to say of a token that was fetched, in one line.
    pub(crate) fn evidence(&self, now: Timestamp) -> String {
        let Some(token) = &self.token else { return "No token is needed".to_owned() };
        let whence = match self.scheme {
            Some(Scheme::Printed) => "The command printed a token",
            _ => "A token is at hand",
        };
        let scope = token.fetched.scope.as_ref().filter(|it| !it.is_empty());
        let scope = scope.map(|it| format!(" for {it}")).unwrap_or_default();
        let minutes = token.expires_at().map(|it| (it.as_second() - now.as_second()).max(0) / 60);
        let life = minutes.map(|it| format!(", good for {it} min")).unwrap_or_default();
        format!("{whence}{scope}{life}")
    }
}

impl Prepared {
    pub(crate) fn of(settings: &Settings) -> Result<Prepared, Failure> {
        let credential = Credential::of(&settings.auth)?;
        let headers = headers::checked(&settings.headers, &settings.auth)?;
        let mut secrets = Vec::new();
        let mut hidden = Vec::new();
        for header in &settings.headers {
            if let HeaderContent::Secret(value) = &header.value {
                secrets.push(value.clone());
                hidden.push(header.name.clone());
            }
        }
        if let Some(credential) = &credential {
            secrets.extend(credential.secrets.iter().cloned());
            hidden.push(credential.name.to_string());
        }
        if let Auth::OAuth(oauth) = &settings.auth {
            secrets.extend(secrets_of(oauth));
        }
        Ok(Prepared { credential, headers, secrets, hidden })
    }

    /// What must not be recorded.
    pub(crate) fn secrets(&self) -> &[SecretString] {
        &self.secrets
    }

    /// The headers of which nothing must be recorded.
    pub(crate) fn hidden_headers(&self) -> Vec<String> {
        self.hidden.clone()
    }
}

fn secrets_of(oauth: &OAuth) -> Vec<SecretString> {
    let mut secrets = Vec::new();
    if let ClientAuthentication::Header(secret) | ClientAuthentication::Body(secret) = &oauth.client
    {
        secrets.push(secret.clone());
    }
    match &oauth.grant {
        Grant::RefreshToken(token) => secrets.push(token.clone()),
        Grant::AuthorizationCode { refresh_token, .. } => secrets.extend(refresh_token.clone()),
        Grant::ClientCredentials | Grant::JwtBearer(_) => {}
    }
    secrets.extend(oauth.tokens.refresh());
    secrets
}

impl Authenticator {
    pub(crate) fn open(
        prepared: Prepared,
        settings: &Settings,
        redactor: &Arc<Redactor>,
        recorder: Arc<dyn Recorder>,
    ) -> Result<Authenticator, Failure> {
        let source = |from, tokens: &Tokens| {
            let (redactor, tokens) = (Arc::clone(redactor), tokens.clone());
            let (epoch, known) = (tokens.epoch(), AtomicU64::new(0));
            Way::Fetched(Arc::new(Source { from, tokens, epoch, redactor, known }))
        };
        let way = match &settings.auth {
            Auth::OAuth(oauth) => {
                let endpoint = TokenEndpoint::open(oauth, settings, redactor, recorder)?;
                source(From::Endpoint(Box::new(endpoint)), &oauth.tokens)
            }
            Auth::Command(command) => source(From::Command(command.clone()), &command.tokens),
            _ => Way::Fixed(prepared.credential),
        };
        let (mut plain_headers, mut secret_headers) = (Vec::new(), Vec::new());
        for (name, value, is_secret) in prepared.headers {
            let place = if is_secret { &mut secret_headers } else { &mut plain_headers };
            place.push((name, value));
        }
        Ok(Authenticator { way, plain_headers, secret_headers })
    }

    /// What kind of credential a signed request carries, if any.
    pub(crate) fn scheme(&self) -> Option<Scheme> {
        match &self.way {
            Way::Fixed(credential) => credential.as_ref().map(|it| it.scheme),
            Way::Fetched(source) => Some(source.scheme()),
        }
        .or((!self.secret_headers.is_empty()).then_some(Scheme::Headers))
    }

    /// Whether tokens are fetched for this session, which can fail by itself.
    pub(crate) fn fetches(&self) -> bool {
        matches!(self.way, Way::Fetched(_))
    }

    /// What a request is to carry; fetches a token where there is none, or where the one at hand ends soon.
    pub(crate) async fn sign(&self, context: &Context) -> Result<Signed, Failure> {
        match &self.way {
            Way::Fixed(credential) => Ok(Signed {
                scheme: self.scheme(),
                header: credential.as_ref().map(|it| (it.name.clone(), it.header.clone())),
                token: None,
            }),
            Way::Fetched(source) => {
                let token = match source.tokens.fresh() {
                    Some(token) => token,
                    // On the heap: the future of every request would be as large otherwise.
                    None => Box::pin(source.fetch_or_use(context)).await?,
                };
                Ok(source.signed(token))
            }
        }
    }

    /// What a request would carry, for showing it: of a token that is to be fetched its kind alone, because nobody is
    /// asked for one only to show a request.
    pub(crate) fn shown(&self) -> Signed {
        let header = match &self.way {
            Way::Fixed(credential) => {
                credential.as_ref().map(|it| (it.name.clone(), it.header.clone()))
            }
            Way::Fetched(_) => Some((header::AUTHORIZATION, TO_BE_FETCHED)),
        };
        Signed { scheme: self.scheme(), header, token: None }
    }

    /// Puts the further headers that are no secret into a request.
    pub(crate) fn write_plain(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.plain_headers {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// Puts what was signed into a request.
    pub(crate) fn write(&self, signed: &Signed, headers: &mut HeaderMap) {
        for (name, value) in &self.secret_headers {
            headers.insert(name.clone(), value.clone());
        }
        if let Some((name, value)) = &signed.header {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// The server answered something else than 401.
    pub(crate) fn accepted(&self, signed: &Signed) {
        if let Some(token) = &signed.token {
            token.note_accepted();
        }
    }

    /// The server answered 401 to something that is not sent again: the next request is to have another token, if
    /// there is one that may do better.
    pub(crate) fn refused(&self, signed: &Signed) {
        if let Some((source, token)) = self.replaceable(signed).filter(|(it, _)| it.can_fetch()) {
            source.tokens.expire_one(token);
        }
    }

    /// The server answered 401: it may be worth to ask again with what is returned, once.
    pub(crate) async fn renewed(
        &self,
        signed: &Signed,
        context: &Context,
    ) -> Result<Option<Signed>, Failure> {
        let Some((source, token)) = self.replaceable(signed) else { return Ok(None) };
        if !source.can_fetch() {
            return match source.tokens.refresh_state() {
                Refresh::Refused(_, failure) => Err(failure),
                _ => Ok(None),
            };
        }
        Box::pin(source.fetch(Some(token), context)).await.map(|it| Some(source.signed(it)))
    }

    /// A token that was refused, and where another one would come from that may do better.
    fn replaceable<'a>(&'a self, signed: &'a Signed) -> Option<(&'a Arc<Source>, &'a Arc<Token>)> {
        let (Way::Fetched(source), Some(token)) = (&self.way, &signed.token) else { return None };
        token.is_worth_another().then_some((source, token))
    }

    /// Has a person sign in with the browser, and keeps the tokens. Meanwhile requests go on with what there is; another
    /// sign-in takes the place of this one.
    pub(crate) async fn sign_in(
        &self,
        with: &BrowserSignIn<'_>,
        context: &Context,
    ) -> Result<(), Failure> {
        let Way::Fetched(source) = &self.way else { return Err(no_browser()) };
        let From::Endpoint(endpoint) = &source.from else { return Err(no_browser()) };
        let turn = tokio::select! {
            biased;
            () = context.cancel.cancelled() => return Err(Failure::new(FailureKind::Cancelled)),
            turn = source.tokens.turn_to_sign_in() => turn,
        };
        let form = tokio::select! {
            biased;
            () = turn.replaced.cancelled() => return Err(replaced()),
            form = Box::pin(browser::sign_in(endpoint, with, context)) => form?,
        };
        let flight = source.flight(context).await?;
        source.uninterrupted(flight, Attempt::Code(form), context).await?;
        match source.tokens.epoch() == source.epoch {
            true => Ok(()),
            false => Err(forgotten()),
        }
    }
}

fn replaced() -> Failure {
    let reason = "another sign-in was begun in its place".to_owned();
    Failure::new(FailureKind::SignInFailed { reason, said: None })
}

/// The tokens were forgotten meanwhile: the tenant was signed out of, or is another one now.
fn forgotten() -> Failure {
    let reason = "the tenant was changed or signed out of meanwhile".to_owned();
    Failure::new(FailureKind::SignInFailed { reason, said: None })
}

/// What is asked for.
enum Attempt {
    /// A token in the way of the settings; whether because the one before was refused.
    Usual { is_second_try: bool },
    /// One for the code that a browser brought.
    Code(Form),
}

fn no_browser() -> Failure {
    let reason = "this way to sign in needs no browser".to_owned();
    Failure::new(FailureKind::SignInFailed { reason, said: None })
}

impl Source {
    fn scheme(&self) -> Scheme {
        match &self.from {
            From::Command(_) => Scheme::Printed,
            From::Endpoint(endpoint) => match endpoint.oauth().grant {
                Grant::AuthorizationCode { .. } => Scheme::SignedIn,
                _ => Scheme::Issued,
            },
        }
    }

    fn signed(&self, token: Arc<Token>) -> Signed {
        if self.known.swap(token.generation, Ordering::Relaxed) != token.generation {
            self.redactor.add_secret(&token.fetched.value);
        }
        let header = (header::AUTHORIZATION, token.fetched.header.clone());
        Signed { scheme: Some(self.scheme()), header: Some(header), token: Some(token) }
    }

    /// Whether another token can be had without a person.
    fn can_fetch(&self) -> bool {
        match &self.from {
            From::Command(_) => true,
            From::Endpoint(endpoint) => match &endpoint.oauth().grant {
                Grant::AuthorizationCode { refresh_token, .. } => {
                    match self.tokens.refresh_state() {
                        Refresh::Known(_) => true,
                        Refresh::Unknown => refresh_token.is_some(),
                        Refresh::Nothing | Refresh::Refused(..) => false,
                    }
                }
                _ => true,
            },
        }
    }

    /// Waits until nobody else fetches.
    async fn flight(&self, context: &Context) -> Result<Flight, Failure> {
        tokio::select! {
            biased;
            () = context.cancel.cancelled() => Err(Failure::new(FailureKind::Cancelled)),
            flight = self.tokens.flight() => Ok(flight),
        }
    }

    /// A token that was just fetched; where that fails, the one at hand as long as it is good. Whoever asked for a renewal
    /// is told that it failed.
    async fn fetch_or_use(self: &Arc<Self>, context: &Context) -> Result<Arc<Token>, Failure> {
        if let Some(token) = self.tokens.good().filter(|_| !self.can_fetch()) {
            return Ok(token);
        }
        let is_asked = self.tokens.is_renewal_asked();
        let failure = match self.fetch(None, context).await {
            Err(failure) if !failure.is_cancelled() && !is_asked => failure,
            other => return other,
        };
        let token = self.tokens.good().ok_or(failure)?;
        self.tokens.rest();
        Ok(token)
    }

    /// A token that is fresh, and not the one that was refused. Whoever waited for somebody else's attempt shares what
    /// came of it, so that a server that says no is not asked once for each request that waits.
    async fn fetch(
        self: &Arc<Self>,
        refused: Option<&Arc<Token>>,
        context: &Context,
    ) -> Result<Arc<Token>, Failure> {
        let came = self.tokens.attempts();
        let flight = self.flight(context).await?;
        let other = self.tokens.fresh();
        let is_other = |it: &Arc<Token>| refused.is_none_or(|old| old.generation != it.generation);
        if let Some(token) = other.filter(is_other) {
            return Ok(token);
        }
        if let Some(failure) = self.tokens.failure_since(came).or_else(|| self.tokens.paused()) {
            return Err(failure);
        }
        let attempt = Attempt::Usual { is_second_try: refused.is_some() };
        match &self.from {
            // Stopped with the request: nothing is lost, it can be run again.
            From::Command(_) => self.attempt(flight, attempt, context).await,
            From::Endpoint(_) => self.uninterrupted(flight, attempt, context).await,
        }
    }

    /// The same in a task of its own: a refresh token or a code is used up when it is sent, and what comes in its place
    /// must not be lost because somebody does not want to wait any more.
    async fn uninterrupted(
        self: &Arc<Self>,
        flight: Flight,
        attempt: Attempt,
        context: &Context,
    ) -> Result<Arc<Token>, Failure> {
        let source = Arc::clone(self);
        let own = Context { cancel: CancellationToken::new(), ..context.clone() };
        let task = tokio::spawn(async move { source.attempt(flight, attempt, &own).await });
        tokio::select! {
            biased;
            () = context.cancel.cancelled() => Err(Failure::new(FailureKind::Cancelled)),
            // It ends without a result only with the program.
            done = task => done.unwrap_or_else(|_| Err(Failure::new(FailureKind::Cancelled))),
        }
    }

    /// Asks for a token and puts it into use. The flight ends with it.
    async fn attempt(
        &self,
        flight: Flight,
        attempt: Attempt,
        context: &Context,
    ) -> Result<Arc<Token>, Failure> {
        let fetched = match attempt {
            Attempt::Usual { is_second_try } => self.renew(is_second_try, context).await,
            Attempt::Code(form) => self.begin(form, context).await,
        };
        self.tokens.note_attempt(fetched.as_ref().err());
        drop(flight);
        fetched
    }

    async fn exchange(&self, form: Form, context: &Context) -> Result<Granted, NotGranted> {
        match &self.from {
            From::Endpoint(endpoint) => endpoint.ask(form, GrantKind::Code, context).await,
            From::Command(_) => Err(no_browser().into()),
        }
    }

    async fn ask(&self, context: &Context) -> Result<Granted, NotGranted> {
        let endpoint = match &self.from {
            From::Endpoint(endpoint) => endpoint,
            From::Command(command) => {
                let printed = command::run(command, &self.redactor, &context.cancel).await?;
                return Ok(Granted {
                    access_token: printed.token,
                    lives: printed.lives,
                    odd_life: None,
                    refresh_token: None,
                    scope: None,
                    exchange: None,
                });
            }
        };
        let OAuth { client_id, grant, .. } = endpoint.oauth();
        match grant {
            Grant::ClientCredentials => {
                let form = Form::default().plain("grant_type", "client_credentials");
                endpoint.ask(form, GrantKind::Client, context).await
            }
            Grant::JwtBearer(assertion) => {
                let signed = assertion.sign(client_id, endpoint.url(), Timestamp::now())?;
                let form = Form::default().plain("grant_type", JWT_GRANT);
                endpoint.ask(form.secret("assertion", &signed), GrantKind::Assertion, context).await
            }
            Grant::RefreshToken(first) => {
                let token = self.refresh_token(Some(first))?.ok_or_else(forgotten)?;
                self.refresh(endpoint, token, |failure| failure, context).await
            }
            Grant::AuthorizationCode { refresh_token, .. } => {
                let needed = |has_expired| Failure::new(FailureKind::SignInNeeded { has_expired });
                let token = self.refresh_token(refresh_token.as_ref())?;
                let token = token.ok_or_else(|| needed(self.tokens.current().is_some()))?;
                self.refresh(endpoint, token, sign_in_again, context).await
            }
        }
    }

    /// The refresh token of this run, or the one that was kept in an earlier one; the failure with which it was refused.
    fn refresh_token(&self, kept: Option<&SecretString>) -> Result<Option<SecretString>, Failure> {
        match self.tokens.refresh_state() {
            Refresh::Known(token) => Ok(Some(token)),
            Refresh::Nothing => Ok(None),
            Refresh::Refused(_, failure) => Err(failure),
            // After everything was forgotten it is no longer this session's to use.
            Refresh::Unknown if self.tokens.epoch() != self.epoch => Ok(None),
            Refresh::Unknown => Ok(kept.cloned()),
        }
    }

    async fn refresh(
        &self,
        endpoint: &TokenEndpoint,
        token: SecretString,
        told: fn(Failure) -> Failure,
        context: &Context,
    ) -> Result<Granted, NotGranted> {
        let form = Form::default().plain("grant_type", "refresh_token");
        let form = form.secret("refresh_token", &token);
        let answered = endpoint.ask(form, GrantKind::RefreshToken, context).await;
        answered.map_err(|denied| {
            let is_for_good = matches!(
                &*denied.failure.kind,
                FailureKind::TokenDenied { error, .. } if error == "invalid_grant"
            );
            if !is_for_good {
                return denied;
            }
            let failure = told(denied.failure);
            self.tokens.refuse(token, failure.clone(), self.epoch);
            failure.into()
        })
    }

    /// A token in the way of the settings. A new refresh token is kept first, and whatever is wrong with the token
    /// beside it: the one before may be of no use any more.
    async fn renew(&self, is_second_try: bool, context: &Context) -> Result<Arc<Token>, Failure> {
        let (refresh_token, granted) = match self.ask(context).await {
            Ok(granted) => (granted.refresh_token.clone(), Ok(granted)),
            Err(NotGranted { failure, refresh_token }) => (refresh_token, Err(failure)),
        };
        if let Some(token) = refresh_token {
            self.keep(Some(token)).await;
        }
        Ok(self.tokens.put(fetched(granted?)?, is_second_try, self.epoch))
    }

    /// A token for a code. One that cannot be used has begun nothing, and what there was goes on. Where no refresh token
    /// comes there is none from now on: with the one before somebody else may have signed in.
    async fn begin(&self, form: Form, context: &Context) -> Result<Arc<Token>, Failure> {
        let granted = self.exchange(form, context).await.map_err(|it| it.failure)?;
        let refresh_token = granted.refresh_token.clone();
        let fetched = fetched(granted)?;
        self.keep(refresh_token).await;
        Ok(self.tokens.put(fetched, false, self.epoch))
    }

    /// Puts a refresh token, or that there is none, in the place of the one before.
    async fn keep(&self, token: Option<SecretString>) {
        let is_current = match &token {
            Some(token) => {
                self.redactor.add_secret(token);
                self.tokens.set_refresh_token(token.clone(), self.epoch)
            }
            None => self.tokens.set_no_refresh_token(self.epoch),
        };
        if is_current
            && let From::Endpoint(endpoint) = &self.from
            && let Some(keeper) = &endpoint.oauth().keeper
        {
            keeper.keep(token).await;
        }
    }
}

/// A token as it goes along with requests.
fn fetched(granted: Granted) -> Result<Fetched, Failure> {
    let value = granted.access_token;
    let unusable = |_| {
        Failure::new(FailureKind::TokenUnreadable {
            status: 200,
            reason: NoToken::Unsendable,
            snippet: String::new(),
        })
    };
    let mut header =
        HeaderValue::from_str(&format!("Bearer {}", value.expose_secret())).map_err(unusable)?;
    header.set_sensitive(true);
    let lives = granted.lives.or_else(|| life_of(&value));
    // A token that says itself how long it lives needs nobody else to.
    let odd_life = granted.odd_life.filter(|_| lives.is_none());
    let Granted { scope, exchange, .. } = granted;
    Ok(Fetched { value, header, lives, odd_life, scope, exchange })
}

/// How long a token lives that says so itself; one that has ended already is judged by the server.
fn life_of(token: &SecretString) -> Option<std::time::Duration> {
    let ends = Jwt::read(token.expose_secret())?.expires_at?;
    let left = ends.as_second().saturating_sub(Timestamp::now().as_second());
    u64::try_from(left).ok().filter(|it| *it > 0).map(std::time::Duration::from_secs)
}

/// A refresh token that is refused can only be replaced by signing in again.
fn sign_in_again(failure: Failure) -> Failure {
    Failure { kind: Box::new(FailureKind::SignInNeeded { has_expired: true }), ..failure }
}
