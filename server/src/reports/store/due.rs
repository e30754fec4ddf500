//! SQL that finds what waits for a date. Rows that somebody is working on are left to the next look.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::status::Status;
use uuid::Uuid;

/// A case whose time has come.
pub struct Due {
    pub id: Uuid,
    pub status: String,
}

/// Marks open cases whose deadline is near, at most `limit`.
pub async fn mark_soon(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<Vec<Due>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Due,
        "update reports set mark = 'soon' where city_id = $1 and id in (
             select id from reports where city_id = $1 and is_open and sequence is not null and mark is null
                 and due_at <= $2
             order by due_at limit $3 for update skip locked)
         returning id, status",
        city_id,
        until,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Marks open cases whose deadline has passed, at most `limit`.
pub async fn mark_overdue(tx: &mut Tx, limit: i64) -> sqlx::Result<Vec<Due>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Due,
        "update reports set mark = 'overdue' where city_id = $1 and id in (
             select id from reports where city_id = $1 and is_open and sequence is not null and mark = 'soon'
                 and due_at < $2
             order by due_at limit $3 for update skip locked)
         returning id, status",
        city_id,
        now,
        limit
    )
    .fetch_all(tx.connection())
    .await
}

/// Tells the dispatcher of open cases on which nobody has acted in time, at most `limit`. Not of those
/// whose sender gave `many` false alarms since `since`: these are checked by phone first.
pub async fn escalate(
    tx: &mut Tx,
    (many, since): (i64, DateTime<Utc>),
    limit: i64,
) -> sqlx::Result<Vec<Due>> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query_as!(
        Due,
        "update reports set escalated_at = $2 where city_id = $1 and id in (
             select id from reports
             where city_id = $1 and is_open and sequence is not null and first_action_at is null
                 and escalated_at is null and first_action_due_at < $2
                 and (select count(*) from report_senders sender
                      join report_senders other on other.city_id = $1 and other.report_id <> sender.report_id
                          and (other.device_mark = sender.device_mark or other.account_mark = sender.account_mark)
                      where sender.city_id = $1 and sender.report_id = reports.id
                          and other.false_alarm_at >= $4) < $5
             order by first_action_due_at limit $3 for update skip locked)
         returning id, status",
        city_id,
        now,
        limit,
        since,
        many
    )
    .fetch_all(tx.connection())
    .await
}

/// A case that has been in this status since then or longer.
pub async fn expired(
    tx: &mut Tx,
    status: Status,
    since: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from reports
         where city_id = $1 and status = $2 and status_since < $3
             and status in ('waiting_for_resident', 'waiting_for_partner', 'disputed', 'resolved')
         order by status_since limit $4 for update skip locked",
        city_id,
        status.name(),
        since,
        limit
    )
    .fetch_all(tx.connection())
    .await
}
