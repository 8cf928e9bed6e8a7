//! `RateLimit` and `RateLimit-Policy` of the IETF draft, in its form of today (`"burst";q=100;w=60`) and the one before
//! (`limit=100, remaining=50, reset=5`).

use super::header::{Headers, seconds_on};
use super::{MOST_MEMBERS, Quota};

/// One member of a structured list: what it is about, and its parameters.
struct Item {
    value: String,
    parameters: Vec<(String, String)>,
}

pub(super) fn quotas(headers: &Headers<'_>) -> Vec<Quota> {
    let mut quotas: Vec<Quota> = policies(headers);
    for item in headers.all_of("ratelimit").flat_map(items).take(MOST_MEMBERS) {
        let of = match quotas.iter_mut().find(|it| it.name.as_deref() == Some(item.value.as_str()))
        {
            Some(known) => known,
            None => {
                quotas.push(Quota { name: Some(item.value.clone()), ..Quota::default() });
                let Some(new) = quotas.last_mut() else { continue };
                new
            }
        };
        of.remaining = item.number("r");
        of.resets_at = item.number("t").and_then(|it| seconds_on(headers, it));
        of.headers.push("ratelimit".to_owned());
    }
    if let Some(quota) = headers.all_of("ratelimit").find_map(|it| dictionary(it, headers)) {
        quotas.retain(|it| !it.headers.iter().any(|header| header == "ratelimit"));
        match quotas.iter_mut().find(|it| it.limit == quota.limit) {
            Some(policy) => {
                policy.remaining = quota.remaining;
                policy.resets_at = quota.resets_at;
                policy.headers.extend(quota.headers);
            }
            None => quotas.push(quota),
        }
    }
    quotas
}

/// What the policies say. In the form before, the quota itself stands where today its name does.
fn policies(headers: &Headers<'_>) -> Vec<Quota> {
    let mut quotas = Vec::new();
    for item in headers.all_of("ratelimit-policy").flat_map(items).take(MOST_MEMBERS) {
        let number = item.value.parse::<u64>().ok();
        let name = (number.is_none() && !item.value.is_empty()).then(|| item.value.clone());
        quotas.push(Quota {
            name,
            limit: item.number("q").or(number),
            window_seconds: item.number("w"),
            headers: vec!["ratelimit-policy".to_owned()],
            ..Quota::default()
        });
    }
    quotas
}

fn dictionary(value: &str, headers: &Headers<'_>) -> Option<Quota> {
    let number = |wanted: &str| {
        value.split([',', ';']).find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().parse::<u64>().ok())?
        })
    };
    let (limit, remaining) = (number("limit"), number("remaining"));
    let resets_at = number("reset").and_then(|it| seconds_on(headers, it));
    (limit.is_some() || remaining.is_some() || resets_at.is_some()).then(|| Quota {
        limit,
        remaining,
        resets_at,
        headers: vec!["ratelimit".to_owned()],
        ..Quota::default()
    })
}

impl Item {
    fn number(&self, name: &str) -> Option<u64> {
        let (_, value) = self.parameters.iter().find(|(it, _)| it == name)?;
        value.parse().ok()
    }
}

/// The members of a list; commas and semicolons in quoted names are part of them.
fn items(value: &str) -> Vec<Item> {
    let mut items = Vec::new();
    for member in split(value, ',') {
        let mut parts = split(member, ';').into_iter();
        let value = parts.next().unwrap_or_default().trim().trim_matches('"').to_owned();
        let parameters = parts.filter_map(|it| {
            let (name, value) = it.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().trim_matches('"').to_owned()))
        });
        items.push(Item { value, parameters: parameters.collect() });
    }
    items
}

fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted) = (Vec::new(), 0, false);
    for (at, it) in text.char_indices() {
        if it == '"' {
            is_quoted = !is_quoted;
        } else if it == separator && !is_quoted {
            parts.extend(text.get(start..at));
            start = at + it.len_utf8();
        }
    }
    parts.extend(text.get(start..));
    parts
}
