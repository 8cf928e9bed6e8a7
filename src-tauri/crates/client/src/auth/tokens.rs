//! Tokens that were fetched: in memory only, shared by the sessions of one tenant, fetched by one at a time.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::error::{Failure, FailureKind};

/// A token is renewed so long before it expires, or earlier by a fifth of its life where that is shorter.
const AHEAD: Duration = Duration::from_secs(60);
/// So long a refusal of the token endpoint stands for those who ask after it, so that it is not asked for each request.
const REFUSAL_STANDS: Duration = Duration::from_secs(5);
/// So long after a renewal that failed the token at hand is used without another try, while it is good.
const RENEWAL_RESTS: Duration = Duration::from_secs(30);

/// The tokens of one tenant. Clones share them.
#[derive(Clone, Default)]
pub struct Tokens {
    access: Arc<Access>,
    renewal: Arc<Renewal>,
}

/// The access token, which is for one set of settings.
#[derive(Default)]
struct Access {
    current: RwLock<Option<Arc<Token>>>,
    generations: AtomicU64,
    /// Whether the next request is to renew it, though it may be good still.
    is_renewal_asked: AtomicBool,
    /// Whether the one before was refused by the server: the next one is the second try.
    was_refused: AtomicBool,
    /// Until when the token at hand is used, because its renewal failed a moment ago.
    rests_until: Mutex<Option<Instant>>,
    last: Mutex<Last>,
    refused: Mutex<Option<Refused>>,
}

/// A refresh token that was refused for good, with these settings: with others it may be good, as when the id of the
/// client is mistyped in these.
struct Refused {
    token: SecretString,
    failure: Failure,
    epoch: u64,
}

/// How the attempts to fetch one went.
#[derive(Default)]
struct Last {
    /// How many have ended.
    attempts: u64,
    /// How the latest failed, and when.
    failure: Option<(Failure, Instant)>,
    /// Before then the server that issues tokens wants not to be asked.
    not_before: Option<Instant>,
}

/// What access tokens are renewed with, which may be the same for several sets of settings.
#[derive(Default)]
struct Renewal {
    kept: Mutex<Kept>,
    /// Held by whoever fetches: the others wait and find what was fetched, or why it failed.
    flight: Arc<tokio::sync::Mutex<()>>,
    /// Held by whoever has a person sign in.
    browser: Arc<tokio::sync::Mutex<()>>,
    /// Cancelled when another sign-in takes the place of the one under way.
    signing_in: Mutex<CancellationToken>,
}

#[derive(Default)]
struct Kept {
    /// How often everything was forgotten: what was asked for before that is not kept any more.
    epoch: u64,
    refresh: Came,
}

/// What came last of refresh tokens.
#[derive(Default)]
enum Came {
    #[default]
    NoneYet,
    /// A person signed in, and none came of that: one from before may be another person's.
    Nothing,
    This(SecretString),
}

/// The refresh token of this run.
#[derive(Clone)]
pub(crate) enum Refresh {
    /// None came yet.
    Unknown,
    /// There is none, whatever there was before.
    Nothing,
    /// This one.
    Known(SecretString),
    /// This one was refused for good, with these words.
    Refused(SecretString, Failure),
}

/// The turn of whoever fetches.
pub(crate) type Flight = OwnedMutexGuard<()>;

/// The turn of whoever has a person sign in.
pub(crate) struct Turn {
    /// Cancelled when somebody else wants to.
    pub(crate) replaced: CancellationToken,
    _browser: OwnedMutexGuard<()>,
}

/// A token as the server gave it.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) value: SecretString,
    /// As it stands in the header.
    pub(crate) header: HeaderValue,
    pub(crate) lives: Option<Duration>,
    /// What the endpoint said of its life, where that is none.
    pub(crate) odd_life: Option<String>,
    pub(crate) scope: Option<String>,
    /// The recorded exchange that brought it.
    pub(crate) exchange: Option<String>,
}

