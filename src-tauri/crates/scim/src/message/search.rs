//! What a list is asked with: query parameters of a GET (RFC 7644 §3.4.2, §3.9, RFC 9865 §2) or the body of a POST to
//! `.search` (RFC 7644 §3.4.3). Both say the same.

use serde_json::{Map, Value, json};

use super::error::ErrorBody;
use super::scim_type::ScimType;
use super::text::{self, NotScim};
use crate::compare::SortOrder;
use crate::finding::{Finding, Findings, Parsed, Rule, Severity, pointer_to};
use crate::read::Object;
use crate::urn;

const BODY: &str = "RFC 7644 §3.4.3";
const PAGING: &str = "RFC 7644 §3.4.2.4";
const NO_SCHEMAS: Rule = Rule::error("search-schemas", BODY);
const NOT_A_NUMBER: Rule = Rule::error("search-number", PAGING);
const OUT_OF_RANGE: Rule = Rule::info("search-out-of-range", PAGING);
const ORDER: Rule = Rule::error("sort-order", "RFC 7644 §3.4.2.3");
const ORDER_CASE: Rule = Rule::warning("sort-order-case", "RFC 7644 §3.4.2.3");
const BOTH_LISTS: Rule = Rule::error("attributes-exclude-each-other", "RFC 7644 §3.9");
const COMMAS: Rule = Rule::warning("attributes-with-commas", BODY);
const BOTH_PAGINGS: Rule = Rule::warning("cursor-and-index", "RFC 9865 §2");
const CURSOR: Rule = Rule::error("cursor-characters", "RFC 9865 §2");
const REPEATED: Rule = Rule::warning("repeated-parameter", "RFC 7644 §3.4.2");

/// What a search is asked with, as the RFCs spell it: members of a body and parameters of a query.
pub(crate) const NAMES: &[&str] = &[
    "attributes",
    "excludedAttributes",
    "filter",
    "sortBy",
    "sortOrder",
    "startIndex",
    "count",
    "cursor",
];

/// What a list is asked with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchRequest {
    /// The attributes to return, besides those that are always returned.
    pub attributes: Vec<String>,
    /// The attributes not to return.
    pub excluded_attributes: Vec<String>,
    /// The filter, as text.
    pub filter: Option<String>,
    /// The attribute to sort by, as text.
    pub sort_by: Option<String>,
    /// The direction of sorting.
    pub sort_order: Option<SortOrder>,
    /// The place of the first resource wanted, 1 or more.
    pub start_index: Option<u64>,
    /// How many resources are wanted at most.
    pub count: Option<u64>,
    /// The cursor of the page wanted; empty for the first page of a list that is to be paged by cursor.
    pub cursor: Option<String>,
}

impl SearchRequest {
    /// Reads the body of a search. What deviates is taken as it was meant, and reported: other letter case, numbers as
    /// strings, a list as one string with commas.
    ///
    /// # Errors
    /// When the text is not JSON, or no object.
    ///
    /// ```
    /// use scim::message::SearchRequest;
    /// let text = r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "startIndex": 0, "count": -1}"#;
    /// let search = SearchRequest::parse(text).unwrap().value;
    /// assert_eq!((search.start_index, search.count), (Some(1), Some(0)));
    /// ```
    pub fn parse(text: &str) -> Result<Parsed<Self>, NotScim> {
        let mut findings = Findings::default();
        let value = text::json_object(text, "a search request", &mut findings)?;
        Ok(Self::read_body(&value, findings))
    }

    pub(crate) fn read_body(value: &Value, mut findings: Findings) -> Parsed<Self> {
        let Some(members) = value.as_object() else { return findings.into_parsed(Self::default()) };
        let object = Object::new(members, "");
        let schemas = object.texts("schemas", &mut findings);
        if !schemas.iter().any(|it| urn::same(it, urn::SEARCH_REQUEST)) {
            let text = format!("`schemas` should name `{}`.", urn::SEARCH_REQUEST);
            findings.add(NO_SCHEMAS, object.pointer_to("schemas"), text);
        }
        let search = read(&object, &mut findings);
        let known: Vec<&str> = NAMES.iter().copied().chain(["schemas"]).collect();
        object.report_unknown(&known, &mut findings);
        findings.into_parsed(search)
    }

