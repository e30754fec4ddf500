//! The wizard without a network: what it asks, what it says, and what becomes of a draft when the city
//! changes its catalogue.

use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use super::pages::{Written, current};
use super::tests::{ACCOUNT, NOW, account, phone_at, picture};
use super::*;
use crate::town;
use crate::view::{HintKind, Page, PageState, WizardStep};

/// A phone that has heard of the city.
fn informed(dir: &TempDir, language: Language) -> Surroundings {
    let phone = phone_at(dir, language, NOW);
    hear(&phone, dir, &town::catalogue(3, &[town::pothole()]));
    phone
}

fn hear(phone: &Surroundings, dir: &TempDir, catalogue: &serde_json::Value) {
    let account = account(dir);
    let keep = |what: &str, body: &serde_json::Value| {
        phone.library.keep(&account, what, &body.to_string(), None).unwrap();
    };
    keep("", &town::city());
    keep("/territories", &town::territories());
    keep("/catalogue", catalogue);
}

const NORTH: Place = Place { lat: 57.65, lon: 36.4 };

/// What a screen shows of a step, in a few lines.
fn told(step: &WizardStep) -> String {
    let mut lines = vec![format!("{} — {} [{:?}]", step.position, step.title, step.page)];
    for line in &step.pages {
        let written = line.written.as_deref().unwrap_or("–");
        lines.push(format!("  {}: {} ({written})", line.title, line.state_text));
    }
    let facts = [
        ("danger", step.danger.as_ref().map(|one| format!("{} [{}]", one.text, one.button))),
        ("promise", step.promise.clone()),
        ("visit", step.first_visit.clone()),
        ("district", step.district.clone()),
    ];
    lines.extend(facts.into_iter().filter_map(|(name, fact)| Some(format!("  {name}: {}", fact?))));
    for hint in &step.hints {
        let button = hint.button.as_ref().map(|words| format!(" [{words}]")).unwrap_or_default();
        lines.push(format!("  hint on {:?}: {}{button}", hint.page, hint.text));
    }
    lines.push(format!("  {}: {}", step.send_button, step.may_send));
    lines.join("\n")
}

async fn journey(language: Language) -> String {
    let dir = TempDir::new().unwrap();
    let draft = Draft::begin(&informed(&dir, language), &account(&dir)).unwrap();
    let mut seen = vec![told(&draft.step().unwrap())];
    let mut look = |draft: &Draft| seen.push(told(&draft.step().unwrap()));
    draft.leave(Page::Photos).unwrap();
    draft.put_pin(Place { lat: 57.8, lon: 36.4 }, None).unwrap();
    look(&draft);
    draft.put_pin(NORTH, Some("Mill Street 12".to_owned())).unwrap();
    draft.choose_category("roads").unwrap();
    look(&draft);
    draft.choose_type("pothole").unwrap();
    look(&draft);
    draft.answer("depth", "900").unwrap();
    look(&draft);
    draft.answer("depth", "30").unwrap();
    draft.answer("since", "long").unwrap();
    look(&draft);
    draft.add_photo(picture(), None, None).await.unwrap();
    look(&draft);
    draft.choose_type("manhole").unwrap();
    look(&draft);
    seen.join("\n")
}

#[tokio::test]
async fn it_leads_from_the_photo_to_the_button_and_says_what_is_known() {
    insta::assert_snapshot!("journey_ru", journey(Language::Ru).await);
    insta::assert_snapshot!("journey_en", journey(Language::En).await);
}

#[test]
fn a_phone_that_has_heard_nothing_still_leads_on() {
    let dir = TempDir::new().unwrap();
    let draft = Draft::begin(&phone_at(&dir, Language::En, NOW), &account(&dir)).unwrap();
    assert_eq!(draft.step().unwrap().page, Page::Photos);
    draft.leave(Page::Photos).unwrap();
    assert_eq!(draft.step().unwrap().page, Page::Place);
    draft.put_pin(NORTH, None).unwrap();
    assert_eq!(draft.step().unwrap().page, Page::Category);
    draft.choose_type("pothole").unwrap();
    let step = draft.step().unwrap();
    assert_eq!((step.page, step.may_send, step.district, step.promise), (Page::Send, true, None, None));
}

