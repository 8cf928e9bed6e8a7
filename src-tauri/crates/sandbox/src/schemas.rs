//! What the sandbox says about itself: its schemas, resource types and abilities. It claims only what it does.

use serde_json::{Value, json};

use crate::directory::add;
use crate::resource::BASE;

pub(crate) const USERS: &str = "/Users";
pub(crate) const GROUPS: &str = "/Groups";
pub(crate) const DEVICES: &str = "/Devices";
/// The company's own extension of User.
pub(crate) const PEOPLE: &str = "urn:scimscope:params:scim:schemas:extension:people:2.0:User";
/// The schema of the company's own resource type.
pub(crate) const DEVICE: &str = "urn:scimscope:params:scim:schemas:core:2.0:Device";

/// How many resources a page has when the client does not say, and at most.
pub(crate) const PAGE_SIZE: usize = 100;
pub(crate) const LARGEST_PAGE: usize = 1000;
/// The limits of a bulk request; the second one, in bytes, holds for every body.
pub(crate) const MOST_OPERATIONS: usize = 1000;
pub(crate) const LARGEST_PAYLOAD: usize = 1_048_576;

const SCHEMAS: [&str; 5] = [
    include_str!("schemas/user.json"),
    include_str!("schemas/group.json"),
    include_str!("schemas/enterprise_user.json"),
    include_str!("schemas/people.json"),
    include_str!("schemas/device.json"),
];

/// One discovery document and what it is asked for by.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// The answers of `/Schemas/{id}`.
pub(crate) fn schemas(base: &str, has_people: bool) -> Vec<Document> {
    let documents = SCHEMAS.iter().map(|text| document(text.replace(BASE, base)));
    documents.filter(|it| has_people || it.id != PEOPLE).collect()
}

/// The same schemas, read.
pub(crate) fn parsed() -> Vec<scim::schema::Schema> {
    let read = SCHEMAS.iter().filter_map(|it| scim::schema::parse_all(it).ok());
    read.flat_map(|it| it.value).collect()
}

/// The answers of `/ResourceTypes/{id}`.
pub(crate) fn resource_types(base: &str, has_people: bool) -> Vec<Document> {
    let people = has_people.then_some(PEOPLE);
    let of_user = [scim::urn::ENTERPRISE_USER].into_iter().chain(people).collect();
    let types = [
        ("User", USERS, "A colleague", scim::urn::USER, of_user),
        ("Group", GROUPS, "People and groups taken together", scim::urn::GROUP, Vec::new()),
        ("Device", DEVICES, "A computer or telephone", DEVICE, Vec::new()),
    ];
    let documents = types.into_iter().map(|(name, endpoint, description, schema, extensions)| {
        let mut value = json!({
            "schemas": [scim::urn::RESOURCE_TYPE],
            "id": name,
            "name": name,
            "endpoint": endpoint,
            "description": description,
            "schema": schema,
        });
        if !extensions.is_empty() {
            let extensions = extensions.iter().map(|it| json!({"schema": it, "required": false}));
            add(&mut value, "schemaExtensions", extensions.collect());
        }
        add(&mut value, "meta", meta("ResourceType", &format!("{base}/ResourceTypes/{name}")));
        document(value.to_string())
    });
    documents.collect()
}

/// The answer of `/ServiceProviderConfig`.
pub(crate) fn provider_config(base: &str) -> String {
    let yes = json!({"supported": true});
    let value = json!({
        "schemas": [scim::urn::SERVICE_PROVIDER_CONFIG],
        "documentationUri": "https://tarnwick.example/scim",
        "patch": yes,
        "bulk": {
            "supported": true,
            "maxOperations": MOST_OPERATIONS,
            "maxPayloadSize": LARGEST_PAYLOAD,
        },
        "filter": {"supported": true, "maxResults": LARGEST_PAGE},
        "changePassword": yes,
        "sort": yes,
        "etag": yes,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "The token that the sandbox made for this run.",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
        }],
        "pagination": {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": PAGE_SIZE,
            "maxPageSize": LARGEST_PAGE,
            "cursorTimeout": crate::cursor::TIMEOUT,
        },
        "meta": meta("ServiceProviderConfig", &format!("{base}/ServiceProviderConfig")),
    });
    value.to_string()
}

fn meta(resource_type: &str, location: &str) -> Value {
    json!({"resourceType": resource_type, "location": location})
}

fn document(text: String) -> Document {
    let id = serde_json::from_str::<Value>(&text).ok();
    let id = id.as_ref().and_then(|it| it.get("id")).and_then(Value::as_str);
    Document { id: id.unwrap_or_default().to_owned(), text }
}
