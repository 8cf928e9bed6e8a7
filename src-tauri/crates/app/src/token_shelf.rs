//! The tokens of this run: where they are found again, and what becomes of a refresh token that took the place of another.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use client::auth::oauth::RefreshTokenKeeper;
use client::auth::tokens::Tokens;
use client::base_url::BaseUrl;
use client::exchange::BoxFuture;
use secrecy::{ExposeSecret as _, SecretString};

use crate::App;
use crate::api::sign_in::SignIn;
use crate::api::tenants::Authentication;
use crate::credentials;
use crate::error::Fault;
use crate::secret_bundle::{Bundle, MAIN};
use crate::secret_names::{REFRESH_TOKEN, Ways};
use crate::state::WeakApp;

/// What a window edits: a tenant, or one that is not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct DraftPlace {
    pub(crate) window: String,
    pub(crate) tenant: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Place {
    Tenant(String),
    /// With what has to be the same for their refresh token to be used with other settings. Each that was pasted has a
    /// place of its own: what took the place of one is not lost by a test with another.
    Draft(DraftPlace, Option<String>),
}

struct Shelved {
    /// What has to be the same for tokens to be used again.
    fingerprint: String,
    tokens: Tokens,
}

/// The tokens of this run, by tenant, or by draft while it is tested.
#[derive(Default)]
pub(crate) struct TokenShelf {
    kept: Mutex<HashMap<Place, Shelved>>,
    /// Digests of secrets are of this run only.
    digests: RandomState,
}

/// With what the tokens of a draft are renewed.
pub(crate) enum Renewal<'a> {
    /// With what a tenant's are: its refresh token is the one in use.
    OfTenant(&'a Tokens),
    /// With what came of this pasted refresh token, whatever else changed since.
    OfLineage(String),
    /// With what comes of these settings alone.
    Own,
}

impl TokenShelf {
    /// The tokens of a tenant that were fetched with these settings; none where something is different.
    pub(crate) fn of_tenant(&self, id: &str, fingerprint: &str) -> Tokens {
        let mut kept = self.kept();
        match kept.get(&Place::Tenant(id.to_owned())) {
            Some(it) if it.fingerprint == fingerprint => it.tokens.clone(),
            _ => put(&mut kept, id, fingerprint, Tokens::default()),
        }
    }

    /// The tokens of a draft that were fetched with these settings. Where these are different, none; but what they are
    /// renewed with stays.
    pub(crate) fn of_draft(
        &self,
        place: DraftPlace,
        fingerprint: &str,
        renewal: Renewal<'_>,
    ) -> Tokens {
        let mut kept = self.kept();
        let lineage = match &renewal {
            Renewal::OfLineage(lineage) => Some(lineage.clone()),
            Renewal::OfTenant(_) | Renewal::Own => None,
        };
        let place = Place::Draft(place, lineage);
        let before = kept.get(&place);
        let same = before.filter(|it| it.fingerprint == fingerprint).map(|it| it.tokens.clone());
        let tokens = match renewal {
            Renewal::OfTenant(theirs) => {
                same.filter(|it| it.are_beside(theirs)).unwrap_or_else(|| theirs.beside())
            }
            Renewal::OfLineage(_) => {
                same.or_else(|| before.map(|it| it.tokens.beside())).unwrap_or_default()
            }
            Renewal::Own => same.unwrap_or_default(),
        };
        kept.insert(place, Shelved { fingerprint: fingerprint.to_owned(), tokens: tokens.clone() });
        tokens
    }

    /// Whether a tenant has tokens, or the place for them, with these settings.
    pub(crate) fn fits(&self, id: &str, fingerprint: &str) -> bool {
        let kept = self.kept();
        kept.get(&Place::Tenant(id.to_owned())).is_some_and(|it| it.fingerprint == fingerprint)
    }

    /// Whether these are renewed with what the tenant's are renewed with now.
    pub(crate) fn are_of_tenant(&self, id: &str, tokens: &Tokens) -> bool {
        let kept = self.kept();
        kept.get(&Place::Tenant(id.to_owned())).is_some_and(|it| it.tokens.are_beside(tokens))
    }

