//! Who or what a resource is: the head of the inspector.

use serde::Serialize;
use serde_json::{Map, Value};

use super::TypeModel;
use super::cell::element_text;
use crate::read::{member, read_boolean, scalar_text};

/// What names a resource to a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Identity {
    /// The id, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub id: Option<String>,
    /// The best name there is; never empty.
    pub title: String,
    /// A second name: the user name or the primary e-mail address, when the title is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub subtitle: Option<String>,
    /// One or two letters of the title.
    pub initials: String,
    /// Whether a user is active, where the server says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub active: Option<bool>,
    /// The client's id, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub external_id: Option<String>,
    /// `meta.version`, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub version: Option<String>,
}

/// Names a resource.
///
/// ```
/// use scim::{builtin, view::{identity, TypeModel}};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let who = identity(&model, &serde_json::json!({"id": "1", "name": {"givenName": "Ada", "familyName": "Byron"}}));
/// assert_eq!((who.title.as_str(), who.initials.as_str()), ("Ada Byron", "AB"));
/// ```
#[must_use]
pub fn identity(model: &TypeModel, resource: &Value) -> Identity {
    let Some(members) = resource.as_object() else {
        let title = model.resource_type.name.clone();
        return Identity { initials: initials(&title), title, ..Identity::default() };
    };
    let id = text(members, "id");
    let title = title(model, members)
        .or_else(|| id.clone())
        .unwrap_or_else(|| format!("{} without a name", model.resource_type.name));
    let second = text(members, "userName").or_else(|| first_value(members, "emails"));
    let meta = member(members, "meta").and_then(|(_, it)| it.as_object());
    Identity {
        initials: initials(&title),
        subtitle: second.filter(|it| *it != title),
        active: member(members, "active").and_then(|(_, it)| read_boolean(it)),
        external_id: text(members, "externalId"),
        version: meta.and_then(|it| text(it, "version")),
        id,
        title,
    }
}

fn title(model: &TypeModel, members: &Map<String, Value>) -> Option<String> {
    text(members, "displayName")
        .or_else(|| full_name(members))
        .or_else(|| text(members, "userName"))
        .or_else(|| {
            let base = model.base.iter().flat_map(|it| &it.attributes);
            let strings = base.filter(|it| !it.is_complex() && !it.multi_valued);
            let mut found = strings.filter(|it| !super::is_common(&it.name));
            found.find_map(|it| string(members, &it.name))
        })
        .or_else(|| {
            let mut own = members.iter().filter(|(name, _)| !super::is_common(name));
            own.find_map(|(name, _)| string(members, name))
        })
}

fn full_name(members: &Map<String, Value>) -> Option<String> {
    let name = member(members, "name")?.1;
    let Value::Object(parts) = name else { return string(members, "name") };
    text(parts, "formatted").or_else(|| {
        let both: Vec<String> =
            ["givenName", "familyName"].iter().filter_map(|it| text(parts, it)).collect();
        (!both.is_empty()).then(|| both.join(" "))
    })
}

fn first_value(members: &Map<String, Value>, name: &str) -> Option<String> {
    let values = member(members, name)?.1.as_array()?;
    let is_primary = |it: &&Value| {
        let mark = it.as_object().and_then(|it| member(it, "primary"));
        mark.and_then(|(_, it)| read_boolean(it)) == Some(true)
    };
    let found = values.iter().find(is_primary).or_else(|| values.first())?;
    Some(element_text(found, false)).filter(|it| !it.is_empty())
}

fn text(members: &Map<String, Value>, name: &str) -> Option<String> {
    let found = scalar_text(member(members, name)?.1)?;
    (!found.trim().is_empty()).then_some(found)
}

fn string(members: &Map<String, Value>, name: &str) -> Option<String> {
    let found = member(members, name)?.1.as_str()?;
    (!found.trim().is_empty()).then(|| found.to_owned())
}

/// The first letters of the first and the last word, with the marks that combine with them.
fn initials(title: &str) -> String {
    let words = title.split(|it: char| it.is_whitespace() || "-_.,/@:()[]\"'".contains(it));
    let words: Vec<&str> = words.filter(|it| it.chars().any(char::is_alphanumeric)).collect();
    let ends = match words.as_slice() {
        [] => Vec::new(),
        [only] => vec![*only],
        [first, .., last] => vec![*first, *last],
    };
    let letters = ends.into_iter().flat_map(|word| {
        let mut rest = word.chars().skip_while(|it| !it.is_alphanumeric());
        let first: String = rest.next().into_iter().flat_map(char::to_uppercase).take(1).collect();
        let marks: String = rest.take_while(|it| is_combining(*it)).take(4).collect();
        [first, marks]
    });
    let letters: String = letters.collect();
    if letters.is_empty() { "?".to_owned() } else { letters }
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{93a}'..='\u{94f}' | '\u{200d}' | '\u{fe0f}')
}
