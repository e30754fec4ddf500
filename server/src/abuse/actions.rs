//! What is done about abuse: looking at a report before it counts, banning, hearing who is banned.

use super::sender::{Origin, email_mark, phone_mark};
use super::store::{self, BanRow, NewBan};
use crate::audit::Entry;
use crate::auth::Session;
use crate::config::Config;
use crate::db::{By, Tx};
use crate::problem::{ApiError, ApiResult};
use crate::secret::{self, Mark, Seal};
use chrono::Duration;
use domain::audit::Deed;
use domain::catalogue::City;
use domain::moderation::{Doubt, shape};
use domain::permission::{Action, may};
use domain::wire::abuse::{AppealBan, BanAuthor, BanBy, BanNotice, DecideBan};
use domain::wire::report::SubmitReport;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// False alarms of one sender from which on a danger is checked by phone first.
pub const FALSE_ALARMS_MANY: i64 = 2;
/// How long a false alarm counts against its sender.
pub const FALSE_ALARM_MEMORY: Duration = Duration::days(90);
/// How long the same text counts as the same.
const REPEATS_WITHIN: Duration = Duration::days(1);
/// Days of a ban, at most, and of one by an address, which others may share.
const BAN_DAYS_MAX: u32 = 366;
const ADDRESS_DAYS_MAX: u32 = 7;
/// Characters of a reason, an appeal or an answer, at most.
const WORDS_MAX: usize = 2000;
/// How long whoever has sent too many photos without a report waits before more are taken.
const PHOTOS_WAIT: Duration = Duration::hours(1);

/// What came out of looking at a report that is being filed.
#[derive(Debug, Default)]
pub struct Judged {
    pub doubts: BTreeSet<Doubt>,
    text_mark: Option<Mark>,
}

impl Judged {
    /// Whether a person should look at it before others see it.
    pub fn is_doubted(&self) -> bool {
        !self.doubts.is_empty()
    }
}

/// Looks at a report before it is filed: who sends it, and what it says.
///
/// # Errors
/// `Banned` when its sender is, unless it is about danger: a ban that is wrong must not cost a life.
pub async fn judge(
    tx: &mut Tx,
    city: &City,
    report: &SubmitReport,
    origin: &Origin,
    is_danger: bool,
) -> ApiResult<Judged> {
    let ban = ban_of(tx, origin).await?;
    if let Some(ban) = &ban
        && !is_danger
    {
        return Err(banned(ban));
    }
    let words = report.answers.values().fold(report.description.clone(), |all, one| all + "\n" + one);
    let text_mark = origin.device.as_ref().filter(|_| !words.trim().is_empty()).map(|_| mark_of(&words));
    let sent_before = match (&origin.device, &text_mark) {
        (Some(device), Some(text)) if city.doubts.repeats.is_some() => {
            store::count_text(tx, device, text, tx.now() - REPEATS_WITHIN).await?
        }
        _ => 0,
    };
    let mut doubts = city.doubts.doubts(&words, u32::try_from(sent_before).unwrap_or(u32::MAX));
    if ban.is_some() {
        doubts.insert(Doubt::Banned);
    }
    Ok(Judged { doubts, text_mark })
}

/// To know the same words again, whatever their spaces, capitals and look-alikes.
fn mark_of(words: &str) -> Mark {
    let letters: String = shape(words).chars().filter(|c| c.is_alphanumeric()).collect();
    Sha256::digest(letters).to_vec()
}

/// Keeps what is known of whoever sent a report that was filed; nothing when nothing is known.
pub async fn keep_sender(tx: &mut Tx, report_id: Uuid, origin: &Origin, judged: &Judged) -> ApiResult<()> {
    let known = origin.device.is_some() || origin.account.is_some() || origin.address.is_some();
    if known || judged.is_doubted() {
        let doubts = serde_json::to_value(&judged.doubts).map_err(anyhow::Error::from)?;
        store::insert_sender(tx, report_id, origin, judged.text_mark.as_deref(), &doubts).await?;
    }
    Ok(())
}

/// Lets in whoever is not banned.
///
/// # Errors
/// `Banned`.
pub async fn admit(tx: &mut Tx, origin: &Origin) -> ApiResult<()> {
    ban_of(tx, origin).await?.map_or(Ok(()), |ban| Err(banned(&ban)))
}

async fn ban_of(tx: &mut Tx, origin: &Origin) -> ApiResult<Option<BanRow>> {
    let marks = origin.marks();
    if marks.is_empty() { Ok(None) } else { Ok(store::ban_in_force(tx, &marks).await?) }
}

fn banned(ban: &BanRow) -> ApiError {
    ApiError::Banned(Box::new(notice(ban)))
}

fn notice(ban: &BanRow) -> BanNotice {
    BanNotice {
        id: ban.id,
        reason: ban.reason.clone(),
        until: ban.until,
        appeal: ban.appeal(),
        answer: ban.answer.clone(),
        token: ban.token.clone(),
    }
}

/// There was no danger: from the second time on, dangers of the same sender are checked by phone first.
pub async fn mark_false_alarm(tx: &mut Tx, report_id: Uuid) -> ApiResult<()> {
    Ok(store::mark_false_alarm(tx, report_id).await?)
}

/// There was one after all.
pub async fn clear_false_alarm(tx: &mut Tx, report_id: Uuid) -> ApiResult<()> {
    Ok(store::clear_false_alarm(tx, report_id).await?)
}