#[test]
fn what_may_be_left_is_left_and_what_is_needed_is_not() {
    let dir = TempDir::new().unwrap();
    let draft = Draft::begin(&informed(&dir, Language::En), &account(&dir)).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.put_pin(NORTH, None).unwrap();
    for page in [Page::Photos, Page::Questions] {
        assert_eq!(draft.step().unwrap().page, page);
        draft.leave(page).unwrap();
    }
    let step = draft.step().unwrap();
    assert_eq!((step.page, step.may_send, step.send_button.as_str()), (Page::Send, true, "Send as it is"));
    draft.leave(Page::Place).unwrap();
    draft.put_pin(Place { lat: f64::NAN, lon: 36.4 }, None).unwrap();
    let step = draft.step().unwrap();
    assert_eq!((step.page, step.may_send), (Page::Place, false));
}

#[test]
fn a_type_chosen_after_the_photos_says_what_they_should_show() {
    let dir = TempDir::new().unwrap();
    let draft = Draft::begin(&informed(&dir, Language::En), &account(&dir)).unwrap();
    draft.leave(Page::Photos).unwrap();
    let said = |slug: &str| {
        draft.choose_type(slug).unwrap();
        let hints = draft.step().unwrap().hints.into_iter();
        let hints = hints.filter(|hint| (hint.kind, hint.page) == (HintKind::Photo, Page::Photos));
        hints.map(|hint| hint.text).collect::<Vec<_>>()
    };
    let required = "Take a photo: without one it is hard to find and to check. From two steps away";
    assert_eq!(said("pothole"), [required]);
    assert_eq!(said("manhole"), ["From two steps away"]);
    assert!(said("lift").is_empty(), "it would show nothing");
}

#[test]
fn answers_wait_for_their_type_to_be_chosen_again() {
    let dir = TempDir::new().unwrap();
    let draft = Draft::begin(&informed(&dir, Language::En), &account(&dir)).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.answer("depth", "30").unwrap();
    draft.choose_category("houses").unwrap();
    assert_eq!(draft.screen().unwrap().issue_type, None);
    draft.choose_type("pothole").unwrap();
    assert_eq!(draft.screen().unwrap().answers["depth"], "30");
}

/// The depth is asked in another way, and what else is there is not asked any more.
fn changed() -> serde_json::Value {
    let mut pothole = town::pothole();
    pothole["questions"] = json!([
        { "id": "depth", "title": "Is it deep?", "kind": "choice", "required": true, "min": null, "max": null,
          "options": [{ "id": "yes", "title": "Yes" }] },
        { "id": "lane", "title": "Which lane?", "kind": "text", "options": [], "required": false,
          "min": null, "max": null },
    ]);
    town::catalogue(4, &[pothole])
}

#[test]
fn a_draft_keeps_the_words_it_began_with_and_loses_nothing_when_the_city_changes_them() {
    let dir = TempDir::new().unwrap();
    let phone = informed(&dir, Language::En);
    let draft = Draft::begin(&phone, &account(&dir)).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.put_pin(NORTH, None).unwrap();
    draft.describe("By the bridge").unwrap();
    draft.answer("depth", "30").unwrap();
    draft.answer("since", "long").unwrap();
    hear(&phone, &dir, &changed());
    let step = draft.step().unwrap();
    let asked: Vec<_> = step.chosen.unwrap().questions.into_iter().map(|question| question.title).collect();
    assert_eq!(asked, ["How deep, in centimetres?", "Since when?"]);
    let changes: Vec<_> =
        step.hints.into_iter().filter(|hint| hint.kind == HintKind::Changed).map(|hint| hint.text).collect();
    insta::assert_snapshot!("changes", changes.join("\n"));
    assert!(step.may_send);
    draft.take_changes().unwrap();
    let screen = draft.screen().unwrap();
    assert!(screen.answers.is_empty());
    assert_eq!(screen.description, "By the bridge\nHow deep, in centimetres?: 30\nSince when?: For long");
    assert!(draft.step().unwrap().hints.iter().all(|hint| hint.kind != HintKind::Changed));
}

