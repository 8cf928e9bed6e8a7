//! Which definition an attribute path means, by the schemas of a resource type (RFC 7644 §3.10).

use crate::attr::AttrPath;
use crate::builtin;
use crate::schema::{Attribute, Schema};
use crate::suggest::{Nearest, distance};
use crate::urn;
use crate::view::TypeModel;

/// What a path means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved<'m> {
    /// The URI of the extension whose object holds the attribute; `None` for base and common attributes.
    pub extension: Option<&'m str>,
    /// The attribute.
    pub attribute: &'m Attribute,
    /// The sub-attribute, where the path names one.
    pub sub: Option<&'m Attribute>,
}

impl<'m> Resolved<'m> {
    /// The definition of what the path names last: the sub-attribute, else the attribute.
    #[must_use]
    pub fn target(&self) -> &'m Attribute {
        self.sub.unwrap_or(self.attribute)
    }

    /// The path as the schemas spell it.
    #[must_use]
    pub fn path(&self) -> AttrPath {
        AttrPath {
            uri: self.extension.map(str::to_owned),
            name: self.attribute.name.clone(),
            sub: self.sub.map(|it| it.name.clone()),
        }
    }
}

/// Why a path means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unresolved {
    /// What is unknown: the schema URI, the attribute or the sub-attribute; a clause without a full stop.
    pub message: String,
    /// What was probably meant, as whole paths, best first.
    pub did_you_mean: Vec<String>,
}

