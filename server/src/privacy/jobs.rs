//! Personal data goes when its term is over: found by looking, in small steps, once an hour.

use super::actions::{Erasing, Owner, erase_resident};
use super::store;
use crate::app::App;
use crate::audit::Entry;
use crate::db::{By, Tx};
use crate::folder::Settings;
use crate::problem::ApiResult;
use crate::{media, people, photos, reports};
use chrono::{DateTime, Duration, Utc};
use domain::audit::Deed;
use domain::retention::Kind;
use serde_json::json;
use tokio::sync::Mutex;

/// Rows of one transaction.
const STEP: i64 = 500;
/// Accounts of one transaction: each may have many reports.
const ACCOUNTS: i64 = 5;

/// The hour of the last round. Held while a round lasts, so that whoever comes meanwhile finds it done.
static HOUR: Mutex<Option<i64>> = Mutex::const_new(None);

/// Erases what is past its term, of every city, unless that was done this hour; says how many rows.
pub async fn sweep(app: &App) -> ApiResult<usize> {
    let now = app.clock.now();
    let hour = now.timestamp() / 3600;
    let mut last = HOUR.lock().await;
    if *last == Some(hour) {
        return Ok(0);
    }
    let mut all = 0;
    for entry in app.cities.all().iter() {
        for &kind in Kind::ALL {
            all += expire(app, entry.city.id, &entry.settings, kind, now).await?;
        }
    }
    *last = Some(hour);
    Ok(all)
}

async fn expire(
    app: &App,
    city_id: i32,
    settings: &Settings,
    kind: Kind,
    now: DateTime<Utc>,
) -> ApiResult<usize> {
    let until = now - Duration::days(i64::from(settings.retention.days(kind)));
    let limit = if kind == Kind::Account { ACCOUNTS } else { STEP };
    let mut all = 0;
    loop {
        let files = app.photos.clone();
        let write = app.db.write(city_id, now, move |tx| {
            Box::pin(async move { step(tx, kind, until, limit, files).await })
        });
        let (done, _) = write.await?;
        all += done;
        // A step that did less than it could has seen the end.
        if done < usize::try_from(limit).unwrap_or(usize::MAX) {
            return Ok(all);
        }
    }
}

/// One step; what went is written down with it.
async fn step(
    tx: &mut Tx,
    kind: Kind,
    until: DateTime<Utc>,
    limit: i64,
    files: media::Store,
) -> ApiResult<usize> {
    let count = match kind {
        Kind::Contact => {
            let ended = store::of_ended_contacts(tx, until, limit).await?;
            people::erase_contacts(tx, &ended).await?;
            ended.len()
        }
        Kind::Home => {
            let ended = store::of_ended_homes(tx, until, limit).await?;
            store::erase_homes(tx, &ended).await?;
            ended.len()
        }
        Kind::Words => {
            let ended = store::of_ended_words(tx, until, limit).await?;
            store::erase_words(tx, &ended).await?;
            // Words that were published stay; what stayed among staff was never meant to.
            let inside = store::of_ended_insides(tx, until, limit).await?;
            reports::erase_inside(tx, &files, &inside).await?;
            ended.len() + inside.len()
        }
        Kind::Photos => {
            let ended = store::of_ended_photos(tx, until, limit).await?;
            photos::delete(tx, &files, &ended).await?;
            ended.len()
        }
        Kind::Account => {
            let unused = store::unused_accounts(tx, until, limit).await?;
            let erasing = Erasing { owner: Owner::Terminal, meant: true, files };
            for id in &unused {
                erase_resident(tx, *id, &erasing).await?;
            }
            unused.len()
        }
        Kind::Supports => rows(store::forget_supporters(tx, until, limit).await?),
        Kind::Session => rows(store::forget_sessions(tx, until, limit).await?),
        Kind::Audit => rows(store::forget_audit(tx, until, limit).await?),
    };
    if count > 0 {
        store::keep_log(tx, kind, count, until).await?;
        tx.audit(Entry {
            deed: Deed::DataExpired,
            by: By::System,
            subject_id: None,
            details: json!({ "kind": kind.name(), "count": count }),
        });
    }
    Ok(count)
}

fn rows(affected: u64) -> usize {
    usize::try_from(affected).unwrap_or(usize::MAX)
}
