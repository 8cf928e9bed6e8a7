//! How the points of RFC 7644 §3.4.2.2 are read that it leaves open.

/// Readings of what the RFC leaves open. The defaults are what most implementations and test suites do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Settings {
    /// What `ne` asks of several values.
    pub not_equal: NotEqual,
    /// Whether `ne` holds where the attribute has no value. By default it does: nothing is not identical to something.
    pub missing_differs: bool,
    /// What `eq null` and `ne null` ask.
    pub null: NullOperand,
    /// Where `co`, `sw` and `ew` apply.
    pub search: Search,
    /// Whether `name[familyName eq "x"]` is judged, although the attribute has a single value. By default it is.
    pub value_path_on_single: bool,
    /// Whether `schemas[value eq "urn:..."]` is judged, although the values are simple: `value` is then the value itself.
    /// By default it is.
    pub value_path_on_simple: bool,
    /// What becomes of a value of another type than its attribute.
    pub mismatch: Mismatch,
}

/// What becomes of `active eq "yes"`: a value that cannot be one of the attribute's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mismatch {
    /// Nothing is equal to it; everything differs from it.
    #[default]
    NoMatch,
    /// The filter is refused, see [`super::Filter::refusal`].
    Refuse,
}

/// What `ne` asks of a multi-valued attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NotEqual {
    /// One of the values differs, as any comparison needs one value that satisfies it.
    #[default]
    AnyDiffers,
    /// None of the values is equal: the opposite of `eq`.
    NoneEquals,
}

/// What a comparison with null asks. The grammar has it; no meaning is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NullOperand {
    /// `eq null` holds of an attribute without a value, `ne null` of one with a value (RFC 7643 §2.5).
    #[default]
    Unassigned,
    /// Neither ever holds.
    Never,
}

/// Which values `co`, `sw` and `ew` look into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Search {
    /// Strings, references, and dateTimes as they are written.
    #[default]
    Texts,
    /// Also numbers, booleans and binary, as they are written.
    Everything,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            not_equal: NotEqual::default(),
            missing_differs: true,
            null: NullOperand::default(),
            search: Search::default(),
            value_path_on_single: true,
            value_path_on_simple: true,
            mismatch: Mismatch::default(),
        }
    }
}
