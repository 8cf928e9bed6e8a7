//! Whether a resource, or an element of a multi-valued attribute, satisfies a filter (RFC 7644 §3.4.2.2).
//!
//! Everything that depends on the filter alone is done once: paths are resolved, values read and folded. What is left
//! for each resource is to look members up and to compare.

use serde_json::Value;

use super::operand::Operand;
use super::place::{Place, Scope};
use super::settings::{NotEqual, NullOperand, Settings};
use super::{CompareOp, Filter};
use crate::attr::AttrPath;
use crate::compare::is_unassigned;
use crate::schema::Attribute;
use crate::steps;
use crate::view::TypeModel;

/// A filter made ready for many resources of one type: paths resolved, values read once.
///
/// ```
/// use scim::filter::{Filter, Matcher, Settings};
/// let filter = Filter::parse(r#"emails[type eq "work" and value ew "@example.com"]"#, &[]).unwrap();
/// let matcher = Matcher::new(&filter, None, Settings::default());
/// let user = serde_json::json!({"emails": [{"type": "Work", "value": "babs@example.com"}]});
/// assert!(matcher.matches(&user));
/// ```
#[derive(Debug)]
pub struct Matcher<'f> {
    root: Node<'f>,
    settings: Settings,
}

#[derive(Debug)]
enum Node<'f> {
    And(Vec<Node<'f>>),
    Or(Vec<Node<'f>>),
    Not(Box<Node<'f>>),
    Compare {
        place: Place<'f>,
        operand: Operand<'f>,
    },
    /// `eq null`, or with `assigned` `ne null`.
    Null {
        place: Place<'f>,
        assigned: bool,
    },
    Present(Place<'f>),
    ValuePath {
        place: Place<'f>,
        element: Box<Node<'f>>,
    },
    /// Nothing satisfies it.
    Never,
}

impl<'f> Matcher<'f> {
    /// For resources of a type. Without a model, and for attributes that no schema knows, values compare by their JSON
    /// type: texts without letter case, complete dates and times (RFC 3339) as instants.
    #[must_use]
    pub fn new(filter: &'f Filter, model: Option<&'f TypeModel>, settings: Settings) -> Self {
        Self { root: prepare(filter, Scope::Resource(model), settings), settings }
    }

    /// For the elements of one multi-valued attribute: what stands inside the brackets of a value path.
    #[must_use]
    pub fn of_elements(
        filter: &'f Filter,
        attribute: &AttrPath,
        model: Option<&'f TypeModel>,
        settings: Settings,
    ) -> Self {
        let resolved = model.and_then(|it| it.find_path(attribute));
        Self::of_attribute(filter, resolved.map(|it| it.target()), settings)
    }

    /// As [`Self::of_elements`], for an attribute whose definition is at hand.
    pub(crate) fn of_attribute(
        filter: &'f Filter,
        attribute: Option<&'f Attribute>,
        settings: Settings,
    ) -> Self {
        Self { root: prepare(filter, Scope::Elements(attribute), settings), settings }
    }

    /// Whether the resource, or the element, satisfies the filter.
    #[must_use]
    pub fn matches(&self, value: &Value) -> bool {
        self.holds(&self.root, value)
    }

    fn holds(&self, node: &Node<'_>, value: &Value) -> bool {
        steps::count(1);
        match node {
            Node::And(nodes) => nodes.iter().all(|it| self.holds(it, value)),
            Node::Or(nodes) => nodes.iter().any(|it| self.holds(it, value)),
            Node::Not(node) => !self.holds(node, value),
            Node::Compare { place, operand } if operand.op() == CompareOp::Ne => {
                self.differs(*place, operand, value)
            }
            Node::Compare { place, operand } => place.any_value(value, |it| operand.holds(it)),
            Node::Null { place, assigned } => {
                place.any_node(value, |it| !is_unassigned(it)) == *assigned
            }
            Node::Present(place) => place.any_node(value, |it| has_content(it, DEEP)),
            Node::ValuePath { place, element } => self.has_element(*place, element, value),
            Node::Never => false,
        }
    }

    fn differs(&self, place: Place<'_>, operand: &Operand<'_>, value: &Value) -> bool {
        let mut found = false;
        let differs = match self.settings.not_equal {
            NotEqual::AnyDiffers => place.any_value(value, |it| {
                found = true;
                operand.holds(it)
            }),
            NotEqual::NoneEquals => {
                let equals = place.any_value(value, |it| {
                    found = true;
                    !operand.holds(it)
                });
                found && !equals
            }
        };
        differs || (!found && self.settings.missing_differs)
    }

    fn has_element(&self, place: Place<'_>, element: &Node<'_>, value: &Value) -> bool {
        let settings = self.settings;
        if !settings.value_path_on_single && !place.top(value).is_some_and(Value::is_array) {
            return false;
        }
        place.any_node(value, |it| match it {
            Value::Object(_) => self.holds(element, it),
            Value::Null | Value::Array(_) => false,
            _ => settings.value_path_on_simple && self.holds(element, it),
        })
    }
}

fn prepare<'f>(filter: &'f Filter, scope: Scope<'f>, settings: Settings) -> Node<'f> {
    let all =
        |filters: &'f [Filter]| filters.iter().map(|it| prepare(it, scope, settings)).collect();
    match filter {
        Filter::And(filters) => Node::And(all(filters)),
        Filter::Or(filters) => Node::Or(all(filters)),
        Filter::Not(filter) => Node::Not(Box::new(prepare(filter, scope, settings))),
        Filter::Present(path) => Node::Present(scope.target(path).place),
        Filter::Compare { path, op, value: Value::Null } => {
            let place = scope.target(path).place;
            match (settings.null, op) {
                (NullOperand::Unassigned, CompareOp::Eq) => Node::Null { place, assigned: false },
                (NullOperand::Unassigned, CompareOp::Ne) => Node::Null { place, assigned: true },
                _ => Node::Never,
            }
        }
        Filter::Compare { path, op, value } => {
            let target = scope.target(path);
            let operand = Operand::new(*op, value, target.typing, settings.search);
            Node::Compare { place: target.place, operand }
        }
        Filter::ValuePath { path, filter } => {
            let target = scope.target(path);
            let element = prepare(filter, Scope::Elements(target.attribute), settings);
            Node::ValuePath { place: target.place, element: Box::new(element) }
        }
    }
}

/// How deep `pr` looks for something that is not empty; resources are not even half as deep.
const DEEP: usize = 32;

/// `pr`: a value that is neither null nor empty, or for complex ones a part that is not.
fn has_content(value: &Value, depth: usize) -> bool {
    steps::count(1);
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
        Value::Array(_) | Value::Object(_) if depth == 0 => true,
        Value::Array(values) => values.iter().any(|it| has_content(it, depth - 1)),
        Value::Object(members) => members.values().any(|it| has_content(it, depth - 1)),
    }
}

#[cfg(test)]
mod tests;
