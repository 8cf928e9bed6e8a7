//! The members of a group as they are shown and saved: in the order that is asked for, and as files that harm nobody.

use std::path::PathBuf;
use std::sync::Arc;

use crate::support::{MemoryKeychain, ok, open_sandbox};
use app::secrets::SecretStore;
use app::{App, Config, SaveFile};
use serde_json::{Value, json};

/// A person who chooses this place.
struct Chosen(PathBuf);

impl SaveFile for Chosen {
    fn choose(&self, file_name: &str) -> Result<Option<PathBuf>, String> {
        Ok(Some(self.0.join(file_name)))
    }
}

struct Group {
    app: App,
    folder: tempfile::TempDir,
    id: String,
}

impl Group {
    /// A group of the sandbox with some members, the users of the first page being known by name.
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let secrets: Arc<dyn SecretStore> = Arc::new(MemoryKeychain::default());
        let config = Config {
            save_file: Arc::new(Chosen(folder.path().to_owned())),
            ..Config::new(folder.path(), secrets)
        };
        let app = App::open(config).unwrap();
        open_sandbox(&app).await;
        let page = |resource_type: &str| {
            json!({"tenantId": "sandbox", "resourceType": resource_type, "offset": 0, "limit": 200,
                "columns": ["id"], "reload": false})
        };
        ok(&app, "resources_list", page("User")).await;
        let groups = ok(&app, "resources_list", page("Group")).await;
        let mut group = Self { app, folder, id: String::new() };
        for row in groups["rows"].as_array().unwrap().iter() {
            row["id"].as_str().unwrap().clone_into(&mut group.id);
            let listed = group.list(json!({})).await;
            let known = texts(&listed, "subtitle").iter().flatten().count();
            if known >= 2 && listed["total"].as_u64().unwrap() <= 500 {
                return group;
            }
        }
        panic!("no group has members that are known");
    }

    fn asked(&self, more: &Value) -> Value {
        let mut asked = json!({"tenantId": "sandbox", "resourceType": "Group", "id": self.id,
            "shown": "all", "text": ""});
        for (name, value) in more.as_object().unwrap() {
            asked[name] = value.clone();
        }
        asked
    }

    async fn list(&self, more: Value) -> Value {
        let mut asked = self.asked(&more);
        (asked["offset"], asked["limit"]) = (json!(0), json!(500));
        ok(&self.app, "members_list", asked).await
    }

    async fn saved(&self, more: Value) -> String {
        let saved = ok(&self.app, "members_export", self.asked(&more)).await;
        let path = saved["path"].as_str().unwrap();
        assert!(path.starts_with(self.folder.path().to_str().unwrap()));
        std::fs::read_to_string(path).unwrap()
    }
}

fn texts(listed: &Value, member: &str) -> Vec<Option<String>> {
    let rows = listed["members"].as_array().unwrap();
    rows.iter().map(|it| it[member].as_str().map(str::to_lowercase)).collect()
}

#[tokio::test]
async fn members_are_ordered_over_all_of_them() {
    let group = Group::open().await;
    let served = group.list(json!({})).await;
    let by = |by: &'static str, descending: bool| {
        group.list(json!({"sort": {"by": by, "descending": descending}}))
    };
    for (column, member) in
        [("display", "title"), ("userName", "subtitle"), ("type", "resourceType")]
    {
        for descending in [false, true] {
            let listed = by(column, descending).await;
            assert_eq!(listed["total"], served["total"]);
            let found = texts(&listed, member);
            let known: Vec<&String> = found.iter().flatten().collect();
            assert!(known.len() >= 2, "{column}");
            // What is not known comes last, in either direction.
            assert!(found.iter().take(known.len()).all(Option::is_some), "{column}: {found:?}");
            let is_plain = |it: &&&String| it.is_ascii();
            let plain: Vec<&&String> = known.iter().filter(is_plain).collect();
            let in_order = plain.windows(2).all(|it| match descending {
                false => it[0] <= it[1],
                true => it[0] >= it[1],
            });
            assert!(in_order, "{column} {descending}: {plain:?}");
        }
    }
    let mut ids = texts(&served, "value");
    let mut sorted = texts(&by("display", false).await, "value");
    assert_ne!(ids, sorted);
    ids.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
}

#[tokio::test]
async fn who_is_added_stays_first_in_every_order() {
    let group = Group::open().await;
    let asked = json!({"tenantId": "sandbox", "resourceType": "Group", "start": {"kind": "edit", "id": group.id}});
    let draft = ok(&group.app, "draft_open", asked).await;
    let edits = json!([{"kind": "addMember", "value": "zz-new", "resourceType": "User"}]);
    let change = json!({"tenantId": "sandbox", "draft": draft["draft"], "edits": edits});
    ok(&group.app, "draft_change", change).await;
    for descending in [false, true] {
        let sort = json!({"sort": {"by": "display", "descending": descending}});
        let listed = group.list(sort).await;
        assert_eq!(listed["members"][0]["value"], "zz-new");
    }
}

#[tokio::test]
async fn members_are_saved_as_they_are_shown() {
    let group = Group::open().await;
    let sort = json!({"by": "userName", "descending": true});
    let shown = group.list(json!({"sort": sort})).await;
    let json = group.saved(json!({"sort": sort, "format": "json"})).await;
    assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), shown["members"]);
    let csv = group.saved(json!({"sort": sort, "format": "csv"})).await;
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "\u{feff}display,userName,value,type,state,change");
    assert_eq!(lines.len() as u64, shown["total"].as_u64().unwrap() + 2);
    let first = &shown["members"][0];
    assert!(lines[1].contains(first["subtitle"].as_str().unwrap()), "{}", lines[1]);
    assert!(lines[1].contains(first["value"].as_str().unwrap()), "{}", lines[1]);
    // Only those that are shown.
    let none = json!({"text": "nobody is called so", "format": "csv"});
    assert_eq!(group.saved(none).await.lines().count(), 1);
}