impl TypeModel {
    /// What a path means for resources of this type. An unqualified name is looked for in the common attributes and the
    /// base schema; names of extensions need their URI.
    ///
    /// ```
    /// use scim::{attr::AttrPath, builtin, view::TypeModel};
    /// let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    /// let path = AttrPath::parse("NAME.familyname", &[]).unwrap();
    /// assert_eq!(user.resolve_path(&path).unwrap().path().to_string(), "name.familyName");
    /// let unknown = user.resolve_path(&AttrPath::of("usrename")).unwrap_err();
    /// assert_eq!(unknown.did_you_mean, ["userName"]);
    /// ```
    ///
    /// # Errors
    /// When no schema has it.
    pub fn resolve_path(&self, path: &AttrPath) -> Result<Resolved<'_>, Unresolved> {
        if let Some(found) = self.find_path(path) {
            return Ok(found);
        }
        let uri = path.uri.as_deref();
        match (self.attribute(uri, &path.name), path.sub.as_deref()) {
            (Some(attribute), Some(sub)) => {
                let extension = uri.and_then(|it| self.extension(it)).map(|it| it.id.as_str());
                Err(unknown_sub_attribute(extension, attribute, sub))
            }
            _ => Err(self.unknown_attribute(path)),
        }
    }

    /// As [`Self::resolve_path`], for when nobody has to be told why there is none.
    pub(crate) fn find_path(&self, path: &AttrPath) -> Option<Resolved<'_>> {
        let uri = path.uri.as_deref();
        let attribute = self.attribute(uri, &path.name)?;
        let extension = uri.and_then(|it| self.extension(it)).map(|it| it.id.as_str());
        let sub = match path.sub.as_deref() {
            Some(name) => Some(attribute.sub_attribute(name)?),
            None => None,
        };
        Some(Resolved { extension, attribute, sub })
    }

    /// Every attribute that a path may name, each with the URI that it needs: common ones, the base schema's, those of
    /// the extensions.
    pub fn attributes(&self) -> impl Iterator<Item = (Option<&str>, &Attribute)> {
        let common = builtin::common_attributes().iter();
        let base = self.base.iter().flat_map(|it| &it.attributes);
        let base = base.filter(|it| !crate::view::is_common(&it.name));
        let extensions = self.extensions.iter();
        let extended = extensions
            .flat_map(|schema| schema.attributes.iter().map(|it| (Some(schema.id.as_str()), it)));
        common.chain(base).map(|it| (None, it)).chain(extended)
    }

    fn unknown_attribute(&self, path: &AttrPath) -> Unresolved {
        if let Some(dotted) = self.dotted(path) {
            return dotted;
        }
        let type_name = &self.resource_type.name;
        let known_uri = |uri: &str| self.uris().any(|it| urn::same(it, uri));
        let message = match path.uri.as_deref() {
            Some(uri) if !known_uri(uri) => {
                format!("`{uri}` is no schema of the resource type {type_name}")
            }
            Some(uri) if self.schema(uri).is_none() => {
                format!("the server does not say which attributes `{uri}` has")
            }
            Some(uri) => format!("the schema `{uri}` has no attribute `{}`", path.name),
            None if self.base.is_none() => {
                format!("the server does not say which attributes {type_name} has")
            }
            None => format!("{type_name} has no attribute `{}`", path.name),
        };
        Unresolved { message, did_you_mean: self.meant_by(path) }
    }

    /// A dot where a colon belongs: `urn:...:User.department` reads as the sub-attribute of an attribute named `User`.
    fn dotted(&self, path: &AttrPath) -> Option<Unresolved> {
        let sub = path.sub.as_deref().filter(|_| path.uri.is_some())?;
        let schema = self.schema(&AttrPath { sub: None, ..path.clone() }.to_string())?;
        let uri = Some(schema.id.as_str()).filter(|it| !self.is_base(it));
        let mut nearest = Nearest::default();
        for attribute in &schema.attributes {
            if let Some(apart) = distance(sub, &attribute.name) {
                nearest.offer(apart, || named(uri, &attribute.name, None));
            }
        }
        let message = format!("`{sub}` stands behind a dot, but after a schema URI comes a colon");
        Some(Unresolved { message, did_you_mean: nearest.into_names() })
    }

    fn schema(&self, uri: &str) -> Option<&Schema> {
        self.base
            .iter()
            .chain(&self.extensions)
            .map(AsRef::as_ref)
            .find(|it: &&Schema| urn::same(&it.id, uri))
    }

    /// Attributes of a similar name, of the same name in another schema, and sub-attributes of that name.
    fn meant_by(&self, path: &AttrPath) -> Vec<String> {
        if let Some(names) = self.whole_extension(path) {
            return names;
        }
        let mut nearest = Nearest::default();
        for (uri, attribute) in self.attributes() {
            let other_schema = match (uri, path.uri.as_deref()) {
                (Some(uri), Some(written)) => !urn::same(uri, written),
                (None, Some(written)) => {
                    !self.base.as_ref().is_some_and(|it| urn::same(&it.id, written))
                }
                (uri, None) => uri.is_some(),
            };
            let far = usize::from(other_schema);
            if let Some(apart) = distance(&path.name, &attribute.name) {
                nearest.offer(2 * apart + far, || whole(uri, attribute, path.sub.as_deref()));
            }
            for sub in &attribute.sub_attributes {
                if path.sub.is_none() && sub.name.eq_ignore_ascii_case(&path.name) {
                    nearest.offer(3 + far, || named(uri, &attribute.name, Some(&sub.name)));
                }
            }
        }
        nearest.into_names()
    }

    /// The URI of an extension alone reads as an attribute of a shorter URI, or where its last part has a dot as a
    /// sub-attribute: it names an object, not a value. The first attributes in it, then.
    fn whole_extension(&self, path: &AttrPath) -> Option<Vec<String>> {
        let text = path.to_string();
        let schema = self.extensions.iter().find(|it| urn::same(&it.id, &text))?;
        let first = schema.attributes.iter().take(Nearest::SHOWN);
        let names: Vec<String> = first.map(|it| named(Some(&schema.id), &it.name, None)).collect();
        (!names.is_empty()).then_some(names)
    }
}

