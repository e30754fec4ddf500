use super::*;
use crate::account;
use crate::error::{FieldProblem, RefusalCode};
use crate::random;
use crate::storage::Storage;

const BODY: &str = r#"{"id":"019a8f00-0000-7000-8000-000000000001","type":"pothole","place":{"lat":57.62,"lon":36.4},
    "contact":{"email":"ann@example.org"},"language":"en","secret":"abababababababababababababababab"}"#;

const ID: &str = "019a8f00-0000-7000-8000-000000000001";

fn item() -> Item {
    Item::report(1, ID.to_owned(), "ab".repeat(16), BODY.to_owned(), 1)
}

fn storage(dir: &tempfile::TempDir) -> Storage {
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    storage.write(|tx| account::add(tx, "https://city.example", "small-town", None)).unwrap();
    storage
}

#[test]
fn once_the_city_has_it_the_phone_forgets_how_to_reach_its_author() {
    let dir = tempfile::tempdir().unwrap();
    let kept = storage(&dir)
        .write(|tx| {
            insert(tx, &item())?;
            let begun = find(tx, ID)?.unwrap();
            assert!(begun.body.contains("ann@example.org"));
            keep_receipt(tx, &begun, "{}")?;
            find(tx, ID)
        })
        .unwrap()
        .unwrap();
    assert_eq!(kept.delivery, Delivery::Sent);
    assert!(!kept.body.contains("ann@example.org"), "{}", kept.body);
    assert!(kept.body.contains("pothole"));
}

/// Hands a deed to the report over and gives its id.
fn resolve(tx: &Transaction<'_>, photos: &[photo::Photo], now: i64) -> Result<String, CoreError> {
    let id = random::report_id(now)?.to_string();
    for photo in photos {
        photo::store::insert(tx, &id, &random::photo_id()?.to_string(), photo)?;
    }
    let (body, path) = (serde_json::json!({ "to": "resolved" }), format!("/reports/{ID}/transitions"));
    let new =
        NewDeed { id: id.clone(), account_id: 1, report_id: ID.to_owned(), path, body, version: Some(3) };
    deed(tx, new, now)?;
    Ok(id)
}

#[test]
fn a_deed_keeps_its_place_its_photos_and_what_opens_the_case() {
    let dir = tempfile::tempdir().unwrap();
    let storage = storage(&dir);
    let photo =
        photo::Photo { bytes: vec![1, 2, 3, 4], width: 2, height: 1, hint: photo::PhotoHint::default() };
    storage
        .write(|tx| {
            insert(tx, &item())?;
            // The clock went back between the two.
            let first = resolve(tx, &[photo], 100)?;
            let second = resolve(tx, &[], 50)?;
            let all = all_of(tx, 1)?;
            let ids: Vec<&str> = all.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(ids, [ID, first.as_str(), second.as_str()]);
            assert_eq!((all[1].secret.as_str(), all[1].version), ("ab".repeat(16).as_str(), Some(3)));
            let left = photos_of(tx, &first)?;
            assert_eq!(left[0].2, 4);
            assert_eq!(part(tx, &left[0].1, 1, 3)?, [2, 3]);
            let said: serde_json::Value = serde_json::from_str(&all[1].body)?;
            assert_eq!(said, serde_json::json!({ "to": "resolved", "photos": [left[0].1] }));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_report_that_is_thrown_away_takes_along_what_was_to_be_done_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let storage = storage(&dir);
    storage
        .write(|tx| {
            insert(tx, &item())?;
            let first = resolve(tx, &[], 1)?;
            let second = resolve(tx, &[], 1)?;
            discard(tx, &first)?;
            assert!(find(tx, &first)?.is_none(), "nobody had tried to send it");
            assert_eq!(discard(tx, ID), Err(CoreError::Conflict));
            let refusal = Refusal { code: RefusalCode::Invalid, fields: Vec::new() };
            let obstacle = Some(Obstacle::Refused { refusal });
            save(tx, &Item { delivery: Delivery::Parked, obstacle, ..find(tx, ID)?.unwrap() })?;
            assert_eq!(take_back(tx, ID), Err(CoreError::Conflict), "a deed waits for it");
            discard(tx, ID)?;
            assert!(find(tx, &second)?.is_none() && all_of(tx, 1)?.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_phone_that_is_full_says_so_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let storage = storage(&dir);
    storage.write(|tx| insert(tx, &item())).unwrap();
    let pages: i64 =
        storage.read(|db| Ok(db.pragma_query_value(None, "page_count", |row| row.get(0))?)).unwrap();
    storage.read(|db| Ok(db.pragma_update(None, "max_page_count", pages + 2)?)).unwrap();
    let photo =
        photo::Photo { bytes: vec![7; 200_000], width: 2, height: 1, hint: photo::PhotoHint::default() };
    let full = CoreError::Storage { detail: "full".to_owned() };
    for _ in 0..3 {
        let handed = storage.write(|tx| resolve(tx, std::slice::from_ref(&photo), 1));
        assert_eq!(handed.unwrap_err(), full);
    }
    storage.read(|db| Ok(db.pragma_update(None, "max_page_count", 100_000)?)).unwrap();
    drop(storage);
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    storage
        .write(|tx| {
            let said: String = tx.query_row("pragma integrity_check", [], |row| row.get(0))?;
            assert_eq!(said, "ok");
            assert_eq!(all_of(tx, 1)?.len(), 1, "nothing of the deed that did not fit");
            let id = resolve(tx, &[photo], 1)?;
            assert_eq!(photos_of(tx, &id)?[0].2, 200_000);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_refusal_is_stored_so_that_later_versions_can_read_it() {
    let field = FieldProblem {
        field: "place".to_owned(),
        code: "outside_city".to_owned(),
        message: "This place is outside the city. Move the pin.".to_owned(),
    };
    insta::assert_json_snapshot!(Refusal { code: RefusalCode::Invalid, fields: vec![field] });
}
