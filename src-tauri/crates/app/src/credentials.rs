//! The secrets of tenants: in the keychain, or given for this run; never in the database, never sent to the UI.

use client::base_url::BaseUrl;
use secrecy::SecretString;
use store::TenantRow;

use crate::App;
use crate::api::sign_in::SecretHeld;
use crate::api::tenants::{SecretChange, SecretState, TenantDraft};
use crate::error::Fault;
use crate::secret_bundle::{Bundle, MAIN};
use crate::secret_names::{self, Ways};
use crate::secrets::KeychainError;

/// The secrets of a tenant, from this run or from the keychain; all that it cannot do without. Blocks.
///
/// # Errors
/// [`Fault::SecretNeeded`] where a person has to give one.
pub(crate) fn secrets(app: &App, row: &TenantRow) -> Result<Bundle, Fault> {
    let ways = Ways::of_row(row);
    let given = app.given_secrets(&row.id);
    let missing = |bundle: &Bundle| ways.needed().into_iter().find(|it| bundle.get(it).is_none());
    let first_missing = missing(&given);
    // Where all are given no keychain is needed; where one is not, it may be there, needed or not.
    if ways.names().iter().all(|it| given.get(it).is_some()) {
        return Ok(given);
    }
    let needed = |name: &str, reason: String, remedy: Option<String>| Fault::SecretNeeded {
        tenant: row.name.clone(),
        what: ways.word(name),
        field: ways.field(name),
        reason,
        remedy,
    };
    let name = first_missing.clone().unwrap_or_else(|| MAIN.to_owned());
    let what = ways.word(&name);
    if row.ask_each_time {
        let Some(name) = first_missing else { return Ok(given) };
        let reason = format!(
            "This tenant's {what} is asked for each time Scimscope starts and kept in memory only."
        );
        return Err(needed(&name, reason, None));
    }
    let store = &app.config().secrets;
    let entry = match store.read(&account(&row.id)) {
        Ok(entry) => entry,
        // What may be there, but need not be, is no reason to stop.
        Err(_) if first_missing.is_none() => return Ok(given),
        Err(error) => return Err(needed(&name, error.reason, Some(error.remedy))),
    };
    let stored = entry.as_ref().map(Bundle::read);
    app.note_stored(&row.id, stored.as_ref());
    let bundle = stored.unwrap_or_default().merged(given);
    match missing(&bundle) {
        None => Ok(bundle),
        Some(name) => {
            let reason = format!("{} has no {} for this tenant.", store.name(), ways.word(&name));
            Err(needed(&name, reason, None))
        }
    }
}

/// Looks where the secrets of tenants are, and asks the keychain no more than it must: whether it is there once, and
/// for a value only where it is not known yet what there is.
pub(crate) struct Look<'a> {
    app: &'a App,
    keychain: Option<bool>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(app: &'a App) -> Self {
        Self { app, keychain: None }
    }

    /// Where the main secret of a tenant is. Blocks.
    pub(crate) fn state(&mut self, row: &TenantRow) -> SecretState {
        let ways = Ways::of_row(row);
        match ways.needed().iter().any(|it| it == MAIN) || ways.may_have(MAIN) {
            true => self.state_of(row, MAIN),
            false => SecretState::NotNeeded,
        }
    }

    /// Where the further ones are. Blocks.
    pub(crate) fn further(&mut self, row: &TenantRow) -> Vec<SecretHeld> {
        let ways = Ways::of_row(row);
        let needed = ways.needed();
        let names = ways.names().into_iter().filter(|it| it != MAIN);
        names
            .map(|name| SecretHeld {
                state: self.state_of(row, &name),
                needed: needed.contains(&name),
                name,
            })
            .collect()
    }

    fn state_of(&mut self, row: &TenantRow, name: &str) -> SecretState {
        if self.app.given_secrets(&row.id).get(name).is_some() {
            return SecretState::Given;
        }
        if row.ask_each_time {
            return SecretState::AskEachTime;
        }
        let secrets = &self.app.config().secrets;
        if !*self.keychain.get_or_insert_with(|| secrets.status().is_ok()) {
            return SecretState::Missing;
        }
        if let Some(is_there) = self.app.is_known_stored(&row.id, name) {
            return if is_there { SecretState::Stored } else { SecretState::Missing };
        }
        match secrets.read(&account(&row.id)) {
            Ok(entry) => {
                let stored = entry.as_ref().map(Bundle::read);
                let is_there = stored.as_ref().is_some_and(|it| it.get(name).is_some());
                self.app.note_stored(&row.id, stored.as_ref());
                if is_there { SecretState::Stored } else { SecretState::Missing }
            }
            Err(_) => {
                self.keychain = Some(false);
                SecretState::Missing
            }
        }
    }
}

