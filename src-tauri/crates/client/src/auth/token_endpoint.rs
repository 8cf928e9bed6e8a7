//! One token request (RFC 6749 §3.2): over the same transport as everything else, an exchange of its own in the history,
//! with nothing secret in it. No redirect is followed: what is sent here is for this endpoint alone.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use http::{HeaderValue, Method, header};
use jiff::Timestamp;
use scim::message::{self, NotScim};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::ASKED_BY;
use super::oauth::{ClientAuthentication, Grant, OAuth};
use super::token_answer::{self, Denied, Granted, TokenAnswer, Unreadable};
use crate::answer::shortened;
use crate::base_url::BaseUrl;
use crate::charset;
use crate::error::{ClientProof, Failure, FailureKind, GrantKind, NoToken};
use crate::exchange::{Answered, Context, Exchange, Outcome, Recorder};
use crate::intermediary;
use crate::rate_limit;
use crate::redact::{MASK, Redactor};
use crate::settings::{Auth, Settings};
use crate::tls;
use crate::transport::{ACCEPT_ENCODING, Limits, Received, Transport};
use crate::wire::{self, USER_AGENT};

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const ACCEPT: HeaderValue = HeaderValue::from_static("application/json");
/// The type of a client assertion (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How long the endpoint is left alone after it refused for being busy: where it does not say, and at most.
const USUAL_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(300);
/// More than any token endpoint answers.
const LARGEST_ANSWER: u64 = 1024 * 1024;

/// A token endpoint, and how it is reached.
pub(crate) struct TokenEndpoint {
    oauth: OAuth,
    transport: Transport,
    redactor: Arc<Redactor>,
    recorder: Arc<dyn Recorder>,
}

/// The parameters of a request, each of them secret or not.
#[derive(Default)]
pub(crate) struct Form(Vec<(String, SecretString, bool)>);

impl Form {
    pub(crate) fn plain(mut self, name: &str, value: &str) -> Form {
        self.0.push((name.to_owned(), SecretString::from(value), false));
        self
    }

    pub(crate) fn secret(mut self, name: &str, value: &SecretString) -> Form {
        self.0.push((name.to_owned(), value.clone(), true));
        self
    }

    fn secrets(&self) -> impl Iterator<Item = &SecretString> {
        self.0.iter().filter(|(_, _, is_secret)| *is_secret).map(|(_, value, _)| value)
    }

    fn body(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value, _) in &self.0 {
            form.append_pair(name, value.expose_secret());
        }
        form.finish()
    }

    /// As it is recorded: the same, with a mask in the place of each secret.
    fn redacted(&self, redactor: &Redactor) -> Vec<u8> {
        let encoded = |it: &str| form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
        let parameters: Vec<String> = self
            .0
            .iter()
            .map(|(name, value, is_secret)| match is_secret {
                true => format!("{}={MASK}", encoded(name)),
                false => format!("{}={}", encoded(name), encoded(value.expose_secret())),
            })
            .collect();
        redactor.body(parameters.join("&").into_bytes())
    }
}

/// There is no token.
pub(crate) struct NotGranted {
    pub(crate) failure: Failure,
    /// A refresh token that came all the same: the one that was sent may be used up.
    pub(crate) refresh_token: Option<SecretString>,
}

impl std::convert::From<Failure> for NotGranted {
    fn from(failure: Failure) -> NotGranted {
        NotGranted { failure, refresh_token: None }
    }
}

impl TokenEndpoint {
    pub(crate) fn open(
        oauth: &OAuth,
        settings: &Settings,
        redactor: &Arc<Redactor>,
        recorder: Arc<dyn Recorder>,
    ) -> Result<TokenEndpoint, Failure> {
        oauth.token_endpoint.check_apart_from(&settings.base, "tokenEndpoint")?;
        let base = BaseUrl::parse(&oauth.token_endpoint.origin())?;
        // Consent to plain http is for the base URL. What is on this machine must not leave it for a proxy either.
        if settings.network.travels_in_clear(&base) {
            let reason = "it is plain http, and the proxy is not on this machine: anyone on the way could read what is \
                          sent there";
            return Err(super::oauth::unusable("tokenEndpoint", reason.to_owned()));
        }
        let certificate = settings.certificate.as_ref().filter(|_| oauth.shows_certificate);
        let trust = tls::trust_for(&base, certificate, &settings.network)?;
        let settings = Settings {
            base,
            auth: Auth::None,
            certificate: certificate.cloned(),
            body_limit_bytes: LARGEST_ANSWER,
            ..settings.clone()
        };
        Ok(TokenEndpoint {
            transport: Transport::open(&settings, trust)?,
            oauth: oauth.clone(),
            redactor: Arc::clone(redactor),
            recorder,
        })
    }

