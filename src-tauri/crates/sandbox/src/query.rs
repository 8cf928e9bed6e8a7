//! What a list or a single resource is asked with: query parameters (RFC 7644 §3.4.2, §3.9, RFC 9865 §2), or the
//! SearchRequest that says the same in a body (RFC 7644 §3.4.3). Unknown ones are ignored (§3.4.2).

use scim::compare::SortOrder;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::schemas::{LARGEST_PAGE, PAGE_SIZE};
use crate::selection::Choice;

/// The message that carries a query in a body.
const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    /// From 1.
    pub(crate) start_index: usize,
    /// `None` where the client leaves it to the server.
    pub(crate) count: Option<i64>,
    /// Empty for the first page.
    pub(crate) cursor: Option<String>,
    pub(crate) choice: Choice,
    pub(crate) attributes: Vec<String>,
    pub(crate) excluded_attributes: Vec<String>,
}

impl Query {
    /// Reads the pairs. Names compare without letter case; the first of several counts.
    pub(crate) fn of_pairs(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let given = |name: &str| {
            let found = pairs.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim())
        };
        let find = |name: &str| given(name).filter(|it| !it.is_empty());
        let names = |name: &str| -> Vec<String> {
            let listed = find(name).into_iter().flat_map(|it| it.split(','));
            listed.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
        };
        let query = Self {
            start_index: start(number("startIndex", find("startIndex"))?),
            count: number("count", find("count"))?,
            cursor: given("cursor").map(str::to_owned),
            choice: Choice {
                filter: find("filter").map(str::to_owned),
                sort_by: find("sortBy").map(str::to_owned),
                order: read_order(find("sortOrder"))?,
            },
            attributes: names("attributes"),
            excluded_attributes: names("excludedAttributes"),
        };
        query.checked(given("startIndex").is_some())
    }

    /// Reads a SearchRequest.
    pub(crate) fn of_search(body: &Value) -> Result<Self, Refusal> {
        let Some(members) = body.as_object() else {
            return Err(Refusal::bad("invalidSyntax", "a search request is a JSON object"));
        };
        let find = |name: &str| {
            let found = members.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value).filter(|it| !it.is_null())
        };
        let schemas = find("schemas").and_then(Value::as_array);
        let is_search = |it: &Value| it.as_str().is_some_and(|it| scim::urn::same(it, SEARCH_REQUEST));
        if !schemas.is_some_and(|it| it.iter().any(is_search)) {
            let text = format!("schemas of a search request names {SEARCH_REQUEST}");
            return Err(Refusal::bad("invalidSyntax", text));
        }
        let text = |name: &str| match find(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim())),
            Some(other) => {
                Err(Refusal::bad("invalidValue", format!("{name} is no string: {other}")))
            }
        };
        let count = |name: &str| match find(name) {
            None => Ok(None),
            Some(Value::Number(number)) => self::number(name, Some(&number.to_string())),
            Some(other) => {
                Err(Refusal::bad("invalidValue", format!("{name} is no integer: {other}")))
            }
        };
        let query = Self {
            start_index: start(count("startIndex")?),
            count: count("count")?,
            cursor: text("cursor")?.map(str::to_owned),
            choice: Choice {
                filter: text("filter")?.filter(|it| !it.is_empty()).map(str::to_owned),
                sort_by: text("sortBy")?.filter(|it| !it.is_empty()).map(str::to_owned),
                order: read_order(text("sortOrder")?)?,
            },
            attributes: names("attributes", find("attributes"))?,
            excluded_attributes: names("excludedAttributes", find("excludedAttributes"))?,
        };
        query.checked(find("startIndex").is_some())
    }

    /// How many resources a page may have, paged by index: what is more than the server gives is cut, anything below zero
    /// counts as zero (RFC 7644 §3.4.2.4).
    pub(crate) fn page_size(&self) -> usize {
        let asked = self.count.map(|it| usize::try_from(it.max(0)).unwrap_or(usize::MAX));
        asked.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE)
    }

    fn checked(self, has_start: bool) -> Result<Self, Refusal> {
        if !self.attributes.is_empty() && !self.excluded_attributes.is_empty() {
            let text = "attributes and excludedAttributes exclude each other";
            return Err(Refusal::bad("invalidValue", text));
        }
        if has_start && self.cursor.is_some() {
            let text = "startIndex and cursor exclude each other";
            return Err(Refusal::bad("invalidValue", text));
        }
        Ok(self)
    }
}

fn start(given: Option<i64>) -> usize {
    usize::try_from(given.unwrap_or(1).max(1)).unwrap_or(usize::MAX)
}

fn number(name: &str, text: Option<&str>) -> Result<Option<i64>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    match text.parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) => Err(Refusal::bad("invalidValue", format!("{name} is no integer: {text}"))),
    }
}

fn names(name: &str, value: Option<&Value>) -> Result<Vec<String>, Refusal> {
    let texts = match value {
        None => return Ok(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(Value::as_str).collect(),
        Some(_) => None,
    };
    let texts: Option<Vec<&str>> = texts;
    let texts = texts.ok_or_else(|| {
        Refusal::bad("invalidValue", format!("{name} of a search request is an array of names"))
    })?;
    Ok(texts.into_iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect())
}

fn read_order(text: Option<&str>) -> Result<SortOrder, Refusal> {
    match text {
        None => Ok(SortOrder::Ascending),
        Some(it) if it.eq_ignore_ascii_case("ascending") => Ok(SortOrder::Ascending),
        Some(it) if it.eq_ignore_ascii_case("descending") => Ok(SortOrder::Descending),
        Some(it) => {
            let text = format!("sortOrder is neither ascending nor descending: {it}");
            Err(Refusal::bad("invalidValue", text))
        }
    }
}