/// A secret belongs to the servers that it was given for: with another origin, be it that of the base URL or of the token
/// endpoint, it has to be given again.
///
/// # Errors
/// [`Fault::InvalidField`] where the draft would take a secret to another server.
pub(crate) fn check_kept(
    app: &App,
    before: &TenantRow,
    draft: &TenantDraft,
    base: &BaseUrl,
) -> Result<(), Fault> {
    let plan = Plan::of(Some(before), draft);
    let given = app.given_secrets(&before.id);
    let may_have = |name: &str| {
        given.get(name).is_some()
            || app.is_known_stored(&before.id, name).unwrap_or(!before.ask_each_time)
    };
    // That of a proxy goes there, wherever the server is.
    let goes_on = |it: &&String| *it != secret_names::PROXY_PASSWORD && may_have(it);
    let kept = || plan.keeps.iter().filter(goes_on);
    let known = BaseUrl::parse(&before.base_url).map(|it| it.origin()).unwrap_or_default();
    let (before, after) = (Ways::of_row(before), Ways::of_draft(draft));
    let origin = |it: &Ways| it.token_origin().unwrap_or_else(|| "no token endpoint".into());
    let (name, from, to) = if known != base.origin() {
        (kept().next(), known, base.origin())
    } else if before.token_origin() != after.token_origin() {
        // What goes to the SCIM server alone goes on going there.
        let name = kept().find(|it| after.goes_to_token_endpoint(it));
        (name, origin(&before), origin(&after))
    } else {
        return Ok(());
    };
    let Some(name) = name else { return Ok(()) };
    let what = after.word(name);
    Err(Fault::InvalidField {
        field: after.field(name),
        title: format!("Give the {what} again"),
        detail: format!(
            "The {what} at hand is for {from}. It is not sent to {to}, which is another server."
        ),
        hint: format!("Enter the {what} for the new server."),
    })
}

/// What a draft does to the secrets of its tenant.
struct Plan {
    /// Stay as they are, if they are there.
    keeps: Vec<String>,
    /// Take the place of what is there.
    puts: Vec<(String, SecretString)>,
    /// Whether anything that may be there is to go.
    drops: bool,
}

impl Plan {
    fn of(before: Option<&TenantRow>, draft: &TenantDraft) -> Plan {
        let after = Ways::of_draft(draft);
        let had = before.map(Ways::of_row);
        let mut plan = Plan { keeps: Vec::new(), puts: Vec::new(), drops: false };
        for name in after.names() {
            let was = had.as_ref().is_some_and(|it| it.is_same_secret(&after, &name));
            match secret_names::change_of(draft, &name) {
                Some(SecretChange::Replace { .. }) => {
                    let replaced = secret_names::replaced(draft, &name);
                    plan.puts.extend(replaced.map(|it| (name, it)));
                }
                Some(SecretChange::Forget) => plan.drops = true,
                Some(SecretChange::Keep) | None if was => plan.keeps.push(name),
                Some(SecretChange::Keep) | None => {}
            }
        }
        let is_left =
            |name: &String| plan.keeps.contains(name) || plan.puts.iter().any(|(it, _)| it == name);
        plan.drops |= had.is_some_and(|it| !it.names().iter().all(is_left));
        plan
    }

