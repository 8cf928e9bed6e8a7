//! The sandbox under each quirk that touches writes: the app says what really happened. The table is printed, and is what
//! is expected.

use std::fmt::Write as _;

use crate::support::{Bench, call, draft, ok};
use app::App;
use expect_test::expect;
use sandbox::{Area, QUIRKS, Quirk, Quirks, Sandbox};
use serde_json::{Value, json};

/// A tenant on a sandbox with one quirk, and what it is asked to write.
struct Trial {
    bench: Bench,
    tenant: String,
    _sandbox: Sandbox,
}

impl Trial {
    async fn new(quirk: Option<Quirk>) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let bench = Bench::new();
        let saved = ok(&bench.app, "tenant_save", draft(sandbox.base_url(), sandbox.token())).await;
        let tenant = saved["id"].as_str().unwrap().to_owned();
        ok(&bench.app, "tenant_open", json!({"tenantId": tenant})).await;
        if let Some(quirk) = quirk {
            sandbox.set_quirks(Quirks::from_iter([quirk]));
        }
        Self { bench, tenant, _sandbox: sandbox }
    }

    fn app(&self) -> &App {
        &self.bench.app
    }

    async fn listed(&self, resource_type: &str, at: usize) -> String {
        let listed = ok(
            self.app(),
            "resources_list",
            json!({"tenantId": self.tenant, "resourceType": resource_type, "offset": 0, "limit": 50,
                "columns": ["id"], "reload": false}),
        )
        .await;
        let rows = listed["rows"].as_array().unwrap();
        let mut kept = rows.iter().filter(|it| it["active"] != false);
        kept.nth(at).unwrap()["id"].as_str().unwrap().to_owned()
    }

    async fn drafted(&self, resource_type: &str, start: Value, edits: Value, put: bool) -> Value {
        let opened = ok(
            self.app(),
            "draft_open",
            json!({"tenantId": self.tenant, "resourceType": resource_type, "start": start}),
        )
        .await;
        let draft = &opened["draft"];
        ok(
            self.app(),
            "draft_change",
            json!({"tenantId": self.tenant, "draft": draft, "edits": edits}),
        )
        .await;
        if put {
            let method = json!({"tenantId": self.tenant, "draft": draft, "method": "put"});
            ok(self.app(), "draft_method", method).await;
        }
        json!({"kind": "draft", "draft": draft, "anyway": false})
    }

    /// What is told of a write, in a few words.
    async fn told(&self, intent: Value) -> String {
        let plan = match call(
            self.app(),
            "write_prepare",
            json!({"tenantId": self.tenant, "intent": intent}),
        )
        .await
        {
            Ok(plan) => plan,
            Err(error) => return format!("cannot be prepared: {}", error.title),
        };
        if plan["blocked"].is_object() {
            let skipped = plan["skipped"][0]["reason"].as_str();
            let words = plan["blocked"]["words"].as_str().or(skipped).unwrap_or_default();
            return format!("{}: {words}", plan["blocked"]["kind"].as_str().unwrap());
        }
        let sent =
            ok(self.app(), "write_send", json!({"tenantId": self.tenant, "plan": plan["plan"]}))
                .await;
        let outcome = &sent["results"][0]["outcome"];
        let kind = outcome["kind"].as_str().unwrap();
        match kind {
            "done" if outcome["reads"] == 1 => "done".to_owned(),
            "done" => format!("done, seen after {} reads", outcome["reads"]),
            "differs" => {
                let finding = &outcome["findings"][0];
                let places = outcome["differences"].as_array().unwrap().len();

                format!(
                    "differs in {places} place{}, {} {}",
                    if places == 1 { "" } else { "s" },
                    finding["rule"].as_str().unwrap(),
                    finding["section"].as_str().unwrap()
                )
            }
            "refused" | "notReadBack" => {
                format!("{kind}: {}", outcome["problem"]["title"].as_str().unwrap())
            }
            _ => kind.to_owned(),
        }
    }
}

fn set(pointer: &str, value: &Value) -> Value {
    json!({"kind": "set", "pointer": pointer, "json": value.to_string()})
}

const WRITES: [&str; 7] =
    ["change", "change by PUT", "create", "disable", "delete", "members", "leave a large group"];

async fn all_told(quirk: Option<Quirk>) -> Vec<String> {
    let trial = Trial::new(quirk).await;
    let mut told = Vec::new();
    let first = trial.listed("User", 0).await;
    let edits = json!([
        set("/title", &json!("Keeper")),
        set("/emails/-", &json!({"type": "other", "value": "keeper@example.com"})),
    ]);
    let intent = trial.drafted("User", json!({"kind": "edit", "id": first}), edits, false).await;
    told.push(trial.told(intent).await);

    let second = trial.listed("User", 1).await;
    let edits = json!([{"kind": "remove", "pointer": "/title"}, set("/nickName", &json!("Nick"))]);
    let intent = trial.drafted("User", json!({"kind": "edit", "id": second}), edits, true).await;
    told.push(trial.told(intent).await);

    let edits = json!([set("/userName", &json!("somebody.new@example.com"))]);
    let intent = trial.drafted("User", json!({"kind": "create"}), edits, false).await;
    told.push(trial.told(intent).await);

    let third = trial.listed("User", 2).await;
    let ids = json!([third]);
    let disable = json!({"kind": "setActive", "resourceType": "User", "ids": ids, "active": false});
    told.push(trial.told(disable).await);
    let fourth = trial.listed("User", 3).await;
    told.push(trial.told(json!({"kind": "delete", "resourceType": "User", "ids": [fourth]})).await);

    let (small, large) = trial.groups().await;
    let (first_member, newcomer) = trial.members(&small).await;
    let edits = json!([
        {"kind": "addMember", "value": newcomer, "resourceType": "User"},
        {"kind": "removeMember", "value": first_member},
    ]);
    let intent = trial.drafted("Group", json!({"kind": "edit", "id": small}), edits, false).await;
    told.push(trial.told(intent).await);
    let (member, _) = trial.members(&large).await;
    told.push(
        trial
            .told(
                json!({"kind": "membership", "groupType": "Group", "group": large, "member": member,
                "memberType": "User", "joins": false}),
            )
            .await,
    );
    told
}

