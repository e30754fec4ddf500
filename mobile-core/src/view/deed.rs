//! Something that was done on this phone to a case, drawn without asking the city.

use crate::outbox::{Delivery, Item, Obstacle};

/// Something that was done to a case.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MyDeed {
    /// Its id.
    pub id: String,
    /// To which report.
    pub report: String,
    /// What it is, as the city's API calls it: the last word of its path, such as `transitions`.
    pub what: String,
    /// What was said, as JSON; empty once the city has it.
    pub body: String,
    /// How far it is on its way.
    pub delivery: Delivery,
    /// Why it is parked.
    pub obstacle: Option<Obstacle>,
    /// When it was handed over, milliseconds since 1970.
    pub created_at: i64,
}

impl MyDeed {
    pub(crate) fn of(item: &Item) -> Self {
        Self {
            id: item.id.clone(),
            report: item.report_id.clone(),
            what: item.path.rsplit('/').next().unwrap_or_default().to_owned(),
            body: if item.delivery == Delivery::Sent { String::new() } else { item.body.clone() },
            delivery: item.delivery,
            obstacle: item.obstacle.clone(),
            created_at: item.created_at,
        }
    }
}
