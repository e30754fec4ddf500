//! What stays among staff: remarks with mentions, files, standard texts, a case on paper.

use reqwest::Method;
use serde_json::{Value, json};
use stories::reports::{CENTRE, Filed, dark_lamp, file, file_with_photo, jpeg};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

async fn remark(case: &Filed, caller: &Caller, text: &str) -> Answer {
    caller.post(&format!("{}/remarks", case.path()), &json!({ "id": Uuid::now_v7(), "text": text })).await
}

async fn put_file(case: &Filed, caller: &Caller, id: Uuid, name: &str, bytes: &[u8]) -> Answer {
    let request = caller.request(Method::PUT, &format!("{}/attachments/{id}", case.path()));
    let request = request.header("x-file-name", name).header("content-type", "application/octet-stream");
    caller.finish(request.body(bytes.to_vec())).await
}

/// A link of a contractor to the case.
async fn contractor(town: &Town, case: &Filed) -> Caller {
    let head = town.staff("head-lighting").await;
    let made =
        case.asked(&head, "links", json!({ "id": Uuid::now_v7(), "name": "Diggers" })).await.expect(201);
    town.anybody().with("x-case-link", made["secret"].as_str().expect("a secret"))
}

#[tokio::test]
async fn staff_reads_how_a_deadline_was_counted_and_where_the_place_lies() {
    let town = Town::open().await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    let seen = case.seen_by(&town.staff("lighting").await).await;
    let steps = seen["clocks"][0]["steps"].as_array().expect("steps").clone();
    assert!(steps.iter().any(|step| step.as_str().is_some_and(|words| words.contains("10"))), "{steps:?}");
    assert!(seen["territory"]["title"].is_string(), "{seen}");
    for other in [town.anybody(), town.reporter(&case.secret)] {
        let told = case.seen_by(&other).await;
        assert_eq!((&told["clocks"][0]["steps"], &told["territory"]), (&Value::Null, &Value::Null));
    }
    town.close().await;
}

#[tokio::test]
async fn a_remark_tells_whom_it_mentions_and_nobody_outside_ever_sees_it() {
    let town = Town::open().await;
    let case = file(&town.anybody(), &dark_lamp()).await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let before = case.seen_by(&worker).await["version"].clone();
    let list = remark(&case, &worker, "@head-lighting, the cable is rotten: @dispatcher?").await.expect(201);
    let written = list["remarks"][0].clone();
    assert_eq!(written["author"]["name"], "lighting");
    assert_eq!(written["mentions"], json!(["dispatcher", "head-lighting"]));
    let readers: Vec<&str> =
        list["readers"].as_array().expect("readers").iter().filter_map(|r| r["login"].as_str()).collect();
    assert!(readers.contains(&"press") && !readers.contains(&"roads"), "{readers:?}");
    assert_eq!(case.seen_by(&worker).await["version"], before, "nobody is overtaken by a remark");

    // The mentioned sees it as unread, until they say that they have read it.
    let told = head.get("desk/mentions").await.expect(200);
    assert_eq!((&told["unread"], &told["mentions"][0]["read_at"]), (&json!(1), &Value::Null));
    assert_eq!(told["mentions"][0]["number"], case.number());
    assert_eq!(told["mentions"][0]["remark"]["text"], written["text"]);
    assert_eq!(worker.get("desk/mentions").await.expect(200)["mentions"], json!([]));
    head.post("desk/mentions/read", &json!({ "remarks": [written["id"]] })).await.expect(204);
    let told = head.get("desk/mentions").await.expect(200);
    assert_eq!(told["unread"], 0);
    assert!(told["mentions"][0]["read_at"].is_string(), "{told}");
    assert_eq!(town.staff("dispatcher").await.get("desk/mentions").await.expect(200)["unread"], 1);

    // Not those who may not read the case, not those who only watch.
    remark(&case, &worker, "@roads?").await.refused_for("text", "not_a_reader");
    remark(&case, &worker, " ").await.refused_for("text", "required");
    let path = format!("{}/remarks", case.path());
    town.staff("roads").await.get(&path).await.refused(404, "not_found");
    remark(&case, &town.staff("roads").await, "Hm").await.refused(404, "not_found");
    assert_eq!(town.staff("auditor").await.get(&path).await.expect(200)["may_write"], false);
    remark(&case, &town.staff("auditor").await, "Hm").await.refused(403, "forbidden");
    let outside = [town.anybody(), town.reporter(&case.secret), contractor(&town, &case).await];
    for caller in &outside {
        caller.get(&path).await.refused(401, "unauthorized");
        let seen = case.seen_by(caller).await.to_string();
        assert!(
            !seen.contains("rotten") && !seen.contains("remark") && !seen.contains("mentioned"),
            "{seen}"
        );
    }
    let data = town.reporter(&case.secret).get(&format!("{}/my-data", case.path())).await.expect(200);
    assert!(!data.to_string().contains("rotten"), "{data}");
    let seen = case.seen_by(&head).await["history"].to_string();
    assert!(seen.contains("remark_added"), "{seen}");

    // What comes twice is there once.
    let body = json!({ "id": written["id"], "text": written["text"] });
    let again = worker.post(&path, &body).await.expect(201);
    assert_eq!(again["remarks"].as_array().map(Vec::len), Some(1));
    worker.post(&path, &json!({ "id": written["id"], "text": "Other" })).await.refused(409, "conflict");
    town.close().await;
}

