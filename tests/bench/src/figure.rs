//! One line for each figure: what was measured, what it stands beside, and whether it is good
//! enough. Medians throughout.

use std::fmt;
use std::time::Duration;

/// How much of something.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Quantity {
    Seconds(f64),
    Bytes(f64),
}

/// When a figure is good enough.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// At most so many times the floor.
    Times(f64),
    /// At most so much more than the floor.
    More(Quantity),
    /// At most so many times the floor, and so much more.
    TimesAndMore(f64, Quantity),
    /// At most so much, whatever stands beside it.
    AtMost(Quantity),
    /// At least so many times as fast as the peer.
    AsFast(f64),
}

/// A figure beside what it is compared with, the floor or peer of its goal first.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: Quantity,
    pub(crate) beside: Vec<(&'static str, Quantity)>,
    pub(crate) goal: Option<Goal>,
}

/// All figures of a run; each is printed as soon as it is there.
#[derive(Debug, Default)]
pub(crate) struct Report {
    met: usize,
    misses: Vec<&'static str>,
}

impl Report {
    /// Prints a figure and remembers whether its goal was met.
    pub(crate) fn add(&mut self, figure: &Figure) {
        println!("{figure}");
        match figure.is_met() {
            Some(true) => self.met += 1,
            Some(false) => self.misses.push(figure.name),
            None => {}
        }
    }

    pub(crate) fn misses(&self) -> usize {
        self.misses.len()
    }

    /// How many goals were met, and which were not.
    pub(crate) fn summary(&self) -> String {
        let goals = self.met + self.misses.len();
        if self.misses.is_empty() {
            return format!("{} of {goals} goals met", self.met);
        }
        format!("{} of {goals} goals met; MISS: {}", self.met, self.misses.join(", "))
    }
}

impl Quantity {
    fn number(self) -> f64 {
        match self {
            Quantity::Seconds(number) | Quantity::Bytes(number) => number,
        }
    }

    fn minus(self, other: Quantity) -> Quantity {
        let number = self.number() - other.number();
        match self {
            Quantity::Seconds(_) => Quantity::Seconds(number),
            Quantity::Bytes(_) => Quantity::Bytes(number),
        }
    }
}

impl From<Duration> for Quantity {
    fn from(duration: Duration) -> Quantity {
        Quantity::Seconds(duration.as_secs_f64())
    }
}

impl Figure {
    /// Whether the goal is met, where there is one.
    pub(crate) fn is_met(&self) -> Option<bool> {
        let (_, floor) = self.beside.first()?;
        Some(match self.goal? {
            Goal::Times(most) => self.value.number() <= floor.number() * most,
            Goal::More(most) => self.value.minus(*floor).number() <= most.number(),
            Goal::TimesAndMore(times, more) => {
                self.value.number() <= floor.number() * times + more.number()
            }
            Goal::AtMost(most) => self.value.number() <= most.number(),
            Goal::AsFast(least) => floor.number() >= self.value.number() * least,
        })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = match self {
            Quantity::Seconds(it) if it.abs() < 1e-6 => (it * 1e9, "ns"),
            Quantity::Seconds(it) if it.abs() < 0.001 => (it * 1e6, "us"),
            Quantity::Seconds(it) if it.abs() < 1.0 => (it * 1e3, "ms"),
            Quantity::Seconds(it) => (*it, "s"),
            Quantity::Bytes(it) => (it / 1e6, "MB"),
        };
        let decimals = if unit == "s" { 2 } else { 1 };
        f.pad(&format!("{number:.decimals$} {unit}"))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<26}{:>10}", self.name, self.value)?;
        for (name, value) in &self.beside {
            write!(f, "   {name} {value}")?;
        }
        let Some((_, floor)) = self.beside.first() else { return Ok(()) };
        let verdict = match self.is_met() {
            Some(true) => "   ok",
            Some(false) => "   MISS",
            None => "",
        };
        match self.goal {
            Some(Goal::More(most)) => {
                write!(f, "   {} more   goal {most}{verdict}", self.value.minus(*floor))
            }
            Some(Goal::TimesAndMore(times, more)) => {
                write!(f, "   goal {times:.2}x and {more}{verdict}")
            }
            Some(Goal::AtMost(most)) => write!(f, "   goal at most {most}{verdict}"),
            Some(Goal::AsFast(least)) => {
                let times = floor.number() / self.value.number();
                write!(f, "   {times:.2}x as fast   goal at least {least:.2}x{verdict}")
            }
            goal => {
                write!(f, "   {:.2}x", self.value.number() / floor.number())?;
                if let Some(Goal::Times(most)) = goal {
                    write!(f, "   goal {most:.2}x")?;
                }
                f.write_str(verdict)
            }
        }
    }
}

