//! One row of the table: how a server misbehaves, and what Scimscope must make of it.

use std::time::Duration;

use crate::answer::Answer;
use crate::asked::Asked;
use crate::certificate::Certificate;
use crate::proxy::{Kind, Manner};

/// What a server says to a request.
pub type Talk = fn(&Asked) -> Answer;

/// How long a whole journey may take at most before it counts as hung, however patient the tenant is.
const LONGEST: Duration = Duration::from_secs(60);
/// What a journey takes besides the waiting, on a machine that has much else to do.
const BESIDES: Duration = Duration::from_secs(10);
/// How often a journey may wait for as long as the tenant's time limit: in the test, in opening and in reading.
const WAITS: u32 = 5;
/// The tenant's time limit where a fault does not say another, in seconds.
const PATIENCE: u32 = 20;

/// A way to misbehave.
#[derive(Debug, Clone)]
pub struct Fault {
    /// A short name, unique in the table.
    pub id: &'static str,
    /// How the server misbehaves, in words.
    pub title: &'static str,
    /// How it does so.
    pub server: Server,
    /// The proxy on the way to it.
    pub proxy: Option<OnTheWay>,
    /// Where the tenant's tokens are issued, if it signs in as a client; without it, it has a token.
    pub token_endpoint: Option<Server>,
    /// What must come of it.
    pub outcome: Outcome,
    /// The tenant's time limit, in seconds.
    pub patience: u32,
    /// By when the journey must be over, whatever came of it.
    pub limit: Duration,
    /// The most memory that this may cost, in MiB. Such a row is run by itself.
    pub most_mib: Option<u64>,
    /// The most bytes that the server may get rid of in one answer, in MiB.
    pub most_sent_mib: Option<u64>,
}

/// A proxy, and how the tenant signs in to it.
#[derive(Debug, Clone, Copy)]
pub struct OnTheWay {
    /// How it behaves; `None` for a port on which nobody listens.
    pub manner: Option<Manner>,
    /// What it speaks, for the tenant.
    pub kind: Kind,
    /// User name and password that the tenant has for it.
    pub given: Option<(&'static str, &'static str)>,
}

/// How a server misbehaves.
#[derive(Debug, Clone)]
pub enum Server {
    /// There is none: a base URL that leads nowhere.
    Nowhere(&'static str),
    /// There is none: a port on which nobody listens.
    Refused,
    /// Speaks HTTP, more or less.
    Http(Talk),
    /// Speaks HTTP over TLS, with such a certificate.
    Https(Certificate, Talk),
    /// Speaks TLS, where the base URL says http.
    HttpsAsHttp,
    /// Speaks HTTP, where the base URL says https.
    HttpAsHttps(Talk),
    /// Says these bytes to whoever speaks first, whatever that was. The base URL has this scheme.
    Bytes(&'static str, &'static [u8]),
}

/// What must come of a fault.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A person is told.
    Told(Told),
    /// The directory is shown all the same, and what is odd is flagged.
    Shown(Shown),
}

/// What a person must be told.
#[derive(Debug, Clone)]
pub struct Told {
    /// How far one comes.
    pub at: Stage,
    /// The code that the window acts on.
    pub code: &'static str,
    /// The title, word for word.
    pub title: &'static str,
    /// What the rest must say, in any letter case.
    pub words: &'static [&'static str],
}

/// How far one comes with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The form refuses it before anything is sent.
    Form,
    /// The connection test fails, and so does opening, with the same words.
    Opening,
    /// The directory opens; its list cannot be read. The connection test says so too.
    List,
    /// The list is shown; one resource cannot be read.
    Resource,
}

/// What must be shown.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The titles of all rows, in their order.
    pub rows: &'static [&'static str],
    /// Rules that must be flagged, with words of each finding's message.
    pub flagged: &'static [(&'static str, &'static str)],
    /// What must stand in the form or the text of the first resource.
    pub holds: &'static [&'static str],
    /// Why the connection test may fail although the directory can be read.
    pub test_may_fail: Option<&'static str>,
}

