//! What an edited resource would be sent as: the method, the exact request, and what it is meant to bring about.

use client::request::Request;
use scim::edit::{self, PendingChange};
use scim::patch::{Op, Operation, PatchRequest};
use scim::patch_path::PatchPath;
use scim::provider_config::Support;
use scim::put::{self, Loss};
use scim::validate::Violation;
use scim::view::TypeModel;
use serde_json::{Map, Value};

use super::{Version, as_typed};
use crate::api::drafts::{LossShown, RequestShown, WriteMethod};
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
use crate::past;
use crate::tenants::SANDBOX;

/// An edited resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edited<'a> {
    pub(crate) tenant: &'a OpenTenant,
    pub(crate) model: &'a TypeModel,
    /// `None` for a new one.
    pub(crate) id: Option<&'a str>,
    pub(crate) base: Option<&'a Version>,
    pub(crate) document: &'a Value,
    pub(crate) method: WriteMethod,
}

/// What it would be sent as.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    /// `None` where nothing would change.
    pub(crate) request: Option<Request>,
    /// The resource as it is meant to be afterwards.
    pub(crate) intended: Value,
    pub(crate) changes: Vec<PendingChange>,
    /// How many operations a PATCH has.
    pub(crate) operations: usize,
    pub(crate) lost: Vec<LossShown>,
    pub(crate) unseen: Vec<String>,
    /// Values that may be set only once, and are set to others: with a PUT.
    pub(crate) violations: Vec<Violation>,
    /// Why it cannot be sent so, and what to do.
    pub(crate) refused: Option<String>,
    /// Whether `If-Match` guards it.
    pub(crate) has_condition: bool,
}

impl Edited<'_> {
    /// # Errors
    /// When no request can be made of it: the id, or the endpoint, cannot be in a URL.
    pub(crate) fn outgoing(&self) -> Result<Outgoing, Fault> {
        let nothing = Value::Object(Map::new());
        let base = self.base.map_or(&nothing, |it| &*it.value);
        let intended = edit::to_send(self.base.map(|it| &*it.value), self.document);
        let pending = edit::pending(base, self.document, self.model);
        let mut out = Outgoing {
            request: None,
            intended,
            changes: pending.changes,
            operations: 0,
            lost: Vec::new(),
            unseen: Vec::new(),
            violations: Vec::new(),
            refused: None,
            has_condition: false,
        };
        match self.method {
            WriteMethod::Patch => self.patch(pending.request, base, &mut out)?,
            WriteMethod::Put => self.put(base, &mut out)?,
            WriteMethod::Post => {
                let body = put::put(&nothing, &out.intended, self.model).body;
                let endpoint = &self.model.resource_type.endpoint;
                out.request = Some(self.request("POST", endpoint, &body, &mut out)?);
            }
        }
        Ok(out)
    }

    fn patch(&self, request: PatchRequest, base: &Value, out: &mut Outgoing) -> Result<(), Fault> {
        let request = match incomplete(self.tenant, self.model) {
            Some(_) => member_by_member(request, base),
            None => request,
        };
        out.operations = request.operations.len();
        if out.operations > 0 {
            let body = request.to_json();
            out.request = Some(self.request("PATCH", &self.url()?, &body, out)?);
        }
        Ok(())
    }

    fn put(&self, base: &Value, out: &mut Outgoing) -> Result<(), Fault> {
        if let Some(why) = incomplete(self.tenant, self.model) {
            out.refused = Some(format!(
                "{why} A PUT would take out every member that is not listed. Use PATCH: it sends only what you changed."
            ));
            return Ok(());
        }
        let put::Put { body, violations, lost, unseen } = put::put(base, &out.intended, self.model);
        out.lost = lost.iter().map(loss).collect();
        out.unseen = unseen;
        out.violations = violations;
        if !out.changes.is_empty() {
            out.request = Some(self.request("PUT", &self.url()?, &body, out)?);
        }
        Ok(())
    }

    fn url(&self) -> Result<String, Fault> {
        let endpoint = &self.model.resource_type.endpoint;
        let url = self.tenant.session.resource_url(endpoint, self.id.unwrap_or_default())?;
        Ok(url.to_string())
    }

    fn request(
        &self,
        method: &str,
        target: &str,
        body: &Value,
        out: &mut Outgoing,
    ) -> Result<Request, Fault> {
        let mut headers = Vec::new();
        if let Some(tag) = condition(self.tenant, self.base) {
            headers.push(("If-Match".to_owned(), tag.to_owned()));
            out.has_condition = true;
        }
        let session = &self.tenant.session;
        let body = body.to_string().into_bytes();
        Ok(Request::parse(session.base(), method, target, &headers, Some(body))?)
    }
}

