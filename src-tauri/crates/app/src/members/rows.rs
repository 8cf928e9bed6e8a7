//! The members of a group as rows: as they were read, with what a draft does with them; found, and put in an order.

use std::cmp::Ordering;
use std::collections::HashSet;

use scim::edit::{member_id, members_of};
use serde_json::Value;

use crate::api::drafts::{MemberChange, MemberRow, MembersColumn, MembersShown, MembersSort};
use crate::drafts::shown::member_ids;
use crate::fold::{distance, fold};
use crate::open_tenant::OpenTenant;

/// All members: those that are added first, then the others in the order of the server.
#[derive(Debug)]
pub(super) struct Rows {
    rows: Vec<MemberRow>,
    pub(super) counts: Counts,
    /// The names of the resource types whose resources have members.
    group_types: HashSet<String>,
}

/// How many there are of each kind.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) all: u32,
    pub(super) changed: u32,
    pub(super) dangling: u32,
    pub(super) groups: u32,
}

/// Which rows are wanted, and in which order.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) shown: MembersShown,
    pub(super) text: &'a str,
    pub(super) sort: Option<MembersSort>,
}

impl Rows {
    /// The members of a group as it was read, and as a draft has it now.
    pub(super) fn of(tenant: &OpenTenant, base: &Value, now: &Value) -> Self {
        let (before, kept) = (member_ids(base), member_ids(now));
        let added = members_of(now)
            .iter()
            .filter(|it| member_id(it).is_some_and(|it| !before.contains(it)))
            .map(|it| (it, MemberChange::Added));
        let others = members_of(base).iter().map(|it| {
            let is_kept = member_id(it).is_none_or(|id| kept.contains(id));
            (it, if is_kept { MemberChange::Kept } else { MemberChange::Removed })
        });
        let mut seen = HashSet::new();
        let rows = added
            .chain(others)
            .filter_map(|(member, change)| row(tenant, member, change))
            .filter(|it| seen.insert(it.value.clone()))
            .collect();
        let groups = tenant.models().filter(|it| it.lists_members());
        let group_types = groups.map(|it| it.resource_type.name.clone()).collect();
        let mut rows = Self { rows, counts: Counts::default(), group_types };
        rows.counts = Counts {
            all: rows.count(MembersShown::All),
            changed: rows.count(MembersShown::Changed),
            dangling: rows.count(MembersShown::Dangling),
            groups: rows.count(MembersShown::Groups),
        };
        rows
    }

    /// Those that are wanted, those that are added before all others.
    pub(super) fn wanted(&self, wanted: &Wanted<'_>) -> Vec<&MemberRow> {
        let typed = wanted.text.trim();
        let folded = fold(typed);
        let is_called = |it: &MemberRow| folded.is_empty() || is_called(it, &folded, typed);
        let mut found: Vec<&MemberRow> =
            self.rows.iter().filter(|it| self.is(it, wanted.shown) && is_called(it)).collect();
        if let Some(sort) = wanted.sort {
            found.sort_by_cached_key(|it| Key::of(it, sort));
        }
        found
    }

    fn count(&self, shown: MembersShown) -> u32 {
        let count = self.rows.iter().filter(|it| self.is(it, shown)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn is(&self, row: &MemberRow, shown: MembersShown) -> bool {
        match shown {
            MembersShown::All => true,
            MembersShown::Changed => row.change != MemberChange::Kept,
            MembersShown::Dangling => row.dangling,
            MembersShown::Groups => {
                row.resource_type.as_ref().is_some_and(|it| self.group_types.contains(it))
            }
        }
    }
}

/// What a row is sorted by. Who is added stays first and what is not known stays last, also from the end to the start;
/// equal ones follow their ids, so that the order is one.
#[derive(Debug, PartialEq, Eq)]
struct Key {
    is_older: bool,
    text: Option<String>,
    id: String,
    descending: bool,
}

impl Key {
    fn of(row: &MemberRow, sort: MembersSort) -> Self {
        let text = match sort.by {
            MembersColumn::Display => row.title.as_deref().map(fold),
            MembersColumn::UserName => row.subtitle.as_deref().map(fold),
            MembersColumn::Type => row.resource_type.as_deref().map(fold),
            MembersColumn::State => state(row).map(str::to_owned),
        };
        Self {
            is_older: row.change != MemberChange::Added,
            text,
            id: row.value.clone(),
            descending: sort.descending,
        }
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_text = match (&self.text, &other.text) {
            (Some(one), Some(two)) if self.descending => two.cmp(one),
            (Some(one), Some(two)) => one.cmp(two),
            (one, two) => one.is_none().cmp(&two.is_none()),
        };
        self.is_older.cmp(&other.is_older).then(by_text).then_with(|| self.id.cmp(&other.id))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How a member stands, in a word; `None` where nobody knows.
pub(super) fn state(row: &MemberRow) -> Option<&'static str> {
    match (row.dangling, row.active) {
        (true, _) => Some("not found"),
        (_, Some(true)) => Some("active"),
        (_, Some(false)) => Some("disabled"),
        (_, None) => None,
    }
}

fn is_called(row: &MemberRow, folded: &str, typed: &str) -> bool {
    let names = [row.title.as_deref(), row.subtitle.as_deref()];
    row.value.starts_with(typed)
        || names.into_iter().flatten().any(|it| distance(folded, &fold(it)).is_some())
}

/// `None` for what has no id: it is no member that could be told from others.
fn row(tenant: &OpenTenant, member: &Value, change: MemberChange) -> Option<MemberRow> {
    let value = member_id(member)?.to_owned();
    let text = |name: &str| {
        let members = member.as_object()?;
        let (_, it) = members.iter().find(|(it, _)| it.eq_ignore_ascii_case(name))?;
        it.as_str().filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let said_type = text("type");
    let known =
        tenant.name_of(&value, said_type.as_deref()).or_else(|| tenant.name_of(&value, None));
    let dangling = known.is_none() && tenant.is_dangling(&value);
    Some(match known {
        Some(known) => MemberRow {
            value,
            title: Some(known.title),
            subtitle: known.subtitle,
            active: known.active,
            resource_type: Some(known.resource_type),
            dangling,
            change,
        },
        None => MemberRow {
            value,
            title: text("display"),
            subtitle: None,
            active: None,
            resource_type: said_type,
            dangling,
            change,
        },
    })
}
