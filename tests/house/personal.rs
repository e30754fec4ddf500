//! Personal data is known by column: `docs/personal-data.csv` says of every column that can hold words,
//! places or bytes what it holds of people, and `docs/privacy.md` is the register of what it names.

use super::{files, root};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Types that can hold something about somebody; numbers, times and ids of rows cannot by themselves.
const TELLING: [&str; 8] = ["text", "jsonb", "json", "bytea", "geometry", "inet", "varchar", "citext"];

/// What a column can hold: kinds of retention, and what has no term of its own.
const KINDS: [&str; 12] = [
    "no",
    "staff",
    "organisation",
    "secret",
    "contact",
    "home",
    "words",
    "photos",
    "supports",
    "account",
    "sender",
    "audit",
];

fn is_telling(definition: &str) -> bool {
    let kind = definition.split([' ', '(', '[', ',']).next().unwrap_or_default();
    TELLING.contains(&kind)
}

/// The columns that migrations make, as `table.column`.
fn columns() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in files(&root().join("migrations"), "sql") {
        let sql = fs::read_to_string(&file).expect("a migration");
        let plain: String =
            sql.lines().map(|line| line.split("--").next().unwrap_or_default().to_owned() + "\n").collect();
        for statement in plain.split(';').map(str::trim) {
            let made = ["create table ", "create unlogged table "];
            if let Some((table, body)) = made
                .iter()
                .find_map(|words| statement.strip_prefix(words))
                .and_then(|rest| rest.split_once(" ("))
            {
                for (name, kind) in body.lines().filter_map(|line| line.trim().split_once(' ')) {
                    if is_telling(kind) {
                        found.insert(format!("{table}.{name}"));
                    }
                }
            }
            let Some(rest) = statement.strip_prefix("alter table ") else { continue };
            let table = rest.split_whitespace().next().unwrap_or_default();
            for added in rest.split("add column ").skip(1) {
                let added = added.strip_prefix("if not exists ").unwrap_or(added);
                if let Some((name, _)) = added.split_once(' ').filter(|(_, kind)| is_telling(kind.trim())) {
                    found.insert(format!("{table}.{name}"));
                }
            }
            for dropped in rest.split("drop column ").skip(1) {
                let name = dropped.split([',', ' ', '\n']).next().unwrap_or_default();
                found.remove(&format!("{table}.{name}"));
            }
        }
    }
    found
}

/// What the list says of each column.
fn listed() -> BTreeMap<String, String> {
    let list = fs::read_to_string(root().join("docs/personal-data.csv")).expect("the list");
    let mut said = BTreeMap::new();
    for line in list.lines().skip(1) {
        let [table, kind, columns] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(KINDS.contains(&kind), "docs/personal-data.csv: {kind} is no kind");
        for column in columns.split(' ') {
            let before = said.insert(format!("{table}.{column}"), kind.to_owned());
            assert_eq!(before, None, "docs/personal-data.csv: {table}.{column} stands there twice");
        }
    }
    said
}

#[test]
fn of_every_column_is_known_what_it_holds_of_people() {
    let (there, said) = (columns(), listed());
    assert!(there.len() > 100, "the columns are found");
    let listed: BTreeSet<String> = said.into_keys().collect();
    let unknown: Vec<_> = there.difference(&listed).collect();
    assert!(unknown.is_empty(), "say in docs/personal-data.csv what these hold: {unknown:?}");
    let gone: Vec<_> = listed.difference(&there).collect();
    assert!(gone.is_empty(), "docs/personal-data.csv names what is not there: {gone:?}");
}

#[test]
fn the_register_names_all_that_is_personal() {
    let register = fs::read_to_string(root().join("docs/privacy.md")).expect("the register");
    for (column, kind) in listed().into_iter().filter(|(_, kind)| kind != "no" && kind != "organisation") {
        assert!(register.contains(&format!("`{column}`")), "docs/privacy.md does not name {column} ({kind})");
    }
}
