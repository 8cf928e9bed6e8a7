//! After the writes: whatever of the scratch resources is still there is deleted beside the app, and that is said.

use anyhow::Result;

use super::{Scratch, found, id_of};
use crate::any_peer::beside::Beside;

/// Deletes it where it is left, and says how that went.
pub(super) async fn clean_up(beside: &Beside, scratch: &Scratch) -> String {
    match deleted(beside, scratch).await {
        Ok(said) => said,
        Err(error) => format!("it may be left, delete it yourself: {error:#}"),
    }
}

async fn deleted(beside: &Beside, scratch: &Scratch) -> Result<String> {
    let endpoint = &scratch.endpoint;
    let id = match &scratch.id {
        Some(id) => Some(id.clone()),
        None => found(beside, scratch).await?.as_ref().and_then(id_of).map(str::to_owned),
    };
    let Some(id) = id else { return Ok("there is none".to_owned()) };
    if is_gone(beside, scratch, &id).await? {
        return Ok("it is gone".to_owned());
    }
    let status = beside.delete(endpoint, &id).await?;
    Ok(match is_gone(beside, scratch, &id).await? {
        true => format!("it was left, and deleted beside the app (DELETE {status})"),
        false => format!("it is left, delete it yourself: DELETE of {id} was answered {status}"),
    })
}

/// Whether nothing is there by this id. Some servers answer a bad request to who asks for what there is not: then their
/// list says it.
async fn is_gone(beside: &Beside, scratch: &Scratch, id: &str) -> Result<bool> {
    Ok(match beside.resource(&scratch.endpoint, id).await?.0 {
        200 => false,
        404 | 410 => true,
        _ => found(beside, scratch).await?.is_none(),
    })
}

#[cfg(test)]
mod tests {
    use sandbox::{Quirk, Sandbox};
    use serde_json::json;

    use super::*;
    use crate::access::Access;
    use crate::any_peer::Target;
    use crate::http;
    use crate::proxy::Proxy;

    #[tokio::test]
    async fn what_is_left_is_found_by_its_name_and_deleted() {
        // One takes filters, one knows none, one does not even say that something is not there.
        let kinds = [
            Vec::new(),
            vec![Quirk::IgnoresFilters],
            vec![Quirk::IgnoresFilters, Quirk::NotFoundIsBadRequest],
        ];
        for quirks in kinds {
            let sandbox = Sandbox::with_quirks(quirks).await.unwrap();
            let target = Target {
                name: "sandbox".to_owned(),
                base_url: sandbox.base_url().to_owned(),
                access: Access::Bearer(sandbox.token().to_owned()),
                remarks: Vec::new(),
                follows_the_rfc: true,
                writes: true,
                unable: None,
            };
            let proxy = Proxy::before(&target.origin()).await.unwrap();
            let beside = Beside::of(&target, &proxy).await.unwrap();
            let mut scratch = Scratch {
                resource_type: "Group",
                endpoint: "/Groups".to_owned(),
                name: ("displayName", "scimscope-scratch-1".to_owned()),
                id: None,
            };
            assert_eq!(clean_up(&beside, &scratch).await, "there is none");
            let group = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                "displayName": "scimscope-scratch-1",
            });
            let url = format!("{}/Groups", sandbox.base_url());
            assert_eq!(http::post(&url, sandbox.token(), &group).await.unwrap().status, 201);
            let said = clean_up(&beside, &scratch).await;
            assert_eq!(said, "it was left, and deleted beside the app (DELETE 204)");
            assert!(found(&beside, &scratch).await.unwrap().is_none());
            scratch.id = Some("3f0f5f0e-0000-4000-8000-000000000000".to_owned());
            assert_eq!(clean_up(&beside, &scratch).await, "it is gone");
            assert!(proxy.writes().is_empty(), "it went through the proxy, as what the app sends");
        }
    }
}
