//! A loopback server in a process of its own, so that what it costs is not counted as ours. Every
//! page is made when it is first asked for and then comes from memory.

pub(crate) mod wide;

use std::collections::HashMap;
use std::process::Stdio;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use ::tests::group::Group;
use anyhow::{Context, Result, bail, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;

const BASE_PATH: &str = "/scim/v2";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// The size of a page for those who name none, and the largest there is.
const PAGE: usize = 100;
/// More than anybody asks for, so that nobody is slowed down by it.
const QUOTA: [(&str, &str); 3] =
    [("RateLimit-Limit", "6000000"), ("RateLimit-Remaining", "5999999"), ("RateLimit-Reset", "60")];

/// How a server behaves, apart from what it holds.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner {
    /// How long each answer takes.
    pub(crate) time: Duration,
    /// Whether each answer says what is left of a quota that nobody uses up.
    pub(crate) tells_quota: bool,
    /// How many attributes a person has; without any there are no people, but only users.
    pub(crate) attributes: usize,
}

/// A running server of users.
#[derive(Debug)]
pub(crate) struct Server {
    base_url: String,
    _process: Group,
}

impl Server {
    /// Starts one with so many users, listed under so many resource types: `Users`, `Users2`, ...
    pub(crate) async fn start(users: usize, types: usize) -> Result<Server> {
        Server::with(Manner::default(), users, types).await
    }

    /// Starts one that behaves like this.
    pub(crate) async fn with(manner: Manner, users: usize, types: usize) -> Result<Server> {
        let mut command = Command::new(std::env::current_exe()?);
        let Manner { time, tells_quota, attributes } = manner;
        let quota = usize::from(tells_quota);
        let numbers = [users, types, usize::try_from(time.as_millis())?, quota, attributes]
            .map(|it| it.to_string());
        command
            .arg("serve")
            .args(numbers)
            // It ends when this pipe does, however we end.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Group::spawn(&mut command)?;
        let output = process.child().stdout.take().context("the server has no output")?;
        let mut base_url = String::new();
        BufReader::new(output).read_line(&mut base_url).await?;
        ensure!(base_url.starts_with("http"), "the server did not start");
        Ok(Server { base_url: base_url.trim().to_owned(), _process: process })
    }

    /// Where SCIM begins.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }
}

/// The name of a resource type of the server, counted from 1.
pub(crate) fn type_name(number: usize) -> String {
    if number == 1 { "User".to_owned() } else { format!("User{number}") }
}

/// The endpoint of that resource type.
pub(crate) fn endpoint(number: usize) -> String {
    if number == 1 { "/Users".to_owned() } else { format!("/Users{number}") }
}

/// A page of a list: the endpoint, the first row and how many.
type Asked = (String, usize, usize);

struct Provider {
    users: usize,
    manner: Manner,
    documents: HashMap<String, Bytes>,
    pages: RwLock<HashMap<Asked, Bytes>>,
}

/// The command of the server's process: serves until its standard input ends.
pub(crate) async fn serve(arguments: &[String]) -> Result<()> {
    let numbers: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    let &[users, types, milliseconds, quota, attributes] = numbers.as_slice() else {
        bail!("serve USERS TYPES MILLISECONDS QUOTA ATTRIBUTES");
    };
    let time = Duration::from_millis(milliseconds as u64);
    let manner = Manner { time, tells_quota: quota > 0, attributes };
    let documents = documents(types, attributes).await?;
    let provider = Provider { users, manner, documents, pages: RwLock::default() };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}{BASE_PATH}", listener.local_addr()?);
    let routes = Router::new().fallback(answer).with_state(Arc::new(provider));
    // Not tokio's own: that feature would make all of tokio be built once more, for this crate alone.
    let input =
        tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    tokio::select! {
        served = axum::serve(listener, routes).into_future() => served?,
        read = input => drop(read??),
    }
    Ok(())
}

async fn answer(State(provider): State<Arc<Provider>>, request: Request) -> Response {
    let Manner { time, tells_quota, .. } = provider.manner;
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
    let path = request.uri().path();
    let path = path.strip_prefix(BASE_PATH).unwrap_or(path);
    let found = match path.trim_start_matches('/').split_once('/') {
        Some((list, id)) => provider.resource(list, id),
        None if path.starts_with("/Users") => {
            Some(provider.page(path, request.uri().query().unwrap_or_default()))
        }
        None => provider.documents.get(path).cloned(),
    };
    let (status, body) = found.map_or((404, Bytes::new()), |body| (200, body));
    let mut response =
        Response::builder().status(status).header("Content-Type", "application/scim+json");
    if tells_quota {
        for (name, value) in QUOTA {
            response = response.header(name, value);
        }
    }
    response.body(Body::from(body)).unwrap_or_default()
}

