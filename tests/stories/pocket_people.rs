//! Who acts on a phone: nobody, residents, staff; how they come in, stay in and go, and how the city wakes them.
#![expect(clippy::unwrap_used, reason = "what goes wrong here is the story's own fault")]

use std::sync::Arc;

use mobile_core::{CoreError, DeedKind, Delivery, PersonKind, PushAddress, PushRegistration, SignIn};
use serde_json::{Value, json};
use stories::pocket::Pocket;
use stories::post::{MailServer, code_in};
use stories::push::{Browser, PushService};
use stories::reports::{CONSENT, Filed, dark_lamp, file, upload};
use stories::town::PASSWORD;
use stories::{Caller, Town};

use crate::crews::{give, person};
use crate::pockets::{HERE, as_staff, press, resolve, sign_in, step};
use crate::staff::{code, set_up};

#[tokio::test]
async fn a_token_that_ends_in_the_middle_is_renewed_even_when_the_answer_is_lost() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    give(&case, &worker, json!({ "assignee": person(&worker, "lighting").await })).await.expect(200);
    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    sign_in(&core, "lighting").await;
    core.refresh_round().await.unwrap();
    let id = case.id.to_string();
    press(&core, &id, step("accepted"));
    resolve(&core, &id, "A new lamp").await;
    // The city's clock has gone on; the phone's has not, and it learns of it from the refusal.
    town.set_clock("2026-11-16T09:20:00Z").await;
    pocket.lose("/sessions/refresh");
    core.flush().await.unwrap();
    assert!(!pocket.is_to_lose());
    assert_eq!(core.waiting_deeds().unwrap().len(), 2, "nobody is signed out by a lost answer");
    pocket.later(60);
    let core = pocket.app_alone();
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty());
    assert_eq!(as_staff(&town, &id).await["status"], "resolved");

    // An end of the session by the city parks nothing: what waits goes once its person is back.
    core.refresh_case(&id).await.unwrap();
    let other = file(&town.anybody(), &dark_lamp()).await.id.to_string();
    core.refresh_case(&other).await.unwrap();
    press(&core, &other, step("accepted"));
    let administrator = town.staff("administrator").await;
    end_sessions(&administrator, "lighting").await;
    core.flush().await.unwrap();
    assert!(!core.accounts().unwrap().iter().any(|account| account.signed_in));
    assert_eq!(core.waiting_deeds().unwrap()[0].delivery, Delivery::Waiting);
    sign_in(&core, "lighting").await;
    pocket.later(60 * 24);
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty());
    town.close().await;
}

async fn end_sessions(administrator: &Caller, login: &str) {
    let staff = administrator.get("staff").await.expect(200);
    let found = staff["staff"].as_array().expect("staff").iter().find(|one| one["login"] == login).cloned();
    let id = found.unwrap_or_else(|| panic!("no {login} in {staff}"))["id"].clone();
    let path = format!("staff/{}/end-sessions", id.as_str().expect("an id"));
    administrator.post(&path, &json!({})).await.expect(200);
}

#[tokio::test]
async fn a_resident_signs_in_on_a_phone_and_what_it_reported_is_theirs() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    let draft = core.new_draft().unwrap();
    draft.choose_type("road-street-lighting").unwrap();
    draft.put_pin(HERE, None).unwrap();
    let id = core.enqueue(&draft).unwrap();
    core.flush().await.unwrap();

    let asked = core.ask_code("ann@mail.example", Some(CONSENT.to_owned())).await.unwrap();
    let digits = code_in(&mail.next().await.text);
    let wrong = core.enter_code(&asked.id, "000", None).await;
    assert!(matches!(wrong, Err(CoreError::Rejected { .. } | CoreError::SignedOut)), "{wrong:?}");
    let open = core.new_draft().unwrap();
    open.choose_type("road-street-lighting").unwrap();
    let account =
        core.enter_code(&asked.id, &format!("{} {}", &digits[..3], &digits[3..]), None).await.unwrap();
    open.put_pin(HERE, None).unwrap();
    let hers = core.enqueue(&open).unwrap();
    assert_eq!(core.my_reports().unwrap()[0].id, hers, "what was open while she signed in is hers");
    assert_eq!(account.person.unwrap().kind, PersonKind::Resident);
    assert_eq!(core.accounts().unwrap().len(), 2, "nobody stays, for a friend who has no account");

    // The service resolves; Ann disagrees, on a phone that had only her account.
    let lighting = town.staff("lighting").await;
    let filed = Filed { id: id.parse().unwrap(), secret: String::new(), receipt: Value::Null };
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    let photo = upload(&lighting).await;
    filed.moved_by(&lighting, "resolved", &[photo]).await.expect(200);
    let screen = core.refresh_case(&id).await.unwrap();
    assert!(screen.report.mine);
    let labels: Vec<&str> = screen.actions.iter().map(|action| action.label.as_str()).collect();
    assert_eq!(labels, ["Yes, it is fixed", "I disagree…"]);
    let deed = core.begin_deed(&id, step("disputed")).unwrap();
    deed.say("It is still dark").unwrap();
    deed.rate(Some(2)).unwrap();
    core.enqueue_deed(&deed).unwrap();
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty(), "{:?}", core.waiting_deeds());
    let seen = as_staff(&town, &id).await;
    assert_eq!((&seen["status"], &seen["rating"]), (&json!("disputed"), &json!(2)));

    core.refresh_case(&id).await.unwrap();
    let more = core.begin_deed(&id, DeedKind::AddInformation).unwrap();
    assert!(matches!(core.enqueue_deed(&more), Err(CoreError::Rejected { .. })), "nothing is said yet");
    more.say("It hums").unwrap();
    core.enqueue_deed(&more).unwrap();
    let neighbours = file(&town.anybody(), &dark_lamp()).await.id.to_string();
    core.report(&neighbours).await.unwrap();
    press(&core, &neighbours, DeedKind::Support);
    pocket.lose("/supports");
    core.flush().await.unwrap();
    pocket.later(60);
    core.flush().await.unwrap();
    assert!(core.waiting_deeds().unwrap().is_empty(), "{:?}", core.waiting_deeds());
    assert!(as_staff(&town, &id).await["history"].to_string().contains("It hums"));
    assert_eq!(as_staff(&town, &neighbours).await["supports"], 1);

    let nobody = core.sign_out().await.unwrap();
    assert!(nobody.person.is_none() && nobody.chosen);
    town.close().await;
}

