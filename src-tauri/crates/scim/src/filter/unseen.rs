//! What a filter asks about that answers do not show: only a filter that sees everything can be checked against the
//! resources that came back.

use super::Filter;
use crate::attr::AttrPath;
use crate::schema::{Mutability, Returned};
use crate::view::TypeModel;

/// An attribute that a filter asks about and that is not in the resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unseen {
    /// The attribute as the filter writes it.
    pub path: String,
    /// Why it is not there.
    pub reason: UnseenReason,
}

/// Why an attribute is not in a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnseenReason {
    /// It is in no answer: returned "never", or written only (RFC 7643 §7).
    Never,
    /// It is only there when asked for: returned "request" (RFC 7643 §7).
    OnRequest,
    /// The request left it out, by `excludedAttributes`.
    LeftOut,
}

impl Filter {
    /// The first attribute that answers do not show; `left_out` are those that the request leaves out by name.
    ///
    /// ```
    /// use scim::{builtin, filter::{Filter, UnseenReason}, view::TypeModel};
    /// let group = TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value;
    /// let filter = Filter::parse(r#"members.value eq "2819c223""#, &[]).unwrap();
    /// assert_eq!(filter.unseen(&group, &[]), None);
    /// assert_eq!(filter.unseen(&group, &["members"]).unwrap().reason, UnseenReason::LeftOut);
    /// ```
    #[must_use]
    pub fn unseen(&self, model: &TypeModel, left_out: &[&str]) -> Option<Unseen> {
        self.look(model, left_out, None)
    }

    /// `within` is the attribute whose values the filter is about, inside of square brackets.
    fn look(
        &self,
        model: &TypeModel,
        left_out: &[&str],
        within: Option<&AttrPath>,
    ) -> Option<Unseen> {
        match self {
            Self::And(them) | Self::Or(them) => {
                them.iter().find_map(|it| it.look(model, left_out, within))
            }
            Self::Not(it) => it.look(model, left_out, within),
            Self::Compare { path, .. } | Self::Present(path) => {
                hidden(&whole(path, within), model, left_out)
            }
            Self::ValuePath { path, filter } => {
                hidden(path, model, left_out).or_else(|| filter.look(model, left_out, Some(path)))
            }
        }
    }
}

/// A path inside of square brackets, from the resource on.
fn whole(path: &AttrPath, within: Option<&AttrPath>) -> AttrPath {
    match within {
        Some(outer) => AttrPath { sub: Some(path.name.clone()), ..outer.clone() },
        None => path.clone(),
    }
}

fn hidden(path: &AttrPath, model: &TypeModel, left_out: &[&str]) -> Option<Unseen> {
    let unseen = |reason| Some(Unseen { path: path.to_string(), reason });
    if path.uri.is_none() && left_out.iter().any(|it| it.eq_ignore_ascii_case(&path.name)) {
        return unseen(UnseenReason::LeftOut);
    }
    let resolved = model.resolve_path(path).ok()?;
    for attribute in [Some(resolved.attribute), resolved.sub].into_iter().flatten() {
        if attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly {
            return unseen(UnseenReason::Never);
        }
        if attribute.returned == Returned::Request {
            return unseen(UnseenReason::OnRequest);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource_type::ResourceType;
    use crate::{builtin, schema};

    fn unseen(text: &str) -> Option<(String, UnseenReason)> {
        let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
        let filter = Filter::parse(text, &[]).unwrap();
        filter.unseen(&user, &["groups"]).map(|it| (it.path, it.reason))
    }

    #[test]
    fn what_answers_hide_is_found_wherever_it_stands() {
        let never = Some(("password".to_owned(), UnseenReason::Never));
        assert_eq!(unseen("not (userName pr and (title pr or password pr))"), never);
        assert_eq!(
            unseen("GROUPS[value eq \"1\"]"),
            Some(("GROUPS".to_owned(), UnseenReason::LeftOut))
        );
        assert_eq!(unseen("userName pr and emails[type eq \"work\"] and unknown pr"), None);
    }

    #[test]
    fn parts_and_what_is_only_written_are_hidden_as_well() {
        let text = r#"{"id": "urn:example:Badge", "attributes": [
            {"name": "pin", "type": "string", "mutability": "writeOnly", "returned": "default"},
            {"name": "grants", "type": "complex", "multiValued": true, "subAttributes": [
                {"name": "value", "type": "string"},
                {"name": "reason", "type": "string", "returned": "request"}
            ]}
        ]}"#;
        let resource_type =
            ResourceType { schema: "urn:example:Badge".to_owned(), ..ResourceType::default() };
        let schemas = schema::parse_all(text).unwrap().value;
        let badge = TypeModel::resolve(&resource_type, &schemas).value;
        let unseen = |text: &str| {
            let found = Filter::parse(text, &[]).unwrap().unseen(&badge, &[]);
            found.map(|it| (it.path, it.reason))
        };
        let pin = ("pin".to_owned(), UnseenReason::Never);
        assert_eq!(unseen("pin eq \"1234\""), Some(pin));
        let reason = ("grants.reason".to_owned(), UnseenReason::OnRequest);
        assert_eq!(unseen("grants[value eq \"door\" and reason pr]"), Some(reason));
        assert_eq!(unseen("grants[value pr]"), None);
    }
}
