//! Real discovery documents of many servers: each is read, and what deviates is what we think it is.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use scim::finding::Finding;
use scim::message::NotScim;

fn fixtures(kinds: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = Vec::new();
    for folder in fs::read_dir(&root).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().to_lowercase();
            // Requests and answers about resources, and samples of tests: those are in another test.
            let is_other = [
                "github",
                "postman",
                "inbound",
                "scimmy/messages",
                "bulk_",
                "user-resource",
                "own/",
            ];
            let is_other = is_other.iter().any(|it| path.to_string_lossy().contains(it));
            if !is_other && kinds.iter().any(|it| name.contains(it)) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn describe(path: &Path, read: impl Fn(&str) -> Result<(String, Vec<Finding>), NotScim>) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let name = path.strip_prefix(root).unwrap().display().to_string();
    let text = definition(&fs::read_to_string(path).unwrap());
    let mut lines = match read(&text) {
        Ok((summary, findings)) => {
            let mut lines = format!("{name}: {summary}\n");
            for it in findings {
                let line = format!(
                    "  {:?} {} {} [{}] {}\n",
                    it.severity, it.rule, it.pointer, it.section, it.message
                );
                lines.push_str(&line);
            }
            lines
        }
        Err(error) => format!("{name}: {error}\n"),
    };
    lines.push('\n');
    lines
}

/// The files of one library hold the document under `definition`, beside other things.
fn definition(text: &str) -> String {
    let whole: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let inner = whole.as_ref().and_then(|it| it.get("definition"));
    inner.map_or_else(|| text.to_owned(), ToString::to_string)
}

#[test]
fn schemas_are_read() {
    let kinds = [
        "schema",
        "entra-scim-api-custom",
        "enterpriseuser",
        "group.json",
        "resourcetype.json",
        "user.json",
        "serviceproviderconfig.json",
    ];
    let other = [
        "resourcetypes",
        "example",
        "entra-scim-api-service",
        "identity-center",
        "v2-user",
        "rfc7643-8.6",
        "resource-type-group",
    ];
    let files = fixtures(&kinds);
    let files = files.iter().filter(|it| !other.iter().any(|no| it.to_string_lossy().contains(no)));
    let all: String = files
        .map(|path| {
            describe(path, |text| {
                let parsed = scim::schema::parse_all(text)?;
                let attributes: Vec<usize> =
                    parsed.value.iter().map(|it| it.attributes.len()).collect();
                Ok((
                    format!("{} schemas, attributes {attributes:?}", parsed.value.len()),
                    parsed.findings,
                ))
            })
        })
        .collect();
    expect_file!["expected/schemas.txt"].assert_eq(&all);
}

#[test]
fn resource_types_are_read() {
    let files = fixtures(&[
        "resourcetypes",
        "resource-types",
        "resource_types",
        "rfc7643-8.6",
        "resource-type-group",
        "resource-type-user",
        "keystore-resource-type",
    ]);
    let all: String = files
        .iter()
        .map(|path| {
            describe(path, |text| {
                let parsed = scim::resource_type::parse_all(text)?;
                let names: Vec<String> = parsed
                    .value
                    .iter()
                    .map(|it| {
                        format!("{} {} +{}", it.name, it.endpoint, it.schema_extensions.len())
                    })
                    .collect();
                Ok((names.join(", "), parsed.findings))
            })
        })
        .collect();
    expect_file!["expected/resource_types.txt"].assert_eq(&all);
}

#[test]
fn provider_configs_are_read() {
    let mut files = fixtures(&[
        "serviceproviderconfig",
        "service_provider_configuration",
        "service-provider-config",
    ]);
    files.extend(fixtures(&[
        "aldeci",
        "listresponse-urn",
        "broken.json.txt",
        "plinto",
        "truckercore",
    ]));
    files.retain(|it| {
        !it.to_string_lossy().contains("8.7.2") && !it.to_string_lossy().contains("schemas-Service")
    });
    let all: String = files
        .iter()
        .map(|path| {
            describe(path, |text| {
                let parsed = scim::provider_config::parse(text)?;
                let it = parsed.value;
                let summary = format!(
                    "patch {:?}, bulk {:?}, filter {:?} {:?}, sort {:?}, etag {:?}, {} schemes, paging {}",
                    it.patch, it.bulk.supported, it.filter, it.filter_max_results, it.sort, it.etag,
                    it.authentication_schemes.len(), it.pagination.is_some()
                );
                Ok((summary, parsed.findings))
            })
        })
        .collect();
    expect_file!["expected/provider_configs.txt"].assert_eq(&all);
}

#[test]
fn lists_are_read() {
    let files = fixtures(&["list_response", "listresponse", "entra-scim-api-users", "users-list"]);
    let all: String = files
        .iter()
        .map(|path| {
            describe(path, |text| {
                let parsed = scim::message::ListResponse::parse(text)?;
                let it = parsed.value;
                let summary = format!(
                    "{} resources, total {:?}, start {:?}, per page {:?}, next {:?}",
                    it.resources.len(),
                    it.total_results,
                    it.start_index,
                    it.items_per_page,
                    it.next_cursor
                );
                Ok((summary, parsed.findings))
            })
        })
        .collect();
    expect_file!["expected/lists.txt"].assert_eq(&all);
}

#[test]
fn built_in_schemas_have_no_findings() {
    let ids: Vec<&str> = scim::builtin::schemas().iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            scim::urn::USER,
            scim::urn::GROUP,
            scim::urn::ENTERPRISE_USER,
            scim::urn::SERVICE_PROVIDER_CONFIG,
            scim::urn::RESOURCE_TYPE,
            scim::urn::SCHEMA,
        ]
    );
    assert_eq!(scim::builtin::common_attributes().len(), 4);
    for path in fixtures(&["rfc7643-8.7"]) {
        let parsed = scim::schema::parse_all(&fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(parsed.value.len(), 1, "{}", path.display());
        let findings: Vec<_> = parsed.findings.iter().filter(|it| it.rule != "S04").collect();
        assert!(findings.is_empty(), "{}: {findings:?}", path.display());
    }
}
