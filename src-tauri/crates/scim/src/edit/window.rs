//! Which values of which list are asked for.

/// What part of the lists of a form is given.
#[derive(Debug, Clone, Copy)]
pub(super) enum Window<'p> {
    /// So many values of each, from the first.
    First(usize),
    /// Some values of one list; of those around it only the value that it is in.
    Of {
        /// The path of the list.
        path: &'p str,
        offset: usize,
        limit: usize,
    },
}

/// What part of one list is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) offset: usize,
    pub(super) limit: usize,
    /// Whether anybody asks for anything of it.
    pub(super) is_asked: bool,
}

impl Window<'_> {
    /// The part of the list with this path.
    pub(super) fn of(&self, list: &str) -> Part {
        match *self {
            Self::First(limit) => Part { offset: 0, limit, is_asked: true },
            Self::Of { path, offset, limit } if path == list => {
                Part { offset, limit, is_asked: true }
            }
            Self::Of { path, .. } => match inside(path, list) {
                Some(offset) => Part { offset, limit: 1, is_asked: true },
                None => Part { offset: 0, limit: 0, is_asked: false },
            },
        }
    }
}

/// The number of the value of `list` that a path leads through.
fn inside(path: &str, list: &str) -> Option<usize> {
    let (at, _) = path.strip_prefix(list)?.strip_prefix('[')?.split_once(']')?;
    at.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_inside_of_another_asks_for_one_value_of_that() {
        let window = Window::Of { path: "a[12].b", offset: 5, limit: 7 };
        let part = |list| {
            let part = window.of(list);
            (part.offset, part.limit, part.is_asked)
        };
        assert_eq!(part("a"), (12, 1, true));
        assert_eq!(part("a[12].b"), (5, 7, true));
        assert_eq!(part("a[1].b"), (0, 0, false));
        assert_eq!(part("ab"), (0, 0, false));
    }
}
