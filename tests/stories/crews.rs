//! Crews of a department, the order they drive in, and changes that are sent twice.

use serde_json::{Value, json};
use stories::reports::{Filed, dark_lamp, file, of_type, upload};
use stories::server::run;
use stories::town::{PASSWORD, sign_in, signed_in};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

pub async fn person(desk: &Caller, name: &str) -> Value {
    let people = desk.get("desk/people").await.expect(200)["people"].clone();
    let found = people.as_array().expect("people").iter().find(|person| person["name"] == name).cloned();
    found.unwrap_or_else(|| panic!("no {name} in {people}"))["id"].clone()
}

/// Somebody more of the street lighting.
pub async fn colleague(town: &Town, name: &str) -> Caller {
    run(
        town.verb().args(["user", "add", name, "--city", stories::CITY, "--role", "worker"]).args([
            "--department",
            "street-lighting",
            "--name",
            name,
            "--password-stdin",
        ]),
        PASSWORD,
    );
    signed_in(town.anybody(), &sign_in(name)).await
}

pub async fn give(case: &Filed, caller: &Caller, hands: Value) -> Answer {
    case.asked(caller, "assignee", hands).await
}

pub async fn held(desk: &Caller, query: &str) -> usize {
    desk.get(&format!("desk/reports?{query}")).await.expect(200)["reports"].as_array().expect("reports").len()
}

