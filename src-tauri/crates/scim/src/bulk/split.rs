//! A request that is larger than the server takes, as several (RFC 7644 §3.7.4).
//!
//! A `bulkId` means something only within its request. So operations that are connected by references, in whatever
//! direction, stay together. Operations on one resource keep their order, also across requests.

use std::collections::HashMap;

use super::graph::order;
use super::{BulkRequest, Graph, Method, Operation};
use crate::steps;

/// What a server takes in one bulk request (RFC 7643 §5); `None` is no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// How many operations.
    pub max_operations: Option<u64>,
    /// How many bytes of JSON.
    pub max_payload_size: Option<u64>,
}

/// Operations that must stand in one request, and are too much for one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} operations belong together and make {size_bytes} bytes, which is more than the server takes at once",
    operations.len()
)]
pub struct DoesNotFit {
    /// The operations, by their place in the request.
    pub operations: Vec<usize>,
    /// How large a request of them alone would be.
    pub size_bytes: u64,
}

/// The requests that together do what one would do, each within the limits, to be sent in this order.
///
/// Sizes are those of the texts that [`BulkRequest::to_json`] gives without blanks. Each request has the `failOnErrors` of
/// the whole, so that errors are counted in each by itself.
///
/// # Errors
/// When operations that must stand in one request do not fit into one.
///
/// ```
/// use scim::bulk::{BulkRequest, Limits, split};
/// let text = r#"{"Operations": [{"method": "DELETE", "path": "/Users/1"}, {"method": "DELETE", "path": "/Users/2"},
///     {"method": "DELETE", "path": "/Users/3"}]}"#;
/// let bulk = BulkRequest::parse(text).unwrap().value;
/// let limits = Limits { max_operations: Some(2), max_payload_size: None };
/// let sizes: Vec<usize> = split(&bulk, limits).unwrap().iter().map(|it| it.operations.len()).collect();
/// assert_eq!(sizes, [2, 1]);
/// ```
pub fn split(request: &BulkRequest, limits: Limits) -> Result<Vec<BulkRequest>, DoesNotFit> {
    let operations = &request.operations;
    let sizes: Vec<u64> = operations.iter().map(|it| length(&it.to_json().to_string())).collect();
    let empty = BulkRequest { operations: Vec::new(), ..request.clone() };
    let frame = length(&empty.to_json().to_string());
    let is_over = |count: u64, size: u64| {
        limits.max_operations.is_some_and(|it| count > it)
            || limits.max_payload_size.is_some_and(|it| size > it)
    };
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let (mut count, mut size) = (0, 0);
    for group in together(operations) {
        let group_count = length_of(group.len());
        // Each operation but the first has a comma before it.
        let bytes = group.iter().filter_map(|it| sizes.get(*it)).map(|it| it + 1).sum::<u64>();
        if is_over(group_count, frame + bytes - 1) {
            return Err(DoesNotFit { operations: group, size_bytes: frame + bytes - 1 });
        }
        match parts.last_mut().filter(|_| !is_over(count + group_count, size + bytes)) {
            Some(part) => {
                part.extend(group);
                (count, size) = (count + group_count, size + bytes);
            }
            None => {
                (count, size) = (group_count, frame + bytes - 1);
                parts.push(group);
            }
        }
    }
    let requests = parts.into_iter().map(|mut part| {
        part.sort_unstable();
        steps::count(part.len());
        let operations = part.iter().filter_map(|it| operations.get(*it)).cloned().collect();
        BulkRequest { fail_on_errors: request.fail_on_errors, operations }
    });
    Ok(requests.collect())
}

fn length(text: &str) -> u64 {
    steps::count(text.len());
    length_of(text.len())
}

