//! Crews and residents with the app: what is done in a cellar arrives, once, and nobody's work is lost.
#![expect(clippy::unwrap_used, reason = "what goes wrong here is the story's own fault")]

use mobile_core::view::{Place, RoundOrder, Shape};
use mobile_core::{Core, CoreError, DeedKind, DeedOutcome, Delivery, PersonKind, SignIn};
use serde_json::{Value, json};
use stories::Town;
use stories::pocket::Pocket;
use stories::reports::{CENTRE, dark_lamp, file, file_with_photo};
use stories::town::PASSWORD;

use crate::crews::{give, person};

pub const HERE: Place = Place { lat: CENTRE.0, lon: CENTRE.1 };

pub async fn sign_in(core: &Core, login: &str) {
    let SignIn::Done { account } = core.sign_in(login, PASSWORD).await.unwrap() else {
        panic!("a code is asked for")
    };
    assert!(account.chosen && account.signed_in);
    assert_eq!(account.person.unwrap().kind, PersonKind::Staff);
}

pub fn step(to: &str) -> DeedKind {
    DeedKind::Move { to: to.to_owned() }
}

/// Hands a deed over that asks for nothing.
pub fn press(core: &Core, report: &str, kind: DeedKind) -> String {
    core.enqueue_deed(&core.begin_deed(report, kind).unwrap()).unwrap()
}

pub async fn resolve(core: &Core, report: &str, words: &str) -> String {
    let deed = core.begin_deed(report, step("resolved")).unwrap();
    let asked: Vec<String> = deed.screen().unwrap().missing.into_iter().map(|field| field.field).collect();
    assert_eq!(asked, ["photos"]);
    assert!(matches!(core.enqueue_deed(&deed), Err(CoreError::Rejected { .. })));
    deed.say(words).unwrap();
    deed.end_with(DeedOutcome::MeasuresTaken).unwrap();
    deed.add_photo(stories::reports::jpeg(uuid::Uuid::new_v4()), Some(HERE), 1_794_819_600_000, None, None)
        .await
        .unwrap();
    assert!(deed.screen().unwrap().missing.is_empty());
    core.enqueue_deed(&deed).unwrap()
}

fn offered(core: &Core, report: &str) -> Vec<String> {
    let case = core.case(report).unwrap().unwrap();
    case.actions.into_iter().map(|action| action.label).collect()
}

pub async fn as_staff(town: &Town, id: &str) -> Value {
    town.staff("dispatcher").await.get(&format!("reports/{id}")).await.expect(200)
}

