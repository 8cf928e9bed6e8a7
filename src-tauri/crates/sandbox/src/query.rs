//! Query parameters (RFC 7644 §3.4.2, §3.9). Unknown ones are ignored (§3.4.2).

use crate::refusal::Refusal;
use crate::schemas::{LARGEST_PAGE, PAGE_SIZE};

/// What a list or a single resource is asked with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    pub(crate) start_index: usize,
    pub(crate) count: usize,
    pub(crate) sort_by: Option<String>,
    pub(crate) descending: bool,
    pub(crate) attributes: Vec<String>,
    pub(crate) excluded_attributes: Vec<String>,
    pub(crate) filter: Option<String>,
}

impl Query {
    /// Reads the pairs. Names compare without letter case; the first of several counts.
    pub(crate) fn parse(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let find = |name: &str| {
            let found = pairs.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim()).filter(|it| !it.is_empty())
        };
        let names = |name: &str| -> Vec<String> {
            let listed = find(name).into_iter().flat_map(|it| it.split(','));
            listed.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
        };
        let query = Self {
            start_index: number("startIndex", find("startIndex"))?.unwrap_or(1).max(1),
            count: number("count", find("count"))?.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE),
            sort_by: find("sortBy").map(str::to_owned),
            descending: read_order(find("sortOrder"))?,
            attributes: names("attributes"),
            excluded_attributes: names("excludedAttributes"),
            filter: find("filter").map(str::to_owned),
        };
        if !query.attributes.is_empty() && !query.excluded_attributes.is_empty() {
            let text = "attributes and excludedAttributes exclude each other";
            return Err(Refusal::bad("invalidValue", text));
        }
        Ok(query)
    }
}

/// Anything below zero counts as zero (RFC 7644 §3.4.2.4).
fn number(name: &str, text: Option<&str>) -> Result<Option<usize>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let Ok(number) = text.parse::<i64>() else {
        return Err(Refusal::bad("invalidValue", format!("{name} is no integer: {text}")));
    };
    Ok(Some(usize::try_from(number.max(0)).unwrap_or(usize::MAX)))
}

fn read_order(text: Option<&str>) -> Result<bool, Refusal> {
    match text {
        None => Ok(false),
        Some(it) if it.eq_ignore_ascii_case("ascending") => Ok(false),
        Some(it) if it.eq_ignore_ascii_case("descending") => Ok(true),
        Some(it) => {
            let text = format!("sortOrder is neither ascending nor descending: {it}");
            Err(Refusal::bad("invalidValue", text))
        }
    }
}
