//! The server as somebody else finds it who asks without the app: its resource types, its lists
//! to their ends, single resources. Written independently of the app on purpose.

mod pages;

use std::collections::HashSet;

use anyhow::Result;
use reqwest::Url;
use serde_json::{Map, Value};

use pages::{Next, Pages};

use super::Target;
use crate::access::{self, Access, Caller};
use crate::compare;
use crate::proxy::{Proxy, Renaming};

/// How many resources of a type are listed at most, here as in the app.
pub(super) const MOST_ROWS: usize = 6_000;
const PAGE: &str = "100";

/// Asks the server itself, and reads its texts as they are behind the proxy.
#[derive(Debug)]
pub(super) struct Beside {
    caller: Caller,
    access: Access,
    base: Url,
    renaming: Option<Renaming>,
    /// What the server lists under `/ResourceTypes`; empty where it has no such list.
    pub(super) types: Vec<ListedType>,
}

/// A resource type as the server names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListedType {
    pub(super) name: String,
    pub(super) endpoint: String,
}

/// A list as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// The resources, each once, in the server's order.
    pub(super) resources: Vec<Value>,
    /// What the server says there are.
    pub(super) total: Option<String>,
    /// Whether its end was seen.
    pub(super) whole: bool,
}

/// What the server answers to a filter: the first page.
#[derive(Debug, Default)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) scim_type: Option<String>,
    pub(super) resources: Vec<Value>,
    /// What it says there are, where that is a number.
    pub(super) total: Option<usize>,
}

impl Listed {
    /// The ids, in the server's order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().filter_map(id_of)
    }

    /// The resource with this id.
    pub(super) fn with_id(&self, id: &str) -> Option<&Value> {
        self.resources.iter().find(|it| id_of(it) == Some(id))
    }

    /// How many the server says there are, where that is a number.
    pub(super) fn told(&self) -> Option<usize> {
        self.total.as_deref()?.trim_matches('"').parse().ok()
    }

    /// What is missing, where the list seemed to end before all were there that the server says there are.
    pub(super) fn falls_short(&self) -> Option<String> {
        let (told, found) = (self.told()?, self.resources.len());
        let words =
            || format!("the list ended after {found} of the {told} that the server says there are");
        (self.whole && found < told).then(words)
    }
}

impl Beside {
    pub(super) async fn of(target: &Target, proxy: &Proxy) -> Result<Beside> {
        let mut caller = Caller::new(&target.base_url, target.access.clone())?;
        if proxy.renaming().is_none() {
            // The proxy hands its own name on; a server that makes addresses of it makes the same for both.
            caller = caller.naming(proxy.origin().trim_start_matches("http://"));
        }
        let base = Url::parse(target.base_url.trim_end_matches('/'))?;
        let renaming = proxy.renaming().cloned();
        let access = target.access.clone();
        let mut beside = Beside { caller, access, base, renaming, types: Vec::new() };
        beside.types = beside.resource_types().await?;
        Ok(beside)
    }

    async fn resource_types(&self) -> Result<Vec<ListedType>> {
        let answer = self.caller.get(&self.address("/ResourceTypes", &[])?).await?;
        let read: Value = serde_json::from_str(&answer.text).unwrap_or_default();
        let list = match &read {
            Value::Array(types) => types.clone(),
            _ => read.as_object().and_then(|it| resources(it)).cloned().unwrap_or_default(),
        };
        let text = |it: &Value, name| Some(member(it.as_object()?, name)?.as_str()?.to_owned());
        let types = list.iter().filter_map(|it| {
            let endpoint = text(it, "endpoint")?;
            Some(ListedType { name: text(it, "name").or_else(|| text(it, "id"))?, endpoint })
        });
        Ok(types.collect())
    }

    /// The list at an endpoint, page by page to its end.
    pub(super) async fn list(&self, endpoint: &str) -> Result<Listed> {
        let mut listed = Listed::default();
        let mut seen = HashSet::new();
        let mut pages = Pages::new();
        while listed.resources.len() < MOST_ROWS {
            let start = (listed.resources.len() + 1).to_string();
            let way = match &pages.next {
                Next::Index => ("startIndex", start.as_str()),
                Next::Cursor(cursor) => ("cursor", cursor.as_str()),
                Next::End => {
                    listed.whole = true;
                    break;
                }
            };
            let (status, text) =
                self.text(&self.address(endpoint, &[way, ("count", PAGE)])?).await?;
            let read = compare::read(&text).unwrap_or_default();
            let Some(page) = read.as_object().filter(|_| status == 200) else {
                if pages.refused() {
                    continue;
                }
                break;
            };
            let found = resources(page).cloned().unwrap_or_default();
            let before = listed.resources.len();
            listed.resources.extend(found.into_iter().filter(|it| seen.insert(key(it))));
            let is_new = listed.resources.len() > before;
            if is_new || listed.total.is_none() {
                listed.total = member(page, "totalResults").map(Value::to_string);
            }
            let lacks = listed.told().is_some_and(|it| it > listed.resources.len());
            pages.came(is_new, next_cursor(page), lacks);
        }
        Ok(listed)
    }

    /// A discovery document.
    pub(super) async fn document(&self, endpoint: &str) -> Result<String> {
        Ok(self.text(&self.address(endpoint, &[])?).await?.1)
    }

