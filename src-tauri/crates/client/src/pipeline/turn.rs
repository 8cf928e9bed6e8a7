//! When a request is sent: its turn, and what goes along with it by then.

use super::{Answer, Manner, Pipeline};
use crate::auth::authenticator::Signed;
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;
use crate::guard::{Admitted, Refusal};
use crate::limiter::{Patience, Slot, Stopped};

/// Why a request got no turn.
pub(super) enum NoTurn {
    /// There is nothing to go along.
    Failed(Failure),
    /// Waiting for it ended before its time.
    Stopped(Stopped),
    /// The session is over.
    Ended,
}

impl Pipeline {
    /// A turn to send, and what goes along. Signing in comes first: it may take as long as a person takes, and others
    /// have their turn meanwhile. A token that grew old before the turn came is renewed.
    pub(super) async fn turn(
        &self,
        patience: &mut Patience,
        mut renewed: Option<Signed>,
        manner: Manner,
        context: &Context,
    ) -> Result<(Slot<'_>, Option<Signed>), NoTurn> {
        loop {
            let signed = match renewed.take() {
                Some(signed) => Some(signed),
                None => self.signed(manner, context).await.map_err(NoTurn::Failed)?,
            };
            let was_fresh = signed.as_ref().is_none_or(Signed::is_fresh);
            let entering = self.settings.limiter.enter(patience, &context.cancel);
            let entered = entering.await;
            // Also where it was woken by that.
            if self.ended.is_cancelled() && !matches!(entered, Err(Stopped::Cancelled)) {
                return Err(NoTurn::Ended);
            }
            let slot = entered.map_err(NoTurn::Stopped)?;
            if !was_fresh || signed.as_ref().is_none_or(Signed::is_fresh) {
                return Ok((slot, signed));
            }
        }
    }

    /// What comes of a request that got no turn. `None` when it may try again, as a read does that a person does not want
    /// to wait for: without patience it is sent, or told why not. Whoever confirmed a write is told that it was not sent,
    /// unless it was he who cancelled it.
    pub(super) fn not_sent(
        &self,
        why: NoTurn,
        admitted: &Admitted,
        last: Option<Answer>,
        patience: &mut Patience,
    ) -> Option<Result<Answer, Failure>> {
        let cancelled = || Failure::new(FailureKind::Cancelled);
        let ended = || match admitted {
            Admitted::Write(_) => Failure::from(Refusal::Withdrawn),
            Admitted::Read => Failure::new(FailureKind::SessionEnded),
        };
        match (why, last) {
            (NoTurn::Failed(failure), _) => Some(Err(failure)),
            (NoTurn::Ended, _) => Some(Err(ended())),
            (NoTurn::Stopped(Stopped::Cancelled), _) => Some(Err(cancelled())),
            (NoTurn::Stopped(_), Some(answer)) => Some(Ok(answer)),
            (NoTurn::Stopped(Stopped::GivenUp), None) if admitted.is_write() => {
                Some(Err(Refusal::Stopped.into()))
            }
            (NoTurn::Stopped(Stopped::GivenUp), None) => {
                patience.give_up();
                None
            }
            (NoTurn::Stopped(Stopped::Paused), None) => {
                self.limiter().paused(admitted.is_write()).map(Err)
            }
        }
    }
}