    pub(crate) fn oauth(&self) -> &OAuth {
        &self.oauth
    }

    pub(crate) fn url(&self) -> &str {
        self.oauth.token_endpoint.url().as_str()
    }

    /// Asks for a token with these parameters, and those that are the same in each request.
    pub(crate) async fn ask(
        &self,
        form: Form,
        grant: GrantKind,
        context: &Context,
    ) -> Result<Granted, NotGranted> {
        let (form, authorization) = self.identified(form, grant)?;
        let mut request =
            reqwest::Request::new(Method::POST, self.oauth.token_endpoint.url().clone());
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, ACCEPT);
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(ACCEPT_ENCODING));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        headers.insert(header::CONTENT_TYPE, FORM);
        let mut secrets: Vec<SecretString> = form.secrets().cloned().collect();
        if let Some((value, pair)) = authorization {
            headers.insert(header::AUTHORIZATION, value);
            secrets.push(pair);
        }
        *request.body_mut() = Some(form.body().into());
        let redactor = self.redactor.and(&secrets);
        let mut exchange = self.begin(&request, &form, &redactor, context);
        let deadline = Instant::now() + self.transport.total_timeout();
        let limits = Limits { deadline, cancel: &context.cancel };
        let received = readable(self.transport.send(request, &limits).await);
        // Known before anything is recorded or said.
        let redactor = redactor.and(&token_answer::secrets(&received.body));
        exchange.timing = received.timing;
        exchange.request_id =
            received.head.as_ref().and_then(|head| wire::request_id(&redactor, head));
        if let Some(pause) = pause(&received, &redactor) {
            self.oauth.tokens.pause(pause);
        }
        let result = self.read(&received, grant, &redactor);
        exchange.outcome = outcome(received, &redactor);
        let url = exchange.url.clone();
        let recorded = self.recorder.record(exchange).await;
        match result {
            Ok(granted) => Ok(Granted { exchange: recorded.id, ..granted }),
            Err(refused) => {
                let (kind, refresh_token) = *refused;
                Err(NotGranted { failure: Failure::at(kind, &url, recorded.id), refresh_token })
            }
        }
    }

    /// With what says who asks, and the `Authorization` header if that is where it stands.
    fn identified(
        &self,
        form: Form,
        grant: GrantKind,
    ) -> Result<(Form, Option<(HeaderValue, SecretString)>), Failure> {
        let OAuth { client_id, client, scopes, parameters, .. } = &self.oauth;
        let form = match self.names_scopes(grant) && !scopes.is_empty() {
            true => form.plain("scope", &scopes.join(" ")),
            false => form,
        };
        let form =
            parameters.iter().fold(form, |form, (name, value)| form.plain(name.trim(), value));
        let named = |form: Form| match client_id.is_empty() {
            true => form,
            false => form.plain("client_id", client_id),
        };
        Ok(match client {
            ClientAuthentication::Public => (named(form), None),
            ClientAuthentication::Body(secret) => {
                (named(form).secret("client_secret", secret), None)
            }
            ClientAuthentication::PrivateKeyJwt(assertion) => {
                let signed = assertion.sign_for_client(client_id, self.url(), Timestamp::now())?;
                let form = named(form).plain("client_assertion_type", JWT_BEARER);
                (form.secret("client_assertion", &signed), None)
            }
            ClientAuthentication::Header(secret) => (form, Some(basic(client_id, secret)?)),
        })
    }

    /// Scopes belong to what is asked for the first time: a code has those that it was given for (RFC 6749 §4.1.3), and a
    /// renewal that names more than were granted is refused (§6). Beside a refresh token that a person pasted they are
    /// what that person wants.
    fn names_scopes(&self, grant: GrantKind) -> bool {
        match grant {
            GrantKind::Client | GrantKind::Assertion => true,
            GrantKind::RefreshToken => matches!(self.oauth.grant, Grant::RefreshToken(_)),
            GrantKind::Code => false,
        }
    }

    fn begin(
        &self,
        request: &reqwest::Request,
        form: &Form,
        redactor: &Redactor,
        context: &Context,
    ) -> Exchange {
        Exchange {
            asked_by: ASKED_BY.to_owned(),
            operation: context.operation.clone(),
            started_at: Timestamp::now(),
            method: request.method().to_string(),
            url: redactor.url(request.url().as_str()),
            request_headers: wire::request_headers(redactor, request),
            request_body: Some(form.redacted(redactor)),
            outcome: Outcome::Seen(String::new()),
            timing: crate::exchange::Timing::default(),
            request_id: None,
            rate_limits: None,
        }
    }

    /// What an answer means; nothing secret is in a failure, but a refresh token may be beside it.
    fn read(
        &self,
        received: &Received,
        grant: GrantKind,
        redactor: &Redactor,
    ) -> Result<Granted, Box<(FailureKind, Option<SecretString>)>> {
        let refused = |kind| Err(Box::new((kind, None)));
        match &received.failure {
            Some(FailureKind::Cancelled) => return refused(FailureKind::Cancelled),
            Some(kind) => {
                return refused(FailureKind::TokenEndpoint { kind: Box::new(kind.clone()) });
            }
            None => {}
        }
        let status = received.head.as_ref().map(|it| it.status.as_u16()).unwrap_or_default();
        let said = |text: &str| shortened(&redactor.text(text));
        let unreadable = |reason, snippet| FailureKind::TokenUnreadable { status, reason, snippet };
        if (300..400).contains(&status) {
            return refused(unreadable(self.redirect(status, received), String::new()));
        }
        match token_answer::read(status, &received.body) {
            TokenAnswer::Granted(granted) => Ok(granted),
            TokenAnswer::Denied(Denied { error, description }) => {
                let description = description.map(|it| said(&it)).unwrap_or_default();
                let error = said(&error);
                let said = match description.is_empty() {
                    true => format!("{status}: {error}"),
                    false => format!("{status}: {error}: {description}"),
                };
                refused(FailureKind::TokenDenied { error, said, client: self.proof(), grant })
            }
            TokenAnswer::Unreadable(Unreadable { reason, refresh_token }) => {
                let body = redactor.token_text(received.body.clone());
                let snippet = said(String::from_utf8_lossy(&body).trim());
                let headers = received.head.as_ref().map(|it| &it.headers);
                let headers = headers.map(|it| wire::header_list(redactor, it)).unwrap_or_default();
                let reason = told_closer(reason, status, &headers, &body);
                Err(Box::new((unreadable(reason, snippet), refresh_token)))
            }
        }
    }

    /// Where a redirect leads: only scheme, host and port are told, since the rest may hold what was sent.
    fn redirect(&self, status: u16, received: &Received) -> NoToken {
        let location = received.head.as_ref().and_then(|it| it.headers.get(header::LOCATION));
        let location = location.map(|it| String::from_utf8_lossy(it.as_bytes()));
        let url = location.and_then(|it| self.oauth.token_endpoint.url().join(&it).ok());
        NoToken::Redirect {
            to_origin: url.as_ref().map(|it| it.origin().ascii_serialization()),
            leads_to: url.and_then(|it| intermediary::of_location(status, &it)),
        }
    }

    fn proof(&self) -> ClientProof {
        match &self.oauth.client {
            ClientAuthentication::Public if self.oauth.shows_certificate => {
                ClientProof::Certificate
            }
            ClientAuthentication::Public => ClientProof::Nothing,
            ClientAuthentication::Header(_) => ClientProof::SecretInHeader,
            ClientAuthentication::Body(_) => ClientProof::SecretInBody,
            ClientAuthentication::PrivateKeyJwt(_) => ClientProof::Assertion,
        }
    }
}

