//! The last stage: the history lists every request that the proxy counted, each with its method,
//! path, status and size, and no other; and the secret is nowhere on the screen.

use anyhow::Result;

use super::Visit;
use super::report::Report;
use crate::history::{self, Row};
use crate::proxy::Passed;

/// A request as both sides write it; the size is unknown where the answer was packed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    method: String,
    path: String,
    status: u16,
    size: Option<String>,
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.size.as_deref().unwrap_or("of unknown size");
        write!(f, "{} {} {} {size}", self.method, self.path, self.status)
    }
}

/// Compares the history with the proxy.
pub(super) async fn run(visit: &Visit<'_>, report: &mut Report) -> Result<()> {
    let rows = history::read_all(visit.page).await?;
    let base_path = visit.target.base_path();
    let passed: Vec<Line> = visit.proxy.passed().iter().map(|it| counted(it, &base_path)).collect();
    let mut shown = Vec::new();
    let mut broken = Vec::new();
    let mut looks = 0;
    for row in &rows {
        if let Some((method, path)) = history::broken_off(row) {
            broken.push((method, below(&path, &base_path)));
            continue;
        }
        match listed(row, &base_path) {
            Some(line) => shown.push(line),
            None if history::is_look(row) => looks += 1,
            None => {
                report.differs(format!("a row of the history says no request: {:?}", row.cells))
            }
        }
    }
    let (mut missing, surplus) = unmatched(&passed, &shown);
    let broken_off = broken.len();
    missing.retain(|it| {
        !history::take(&mut broken, |(method, path)| *method == it.method && *path == it.path)
    });
    report.add(
        "history",
        format!(
            "{} requests listed, {} counted in between; {broken_off} broken off, {looks} looks at DNS, TCP and TLS",
            shown.len() + broken_off,
            passed.len()
        ),
    );
    for line in missing {
        report.differs(format!("the history lacks {line}"));
    }
    for line in surplus {
        report.differs(format!("the history lists {line}, which did not pass"));
    }
    secret_is_hidden(visit, report).await
}

async fn secret_is_hidden(visit: &Visit<'_>, report: &mut Report) -> Result<()> {
    let secrets = visit.target.access.secrets();
    if secrets.is_empty() {
        return Ok(());
    }
    visit.page.click_css("[data-testid=history-row] [role=gridcell]").await?;
    visit.page.element("exchange-detail").await?;
    let document = visit.page.document().await?;
    if secrets.iter().any(|it| document.contains(it)) {
        report.differs("the secret is on the screen");
    }
    Ok(())
}

fn listed(row: &Row, base_path: &str) -> Option<Line> {
    let (method, path, status) = history::request_of(row)?;
    let size = row.cells.iter().find(|it| is_size(it)).cloned();
    Some(Line { method, path: below(&path, base_path), status, size })
}

fn counted(passed: &Passed, base_path: &str) -> Line {
    Line {
        method: passed.method.clone(),
        path: below(&passed.path, base_path),
        status: passed.status,
        size: passed.body_bytes.map(size_words),
    }
}

fn below(path: &str, base_path: &str) -> String {
    path.strip_prefix(base_path).unwrap_or(path).to_owned()
}

/// What one side has and the other has not, each as often as it is.
fn unmatched<'a>(passed: &'a [Line], shown: &'a [Line]) -> (Vec<&'a Line>, Vec<&'a Line>) {
    let mut left: Vec<&Line> = shown.iter().collect();
    let mut missing = Vec::new();
    for line in passed {
        let is_same = |it: &&Line| {
            let size_fits = line.size.is_none() || it.size == line.size;
            (&it.method, &it.path, it.status) == (&line.method, &line.path, line.status)
                && size_fits
        };
        match left.iter().position(is_same) {
            Some(place) => drop(left.swap_remove(place)),
            None => missing.push(line),
        }
    }
    (missing, left)
}

/// A size as the history writes it: `312 B`, `4.2 kB`, `1.6 MB`.
fn size_words(bytes: usize) -> String {
    if bytes < 1_000 {
        return format!("{bytes} B");
    }
    let (unit, one) = if bytes < 1_000_000 { ("kB", 1_000) } else { ("MB", 1_000_000) };
    let tenths = (bytes * 10 + one / 2) / one;
    match tenths % 10 {
        0 => format!("{} {unit}", tenths / 10),
        tenth => format!("{}.{tenth} {unit}", tenths / 10),
    }
}

fn is_size(cell: &str) -> bool {
    cell.split_once(' ').is_some_and(|(number, unit)| {
        matches!(unit, "B" | "kB" | "MB")
            && number.chars().all(|it| it.is_ascii_digit() || it == '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, bytes: usize) -> Line {
        let path = path.to_owned();
        Line { method: "GET".to_owned(), path, status: 200, size: Some(size_words(bytes)) }
    }

    #[test]
    fn sizes_are_written_as_the_history_writes_them() {
        let words = [0, 999, 1_000, 4_249, 4_250, 999_000, 1_650_000].map(size_words);
        assert_eq!(words, ["0 B", "999 B", "1 kB", "4.2 kB", "4.3 kB", "999 kB", "1.7 MB"]);
        assert!(words.iter().all(|it| is_size(it)) && !is_size("84 ms"));
    }

    #[test]
    fn what_one_side_has_more_often_is_found() {
        let passed = [line("/Users", 10), line("/Users", 10), line("/Groups", 10)];
        let shown = [line("/Users", 10), line("/Groups", 11), line("/Me", 10)];
        let (missing, surplus) = unmatched(&passed, &shown);
        assert_eq!(missing, [&passed[1], &passed[2]]);
        assert_eq!(surplus.len(), 2);
        assert_eq!(unmatched(&passed, &passed), (vec![], vec![]));
    }

    #[test]
    fn an_answer_of_unknown_size_is_counted_all_the_same() {
        let packed = Line { size: None, ..line("/Users", 0) };
        assert_eq!(unmatched(&[packed], &[line("/Users", 10)]), (vec![], vec![]));
    }
}
