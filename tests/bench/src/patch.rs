//! Reading a PATCH request and applying it to a copy of a typical user, beside a library of npm and one of PyPI. All
//! three start from a request that is JSON already, and leave the user as it was.

use anyhow::{Context as _, Result};
use scim::patch::{self, PATCH_OP, PatchRequest, Settings};
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::figure::Report;
use crate::inputs;
use crate::peer::{Language, Peer};
use crate::side_by_side::{self, Case};

const PEERS: [Peer; 2] = [
    Peer {
        name: "scim-patch",
        language: Language::JavaScript,
        script: include_str!("../peers/scim-patch/patch.mjs"),
        goal: 5.0,
        agrees: 10,
        figures: ["PATCH, npm", "PATCH, npm, worst case"],
    },
    Peer {
        name: "scim2-models",
        language: Language::Python,
        script: include_str!("../peers/scim2-models/patch.py"),
        goal: 100.0,
        agrees: 10,
        figures: ["PATCH, PyPI", "PATCH, PyPI, worst case"],
    },
];

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let inputs = inputs::read()?;
    let model = inputs::user_model()?;
    let uris: Vec<&str> = model.uris().collect();
    let mut cases = Vec::new();
    for case in inputs.patches {
        let body = json!({ "schemas": [PATCH_OP], "Operations": case.operations });
        let (user, model, uris) = (&inputs.user, &model, uris.as_slice());
        let run = move || applied(user, &body, model, uris);
        let value = run().with_context(|| case.name.clone())?;
        cases.push(Case { name: case.name, value, run: Box::new(run) });
    }
    for peer in &PEERS {
        side_by_side::compare(report, &mut cases, peer)?;
    }
    Ok(())
}

fn applied(user: &Value, body: &Value, model: &TypeModel, uris: &[&str]) -> Result<Value> {
    let request = PatchRequest::borrowed(body, uris)?.value;
    Ok(patch::patched(user, &request, Some(model), &Settings::default())?)
}
