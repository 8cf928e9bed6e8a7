//! Which operation needs which: the order in which they can be done, and the circles among them (RFC 7644 §3.7.1).

use std::collections::HashMap;

use super::{Operation, references};

/// The dependencies among the operations of a request. Operations are named by their place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// For each operation those whose resource it refers to, each once, in ascending order. An operation that refers to
    /// itself needs nobody else, and is not listed.
    pub needs: Vec<Vec<usize>>,
    /// Whole references to operations that the request does not have, with the operation that has them.
    pub dangling: Vec<(usize, String)>,
}

/// Operations that can only be done together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The operations in the order of the request.
    pub operations: Vec<usize>,
    /// Whether they refer to each other in a circle, so that no order lets each come after what it needs: a server
    /// creates them first and sets the references afterwards, or answers 409.
    pub is_circular: bool,
}

impl Graph {
    /// Finds the dependencies. Of several operations with one `bulkId` the first is meant.
    ///
    /// ```
    /// use scim::bulk::{BulkRequest, Graph};
    /// let text = r#"{"Operations": [
    ///     {"method": "POST", "path": "/Groups", "bulkId": "g", "data": {"members": [{"value": "bulkId:u"}]}},
    ///     {"method": "POST", "path": "/Users", "bulkId": "u", "data": {"userName": "alice"}}]}"#;
    /// let bulk = BulkRequest::parse(text).unwrap().value;
    /// let order: Vec<_> = Graph::of(&bulk.operations).order().into_iter().map(|it| it.operations).collect();
    /// assert_eq!(order, [[1], [0]]);
    /// ```
    #[must_use]
    pub fn of(operations: &[Operation]) -> Self {
        let mut named: HashMap<&str, usize> = HashMap::new();
        for (at, operation) in operations.iter().enumerate() {
            if let Some(id) = &operation.bulk_id {
                named.entry(id).or_insert(at);
            }
        }
        let mut needs = Vec::with_capacity(operations.len());
        let mut dangling = Vec::new();
        for (at, operation) in operations.iter().enumerate() {
            let mut needed = Vec::new();
            for reference in references(operation) {
                match named.get(reference.bulk_id.as_str()) {
                    Some(other) if *other == at => {}
                    Some(other) => needed.push(*other),
                    None if reference.is_whole => dangling.push((at, reference.bulk_id)),
                    None => {}
                }
            }
            crate::steps::count(1 + needed.len());
            needed.sort_unstable();
            needed.dedup();
            needs.push(needed);
        }
        Self { needs, dangling }
    }

    /// The groups in an order in which each comes after those that it needs; apart from that as in the request.
    #[must_use]
    pub fn order(&self) -> Vec<Group> {
        order(&self.needs)
    }
}

/// Strongly connected groups, what is needed first; among those that wait for nothing the one that begins first.
pub(super) fn order(needs: &[Vec<usize>]) -> Vec<Group> {
    let group_of = connect(needs);
    let count = group_of.iter().max().map_or(0, |it| it + 1);
    let mut groups: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, group) in group_of.iter().enumerate() {
        if let Some(members) = groups.get_mut(*group) {
            members.push(at);
        }
    }
    // Each group waits for the groups that its members need.
    let mut waiting = vec![0_usize; count];
    let mut waited_for: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (group, members) in groups.iter().enumerate() {
        let needed = members.iter().filter_map(|it| needs.get(*it)).flatten();
        let mut needed: Vec<usize> = needed.filter_map(|it| group_of.get(*it)).copied().collect();
        crate::steps::count(1 + needed.len());
        needed.sort_unstable();
        needed.dedup();
        for other in needed.into_iter().filter(|it| *it != group) {
            if let (Some(count), Some(others)) = (waiting.get_mut(group), waited_for.get_mut(other))
            {
                *count += 1;
                others.push(group);
            }
        }
    }
    let first = |group: usize| groups.get(group).and_then(|it| it.first()).copied().unwrap_or(0);
    let mut ready: std::collections::BTreeSet<(usize, usize)> =
        (0..count).filter(|it| waiting.get(*it) == Some(&0)).map(|it| (first(it), it)).collect();
    let mut ordered = Vec::with_capacity(count);
    while let Some((_, group)) = ready.pop_first() {
        crate::steps::count(1 + waited_for.get(group).map_or(0, Vec::len));
        for other in waited_for.get(group).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(*other) {
                *count -= 1;
                if *count == 0 {
                    ready.insert((first(*other), *other));
                }
            }
        }
        let operations = groups.get(group).cloned().unwrap_or_default();
        ordered.push(Group { is_circular: operations.len() > 1, operations });
    }
    ordered
}

/// The number of the strongly connected group of each node, by Tarjan's algorithm without recursion: a chain of a
/// hundred thousand references must not overflow the stack.
fn connect(needs: &[Vec<usize>]) -> Vec<usize> {
    let mut search = Search {
        index: vec![None; needs.len()],
        low: vec![0; needs.len()],
        group: vec![None; needs.len()],
        ..Search::default()
    };
    for start in 0..needs.len() {
        if search.index.get(start) == Some(&None) {
            search.visit(start, needs);
        }
    }
    search.group.into_iter().map(Option::unwrap_or_default).collect()
}

#[derive(Debug, Default)]
struct Search {
    index: Vec<Option<usize>>,
    low: Vec<usize>,
    group: Vec<Option<usize>>,
    open: Vec<usize>,
    next_index: usize,
    next_group: usize,
}

impl Search {
    fn visit(&mut self, start: usize, needs: &[Vec<usize>]) {
        // Each entry: the node, and how many of its needs were looked at.
        let mut path = vec![(start, 0_usize)];
        self.enter(start);
        while let Some((node, looked_at)) = path.last_mut() {
            let node = *node;
            let next = needs.get(node).and_then(|it| it.get(*looked_at)).copied();
            *looked_at += 1;
            crate::steps::count(1);
            match next {
                Some(other) => match self.index.get(other).copied().flatten() {
                    None => {
                        self.enter(other);
                        path.push((other, 0));
                    }
                    Some(index) if self.group.get(other) == Some(&None) => self.lower(node, index),
                    Some(_) => {}
                },
                None => {
                    path.pop();
                    self.leave(node);
                    let low = self.low.get(node).copied().unwrap_or_default();
                    if let Some((parent, _)) = path.last() {
                        self.lower(*parent, low);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        if let (Some(index), Some(low)) = (self.index.get_mut(node), self.low.get_mut(node)) {
            *index = Some(self.next_index);
            *low = self.next_index;
        }
        self.next_index += 1;
        self.open.push(node);
    }

    fn lower(&mut self, node: usize, to: usize) {
        if let Some(low) = self.low.get_mut(node) {
            *low = to.min(*low);
        }
    }

    /// Closes the group that began at this node, if one did.
    fn leave(&mut self, node: usize) {
        if self.index.get(node).copied().flatten() != self.low.get(node).copied() {
            return;
        }
        while let Some(member) = self.open.pop() {
            if let Some(group) = self.group.get_mut(member) {
                *group = Some(self.next_group);
            }
            if member == node {
                break;
            }
        }
        self.next_group += 1;
    }
}
