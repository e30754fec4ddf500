//! SQL of senders, bans, spent proofs and purses.

mod counts;

pub use counts::{forget as forget_counts, share};

use super::challenge::Spent;
use super::sender::Origin;
use crate::db::Tx;
use crate::secret::Mark;
use chrono::{DateTime, NaiveDate, Utc};
use domain::wire::abuse::Appeal;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// Uses an answer up; says whether it was still good.
pub async fn spend_proof(tx: &mut Tx, spent: &Spent) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "insert into spent_proofs (city_id, seal, expires_at) values ($1, $2, $3)
         on conflict (city_id, seal) do nothing",
        city_id,
        spent.seal,
        spent.expires_at
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How often a device has sent this text since then.
pub async fn count_text(tx: &mut Tx, device: &[u8], text: &[u8], since: DateTime<Utc>) -> sqlx::Result<i64> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from report_senders
           where city_id = $1 and device_mark = $2 and text_mark = $3 and received_at > $4"#,
        city_id,
        device,
        text,
        since
    )
    .fetch_one(tx.connection())
    .await
}

/// Keeps who sent a report.
pub async fn insert_sender(
    tx: &mut Tx,
    report_id: Uuid,
    origin: &Origin,
    text_mark: Option<&[u8]>,
    doubts: &Value,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into report_senders (city_id, report_id, device_mark, account_mark, address_mark, text_mark,
                                     doubts, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        city_id,
        report_id,
        origin.device,
        origin.account,
        origin.address,
        text_mark,
        doubts,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn mark_false_alarm(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into report_senders (city_id, report_id, doubts, false_alarm_at, received_at)
         values ($1, $2, '[]', $3, $3)
         on conflict (city_id, report_id) do update set false_alarm_at = excluded.false_alarm_at",
        city_id,
        report_id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn clear_false_alarm(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update report_senders set false_alarm_at = null
         where city_id = $1 and report_id = $2 and false_alarm_at is not null",
        city_id,
        report_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// What staff is told of the sender of a report.
#[expect(clippy::struct_excessive_bools, reason = "one for each thing that is known or not")]
pub struct About {
    pub doubts: Option<Value>,
    pub false_alarm: bool,
    pub false_alarms: i64,
    pub banned_until: Option<DateTime<Utc>>,
    pub has_device: bool,
    pub has_account: bool,
    pub has_address: bool,
    pub has_email: bool,
    pub has_phone: bool,
}

/// About the sender of a report: false alarms since `since`, and a ban that is in force now.
pub async fn about(
    db: &PgPool,
    city_id: i32,
    report_id: Uuid,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<About> {
    sqlx::query_as!(
        About,
        r#"select sender.doubts as "doubts?", sender.false_alarm_at is not null as "false_alarm!",
               (select count(*) from report_senders other
                where other.city_id = $1 and other.report_id <> $2 and other.false_alarm_at >= $3
                    and (other.device_mark = sender.device_mark or other.account_mark = sender.account_mark))
                   as "false_alarms!",
               (select max(bans.until) from bans
                where bans.city_id = $1 and bans.lifted_at is null and bans.until > $4
                    and (bans.report_id = $2 or exists (
                        select from ban_marks where ban_marks.city_id = $1 and ban_marks.ban_id = bans.id
                            and ban_marks.mark in (sender.device_mark, sender.account_mark, sender.address_mark))))
                   as banned_until,
               sender.device_mark is not null as "has_device!", sender.account_mark is not null as "has_account!",
               sender.address_mark is not null as "has_address!",
               coalesce(contacts.email, '') <> '' as "has_email!",
               coalesce(contacts.phone, '') <> '' as "has_phone!"
           from reports
           left join report_senders sender on sender.city_id = $1 and sender.report_id = reports.id
           left join contacts on contacts.city_id = $1 and contacts.id = reports.id
           where reports.city_id = $1 and reports.id = $2"#,
        city_id,
        report_id,
        since,
        now
    )
    .fetch_one(db)
    .await
}

/// What is known of the author of a report; the contact is only to be made a mark of.
pub struct Known {
    pub device_mark: Option<Mark>,
    pub account_mark: Option<Mark>,
    pub address_mark: Option<Mark>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

pub async fn known_of(tx: &mut Tx, report_id: Uuid) -> sqlx::Result<Option<Known>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Known,
        r#"select sender.device_mark as "device_mark?", sender.account_mark as "account_mark?",
               sender.address_mark as "address_mark?", contacts.email as "email?", contacts.phone as "phone?"
           from reports
           left join report_senders sender on sender.city_id = $1 and sender.report_id = reports.id
           left join contacts on contacts.city_id = $1 and contacts.id = reports.id
           where reports.city_id = $1 and reports.id = $2 and reports.sequence is not null"#,
        city_id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await
}

/// Keeps who sent a photo.
pub async fn insert_photo_sender(
    tx: &mut Tx,
    photo_id: Uuid,
    origin: &Origin,
    bytes: i64,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into photo_senders (city_id, photo_id, device_mark, address_mark, bytes, received_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (city_id, photo_id) do update set bytes = excluded.bytes",
        city_id,
        photo_id,
        origin.device,
        origin.address,
        bytes,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Photos of one sender that belong to nothing yet, whole or in part.
pub struct Waiting {
    pub photos: i64,
    pub bytes: i64,
}

pub async fn waiting_photos(tx: &mut Tx, mark: &[u8]) -> sqlx::Result<Waiting> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Waiting,
        r#"select count(*) as "photos!", coalesce(sum(sender.bytes), 0)::bigint as "bytes!"
           from photo_senders sender
           where sender.city_id = $1 and (sender.device_mark = $2 or sender.address_mark = $2)
               and not exists (select from photos where photos.city_id = sender.city_id
                   and photos.id = sender.photo_id and photos.report_id is not null)"#,
        city_id,
        mark
    )
    .fetch_one(tx.connection())
    .await
}

/// A ban.
pub struct BanRow {
    pub id: Uuid,
    pub reason: String,
    pub until: DateTime<Utc>,
    pub token: String,
    pub lifted_at: Option<DateTime<Utc>>,
    pub appealed_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
}

impl BanRow {
    /// Whether an appeal waits for an answer.
    pub fn waits(&self) -> bool {
        self.appeal() == Appeal::Waiting
    }

    /// How far an appeal is.
    pub fn appeal(&self) -> Appeal {
        appeal(self.appealed_at, self.decided_at, self.lifted_at)
    }
}

/// How far an appeal is, by when each thing happened.
pub fn appeal(
    appealed: Option<DateTime<Utc>>,
    decided: Option<DateTime<Utc>>,
    lifted: Option<DateTime<Utc>>,
) -> Appeal {
    match (appealed, decided, lifted) {
        (None, ..) => Appeal::Open,
        (Some(_), _, Some(_)) => Appeal::Granted,
        (Some(_), Some(_), None) => Appeal::Refused,
        (Some(_), None, None) => Appeal::Waiting,
    }
}

/// The ban on one of these marks that is in force the longest.
pub async fn ban_in_force(tx: &mut Tx, marks: &[Mark]) -> sqlx::Result<Option<BanRow>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        BanRow,
        "select id, reason, until, token, lifted_at, appealed_at, decided_at, answer from bans
         where city_id = $1 and lifted_at is null and until > $3
             and id in (select ban_id from ban_marks where city_id = $1 and mark = any($2))
         order by until desc, id limit 1",
        city_id,
        marks,
        now
    )
    .fetch_optional(tx.connection())
    .await
}

pub async fn lock_ban(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<BanRow>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        BanRow,
        "select id, reason, until, token, lifted_at, appealed_at, decided_at, answer from bans
         where city_id = $1 and id = $2 for update",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await
}

/// A ban to be.
pub struct NewBan<'a> {
    pub id: Uuid,
    pub report_id: Uuid,
    pub reason: &'a str,
    pub until: DateTime<Utc>,
    pub token: String,
    pub made_by: Uuid,
}

/// Keeps a ban; says whether it is new.
pub async fn insert_ban(tx: &mut Tx, new: &NewBan<'_>) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_scalar!(
        r#"insert into bans (city_id, id, report_id, reason, until, token, made_at, made_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!""#,
        city_id,
        new.id,
        new.report_id,
        new.reason,
        new.until,
        new.token,
        now,
        new.made_by
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn insert_ban_mark(tx: &mut Tx, ban_id: Uuid, kind: &str, mark: &[u8]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "insert into ban_marks (city_id, ban_id, kind, mark) values ($1, $2, $3, $4)",
        city_id,
        ban_id,
        kind,
        mark
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn save_appeal(tx: &mut Tx, id: Uuid, text: &str) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update bans set appeal_text = $3, appealed_at = $4
         where city_id = $1 and id = $2",
        city_id,
        id,
        text,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn save_decision(tx: &mut Tx, id: Uuid, by: Uuid, lift: bool, words: &str) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update bans set decided_at = $4, decided_by = $3, answer = $6, lifted_at = case when $5 then $4::timestamptz end
         where city_id = $1 and id = $2",
        city_id,
        id,
        by,
        now,
        lift,
        words
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// A ban as staff sees it.
pub struct Listed {
    pub id: Uuid,
    pub number_year: Option<i32>,
    pub number: Option<i32>,
    pub kinds: Vec<String>,
    pub reason: String,
    pub made_at: DateTime<Utc>,
    pub made_by: String,
    pub until: DateTime<Utc>,
    pub lifted_at: Option<DateTime<Utc>>,
    pub appeal_text: Option<String>,
    pub appealed_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub answer: Option<String>,
}

/// Which bans.
pub struct Wanted {
    /// Only this one.
    pub id: Option<Uuid>,
    /// Only those whose appeal waits for an answer.
    pub waiting: bool,
    /// Only those in force now.
    pub in_force: bool,
    /// Only those made before this one.
    pub after: Option<Uuid>,
    pub limit: i64,
}

/// Bans, the newest first.
pub async fn bans(
    db: &PgPool,
    city_id: i32,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select bans.id, reports.number_year as "number_year?", reports.number as "number?",
               array(select kind from ban_marks where city_id = $1 and ban_id = bans.id order by kind) as "kinds!",
               bans.reason, bans.made_at, users.name as made_by, bans.until, bans.lifted_at, bans.appeal_text,
               bans.appealed_at, bans.decided_at, bans.answer
           from bans
           join reports on reports.city_id = $1 and reports.id = bans.report_id
           join users on users.city_id = $1 and users.id = bans.made_by
           where bans.city_id = $1 and ($2::uuid is null or bans.id = $2)
               and (not $3 or (bans.appealed_at is not null and bans.decided_at is null))
               and (not $4 or (bans.lifted_at is null and bans.until > $7))
               and ($5::uuid is null or (bans.made_at, bans.id) < (
                   select before.made_at, before.id from bans before where before.city_id = $1 and before.id = $5))
           order by bans.made_at desc, bans.id desc limit $6"#,
        city_id,
        wanted.id,
        wanted.waiting,
        wanted.in_force,
        wanted.after,
        wanted.limit,
        now
    )
    .fetch_all(db)
    .await
}

/// Takes one out of the purse of a day, of which `most` may be spent; says whether it did.
pub async fn spend(
    tx: &mut Tx,
    purse: &str,
    day: NaiveDate,
    kind: &str,
    mark: &[u8],
    most: u32,
) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "insert into purses as purse (city_id, purse, day, kind, mark, spent)
         select $1, $2, $3, $4, $5, 1 where $6 > 0
         on conflict (city_id, purse, day, kind, mark) do update set spent = purse.spent + 1
         where purse.spent < $6",
        city_id,
        purse,
        day,
        kind,
        mark,
        i32::try_from(most).unwrap_or(i32::MAX)
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets what is too old to be of use: marks of senders of before, spent answers that are too late now,
/// who sent photos that wait for nothing any more, and what was spent days ago. Doubts and false alarms
/// stay with their case, without a sender.
pub async fn forget(tx: &mut Tx, before: DateTime<Utc>) -> sqlx::Result<u64> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let mut count = 0;
    let senders = sqlx::query!(
        "update report_senders set device_mark = null, account_mark = null, address_mark = null, text_mark = null
         where city_id = $1 and received_at < $2
             and (device_mark is not null or account_mark is not null or address_mark is not null
                  or text_mark is not null)",
        city_id,
        before
    );
    count += senders.execute(tx.connection()).await?.rows_affected();
    let proofs =
        sqlx::query!("delete from spent_proofs where city_id = $1 and expires_at < $2", city_id, now);
    count += proofs.execute(tx.connection()).await?.rows_affected();
    let photos = sqlx::query!(
        "delete from photo_senders where city_id = $1 and not exists (
             select from photos where photos.city_id = $1 and photos.id = photo_senders.photo_id
                 and photos.report_id is null)
             and not exists (
                 select from photo_uploads where photo_uploads.city_id = $1
                     and photo_uploads.photo_id = photo_senders.photo_id and not is_whole)",
        city_id
    );
    count += photos.execute(tx.connection()).await?.rows_affected();
    let purses = sqlx::query!(
        "delete from purses where city_id = $1 and day < ($2::timestamptz at time zone 'UTC')::date - 2",
        city_id,
        now
    );
    Ok(count + purses.execute(tx.connection()).await?.rows_affected())
}
