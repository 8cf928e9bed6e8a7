//! Servers that say wrong things about themselves: their people are shown all the same.

use crate::answer::Answer;
use crate::directory::{USER_TYPE, directory, except, list};
use crate::fault::Fault;

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];

/// A schema of users with these attributes.
fn schemas(attributes: &str) -> Answer {
    let schema = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:ietf:params:scim:schemas:core:2.0:User","name":"User","attributes":[{attributes}]}}"#
    );
    Answer::scim(list(&[schema], 1))
}

pub(super) fn faults() -> Vec<Fault> {
    vec![
        Fault::http("duplicate-attributes", "a schema that defines an attribute twice", |asked| {
            let twice = r#"{"name":"userName","type":"string"},{"name":"displayName","type":"string"},{"name":"UserName","type":"complex"}"#;
            except(asked, "/Schemas", || schemas(twice))
        })
        .shows(EVERYBODY, &[("duplicate-attribute", "`UserName` is defined more than once")]),
        Fault::http("proto-attribute", "a schema with an attribute named __proto__", |asked| {
            let odd = r#"{"name":"userName","type":"string"},{"name":"__proto__","type":"string"},{"name":"constructor","type":"string"}"#;
            let ada = crate::directory::user_with("ada", r#""__proto__":"a plain value","constructor":"another","#);
            match asked.endpoint() {
                "/Schemas" => schemas(odd),
                _ => crate::directory::with_users(asked, &[("id-of-ada", ada)]),
            }
        })
        .shows(&["ada"], &[("attribute-name", "`__proto__`")])
        .holding(&["__proto__", "a plain value", "another"]),
        Fault::http("no-discovery", "404 for all that describes the server", |asked| {
            match asked.endpoint().starts_with("/Users") {
                true => directory(asked),
                false => Answer::refusal("404 Not Found", "never heard of it"),
            }
        })
        .shows(EVERYBODY, &[]),
        Fault::http("hidden-discovery", "401 for all that describes the server", |asked| {
            match asked.endpoint().starts_with("/Users") {
                true => directory(asked),
                false => Answer::http("401 Unauthorized", &[], ""),
            }
        })
        .shows(EVERYBODY, &[]),
        Fault::http("empty-types", "an empty list of resource types", |asked| {
            except(asked, "/ResourceTypes", || Answer::scim(list(&[], 0)))
        })
        .shows(EVERYBODY, &[]),
        Fault::http("schemas-page", "a web page where the schemas belong", |asked| {
            except(asked, "/Schemas", || Answer::page("200 OK", &[], "Schemas"))
        })
        .shows(EVERYBODY, &[]),
        Fault::http("endpoint-elsewhere", "resources on another origin", |asked| {
            let elsewhere = format!("{}/Users", asked.elsewhere);
            let users = USER_TYPE.replace("\"/Users\"", &format!("\"{elsewhere}\""));
            except(asked, "/ResourceTypes", || Answer::scim(list(&[users], 1)))
        })
        .stops_the_list(
            "redirectElsewhere",
            "These resources lie on another server",
            &["nothing was asked there", "tenant of its own"],
        ),
    ]
}
