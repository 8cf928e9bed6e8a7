//! What reading outside input costs: every public function that takes a text or a JSON value, on texts and documents made
//! to hurt. [`super::public`] holds that none is forgotten.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::hostile::{DOCUMENTS, Document, TEXTS, WITH_MEMBER};
use super::{SIZES, assert_linear, grown};
use crate::attr::AttrPath;
use crate::bulk::{self, BulkRequest, BulkResponse, Graph};
use crate::compare::{self, Typing};
use crate::etag::{Condition, EntityTag};
use crate::filter::{Spanned, check, complete, tokens, written_clauses};
use crate::finding::{Finding, Severity};
use crate::lint::Fingerprint;
use crate::message::{self, ErrorBody, ListResponse, SearchRequest, lenient};
use crate::outcome::Answer;
use crate::patch::PatchRequest;
use crate::patch_path::PatchPath;
use crate::path::{self, AttributePath};
use crate::recognise::{recognise, version_one_uris};
use crate::schema::{Attribute, Schema};
use crate::view::{self, TypeModel};
use crate::{builtin, provider_config, resource_type, schema, urn};

/// A reader of text, by the file and the name of its function, and the members that it asks for.
pub(super) struct Reader {
    pub(super) name: &'static str,
    read: fn(&str),
    members: &'static [&'static str],
}

