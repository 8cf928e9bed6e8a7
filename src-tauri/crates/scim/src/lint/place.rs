//! Where a request goes: which endpoint its path names, and by which schemas that endpoint's resources are made.

use std::sync::OnceLock;

use super::context::Context;
use crate::builtin;
use crate::percent::percent_decode;
use crate::view::TypeModel;

/// What a path leads to (RFC 7644 §3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// The base URL itself.
    Root,
    /// All resources of a type.
    Collection,
    /// One resource.
    Resource(String),
    /// The caller's own resource.
    Me,
    /// A query by POST, of a type or of all.
    Search,
    /// Many operations at once.
    Bulk,
    /// `/ServiceProviderConfig`.
    ProviderConfig,
    /// `/ResourceTypes` or `/Schemas`.
    DiscoveryList,
    /// One entry of them.
    DiscoveryEntry,
    /// Nothing that SCIM knows.
    Elsewhere,
}

/// The schemas of a type, and whether the server itself served them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Model<'a> {
    pub(crate) model: &'a TypeModel,
    pub(crate) is_served: bool,
}

/// Where a request goes, and what lives there.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    pub(crate) target: Target,
    pub(crate) model: Option<Model<'a>>,
}

impl<'a> Place<'a> {
    /// Of a URL, or its path. Endpoints are compared without letter case: some servers write them in lower case.
    pub(crate) fn of(url: &str, context: &Context<'a>) -> Self {
        let base = context.base_url.map(segments).unwrap_or_default();
        let all = segments(url);
        let rest = strip(&all, &base);
        let is_below = rest.is_some() && context.base_url.is_some();
        let rest = rest.unwrap_or(&all);
        if rest.is_empty() {
            let target = if is_below { Target::Root } else { Target::Elsewhere };
            return Self { target, model: None };
        }
        fixed(rest, is_below, context).unwrap_or_else(|| of_type(rest, &base, is_below, context))
    }

    /// What a path in a bulk operation leads to.
    pub(crate) fn below_root(path: &str, context: &Context<'a>) -> Self {
        Self::of(path, &Context { base_url: None, ..*context })
    }

    fn nowhere() -> Self {
        Self { target: Target::Elsewhere, model: None }
    }
}

/// The models of the server, else those of the RFC.
pub(crate) fn models<'a>(context: &Context<'a>) -> (&'a [TypeModel], bool) {
    match context.discovery {
        Some(discovery) if !discovery.models.is_empty() => (discovery.models, true),
        _ => (built_in(), false),
    }
}

fn built_in() -> &'static [TypeModel] {
    static MODELS: OnceLock<Vec<TypeModel>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let types = builtin::resource_types().iter();
        types.map(|it| TypeModel::resolve(it, builtin::schemas()).value).collect()
    })
}

/// The endpoints that are not of a resource type.
fn fixed<'a>(rest: &[&str], is_below: bool, context: &Context<'a>) -> Option<Place<'a>> {
    let (last, before) = rest.split_last()?;
    let alone = before.is_empty() || !is_below;
    let is = |name: &str| last.eq_ignore_ascii_case(name);
    let target = if is(".search") {
        let model = of_type(before, &[], is_below, context).model;
        return Some(Place { target: Target::Search, model });
    } else if alone && is("Me") {
        Target::Me
    } else if alone && is("Bulk") {
        Target::Bulk
    } else if alone && (is("ServiceProviderConfig") || is("ServiceProviderConfigs")) {
        Target::ProviderConfig
    } else if alone && (is("ResourceTypes") || is("Schemas")) {
        Target::DiscoveryList
    } else {
        let (parent, above) = before.split_last()?;
        let is_list = ["ResourceTypes", "Schemas"].iter().any(|it| parent.eq_ignore_ascii_case(it));
        if !is_list || (is_below && !above.is_empty()) {
            return None;
        }
        Target::DiscoveryEntry
    };
    Some(Place { target, model: None })
}