/// A report of a dark lamp, handed over.
fn report(core: &mobile_core::Core) -> String {
    let draft = core.new_draft().unwrap();
    draft.choose_type("road-street-lighting").unwrap();
    draft.put_pin(HERE, None).unwrap();
    core.enqueue(&draft).unwrap()
}

#[tokio::test]
async fn what_two_people_did_on_one_phone_goes_in_the_name_of_each() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    give(&case, &worker, json!({ "assignee": person(&worker, "lighting").await })).await.expect(200);
    let case = case.id.to_string();
    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    let nobody = core.accounts().unwrap()[0].id;
    sign_in(&core, "lighting").await;
    core.refresh_round().await.unwrap();
    pocket.cut(true);
    press(&core, &case, step("accepted"));
    core.choose(nobody).unwrap();
    assert!(
        core.round(None, mobile_core::view::RoundOrder::Deadline).unwrap().is_empty(),
        "a round is its person's"
    );
    let filed = report(&core);
    assert_eq!(core.forget(nobody, false), Err(CoreError::Conflict), "it would be lost");
    pocket.cut(false);
    core.flush().await.unwrap();
    assert_eq!(as_staff(&town, &case).await["status"], "accepted");
    let seen = as_staff(&town, &filed).await;
    assert_eq!((&seen["viewer"], &seen["channel"]), (&json!("staff"), &json!("map-report")));
    core.forget(nobody, false).unwrap();
    assert_eq!(core.accounts().unwrap().len(), 1);
    assert!(core.report(&filed).await.is_err(), "no account is chosen any more");

    // Whoever takes the phone after the shift reads nothing of it, and the work of the shift is not lost.
    let worker = core.accounts().unwrap()[0].id;
    core.choose(worker).unwrap();
    core.refresh_round().await.unwrap();
    pocket.cut(true);
    press(&core, &case, step("in_progress"));
    core.sign_out().await.unwrap();
    let left = core.choose(worker).unwrap();
    assert!(
        !left.signed_in && core.case(&case).unwrap().is_none() && core.waiting_deeds().unwrap().len() == 1
    );
    pocket.cut(false);
    pocket.later(60 * 24);
    core.flush().await.unwrap();
    assert_eq!(as_staff(&town, &case).await["status"], "accepted", "it is not sent in nobody's name");
    sign_in(&core, "lighting").await;
    pocket.later(60 * 24);
    core.flush().await.unwrap();
    assert_eq!(as_staff(&town, &case).await["status"], "in_progress");
    town.close().await;
}

#[tokio::test]
async fn a_second_factor_is_asked_for_on_phones_too() {
    let town = Town::open().await;
    town.set_clock("2026-11-16T09:00:00Z").await;
    let (secret, _) = set_up(&town.staff("lighting").await, PASSWORD, "09:00:00").await;
    town.set_clock("2026-11-16T09:05:00Z").await;
    let core = Pocket::new().app(&town).await;
    let SignIn::CodeNeeded { token } = core.sign_in("lighting", PASSWORD).await.unwrap() else {
        panic!("a code is asked for")
    };
    let wrong = core.second_factor(&token, "000000").await;
    assert!(matches!(wrong, Err(CoreError::Rejected { .. })), "{wrong:?}");
    let account = core.second_factor(&token, &code(&secret, "09:05:00")).await.unwrap();
    assert!(account.signed_in && account.chosen);
    core.refresh_round().await.unwrap();
    town.close().await;
}

/// A distributor of messages, such as UnifiedPush has them.
struct Distributor(Browser, Value);

impl PushRegistration for Distributor {
    fn address(&self, server_key: String) -> Option<PushAddress> {
        assert_eq!(server_key, self.1["key"]);
        let said = |name: &str| self.1[name].as_str().unwrap().to_owned();
        Some(PushAddress { endpoint: said("endpoint"), p256dh: said("p256dh"), auth: said("auth") })
    }
}

#[tokio::test]
async fn the_city_wakes_a_phone_that_has_no_account() {
    let (mail, service) = (MailServer::open().await, PushService::open().await);
    let town = Town::open_with(mail.settings()).await;
    let browser = service.browser();
    let described = browser.described(&town.anybody()).await;
    let distributor = Arc::new(Distributor(browser, described));
    let pocket = Pocket::new();
    let core = pocket.woken_by(&town, distributor.clone()).await;
    let id = report(&core);
    core.flush().await.unwrap();
    assert!(core.register_push().await.unwrap());
    let filed = Filed { id: id.parse().unwrap(), secret: String::new(), receipt: Value::Null };
    let lighting = town.staff("lighting").await;
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    let said = distributor.0.read(&service.next().await);
    assert_eq!(said["body"], "Accepted. We do it by 26 November.");
    core.unregister_push().await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from push_reports")
        .fetch_one(&mut town.database().await)
        .await
        .unwrap();
    assert_eq!(kept, 0);

    sign_in(&core, "lighting").await;
    assert!(!core.register_push().await.unwrap(), "the round asks by itself");
    town.close().await;
}
