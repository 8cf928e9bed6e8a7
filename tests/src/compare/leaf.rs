//! The values of a resource, each with the way to it.

use serde_json::Value;

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// A value that holds no other.
#[derive(Debug, Clone)]
pub(super) struct Leaf<'a> {
    pub(super) steps: Vec<Step>,
    pub(super) value: &'a Value,
}

/// Every value that holds no other, nulls and empty arrays and objects among them.
pub(super) fn leaves(resource: &Value) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    collect(&mut Vec::new(), resource, &mut found);
    found
}

fn collect<'a>(steps: &mut Vec<Step>, value: &'a Value, found: &mut Vec<Leaf<'a>>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                steps.push(Step::Member(name.clone()));
                collect(steps, member, found);
                steps.pop();
            }
        }
        Value::Array(elements) if !elements.is_empty() => {
            for (index, element) in elements.iter().enumerate() {
                steps.push(Step::Element(index));
                collect(steps, element, found);
                steps.pop();
            }
        }
        _ => found.push(Leaf { steps: steps.clone(), value }),
    }
}

impl Leaf<'_> {
    /// The path as the form writes it: `emails[0].value`, `urn:...:User:department`.
    pub(super) fn path(&self) -> String {
        self.ancestor(self.steps.len())
    }

    /// The path of what the first `depth` steps lead to.
    pub(super) fn ancestor(&self, depth: usize) -> String {
        let mut path = String::new();
        for (place, step) in self.steps.iter().take(depth).enumerate() {
            match step {
                Step::Element(index) => path.push_str(&format!("[{index}]")),
                Step::Member(name) => {
                    // Behind the URN of an extension stands a colon (RFC 7644 §3.10).
                    let is_extension = place == 1 && path.to_lowercase().starts_with("urn:");
                    path.push_str(if place == 0 {
                        ""
                    } else if is_extension {
                        ":"
                    } else {
                        "."
                    });
                    path.push_str(name);
                }
            }
        }
        path
    }

    /// How far its ancestors are from the top, the nearest first.
    pub(super) fn depths(&self) -> impl Iterator<Item = usize> + use<> {
        (1..self.steps.len()).rev()
    }

    /// The steps from an ancestor to the value.
    pub(super) fn below(&self, depth: usize) -> &[Step] {
        self.steps.get(depth..).unwrap_or_default()
    }

    pub(super) fn is_child_of(&self, depth: usize) -> bool {
        depth + 1 == self.steps.len()
    }

    /// The path of the object that it is a member of.
    pub(super) fn parent(&self) -> Option<String> {
        matches!(self.steps.last()?, Step::Member(_)).then(|| self.ancestor(self.steps.len() - 1))
    }

    /// The path of the array that it is an element of, and its place there.
    pub(super) fn element_of(&self) -> Option<(String, usize)> {
        match self.steps.last()? {
            Step::Element(index) => Some((self.ancestor(self.steps.len() - 1), *index)),
            Step::Member(_) => None,
        }
    }

    /// The name of the member.
    pub(super) fn name(&self) -> &str {
        match self.steps.last() {
            Some(Step::Member(name)) => name,
            _ => "",
        }
    }
}
