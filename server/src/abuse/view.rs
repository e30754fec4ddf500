//! What staff is told of senders and bans.

use super::actions::{FALSE_ALARM_MEMORY, FALSE_ALARMS_MANY};
use super::store::{self, Listed, appeal};
use crate::problem::ApiResult;
use chrono::{DateTime, Utc};
use domain::id::Number;
use domain::moderation::Doubt;
use domain::text::{Language, say};
use domain::wire::abuse::{BanBy, BanView, DoubtView, SenderView};
use sqlx::PgPool;
use uuid::Uuid;

/// What is known of whoever sent a report; `is_danger` says that it is about a danger that is not over.
pub async fn about_sender(
    db: &PgPool,
    city_id: i32,
    report_id: Uuid,
    (language, now): (Language, DateTime<Utc>),
    is_danger: bool,
) -> ApiResult<SenderView> {
    let about = store::about(db, city_id, report_id, now - FALSE_ALARM_MEMORY, now).await?;
    let doubts: Vec<Doubt> =
        about.doubts.map_or_else(|| Ok(Vec::new()), serde_json::from_value).map_err(anyhow::Error::from)?;
    let has = [about.has_device, about.has_account, about.has_address, about.has_email, about.has_phone];
    Ok(SenderView {
        doubts: doubts.iter().map(|doubt| in_words(doubt, language)).collect(),
        false_alarm: about.false_alarm,
        false_alarms: u32::try_from(about.false_alarms).unwrap_or(u32::MAX),
        check_by_phone: is_danger && about.false_alarms >= FALSE_ALARMS_MANY,
        banned_until: about.banned_until,
        known_by: BanBy::ALL.into_iter().zip(has).filter(|(_, has)| *has).map(|(by, _)| by).collect(),
    })
}

fn in_words(doubt: &Doubt, language: Language) -> DoubtView {
    let entry = match doubt {
        Doubt::Word { entry } => entry,
        _ => "",
    };
    let words = say(language, &format!("doubt_{}", doubt.name()), &[("word", entry)]);
    DoubtView { kind: doubt.name().to_owned(), words }
}

/// A ban for staff.
pub fn ban_view(row: Listed) -> BanView {
    let by = BanBy::ALL.into_iter().filter(|by| row.kinds.iter().any(|kind| kind == by.name())).collect();
    BanView {
        id: row.id,
        report: row.number_year.zip(row.number).map(|(year, count)| Number { year, count }),
        by,
        reason: row.reason,
        made_at: row.made_at,
        made_by: row.made_by,
        until: row.until,
        lifted_at: row.lifted_at,
        appeal: appeal(row.appealed_at, row.decided_at, row.lifted_at),
        appeal_text: row.appeal_text,
        appealed_at: row.appealed_at,
        answer: row.answer,
    }
}
