//! A year of people, by every way in; then everything that everybody can read is read, and nothing of
//! them is found in it: no name, no phone, no address, no plate, no door, no place inside a photo.

use reqwest::Method;
use serde_json::{Value, json};
use std::net::TcpListener;
use stories::feed::Feed;
use stories::reports::{CENTRE, CONSENT, Filed, file, jpeg};
use stories::tile::containing;
use stories::town::{sign_in, signed_in};
use stories::{Answer, CITY, Caller, Town};
use uuid::Uuid;

/// What every made-up person's data has in it, and nothing else in the town: parts of names, streets,
/// addresses, phone numbers and plates, and what cameras write into pictures.
const TRACES: [&str; 10] = [
    "потайн",
    "potaynaya",
    "hidden.example",
    "555-77",
    "ыы65",
    "кв. 1313",
    "gpsmark",
    "Exif\0\0",
    "ns.adobe.com/xap",
    "Photoshop 3.0",
];

const TYPES: [(&str, &str); 4] = [
    ("road-street-lighting", "post"),
    ("house-lift", "lift"),
    ("yard-parking-on-green", "plate"),
    ("house-entrance-cleaning", "floors"),
];

/// Somebody, with everything about them that is nobody's business.
struct Person {
    words: String,
    report: Value,
    door: Option<(f64, f64)>,
}

fn person(i: u32, photo: Uuid) -> Person {
    let (issue_type, question) = TYPES[i as usize % TYPES.len()];
    // Digits that no other place has.
    let exact = |start: &str| format!("{start}{i:02}7").parse::<f64>().expect("a number");
    let place = (exact("57.6205"), exact("36.3993"));
    let words = format!("Пишет Глафира{i} Потайная, +7 999 555-77-{i:02}, у дома стоит Ы{i:03}ЫЫ65");
    let report = json!({
        "id": Uuid::now_v7(),
        "type": issue_type,
        "place": { "lat": place.0, "lon": place.1 },
        "address": format!("Потайная улица, {i}, кв. 1313"),
        "description": words,
        "answers": { question: format!("Ы{i:03}ЫЫ65") },
        "contact": {
            "name": format!("Глафира{i} Потайная"),
            "email": format!("glafira{i}.potaynaya@hidden.example"),
            "phone": format!("+7 999 555-77-{i:02}"),
            "consent": CONSENT,
        },
        "photos": [photo],
        "language": "ru",
        "secret": Uuid::new_v4().simple().to_string(),
    });
    Person { words, report, door: issue_type.starts_with("house").then_some(place) }
}

/// A picture as a phone takes it: place, maker and owner beside the pixels.
fn telling_jpeg(id: Uuid) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0gpsmark 57.6204 36.3992");
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>glafira@hidden.example</x:xmpmeta>".to_vec();
    let iptc = b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0agpsmark   ".to_vec();
    let plain = jpeg(id);
    let mut telling = plain[..2].to_vec();
    for (marker, body) in [(0xe1, exif), (0xe1, xmp), (0xed, iptc), (0xfe, b"hidden.example".to_vec())] {
        telling.extend([0xff, marker]);
        telling.extend(u16::try_from(body.len() + 2).expect("a short segment").to_be_bytes());
        telling.extend(body);
    }
    telling.extend(&plain[2..]);
    telling
}

async fn upload(caller: &Caller) -> Uuid {
    let (id, answer) = {
        let id = Uuid::now_v7();
        (id, caller.put_photo(id, &telling_jpeg(id)).await)
    };
    answer.expect(201);
    id
}

/// What of these people is in there.
fn traces(bytes: &[u8], doors: &[String]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let small = text.to_lowercase();
    let known = TRACES.iter().filter(|trace| text.contains(**trace) || small.contains(**trace));
    let doors = doors.iter().filter(|door| text.contains(door.as_str()));
    known.map(|trace| (*trace).to_owned()).chain(doors.cloned()).collect()
}

