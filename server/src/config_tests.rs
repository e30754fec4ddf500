//! Settings as an operator gives them.

use super::*;

/// The fields of [`Config`] with their types, as its source says.
fn fields() -> Vec<(&'static str, &'static str)> {
    let source = include_str!("config.rs");
    let body = source.split("pub struct Config {").nth(1).unwrap().split("\n}").next().unwrap();
    body.lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.trim_end_matches(',').split_once(": "))
        .collect()
}

fn read(pairs: &[(&str, &str)]) -> Result<Config> {
    let pairs: BTreeMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Config::read_from(Overrides::default(), |name| pairs.get(name).cloned())
}

#[test]
fn whatever_opens_a_door_is_a_secret_and_every_secret_has_its_variables() {
    let opens = ["password", "secret", "token", "api_key", "private_key", "database_url"];
    for (name, kind) in fields() {
        assert!(kind == "Secret" || !opens.iter().any(|part| name.contains(part)), "{name} is a {kind}");
    }
    let typed: Vec<&str> = fields().iter().filter(|(_, kind)| *kind == "Secret").map(|f| f.0).collect();
    let listed: Vec<&str> = SECRETS.iter().map(|(name, _)| *name).collect();
    assert_eq!(typed, listed, "the fields of type Secret are those of SECRETS, in that order");
}

#[test]
fn no_secret_is_printed() {
    let marked: Vec<(&str, String)> =
        SECRETS.iter().map(|(name, of)| (*of, format!("hunter2-{name}"))).collect();
    let pairs: Vec<(&str, &str)> = marked.iter().map(|(of, value)| (*of, value.as_str())).collect();
    let config = read(&pairs).unwrap();
    assert_eq!(config.database_url.expose(), "hunter2-database_url");
    for shown in [format!("{config:?}"), format!("{config:#?}")] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn a_secret_may_lie_in_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("url");
    std::fs::write(&file, "postgres://city\n").unwrap();
    let named = [("DATABASE_URL_FILE", file.to_str().unwrap())];
    assert_eq!(read(&named).unwrap().database_url.expose(), "postgres://city");

    let both = [named[0], ("DATABASE_URL", "postgres://other")];
    assert!(format!("{:#}", read(&both).unwrap_err()).contains("both set"));
    std::fs::write(&file, "\n").unwrap();
    assert!(format!("{:#}", read(&named).unwrap_err()).contains("empty"));
    let missing = [("DATABASE_URL_FILE", "no/such/file")];
    assert!(format!("{:#}", read(&missing).unwrap_err()).contains("no/such/file"));
}

#[test]
fn a_secret_is_taken_as_it_is() {
    for odd in ["12345", "true", "[1]", "\"quoted\"", "a=b{c", " spaced "] {
        assert_eq!(read(&[("DATABASE_URL", odd)]).unwrap().database_url.expose(), odd);
    }
}
