//! Photos in a bucket that speaks S3.

use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use stories::bucket::Bucket;
use stories::keeper::data_dir;
use stories::reports::{file_with_photo, upload};
use stories::server::{binary, run};
use stories::{Caller, Town};
use uuid::Uuid;

async fn picture(caller: &Caller, photo: Uuid) -> Vec<u8> {
    let answer = caller.get(&format!("photos/{photo}/large")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.bytes
}

/// A backup as the service makes it every night, on a shelf with too many older ones.
fn tonight(town: &Town, shelf: &Path) -> PathBuf {
    for night in 1..=15 {
        let old = shelf.join(format!("2026-01-{night:02}"));
        std::fs::create_dir(&old).expect("a folder");
        std::fs::write(old.join("manifest.json"), "").expect("a file");
    }
    let mut script = Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/backup.sh"));
    for (name, value) in town.verb().get_envs() {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    run(script.env("CITYCENTER", binary()).arg(shelf), "");
    let mut kept: Vec<PathBuf> =
        std::fs::read_dir(shelf).expect("a shelf").flatten().map(|entry| entry.path()).collect();
    kept.sort();
    assert_eq!(kept.len(), 14, "{kept:?}");
    kept.pop().expect("the newest")
}

/// What `check` says; in a story it always finds something.
fn checked(town: &Town) -> String {
    let output = town.verb().arg("check").output().expect("the binary runs");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn photos_in_a_bucket_are_put_read_edited_erased_and_backed_up() {
    let (mut bucket, shelf) = (Bucket::start(), data_dir());
    let town = Town::open_with(bucket.settings("town")).await;
    let (anybody, head) = (town.anybody(), town.staff("head-lighting").await);
    let (filed, photo) = file_with_photo(&anybody).await;
    let came = picture(&head, photo).await;
    assert_eq!(bucket.count(&format!("town/photos/1/{:02x}/{photo}", photo.as_bytes()[15])), 3);
    assert!(!town.data_dir().join("photos").exists(), "nothing lies on the disk");

    // An edit leaves the unedited picture apart, and taking it back brings it back.
    let strokes =
        json!({ "strokes": [{ "radius": 9, "points": [{ "x": 9, "y": 9 }, { "x": 40, "y": 40 }] }] });
    let edit = |version: i32, edit| json!({ "seen_version": version, "edit": edit });
    let path = format!("photos/{photo}/edit");
    head.put(&path, &edit(0, strokes)).await.expect(200);
    assert_ne!(picture(&head, photo).await, came);
    assert_eq!(bucket.count(&format!("originals/1/{:02x}/{photo}", photo.as_bytes()[15])), 3);
    head.put(&path, &edit(1, json!({}))).await.expect(200);
    assert_eq!(picture(&head, photo).await, came);
    assert_eq!(bucket.count(&format!("town/photos/1/{:02x}/{photo}", photo.as_bytes()[15])), 3);

    // A backup of it, restored into another database and another place in the bucket.
    let backup = tonight(&town, shelf.path());
    let other = Town::open_with(bucket.settings("other")).await;
    let other = other.restored(&backup).await;
    let head_there = other.staff("head-lighting").await;
    assert_eq!(filed.seen_by(&head_there).await["number"], filed.number());
    assert_eq!(picture(&head_there, photo).await, came);
    assert_eq!(bucket.count("other/photos"), 3);
    other.close().await;

    // Erased is erased.
    let author = town.reporter(&filed.secret);
    author.delete(&format!("{}/my-data?confirm=true", filed.path())).await.expect(200);
    assert_eq!(bucket.count(&format!("town/photos/1/{:02x}/{photo}", photo.as_bytes()[15])), 0);

    assert!(checked(&town).contains("the bucket takes, gives and deletes"));

    // A bucket that does not answer: later, and nothing is acknowledged that is not kept.
    upload(&anybody).await;
    bucket.stop();
    let id = Uuid::now_v7();
    let answer = anybody.put_photo(id, &stories::reports::jpeg(id)).await;
    answer.refused(503, "unavailable");
    assert!(answer.headers.contains_key("retry-after"));
    assert!(checked(&town).contains("the bucket cannot be used"));
    town.close().await;
}
