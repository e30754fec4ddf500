//! Reports reach the city exactly once, whatever the network and the battery do. The city is
//! played by [`peer::City`], which answers as the HTTP contract says.
#![expect(clippy::unwrap_used, reason = "a test")]

mod peer;

use std::sync::Arc;

use domain::proof::solves;
use mobile_core::view::{Language, MyReport, Place};
use mobile_core::{Core, CoreError, Delivery, Draft, RefusalCode};
use peer::{BITS, CHALLENGE, City, NOW, Trouble};
use tempfile::TempDir;

const MINUTE: i64 = 60_000;

async fn open(dir: &TempDir, city: &Arc<City>) -> Core {
    let platform = city.phone.platform(city.clone());
    let core = Core::open(dir.path().to_str().unwrap(), Language::En, platform).unwrap();
    core.add_city("https://city.example", "small-town").await.unwrap();
    core
}

/// Moves the clock and sends what is due.
async fn flush_at(core: &Core, city: &City, now: i64) -> Result<Vec<MyReport>, CoreError> {
    city.phone.set_clock(now);
    core.flush().await
}

fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(16, 8, image::Rgb([shade; 3]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn write(core: &Core) -> Draft {
    let draft = core.new_draft().unwrap();
    draft.put_pin(Place { lat: 57.62, lon: 36.4 }, None).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.add_photo(picture(10), None, None).await.unwrap();
    draft.add_photo(picture(200), None, None).await.unwrap();
    assert!(draft.step().unwrap().may_send);
    draft
}

fn only(core: &Core) -> MyReport {
    let mine = core.my_reports().unwrap();
    assert_eq!(mine.len(), 1);
    mine.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_report_with_photos_reaches_the_city() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([]));
    let core = open(&dir, &city).await;
    let id = core.enqueue(&write(&core).await).unwrap();
    assert_eq!(only(&core).delivery, Delivery::Waiting);
    let sent = core.flush().await.unwrap();
    assert_eq!((sent[0].id.as_str(), sent[0].delivery), (id.as_str(), Delivery::Sent));
    assert_eq!(sent[0].number.as_deref(), Some("2026-000001"));
    assert_eq!(sent[0].text, "Received. Road Service has it, due 24 November.");
    assert_eq!((city.reports(), city.photos()), (1, 2));
    assert_eq!(core.next_flush_at().unwrap(), None);
    insta::assert_snapshot!(city.calls_without_ids().join("\n"));
}

#[tokio::test]
async fn handed_over_twice_it_is_still_one_report() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([]));
    let core = open(&dir, &city).await;
    let draft = write(&core).await;
    let first = core.enqueue(&draft).unwrap();
    core.flush().await.unwrap();
    let number = only(&core).number;
    assert_eq!(core.enqueue(&draft).unwrap(), first);
    assert!(flush_at(&core, &city, NOW + MINUTE).await.unwrap().is_empty());
    assert_eq!((only(&core).number, city.reports()), (number, 1));
}

#[tokio::test]
async fn without_a_network_it_waits_and_goes_as_soon_as_there_is_one() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::NotConnected]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    core.flush().await.unwrap();
    assert_eq!(only(&core).delivery, Delivery::Waiting);
    assert_eq!(core.next_flush_at().unwrap(), Some(NOW + MINUTE), "by the clock, only now and then");
    core.flush().await.unwrap();
    assert_eq!(only(&core).delivery, Delivery::Sent);
}