/// What `If-Match` is to carry: the version that was read, unless this server does not know its own versions again.
pub(crate) fn condition<'a>(tenant: &OpenTenant, base: Option<&'a Version>) -> Option<&'a str> {
    let tag = base?.tag.as_deref()?;
    (!tenant.misjudges_versions()).then_some(tag)
}

/// The methods by which a resource can be changed: a server that says that it knows no PATCH is sent none.
pub(crate) fn methods(tenant: &OpenTenant, is_new: bool) -> Vec<WriteMethod> {
    match tenant.discovery.provider_config.value.patch {
        _ if is_new => vec![WriteMethod::Post],
        Support::No => vec![WriteMethod::Put],
        Support::Yes | Support::Unsaid => vec![WriteMethod::Patch, WriteMethod::Put],
    }
}

/// Why the members of a group that was read may not be all of them; `None` where they are, and for all other types.
pub(crate) fn incomplete(tenant: &OpenTenant, model: &TypeModel) -> Option<String> {
    if !model.lists_members() || tenant.id == SANDBOX {
        return None;
    }
    Some("SCIM has no way for a server to say that it listed all members of a group, and some servers cut long lists short.".to_owned())
}

/// The request with each member taken out by itself: a `remove` or `replace` of the whole attribute would take out
/// members that were never listed.
fn member_by_member(request: PatchRequest, base: &Value) -> PatchRequest {
    let mut operations = Vec::new();
    for it in request.operations {
        let whole = match &it.path {
            Some(PatchPath::Attribute(path)) if it.op != Op::Add && path.sub.is_none() => {
                path.uri.is_none() && path.name.eq_ignore_ascii_case("members")
            }
            _ => false,
        };
        if !whole {
            operations.push(it);
            continue;
        }
        let wanted = ids_of(it.value.as_ref());
        let listed = base.as_object().into_iter().flat_map(|members| {
            members.iter().filter(|(name, _)| name.eq_ignore_ascii_case("members"))
        });
        let there: Vec<String> = listed.flat_map(|(_, it)| ids_of(Some(it))).collect();
        for id in there.iter().filter(|it| !wanted.contains(it)) {
            let text = format!("members[value eq {}]", Value::String(id.clone()));
            if let Ok(path) = PatchPath::parse(&text, &[]) {
                operations.push(Operation::remove(path));
            }
        }
        let new: Vec<Value> = values_of(it.value)
            .into_iter()
            .filter(|it| id_of(it).is_none_or(|id| !there.contains(&id)))
            .collect();
        if let (false, Some(path)) = (new.is_empty(), it.path) {
            operations.push(Operation::add(path, Value::Array(new)));
        }
    }
    PatchRequest { operations }
}

fn values_of(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::Array(values)) => values,
        Some(Value::Null) | None => Vec::new(),
        Some(single) => vec![single],
    }
}

fn ids_of(value: Option<&Value>) -> Vec<String> {
    let values = match value {
        Some(Value::Array(values)) => values.as_slice(),
        Some(single) => std::slice::from_ref(single),
        None => &[],
    };
    values.iter().filter_map(id_of).collect()
}

/// The id of a member (RFC 7643 §4.2).
pub(crate) fn id_of(member: &Value) -> Option<String> {
    let members = member.as_object()?;
    let (_, value) = members.iter().find(|(name, _)| name.eq_ignore_ascii_case("value"))?;
    value.as_str().map(str::to_owned)
}

fn loss(Loss { path, value }: &Loss) -> LossShown {
    LossShown { path: path.clone(), value: as_typed(value) }
}

/// A request as it would be sent, secrets masked, made by the code that sends.
pub(crate) fn rendered(tenant: &OpenTenant, request: &Request) -> Result<RequestShown, Fault> {
    let shown = tenant.session.render(request)?;
    let content_type = past::content_type(&shown.headers).map(str::to_owned);
    Ok(RequestShown {
        method: shown.method,
        url: shown.url,
        headers: past::headers(shown.headers),
        body: shown.body.map(|it| past::body(it, content_type.as_deref())),
    })
}
