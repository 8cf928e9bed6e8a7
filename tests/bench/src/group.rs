//! What changed in a large group: the difference between the 50,000 members that were read and those of the draft, as it
//! is worked out for each edit that is shown. It stands beside what nobody can save who takes both versions for granted,
//! which is to copy the draft and to hold every value of it against one that was read; and beside reading the group from
//! the text of the answer once. All of it is work of one thread, and counted in its CPU time: others who use the machine
//! meanwhile are not counted.

use anyhow::{Context as _, Result, ensure};
use scim::view::TypeModel;
use scim::{builtin, edit, patch};
use serde_json::{Value, json};

use crate::figure::{Figure, Goal, Quantity, Report, median};
use crate::machine;

const MEMBERS: usize = 50_000;
const ROUNDS: usize = 21;
const MOST: Quantity = Quantity::Seconds(50e-3);

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let model = group_model()?;
    let (group, draft) = (group(MEMBERS), edited(MEMBERS)?);
    let text = group.to_string();
    let mut times: [Vec<f64>; 4] = Default::default();
    // The first round warms up. Samples are taken in turns: a machine that is slow for a while is so for all.
    for round in 0..=ROUNDS {
        let taken = [
            timed(|| {
                ensure_operations(patch::diff(&group, &draft, &model).request.operations.len())
            })?,
            timed(|| {
                ensure_operations(edit::pending(&group, &draft, &model).request.operations.len())
            })?,
            timed(|| copied_and_compared(&group, &draft))?,
            timed(|| read(&text))?,
        ];
        for (all, one) in times.iter_mut().zip(taken).filter(|_| round > 0) {
            all.push(one);
        }
    }
    let [difference, pending, compared, read] = times.map(|it| Quantity::Seconds(median(it)));
    let beside = || vec![("copy and comparison", compared), ("reading its JSON", read)];
    for (name, value) in
        [("PATCH of 50,000 members", difference), ("changes of 50,000 members", pending)]
    {
        report.add(&Figure { name, value, beside: beside(), goal: Some(Goal::AtMost(MOST)) });
    }
    Ok(())
}

fn timed(work: impl FnOnce() -> Result<()>) -> Result<f64> {
    let before = machine::cpu_time();
    work()?;
    Ok(machine::cpu_time().saturating_sub(before).as_secs_f64())
}

/// Two members go, by an operation each; two come, together; and the group is called differently.
fn ensure_operations(count: usize) -> Result<()> {
    ensure!(count == 4, "the difference has {count} operations");
    Ok(())
}

/// A copy of the draft, and each member of it held against the one that was read in its place.
fn copied_and_compared(group: &Value, draft: &Value) -> Result<()> {
    let copy = std::hint::black_box(draft.clone());
    let (before, after) = (members(group)?, members(&copy)?);
    let same = before.iter().zip(after).filter(|(before, after)| before == after).count();
    ensure!(same < after.len(), "nothing was edited");
    Ok(())
}

fn read(text: &str) -> Result<()> {
    let group: Value = serde_json::from_str(text)?;
    ensure!(members(&group)?.len() == MEMBERS, "the group was not read");
    Ok(())
}

fn members(group: &Value) -> Result<&Vec<Value>> {
    group.get("members").and_then(Value::as_array).context("the group has no members")
}

fn group_model() -> Result<TypeModel> {
    let group = builtin::resource_types().iter().find(|it| it.name == "Group");
    let group = group.context("no built-in resource type is called Group")?;
    Ok(TypeModel::resolve(group, builtin::schemas()).value)
}

/// A group with so many users in it, as a server shows it.
fn group(count: usize) -> Value {
    let members: Vec<Value> = (0..count).map(member).collect();
    json!({
        "schemas": [scim::urn::GROUP],
        "id": "2f6c1b0e-55a1-4c39-9d0e-0000000000aa",
        "displayName": "All of the company",
        "members": members,
        "meta": {
            "resourceType": "Group",
            "created": "2024-03-01T09:00:00Z",
            "lastModified": "2025-11-03T16:21:07Z",
            "location": "https://directory.example.com/scim/v2/Groups/2f6c1b0e-55a1-4c39-9d0e-0000000000aa",
            "version": "W/\"3a\"",
        },
    })
}

fn member(number: usize) -> Value {
    let id = format!("7b1e5c0a-4d2f-4a63-9d0e-{number:012x}");
    json!({
        "value": id,
        "$ref": format!("https://directory.example.com/scim/v2/Users/{id}"),
        "type": "User",
        "display": format!("User {number:06}"),
    })
}

/// The same group as a person left it: two members taken out, two others added, and the group called differently.
fn edited(count: usize) -> Result<Value> {
    let mut draft = group(count);
    let group = draft.as_object_mut().context("the group is no object")?;
    group.insert("displayName".to_owned(), "Everybody".into());
    let members = group.get_mut("members").and_then(Value::as_array_mut);
    let members = members.context("the group has no members")?;
    members.remove(count / 3);
    members.remove(count / 2);
    for number in count..count + 2 {
        members.push(json!({ "value": format!("7b1e5c0a-4d2f-4a63-9d0e-{number:012x}") }));
    }
    Ok(draft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_differences_say_what_was_edited() {
        let (group, draft, model) = (group(200), edited(200).unwrap(), group_model().unwrap());
        let request = patch::diff(&group, &draft, &model).request;
        assert_eq!(request.operations.len(), 4, "{}", request.to_json());
        let pending = edit::pending(&group, &draft, &model);
        assert_eq!(pending.request, request);
        // The members that come are told one by one.
        assert_eq!(pending.changes.len(), 5);
    }
}
