//! How points are read that RFC 7644 leaves open. The defaults are what most service providers and clients agree on.

/// How a PATCH request is applied where the RFC does not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// `add` through a filter that matches nothing. Default: an element is created, as Entra ID expects (the RFC is
    /// silent; erratum 8097).
    pub add_without_match: AddWithoutMatch,
    /// `replace` through a filter that matches nothing. Default: `noTarget` (RFC 7644 §3.5.2.3).
    pub replace_without_match: ReplaceWithoutMatch,
    /// Whether `remove` through a filter that matches nothing is `noTarget`. Default: no, it changes nothing
    /// (RFC 7644 §3.5.2.2 says so of members).
    pub remove_needs_match: bool,
    /// `remove` with a value beside it. Default: the listed elements are removed, as Entra ID means it; ignoring the
    /// value would empty the group.
    pub remove_value: RemoveValue,
    /// What counts as an element that is there already. Default: an equal one; of elements that refer to a resource and
    /// cannot be changed, such as members, one with an equal `value` (RFC 7644 §3.5.2.1).
    pub duplicates: Duplicates,
    /// `replace` of a complex attribute. Default: sub-attributes that are not given stay (RFC 7644 §3.5.2.3).
    pub complex_replace: ComplexReplace,
    /// `replace` of elements chosen by a filter. Default: the element is replaced (RFC 7644 §3.5.2.3: "all matching
    /// record values SHALL be replaced").
    pub element_replace: ElementReplace,
    /// Whether `"name.givenName"` is a member name in a value without a path, as Entra ID sends it. Default: yes.
    pub dotted_names: bool,
    /// Whether the URI of an extension alone is a path. Default: no, the grammar of PATH has no such form.
    pub extension_paths: bool,
    /// Whether `"True"` is taken for `true`, as Entra ID sends it. Default: yes.
    pub text_booleans: bool,
    /// Whether a text is taken for the `value` of a complex reference: `"manager": "26118915"`. Default: no.
    pub text_references: bool,
    /// Whether operations on readOnly attributes are skipped. Default: no, they fail (RFC 7644 §3.5.2). An operation
    /// without a path may repeat a readOnly attribute as it is, as Okta does with `id`.
    pub ignore_read_only: bool,
    /// readOnly sub-attributes inside a value that may be written as a whole. Default: they are kept as given, as in
    /// the RFC's own examples with `display`; a service provider overwrites them.
    pub read_only_inside: ReadOnlyInside,
    /// Whether attributes are accepted that no schema defines. Without a type model they always are. Default: no,
    /// `invalidPath`.
    pub unknown_attributes: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            add_without_match: AddWithoutMatch::Create,
            replace_without_match: ReplaceWithoutMatch::NoTarget,
            remove_needs_match: false,
            remove_value: RemoveValue::Listed,
            duplicates: Duplicates::Equal,
            complex_replace: ComplexReplace::Merge,
            element_replace: ElementReplace::Replace,
            dotted_names: true,
            extension_paths: false,
            text_booleans: true,
            text_references: false,
            ignore_read_only: false,
            read_only_inside: ReadOnlyInside::Keep,
            unknown_attributes: false,
        }
    }
}

/// `add` through a filter that matches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddWithoutMatch {
    /// An element is made of the filter's `eq` conditions and the value; `noTarget` where the filter has others.
    Create,
    /// `noTarget`.
    NoTarget,
    /// Nothing changes.
    Nothing,
}

/// `replace` through a filter that matches nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplaceWithoutMatch {
    /// `noTarget`.
    NoTarget,
    /// An element is made, as for `add`.
    Create,
}

/// `remove` with a value beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemoveValue {
    /// The elements that the value lists are removed.
    Listed,
    /// The value is ignored.
    Ignore,
    /// `invalidValue`.
    Refuse,
}

/// When an added element is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// When all of it is equal; otherwise it is added.
    Equal,
    /// When its `value` is equal: it is not added.
    SameValue,
    /// When its `value` is equal: it is merged into the one that is there.
    MergeSameValue,
}

/// `replace` of a complex attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplexReplace {
    /// Sub-attributes that are not given stay.
    Merge,
    /// Sub-attributes that are not given are lost.
    Replace,
}

/// `replace` of elements chosen by a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementReplace {
    /// Sub-attributes that are not given are lost, readOnly and immutable ones aside.
    Replace,
    /// Sub-attributes that are not given stay.
    Merge,
}

/// readOnly sub-attributes inside a value that may be written as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyInside {
    /// They are kept as given.
    Keep,
    /// They are left out.
    LeaveOut,
    /// `mutability`.
    Refuse,
}
