//! Which exchanges of the history are meant, and how they are found and counted.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::Error;
use crate::search::{self, Search};

/// Which exchanges to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeFilter {
    /// Only those of this tenant.
    pub tenant_id: Option<String>,
    /// Only those that did not fail and whose status begins with this digit; 0 for those that failed, with a
    /// part of a response or without.
    pub status_class: Option<u8>,
    /// Only writes of which nobody knows whether they were done.
    pub outcome_unknown: bool,
    /// Only those that hold this text in their URL, headers or text bodies, upper and lower case alike; read
    /// literally. Under three characters only the URL is looked at. A long body counts with its first two
    /// million characters.
    pub text: Option<String>,
    /// Only those whose URL has exactly this path, whatever its query.
    pub path: Option<String>,
    /// Only those older than the one of this id: the last of the page before.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u32,
    /// Where counting stops when there is a text: each hit has to be decrypted and looked at.
    pub count_limit: u64,
}

impl Default for ExchangeFilter {
    /// The newest hundred of everything, and no more than a thousand hits of a text counted.
    fn default() -> Self {
        Self {
            tenant_id: None,
            status_class: None,
            outcome_unknown: false,
            text: None,
            path: None,
            before: None,
            limit: 100,
            count_limit: 1_000,
        }
    }
}

impl ExchangeFilter {
    /// Whether the search index is asked.
    pub(crate) fn asks_index(&self) -> bool {
        matches!(Search::parse(self.text.as_deref().unwrap_or_default()), Search::Text { .. })
    }
}

/// A filter as SQL: what follows `FROM`, with its parameters in their order.
struct Query {
    from: String,
    values: Vec<Value>,
    /// The column that orders the rows, the newest highest.
    order: &'static str,
    /// A row counts only when its text holds this.
    needle: Option<String>,
    /// Whether a text is looked for at all.
    searches: bool,
}

impl Query {
    fn of(filter: &ExchangeFilter) -> Query {
        let search = Search::parse(filter.text.as_deref().unwrap_or_default());
        let searches = search != Search::Everything;
        let (table, mut conditions, mut values, order, needle) = match search {
            Search::Everything => ("exchanges", Vec::new(), Vec::new(), "exchanges.id", None),
            Search::Url { pattern } => {
                let condition = r"url LIKE ? ESCAPE '\'";
                ("exchanges", vec![condition], vec![pattern.into()], "exchanges.id", None)
            }
            // CROSS: the index goes first, and hands out its hits from the newest on.
            Search::Text { query, needle } => (
                "search CROSS JOIN exchanges ON exchanges.id = search.rowid",
                vec!["search MATCH ?"],
                vec![query.into()],
                "search.rowid",
                needle,
            ),
        };
        if let Some(tenant_id) = &filter.tenant_id {
            conditions.push("tenant_id = ?");
            values.push(tenant_id.clone().into());
        }
        if let Some(path) = &filter.path {
            conditions.push("path = ?");
            values.push(path.clone().into());
        }
        match filter.status_class {
            None => {}
            Some(0) => conditions.push("failure_code IS NOT NULL"),
            Some(class) => {
                conditions.push("status BETWEEN ? AND ? AND failure_code IS NULL");
                let first = i64::from(class) * 100;
                values.extend([first.into(), (first + 99).into()]);
            }
        }
        if filter.outcome_unknown {
            conditions.push("outcome_unknown = 1");
        }
        let mut from = table.to_owned();
        if !conditions.is_empty() {
            from.push_str(" WHERE ");
            from.push_str(&conditions.join(" AND "));
        }
        Query { from, values, order, needle, searches }
    }

    /// The rows before the one of this id, the newest first.
    fn rows(&mut self, before: Option<i64>) -> String {
        let Query { from, order, .. } = &*self;
        let mut sql = format!("SELECT exchanges.* FROM {from}");
        if let Some(before) = before {
            sql.push_str(if from.contains(" WHERE ") { " AND " } else { " WHERE " });
            sql.push_str(&format!("{order} < ?"));
            self.values.push(before.into());
        }
        sql.push_str(&format!(" ORDER BY {} DESC", self.order));
        sql
    }
}

