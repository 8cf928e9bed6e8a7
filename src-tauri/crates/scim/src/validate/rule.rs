//! The rules of validation: one table, each with its weight, its section, and why anyone cares.

use serde::Serialize;

use crate::finding::Severity::{self, Error, Info, Warning};

/// One rule that a resource is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// The name by which findings refer to it.
    pub id: &'static str,
    /// How much breaking it weighs.
    pub severity: Severity,
    /// The section that states it.
    pub section: &'static str,
    /// What holds when the rule is kept, in one sentence.
    pub title: &'static str,
    /// What goes wrong when it is not.
    pub why: &'static str,
}

macro_rules! table {
    ($($name:ident = $id:literal, $severity:ident, $section:literal, $title:literal, $why:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule {
            id: $id, severity: $severity, section: $section, title: $title, why: $why,
        };)*

        /// Every rule, in the order of the table.
        ///
        /// ```
        /// assert!(scim::validate::RULES.iter().any(|it| it.id == "several-primaries"));
        /// ```
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

table! {
    // The document.
    NOT_AN_OBJECT = "not-an-object", Error, "RFC 7643 §3",
        "A resource is a JSON object.",
        "Nothing of it can be read otherwise.";
    MORE_FINDINGS = "more-findings", Info, "",
        "A resource is judged up to a bounded number of findings.",
        "A hopeless document would bring more findings than anyone reads.";

    // `schemas`.
    NO_SCHEMAS = "missing-schemas", Error, "RFC 7643 §3",
        "`schemas` names at least one schema.",
        "A receiver cannot tell what the resource is, and most refuse it.";
    SCHEMAS_SHAPE = "schemas-shape", Error, "RFC 7643 §3",
        "`schemas` is an array of URIs.",
        "A receiver that expects an array finds no schema.";
    SAME_SCHEMA = "duplicate-schema-uri", Error, "RFC 7643 §3",
        "`schemas` names each URI once.",
        "Strict receivers refuse the resource.";
    UNKNOWN_SCHEMA = "unknown-schema-uri", Error, "RFC 7643 §3",
        "`schemas` names only schemas of the resource type.",
        "Servers usually answer 400 to a URI that they do not know.";
    VERSION_ONE = "version-1-urn", Error, "RFC 7643 §3",
        "SCIM 2.0 resources use the URIs of SCIM 2.0.",
        "A 2.0 server does not know the URIs of SCIM 1.1.";
    NO_BASE = "base-schema-missing", Error, "RFC 7643 §3.3",
        "`schemas` names the base schema of the resource type.",
        "A receiver cannot tell what the resource is.";
    NOT_LISTED = "extension-not-listed", Error, "RFC 7643 §3.3",
        "`schemas` names each extension that the resource uses.",
        "Receivers ignore or refuse an extension that is not listed.";
    LISTED_UNUSED = "extension-unused", Info, "RFC 7643 §3.3",
        "`schemas` names no extension that the resource does not use.",
        "It says nothing, and some receivers then look for the object.";
    EMPTY_EXTENSION = "empty-extension", Warning, "RFC 7643 §3.3",
        "An extension that is there holds something.",
        "Some clients take the empty object for an extension in use and fail on it.";
    URI_CASE = "schema-uri-case", Warning, "RFC 7643 §2.1",
        "Schema URIs are spelled as their schema spells them.",
        "URIs compare without letter case, but many programs compare them exactly.";
    EXTENSION_REQUIRED = "extension-required", Error, "RFC 7643 §6",
        "A resource has the extensions that its type requires.",
        "The resource type says that a resource without it is not complete.";
    EXTENSION_SHAPE = "extension-not-an-object", Error, "RFC 7643 §3.3",
        "The attributes of an extension stand in one object under its URI.",
        "Nothing of the extension can be read otherwise.";
    UNKNOWN_EXTENSION = "unknown-extension", Error, "RFC 7643 §3.3",
        "A resource uses only the extensions of its type.",
        "Servers ignore or refuse an extension that they do not know.";
    MISPLACED = "misplaced-extension-attribute", Error, "RFC 7643 §3.3",
        "The attributes of an extension stand in its object, not beside the base attributes.",
        "At the top level the value is ignored, or refused as unknown.";
    QUALIFIED = "qualified-member", Error, "RFC 7643 §3.3",
        "Members have plain names; URIs stand before names only in paths.",
        "A member such as `urn:…:User:department` is unknown to a server that follows the RFC.";
    BASE_OBJECT = "base-schema-object", Error, "RFC 7643 §3.3",
        "Attributes of the base schema stand at the top level.",
        "Only extensions have an object under their URI.";
    DOTTED = "dotted-name", Error, "RFC 7643 §2.3.8",
        "A sub-attribute stands in the object of its attribute.",
        "A member such as `name.givenName` is unknown to a server that follows the RFC.";

    // Names.
    NAME_CASE = "member-case", Warning, "RFC 7643 §2.1",
        "Members are spelled as the schema spells them.",
        "Names compare without letter case, but many programs compare them exactly.";
    TWICE = "duplicate-member", Error, "RFC 7643 §2.1",
        "Each attribute stands once, letter case aside.",
        "Which of the two counts differs from program to program.";
    ODD_NAME = "attribute-name", Error, "RFC 7643 §2.1",
        "Names are letters, digits, `-`, `_` and `$`, a letter first.",
        "Such a name cannot be written in a filter or a path.";
    UNKNOWN_ATTRIBUTE = "unknown-attribute", Warning, "RFC 7643 §2",
        "Each attribute is defined by a schema of the resource type.",
        "Servers ignore what they do not know, or refuse the whole request.";
    VERSION_ONE_NAME = "version-1-name", Error, "RFC 7643 §4.3",
        "A manager is named by `value`; `managerId` is of SCIM 1.1.",
        "A 2.0 server does not see the manager.";

    // Values.
    TYPE = "type-mismatch", Error, "RFC 7643 §2.3",
        "A value has the type that its schema says.",
        "Servers answer 400 invalidValue, or keep something else than what was meant.";
    TEXT_BOOLEAN = "boolean-as-text", Error, "RFC 7643 §2.3.2",
        "A boolean is `true` or `false` without quotes.",
        "Strict receivers refuse the text, and some read the text \"False\" as true.";
    FRACTION = "integer-with-fraction", Error, "RFC 7643 §2.3.4",
        "An integer has no fraction and no exponent.",
        "Receivers refuse it, or cut the fraction off.";
    RANGE = "number-range", Warning, "RFC 8259 §6",
        "A number fits into what programs hold without rounding.",
        "Many programs keep only 53 bits, so the number comes back as another one.";
    DATE_TIME = "date-time", Error, "RFC 7643 §2.3.5",
        "A dateTime is written as in 2011-05-13T04:42:34Z.",
        "Receivers refuse other spellings, or read them as another instant.";
    BASE64 = "not-base64", Error, "RFC 7643 §2.3.6",
        "Bytes are written in base64 with the alphabet of RFC 4648 §4.",
        "The value cannot be decoded, or decodes to something else.";
    NOT_A_URI = "not-a-uri", Error, "RFC 7643 §2.3.7",
        "A reference is a URI, absolute or relative.",
        "Nobody can follow it.";
    NOT_HTTP = "reference-not-http", Warning, "RFC 7643 §2.3.7",
        "A reference to something on the network is an HTTP address.",
        "Clients expect to fetch it by HTTP.";
    BARE_VALUE = "bare-value", Error, "RFC 7643 §2.3.8",
        "A complex value is an object, also if only its `value` is known.",
        "Receivers that expect an object fail on the whole resource.";
    NESTED = "nested-complex", Error, "RFC 7643 §2.3.8",
        "A complex value does not hold complex values.",
        "Filters and paths cannot reach deeper than one sub-attribute.";
    NESTED_ARRAY = "nested-array", Error, "RFC 7643 §2.4",
        "The values of a multi-valued attribute are not arrays themselves.",
        "No receiver expects an array in an array.";
    SINGLE_IS_ARRAY = "single-value-is-array", Error, "RFC 7643 §2.4",
        "An attribute with one value is no array.",
        "Receivers that expect one value refuse the array.";
    NOT_AN_ARRAY = "multi-value-not-array", Error, "RFC 7643 §2.4",
        "The values of a multi-valued attribute stand in an array, also a single one.",
        "Receivers that expect an array refuse the value.";
    NULL = "null-value", Info, "RFC 7643 §2.5",
        "What has no value is left out.",
        "null means the same as leaving the attribute out, but some programs stumble over it.";
    NULL_ELEMENT = "null-element", Error, "RFC 7643 §2.4",
        "An array holds values, not null.",
        "null is the state of having no value; it is not a value among others.";
    EMPTY_TEXT = "empty-string", Warning, "RFC 7643 §2.5",
        "What has no value is left out, not sent as an empty string.",
        "The RFC does not say that an empty string clears an attribute; some servers keep it as a value.";
    EMPTY_OBJECT = "empty-object", Warning, "RFC 7643 §2.5",
        "A complex value holds at least one sub-attribute.",
        "The RFC does not say what an empty object means; servers clear, ignore or refuse.";
    SPACE = "surrounding-space", Warning, "RFC 7643 §7",
        "A value that must be unique has no blanks around it.",
        "Servers that trim and servers that do not disagree on whether two values are the same.";
    CANONICAL = "canonical-value", Info, "RFC 7643 §7",
        "A value is one of those that the schema suggests.",
        "Servers may refuse or ignore other values.";

    // Characteristics.
    REQUIRED = "required-missing", Error, "RFC 7643 §7",
        "What the schema requires has a value.",
        "Servers answer 400 invalidValue.";
    REQUIRED_UNSEEN = "required-not-returned", Info, "RFC 7643 §7",
        "An answer has what the schema requires.",
        "The answer is only a part of the resource, or the server does not hold to its own schema.";
    READ_ONLY = "read-only-sent", Warning, "RFC 7644 §3.3",
        "A request has nothing that only the server sets.",
        "Servers ignore it; some refuse the request.";
    REPEATED = "server-attribute-repeated", Info, "RFC 7644 §3.5.1",
        "A replacement need not repeat `id` and `meta`.",
        "Servers ignore both; some refuse a `meta` that differs from theirs.";
    IMMUTABLE = "immutable-changed", Error, "RFC 7644 §3.5.1",
        "A value that may be set only once stays as it is.",
        "Servers answer 400 mutability.";
    NEVER = "never-returned", Error, "RFC 7643 §7",
        "An answer has nothing that is never returned.",
        "Passwords and other secrets reach logs and screens.";
    WRITE_ONLY = "write-only-returned", Error, "RFC 7643 §7",
        "An answer has nothing that can only be written.",
        "Such a value is meant to be kept, not to be read.";
    PRIMARIES = "several-primaries", Error, "RFC 7643 §2.4",
        "At most one value of an attribute is primary.",
        "Which of them counts differs from program to program.";
    SAME_VALUE = "duplicate-value", Warning, "RFC 7643 §2.4",
        "The same value of the same type stands once.",
        "Clients count and show the value twice, and removing one removes both or none.";

    // What every resource has.
    NO_ID = "missing-id", Error, "RFC 7643 §3.1",
        "Each resource that a server returns has an `id`.",
        "Without it the resource cannot be asked for again.";
    BULK_ID = "id-is-bulk-id", Error, "RFC 7643 §3.1",
        "No `id` contains the reserved word `bulkId`.",
        "In bulk requests it would be taken for a reference.";
    NO_META = "missing-meta", Warning, "RFC 7643 §3.1",
        "A returned resource has `meta` with its resource type and location.",
        "Clients that rely on it do not find type, age or address.";
    META_TYPE = "meta-resource-type", Error, "RFC 7643 §3.1",
        "`meta.resourceType` is the name of the resource type, letter case included.",
        "Clients sort resources by it, and compare it exactly.";
    META_ORDER = "modified-before-created", Warning, "RFC 7643 §3.1",
        "`meta.lastModified` is not before `meta.created`.",
        "Clients that look for what changed since a time miss the resource.";
    META_LOCATION = "location-without-id", Warning, "RFC 7643 §3.1",
        "`meta.location` ends in the `id`.",
        "A client that follows it reaches another resource, or none.";
    META_VERSION = "version-not-an-etag", Warning, "RFC 7644 §3.14",
        "`meta.version` is an entity tag with its quotes.",
        "Sent back in `If-Match`, it is no valid header.";

    // What the RFC says of single attributes.
    GROUP_NAME = "group-without-display-name", Error, "RFC 7643 §4.2",
        "A group has a `displayName`.",
        "The printed schema says that it is not required; the text, and erratum 5368, say that it is.";
    COUNTRY = "country-code", Warning, "RFC 7643 §4.1.2",
        "`country` is a code of two capital letters (ISO 3166-1 alpha-2).",
        "Names and longer codes are refused, or shown as no country.";
    LANGUAGE = "language-tag", Warning, "RFC 7643 §4.1.1",
        "Languages and locales are written as in `en-US`.",
        "Programs that look the tag up do not find it.";
    ZONE = "time-zone", Warning, "RFC 7643 §4.1.1",
        "`timezone` is a name of the time zone database, such as `America/Los_Angeles`.",
        "An offset does not say when summer time is, and programs do not find it.";
    MAIL = "email-address", Warning, "RFC 7643 §4.1.2",
        "The value of an e-mail is an address.",
        "Nothing can be sent to it, and servers that check refuse it.";
}
