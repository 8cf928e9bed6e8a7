//! What is wrong with an outcome: a hang, a generic text, a missing hint, lost rows, a missing finding, a leak.

use std::collections::HashMap;

use faults::fault::{Outcome, Shown, Stage, Told};
use faults::table::token::ISSUED;
use faults::verdicts::VERDICTS;
use serde_json::Value;

use crate::backend::{CLIENT_SECRET, TOKEN};
use crate::journey::Journey;
use crate::report::Line;

/// Words that say nothing.
const GENERIC: &[&str] = &[
    "unknown error",
    "an error occurred",
    "something went wrong",
    "unexpected error",
    "request failed",
    "internal error",
];
/// Words of libraries, which mean nothing to people.
const JARGON: &[&str] =
    &["reqwest", "hyper", "os error", "Os {", "Custom {", "error sending request"];
const MIB: u64 = 1024 * 1024;

/// Everything that is wrong.
pub(crate) fn all(lines: &[Line]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut known: HashMap<String, &str> = HashMap::new();
    for line in lines {
        let id = line.fault.id;
        let mut of_line = one(line);
        if let Some((_, error)) = line.journey.as_ref().and_then(|it| it.error.as_ref())
            && let Some(other) = known.insert(particular(error), id)
        {
            of_line.push(format!("says the same as {other}"));
        }
        problems.extend(of_line.into_iter().map(|problem| format!("{id}: {problem}")));
    }
    problems
}

/// Title and detail without numbers: two causes must differ in more than those.
fn particular(error: &Value) -> String {
    let text = format!("{} {}", error["title"], error["detail"]);
    text.chars().filter(|it| !it.is_ascii_digit()).collect()
}

fn one(line: &Line) -> Vec<String> {
    let Some(journey) = &line.journey else {
        return vec![format!("hung for {} s", line.fault.limit.as_secs())];
    };
    let mut problems = match &line.fault.outcome {
        Outcome::Told(told) => not_told(told, journey),
        Outcome::Shown(shown) => not_shown(shown, journey),
    };
    problems.extend(other_verdict(line.fault.id, journey));
    for secret in [TOKEN, CLIENT_SECRET, ISSUED] {
        if format!("{journey:?}").contains(secret) {
            problems.push(format!("{secret} can be seen"));
        }
    }
    let given = line.fault.proxy.and_then(|it| it.given);
    if given.is_some_and(|(_, word)| format!("{journey:?}").contains(word)) {
        problems.push("the password of the proxy can be seen".to_owned());
    }
    if line.strays > 0 {
        problems.push(format!("{} request(s) went to another origin", line.strays));
    }
    if let (Some(most), Some(mib)) = (line.fault.most_mib, line.mib)
        && mib > most
    {
        problems.push(format!("took {mib} MiB, more than {most} MiB"));
    }
    if let Some(most) = line.fault.most_sent_mib
        && line.sent > most * MIB
    {
        problems
            .push(format!("the server got rid of {} MiB, more than {most} MiB", line.sent / MIB));
    }
    problems
}

fn not_told(told: &Told, journey: &Journey) -> Vec<String> {
    let Some((stage, error)) = &journey.error else {
        return vec![format!("nothing was said, and {:?} was shown", journey.rows)];
    };
    let mut problems = generic(error);
    if *stage != told.at {
        problems.push(format!("ended at {stage:?}, not {:?}", told.at));
    }
    if error["code"] != told.code {
        problems.push(format!("the code is {}, not {}", error["code"], told.code));
    }
    if error["title"] != told.title {
        problems.push(format!("the title is {}, not {:?}", error["title"], told.title));
    }
    let text = words_of(error);
    for word in told.words.iter().filter(|it| !text.contains(&it.to_lowercase())) {
        problems.push(format!("does not say {word:?}: {text}"));
    }
    if *stage != Stage::Form && error["exchange"].is_null() && told.title != ELSEWHERE {
        problems.push("names no exchange of the history".to_owned());
    }
    if matches!(stage, Stage::Opening | Stage::List) {
        problems.extend(differing_test(error, journey));
    }
    problems
}

/// Where nothing was asked, there is nothing in the history.
const ELSEWHERE: &str = "These resources lie on another server";

/// The connection test must fail, in the same words.
fn differing_test(error: &Value, journey: &Journey) -> Option<String> {
    let steps = journey.test.as_ref()?["steps"].as_array()?;
    let failed = steps.iter().find(|it| it["state"] == "failed");
    let Some(failed) = failed else { return Some("the connection test found nothing".to_owned()) };
    let cause = failed["problem"]["cause"].as_str().unwrap_or_default();
    // What is no SCIM is so in each document in its own way. Whoever was told to come later before anybody signed in is
    // told that first.
    let same_cause =
        cause.ends_with(error["detail"].as_str().unwrap()) || error["code"] == "notScim";
    let same = failed["detail"] == error["title"] && same_cause;
    (!same).then(|| format!("the connection test says otherwise: {failed}"))
}

