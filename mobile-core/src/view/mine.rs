//! A report made on this phone, drawn without asking the city.

use chrono_tz::Tz;
use domain::clock;
use domain::text::{Language, say};
use domain::wire::catalogue::{CatalogueView, CityView};
use domain::wire::report::{Receipt, SubmitReport};

use super::due::date;
use crate::error::Refusal;
use crate::outbox::{Delivery, Item};

/// What the phone knows around a report.
pub(crate) struct Neighbourhood {
    pub language: Language,
    pub city: Option<CityView>,
    pub catalogue: Option<CatalogueView>,
}

/// A report made on this phone.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct MyReport {
    /// Its id.
    pub id: String,
    /// What kind of thing; `null` while the catalogue is not on this phone.
    pub title: Option<String>,
    /// Where it is, in words.
    pub address: Option<String>,
    /// How far it is on its way.
    pub delivery: Delivery,
    /// The same in words.
    pub text: String,
    /// When it was handed over, milliseconds since 1970.
    pub created_at: i64,
    /// When it is tried next, while it waits; milliseconds since 1970.
    pub next_try_at: Option<i64>,
    /// The number to name it by, once it is there.
    pub number: Option<String>,
    /// Its page, once it is there.
    pub url: Option<String>,
    /// Who has it, once it is there.
    pub department: Option<String>,
    /// By when it was promised, milliseconds since 1970; what happened since, only the city knows.
    pub due_at: Option<i64>,
    /// Why it is parked.
    pub refusal: Option<Refusal>,
}

impl MyReport {
    pub(crate) fn of(item: &Item, here: &Neighbourhood) -> Self {
        let sent: Option<SubmitReport> = serde_json::from_str(&item.body).ok();
        let receipt = item.receipt.as_deref().and_then(|json| serde_json::from_str::<Receipt>(json).ok());
        let waits = matches!(item.delivery, Delivery::Waiting | Delivery::Sending);
        Self {
            id: item.id.clone(),
            title: sent.as_ref().and_then(|report| here.title(&report.issue_type)),
            text: here.text(item.delivery, receipt.as_ref()),
            address: sent.and_then(|report| report.address),
            delivery: item.delivery,
            created_at: item.created_at,
            next_try_at: waits.then_some(item.next_try_at),
            number: receipt.as_ref().map(|receipt| receipt.number.to_string()),
            url: receipt.as_ref().map(|receipt| receipt.url.clone()),
            due_at: receipt.as_ref().map(|receipt| receipt.due_at.timestamp_millis()),
            department: receipt.map(|receipt| receipt.department.title),
            refusal: item.obstacle.as_ref().and_then(|obstacle| obstacle.refusal().cloned()),
        }
    }
}

impl Neighbourhood {
    fn title(&self, slug: &str) -> Option<String> {
        let mut types = self.catalogue.iter().flat_map(|all| &all.categories).flat_map(|group| &group.types);
        types.find(|issue_type| issue_type.slug == slug).map(|issue_type| issue_type.title.clone())
    }

    fn text(&self, delivery: Delivery, receipt: Option<&Receipt>) -> String {
        let key = match (delivery, receipt) {
            (Delivery::Waiting, _) => "delivery_waiting",
            (Delivery::Sending, _) => "delivery_sending",
            (Delivery::Parked, _) => "delivery_parked",
            (Delivery::Sent, None) => "delivery_sent",
            (Delivery::Sent, Some(receipt)) => {
                let due = date(clock::local_day(receipt.due_at, self.zone()), self.language);
                let values = [("department", receipt.department.title.as_str()), ("due", due.as_str())];
                return say(self.language, "delivery_received", &values);
            }
        };
        say(self.language, key, &[])
    }

    /// The city's; until the phone has heard it, the world's.
    pub(crate) fn zone(&self) -> Tz {
        self.city.as_ref().and_then(|city| city.time_zone.parse().ok()).unwrap_or(Tz::UTC)
    }
}
