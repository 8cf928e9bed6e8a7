//! What a write does, in words: as a question before it is sent, and as an entry of the change log.

use scim::edit::PendingChange;

use crate::api::writes::ChangeKind;

/// How many attributes are named.
const MOST_NAMED: usize = 3;

/// `Changed Ana Ruiz: title, department`.
pub(crate) fn done(kind: ChangeKind, title: &str, changes: &[PendingChange]) -> String {
    let named = attributes(changes);
    match kind {
        ChangeKind::Create => format!("Created {title}"),
        ChangeKind::Delete => format!("Deleted {title}"),
        ChangeKind::Disable => also(&format!("Disabled {title}"), &named),
        ChangeKind::Enable => also(&format!("Enabled {title}"), &named),
        ChangeKind::Members => format!("{} {title}", members(changes)),
        ChangeKind::Update => format!("Changed {title}: {}", list(&named)),
    }
}

/// `Send 2 changes to Ana Ruiz?`.
pub(crate) fn question(kind: ChangeKind, title: &str, changes: usize) -> String {
    match kind {
        ChangeKind::Create => format!("Create {title}?"),
        ChangeKind::Delete => format!("Delete {title}?"),
        ChangeKind::Disable => format!("Disable {title}?"),
        ChangeKind::Enable => format!("Enable {title}?"),
        ChangeKind::Members => format!("Change the members of {title}?"),
        ChangeKind::Update => match changes {
            1 => format!("Send 1 change to {title}?"),
            several => format!("Send {several} changes to {title}?"),
        },
    }
}

/// `Delete 3 resources?`, for several.
pub(crate) fn question_of(kind: ChangeKind, resource_type: &str, titles: &[String]) -> String {
    match titles {
        [only] => question(kind, only, 1),
        _ => {
            let verb = match kind {
                ChangeKind::Delete => "Delete",
                ChangeKind::Disable => "Disable",
                ChangeKind::Enable => "Enable",
                _ => "Change",
            };
            format!("{verb} {} resources of type {resource_type}?", titles.len())
        }
    }
}

fn also(words: &str, named: &[String]) -> String {
    let others: Vec<String> = named.iter().filter(|it| *it != "active").cloned().collect();
    match others.is_empty() {
        true => words.to_owned(),
        false => format!("{words}, {} changed", list(&others)),
    }
}

fn members(changes: &[PendingChange]) -> String {
    let added = changes.iter().filter(|it| it.after.is_some()).count();
    let plural = |count: usize| if count == 1 { "member" } else { "members" };
    match (added, changes.len() - added) {
        (added, 0) => format!("Added {added} {} to", plural(added)),
        (0, removed) => format!("Removed {removed} {} from", plural(removed)),
        (added, removed) => {
            format!("Added {added} and removed {removed} {} of", plural(added.max(removed)))
        }
    }
}

fn list(named: &[String]) -> String {
    let more = named.len().saturating_sub(MOST_NAMED);
    let shown: Vec<&str> = named.iter().take(MOST_NAMED).map(String::as_str).collect();
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The attributes that changes are about, each once, without what a filter chose by: a value is nobody's name here.
fn attributes(changes: &[PendingChange]) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for change in changes {
        let name = attribute(&change.path);
        if !named.contains(&name) {
            named.push(name);
        }
    }
    named
}

/// `emails[type eq "work"].value` is `emails`, and `urn:...:User:department` is `department`.
fn attribute(path: &str) -> String {
    let whole = path.split('[').next().unwrap_or(path);
    let is_urn = whole.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("urn:"));
    let name = if is_urn { whole.rsplit(':').next().unwrap_or(whole) } else { whole };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, before: Option<&str>, after: Option<&str>) -> PendingChange {
        PendingChange {
            path: path.to_owned(),
            pointer: String::new(),
            op: scim::patch::Op::Replace,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            secret: false,
            left_out: None,
        }
    }

    #[test]
    fn attributes_are_named_once_and_without_values() {
        let changes = [
            change("emails[value eq \"a@example.com\"].type", Some("work"), Some("home")),
            change("emails[value eq \"b@example.com\"]", Some("x"), None),
            change(
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                None,
                Some("x"),
            ),
            change("name.givenName", None, Some("x")),
            change("title", None, Some("x")),
        ];
        let words = done(ChangeKind::Update, "Ana Ruiz", &changes);
        assert_eq!(words, "Changed Ana Ruiz: emails, department, name.givenName and 1 more");
    }

    #[test]
    fn members_are_counted() {
        let added = change("members[value eq \"1\"]", None, Some("1"));
        let removed = change("members[value eq \"2\"]", Some("2"), None);
        let words = |it: &[PendingChange]| done(ChangeKind::Members, "Guides", it);
        assert_eq!(words(std::slice::from_ref(&added)), "Added 1 member to Guides");
        assert_eq!(words(&[removed.clone(), removed.clone()]), "Removed 2 members from Guides");
        assert_eq!(words(&[added, removed]), "Added 1 and removed 1 member of Guides");
    }

    #[test]
    fn what_else_changed_is_said_of_somebody_who_is_disabled() {
        let changes =
            [change("active", Some("true"), Some("false")), change("title", None, Some("x"))];
        assert_eq!(
            done(ChangeKind::Disable, "Ana Ruiz", &changes),
            "Disabled Ana Ruiz, title changed"
        );
        assert_eq!(done(ChangeKind::Disable, "Ana Ruiz", &changes[..1]), "Disabled Ana Ruiz");
    }
}
