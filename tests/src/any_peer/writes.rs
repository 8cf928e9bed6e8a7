//! The stage that writes: a scratch user and a scratch group are made, changed, brought together, parted and deleted
//! through the app's own screens. After each step it is looked beside the app what the server did; the app has to have
//! said just that, and to have sent one request at most. What is left behind is deleted beside the app.

mod cleaning;
mod driven;
mod heard;
mod held;
mod judged;

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::Visit;
use super::beside::{Beside, id_of};
use super::lists::Lists;
use super::report::Report;
use crate::compare;
use crate::page::Page;
use crate::proxy::Proxy;
use driven::Begun;
use heard::{Kind, Said};
use held::{Aim, Held, Now, held};
use judged::{Sent, Verdict, judge};

/// How the names of everything that is made here begin, so that whoever finds one knows where it is from.
const PREFIX: &str = "scimscope-scratch-";

/// A resource that is made to be written to.
#[derive(Debug)]
struct Scratch {
    resource_type: &'static str,
    endpoint: String,
    /// The attribute that it is found again by, and its value.
    name: (&'static str, String),
    /// Known once it was seen on the server.
    id: Option<String>,
}

/// One thing that is done through the app.
#[derive(Debug)]
struct Step<'a> {
    what: &'a str,
    /// How the words begin by which the app says that it was done.
    verb: &'a str,
}

/// The stage while it is under way.
struct Writing<'a> {
    visit: &'a Visit<'a>,
    report: &'a mut Report,
    user: Option<Scratch>,
    group: Option<Scratch>,
    /// What everything that is made here is called.
    name: String,
    /// How many writing requests belong to the steps until now.
    sent: usize,
}

