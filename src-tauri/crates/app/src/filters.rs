//! What there is to say about a filter while it is being written. All of it is `scim`'s; here it is brought together
//! for the filter bar, in places as the UI counts them.

use scim::attr::AttrPath;
use scim::filter::{self, Filter, SyntaxError};
use scim::finding::Severity;
use scim::view::TypeModel;
use serde_json::Value;

use crate::App;
use crate::api::Empty;
use crate::api::filters::{
    ComparedValue, FilterCheck, FilterChecked, FilterClause, FilterClauseContent, FilterComparison,
    FilterComplete, FilterCompleted, FilterProblem, FilterToken, Places, operator_word,
};
use crate::call::Call;
use crate::error::{Fault, sentence};

const GRAMMAR: &str = "RFC 7644 §3.4.2.2";

pub(crate) async fn filter_check(
    app: &App,
    request: FilterCheck,
    _: &Call<Empty>,
) -> Result<FilterChecked, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    Ok(checked(&request.text, &model))
}

pub(crate) async fn filter_complete(
    app: &App,
    request: FilterComplete,
    _: &Call<Empty>,
) -> Result<FilterCompleted, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let _model = tenant.model(&request.resource_type)?;
    let places = Places::of(&request.text);
    let at = places.byte(request.cursor);
    let span = places.span(filter::Span { start: at, end: at });
    Ok(FilterCompleted { span, completions: Vec::new() })
}

fn checked(text: &str, model: &TypeModel) -> FilterChecked {
    let places = Places::of(text);
    let uris: Vec<&str> = model.uris().collect();
    let tokens = filter::tokens(text)
        .into_iter()
        .map(|it| FilterToken { span: places.span(it.span), kind: it.kind.into() });
    let clauses = filter::outline(text).into_iter().map(|it| FilterClause {
        span: places.span(it.span),
        joint: it.joint,
        removal: places.span(it.removal),
        content: content(it.span.of(text), model, &uris),
    });
    let (tokens, clauses) = (tokens.collect(), clauses.collect());
    if text.trim().is_empty() {
        return FilterChecked { tokens, clauses, problems: Vec::new(), canonical: None };
    }
    match Filter::parse(text, &uris) {
        Ok(filter) => FilterChecked {
            tokens,
            clauses,
            problems: Vec::new(),
            canonical: Some(filter.to_string()),
        },
        Err(error) => {
            let problems = vec![syntax_problem(&error, &places)];
            FilterChecked { tokens, clauses, problems, canonical: None }
        }
    }
}

fn syntax_problem(error: &SyntaxError, places: &Places<'_>) -> FilterProblem {
    let span = filter::Span { start: error.at, end: error.at + error.length };
    FilterProblem {
        span: places.span(span),
        severity: Severity::Error,
        message: sentence(&error.message),
        expected: error.expected.clone(),
        section: GRAMMAR.to_owned(),
    }
}

fn content(text: &str, model: &TypeModel, uris: &[&str]) -> FilterClauseContent {
    match Filter::parse(text, uris) {
        Ok(Filter::Compare { path, op, value }) if !text.starts_with('(') => {
            let operator = operator_word(op);
            FilterClauseContent::Comparison(comparison(&path, operator, Some(&value), model))
        }
        Ok(Filter::Present(path)) if !text.starts_with('(') => {
            FilterClauseContent::Comparison(comparison(&path, "pr", None, model))
        }
        Ok(_) => FilterClauseContent::Advanced,
        Err(_) => FilterClauseContent::Draft,
    }
}

fn comparison(
    path: &AttrPath,
    operator: &str,
    value: Option<&Value>,
    model: &TypeModel,
) -> FilterComparison {
    let resolved = model.resolve_path(path).ok();
    let attribute = resolved.map(|it| it.sub.unwrap_or(it.attribute));
    let name = AttrPath { uri: None, ..path.clone() };
    FilterComparison {
        path: path.to_string(),
        name: name.to_string(),
        data_type: attribute.map(|it| it.attribute_type),
        operator: operator.to_owned(),
        operators: Vec::new(),
        value: value.map(|it| match it {
            Value::String(text) => ComparedValue::Text { text: text.clone() },
            other => ComparedValue::Literal { text: other.to_string() },
        }),
    }
}
