//! Texts and JSON documents of about a given size that have hurt readers, or could.

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
    let all = (0..bytes / each).map(|it| format!("\"{name}{it:05}\":{value}"));
    all.collect::<Vec<_>>().join(",")
}

/// A name in so many spellings of its letter case.
fn spellings(name: &str, value: &str, bytes: usize) -> String {
    let count = bytes / (name.len() + value.len() + 4);
    let spelled = |number: usize| -> String {
        let mut left = number;
        let mut spell = |it: char| {
            let upper = left & 1 == 1 && it.is_ascii_alphabetic();
            left >>= usize::from(it.is_ascii_alphabetic());
            if upper { it.to_ascii_uppercase() } else { it.to_ascii_lowercase() }
        };
        name.chars().map(&mut spell).collect()
    };
    let all = (0..count).map(|it| format!("\"{}\":{value}", spelled(it)));
    all.collect::<Vec<_>>().join(",")
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

/// Documents that have these members: each in many spellings, with many elements, and with a document as its value.
pub(super) fn with_members(names: &[&'static str], size: usize) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for name in names {
        let rest = "\"id\":\"7\",\"status\":\"400\",\"code\":7,\"Operations\":[{\"op\":\"Add\",\"value\":{}}]";
        for value in ["1", "null", "[]", "{}"] {
            let spelled = spellings(name, value, size / 2);
            let junk = members("x", "1", size / 2);
            let text = format!("{{{rest},{spelled},{junk}}}");
            all.push((format!("spellings of {name} with {value}"), text));
        }
        for one in ["{\"op\":\"Add\",\"value\":{},\"method\":\"post\"}", "\"a,b\"", "[]", "null"] {
            let lower = name.to_ascii_lowercase();
            let (elements, junk) = (array(one, size / 2), members("x", "1", size / 2));
            let text = format!("{{\"schemas\":[\"a\"],\"{lower}\":{elements},{junk}}}");
            all.push((format!("{one} in {lower}"), text));
        }
    }
    all
}

/// Texts that are no JSON: headers, words, paths.
pub(super) const TEXTS: [Document; 12] = [
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
];