/// Shows each row that passes the filter to `visit`, newest first, until it answers false.
pub(crate) fn each(
    connection: &Connection,
    filter: &ExchangeFilter,
    visit: impl FnMut(&Row<'_>) -> Result<bool, Error>,
) -> Result<(), Error> {
    run(connection, Query::of(filter), filter.before, visit)
}

/// How many rows pass the filter; with a text at most `count_limit`.
pub(crate) fn count(connection: &Connection, filter: &ExchangeFilter) -> Result<u64, Error> {
    let query = Query::of(filter);
    if query.needle.is_some() {
        let mut count = 0;
        if filter.count_limit > 0 {
            run(connection, query, None, |_| {
                count += 1;
                Ok(count < filter.count_limit)
            })?;
        }
        return Ok(count);
    }
    let Query { from, mut values, searches, .. } = query;
    let sql = if searches {
        values.push(i64::try_from(filter.count_limit).unwrap_or(i64::MAX).into());
        format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT ?)")
    } else {
        format!("SELECT count(*) FROM {from}")
    };
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0))?)
}

fn run(
    connection: &Connection,
    mut query: Query,
    before: Option<i64>,
    mut visit: impl FnMut(&Row<'_>) -> Result<bool, Error>,
) -> Result<(), Error> {
    let mut statement = connection.prepare_cached(&query.rows(before))?;
    let mut texts = connection.prepare_cached("SELECT text FROM searchable WHERE id = ?1")?;
    let mut rows = statement.query(params_from_iter(&query.values))?;
    while let Some(row) = rows.next()? {
        if let Some(needle) = &query.needle {
            let id: i64 = row.get("id")?;
            let is_hit =
                texts.query_row([id], |row| Ok(search::holds(row.get_ref(0)?.as_str()?, needle)));
            if !is_hit.optional()?.unwrap_or(false) {
                continue;
            }
        }
        if !visit(row)? {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(sql: &str, values: &[Value]) -> String {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::migrations::run(&mut connection).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let lines = statement.query_map(params_from_iter(values), |row| row.get("detail")).unwrap();
        lines.collect::<Result<Vec<String>, _>>().unwrap().join("\n")
    }

    fn filter(text: &str, status_class: Option<u8>) -> ExchangeFilter {
        let (tenant_id, text) = (Some("a".into()), Some(text.into()));
        ExchangeFilter { tenant_id, status_class, text, ..ExchangeFilter::default() }
    }

    #[test]
    fn rows_come_in_their_order_without_being_sorted_first() {
        for text in ["", "ab", "abc", "abcdef"] {
            for class in [None, Some(2)] {
                let mut query = Query::of(&filter(text, class));
                let sql = query.rows(Some(7));
                let plan = plan(&sql, &query.values);
                assert!(!plan.contains("TEMP B-TREE"), "{text:?} {class:?}: {plan}");
            }
        }
    }

    #[test]
    fn exchanges_of_one_path_are_found_by_their_index() {
        let path = Some("/scim/v2/Users/1".into());
        let mut query = Query::of(&ExchangeFilter { path, ..filter("", None) });
        for sql in [query.rows(Some(7)), format!("SELECT count(*) FROM {}", query.from)] {
            let values = &query.values[..sql.matches('?').count()];
            let plan = plan(&sql, values);
            assert!(plan.contains("exchanges_by_path (tenant_id=? AND path=?"), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        }
    }

    #[test]
    fn writes_of_unknown_outcome_are_found_by_their_index() {
        let unknown = ExchangeFilter { outcome_unknown: true, ..filter("", None) };
        let mut query = Query::of(&unknown);
        for sql in [query.rows(Some(7)), format!("SELECT count(*) FROM {}", query.from)] {
            let values = &query.values[..sql.matches('?').count()];
            let plan = plan(&sql, values);
            assert!(plan.contains("INDEX exchanges_unknown (tenant_id=?"), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        }
    }

    #[test]
    fn a_count_without_a_text_reads_an_index_only() {
        for class in [None, Some(0), Some(2)] {
            let query = Query::of(&filter("", class));
            let plan = plan(&format!("SELECT count(*) FROM {}", query.from), &query.values);
            assert!(plan.contains("COVERING INDEX"), "{class:?}: {plan}");
        }
    }
}