    fn is_nothing(&self) -> bool {
        self.puts.is_empty() && !self.drops
    }

    fn apply(&self, bundle: &mut Bundle) {
        bundle.retain(|name| self.keeps.iter().any(|it| it == name));
        for (name, secret) in &self.puts {
            bundle.put(name, secret.clone());
        }
    }
}

/// The secrets as they would be if the draft were saved: those that it has, and those that it keeps. Blocks.
///
/// # Errors
/// [`Fault::SecretNeeded`] or [`Fault::InvalidField`] where one is not at hand.
pub(crate) fn of_draft(
    app: &App,
    before: Option<&TenantRow>,
    draft: &TenantDraft,
) -> Result<Bundle, Fault> {
    let plan = Plan::of(before, draft);
    let ways = Ways::of_draft(draft);
    let mut bundle = Bundle::default();
    let is_lacking =
        |it: &String| plan.keeps.contains(it) && !plan.puts.iter().any(|(name, _)| name == it);
    if let Some(before) = before
        && ways.names().iter().any(is_lacking)
    {
        bundle = match secrets(app, before) {
            Ok(bundle) => bundle,
            // What is lacking may be what the draft brings.
            Err(fault) if ways.needed().iter().any(is_lacking) => return Err(fault),
            Err(_) => app.given_secrets(&before.id),
        };
    }
    plan.apply(&mut bundle);
    match ways.needed().into_iter().find(|it| bundle.get(it).is_none()) {
        None => Ok(bundle),
        Some(name) => {
            let what = ways.word(&name);
            Err(Fault::InvalidField {
                field: ways.field(&name),
                title: format!("There is no {what} to test with"),
                detail: format!("This way to sign in needs a {what}, and none is given."),
                hint: format!("Enter the {what} that the provider gave you, or choose no sign-in."),
            })
        }
    }
}

/// What became of the secrets before their tenant was saved.
pub(crate) enum Changed {
    /// Nothing.
    Nothing,
    /// They are in the keychain; those in memory give way to them.
    Written,
    /// They are for memory only from now on.
    Memory {
        /// As they are to be.
        new: Bundle,
        /// As they were, those from the keychain among them if they were taken out of it.
        old: Bundle,
    },
}

/// Changes the keychain as the draft wants it. Blocks. [`Changed::finish`] or [`Changed::undo`] must follow.
///
/// # Errors
/// [`Fault::Keychain`]; then nothing has changed.
pub(crate) fn change(
    app: &App,
    before: Option<&TenantRow>,
    id: &str,
    draft: &TenantDraft,
) -> Result<Changed, Fault> {
    let plan = Plan::of(before, draft);
    let may_be_stored = before.is_some_and(keeps_in_keychain) || app.has_stored(id);
    let given = app.given_secrets(id);
    if draft.ask_each_time {
        let old = match may_be_stored {
            false => given,
            true => {
                let stored = match plan.keeps.is_empty() {
                    true => Bundle::default(),
                    false => read(app, id, "taking the secret out")?,
                };
                forget(app, id)?;
                stored.merged(given)
            }
        };
        let mut new = old.clone();
        plan.apply(&mut new);
        return Ok(Changed::Memory { new, old });
    }
    // Those given for this run go to the keychain only where the tenant no longer asks each time.
    let was_asked = before.is_some_and(|it| it.ask_each_time);
    if plan.is_nothing() && (!was_asked || given.is_empty()) {
        return Ok(Changed::Nothing);
    }
    let mut bundle = match may_be_stored && !plan.keeps.is_empty() {
        true => read(app, id, "saving the secret")?,
        false => Bundle::default(),
    };
    if was_asked {
        bundle = bundle.merged(given);
    }
    plan.apply(&mut bundle);
    match bundle.entry() {
        Some(entry) => write(app, id, &bundle, &entry),
        None => {
            match (before, may_be_stored) {
                (_, true) => forget(app, id)?,
                (Some(_), false) => app.give_secrets(id, Bundle::default()),
                (None, false) => {}
            }
            Ok(Changed::Nothing)
        }
    }
}