#[test]
fn what_the_city_asks_no_more_is_sent_in_words() {
    let dir = TempDir::new().unwrap();
    let phone = informed(&dir, Language::En);
    let draft = Draft::begin(&phone, &account(&dir)).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.put_pin(NORTH, None).unwrap();
    draft.answer("since", "today").unwrap();
    hear(&phone, &dir, &changed());
    let id = draft.hand_over(NOW).unwrap();
    let item = phone.storage.read(|db| outbox::find(db, &id)).unwrap().unwrap();
    let sent: SubmitReport = serde_json::from_str(&item.body).unwrap();
    assert!(sent.answers.is_empty());
    assert_eq!(sent.description, "Since when?: Since today");
}

#[test]
fn a_type_that_is_gone_has_to_be_chosen_anew() {
    let dir = TempDir::new().unwrap();
    let phone = informed(&dir, Language::En);
    let draft = Draft::begin(&phone, &account(&dir)).unwrap();
    draft.leave(Page::Photos).unwrap();
    draft.put_pin(NORTH, None).unwrap();
    draft.choose_type("pothole").unwrap();
    draft.answer("depth", "30").unwrap();
    hear(&phone, &dir, &town::catalogue(4, &[]));
    let step = draft.step().unwrap();
    assert_eq!((step.page, step.may_send, step.hints[0].kind), (Page::Type, false, HintKind::TypeGone));
    let refused = draft.hand_over(NOW).unwrap_err();
    assert!(matches!(refused, CoreError::Rejected { fields, .. } if fields[0].field == "type"));
    draft.take_changes().unwrap();
    draft.choose_type("manhole").unwrap();
    assert_eq!(draft.screen().unwrap().description, "How deep, in centimetres?: 30");
    assert!(draft.hand_over(NOW).is_ok());
}

#[test]
fn a_catalogue_that_no_draft_needs_is_not_kept() {
    let dir = TempDir::new().unwrap();
    let phone = informed(&dir, Language::En);
    let draft = Draft::begin(&phone, &account(&dir)).unwrap();
    draft.choose_type("pothole").unwrap();
    hear(&phone, &dir, &changed());
    let of_three = || phone.library.catalogue_of(&account(&dir), 3).unwrap();
    assert!(of_three().is_some());
    draft.discard().unwrap();
    hear(&phone, &dir, &town::catalogue(5, &[]));
    assert!(of_three().is_none());
}

#[tokio::test]
async fn drafts_are_listed_with_what_they_lack() {
    let dir = TempDir::new().unwrap();
    let phone = informed(&dir, Language::Ru);
    let first = Draft::begin(&phone, &account(&dir)).unwrap();
    first.describe("У моста").unwrap();
    let later = phone_at(&dir, Language::Ru, NOW + 86_400_000);
    let second = Draft::begin(&later, &account(&dir)).unwrap();
    second.choose_type("pothole").unwrap();
    second.put_pin(NORTH, Some("Mill Street 12".to_owned())).unwrap();
    second.add_photo(picture(), None, None).await.unwrap();
    let known = phone.library.of(&account(&dir)).unwrap();
    let now = chrono::DateTime::from_timestamp_millis(NOW + 86_400_000).unwrap();
    let words = crate::view::Words { language: Language::Ru, zone: known.zone(), now };
    let cards = cards(&phone.storage, ACCOUNT, &known, words).unwrap();
    let shown: Vec<_> = cards
        .iter()
        .map(|card| {
            let photos = card.photos_text.as_deref().unwrap_or("–");
            format!("{} | {} | {} | {photos}", card.title, card.begun_text, card.missing_text)
        })
        .collect();
    insta::assert_snapshot!("cards", shown.join("\n"));
    let found = Draft::find(&phone, ACCOUNT, &cards[1].id).unwrap().unwrap();
    assert_eq!(found.screen().unwrap().description, "У моста");
}

