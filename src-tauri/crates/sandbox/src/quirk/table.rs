//! The quirks. A table: a new one is a row here, and an `if` at the point where it acts.

use serde::Serialize;

use super::{Area, QuirkDescription};

macro_rules! table {
    ($($quirk:ident = $id:literal, $area:ident, $title:literal, $description:literal, $seen:literal;)*) => {
        /// A way in which real servers depart from the RFCs. [`QUIRKS`] says what each does.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Quirk {
            $(#[doc = $title] $quirk,)*
        }

        /// Every quirk, in the order in which screens list them.
        pub const QUIRKS: &[QuirkDescription] = &[$(QuirkDescription {
            quirk: Quirk::$quirk, id: $id, area: Area::$area, title: $title,
            description: $description, seen: $seen,
        }),*];
    };
}

#[rustfmt::skip]
table! {
    // Any request.
    Slow = "slow", Requests,
        "Answers slowly.",
        "Every answer comes after a delay, 3 seconds unless set otherwise. Okta closes the connection after 60.",
        "FusionAuth with large groups; servers that wake up first.";
    LimitInSeconds = "limit-seconds", Requests,
        "Every third request is one too many: 429 with seconds in Retry-After.",
        "The client has to wait and send it again. Slack, AWS and GitHub count like this.",
        "Slack, AWS IAM Identity Center, GitHub.";
    LimitAsDate = "limit-date", Requests,
        "Every third request is one too many: 429 with a date in Retry-After.",
        "The header is allowed to be an HTTP date, but Okta reads only seconds and then waits five minutes.",
        "Servers behind gateways.";
    LaggingReads = "lagging-reads", Requests,
        "The first three reads after a write still show what was before.",
        "A client that reads back at once believes that its change was lost.",
        "Servers that read from replicas.";
    SignInPage = "sign-in-page", Requests,
        "A wrong or missing token leads to a sign-in page: 200 and HTML.",
        "Instead of 401 there is a page for people. A client that expects JSON fails with a riddle.",
        "GitLab, single sign-on proxies.";

    UserAgentRequired = "user-agent-required", Requests,
        "Refuses requests without User-Agent: 403.",
        "Nothing is wrong with the token, but the status says so.",
        "GitHub.";
    PluralConfig = "plural-config", Requests,
        "Has /ServiceProviderConfigs, and no /ServiceProviderConfig.",
        "The plural is SCIM 1.1's. A client that asks for the singular believes that nothing is said of the server.",
        "Salesforce, Slack.";

    // Queries.
    IgnoresFilters = "ignores-filters", Queries,
        "Ignores every filter and returns everybody.",
        "Whoever looks one person up by a filter gets the first of all people.",
        "langwatch, Cogtrix with a filter that it cannot read.";
    UnknownFiltersIgnored = "unknown-filters-ignored", Queries,
        "Returns everybody where it does not understand a filter.",
        "eq and and are understood. Any other filter, and one that cannot be read, is passed over without a word.",
        "Cogtrix, langwatch.";
    FirstClauseOnly = "first-clause-only", Queries,
        "Reads only the first clause of a filter.",
        "`a and b` returns whatever satisfies a.",
        "Cogtrix.";
    NoPrecedence = "no-precedence", Queries,
        "Reads and and or from left to right.",
        "`a or b and c` is read as `(a or b) and c`: others are found than by the RFC, where and binds tighter.",
        "Salesforce.";
    EqAndOnly = "eq-and-only", Queries,
        "Understands only eq and and.",
        "Every other filter is refused with invalidFilter.",
        "Entra ID, AWS IAM Identity Center, Atlassian.";
    OtherFiltersFindNothing = "other-filters-find-nothing", Queries,
        "Answers filters other than eq with an empty list.",
        "Nobody is found, and nothing says that the filter was not understood.",
        "Snowflake before its bundle 2026_03.";
    CaseSensitiveNames = "case-sensitive-names", Queries,
        "Knows attributes only as the schema spells them.",
        "`username eq` is refused, though names compare without letter case.",
        "IBM Verify Identity Access, GitHub paths.";
    HidesInactive = "hides-inactive", Queries,
        "Lists only active users, but keeps the names of the others taken.",
        "A look-up finds nobody, and creating the person answers 409.",
        "keycloak-scim-server, Onyx, Figma.";
    SortIgnored = "sort-ignored", Queries,
        "Ignores sortBy.",
        "Lists come in the server's own order, whatever was asked for.",
        "Atlassian, AWS IAM Identity Center.";
    AttributesIgnored = "attributes-ignored", Queries,
        "Ignores attributes.",
        "Answers have everything, whatever was asked for.",
        "AWS IAM Identity Center.";
    ExcludedIgnored = "excluded-ignored", Queries,
        "Ignores excludedAttributes.",
        "Groups come with all their members although they were to be left out.",
        "AWS IAM Identity Center, SCIM servers that Entra ID complains about.";
    CountZeroRefused = "count-zero-refused", Queries,
        "Refuses count=0.",
        "The number of resources cannot be asked for alone.",
        "Entra ID's SCIM API.";

    // Pages.
    StartIndexIgnored = "start-index-ignored", Pages,
        "Ignores startIndex: every page is the first.",
        "A client that pages by index never ends, or takes the same people again and again.",
        "AWS IAM Identity Center.";
    CursorOnly = "cursor-only", Pages,
        "Pages only by cursor, also where none was asked for.",
        "There is a nextCursor in every page but the last, and no startIndex.",
        "Entra ID's SCIM API.";
    PageCap = "page-cap", Pages,
        "Gives at most 50 resources on a page.",
        "A client that takes a short page for the last one misses the rest.",
        "AWS IAM Identity Center, WSO2, Slack.";
    OverlappingPages = "overlapping-pages", Pages,
        "Each page begins with the last two resources of the one before.",
        "The same ids come twice, and others seem to be missing.",
        "Infisical, Snipe-IT.";
    FirstPageAgain = "first-page-again", Pages,
        "Answers the first page again past the end.",
        "A client that waits for an empty page never ends.",
        "Small servers that clamp the index.";
    LowerCaseResources = "lower-case-resources", Pages,
        "Writes `resources` for `Resources`.",
        "A client that looks for the RFC's spelling sees an empty list.",
        "Entra ID's SCIM API.";
    BareArray = "bare-array", Pages,
        "Answers lists with a bare array.",
        "There is no ListResponse around the resources, and no total.",
        "Home-made servers.";
    NullResources = "null-resources", Pages,
        "Writes null for an empty list.",
        "`Resources` is null where nothing was found.",
        "Go servers.";
    EmptyIsNotFound = "empty-is-not-found", Pages,
        "Answers 404 where a list is empty.",
        "Entra ID takes it for a failure of its connection test.",
        "Servers that take a query for a look-up.";
    TextTotals = "text-totals", Pages,
        "Writes totalResults, startIndex and itemsPerPage as strings.",
        "Okta stops provisioning without giving a reason.",
        "Servers behind form-style frameworks.";
    PageTotals = "page-totals", Pages,
        "Says the number of the page for the number of all.",
        "totalResults is how many came, so that a client stops after the first page.",
        "WSO2, Infisical.";
    LimitAsItemsPerPage = "limit-as-items-per-page", Pages,
        "Says the page's limit for itemsPerPage.",
        "itemsPerPage is how many could have come, not how many did.",
        "Zscaler, Oracle, Atlassian.";

    // Resources.
    TextBooleans = "text-booleans", Resources,
        "Writes booleans as strings.",
        "`active` is \"true\": strict clients refuse it, others read \"false\" as true.",
        "Zscaler Private Access.";
    TextManager = "text-manager", Resources,
        "Writes the manager as a string.",
        "Entra ID cannot read the user at all.",
        "Budibase.";
    BareMeta = "bare-meta", Resources,
        "Leaves out created and lastModified, and writes meta.resourceType in lower case.",
        "Nothing tells when a resource changed.",
        "Entra ID's SCIM API.";
    RelativeLocations = "relative-locations", Resources,
        "Writes locations relative to the base URL.",
        "meta.location is `Users/…`; a client has to put the base URL before it.",
        "Entra ID.";
    InternalLocations = "internal-locations", Resources,
        "Writes locations of a host that nobody can reach.",
        "Location and meta.location name the server behind the gateway.",
        "Servers behind gateways that do not say who they are.";
    VersionUnlikeEtag = "version-unlike-etag", Resources,
        "Writes another meta.version than the ETag.",
        "A client that guards its write by meta.version is answered with 412.",
        "Oracle, SAP Concur.";
    OddDates = "odd-dates", Resources,
        "Writes the zone of dates without a colon.",
        "`+0000` is no zone of xsd:dateTime, and strict readers refuse the date.",
        "Slack.";
    EmptyExtensions = "empty-extensions", Resources,
        "Writes extensions that are not used as empty objects.",
        "schemas names them too, as if something were there.",
        "SCIMServer.";
    MembersCut = "members-cut", Resources,
        "Shows only the first 100 members of a group.",
        "Nothing says that there are more. Whoever sends the group back with PUT loses them.",
        "FusionAuth.";

    // Writes.
    PatchWithoutEffect = "patch-without-effect", Writes,
        "Answers PATCH with 200 and changes nothing.",
        "The commonest failure of all: it looks done.",
        "authentik, OneUptime, Teleport.";
    FilteredRemoveIgnored = "filtered-remove-ignored", Writes,
        "Ignores the removal of members by a filter.",
        "`members[value eq \"…\"]` is answered with 200, and the member stays.",
        "authentik.";
    RemoveEmptiesGroup = "remove-empties-group", Writes,
        "Removes all members where some were listed beside remove.",
        "Entra ID lists whom to remove in value. This server does not look and empties the group.",
        "SimpleIdServer, SCIMple, Microsoft's reference code.";
    PatchLosesMembers = "patch-loses-members", Writes,
        "Keeps only 100 members when a group is patched.",
        "Adding one member to a large group loses all others beyond the hundredth.",
        "FusionAuth.";
    PutLosesMembers = "put-loses-members", Writes,
        "Stores no members when a group is replaced.",
        "PUT is answered with 200, and the group is empty.",
        "Teleport.";
    NoMembersReplace = "no-members-replace", Writes,
        "Refuses to replace or to remove all members by PATCH.",
        "Members have to be added and removed one by one; a full push fails.",
        "AWS IAM Identity Center, scim-for-keycloak.";
    OneValue = "one-value", Writes,
        "Takes one e-mail address, one telephone number and one address of a user.",
        "A second value fails the whole request.",
        "AWS IAM Identity Center, Snowflake.";
    HundredMembers = "hundred-members", Writes,
        "Refuses more than 100 members in a request.",
        "The whole request fails with invalidSyntax, which says nothing of the reason.",
        "AWS IAM Identity Center.";
    PatchUnsupported = "patch-unsupported", Writes,
        "Does not have PATCH: 501.",
        "Changes have to be sent as PUT.",
        "SCIM servers of the first hour.";
    PutUnsupported = "put-unsupported", Writes,
        "Does not have PUT: 405.",
        "Changes have to be sent as PATCH; Okta's own integrations cannot.",
        "Entra ID's SCIM API.";
    PutIsPartial = "put-is-partial", Writes,
        "Takes PUT for a partial update.",
        "What the body leaves out stays, so nothing can be cleared by leaving it out.",
        "New Relic.";
    DeleteDeactivates = "delete-deactivates", Writes,
        "Deactivates users instead of deleting them.",
        "DELETE answers 204, and the user is still there, with active false. The name stays taken.",
        "Slack, Atlassian, Quickbase.";
    DeactivatedIsGone = "deactivated-is-gone", Writes,
        "Answers 404 for users who are not active.",
        "A user who was deactivated cannot be read, nor activated again.",
        "Atlassian.";
    LowerCaseOpsOnly = "lower-case-ops-only", Writes,
        "Insists on add, remove and replace in lower case.",
        "Entra ID writes Add, Remove and Replace, and is refused.",
        "Strict libraries.";
    CapitalOpsOnly = "capital-ops-only", Writes,
        "Insists on Add, Remove and Replace with a capital.",
        "Made for Entra ID alone: everybody who keeps to the RFC is refused.",
        "Microsoft's first reference code.";
    NoPathlessPatch = "no-pathless-patch", Writes,
        "Refuses PATCH operations without a path.",
        "Okta deactivates users by such an operation.",
        "Servers of the interoperability profile.";
    NoAddByFilter = "no-add-by-filter", Writes,
        "Answers noTarget where add goes through a filter that matches nothing.",
        "Entra ID expects that the value is created.",
        "Sourcegraph, SCIM-SDK.";
    CaseVariantsPass = "case-variants-pass", Writes,
        "Compares user names with letter case.",
        "`Ann@…` can be created beside `ann@…`: one person twice.",
        "Langfuse.";
    PasswordRequired = "password-required", Writes,
        "Creates users only with a password.",
        "The schema does not say so.",
        "Entra ID's SCIM API.";
    NeedsIfMatch = "needs-if-match", Writes,
        "Changes nothing without If-Match: 428.",
        "Clients that do not read first cannot write.",
        "SCIMServer with RequireIfMatch.";
    StrongIfMatch = "strong-if-match", Writes,
        "Compares weak ETags strongly: If-Match never fits.",
        "The server's own ETag, sent back, is answered with 412.",
        "Servers whose web framework does the comparing.";

    // Answers.
    HtmlMediaType = "html-media-type", Answers,
        "Says text/html of its JSON.",
        "Clients that look at the media type do not read the body.",
        "FortiAuthenticator.";
    JsonMediaType = "json-media-type", Answers,
        "Says application/json of its answers.",
        "Clients that insist on application/scim+json refuse them.",
        "AWS IAM Identity Center, Oracle.";
    SwappedMediaType = "swapped-media-type", Answers,
        "Says application/json+scim of its answers.",
        "No such media type exists.",
        "FusionAuth, Sentry.";
    HtmlErrors = "html-errors", Answers,
        "Writes errors as web pages.",
        "There is no SCIM error body, and no scimType.",
        "GitLab, gateways.";
    PlainErrors = "plain-errors", Answers,
        "Writes errors as {code, message}.",
        "Neither schemas nor status nor detail is there.",
        "Zoom.";
    NestedErrors = "nested-errors", Answers,
        "Writes the SCIM error inside of another object.",
        "The body has a status and a response, and only in there is what happened.",
        "Pulumi.";
    NumericStatus = "numeric-status", Answers,
        "Writes the status of an error as a number.",
        "The RFC says a string.",
        "Okta's documentation and whoever copied it.";
    ConflictWithoutType = "conflict-without-type", Answers,
        "Answers 409 without scimType.",
        "A client cannot tell a name that is taken from another conflict.",
        "Sentry.";
    ConflictIsBadRequest = "conflict-is-bad-request", Answers,
        "Answers 400 where a name is taken.",
        "A client that waits for 409 does not look for the other user.",
        "go-scim.";
    ConflictIsServerError = "conflict-is-server-error", Answers,
        "Answers 500 where a name is taken.",
        "It looks like a failure that passes, and is tried again and again.",
        "Servers that let their database do the checking.";
    NotFoundIsBadRequest = "not-found-is-bad-request", Answers,
        "Answers 400 where an id is unknown.",
        "A client that waits for 404 does not learn that the resource is gone.",
        "Entra ID's SCIM API.";
    BulkClaimed = "bulk-claimed", Answers,
        "Says that it has Bulk, and answers 501.",
        "ServiceProviderConfig promises what the server does not do.",
        "Servers that copied the example of the RFC.";
    WritesWithoutBody = "writes-without-body", Answers,
        "Answers POST and PUT with 204 and no body.",
        "The id has to be looked up. Okta gives up.",
        "Home-made servers.";
    PatchWithoutBody = "patch-without-body", Answers,
        "Answers PATCH with 204, also where attributes were asked for.",
        "What the change came to has to be read.",
        "Entra ID's SCIM API.";
    PatchWithoutMembers = "patch-without-members", Answers,
        "Leaves members out of the answer to PATCH.",
        "A client that takes the answer for the group believes it to be empty.",
        "Servers made for Entra ID.";
    NoLocation = "no-location", Answers,
        "Sends no Location with what it created.",
        "Neither the header nor meta.location is there.",
        "FortiAuthenticator.";

    // Servers made for one identity provider.
    MadeForEntra = "made-for-entra", IdentityProviders,
        "Takes what Entra ID sends by default.",
        "Capital operations, \"True\" for true, a manager as string, listed removals, dotted names; PATCH of a group is answered with 204.",
        "Servers written by Microsoft's tutorial.";
    MadeForEntraCompliant = "made-for-entra-compliant", IdentityProviders,
        "Takes what Entra ID sends with its compliance flag.",
        "Operations in lower case and real booleans are demanded, and a replace without a path may have dotted and fully qualified names; PATCH of a group is answered with 204.",
        "Servers that were moved to ?aadOptscim062020.";
    MadeForOkta = "made-for-okta", IdentityProviders,
        "Takes what Okta sends.",
        "A replace without a path may repeat id; a password is needed to create a user; users are deactivated, never deleted: DELETE is answered with 405.",
        "Servers of the Okta Integration Network.";
    MadeForOneLogin = "made-for-onelogin", IdentityProviders,
        "Takes what OneLogin sends.",
        "The schema URIs of SCIM 1.1 pass for those of 2.0, and operations have to be in lower case.",
        "Servers with OneLogin's JSON templates.";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{QUIRKS, Quirk};
    use crate::quirk::Quirks;

    #[test]
    fn each_has_an_id_and_a_bit_of_its_own_and_says_what_it_does() {
        let ids: HashSet<&str> = QUIRKS.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), QUIRKS.len());
        assert!((30..128).contains(&QUIRKS.len()));
        for it in QUIRKS {
            assert_eq!(Quirk::named(it.id), Some(it.quirk));
            assert_eq!(Quirks::none().with(it.quirk).iter().collect::<Vec<_>>(), [it.quirk]);
            for text in [it.title, it.description, it.seen] {
                assert!(text.ends_with('.'), "{}: {text}", it.id);
            }
        }
    }
}
