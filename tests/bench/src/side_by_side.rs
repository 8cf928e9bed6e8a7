//! Cases of one kind, done by the crate and by its peers: a line for each case, and for each peer two figures, the
//! geometric mean and the worst case. A case counts only where the peer comes to the same result; where it does not,
//! it is named, and there may be no more of these than are known.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::figure::{Figure, Goal, Quantity, Report, median};
use crate::peer::{Answer, Peer};

const SAMPLES: usize = 41;
const WARM_UP: Duration = Duration::from_millis(200);
/// So long that it also holds the collection of what the runs of a peer leave behind: ours are freed within the run.
const SAMPLE: Duration = Duration::from_millis(10);

/// A case as the crate does it.
pub(crate) struct Case<'c> {
    pub(crate) name: String,
    pub(crate) value: Value,
    /// Does it once.
    pub(crate) run: Box<dyn FnMut() -> Result<Value> + 'c>,
}

/// A case that both do, and how long it takes them, in seconds.
#[derive(Debug, Clone, Copy)]
struct Pair<'c> {
    name: &'c str,
    ours: f64,
    theirs: f64,
}

/// So many runs of a case take so long that the clock is fine enough, after a while of them.
fn warmed_up(run: &mut dyn FnMut() -> Result<Value>) -> Result<u32> {
    let started = Instant::now();
    while started.elapsed() < WARM_UP {
        std::hint::black_box(run()?);
    }
    let mut times = 1;
    while timed(run, times)? < SAMPLE {
        times *= 2;
    }
    Ok(times)
}

fn timed(run: &mut dyn FnMut() -> Result<Value>, times: u32) -> Result<Duration> {
    let started = Instant::now();
    for _ in 0..times {
        std::hint::black_box(run()?);
    }
    Ok(started.elapsed())
}

/// Runs a peer on the cases and adds its figures. Samples of both sides are taken in turns: a machine that is slow for a
/// while is so for both.
pub(crate) fn compare(report: &mut Report, cases: &mut [Case<'_>], peer: &Peer) -> Result<()> {
    let mut running = peer.start()?;
    let mut pairs = Vec::new();
    for case in cases {
        let answer = running.answer()?;
        if is_same(case, &answer, peer) {
            let times = warmed_up(&mut case.run)?;
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..SAMPLES {
                ours.push(timed(&mut case.run, times)?.as_secs_f64() / f64::from(times));
                theirs.push(running.seconds()?);
            }
            pairs.push(Pair { name: &case.name, ours: median(ours), theirs: median(theirs) });
        }
        running.next()?;
    }
    running.end()?;
    println!("ours, {}, how many times as fast:", peer.name);
    ensure_agreement(pairs.len(), peer)?;
    let worst = worst(&pairs).with_context(|| format!("{} agrees in no case", peer.name))?;
    for pair in &pairs {
        println!(
            "  {:>9} {:>9} {:>7.1}x  {}",
            Quantity::Seconds(pair.ours),
            Quantity::Seconds(pair.theirs),
            pair.ratio(),
            pair.name
        );
    }
    let [mean_name, worst_name] = peer.figures;
    let mean =
        |part: fn(&Pair<'_>) -> f64| Quantity::Seconds(geometric_mean(pairs.iter().map(part)));
    report.add(&Figure {
        name: mean_name,
        value: mean(|it| it.ours),
        beside: vec![(peer.name, mean(|it| it.theirs))],
        goal: Some(Goal::AsFast(peer.goal)),
    });
    report.add(&Figure {
        name: worst_name,
        value: Quantity::Seconds(worst.ours),
        beside: vec![(peer.name, Quantity::Seconds(worst.theirs))],
        goal: Some(Goal::AsFast(1.0)),
    });
    Ok(())
}

impl Pair<'_> {
    fn ratio(&self) -> f64 {
        self.theirs / self.ours
    }
}

/// Whether the peer comes to the same result; where it does not, a line says so.
fn is_same(case: &Case<'_>, answer: &Answer, peer: &Peer) -> bool {
    match answer {
        Answer::Given(value) if *value == case.value => return true,
        Answer::Given(Value::Bool(other)) => {
            println!("  left out, {} says {other}: {}", peer.name, case.name);
        }
        Answer::Given(_) => {
            println!("  left out, {} has another result: {}", peer.name, case.name);
        }
        Answer::Refused(why) => {
            println!("  left out, {} refuses it ({why}): {}", peer.name, case.name);
        }
    }
    false
}

fn ensure_agreement(pairs: usize, peer: &Peer) -> Result<()> {
    let Peer { name, agrees, .. } = peer;
    ensure!(pairs >= *agrees, "{name} agrees in {pairs} cases, where it used to in {agrees}");
    Ok(())
}

fn worst<'c>(pairs: &[Pair<'c>]) -> Option<Pair<'c>> {
    pairs.iter().copied().min_by(|left, right| left.ratio().total_cmp(&right.ratio()))
}

/// The quotient of two such means is the mean of the quotients.
fn geometric_mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), it| (sum + it.ln(), count + 1.0));
    f64::exp(sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_do_not_drop_out_unnoticed() {
        let peer = Peer {
            name: "a peer",
            language: crate::peer::Language::Python,
            script: "",
            goal: 1.0,
            agrees: 12,
            figures: ["mean", "worst"],
        };
        assert!(ensure_agreement(12, &peer).is_ok() && ensure_agreement(13, &peer).is_ok());
        let error = ensure_agreement(11, &peer).unwrap_err().to_string();
        assert!(error.contains("in 11 cases"), "{error}");
    }

    fn pair(ours: f64, theirs: f64) -> Pair<'static> {
        Pair { name: "a case", ours, theirs }
    }

    #[test]
    fn the_quotient_of_the_means_is_the_mean_of_the_ratios() {
        let pairs = [pair(1.0, 2.0), pair(4.0, 32.0)];
        let means = geometric_mean(pairs.iter().map(|it| it.theirs))
            / geometric_mean(pairs.iter().map(|it| it.ours));
        assert!((means - 4.0).abs() < 1e-9, "{means}");
        assert!((geometric_mean(pairs.iter().map(Pair::ratio)) - 4.0).abs() < 1e-9);
    }

    #[test]
    fn the_worst_case_is_the_one_with_the_smallest_ratio() {
        let pairs = [pair(1.0, 3.0), pair(9.0, 18.0), pair(1.0, 4.0)];
        assert!((worst(&pairs).unwrap().ours - 9.0).abs() < f64::EPSILON);
        assert!(worst(&[]).is_none());
    }
}
