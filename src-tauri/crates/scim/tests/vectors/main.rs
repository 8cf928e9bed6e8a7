//! Test vectors.
mod patch;
pub(crate) enum Verdict {
    Passed,
    Failed(String),
    Disputed(String),
    Ambiguous(String),
}
#[test]
fn patch_vectors() {
    let dir = std::env::var("SCIM_VECTORS").unwrap();
    let mut failed_any = 0;
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.file_name().unwrap().to_str().unwrap().starts_with("patch-"))
        .collect();
    files.sort();
    for f in files {
        let v: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&f).unwrap()).unwrap();
        let (mut p, mut fa, mut d, mut a) = (0, 0, 0, 0);
        for c in v["cases"].as_array().unwrap() {
            match patch::judge(c) {
                Verdict::Passed => p += 1,
                Verdict::Failed(t) => {
                    fa += 1;
                    println!("FAILED {t}");
                }
                Verdict::Disputed(t) => {
                    d += 1;
                    println!("DISPUTED {t}");
                }
                Verdict::Ambiguous(t) => {
                    a += 1;
                    println!("AMBIG {t}");
                }
            }
        }
        failed_any += fa;
        println!(
            "{} passed {p} failed {fa} disputed {d} ambiguous {a}",
            f.file_name().unwrap().to_str().unwrap()
        );
    }
    assert_eq!(failed_any, 0);
}
