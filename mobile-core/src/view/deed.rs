//! Something that was done to a case on this phone and has not arrived, in words.

use domain::text::{Language, say};
use domain::wire::report::ReportView;

use super::changes_since;
use crate::deed::Sheet;
use crate::error::FieldProblem;
use crate::outbox::{Delivery, Item, Obstacle};

/// Something that was done and has not arrived.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct WaitingDeed {
    /// Its id: to do it again or to drop it by.
    pub id: String,
    /// To which case.
    pub report_id: String,
    /// What it is and how it stands, in words.
    pub text: String,
    /// How far it is.
    pub delivery: Delivery,
    /// Why it is parked.
    pub obstacle: Option<Obstacle>,
    /// Whether the case was changed meanwhile: do it all the same, or drop it.
    pub overtaken: bool,
    /// What others did to the case since it was seen, one line each.
    pub changes: Vec<String>,
    /// What the city found wrong with it.
    pub problems: Vec<FieldProblem>,
    /// When it was handed over, milliseconds since 1970.
    pub created_at: i64,
}

impl WaitingDeed {
    /// * `sheet`: what was said, and seen of the case, when it was begun.
    /// * `case`: the case as the phone knows it now.
    pub(crate) fn of(item: &Item, sheet: &Sheet, case: Option<&ReportView>, language: Language) -> Self {
        let overtaken = matches!(item.obstacle, Some(Obstacle::Changed { .. }));
        let changes =
            case.filter(|_| overtaken).map(|case| changes_since(case, sheet.seen)).unwrap_or_default();
        let what = sheet.done(language);
        let text = match item.delivery {
            Delivery::Parked if overtaken => {
                let changes = changes.join(", ");
                say(language, "deed_overtaken", &[("what", &what), ("changes", &changes)])
            }
            Delivery::Parked => say(language, "deed_refused", &[("what", &what)]),
            _ => say(language, "deed_waiting", &[("what", &what)]),
        };
        let problems =
            item.obstacle.as_ref().and_then(Obstacle::refusal).map(|refusal| refusal.fields.clone());
        Self {
            id: item.id.clone(),
            report_id: item.report_id.clone(),
            text,
            delivery: item.delivery,
            obstacle: item.obstacle.clone(),
            overtaken,
            changes,
            problems: problems.unwrap_or_default(),
            created_at: item.created_at,
        }
    }
}
