//! Making faces and plates in a photo unreadable before others see it, and what the city publishes by
//! itself.

use serde_json::{Value, json};
use stories::folder::{change, copy_of_the_city};
use stories::reports::{Filed, dark_lamp, file, of_type, upload};
use stories::server::run;
use stories::town::{sign_in, signed_in};
use stories::{Answer, Caller, Server, Town};
use uuid::Uuid;

const SIZES: [&str; 3] = ["small", "medium", "large"];

/// Black and white stripes, with all that a camera or a program may write beside the pixels.
fn stripes() -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(640, 480, |x, _| image::Rgb([if x / 4 % 2 == 0 { 0 } else { 255 }; 3]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).expect("a JPEG");
    let jpeg = jpeg.into_inner();
    let said = |mark: u8, words: &[u8]| {
        let length = u16::try_from(words.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, mark], &length[..], words].concat()
    };
    let words = [
        said(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
        said(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        said(0xE2, b"ICC_PROFILE\0\x01\x01abc"),
        said(0xFE, b"a comment"),
    ];
    [&jpeg[..2], &words.concat(), &jpeg[2..]].concat()
}

/// A report with the stripes as its photo, shown to everybody.
async fn shown(town: &Town, staff: &Caller) -> (Filed, Uuid) {
    let (anybody, photo) = (town.anybody(), Uuid::now_v7());
    anybody.put_photo(photo, &stripes()).await.expect(201);
    let mut report = dark_lamp();
    report["photos"] = json!([photo]);
    let filed = file(&anybody, &report).await;
    let photos = json!({ photo.to_string(): "published" });
    filed.asked(staff, "publication", json!({ "photos": photos })).await.expect(200);
    (filed, photo)
}

async fn edit(staff: &Caller, photo: Uuid, version: i32, edit: &Value) -> Answer {
    staff.put(&format!("photos/{photo}/edit"), &json!({ "seen_version": version, "edit": edit })).await
}

/// A thick brush across the middle.
fn across() -> Value {
    json!({ "strokes": [{ "radius": 60, "points": [{ "x": 80, "y": 240 }, { "x": 560, "y": 240 }] }] })
}

fn picture(jpeg: &[u8]) -> image::GrayImage {
    image::load_from_memory(jpeg).expect("a picture").into_luma8()
}

/// How far apart the brightest and the darkest are in the middle, and beside it.
fn contrasts(jpeg: &[u8]) -> (u8, u8) {
    let picture = picture(jpeg);
    let (width, height) = picture.dimensions();
    let range = |y: u32| {
        let row: Vec<u8> = (width / 4..width * 3 / 4).map(|x| picture.get_pixel(x, y).0[0]).collect();
        row.iter().max().expect("pixels") - row.iter().min().expect("pixels")
    };
    (range(height / 2), range(height / 10))
}

/// What the audit log says of a photo.
async fn deeds(town: &Town, photo: Uuid) -> Vec<String> {
    sqlx::query_scalar("select deed from audit_entries where city_id = 1 and subject_id = $1 order by n")
        .bind(photo)
        .fetch_all(&mut town.database().await)
        .await
        .expect("the audit log")
}

#[tokio::test]
async fn what_staff_paints_over_nobody_reads_but_who_may_publish() {
    let town = Town::open().await;
    let (anybody, dispatcher) = (town.anybody(), town.staff("dispatcher").await);
    let (filed, photo) = shown(&town, &dispatcher).await;
    let path = format!("photos/{photo}/large");
    let before = anybody.get(&path).await;
    assert_eq!(before.headers["etag"], r#""0-large""#);
    assert!(contrasts(&before.bytes).0 > 200, "stripes can be read");

    let done = edit(&dispatcher, photo, 0, &across()).await.expect(200);
    assert_eq!((&done["version"], &done["edited"]), (&json!(1), &json!(true)));
    let auditor = town.staff("auditor").await;
    for caller in [&anybody, &town.reporter(&filed.secret), &auditor, &dispatcher] {
        for size in SIZES {
            for query in ["", "?version=0", "?version=1"] {
                let answer = caller.get(&format!("photos/{photo}/{size}{query}")).await;
                assert_eq!(answer.status, 200);
                let (middle, beside) = contrasts(&answer.bytes);
                assert!(middle < 40 && beside > 60, "{size}: {middle} in the middle, {beside} beside it");
                for said in [&b"Exif"[..], b"xmpmeta", b"ICC_PROFILE", b"a comment"] {
                    assert!(!answer.bytes.windows(said.len()).any(|window| window == said), "{size}");
                }
            }
        }
    }
    let after = anybody.get(&path).await;
    assert_eq!(after.headers["etag"], r#""1-large""#);
    assert_eq!(after.headers["cache-control"], "public, max-age=60");
    let again = anybody.clone().with("if-none-match", r#""1-large""#).get(&path).await;
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let old = anybody.clone().with("if-none-match", r#""0-large""#).get(&path).await;
    assert_eq!(old.status, 200);

    // Everybody is told that it was edited; how, only who may edit it.
    let told = &filed.seen_by(&anybody).await["photos"][0];
    assert_eq!((&told["edited"], &told["version"], &told["edit"]), (&json!(true), &json!(1), &Value::Null));
    assert_eq!(filed.seen_by(&dispatcher).await["photos"][0]["edit"]["strokes"], across()["strokes"]);
    assert!(filed.seen_by(&auditor).await["photos"][0]["edit"].is_null());

    // The picture as it was is there for who may publish, and each look at it is written down.
    assert_eq!(deeds(&town, photo).await, ["photo_edited"]);
    for (who, caller) in [("nobody", &anybody), ("the author", &town.reporter(&filed.secret))] {
        let answer = caller.get(&format!("photos/{photo}/original/large")).await;
        assert_eq!(answer.status, 401, "{who}");
    }
    auditor.get(&format!("photos/{photo}/original/large")).await.refused(403, "forbidden");
    let roads = town.staff("roads").await;
    roads.get(&format!("photos/{photo}/original/large")).await.refused(404, "not_found");
    edit(&roads, photo, 1, &json!({})).await.refused(404, "not_found");
    for guess in ["original", "unedited", "v0.large", "..%2Foriginals", "original%2Flarge", "large.jpg"] {
        anybody.get(&format!("photos/{photo}/{guess}")).await.refused(404, "not_found");
    }
    assert_eq!(deeds(&town, photo).await, ["photo_edited"], "who was refused has read nothing");
    let press = town.staff("press").await;
    let original = press.get(&format!("photos/{photo}/original/large")).await;
    assert_eq!(original.headers["cache-control"], "private, no-store");
    assert!(original.bytes == before.bytes, "it is the picture as it was");
    assert_eq!(deeds(&town, photo).await, ["photo_edited", "original_read"]);

    // An empty edit shows all of it again; then there is nothing to write down about looking.
    edit(&press, photo, 1, &json!({})).await.expect(200);
    assert!(anybody.get(&path).await.bytes == before.bytes);
    assert_eq!(filed.seen_by(&anybody).await["photos"][0]["edited"], false);
    press.get(&format!("photos/{photo}/original/small")).await;
    assert_eq!(deeds(&town, photo).await, ["photo_edited", "original_read", "photo_edited"]);
    town.close().await;
}

#[tokio::test]
async fn an_edit_is_made_once_and_never_over_one_that_was_not_seen() {
    let town = Town::open().await;
    let dispatcher = town.staff("dispatcher").await;
    let (filed, photo) = shown(&town, &dispatcher).await;
    let first = edit(&dispatcher, photo, 0, &across()).await.expect(200);
    assert_eq!(edit(&dispatcher, photo, 0, &across()).await.expect(200), first, "asked for twice, made once");
    assert_eq!(deeds(&town, photo).await, ["photo_edited"]);
    let crop = json!({ "crop": { "x": 320, "y": 0, "width": 320, "height": 240 } });
    edit(&dispatcher, photo, 0, &crop).await.refused(409, "version_conflict");
    assert_eq!(filed.seen_by(&dispatcher).await["photos"][0]["version"], 1);

    // The next edit is made of the picture as it was: what was painted before is back.
    let cropped = edit(&dispatcher, photo, 1, &crop).await.expect(200);
    assert_eq!((&cropped["width"], &cropped["height"]), (&json!(320), &json!(240)));
    let seen = town.anybody().get(&format!("photos/{photo}/large")).await.bytes;
    assert_eq!(picture(&seen).dimensions(), (320, 240));
    assert!(contrasts(&seen).0 > 200);
    assert_eq!(filed.seen_by(&town.anybody()).await["photos"][0]["width"], 320);

    let point = |x: i32| json!([{ "x": x, "y": 1 }]);
    for (wrong, field, code) in [
        (json!({ "crop": { "x": 600, "y": 0, "width": 41, "height": 99 } }), "edit.crop", "outside_photo"),
        (json!({ "crop": { "x": 0, "y": 0, "width": 31, "height": 99 } }), "edit.crop", "too_small"),
        (
            json!({ "strokes": [{ "radius": 7, "points": point(1) }] }),
            "edit.strokes[0].radius",
            "out_of_range",
        ),
        (json!({ "strokes": [{ "radius": 9, "points": [] }] }), "edit.strokes[0].points", "required"),
        (
            json!({ "strokes": [{ "radius": 9, "points": point(641) }] }),
            "edit.strokes[0].points",
            "outside_photo",
        ),
        (
            json!({ "strokes": vec![json!({ "radius": 9, "points": point(1) }); 101] }),
            "edit.strokes",
            "too_many",
        ),
        (
            json!({ "strokes": [{ "radius": 9, "points": point(-1) }] }),
            "edit.strokes[0].points[0].x",
            "unreadable",
        ),
        (json!({ "blur": true }), "edit.blur", "unknown_field"),
    ] {
        edit(&dispatcher, photo, 2, &wrong).await.refused_for(field, code);
    }
    // A photo that no report has named yet is nobody's to edit.
    let loose = upload(&town.anybody()).await;
    edit(&dispatcher, loose, 0, &across()).await.refused(404, "not_found");
    town.close().await;
}

#[tokio::test]
async fn who_is_forgotten_leaves_what_everybody_saw_and_nothing_of_what_was_hidden() {
    let town = Town::open().await;
    let dispatcher = town.staff("dispatcher").await;
    let (filed, photo) = shown(&town, &dispatcher).await;
    edit(&dispatcher, photo, 0, &across()).await.expect(200);
    let original = format!("photos/{photo}/original/large");
    assert_eq!(dispatcher.get(&original).await.status, 200);
    town.reporter(&filed.secret).delete(&format!("{}/my-data?confirm=true", filed.path())).await.expect(200);

    let seen = town.anybody().get(&format!("photos/{photo}/large")).await.bytes;
    assert!(contrasts(&seen).0 < 40, "painted over, as it was");
    let kept = files_of(&town, photo);
    assert_eq!(kept, SIZES.map(|size| format!("{photo}.v1.{size}.jpg")), "no other file knows of it");
    dispatcher.get(&original).await.refused(404, "not_found");
    town.close().await;
}

/// The files that are kept of a photo.
fn files_of(town: &Town, photo: Uuid) -> Vec<String> {
    let folder = format!("1/{:02x}", photo.as_bytes()[15]);
    let folders = ["photos", "originals"].map(|of| town.data_dir().join(of).join(&folder));
    let files = folders.into_iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let names = files.filter_map(Result::ok).map(|file| file.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(&photo.to_string())).collect();
    names.sort_by_key(|name| SIZES.iter().position(|size| name.contains(size)));
    names
}

/// A server of the town after its data was changed.
fn server_where(town: &Town, city: (&str, &str), yards: &str) -> Server {
    let scratch = tempfile::tempdir().expect("a folder");
    let folder = copy_of_the_city(scratch.path());
    change(&folder.join("city.toml"), |text| text.replace(city.0, city.1));
    change(&folder.join("../russia/issue-types/yard-cleaning.toml"), |text| format!("{yards}\n{text}"));
    run(town.verb().args(["city", "load"]).arg(&folder), "");
    town.another_server()
}

#[tokio::test]
async fn the_city_says_what_is_public_before_anybody_has_looked() {
    let town = Town::open().await;
    let trusted = ("result_photos = \"hidden\"", "result_photos = \"published\"");
    let server =
        server_where(&town, trusted, "publication = { report = \"hidden\", result_photos = \"hidden\" }");
    let anybody = Caller::new(server.address());
    let worker = signed_in(anybody.clone(), &sign_in("lighting")).await;
    let dispatcher = signed_in(anybody.clone(), &sign_in("dispatcher")).await;

    // The city trusts its own people's photos of a result, and nobody else's.
    let photo = upload(&anybody).await;
    let mut report = dark_lamp();
    report["photos"] = json!([photo]);
    let filed = file(&anybody, &report).await;
    filed.resolved_by(&worker).await;
    let seen = filed.seen_by(&anybody).await;
    assert_eq!(seen["photos"].as_array().map(Vec::len), Some(1), "{seen}");
    assert_eq!(seen["photos"][0]["kind"], "after");

    // A type whose reports are hidden is on no map until somebody shows one.
    let hidden = file(&anybody, &of_type("yard-cleaning")).await;
    anybody.get(&hidden.path()).await.refused(404, "not_found");
    assert_eq!(hidden.seen_by(&dispatcher).await["visibility"], "hidden");
    assert_eq!(
        hidden.seen_by(&anybody.clone().with("x-report-secret", &hidden.secret)).await["visibility"],
        "hidden"
    );
    hidden.asked(&dispatcher, "publication", json!({ "report": "published" })).await.expect(200);
    assert_eq!(hidden.seen_by(&anybody).await["visibility"], "published");
    hidden.asked(&dispatcher, "publication", json!({ "report": "hidden" })).await.expect(200);
    anybody.get(&hidden.path()).await.refused(404, "not_found");
    server.stop();
    town.close().await;
}
