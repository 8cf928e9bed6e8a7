//! Reads one tenant of a file. What cannot be read of it is told with its place; in words of our own, because what is
//! there may be anything.

use client::base_url::{BaseUrl, BaseUrlError};
use client::redact::is_credential_name;
use jiff::Timestamp;
use serde_json::Value;
use store::TenantRow;

use super::authentication::WayIn;
use super::scan::{Remarks, member};
use crate::api::guard::GuardMode;
use crate::api::tenants::{Colour, Environment};
use crate::api::transfer::{FileRemark, ReadState, ReadTenant, RemarkKind};
use crate::api::transport::{Proxy, Transport};
use crate::draft::{MOST_CONNECT_SECONDS, MOST_TOTAL_SECONDS, name_problem, usual_colour};
use crate::secret_names::Ways;
use crate::tenants::arrange::checked_group;
use crate::tenants::{CONNECT_SECONDS, TOTAL_SECONDS, from_word, usual_name, word};
use crate::{guards, sign_in};

/// How many tables of a tenant have columns, and how many columns a table has, at most.
const MOST_COLUMNS: usize = 200;
/// How long the name of a resource type, and the path of a column may be, in characters.
const LONGEST_KIND: usize = 200;
const LONGEST_PATH: usize = 500;

const MEMBERS: [&str; 11] = [
    "name",
    "kind",
    "colour",
    "group",
    "baseUrl",
    "authentication",
    "transport",
    "guard",
    "askEachTime",
    "timeLimits",
    "columns",
];

/// A tenant of a file: what is told of it, and what it would become.
pub(super) struct Entry {
    pub(super) told: ReadTenant,
    /// Without an id; absent where it is refused.
    pub(super) row: Option<TenantRow>,
    pub(super) columns: Vec<(String, Vec<String>)>,
}

impl Entry {
    /// Says something of the whole entry.
    pub(super) fn notice(&mut self, sentence: &str) {
        self.told.remarks.push(FileRemark {
            kind: RemarkKind::Notice,
            pointer: format!("/tenants/{}", self.told.index),
            sentence: sentence.to_owned(),
        });
    }
}

/// Reads one tenant, its members one after the other.
pub(super) fn read(index: u32, value: &Value) -> Entry {
    let pointer = format!("/tenants/{index}");
    let mut reader = Reader { value, pointer, remarks: Remarks::default() };
    if !value.is_object() {
        reader.refuse("", "This is no tenant: it is not a JSON object.");
    }
    reader.remarks.unknown_members(value, &reader.pointer, &MEMBERS);
    reader.remarks.secrets_in(value, &reader.pointer);
    let (environment, colour) = reader.looks();
    let base_url = reader.base_url();
    let way_in = reader.way_in();
    let transport = reader.transport();
    let name = reader.name(base_url.as_ref());
    let group = reader.group();
    let guard = reader.guard(environment);
    let ask_each_time = reader.ask_each_time();
    let seconds = reader.time_limits();
    let columns = reader.columns();
    let is_refused = reader.remarks.is_refused();
    let mut told = ReadTenant {
        index,
        state: ReadState::Refused,
        name,
        group,
        environment,
        colour,
        base_url: base_url.map(|it| it.as_str().to_owned()).unwrap_or_default(),
        authentication: way_in.as_ref().map(|it| it.authentication),
        endpoints: endpoints(way_in.as_ref()),
        keeps_signed_in: way_in
            .as_ref()
            .and_then(|it| it.sign_in.oauth.as_ref())
            .is_some_and(|it| it.keep_signed_in),
        proxy: proxy_of(&transport),
        authorities: crate::transport::subjects(&transport),
        to_give: Vec::new(),
        guard,
        remarks: reader.remarks.into_list(),
    };
    let row = way_in.and_then(|it| row_of(&told, it, &transport, ask_each_time, seconds));
    let row = row.filter(|_| !is_refused);
    if let Some(row) = &row {
        told.state = ReadState::New;
        told.to_give = Ways::of_row(row).to_give();
    }
    Entry { told, row, columns }
}

/// What it would become, without an id.
fn row_of(
    told: &ReadTenant,
    way_in: WayIn,
    transport: &Transport,
    ask_each_time: bool,
    (connect_seconds, total_seconds): (u32, u32),
) -> Option<TenantRow> {
    Some(TenantRow {
        id: String::new(),
        name: told.name.clone(),
        environment: word(&told.environment?),
        colour: word(&told.colour),
        base_url: told.base_url.clone(),
        auth: word(&way_in.authentication),
        user_name: way_in.user_name,
        sign_in: sign_in::as_text(&way_in.sign_in).ok()?,
        ask_each_time,
        connect_seconds,
        total_seconds,
        created_at: Timestamp::UNIX_EPOCH,
        last_opened_at: None,
        guard: word(&told.guard),
        transport: crate::transport::as_text(transport).ok()?,
    })
}