/// What somebody wrote: type, whether a group, whether a pin, and how deep it is.
type Filled = (Option<&'static str>, bool, bool, Option<&'static str>);

fn filled() -> impl Strategy<Value = Filled> {
    let types = proptest::sample::select(vec!["pothole", "manhole", "lift", "unknown"]);
    let depths = proptest::sample::select(vec!["30", "900", "x", " "]);
    (proptest::option::of(types), any::<bool>(), any::<bool>(), proptest::option::of(depths))
}

fn sheet_of((issue_type, category, placed, depth): Filled) -> Sheet {
    let mut sheet = Sheet::begin(uuid::Uuid::nil(), "ab".repeat(16));
    sheet.issue_type = issue_type.map(str::to_owned);
    sheet.category = category.then(|| "roads".to_owned());
    sheet.place = placed.then_some(NORTH);
    sheet.answers.extend(depth.map(|depth| ("depth".to_owned(), depth.to_owned())));
    sheet
}

proptest! {
    #[test]
    fn the_next_page_is_the_first_that_waits_and_what_is_needed_cannot_be_left(
        filled in filled(), photos in 0..3_usize, heard in any::<bool>(),
        left in proptest::sample::subsequence(
            vec![Page::Photos, Page::Place, Page::Category, Page::Type, Page::Questions, Page::Send], 0..6),
    ) {
        let sheet = sheet_of(filled);
        let catalogue = serde_json::from_value(town::catalogue(3, &[town::pothole()])).unwrap();
        let known = heard.then_some(&catalogue);
        let written = Written { sheet: &sheet, catalogue: known, newest: known, photos, refused: &[] };
        let pages = written.pages();
        prop_assert!(pages.is_sorted_by_key(|(page, _)| *page) && pages.last().unwrap().0 == Page::Send);
        let now = current(&pages, &left);
        for (page, state) in pages.iter().take_while(|(page, _)| *page != now) {
            let passed = *state == PageState::Done || (*state == PageState::Open && left.contains(page));
            prop_assert!(passed, "{page:?} is {state:?}");
        }
        let blocked = pages.iter().any(|(_, state)| matches!(state, PageState::Needed | PageState::Wrong));
        let unready = !sheet.missing().is_empty() || written.type_is_gone();
        prop_assert!(!unready || blocked, "the city could not take it");
        prop_assert!(now != Page::Send || !blocked);
    }

    #[test]
    fn going_over_to_another_catalogue_loses_no_answer(
        filled in filled(), gone in any::<bool>(),
    ) {
        let sheet = sheet_of(filled);
        let begun = serde_json::from_value(town::catalogue(3, &[town::pothole()])).unwrap();
        let newest = if gone { town::catalogue(4, &[]) } else { changed() };
        let newest = serde_json::from_value(newest).unwrap();
        let written = Written { sheet: &sheet, catalogue: Some(&begun), newest: Some(&newest), photos: 0, refused: &[] };
        let renewed = written.renewed();
        for answer in sheet.answers.values() {
            let kept = renewed.answers.values().any(|kept| kept == answer);
            prop_assert!(kept || renewed.description.contains(answer.as_str()));
        }
        let again = Written { sheet: &renewed, catalogue: Some(&newest), newest: Some(&newest), photos: 0, refused: &[] };
        prop_assert!(again.changes().is_empty());
    }
}
