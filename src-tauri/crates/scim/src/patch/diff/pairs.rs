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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a choice costs: elements that are left although they should go, operations, bytes.
    type Cost = (usize, usize, usize);

    fn cost(costs: &Costs, choice: &[Option<usize>]) -> Cost {
        let (mut left, mut operations, mut bytes) = (0, 0, 0);
        for (old, new) in choice.iter().enumerate() {
            let size = match new {
                Some(new) => costs.turn[old][*new],
                None => costs.remove[old],
            };
            match size {
                Some(size) => {
                    operations += 1;
                    bytes += size;
                }
                None => left += 1,
            }
        }
        let is_added = |(new, _): &(usize, &usize)| !choice.contains(&Some(*new));
        let added: Vec<usize> =
            costs.add.iter().enumerate().filter(is_added).map(|(_, it)| *it).collect();
        if !added.is_empty() {
            operations += 1;
            let commas = added.len() - 1;
            bytes += costs.add_frame + added.iter().sum::<usize>() + commas;
        }
        (left, operations, bytes)
    }

    /// Every choice in which no two old elements become the same new one.
    fn choices(costs: &Costs) -> Vec<Vec<Option<usize>>> {
        let mut all = vec![Vec::new()];
        for row in &costs.turn {
            let mut longer = Vec::new();
            for choice in all {
                let can_be = |new: &usize| row[*new].is_some() && !choice.contains(&Some(*new));
                let becomes = (0..row.len()).filter(can_be).map(Some);
                longer.extend(becomes.chain([None]).map(|it| [choice.as_slice(), &[it]].concat()));
            }
            all = longer;
        }
        all
    }

    /// A small generator of its own, so that the same cases are tried every time.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % sides
        }

        fn bytes(&mut self) -> Option<usize> {
            (self.roll(4) > 0).then(|| 1 + self.roll(9))
        }

        fn costs(&mut self) -> Costs {
            let (old, new) = (1 + self.roll(3), self.roll(4));
            Costs {
                remove: (0..old).map(|_| self.bytes()).collect(),
                add: (0..new).map(|_| 1 + self.roll(9)).collect(),
                add_frame: self.roll(6),
                turn: (0..old).map(|_| (0..new).map(|_| self.bytes()).collect()).collect(),
            }
        }
    }

    #[test]
    fn no_choice_is_better_than_the_best() {
        let mut dice = Dice(7);
        for _ in 0..2_000 {
            let costs = dice.costs();
            let least = choices(&costs).iter().map(|it| cost(&costs, it)).min();
            assert_eq!(Some(cost(&costs, &best(&costs))), least, "{costs:?}");
        }
    }
}