/// Where a tenant sends somebody to sign in, or asks for tokens: to its authorisation server.
fn endpoints(way_in: Option<&WayIn>) -> Vec<String> {
    let oauth = way_in.and_then(|it| it.sign_in.oauth.as_ref());
    let all = oauth.map(|it| [Some(&it.token_endpoint), it.authorization_endpoint.as_ref()]);
    let all = all.into_iter().flatten().flatten();
    all.filter(|it| !it.is_empty()).cloned().collect()
}

fn proxy_of(transport: &Transport) -> Option<String> {
    match &transport.proxy {
        Proxy::Explicit { url, .. } => Some(url.clone()),
        Proxy::System | Proxy::None => None,
    }
}

pub(super) struct Reader<'v> {
    value: &'v Value,
    pub(super) pointer: String,
    pub(super) remarks: Remarks,
}

impl<'v> Reader<'v> {
    pub(super) fn refuse(&mut self, name: &str, sentence: &str) {
        self.remarks.add(RemarkKind::Refused, &format!("{}{name}", self.pointer), sentence);
    }

    pub(super) fn notice(&mut self, name: &str, sentence: &str) {
        self.remarks.add(RemarkKind::Notice, &format!("{}{name}", self.pointer), sentence);
    }

    /// A member; null counts as not there.
    pub(super) fn member(&self, name: &str) -> Option<&'v Value> {
        self.value.get(name).filter(|it| !it.is_null())
    }

    fn looks(&mut self) -> (Option<Environment>, Colour) {
        let environment = match self.member("kind") {
            None => {
                let sentence =
                    "The kind is not said. It is taken for production, which is guarded most.";
                self.notice("/kind", sentence);
                Some(Environment::Production)
            }
            Some(kind) => match from_word(kind.as_str().unwrap_or_default(), None) {
                Some(Environment::Sandbox) => {
                    self.refuse("/kind", "The sandbox comes with Scimscope and cannot be added.");
                    None
                }
                Some(environment) => Some(environment),
                None => {
                    self.refuse(
                        "/kind",
                        "This kind is not known: it is none of production, staging, test and \
                         development.",
                    );
                    None
                }
            },
        };
        let usual = usual_colour(environment.unwrap_or(Environment::Test));
        let colour = match self.member("colour") {
            None => usual,
            Some(colour) => match from_word(colour.as_str().unwrap_or_default(), None) {
                Some(colour) => colour,
                None => {
                    self.notice(
                        "/colour",
                        "This colour is not known: the usual one of the kind is taken.",
                    );
                    usual
                }
            },
        };
        (environment, colour)
    }

    fn base_url(&mut self) -> Option<BaseUrl> {
        let Some(text) = self.member("baseUrl").and_then(Value::as_str) else {
            self.refuse("/baseUrl", "There is no base URL: nobody would know where the server is.");
            return None;
        };
        // Only in words of our own: what cannot be read as a URL may hold anything.
        let sentence = match BaseUrl::parse(text) {
            Ok(base) => {
                if text.contains(['?', '#']) {
                    let sentence =
                        "What follows the path of the base URL, from ? or # on, is left out.";
                    self.notice("/baseUrl", sentence);
                }
                return Some(base);
            }
            Err(BaseUrlError::Empty) => {
                "The base URL is empty: nobody would know where the server is."
            }
            Err(BaseUrlError::UnsupportedScheme { .. }) => {
                "The base URL is neither of https nor of http."
            }
            Err(BaseUrlError::UserInfo) => {
                self.remarks.add(
                    RemarkKind::Secret,
                    &format!("{}/baseUrl", self.pointer),
                    "The base URL holds a user name or a password. It is not taken over and kept nowhere.",
                );
                "What is left without them may be another server: take them out of the file."
            }
            Err(BaseUrlError::Invalid { .. }) => "The base URL cannot be read as a URL.",
        };
        self.refuse("/baseUrl", sentence);
        None
    }

    /// How the file wants it guarded; importing makes that stricter, never looser.
    fn guard(&mut self, environment: Option<Environment>) -> GuardMode {
        let Some(guard) = self.member("guard") else {
            return guards::usual(environment.unwrap_or(Environment::Production));
        };
        match from_word(guard.as_str().unwrap_or_default(), None) {
            Some(guard) => guard,
            None => {
                self.notice(
                    "/guard",
                    "This write guard is not known: the tenant will be read-only.",
                );
                GuardMode::ReadOnly
            }
        }
    }

    fn name(&mut self, base: Option<&BaseUrl>) -> String {
        let name = match self.member("name") {
            None => "",
            Some(name) => match name.as_str() {
                Some(name) => name.trim(),
                None => {
                    self.refuse("/name", "The name is not a text.");
                    ""
                }
            },
        };
        if let Some(problem) = name_problem(name) {
            self.refuse("/name", &problem);
            return String::new();
        }
        match base {
            Some(base) if name.is_empty() => usual_name(base),
            _ => name.to_owned(),
        }
    }

    fn group(&mut self) -> String {
        let Some(group) = self.member("group") else { return String::new() };
        match group.as_str().map(checked_group) {
            Some(Ok(group)) => group,
            Some(Err(sentence)) => {
                self.notice("/group", &format!("{sentence} The tenant is put into no group."));
                String::new()
            }
            None => {
                self.notice(
                    "/group",
                    "The name of the group is not a text. The tenant is put into no group.",
                );
                String::new()
            }
        }
    }

    fn ask_each_time(&mut self) -> bool {
        let Some(asked) = self.member("askEachTime") else { return false };
        if let Some(asked) = asked.as_bool() {
            return asked;
        }
        self.notice(
            "/askEachTime",
            "This is neither true nor false: the secret is asked for each time.",
        );
        true
    }

    fn time_limits(&mut self) -> (u32, u32) {
        let Some(limits) = self.member("timeLimits") else {
            return (CONNECT_SECONDS, TOTAL_SECONDS);
        };
        let pointer = member(&self.pointer, "timeLimits");
        if !limits.is_object() {
            self.notice(
                "/timeLimits",
                "The time limits are not a JSON object: the usual ones are taken.",
            );
            return (CONNECT_SECONDS, TOTAL_SECONDS);
        }
        self.remarks.unknown_members(limits, &pointer, &["connectSeconds", "totalSeconds"]);
        let mut limit = |name: &str, most: u32, usual: u32| {
            let Some(value) = limits.get(name).filter(|it| !it.is_null()) else { return usual };
            let seconds = value.as_u64().and_then(|it| u32::try_from(it).ok());
            if let Some(seconds) = seconds.filter(|it| (1..=most).contains(it)) {
                return seconds;
            }
            let sentence =
                format!("This is not a number of seconds between 1 and {most}: {usual} is taken.");
            self.notice(&format!("/timeLimits/{name}"), &sentence);
            usual
        };
        (
            limit("connectSeconds", MOST_CONNECT_SECONDS, CONNECT_SECONDS),
            limit("totalSeconds", MOST_TOTAL_SECONDS, TOTAL_SECONDS),
        )
    }

    fn columns(&mut self) -> Vec<(String, Vec<String>)> {
        let Some(columns) = self.member("columns") else { return Vec::new() };
        let Some(columns) = columns.as_object().filter(|it| it.len() <= MOST_COLUMNS) else {
            self.notice("/columns", "The chosen columns cannot be read: the usual ones are shown.");
            return Vec::new();
        };
        let mut chosen = Vec::with_capacity(columns.len());
        for (kind, paths) in columns {
            // One with the name of a secret has been told already.
            if is_credential_name(kind) {
                continue;
            }
            match paths_of(paths).filter(|_| is_short(kind, LONGEST_KIND)) {
                Some(paths) => chosen.push((kind.clone(), paths)),
                None => {
                    let place = member("/columns", kind);
                    self.notice(
                        &place,
                        "These columns are not a list of paths: the usual ones are shown.",
                    );
                }
            }
        }
        chosen
    }
}

fn paths_of(paths: &Value) -> Option<Vec<String>> {
    let paths = paths.as_array().filter(|it| it.len() <= MOST_COLUMNS)?.iter();
    let path = |it: &Value| it.as_str().filter(|it| is_short(it, LONGEST_PATH)).map(str::to_owned);
    paths.map(path).collect()
}

/// Whether a text is no longer than this and stands in one line.
pub(super) fn is_short(text: &str, most: usize) -> bool {
    text.chars().count() <= most && !text.contains(char::is_control)
}
