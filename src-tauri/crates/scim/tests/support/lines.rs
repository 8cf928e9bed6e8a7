//! Comparing a long text with the file that holds what is expected.

use expect_test::ExpectFile;

/// Fails with the first line that differs. (The differences that the library itself shows take the square of the length
/// to find: minutes for the longest files.) With `UPDATE_EXPECT` set, the file is written anew.
#[track_caller]
pub(crate) fn assert_same(expected: &ExpectFile, text: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        return expected.assert_eq(text);
    }
    let known = expected.data();
    let mut lines = known.lines().zip(text.lines());
    let differs = lines.position(|(left, right)| left != right);
    let shorter = known.lines().count().min(text.lines().count());
    let at = differs.unwrap_or(shorter);
    assert_eq!(text.lines().nth(at), known.lines().nth(at), "line {}", at + 1);
    assert_eq!(text.len(), known.len(), "the lines are the same, but not how they end");
}
