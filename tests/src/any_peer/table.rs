//! Part of the second stage: every cell of the rows that came by, held against the resource that the server lists for
//! somebody else; and the same for columns of other kinds than those a table begins with.

use std::collections::HashSet;

use anyhow::Result;
use serde::Deserialize;

use super::Visit;
use super::lists::{Lists, TypeList};
use super::report::Report;
use super::walk::{self, Rows};
use crate::cells::{self, Drawn, Held, Shown};
use crate::page::Page;

/// How many columns are added, and how many of them for several values.
const MOST_ADDED: usize = 12;
const MOST_SEVERAL: usize = 5;
/// The list of groups leaves these out where it can, and says so.
const MEMBERS: &str = "members";

/// A column that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Offered {
    path: String,
    /// Whether its cells hold several values.
    several: bool,
}

const OFFERED: &str = "return [...document.querySelectorAll('[data-testid^=\"column-option-\"]')]
    .filter((it) => it.ariaChecked === 'false')
    .map((it) => ({ path: it.dataset.path, several: it.lastElementChild?.tagName === 'SPAN' && it.lastElementChild.innerText === 'many' }))";

/// Compares the cells of a table.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) name: &'a str,
    pub(super) list: &'a TypeList,
    pub(super) lists: &'a Lists,
}

impl Table<'_> {
    /// The cells of the rows that were walked, under the columns that the table begins with.
    pub(super) async fn compare_walked(
        &self,
        page: &Page,
        rows: &Rows,
        report: &mut Report,
    ) -> Result<()> {
        let columns = cells::columns(page).await?;
        self.compare(&columns, rows, report);
        Ok(())
    }

    /// Adds columns through the screen, compares what is in view, and gives the table back as it was.
    pub(super) async fn compare_others(
        &self,
        visit: &Visit<'_>,
        report: &mut Report,
    ) -> Result<()> {
        let page = visit.page;
        let leaves_out =
            page.text("directory-shown").await?.contains(&format!("without {MEMBERS}"));
        page.click("columns-button").await?;
        page.element("columns-popover").await?;
        let mut offered: Vec<Offered> = page.js(OFFERED, Vec::new()).await?;
        if leaves_out {
            let before = offered.len();
            offered.retain(|it| !it.path.starts_with(MEMBERS));
            if offered.len() < before {
                let name = self.name;
                report.leaves_out(format!("{name}: the list is without {MEMBERS}, which it says"));
            }
        }
        let added = chosen(&offered);
        for column in &added {
            page.click(&format!("column-option-{}", column.path)).await?;
        }
        if !added.is_empty() {
            let columns = cells::columns(page).await?;
            let rows = walk::drawn(page).await?;
            self.compare(&columns, &rows, report);
            page.click("columns-reset").await?;
        }
        page.press("Escape").await?;
        page.gone("columns-popover").await
    }

    fn compare(&self, columns: &[String], rows: &Rows, report: &mut Report) {
        let name = self.name;
        let mut tally = Tally::default();
        let mut seen = HashSet::new();
        for row in rows.values() {
            let Some(id) = row.id.as_deref().filter(|it| seen.insert(*it)) else { continue };
            // That a row has no resource beside it is told with the rows.
            let Some(resource) = self.list.listed.with_id(id) else { continue };
            tally.rows += 1;
            if row.cells.len() != columns.len() {
                let (cells, columns) = (row.cells.len(), columns.len());
                report.differs(format!("{name} {id} has {cells} cells in {columns} columns"));
                continue;
            }
            for (path, cell) in columns.iter().zip(&row.cells) {
                tally.cells += 1;
                let is_right = match cells::judge(cell, path, resource) {
                    Shown::Right => true,
                    Shown::Wrong => false,
                    Shown::NameOf(target) => match self.lists.is_called(&target, &cell.text) {
                        Some(is_called) => is_called,
                        None => {
                            tally.unchecked += 1;
                            true
                        }
                    },
                };
                if !is_right {
                    let held = held_words(&cells::held(resource, path));
                    let shown = shown_words(cell);
                    report.differs(format!(
                        "{name} {id}, {path}: the table shows {shown} for {held}"
                    ));
                }
            }
        }
        let Tally { rows, cells, unchecked } = tally;
        let count = columns.len();
        report.add("cells", format!("{name}: {cells} cells of {rows} rows in {count} columns"));
        if unchecked > 0 {
            let line =
                format!("{name}: {unchecked} names of links to what the server does not list");
            report.leaves_out(line);
        }
    }
}

#[derive(Debug, Default)]
struct Tally {
    rows: usize,
    cells: usize,
    /// Names of which nobody beside the app knows whether they are right.
    unchecked: usize,
}

/// Columns of every kind: those for several values first, then some from all over the list.
fn chosen(offered: &[Offered]) -> Vec<Offered> {
    let (several, single): (Vec<&Offered>, Vec<&Offered>) =
        offered.iter().partition(|it| it.several);
    let mut chosen: Vec<Offered> = spread(&several, MOST_SEVERAL).cloned().collect();
    let left = MOST_ADDED.saturating_sub(chosen.len());
    chosen.extend(spread(&single, left).cloned());
    chosen
}

/// At most so many, as far from each other as they can be.
fn spread<'a>(all: &[&'a Offered], most: usize) -> impl Iterator<Item = &'a Offered> {
    let count = all.len().min(most);
    let places = (0..count).map(move |place| place * all.len() / count.max(1));
    places.filter_map(|it| all.get(it).copied())
}

fn held_words(held: &Held<'_>) -> String {
    match held {
        Held::Nothing => "nothing".to_owned(),
        Held::One(value) => value.to_string(),
        Held::Several(values) => {
            values.iter().map(|it| it.to_string()).collect::<Vec<_>>().join(" and ")
        }
    }
}

fn shown_words(cell: &Drawn) -> String {
    let hint = cell.hint.as_deref().unwrap_or("no hint");
    format!("{:?} {}({hint})", cell.text, cell.rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(path: &str, several: bool) -> Offered {
        Offered { path: path.to_owned(), several }
    }

    #[test]
    fn columns_of_every_kind_are_chosen_and_not_too_many() {
        let many: Vec<Offered> =
            (0..40).map(|it| offered(&format!("a{it}"), it % 2 == 0)).collect();
        let chosen = chosen(&many);
        assert_eq!(chosen.len(), MOST_ADDED);
        assert_eq!(chosen.iter().filter(|it| it.several).count(), MOST_SEVERAL);
        let paths: HashSet<&str> = chosen.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths.len(), MOST_ADDED);
    }

    #[test]
    fn few_columns_are_all_chosen() {
        let few = [offered("a", false), offered("b", true)];
        assert_eq!(chosen(&few).len(), 2);
        assert!(chosen(&[]).is_empty());
    }
}
