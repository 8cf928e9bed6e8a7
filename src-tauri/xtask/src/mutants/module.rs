//! The modules that are mutated, and the tests that are to notice it.

/// Files that are mutated together, and in which order the tests are asked.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) name: &'static str,
    pub(super) files: &'static [&'static str],
    /// What survives one goes into the next.
    pub(super) passes: &'static [Pass],
}

/// Tests that are built and run together.
#[derive(Debug)]
pub(super) struct Pass {
    /// Which programs, in the words of cargo.
    pub(super) targets: &'static [&'static str],
    /// Which tests of these programs, in the words of the test harness.
    pub(super) tests: &'static [&'static str],
}

/// All of them. The first passes are over in a blink: what tries hundreds of cases or counts steps comes later.
pub(super) const MODULES: &[Module] = &[
    Module {
        name: "path",
        files: &[
            "src-tauri/crates/scim/src/attr.rs",
            "src-tauri/crates/scim/src/patch_path.rs",
            "src-tauri/crates/scim/src/path.rs",
            "src-tauri/crates/scim/src/resolve.rs",
        ],
        passes: &[
            Pass {
                targets: &["--test=grammar", "--test=schema_aware", "--test=patch"],
                tests: &["--skip=laws::", "--skip=minimal::"],
            },
            Pass {
                targets: &["--lib", "--test=lint", "--test=view", "--test=projection"],
                tests: &["--skip=steps"],
            },
        ],
    },
    Module {
        name: "filter",
        files: &["src-tauri/crates/scim/src/filter.rs", "src-tauri/crates/scim/src/filter/**"],
        passes: &[
            Pass {
                targets: &["--test=grammar", "--test=schema_aware", "--test=vectors"],
                tests: &[],
            },
            Pass {
                targets: &["--lib"],
                tests: &["filter::", "compare::sort::", "--skip=the_steps"],
            },
            Pass { targets: &["--lib"], tests: &["laws::the_steps", "tests::the_steps"] },
        ],
    },
    Module {
        name: "patch",
        files: &["src-tauri/crates/scim/src/patch.rs", "src-tauri/crates/scim/src/patch/**"],
        passes: &[
            Pass {
                targets: &["--test=patch", "--test=vectors"],
                tests: &["--skip=laws::", "--skip=minimal::", "--skip=long::a_long_array_takes"],
            },
            Pass {
                targets: &["--lib", "--test=patch"],
                tests: &["patch::", "laws::", "minimal::", "long::", "--skip=filter::"],
            },
            Pass {
                targets: &["--lib"],
                // Of a diff among more elements than anybody has: the bounds of its work, and what is told past them.
                tests: &["steps::patches::"],
            },
        ],
    },
    Module {
        name: "validate",
        files: &["src-tauri/crates/scim/src/validate.rs", "src-tauri/crates/scim/src/validate/**"],
        passes: &[
            Pass {
                targets: &["--test=validate", "--test=fixtures"],
                tests: &["--skip=anything_can_be_judged"],
            },
            Pass {
                targets: &["--lib", "--test=validate", "--test=put", "--test=lint"],
                tests: &[
                    "--skip=bulk::",
                    "--skip=filter::",
                    "--skip=lint::",
                    "--skip=patch::",
                    "--skip=recognise::",
                    "--skip=steps::",
                ],
            },
        ],
    },
];
