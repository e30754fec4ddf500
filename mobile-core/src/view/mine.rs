//! Reports of one's own, drawn without asking the city.

use domain::status::Status;
use domain::wire::report::{self as wire, Receipt, ReportView, SubmitReport};

use super::due::DueLabel;
use super::words::Words;
use super::{ReportCard, ReportScreen, Shape};
use crate::cache::Knowledge;
use crate::error::Refusal;
use crate::outbox::{Delivery, Item};

/// A report of one's own: made on this phone, or by the account that is signed in.
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
    /// When it was handed over or received, milliseconds since 1970.
    pub created_at: i64,
    /// When it is tried next, while it waits; milliseconds since 1970.
    pub next_try_at: Option<i64>,
    /// The number to name it by, once it is there.
    pub number: Option<String>,
    /// Its page, once it is there.
    pub url: Option<String>,
    /// Who has it, once it is there.
    pub department: Option<String>,
    /// By when it is promised, milliseconds since 1970, as it was seen last.
    pub due_at: Option<i64>,
    /// How it looks, as it was seen last.
    pub shape: Option<Shape>,
    /// How it stands, as it was seen last.
    pub due: Option<DueLabel>,
    /// Id of the photo to show.
    pub photo: Option<String>,
    /// Whether something is awaited of its author: an answer, or a look at the result.
    pub needs_you: bool,
    /// Why it is parked.
    pub refusal: Option<Refusal>,
}

impl MyReport {
    /// One that was made here; `seen` is how the city showed it last.
    pub(crate) fn of(item: &Item, seen: Option<&ReportView>, known: &Knowledge, words: Words) -> Self {
        let sent: Option<SubmitReport> = serde_json::from_str(&item.body).ok();
        let receipt = item.receipt.as_deref().and_then(|json| serde_json::from_str::<Receipt>(json).ok());
        let waits = matches!(item.delivery, Delivery::Waiting | Delivery::Sending);
        let title = sent.as_ref().and_then(|report| known.title(&report.issue_type));
        let made = Self {
            id: item.id.clone(),
            title,
            text: text(item.delivery, receipt.as_ref(), words),
            address: sent.and_then(|report| report.address),
            delivery: item.delivery,
            created_at: item.created_at,
            next_try_at: waits.then_some(item.next_try_at),
            number: receipt.as_ref().map(|receipt| receipt.number.to_string()),
            url: receipt.as_ref().map(|receipt| receipt.url.clone()),
            due_at: receipt.as_ref().map(|receipt| receipt.due_at.timestamp_millis()),
            department: receipt.map(|receipt| receipt.department.title),
            shape: None,
            due: None,
            photo: None,
            needs_you: false,
            refusal: item.obstacle.as_ref().and_then(|obstacle| obstacle.refusal().cloned()),
        };
        match seen {
            Some(seen) => made.seen(seen, words),
            None => made,
        }
    }

    fn seen(self, report: &ReportView, words: Words) -> Self {
        let may = |to| report.choices.iter().any(|choice| choice.to == to);
        let screen = ReportScreen::of(report.clone(), words);
        let after = screen.photos.iter().find(|photo| photo.after);
        Self {
            title: Some(screen.title),
            text: screen.status_text,
            address: screen.address.or(self.address),
            department: Some(screen.department),
            due_at: Some(report.due_at.timestamp_millis()),
            shape: Some(screen.shape),
            due: Some(screen.due),
            photo: after.or(screen.photos.first()).map(|photo| photo.id.clone()),
            needs_you: report.status == Status::WaitingForResident || may(Status::Confirmed),
            ..self
        }
    }

    /// One that the account filed elsewhere.
    pub(crate) fn elsewhere(card: wire::ReportCard, words: Words) -> Self {
        let (created_at, due_at) = (card.received_at.timestamp_millis(), card.due_at.timestamp_millis());
        let needs_you = card.status == Status::WaitingForResident;
        let text = words.say(&format!("case_status_{}", card.status.name()), &[]);
        let card = ReportCard::of(card, words);
        Self {
            id: card.id,
            title: Some(card.title),
            address: card.address,
            delivery: Delivery::Sent,
            text,
            created_at,
            next_try_at: None,
            number: Some(card.number),
            url: None,
            department: Some(card.department),
            due_at: Some(due_at),
            shape: Some(card.shape),
            due: Some(card.due),
            photo: card.photo,
            needs_you,
            refusal: None,
        }
    }
}

fn text(delivery: Delivery, receipt: Option<&Receipt>, words: Words) -> String {
    let key = match (delivery, receipt) {
        (Delivery::Waiting, _) => "delivery_waiting",
        (Delivery::Sending, _) => "delivery_sending",
        (Delivery::Parked, _) => "delivery_parked",
        (Delivery::Sent, None) => "delivery_sent",
        (Delivery::Sent, Some(receipt)) => {
            let due = words.day_of(receipt.due_at);
            let values = [("department", receipt.department.title.as_str()), ("due", due.as_str())];
            return words.say("delivery_received", &values);
        }
    };
    words.say(key, &[])
}