fn length_of(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Operations that must stand in one request, in an order that keeps the order of operations on one resource.
fn together(operations: &[Operation]) -> Vec<Vec<usize>> {
    let graph = Graph::of(operations);
    let part_of = connected(&graph);
    let count = part_of.iter().max().map_or(0, |it| it + 1);
    // A part that works on a resource after another part did waits for that one. Parts that wait for each other, because
    // their operations on a resource alternate, cannot be torn apart either.
    let mut waits: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut last: HashMap<String, usize> = HashMap::new();
    for (operation, part) in operations.iter().zip(&part_of) {
        steps::count(1);
        if operation.method == Method::Post {
            continue;
        }
        let before = last.insert(operation.path.to_ascii_lowercase(), *part);
        if let (Some(before), Some(waits)) = (before.filter(|it| it != part), waits.get_mut(*part))
        {
            waits.push(before);
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, part) in part_of.iter().enumerate() {
        if let Some(members) = members.get_mut(*part) {
            members.push(at);
        }
    }
    let groups = order(&waits).into_iter().map(|group| {
        let parts = group.operations.into_iter().filter_map(|it| members.get(it));
        let mut all: Vec<usize> = parts.flatten().copied().collect();
        steps::count(all.len());
        all.sort_unstable();
        all
    });
    groups.collect()
}

/// The number of the connected part of each operation, counted in the order in which the parts begin.
fn connected(graph: &Graph) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..graph.needs.len()).collect();
    for (at, needs) in graph.needs.iter().enumerate() {
        for other in needs {
            let (left, right) = (root(&mut parent, at), root(&mut parent, *other));
            if let Some(entry) = parent.get_mut(left.max(right)) {
                *entry = left.min(right);
            }
        }
    }
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let roots: Vec<usize> = (0..parent.len()).map(|it| root(&mut parent, it)).collect();
    let number = |root: usize| {
        let next = numbers.len();
        *numbers.entry(root).or_insert(next)
    };
    roots.into_iter().map(number).collect()
}

/// The first operation of a part; the way to it is halved, so that it stays short.
fn root(parent: &mut [usize], mut at: usize) -> usize {
    loop {
        steps::count(1);
        let up = parent.get(at).copied().unwrap_or(at);
        if up == at {
            return at;
        }
        let above = parent.get(up).copied().unwrap_or(up);
        if let Some(entry) = parent.get_mut(at) {
            *entry = above;
        }
        at = above;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::during;

    fn steps(operation: &dyn Fn(usize, usize) -> String, count: usize) -> usize {
        let all: Vec<String> = (0..count).map(|at| operation(at, count)).collect();
        let text = format!(r#"{{"Operations":[{}]}}"#, all.join(","));
        let request = BulkRequest::parse(&text).map(|it| it.value).unwrap();
        assert_eq!(request.operations.len(), count);
        during(|| {
            drop(split(&request, Limits { max_operations: Some(100), max_payload_size: None }))
        })
    }

    #[test]
    fn the_work_grows_with_the_size_of_the_request() {
        let post = |at: usize, data: String| {
            format!(r#"{{"method":"POST","path":"/G","bulkId":"{at}","data":{data}}}"#)
        };
        let chain =
            |at: usize, count: usize| post(at, format!(r#"["bulkId:{}"]"#, (at + 1) % count));
        let back =
            |at: usize, _: usize| post(at, format!(r#"["bulkId:{}"]"#, at.saturating_sub(1)));
        let star = |at: usize, _: usize| post(at, r#"["bulkId:0"]"#.to_owned());
        let halves = |at: usize, _: usize| post(at, format!(r#"["bulkId:{}"]"#, at / 2));
        let text = |at: usize, _: usize| post(at, format!(r#"["x{}"]"#, "bulkId:".repeat(10)));
        let one = |_: usize, _: usize| r#"{"method":"PATCH","path":"/U/1","data":{}}"#.to_owned();
        let shapes: [&dyn Fn(usize, usize) -> String; 6] =
            [&chain, &back, &star, &halves, &text, &one];
        for (at, shape) in shapes.into_iter().enumerate() {
            let [small, middle, large] = [100, 1_000, 10_000].map(|it| steps(shape, it));
            assert!(small >= 100, "{at}: {small} steps are not all");
            assert!(middle <= small * 13 && large <= middle * 13, "{at}: {small} {middle} {large}");
        }
    }
}
