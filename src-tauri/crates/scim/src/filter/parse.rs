//! Reading filters, attribute paths and PATCH paths: the grammar of RFC 7644 §3.4.2.2 and §3.5.2, errata folded in.

use super::{Filter, SyntaxError};

pub(super) fn filter(_text: &str, _uris: &[&str]) -> Result<Filter, SyntaxError> {
    Err(SyntaxError { at: 0, length: 0, message: String::new(), expected: Vec::new() })
}