    /// Reads the body of a search as a server that holds to the RFC: what is wrong is refused, with the message to
    /// answer.
    ///
    /// # Errors
    /// When the text is no search request; the error message says why.
    ///
    /// ```
    /// use scim::message::{ScimType, SearchRequest};
    /// let refused = SearchRequest::parse_strict(r#"{"filter": 7}"#).unwrap_err();
    /// assert_eq!(refused.known_type(), Some(ScimType::InvalidSyntax));
    /// ```
    pub fn parse_strict(text: &str) -> Result<Self, ErrorBody> {
        let parsed = Self::parse(text)
            .map_err(|error| ErrorBody::of(ScimType::InvalidSyntax, error.to_string()))?;
        strict(parsed)
    }

    /// Reads query parameters, decoded already. Names compare without letter case, of several with one name the first
    /// counts, and unknown ones are ignored (RFC 7644 §3.4.2). Findings point to the parameter as `/count` does.
    ///
    /// ```
    /// use scim::message::SearchRequest;
    /// let pairs = [("filter", "userName pr"), ("attributes", "userName, emails"), ("cursor", "")];
    /// let search = SearchRequest::from_query(pairs).value;
    /// assert_eq!(search.attributes, ["userName", "emails"]);
    /// assert_eq!(search.cursor.as_deref(), Some(""));
    /// ```
    pub fn from_query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Parsed<Self> {
        let mut findings = Findings::default();
        let mut members = Map::new();
        for (name, value) in pairs {
            let Some(known) = NAMES.iter().find(|it| it.eq_ignore_ascii_case(name)) else {
                continue;
            };
            // An empty parameter says nothing, but an empty cursor asks for the first page.
            if value.trim().is_empty() && *known != "cursor" {
                continue;
            }
            if members.contains_key(*known) {
                let text = format!("`{known}` is given more than once; the first one counts.");
                findings.add(REPEATED, pointer_to("", known), text);
                continue;
            }
            members.insert((*known).to_owned(), read_parameter(known, value));
        }
        let search = read(&Object::new(&members, ""), &mut findings);
        findings.into_parsed(search)
    }

    /// Reads query parameters as a server that holds to the RFC.
    ///
    /// # Errors
    /// When a parameter has a value that it cannot have; the error message says why.
    pub fn from_query_strict<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, ErrorBody> {
        strict(Self::from_query(pairs))
    }

    /// The query parameters that say the same, in the order of the RFC, not encoded.
    #[must_use]
    pub fn to_query(&self) -> Vec<(&'static str, String)> {
        let lists = [
            ("attributes", self.attributes.as_slice()),
            ("excludedAttributes", self.excluded_attributes.as_slice()),
        ];
        let lists = lists.into_iter().filter(|(_, it)| !it.is_empty());
        let lists = lists.map(|(name, it)| (name, it.join(",")));
        let texts = [
            ("filter", self.filter.clone()),
            ("sortBy", self.sort_by.clone()),
            ("sortOrder", self.sort_order.map(|it| it.word().to_owned())),
            ("startIndex", self.start_index.map(|it| it.to_string())),
            ("count", self.count.map(|it| it.to_string())),
            ("cursor", self.cursor.clone()),
        ];
        let texts = texts.into_iter().filter_map(|(name, it)| Some((name, it?)));
        lists.chain(texts).collect()
    }

    /// The body of a POST to `.search` that says the same.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([urn::SEARCH_REQUEST]));
        let members = [
            ("attributes", Some(json!(self.attributes)).filter(|_| !self.attributes.is_empty())),
            (
                "excludedAttributes",
                Some(json!(self.excluded_attributes))
                    .filter(|_| !self.excluded_attributes.is_empty()),
            ),
            ("filter", self.filter.as_deref().map(Value::from)),
            ("sortBy", self.sort_by.as_deref().map(Value::from)),
            ("sortOrder", self.sort_order.map(|it| Value::from(it.word()))),
            ("startIndex", self.start_index.map(Value::from)),
            ("count", self.count.map(Value::from)),
            ("cursor", self.cursor.as_deref().map(Value::from)),
        ];
        body.extend(members.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?))));
        Value::Object(body)
    }
}

/// A parameter as the JSON that a body would have in its place.
fn read_parameter(name: &str, value: &str) -> Value {
    crate::steps::count(value.len());
    match name {
        "attributes" | "excludedAttributes" => {
            let names = value.split(',').map(str::trim).filter(|it| !it.is_empty());
            names.map(Value::from).collect()
        }
        "startIndex" | "count" => {
            value.trim().parse::<i64>().map_or_else(|_| Value::from(value), Value::from)
        }
        // Blanks around a filter or a name mean nothing; a cursor is taken as it is.
        "cursor" => Value::from(value),
        _ => Value::from(value.trim()),
    }
}

