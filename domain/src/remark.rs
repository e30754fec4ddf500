//! Remarks: what staff writes to each other about a case. Nobody else ever reads them; somebody is
//! told of one by `@login`.

/// Characters of a remark, at most.
pub const REMARK_MAX: usize = 4000;
/// Remarks on one case, at most.
pub const REMARKS_MAX: i64 = 500;
/// People whom one remark tells, at most.
pub const MENTIONS_MAX: usize = 20;

/// Whether a login can have this character.
fn is_of_login(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.@".contains(c)
}

/// The logins that a text mentions, in small letters, each once, in the order of the text. An address
/// such as `ann@mail.example` mentions nobody; a stop at the end belongs to the sentence.
pub fn mentioned(text: &str) -> Vec<String> {
    let mut logins = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let begins = c == '@' && !before.is_some_and(|b: char| b.is_alphanumeric() || "-_.@".contains(b));
        before = Some(c);
        if !begins {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.find(|c| !is_of_login(c)).unwrap_or(rest.len());
        let login = rest.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '_', '@']);
        let login = login.to_ascii_lowercase();
        if !login.is_empty() && !logins.contains(&login) {
            logins.push(login);
        }
    }
    logins
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_are_mentioned_by_their_login() {
        assert_eq!(mentioned("@Roads, can you look? cc (@head-roads)."), ["roads", "head-roads"]);
        assert_eq!(mentioned("Ask @ann.b@city.example. And @ann.b@city.example"), ["ann.b@city.example"]);
        assert!(mentioned("write to ann@mail.example, pay 5 @ 3").is_empty());
        assert_eq!(mentioned("Спросите @lighting…"), ["lighting"]);
    }

    proptest! {
        #[test]
        fn a_login_stands_in_the_text_that_mentions_it(text in ".{0,60}") {
            for login in mentioned(&text) {
                let written = format!("@{login}");
                prop_assert!(text.to_ascii_lowercase().contains(&written));
            }
        }
    }
}
