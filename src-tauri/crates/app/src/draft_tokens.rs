//! A draft with its secrets and its tokens while it is tested, and what becomes of these when it is saved.

use client::auth::tokens::Tokens;
use client::base_url::BaseUrl;
use secrecy::SecretString;
use store::TenantRow;

use crate::App;
use crate::api::sign_in::SignIn;
use crate::api::tenants::{Authentication, TenantDraft};
use crate::error::Fault;
use crate::secret_bundle::{Bundle, MAIN};
use crate::secret_names::REFRESH_TOKEN;
use crate::sign_in::{self, Complete};
use crate::token_shelf::{self, DraftPlace, Keeper, Renewal};
use crate::{credentials, tenants};

/// A draft with all that belongs to it. Blocks (keychain).
pub(crate) fn complete<'a>(
    app: &App,
    before: Option<&TenantRow>,
    draft: &'a TenantDraft,
    base: &BaseUrl,
    window: &str,
) -> Result<Complete<'a>, Fault> {
    let ways = sign_in::used(draft);
    let mut secrets = credentials::of_draft(app, before, draft)?;
    let known = token_shelf::fingerprint(base, draft.authentication, &ways);
    let of_row = before.and_then(|row| Some((row, of_row(app, row)?)));
    let is_same =
        |row: &TenantRow| keeps_all(draft) && fingerprint_of(row).as_ref() == Some(&known);
    let place = place(draft, window);
    let (tokens, keeper) = match of_row {
        // With the very settings and secrets of the saved tenant its tokens are used, and new refresh tokens are kept for
        // it.
        Some((row, theirs)) if is_same(row) => {
            let keeper = Keeper::of(app, &row.id, &theirs);
            (theirs, Some(keeper))
        }
        // Its refresh token is used up by a test as by anything else, so what comes in its place is the tenant's.
        Some((row, theirs)) if keeps_refresh_token(row, draft) => {
            let tokens = app.tokens().of_draft(place, &known, Renewal::OfTenant(&theirs));
            let keeper = Keeper::of(app, &row.id, &tokens);
            (tokens, Some(keeper))
        }
        _ => {
            // What a person once signed in for is the saved tenant's: another one needs a sign-in of its own.
            secrets.remove(REFRESH_TOKEN);
            let known = format!("{known} {}", app.tokens().digest(&secrets));
            (app.tokens().of_draft(place, &known, renewal(app, draft, &ways, &secrets)), None)
        }
    };
    Ok(Complete {
        authentication: draft.authentication,
        user_name: crate::draft::user_name(draft),
        sign_in: ways,
        transport: draft.transport.clone().unwrap_or_default(),
        secrets,
        tokens,
        keeper,
    })
}

/// The tokens of a saved tenant.
fn of_row(app: &App, row: &TenantRow) -> Option<Tokens> {
    Some(app.tokens().of_tenant(&row.id, &fingerprint_of(row)?))
}

fn fingerprint_of(row: &TenantRow) -> Option<String> {
    let base = BaseUrl::parse(&row.base_url).ok()?;
    Some(token_shelf::fingerprint(&base, tenants::authentication(row), &sign_in::of_row(row)))
}

fn place(draft: &TenantDraft, window: &str) -> DraftPlace {
    DraftPlace { window: window.to_owned(), tenant: draft.id.clone() }
}

fn keeps_all(draft: &TenantDraft) -> bool {
    use crate::api::tenants::SecretChange as C;
    let keeps = |it: &C| matches!(it, C::Keep);
    keeps(&draft.secret) && draft.secrets.iter().all(|it| keeps(&it.change))
}

/// Whether a draft is tested with the refresh token that its tenant has.
fn keeps_refresh_token(row: &TenantRow, draft: &TenantDraft) -> bool {
    use crate::api::tenants::SecretChange as C;
    draft.authentication == Authentication::RefreshToken
        && tenants::authentication(row) == Authentication::RefreshToken
        && matches!(draft.secret, C::Keep)
}

/// A pasted refresh token is used up by the first test: what came in its place goes on with it, whatever else is
/// changed, as long as it is for the same client of the same provider.
fn renewal(app: &App, draft: &TenantDraft, ways: &SignIn, secrets: &Bundle) -> Renewal<'static> {
    match (&ways.oauth, secrets.get(MAIN)) {
        (Some(oauth), Some(main)) if draft.authentication == Authentication::RefreshToken => {
            let digest = app.tokens().digest(&Bundle::of_main(main.clone()));
            let (endpoint, client) = (oauth.token_endpoint.trim(), oauth.client_id.trim());
            Renewal::OfLineage(format!("{digest} {endpoint} {client}"))
        }
        _ => Renewal::Own,
    }
}

/// What a draft was tested with, or signed in with.
pub(crate) struct Tested {
    tokens: Tokens,
    /// The refresh token by then: the window may be closed before the draft is saved, and forgets what it has.
    refresh_token: Option<SecretString>,
}

/// Whether a draft can be used, as far as its secrets are at hand; the tokens that it was tested with, or signed in with,
/// before it is saved. Blocks (keychain).
///
/// # Errors
/// [`Fault::InvalidField`] where something cannot be used as it is.
pub(crate) fn checked(
    app: &App,
    before: Option<&TenantRow>,
    draft: &TenantDraft,
    base: &BaseUrl,
    window: &str,
) -> Result<Option<Tested>, Fault> {
    let ways = sign_in::used(draft);
    if ways.oauth.is_none() && ways.command.is_none() && ways.certificate.is_none() {
        // Nothing of it is made of its secrets, and so the keychain is not asked for them.
        return Ok(None);
    }
    // A tenant may be saved before its secrets are there.
    let Ok(complete) = complete(app, before, draft, base, window) else { return Ok(None) };
    let tokens = complete.tokens.clone();
    let is_fetched = ways.oauth.is_some() || ways.command.is_some();
    complete.settings(base.clone())?;
    let refresh_token = tokens.refresh();
    Ok(is_fetched.then_some(Tested { tokens, refresh_token }))
}

/// A tenant was saved: it goes on with the tokens that it was tested with, if it is the same, and keeps a refresh token
/// that took the place of the pasted one meanwhile. Blocks (keychain).
pub(crate) fn saved(
    app: &App,
    row: &TenantRow,
    base: &BaseUrl,
    draft: &TenantDraft,
    window: &str,
    tested: Option<Tested>,
) {
    let ways = sign_in::of_row(row);
    let authentication = tenants::authentication(row);
    let known = token_shelf::fingerprint(base, authentication, &ways);
    let Some(Tested { tokens, refresh_token }) = tested else {
        // Tokens of a secret that was replaced are of no use, whatever else is the same.
        if !keeps_all(draft) || !app.tokens().fits(&row.id, &known) {
            app.tokens().forget(&row.id);
        }
        return;
    };
    let name = token_shelf::kept_as(authentication);
    let without_refresh = tokens.came_without_refresh();
    let rotated = tokens.refresh().or(refresh_token).filter(|_| !without_refresh);
    // What is kept of the person before must not go on with the next run.
    let is_other = rotated.is_some() || without_refresh;
    app.tokens().put(&row.id, &known, tokens);
    app.tokens().drop_draft(&place(draft, window));
    if is_other
        && crate::secret_names::Ways::of_row(row).may_have(name)
        && let Err(fault) = credentials::keep_one(app, row, name, rotated)
    {
        let code = crate::api::error::UiError::from(fault).code;
        tracing::warn!(?code, "a refresh token could not be kept");
    }
}