#[tokio::test]
async fn a_crew_works_its_round_in_a_cellar_and_all_of_it_arrives() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let near = file(&town.anybody(), &dark_lamp()).await;
    let mut away = dark_lamp();
    away["place"] = json!({ "lat": CENTRE.0, "lon": CENTRE.1 + 0.001 });
    let far = file(&town.anybody(), &away).await;
    for case in [&far, &near] {
        give(case, &worker, json!({ "assignee": person(&worker, "lighting").await })).await.expect(200);
    }

    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    assert_eq!(core.refresh_round().await.unwrap_err(), CoreError::SignedOut);
    assert_eq!(core.sign_in("lighting", "wrong").await.unwrap_err(), CoreError::SignedOut);
    sign_in(&core, "lighting").await;
    core.refresh_round().await.unwrap();

    pocket.cut(true);
    let core = pocket.app_alone();
    assert_eq!(core.refresh_round().await.unwrap_err(), CoreError::Offline);
    let round = core.round(Some(HERE), RoundOrder::Nearest).unwrap();
    let (near, far) = (near.id.to_string(), far.id.to_string());
    assert_eq!(
        round.iter().map(|card| card.card.id.clone()).collect::<Vec<_>>(),
        [near.clone(), far.clone()]
    );
    assert_eq!((round[0].metres, round[1].distance.as_deref()), (Some(0), Some("60 m")));
    assert_eq!(round[0].assignee.as_deref(), Some("lighting"));

    let case = core.case(&near).unwrap().unwrap();
    assert_eq!((case.report.shape, case.actions[0].label.as_str()), (Shape::New, "Accept"));
    assert!(case.actions[0].main && case.actions[0].at_once && case.report.description.is_some());
    press(&core, &near, step("accepted"));
    assert_eq!(core.begin_deed(&near, step("accepted")).err(), Some(CoreError::Conflict), "it is accepted");
    assert_eq!(offered(&core, &near)[..2], ["Start work", "Resolved…"]);
    resolve(&core, &near, "A new lamp").await;
    let waiting = core.round(None, RoundOrder::Deadline).unwrap();
    let words = waiting.iter().find(|card| card.card.id == near).unwrap().waiting.clone();
    assert_eq!(words.as_deref(), Some("Resolved. Waiting to be sent."));
    core.flush().await.unwrap();
    assert_eq!(core.waiting_deeds().unwrap().len(), 2);

    pocket.cut(false);
    pocket.lose("/transitions");
    pocket.later(60);
    core.flush().await.unwrap();
    pocket.later(60);
    core.flush().await.unwrap();
    assert!(!pocket.is_to_lose() && core.waiting_deeds().unwrap().is_empty());
    let seen = as_staff(&town, &near).await;
    assert_eq!((&seen["status"], &seen["outcome"]), (&json!("resolved"), &json!("measures_taken")));
    let history = seen["history"].to_string();
    assert_eq!(history.matches(r#""status":"accepted""#).count(), 1, "{history}");
    let result = seen["photos"].as_array().unwrap().iter().find(|photo| photo["kind"] == "after").unwrap();
    assert_eq!((&result["distance_m"], &result["taken_at"]), (&json!(0), &json!("2026-11-16T09:00:00Z")));
    let news: Vec<_> =
        core.changes().unwrap().into_iter().map(|report| (report.number, report.status)).collect();
    assert_eq!(news, [], "what was done here is no news");
    town.close().await;
}

#[tokio::test]
async fn whoever_is_overtaken_chooses() {
    let town = Town::open().await;
    let (worker, dispatcher) = (town.staff("lighting").await, town.staff("dispatcher").await);
    let mut cases = Vec::new();
    for _ in 0..2 {
        let case = file(&town.anybody(), &dark_lamp()).await;
        give(&case, &worker, json!({ "assignee": person(&worker, "lighting").await })).await.expect(200);
        cases.push(case);
    }
    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    sign_in(&core, "lighting").await;
    core.refresh_round().await.unwrap();
    pocket.cut(true);
    let deeds: Vec<String> =
        cases.iter().map(|case| press(&core, &case.id.to_string(), step("in_progress"))).collect();
    for case in &cases {
        case.moved_by(&dispatcher, "accepted", &[]).await.expect(200);
    }
    pocket.cut(false);
    core.flush().await.unwrap();
    let waiting = core.waiting_deeds().unwrap();
    assert!(waiting.iter().all(|deed| deed.overtaken && deed.delivery == Delivery::Parked), "{waiting:?}");
    assert_eq!(waiting[0].changes, ["The service accepted it"]);
    assert!(
        waiting[0].text.contains("the case was changed: The service accepted it."),
        "{}",
        waiting[0].text
    );
    assert!(core.round(None, RoundOrder::Nearest).unwrap().iter().all(|card| card.undecided));

    core.redo(&deeds[0]).unwrap();
    core.discard(&deeds[1]).unwrap();
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty());
    assert_eq!(as_staff(&town, &cases[0].id.to_string()).await["status"], "in_progress");
    assert_eq!(as_staff(&town, &cases[1].id.to_string()).await["status"], "accepted");
    town.close().await;
}

#[tokio::test]
async fn a_department_ends_its_part_of_somebody_elses_case_and_danger_is_made_safe() {
    let town = Town::open().await;
    let lighting = town.staff("lighting").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    case.moved_by(&lighting, "accepted", &[]).await.expect(200);
    let part =
        json!({ "id": uuid::Uuid::now_v7(), "department": "road-service", "task": "Dig up the cable" });
    case.asked(&lighting, "subtasks", part).await.expect(200);

    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    sign_in(&core, "roads").await;
    core.refresh_round().await.unwrap();
    pocket.cut(true);
    let asked = core.parts().unwrap();
    assert_eq!((asked.len(), asked[0].task.as_str()), (1, "Dig up the cable"));
    let seen = core.case(&asked[0].report_id).unwrap().unwrap();
    let done = &seen.parts[0].actions[0];
    let deed = core.begin_deed(&asked[0].report_id, done.kind.clone()).unwrap();
    deed.add_photo(stories::reports::jpeg(uuid::Uuid::new_v4()), None, 1_794_819_600_000, None, None)
        .await
        .unwrap();
    drop(deed);
    let core = pocket.app_alone();
    let begun = core.begun_deeds(&asked[0].report_id).unwrap();
    assert_eq!(begun[0].screen().unwrap().photos.len(), 1, "a call came in between");
    core.enqueue_deed(&begun[0]).unwrap();
    assert!(core.parts().unwrap().is_empty());
    pocket.cut(false);
    pocket.lose("/end");
    core.flush().await.unwrap();
    pocket.later(60);
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty());
    assert_eq!(as_staff(&town, &case.id.to_string()).await["subtasks"][0]["status"], "done");
    town.close().await;
}

