//! Lists of resources (RFC 7644 §3.4.2), read so that each resource keeps its wire text.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::members::{Members, RowHead, TWICE};
use super::oddity::{self, Oddity};
use super::resource::NUMBER;
use super::text::{self, Entry, NotScim};
use crate::finding::{Findings, Parsed, Rule, pointer_to};
use crate::read::{Object, kind};
use crate::urn;

const SECTION: &str = "RFC 7644 §3.4.2";
const NOT_AN_INTEGER: Rule = Rule::error("S03", SECTION);
const OTHER_SHAPE: Rule = Rule::error("S04", SECTION);
const NO_TOTAL: Rule = Rule::error("missing-total-results", SECTION);
const NO_RESOURCES: Rule = Rule::error("missing-resources", SECTION);
const NULL_RESOURCES: Rule = Rule::warning("null-resources", SECTION);
const NO_POSITION: Rule = Rule::error("missing-page-position", SECTION);
const TOTAL_TOO_SMALL: Rule = Rule::error("total-too-small", SECTION);
const PER_PAGE: Rule = Rule::info("items-per-page", SECTION);
const WRONG_SCHEMAS: Rule = Rule::error("list-schemas", SECTION);
const NOT_AN_OBJECT: Rule = Rule::error("resource-not-an-object", SECTION);
const NO_ID: Rule = Rule::error("missing-id", "RFC 7643 §3.1");
const NO_SCHEMAS: Rule = Rule::warning("missing-schemas", "RFC 7643 §3");
const SAME_ID: Rule = Rule::error("S05", "RFC 7643 §3.1");
const UNREADABLE: Rule = Rule::error("unreadable-resource", SECTION);

const CURSOR: Rule = Rule::warning("cursor-characters", "RFC 9865 §2");

const TALLIES: &[&str] = &["totalResults", "startIndex", "itemsPerPage"];

/// A page of resources, each as the text that came over the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListResponse<'a> {
    /// How many resources the server says there are. Servers understate it; do not stop on it.
    pub total_results: Option<u64>,
    /// The place of the first resource of this page, from 1.
    pub start_index: Option<u64>,
    /// How many resources the server says this page has.
    pub items_per_page: Option<u64>,
    /// Where the next page starts, with a server that pages by cursor (RFC 9865 §2).
    pub next_cursor: Option<String>,
    /// Where the page before starts; never on the first page (RFC 9865 §2).
    pub previous_cursor: Option<String>,
    /// The resources.
    pub resources: Vec<&'a RawValue>,
}

impl<'a> ListResponse<'a> {
    /// Reads a list. Also taken, and reported: counts as strings, `resources`, null, a bare array, one resource alone.
    ///
    /// # Errors
    /// When the text is not JSON, or JSON of another kind (an error body, an object that is no list).
    ///
    /// ```
    /// use scim::message::ListResponse;
    /// let parsed = ListResponse::parse(r#"{"totalResults": "1", "resources": [{"id": "7"}]}"#).unwrap();
    /// assert_eq!(parsed.value.total_results, Some(1));
    /// assert_eq!(parsed.value.resources[0].get(), r#"{"id": "7"}"#);
    /// assert!(parsed.findings.iter().any(|it| it.rule == "S03"));
    /// assert!(parsed.findings.iter().any(|it| it.rule == "S04"));
    /// ```
    pub fn parse(text: &'a str) -> Result<Parsed<ListResponse<'a>>, NotScim> {
        placed_list(text).map(|(parsed, _)| parsed)
    }
}

/// The same, with the JSON pointer in front of the resources; `None` where the text is one resource alone.
pub(crate) fn placed_list(
    text: &str,
) -> Result<(Parsed<ListResponse<'_>>, Option<String>), NotScim> {
    let mut findings = Findings::default();
    let read = read(text, &["id", "schemas"], &mut findings)?;
    report_rows(&read, &mut findings);
    report_oddities(&read, &mut findings);
    Ok((findings.into_parsed(read.list), read.prefix))
}

/// The list and the JSON pointer in front of each resource.
struct Read<'a> {
    list: ListResponse<'a>,
    prefix: Option<String>,
}

impl Read<'_> {
    fn pointer(&self, at: usize) -> String {
        self.prefix.as_deref().map_or_else(String::new, |prefix| pointer_to(prefix, at))
    }
}

/// The entries of a discovery answer. `telling` are members by which a single entry is recognised.
pub(crate) fn discovery_entries(
    text: &str,
    telling: &[&str],
    findings: &mut Findings,
) -> Result<Vec<Entry>, NotScim> {
    let read = read(text, telling, findings)?;
    let mut entries = Vec::new();
    for (at, resource) in read.list.resources.iter().enumerate() {
        let pointer = read.pointer(at);
        match text::value(resource.get(), findings) {
            Ok(value @ Value::Object(_)) => entries.push(Entry { value, pointer }),
            Ok(other) => {
                let text = format!("Here should be an object, but it is {}.", kind(&other));
                findings.add(NOT_AN_OBJECT, pointer, text);
            }
            Err(error) => {
                findings.add(UNREADABLE, pointer, format!("This entry cannot be read: {error}."));
            }
        }
    }
    Ok(entries)
}

