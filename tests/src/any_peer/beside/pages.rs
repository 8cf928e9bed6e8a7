//! Which page of a list comes next: by index until a page brings nothing new, and from there by cursor where one leads on
//! (RFC 9865).

/// How many pages in a row may bring nothing while a cursor leads on.
const MOST_IDLE: usize = 100;

/// How a page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    Index,
    Cursor(String),
    /// There is none.
    End,
}

/// The way through a list.
#[derive(Debug)]
pub(super) struct Pages {
    pub(super) next: Next,
    /// What the last page by index that brought something named as the next one.
    named: Option<String>,
    /// How many pages have brought nothing since one did.
    idle: usize,
    tried_empty: bool,
}

impl Pages {
    pub(super) fn new() -> Pages {
        Pages { next: Next::Index, named: None, idle: 0, tried_empty: false }
    }

    /// After a page: whether it brought anything new, which cursor it named, and whether more should be there.
    pub(super) fn came(&mut self, is_new: bool, named: Option<String>, lacks: bool) {
        self.idle = if is_new { 0 } else { self.idle + 1 };
        self.next = match (&self.next, named) {
            (Next::Index, named) if is_new => {
                self.named = named;
                Next::Index
            }
            (Next::Index, _) => self.by_cursor(lacks).unwrap_or(Next::End),
            (Next::Cursor(before), Some(next))
                if is_new || next != *before && self.idle <= MOST_IDLE =>
            {
                Next::Cursor(next)
            }
            _ => Next::End,
        };
    }

    /// After a refusal: whether there is another way to ask.
    pub(super) fn refused(&mut self) -> bool {
        match (&self.next, self.named.take()) {
            (Next::Index, Some(named)) => self.next = Next::Cursor(named),
            // It does not know what was only tried.
            (Next::Cursor(tried), _) if tried.is_empty() => self.next = Next::End,
            _ => return false,
        }
        true
    }

    /// The way on where the index leads nowhere. Some servers name a next page only where the first one was asked for by
    /// cursor.
    fn by_cursor(&mut self, lacks: bool) -> Option<Next> {
        if let Some(named) = self.named.take() {
            return Some(Next::Cursor(named));
        }
        let is_worth_it = lacks && !std::mem::replace(&mut self.tried_empty, true);
        is_worth_it.then(|| Next::Cursor(String::new()))
    }
}
