//! Photos that arrive in parts, over networks that break off.

use reqwest::Method;
use serde_json::json;
use stories::reports::{dark_lamp, file};
use stories::town::MONDAY_NOON;
use stories::{Answer, Caller, Town};
use uuid::Uuid;

/// A JPEG of about 400 kB: noise, which nothing makes small.
fn large() -> Vec<u8> {
    let mut noise = 2_463_534_242_u32;
    let picture = image::RgbImage::from_fn(600, 400, |_, _| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        image::Rgb([noise.to_le_bytes()[0], noise.to_le_bytes()[1], noise.to_le_bytes()[2]])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture becomes a JPEG");
    bytes.into_inner()
}

fn phone(town: &Town) -> Caller {
    town.anybody().with("x-device", &Uuid::new_v4().simple().to_string())
}

async fn send(caller: &Caller, id: Uuid, at: usize, bytes: &[u8], last: bool) -> Answer {
    let request = caller
        .request(Method::POST, &format!("photos/{id}/upload"))
        .header("content-type", "application/partial-upload")
        .header("upload-offset", at.to_string())
        .header("upload-complete", if last { "?1" } else { "?0" })
        .body(bytes.to_vec());
    caller.finish(request).await
}

/// Where to go on, and whether all of it is there.
fn progress(answer: &Answer) -> (usize, bool) {
    let text = |name: &str| answer.headers[name].to_str().expect("text").to_owned();
    (text("upload-offset").parse().expect("a number"), text("upload-complete") == "?1")
}

async fn asked(caller: &Caller, id: Uuid) -> (usize, bool) {
    let answer = caller.get(&format!("photos/{id}/upload")).await;
    answer.expect(204);
    progress(&answer)
}

const STEP: usize = 128 * 1024;

#[tokio::test]
async fn a_photo_goes_on_where_the_network_broke_off() {
    let town = Town::open().await;
    let beside = town.another_server();
    Caller::new(beside.address()).post("/test/clock", &json!({ "now": MONDAY_NOON })).await.expect(204);
    let (phone, id, photo) = (phone(&town), Uuid::new_v4(), large());
    assert!(photo.len() > 2 * STEP, "{}", photo.len());
    phone.get(&format!("photos/{id}/upload")).await.refused(404, "not_found");
    let begun = send(&phone, id, 0, &photo[..STEP], false).await;
    begun.expect(204);
    assert_eq!(progress(&begun), (STEP, false));
    assert!(begun.headers["upload-limit"].to_str().is_ok_and(|limit| limit.contains("max-size=20971520")));

    // The answer was lost and the part comes again; or what comes is not what comes next.
    for (at, bytes) in [(0, &photo[..STEP]), (STEP * 2, &photo[STEP * 2..])] {
        let again = send(&phone, id, at, bytes, false).await;
        again.refused(409, "conflict");
        assert_eq!(progress(&again), (STEP, false));
    }
    // Another server goes on, and ends.
    let there = phone.clone().to(beside.address());
    send(&there, id, STEP, &photo[STEP..STEP * 2], false).await.expect(204);
    beside.stop();
    assert_eq!(asked(&phone, id).await, (STEP * 2, false));

    // To everybody else there is nothing, and nothing of theirs gets into it.
    let other = self::phone(&town);
    other.get(&format!("photos/{id}/upload")).await.refused(404, "not_found");
    send(&other, id, STEP * 2, &photo[STEP * 2..], true).await.refused(404, "not_found");
    town.anybody().get(&format!("photos/{id}/upload")).await.refused(400, "bad_request");

    let whole = send(&phone, id, STEP * 2, &photo[STEP * 2..], true).await;
    let receipt = whole.expect(201);
    assert_eq!(receipt["width"], 600);
    assert_eq!(progress(&whole), (photo.len(), true));
    // The last answer was lost: asking tells, sending again changes nothing.
    assert_eq!(asked(&phone, id).await, (photo.len(), true));
    let again = send(&phone, id, STEP * 2, &photo[STEP * 2..], true).await;
    again.refused(409, "conflict");
    assert_eq!(progress(&again), (photo.len(), true));
    // It is the same photo as the one that is sent at once.
    assert_eq!(phone.put_photo(id, &photo).await.expect(201), receipt);
    phone.put_photo(id, &stories::reports::jpeg(id)).await.refused(409, "conflict");

    let mut report = dark_lamp();
    report["photos"] = json!([id]);
    let filed = file(&phone, &report).await;
    assert_eq!(town.reporter(&filed.secret).get(&format!("photos/{id}/large")).await.status, 200);
    let parts: i64 = sqlx::query_scalar("select count(*) from photo_parts")
        .fetch_one(&mut town.database().await)
        .await
        .unwrap();
    assert_eq!(parts, 0, "parts go as soon as the photo is whole");
    town.close().await;
}

#[tokio::test]
async fn what_is_no_photo_or_too_much_is_not_kept_in_parts_either() {
    let town = Town::open().await;
    let phone = phone(&town);
    let (none, huge, small) = (Uuid::new_v4(), Uuid::new_v4(), Uuid::new_v4());
    send(&phone, none, 0, &vec![7; STEP], false).await.expect(204);
    send(&phone, none, STEP, &[7; 10], true).await.refused(415, "unsupported_media");
    phone.get(&format!("photos/{none}/upload")).await.refused(404, "not_found");

    let half = vec![0; 11 * 1024 * 1024];
    send(&phone, huge, 0, &half, false).await.expect(204);
    send(&phone, huge, half.len(), &half, true).await.refused(413, "too_large");
    phone.get(&format!("photos/{huge}/upload")).await.refused(404, "not_found");

    send(&phone, small, 0, &[0; 10], false).await.refused(400, "bad_request");
    send(&town.anybody(), small, 0, &[0; 10], false).await.refused(400, "bad_request");
    let untyped = phone.request(Method::POST, &format!("photos/{small}/upload")).body("x");
    phone.finish(untyped).await.refused(415, "unsupported_media");
    town.close().await;
}

#[tokio::test]
async fn parts_are_counted_and_forgotten_after_a_day() {
    let town = Town::open_with(vec![("CITYCENTER_WAITING_PHOTOS", "device 2/100".to_owned())]).await;
    let (phone, photo) = (phone(&town), large());
    let begun = [Uuid::new_v4(), Uuid::new_v4()];
    for id in begun {
        send(&phone, id, 0, &photo[..STEP], false).await.expect(204);
    }
    let more = Uuid::new_v4();
    send(&phone, more, 0, &photo[..STEP], false).await.refused(429, "rate_limited");
    phone.put_photo(more, &photo).await.refused(429, "rate_limited");
    // Looked over meanwhile, they still count.
    town.set_clock("2026-11-17T08:59:00Z").await;
    send(&phone, more, 0, &photo[..STEP], false).await.refused(429, "rate_limited");
    assert_eq!(asked(&phone, begun[0]).await, (STEP, false));
    town.set_clock("2026-11-17T09:02:00Z").await;
    phone.get(&format!("photos/{}/upload", begun[0])).await.refused(404, "not_found");
    town.set_clock("2026-11-17T09:03:00Z").await;
    send(&phone, more, 0, &photo[..STEP], false).await.expect(204);
    town.close().await;
}
