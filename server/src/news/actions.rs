//! Who is told: browsers are tied to accounts and reports, subscriptions asked for, confirmed and ended.

use super::key::Why;
use super::store::{self, Device, Subscription};
use super::words;
use crate::app::App;
use crate::context::Caller;
use crate::db::{Db, Tx};
use crate::notify::{self, Message, push};
use crate::privacy;
use crate::problem::{ApiError, ApiResult};
use crate::reports::Author;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Duration, Utc};
use domain::catalogue::City;
use domain::id::Number;
use domain::reach::Reach;
use domain::text::Language;
use domain::wire::news::{Area, KeepPush};
use domain::wire::problem::FieldError;
use uuid::Uuid;

/// Characters of the address of a push service, at most.
const ENDPOINT_MAX: usize = 1000;
/// Browsers that are told of a report by its secret, at most; the newest stay.
const BROWSERS: i64 = 10;
/// Mails to one address that ask for a confirmation, within a day.
const ASKED_A_DAY: i64 = 5;
/// Subscriptions of one address, at most.
const SUBSCRIPTIONS: i64 = 30;
/// Metres around the middle of an area.
const METRES: std::ops::RangeInclusive<i32> = 100..=5000;
/// How long a subscription waits to be confirmed, how long one lasts, and how long after a case ended.
pub const TERMS: [Duration; 3] = [Duration::days(3), Duration::days(365), Duration::days(60)];
/// Before that, asking once more sends no second mail.
const AGAIN: Duration = Duration::minutes(10);

/// Sees to it that there is a key to sign with.
pub async fn first_push_key(db: &Db, now: DateTime<Utc>) -> anyhow::Result<()> {
    if store::keys(db.main()).await?.is_empty() {
        store::insert_key(db.main(), Uuid::nil(), &push::fresh_key()?, now).await?;
    }
    Ok(())
}

/// Makes a key that browsers are offered from now on, and gives its public half. Earlier ones go on signing
/// for the browsers that were tied to them.
pub async fn new_push_key(db: &Db, now: DateTime<Utc>) -> anyhow::Result<String> {
    let secret = push::fresh_key()?;
    store::insert_key(db.main(), Uuid::now_v7(), &secret, now).await?;
    push::public_half(&secret)
}

/// A browser's own words about itself, read.
pub struct Browser {
    asked: KeepPush,
    p256dh: Vec<u8>,
    auth: Vec<u8>,
    key_id: Uuid,
}

impl Browser {
    /// What a browser says, if it can be true: its service may be called, and its key is one of ours.
    pub async fn read(app: &App, asked: KeepPush) -> ApiResult<Self> {
        let admitted = app.outbound.request(reqwest::Method::POST, &asked.endpoint).is_ok();
        if asked.endpoint.len() > ENDPOINT_MAX || !admitted {
            return Err(ApiError::field("endpoint", "unreadable"));
        }
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).unwrap_or_default();
        let (p256dh, auth) = (bytes(&asked.p256dh), bytes(&asked.auth));
        if !push::can_be(&p256dh, &auth) {
            return Err(ApiError::field("p256dh", "unreadable"));
        }
        for (key_id, secret) in store::keys(app.db.main()).await? {
            if push::public_half(&secret)? == asked.key {
                return Ok(Self { asked, p256dh, auth, key_id });
            }
        }
        Err(ApiError::field("key", "key_old"))
    }

    async fn keep(&self, tx: &mut Tx, account: Option<(Uuid, Uuid)>) -> ApiResult<Uuid> {
        let device = Device {
            endpoint: &self.asked.endpoint,
            p256dh: &self.p256dh,
            auth: &self.auth,
            key_id: self.key_id,
            language: self.asked.language,
            account,
        };
        Ok(store::keep(tx, Uuid::new_v4(), &device).await?)
    }

    /// It is told of all reports of an account, and of those it follows, while the session lasts.
    pub async fn for_account(&self, tx: &mut Tx, resident_id: Uuid, session_id: Uuid) -> ApiResult<()> {
        self.keep(tx, Some((resident_id, session_id))).await.map(|_| ())
    }

    /// It is told of one report.
    pub async fn for_report(&self, tx: &mut Tx, report_id: Uuid) -> ApiResult<()> {
        let device_id = self.keep(tx, None).await?;
        Ok(store::attach(tx, device_id, report_id, BROWSERS).await?)
    }
}

