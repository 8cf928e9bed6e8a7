//! Findings about a resource at their place in its form.

use super::Section;
use crate::finding::Finding;

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
    let mut unplaced = Vec::new();
    for finding in findings {
        match find(sections, &finding.pointer) {
            Some((section, field)) => {
                let field = sections.get_mut(section).and_then(|it| it.fields.get_mut(field));
                if let Some(field) = field.filter(|it| !it.findings.contains(&finding)) {
                    field.findings.push(finding);
                }
            }
            None => unplaced.push(finding),
        }
    }
    unplaced
}

/// Where the line for a pointer is: which section, which line in it.
fn find(sections: &[Section], pointer: &str) -> Option<(usize, usize)> {
    let mut wanted = pointer;
    while !wanted.is_empty() {
        let is_at = |it: &str| {
            it.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        for (at, section) in sections.iter().enumerate() {
            if let Some(field) = section.fields.iter().position(|it| is_at(&it.pointer)) {
                return Some((at, field));
            }
        }
        wanted = wanted.rsplit_once('/').map_or("", |(outer, _)| outer);
    }
    None
}
