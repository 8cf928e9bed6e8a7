//! A small directory that does everything right: what a misbehaving server says where it behaves.

use crate::answer::Answer;
use crate::asked::Asked;

/// The people of the directory, in its order.
pub const PEOPLE: [&str; 3] = ["ada", "grace", "linus"];

const CONFIG: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},"bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":200},"changePassword":{"supported":false},"sort":{"supported":true},"etag":{"supported":false},"authenticationSchemes":[{"type":"oauthbearertoken","name":"Bearer","description":"A token in the Authorization header."}]}"#;
/// The resource type of the directory's users.
pub const USER_TYPE: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"/Users","schema":"urn:ietf:params:scim:schemas:core:2.0:User"}"#;
const USER_SCHEMA: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:ietf:params:scim:schemas:core:2.0:User","name":"User","attributes":[{"name":"userName","type":"string","multiValued":false,"required":true,"uniqueness":"server"},{"name":"displayName","type":"string","multiValued":false},{"name":"title","type":"string","multiValued":false},{"name":"active","type":"boolean","multiValued":false},{"name":"emails","type":"complex","multiValued":true,"subAttributes":[{"name":"value","type":"string","multiValued":false}]}]}"#;

/// What a good server would say.
pub fn directory(asked: &Asked) -> Answer {
    match asked.endpoint() {
        "/ServiceProviderConfig" => Answer::scim(CONFIG),
        "/ResourceTypes" => Answer::scim(list(&[USER_TYPE.to_owned()], 1)),
        "/Schemas" => Answer::scim(list(&[USER_SCHEMA.to_owned()], 1)),
        "/Users" => Answer::scim(people(asked)),
        other => {
            let person = PEOPLE.iter().find(|name| other == format!("/Users/{}", id_of(name)));
            match person {
                Some(name) => Answer::scim(user(name)),
                None => Answer::refusal("404 Not Found", "there is no such thing"),
            }
        }
    }
}

/// A good directory in which one endpoint answers like this.
pub fn except(asked: &Asked, endpoint: &str, answer: impl FnOnce() -> Answer) -> Answer {
    if asked.endpoint() == endpoint { answer() } else { directory(asked) }
}

/// A good directory in which a list of users with this body takes the place of the first page; later pages are empty.
pub fn first_page(asked: &Asked, body: impl Into<Vec<u8>>) -> Answer {
    match (asked.endpoint(), asked.start_index()) {
        ("/Users", 1) => Answer::scim(body),
        ("/Users", _) => Answer::scim(list(&[], PEOPLE.len())),
        _ => directory(asked),
    }
}

/// A good directory whose people are these resources, read one by one as well; each is an id and its JSON.
pub fn with_users(asked: &Asked, users: &[(&str, String)]) -> Answer {
    let found = users.iter().find(|(id, _)| asked.endpoint() == format!("/Users/{id}"));
    if let Some((_, user)) = found {
        return Answer::scim(user.clone());
    }
    let all: Vec<String> = users.iter().map(|(_, user)| user.clone()).collect();
    let rest = all.get(asked.start_index() - 1..).unwrap_or_default();
    let page = rest.get(..asked.number("count").unwrap_or(100).min(rest.len()));
    except(asked, "/Users", || Answer::scim(list(page.unwrap_or_default(), all.len())))
}

/// A ListResponse.
pub fn list(resources: &[String], total: usize) -> String {
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{total},"startIndex":1,"itemsPerPage":{},"Resources":[{}]}}"#,
        resources.len(),
        resources.join(",")
    )
}

/// All people.
pub fn users() -> Vec<String> {
    PEOPLE.iter().map(|name| user(name)).collect()
}

/// One person.
pub fn user(name: &str) -> String {
    user_with(name, "")
}

/// One person with more members, each followed by a comma.
pub fn user_with(name: &str, more: &str) -> String {
    let id = id_of(name);
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{id}",{more}"userName":"{name}","displayName":"{name}","title":"{name} of the directory","meta":{{"resourceType":"User","created":"2024-02-29T12:00:00Z","lastModified":"2024-02-29T12:00:00Z","location":"Users/{id}"}}}}"#
    )
}

/// The id of a person.
pub fn id_of(name: &str) -> String {
    format!("id-of-{name}")
}

fn people(asked: &Asked) -> String {
    let all = users();
    let rest = all.get(asked.start_index() - 1..).unwrap_or_default();
    let count = asked.number("count").unwrap_or(100).min(rest.len());
    list(rest.get(..count).unwrap_or_default(), all.len())
}
