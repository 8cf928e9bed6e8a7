//! Writes the TypeScript of the wire: one file a type, `commands.ts` with the one list, and `tenantRules.ts` with what the
//! form and the backend must see alike.

use std::fmt::Write as _;
use std::path::Path;

use client::error::SETTINGS;
use ts_rs::TS as _;

use crate::api::error::UiError;
use crate::api::event::AppEvent;
use crate::api::tenants::Environment;
use crate::commands::{self, Description};
use crate::draft::{MOST_CONNECT_SECONDS, MOST_TOTAL_SECONDS, usual_colour};
use crate::tenants::arrange::LONGEST_GROUP;
use crate::tenants::word;

const HEADER: &str =
    "// Written by `cargo xtask bindings` from the list of commands in Rust. Do not edit.\n";

/// Writes every generated file into `folder`.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path) -> std::io::Result<()> {
    let config = ts_rs::Config::new().with_out_dir(folder);
    commands::export_types(&config).map_err(std::io::Error::other)?;
    UiError::export_all(&config).map_err(std::io::Error::other)?;
    AppEvent::export_all(&config).map_err(std::io::Error::other)?;
    let types = type_names(folder)?;
    std::fs::write(folder.join("commands.ts"), list(&commands::descriptions(&config), &types))?;
    std::fs::write(folder.join("tenantRules.ts"), tenant_rules())
}

fn tenant_rules() -> String {
    let mut text = String::from(HEADER);
    text.push_str("import type { Colour } from \"./Colour\";\n");
    text.push_str("import type { Environment } from \"./Environment\";\n");
    text.push_str("\n/** The colour of a tenant of which nothing else is said. */\n");
    text.push_str("export const usualColours: Record<Environment, Colour> = {\n");
    for environment in [
        Environment::Production,
        Environment::Staging,
        Environment::Test,
        Environment::Development,
        Environment::Sandbox,
    ] {
        let _ = writeln!(text, "  {}: {:?},", word(&environment), word(&usual_colour(environment)));
    }
    text.push_str("};\n\n/** The longest time limits, in seconds, and the longest name of a group, in characters. */\n");
    let _ = writeln!(
        text,
        "export const tenantLimits = {{\n  connectSeconds: {MOST_CONNECT_SECONDS},\n  totalSeconds: {MOST_TOTAL_SECONDS},\n  \
         group: {LONGEST_GROUP},\n}};"
    );
    text.push_str(
        "\n/** The settings that a failure can be blamed on, by their names in a request. */\n",
    );
    let _ = writeln!(text, "export const blamedSettings = {SETTINGS:?} as const;");
    text.push_str("export type BlamedSetting = (typeof blamedSettings)[number];\n");
    text
}

fn type_names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_type = path.extension().is_some_and(|it| it == "ts");
        if let Some(stem) = path.file_stem().and_then(|it| it.to_str())
            && is_type
            && stem != "commands"
        {
            names.push(stem.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn list(commands: &[Description], types: &[String]) -> String {
    let mut text = String::from(HEADER);
    let uses = |name: &str| {
        commands.iter().any(|it| {
            [&it.request, &it.answer, &it.event]
                .iter()
                .any(|used| used.split(|c: char| !c.is_alphanumeric()).any(|word| word == name))
        })
    };
    for name in types.iter().filter(|name| uses(name)) {
        let _ = writeln!(text, "import type {{ {name} }} from \"./{name}\";");
    }
    text.push_str("\n/** Every command: its request, its answer, and its events. */\nexport interface Commands {\n");
    for it in commands {
        let _ = writeln!(
            text,
            "  /** {} */\n  {}: {{ request: {}; answer: {}; event: {} }};",
            it.doc, it.name, it.request, it.answer, it.event
        );
    }
    text.push_str(
        "}\n\n/** The name of a command. */\nexport type CommandName = keyof Commands;\n",
    );
    text.push_str("\n/** What cached data a command's answer is, and what it makes stale. */\n");
    text.push_str("export const commandTags = {\n");
    for it in commands {
        let _ = writeln!(
            text,
            "  {}: {{ provides: {:?}, stales: {:?} }},",
            it.name, it.provides, it.stales
        );
    }
    text.push_str("} as const;\n");
    text
}
