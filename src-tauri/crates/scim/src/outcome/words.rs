//! The judgement in words. They name attributes, never values: words are kept longer than what they are about.

use super::evidence::Evidence;
use super::naming::Name;
use super::{Judgement, Untold, Verdict};

pub(super) const UNREADABLE: &str =
    "The answer to the read is no resource of SCIM, so nothing can be told from it.";
pub(super) const NO_LIST: &str =
    "The server has no list at this URL, so what was to be made cannot be looked for.";
pub(super) const FILTER_IGNORED: &str = "The server ignored the filter and answered a part of all resources; what was looked for is not among them.";
pub(super) const NONE_SHOWN: &str = "The server says that resources match, and shows none of them, so whether it is among them cannot be told.";
pub(super) const MORE_MATCH: &str = "Those with this name that the server shows were made before this request; it says that there are more, which it does not show.";
pub(super) const FOREIGN: &str = "The answer says that nothing is there, but not as a SCIM server puts it: a proxy or a gateway may have answered in its place. Nothing can be told from it.";
pub(super) const TOO_MUCH: &str =
    "The request sets more than can be compared with the resource in reasonable time.";

/// So many names are listed, each cut to so many letters.
const MOST_NAMES: usize = 8;
const MOST_LETTERS: usize = 80;

impl Untold {
    /// The reason as whole sentences.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Bulk => "A bulk request holds several operations: each resource has to be read by itself.".to_owned(),
            Self::NoWrite => "No read is known that shows what this request does.".to_owned(),
            Self::NoBody => "The body of the request was not kept as JSON, so there is nothing to compare with.".to_owned(),
            Self::Masked => "What names the resource was masked before the request was kept, so it cannot be looked for.".to_owned(),
            Self::NothingUnique => "The request gives the resource neither a `userName` nor an `externalId` nor another unique value, so it cannot be looked for.".to_owned(),
            Self::OnlyUnseen(names) => format!("It sets only what no read shows: {}.", listed(names)),
            Self::SetsNothing => "The request sets nothing that a read could show.".to_owned(),
        }
    }
}

pub(super) fn there(words: &str) -> Judgement {
    Judgement { verdict: Verdict::There, words: words.to_owned() }
}

pub(super) fn not_there(words: &str) -> Judgement {
    Judgement { verdict: Verdict::NotThere, words: words.to_owned() }
}

pub(super) fn cannot_tell(words: impl AsRef<str>) -> Judgement {
    Judgement { verdict: Verdict::CannotTell, words: words.as_ref().to_owned() }
}

pub(super) fn not_its_own(name: &Name<'_>, count: usize) -> String {
    let found = match count {
        1 => "A resource with this".to_owned(),
        count => format!("{count} resources with this"),
    };
    format!(
        "{found} {} is there, but others may have the same, and the server does not say when it was made.",
        name.shown()
    )
}

/// Of a request that changes a resource.
pub(super) fn of_change(evidence: &Evidence, knows_before: bool) -> Judgement {
    let Evidence { so, so_before, not, other, .. } = evidence;
    let missing: Vec<&String> = not.iter().chain(other).collect();
    let judgement = match (so.is_empty(), missing.is_empty()) {
        (true, true) if so_before.is_empty() => {
            cannot_tell("Nothing of what the request sets can be seen.")
        }
        (true, true) if !evidence.kept.is_empty() => cannot_tell(format!(
            "{} left out by the request and still there, which a server may do; all else was so before it was sent.",
            are(&evidence.kept)
        )),
        (true, true) if has_unseen(evidence) => {
            cannot_tell("All that can be seen was as the request sets it before it was sent.")
        }
        (true, true) => {
            there("The resource is as the request sets it; it was so before it was sent as well.")
        }
        (false, true) => there("The resource is as the request sets it."),
        (true, false) if not.is_empty() => cannot_tell(format!(
            "{} neither as the request sets it nor as it was before: somebody else may have changed it since.",
            are(&missing)
        )),
        (true, false) => not_there(&format!("{} not as the request sets it.", are(&missing))),
        (false, false) => {
            let so: Vec<&String> = so.iter().collect();
            let known = match knows_before {
                true => "",
                false => " How the resource was before is not known: it may have been so already.",
            };
            let words =
                format!("{} not as the request sets it; {} is.{known}", are(&missing), listed(&so));
            Judgement { verdict: Verdict::Partly, words }
        }
    };
    with_unseen(judgement, evidence)
}

/// Of a request that makes a resource, by the one that is most like it.
pub(super) fn of_creation(name: &Name<'_>, evidence: &Evidence, count: usize) -> Judgement {
    let missing: Vec<&String> = evidence.not.iter().chain(&evidence.other).collect();
    let shown = name.shown();
    let several = match count {
        0 | 1 => String::new(),
        count => format!(" There are {count} of them."),
    };
    let judgement = if missing.is_empty() {
        there(&format!("A resource with this {shown} is there, as the request makes it.{several}"))
    } else {
        let words = format!(
            "A resource with this {shown} is there, but {} not as the request sets it.{several}",
            are(&missing)
        );
        Judgement { verdict: Verdict::Partly, words }
    };
    with_unseen(judgement, evidence)
}

fn has_unseen(evidence: &Evidence) -> bool {
    !evidence.never_returned.is_empty() || !evidence.masked.is_empty()
}

fn with_unseen(mut judgement: Judgement, evidence: &Evidence) -> Judgement {
    for (names, why) in [
        (&evidence.never_returned, "no read shows it"),
        (&evidence.masked, "only a mask of it was kept"),
    ] {
        if !names.is_empty() {
            judgement.words.push_str(&format!(" Of {} nothing can be told: {why}.", listed(names)));
        }
    }
    judgement
}

/// "`title` is", "`title` and `active` are": the beginning of a sentence.
fn are<T: AsRef<str>>(names: &[T]) -> String {
    format!("{} {}", listed(names), if names.len() == 1 { "is" } else { "are" })
}

/// "`title`", "`title` and `active`", "`a`, `b`, `c` and 5 more".
fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut shown: Vec<String> =
        names.iter().take(MOST_NAMES).map(|it| format!("`{}`", cut(it.as_ref()))).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    match shown.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => shown.concat(),
    }
}

/// Names come from the request, which may hold anything.
fn cut(name: &str) -> String {
    match name.char_indices().nth(MOST_LETTERS) {
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or_default()),
        None => name.to_owned(),
    }
}