/// The middle of the values; of an even number the upper of the two in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What so large a share of the values (0.95 for 95 of 100) does not exceed: one of them.
pub(crate) fn percentile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among as many values as anybody measures"
    )]
    let place = (values.len() as f64 * share).ceil().max(1.0) as usize - 1;
    values.get(place).copied().unwrap_or(f64::NAN)
}

/// The median of durations.
pub(crate) fn median_time(values: Vec<Duration>) -> Quantity {
    Quantity::Seconds(median(values.into_iter().map(|it| it.as_secs_f64()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(value: f64, goal: Goal) -> Figure {
        Figure {
            name: "history insert",
            value: Quantity::Seconds(value),
            beside: vec![("raw", Quantity::Seconds(30.1e-6))],
            goal: Some(goal),
        }
    }

    #[test]
    fn a_line_says_the_figure_its_floor_and_the_verdict() {
        assert_eq!(
            figure(41.2e-6, Goal::Times(1.5)).to_string(),
            "history insert               41.2 us   raw 30.1 us   1.37x   goal 1.50x   ok"
        );
        assert!(figure(0.1, Goal::Times(1.5)).to_string().ends_with("goal 1.50x   MISS"));
    }

    #[test]
    fn a_goal_may_be_a_difference() {
        let most = Goal::More(Quantity::Seconds(150e-6));
        let line = figure(130.1e-6, most).to_string();
        assert!(line.ends_with("100.0 us more   goal 150.0 us   ok"), "{line}");
        assert_eq!(figure(181e-6, most).is_met(), Some(false));
    }

    #[test]
    fn a_goal_may_be_to_be_so_many_times_as_fast() {
        let line = figure(10e-6, Goal::AsFast(3.0)).to_string();
        assert!(line.ends_with("raw 30.1 us   3.01x as fast   goal at least 3.00x   ok"), "{line}");
        assert_eq!(figure(10.1e-6, Goal::AsFast(3.0)).is_met(), Some(false));
        assert_eq!(figure(700e-9, Goal::AsFast(50.0)).is_met(), Some(false));
    }

    #[test]
    fn a_goal_may_be_a_share_and_a_difference() {
        let most = Goal::TimesAndMore(1.5, Quantity::Seconds(50e-3));
        let line = figure(50e-3, most).to_string();
        assert!(line.ends_with("raw 30.1 us   goal 1.50x and 50.0 ms   ok"), "{line}");
        assert_eq!(figure(51e-3, most).is_met(), Some(false));
    }

    #[test]
    fn a_goal_may_be_a_bound() {
        let most = Goal::AtMost(Quantity::Seconds(50e-3));
        let line = figure(50e-3, most).to_string();
        assert!(line.ends_with("raw 30.1 us   goal at most 50.0 ms   ok"), "{line}");
        assert_eq!(figure(51e-3, most).is_met(), Some(false));
    }

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let hundred = || (1..=100).rev().map(f64::from).collect::<Vec<_>>();
        assert!((percentile(hundred(), 0.95) - 95.0).abs() < f64::EPSILON);
        assert!((percentile(vec![3.0], 0.95) - 3.0).abs() < f64::EPSILON);
        assert!((percentile(hundred(), 1.0) - 100.0).abs() < f64::EPSILON);
        assert!(percentile(Vec::new(), 0.95).is_nan());
    }

    #[test]
    fn misses_are_counted_by_name() {
        let mut report = Report::default();
        report.add(&figure(1.0, Goal::Times(1.5)));
        report.add(&figure(30e-6, Goal::Times(1.5)));
        assert_eq!(report.misses(), 1);
        assert_eq!(report.summary(), "1 of 2 goals met; MISS: history insert");
    }

    #[test]
    fn the_median_is_the_middle_one() {
        assert!((median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }
}