/// Remembers who sent a photo that belongs to nothing yet, of so many bytes.
///
/// # Errors
/// `RateLimited` when too many of theirs, or too heavy ones, wait for a report.
pub async fn hold_photo(
    tx: &mut Tx,
    config: &Config,
    origin: &Origin,
    photo_id: Uuid,
    bytes: usize,
) -> ApiResult<()> {
    if origin.device.is_none() && origin.address.is_none() {
        return Ok(());
    }
    store::insert_photo_sender(tx, photo_id, origin, i64::try_from(bytes).unwrap_or(i64::MAX)).await?;
    let limits = &config.waiting_photos;
    for (mark, limit) in [(&origin.device, limits.device), (&origin.address, limits.address)] {
        let (Some(mark), Some((photos, megabytes))) = (mark, limit) else { continue };
        let held = store::waiting_photos(tx, mark).await?;
        if held.photos > i64::from(photos) || held.bytes > i64::from(megabytes) * 1024 * 1024 {
            return Err(ApiError::RateLimited(PHOTOS_WAIT));
        }
    }
    Ok(())
}

fn must_ban(session: &Session) -> ApiResult<()> {
    // Whoever may, may in the whole city: whose case it is does not matter.
    if may(session.staff(), Action::Ban, 0) { Ok(()) } else { Err(ApiError::Forbidden) }
}

fn check_words(field: &str, text: &str) -> ApiResult<()> {
    if text.trim().is_empty() {
        return Err(ApiError::field(field, "required"));
    }
    if text.chars().count() > WORDS_MAX {
        return Err(ApiError::field(field, "too_long"));
    }
    Ok(())
}

/// Bans the author of a report by what is known of them. The same id again changes nothing.
pub async fn ban(
    tx: &mut Tx,
    seal: &Seal,
    session: &Session,
    report_id: Uuid,
    asked: &BanAuthor,
) -> ApiResult<()> {
    must_ban(session)?;
    check_words("reason", &asked.reason)?;
    let most = if asked.by.contains(&BanBy::Address) { ADDRESS_DAYS_MAX } else { BAN_DAYS_MAX };
    if !(1..=most).contains(&asked.days) {
        return Err(ApiError::field("days", "out_of_range"));
    }
    let known = store::known_of(tx, report_id).await?.ok_or(ApiError::NotFound)?;
    let mut marks = Vec::new();
    for by in asked.by.iter().copied().collect::<BTreeSet<_>>() {
        let mark = match by {
            BanBy::Device => known.device_mark.clone(),
            BanBy::Account => known.account_mark.clone(),
            BanBy::Address => known.address_mark.clone(),
            BanBy::Email => known.email.as_deref().and_then(|email| email_mark(seal, email)),
            BanBy::Phone => known.phone.as_deref().and_then(|phone| phone_mark(seal, phone)),
        };
        marks.extend(mark.map(|mark| (by, mark)));
    }
    if marks.is_empty() {
        return Err(ApiError::field("by", "nothing_known"));
    }
    let new = NewBan {
        id: asked.id,
        report_id,
        reason: asked.reason.trim(),
        until: tx.now() + Duration::days(asked.days.into()),
        token: hex::encode(secret::random::<16>()?),
        made_by: session.user_id,
    };
    if store::insert_ban(tx, &new).await? {
        let by: Vec<&str> = marks.iter().map(|(by, _)| by.name()).collect();
        let details = json!({ "by": by, "days": asked.days, "report": report_id });
        tx.audit(Entry {
            deed: Deed::AuthorBanned,
            by: By::Staff(session.user_id),
            subject_id: Some(asked.id),
            details,
        });
        for (by, mark) in marks {
            store::insert_ban_mark(tx, asked.id, by.name(), &mark).await?;
        }
    }
    Ok(())
}

/// Whoever is banned says why that is wrong; once.
pub async fn appeal(tx: &mut Tx, id: Uuid, asked: &AppealBan) -> ApiResult<BanNotice> {
    check_words("text", &asked.text)?;
    let ban = store::lock_ban(tx, id).await?.filter(|ban| ban.token == asked.token);
    let mut ban = ban.ok_or(ApiError::NotFound)?;
    if ban.appealed_at.is_some() {
        return Err(ApiError::field("text", "already_appealed"));
    }
    if ban.lifted_at.is_some() || ban.until <= tx.now() {
        return Err(ApiError::field("text", "ban_over"));
    }
    ban.appealed_at = Some(tx.now());
    store::save_appeal(tx, id, asked.text.trim()).await?;
    Ok(notice(&ban))
}

/// Lifts a ban, or keeps it against an appeal, with words for whoever is banned.
pub async fn decide(tx: &mut Tx, session: &Session, id: Uuid, asked: &DecideBan) -> ApiResult<()> {
    must_ban(session)?;
    check_words("words", &asked.words)?;
    let ban = store::lock_ban(tx, id).await?.ok_or(ApiError::NotFound)?;
    if ban.lifted_at.is_some() {
        return Err(ApiError::field("lift", "already_lifted"));
    }
    let waits = ban.waits();
    if !asked.lift && !waits {
        return Err(ApiError::field("lift", "no_appeal"));
    }
    store::save_decision(tx, id, session.user_id, asked.lift, asked.words.trim()).await?;
    let deeds = [(waits, Deed::AppealDecided), (asked.lift, Deed::BanLifted)];
    for (_, deed) in deeds.into_iter().filter(|(done, _)| *done) {
        let details = json!({ "lifted": asked.lift });
        tx.audit(Entry { deed, by: By::Staff(session.user_id), subject_id: Some(id), details });
    }
    Ok(())
}