impl Provider {
    /// A resource of a list; every id ends with its number.
    fn resource(&self, list: &str, id: &str) -> Option<Bytes> {
        let digits = id.get(id.len().checked_sub(12)?..)?;
        let number = usize::from_str_radix(digits, 16).ok()?;
        let found = match list {
            _ if list.starts_with("Users") => {
                List { users: self.users, number: list_number(&format!("/{list}")) }.user(number)
            }
            _ if wide::ENDPOINT.ends_with(list) => wide::person(number, self.manner.attributes),
            _ => return None,
        };
        Some(Bytes::from(found.to_string()))
    }

    fn page(&self, path: &str, query: &str) -> Bytes {
        let number = |name: &str| {
            query.split('&').find_map(|part| part.strip_prefix(name)?.parse::<usize>().ok())
        };
        let start = number("startIndex=").unwrap_or(1).max(1);
        let count = number("count=").unwrap_or(PAGE).min(PAGE);
        let asked: Asked = (path.to_owned(), start, count);
        let known = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = known.get(&asked) {
            return page.clone();
        }
        drop(known);
        let list = List { users: self.users, number: list_number(path) };
        let page = Bytes::from(list.page(start, count));
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        pages.insert(asked, page.clone());
        page
    }
}

fn list_number(path: &str) -> usize {
    path.trim_start_matches("/Users").parse().unwrap_or(1)
}

/// One of the server's lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    /// How many users it has.
    pub(crate) users: usize,
    /// The number of its resource type, from 1.
    pub(crate) number: usize,
}

impl List {
    /// A page, its first row counted from 1.
    pub(crate) fn page(self, start: usize, count: usize) -> String {
        let end = self.users.min(start - 1 + count);
        let rows: Vec<Value> = (start..=end).map(|it| self.user(it)).collect();
        json!({
            "schemas": [LIST],
            "totalResults": self.users,
            "startIndex": start,
            "itemsPerPage": rows.len(),
            "Resources": rows,
        })
        .to_string()
    }

    /// What all ids of the list begin with.
    pub(crate) fn id_start(self) -> String {
        format!("7b1e5c0a-4d2f-4a63-{:04x}-", self.number)
    }

    /// A user as a directory of a company holds them, a little more than a kilobyte.
    pub(crate) fn user(self, number: usize) -> Value {
        const GIVEN: [&str; 8] =
            ["Ada", "Björn", "Chidi", "Dolores", "Émile", "Fatima", "Goro", "Ines"];
        const FAMILY: [&str; 7] = ["Abara", "Berg", "Castillo", "Dupont", "Ito", "Novák", "Okafor"];
        let given = GIVEN.get(number % GIVEN.len()).copied().unwrap_or_default();
        let family = FAMILY.get(number / 8 % FAMILY.len()).copied().unwrap_or_default();
        let id = format!("{}{number:012x}", self.id_start());
        let name = format!("user{number:06}@example.com");
        json!({
            "schemas": [USER, ENTERPRISE],
            "id": id,
            "externalId": format!("E{number:07}"),
            "userName": name,
            "name": { "formatted": format!("{given} {family}"), "familyName": family, "givenName": given },
            "displayName": format!("{given} {family}"),
            "title": "Engineer",
            "userType": "Employee",
            "preferredLanguage": "en-GB",
            "locale": "en-GB",
            "timezone": "Europe/London",
            "active": !number.is_multiple_of(11),
            "emails": [
                { "value": name, "type": "work", "primary": true },
                { "value": format!("{}.{number}@example.net", given.to_lowercase()), "type": "home" },
            ],
            "phoneNumbers": [{ "value": format!("tel:+44-20-{number:08}"), "type": "work" }],
            "addresses": [{
                "type": "work", "streetAddress": format!("{} High Street", number % 300),
                "locality": "London", "postalCode": "N1 9GU", "country": "GB", "primary": true,
            }],
            ENTERPRISE: {
                "employeeNumber": number.to_string(),
                "costCenter": format!("{}", 4000 + number % 40),
                "department": "Platform",
                "manager": { "value": format!("{}000000000001", self.id_start()), "displayName": "Ada Berg" },
            },
            "meta": {
                "resourceType": "User",
                "created": "2024-03-01T09:00:00Z",
                "lastModified": "2025-11-03T16:21:07Z",
                "location": format!("https://directory.example.com{BASE_PATH}/Users/{id}"),
                "version": format!("W/\"{number:x}\""),
            },
        })
    }
}

