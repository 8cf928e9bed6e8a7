//! Which removed element becomes which new one: the choice that takes the fewest operations, then the fewest bytes.

/// Up to so many elements on either side every choice is tried.
pub(super) const FEW: usize = 6;

/// What a choice is made of.
#[derive(Debug)]
pub(super) struct Costs {
    /// Bytes to remove each of the old elements; `None` when no filter selects it.
    pub(super) remove: Vec<Option<usize>>,
    /// Bytes that each new element takes in the one operation that adds.
    pub(super) add: Vec<usize>,
    /// Bytes of an `add` without elements.
    pub(super) add_frame: usize,
    /// Bytes to turn an old element into a new one; `None` when that cannot be.
    pub(super) turn: Vec<Vec<Option<usize>>>,
}

/// What it costs to leave a difference: more than anything else.
const LEFT: usize = 1 << 32;

/// For each old element the new one that it becomes.
pub(super) fn best(costs: &Costs) -> Vec<Option<usize>> {
    let mut search = Search {
        costs,
        chosen: vec![None; costs.remove.len()],
        used: vec![false; costs.add.len()],
        best: None,
    };
    search.from(0, 0);
    search.best.map(|(_, chosen)| chosen).unwrap_or_default()
}

/// The number of operations, their bytes, and the choice.
type Best = ((usize, usize), Vec<Option<usize>>);

struct Search<'c> {
    costs: &'c Costs,
    chosen: Vec<Option<usize>>,
    used: Vec<bool>,
    best: Option<Best>,
}

impl Search<'_> {
    fn from(&mut self, old: usize, bytes: usize) {
        let Some(remove) = self.costs.remove.get(old) else { return self.finish(bytes) };
        self.from(old + 1, bytes + remove.unwrap_or(LEFT));
        let Some(row) = self.costs.turn.get(old) else { return };
        for (new, turn) in row.iter().enumerate() {
            let (Some(turn), Some(false)) = (turn, self.used.get(new).copied()) else { continue };
            self.mark(old, new, true);
            self.from(old + 1, bytes + turn);
            self.mark(old, new, false);
        }
    }

    fn mark(&mut self, old: usize, new: usize, taken: bool) {
        if let Some(it) = self.chosen.get_mut(old) {
            *it = taken.then_some(new);
        }
        if let Some(it) = self.used.get_mut(new) {
            *it = taken;
        }
    }

    fn finish(&mut self, bytes: usize) {
        let added = self.used.iter().zip(&self.costs.add).filter(|(used, _)| !**used);
        let (count, sum) = added.fold((0, 0), |(count, sum), (_, it)| (count + 1, sum + it));
        let adds = usize::from(count > 0);
        let frame = if count > 0 { self.costs.add_frame + count - 1 } else { 0 };
        let left = bytes / LEFT * LEFT;
        let cost = (left + self.chosen.len() + adds, bytes + sum + frame);
        if self.best.as_ref().is_none_or(|(best, _)| cost < *best) {
            self.best = Some((cost, self.chosen.clone()));
        }
    }
}