/// Tries to write, where that is allowed, and cleans up whatever came of it.
pub(super) async fn run(visit: &Visit<'_>, lists: &Lists, report: &mut Report) -> Result<()> {
    let early = written(visit.proxy);
    if early > 0 {
        report.differs(format!(
            "{early} writing requests were sent before anything was to be written"
        ));
    }
    if !visit.target.writes {
        report.add(
            "writes",
            "not tried. SCIM_PEER_WRITE=1 allows them: a user and a group of their own are made, changed and deleted again",
        );
        return Ok(());
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let name = format!("{PREFIX}{:x}", since.as_nanos());
    let scratch = |resource_type, attribute, name: String| {
        let endpoint = lists.of_type(resource_type)?.endpoint.clone();
        Some(Scratch { resource_type, endpoint, name: (attribute, name), id: None })
    };
    let user = scratch("User", "userName", format!("{name}@example.com"));
    let group = scratch("Group", "displayName", name.clone());
    let mut writing = Writing { visit, report, user, group, name, sent: 0 };
    let started = Instant::now();
    let tried = writing.all().await;
    let took = started.elapsed().as_secs_f64();
    let Writing { user, group, sent, .. } = writing;
    report.add("writes", format!("all of it took {took:.1} s"));
    if let Err(error) = tried {
        report.differs(format!("the writes did not come to their end: {error:#}"));
    }
    for scratch in [group, user].into_iter().flatten() {
        let said = cleaning::clean_up(visit.beside, &scratch).await;
        let what = scratch.resource_type;
        report.add("writes", format!("cleaning up, {what} {}: {said}", scratch.name.1));
    }
    visit.page.settled().await?;
    // Also what was sent while nothing was asked for.
    let stray = written(visit.proxy).saturating_sub(early + sent);
    if stray > 0 {
        report.differs(format!("{stray} writing requests were sent that belong to no step"));
    }
    Ok(())
}

/// How many writing requests have passed.
fn written(proxy: &Proxy) -> usize {
    proxy.writes().iter().filter_map(Sent::of).count()
}

impl Writing<'_> {
    async fn all(&mut self) -> Result<()> {
        self.make_user().await?;
        if let Some(id) = id_in(self.user.as_ref()) {
            self.change_user(&id).await?;
            self.deactivate_and_undo(&id).await?;
        }
        self.make_group().await?;
        if let Some(group) = id_in(self.group.as_ref()) {
            if let Some(user) = id_in(self.user.as_ref()) {
                self.add_and_remove(&group, &user).await?;
            }
            self.delete("delete group", "Group", &group).await?;
        }
        if let Some(id) = id_in(self.user.as_ref()) {
            self.delete("delete user", "User", &id).await?;
        }
        Ok(())
    }

    async fn make_user(&mut self) -> Result<()> {
        let Some(user) = &self.user else {
            self.report.add("writes", "user: the server has no such resource type; not tried");
            return Ok(());
        };
        let values = [
            ("userName", user.name.1.clone()),
            ("displayName", self.name.clone()),
            ("name.givenName", "Scratch".to_owned()),
            ("name.familyName", "Scimscope".to_owned()),
        ];
        let step = Step { what: "create user", verb: "Created" };
        let begun = driven::make(self.visit.page, "User", &values).await?;
        self.made(step, begun).await
    }

    async fn make_group(&mut self) -> Result<()> {
        if self.group.is_none() {
            self.report.add("writes", "group: the server has no such resource type; not tried");
            return Ok(());
        }
        let step = Step { what: "create group", verb: "Created" };
        let values = [("displayName", self.name.clone())];
        let begun = driven::make(self.visit.page, "Group", &values).await?;
        self.made(step, begun).await
    }

    /// Sends the draft of a new resource and looks for what came of it by its name.
    async fn made(&mut self, step: Step<'_>, begun: Begun) -> Result<()> {
        let is_user = step.what == "create user";
        let (sent, said) = self.sending(&step, begun.stopped, driven::send_draft).await?;
        let scratch = if is_user { &mut self.user } else { &mut self.group };
        let scratch = scratch.as_mut().context("it has a type")?;
        let found = found(self.visit.beside, scratch).await?;
        scratch.id = found.as_ref().and_then(id_of).map(str::to_owned);
        let aim = Aim::Values(begun.values);
        let held = held(None, &Now::of(found), &aim);
        self.tell(&step, &aim, &sent, &held, &said);
        Ok(())
    }

    async fn change_user(&mut self, id: &str) -> Result<()> {
        let page = self.visit.page;
        let values = [
            ("displayName", format!("{} changed", self.name)),
            ("title", "Keeper of keys".to_owned()),
            ("nickName", "Scratchy".to_owned()),
            ("name.familyName", "Scopes".to_owned()),
        ];
        let step = Step { what: "edit user", verb: "Changed" };
        let Begun { values, stopped } = driven::change(page, id, &values).await?;
        let aim = Aim::Values(values);
        let is_done = self.written(&step, "User", id, &aim, stopped, driven::send_draft).await?;
        if is_done || !driven::choose_put(page).await? {
            return Ok(());
        }
        // The draft is still there, and the server may take it whole.
        let step = Step { what: "edit user by PUT", ..step };
        self.written(&step, "User", id, &aim, None, driven::send_draft).await.map(drop)
    }

    async fn deactivate_and_undo(&mut self, id: &str) -> Result<()> {
        let page = self.visit.page;
        driven::show(page, id).await?;
        let active = |it: bool| Aim::Values(vec![("active".to_owned(), json!(it))]);
        let now = self.read("User", id).await?;
        let is_active =
            now.resource().is_some_and(|it| held::at(it, "active").contains(&&json!(true)));
        let stopped = match driven::offers_to_deactivate(page).await? {
            true => None,
            // A server may have nothing to switch; the app must not hide what is there.
            false if is_active => {
                Some(Said::new(Kind::Other, "nothing: it does not offer to disable"))
            }
            false => Some(Said::new(Kind::Stopped, "nothing: it is not active there")),
        };
        let step = Step { what: "deactivate user", verb: "Disabled" };
        let aim = active(false);
        let is_done = self.written(&step, "User", id, &aim, stopped, driven::deactivate).await?;
        if !is_done {
            return Ok(());
        }
        driven::show(page, id).await?;
        let step = Step { what: "undo it", verb: "Undid" };
        self.written(&step, "User", id, &active(true), None, driven::undo).await.map(drop)
    }

    async fn add_and_remove(&mut self, group: &str, user: &str) -> Result<()> {
        let page = self.visit.page;
        let sought = self.user.as_ref().map(|it| it.name.1.clone()).unwrap_or_default();
        let member = |is_in| Aim::Member { id: user.to_owned(), is_in };
        let step = Step { what: "add member", verb: "Added" };
        let stopped = driven::find_member(page, group, user, &sought).await?;
        let is_in = self
            .written(&step, "Group", group, &member(true), stopped, driven::send_members)
            .await?;
        if !is_in {
            return Ok(());
        }
        let step = Step { what: "remove member", verb: "Removed" };
        driven::choose_member(page, group, user).await?;
        self.written(&step, "Group", group, &member(false), None, driven::send_members)
            .await
            .map(drop)
    }

    async fn delete(&mut self, what: &str, resource_type: &str, id: &str) -> Result<()> {
        if self.read(resource_type, id).await? == Now::Gone {
            self.report.add("writes", format!("{what}: the server has it no more; not tried"));
            return Ok(());
        }
        driven::show(self.visit.page, id).await?;
        let step = Step { what, verb: "Deleted" };
        self.written(&step, resource_type, id, &Aim::Gone, None, driven::delete).await.map(drop)
    }

    /// Does a step to a resource that is there, and says whether the server did it.
    async fn written(
        &mut self,
        step: &Step<'_>,
        resource_type: &str,
        id: &str,
        aim: &Aim,
        stopped: Option<Said>,
        act: impl AsyncFn(&Page) -> Result<()>,
    ) -> Result<bool> {
        let before = self.read(resource_type, id).await?;
        let (sent, said) = self.sending(step, stopped, act).await?;
        let now = self.read(resource_type, id).await?;
        let held = held(before.resource(), &now, aim);
        self.tell(step, aim, &sent, &held, &said);
        Ok(held == Held::Whole)
    }

    /// Acts, unless the app has said already that nothing can be sent, and hears what it says. A server that takes no
    /// version of its own for one is asked once more, as the app offers.
    async fn sending(
        &mut self,
        step: &Step<'_>,
        stopped: Option<Said>,
        act: impl AsyncFn(&Page) -> Result<()>,
    ) -> Result<(Vec<Sent>, Said)> {
        let Visit { page, proxy, .. } = *self.visit;
        let mut sent_before = proxy.writes().len();
        let since = |before: usize| -> Vec<Sent> {
            proxy.writes().iter().skip(before).filter_map(Sent::of).collect()
        };
        if let Some(said) = stopped {
            return Ok((since(sent_before), said));
        }
        heard::forget(page).await?;
        act(page).await.with_context(|| step.what.to_owned())?;
        let said = heard::hear(page, step.verb).await?;
        if said.kind != Kind::FalseConflict {
            heard::close(page).await?;
            return Ok((since(sent_before), said));
        }
        let sent = since(sent_before);
        self.sent += sent.len();
        let what = step.what;
        let requests = requests(&sent);
        let line = format!("{what}: {requests}; the app said {said}; sent again as it offers");
        self.report.add("writes", line);
        if !matches!(sent.as_slice(), [only] if only.status == 412) {
            self.report.differs(format!("{what}: the app said {said}, but it was {requests}"));
        }
        sent_before = proxy.writes().len();
        heard::again(page).await?;
        let said = heard::hear(page, step.verb).await?;
        heard::close(page).await?;
        Ok((since(sent_before), said))
    }

    fn tell(&mut self, step: &Step<'_>, aim: &Aim, sent: &[Sent], held: &Held, said: &Said) {
        self.sent += sent.len();
        let what = step.what;
        let line = words(what, aim, sent, held, said);
        let unable = self.visit.target.unable;
        match judge(sent, held, said) {
            Verdict::Done => {
                self.report.add("writes", format!("{line}; agrees"));
                if unable.is_some_and(|it| it.contains(&what)) {
                    self.report
                        .differs(format!("{what}: the server does it, which it is not known to"));
                }
            }
            Verdict::Told => {
                self.report.add("writes", format!("{line}; agrees"));
                if unable.is_some_and(|it| !it.contains(&what)) {
                    self.report.differs(format!("{what}: the server is known to do it: {line}"));
                }
            }
            Verdict::Wrong(why) => {
                self.report.add("writes", format!("{line}; differs"));
                self.report.differs(format!("{what}: {why}"));
            }
        }
    }

    /// A resource as it is read beside the app.
    async fn read(&self, resource_type: &str, id: &str) -> Result<Now> {
        let all = [&self.user, &self.group].into_iter().flatten();
        let scratch = all.into_iter().find(|it| it.resource_type == resource_type);
        let endpoint = &scratch.context("it has a type")?.endpoint;
        let (status, text) = self.visit.beside.resource(endpoint, id).await?;
        Ok(match status {
            200 => Now::There(compare::read(&text)?),
            404 | 410 => Now::Gone,
            other => Now::Unreadable(other),
        })
    }
}

fn id_in(scratch: Option<&Scratch>) -> Option<String> {
    scratch?.id.clone()
}

/// `create user: POST 201, the server has it; the app said "Created Zoe"`.
fn words(what: &str, aim: &Aim, sent: &[Sent], held: &Held, said: &Said) -> String {
    format!("{what}: {}, {}; the app said {said}", requests(sent), held.in_words(aim))
}

fn requests(sent: &[Sent]) -> String {
    match sent {
        [] => "no request".to_owned(),
        some => some.iter().map(Sent::to_string).collect::<Vec<_>>().join(" and "),
    }
}

/// The scratch resource as the server has it: by a filter where it answers one, else in its list.
async fn found(beside: &Beside, scratch: &Scratch) -> Result<Option<Value>> {
    let (attribute, name) = &scratch.name;
    let is_it = |it: &Value| held::at(it, attribute).contains(&&json!(name));
    let filter = format!("{attribute} eq {}", json!(name));
    let answered = beside.filtered(&scratch.endpoint, &filter).await?;
    if let Some(found) = answered.resources.into_iter().find(is_it) {
        return Ok(Some(found));
    }
    Ok(beside.list(&scratch.endpoint).await?.resources.into_iter().find(is_it))
}
