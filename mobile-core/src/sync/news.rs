//! What happened to one's own cases: the city's log is read from where the account last stood, and only
//! cases that it watches are asked for again.

use domain::text::Language;
use domain::wire::report::{EventPage, ReportView};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::client::{Call, Client, Failure, read};
use crate::error::{CoreError, RefusalCode};
use crate::outbox;
use crate::settings;
use crate::storage::Storage;

/// Pages of the log read in one go; the rest the next time.
const PAGES: usize = 20;
/// The setting that says in which language the app was opened last.
const LANGUAGE: &str = "language";

/// The account wants to hear of this case from now on.
pub(crate) fn watch(tx: &Transaction<'_>, account: i64, report: &str) -> Result<(), CoreError> {
    tx.execute(
        "insert into watched (account_id, report_id) values (?1, ?2) on conflict do nothing",
        params![account, report],
    )?;
    Ok(())
}

/// And no more.
pub(crate) fn unwatch(tx: &Transaction<'_>, account: i64, report: &str) -> Result<(), CoreError> {
    tx.execute("delete from watched where account_id = ?1 and report_id = ?2", params![account, report])?;
    Ok(())
}

/// The account wants to hear of this case, which the city lists in this version now.
pub(crate) fn see(tx: &Transaction<'_>, account: i64, report: &str, version: i32) -> Result<(), CoreError> {
    watch(tx, account, report)?;
    tx.execute(
        "update watched set stale = 1
         where account_id = ?1 and report_id = ?2 and version is distinct from ?3",
        params![account, report, version],
    )?;
    Ok(())
}

/// Everything is said in this language from now on: cases that were kept in another are asked for again.
pub(crate) fn speak(tx: &Transaction<'_>, language: Language) -> Result<(), CoreError> {
    if settings::find(tx, LANGUAGE)?.as_deref() != Some(language.code()) {
        tx.execute("update watched set stale = 1", [])?;
        settings::keep(tx, LANGUAGE, language.code())?;
    }
    Ok(())
}

/// Keeps a case that was asked for just now; whoever looks at it hears no news of it.
pub(crate) fn keep(tx: &Transaction<'_>, account: i64, view: &ReportView, now: i64) -> Result<(), CoreError> {
    let report = view.id.to_string();
    watch(tx, account, &report)?;
    tx.execute(
        "update watched set body = ?3, version = ?4, stale = 0, news = 0, kept_at = ?5
         where account_id = ?1 and report_id = ?2",
        params![account, report, serde_json::to_string(view)?, view.version, now],
    )?;
    Ok(())
}

/// The case as it last was, for when there is no network. A copy of an older version of the app may no
/// longer be readable: then there is none.
pub(crate) fn kept(db: &Connection, account: i64, report: &str) -> Result<Option<ReportView>, CoreError> {
    Ok(seen(db, account, report)?.map(|(view, _)| view))
}

/// Cases that changed and of which the app has not told yet.
pub(crate) fn untold(db: &Connection, account: i64) -> Result<Vec<ReportView>, CoreError> {
    let mut statement =
        db.prepare_cached("select body from watched where account_id = ?1 and news = 1 order by report_id")?;
    let rows = statement.query_map([account], |row| row.get::<_, Option<String>>(0))?;
    let bodies = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(bodies.into_iter().flatten().filter_map(|json| serde_json::from_str(&json).ok()).collect())
}

/// Whether the account wants to hear of this case.
pub(crate) fn is_watched(db: &Connection, account: i64, report: &str) -> Result<bool, CoreError> {
    let mut statement =
        db.prepare_cached("select exists (select 1 from watched where account_id = ?1 and report_id = ?2)")?;
    Ok(statement.query_row(params![account, report], |row| row.get(0))?)
}

/// A case that is watched as it was seen last, and when that was.
pub(crate) fn seen(
    db: &Connection,
    account: i64,
    report: &str,
) -> Result<Option<(ReportView, i64)>, CoreError> {
    let mut statement = db.prepare_cached(
        "select body, coalesce(kept_at, 0) from watched
         where account_id = ?1 and report_id = ?2 and body is not null",
    )?;
    let found = statement.query_row(params![account, report], |row| Ok((row.get(0)?, row.get(1)?)));
    let found: Option<(String, i64)> = found.optional()?;
    Ok(found.and_then(|(json, at)| Some((serde_json::from_str(&json).ok()?, at))))
}

/// Every case that is watched, as it was seen last.
pub(crate) fn all_seen(db: &Connection, account: i64) -> Result<Vec<ReportView>, CoreError> {
    let mut statement =
        db.prepare_cached("select body from watched where account_id = ?1 and body is not null")?;
    let rows = statement.query_map([account], |row| row.get::<_, String>(0))?;
    let bodies = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(bodies.iter().filter_map(|json| serde_json::from_str(json).ok()).collect())
}