fn unknown_sub_attribute(extension: Option<&str>, attribute: &Attribute, sub: &str) -> Unresolved {
    let name = &attribute.name;
    if !attribute.is_complex() {
        let message = format!("`{name}` is a simple attribute and has no sub-attribute `{sub}`");
        return Unresolved { message, did_you_mean: vec![named(extension, name, None)] };
    }
    let mut nearest = Nearest::default();
    for known in &attribute.sub_attributes {
        if let Some(apart) = distance(sub, &known.name) {
            nearest.offer(apart, || named(extension, name, Some(&known.name)));
        }
    }
    let message = format!("`{name}` has no sub-attribute `{sub}`");
    Unresolved { message, did_you_mean: nearest.into_names() }
}

/// The path with the sub-attribute that was written, or the one closest to it.
fn whole(uri: Option<&str>, attribute: &Attribute, sub: Option<&str>) -> String {
    let known = attribute.sub_attributes.iter();
    let sub = sub.and_then(|sub| {
        known.filter_map(|it| Some((distance(sub, &it.name)?, it))).min_by_key(|(apart, _)| *apart)
    });
    named(uri, &attribute.name, sub.map(|(_, it)| it.name.as_str()))
}

fn named(uri: Option<&str>, name: &str, sub: Option<&str>) -> String {
    let sub = sub.map(str::to_owned);
    AttrPath { uri: uri.map(str::to_owned), name: name.to_owned(), sub }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> TypeModel {
        let types = builtin::resource_types();
        TypeModel::resolve(&types[0], builtin::schemas()).value
    }

    fn meant(text: &str) -> (String, Vec<String>) {
        let user = user();
        let uris: Vec<&str> = user.uris().collect();
        let path = AttrPath::parse(text, &uris).unwrap();
        let error = user.resolve_path(&path).unwrap_err();
        (error.message, error.did_you_mean)
    }

    const ENTERPRISE: &str = urn::ENTERPRISE_USER;

    #[test]
    fn names_resolve_in_any_letter_case_and_with_their_schema() {
        let user = user();
        for (text, canonical) in [
            ("USERNAME", "userName".to_owned()),
            ("meta.lastmodified", "meta.lastModified".to_owned()),
            ("schemas", "schemas".to_owned()),
            ("urn:ietf:params:scim:schemas:core:2.0:USER:emails.value", "emails.value".to_owned()),
            ("urn:ietf:params:scim:schemas:core:2.0:User:id", "id".to_owned()),
            (&format!("{ENTERPRISE}:manager.value"), format!("{ENTERPRISE}:manager.value")),
        ] {
            let path = AttrPath::parse(text, &[ENTERPRISE, urn::USER]).unwrap();
            assert_eq!(user.resolve_path(&path).unwrap().path().to_string(), canonical);
        }
    }

    #[test]
    fn common_attributes_are_those_of_the_rfc() {
        let user = user();
        let id = user.resolve_path(&AttrPath::of("id")).unwrap();
        assert!(id.target().case_exact && id.extension.is_none());
    }

    #[test]
    fn misspelled_names_bring_the_right_ones() {
        assert_eq!(meant("usernme").1, ["userName"]);
        assert_eq!(meant("email.valu").1, ["emails.value"]);
        assert_eq!(meant("name.family").1, ["name.familyName"]);
        assert_eq!(meant("givenName").1, ["name.givenName"]);
        assert_eq!(meant("userName.first").1, ["userName"]);
        assert!(meant("colour").1.is_empty());
    }

    #[test]
    fn a_name_of_another_schema_brings_that_schema() {
        assert_eq!(meant("department").1[0], format!("{ENTERPRISE}:department"));
        assert_eq!(meant(&format!("{ENTERPRISE}:userName")).1[0], "userName");
        assert_eq!(
            meant(&format!("{}:employeeNumber", urn::USER)).1,
            [format!("{ENTERPRISE}:employeeNumber")]
        );
        let wrong = "urn:ietf:params:scim:schemas:extension:enterprise:1.0:User:manager.value";
        assert_eq!(meant(wrong).1, [format!("{ENTERPRISE}:manager.value")]);
        assert_eq!(meant(ENTERPRISE).1[0], format!("{ENTERPRISE}:employeeNumber"));
    }

    /// A resource type with `shadeAB` in its base schema and the attributes `shadeXZ`, `holder.shadeXY` in an extension
    /// whose URI ends with a version.
    fn shades() -> TypeModel {
        let attribute =
            |name: &str| format!(r#"{{"name": "{name}", "type": "string", "multiValued": false}}"#);
        let holder = format!(
            r#"{{"name": "holder", "type": "complex", "multiValued": false, "subAttributes": [{}]}}"#,
            attribute("shadeXY")
        );
        let text = format!(
            r#"[{{"id": "urn:x:Base", "attributes": [{}]}}, {{"id": "urn:x:ext.v2", "attributes": [{}, {holder}]}}]"#,
            attribute("shadeAB"),
            attribute("shadeXZ")
        );
        let schemas = crate::schema::parse_all(&text).unwrap().value;
        let mut resource_type = builtin::resource_types()[0].clone();
        resource_type.schema = "urn:x:Base".to_owned();
        resource_type.schema_extensions.truncate(1);
        resource_type.schema_extensions[0].schema = "urn:x:ext.v2".to_owned();
        TypeModel::resolve(&resource_type, &schemas).value
    }

    #[test]
    fn near_names_of_the_schema_that_was_written_come_first() {
        let model = shades();
        let uris: Vec<&str> = model.uris().collect();
        let meant = |text: &str| {
            let path = AttrPath::parse(text, &uris).unwrap();
            model.resolve_path(&path).unwrap_err().did_you_mean
        };
        // One letter apart in both: the schema decides. Two apart in the right schema come before the name itself as a
        // sub-attribute in the other.
        assert_eq!(meant("urn:x:ext.v2:shadeAZ"), ["urn:x:ext.v2:shadeXZ", "shadeAB"]);
        assert_eq!(
            meant("urn:x:Base:shadeXY"),
            ["urn:x:ext.v2:shadeXZ", "shadeAB", "urn:x:ext.v2:holder.shadeXY"]
        );
        // Without a schema one letter in the extension is nearer than two in the base.
        assert_eq!(
            meant("shadeXY"),
            ["urn:x:ext.v2:shadeXZ", "shadeAB", "urn:x:ext.v2:holder.shadeXY"]
        );
        assert_eq!(meant("urn:x:ext.v2"), ["urn:x:ext.v2:shadeXZ", "urn:x:ext.v2:holder"]);
    }

    #[test]
    fn a_dot_after_a_schema_brings_the_attribute_behind_a_colon() {
        let (message, meant_by) = meant(&format!("{ENTERPRISE}.department"));
        assert_eq!(meant_by, [format!("{ENTERPRISE}:department")]);
        assert!(message.contains("`department`") && message.contains("colon"), "{message}");
        assert_eq!(meant(&format!("{}.usernme", urn::USER)).1, ["userName"]);
        assert!(meant(&format!("{ENTERPRISE}.colour")).1.is_empty());
    }

    #[test]
    fn the_message_says_what_is_unknown() {
        assert_eq!(meant("colour").0, "User has no attribute `colour`");
        assert_eq!(meant("name.x").0, "`name` has no sub-attribute `x`");
        assert_eq!(meant("urn:a:b:c").0, "`urn:a:b` is no schema of the resource type User");
        let text = format!("the schema `{ENTERPRISE}` has no attribute `colour`");
        assert_eq!(meant(&format!("{ENTERPRISE}:colour")).0, text);
    }

    #[test]
    fn the_message_says_when_the_server_does_not_tell_the_attributes() {
        let bare = TypeModel { base: None, extensions: Vec::new(), ..user() };
        let told = |text: &str| {
            let path = AttrPath::parse(text, &bare.uris().collect::<Vec<_>>()).unwrap();
            bare.resolve_path(&path).unwrap_err().message
        };
        assert_eq!(told("nickname"), "the server does not say which attributes User has");
        assert_eq!(
            told(&format!("{ENTERPRISE}:department")),
            format!("the server does not say which attributes `{ENTERPRISE}` has")
        );
    }
}
