//! The rules of the house that a compiler does not hold: who may know whom, and what every table
//! and query has to look like.

mod deploy;
mod personal;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_path_buf()
}

fn files(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Names of all crates that `package` is built with.
fn crates_under(package: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{lib}",
            "-p",
            package,
        ])
        .current_dir(root())
        .output()
        .expect("cargo tree");
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8_lossy(&tree.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn the_rules_know_nothing_of_the_world() {
    let under = crates_under("domain");
    for banned in ["tokio", "futures", "async_trait", "sqlx", "axum", "uniffi", "rusqlite", "reqwest"] {
        assert!(!under.contains(banned), "domain is built with {banned}");
    }
}

#[test]
fn phones_carry_nothing_of_the_server() {
    let under = crates_under("mobile-core");
    for banned in ["sqlx", "axum", "utoipa"] {
        assert!(!under.contains(banned), "mobile-core is built with {banned}");
    }
}

/// Which areas of the server may use which others.
const EDGES: &[(&str, &[&str])] = &[
    ("abuse", &["audit", "auth"]),
    ("assets", &["folder"]),
    ("auth", &["abuse", "catalogue", "folder", "notify", "people", "privacy"]),
    ("catalogue", &["assets", "departments", "folder", "geocoding", "osm", "privacy", "territories"]),
    ("crews", &["auth"]),
    ("departments", &["folder"]),
    ("events", &[]),
    ("figures", &["reports"]),
    ("folder", &[]),
    ("geocoding", &[]),
    ("history", &["folder", "reports"]),
    ("media", &[]),
    ("news", &["abuse", "notify", "privacy", "reports"]),
    ("notify", &[]),
    ("osm", &["folder"]),
    ("paper", &["media"]),
    ("people", &["auth"]),
    ("photos", &["abuse", "media", "reports"]),
    ("privacy", &["auth", "folder", "media", "people", "photos", "reports"]),
    (
        "reports",
        &["abuse", "auth", "crews", "events", "geocoding", "media", "paper", "people", "photos", "privacy"],
    ),
    ("territories", &["folder", "osm"]),
    ("tiles", &["reports"]),
];

#[test]
fn areas_know_only_whom_they_may_and_nobody_knows_routes() {
    let areas: Vec<&str> = EDGES.iter().map(|(area, _)| *area).collect();
    for (area, allowed) in EDGES {
        for file in files(&root().join("server/src").join(area), "rs") {
            let code = fs::read_to_string(&file).expect("a source file");
            for (other, rest) in mentions(&code) {
                let shown = file.display();
                if areas.contains(&other.as_str()) && other != *area {
                    assert!(allowed.contains(&other.as_str()), "{shown}: {area} may not use {other}");
                    assert!(!rest.starts_with("::routes"), "{shown}: nobody uses routes");
                    assert!(!rest.starts_with("::store"), "{shown}: stores are private");
                }
            }
        }
    }
}

/// Every `crate::name` and every name of a `crate::{…}`, with what follows it.
fn mentions(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let list = match rest.strip_prefix('{') {
            Some(group) => group.split_once("};").map_or(group, |(inside, _)| inside),
            None => rest.split([';', '(', ')', ' ', '\n']).next().unwrap_or_default(),
        };
        for item in list.split(',') {
            let item = item.trim();
            let end = item.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(item.len());
            found.push((item[..end].to_owned(), item[end..].to_owned()));
        }
    }
    found
}

/// Tables of the whole installation.
const NOT_OF_A_CITY: [&str; 3] = ["cities", "push_keys", "signing_keys"];

#[test]
fn every_table_of_a_city_is_keyed_by_it_first() {
    for file in files(&root().join("migrations"), "sql") {
        let shown = file.display().to_string();
        let sql = fs::read_to_string(&file).expect("a migration");
        for banned in
            ["now()", "serial", "create trigger", "generated always as identity", "on delete set null"]
        {
            assert!(!sql.to_lowercase().contains(banned), "{shown}: {banned}");
        }
        for (at, _) in sql.match_indices("create table ") {
            let table = &sql[at + "create table ".len()..];
            let (name, body) = table.split_once(" (\n").expect("a table has columns");
            if NOT_OF_A_CITY.contains(&name) {
                continue;
            }
            assert!(
                body.trim_start().starts_with("city_id int not null,"),
                "{shown}: {name} has no city_id first"
            );
            let body = body.split_once("\n);").map_or(body, |(inside, _)| inside);
            for key in ["primary key (", "unique ("] {
                for (at, _) in body.match_indices(key) {
                    let columns = &body[at + key.len()..];
                    assert!(
                        columns.starts_with("city_id"),
                        "{shown}: a key of {name} does not begin with the city"
                    );
                }
            }
        }
    }
}

/// What asks about the whole installation.
const OF_NO_CITY: [&str; 8] = [
    "from signing_keys",
    "from cities",
    "into cities",
    "update cities",
    "into signing_keys",
    "from push_keys",
    "into push_keys",
    "postgis_lib_version",
];

#[test]
fn every_query_names_its_city_and_no_query_asks_the_database_for_the_time() {
    let recorded = files(&root().join(".sqlx"), "json");
    assert!(recorded.len() > 40, "the recorded queries are in .sqlx");
    for file in recorded {
        let json: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(&file).expect("a query")).expect("JSON");
        let sql = json["query"].as_str().expect("a query").to_lowercase();
        assert!(!sql.contains("now()") && !sql.contains("current_timestamp"), "{sql}");
        let of_no_city = OF_NO_CITY.iter().any(|part| sql.contains(part));
        assert!(of_no_city || sql.contains("city_id"), "a query without its city: {sql}");
    }
}

#[test]
fn every_string_is_said_in_both_languages() {
    let read = |language: &str| -> serde_json::Map<String, serde_json::Value> {
        let path = root().join(format!("locales/{language}.json"));
        serde_json::from_str(&fs::read_to_string(path).expect("strings")).expect("flat JSON")
    };
    let plural = ["_one", "_few", "_many", "_other"];
    let keys = |language: &str| -> BTreeSet<String> {
        let strip =
            |key: &str| plural.iter().find_map(|form| key.strip_suffix(form)).unwrap_or(key).to_owned();
        read(language).keys().map(|key| strip(key)).collect()
    };
    assert_eq!(keys("ru"), keys("en"));
}

#[test]
fn every_test_that_the_list_of_requirements_names_is_there() {
    let list = fs::read_to_string(root().join("docs/asvs.md")).expect("the list");
    let mut named = 0;
    for row in list.lines().filter(|line| line.starts_with("| ") && line.contains('.')) {
        let shown = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default().trim();
        let Some(shown) = shown.strip_prefix('`').and_then(|shown| shown.strip_suffix('`')) else {
            assert!(shown.is_empty(), "a test is named as `file::test`: {row}");
            continue;
        };
        let (file, test) = shown.split_once("::").unwrap_or((shown, ""));
        let code =
            fs::read_to_string(root().join(file)).unwrap_or_else(|_| panic!("{file} is not there: {row}"));
        let there = test.is_empty()
            || code.contains(&format!("fn {test}()"))
            || code.contains(&format!("test('{test}'"));
        assert!(there, "{file} has no test {test}");
        named += 1;
    }
    assert!(named > 30, "the list was read");
}