fn of_type<'a>(rest: &[&str], base: &[&str], is_below: bool, context: &Context<'a>) -> Place<'a> {
    let (models, is_served) = models(context);
    let mut best: Option<(usize, Place<'a>)> = None;
    for model in models {
        let endpoint = segments(&model.resource_type.endpoint);
        let endpoint = strip(&endpoint, base).unwrap_or(&endpoint);
        let fits = |path: &[&str]| {
            let tail = path.len().checked_sub(endpoint.len()).and_then(|at| path.get(at..));
            let is_whole = !is_below || path.len() == endpoint.len();
            is_whole && !endpoint.is_empty() && tail.is_some_and(|it| same(it, endpoint))
        };
        let found = match rest.split_last() {
            _ if fits(rest) => Target::Collection,
            Some((id, before)) if fits(before) => Target::Resource(percent_decode(id)),
            _ => continue,
        };
        if best.as_ref().is_none_or(|(length, _)| endpoint.len() > *length) {
            let model = Some(Model { model, is_served });
            best = Some((endpoint.len(), Place { target: found, model }));
        }
    }
    best.map_or_else(Place::nowhere, |(_, place)| place)
}

/// The segments of a path or of the path of a URL, percent-encoding kept.
pub(crate) fn segments(url: &str) -> Vec<&str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    path.split('/').filter(|it| !it.is_empty()).collect()
}

/// The host and port of a URL, in lower case; `None` for a relative one.
pub(crate) fn authority(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?.to_ascii_lowercase();
    let default = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    Some(place.strip_suffix(default).unwrap_or(&place).to_owned())
}

fn strip<'s, 'u>(all: &'s [&'u str], base: &[&str]) -> Option<&'s [&'u str]> {
    let head = all.get(..base.len())?;
    same(head, base).then(|| all.get(base.len()..)).flatten()
}

fn same(left: &[&str], right: &[&str]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.eq_ignore_ascii_case(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str, base: Option<&str>) -> (Target, Option<String>) {
        let context = Context { base_url: base, ..Context::default() };
        let place = Place::of(url, &context);
        (place.target, place.model.map(|it| it.model.resource_type.name.clone()))
    }

    #[test]
    fn paths_lead_where_the_endpoints_are() {
        let base = Some("https://example.com/scim/v2/");
        for base in [base, None] {
            let user = Some("User".to_owned());
            let cases = [
                ("/scim/v2/Users", Target::Collection, user.clone()),
                ("https://example.com/scim/v2/users?x=/Groups", Target::Collection, user.clone()),
                ("/scim/v2/Users/a%26b", Target::Resource("a&b".into()), user.clone()),
                ("/scim/v2/Users/.search", Target::Search, user),
                ("/scim/v2/.search", Target::Search, None),
                ("/scim/v2/Me", Target::Me, None),
                ("/scim/v2/Bulk", Target::Bulk, None),
                ("/scim/v2/ServiceProviderConfigs", Target::ProviderConfig, None),
                ("/scim/v2/Schemas", Target::DiscoveryList, None),
                ("/scim/v2/Schemas/urn:x", Target::DiscoveryEntry, None),
                ("/scim/v2/Elsewhere", Target::Elsewhere, None),
            ];
            for (url, wanted, model) in cases {
                assert_eq!(target(url, base), (wanted, model), "{url} {base:?}");
            }
        }
        assert_eq!(target("/scim/v2/", base).0, Target::Root);
        assert_eq!(target("/scim/v2/Users/7/x", base).0, Target::Elsewhere);
        assert_eq!(target("", None).0, Target::Elsewhere);
    }

    #[test]
    fn a_host_is_told_with_its_port() {
        assert_eq!(authority("HTTPS://Example.com:443/x").as_deref(), Some("example.com"));
        assert_eq!(authority("http://me@h:8080?x").as_deref(), Some("h:8080"));
        assert_eq!(authority("/Users/7"), None);
    }
}
