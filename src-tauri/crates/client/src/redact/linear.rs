//! That redaction takes as long as a body is, whatever the body: it runs where neither a time limit nor *Cancel* interrupts
//! it. Bytes that are looked at are counted, in bodies made to hurt.

use secrecy::SecretString;

use super::steps::during;
use super::{MASK, Redactor};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// What is known beforehand, and what the body repeats.
struct Case {
    secrets: &'static [&'static str],
    /// Names that a schema called secret.
    names: &'static [&'static str],
    before: &'static str,
    again: &'static str,
    after: &'static str,
}

const PLAIN: Case = Case { secrets: &[], names: &[], before: "", again: "", after: "" };

/// Of broken JSON.
const BROKEN: [Case; 9] = [
    Case { again: "\"token\":x", ..PLAIN },
    Case { again: "\"token\":x ", after: ",", ..PLAIN },
    Case { again: "\"token\":\"", ..PLAIN },
    Case { again: "\"token\":", after: "\"x", ..PLAIN },
    Case { again: "\"token\":x", secrets: &["horse"], ..PLAIN },
    Case { again: "\"password\":x", ..PLAIN },
    Case { again: "\"password\":{\"a\":", ..PLAIN },
    Case { again: "\"a\" ", ..PLAIN },
    Case { again: "\\\"", before: "\"", ..PLAIN },
];

/// Of other text, and of JSON within a string.
const LOOSE: [Case; 9] = [
    Case { again: "password", ..PLAIN },
    Case { again: "password ", after: ":x", ..PLAIN },
    Case { again: "password:''", ..PLAIN },
    Case { again: "password:[\"", ..PLAIN },
    Case { again: "\\n", names: &["n"], ..PLAIN },
    Case { again: "%22", names: &["22"], ..PLAIN },
    Case { again: "]", names: &["]", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]:"], ..PLAIN },
    Case { again: "n\\n", names: &["n"], before: "{\"a\":\"", after: "=\\\"\\\"\"}", ..PLAIN },
    Case { again: "\\n", names: &["n"], before: "[\"", after: "\"]", ..PLAIN },
];

/// Of secrets that a server made up: tokens.
const KNOWN: [Case; 4] = [
    Case { again: "\\", secrets: &["\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\x"], ..PLAIN },
    Case {
        again: "a",
        secrets: &["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"],
        ..PLAIN
    },
    Case { again: "%25", secrets: &["%25%25%25%25%25%25%25%25%25%25%25%25x"], ..PLAIN },
    Case { again: "ab ", secrets: &["ab ab ab c"], ..PLAIN },
];

impl Case {
    fn redactor(&self) -> Redactor {
        let secrets: Vec<SecretString> =
            self.secrets.iter().map(|it| SecretString::from(*it)).collect();
        let redactor = Redactor::new(&secrets);
        redactor.learn(self.names.iter().map(|it| (*it).to_owned()));
        redactor
    }

    fn body(&self, size: usize) -> Vec<u8> {
        let again = self.again.repeat(size / self.again.len());
        [self.before, &again, self.after].concat().into_bytes()
    }

    /// How many bytes are looked at in a body of this size, whole or cut.
    fn looks(&self, size: usize) -> usize {
        let redactor = self.redactor();
        during(|| {
            assert!(!redactor.body(self.body(size)).is_empty());
            assert!(!redactor.partial_body(self.body(size)).is_empty());
        })
    }
}

#[test]
fn what_is_looked_at_grows_with_the_body_and_no_faster() {
    for case in BROKEN.iter().chain(&LOOSE).chain(&KNOWN) {
        let again = case.again;
        let [small, middle] = [SIZES[0], SIZES[1]].map(|size| case.looks(size));
        assert!(small > 0, "{again}: nothing was counted");
        assert!(middle <= small * 12 + 200_000, "{again}: {small} {middle}");
        let large = case.looks(SIZES[2]);
        assert!(large <= middle * 12 + 200_000, "{again}: {small} {middle} {large}");
    }
}

/// Better too much than too little, also of what is given up.
#[test]
fn what_would_take_too_long_is_hidden() {
    let of_names = Case { again: "\\n", names: &["n"], ..PLAIN };
    let of_secrets = &KNOWN[0];
    for case in [&of_names, of_secrets] {
        let clean = case.redactor().body(case.body(SIZES[1]));
        assert!(clean == MASK.as_bytes(), "{} bytes are left", clean.len());
    }
}

#[test]
fn a_long_text_that_is_none_of_these_is_left_as_it_is() {
    let names = Case { secrets: &["correct horse battery"], names: &["badge", "n"], ..PLAIN };
    let line = "pass the badge: on, and the passport - no pass without a badge\n";
    let text = line.replace("badge:", "badge").repeat(20_000).into_bytes();
    assert_eq!(names.redactor().body(text.clone()), text);
}