fn read<'a>(text: &'a str, telling: &[&str], findings: &mut Findings) -> Result<Read<'a>, NotScim> {
    let text = text::open(text, findings)?;
    match text.trim_start().chars().next() {
        Some('[') => {
            let resources: Vec<&'a RawValue> =
                serde_json::from_str(text).map_err(|error| text::not_json(text, &error))?;
            let message = "The answer is a bare array; it should be a ListResponse.";
            findings.add(OTHER_SHAPE, "", message);
            Ok(Read { list: bare(resources), prefix: Some(String::new()) })
        }
        Some('{') => {
            let members: Members<'a> =
                serde_json::from_str(text).map_err(|error| text::not_json(text, &error))?;
            read_members(text, &members, telling, findings)
        }
        _ => {
            let value = text::value(text, findings)?;
            Err(NotScim::other(format!("it is {}, not a list of resources", kind(&value)), text))
        }
    }
}

fn read_members<'a>(
    text: &'a str,
    members: &Members<'a>,
    telling: &[&str],
    findings: &mut Findings,
) -> Result<Read<'a>, NotScim> {
    let schemas = members.schemas();
    let says_list = schemas.iter().any(|it| urn::same(it, urn::LIST_RESPONSE));
    let looks_like_list =
        members.find("Resources").is_some() || members.find("totalResults").is_some();
    if !says_list && !looks_like_list {
        return read_single(text, members, &schemas, telling, findings);
    }
    members.report_twice(findings);
    if !says_list {
        let text = format!("`schemas` should name `{}`.", urn::LIST_RESPONSE);
        findings.add(WRONG_SCHEMAS, "/schemas", text);
    }
    let (prefix, resources) = read_resources(members, findings);
    let envelope = members.envelope();
    let object = Object::new(&envelope, "");
    let [total_results, start_index, items_per_page] = [0, 1, 2]
        .map(|at| TALLIES.get(at).and_then(|it| object.count(it, NOT_AN_INTEGER, findings)));
    let [next_cursor, previous_cursor] =
        ["nextCursor", "previousCursor"].map(|it| read_cursor(&object, it, findings));
    let list = ListResponse {
        total_results,
        start_index,
        items_per_page,
        next_cursor,
        previous_cursor,
        resources,
    };
    report_tallies(&list, &object, findings);
    Ok(Read { list, prefix: Some(prefix) })
}

/// One object where a list was asked for: an error body, one resource, or something else.
fn read_single<'a>(
    text: &'a str,
    members: &Members<'a>,
    schemas: &[String],
    telling: &[&str],
    findings: &mut Findings,
) -> Result<Read<'a>, NotScim> {
    if schemas.iter().any(|it| urn::same(it, urn::ERROR)) {
        return Err(NotScim::other("it is a SCIM error message", text));
    }
    if !telling.iter().any(|it| members.find(it).is_some()) {
        let names = telling.join("` or `");
        return Err(NotScim::other(format!("it has neither `Resources` nor `{names}`"), text));
    }
    let whole = serde_json::from_str(text).map_err(|error| text::not_json(text, &error))?;
    findings.add(OTHER_SHAPE, "", "The answer is one resource alone; it should be a ListResponse.");
    Ok(Read { list: bare(vec![whole]), prefix: None })
}

fn bare(resources: Vec<&RawValue>) -> ListResponse<'_> {
    ListResponse {
        total_results: None,
        start_index: None,
        items_per_page: None,
        next_cursor: None,
        previous_cursor: None,
        resources,
    }
}

/// A cursor; an empty one is none.
fn read_cursor(object: &Object<'_>, name: &str, findings: &mut Findings) -> Option<String> {
    let cursor = object.text(name, findings).filter(|it| !it.is_empty())?;
    if !super::is_cursor(&cursor) {
        let text = format!(
            "`{name}` has characters that a cursor must not have; they are escaped when it is sent."
        );
        findings.add(CURSOR, object.pointer_to(name), text);
    }
    Some(cursor)
}

fn read_resources<'a>(
    members: &Members<'a>,
    findings: &mut Findings,
) -> (String, Vec<&'a RawValue>) {
    let Some((name, raw)) = members.find("Resources") else {
        return ("/Resources".to_owned(), Vec::new());
    };
    let pointer = pointer_to("", name);
    if name != "Resources" {
        let text = format!("The list is spelled `{name}`; the RFC writes `Resources`.");
        findings.add(OTHER_SHAPE, pointer.clone(), text);
    }
    if let Ok(resources) = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()) {
        return (pointer, resources);
    }
    match raw.get().chars().next() {
        Some('n') => {
            findings.add(
                NULL_RESOURCES,
                pointer.clone(),
                "`Resources` is null; it is read as empty.",
            );
            (pointer, Vec::new())
        }
        Some('{') => {
            let text = "`Resources` is one object; it should be an array.";
            findings.add(OTHER_SHAPE, pointer.clone(), text);
            (pointer, vec![raw])
        }
        _ => {
            findings.add(OTHER_SHAPE, pointer.clone(), "`Resources` is not an array.");
            (pointer, Vec::new())
        }
    }
}

