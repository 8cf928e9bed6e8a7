//! Tables as text that spreadsheets open (RFC 4180), which must not take a server's words for formulas.

/// Excel takes UTF-8 for another character set without it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A table with its headings and no line yet.
pub(crate) fn begin(headings: &[&str]) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    line(&mut text, headings);
    text
}

/// Writes a line.
pub(crate) fn line(text: &mut String, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        write(text, cell);
    }
    text.push_str("\r\n");
}

/// What a spreadsheet would calculate gets an apostrophe before it, which makes it text there.
fn write(text: &mut String, cell: &str) {
    let mark = if is_formula(cell) { "'" } else { "" };
    if mark.is_empty() && !cell.contains(['"', ',', '\r', '\n', '\t', ';']) {
        text.push_str(cell);
        return;
    }
    text.push('"');
    text.push_str(mark);
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

/// Spaces before it hinder no spreadsheet, and some know the wide letters of East Asian keyboards as well.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r', '\n'])
        || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::{begin, line};

    #[test]
    fn a_cell_is_quoted_where_it_would_end_early() {
        let mut text = begin(&["a", "b"]);
        line(&mut text, &["one, two", "say \"x\"\nthen"]);
        line(&mut text, &["", "Łukasz Wójcik"]);
        assert_eq!(
            text,
            "\u{feff}a,b\r\n\"one, two\",\"say \"\"x\"\"\nthen\"\r\n,Łukasz Wójcik\r\n"
        );
    }

    #[test]
    fn nothing_is_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"] {
            let mut text = String::new();
            line(&mut text, &[cell, "x"]);
            assert_eq!(text, format!("\"'{cell}\",x\r\n"));
        }
        let mut text = String::new();
        line(&mut text, &["a=1", "1-1"]);
        assert_eq!(text, "a=1,1-1\r\n");
    }
}
