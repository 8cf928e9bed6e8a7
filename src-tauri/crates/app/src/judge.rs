//! Whether the rows that came back satisfy the filter that was sent. Servers ignore filters, cut them short and read
//! them in their own way, and answer with a success all the same.

use scim::filter::{Filter, Matcher, Settings, Unseen, UnseenReason};
use scim::finding::{Finding, Severity};
use scim::view::TypeModel;
use serde_json::Value;

use crate::listing::Tally;

/// A filter of which rows can be checked, or why they cannot.
#[derive(Debug)]
pub(crate) enum Judge {
    /// Nothing was asked for.
    All,
    /// Each row is checked.
    Each(Filter),
    /// The rows do not show what the filter asks about.
    Blind(Unseen),
    /// It is no filter, by the grammar; the server was asked nevertheless.
    Unread,
}

impl Judge {
    /// `left_out` are the attributes that the list leaves out.
    pub(crate) fn of(filter: Option<&str>, model: &TypeModel, left_out: &[&str]) -> Self {
        let Some(text) = filter else { return Self::All };
        let uris: Vec<&str> = model.uris().collect();
        match Filter::parse(text, &uris) {
            Ok(filter) => match filter.unseen(model, left_out) {
                Some(unseen) => Self::Blind(unseen),
                None => Self::Each(filter),
            },
            Err(_) => Self::Unread,
        }
    }

    /// For each row whether the filter holds; empty where that cannot be told.
    pub(crate) fn fits<'v>(
        &self,
        model: &TypeModel,
        rows: impl Iterator<Item = &'v Value>,
    ) -> Vec<bool> {
        let Self::Each(filter) = self else { return Vec::new() };
        let matcher = Matcher::new(filter, Some(model), Settings::default());
        rows.map(|it| matcher.matches(it)).collect()
    }

    /// What the rows read so far say about the server; `is_whole` says that the list is as long as without a filter.
    pub(crate) fn finding(&self, tally: Tally, is_whole: bool) -> Option<Finding> {
        match self {
            Self::Each(_) if tally.misfits > 0 => Some(misfits(tally, is_whole)),
            Self::Blind(unseen) => Some(blind(unseen)),
            Self::All | Self::Each(_) | Self::Unread => None,
        }
    }
}

fn misfits(Tally { checked, misfits }: Tally, is_whole: bool) -> Finding {
    let rows = if checked == 1 { "row" } else { "rows" };
    let verb = if misfits == 1 { "does" } else { "do" };
    let why = if is_whole {
        "the server ignored your filter, its total is the same without one"
    } else {
        "the server ignored your filter, in whole or in part"
    };
    Finding {
        rule: "S06".into(),
        severity: Severity::Error,
        pointer: "/Resources".into(),
        section: "RFC 7644 §3.4.2.2".into(),
        message: format!("{misfits} of {checked} {rows} {verb} not match: {why}."),
    }
}

fn blind(Unseen { path, reason }: &Unseen) -> Finding {
    let why = match reason {
        UnseenReason::Never => "is never returned",
        UnseenReason::OnRequest => "is only returned when asked for by name",
        UnseenReason::LeftOut => "is left out of lists",
    };
    Finding {
        rule: "filter-not-checked".into(),
        severity: Severity::Info,
        pointer: String::new(),
        section: "RFC 7643 §7".into(),
        message: format!("Whether the rows match was not checked here: `{path}` {why}."),
    }
}
