//! Being told what became of cases: by mail, and by what a browser shows on its own.

use crate::place::Place;
use crate::text::Language;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The key that a browser ties its subscription to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushKey {
    /// An uncompressed point of P-256, base64url without padding: `applicationServerKey`.
    pub key: String,
}

/// A browser that wants to be told, as it describes itself (`PushSubscription`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct KeepPush {
    /// Where its push service takes messages for it.
    pub endpoint: String,
    /// Its public key, base64url.
    pub p256dh: String,
    /// The secret that goes into every encryption, base64url.
    pub auth: String,
    /// The `PushKey` it is tied to.
    pub key: String,
    /// What it is told in.
    pub language: Language,
}

/// The browser that wants to be told no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DropPush {
    /// Where its push service took messages for it.
    pub endpoint: String,
}

/// A circle on the map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its middle.
    pub place: Place,
    /// Metres around it, 100 to 5000.
    pub metres: i32,
}

/// Somebody without an account wants mails about one case or about an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Subscribe {
    /// Where they go, once the link in the first one was opened.
    pub email: String,
    /// One case that everybody may see; or `area`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Uuid>,
    /// What is new in it; or `report`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// What they are written in; without it, the language of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The version of the text about personal data that they agree to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
}

/// A subscription, for whoever holds the link from its mails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubscriptionView {
    /// Its id.
    pub id: Uuid,
    /// The number of the case it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The area it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Area>,
    /// Since when mails are sent; before that the link has to be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_comes_in_is_known_to_the_letter() {
        let id = Uuid::from_u128(7);
        let asked = json!({ "email": "ann@mail.example", "report": id });
        let read: Subscribe = serde_json::from_value(asked.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), asked);
        let unknown = json!({ "email": "ann@mail.example", "territory": "north" });
        assert!(serde_json::from_value::<Subscribe>(unknown).is_err());
        assert!(serde_json::from_value::<DropPush>(json!({})).is_err());
    }
}