impl Fault {
    /// A fault that is yet to be given what must come of it.
    pub fn new(id: &'static str, title: &'static str, server: Server) -> Fault {
        let outcome = Outcome::Shown(Shown::default());
        Fault {
            id,
            title,
            server,
            proxy: None,
            token_endpoint: None,
            outcome,
            patience: PATIENCE,
            limit: limit_of(PATIENCE),
            most_mib: None,
            most_sent_mib: None,
        }
    }

    /// An HTTP server that misbehaves like this.
    pub fn http(id: &'static str, title: &'static str, talk: Talk) -> Fault {
        Fault::new(id, title, Server::Http(talk))
    }

    /// Neither the test nor opening gets anywhere.
    #[must_use]
    pub fn stops_opening(
        self,
        code: &'static str,
        title: &'static str,
        words: &'static [&'static str],
    ) -> Fault {
        self.told(Stage::Opening, code, title, words)
    }

    /// The tenant opens, but its users cannot be listed.
    #[must_use]
    pub fn stops_the_list(
        self,
        code: &'static str,
        title: &'static str,
        words: &'static [&'static str],
    ) -> Fault {
        self.told(Stage::List, code, title, words)
    }

    /// A person is told, as far as they came.
    #[must_use]
    pub fn told(
        mut self,
        at: Stage,
        code: &'static str,
        title: &'static str,
        words: &'static [&'static str],
    ) -> Fault {
        self.outcome = Outcome::Told(Told { at, code, title, words });
        self
    }

    /// These rows are shown, and this is flagged.
    #[must_use]
    pub fn shows(
        mut self,
        rows: &'static [&'static str],
        flagged: &'static [(&'static str, &'static str)],
    ) -> Fault {
        self.outcome = Outcome::Shown(Shown { rows, flagged, ..Shown::default() });
        self
    }

    /// The first resource holds this.
    #[must_use]
    pub fn holding(mut self, holds: &'static [&'static str]) -> Fault {
        if let Outcome::Shown(shown) = &mut self.outcome {
            shown.holds = holds;
        }
        self
    }

    /// The connection test may fail, although the directory can be read.
    #[must_use]
    pub fn though_the_test_fails(mut self, why: &'static str) -> Fault {
        if let Outcome::Shown(shown) = &mut self.outcome {
            shown.test_may_fail = Some(why);
        }
        self
    }

    /// Signed in to with tokens that are issued here.
    #[must_use]
    pub fn issued_by(self, server: Server) -> Fault {
        Fault { token_endpoint: Some(server), ..self }
    }

    /// With this proxy on the way.
    #[must_use]
    pub fn by(self, proxy: OnTheWay) -> Fault {
        Fault { proxy: Some(proxy), ..self }
    }

    /// The tenant's time limit; by it goes the time that the journey may take.
    #[must_use]
    pub fn patience(mut self, seconds: u32) -> Fault {
        (self.patience, self.limit) = (seconds, limit_of(seconds));
        self
    }

    /// What it may cost: memory, and what the server could send before the client had enough, in MiB.
    #[must_use]
    pub fn within(mut self, most_mib: u64, most_sent_mib: u64) -> Fault {
        (self.most_mib, self.most_sent_mib) = (Some(most_mib), Some(most_sent_mib));
        self
    }

    /// Whether its certificate has to be signed by an authority that the system trusts.
    pub fn needs_trust(&self) -> bool {
        use Certificate::{Expired, NotYetValid, WantsClient, WrongHost};
        let needs = |server: &Server| {
            matches!(server, Server::Https(Expired | NotYetValid | WrongHost | WantsClient, _))
        };
        self.proxy.is_some()
            || needs(&self.server)
            || self.token_endpoint.as_ref().is_some_and(needs)
    }
}

/// By when a journey must be over whose tenant waits so many seconds: who gives up after one second must not take a minute.
fn limit_of(patience: u32) -> Duration {
    let waiting = Duration::from_secs(u64::from(patience)) * WAITS;
    (BESIDES + waiting).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_less_a_tenant_waits_the_sooner_a_journey_has_to_be_over() {
        let limit = |patience: u32| {
            let fault = Fault::new("id", "title", Server::Refused).patience(patience);
            fault.limit.as_secs()
        };
        assert_eq!([1, 2, 20, 60].map(limit), [15, 20, 60, 60]);
    }
}