#[tokio::test]
async fn a_lost_answer_does_not_make_a_second_report() {
    let (dir, city) =
        (TempDir::new().unwrap(), City::new([Trouble::None, Trouble::None, Trouble::AnswerLost]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    core.flush().await.unwrap();
    assert_eq!((only(&core).delivery, city.reports()), (Delivery::Waiting, 1));
    let later = core.next_flush_at().unwrap().unwrap();
    assert!((NOW + 10_000..=NOW + MINUTE).contains(&later));
    assert!(flush_at(&core, &city, later - 1).await.unwrap().is_empty(), "not before its time");
    flush_at(&core, &city, later).await.unwrap();
    assert_eq!(only(&core).number.as_deref(), Some("2026-000001"));
    assert_eq!((city.reports(), city.photo_calls()), (1, 2));
}

/// Two photos and the report are three calls; the app dies during each of them, before the city
/// got it and after.
#[tokio::test]
async fn an_app_that_dies_at_any_step_sends_exactly_one_report() {
    for died_at in 0..3 {
        for (trouble, arrived) in [(Trouble::DiedBefore, 0), (Trouble::DiedAfter, 1)] {
            let mut troubles = vec![Trouble::None; died_at];
            troubles.push(trouble);
            let (dir, city) = (TempDir::new().unwrap(), City::new(troubles));
            let core = open(&dir, &city).await;
            core.enqueue(&write(&core).await).unwrap();
            tokio::select! {
                _ = core.flush() => panic!("the app was to die"),
                () = city.stuck() => {}
            }
            drop(core);

            let core = open(&dir, &city).await;
            assert_eq!(only(&core).delivery, Delivery::Sending);
            core.flush().await.unwrap();
            assert_eq!(only(&core).number.as_deref(), Some("2026-000001"), "died at {died_at}");
            assert_eq!((city.reports(), city.photos()), (1, 2));
            let again = usize::from(died_at < 2) * arrived;
            assert_eq!(city.photo_calls(), 2 + again, "what arrived for certain is not sent again");
        }
    }
}

#[tokio::test]
async fn a_busy_city_is_left_in_peace_for_as_long_as_it_asks() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::Busy]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    core.flush().await.unwrap();
    assert_eq!(core.next_flush_at().unwrap(), Some(NOW + 10 * MINUTE));
    assert!(flush_at(&core, &city, NOW + 9 * MINUTE).await.unwrap().is_empty());
    flush_at(&core, &city, NOW + 10 * MINUTE).await.unwrap();
    assert_eq!(only(&core).delivery, Delivery::Sent);
}

#[tokio::test]
async fn a_refused_report_stays_with_its_reason_until_its_author_corrects_it() {
    let refused = [Trouble::None, Trouble::None, Trouble::Refused];
    let (dir, city) = (TempDir::new().unwrap(), City::new(refused));
    let core = open(&dir, &city).await;
    let id = core.enqueue(&write(&core).await).unwrap();
    core.flush().await.unwrap();
    drop(core);

    let core = open(&dir, &city).await;
    let parked = only(&core);
    assert_eq!((parked.delivery, parked.next_try_at), (Delivery::Parked, None));
    let refusal = parked.refusal.unwrap();
    assert_eq!((refusal.code, refusal.fields[0].field.as_str()), (RefusalCode::Invalid, "place"));
    assert!(flush_at(&core, &city, NOW + 1000 * MINUTE).await.unwrap().is_empty(), "not tried by itself");

    let draft = core.revise(&id).unwrap();
    assert!(core.my_reports().unwrap().is_empty());
    assert_eq!(draft.screen().unwrap().photos.len(), 2);
    draft.put_pin(Place { lat: 57.63, lon: 36.41 }, None).unwrap();
    assert_eq!(core.enqueue(&draft).unwrap(), id);
    core.flush().await.unwrap();
    assert_eq!((only(&core).delivery, city.reports()), (Delivery::Sent, 1));
}

#[tokio::test]
async fn only_a_parked_report_can_be_thrown_away() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::Refused]));
    let core = open(&dir, &city).await;
    let id = core.enqueue(&write(&core).await).unwrap();
    assert_eq!(core.discard(&id), Err(CoreError::Conflict));
    core.flush().await.unwrap();
    core.discard(&id).unwrap();
    assert!(core.my_reports().unwrap().is_empty());
}