#[tokio::test]
async fn files_go_to_staff_as_downloads_and_go_with_the_case() {
    let town = Town::open().await;
    let (case, _) = file_with_photo(&town.anybody()).await;
    let (worker, head) = (town.staff("lighting").await, town.staff("head-lighting").await);
    let id = Uuid::now_v7();
    let act = b"%PDF-1.7 an act";
    let list = put_file(&case, &worker, id, "%D0%90%D0%BA%D1%82.exe", act).await.expect(201);
    let kept = &list["attachments"][0];
    assert_eq!((&kept["name"], &kept["media_type"]), (&json!("Акт.pdf"), &json!("application/pdf")));
    put_file(&case, &worker, id, "a.pdf", act).await.expect(201);
    put_file(&case, &worker, id, "a.pdf", b"%PDF-1.7 another").await.refused(409, "conflict");

    let path = format!("{}/attachments/{id}", case.path());
    let answer = head.get(&path).await;
    assert_eq!((answer.status, answer.bytes.as_slice()), (200, &act[..]));
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    let disposition = answer.headers["content-disposition"].to_str().expect("ASCII").to_owned();
    assert!(disposition.starts_with("attachment;") && disposition.contains("%D0%90%D0%BA%D1%82.pdf"));

    // A picture is made anew, so that nothing of the camera is kept.
    let picture = Uuid::now_v7();
    let scan = jpeg(picture);
    let list = put_file(&case, &worker, picture, "scan.png", &scan).await.expect(201);
    assert_eq!(list["attachments"][1]["name"], "scan.jpg");
    assert_ne!(head.get(&format!("{}/attachments/{picture}", case.path())).await.bytes, scan);
    for (name, bytes) in [("run.pdf", &b"MZ\x90\0"[..]), ("a.docx", b"PK\x03\x04 word/vbaProject.bin")] {
        let answer = put_file(&case, &worker, Uuid::now_v7(), name, bytes).await;
        answer.refused(415, "unsupported_media");
    }
    put_file(&case, &worker, Uuid::now_v7(), "..", act).await.refused_for("name", "required");
    let large = vec![b'a'; 10 * 1024 * 1024 + 1];
    put_file(&case, &worker, Uuid::now_v7(), "a.txt", &large).await.refused(413, "too_large");

    for caller in [town.anybody(), town.reporter(&case.secret), contractor(&town, &case).await] {
        caller.get(&path).await.refused(401, "unauthorized");
        caller.get(&format!("{}/attachments", case.path())).await.refused(401, "unauthorized");
        assert!(!case.seen_by(&caller).await.to_string().contains("attachment"));
    }
    town.staff("roads").await.get(&path).await.refused(404, "not_found");
    town.staff("auditor").await.delete(&path).await.refused(403, "forbidden");
    let log = town.staff("auditor").await.get("audit?deed=attachment_read").await.expect(200);
    assert_eq!(log["entries"][1]["subject_id"], json!(id), "{log}");

    // Who put it there takes it away, and so does a head; with the author's data the rest goes.
    head.delete(&path).await.expect(200);
    worker.get(&path).await.refused(404, "not_found");
    remark(&case, &worker, "Her name is on the act").await.expect(201);
    let author = town.reporter(&case.secret);
    author.delete(&format!("{}/my-data?confirm=true", case.path())).await.expect(200);
    let left = worker.get(&format!("{}/attachments", case.path())).await.expect(200);
    assert_eq!(left["attachments"], json!([]));
    assert_eq!(worker.get(&format!("{}/remarks", case.path())).await.expect(200)["remarks"], json!([]));
    town.close().await;
}