/// A token in use.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) fetched: Fetched,
    pub(crate) generation: u64,
    /// It was fetched because the one before was refused.
    pub(crate) is_second_try: bool,
    /// Whether any answer but 401 came to it.
    was_accepted: AtomicBool,
    obtained_at: Timestamp,
    renew: Option<Moment>,
    ends: Option<Moment>,
    expires_at: Option<Timestamp>,
}

/// By the clock that only runs forward, and by the one on the wall: the former stands while the machine sleeps, the
/// latter is set by people.
#[derive(Debug, Clone, Copy)]
struct Moment(Instant, Timestamp);

impl Moment {
    fn after(now: Timestamp, by: Duration) -> Option<Moment> {
        Some(Moment(Instant::now().checked_add(by)?, later(now, by)?))
    }

    fn is_to_come(self) -> bool {
        Instant::now() < self.0 && Timestamp::now() < self.1
    }
}

/// What there is to show of a token.
#[derive(Debug, Clone)]
pub struct Held {
    /// The token itself, for reading it as a JWT.
    pub value: SecretString,
    /// When it was fetched.
    pub obtained_at: Timestamp,
    /// When it expires, if that is known.
    pub expires_at: Option<Timestamp>,
    /// The scopes that the server says it has.
    pub scope: Option<String>,
    /// Whether there is a refresh token beside it.
    pub has_refresh_token: bool,
}

impl Token {
    pub(crate) fn note_accepted(&self) {
        self.was_accepted.store(true, Ordering::Relaxed);
    }

    /// Whether another one may do better after this one was refused: not when this one was the second try already, and
    /// nothing has ever accepted it.
    pub(crate) fn is_worth_another(&self) -> bool {
        !self.is_second_try || self.was_accepted.load(Ordering::Relaxed)
    }

    /// When it ends, if that is known.
    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }

    pub(crate) fn is_fresh(&self) -> bool {
        self.renew.is_none_or(Moment::is_to_come)
    }

    fn is_good(&self) -> bool {
        self.ends.is_none_or(Moment::is_to_come)
    }
}

impl Tokens {
    /// Tokens for other settings that are renewed with the same refresh token.
    #[must_use]
    pub fn beside(&self) -> Tokens {
        Tokens { access: Arc::default(), renewal: Arc::clone(&self.renewal) }
    }

    /// Whether both are renewed with the same refresh token.
    #[must_use]
    pub fn are_beside(&self, other: &Tokens) -> bool {
        Arc::ptr_eq(&self.renewal, &other.renewal)
    }

    /// The token, if it need not be renewed yet.
    pub(crate) fn fresh(&self) -> Option<Arc<Token>> {
        if self.is_renewal_asked() {
            return None;
        }
        let rests = || lock(&self.access.rests_until).is_some_and(|it| Instant::now() < it);
        self.current().filter(|it| it.is_fresh() || (it.is_good() && rests()))
    }

    /// The token, if it has not ended, though it may be time to renew it.
    pub(crate) fn good(&self) -> Option<Arc<Token>> {
        self.current().filter(|it| it.is_good())
    }