#[tokio::test]
async fn two_passes_at_once_send_everything_once() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    let (first, second) = tokio::join!(core.flush(), core.flush());
    assert_eq!(first.unwrap().len() + second.unwrap().len(), 1);
    assert_eq!((city.reports(), city.photo_calls()), (1, 2));
}

#[tokio::test]
async fn the_catalogue_is_there_without_a_network_once_it_was_seen() {
    let (dir, city) =
        (TempDir::new().unwrap(), City::new([Trouble::NotConnected, Trouble::None, Trouble::NotConnected]));
    let core = open(&dir, &city).await;
    assert_eq!(core.catalogue().await.unwrap_err(), CoreError::Offline);
    let seen = core.catalogue().await.unwrap();
    assert_eq!(seen.categories[0].types[0].title, "Pothole");
    assert_eq!(core.catalogue().await.unwrap(), seen);
    core.enqueue(&write(&core).await).unwrap();
    assert_eq!(only(&core).title.as_deref(), Some("Pothole"));
}

#[tokio::test]
async fn a_proof_that_the_city_asks_for_is_found_without_anybody_noticing() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::None, Trouble::None, Trouble::Proof]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    assert_eq!(core.flush().await.unwrap()[0].delivery, Delivery::Sent);
    let proofs = city.sent_in("x-proof");
    let (challenge, answer) = proofs[0].split_once(':').unwrap();
    assert_eq!((proofs.len(), challenge), (1, CHALLENGE));
    assert!(solves(challenge, answer.parse().unwrap(), BITS));
}

#[tokio::test]
async fn a_city_that_is_never_content_is_asked_again_later() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::Proof; 3]));
    let core = open(&dir, &city).await;
    core.enqueue(&write(&core).await).unwrap();
    let tried = core.flush().await.unwrap();
    assert_eq!(tried[0].delivery, Delivery::Waiting);
    assert!(core.next_flush_at().unwrap().unwrap() > NOW);
}

#[tokio::test]
async fn a_phone_keeps_its_key() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([]));
    for _ in 0..2 {
        let core = open(&dir, &city).await;
        core.enqueue(&write(&core).await).unwrap();
        core.flush().await.unwrap();
    }
    let keys = city.sent_in("x-device");
    assert_eq!((keys.len(), keys[0].len()), (6, 32));
    assert!(keys.iter().all(|key| *key == keys[0]));
}

/// Whether any file of the app still has these words in it.
fn is_written_in(dir: &TempDir, words: &str) -> bool {
    std::fs::read_dir(dir.path()).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn an_account_that_is_forgotten_leaves_nothing_and_takes_nothing_along_unasked() {
    let (dir, city) = (TempDir::new().unwrap(), City::new([Trouble::NotConnected]));
    let core = open(&dir, &city).await;
    let (waiting, draft) = (write(&core).await, write(&core).await);
    waiting.describe("By the blue gate").unwrap();
    core.enqueue(&waiting).unwrap();
    draft.describe("By the blue gate too").unwrap();
    core.flush().await.unwrap();
    let account = core.accounts().unwrap()[0].id;
    assert_eq!(core.forget(account, false), Err(CoreError::Conflict));
    assert_eq!((core.drafts().unwrap().len(), core.my_reports().unwrap().len()), (1, 1));
    assert!(is_written_in(&dir, "blue gate"));
    core.forget(account, true).unwrap();
    assert!(core.accounts().unwrap().is_empty());
    assert!(!is_written_in(&dir, "blue gate"));
    let file = rusqlite::Connection::open(dir.path().join("city.sqlite3")).unwrap();
    let photos: i64 = file.query_row("select count(*) from photos", [], |row| row.get(0)).unwrap();
    assert_eq!(photos, 0);
    // Whoever comes next finds nothing, and nothing is sent.
    core.add_city("https://city.example", "small-town").await.unwrap();
    assert!(core.drafts().unwrap().is_empty() && core.my_reports().unwrap().is_empty());
    assert_eq!((core.next_flush_at().unwrap(), city.reports(), city.photos()), (None, 0, 0));
}
