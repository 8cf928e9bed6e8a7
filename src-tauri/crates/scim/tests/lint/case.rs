//! Cases as data: one exchange, one rule, what comes of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use scim::filter::CompareOp;
use scim::lint::{
    Capability, Context, Discovery, Exchange, FilterProbe, Fingerprint, Outcome, Preset, Probes,
    rules,
};
use scim::provider_config::ProviderConfig;
use scim::view::TypeModel;
use serde::Deserialize;
use serde_json::{Value, json};

/// One case. `request` is method and URL; bodies are JSON, or text as it goes over the wire.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Case {
    #[serde(default)]
    pub(crate) rule: String,
    pub(crate) name: String,
    /// `found`, `clean`, or `lacks` and a need.
    #[serde(default)]
    pub(crate) expect: String,
    /// Part and pointer of each finding.
    #[serde(default)]
    pub(crate) at: Vec<String>,
    request: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<Value>,
    status: Option<u16>,
    #[serde(default)]
    answer_headers: BTreeMap<String, String>,
    answer: Option<Value>,
    seconds: Option<u64>,
    #[serde(default)]
    context: Known,
}

/// What is known besides the exchange.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Known {
    base: Option<String>,
    /// What stands in place of secrets.
    mask: Option<String>,
    /// Whether the server serves the schemas of the RFC.
    #[serde(default)]
    served: bool,
    config: Option<Value>,
    preset: Option<Preset>,
    earlier: Option<Vec<String>>,
    before: Option<Value>,
    after: Option<Value>,
    members_complete: Option<bool>,
    capabilities: Option<BTreeMap<String, bool>>,
    filters: Option<Vec<(String, Option<String>, bool)>>,
    user_names: Option<Vec<String>>,
    /// `same` for the schemas of the RFC, else a fingerprint.
    fingerprint: Option<String>,
}

/// All cases of `tests/cases/lint`, each file being a map from rule to cases.
pub(crate) fn all() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(read)
}

fn read() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lint");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let read: BTreeMap<String, Vec<Case>> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for (rule, list) in read {
            cases.extend(list.into_iter().map(|it| Case { rule: rule.clone(), ..it }));
        }
    }
    cases.push(many_times_many());
    cases
}

/// Many filters that each have to go through many members, which no file should hold.
fn many_times_many() -> Case {
    let removals: Vec<Value> = (0..300)
        .map(|it| json!({"op": "remove", "path": format!("members[display co \"x{it}\"]")}))
        .collect();
    let members: Vec<Value> =
        (0..1000).map(|it| json!({"value": it.to_string(), "display": "y"})).collect();
    let case = json!({
        "rule": "S07",
        "name": "more than is worth it",
        "expect": "lacks effort",
        "request": "PATCH /Groups/7",
        "body": {"Operations": removals},
        "status": 204,
        "context": {"after": {"id": "7", "members": members}},
    });
    serde_json::from_value(case).unwrap()
}

impl Case {
    pub(crate) fn judge(&self) -> Outcome {
        let rule = rules().iter().find(|it| it.id == self.rule);
        let rule = rule.unwrap_or_else(|| panic!("there is no rule {}", self.rule));
        self.with(|exchange, context| rule.judge(exchange, context))
    }

    /// Hands the exchange and its context to whoever looks at them.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Exchange<'_>, &Context<'_>) -> T) -> T {
        let (method, url) = self.request.split_once(' ').unwrap();
        let (sent, came) = (headers(&self.headers), headers(&self.answer_headers));
        let (body, answer) = (text(self.body.as_ref()), text(self.answer.as_ref()));
        let exchange = Exchange {
            method,
            url,
            request_headers: &sent,
            request_body: body.as_deref(),
            status: self.status,
            response_headers: &came,
            response_body: answer.as_deref(),
            elapsed: self.seconds.map(Duration::from_secs),
        };
        self.context.with(|context| look(&exchange, context))
    }
}

impl Known {
    fn with<T>(&self, look: impl FnOnce(&Context<'_>) -> T) -> T {
        let models: Vec<TypeModel> = scim::builtin::resource_types()
            .iter()
            .map(|it| TypeModel::resolve(it, scim::builtin::schemas()).value)
            .collect();
        let config: Option<ProviderConfig> = self
            .config
            .as_ref()
            .map(|it| scim::provider_config::parse(&it.to_string()).unwrap().value);
        let discovery = (self.served || config.is_some()).then(|| Discovery {
            provider_config: config.as_ref(),
            models: if self.served { &models } else { &[] },
            schemas: if self.served { scim::builtin::schemas() } else { &[] },
        });
        let earlier: Option<Vec<&str>> = borrowed(self.earlier.as_deref());
        let user_names: Option<Vec<&str>> = borrowed(self.user_names.as_deref());
        let capabilities: Vec<(Capability, bool)> = self
            .capabilities
            .iter()
            .flatten()
            .map(|(name, works)| (capability(name), *works))
            .collect();
        let filters: Vec<FilterProbe<'_>> = self
            .filters
            .iter()
            .flatten()
            .map(|(attribute, op, works)| FilterProbe {
                attribute,
                op: op.as_deref().map(|it| CompareOp::named(it).unwrap()),
                works: *works,
            })
            .collect();
        let fingerprint = self.fingerprint.as_deref().map(|it| match it {
            "same" => Fingerprint::of(scim::builtin::schemas()),
            other => Fingerprint::try_from(other.to_owned()).unwrap(),
        });
        look(&Context {
            base_url: self.base.as_deref(),
            mask: self.mask.as_deref(),
            discovery,
            preset: self.preset.as_ref(),
            earlier_ids: earlier.as_deref(),
            resource_before: self.before.as_ref(),
            members_complete: self.members_complete,
            resource_after: self.after.as_ref(),
            probes: Some(Probes { capabilities: &capabilities, filters: &filters }),
            user_names: user_names.as_deref(),
            earlier_fingerprint: fingerprint,
        })
    }
}

fn borrowed(texts: Option<&[String]>) -> Option<Vec<&str>> {
    texts.map(|it| it.iter().map(String::as_str).collect())
}

fn headers(map: &BTreeMap<String, String>) -> Vec<(String, String)> {
    map.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// JSON as it is written; text goes over the wire as it is, a name behind an `@` stands for a fixture.
fn text(value: Option<&Value>) -> Option<String> {
    value.map(|it| match it {
        Value::String(text) => match text.strip_prefix('@') {
            Some(name) => {
                let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
                std::fs::read_to_string(fixtures.join(name)).unwrap()
            }
            None => text.clone(),
        },
        other => other.to_string(),
    })
}

fn capability(name: &str) -> Capability {
    match name {
        "patch" => Capability::Patch,
        "bulk" => Capability::Bulk,
        "filter" => Capability::Filter,
        "sort" => Capability::Sort,
        "etag" => Capability::Etag,
        other => panic!("there is no capability {other}"),
    }
}
