//! Reports and photos as residents send them.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::Caller;

/// The middle of small-town.
pub const CENTRE: (f64, f64) = (57.6204, 36.3992);
/// Words that must not reach anybody before they are published.
pub const DESCRIPTION: &str = "The lamp over my door has been dark since Sunday";
pub const NAME: &str = "Vera Storyteller";
pub const PHONE: &str = "+7 900 000-00-01";
/// The consent of small-town, as its folder says.
pub const CONSENT: &str = "2026-11-22";

/// A report that has been filed.
pub struct Filed {
    pub id: Uuid,
    pub secret: String,
    pub receipt: Value,
}

/// A dark street lamp, which is `street-lighting`'s to mend within 10 days.
pub fn dark_lamp() -> Value {
    of_type("road-street-lighting")
}

pub fn of_type(issue_type: &str) -> Value {
    json!({
        "id": Uuid::now_v7(),
        "type": issue_type,
        "place": { "lat": CENTRE.0, "lon": CENTRE.1 },
        "description": DESCRIPTION,
        "contact": { "name": NAME, "phone": PHONE, "consent": CONSENT },
        "language": "en",
        "secret": Uuid::new_v4().simple().to_string(),
    })
}

/// Files it and expects a receipt.
pub async fn file(caller: &Caller, report: &Value) -> Filed {
    Filed::of(report, caller.post("reports", report).await.expect(201))
}

/// Files a dark street lamp with a photo of it.
pub async fn file_with_photo(caller: &Caller) -> (Filed, Uuid) {
    let mut report = dark_lamp();
    let photo = upload(caller).await;
    report["photos"] = json!([photo]);
    (file(caller, &report).await, photo)
}

impl Filed {
    /// A report and what came back for it.
    pub fn of(report: &Value, receipt: Value) -> Filed {
        Filed {
            id: report["id"].as_str().and_then(|id| id.parse().ok()).expect("an id"),
            secret: report["secret"].as_str().expect("a secret").to_owned(),
            receipt,
        }
    }

    pub fn path(&self) -> String {
        format!("reports/{}", self.id)
    }

    pub fn number(&self) -> &str {
        self.receipt["number"].as_str().expect("a number")
    }

    /// The report as this caller sees it.
    pub async fn seen_by(&self, caller: &Caller) -> Value {
        caller.get(&self.path()).await.expect(200)
    }

    /// Asks for something below the report, such as `made-safe`, from the version that the caller sees
    /// now.
    pub async fn asked(&self, caller: &Caller, what: &str, mut body: Value) -> crate::Answer {
        body["seen_version"] = self.seen_by(caller).await["version"].clone();
        caller.post(&format!("{}/{what}", self.path()), &body).await
    }

    /// Asks for a move with something along with it.
    pub async fn moved_with(&self, caller: &Caller, to: &str, mut more: Value) -> crate::Answer {
        more["to"] = json!(to);
        self.asked(caller, "transitions", more).await
    }

    /// Takes the case through these moves, none of which needs anything, and gives how it is then.
    pub async fn brought_to(&self, caller: &Caller, moves: &[&str]) -> Value {
        for to in moves {
            self.moved_by(caller, to, &[]).await.expect(200);
        }
        self.seen_by(caller).await
    }

    /// Accepts it and resolves it with a photo.
    pub async fn resolved_by(&self, caller: &Caller) -> Value {
        self.moved_by(caller, "accepted", &[]).await.expect(200);
        let photo = upload(caller).await;
        self.moved_by(caller, "resolved", &[photo]).await.expect(200)
    }

    /// Asks for a move from the version that the caller sees now.
    pub async fn moved_by(&self, caller: &Caller, to: &str, photos: &[Uuid]) -> crate::Answer {
        let seen = self.seen_by(caller).await;
        let body = json!({ "to": to, "seen_version": seen["version"], "photos": photos });
        caller.post(&format!("{}/transitions", self.path()), &body).await
    }
}

/// Sends a photo and gives its id.
pub async fn upload(caller: &Caller) -> Uuid {
    let id = Uuid::now_v7();
    caller.put_photo(id, &jpeg(id)).await.expect(201);
    id
}

/// A small picture; another one for another id.
pub fn jpeg(id: Uuid) -> Vec<u8> {
    let [.., red, green, blue] = *id.as_bytes();
    let picture = image::RgbImage::from_pixel(64, 48, image::Rgb([red, green, blue]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture becomes a JPEG");
    bytes.into_inner()
}
