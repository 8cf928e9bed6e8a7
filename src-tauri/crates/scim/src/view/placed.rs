//! Findings about a resource at their place in its form.

use std::collections::HashMap;

use super::Section;
use crate::finding::Finding;
use crate::steps;

/// Puts each finding at the line that it is about: the line of its pointer, else the first line inside of that, else
/// the nearest line around it. Hands back those about the resource as a whole.
///
/// ```
/// use scim::{builtin, finding::{Finding, Severity}, view::{form, place_findings, TypeModel}};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let user = serde_json::json!({"userName": "ada", "emails": [{"value": "a@example.com", "primary": 1}]});
/// let mut sections = form(&model, builtin::resource_types(), &user, 200);
/// let finding = Finding {
///     rule: "R18".into(), severity: Severity::Error, pointer: "/emails/0/type".into(),
///     section: String::new(), message: String::new(),
/// };
/// assert!(place_findings(&mut sections, vec![finding]).is_empty());
/// let emails = sections.iter().find(|it| it.title == "emails").unwrap();
/// assert!(emails.fields[0].findings.iter().any(|it| it.rule == "R18"));
/// ```
pub fn place_findings(sections: &mut [Section], findings: Vec<Finding>) -> Vec<Finding> {
    let lines = lines(sections);
    let found = findings.into_iter().map(|it| (nearest(&lines, &it.pointer), it));
    let found: Vec<_> = found.collect();
    let mut unplaced = Vec::new();
    for (place, finding) in found {
        let Some((section, field)) = place else {
            unplaced.push(finding);
            continue;
        };
        let field = sections.get_mut(section).and_then(|it| it.fields.get_mut(field));
        if let Some(field) = field.filter(|it| !it.findings.contains(&finding)) {
            field.findings.push(finding);
        }
    }
    unplaced
}

/// Which section, and which line in it.
type Line = (usize, usize);

/// The first line at each pointer or inside of it.
fn lines(sections: &[Section]) -> HashMap<&str, Line> {
    let mut lines = HashMap::new();
    for (at, section) in sections.iter().enumerate() {
        for (line, field) in section.fields.iter().enumerate() {
            let mut pointer = field.pointer.as_str();
            while !pointer.is_empty() {
                steps::count(1);
                lines.entry(pointer).or_insert((at, line));
                pointer = around(pointer);
            }
        }
    }
    lines
}

/// Where the line for a pointer is.
fn nearest(lines: &HashMap<&str, Line>, pointer: &str) -> Option<Line> {
    let mut wanted = pointer;
    while !wanted.is_empty() {
        steps::count(1);
        if let Some(line) = lines.get(wanted) {
            return Some(*line);
        }
        wanted = around(wanted);
    }
    None
}

/// The pointer to what a value stands in.
fn around(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(outer, _)| outer)
}
