//! Cells of tables that are opened in a spreadsheet program, which takes some texts for formulas.

/// What a formula may begin with (OWASP, CSV injection): also after a tab or the end of a line, and in
/// the full width of East Asian keyboards.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '|'];

/// A text as a cell that is shown and never run: what could be a formula begins with an apostrophe,
/// which spreadsheet programs do not show. Numbers stay numbers.
pub fn text_cell(text: &str) -> String {
    let begins = text.trim_start_matches(' ').starts_with(FORMULA);
    if begins && !is_number(text) { format!("'{text}") } else { text.to_owned() }
}

/// A plain number: digits with a sign before and a point or a comma between, and nothing that a program
/// could work out.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut parts = digits.splitn(2, ['.', ',']);
    parts.all(|part| !part.is_empty() && part.len() <= 15 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_shown_and_numbers_stay_numbers() {
        for formula in
            ["=1+1", "@SUM(A1)", "+7 900 000-00-01", "-2+3", "\t=1", "\r=1", " =1", "＝1", "-", "|x"]
        {
            assert_eq!(text_cell(formula), format!("'{formula}"));
        }
        for plain in ["", "Lamp", "2026-000123", "-12", "+3,5", "-0.25", "a=b", "' =1"] {
            assert_eq!(text_cell(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn no_cell_begins_as_a_formula(text in "[ =+@\\-\\t\\r\\n0-9.,a-z'|＝]{0,8}") {
            let cell = text_cell(&text);
            let begins = cell.trim_start_matches(' ').starts_with(FORMULA);
            let number = cell.replace(',', ".").parse::<f64>().is_ok();
            prop_assert!(!begins || number);
            let shown = cell.strip_prefix('\'').unwrap_or(&cell);
            prop_assert!(cell == text || shown == text);
        }
    }
}