#[tokio::test]
async fn a_standard_text_is_filled_from_the_case_in_its_authors_language() {
    let town = Town::open().await;
    let mut report = dark_lamp();
    report["language"] = json!("ru");
    let case = file(&town.anybody(), &report).await;
    let worker = town.staff("lighting").await;
    let path = |occasion: &str| format!("{}/texts?for={occasion}&language=en", case.path());
    let texts = worker.get(&path("resolve")).await.expect(200)["texts"].clone();
    // What was written for lamps comes first; titles are for staff, words for the author.
    assert_eq!((&texts[0]["slug"], &texts[0]["title"]), (&json!("lamp-replaced"), &json!("Lamp replaced")));
    let words = texts[0]["text"].as_str().expect("words");
    assert!(words.contains("Заменили лампу") && words.contains(case.number()), "{words}");
    assert!(texts.as_array().expect("texts").iter().all(|text| !text["text"].to_string().contains('{')));
    let late = worker.get(&path("delay")).await.expect(200)["texts"][0]["text"].to_string();
    assert!(late.contains("26 ноября"), "{late}");
    worker.get(&path("nothing")).await.refused(400, "bad_request");
    town.staff("roads").await.get(&path("resolve")).await.refused(404, "not_found");
    town.anybody().get(&path("resolve")).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn a_case_comes_on_paper_for_those_who_read_it() {
    let town = Town::open().await;
    let (case, _) = file_with_photo(&town.anybody()).await;
    let worker = town.staff("lighting").await;
    case.resolved_by(&worker).await;
    let path = format!("{}/sheet?language=ru", case.path());
    let sheet = worker.get(&path).await;
    assert_eq!(
        (sheet.status, &sheet.headers["content-type"]),
        (200, &"application/pdf".parse().expect("one"))
    );
    assert!(sheet.bytes.starts_with(b"%PDF-") && sheet.bytes.len() > 10_000, "{} bytes", sheet.bytes.len());
    let disposition = sheet.headers["content-disposition"].to_str().expect("ASCII").to_owned();
    assert!(disposition.contains(&format!("{}.pdf", case.number())), "{disposition}");
    town.staff("roads").await.get(&path).await.refused(404, "not_found");
    town.reporter(&case.secret).get(&path).await.refused(401, "unauthorized");
    town.close().await;
}

#[tokio::test]
async fn staff_learns_where_and_when_a_result_was_photographed() {
    let town = Town::open().await;
    let (case, before) = file_with_photo(&town.anybody()).await;
    let worker = town.staff("lighting").await;
    let digger = contractor(&town, &case).await;
    let photo = Uuid::now_v7();
    // A thousandth of a degree north: 111 metres.
    let taken = with_place(&jpeg(photo), (CENTRE.0 + 0.001, CENTRE.1), "2026:11:16 11:59:58");
    worker.put_photo(photo, &taken).await.expect(201);
    case.moved_by(&worker, "accepted", &[]).await.expect(200);
    let seen = case.moved_by(&worker, "resolved", &[photo]).await.expect(200);
    let after = seen["photos"].as_array().expect("photos").iter().find(|p| p["kind"] == "after").cloned();
    let after = after.expect("the result");
    assert_eq!(after["distance_m"], 111);
    assert_eq!(after["taken_at"], "2026-11-16T08:59:58Z", "by the city's clocks");
    let first = seen["photos"].as_array().expect("photos").iter().find(|p| p["id"] == json!(before));
    assert!(first.expect("the problem").get("distance_m").is_none());
    for caller in [town.anybody(), town.reporter(&case.secret), digger] {
        let seen = case.seen_by(&caller).await.to_string();
        assert!(!seen.contains("distance_m\":111") && !seen.contains("taken_at"), "{seen}");
    }
    town.close().await;
}

/// The picture with what a camera writes into it: where it is, and what its clock shows.
fn with_place(jpeg: &[u8], (lat, lon): (f64, f64), clock: &str) -> Vec<u8> {
    let tiff = tiff(lat, lon, clock);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(u16::try_from(tiff.len() + 8).expect("short").to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(tiff);
    bytes.extend(&jpeg[2..]);
    bytes
}

/// TIFF 6.0, big endian: IFD0 with the pointers of Exif 2.3 to the camera's clock and the place.
fn tiff(lat: f64, lon: f64, clock: &str) -> Vec<u8> {
    const CLOCK: u32 = 8 + 30;
    const PLACE: u32 = CLOCK + 18;
    const DATA: u32 = PLACE + 54;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        let mut bytes = tag.to_be_bytes().to_vec();
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        bytes.extend(value.to_be_bytes());
        bytes
    };
    let mut bytes = b"MM\0\x2a\0\0\0\x08".to_vec();
    bytes.extend(2u16.to_be_bytes());
    bytes.extend(entry(0x8769, 4, 1, CLOCK));
    bytes.extend(entry(0x8825, 4, 1, PLACE));
    bytes.extend([0; 4]);
    bytes.extend(1u16.to_be_bytes());
    bytes.extend(entry(0x9003, 2, 20, DATA));
    bytes.extend([0; 4]);
    bytes.extend(4u16.to_be_bytes());
    bytes.extend(entry(1, 2, 2, u32::from_be_bytes(*b"N\0\0\0")));
    bytes.extend(entry(2, 5, 3, DATA + 20));
    bytes.extend(entry(3, 2, 2, u32::from_be_bytes(*b"E\0\0\0")));
    bytes.extend(entry(4, 5, 3, DATA + 44));
    bytes.extend([0; 4]);
    bytes.extend(clock.as_bytes());
    bytes.push(0);
    for degrees in [lat, lon] {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "degrees of small-town")]
        let millionths = (degrees * 1_000_000.0).round() as u32;
        for (number, by) in [(millionths, 1_000_000), (0, 1), (0, 1)] {
            bytes.extend(u32::to_be_bytes(number));
            bytes.extend(u32::to_be_bytes(by));
        }
    }
    bytes
}
