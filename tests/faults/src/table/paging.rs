//! Lists whose pages and counts cannot be believed: every row is shown once, and the lie is flagged.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::directory::{PEOPLE, except, first_page, list, user, users};
use crate::fault::Fault;

const EVERYBODY: &[&str] = &["ada", "grace", "linus"];

pub(super) fn faults() -> Vec<Fault> {
    [totals(), pages()].concat()
}

fn totals() -> Vec<Fault> {
    vec![
        Fault::http("total-too-large", "says that there are more than there are", |asked| {
            let rows = if asked.start_index() == 1 { users() } else { Vec::new() };
            except(asked, "/Users", || Answer::scim(list(&rows, 5_000)))
        })
        .shows(EVERYBODY, &[("S05", "totalResults says 5000, but the list ends after 3")]),
        Fault::http("total-too-small", "says that there are fewer than there are", |asked| {
            except(asked, "/Users", || Answer::scim(list(&page(asked, 2), 1)))
        })
        .shows(
            EVERYBODY,
            &[("total-too-small", "this page alone has"), ("S05", "totalResults says 1")],
        ),
        Fault::http("total-text", "counts as strings", |asked| {
            let body = list(&users(), PEOPLE.len());
            let body = body.replace("\"totalResults\":3", "\"totalResults\":\"3\"");
            first_page(asked, body.replace("\"startIndex\":1", "\"startIndex\":\"1\""))
        })
        .shows(EVERYBODY, &[("S03", "a string")]),
        Fault::http("total-missing", "does not say how many there are", |asked| {
            except(asked, "/Users", || {
                let rows = page(asked, 2);
                Answer::scim(list(&rows, 0).replace("\"totalResults\":0,", ""))
            })
        })
        .shows(EVERYBODY, &[("missing-total-results", "totalResults")]),
        Fault::http("total-huge", "a total beyond 64 bit", |asked| {
            let body = list(&users(), PEOPLE.len());
            let huge = "\"totalResults\":99999999999999999999999";
            first_page(asked, body.replace("\"totalResults\":3", huge))
        })
        .shows(EVERYBODY, &[("S03", "99999999999999999999999")]),
        Fault::http("total-negative", "a total below zero", |asked| {
            let body = list(&users(), PEOPLE.len());
            first_page(asked, body.replace("\"totalResults\":3", "\"totalResults\":-1"))
        })
        .shows(EVERYBODY, &[("S03", "-1")]),
    ]
}

fn pages() -> Vec<Fault> {
    vec![
        Fault::http("duplicate-ids", "the same resource on two pages", |asked| {
            let rows = match asked.start_index() {
                1 => vec![user("ada"), user("grace")],
                3 => vec![user("grace"), user("linus")],
                _ => Vec::new(),
            };
            except(asked, "/Users", || Answer::scim(list(&rows, 4)))
        })
        .shows(
            &["ada", "grace", "grace", "linus"],
            &[("S05", "1 resource(s) whose id stands elsewhere")],
        ),
        Fault::http("first-page-again", "the first page again past the end", |asked| {
            except(asked, "/Users", || Answer::scim(list(&users(), PEOPLE.len())))
        })
        .shows(EVERYBODY, &[("S05", "repeats a page instead of ending the list")]),
        Fault::http("past-the-end", "refuses to look past the end", |asked| {
            match (asked.endpoint(), asked.start_index()) {
                ("/Users", 4..) => Answer::refusal("400 Bad Request", "startIndex is too large"),
                _ => crate::directory::directory(asked),
            }
        })
        .shows(EVERYBODY, &[("past-the-end", "startIndex 4 lies past the end")]),
        Fault::http("tiny-pages", "one resource a page, whatever was asked for", |asked| {
            except(asked, "/Users", || Answer::scim(list(&page(asked, 1), PEOPLE.len())))
        })
        .shows(EVERYBODY, &[]),
    ]
}

/// A page of at most so many people from where was asked.
fn page(asked: &Asked, most: usize) -> Vec<String> {
    let count = asked.number("count").unwrap_or(most).min(most);
    users().into_iter().skip(asked.start_index() - 1).take(count).collect()
}