/// Its person looks at a case just now: what is watched is kept as they see it.
pub(crate) fn look(tx: &Transaction<'_>, account: i64, view: &ReportView, now: i64) -> Result<(), CoreError> {
    let json = serde_json::to_string(view)?;
    tx.execute(
        "update watched set body = ?3, version = ?4, kept_at = ?5, stale = 0, news = 0
         where account_id = ?1 and report_id = ?2",
        params![account, view.id.to_string(), json, view.version, now],
    )?;
    Ok(())
}

/// The app has told it.
pub(crate) fn told(tx: &Transaction<'_>, account: i64, report: &str) -> Result<(), CoreError> {
    tx.execute(
        "update watched set news = 0 where account_id = ?1 and report_id = ?2",
        params![account, report],
    )?;
    Ok(())
}

/// Hears what happened and asks for what changed. What does not answer now is asked the next time.
///
/// # Errors
/// The phone's own storage.
pub(crate) async fn ask(storage: &Storage, client: &Client) -> Result<(), CoreError> {
    let heard = async {
        hear(storage, client).await?;
        refresh(storage, client).await
    };
    match heard.await {
        Err(Failure::Phone(error)) => Err(error),
        _ => Ok(()),
    }
}

/// Reads the log and marks what it names; where it cannot tell everything, all that is watched.
async fn hear(storage: &Storage, client: &Client) -> Result<(), Failure> {
    let account = client.account.id;
    if storage.read(|db| watched(db, account))?.is_empty() {
        return Ok(());
    }
    for _ in 0..PAGES {
        let after = storage.read(|db| cursor(db, account))?;
        let asked = after.map(|n| format!("?after={n}&limit=500")).unwrap_or_default();
        let page: EventPage =
            read(&client.send(Call::get(&client.in_city(&format!("/events/page{asked}")))).await?)?;
        storage.write(|tx| {
            if page.gap || after.is_none() {
                tx.execute("update watched set stale = 1 where account_id = ?1", [account])?;
            }
            for event in &page.events {
                tx.execute(
                    "update watched set stale = 1 where account_id = ?1 and report_id = ?2",
                    params![account, event.report_id.to_string()],
                )?;
            }
            tx.execute(
                "insert into cursors (account_id, after) values (?1, ?2)
                 on conflict (account_id) do update set after = excluded.after",
                params![account, page.next],
            )?;
            Ok(())
        })?;
        if !page.more {
            break;
        }
    }
    Ok(())
}

/// Asks for every case that was marked, and notes which are others than before.
async fn refresh(storage: &Storage, client: &Client) -> Result<(), Failure> {
    let account = client.account.id;
    for report in storage.read(|db| stale(db, account))? {
        let secret = storage.read(|db| outbox::secret_of(db, account, &report))?;
        let asked = client.report(&report, secret.as_deref()).await;
        let view = match asked {
            Ok(view) => view,
            // Not to be seen any more: there is nothing to tell.
            Err(Failure::Refused(refusal)) if refusal.code == RefusalCode::NotFound => {
                storage.write(|tx| unwatch(tx, account, &report))?;
                continue;
            }
            // This one cannot be read now; the others can.
            Err(Failure::Broken) => continue,
            Err(Failure::Refused(refusal)) if refusal.code != RefusalCode::Unauthorized => continue,
            Err(failure) => return Err(failure),
        };
        let json = serde_json::to_string(&view).map_err(CoreError::from)?;
        storage.write(|tx| {
            // The first look is no news: its author knows what they sent. Neither is what was done here and
            // whose answer is still awaited.
            tx.execute(
                "update watched set body = ?3, version = ?4, stale = 0, kept_at = ?5,
                     news = case when version is null or version = ?4 or exists (
                             select 1 from outbox where account_id = ?1 and report_id = watched.report_id
                                 and kind = 'deed' and state in ('waiting', 'sending')
                         ) then news else 1 end
                 where account_id = ?1 and report_id = ?2",
                params![account, report, json, view.version, client.platform.clock.now()],
            )?;
            Ok(())
        })?;
    }
    Ok(())
}

fn cursor(db: &Connection, account: i64) -> Result<Option<i64>, CoreError> {
    let found = db.query_row("select after from cursors where account_id = ?1", [account], |row| row.get(0));
    Ok(found.optional()?)
}

fn watched(db: &Connection, account: i64) -> Result<Vec<String>, CoreError> {
    ids(db, "select report_id from watched where account_id = ?1 order by report_id", account)
}

fn stale(db: &Connection, account: i64) -> Result<Vec<String>, CoreError> {
    ids(db, "select report_id from watched where account_id = ?1 and stale = 1 order by report_id", account)
}

fn ids(db: &Connection, sql: &str, account: i64) -> Result<Vec<String>, CoreError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([account], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