    /// The token, whether or not it has expired.
    pub(crate) fn current(&self) -> Option<Arc<Token>> {
        self.access.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a new token in the place of the one before, unless everything was forgotten since that epoch.
    pub(crate) fn put(&self, fetched: Fetched, is_second_try: bool, epoch: u64) -> Arc<Token> {
        let now = Timestamp::now();
        let lives = fetched.lives;
        let until_renewal = lives.map(|it| it.saturating_sub(AHEAD.min(it / 5)));
        let was_refused = self.access.was_refused.swap(false, Ordering::Relaxed);
        let token = Arc::new(Token {
            generation: self.access.generations.fetch_add(1, Ordering::Relaxed) + 1,
            is_second_try: is_second_try || was_refused,
            was_accepted: AtomicBool::new(false),
            obtained_at: now,
            renew: until_renewal.and_then(|it| Moment::after(now, it)),
            ends: lives.and_then(|it| Moment::after(now, it)),
            expires_at: lives.and_then(|it| later(now, it)),
            fetched,
        });
        let kept = self.kept();
        if kept.epoch == epoch {
            self.set_current(Some(Arc::clone(&token)));
            *lock(&self.access.rests_until) = None;
        }
        token
    }

    /// How often everything was forgotten.
    pub(crate) fn epoch(&self) -> u64 {
        self.kept().epoch
    }

    /// The refresh token of this run, and whether it is of use.
    pub(crate) fn refresh_state(&self) -> Refresh {
        let kept = self.kept();
        let of_this = |it: &&Refused| {
            it.epoch == kept.epoch
                && match &kept.refresh {
                    Came::NoneYet => true,
                    Came::Nothing => false,
                    Came::This(token) => is_same(token, &it.token),
                }
        };
        match (lock(&self.access.refused).as_ref().filter(of_this), &kept.refresh) {
            (Some(it), _) => Refresh::Refused(it.token.clone(), it.failure.clone()),
            (None, Came::This(token)) => Refresh::Known(token.clone()),
            (None, Came::Nothing) => Refresh::Nothing,
            (None, Came::NoneYet) => Refresh::Unknown,
        }
    }

    /// Puts a refresh token in the place of the one before, unless everything was forgotten since that epoch; whether
    /// it did.
    pub(crate) fn set_refresh_token(&self, token: SecretString, epoch: u64) -> bool {
        self.set_refresh(Came::This(token), epoch)
    }

    /// A person signed in, and no refresh token came of it; for the rest as [`Tokens::set_refresh_token`].
    pub(crate) fn set_no_refresh_token(&self, epoch: u64) -> bool {
        self.set_refresh(Came::Nothing, epoch)
    }

    fn set_refresh(&self, refresh: Came, epoch: u64) -> bool {
        let mut kept = self.kept();
        let is_same = kept.epoch == epoch;
        if is_same {
            kept.refresh = refresh;
        }
        is_same
    }

    /// A refresh token was refused for good: with these settings it is not asked with again, unless a person wants it.
    pub(crate) fn refuse(&self, token: SecretString, failure: Failure, epoch: u64) {
        *lock(&self.access.refused) = Some(Refused { token, failure, epoch });
    }

    /// Waits until nobody else fetches.
    pub(crate) async fn flight(&self) -> Flight {
        Arc::clone(&self.renewal.flight).lock_owned().await
    }

    /// The server that issues tokens wants not to be asked for so long. A person who wants a new one at once gets it:
    /// [`Tokens::expire`] ends this.
    pub(crate) fn pause(&self, wait: Duration) {
        lock(&self.access.last).not_before = Instant::now().checked_add(wait);
    }

    /// How the latest attempt failed, while the server that issues tokens wants not to be asked again.
    pub(crate) fn paused(&self) -> Option<Failure> {
        let last = lock(&self.access.last);
        let is_paused = last.not_before.is_some_and(|it| Instant::now() < it);
        last.failure.as_ref().filter(|_| is_paused).map(|(failure, _)| failure.clone())
    }

    fn end_pause(&self) {
        lock(&self.access.last).not_before = None;
    }

    /// Takes the place of whoever has a person sign in, and waits until that one has made room.
    pub(crate) async fn turn_to_sign_in(&self) -> Turn {
        let replaced = CancellationToken::new();
        std::mem::replace(&mut *lock(&self.renewal.signing_in), replaced.clone()).cancel();
        let browser = Arc::clone(&self.renewal.browser).lock_owned().await;
        Turn { replaced, _browser: browser }
    }

    /// How many attempts to fetch one have ended.
    pub(crate) fn attempts(&self) -> u64 {
        lock(&self.access.last).attempts
    }

    /// An attempt has ended. That somebody cancelled it is nobody else's failure.
    pub(crate) fn note_attempt(&self, failure: Option<&Failure>) {
        self.access.is_renewal_asked.store(false, Ordering::Relaxed);
        let mut last = lock(&self.access.last);
        last.attempts += 1;
        let failure = failure.filter(|it| !it.is_cancelled()).cloned();
        last.failure = failure.map(|it| (it, Instant::now()));
    }

    /// How the latest attempt failed, if it ended after so many others had, or if the token endpoint said no a moment
    /// ago and nobody wants it to be asked again.
    pub(crate) fn failure_since(&self, attempts: u64) -> Option<Failure> {
        let last = lock(&self.access.last);
        let (failure, at) = last.failure.as_ref()?;
        let is_refusal = matches!(
            *failure.kind,
            FailureKind::TokenDenied { .. } | FailureKind::SignInNeeded { has_expired: true }
        );
        let stands = is_refusal && at.elapsed() < REFUSAL_STANDS && !self.is_renewal_asked();
        (last.attempts > attempts || stands).then(|| failure.clone())
    }

    /// Whether somebody wants the next request to renew the token.
    pub(crate) fn is_renewal_asked(&self) -> bool {
        self.access.is_renewal_asked.load(Ordering::Relaxed)
    }

    /// A renewal failed: for a while the token at hand is used as long as it is good.
    pub(crate) fn rest(&self) {
        *lock(&self.access.rests_until) = Instant::now().checked_add(RENEWAL_RESTS);
    }

    /// What there is to show of the token.
    #[must_use]
    pub fn held(&self) -> Option<Held> {
        let token = self.current()?;
        Some(Held {
            value: token.fetched.value.clone(),
            obtained_at: token.obtained_at,
            expires_at: token.expires_at,
            scope: token.fetched.scope.clone(),
            has_refresh_token: matches!(self.refresh_state(), Refresh::Known(_)),
        })
    }

    /// The refresh token of this run, used up or not, for keeping it and for looking for it where it must not be.
    #[must_use]
    pub fn refresh(&self) -> Option<SecretString> {
        match self.refresh_state() {
            Refresh::Unknown | Refresh::Nothing => None,
            Refresh::Known(token) | Refresh::Refused(token, _) => Some(token),
        }
    }

    /// Whether a person signed in and no refresh token came of that: one that was kept before is of no use.
    #[must_use]
    pub fn came_without_refresh(&self) -> bool {
        matches!(self.refresh_state(), Refresh::Nothing)
    }

    /// Forgets everything: the next request has to fetch a token anew, and what was asked for before is not kept when it
    /// comes.
    pub fn forget(&self) {
        let mut kept = self.kept();
        kept.epoch += 1;
        kept.refresh = Came::NoneYet;
        self.set_current(None);
        drop(kept);
        *lock(&self.access.refused) = None;
        self.end_pause();
    }

    /// The next request renews the access token, and says if that fails. The one at hand stays until there is another.
    pub fn expire(&self) {
        self.end_pause();
        // Whoever asks for it may know that the server thinks better of it now.
        *lock(&self.access.refused) = None;
        self.access.was_refused.store(false, Ordering::Relaxed);
        self.access.is_renewal_asked.store(true, Ordering::Relaxed);
    }

    /// The server refused this access token: it is forgotten, if it is still the one in use.
    pub(crate) fn expire_one(&self, token: &Arc<Token>) {
        let mut current = self.access.current.write().unwrap_or_else(PoisonError::into_inner);
        if current.take_if(|it| it.generation == token.generation).is_some() {
            self.access.was_refused.store(true, Ordering::Relaxed);
        }
    }

    fn set_current(&self, token: Option<Arc<Token>>) {
        *self.access.current.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        lock(&self.renewal.kept)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret() == other.expose_secret()
}

fn later(now: Timestamp, by: Duration) -> Option<Timestamp> {
    now.checked_add(SignedDuration::try_from(by).ok()?).ok()
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("current", &self.current().map(|it| it.generation)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(lives: Option<u64>) -> Fetched {
        Fetched {
            value: "token".into(),
            header: HeaderValue::from_static("Bearer token"),
            lives: lives.map(Duration::from_secs),
            odd_life: None,
            scope: None,
            exchange: None,
        }
    }

    fn put(tokens: &Tokens, lives: Option<u64>, is_second_try: bool) -> Arc<Token> {
        tokens.put(fetched(lives), is_second_try, tokens.epoch())
    }

    fn denied() -> Failure {
        Failure::new(FailureKind::SignInNeeded { has_expired: true })
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_renewed_a_minute_before_it_expires() {
        let tokens = Tokens::default();
        assert!(tokens.fresh().is_none());
        put(&tokens, Some(3_600), false);
        tokio::time::advance(Duration::from_secs(3_539)).await;
        assert!(tokens.fresh().is_some());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(tokens.fresh().is_none());
        assert!(tokens.good().is_some(), "it is good until its end");
        tokens.rest();
        assert!(tokens.fresh().is_some(), "while its renewal rests it is used");
        tokio::time::advance(Duration::from_secs(30)).await;
        assert!(tokens.fresh().is_none());
        tokio::time::advance(Duration::from_secs(30)).await;
        tokens.rest();
        assert!(tokens.fresh().is_none() && tokens.good().is_none());
        assert!(tokens.current().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_short_life_is_not_eaten_up_by_renewals() {
        let tokens = Tokens::default();
        put(&tokens, Some(10), false);
        tokio::time::advance(Duration::from_secs(7)).await;
        assert!(tokens.fresh().is_some());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(tokens.fresh().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn without_an_end_a_token_stays_until_it_is_refused() {
        let tokens = Tokens::default();
        let first = put(&tokens, None, false);
        tokio::time::advance(Duration::from_secs(1_000_000)).await;
        assert!(tokens.fresh().is_some() && first.is_worth_another());
        let second = put(&tokens, None, true);
        assert!(!second.is_worth_another());
        second.note_accepted();
        assert!(second.is_worth_another());
        assert!(second.generation > first.generation);
    }

    #[test]
    fn the_token_after_a_refused_one_is_the_second_try() {
        let tokens = Tokens::default();
        tokens.expire_one(&put(&tokens, None, false));
        assert!(tokens.fresh().is_none());
        assert!(!put(&tokens, None, false).is_worth_another());
        // Another one for another reason is a first try again.
        assert!(put(&tokens, None, false).is_worth_another());
    }

    #[test]
    fn what_comes_after_everything_was_forgotten_is_not_kept() {
        let tokens = Tokens::default();
        let before = tokens.epoch();
        tokens.forget();
        tokens.put(fetched(None), false, before);
        assert!(!tokens.set_refresh_token("late".into(), before));
        assert!(tokens.current().is_none() && tokens.refresh().is_none());
        assert!(tokens.set_refresh_token("next".into(), tokens.epoch()));
        assert!(tokens.refresh().is_some() && tokens.beside().refresh().is_some());
    }

    #[test]
    fn a_refresh_token_that_is_refused_with_some_settings_is_good_with_others() {
        let tokens = Tokens::default();
        assert!(tokens.set_refresh_token("one".into(), tokens.epoch()));
        let draft = tokens.beside();
        draft.refuse("one".into(), denied(), draft.epoch());
        assert!(matches!(draft.refresh_state(), Refresh::Refused(..)));
        assert!(matches!(tokens.refresh_state(), Refresh::Known(_)));
        assert!(tokens.set_refresh_token("two".into(), tokens.epoch()));
        assert!(matches!(draft.refresh_state(), Refresh::Known(_)), "another one is not refused");
        draft.refuse("two".into(), denied(), draft.epoch());
        draft.expire();
        assert!(matches!(draft.refresh_state(), Refresh::Known(_)), "a person may know better");
        draft.refuse("two".into(), denied(), draft.epoch());
        tokens.forget();
        assert!(matches!(draft.refresh_state(), Refresh::Unknown));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_stands_for_a_moment_unless_somebody_wants_another_try() {
        let tokens = Tokens::default();
        tokens.note_attempt(Some(&denied()));
        assert!(tokens.failure_since(1).is_some());
        tokens.expire();
        assert!(tokens.failure_since(1).is_none(), "a person asked for it");
        tokens.note_attempt(Some(&denied()));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert!(tokens.failure_since(2).is_none());
        assert!(tokens.failure_since(1).is_some(), "whoever waited for it shares it");
    }
}