impl Trial {
    async fn member_count(&self, group: &str) -> usize {
        let listed = ok(
            self.app(),
            "members_list",
            json!({"tenantId": self.tenant, "resourceType": "Group", "id": group, "shown": "all",
                "text": "", "offset": 0, "limit": 1}),
        )
        .await;
        usize::try_from(listed["ofAll"].as_u64().unwrap()).unwrap()
    }

    /// A group of a few and one of more than a hundred, as far as the server shows.
    async fn groups(&self) -> (String, String) {
        let (mut small, mut large) = (String::new(), (String::new(), 0));
        for at in 0..30 {
            let id = self.listed("Group", at).await;
            let count = self.member_count(&id).await;
            if small.is_empty() && (2..40).contains(&count) {
                small.clone_from(&id);
            }
            if count > large.1 {
                large = (id, count);
            }
        }
        (small, large.0)
    }

    /// A member of a group, and somebody who is none.
    async fn members(&self, group: &str) -> (String, String) {
        let listed = ok(
            self.app(),
            "members_list",
            json!({"tenantId": self.tenant, "resourceType": "Group", "id": group, "shown": "all",
                "text": "", "offset": 0, "limit": 500}),
        )
        .await;
        let rows = listed["members"].as_array().unwrap();
        let member = rows[0]["value"].as_str().unwrap().to_owned();
        for at in 10..40 {
            let id = self.listed("User", at).await;
            if !rows.iter().any(|it| it["value"] == id.as_str()) {
                return (member, id);
            }
        }
        panic!("everybody is a member");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_app_says_what_really_happened() {
    let mut trials = tokio::task::JoinSet::new();
    let quirks =
        QUIRKS.iter().filter(|it| it.area == Area::Writes || it.quirk == Quirk::LaggingReads);
    let wanted: Vec<(String, Option<Quirk>)> = std::iter::once(("no quirk".to_owned(), None))
        .chain(quirks.map(|it| (it.id.to_owned(), Some(it.quirk))))
        .collect();
    for (at, (name, quirk)) in wanted.iter().cloned().enumerate() {
        trials.spawn(async move { (at, name, all_told(quirk).await) });
    }
    let mut rows = trials.join_all().await;
    rows.sort_by_key(|(at, ..)| *at);
    let ordinary = rows[0].2.clone();
    let mut table = String::new();
    for (at, name, told) in &rows {
        writeln!(table, "{name}").unwrap();
        for ((write, told), usual) in WRITES.iter().zip(told).zip(&ordinary) {
            if *at == 0 || told != usual {
                writeln!(table, "    {write}: {told}").unwrap();
            }
        }
    }
    println!("{table}");
    expect![[r#"
        no quirk
            change: done
            change by PUT: done
            create: done
            disable: done
            delete: done
            members: done
            leave a large group: done
        lagging-reads
            change: done, seen after 4 reads
            change by PUT: done, seen after 4 reads
            create: done, seen after 4 reads
            disable: done, seen after 4 reads
            delete: done, seen after 4 reads
            members: done, seen after 4 reads
            leave a large group: done, seen after 4 reads
        patch-without-effect
            change: differs in 2 places, S07 RFC 7644 §3.5.2
            disable: differs in 1 place, S07 RFC 7644 §3.5.2
            members: differs in 2 places, S07 RFC 7644 §3.5.2
            leave a large group: differs in 1 place, S07 RFC 7644 §3.5.2
        filtered-remove-ignored
            members: differs in 1 place, S07 RFC 7644 §3.5.2
            leave a large group: differs in 1 place, S07 RFC 7644 §3.5.2
        remove-empties-group
        patch-loses-members
            leave a large group: differs in 1399 places, S07 RFC 7644 §3.5.2
        put-loses-members
        no-members-replace
        one-value
            change: refused: The server does not accept a value
        hundred-members
        patch-unsupported
            change: refused: The server does not implement this PATCH
            disable: refused: The server does not implement this PATCH
            members: refused: The server does not implement this PATCH
            leave a large group: refused: The server does not implement this PATCH
        put-unsupported
            change by PUT: refused: The server takes no PUT
        put-is-partial
            change by PUT: differs in 1 place, S07 RFC 7644 §3.5.1
        delete-deactivates
            delete: differs in 0 places, S07 RFC 7644 §3.6
        deactivated-is-gone
            disable: notReadBack: The server has no such resource
        lower-case-ops-only
        capital-ops-only
            change: refused: The server cannot read the request
            disable: refused: The server cannot read the request
            members: refused: The server cannot read the request
            leave a large group: refused: The server cannot read the request
        no-pathless-patch
        no-add-by-filter
        case-variants-pass
        password-required
            create: refused: The server does not accept a value
        needs-if-match
            leave a large group: refused: The server wants a version with each write
        strong-if-match
            change: falseConflict
    "#]]
    .assert_eq(&table);
}
