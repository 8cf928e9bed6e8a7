//! Resources of a type that we made up, with what the RFC's own types hardly have: values that are set once, points in
//! time, decimals, bytes, and parts that are required.

use std::sync::OnceLock;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use scim::resource_type::ResourceType;
use scim::schema;
use scim::view::TypeModel;
use serde_json::{Map, Value, json};

const URI: &str = "urn:example:2.0:Device";

pub(crate) fn device_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL.get_or_init(|| {
        let parsed = schema::parse_all(&definition().to_string()).unwrap();
        assert_eq!(parsed.findings, [], "the schema is as the RFC wants it");
        let resource_type = ResourceType { schema: URI.to_owned(), ..ResourceType::default() };
        TypeModel::resolve(&resource_type, &parsed.value).value
    })
}

fn definition() -> Value {
    let required = |mut attribute: Value| {
        attribute["required"] = json!(true);
        attribute
    };
    let simple = |name: &str, kind: &str| json!({ "name": name, "type": kind });
    let once = |name: &str| json!({ "name": name, "type": "string", "mutability": "immutable" });
    let complex = |name: &str, several: bool, parts: Value| json!({ "name": name, "type": "complex", "multiValued": several, "subAttributes": parts });
    let size = json!([
        required(simple("height", "decimal")),
        required(simple("width", "decimal")),
        simple("unit", "string"),
    ]);
    let sighting = json!([
        required(simple("at", "dateTime")),
        required(simple("place", "string")),
        simple("distance", "decimal"),
        simple("trace", "binary"),
        once("by"),
    ]);
    json!({ "totalResults": 1, "startIndex": 1, "itemsPerPage": 1, "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "Resources": [{
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": URI,
        "name": "Device",
        "meta": { "resourceType": "Schema" },
        "attributes": [
            required(simple("label", "string")),
            once("serial"),
            simple("bought", "dateTime"),
            simple("weight", "decimal"),
            simple("count", "integer"),
            simple("key", "binary"),
            complex("size", false, size),
            complex("sightings", true, sighting),
            json!({ "name": "services", "type": "dateTime", "multiValued": true }),
        ],
    }] })
}

/// A number with every digit, which a double would not keep.
fn decimal() -> impl Strategy<Value = Value> {
    let spelled = ["0.5", "1.25", "-3", "12345678901234567890.125", "1e400"];
    select(spelled.to_vec()).prop_map(|it| serde_json::from_str(it).unwrap())
}

fn moment() -> impl Strategy<Value = Value> {
    let spelled = ["2011-05-13T04:42:34Z", "2012-01-01T00:00:00.5+02:00", "1969-12-31T23:59:59Z"];
    select(spelled.to_vec()).prop_map(Value::from)
}

fn bytes() -> impl Strategy<Value = Value> {
    select(vec!["", "AA==", "aa==", "//79"]).prop_map(Value::from)
}

fn text(of: &'static [&'static str]) -> impl Strategy<Value = Value> {
    select(of).prop_map(Value::from)
}

fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let members = members.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn size() -> impl Strategy<Value = Value> {
    (decimal(), decimal(), option::of(text(&["m", "cm"]))).prop_map(|(height, width, unit)| {
        object([("height", Some(height)), ("width", Some(width)), ("unit", unit)])
    })
}

/// At most one at each place, by which it can be told.
fn sightings() -> impl Strategy<Value = Value> {
    let sighting = (
        moment(),
        text(&["door", "Gate", "roof", "yard"]),
        option::of(decimal()),
        option::of(bytes()),
        option::of(text(&["ada", "bob"])),
    );
    let sighting = sighting.prop_map(|(at, place, distance, trace, by)| {
        let required = [("at", Some(at)), ("place", Some(place))];
        let [at, place] = required;
        object([at, place, ("distance", distance), ("trace", trace), ("by", by)])
    });
    vec(sighting, 0..5).prop_map(|mut sightings| {
        sightings.sort_by_key(|it| it["place"].to_string());
        sightings.dedup_by_key(|it| it["place"].to_string());
        Value::Array(sightings)
    })
}

fn services() -> impl Strategy<Value = Value> {
    vec(moment(), 0..3).prop_map(|mut moments| {
        moments.sort_by_key(Value::to_string);
        moments.dedup();
        Value::Array(moments)
    })
}

fn device() -> impl Strategy<Value = Value> {
    let simple = (
        text(&["scanner", "Scanner", "lock"]),
        option::of(text(&["s1"])),
        option::of(moment()),
        option::of(decimal()),
        option::of((0..3).prop_map(Value::from)),
        option::of(bytes()),
    );
    let parts = (option::of(size()), option::of(sightings()), option::weighted(0.3, services()));
    (simple, parts).prop_map(|(simple, (size, sightings, services))| {
        let (label, serial, bought, weight, count, key) = simple;
        object([
            ("schemas", Some(json!([URI]))),
            ("label", Some(label)),
            ("serial", serial),
            ("bought", bought),
            ("weight", weight),
            ("count", count),
            ("key", key),
            ("size", size),
            ("sightings", sightings),
            ("services", services),
        ])
    })
}

/// What a device is and what it is to be: what was set once stays.
pub(crate) fn change() -> impl Strategy<Value = (Value, Value)> {
    (device(), device()).prop_map(|(before, mut after)| {
        if let Some(serial) = before.get("serial") {
            after["serial"] = serial.clone();
        }
        (before, after)
    })
}