    /// Puts these in the place of those that a tenant has.
    pub(crate) fn put(&self, id: &str, fingerprint: &str, tokens: Tokens) {
        put(&mut self.kept(), id, fingerprint, tokens);
    }

    /// Forgets the tokens of a tenant, those in use and those of its drafts among them.
    pub(crate) fn forget(&self, id: &str) {
        let is_its = |place: &Place| match place {
            Place::Tenant(it) => it == id,
            Place::Draft(it, _) => it.tenant.as_deref() == Some(id),
        };
        self.drop_where(is_its);
    }

    /// A draft was saved: what it was tested with last is the tenant's now, and the rest is of no use.
    pub(crate) fn drop_draft(&self, place: &DraftPlace) {
        self.drop_where(|it| matches!(it, Place::Draft(it, _) if it == place));
    }

    /// A window was closed, and with it what it edited.
    pub(crate) fn forget_window(&self, window: &str) {
        self.drop_where(|place| matches!(place, Place::Draft(it, _) if it.window == window));
    }

    fn drop_where(&self, is_meant: impl Fn(&Place) -> bool) {
        let mut kept = self.kept();
        let of_tenants: Vec<Tokens> = kept
            .iter()
            .filter(|(place, _)| matches!(place, Place::Tenant(_)) && !is_meant(place))
            .map(|(_, it)| it.tokens.clone())
            .collect();
        kept.retain(|place, it| {
            let stays = !is_meant(place);
            // A draft may be renewed with what a tenant goes on to use.
            if !stays && !of_tenants.iter().any(|other| other.are_beside(&it.tokens)) {
                it.tokens.forget();
            }
            stays
        });
    }

    /// What tells one set of secrets from another.
    pub(crate) fn digest(&self, secrets: &Bundle) -> String {
        let entry = secrets.entry().unwrap_or_default();
        format!("{:016x}", self.digests.hash_one(entry.expose_secret()))
    }

    /// Every token that is at hand, also those that others are renewed with.
    pub(crate) fn all(&self) -> Vec<SecretString> {
        let kept = self.kept();
        let tokens = kept.values().map(|it| &it.tokens);
        tokens.flat_map(|it| it.held().map(|it| it.value).into_iter().chain(it.refresh())).collect()
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Place, Shelved>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sessions with the tokens before may still be there: what they fetch is not kept any more.
fn put(kept: &mut HashMap<Place, Shelved>, id: &str, fingerprint: &str, tokens: Tokens) -> Tokens {
    let fingerprint = fingerprint.to_owned();
    let shelved = Shelved { fingerprint, tokens: tokens.clone() };
    if let Some(before) = kept.insert(Place::Tenant(id.to_owned()), shelved)
        && !before.tokens.are_beside(&tokens)
    {
        before.tokens.forget();
    }
    tokens
}

/// What has to be the same for tokens to be used again: all that they depend on beside secrets, and nothing else.
pub(crate) fn fingerprint(
    base: &BaseUrl,
    authentication: Authentication,
    sign_in: &SignIn,
) -> String {
    let mut asked = SignIn { headers: Vec::new(), api_key_header: None, ..sign_in.clone() };
    if let Some(oauth) = &mut asked.oauth {
        oauth.redirect_uri = None;
        oauth.keep_signed_in = false;
    }
    let settings = serde_json::to_string(&asked).unwrap_or_default();
    format!("{} {authentication:?} {settings}", base.origin())
}

/// Keeps a refresh token that took the place of the one before, where the old one was kept; and keeps none where a sign-in
/// brought none.
pub(crate) struct Keeper {
    app: WeakApp,
    tenant_id: String,
    tokens: Tokens,
}

impl Keeper {
    pub(crate) fn of(app: &App, tenant_id: &str, tokens: &Tokens) -> Arc<dyn RefreshTokenKeeper> {
        let (tenant_id, tokens) = (tenant_id.to_owned(), tokens.clone());
        Arc::new(Keeper { app: app.weak(), tenant_id, tokens })
    }
}

impl RefreshTokenKeeper for Keeper {
    fn keep(&self, token: Option<SecretString>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let Some(app) = self.app.get() else { return };
            let (id, tokens) = (self.tenant_id.clone(), self.tokens.clone());
            let kept = app.blocking(move |app| keep_refresh_token(app, &id, &tokens, token)).await;
            if let Err(fault) = kept {
                // The token is in use for this run; only the next one will ask for a sign-in.
                let code = crate::api::error::UiError::from(fault).code;
                tracing::warn!(?code, "a new refresh token could not be kept");
            }
        })
    }
}

