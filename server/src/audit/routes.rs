//! `GET …/audit`: looking into the audit log.

use super::store::{self, Wanted};
use crate::app::App;
use crate::context::{Caller, InCity, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::audit::{Deed, may_search};
use domain::wire::audit::AuditPage;
use domain::wire::problem::Problem;
use serde::Deserialize;

/// Entries of a page, unless asked otherwise, and at most.
const PAGE: i64 = 50;
const PAGE_MAX: i64 = 200;

/// Which entries.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Done at this time or later (RFC 3339).
    #[param(value_type = Option<DateTime<Utc>>)]
    from: Option<String>,
    /// Done before this time (RFC 3339).
    #[param(value_type = Option<DateTime<Utc>>)]
    until: Option<String>,
    /// By this user.
    #[param(value_type = Option<Uuid>)]
    actor: Option<String>,
    /// This deed.
    #[param(value_type = Option<Deed>)]
    deed: Option<String>,
    /// Done to this report, user, photo…
    #[param(value_type = Option<Uuid>)]
    subject: Option<String>,
    /// From the page before.
    cursor: Option<String>,
    /// Entries a page, 1 to 200.
    limit: Option<i64>,
}

/// The audit log, newest first, for auditors and administrators.
#[utoipa::path(get, path = "/audit", operation_id = "audit", tag = "audit",
    params(("city" = String, Path), AuditQuery),
    responses((status = 200, body = AuditPage), (status = "4XX", body = Problem)))]
pub async fn search(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Query(query): Query<AuditQuery>,
) -> ApiResult<axum::Json<AuditPage>> {
    if !may_search(caller.staff()?.role) {
        return Err(ApiError::Forbidden);
    }
    let limit = query.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let entries = store::search(app.db.main(), city.id, &wanted(&query)?, limit).await?;
    let full = i64::try_from(entries.len()).is_ok_and(|count| count == limit);
    let next = full.then(|| entries.last().map(|entry| entry.n.to_string())).flatten();
    Ok(axum::Json(AuditPage { entries, next }))
}

fn wanted(query: &AuditQuery) -> ApiResult<Wanted> {
    Ok(Wanted {
        from: time("from", query.from.as_deref())?,
        until: time("until", query.until.as_deref())?,
        actor: read("actor", query.actor.as_deref(), |text| text.parse().ok())?,
        deed: read("deed", query.deed.as_deref(), Deed::called)?,
        subject: read("subject", query.subject.as_deref(), |text| text.parse().ok())?,
        before: read("cursor", query.cursor.as_deref(), |text| text.parse().ok())?,
    })
}

/// Times that PostgreSQL knows.
fn time(field: &str, text: Option<&str>) -> ApiResult<Option<DateTime<Utc>>> {
    read(field, text, |text| {
        let at = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        (DateTime::UNIX_EPOCH..DateTime::from_timestamp(253_402_300_800, 0)?).contains(&at).then_some(at)
    })
}

fn read<T>(field: &str, text: Option<&str>, read: impl Fn(&str) -> Option<T>) -> ApiResult<Option<T>> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    read(text).map(Some).ok_or_else(|| ApiError::field(field, "unreadable"))
}