/// Whoever filed a report, or a refusal.
pub async fn must_be_author(db: &Db, city_id: i32, report_id: Uuid, caller: &Caller) -> ApiResult<()> {
    let author = Author::of(caller).ok_or(ApiError::Unauthorized)?;
    let owned = store::owned(db.main(), city_id, report_id).await?;
    let (secret_hash, author_id) = owned.ok_or(ApiError::NotFound)?;
    if author.wrote(&secret_hash, author_id) { Ok(()) } else { Err(ApiError::Forbidden) }
}

/// A browser is told no more of one report.
pub async fn drop_report(tx: &mut Tx, report_id: Uuid, endpoint: &str) -> ApiResult<()> {
    Ok(store::drop_report(tx, report_id, endpoint).await?)
}

/// A browser is told no more of an account's reports.
pub async fn drop_account(tx: &mut Tx, resident_id: Uuid, endpoint: &str) -> ApiResult<()> {
    Ok(store::drop_account(tx, resident_id, endpoint).await?)
}

/// A subscription that is asked for, with what was wrong with it found.
pub struct Asked {
    pub reach: Reach,
    pub report: Option<(Uuid, Number)>,
    pub area: Option<Area>,
    pub language: Language,
    pub consent: Option<String>,
}

/// Whether an area can be one of this city.
pub fn check_area(city: &City, area: Area) -> Result<(), FieldError> {
    if !METRES.contains(&area.metres) {
        return Err(FieldError::new("area.metres", "out_of_range"));
    }
    if !area.place.is_on_the_globe() || !area.place.is_in(&city.boundary) {
        return Err(FieldError::new("area.place", "outside_city"));
    }
    Ok(())
}

/// Sends the mail with the link that begins a subscription. Nothing that the answer says depends on
/// whether the address has one already.
pub async fn ask(tx: &mut Tx, app: &App, city: &City, asked: Asked) -> ApiResult<()> {
    let now = tx.now();
    let current = privacy::actions::current(tx.connection(), city.id).await?;
    if current.is_some() && asked.consent != current {
        let code = if asked.consent.is_some() { "consent_old" } else { "consent_missing" };
        return Err(ApiError::field("consent", code));
    }
    let email = asked.reach.address.clone();
    let (all, lately) = store::sent_to(tx, &email, now - Duration::days(1)).await?;
    let known = store::known(tx, &email, asked.report.map(|(id, _)| id), asked.area).await?;
    let id = if let Some(known) = known {
        let before = store::find(tx, known).await?;
        let waits = before.is_none_or(|it| it.confirmed_at.is_some() || it.asked_at + AGAIN > now);
        if waits {
            return Ok(());
        }
        known
    } else if all >= SUBSCRIPTIONS || lately >= ASKED_A_DAY {
        return Err(ApiError::RateLimited(Duration::days(1)));
    } else {
        let new = Subscription {
            id: Uuid::new_v4(),
            email,
            language: asked.language,
            report: asked.report,
            area: asked.area,
            consent: asked.consent,
            asked_at: now,
            confirmed_at: None,
            told_n: 0,
        };
        store::insert(tx, &new).await?;
        new.id
    };
    let number = asked.report.map(|(_, number)| number.to_string());
    let message = Message {
        to: asked.reach,
        kind: "subscribe",
        words: words::to_confirm(app, city, id, number.as_deref(), asked.language),
        useful_until: now + TERMS[0],
        unsubscribe: Some(words::one_click(app, city, Why::Subscription, id)),
    };
    notify::post(tx, &message).await
}

/// A subscription, for whoever has its key.
pub async fn find(tx: &mut Tx, id: Uuid) -> ApiResult<Subscription> {
    store::find(tx, id).await?.ok_or(ApiError::NotFound)
}

/// The address is its reader's: mails begin. Of an area only with what happens from now on.
pub async fn confirm(tx: &mut Tx, id: Uuid) -> ApiResult<Subscription> {
    let newest = store::newest(tx).await?;
    store::confirm(tx, id, newest).await?;
    find(tx, id).await
}

/// No more mails of this kind. Ending what has ended is no error: a mail program may ask twice.
pub async fn end(tx: &mut Tx, why: Why, id: Uuid) -> ApiResult<()> {
    match why {
        Why::Contact => store::quiet_contact(tx, id).await?,
        Why::Account => store::quiet_account(tx, id).await?,
        Why::Subscription => {
            let _was_there = store::end(tx, id).await?;
        }
    }
    Ok(())
}