/// Everybody's way through a case: what they write, and what is written about them.
async fn live_through(filed: &Filed, person: &Person, town: &Callers) {
    let Callers { anybody, staff } = town;
    let author = anybody.clone().with("x-report-secret", &filed.secret);
    let (words, id) = (&person.words, Uuid::now_v7);
    let added = json!({ "id": id(), "text": words, "photos": [upload(&author).await] });
    author.post(&format!("{}/information", filed.path()), &added).await.expect(200);
    filed.moved_with(staff, "accepted", json!({ "note": words })).await.expect(200);
    let asking = json!({ "id": id(), "days": 3, "reason": words });
    let seen = filed.asked(staff, "extensions", asking).await.expect(200);
    let extension = seen["extensions"][0]["id"].as_str().expect("an id");
    let yes = json!({ "approved": true, "note": words });
    filed.asked(staff, &format!("extensions/{extension}/decision"), yes).await.expect(200);
    let part = id();
    let asking = json!({ "id": part, "department": "road-service", "task": words });
    filed.asked(staff, "subtasks", asking).await.expect(200);
    let ending = json!({ "status": "cancelled", "note": words });
    filed.asked(staff, &format!("subtasks/{part}/end"), ending).await.expect(200);
    let act = json!({ "id": id(), "inspected_at": seen["received_at"], "finding": "confirmed", "act": words,
        "photos": [upload(staff).await], "place": person.report["place"] });
    staff.post(&format!("{}/inspections", filed.path()), &act).await.expect(200);
    let remark = json!({ "id": id(), "text": words });
    staff.post(&format!("{}/remarks", filed.path()), &remark).await.expect(201);
    // Under the report's own id, so that the scan knows where to look for it.
    let file = staff.request(Method::PUT, &format!("{}/attachments/{}", filed.path(), filed.id));
    staff.finish(file.header("x-file-name", "act.txt").body(words.to_owned())).await.expect(201);
    let link = filed.asked(staff, "links", json!({ "id": id(), "name": words })).await.expect(201);
    let contractor = anybody.clone().with("x-case-link", link["secret"].as_str().expect("a secret"));
    let answering = json!({ "note": words, "photos": [upload(&contractor).await] });
    filed.moved_with(&contractor, "in_review", answering).await.expect(200);
    let done = filed.moved_with(staff, "resolved", json!({ "note": words })).await.expect(200);
    let shown = done["photos"][0]["id"].as_str().expect("a photo");
    let publish = json!({ "photos": { shown: "published" } });
    filed.asked(staff, "publication", publish).await.expect(200);
    let disputing = json!({ "note": words, "photos": [upload(&author).await] });
    filed.moved_with(&author, "disputed", disputing).await.expect(200);
}

struct Callers {
    anybody: Caller,
    staff: Caller,
}

/// Every address that `path` of the API stands for.
fn addresses(path: &str, told: &Told) -> Vec<String> {
    let mut all = vec![path.replace("{city}", CITY)];
    for (name, values) in [
        ("{version}", vec![CONSENT.to_owned()]),
        ("{number}", told.numbers.clone()),
        ("{size}", ["small", "medium", "large"].map(str::to_owned).to_vec()),
        ("{id}", if path.contains("/photos/") { told.photos.clone() } else { told.ids.clone() }),
        ("{attachment}", told.ids.iter().take(1).cloned().collect()),
        ("{z}/{x}/{y}", told.tiles.clone()),
    ] {
        if path.contains(name) {
            all = all.iter().flat_map(|one| values.iter().map(|value| one.replace(name, value))).collect();
        }
    }
    let near = format!("?type=road-street-lighting&lat={}&lon={}", CENTRE.0, CENTRE.1);
    for one in &mut all {
        match one.rsplit('/').next() {
            Some("nearby" | "assets") => one.push_str(&near),
            Some("reports") => one.push_str("?limit=100"),
            _ => {}
        }
        assert!(!one.contains('{'), "the scan does not know how to ask for {one}");
    }
    all
}

/// What there is to be asked for.
#[derive(Default)]
struct Told {
    ids: Vec<String>,
    numbers: Vec<String>,
    photos: Vec<String>,
    tiles: Vec<String>,
}

