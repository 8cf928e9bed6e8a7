//! Exchanges as vendors' documents and recordings show them, judged by every rule at once.

use std::fmt::Write;
use std::path::Path;

use expect_test::expect_file;
use scim::lint::lint;

use crate::case::Case;
use crate::word;

#[test]
fn exchanges_of_known_servers_and_clients_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/exchanges");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    let mut told = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let case: Case = serde_json::from_str(&text).unwrap();
        writeln!(told, "== {}", case.name).unwrap();
        case.with(|exchange, context| {
            let report = lint(exchange, context);
            for it in &report.found {
                let (severity, part) = (word(it.finding.severity), word(it.part));
                let finding = &it.finding;
                writeln!(
                    told,
                    "{} {severity} {part} {} [{}]\n    {}",
                    it.rule, finding.pointer, finding.section, finding.message
                )
                .unwrap();
            }
            let lacking = report.not_judged.iter();
            let lacking: Vec<_> =
                lacking.map(|it| format!("{} ({})", it.rule, word(it.lacking))).collect();
            writeln!(told, "not judged: {}\n", lacking.join(", ")).unwrap();
        });
    }
    expect_file!["../expected/exchanges.txt"].assert_eq(&told);
}
