//! What an edited resource would be sent as: the method, the exact request, and what it is meant to bring about.

use client::request::Request;
use scim::edit::{self, PendingChange};
use scim::patch::PatchRequest;
use scim::provider_config::Support;
use scim::put::{self, Loss};
use scim::validate::Violation;
use scim::view::TypeModel;
use serde_json::{Map, Value};

use super::Version;
use crate::api::drafts::{LossShown, WriteMethod};
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
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
            Some(_) => edit::one_by_one(request, base),
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

fn loss(Loss { path, value }: &Loss) -> LossShown {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    LossShown { path: path.clone(), value: text }
}