fn read(object: &Object<'_>, findings: &mut Findings) -> SearchRequest {
    let text = |name: &str, findings: &mut Findings| {
        object.text(name, findings).filter(|it| !it.trim().is_empty())
    };
    let search = SearchRequest {
        attributes: names(object, "attributes", findings),
        excluded_attributes: names(object, "excludedAttributes", findings),
        filter: text("filter", findings),
        sort_by: text("sortBy", findings),
        sort_order: order(object, findings),
        start_index: number(object, "startIndex", 1, findings),
        count: number(object, "count", 0, findings),
        cursor: object.text("cursor", findings),
    };
    if !search.attributes.is_empty() && !search.excluded_attributes.is_empty() {
        let text = "`attributes` and `excludedAttributes` exclude each other.";
        findings.add(BOTH_LISTS, object.pointer_to("excludedAttributes"), text);
    }
    if search.cursor.is_some() && search.start_index.is_some() {
        let text =
            "`cursor` and `startIndex` are two ways of paging; one request uses one of them.";
        findings.add(BOTH_PAGINGS, object.pointer_to("startIndex"), text);
    }
    let odd = search.cursor.as_deref().filter(|it| !it.is_empty() && !super::is_cursor(it));
    if odd.is_some() {
        let text = "The cursor has characters that no cursor has.";
        findings.add(CURSOR, object.pointer_to("cursor"), text);
    }
    search
}

/// The names of a list; commas in them part names, as they do in a query.
fn names(object: &Object<'_>, member: &str, findings: &mut Findings) -> Vec<String> {
    let texts = object.texts(member, findings);
    crate::steps::count(texts.iter().map(|it| 1 + it.len()).sum());
    if texts.iter().any(|it| it.contains(',')) {
        let text = format!("`{member}` is an array of names; here names stand in one string.");
        findings.add(COMMAS, object.pointer_to(member), text);
    }
    let parts = texts.iter().flat_map(|it| it.split(',')).map(str::trim);
    parts.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn order(object: &Object<'_>, findings: &mut Findings) -> Option<SortOrder> {
    let word = object.text("sortOrder", findings)?;
    let found = [SortOrder::Ascending, SortOrder::Descending]
        .into_iter()
        .find(|it| it.word().eq_ignore_ascii_case(word.trim()));
    let (rule, text) = match found {
        Some(order) if order.word() == word => return Some(order),
        Some(order) => (ORDER_CASE, format!("`sortOrder` is written `{}`.", order.word())),
        None => (ORDER, "`sortOrder` is either `ascending` or `descending`.".to_owned()),
    };
    findings.add(rule, object.pointer_to("sortOrder"), text);
    found
}

/// A whole number; what is below the least is read as the least (RFC 7644 §3.4.2.4).
fn number(object: &Object<'_>, name: &str, least: u64, findings: &mut Findings) -> Option<u64> {
    let value = object.get(name, findings)?;
    let pointer = object.pointer_to(name);
    let read = match value {
        Value::Number(number) => number.to_string().parse::<i128>().ok(),
        Value::String(text) => text.trim().parse::<i128>().ok(),
        _ => None,
    };
    if read.is_none() || !value.is_number() {
        findings.add(NOT_A_NUMBER, pointer.clone(), format!("`{name}` should be a whole number."));
    }
    let read = read?;
    if read < i128::from(least) {
        findings.add(
            OUT_OF_RANGE,
            pointer,
            format!("`{name}` is {read}, which is read as {least}."),
        );
    }
    Some(u64::try_from(read.max(i128::from(least))).unwrap_or(u64::MAX))
}

fn strict<T>(parsed: Parsed<T>) -> Result<T, ErrorBody> {
    match parsed.findings.iter().find(|it| it.severity == Severity::Error) {
        Some(finding) => Err(refusal(finding)),
        None => Ok(parsed.value),
    }
}

fn refusal(finding: &Finding) -> ErrorBody {
    let is_value = [NOT_A_NUMBER, ORDER, BOTH_LISTS].iter().any(|it| it.name == finding.rule);
    let scim_type = match finding.rule.as_str() {
        _ if is_value => ScimType::InvalidValue,
        rule if rule == CURSOR.name => ScimType::InvalidCursor,
        _ => ScimType::InvalidSyntax,
    };
    ErrorBody::of(scim_type, finding.message.clone())
}
