//! Reads what happened and writes the messages about it, each once: how far it was told is kept in the
//! transaction that keeps the messages.

use super::actions::TERMS;
use super::key::Why;
use super::store::{self, Fact, Reader};
use super::words;
use crate::app::App;
use crate::db::Tx;
use crate::notify::{self, Message, Told};
use crate::problem::ApiResult;
use chrono::Duration;
use domain::catalogue::City;
use domain::news::{Audience, News, news};
use domain::reach::{Reach, Way};
use domain::text::Language;
use std::collections::HashSet;
use std::sync::Arc;

/// How often to look for what happened.
const LOOK: std::time::Duration = std::time::Duration::from_secs(2);
/// Events read at once.
const FACTS: i64 = 200;
/// Areas of one transaction, and cases in one mail.
const AREAS: i64 = 50;
const LINES: i64 = 20;
/// How long news are news.
const USEFUL: Duration = Duration::days(2);
/// What happened so long ago in an area is no news of it, though it may have been brought in now.
const RECENT: Duration = Duration::days(30);
/// At most one mail an hour about an area.
const DIGEST: Duration = Duration::hours(1);

/// Tells what happens until the server stops.
pub async fn carry_on(app: App) {
    loop {
        tell_all(&app).await;
        tokio::select! {
            () = app.stopping() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tells all that was not told yet.
pub async fn tell_all(app: &App) {
    for entry in app.cities.all().iter() {
        if let Err(error) = tell(app, &entry.city).await {
            tracing::warn!(city = entry.city.slug, %error, "what happened cannot be told now");
        }
    }
}

async fn tell(app: &App, city: &Arc<City>) -> ApiResult<()> {
    while store::any_new(app.db.main(), city.id).await? {
        let (within, of) = (app.clone(), city.clone());
        let write = app.db.write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { tell_some(tx, &within, &of).await })
        });
        let (read, _) = write.await?;
        app.post.wake();
        if read == 0 {
            break;
        }
    }
    Ok(())
}

/// Says how many facts were read; none when another process is at it.
async fn tell_some(tx: &mut Tx, app: &App, city: &City) -> ApiResult<usize> {
    let Some(after) = store::told_until(tx).await? else { return Ok(0) };
    let facts = store::facts(tx, after, FACTS).await?;
    for fact in facts.iter().filter(|fact| !fact.by_author && !is_past(fact)) {
        let told = fact.kind.zip(fact.status).and_then(|(kind, status)| news(kind, status));
        if let Some(told) = told {
            tell_fact(tx, app, city, fact, told).await?;
        }
    }
    if let Some(last) = facts.last() {
        store::told(tx, last.n).await?;
    }
    Ok(facts.len())
}

/// Whether it had happened long before it was known here: history that was brought in.
fn is_past(fact: &Fact) -> bool {
    let (occurred_at, recorded_at) = fact.times;
    recorded_at - occurred_at > USEFUL
}

async fn tell_fact(tx: &mut Tx, app: &App, city: &City, fact: &Fact, told: News) -> ApiResult<()> {
    let followers = told.audience == Audience::Followers && fact.is_public;
    let useful_until = tx.now() + USEFUL;
    if app.post.goes(Way::Email) {
        let mut reached = HashSet::new();
        for reader in store::readers(tx, fact, followers).await? {
            let Reader { email, language, why, id } = reader;
            let (Some(to), Some(why)) = (Reach::email(&email), Why::called(&why)) else { continue };
            if !reached.insert(to.address.clone()) {
                continue;
            }
            let message = Message {
                to,
                kind: "news",
                words: words::of_case(app, city, told, fact, (why, id), spoken(&language)),
                useful_until,
                unsubscribe: Some(words::one_click(app, city, why, id)),
            };
            notify::post(tx, &message).await?;
        }
    }
    for browser in store::browsers(tx, fact, followers).await? {
        let body = words::on_screen(app, city, told, fact, spoken(&browser.language));
        let told =
            Told { device_id: browser.id, endpoint: browser.endpoint, kind: "news", body, useful_until };
        notify::tell(tx, &told).await?;
    }
    Ok(())
}

fn spoken(code: &str) -> Language {
    Language::from_code(code).unwrap_or(Language::Ru)
}

/// Mails what is new in areas, and forgets whom nothing is to be told any more; says how many of these.
pub async fn sweep(app: &App, city: &Arc<City>) -> ApiResult<u64> {
    let now = app.clock.now();
    if app.post.goes(Way::Email) {
        loop {
            let (within, of) = (app.clone(), city.clone());
            let write = app
                .db
                .write(city.id, now, move |tx| Box::pin(async move { tell_areas(tx, &within, &of).await }));
            let (told, _) = write.await?;
            if told == 0 {
                break;
            }
        }
    }
    let write = app.db.write(city.id, now, move |tx| {
        Box::pin(async move {
            let mails = store::forget(tx, TERMS.map(|term| now - term)).await?;
            Ok(mails + store::forget_devices(tx, now - TERMS[2]).await?)
        })
    });
    Ok(write.await?.0)
}

async fn tell_areas(tx: &mut Tx, app: &App, city: &City) -> ApiResult<usize> {
    let (now, newest) = (tx.now(), store::newest(tx).await?);
    let due = store::due_areas(tx, newest, AREAS).await?;
    let count = due.len();
    for subscription in due {
        let Some(area) = subscription.area else { continue };
        let new = store::new_around(tx, area, (subscription.told_n, now - RECENT), LINES).await?;
        let next_at = if new.is_empty() { now } else { now + DIGEST };
        store::told_area(tx, subscription.id, newest, next_at).await?;
        let Some(to) = Reach::email(&subscription.email).filter(|_| !new.is_empty()) else { continue };
        let message = Message {
            to,
            kind: "area",
            words: words::of_area(app, city, &new, subscription.id, subscription.language),
            useful_until: now + USEFUL,
            unsubscribe: Some(words::one_click(app, city, Why::Subscription, subscription.id)),
        };
        notify::post(tx, &message).await?;
    }
    Ok(count)
}
