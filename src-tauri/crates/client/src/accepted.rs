//! Answers that say "later": the server has taken a request on, and the work is still to be done.

/// What such an answer says about the outcome. Both as sent, not followed and not waited for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Where the outcome will be seen.
    pub monitor: Option<String>,
    /// `Retry-After`: seconds or a date.
    pub retry_after: Option<String>,
}

/// Where servers name the place of the outcome, the most telling first. Lower case.
const MONITORS: [&str; 4] =
    ["operation-location", "azure-asyncoperation", "location", "content-location"];

/// Whether an answer says that the work is still to be done: 202 always does (RFC 9110 §15.3.3); another success without
/// a body does when it confirms that it answers later (RFC 7240 §4.1), or says both where to look and how long to wait.
#[must_use]
pub fn of(status: u16, headers: &[(String, String)], has_body: bool) -> Option<Accepted> {
    let header = |wanted: &str| {
        let mut found = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.next().map(|(_, value)| value.trim().to_owned()).filter(|it| !it.is_empty())
    };
    let answers_later = header("preference-applied")
        .is_some_and(|it| it.to_ascii_lowercase().contains("respond-async"));
    let monitor = MONITORS.iter().find_map(|name| header(name));
    let retry_after = header("retry-after");
    let is_accepted = match status {
        202 => true,
        // Not 201: its Location is that of the resource that was made.
        200 | 204 if !has_body => answers_later || (monitor.is_some() && retry_after.is_some()),
        _ => false,
    };
    is_accepted.then_some(Accepted { monitor, retry_after })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_answer_for_later_is_told_from_one_that_is_complete() {
        let poll = headers(&[("Location", "/jobs/1"), ("Retry-After", "5")]);
        let expected = Accepted { monitor: Some("/jobs/1".into()), retry_after: Some("5".into()) };
        for status in [200, 202, 204] {
            assert_eq!(of(status, &poll, false), Some(expected.clone()), "{status}");
        }
        assert_eq!(of(202, &[], true), Some(Accepted::default()));
        let asked = headers(&[("Preference-Applied", "Respond-Async, wait=10")]);
        assert_eq!(of(204, &asked, false), Some(Accepted::default()));
        for status in [201, 301, 429, 503] {
            assert_eq!(of(status, &poll, false), None, "{status}");
        }
        for complete in [&[][..], &[("Location", "/Users/1")], &[("Retry-After", "5")]] {
            assert_eq!(of(200, &headers(complete), false), None, "{complete:?}");
        }
        assert_eq!(of(200, &poll, true), None, "the body is the answer");
    }

    #[test]
    fn the_place_made_for_it_is_preferred() {
        let both = headers(&[("location", "/Users/1"), ("operation-location", "/jobs/1")]);
        assert_eq!(of(202, &both, false).unwrap().monitor.as_deref(), Some("/jobs/1"));
    }
}
