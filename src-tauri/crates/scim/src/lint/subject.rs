//! An exchange under judgement: everything that several rules look at, read once and only when a rule asks for it.

use std::cell::OnceCell;

use serde_json::{Map, Value};

use super::context::{Context, Need};
use super::place::{Model, Place, Target};
use super::query::{Parameter, Query, parameters};
use super::writes::BulkTarget;
use super::{Exchange, Part};
use crate::finding::{Finding, Findings, Parsed};
use crate::message::{self, ErrorBody, ListResponse, NotScim};
use crate::provider_config::{ProviderConfig, Support};

/// The methods that SCIM uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Other,
}

/// A body as far as it could be read.
#[derive(Debug)]
pub(crate) enum Body {
    None,
    Json(Parsed<Value>),
    Unreadable(NotScim),
}

/// A list that was answered.
#[derive(Debug)]
pub(crate) struct List<'a> {
    pub(crate) response: ListResponse<'a>,
    pub(crate) findings: Vec<Finding>,
    prefix: Option<String>,
    rows: OnceCell<Vec<Value>>,
}

/// A resource that was answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) value: Value,
    /// Where it begins in the body: not at the top when it came in a list of one.
    pub(crate) prefix: String,
    pub(crate) findings: Vec<Finding>,
}

pub(crate) struct Subject<'a> {
    pub(crate) exchange: Exchange<'a>,
    pub(crate) context: Context<'a>,
    pub(crate) method: Method,
    pub(crate) place: Place<'a>,
    parameters: OnceCell<Vec<Parameter<'a>>>,
    query: OnceCell<Query>,
    request: OnceCell<Body>,
    response: OnceCell<Body>,
    list: OnceCell<Option<List<'a>>>,
    resource: OnceCell<Option<Answered>>,
    error: OnceCell<Option<Parsed<ErrorBody>>>,
    bulk: OnceCell<Vec<Option<BulkTarget<'a>>>>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(exchange: Exchange<'a>, context: Context<'a>) -> Self {
        Self {
            method: method(exchange.method),
            place: Place::of(exchange.url, &context),
            exchange,
            context,
            parameters: OnceCell::new(),
            query: OnceCell::new(),
            request: OnceCell::new(),
            response: OnceCell::new(),
            list: OnceCell::new(),
            resource: OnceCell::new(),
            error: OnceCell::new(),
            bulk: OnceCell::new(),
        }
    }

    /// The parameters of the URL.
    pub(crate) fn parameters(&self) -> &[Parameter<'a>] {
        self.parameters.get_or_init(|| parameters(self.exchange.url))
    }

    /// What is asked, by URL or by search.
    pub(crate) fn query(&self) -> &Query {
        self.query.get_or_init(|| match (&self.place.target, self.request_object()) {
            (Target::Search, Some(body)) if self.method == Method::Post => Query::of_search(body),
            _ => Query::of_url(self.parameters()),
        })
    }

    /// The body sent.
    pub(crate) fn request(&self) -> &Body {
        self.request.get_or_init(|| read(self.exchange.request_body))
    }

    pub(crate) fn request_object(&self) -> Option<&Map<String, Value>> {
        match self.request() {
            Body::Json(parsed) => parsed.value.as_object(),
            _ => None,
        }
    }

    /// The body answered, where it is no list: those are read row by row.
    pub(crate) fn response(&self) -> &Body {
        self.response.get_or_init(|| read(self.exchange.response_body))
    }

    pub(crate) fn response_object(&self) -> Option<&Map<String, Value>> {
        match self.response() {
            Body::Json(parsed) => parsed.value.as_object(),
            _ => None,
        }
    }

    /// The list answered, where the request asks for one.
    pub(crate) fn list(&self) -> Option<&List<'a>> {
        let list = self.list.get_or_init(|| {
            let text = self.exchange.response_body.filter(|_| self.is_success())?;
            if !self.asks_for_list() {
                return None;
            }
            let (parsed, prefix) = message::placed_list(text).ok()?;
            let Parsed { value: response, findings } = parsed;
            Some(List { response, findings, prefix, rows: OnceCell::new() })
        });
        list.as_ref()
    }

    /// The resource answered, where the request asks for one.
    pub(crate) fn resource(&self) -> Option<&Answered> {
        let resource = self.resource.get_or_init(|| {
            let text = self.exchange.response_body.filter(|_| self.is_success())?;
            if !self.asks_for_resource() {
                return None;
            }
            let Parsed { value, findings } = message::resource(text).ok()?;
            let wrapped = findings.iter().find(|it| it.rule == "list-for-one");
            let prefix = wrapped.map(|it| format!("{}/0", it.pointer)).unwrap_or_default();
            Some(Answered { value, prefix, findings })
        });
        resource.as_ref()
    }

    /// The error answered.
    pub(crate) fn error(&self) -> Option<&Parsed<ErrorBody>> {
        let error = self.error.get_or_init(|| {
            let text = self.exchange.response_body.filter(|_| self.is_error())?;
            ErrorBody::parse(text)
        });
        error.as_ref()
    }

    /// What the operations of a bulk request lead to.
    pub(crate) fn bulk_targets(&self, body: &Map<String, Value>) -> &[Option<BulkTarget<'a>>] {
        self.bulk.get_or_init(|| BulkTarget::all(body, &self.context))
    }

    pub(crate) fn status(&self) -> u16 {
        self.exchange.status.unwrap_or_default()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status())
    }

    pub(crate) fn is_error(&self) -> bool {
        (400..600).contains(&self.status())
    }

    /// Whether the answer has a body worth the name.
    pub(crate) fn has_response_body(&self) -> bool {
        self.exchange.response_body.is_some_and(|it| !it.trim().is_empty())
    }

    /// Whether the answer should be a list: of resources, resource types or schemas.
    pub(crate) fn asks_for_list(&self) -> bool {
        match self.place.target {
            Target::Search => self.method == Method::Post,
            _ => self.lists_by_get() || self.lists_discovery(),
        }
    }

    pub(crate) fn lists_discovery(&self) -> bool {
        self.method == Method::Get && self.place.target == Target::DiscoveryList
    }

    fn lists_by_get(&self) -> bool {
        self.method == Method::Get && matches!(self.place.target, Target::Root | Target::Collection)
    }

    /// Whether the answer should be a list of users, groups or the like.
    pub(crate) fn lists_resources(&self) -> bool {
        self.asks_for_list() && !self.lists_discovery()
    }

    /// Whether the answer, if it has a body, should be one resource.
    pub(crate) fn asks_for_resource(&self) -> bool {
        match self.place.target {
            Target::Resource(_) | Target::Me => self.method != Method::Other,
            Target::Collection => self.method == Method::Post,
            _ => false,
        }
    }

    /// Whether the request makes a new resource.
    pub(crate) fn creates(&self) -> bool {
        self.method == Method::Post && self.place.target == Target::Collection
    }

    /// Whether the request changes one resource.
    pub(crate) fn changes(&self) -> bool {
        matches!(self.method, Method::Put | Method::Patch)
            && matches!(self.place.target, Target::Resource(_) | Target::Me)
    }

    pub(crate) fn request_header(&self, name: &str) -> Option<&'a str> {
        header(self.exchange.request_headers, name)
    }

    pub(crate) fn response_header(&self, name: &str) -> Option<&'a str> {
        header(self.exchange.response_headers, name)
    }

    pub(crate) fn provider_config(&self) -> Option<&'a ProviderConfig> {
        self.context.discovery?.provider_config
    }

    pub(crate) fn etag_support(&self) -> Option<Support> {
        self.provider_config().map(|it| it.etag)
    }

    /// What is lacking to call something clean by the schemas of the endpoint.
    pub(crate) fn lacks_schemas(&self) -> Option<Need> {
        lacks_schemas(self.place.model)
    }

    /// The resources answered, each with the JSON pointer in front of it: the rows of a list, or the one resource.
    pub(crate) fn resources(&self) -> Vec<(String, &Value)> {
        if let Some(list) = self.list().filter(|_| self.lists_resources()) {
            return list.rows().iter().enumerate().map(|(at, it)| (list.pointer(at), it)).collect();
        }
        self.resource().map(|it| (it.prefix.clone(), &it.value)).into_iter().collect()
    }
}

