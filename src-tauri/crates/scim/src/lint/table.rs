//! The table: every rule with its words. A new rule is a line here, a function below `rules/`, and its cases.

use super::Rule;
use super::Side::{Discovery, Request, Response};
use super::context::Need::{
    BaseUrl, EarlierPages, EarlierVisit, Effort, Elapsed, Evidence, FilteredAttributes,
    MemberCount, Preset, Proof, ProviderConfig, ResourceAfter, ResourceBefore, Schemas, UserNames,
};
use super::rules::{
    answer, bulk, discovery, error, head, intent, list, message, patch, query, replace, resource,
    row, selection, written,
};
use crate::finding::Severity::{Error, Info, Warning};

/// All rules, in the order of their ids: `R` for requests, `S` for answers and `D` for discovery, as vendors' systems
/// are known to break them; `X` for what the RFCs say of an exchange besides (`X0`, `X1` requests, `X2` to `X5` answers,
/// `X6` discovery).
///
/// ```
/// let rule = scim::lint::rules().iter().find(|it| it.id == "S06").unwrap();
/// assert_eq!(rule.section, "RFC 7644 §3.4.2.2");
/// ```
#[must_use]
pub fn rules() -> &'static [Rule] {
    RULES
}

macro_rules! table {
    ($($id:literal $severity:ident $side:ident [$($need:ident),*] $section:literal $judge:path,
        $title:literal, $why:literal;)*) => {
        const RULES: &[Rule] = &[$(Rule {
            id: $id,
            title: $title,
            why: $why,
            section: $section,
            severity: $severity,
            side: $side,
            needs: &[$($need),*],
            judge: $judge,
        }),*];
    };
}

