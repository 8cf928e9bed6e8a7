//! What is said of a secret as it was pasted: what came along, what becomes of that, and what the secret says of itself.
//! What is found and taken off is decided in [`client::auth::pasted`]; here are the words.

use client::auth::expiry::{self, Subject};
use client::auth::jwt::Jwt;
use client::auth::pasted::{self, Looked, Oddity, Pasted};
use client::credential::bearer_text;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;

use crate::App;
use crate::api::Empty;
use crate::api::sign_in::{PastedKind, PastedOddity, SecretLook, SecretLooked};
use crate::call::Call;
use crate::error::Fault;
use crate::signing_in::{facts, notice, validity};

pub(crate) async fn secret_look(
    _: &App,
    request: SecretLook,
    _: &Call<Empty>,
) -> Result<SecretLooked, Fault> {
    Ok(look(&request, Timestamp::now()))
}

fn look(request: &SecretLook, now: Timestamp) -> SecretLooked {
    let kind = match request.kind {
        PastedKind::Token | PastedKind::RefreshToken => Pasted::Token,
        PastedKind::Key => Pasted::Key,
        PastedKind::Password => Pasted::Password,
        PastedKind::Pem => Pasted::Pem,
    };
    let looked = pasted::look(kind, &request.value);
    let jwt = match kind {
        Pasted::Token | Pasted::Key => jwt_in(&looked),
        Pasted::Password | Pasted::Pem => None,
    };
    let validity = jwt.as_ref().map(validity).unwrap_or_default();
    let left = Left::of(request, &looked);
    SecretLooked {
        notice: left.notice(),
        left: left.words(),
        oddities: looked.oddities.into_iter().map(oddity).collect(),
        expiry: expiry::notice(Subject::Token, validity, now).map(notice),
        jwt: jwt.map(facts),
    }
}

/// What a token says, or a key behind its scheme.
pub(crate) fn jwt_in(looked: &Looked) -> Option<Jwt> {
    looked.cleaned.expose_secret().split_whitespace().next_back().and_then(Jwt::read)
}

fn oddity(it: Oddity) -> PastedOddity {
    match it {
        Oddity::SpaceAround => PastedOddity::SpaceAround,
        Oddity::SpaceInside => PastedOddity::SpaceInside,
        Oddity::Quotes => PastedOddity::Quotes,
        Oddity::HeaderName => PastedOddity::HeaderName,
        Oddity::Scheme => PastedOddity::Scheme,
        Oddity::Basic => PastedOddity::Basic,
        Oddity::Invisible => PastedOddity::Invisible,
    }
}

/// A secret that is left as it was pasted.
struct Left {
    kind: PastedKind,
    oddities: Vec<Oddity>,
    /// What of that is never sent, whatever one chooses.
    never_sent: Vec<&'static str>,
    /// Whether it is sent as it would be without all of that.
    is_as_cleaned: bool,
}

impl Left {
    fn of(SecretLook { kind, value }: &SecretLook, looked: &Looked) -> Left {
        let pasted = value.expose_secret();
        let sent = match kind {
            PastedKind::Token => bearer_text(pasted),
            PastedKind::RefreshToken | PastedKind::Key => pasted.trim(),
            PastedKind::Password | PastedKind::Pem => pasted,
        };
        let is_trimmed = !matches!(kind, PastedKind::Password | PastedKind::Pem);
        let mut never_sent = Vec::new();
        if is_trimmed && looked.oddities.contains(&Oddity::SpaceAround) {
            never_sent.push("the white space around it");
        }
        if is_trimmed && sent != pasted.trim() {
            never_sent.push("the Bearer before it");
        }
        Left {
            kind: *kind,
            oddities: looked.oddities.clone(),
            never_sent,
            is_as_cleaned: sent == looked.cleaned.expose_secret(),
        }
    }

    /// What becomes of what came along, where that makes a difference.
    fn words(&self) -> Option<String> {
        if self.is_as_cleaned || self.oddities.is_empty() || self.oddities.contains(&Oddity::Basic)
        {
            return None;
        }
        Some(match (self.kind, self.never_sent.as_slice()) {
            (PastedKind::Pem, _) => "As it stands it is read with that.".to_owned(),
            (_, []) => "As it stands it is used with that.".to_owned(),
            (_, never) => {
                format!("As it stands it is sent with all of that but {}.", never.join(" and "))
            }
        })
    }