/// Each step of the connection test ends as the table of verdicts says, with the field at fault.
fn other_verdict(id: &str, journey: &Journey) -> Option<String> {
    let test = journey.test.as_ref()?;
    let found = verdict(test);
    let wanted = VERDICTS.iter().find(|(of, _)| *of == id).map(|(_, verdict)| *verdict);
    (wanted != Some(found.as_str()))
        .then(|| format!("the connection test ends with {found:?}, not {wanted:?}"))
}

/// The steps of a connection test that are not in order, each with the field at fault, and those that it did not get to.
fn verdict(test: &Value) -> String {
    let (mut parts, mut skipped, mut after) = (Vec::new(), Vec::new(), None::<Vec<&str>>);
    for step in test["steps"].as_array().unwrap() {
        let (name, state) = (step["name"].as_str().unwrap(), step["state"].as_str().unwrap());
        if let Some(after) = after.as_mut().filter(|_| name != "Base URL") {
            after.push(name);
        } else if state == "failed" {
            after = Some(Vec::new());
        }
        match (state, step["problem"]["field"].as_str()) {
            ("ok", _) => {}
            ("skipped", _) => skipped.push(name),
            (_, Some(field)) => parts.push(format!("{name} {state} at {field}")),
            (_, None) => parts.push(format!("{name} {state}")),
        }
    }
    if after.is_some_and(|it| !it.is_empty() && it == skipped) {
        parts.push("then nothing".to_owned());
    } else if !skipped.is_empty() {
        parts.push(format!("not {}", skipped.join(", ")));
    }
    if parts.is_empty() { "ok".to_owned() } else { parts.join("; ") }
}

/// What is said, in lower case.
fn words_of(error: &Value) -> String {
    let hints = error["hints"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let fields = ["title", "detail", "said"].into_iter().filter_map(|it| error[it].as_str());
    fields.chain(hints).collect::<Vec<_>>().join("\n").to_lowercase()
}

fn generic(error: &Value) -> Vec<String> {
    let mut problems = Vec::new();
    let text = words_of(error);
    let (title, detail) = (error["title"].as_str().unwrap(), error["detail"].as_str().unwrap());
    let hints: Vec<&str> =
        error["hints"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    if let Some(found) =
        GENERIC.iter().find(|it| format!("{title} {detail}").to_lowercase().contains(*it))
    {
        problems.push(format!("is generic: {found}"));
    }
    if let Some(found) = JARGON.iter().find(|it| text.contains(&it.to_lowercase())) {
        problems.push(format!("speaks of {found}: {text}"));
    }
    if title.split(' ').count() < 3 || title.split(' ').count() > 8 || title.ends_with('.') {
        problems.push(format!("the title is no short sentence: {title}"));
    }
    if detail.split(' ').count() < 5 || !detail.ends_with('.') {
        problems.push(format!("the detail is no sentence: {detail}"));
    }
    if hints.is_empty() || hints.iter().any(|it| it.split(' ').count() < 4 || !it.ends_with('.')) {
        problems.push(format!("does not say what to do: {hints:?}"));
    }
    problems
}

fn not_shown(shown: &Shown, journey: &Journey) -> Vec<String> {
    if let Some((stage, error)) = &journey.error {
        return vec![format!("ended at {stage:?}: {error}")];
    }
    let mut problems = Vec::new();
    if journey.rows != shown.rows {
        problems.push(format!("shows {:?}, not {:?}", journey.rows, shown.rows));
    }
    if !journey.end_seen {
        problems.push("the end of the list was not seen".to_owned());
    }
    for (rule, words) in shown.flagged {
        let is_there = journey.findings.iter().any(|it| {
            it["rule"] == *rule && it["message"].as_str().is_some_and(|text| text.contains(words))
        });
        if !is_there {
            let of_rule: Vec<&Value> = journey.findings.iter().collect();
            problems.push(format!("{rule} with {words:?} is not flagged: {of_rule:?}"));
        }
    }
    if shown.flagged.is_empty() {
        let grave = journey.findings.iter().filter(|it| it["severity"] != "info");
        problems.extend(grave.map(|it| format!("flags what is in order: {it}")));
    }
    let form = journey.resource.as_ref().map(|it| it["sections"].to_string()).unwrap_or_default();
    let text = journey.resource.as_ref().and_then(|it| it["text"].as_str()).unwrap_or_default();
    for words in shown.holds.iter().filter(|it| !form.contains(**it) && !text.contains(**it)) {
        problems.push(format!("{words:?} is not in the resource"));
    }
    let steps = journey.test.as_ref().and_then(|it| it["steps"].as_array()).unwrap();
    if let Some(failed) = steps.iter().find(|it| it["state"] == "failed")
        && shown.test_may_fail.is_none()
    {
        problems.push(format!("the connection test fails: {failed}"));
    }
    problems
}