table! {
    "R01" Warning Request [] "RFC 7644 §3.5.2" patch::op_case,
        "`op` is not in lower case",
        "Entra ID writes `Add`, `Replace`, `Remove`; servers that compare letter by letter answer 400.";
    "R02" Error Request [Schemas] "RFC 7643 §2.3.2" written::text_booleans,
        "A boolean is sent as text",
        "`\"True\"` is no boolean: strict servers refuse it, and some read the text `\"False\"` as true.";
    "R03" Warning Request [Schemas] "RFC 7644 §3.5.2.2" patch::remove_with_value,
        "`remove` with a value and without a filter",
        "The RFC gives the value no meaning. Some servers remove the listed values, some everything, some answer 400.";
    "R04" Warning Request [] "RFC 7644 §3.5.2.2" patch::remove_all_members,
        "`remove` of all members",
        "Without a filter and a value the group is emptied. It is worth a second look.";
    "R05" Warning Request [ResourceBefore] "RFC 7644 §3.5.2.3" patch::filtered_path_without_match,
        "A filtered path that matches nothing",
        "By the RFC a replace is then `noTarget`; Entra ID expects the element to be created. Servers do either.";
    "R06" Warning Request [] "RFC 7644 §3.5.2" patch::dotted_keys,
        "A path as a member name",
        "Without `path`, Entra ID with its compliance flag sends `\"name.givenName\"` as a name; many servers ignore it without a word.";
    "R07" Error Request [Schemas] "RFC 7644 §3.10" patch::dot_after_uri,
        "A dot after a schema URI",
        "Between a URI and an attribute stands a colon. With a dot the whole is read as one unknown name.";
    "R08" Error Request [] "RFC 7643 §4.3" written::manager_shape,
        "`manager` in the wrong form",
        "`manager` is an object whose `value` is an id. As a string or with an e-mail address many servers fail or store nothing.";
    "R09" Error Request [Schemas, ResourceBefore] "RFC 7643 §7" written::mutability,
        "Writes what cannot be written",
        "Only the server sets read-only attributes, and immutable ones are set once. A PATCH of them is refused, elsewhere they are ignored.";
    "R10" Error Request [Preset] "RFC 7644 §3.5.2" replace::too_many_members,
        "More members than the vendor takes at once",
        "Vendors cap the members of one request; AWS answers then that the request cannot be parsed.";
    "R11" Warning Request [ResourceBefore, Schemas] "RFC 7644 §3.5.1" replace::replace_loses,
        "PUT leaves out what the server has",
        "What a PUT does not name may be cleared, and nobody notices until it is missed.";
    "R12" Error Request [MemberCount] "RFC 7644 §3.5.1" replace::replaces_unknown_members,
        "Replaces a member list that may be incomplete",
        "Servers show part of a large group. Sending that part back as the whole removes everyone else.";
    "R13" Warning Request [Proof] "RFC 7644 §3.4.2.2" query::unsupported_filter,
        "A filter beyond what the server is known to understand",
        "Unsupported filters are refused by some servers and silently ignored or shortened by others, which then return everyone.";
    "R14" Warning Request [] "RFC 3986 §2" head::raw_characters,
        "Characters that do not reach the server as meant",
        "A raw `+` becomes a blank, `&` and `#` cut the filter off, an unescaped quote ends the value early.";
    "R15" Error Request [Schemas] "RFC 7644 §3.4.2.2" query::filter_types,
        "A filter compares with the wrong type",
        "`active eq \"true\"` compares a boolean with a text: refused, or no match.";
    "R16" Error Request [Schemas] "RFC 7643 §3" message::schemas,
        "`schemas` missing, unknown or misspelt",
        "By `schemas` a server knows what it reads. Most answer 400 when it is not what they expect.";
    "R17" Warning Request [UserNames] "RFC 7643 §4.1.1" written::user_name_variants,
        "A `userName` that only looks new",
        "Names that differ in letter case, Unicode form or blanks are one person to people, and two to some servers.";
    "R18" Warning Request [] "RFC 7643 §2.4" written::ambiguous_values,
        "Values that cannot be told apart",
        "Clients choose a value by `type` or `primary`. Where two have the same, which one counts is chance.";
    "R19" Error Request [Preset] "RFC 7644 §3.3" written::vendor_required,
        "An attribute that the vendor requires is missing",
        "Vendors require more than their schemas say, and answer with a conflict or an error of their own.";
    "R20" Error Request [Preset] "RFC 7644 §3.8" head::vendor_headers,
        "A header that the vendor wants is missing",
        "GitHub refuses requests without `User-Agent`; the Entra ID service wants `Accept: application/json`.";
    "R21" Warning Request [ProviderConfig] "RFC 7644 §3.14" head::precondition,
        "`If-Match` missing or useless",
        "Without it a change made in between is overwritten; where the server keeps no versions it protects nothing.";
    "R22" Error Request [ProviderConfig] "RFC 7644 §3.7.4" bulk::over_limits,
        "A bulk request beyond the server's limits",
        "More operations or bytes than the server takes are answered 413, as a whole.";
    "S01" Warning Response [] "RFC 7644 §3.1" answer::media_type_answered,
        "The wrong media type",
        "Strict clients refuse anything but `application/scim+json`; wrong variants such as `application/json+scim` occur.";
    "S02" Error Response [] "RFC 7644 §3.1" answer::web_page,
        "A web page or a sign-in redirect instead of SCIM",
        "The base URL leads to a website, or a proxy answers in place of the service.";
    "S03" Error Response [] "RFC 7644 §3.4.2" list::tallies,
        "Counts that are not integers",
        "`totalResults`, `startIndex` and `itemsPerPage` as text make Okta stop without saying why.";
    "S04" Error Response [] "RFC 7644 §3.4.2" list::other_shape,
        "A list in another shape",
        "`resources` in lower case or a bare array is not found by clients that follow the RFC.";
    "S05" Error Response [EarlierPages] "RFC 7644 §3.4.2.4" list::repeated_ids,
        "Resources repeated or lost between pages",
        "An id that comes twice hides one that does not come: whoever counts rows believes that the list is whole.";
    "S06" Error Response [FilteredAttributes, Schemas] "RFC 7644 §3.4.2.2" row::filter_ignored,
        "Rows that do not match the filter",
        "A server that ignores a filter, or a part of it, returns everyone; a client takes the first for the one it asked for.";
    "S07" Error Response [ResourceAfter, Effort] "RFC 7644 §3.5" intent::not_as_meant,
        "What was written is not what is there",
        "Servers answer success and change nothing. Only reading back shows it.";
    "S08" Error Response [BaseUrl] "RFC 7644 §3.3" answer::created,
        "A create without `Location` or `id`",
        "The client cannot tell what it made, and makes it again. A `Location` on another host is not reachable for all.";
    "S09" Error Response [] "RFC 7644 §3.12" error::shape,
        "An error that is no SCIM error",
        "Without `schemas`, `status` and `scimType` in their place programs cannot tell what is wrong.";
    "S10" Warning Response [] "RFC 7644 §3.12" error::wrong_status,
        "The wrong status for the error",
        "Clients act on the status: a duplicate that is no 409, or a missing resource that is no 404, leads them astray.";
    "S11" Warning Response [Schemas] "RFC 7643 §3.1" resource::meta,
        "`meta` incomplete or contradictory",
        "Clients sort by `meta.resourceType` letter by letter, sync by its times and guard writes by its version.";
    "S12" Error Response [Schemas] "RFC 7643 §2.3" selection::text_values,
        "Text where a boolean or an object belongs",
        "`active` as a string, or `manager` as one, cannot be read by strict clients, Entra ID among them.";
    "S13" Warning Response [] "RFC 7644 §3.4.2.5" list::members_not_excluded,
        "`excludedAttributes=members` is ignored",
        "Groups then come with all their members: slow, large, and misread by Entra ID.";
    "S14" Warning Response [] "RFC 9110 §10.2.3" answer::retry_after_date,
        "`Retry-After` as a date",
        "HTTP allows it, but Okta reads seconds only and then waits by its own rule.";
    "S15" Warning Response [Elapsed] "RFC 7644 §3.12" answer::slow,
        "An answer that took too long",
        "Okta closes the connection after 60 seconds, whatever the server did meanwhile.";
    "S16" Warning Response [] "RFC 7643 §3.3" selection::empty_extensions,
        "An empty extension",
        "An extension that is there but empty is taken for one in use, and clients fail on it.";
    "D01" Warning Discovery [Evidence, Schemas] "RFC 7643 §7" discovery::schema_drift,
        "The schema does not say what the server does",
        "It lists what the server refuses, or the server keeps what no schema lists: mappings made by the schema fail.";
    "D02" Warning Discovery [ProviderConfig, Evidence] "RFC 7643 §5" discovery::false_claims,
        "A capability that is not as claimed",
        "Clients switch on what the ServiceProviderConfig promises, and fail where the promise is not kept.";
    "D03" Info Discovery [Evidence, EarlierVisit] "RFC 7643 §7" discovery::schemas_changed,
        "The schemas changed",
        "What was mapped or saved by the old schemas may not fit any more.";
    "D04" Warning Discovery [Evidence, ProviderConfig] "RFC 7643 §5" discovery::schemes_differ,
        "Ways to sign in that contradict",
        "The ServiceProviderConfig lists one way, the 401 asks for another.";
    "D05" Info Discovery [ProviderConfig] "RFC 9865 §4" discovery::cursor_offered,
        "Paging by cursor is offered",
        "A walk by cursor neither loses nor repeats what shifts while it goes on.";
    "X01" Error Request [] "RFC 7644 §3.1" head::media_type_sent,
        "A request body of another media type",
        "Servers must take `application/scim+json` and need not take anything else.";
    "X02" Error Request [] "RFC 7644 §3.8" head::accept_header,
        "`Accept` lets no SCIM through",
        "The server may answer 406, or something that is no SCIM.";
    "X03" Error Request [Schemas] "RFC 7644 §3.2" head::method_of_endpoint,
        "A method without meaning here",
        "The RFC says which methods an endpoint has; others are 405, or worse, something.";
    "X04" Error Request [] "RFC 7644 §3.1" head::body_of_method,
        "A request body that is missing or no JSON",
        "There is nothing the server could read.";
    "X05" Error Request [] "RFC 7644 §7.5.2" query::secrets_in_url,
        "A secret in the URL",
        "URLs end up in the logs of proxies and servers.";
    "X06" Error Request [] "RFC 7644 §3.5.2" patch::malformed,
        "A PATCH that is not built as one",
        "`Operations`, `op`, `path` and `value` have their places; without them it is 400 invalidSyntax.";
    "X07" Error Request [] "RFC 7644 §3.5.2" patch::unreadable_path,
        "A PATCH path that is none",
        "A path that cannot be read is 400 invalidPath.";
    "X08" Error Request [Schemas] "RFC 7644 §3.5.2" patch::unknown_path,
        "A PATCH path that no schema knows",
        "The server answers 400 invalidPath, or ignores it.";
    "X09" Error Request [] "RFC 7644 §3.4.2.2" query::unreadable_filter,
        "A filter that cannot be read",
        "The server must answer 400 invalidFilter; some return everything instead.";
    "X10" Warning Request [Schemas] "RFC 7644 §3.10" query::unknown_attributes,
        "An attribute that no schema knows is asked",
        "In a filter it matches nothing or is refused; in a list of attributes it is ignored.";
    "X11" Error Request [] "RFC 7644 §3.4.2.4" query::paging_parameters,
        "Paging or sorting parameters that make no sense",
        "Servers refuse them or put something else in their place.";
    "X12" Error Request [] "RFC 7644 §3.9" query::both_selections,
        "`attributes` together with `excludedAttributes`",
        "They exclude each other; which one counts differs from server to server.";
    "X13" Warning Request [] "RFC 9865 §2" query::cursor_with_index,
        "`cursor` together with `startIndex`",
        "A server that knows both ways to page chooses by these parameters.";
    "X14" Error Request [] "RFC 7644 §3.4.3" message::search,
        "A search that is not built as one",
        "Members of the wrong type are 400 invalidSyntax.";
    "X15" Error Request [] "RFC 7644 §3.7" bulk::malformed,
        "A bulk request that is not built as one",
        "Without method, path, data and unique bulkIds operations fail or cannot be told apart.";
    "X16" Warning Request [ProviderConfig] "RFC 7643 §5" head::beyond_capabilities,
        "Asks for what the server says it lacks",
        "The server answers 501, or ignores it.";
    "X17" Error Request [Schemas] "RFC 7643 §2" message::fits_schemas,
        "A resource that does not fit its schemas",
        "Servers answer 400 invalidValue, or keep something else than what was meant.";
    "X20" Error Response [] "RFC 7644 §3.3" answer::status_of_operation,
        "Another status than the operation has",
        "Clients look for 201 after a create and 204 after a delete.";
    "X21" Error Response [] "RFC 9110 §15.3.5" answer::unexpected_body,
        "A body where none may be",
        "Some clients read it as the beginning of the next answer.";
    "X22" Error Response [] "RFC 7644 §3.3" answer::missing_body,
        "No body where one is due",
        "The client does not see what the server made of the request; Okta takes it as a failure.";
    "X23" Error Response [] "RFC 7644 §3.4.2" answer::other_kind,
        "JSON of another kind than was asked",
        "A gateway or another API answered, or the server wraps its answers.";
    "X24" Error Response [] "RFC 8259 §4" answer::doubtful_json,
        "JSON that is broken or doubtful",
        "Readers stop, or read something else than the server wrote.";
    "X25" Error Response [] "RFC 7644 §3.12" answer::error_as_success,
        "An error sent as a success",
        "Clients that go by the status take it as done.";
    "X26" Error Response [] "RFC 7644 §3.8" answer::charset,
        "Not written in UTF-8",
        "Strict clients cannot read letters beyond ASCII.";
    "X27" Error Response [] "RFC 7644 §3.12" answer::redirect,
        "A redirect that clients cannot follow",
        "Without `Location`, or with a status that turns a write into a GET, the request is lost.";
    "X28" Error Response [] "RFC 7644 §3.3" resource::locations_differ,
        "`Location` and `meta.location` differ",
        "Two addresses for one resource: clients store the one that stops working.";
    "X29" Error Response [ProviderConfig] "RFC 7644 §3.14" answer::entity_tag,
        "`ETag` missing or malformed",
        "Without it a client cannot guard its writes.";
    "X30" Warning Response [] "RFC 9110 §13.1" answer::unasked_precondition,
        "An answer to a precondition that was not there",
        "The status means something else here than in HTTP.";
    "X31" Error Response [] "RFC 7644 §2" answer::no_challenge,
        "401 without `WWW-Authenticate`",
        "Nothing tells the client how to sign in.";
    "X32" Info Response [] "RFC 9110 §10.2.3" answer::no_retry_after,
        "No `Retry-After`",
        "Clients guess when to come back, and come too early.";
    "X33" Error Response [] "RFC 7644 §3.5.2" answer::patch_without_attributes,
        "A PATCH that keeps back what was asked",
        "With `attributes` a PATCH must answer 200 and the resource.";
    "X34" Error Response [] "RFC 7644 §3.12" error::status_in_body,
        "The error names another status",
        "Which of the two the client acts on differs from client to client.";
    "X35" Warning Response [] "RFC 7644 §3.12" error::scim_type,
        "A `scimType` that does not belong",
        "Clients know the keywords of the RFC, each with its status.";
    "X36" Error Response [] "RFC 7644 §3.4.2" error::lookup_not_found,
        "404 for a search without a match",
        "Entra ID takes it for a wrong address and stops provisioning.";
    "X37" Error Response [] "RFC 7644 §3.4.1" resource::other_resource,
        "Another resource than was asked",
        "The client goes on to change the wrong one.";
    "X38" Warning Response [Schemas] "RFC 7644 §3.9" selection::not_honoured,
        "The selection of attributes is not honoured",
        "Answers are larger than asked, and show what was left out on purpose.";
    "X39" Error Response [Schemas] "RFC 7643 §7" selection::never_returned,
        "Returns what must never be returned",
        "Passwords and other secrets reach logs and screens.";
    "X40" Error Response [] "RFC 7643 §3.1" resource::client_id_taken,
        "The client's `id` was taken over",
        "Ids are the server's to give; two clients may give the same.";
    "X41" Error Response [Schemas] "RFC 7643 §2" resource::fits_schemas,
        "An answer that does not fit the schemas",
        "Clients read by the schemas, and fail or lose what does not fit.";
    "X42" Warning Response [ResourceAfter] "RFC 7644 §3.6" resource::not_deleted,
        "A deleted resource is still there",
        "DELETE only deactivated it, or did nothing; its `userName` is not free.";
    "X50" Error Response [] "RFC 7644 §3.4.2" list::envelope,
        "A list whose envelope is not right",
        "Clients page by `totalResults`, `startIndex` and `itemsPerPage`, and know a list by its `schemas`.";
    "X51" Error Response [] "RFC 7643 §3.1" list::incomplete_rows,
        "Rows without `id` or `schemas`",
        "A row without an id cannot be asked for again.";
    "X52" Error Response [] "RFC 7644 §3.4.2.4" list::more_than_asked,
        "More rows than asked",
        "A client that made room for `count` rows drops the rest.";
    "X53" Warning Response [ProviderConfig] "RFC 7643 §5" list::more_than_promised,
        "More rows than the server says it gives",
        "Its own ServiceProviderConfig cannot be relied on.";
    "X54" Warning Response [] "RFC 7644 §3.4.2.4" list::other_page,
        "Another page than was asked",
        "The client reads the same rows again, or skips some.";
    "X55" Error Response [] "RFC 9865 §2" list::cursor,
        "A cursor that leads nowhere",
        "A cursor that needs encoding is mangled by clients; one that repeats never ends.";
    "X56" Warning Response [Schemas] "RFC 7644 §3.4.2.3" row::order_ignored,
        "Rows in another order than asked",
        "A client that looks for the last changes stops too early.";
    "X57" Error Response [] "RFC 7644 §3.7.3" bulk::answer,
        "A bulk answer that does not tell its operations",
        "The client does not know which of them went well.";
    "X60" Warning Discovery [] "RFC 7643 §5" discovery::document,
        "A discovery document that is not as it should be",
        "Clients set themselves up by it.";
    "X61" Error Discovery [Evidence, Schemas] "RFC 7643 §6" discovery::schema_not_served,
        "A type whose schema is not served",
        "Clients cannot tell which attributes its resources have.";
    "X62" Warning Discovery [] "RFC 7644 §4" list::filtered_discovery,
        "A filter on a discovery endpoint",
        "It should be refused: a client must see all there is.";
}
