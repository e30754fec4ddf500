use tempfile::TempDir;

use super::*;
use crate::photo::{CancelToken, PhotoProgress};
use crate::view::PageState;

pub(super) const NOW: i64 = 1_794_618_123_000;

/// The first one that a file has.
pub(super) const ACCOUNT: i64 = 1;

pub(super) fn storage(dir: &TempDir) -> Storage {
    let storage = Storage::open(&dir.path().join("city.sqlite3")).unwrap();
    let add = |tx: &Transaction<'_>| match account::find(tx, ACCOUNT)? {
        Some(account) => Ok(account),
        None => account::add(tx, "https://city.example", "small-town", None),
    };
    assert_eq!(storage.write(add).unwrap().id, ACCOUNT);
    storage
}

/// A clock that a test sets.
struct Hands(i64);

impl Clock for Hands {
    fn now(&self) -> i64 {
        self.0
    }
}

pub(super) fn phone_at(dir: &TempDir, language: Language, now: i64) -> Surroundings {
    let storage = storage(dir);
    let library = Arc::new(Library::new(storage.clone(), language));
    Surroundings { storage, language, library, clock: Arc::new(Hands(now)) }
}

pub(super) fn phone(dir: &TempDir) -> Surroundings {
    phone_at(dir, Language::En, NOW)
}

pub(super) fn account(dir: &TempDir) -> Account {
    storage(dir).read(|db| account::find(db, ACCOUNT)).unwrap().unwrap()
}

fn begin(dir: &TempDir) -> Draft {
    Draft::begin(&phone(dir), &account(dir)).unwrap()
}

fn place() -> Place {
    Place { lat: 57.62, lon: 36.4 }
}

pub(super) fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(16, 8).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    draft.put_pin(place(), None).unwrap();
    draft.choose_type("pothole").unwrap();
    let (name, consent) = (Some("Ann".to_owned()), Some("1".to_owned()));
    draft.sign(Some(Reachable { name, email: None, phone: Some(" ".to_owned()), consent })).unwrap();
    let screen = draft.screen().unwrap();
    let step = draft.step().unwrap();
    let last = step.pages.last().unwrap();
    assert_eq!(
        (step.may_send, last.state, last.state_text.as_str()),
        (false, PageState::Wrong, "To be corrected")
    );
    let said: Vec<_> = screen.wrong.iter().map(|p| (p.field.as_str(), p.code.as_str())).collect();
    assert_eq!(said, [("contact", "no_way_to_answer")]);
    assert!(screen.wrong[0].message.ends_with('.'), "{}", screen.wrong[0].message);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_in_words() {
    let dir = TempDir::new().unwrap();
    let refused = begin(&dir).add_photo(b"no picture".to_vec(), None, None).await;
    let Err(CoreError::Rejected { fields, .. }) = refused else {
        panic!("taken");
    };
    assert_eq!(fields[0].field, "photo");
    assert!(fields[0].message.ends_with('.'), "{}", fields[0].message);
}

#[test]
fn an_unfinished_report_is_not_handed_over_and_says_everything_it_lacks() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    draft.describe(&"x".repeat(5000)).unwrap();
    let Err(CoreError::Rejected { code: RefusalCode::Invalid, fields }) = draft.hand_over(NOW) else {
        panic!("handed over");
    };
    let fields: Vec<_> = fields.iter().map(|p| p.field.as_str()).collect();
    assert_eq!(fields, ["description", "place", "type"]);
}

#[tokio::test]
async fn every_change_outlives_the_app() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    draft.put_pin(place(), Some("Mill Street 12".to_owned())).unwrap();
    draft.add_photo(picture(), None, None).await.unwrap();
    draft.describe("A hole, half a metre").unwrap();
    let id = draft.id();
    drop(draft);
    let screen = Draft::last(&phone(&dir), ACCOUNT).unwrap().unwrap().screen().unwrap();
    assert_eq!(screen.id, id);
    assert_eq!(screen.address.as_deref(), Some("Mill Street 12"));
    assert_eq!(screen.description, "A hole, half a metre");
    assert_eq!((screen.photos[0].width, screen.photos[0].height), (16, 8));
}

#[test]
fn answers_are_sent_come_back_with_a_refusal_and_belong_to_their_type() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    draft.put_pin(place(), None).unwrap();
    draft.choose_type("lamp").unwrap();
    draft.answer("post", "12/4").unwrap();
    let report = draft.sheet().report(Language::En, &[]);
    assert_eq!(report.answers["post"], "12/4");
    assert_eq!(Sheet::from(report).answers["post"], "12/4");
    draft.choose_type("lamp").unwrap();
    assert_eq!(draft.screen().unwrap().answers.len(), 1);
    draft.choose_type("pothole").unwrap();
    assert!(draft.screen().unwrap().answers.is_empty());
}

