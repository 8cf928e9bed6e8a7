//! Any text as an attribute path and as a PATCH path: read, printed, resolved.

use scim::attr::AttrPath;
use scim::patch_path::PatchPath;
use scim::view::TypeModel;
use scim::{builtin, urn};

const URIS: &[&str] = &[urn::USER, urn::ENTERPRISE_USER];

/// Panics where a promise is broken.
pub(crate) fn run(text: &str) {
    let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    match AttrPath::parse(text, URIS) {
        Ok(path) => {
            assert_eq!(AttrPath::parse(&path.to_string(), URIS).as_ref(), Ok(&path));
            match model.resolve_path(&path) {
                Ok(found) => assert!(found.path().name.eq_ignore_ascii_case(&path.name)),
                Err(unknown) => assert!(!unknown.message.is_empty()),
            }
        }
        Err(error) => assert!(text.is_char_boundary(error.at + error.length)),
    }
    match PatchPath::parse(text, URIS) {
        Ok(path) => assert_eq!(PatchPath::parse(&path.to_string(), URIS).as_ref(), Ok(&path)),
        Err(error) => assert!(text.is_char_boundary(error.at + error.length)),
    }
}