fn words(seen: &Value) -> String {
    let lines = seen["history"].as_array().expect("a history").iter();
    lines.map(|line| line["words"].as_str().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

async fn in_english(case: &Filed, caller: &Caller) -> String {
    words(&caller.get(&format!("{}?language=en", case.path())).await.expect(200))
}

/// Makes the crew “Night” of one worker; gives its path and its id.
async fn make_crew(town: &Town, worker: &Caller, head: &Caller) -> (String, Value) {
    let me = person(worker, "lighting").await;
    let roads = person(&town.staff("dispatcher").await, "roads").await;
    let crew = format!("desk/crews/{}", Uuid::now_v7());
    let body = json!({ "seen_version": 0, "name": " Night ", "members": [me] });
    worker.put(&crew, &body).await.refused(403, "forbidden");
    let elsewhere =
        json!({ "seen_version": 0, "name": "Night", "department": "street-lighting", "members": [] });
    town.staff("head-roads").await.put(&crew, &elsewhere).await.refused(403, "forbidden");
    let foreign = json!({ "seen_version": 0, "name": "Night", "members": [roads] });
    head.put(&crew, &foreign).await.refused_for("members", "not_of_the_department");
    let made = head.put(&crew, &body).await.expect(200);
    assert_eq!(made["crews"][0]["name"], "Night");
    assert_eq!((&made["crews"][0]["mine"], &made["may_manage"]), (&json!(false), &json!(true)));
    head.put(&crew, &body).await.expect(200);
    let taken = json!({ "seen_version": 0, "name": "night", "members": [] });
    head.put(&format!("desk/crews/{}", Uuid::now_v7()), &taken).await.refused_for("name", "taken");
    let stale = json!({ "seen_version": 7, "name": "Late", "members": [me] });
    head.put(&crew, &stale).await.refused(409, "version_conflict");
    let crews = worker.get("desk/crews").await.expect(200);
    assert_eq!((&crews["crews"][0]["mine"], &crews["may_manage"]), (&json!(true), &json!(false)));
    (crew, crews["crews"][0]["id"].clone())
}

#[tokio::test]
async fn a_crew_is_made_by_its_head_given_cases_and_takes_them_one_by_one() {
    let town = Town::open().await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let boris = colleague(&town, "boris").await;
    let (me, he) = (person(&worker, "lighting").await, person(&worker, "boris").await);
    // Only a head of that department makes one, of its people, under a name that is free.
    let (crew, id) = make_crew(&town, &worker, &head).await;

    // Many are given to it at once; a foreign one is not.
    let (first, second) =
        (file(&town.anybody(), &dark_lamp()).await, file(&town.anybody(), &dark_lamp()).await);
    let snow = file(&town.anybody(), &of_type("road-snow")).await;
    let item = |case: &Filed| json!({ "id": case.id, "seen_version": 1 });
    let many = json!({ "items": [item(&first), item(&second), item(&snow)], "assign": { "assignee": null, "crew": id } });
    let results = head.post("desk/bulk", &many).await.expect(200)["results"].clone();
    assert_eq!((&results[0]["version"], &results[1]["version"]), (&json!(2), &json!(2)), "{results}");
    assert_eq!(results[2]["problem"]["code"], "forbidden");
    let by_id = format!("crew={}", id.as_str().expect("an id"));
    assert_eq!((held(&worker, "crew=mine").await, held(&boris, "crew=mine").await), (2, 0));
    assert_eq!((held(&boris, &by_id).await, held(&boris, "tab=unassigned").await), (2, 0));
    assert_eq!(worker.get("desk/counts").await.expect(200)["unassigned"], 0);
    let card = worker.get("desk/reports?crew=mine").await.expect(200)["reports"][0].clone();
    assert_eq!((&card["crew"]["name"], &card["assignee"]), (&json!("Night"), &Value::Null));
    worker.get("desk/reports?crew=x").await.refused_for("crew", "unreadable");

    // One of it takes a case, which stays the crew's; somebody else may not.
    give(&first, &boris, json!({ "assignee": he })).await.refused(403, "forbidden");
    let mine = give(&first, &worker, json!({ "assignee": me })).await.expect(200);
    assert_eq!((&mine["assignee"]["name"], &mine["crew"]["name"]), (&json!("lighting"), &json!("Night")));
    let left = give(&first, &worker, json!({ "assignee": null })).await.expect(200);
    assert_eq!((&left["assignee"], &left["crew"]["name"]), (&Value::Null, &json!("Night")));
    let given = give(&first, &head, json!({ "assignee": he })).await.expect(200);
    assert_eq!((&given["assignee"]["name"], &given["crew"]), (&json!("boris"), &Value::Null));
    let both = json!({ "assignee": he, "crew": id });
    give(&first, &head, both).await.refused_for("crew", "not_here");
    let unknown = json!({ "assignee": null, "crew": Uuid::now_v7() });
    give(&first, &head, unknown).await.refused_for("crew", "unknown_crew");
    let told = in_english(&first, &worker).await;
    for words in ["Given to the crew “Night”", "Given to lighting", "Given to boris"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    // Whoever filed it is told neither names nor crews.
    let public =
        in_english(&first, &town.anybody()).await + &in_english(&first, &town.reporter(&first.secret)).await;
    assert!(!public.contains("Night") && !public.contains("boris"), "{public}");

    // A crew with work is not disbanded; another department's case is no longer its.
    head.delete(&crew).await.refused_for("crew", "has_cases");
    worker.delete(&crew).await.refused(403, "forbidden");
    let away = json!({ "department": "road-service", "note": "Theirs" });
    second.moved_with(&head, "assigned", away).await.expect(200);
    assert_eq!(held(&worker, "crew=mine").await, 0);
    assert_eq!(head.delete(&crew).await.status, 204);
    assert_eq!(head.get("desk/crews").await.expect(200)["crews"], json!([]));
    assert!(in_english(&first, &worker).await.contains("Night"), "old names are still told");
    town.close().await;
}

#[tokio::test]
async fn a_route_goes_through_what_is_chosen_by_the_shortest_way() {
    let town = Town::open().await;
    let (dispatcher, anybody) = (town.staff("dispatcher").await, town.anybody());
    let mut ids = Vec::new();
    for step in [3, 1, 2, 0] {
        let mut lamp = dark_lamp();
        lamp["place"] = json!({ "lat": 57.6204 + 0.001 * f64::from(step), "lon": 36.3992 });
        ids.push(file(&anybody, &lamp).await.id);
    }
    let start = json!({ "lat": 57.6194, "lon": 36.3992 });
    let way = dispatcher.post("desk/route", &json!({ "reports": ids, "start": start })).await.expect(200);
    let stops = way["stops"].as_array().expect("stops");
    let driven: Vec<&Value> = stops.iter().map(|stop| &stop["report"]["id"]).collect();
    assert_eq!(driven, [3, 1, 2, 0].map(|n| json!(ids[n])).iter().collect::<Vec<_>>());
    assert!(way["metres"].as_u64().is_some_and(|metres| (440..450).contains(&metres)), "{}", way["metres"]);
    assert_eq!((&stops[0]["metres"], &stops[0]["urgent"]), (&json!(111), &json!(false)));

    // A worker drives to the cases of their own department only, and to none that is closed.
    let worker = town.staff("lighting").await;
    let (own, snow) = (file(&anybody, &dark_lamp()).await, file(&anybody, &of_type("road-snow")).await);
    let asked = json!({ "reports": [own.id, snow.id] });
    let way = worker.post("desk/route", &asked).await.expect(200);
    assert_eq!((way["stops"].as_array().map(Vec::len), &way["left_out"]), (Some(1), &json!([snow.id])));
    own.resolved_by(&worker).await;
    let way = worker.post("desk/route", &asked).await.expect(200);
    assert_eq!((&way["stops"], &way["metres"]), (&json!([]), &json!(0)));

    let twice = json!({ "reports": [ids[0], ids[0]] });
    worker.post("desk/route", &twice).await.refused_for("reports", "repeated");
    let many: Vec<Uuid> = (0..101).map(|_| Uuid::now_v7()).collect();
    worker.post("desk/route", &json!({ "reports": many })).await.refused_for("reports", "too_many");
    let nowhere = json!({ "reports": ids, "start": { "lat": 97.0, "lon": 0.0 } });
    worker.post("desk/route", &nowhere).await.refused_for("start", "not_on_the_globe");

    // The farthest is due today and comes first, the others in their order after it.
    let late =
        sqlx::query("update reports set next_due_at = '2026-11-16T15:00:00Z' where city_id = 1 and id = $1");
    late.bind(ids[0]).execute(&mut town.database().await).await.expect("due today");
    let urgent = json!({ "reports": ids, "start": start, "urgent_first": true });
    let way = dispatcher.post("desk/route", &urgent).await.expect(200);
    let driven: Vec<(&Value, &Value)> = way["stops"]
        .as_array()
        .expect("stops")
        .iter()
        .map(|stop| (&stop["report"]["id"], &stop["urgent"]))
        .collect();
    let order = [0, 2, 1, 3].map(|n| (json!(ids[n]), json!(n == 0)));
    assert_eq!(driven, order.iter().map(|(id, urgent)| (id, urgent)).collect::<Vec<_>>());
    town.close().await;
}

#[tokio::test]
async fn what_a_phone_sends_again_after_a_lost_answer_is_done_once() {
    let town = Town::open().await;
    let worker = town.staff("lighting").await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    let name = Uuid::new_v4().to_string();
    let named = worker.clone().with("idempotency-key", &name);
    let path = format!("{}/transitions", case.path());
    let start = json!({ "to": "in_progress", "seen_version": 1 });
    assert_eq!(named.post(&path, &start).await.expect(200)["version"], 2);
    let again = named.post(&path, &start).await.expect(200);
    assert_eq!((&again["version"], &again["status"]), (&json!(2), &json!("in_progress")));
    let photo = upload(&worker).await;
    let done = json!({ "to": "resolved", "seen_version": 2, "outcome": "fixed", "note": "Light", "photos": [photo] });
    // The same name with another question is a mistake, and a refused change may be tried again.
    named.post(&path, &done).await.refused(409, "conflict");
    let other = worker.clone().with("idempotency-key", &Uuid::new_v4().to_string());
    let stale = json!({ "to": "resolved", "seen_version": 1, "outcome": "fixed", "note": "Light", "photos": [photo] });
    other.post(&path, &stale).await.refused(409, "version_conflict");
    other.post(&path, &stale).await.refused(409, "version_conflict");
    assert_eq!(other.post(&path, &done).await.expect(200)["version"], 3);
    other.post(&path, &done).await.expect(200);
    worker.clone().with("idempotency-key", "x").post(&path, &done).await.refused(400, "bad_request");
    let history = case.seen_by(&worker).await["history"].to_string();
    assert_eq!(history.matches(r#""status":"resolved""#).count(), 1, "{history}");

    // Its author, who proves it by the secret, has phones too.
    let author = town
        .anybody()
        .with("x-report-secret", &case.secret)
        .with("idempotency-key", &Uuid::new_v4().to_string());
    let fine = json!({ "to": "confirmed", "seen_version": 3, "rating": 5 });
    assert_eq!(author.post(&path, &fine).await.expect(200)["version"], 4);
    let again = author.post(&path, &fine).await.expect(200);
    assert_eq!((&again["version"], &again["status"]), (&json!(4), &json!("confirmed")));
    town.close().await;
}