/// The discovery documents of the sandbox, with resource types of our own; and the list of people, where there are any.
async fn documents(types: usize, attributes: usize) -> Result<HashMap<String, Bytes>> {
    let sandbox = sandbox::Sandbox::start().await?;
    let mut documents = HashMap::new();
    for path in ["/ServiceProviderConfig", "/Schemas"] {
        let url = format!("{}{path}", sandbox.base_url());
        let found = ::tests::http::get(&url, sandbox.token()).await?;
        ensure!(found.status == 200, "{path}: {}", found.status);
        documents.insert(path.to_owned(), Bytes::from(found.text));
    }
    let mut described: Vec<Value> = (1..=types).map(resource_type).collect();
    if attributes > 0 {
        described.push(wide::resource_type());
        let schemas = documents.get("/Schemas").map(Bytes::as_ref).unwrap_or_default();
        let schemas = with_schema(schemas, wide::schema(attributes))?;
        documents.insert("/Schemas".to_owned(), schemas);
        let people = listed(&[wide::person(1, attributes)]);
        documents.insert(wide::ENDPOINT.to_owned(), people);
    }
    documents.insert("/ResourceTypes".to_owned(), listed(&described));
    Ok(documents)
}

/// A list with all there is of something.
fn listed(resources: &[Value]) -> Bytes {
    let list =
        json!({ "schemas": [LIST], "totalResults": resources.len(), "Resources": resources });
    Bytes::from(list.to_string())
}

/// A list of schemas with one more.
fn with_schema(list: &[u8], schema: Value) -> Result<Bytes> {
    let list: Value = serde_json::from_slice(list)?;
    let schemas = list.get("Resources").and_then(Value::as_array);
    let mut schemas = schemas.context("no list of schemas")?.clone();
    schemas.push(schema);
    Ok(listed(&schemas))
}

fn resource_type(number: usize) -> Value {
    json!({
        "schemas": [RESOURCE_TYPE],
        "id": type_name(number), "name": type_name(number), "endpoint": endpoint(number),
        "schema": USER,
        "schemaExtensions": [{ "schema": ENTERPRISE, "required": false }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: List = List { users: 250, number: 1 };

    #[test]
    fn a_page_holds_what_was_asked_for_and_ends_with_the_list() {
        let read = |start| serde_json::from_str::<Value>(&LIST.page(start, 100)).unwrap();
        assert_eq!(read(1)["Resources"].as_array().unwrap().len(), 100);
        assert_eq!(read(201)["Resources"].as_array().unwrap().len(), 50);
        assert_eq!(read(251)["Resources"].as_array().unwrap().len(), 0);
        assert_eq!(read(1)["totalResults"], 250);
    }

    #[test]
    fn a_resource_is_found_by_the_id_that_its_list_shows() {
        let manner = Manner { attributes: 300, ..Manner::default() };
        let (documents, pages) = (HashMap::new(), RwLock::default());
        let provider = Provider { users: 250, manner, documents, pages };
        let id = |it: Option<Bytes>| {
            let found: Value = serde_json::from_slice(&it.unwrap()).unwrap();
            found["id"].as_str().unwrap().to_owned()
        };
        let other = List { number: 2, ..LIST };
        let expected = other.user(77)["id"].as_str().unwrap().to_owned();
        assert_eq!(id(provider.resource("Users2", &expected)), expected);
        assert_eq!(id(provider.resource("People", &wide::id(3))), wide::id(3));
        assert!(provider.resource("Groups", &expected).is_none());
        assert!(provider.resource("Users", "short").is_none());
    }

    #[test]
    fn no_two_users_are_the_same() {
        let other = List { number: 2, ..LIST };
        assert_ne!(LIST.user(1)["id"], LIST.user(2)["id"]);
        assert_ne!(LIST.user(1)["id"], other.user(1)["id"]);
        assert_ne!(LIST.user(1)["userName"], LIST.user(2)["userName"]);
    }

    #[test]
    fn each_resource_type_has_its_list() {
        assert_eq!(endpoint(1), "/Users");
        assert_eq!(list_number(&endpoint(1)), 1);
        assert_eq!(list_number(&endpoint(12)), 12);
    }
}
