//! Failures that are seen before anything is sent.

use super::{Explanation, capitalised};

pub(super) fn unsupported_scheme(scheme: &str) -> Explanation {
    Explanation::new(
        "This kind of address is not supported",
        format!("The base URL begins with {scheme}://, and SCIM is spoken over HTTPS."),
        &["Enter the base URL with https:// in front, as in https://scim.example.com/scim/v2."],
    )
    .base_url()
}

pub(super) fn bad_url(reason: &str) -> Explanation {
    Explanation::new(
        "This address cannot be used",
        format!("{}.", capitalised(reason)),
        &["Enter the base URL that the server's documentation names for SCIM, as in \
           https://scim.example.com/scim/v2."],
    )
    .base_url()
}

pub(super) fn unusable_id(id: &str) -> Explanation {
    let written = if id.is_empty() { "an empty id".to_owned() } else { format!("the id \"{id}\"") };
    Explanation::new(
        "This resource cannot be asked for",
        format!("It has {written}, and no URL can name such a resource. Nothing was sent."),
        &[
            "Show the resource as it stands in the list; the operator of the server can give it another id.",
        ],
    )
}

pub(super) fn unusable_token() -> Explanation {
    Explanation::new(
        "The token cannot be sent",
        "It holds line breaks or other characters that no HTTP header can carry. Nothing was sent.",
        &["Copy the token again, in one line and without anything around it."],
    )
    .token()
}

pub(super) fn unusable_user_name(reason: &str) -> Explanation {
    Explanation::new(
        "The user name cannot be sent",
        format!("With basic authentication it cannot be used: {reason}. Nothing was sent."),
        &["Enter the user name as the server's operator gave it, without the password."],
    )
    .at_field("userName")
}

pub(super) fn unusable_password() -> Explanation {
    Explanation::new(
        "The password cannot be sent",
        "It holds line breaks or other control characters, which basic authentication forbids. Nothing was sent.",
        &["Copy the password again, in one line and without anything around it."],
    )
    .at_field("password")
}

pub(super) fn unusable_request(reason: &str) -> Explanation {
    Explanation::new(
        "This request cannot be sent",
        format!("{}. Nothing was sent.", capitalised(reason)),
        &[
            "Change the method or the header; what signs in and what frames a request is set by the connection.",
        ],
    )
}

pub(super) fn plain_http(host: &str) -> Explanation {
    Explanation::new(
        "Everything would travel unencrypted",
        format!(
            "The base URL uses plain http to {host}: anyone on the way could read the credential and the data. Nothing was sent."
        ),
        &[
            "Use https:// in the base URL.",
            "Where there is no other way, agree to plain http in the network settings of this tenant.",
        ],
    )
    .base_url()
}
