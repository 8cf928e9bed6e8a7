//! Redirects: followed on the same origin, never to another.

use crate::answer::Answer;
use crate::directory::directory;
use crate::fault::Fault;

pub(super) fn faults() -> Vec<Fault> {
    vec![
        Fault::http("redirect-same", "redirects to a path of its own", |asked| {
            if asked.path().starts_with("/scim/v2/") {
                let query = asked.head.split(' ').nth(1).and_then(|it| it.split_once('?'));
                let query = query.map(|(_, query)| format!("?{query}")).unwrap_or_default();
                let there = format!("Location: /v2{}{query}", asked.endpoint());
                return Answer::http("307 Temporary Redirect", &[&there], "");
            }
            let head = asked.head.replacen(" /v2/", " /scim/v2/", 1);
            directory(&crate::asked::Asked { head, ..asked.clone() })
        })
        .shows(&["ada", "grace", "linus"], &[]),
        Fault::http("redirect-elsewhere", "redirects to another origin", |asked| {
            let there = format!("Location: {}{}", asked.elsewhere, asked.path());
            Answer::http("302 Found", &[&there], "")
        })
        .stops_opening(
            "redirectElsewhere",
            "The server redirects to another server",
            &["was not followed", "token was not sent there"],
        ),
        Fault::http("redirect-loop", "redirects in a circle", |asked| {
            let there = format!("Location: {}", asked.path());
            Answer::http("302 Found", &[&there], "")
        })
        .stops_opening(
            "redirectElsewhere",
            "The server redirects in circles",
            &["more than 5 times", "slashes"],
        ),
        Fault::http("redirect-nowhere", "redirects without saying where", |_| {
            Answer::http("302 Found", &[], "")
        })
        .stops_opening(
            "rejected",
            "The server redirects without saying where",
            &["302", "Location"],
        ),
    ]
}