impl Changed {
    /// The tenant was saved.
    pub(crate) fn finish(self, app: &App, id: &str) {
        match self {
            Self::Nothing => {}
            Self::Written => app.give_secrets(id, Bundle::default()),
            Self::Memory { new, .. } => app.give_secrets(id, new),
        }
    }

    /// The tenant was not saved: a secret that was meant for it must not stay behind, nor go to where the tenant as it
    /// is still stored points at.
    pub(crate) fn undo(self, app: &App, id: &str) {
        match self {
            Self::Nothing => {}
            Self::Memory { old, .. } => app.give_secrets(id, old),
            Self::Written => match app.config().secrets.remove(&account(id)) {
                Ok(()) => app.note_stored(id, None),
                Err(error) => {
                    tracing::error!(%error, "the secret of a tenant that was not saved stays in the keychain");
                }
            },
        }
    }
}

/// Changes one secret of a saved tenant where it is kept: in memory or in the keychain. Blocks.
///
/// # Errors
/// [`Fault::Keychain`].
pub(crate) fn keep_one(
    app: &App,
    row: &TenantRow,
    name: &str,
    secret: Option<SecretString>,
) -> Result<(), Fault> {
    let edit = |mut bundle: Bundle| {
        match &secret {
            Some(secret) => bundle.put(name, secret.clone()),
            None => bundle.remove(name),
        }
        bundle
    };
    let given = app.given_secrets(&row.id);
    let is_given = given.get(name).is_some();
    if row.ask_each_time || is_given {
        app.give_secrets(&row.id, edit(given));
        if row.ask_each_time {
            return Ok(());
        }
    }
    let bundle = edit(read(app, &row.id, "saving the secret")?);
    match bundle.entry() {
        Some(entry) => write(app, &row.id, &bundle, &entry).map(drop),
        None => forget(app, &row.id),
    }
}

/// Forgets the secrets of a tenant, in memory and in the keychain. Blocks.
///
/// # Errors
/// [`Fault::Keychain`] where they may still be in the keychain.
pub(crate) fn forget(app: &App, id: &str) -> Result<(), Fault> {
    let secrets = &app.config().secrets;
    let is_persistent = app.store().is_persistent();
    // A tenant that was made in memory, in a run without a keychain, never had anything there.
    let never_stored = !is_persistent && !app.has_stored(id) && secrets.status().is_err();
    if !never_stored {
        secrets.remove(&account(id)).map_err(|error| refused("removing the secret", error))?;
    }
    app.note_stored(id, None);
    app.give_secrets(id, Bundle::default());
    Ok(())
}

fn read(app: &App, id: &str, doing: &'static str) -> Result<Bundle, Fault> {
    let entry = app.config().secrets.read(&account(id)).map_err(|error| refused(doing, error))?;
    let stored = entry.as_ref().map(Bundle::read);
    app.note_stored(id, stored.as_ref());
    Ok(stored.unwrap_or_default())
}

fn write(app: &App, id: &str, bundle: &Bundle, entry: &SecretString) -> Result<Changed, Fault> {
    let written = app.config().secrets.write(&account(id), entry);
    written.map_err(|error| refused("saving the secret", error))?;
    app.note_stored(id, Some(bundle));
    Ok(Changed::Written)
}

/// Whether secrets of a tenant are meant to be in the keychain.
fn keeps_in_keychain(row: &TenantRow) -> bool {
    !row.ask_each_time && !Ways::of_row(row).names().is_empty()
}

fn refused(doing: &'static str, error: KeychainError) -> Fault {
    Fault::Keychain { doing, error }
}

pub(crate) fn account(tenant_id: &str) -> String {
    format!("tenant:{tenant_id}")
}
