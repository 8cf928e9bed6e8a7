//! Any request to the server of an open tenant: prepared first, which shows it as it will be sent, and then sent by the
//! token that it was given. What is sent is what was prepared, because it never left the backend.

use std::sync::Arc;
use std::time::Duration;

use client::error::Failure;
use client::guard::{self, CONFIRMED_FOR, Confirmation, Mode, Token};
use client::request::{Rendered, Request};
use client::write::{Reply, Sent};

use crate::App;
use crate::api::Empty;
use crate::api::drafts::RequestShown;
use crate::api::requests::{CountsAs, RequestPrepare, RequestPrepared, RequestSend, RequestSent};
use crate::call::Call;
use crate::error::{Fault, of_request};
use crate::open_tenant::{OpenTenant, context};
use crate::{guards, past};

pub(crate) async fn request_prepare(
    app: &App,
    request: RequestPrepare,
    call: &Call<Empty>,
) -> Result<RequestPrepared, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let (session, guard) = (&tenant.session, tenant.session.guard());
    let headers: Vec<(String, String)> =
        request.headers.into_iter().map(|it| (it.name, it.value)).collect();
    let body = request.body.map(String::into_bytes);
    let wanted = Request::parse(session.base(), &request.method, &request.url, &headers, body)?;
    let RequestShown { method, url, headers, body } = rendered(&tenant, &wanted)?;
    let counts_as = guard.counts_as(session.base(), &wanted);
    let token = match guard.issue(session.base(), Arc::new(wanted), &call.window) {
        Ok(token) => Some(token),
        Err(guard::Refusal::ReadOnly) => None,
        Err(refusal) => return Err(Failure::from(refusal).into()),
    };
    let state = guard.state();
    Ok(RequestPrepared {
        counts_as: match (counts_as, &token) {
            (guard::CountsAs::Read, _) => CountsAs::Read,
            (_, Some(_)) => CountsAs::Write,
            (_, None) => CountsAs::Blocked,
        },
        asks: counts_as != guard::CountsAs::Read && state.mode != Mode::Free,
        method,
        url,
        headers,
        body,
        token: token.map(|it| it.as_str().to_owned()),
        valid_seconds: seconds(CONFIRMED_FOR),
        guard: guards::state(&tenant.id, state),
    })
}

/// A request as it would be sent, secrets masked, made by the code that sends.
pub(crate) fn rendered(tenant: &OpenTenant, request: &Request) -> Result<RequestShown, Fault> {
    let Rendered { method, url, headers, body } = tenant.session.render(request)?;
    let content_type = past::content_type(&headers).map(str::to_owned);
    Ok(RequestShown {
        method,
        url,
        headers: past::headers(headers),
        body: body.map(|it| past::body(it, content_type.as_deref())),
    })
}

pub(crate) async fn request_send(
    app: &App,
    request: RequestSend,
    call: &Call<Empty>,
) -> Result<RequestSent, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let session = &tenant.session;
    let token = Token::read(&request.token);
    let confirmation = Confirmation { token, window: call.window.clone() };
    let prepared = session.guard().prepared(&confirmation).map_err(Failure::from)?;
    let asked = context("Request", &call.cancel);
    let is_read = guard::is_read(session.base(), &prepared);
    let sent = session.send(&prepared, Some(&confirmation), &asked).await;
    if !is_read {
        tenant.forget_all_read();
    }
    Ok(match sent? {
        Sent::Answered(reply) => answered(reply),
        Sent::Unknown(unknown) => RequestSent::Unknown {
            problem: of_request(&unknown.failure),
            read_back: unknown.read_back,
        },
    })
}

fn answered(reply: Reply) -> RequestSent {
    let Reply { status, headers, body, refusal, incomplete, exchange } = reply;
    let content_type = past::content_type(&headers).map(str::to_owned);
    RequestSent::Answered {
        status,
        body: (!body.is_empty()).then(|| past::body(body, content_type.as_deref())),
        headers: past::headers(headers),
        refusal: refusal.as_ref().map(of_request).map(Box::new),
        incomplete: incomplete.as_ref().map(of_request).map(Box::new),
        exchange,
    }
}

fn seconds(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs()).unwrap_or(u32::MAX)
}