const fn reader(name: &'static str, members: &'static [&'static str], read: fn(&str)) -> Reader {
    Reader { name, read, members }
}

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

/// Each that reads JSON.
pub(super) const OF_DOCUMENTS: [Reader; 16] = [
    reader("message/list.rs parse", &["Resources", "totalResults"], |it| {
        drop(ListResponse::parse(it))
    }),
    reader("message/resource.rs resource", &["meta", "schemas"], |it| drop(message::resource(it))),
    reader("message/text.rs lenient", &[], |it| drop(lenient(it))),
    reader("message/error.rs parse", &["errors", "error_description"], |it| {
        drop(ErrorBody::parse(it));
        assert!(!matches!(Answer::missing(404, it), Answer::Body(_)));
    }),
    reader("message/error.rs parse_success", &["errors"], |it| drop(ErrorBody::parse_success(it))),
    reader("message/search.rs parse", &["excludedAttributes", "startIndex"], |it| {
        drop(SearchRequest::parse(it));
    }),
    reader("message/search.rs parse_strict", &[], |it| drop(SearchRequest::parse_strict(it))),
    reader("provider_config.rs parse", &["authenticationSchemes", "pagination"], |it| {
        drop(provider_config::parse(it));
    }),
    reader("schema/parse.rs parse_all", &["attributes"], |it| drop(schema::parse_all(it))),
    reader("resource_type.rs parse_all", &["schemaExtensions"], |it| {
        drop(resource_type::parse_all(it))
    }),
    reader("recognise.rs recognise", &["Resources", "item"], |it| drop(recognise(it, &[]))),
    reader("recognise.rs version_one_uris", &["Resources"], |it| drop(version_one_uris(it))),
    reader("bulk/read.rs parse", &["Operations"], |it| {
        drop(BulkResponse::parse(it));
        drop(BulkRequest::parse(it).map(|it| Graph::of(&it.value.operations).order()));
    }),
    reader("patch/read.rs parse", &["Operations", "schemas"], |it| {
        drop(PatchRequest::parse(it, &[]))
    }),
    reader("patch/read.rs from_json", &[], |it| {
        let value = lenient(it);
        drop(PatchRequest::from_json(&value, &[]));
        drop(PatchRequest::borrowed(&value, &[]).map(|it| it.value.operations.len()));
    }),
    reader("bulk/reference.rs references_in", &[], |it| {
        let value = lenient(it);
        let ids = HashMap::from([("y", "id")]);
        drop((bulk::references_in("/Users/bulkId:x", Some(&value)), bulk::resolve(&value, &ids)));
    }),
];

/// Each that reads other text.
pub(super) const OF_TEXTS: [Reader; 13] = [
    reader("etag.rs parse", &[], |it| {
        let tag = EntityTag::parse(it);
        let condition = Condition::parse(it).map(|it| (it.to_string(), it.if_match(tag.as_ref())));
        drop(condition);
    }),
    reader("etag.rs parse_loose", &[], |it| drop(EntityTag::parse_loose(it))),
    reader("filter/check.rs check", &[], |it| {
        drop(Spanned::parse(it, &[urn::USER]).map(|it| check(&it, &user())));
    }),
    reader("filter/clauses.rs written_clauses", &[], |it| drop(written_clauses(it))),
    reader("filter/outline.rs tokens", &[], |it| drop(tokens(it))),
    reader("filter/complete.rs complete", &[], |it| drop(complete(it, it.len(), &user()))),
    reader("attr.rs parse", &[], |it| {
        drop(AttrPath::parse(it, &[urn::USER]).map(|it| user().resolve_path(&it).is_ok()));
    }),
    reader("patch_path.rs parse", &[], |it| drop(PatchPath::parse(it, &[urn::USER]))),
    reader("path.rs parse", &[], |it| {
        assert!(AttributePath::parse(it, [urn::USER]).attribute.len() <= it.len());
        assert!(!path::is_attribute_name(it) || !it.is_empty());
    }),
    reader("message/search.rs from_query", &[], |it| {
        let pairs = ["attributes", "ATTRIBUTES", "count", "filter", "sortBy", "cursor", "x"];
        drop(SearchRequest::from_query(pairs.map(|name| (name, it))));
        drop(SearchRequest::from_query(it.split(' ').map(|it| ("excludedAttributes", it))));
        drop(SearchRequest::from_query_strict(it.split(' ').map(|it| (it, "x"))));
    }),
    reader("message/page.rs is_cursor", &[], |it| {
        assert!(!message::is_cursor(it) || it.is_ascii())
    }),
    reader("view/cell.rs cell", &[], |it| {
        let resource = json!({"id": it, "emails": [{"value": it}]});
        for path in ["id", "emails", it] {
            drop(view::cell(&user(), &resource, path));
        }
        drop(view::identity(&user(), &resource));
        drop(view::values(&user(), &[], &resource, it, 0, 10));
    }),
    reader("compare.rs equal", &[], |it| {
        let (left, right) = (Value::from(it), Value::from(format!("{it}x")));
        for typing in [Typing::ByJson, Typing::DateTime, Typing::Number, Typing::Binary] {
            assert!(!compare::equal(&left, &right, typing) || typing == Typing::Binary);
            assert!(compare::order(&left, &right, typing) != Some(std::cmp::Ordering::Greater));
        }
    }),
];

/// Holds each reader against each of these texts, which are made once for all of them.
fn assert_each(readers: &[Reader], texts: &[Document]) {
    let mut most = vec![0; readers.len()];
    for (what, text) in texts {
        let texts = SIZES.map(text);
        for (reader, most) in readers.iter().zip(&mut most) {
            let name = format!("{} of {what}", reader.name);
            let [_, middle, _] = grown(&name, |place| (reader.read)(&texts[place]));
            *most = middle.max(*most);
        }
    }
    // Some texts are refused at first sight. A reader that counts none of them through counts too little to prove anything.
    for (reader, most) in readers.iter().zip(most) {
        assert!(most >= SIZES[1] / 2, "{} counts {most} steps", reader.name);
    }
}

#[test]
fn reading_json_grows_with_the_text_and_no_faster() {
    assert_each(&OF_DOCUMENTS, &DOCUMENTS);
}

#[test]
fn reading_members_grows_with_the_text_and_no_faster() {
    let names: BTreeSet<&str> = OF_DOCUMENTS.iter().flat_map(|it| it.members).copied().collect();
    for name in names {
        for (what, text) in WITH_MEMBER {
            let texts = SIZES.map(|size| text(name, size));
            for reader in OF_DOCUMENTS.iter().filter(|it| it.members.contains(&name)) {
                let case = format!("{} of {what} in {name}", reader.name);
                let [_, middle, _] = grown(&case, |place| (reader.read)(&texts[place]));
                assert!(middle > 0, "{case}: nothing is counted");
            }
        }
    }
}

#[test]
fn reading_other_text_grows_with_it_and_no_faster() {
    assert_each(&OF_TEXTS, &TEXTS);
}

/// What the schemas suggest is outside input too.
#[test]
fn checking_a_filter_against_long_lists_grows_with_both_and_no_faster() {
    let suggesting = |count: usize| {
        let attribute = Attribute {
            name: "kind".to_owned(),
            canonical_values: (0..count).map(|it| json!(format!("v{it:05}"))).collect(),
            ..Attribute::default()
        };
        let attributes = vec![attribute].into();
        let schema = Schema { id: urn::USER.to_owned(), attributes, ..Schema::default() };
        TypeModel::resolve(&builtin::resource_types()[0], &[schema]).value
    };
    assert_linear("values that the schema suggests last", |size| {
        let count = size / 20;
        let filter = vec![format!("kind eq \"v{:05}\"", count - 1); count / 2].join(" or ");
        let filter = Spanned::parse(&filter, &[]).unwrap();
        assert!(check(&filter, &suggesting(count)).is_empty());
    });
    assert_linear("a resource of values that the schema suggests last", |size| {
        let mut model = suggesting(size / 20);
        if let Some(base) = model.base.as_mut().map(std::sync::Arc::make_mut) {
            base.attributes[0].multi_valued = true;
        }
        let kinds = vec![format!("v{:05}", size / 20 - 1); size / 20];
        let resource = json!({"schemas": [urn::USER], "kind": kinds});
        drop(crate::validate::validate(&resource, &model, crate::validate::Purpose::Create));
    });
}

#[test]
fn placing_findings_grows_with_the_form_and_no_faster() {
    assert_linear("a form of many lines", |size| {
        let value = lenient(&(DOCUMENTS[0].1)(size / 2));
        let mut sections = view::form(&user(), &[], &value, 200);
        let finding = |it: usize| Finding {
            rule: "rule".to_owned(),
            severity: Severity::Info,
            pointer: format!("/x{it:05}/a/b"),
            section: String::new(),
            message: it.to_string(),
        };
        let findings = (0..size / 100).map(finding).collect();
        drop(view::place_findings(&mut sections, findings));
    });
    for (what, document) in &DOCUMENTS {
        assert_linear(&format!("a form of {what}"), |size| {
            let value = lenient(&document(size));
            let sections = view::form(&user(), builtin::resource_types(), &value, 200);
            let bytes = sections.iter().flat_map(|it| &it.fields);
            crate::steps::count(bytes.map(|it| it.path.len() + it.pointer.len()).sum());
        });
    }
}

#[test]
fn a_fingerprint_grows_with_the_schemas_and_no_faster() {
    assert_linear("a fingerprint", |size| {
        let text = format!("[{{\"id\":\"urn:a\",\"attributes\":{}}}]", (DOCUMENTS[10].1)(size));
        crate::steps::count(text.len());
        drop(schema::parse_all(&text).map(|it| Fingerprint::of(&it.value)));
    });
}