fn keep_refresh_token(
    app: &App,
    id: &str,
    tokens: &Tokens,
    token: Option<SecretString>,
) -> Result<(), Fault> {
    let _changing = app.changing_tenants();
    // The tenant may have been signed out of meanwhile, or have got another secret: this one must not take its place.
    if !app.tokens().are_of_tenant(id, tokens) {
        return Ok(());
    }
    let row = crate::tenants::row(app, id)?;
    let ways = Ways::of_row(&row);
    let name = kept_as(crate::tenants::authentication(&row));
    if !ways.may_have(name) {
        return Ok(());
    }
    credentials::keep_one(app, &row, name, token)
}

/// The name of the secret that a refresh token is kept as.
pub(crate) fn kept_as(authentication: Authentication) -> &'static str {
    match authentication {
        Authentication::RefreshToken => MAIN,
        _ => REFRESH_TOKEN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(window: &str, tenant: Option<&str>) -> DraftPlace {
        DraftPlace { window: window.to_owned(), tenant: tenant.map(str::to_owned) }
    }

    fn lineage(text: &str) -> Renewal<'static> {
        Renewal::OfLineage(text.to_owned())
    }

    #[test]
    fn drafts_of_one_refresh_token_are_renewed_together_and_others_are_not() {
        let shelf = TokenShelf::default();
        let first = shelf.of_draft(place("a", None), "1", lineage("x"));
        let other_settings = shelf.of_draft(place("a", None), "2", lineage("x"));
        assert!(first.are_beside(&other_settings));
        let other_token = shelf.of_draft(place("a", None), "2", lineage("y"));
        assert!(!first.are_beside(&other_token));
        let other_window = shelf.of_draft(place("b", None), "2", lineage("y"));
        assert!(!other_token.are_beside(&other_window));
        let no_token = shelf.of_draft(place("a", None), "2", Renewal::Own);
        assert!(!other_token.are_beside(&no_token));
        assert!(no_token.are_beside(&shelf.of_draft(place("a", None), "2", Renewal::Own)));
    }

    #[test]
    fn what_took_the_place_of_a_pasted_token_is_there_after_a_test_with_another() {
        let shelf = TokenShelf::default();
        let first = shelf.of_draft(place("a", None), "1", lineage("x"));
        shelf.of_draft(place("a", None), "2", Renewal::Own);
        shelf.of_draft(place("a", None), "1", lineage("y"));
        let again = shelf.of_draft(place("a", None), "3", lineage("x"));
        assert!(again.are_beside(&first));
        shelf.drop_draft(&place("a", None));
        assert!(!shelf.of_draft(place("a", None), "3", lineage("x")).are_beside(&first));
    }

    #[test]
    fn tokens_are_those_of_the_tenant_until_it_is_forgotten() {
        let shelf = TokenShelf::default();
        let tenant = shelf.of_tenant("t", "1");
        let draft = shelf.of_draft(place("a", Some("t")), "2", Renewal::OfTenant(&tenant));
        assert!(shelf.are_of_tenant("t", &draft));
        shelf.forget_window("a");
        assert!(shelf.are_of_tenant("t", &tenant), "the tenant goes on with them");
        shelf.forget("t");
        assert!(!shelf.are_of_tenant("t", &tenant) && !shelf.fits("t", "1"));
        assert!(!shelf.of_tenant("t", "1").are_beside(&tenant));
    }
}
