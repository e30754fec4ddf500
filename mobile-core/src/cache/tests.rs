use proptest::prelude::*;
use tempfile::TempDir;

use super::store::{Kept, Kind};
use super::*;
use crate::account;
use crate::storage::Storage;

fn shelf(dir: &TempDir) -> Shelf {
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    for city in ["small-town", "other-town"] {
        storage.write(|tx| account::add(tx, "https://city.example", city, None)).unwrap();
    }
    Shelf::new(storage)
}

fn of(key: &str, bytes: usize) -> Kept {
    Kept { key: key.to_owned(), body: vec![7; bytes], etag: Some(format!("\"{key}\"")), at: 5 }
}

fn has(shelf: &Shelf, key: &str) -> bool {
    shelf.find(1, Kind::Tile, key).unwrap().is_some()
}

#[test]
fn what_was_not_used_for_longest_goes_first() {
    let dir = TempDir::new().unwrap();
    let shelf = shelf(&dir);
    shelf.set_budget(4_400).unwrap();
    for key in ["a", "b", "c", "d"] {
        shelf.keep(1, Kind::Tile, &of(key, 1_000)).unwrap();
    }
    assert!(has(&shelf, "a"), "a look");
    shelf.keep(1, Kind::Tile, &of("e", 1_000)).unwrap();
    assert!(has(&shelf, "a") && has(&shelf, "e") && !has(&shelf, "b"));
    shelf.set_budget(1_100).unwrap();
    assert!(has(&shelf, "e") || has(&shelf, "a"));
    assert!(shelf.size().unwrap() <= 1_100);
}

#[test]
fn an_answer_comes_back_as_it_was_kept_and_only_to_its_account() {
    let dir = TempDir::new().unwrap();
    let shelf = shelf(&dir);
    shelf.keep(1, Kind::Photo, &of("a", 10)).unwrap();
    shelf.keep(1, Kind::Photo, &of("a", 20)).unwrap();
    assert_eq!(shelf.find(1, Kind::Photo, "a").unwrap(), Some(of("a", 20)));
    assert_eq!(shelf.find(2, Kind::Photo, "a").unwrap(), None);
    assert_eq!(shelf.find(1, Kind::Tile, "a").unwrap(), None);
    assert_eq!(shelf.size().unwrap(), 21);
}

#[test]
fn ones_own_list_stays_whatever_the_budget_and_goes_with_the_account() {
    let dir = TempDir::new().unwrap();
    let shelf = shelf(&dir);
    shelf.set_budget(100).unwrap();
    shelf.keep(1, Kind::OwnList, &of("", 10_000)).unwrap();
    shelf.keep(1, Kind::Tile, &of("huge", 90)).unwrap();
    assert!(!has(&shelf, "huge"), "it would push out everything else");
    assert!(shelf.find(1, Kind::OwnList, "").unwrap().is_some());
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    storage.write(|tx| account::forget(tx, 1)).unwrap();
    assert!(shelf.find(1, Kind::OwnList, "").unwrap().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_budget_holds_and_what_was_used_last_is_there(
        steps in proptest::collection::vec((0..12_u8, 1..300_usize, any::<bool>()), 1..40),
        budget in 1_300..3_000_u64,
    ) {
        let dir = TempDir::new().unwrap();
        let shelf = shelf(&dir);
        shelf.set_budget(budget).unwrap();
        for (key, bytes, look) in steps {
            let key = key.to_string();
            if look {
                shelf.find(1, Kind::Tile, &key).unwrap();
                continue;
            }
            shelf.keep(1, Kind::Tile, &of(&key, bytes)).unwrap();
            prop_assert!(shelf.size().unwrap() <= budget);
            prop_assert!(has(&shelf, &key));
        }
    }
}
