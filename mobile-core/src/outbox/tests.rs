use super::*;
use crate::account;
use crate::error::{FieldProblem, RefusalCode};
use crate::storage::Storage;

const BODY: &str = r#"{"id":"019a8f00-0000-7000-8000-000000000001","type":"pothole","place":{"lat":57.62,"lon":36.4},
    "contact":{"email":"ann@example.org"},"language":"en","secret":"abababababababababababababababab"}"#;

fn item() -> Item {
    Item {
        id: "019a8f00-0000-7000-8000-000000000001".to_owned(),
        account_id: 1,
        city: "small-town".to_owned(),
        secret: "ab".repeat(16),
        body: BODY.to_owned(),
        delivery: Delivery::Waiting,
        created_at: 1,
        attempts: 0,
        next_try_at: 1,
        refusal: None,
        receipt: None,
    }
}

#[test]
fn once_the_city_has_it_the_phone_forgets_how_to_reach_its_author() {
    let dir = tempfile::tempdir().unwrap();
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    let kept = storage
        .write(|tx| {
            account::add(tx, "https://city.example", "small-town", None)?;
            insert(tx, &item())?;
            let begun = begin(tx, &item())?;
            assert!(find(tx, &begun.id)?.unwrap().body.contains("ann@example.org"));
            keep_receipt(tx, &begun, "{}")?;
            find(tx, &begun.id)
        })
        .unwrap()
        .unwrap();
    assert_eq!(kept.delivery, Delivery::Sent);
    assert!(!kept.body.contains("ann@example.org"), "{}", kept.body);
    assert!(kept.body.contains("pothole"));
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