/// Who answered in the place of the token endpoint, or that a page did; otherwise the reason as it is.
fn told_closer(reason: NoToken, status: u16, headers: &[(String, String)], body: &[u8]) -> NoToken {
    if !matches!(reason, NoToken::NotJson | NoToken::NoReason | NoToken::Empty) {
        return reason;
    }
    let page = message::resource(&String::from_utf8_lossy(body)).err();
    let title = match &page {
        Some(NotScim::WebPage { title, .. }) => title.as_deref().map(shortened),
        _ => None,
    };
    match (intermediary::of_answer(status, headers, body), page) {
        (Some(seen), _) => NoToken::Instead { seen, title },
        (None, Some(NotScim::WebPage { .. })) => NoToken::Page { title },
        _ => reason,
    }
}

/// For how long the endpoint wants not to be asked, if it says so. Not for ever: a date that is far off may be a mistake.
fn pause(received: &Received, redactor: &Redactor) -> Option<Duration> {
    let head = received.head.as_ref()?;
    if !matches!(head.status.as_u16(), 429 | 503) {
        return None;
    }
    let now = Timestamp::now();
    let limits = rate_limit::read(&wire::header_list(redactor, &head.headers), now);
    let asked = limits.and_then(|it| it.retry_at);
    let wait = asked.map_or(Ok(USUAL_PAUSE), |it| Duration::try_from(now.duration_until(it)));
    wait.ok().map(|it| it.min(LONGEST_PAUSE))
}

