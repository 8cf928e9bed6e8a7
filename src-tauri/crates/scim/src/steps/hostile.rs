//! Texts and JSON documents of about a given size that have hurt readers, or could.

use std::fmt::Write;

use serde_json::json;

/// A document of about so many bytes.
pub(super) type Document = (&'static str, fn(usize) -> String);

fn again(one: &str, bytes: usize) -> String {
    one.repeat(bytes / one.len() + 1)
}

fn array(one: &str, bytes: usize) -> String {
    format!("[{}{one}]", again(&format!("{one},"), bytes))
}

/// Members with names of their own.
fn members(name: &str, value: &str, bytes: usize) -> String {
    let each = name.len() + value.len() + 10;
    let mut all = String::with_capacity(2 * bytes);
    for it in 0..bytes / each {
        let comma = if it == 0 { "" } else { "," };
        write!(all, "{comma}\"{name}{it:05}\":{value}").unwrap();
    }
    all
}

/// A name in so many spellings of its letter case.
fn spellings(name: &str, value: &str, bytes: usize) -> String {
    let count = bytes / (name.len() + value.len() + 4);
    let mut all = String::with_capacity(2 * bytes);
    for number in 0..count {
        let mut left = number;
        all.push_str(if number == 0 { "\"" } else { ",\"" });
        for it in name.chars() {
            let upper = left & 1 == 1 && it.is_ascii_alphabetic();
            left >>= usize::from(it.is_ascii_alphabetic());
            all.push(if upper { it.to_ascii_uppercase() } else { it.to_ascii_lowercase() });
        }
        all.push_str("\":");
        all.push_str(value);
    }
    all
}

/// Documents that know nothing of who reads them.
pub(super) const DOCUMENTS: [Document; 19] = [
    ("many members", |size| format!("{{{}}}", members("x", "1", size))),
    ("many extensions", |size| {
        format!("{{\"schemas\":[\"urn:x\"],{}}}", members("urn:example:", "{\"a\":1}", size))
    }),
    ("many extensions, each of which is named", |size| {
        let uris: Vec<String> = (0..size / 60).map(|it| format!("urn:example:{it:05}")).collect();
        format!("{{\"schemas\":{},{}}}", json!(uris), members("urn:example:", "{}", size / 2))
    }),
    ("one member again and again", |size| format!("{{{}\"a\":1}}", again("\"a\":1,", size))),
    ("a long name with many members below", |size| {
        let name = again("long name ", size / 2);
        format!("{{\"id\":\"7\",\"{name}\":{{{}}}}}", members("x", "{\"body\":\"{}\"}", size / 2))
    }),
    ("a long name with many elements below", |size| {
        let name = again("long:name:", size / 2);
        format!("{{\"id\":\"7\",\"{name}\":{}}}", array("{\"a\":\"x/bulkId:y\"}", size / 2))
    }),
    ("members that each have a long name, nested", |size| {
        let name = again("x", size / 100);
        format!("{}1{}", again(&format!("{{\"{name}\":"), size), "}".repeat(100 + size / 100_000))
    }),
    ("deep arrays", |size| format!("{}{}", "[".repeat(size / 2), "]".repeat(size / 2))),
    ("deep objects", |size| format!("{}1{}", "{\"a\":".repeat(size / 6), "}".repeat(size / 6))),
    ("many that are too deep", |size| {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        format!("{{{}}}", members("x", &deep, size))
    }),
    ("empty objects", |size| array("{}", size)),
    ("texts", |size| array("\"x\"", size)),
    ("things with ids", |size| array("{\"id\":\"7\",\"schemas\":[\"a\"]}", size)),
    ("half characters", |size| format!("{{\"id\":\"{}\"}}", again("\\ud83d", size))),
    ("numbers beyond 64 bits", |size| format!("{{\"id\":1,\"x\":{}}}", array("1e999", size))),
    ("one number", |size| format!("{{\"id\":1,\"count\":{}}}", again("9", size))),
    ("escapes in names", |size| format!("{{{}}}", members("\\u0061\\n", "1", size))),
    ("a text that does not end", |size| format!("{{\"id\":\"{}", again("\\\"", size))),
    ("lines of something else", |size| again("<?xml version=\"1.0\"?>\n", size)),
];

/// Documents that have a member of a name: in many spellings, or with many elements.
pub(super) const WITH_MEMBER: [(&str, fn(&str, usize) -> String); 8] = [
    ("spellings with a number", |name, size| spelled(name, "1", size)),
    ("spellings with null", |name, size| spelled(name, "null", size)),
    ("spellings with an array", |name, size| spelled(name, "[]", size)),
    ("spellings with an object", |name, size| spelled(name, "{}", size)),
    ("objects", |name, size| {
        elements(name, "{\"op\":\"Add\",\"value\":{},\"method\":\"post\"}", size)
    }),
    ("texts", |name, size| elements(name, "\"a,b\"", size)),
    ("arrays", |name, size| elements(name, "[]", size)),
    ("nulls", |name, size| elements(name, "null", size)),
];

fn spelled(name: &str, value: &str, bytes: usize) -> String {
    let rest =
        "\"id\":\"7\",\"status\":\"400\",\"code\":7,\"Operations\":[{\"op\":\"Add\",\"value\":{}}]";
    let (spelled, junk) = (spellings(name, value, bytes / 2), members("x", "1", bytes / 2));
    format!("{{{rest},{spelled},{junk}}}")
}

fn elements(name: &str, one: &str, bytes: usize) -> String {
    let lower = name.to_ascii_lowercase();
    let (elements, junk) = (array(one, bytes / 2), members("x", "1", bytes / 2));
    format!("{{\"schemas\":[\"a\"],\"{lower}\":{elements},{junk}}}")
}

/// Texts that are no JSON: headers, words, paths.
pub(super) const TEXTS: [Document; 14] = [
    ("blanks", |size| again(" ", size)),
    ("commas", |size| again(",", size)),
    ("quotes", |size| again("\"", size)),
    ("tags", |size| again("W/\"a\", ", size)),
    ("a tag that does not end", |size| format!("\"{}", again("a", size))),
    ("backslashes", |size| again("\\\"", size)),
    ("colons", |size| format!("{}x", again("urn:a.b:", size))),
    ("dots", |size| format!("a{}", again(".a", size))),
    ("brackets", |size| again("a[0].", size)),
    ("open brackets", |size| again("a[", size)),
    ("conditions", |size| format!("{}a pr", again("type eq \"x\" and (b pr or ", size))),
    ("letters", |size| again("é", size)),
    ("a filter", |size| format!("{}b pr", again("emails.type eq \"x\" or ", size))),
    ("a filter that holds all together", |size| {
        format!("{}b pr", again("emails.type eq \"x\" and emails.value pr and ", size))
    }),
];