fn report_tallies(list: &ListResponse<'_>, envelope: &Object<'_>, findings: &mut Findings) {
    let rows = list.resources.len() as u64;
    let by_cursor = envelope.has("nextCursor") || envelope.has("previousCursor");
    let has_list = envelope.names().any(|it| it.eq_ignore_ascii_case("Resources"));
    match list.total_results {
        None if !by_cursor && !envelope.has("totalResults") => {
            findings.add(NO_TOTAL, "", "`totalResults` is missing.");
        }
        Some(total) if total < rows => {
            let text = format!("`totalResults` is {total}, but this page alone has {rows}.");
            findings.add(TOTAL_TOO_SMALL, envelope.pointer_to("totalResults"), text);
        }
        Some(total) if total > 0 && !has_list => {
            let text = format!("`Resources` is missing although `totalResults` is {total}.");
            findings.add(NO_RESOURCES, "", text);
        }
        Some(total) if total > rows && !by_cursor => {
            for name in ["startIndex", "itemsPerPage"] {
                if !envelope.has(name) {
                    let text =
                        format!("`{name}` is missing on a page with {rows} of {total} resources.");
                    findings.add(NO_POSITION, "", text);
                }
            }
        }
        _ => {}
    }
    if list.items_per_page.is_some_and(|it| it != rows) {
        let text = format!("`itemsPerPage` does not say how many resources came, which is {rows}.");
        findings.add(PER_PAGE, envelope.pointer_to("itemsPerPage"), text);
    }
}

/// What each resource must have, summed up by kind so that a page of 1,000 does not bring 1,000 findings.
fn report_rows(read: &Read<'_>, findings: &mut Findings) {
    let mut ids = std::collections::HashSet::new();
    let mut sums = [
        Sum::new(NOT_AN_OBJECT, "are no objects"),
        Sum::new(NO_ID, "have no `id`"),
        Sum::new(NO_SCHEMAS, "have no `schemas`"),
        Sum::new(SAME_ID, "repeat an `id` of this page"),
    ];
    for (at, row) in read.list.resources.iter().enumerate() {
        let hits = match serde_json::from_str::<RowHead<'_>>(row.get()) {
            Err(_) => [true, false, false, false],
            Ok(head) => {
                let repeated = head.id.is_some_and(|it| !ids.insert(it));
                [false, head.id.is_none(), !head.has_schemas, repeated]
            }
        };
        for (sum, hit) in sums.iter_mut().zip(hits) {
            if hit {
                sum.count += 1;
                sum.first.get_or_insert(at);
            }
        }
    }
    for sum in sums {
        if let Some(first) = sum.first {
            let text =
                format!("{} of {} resources {}.", sum.count, read.list.resources.len(), sum.what);
            findings.add(sum.rule, read.pointer(first), text);
        }
    }
}

/// What is odd inside of the rows, summed up with the place of the first.
fn report_oddities(read: &Read<'_>, findings: &mut Findings) {
    let mut twice = Places::default();
    let mut numbers = Places::default();
    let mut deep = Places::default();
    for (at, row) in read.list.resources.iter().enumerate() {
        let (mut has_twice, mut has_number, mut is_deep) = (false, false, false);
        for oddity in oddity::find(row.get()) {
            match oddity {
                Oddity::Twice { pointer, name } => {
                    twice.add(!has_twice, read.pointer(at) + &pointer, name);
                    has_twice = true;
                }
                Oddity::Number { pointer, spelled } => {
                    numbers.add(!has_number, read.pointer(at) + &pointer, spelled);
                    has_number = true;
                }
                Oddity::Deep { pointer, name } => {
                    deep.add(!is_deep, read.pointer(at) + &pointer, name);
                    is_deep = true;
                }
            }
        }
    }
    let all = read.list.resources.len();
    twice.report(TWICE, all, "hold a member more than once, the first", findings);
    numbers.report(NUMBER, all, "hold a number beyond 64 bits, the first", findings);
    deep.report(
        text::TOO_DEEP,
        all,
        "are nested more than 127 levels deep, the first in",
        findings,
    );
}

/// How many rows have something, and where and what the first is.
#[derive(Default)]
struct Places {
    rows: usize,
    first: Option<(String, String)>,
}

impl Places {
    fn add(&mut self, is_new_row: bool, pointer: String, what: String) {
        self.rows += usize::from(is_new_row);
        self.first.get_or_insert((pointer, what));
    }

    fn report(self, rule: Rule, all: usize, verb: &str, findings: &mut Findings) {
        if let Some((pointer, what)) = self.first {
            let text = format!("{} of {all} resources {verb} `{what}`.", self.rows);
            findings.add(rule, pointer, text);
        }
    }
}

struct Sum {
    rule: Rule,
    what: &'static str,
    count: usize,
    first: Option<usize>,
}

impl Sum {
    fn new(rule: Rule, what: &'static str) -> Self {
        Self { rule, what, count: 0, first: None }
    }
}