#[test]
fn nothing_is_kept_of_a_report_that_was_only_opened() {
    let dir = TempDir::new().unwrap();
    begin(&dir);
    assert!(Draft::last(&phone(&dir), ACCOUNT).unwrap().is_none());
}

#[tokio::test]
async fn a_report_that_was_handed_over_cannot_be_changed_any_more() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    draft.put_pin(place(), None).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.hand_over(NOW).unwrap();
    assert_eq!(draft.describe("Too late"), Err(CoreError::Conflict));
    assert_eq!(draft.discard(), Err(CoreError::Conflict));
    assert!(draft.add_photo(picture(), None, None).await.is_err());
    assert!(Draft::last(&phone(&dir), ACCOUNT).unwrap().is_none());
}

#[test]
fn ids_are_in_the_order_of_time_and_secrets_have_128_bits() {
    let dir = TempDir::new().unwrap();
    let (earlier, later) =
        (begin(&dir), Draft::begin(&phone_at(&dir, Language::En, NOW + 1), &account(&dir)).unwrap());
    assert!(earlier.id() < later.id());
    assert_eq!(earlier.sheet().id.get_version_num(), 7);
    let secret = &earlier.sheet().secret;
    assert!(domain::id::is_secret(secret) && secret.len() == 32);
    assert_ne!(*secret, later.sheet().secret);
}

fn full() -> Sheet {
    let mut sheet = Sheet::begin("019a8f00-0000-7000-8000-000000000001".parse().unwrap(), "ab".repeat(16));
    sheet.issue_type = Some("pothole".to_owned());
    sheet.place = Some(place());
    sheet.address = Some("Mill Street 12".to_owned());
    sheet.description = "A hole".to_owned();
    let (email, consent) = (Some("ann@example.org".to_owned()), Some("1".to_owned()));
    sheet.contact = Reachable { name: None, email, phone: None, consent }.into_contact();
    sheet.observed_at = Some(NOW);
    sheet
}

#[test]
fn a_draft_is_stored_so_that_later_versions_can_read_it() {
    insta::assert_json_snapshot!("stored", full());
}

#[test]
fn a_report_goes_over_the_wire_so() {
    let photo = "8d2f6f0e-3b8b-4b0a-9d55-000000000002".parse().unwrap();
    insta::assert_json_snapshot!("wire", full().report(Language::En, &[photo]));
}

#[test]
fn a_report_taken_back_is_the_draft_it_was() {
    let sheet = full();
    assert!(Sheet::from(sheet.report(Language::En, &[])) == sheet);
}

#[tokio::test]
async fn a_cancelled_photo_leaves_nothing() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    let token = Arc::new(CancelToken::new());
    token.cancel();
    assert_eq!(draft.add_photo(picture(), None, Some(token)).await.unwrap(), None);
    assert!(draft.screen().unwrap().photos.is_empty());
    assert!(Draft::last(&phone(&dir), ACCOUNT).unwrap().is_none());
}

/// Is told that the work has begun, and lets it go on when the test says so.
struct Halfway(std::sync::Barrier, std::sync::Barrier, Arc<tokio::sync::Notify>);

impl PhotoProgress for Halfway {
    fn percent(&self, percent: u8) {
        if percent == 90 {
            self.2.notify_one();
            self.0.wait();
        } else if percent == 100 {
            self.1.wait();
        }
    }
}

#[tokio::test]
async fn a_photo_that_nobody_waits_for_any_more_leaves_nothing() {
    let dir = TempDir::new().unwrap();
    let draft = begin(&dir);
    let begun = Arc::new(tokio::sync::Notify::new());
    let halfway = Arc::new(Halfway(std::sync::Barrier::new(2), std::sync::Barrier::new(2), begun.clone()));
    tokio::select! {
        _ = draft.add_photo(picture(), Some(halfway.clone()), None) => panic!("not yet"),
        () = begun.notified() => {}
    }
    halfway.0.wait();
    halfway.1.wait();
    // The next one comes after it: by then it had its chance.
    draft.add_photo(picture(), None, None).await.unwrap().unwrap();
    assert_eq!(draft.screen().unwrap().photos.len(), 1);
}
