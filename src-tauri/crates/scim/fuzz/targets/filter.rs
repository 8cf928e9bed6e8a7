//! Any text as a filter, on any JSON: read, printed, checked, completed and judged. The input is the filter, and after
//! the first line break the resource.

use scim::filter::{Filter, Matcher, Settings, Spanned, check, complete, tokens};
use scim::view::TypeModel;
use scim::{builtin, urn};

const URIS: &[&str] = &[urn::USER, urn::ENTERPRISE_USER];

/// Panics where a promise is broken.
pub(crate) fn run(input: &str) {
    let (text, json) = input.split_once('\n').unwrap_or((input, "{}"));
    let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    for token in tokens(text) {
        assert!(!token.span.of(text).is_empty());
    }
    for completion in complete(text, text.len() / 2, &model) {
        assert!(text.is_char_boundary(completion.span.start));
        assert!(text.is_char_boundary(completion.span.end));
    }
    let filter = match Filter::parse(text, URIS) {
        Ok(filter) => filter,
        Err(error) => {
            assert!(
                text.is_char_boundary(error.at) && text.is_char_boundary(error.at + error.length)
            );
            return;
        }
    };
    assert_eq!(Filter::parse(&filter.to_string(), URIS).as_ref(), Ok(&filter));
    let Ok(spanned) = Spanned::parse(text, URIS) else {
        panic!("read by one and not by the other")
    };
    assert_eq!(spanned.to_filter(), filter);
    for problem in check(&spanned, &model) {
        assert!(!problem.span.of(text).is_empty());
    }
    if let Ok(resource) = serde_json::from_str(json) {
        let denied = Filter::Not(Box::new(filter.clone()));
        for model in [None, Some(&model)] {
            let holds =
                |filter| Matcher::new(filter, model, Settings::default()).matches(&resource);
            assert_ne!(holds(&filter), holds(&denied));
        }
    }
}