fn check(asked: &str, answer: &Answer, doors: &[String], found: &mut Vec<String>) {
    let headers = format!("{:?}", answer.headers);
    for trace in traces(&answer.bytes, doors).into_iter().chain(traces(headers.as_bytes(), doors)) {
        found.push(format!("{trace:?} in {asked} ({})", answer.status));
    }
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a year")]
async fn of_a_year_of_people_nothing_is_in_what_everybody_can_read() {
    let town = Town::open().await;
    let metrics = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let server = town.another_server_with(&["--metrics-listen", &metrics.to_string()]);
    let anybody = Caller::new(server.address());
    let (mut told, mut doors, mut last) = (Told::default(), Vec::new(), None);
    for month in 0..12 {
        let (year, number) = (2026 + (10 + month) / 12, (10 + month) % 12 + 1);
        let now = json!({ "now": format!("{year}-{number:02}-16T09:00:00Z") });
        anybody.post("/test/clock", &now).await.expect(204);
        let staff = signed_in(anybody.clone(), &sign_in("coordinator")).await;
        let callers = Callers { anybody: anybody.clone(), staff };
        for i in month * 5..month * 5 + 5 {
            let person = person(i, upload(&anybody).await);
            let filed = file(&anybody, &person.report).await;
            doors.extend(person.door.map(|door| door.0.to_string()));
            doors.extend(person.door.map(|door| door.1.to_string()));
            if i % 5 < 2 {
                live_through(&filed, &person, &callers).await;
            }
            told.ids.push(filed.id.to_string());
            told.numbers.push(filed.number().to_owned());
            last = Some((filed, callers.staff.clone()));
        }
    }
    let (filed, staff) = last.expect("somebody");

    // It is all there, for who works on it; so the search would find it.
    let whole = filed.seen_by(&staff).await.to_string();
    assert!(traces(whole.as_bytes(), &doors).len() >= 4, "{whole}");
    let reading = staff.post(&format!("{}/contact", filed.path()), &json!({ "reason": "ask" })).await;
    assert_eq!(traces(&reading.bytes, &[]), ["потайн", "potaynaya", "hidden.example", "555-77"]);
    assert_eq!(traces(&telling_jpeg(Uuid::nil()), &[]).len(), 5);
    let home = told.ids[57].clone();
    let home = staff.get(&format!("reports/{home}")).await.text();
    assert!(traces(home.as_bytes(), &doors).iter().any(|trace| doors.contains(trace)), "{home}");

    let mut database = town.database().await;
    let photos: Vec<Uuid> =
        sqlx::query_scalar("select id from photos").fetch_all(&mut database).await.expect("photos");
    told.photos = photos.iter().map(Uuid::to_string).collect();
    for zoom in [0, 10, 14, 16] {
        let (x, y) = containing(CENTRE, zoom);
        told.tiles.push(format!("{zoom}/{x}/{y}"));
    }

    // Every way to read there is, as anybody from the street.
    let (mut found, mut read) = (Vec::new(), 0);
    let described = anybody.get("/api/v1/openapi.json").await.expect(200);
    for (path, operations) in described["paths"].as_object().expect("paths") {
        if operations["get"].is_null() || path.ends_with("/events") {
            continue;
        }
        for asked in addresses(path, &told) {
            let answer = anybody.get(&asked).await;
            read += u32::from(answer.status == 200);
            check(&asked, &answer, &doors, &mut found);
        }
    }
    assert!(read > 150, "only {read} answers");
    let shown: i64 = sqlx::query_scalar("select count(*) from photos where visibility = 'published'")
        .fetch_one(&mut database)
        .await
        .expect("a count");
    assert!(shown >= 20, "only {shown} photos were published");

    // What happened, live.
    let until: i64 = sqlx::query_scalar("select max(n) from public_events")
        .fetch_one(&mut database)
        .await
        .expect("a number");
    let mut feed = Feed::open(&anybody, None).await;
    loop {
        let event = feed.next().await;
        found.extend(traces(event.data.to_string().as_bytes(), &doors));
        if event.id >= until {
            break;
        }
    }

    // What is refused says what is wrong, and does not repeat it.
    let mut wrong = person(99, Uuid::now_v7()).report;
    wrong["contact"]["email"] = json!("glafira potaynaya hidden.example");
    check("a wrong report", &anybody.post("reports", &wrong).await, &doors, &mut found);
    wrong["place"] = json!("Потайная улица");
    check("an unreadable report", &anybody.post("reports", &wrong).await, &doors, &mut found);
    check(
        "a wrong query",
        &anybody.get("reports?limit=%D0%9F%D0%BE%D1%82%D0%B0%D0%B9%D0%BD").await,
        &doors,
        &mut found,
    );
    let body = json!({ "login": "potaynaya@hidden.example", "password": "потайн", "city": CITY });
    check("a wrong sign-in", &anybody.post("/api/v1/sessions", &body).await, &doors, &mut found);

    // What the city's own machines keep.
    let counted = Caller::new(&format!("http://{metrics}")).get("/metrics").await;
    assert!(counted.text().contains("citycenter_reports_submitted_total"), "{}", counted.text());
    check("the metrics", &counted, &doors, &mut found);
    let log = server.log();
    assert!(log.contains("listening"), "{log}");
    found.extend(traces(log.as_bytes(), &doors).into_iter().map(|trace| format!("{trace:?} in the log")));
    assert!(found.is_empty(), "{} traces:\n{}", found.len(), found.join("\n"));
    server.stop();
    town.close().await;
}
