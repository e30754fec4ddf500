//! A backup made while people report, and what is there after it was restored.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use stories::keeper::data_dir;
use stories::reports::{Filed, file_with_photo};
use stories::server::{run, verb};
use stories::town::{PASSWORD, sign_in, signed_in};
use stories::{CITY, Caller, Server};
use uuid::Uuid;

const SIZES: [&str; 3] = ["small", "medium", "large"];

fn here(arguments: &[&str], data_dir: &Path) -> Command {
    let mut command = verb(None);
    command.args(arguments).arg("--data-dir").arg(data_dir);
    command
}

/// What a verb has to say when it refuses.
fn refused(command: &mut Command) -> String {
    let output = command.output().expect("the binary runs");
    assert!(!output.status.success(), "{command:?} did it");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The pictures of a photo.
async fn pictures(caller: &Caller, photo: Uuid) -> Vec<Vec<u8>> {
    let mut pictures = Vec::new();
    for size in SIZES {
        let answer = caller.get(&format!("photos/{photo}/{size}")).await;
        assert_eq!(answer.status, 200, "{photo}/{size}: {}", answer.text());
        pictures.push(answer.bytes);
    }
    pictures
}

/// Residents report, staff edits, authors have themselves erased, until `over`.
async fn busy(anybody: &Caller, staff: &Caller, edited: Uuid, over: &AtomicBool) {
    let mut version = 0;
    while !over.load(Ordering::Relaxed) {
        let (filed, _) = file_with_photo(anybody).await;
        let author = anybody.clone().with("x-report-secret", &filed.secret);
        author.delete(&format!("reports/{}/my-data?confirm=true", filed.id)).await.expect(200);
        let x = 10 + version % 40;
        let points = json!([{ "x": x, "y": 10 }, { "x": x, "y": 30 }]);
        let edit = json!({ "strokes": [{ "radius": 9, "points": points }] });
        let body = json!({ "seen_version": version, "edit": edit });
        staff.put(&format!("photos/{edited}/edit"), &body).await.expect(200);
        version += 1;
    }
}

/// What was acknowledged before the backups began, by photo.
type Before = BTreeMap<Uuid, (Filed, Vec<Vec<u8>>)>;

/// A file that staff put to a case.
struct Attached {
    path: String,
    bytes: Vec<u8>,
}

async fn attach(staff: &Caller, filed: &Filed) -> Attached {
    let bytes = b"%PDF-1.7 an act".to_vec();
    let path = format!("{}/attachments/{}", filed.path(), Uuid::now_v7());
    let request = staff.request(reqwest::Method::PUT, &path);
    let request = request.header("x-file-name", "act.pdf").header("content-type", "application/octet-stream");
    staff.finish(request.body(bytes.clone())).await.expect(201);
    Attached { path, bytes }
}

/// Makes two backups, one after the other, while everybody goes on. The second keeps nothing again.
async fn backups(anybody: &Caller, staff: &Caller, data: &Path, [first, second]: [&Path; 2]) {
    let (_, edited) = file_with_photo(anybody).await;
    let over = AtomicBool::new(false);
    let mut commands = [here(&["backup"], data), here(&["backup"], data)];
    commands[0].arg(first);
    commands[1].arg(second).arg("--beside").arg(first);
    let backups = async {
        tokio::task::spawn_blocking(move || commands.iter_mut().for_each(|backup| drop(run(backup, ""))))
            .await
            .expect("two backups");
        over.store(true, Ordering::Relaxed);
    };
    tokio::join!(busy(anybody, staff, edited, &over), backups);
    let manifests = [first, second].map(|backup| -> Value {
        let manifest = std::fs::read(backup.join("manifest.json")).expect("a manifest");
        serde_json::from_slice(&manifest).expect("JSON")
    });
    for manifest in &manifests {
        assert_eq!(manifest["missing"], json!([]), "a file that is erased is no file that is lost");
    }
    let meanwhile = manifests.map(|manifest| manifest["changes"]["edited"].clone());
    assert!(meanwhile.iter().any(|edited| *edited != json!([])), "a photo was edited after the dump");
}

/// All that was acknowledged before is there as it was; of what changed while the backup was made, rows and
/// files are of one moment, whichever that is.
async fn expect_all(staff: &Caller, before: &Before, attached: &Attached) {
    for (photo, (filed, came)) in before {
        assert_eq!(filed.seen_by(staff).await["number"], filed.number());
        assert_eq!(&pictures(staff, *photo).await, came);
    }
    assert_eq!(staff.get(&attached.path).await.bytes, attached.bytes);
    let page = staff.get("desk/reports?limit=100").await.expect(200);
    let reports = page["reports"].as_array().expect("reports");
    assert!(reports.len() > before.len());
    for report in reports {
        let seen = staff.get(&format!("reports/{}", report["id"].as_str().expect("an id"))).await.expect(200);
        for photo in seen["photos"].as_array().expect("photos") {
            pictures(staff, photo["id"].as_str().and_then(|id| id.parse().ok()).expect("an id")).await;
        }
    }
}

fn large(photo: Uuid) -> String {
    format!("photos/1/{:02x}/{photo}.large.jpg", photo.as_bytes()[15])
}

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_is_there_after_it_was_restored() {
    let (data, shelf) = (data_dir(), data_dir());
    let (first, second) = (shelf.path().join("first"), shelf.path().join("second"));
    let add = ["user", "add", "head", "--city", CITY, "--role", "head", "--department", "street-lighting"];
    let server = Server::embedded(data.path());
    run(here(&add, data.path()).arg("--password-stdin"), PASSWORD);
    let anybody = Caller::new(server.address());
    let session = anybody.post("/api/v1/sessions", &sign_in("head")).await.cookie("session");
    let held = |caller: &Caller| caller.clone().with("cookie", &format!("session={session}")).in_browser();
    let staff = held(&anybody);
    let mut before = Before::new();
    for _ in 0..10 {
        let (filed, photo) = file_with_photo(&anybody).await;
        before.insert(photo, (filed, pictures(&staff, photo).await));
    }
    let (any, (filed, _)) = before.first_key_value().expect("a photo");
    let attached = attach(&staff, filed).await;
    backups(&anybody, &staff, data.path(), [&first, &second]).await;
    assert_eq!(second.join(large(*any)).metadata().unwrap().nlink(), 2, "it takes no room again");
    assert_eq!(second.metadata().unwrap().mode() & 0o777, 0o700);
    server.stop();
    drop(data);

    // The machine is lost, and another one takes its place.
    let data = data_dir();
    run(here(&["restore", "--dry-run"], data.path()).arg(&second), "");
    assert!(!data.path().join("postgres").exists(), "looking changes nothing");
    run(here(&["restore"], data.path()).arg(&second), "");
    let server = Server::embedded(data.path());
    let anybody = Caller::new(server.address());
    held(&anybody).get("/api/v1/sessions/current").await.refused(401, "unauthorized");
    let staff = signed_in(anybody.clone(), &sign_in("head")).await;
    expect_all(&staff, &before, &attached).await;

    // What came since is given up only when somebody says so, and nobody works on it.
    let (since, photo) = file_with_photo(&anybody).await;
    let said = refused(here(&["restore", "--replace"], data.path()).arg(&second));
    assert!(said.contains("another citycenter"), "{said}");
    server.stop();
    let said = refused(here(&["restore"], data.path()).arg(&second));
    assert!(said.contains("not empty") && said.contains("--replace"), "{said}");
    assert!(data.path().join(large(photo)).exists());
    run(here(&["restore", "--replace"], data.path()).arg(&first), "");
    assert!(!data.path().join(large(photo)).exists(), "nobody knows of it any more");
    let server = Server::embedded(data.path());
    let anybody = Caller::new(server.address());
    anybody.get(&since.path()).await.refused(404, "not_found");
    expect_all(&signed_in(anybody, &sign_in("head")).await, &before, &attached).await;
    server.stop();

    // One bit is other than it was; or the backup was never finished.
    let mut bytes = std::fs::read(second.join(large(*any))).unwrap();
    bytes[100] ^= 1;
    std::fs::write(second.join(large(*any)), bytes).unwrap();
    let said = refused(here(&["restore", "--replace"], data.path()).arg(&second));
    assert!(said.contains(&large(*any)) && said.contains("damaged"), "{said}");
    std::fs::remove_file(first.join("manifest.json")).unwrap();
    let said = refused(here(&["restore", "--replace"], data.path()).arg(&first));
    assert!(said.contains("no whole backup"), "{said}");
}