    /// What came along, in one sentence or two.
    fn notice(&self) -> Option<String> {
        if self.oddities.contains(&Oddity::Basic) {
            return Some(
                "What was pasted begins with Basic, so it is no token: a user name and a password stand in it. Choose \
                 the way Basic, and give them there."
                    .to_owned(),
            );
        }
        let words: Vec<&str> = self.oddities.iter().map(|it| words_of(*it)).collect();
        let (last, others) = words.split_last()?;
        let list = match others {
            [] => (*last).to_owned(),
            others => format!("{} and {last}", others.join(", ")),
        };
        Some(match self.is_as_cleaned {
            true if self.oddities == [Oddity::SpaceAround] => {
                format!("What was pasted has {list}, which is never sent.")
            }
            true => format!(
                "What was pasted has {list}. The token is sent with one Bearer in any case."
            ),
            false => format!("What was pasted has {list}."),
        })
    }
}

fn words_of(it: Oddity) -> &'static str {
    match it {
        Oddity::SpaceAround => "white space around it",
        Oddity::SpaceInside => "white space or a line break inside",
        Oddity::Quotes => "quotes",
        Oddity::HeaderName => "the name of a header",
        Oddity::Scheme => "a scheme such as Bearer",
        Oddity::Basic => "the scheme Basic",
        Oddity::Invisible => "characters that cannot be seen",
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn told(kind: PastedKind, value: &str) -> (Option<String>, Option<String>) {
        let looked = look(&SecretLook { kind, value: value.into() }, Timestamp::UNIX_EPOCH);
        (looked.notice, looked.left)
    }

    #[test]
    fn what_is_never_sent_needs_no_choice() {
        let (notice, left) = told(PastedKind::Token, "Bearer abc");
        let words = "What was pasted has a scheme such as Bearer. The token is sent with one Bearer in any case.";
        assert_eq!((notice.as_deref(), left), (Some(words), None));
        let (notice, left) = told(PastedKind::Token, " bearer  abc\n");
        assert!(notice.unwrap().ends_with("one Bearer in any case."));
        assert_eq!(left, None);
        // Anything else goes along, and other secrets have no scheme that is taken off by itself.
        let rest = "As it stands it is sent with all of that but the Bearer before it.";
        assert_eq!(told(PastedKind::Token, "Bearer \"abc\"").1.as_deref(), Some(rest));
        let with_that = "As it stands it is used with that.";
        for (kind, value) in [
            (PastedKind::RefreshToken, "Bearer abc"),
            (PastedKind::Token, "SSWS abc"),
            (PastedKind::Token, "'Bearer abc'"),
        ] {
            assert_eq!(told(kind, value).1.as_deref(), Some(with_that), "{value}");
        }
    }

    #[test]
    fn a_token_made_in_a_moment_is_not_called_early() {
        // iat is two seconds after the epoch, exp a day; nbf says the same where it is there.
        let early = |claims: &str| {
            let value = format!("eyJhbGciOiJub25lIn0.{}.c2ln", URL_SAFE_NO_PAD.encode(claims));
            let asked = SecretLook { kind: PastedKind::Token, value: value.as_str().into() };
            look(&asked, Timestamp::UNIX_EPOCH).expiry.is_some_and(|it| it.is_unusable)
        };
        assert!(!early(r#"{"iat":2,"exp":86400}"#));
        assert!(early(r#"{"iat":2,"nbf":2,"exp":86400}"#));
    }

    #[test]
    fn basic_is_a_way_of_its_own_and_no_token() {
        for value in ["Basic dXNlcjpwYXNz", " 'Authorization: Basic dXNlcjpwYXNz'"] {
            let (notice, left) = told(PastedKind::Token, value);
            assert!(notice.unwrap().contains("Choose the way Basic"), "{value}");
            assert_eq!(left, None, "{value}");
        }
    }

    #[test]
    fn the_scheme_of_an_api_key_is_nothing_to_doubt() {
        for value in ["SSWS 00abc", "Bearer abc", "Basic dXNlcjpwYXNz", "Token abc"] {
            assert_eq!(told(PastedKind::Key, value), (None, None), "{value}");
        }
        let (notice, left) = told(PastedKind::Key, "\"SSWS 00abc\"");
        assert_eq!(notice.as_deref(), Some("What was pasted has quotes."));
        assert_eq!(left.as_deref(), Some("As it stands it is used with that."));
        let (notice, left) = told(PastedKind::Key, "SSWS 00abc\n");
        assert!(notice.unwrap().ends_with("which is never sent."));
        assert_eq!(left, None);
    }
}