    /// The first page of what satisfies a filter.
    pub(super) async fn filtered(&self, endpoint: &str, filter: &str) -> Result<Answered> {
        let address = self.address(endpoint, &[("filter", filter), ("count", PAGE)])?;
        // A blank as `+` is for forms; a plus itself is escaped already.
        let (status, text) = self.text(&address.replace('+', "%20")).await?;
        let read = compare::read(&text).unwrap_or_default();
        let answer = read.as_object().cloned().unwrap_or_default();
        let text = |name| member(&answer, name).and_then(Value::as_str).map(str::to_owned);
        let total = member(&answer, "totalResults").and_then(Value::as_u64);
        Ok(Answered {
            status,
            scim_type: text("scimType"),
            resources: resources(&answer).cloned().unwrap_or_default(),
            total: total.and_then(|it| usize::try_from(it).ok()),
        })
    }

    /// One resource by its id: the status and the text.
    pub(super) async fn resource(&self, endpoint: &str, id: &str) -> Result<(u16, String)> {
        self.text(self.resource_address(endpoint, id)?.as_str()).await
    }

    /// Deletes one resource by its id, and says the status. Only what was made for the test is deleted.
    pub(super) async fn delete(&self, endpoint: &str, id: &str) -> Result<u16> {
        let url = self.resource_address(endpoint, id)?;
        let request = access::client_for(url.as_str())?.delete(url);
        let request = match self.access.authorization() {
            Some(authorization) => request.header("Authorization", authorization),
            None => request,
        };
        Ok(request.send().await?.status().as_u16())
    }

    fn resource_address(&self, endpoint: &str, id: &str) -> Result<Url> {
        let mut url = Url::parse(&self.address(endpoint, &[])?)?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(id);
        }
        Ok(url)
    }

    async fn text(&self, url: &str) -> Result<(u16, String)> {
        let answer = self.caller.get(url).await?;
        let renamed = self.renaming.as_ref().map(|it| it.apply(&answer.text));
        Ok((answer.status, renamed.unwrap_or(answer.text)))
    }

    /// An endpoint as the server writes it: below the base URL, from the root, or in full.
    fn address(&self, endpoint: &str, query: &[(&str, &str)]) -> Result<String> {
        let base_path = self.base.path().trim_end_matches('/');
        let path = match Url::parse(endpoint) {
            Ok(whole) => whole.path().to_owned(),
            Err(_) => format!("/{}", endpoint.trim_matches('/')),
        };
        let is_rooted = !base_path.is_empty() && path.starts_with(&format!("{base_path}/"));
        let path = if is_rooted { path } else { format!("{base_path}{path}") };
        let mut url = self.base.clone();
        url.set_path(&path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Ok(url.into())
    }
}

/// The id of a resource.
pub(super) fn id_of(resource: &Value) -> Option<&str> {
    member(resource.as_object()?, "id")?.as_str()
}

fn resources(list: &Map<String, Value>) -> Option<&Vec<Value>> {
    member(list, "Resources")?.as_array()
}

fn next_cursor(list: &Map<String, Value>) -> Option<String> {
    let cursor = member(list, "nextCursor")?.as_str()?;
    (!cursor.is_empty()).then(|| cursor.to_owned())
}

fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// What tells a resource from others: its id, or all of it.
fn key(resource: &Value) -> String {
    let id = resource.as_object().and_then(|it| member(it, "id"));
    id.unwrap_or(resource).to_string()
}

#[cfg(test)]
mod tests {
    use sandbox::{Quirk, Sandbox};

    use super::*;
    use crate::access::Access;

    fn beside(sandbox: &Sandbox) -> Beside {
        let access = Access::Bearer(sandbox.token().to_owned());
        Beside {
            caller: Caller::new(sandbox.base_url(), access.clone()).unwrap(),
            access,
            base: Url::parse(sandbox.base_url()).unwrap(),
            renaming: None,
            types: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_list_is_read_to_its_end_however_it_is_paged() {
        let plain = Sandbox::start().await.unwrap();
        let wanted = beside(&plain).list("/Users").await.unwrap();
        assert_eq!((wanted.resources.len(), wanted.whole), (5000, true));
        for quirk in [Quirk::CursorOnly, Quirk::StartIndexIgnored] {
            let sandbox = Sandbox::with_quirks([quirk]).await.unwrap();
            let listed = beside(&sandbox).list("/Users").await.unwrap();
            assert_eq!((listed.whole, listed.told()), (true, Some(5000)), "{quirk:?}");
            assert!(listed.ids().eq(wanted.ids()), "{quirk:?}");
            assert_eq!(listed.falls_short(), None);
        }
    }

    #[test]
    fn a_list_that_ends_before_its_total_falls_short() {
        let of = |total: &str, whole: bool| Listed {
            resources: vec![Value::Null; 2],
            total: Some(total.to_owned()),
            whole,
        };
        assert!(of("3", true).falls_short().unwrap().contains("2 of the 3"));
        assert!(of("\"3\"", true).falls_short().is_some(), "a total may be a text");
        assert_eq!(of("3", false).falls_short(), None);
        assert_eq!(of("2", true).falls_short(), None);
    }
}
