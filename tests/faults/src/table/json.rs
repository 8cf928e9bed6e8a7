//! Lists and resources that are JSON, nearly SCIM, and odd inside: all of them are shown, and what is odd is flagged.

use crate::answer::Answer;
use crate::directory::{
    PEOPLE, directory, except, first_page, list, user, user_with, users, with_users,
};
use crate::fault::Fault;

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];

pub(super) fn faults() -> Vec<Fault> {
    [envelopes(), members(), ids()].concat()
}

fn envelopes() -> Vec<Fault> {
    vec![
        Fault::http("bare-array", "a bare array instead of a list", |asked| {
            let rows = if asked.start_index() == 1 { users() } else { Vec::new() };
            except(asked, "/Users", || Answer::scim(format!("[{}]", rows.join(","))))
        })
        .shows(EVERYBODY, &[("S04", "bare array")]),
        Fault::http("lower-case", "`resources` in lower case", |asked| {
            first_page(asked, list(&users(), PEOPLE.len()).replace("Resources", "resources"))
        })
        .shows(EVERYBODY, &[("S04", "spelled `resources`")]),
        Fault::http("resources-null", "`Resources` is null", |asked| {
            let body = list(&[], 0).replace("[]", "null");
            except(asked, "/Users", || Answer::scim(body))
        })
        .shows(&[], &[("null-resources", "null")]),
        Fault::http("resources-missing", "no `Resources` although there are some", |asked| {
            let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":3}"#;
            except(asked, "/Users", || Answer::scim(body))
        })
        .shows(&[], &[("missing-resources", "Resources"), ("S05", "totalResults says 3")]),
        Fault::http("one-alone", "one resource where a list belongs", |asked| {
            let later = list(&[], 1);
            let body = if asked.start_index() == 1 { user("ada") } else { later };
            except(asked, "/Users", || Answer::scim(body))
        })
        .shows(&["ada"], &[("S04", "one resource alone")]),
        Fault::http("scim-1.1", "answers as SCIM 1.1 did", |asked| match asked.endpoint() {
            "/ServiceProviderConfigs" => {
                Answer::scim(r#"{"schemas":["urn:scim:schemas:core:1.0"],"patch":{"supported":true}}"#)
            }
            "/Users" if asked.start_index() == 1 => {
                let old = list(&users(), PEOPLE.len());
                let old = old.replace("urn:ietf:params:scim:api:messages:2.0:ListResponse", OLD);
                Answer::scim(old.replace("urn:ietf:params:scim:schemas:core:2.0:User", OLD))
            }
            "/Users" | "/Users/id-of-grace" => directory(asked),
            "/Users/id-of-ada" => Answer::scim(user("ada").replace(
                "urn:ietf:params:scim:schemas:core:2.0:User",
                OLD,
            )),
            _ => Answer::refusal("404 Not Found", "SCIM 1.1 has no such thing"),
        })
        .shows(EVERYBODY, &[("version-1-urn", "SCIM 1.1")]),
    ]
}

const OLD: &str = "urn:scim:schemas:core:1.0";

fn members() -> Vec<Fault> {
    vec![
        Fault::http("duplicate-keys", "the same key twice in a resource", |asked| {
            let ada = user_with("ada", r#""nickName":"Countess","nickName":"Enchantress","#);
            with_users(asked, &[("id-of-ada", ada), ("id-of-grace", user("grace"))])
        })
        .shows(&["ada", "grace"], &[("duplicate-member", "`nickName`")])
        .holding(&["Countess", "Enchantress"]),
        Fault::http("duplicate-envelope", "the same key twice in a list", |asked| {
            let body = list(&users(), PEOPLE.len());
            first_page(
                asked,
                body.replacen("\"startIndex\":1", "\"startIndex\":1,\"startIndex\":7", 1),
            )
        })
        .shows(EVERYBODY, &[("duplicate-member", "`startIndex`")]),
        Fault::http("huge-number", "a number beyond 64 bit", |asked| {
            let ada = user_with("ada", r#""badge":340282366920938463463374607431768211457,"#);
            with_users(asked, &[("id-of-ada", ada)])
        })
        .shows(&["ada"], &[("number-precision", "340282366920938463463374607431768211457")])
        .holding(&["340282366920938463463374607431768211457"]),
        Fault::http("deep", "a hundred thousand arrays in one another", |asked| {
            let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
            let ada = user_with("ada", &format!(r#""deep":{deep},"#));
            with_users(asked, &[("id-of-ada", ada), ("id-of-grace", user("grace"))])
        })
        .shows(&["ada", "grace"], &[("nested-too-deep", "`deep`")]),
        Fault::http("proto", "an attribute named __proto__", |asked| {
            let more =
                r#""__proto__":{"polluted":"yes"},"constructor":"a builder","toString":"a text","#;
            with_users(asked, &[("id-of-ada", user_with("ada", more))])
        })
        .shows(&["ada"], &[])
        .holding(&["__proto__", "polluted", "a builder", "toString"]),
        Fault::http("wrong-types", "values of other types than the schema says", |asked| {
            let ada = user_with("ada", r#""active":"perhaps","emails":"ada@example.org","#);
            with_users(asked, &[("id-of-ada", ada)])
        })
        .shows(&["ada"], &[("type-mismatch", "`active`"), ("multi-value-not-array", "`emails`")])
        .holding(&["perhaps", "ada@example.org"]),
    ]
}

fn ids() -> Vec<Fault> {
    vec![
        Fault::http("no-id", "a resource without an id", |asked| {
            let grace = user("grace").replace(r#""id":"id-of-grace","#, "");
            with_users(asked, &[("id-of-ada", user("ada")), ("nobody", grace)])
        })
        .shows(&["ada", "grace"], &[("missing-id", "1 of 2")]),
        Fault::http("number-id", "an id that is a number", |asked| {
            let ada = user("ada").replace(r#""id":"id-of-ada""#, r#""id":42"#);
            with_users(asked, &[("42", ada)])
        })
        .shows(&["ada"], &[("id-not-a-string", "number")]),
        Fault::http("strange-id", "an id full of slashes and questions", |asked| {
            let ada = user("ada").replace("id-of-ada", "a/b?c=d&e#f%20");
            match asked.endpoint() {
                "/Users/a%2Fb%3Fc%3Dd%26e%23f%2520" => Answer::scim(ada),
                _ => with_users(asked, &[("", ada)]),
            }
        })
        .shows(&["ada"], &[]),
        Fault::http("no-object", "a row that is no object", |asked| {
            let rows = [user("ada"), "7".to_owned(), user("linus")];
            first_page(asked, list(&rows, 3))
        })
        .shows(&["ada", "User", "linus"], &[("resource-not-an-object", "1 of 3")]),
    ]
}