impl List<'_> {
    /// The rows as JSON values.
    pub(crate) fn rows(&self) -> &[Value] {
        let read = || self.response.resources.iter().map(|it| message::lenient(it.get()));
        self.rows.get_or_init(|| read().collect())
    }

    pub(crate) fn pointer(&self, at: usize) -> String {
        self.prefix.as_deref().map_or_else(String::new, |it| format!("{it}/{at}"))
    }
}

/// What is lacking to call something clean by these schemas: the server's own, where only the RFC's are known.
pub(crate) fn lacks_schemas(model: Option<Model<'_>>) -> Option<Need> {
    (!model.is_some_and(|it| it.is_served)).then_some(Need::Schemas)
}

/// The first value of a header, by name in any letter case.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

/// The media type of a header's value, in lower case, without parameters.
pub(crate) fn media_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The pointer to a header of a head.
pub(crate) fn header_pointer(name: &str) -> String {
    format!("/headers/{}", name.to_ascii_lowercase())
}

/// Into which part a pointer of the request's head leads; short for a word that rules write often.
pub(crate) const SENT: Part = Part::RequestHead;
/// The same of the answer's head.
pub(crate) const CAME: Part = Part::ResponseHead;

fn method(name: &str) -> Method {
    let known = [
        ("GET", Method::Get),
        ("POST", Method::Post),
        ("PUT", Method::Put),
        ("PATCH", Method::Patch),
        ("DELETE", Method::Delete),
    ];
    let found = known.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
    found.map_or(Method::Other, |(_, method)| *method)
}

fn read(text: Option<&str>) -> Body {
    let Some(text) = text.filter(|it| !it.trim().is_empty()) else { return Body::None };
    let mut findings = Findings::default();
    let opened = message::open(text, &mut findings);
    match opened.and_then(|it| message::value(it, &mut findings)) {
        Ok(value) => Body::Json(findings.into_parsed(value)),
        Err(error) => Body::Unreadable(error),
    }
}
