//! The outbox while the app sleeps: the test plays the system, which carries what it was handed and tells
//! the answer to whatever run of the app there is by then, or never, or twice.
#![expect(clippy::unwrap_used, reason = "a test")]

#[expect(dead_code, reason = "other tests use the rest")]
mod peer;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use mobile_core::view::{Language, MyReport, Place};
use mobile_core::{Background, Core, Delivery, Handover, HttpRequest, HttpResponse, Transport};
use peer::{City, Trouble};
use tempfile::TempDir;

const NOW: i64 = 1_794_618_123_000;

/// What was handed to the system and has not been carried.
#[derive(Default)]
struct System {
    held: Mutex<Vec<Handover>>,
    names: Mutex<HashMap<String, usize>>,
}

impl Background for System {
    fn hand_over(&self, handover: Handover) {
        let mut held = self.held.lock().unwrap();
        *self.names.lock().unwrap().entry(handover.token.clone()).or_default() += 1;
        if held.iter().all(|other| other.token != handover.token) {
            held.push(handover);
        }
    }
}

impl System {
    /// Carries the only thing that it has; gives its name and what came back.
    async fn carry(&self, city: &Arc<City>) -> (String, Option<HttpResponse>) {
        let handover = {
            let mut held = self.held.lock().unwrap();
            assert_eq!(held.len(), 1, "one after the other");
            held.pop().unwrap()
        };
        assert_eq!(handover.request.body, None);
        let body = Some(fs::read(&handover.body_file).unwrap());
        let answer = city.send(HttpRequest { body, ..handover.request }).await;
        (handover.token, answer.ok())
    }
}

async fn open(dir: &TempDir, city: &Arc<City>) -> Core {
    let platform = city.phone.platform(city.clone());
    let core = Core::open(dir.path().to_str().unwrap(), Language::En, platform).unwrap();
    core.add_city("https://city.example", "small-town").await.unwrap();
    core
}

/// A report with two photos of this size, grainy as asphalt.
async fn write(core: &Core, width: u32, height: u32) -> String {
    let draft = core.new_draft().unwrap();
    draft.put_pin(Place { lat: 57.62, lon: 36.4 }, None).unwrap();
    draft.choose_type("pothole").unwrap();
    for shade in [10, 200] {
        let mut chance = 1_u32;
        let picture = image::RgbImage::from_fn(width, height, |_, _| {
            chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [grain, other, ..] = chance.to_be_bytes();
            image::Rgb([shade, grain, other])
        });
        let mut png = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
        draft.add_photo(png.into_inner(), None, None).await.unwrap();
    }
    core.enqueue(&draft).unwrap()
}

fn only(core: &Core) -> MyReport {
    let mine = core.my_reports().unwrap();
    assert_eq!(mine.len(), 1);
    mine.into_iter().next().unwrap()
}

fn left(dir: &Path) -> usize {
    fs::read_dir(dir.join("background")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn the_system_carries_a_report_while_the_app_is_gone() {
    let (dir, city, system) = (TempDir::new().unwrap(), City::new([]), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    // Larger than what one request carries while the app is awake: each handover costs a wake.
    write(&core, 800, 600).await;
    assert!(core.hand_over(system.clone()).await.unwrap());
    assert_eq!(only(&core).delivery, Delivery::Sending);
    assert_eq!((city.photos(), left(dir.path())), (0, 1), "nothing was sent by the app itself");
    drop(core);

    for handovers in [true, true, false] {
        let (token, answer) = system.carry(&city).await;
        let core = open(&dir, &city).await;
        let more = core.background_answer(token, answer, system.clone()).await.unwrap();
        assert_eq!(more, handovers);
    }
    let sent = only(&open(&dir, &city).await);
    assert_eq!((sent.delivery, sent.number.as_deref()), (Delivery::Sent, Some("2026-000001")));
    assert_eq!((city.reports(), city.photo_calls(), left(dir.path())), (1, 2, 0));
    assert!(system.names.lock().unwrap().values().all(|times| *times == 1));
}

#[tokio::test]
async fn many_reports_go_one_after_the_other() {
    let (dir, city, system) = (TempDir::new().unwrap(), City::new([]), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    for _ in 0..4 {
        write(&core, 16, 8).await;
    }
    let mut more = core.hand_over(system.clone()).await.unwrap();
    let mut carried = 0;
    while more {
        let (token, answer) = system.carry(&city).await;
        more = core.background_answer(token, answer, system.clone()).await.unwrap();
        carried += 1;
    }
    assert_eq!((carried, city.reports(), city.photo_calls()), (12, 4, 8));
}

#[tokio::test]
async fn an_answer_that_comes_twice_or_late_changes_nothing() {
    let (dir, city, system) = (TempDir::new().unwrap(), City::new([]), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    write(&core, 16, 8).await;
    core.hand_over(system.clone()).await.unwrap();
    core.hand_over(system.clone()).await.unwrap();
    let (token, answer) = system.carry(&city).await;
    for _ in 0..2 {
        core.background_answer(token.clone(), answer.clone(), system.clone()).await.unwrap();
    }
    // The person opens the app: it does not wait for the system.
    core.flush().await.unwrap();
    assert_eq!(only(&core).delivery, Delivery::Sent);
    let (late, answer) = system.carry(&city).await;
    assert!(!core.background_answer(late, answer, system.clone()).await.unwrap());
    assert!(!core.background_answer("../../city.sqlite3".to_owned(), None, system.clone()).await.unwrap());
    assert_eq!((city.reports(), city.photos(), only(&core).delivery), (1, 2, Delivery::Sent));
}

#[tokio::test]
async fn an_answer_that_never_comes_is_not_waited_for() {
    let (dir, city, system) = (TempDir::new().unwrap(), City::new([]), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    write(&core, 16, 8).await;
    core.hand_over(system.clone()).await.unwrap();
    drop(core);
    let core = open(&dir, &city).await;
    core.flush().await.unwrap();
    assert_eq!((only(&core).delivery, city.reports()), (Delivery::Sent, 1));
}

#[tokio::test]
async fn what_the_system_could_not_carry_is_tried_again_later() {
    let (dir, city, system) =
        (TempDir::new().unwrap(), City::new([Trouble::AnswerLost]), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    write(&core, 16, 8).await;
    core.hand_over(system.clone()).await.unwrap();
    let (token, answer) = system.carry(&city).await;
    assert_eq!(answer, None);
    assert!(!core.background_answer(token, answer, system.clone()).await.unwrap());
    assert_eq!(only(&core).delivery, Delivery::Waiting);
    let later = core.next_flush_at().unwrap().unwrap();
    assert!((NOW + 1..=NOW + 60_000).contains(&later), "{}", later - NOW);
    city.phone.set_clock(later);
    assert!(core.hand_over(system.clone()).await.unwrap());
}

#[tokio::test]
async fn a_proof_that_the_city_asks_for_goes_with_the_next_try() {
    let troubles = [Trouble::Proof];
    let (dir, city, system) = (TempDir::new().unwrap(), City::new(troubles), Arc::new(System::default()));
    let core = open(&dir, &city).await;
    write(&core, 16, 8).await;
    let mut more = core.hand_over(system.clone()).await.unwrap();
    while more {
        let (token, answer) = system.carry(&city).await;
        more = core.background_answer(token, answer, system.clone()).await.unwrap();
    }
    assert_eq!((only(&core).delivery, city.reports()), (Delivery::Sent, 1));
    assert_eq!(city.sent_in("x-proof").len(), 1);
}