/// RFC 6749 §2.3.1: both halves are encoded as in a form, and only then put together. Also what that becomes on the wire.
fn basic(client_id: &str, secret: &SecretString) -> Result<(HeaderValue, SecretString), Failure> {
    let encoded = |it: &str| form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
    let pair =
        Zeroizing::new(format!("{}:{}", encoded(client_id), encoded(secret.expose_secret())));
    let unusable =
        |_| super::oauth::unusable("clientSecret", "it cannot be sent in a header".to_owned());
    let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair.as_bytes())))
        .map_err(unusable)?;
    value.set_sensitive(true);
    Ok((value, SecretString::from(STANDARD_NO_PAD.encode(pair.as_bytes()))))
}

/// The same with its body in UTF-8: a secret in UTF-16 is none of the bytes that are looked for.
fn readable(mut received: Received) -> Received {
    let headers = received.head.as_ref().map(|it| &it.headers);
    let kind = headers.and_then(|it| it.get(header::CONTENT_TYPE)?.to_str().ok());
    if let Some(charset) = charset::of(kind, &received.body) {
        received.body = charset.decode(&received.body).into_bytes();
    }
    received
}

/// As it is recorded.
fn outcome(received: Received, redactor: &Redactor) -> Outcome {
    let packed = received.packed.as_ref().map(wire::not_kept).unwrap_or_default();
    let answered = received.head.map(|head| Answered {
        status: head.status.as_u16(),
        http_version: wire::version_name(head.version),
        headers: wire::header_list(redactor, &head.headers),
        body: redactor.token_text(received.body),
    });
    match (received.failure, answered) {
        (None, Some(answered)) => Outcome::Answered(answered),
        (failure, partial) => {
            let kind = failure.unwrap_or(FailureKind::ConnectionClosed { host: String::new() });
            let message = redactor.text(&format!("{kind}{packed}"));
            Outcome::Failed { code: kind.code().to_owned(), message, partial }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_halves_of_a_pair_are_encoded_before_they_are_put_together() {
        let (value, _) = basic("my app", &SecretString::from("a:b%/ü")).unwrap();
        let pair = value.to_str().unwrap().strip_prefix("Basic ").unwrap().to_owned();
        assert_eq!(STANDARD.decode(pair).unwrap(), b"my+app:a%3Ab%25%2F%C3%BC");
        assert!(value.is_sensitive());
    }

    #[test]
    fn a_form_is_recorded_without_its_secrets() {
        let secret = SecretString::from("canary secret/1");
        let form = Form::default().plain("grant_type", "x").secret("client_secret", &secret);
        assert_eq!(form.body(), "grant_type=x&client_secret=canary+secret%2F1");
        let redacted = form.redacted(&Redactor::default());
        assert_eq!(String::from_utf8(redacted).unwrap(), "grant_type=x&client_secret=•••");
    }
}
