//! What there is to say about a filter while it is being written. All of it is `scim`'s; here it is brought together
//! for the filter bar, in places as the UI counts them.

use scim::attr::AttrPath;
use scim::filter::{self, Completion, CompletionKind, Filter, Problem, Spanned, SyntaxError};
use scim::finding::Severity;
use scim::schema::{Attribute, AttributeType, Mutability, Returned};
use scim::urn;
use scim::view::TypeModel;
use serde_json::Value;

use crate::App;
use crate::api::Empty;
use crate::api::filters::{
    ComparedValue, FilterCheck, FilterChecked, FilterClause, FilterClauseContent, FilterComparison,
    FilterComplete, FilterCompleted, FilterCompletion, FilterProblem, FilterToken, Places,
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
    let model = tenant.model(&request.resource_type)?;
    let text = &request.text;
    let places = Places::of(text);
    let at = places.byte(request.cursor);
    let offers = filter::complete(text, at, &model);
    let span = offers.first().map_or(filter::Span { start: at, end: at }, |it| it.span);
    let goes_on = !text.get(span.end..).is_some_and(|it| it.starts_with(char::is_whitespace));
    let completions = offers.into_iter().map(|it| completion(it, &model, goes_on)).collect();
    Ok(FilterCompleted { span: places.span(span), completions })
}

fn checked(text: &str, model: &TypeModel) -> FilterChecked {
    let places = Places::of(text);
    let uris: Vec<&str> = model.uris().collect();
    let tokens = filter::tokens(text)
        .into_iter()
        .map(|it| FilterToken { span: places.span(it.span), kind: it.kind })
        .collect();
    let clauses = filter::written_clauses(text)
        .into_iter()
        .map(|it| FilterClause {
            span: places.span(it.span),
            joint: it.joint,
            removal: places.span(it.removal),
            content: content(it.span.of(text), model, &uris),
        })
        .collect();
    let (problems, canonical) = if text.trim().is_empty() {
        (Vec::new(), None)
    } else {
        match Spanned::parse(text, &uris) {
            Ok(spanned) => {
                let problems = filter::check(&spanned, model);
                let problems = problems.into_iter().map(|it| schema_problem(it, &places));
                (problems.collect(), Some(spanned.to_filter().to_string()))
            }
            Err(error) => (vec![syntax_problem(&error, &places)], None),
        }
    };
    FilterChecked { tokens, problems, clauses, canonical }
}

fn syntax_problem(error: &SyntaxError, places: &Places<'_>) -> FilterProblem {
    let span = filter::Span { start: error.at, end: error.at + error.length };
    FilterProblem {
        span: places.span(span),
        severity: Severity::Error,
        message: sentence(&error.message),
        expected: error.expected.clone(),
        instead: Vec::new(),
        section: GRAMMAR.to_owned(),
    }
}

fn schema_problem(problem: Problem, places: &Places<'_>) -> FilterProblem {
    FilterProblem {
        span: places.span(problem.span),
        severity: problem.severity,
        message: sentence(&problem.message),
        expected: Vec::new(),
        instead: problem.instead,
        section: problem.section,
    }
}

fn content(text: &str, model: &TypeModel, uris: &[&str]) -> FilterClauseContent {
    match Filter::parse(text, uris) {
        // In brackets it is one condition as well, but its brackets have to stay where they are.
        Ok(_) if text.starts_with('(') => FilterClauseContent::Advanced,
        Ok(Filter::Compare { path, op, value }) => {
            FilterClauseContent::Comparison(comparison(&path, op.name(), Some(&value), model))
        }
        Ok(Filter::Present(path)) => {
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
    let name = AttrPath { uri: None, ..path.clone() };
    FilterComparison {
        path: path.to_string(),
        name: name.to_string(),
        data_type: resolved.map(|it| it.target().attribute_type),
        operator: operator.to_owned(),
        operators: operators(path, model),
        value: value.map(|it| match it {
            Value::String(text) => ComparedValue::Text { text: text.clone() },
            other => ComparedValue::Literal { text: other.to_string() },
        }),
    }
}

/// The operators that can follow an attribute.
fn operators(path: &AttrPath, model: &TypeModel) -> Vec<String> {
    let text = format!("{path} ");
    let offers = filter::complete(&text, text.len(), model);
    let operators = offers.into_iter().filter(|it| it.kind == CompletionKind::Operator);
    operators.map(|it| it.label).collect()
}

/// `goes_on` says that nothing follows which would part the word from the next one.
fn completion(offer: Completion, model: &TypeModel, goes_on: bool) -> FilterCompletion {
    use CompletionKind as Kind;
    let (schema, name) = match offer.kind {
        Kind::Attribute | Kind::SubAttribute | Kind::Bracket => {
            urn::split(&offer.label, model.uris())
        }
        Kind::Operator | Kind::Logical | Kind::Value => (None, offer.label.as_str()),
    };
    let attribute = (offer.kind == Kind::Attribute)
        .then(|| AttrPath { uri: schema.map(str::to_owned), ..AttrPath::of(name) })
        .and_then(|path| model.resolve_path(&path).ok().map(|it| it.target()));
    let is_whole = match offer.kind {
        // An object is compared by one of its parts: a dot may follow.
        Kind::Attribute => attribute.is_none_or(|it| !it.is_complex()),
        Kind::SubAttribute => true,
        Kind::Operator | Kind::Logical | Kind::Value | Kind::Bracket => false,
    };
    let blank = if is_whole && goes_on { " " } else { "" };
    FilterCompletion {
        insert: format!("{}{blank}", offer.insert),
        label: name.to_owned(),
        kind: offer.kind,
        detail: offer.detail.unwrap_or_default(),
        schema: schema.map(str::to_owned),
        description: offer.description,
        notes: attribute.map(notes).unwrap_or_default(),
    }
}

/// What is worth knowing before an attribute is compared.
fn notes(attribute: &Attribute) -> Vec<String> {
    let mut notes = Vec::new();
    if matches!(attribute.attribute_type, AttributeType::String | AttributeType::Reference) {
        notes.push(if attribute.case_exact {
            "Letter case counts.".to_owned()
        } else {
            "Ignores letter case.".to_owned()
        });
    }
    if attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly {
        notes.push("Never returned: what comes back cannot be checked against it.".to_owned());
    }
    notes
}