#[tokio::test]
async fn a_case_that_nobody_has_is_taken_on_the_spot() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let me = json!({ "assignee": person(&worker, "lighting").await });
    let (free, taken) =
        (file(&town.anybody(), &dark_lamp()).await, file(&town.anybody(), &dark_lamp()).await);
    let (id, other) = (free.id.to_string(), taken.id.to_string());
    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    sign_in(&core, "lighting").await;
    core.refresh_round().await.unwrap();
    for case in [&id, &other] {
        core.refresh_case(case).await.unwrap();
    }
    pocket.cut(true);
    let actions = core.case(&id).unwrap().unwrap().actions;
    assert_eq!((actions[0].label.as_str(), actions[0].at_once), ("I take it", true));
    press(&core, &id, DeedKind::Claim);
    let case = core.case(&id).unwrap().unwrap();
    assert_eq!(case.assignee.as_deref(), Some("lighting"));
    assert_eq!(case.waiting[0].text, "You took it. Waiting to be sent.");
    assert_eq!(
        (offered(&core, &id)[0].as_str(), offered(&core, &other)[0].as_str()),
        ("Accept", "I take it")
    );
    assert_eq!(core.begin_deed(&id, DeedKind::Claim).err(), Some(CoreError::Conflict), "it is theirs");
    press(&core, &id, step("accepted"));
    press(&core, &other, DeedKind::Claim);
    give(&taken, &worker, me).await.expect(200);

    pocket.cut(false);
    pocket.lose("/assignee");
    core.flush().await.unwrap();
    pocket.later(60);
    core.flush().await.unwrap();
    let waiting = core.waiting_deeds().unwrap();
    assert!(waiting.len() == 1 && waiting[0].report_id == other && waiting[0].overtaken, "{waiting:?}");
    core.discard(&waiting[0].id).unwrap();
    let seen = as_staff(&town, &id).await;
    assert_eq!((&seen["assignee"]["name"], &seen["status"]), (&json!("lighting"), &json!("accepted")));
    assert_eq!(seen["history"].to_string().matches("assignee_changed").count(), 1, "{}", seen["history"]);
    core.refresh_round().await.unwrap();
    assert_eq!(core.round(None, RoundOrder::Deadline).unwrap().len(), 2);
    town.close().await;
}

#[tokio::test]
async fn two_phones_of_one_account_see_the_same() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let (case, _) = file_with_photo(&town.anybody()).await;
    give(&case, &worker, json!({ "assignee": person(&worker, "lighting").await })).await.expect(200);
    let (one, two) = (Pocket::new(), Pocket::new());
    let (first, second) = (one.app(&town).await, two.app(&town).await);
    for core in [&first, &second] {
        sign_in(core, "lighting").await;
        core.refresh_round().await.unwrap();
    }
    let id = case.id.to_string();
    press(&first, &id, step("accepted"));
    press(&second, &id, step("accepted"));
    first.flush().await.unwrap();
    second.flush().await.unwrap();
    let waiting = second.waiting_deeds().unwrap();
    assert!(waiting[0].overtaken, "{waiting:?}");
    second.discard(&waiting[0].id).unwrap();
    press(&first, &id, step("in_progress"));
    first.flush().await.unwrap();
    two.later(30);
    second.flush().await.unwrap();
    let told: Vec<String> = second.changes().unwrap().into_iter().map(|report| report.status).collect();
    assert_eq!(told, ["in_progress"]);
    town.close().await;
}
