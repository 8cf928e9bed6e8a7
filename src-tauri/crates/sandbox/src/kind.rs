//! The resource types that the sandbox serves, and what is known of each from its schemas.

use std::sync::OnceLock;

use scim::view::TypeModel;
use serde_json::Value;

use crate::resource::{BASE, Resource};
use crate::schemas;

/// A resource type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    User,
    Group,
    Device,
}

impl Kind {
    pub(crate) const ALL: [Kind; 3] = [Kind::User, Kind::Group, Kind::Device];

    /// The type that is served under a path segment.
    pub(crate) fn at(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.endpoint().get(1..) == Some(segment))
    }

    /// The path behind the base URL.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Kind::User => schemas::USERS,
            Kind::Group => schemas::GROUPS,
            Kind::Device => schemas::DEVICES,
        }
    }

    /// The name of the resource type.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::User => "User",
            Kind::Group => "Group",
            Kind::Device => "Device",
        }
    }

    /// What lists are searched by most; it is unique where the schema says so.
    pub(crate) fn name_attribute(self) -> &'static str {
        match self {
            Kind::User => "userName",
            Kind::Group => "displayName",
            Kind::Device => "serialNumber",
        }
    }

    /// Whether a name belongs to one resource alone (RFC 7643 §7, `uniqueness`).
    pub(crate) fn is_name_unique(self) -> bool {
        self != Kind::Group
    }

    /// A name as it is compared: the serial number of a device with letter case, other names without.
    pub(crate) fn name_key(self, name: &str) -> String {
        match self {
            Kind::Device => name.to_owned(),
            // Letter by letter: no letter reads otherwise for what stands beside it.
            _ => {
                let lower = name.chars().flat_map(char::to_lowercase);
                lower.map(|it| if it == 'ς' { 'σ' } else { it }).collect()
            }
        }
    }

    pub(crate) fn name_of(self, resource: &Resource) -> Option<String> {
        Some(self.name_key(&resource.member_text(self.name_attribute())?))
    }

    /// The schema of the type, its extensions, and how they are named.
    pub(crate) fn model(self) -> &'static TypeModel {
        &self.known().model
    }

    /// The schema URIs that may stand before an attribute's name.
    pub(crate) fn uris(self) -> &'static [&'static str] {
        match self {
            Kind::User => &[scim::urn::USER, scim::urn::ENTERPRISE_USER, schemas::PEOPLE],
            Kind::Group => &[scim::urn::GROUP],
            Kind::Device => &[schemas::DEVICE],
        }
    }

    fn known(self) -> &'static Known {
        static KNOWN: OnceLock<[Known; 3]> = OnceLock::new();
        let [user, group, device] = KNOWN.get_or_init(|| {
            let served = schemas::parsed();
            Kind::ALL.map(|kind| Known { model: model(kind, &served) })
        });
        match self {
            Kind::User => user,
            Kind::Group => group,
            Kind::Device => device,
        }
    }
}

#[derive(Debug)]
struct Known {
    model: TypeModel,
}

fn model(kind: Kind, served: &[scim::schema::Schema]) -> TypeModel {
    let documents = schemas::resource_types(BASE, true);
    let texts: Vec<Value> =
        documents.iter().filter_map(|it| serde_json::from_str(&it.text).ok()).collect();
    let types = scim::resource_type::parse_all(&Value::Array(texts).to_string());
    let types = types.map(|it| it.value).unwrap_or_default();
    let found = types.into_iter().find(|it| it.name == kind.name()).unwrap_or_default();
    TypeModel::resolve(&found, served).value
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn each_type_has_its_schemas() {
        for kind in Kind::ALL {
            let model = kind.model();
            let base = model.base.as_ref().map(|it| it.id.as_str());
            let extensions = model.extensions.iter().map(|it| it.id.as_str());
            assert_eq!(base.into_iter().chain(extensions).collect::<Vec<_>>(), kind.uris());
        }
    }
}
