//! Photos of a report.

use serde_json::json;
use stories::Town;
use stories::reports::{dark_lamp, file, file_with_photo, jpeg, upload};
use uuid::Uuid;

#[tokio::test]
async fn a_photo_is_hidden_until_it_is_published() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let (filed, photo) = file_with_photo(&anybody).await;
    let stranger = file(&anybody, &dark_lamp()).await;
    let path = format!("photos/{photo}/small");

    anybody.get(&path).await.refused(404, "not_found");
    town.reporter(&stranger.secret).get(&path).await.refused(404, "not_found");
    let dispatcher = town.staff("dispatcher").await;
    for caller in [town.reporter(&filed.secret), dispatcher.clone()] {
        let answer = caller.get(&path).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["content-type"], "image/jpeg");
    }

    let seen = filed.seen_by(&dispatcher).await;
    let publish = json!({ "seen_version": seen["version"], "photos": { photo.to_string(): "published" } });
    dispatcher.post(&format!("{}/publication", filed.path()), &publish).await.expect(200);
    for size in ["small", "medium", "large"] {
        assert_eq!(anybody.get(&format!("photos/{photo}/{size}")).await.status, 200, "{size}");
    }
    assert_eq!(filed.seen_by(&anybody).await["photos"][0]["id"], json!(photo));

    // And hidden again at once, whatever was shown in between.
    let seen = filed.seen_by(&dispatcher).await;
    let hide = json!({ "seen_version": seen["version"], "photos": { photo.to_string(): "hidden" } });
    dispatcher.post(&format!("{}/publication", filed.path()), &hide).await.expect(200);
    anybody.get(&path).await.refused(404, "not_found");
    town.close().await;
}

#[tokio::test]
async fn the_same_photo_again_is_welcome_and_another_one_is_not() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let id = Uuid::now_v7();
    let first = anybody.put_photo(id, &jpeg(id)).await.expect(201);
    assert_eq!(first, json!({ "id": id, "width": 64, "height": 48, "sizes": ["small", "medium", "large"] }));
    assert_eq!(anybody.put_photo(id, &jpeg(id)).await.expect(201), first);
    anybody.put_photo(id, &jpeg(Uuid::now_v7())).await.refused(409, "conflict");
    town.close().await;
}

#[tokio::test]
async fn what_is_no_photo_is_refused() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let whole = jpeg(Uuid::now_v7());
    let cut = anybody.put_photo(Uuid::now_v7(), &whole[..whole.len() / 2]).await;
    assert_eq!(cut.refused(422, "invalid")["errors"][0]["field"], "photo");
    let gif = anybody.put_photo(Uuid::now_v7(), b"GIF89a\x01\0\x01\0\0\0\0").await;
    assert!(
        gif.refused(415, "unsupported_media")["detail"].as_str().is_some_and(|words| words.contains("HEIC"))
    );
    let text = anybody.put_photo(Uuid::now_v7(), b"a note that calls itself image/jpeg").await;
    text.refused(415, "unsupported_media");
    let huge = anybody.put_photo(Uuid::now_v7(), &vec![0; 20 * 1024 * 1024 + 1]).await;
    huge.refused(413, "too_large");
    town.close().await;
}

#[tokio::test]
async fn a_photo_that_no_report_named_for_a_week_is_forgotten() {
    let town = Town::open().await;
    town.set_clock("2026-11-16T09:00:00Z").await;
    let anybody = town.anybody();
    let (waits, named) = (upload(&anybody).await, upload(&anybody).await);
    let mut report = dark_lamp();
    report["photos"] = json!([named]);
    let filed = file(&anybody, &report).await;
    town.set_clock("2026-11-23T08:59:00Z").await;
    let mut late = dark_lamp();
    late["photos"] = json!([waits]);
    file(&anybody, &late).await;

    let forgotten = upload(&anybody).await;
    town.set_clock("2026-11-30T09:00:00Z").await;
    let mut too_late = dark_lamp();
    too_late["photos"] = json!([forgotten]);
    anybody.post("reports", &too_late).await.refused_for("photos", "unknown_photo");
    let author = town.reporter(&filed.secret);
    assert_eq!(author.get(&format!("photos/{named}/small")).await.status, 200);
    town.close().await;
}

#[tokio::test]
async fn of_two_photos_under_one_id_the_acknowledged_one_is_kept() {
    let town = Town::open().await;
    let anybody = town.anybody();
    for _ in 0..6 {
        let id = Uuid::now_v7();
        let pictures = [jpeg(Uuid::now_v7()), jpeg(Uuid::now_v7())];
        let (first, second) =
            tokio::join!(anybody.put_photo(id, &pictures[0]), anybody.put_photo(id, &pictures[1]));
        let winner = usize::from(second.status == 201);
        assert_eq!([first.status, second.status][1 - winner], 409);
        let (mut one, mut other) = (dark_lamp(), dark_lamp());
        let alone = Uuid::now_v7();
        anybody.put_photo(alone, &pictures[winner]).await.expect(201);
        one["photos"] = json!([id]);
        other["photos"] = json!([alone]);
        let mut shown = Vec::new();
        for (report, photo) in [(one, id), (other, alone)] {
            let filed = file(&anybody, &report).await;
            shown.push(town.reporter(&filed.secret).get(&format!("photos/{photo}/small")).await.bytes);
        }
        assert!(shown[0] == shown[1], "the kept picture is the one that was acknowledged");
    }
    town.close().await;
}

/// As iPhones send it: HEIC under any name, stored turned and saying so twice.
#[tokio::test]
async fn a_heic_is_taken_whatever_it_is_called() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let heic = include_bytes!("../../server/src/media/tests/fixtures/turned.heic");
    let id = Uuid::now_v7();
    let receipt = anybody.put_photo(id, heic).await.expect(201);
    assert_eq!((&receipt["width"], &receipt["height"]), (&json!(128), &json!(64)));
    assert_eq!(anybody.put_photo(id, heic).await.expect(201), receipt);
    let mut report = dark_lamp();
    report["photos"] = json!([id]);
    let filed = file(&anybody, &report).await;
    let seen = town.reporter(&filed.secret).get(&format!("photos/{id}/large")).await;
    let picture = image::load_from_memory(&seen.bytes).expect("a JPEG").into_rgb8();
    assert!(picture.get_pixel(64, 8).0[0] > 180 && picture.get_pixel(64, 56).0[2] > 180, "red above blue");
    town.close().await;
}

#[tokio::test]
async fn nobody_attaches_more_photos_at_once_than_a_report_may_have() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let filed = file(&anybody, &dark_lamp()).await;
    let lighting = town.staff("lighting").await;
    let many: Vec<Uuid> = (0..11).map(|_| Uuid::now_v7()).collect();
    filed.asked(&lighting, "made-safe", json!({ "photos": many })).await.refused_for("photos", "too_many");
    filed.moved_by(&lighting, "accepted", &[]).await.expect(200);
    filed.moved_by(&lighting, "resolved", &many).await.refused_for("photos", "too_many");
    let author = town.reporter(&filed.secret);
    let more = json!({ "id": Uuid::now_v7(), "text": "More", "photos": many });
    author.post(&format!("{}/information", filed.path()), &more).await.refused_for("photos", "too_many");
    town.close().await;
}
