//! Values that nobody can guess, and the digest that binds one to another.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::SecretString;

use crate::error::{Failure, FailureKind};

/// 256 bits as text that any URL can hold: a `state` (RFC 6749 §10.12), a `code_verifier` (RFC 7636 §4.1) or a `jti`.
pub(crate) fn unguessable() -> Result<SecretString, Failure> {
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    SystemRandom::new().fill(bytes.as_mut()).map_err(|_| {
        let reason = "this system gives no random numbers".to_owned();
        Failure::new(FailureKind::SignInFailed { reason, said: None })
    })?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bytes.as_ref())))
}

/// SHA-256 in base64 for URLs: the `code_challenge` of a verifier (RFC 7636 §4.2), the `x5t#S256` of a certificate
/// (RFC 7515 §4.1.8).
pub(crate) fn sha256(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, bytes))
}

/// SHA-1 in the same way: the `x5t` of a certificate (RFC 7515 §4.1.7), which some servers still look keys up by.
pub(crate) fn sha1(bytes: &[u8]) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes);
    URL_SAFE_NO_PAD.encode(digest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    #[test]
    fn the_challenge_of_the_rfc_comes_of_its_verifier() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(sha256(verifier.as_bytes()), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn no_two_values_are_the_same() {
        let (one, other) = (unguessable().unwrap(), unguessable().unwrap());
        assert_eq!(one.expose_secret().len(), 43);
        assert_ne!(one.expose_secret(), other.expose_secret());
    }
}
