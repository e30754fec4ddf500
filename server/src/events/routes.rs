//! `GET …/events`: the public log as server-sent events, resumable by number.

use super::pages::PAGE;
use super::store;
use crate::app::App;
use crate::context::{Caller, InCity, Query};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::wire::problem::Problem;
use domain::wire::report::EventPage;
use futures::Stream;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

/// At most four flushes a second, however fast commits come.
const BREATH: Duration = Duration::from_millis(250);

/// Where to start.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Start {
    /// The number of the last event seen; without it and without `Last-Event-ID`, from now on.
    after: Option<i64>,
}

/// Follows what happens in a city. Each event has its number as id and an `EventView` as data;
/// reconnecting with `Last-Event-ID` goes on without a gap. Staff that is signed in also gets a
/// `mention` without an id, whenever a remark tells them something: time to look at `desk/mentions`.
#[utoipa::path(get, path = "/events", operation_id = "follow_events", tag = "events",
    params(("city" = String, Path), Start),
    responses((status = 200, content_type = "text/event-stream", body = domain::wire::report::EventView)))]
pub async fn events(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Query(start): Query<Start>,
    parts: Parts,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let resumed = match parts.headers.get("last-event-id") {
        Some(id) => Some(
            id.to_str()
                .ok()
                .and_then(|id| id.parse().ok())
                .ok_or(ApiError::BadRequest("Last-Event-ID".to_owned()))?,
        ),
        None => start.after,
    };
    let after = match resumed {
        Some(n) => n,
        None => store::newest(app.db.public(), city.id).await?,
    };
    let place = app
        .listeners
        .enter(app.abuse.client(&parts))
        .ok_or_else(|| ApiError::Unavailable("many listeners".to_owned()))?;
    let (sender, receiver) = mpsc::channel(64);
    tokio::spawn(async move {
        let person = caller.session.map(|session| session.user_id);
        follow(app, city.id, person, after, sender).await;
        drop(place);
    });
    let stream = ReceiverStream::new(receiver).map(Ok);
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

/// Which page of the log.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Asked {
    /// The number of the last event seen; without it the page is empty and says where the log stands.
    after: Option<i64>,
    /// Events at most, up to 500.
    limit: Option<usize>,
}

/// What happened in a city after an event, as one page: for whoever looks now and then instead of following.
#[utoipa::path(get, path = "/events/page", operation_id = "events_page", tag = "events",
    params(("city" = String, Path), Asked),
    responses((status = 200, body = EventPage), (status = "4XX", body = Problem)))]
pub async fn page(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    Query(asked): Query<Asked>,
) -> ApiResult<axum::Json<EventPage>> {
    let (oldest, newest) = store::range(app.db.public(), city.id).await?;
    let Some(after) = asked.after else {
        return Ok(axum::Json(EventPage { next: newest, ..EventPage::default() }));
    };
    // What came before the oldest one is no longer told, and a number beyond the newest is of another log.
    let gap = after > newest || after < oldest.saturating_sub(1);
    if gap {
        return Ok(axum::Json(EventPage { next: newest, gap, ..EventPage::default() }));
    }
    let limit = asked.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let events = store::since(app.db.public(), city.id, after, limit).await?;
    let next = events.last().map_or(after, |event| event.n);
    Ok(axum::Json(EventPage { more: events.len() == limit, events, next, gap }))
}

/// Sends events until the listener is gone or the server stops.
async fn follow(app: App, city_id: i32, person: Option<Uuid>, mut after: i64, sender: mpsc::Sender<Event>) {
    let mut woken = app.feed.follow(city_id);
    let mut told = after;
    loop {
        let wake = *woken.borrow_and_update();
        let Ok(lines) = app.feed.pages().after(app.db.public(), city_id, wake, after).await else {
            return; // the listener comes again with the last number it saw
        };
        let full = lines.len() == PAGE;
        for line in lines.iter() {
            after = line.n;
            let sent = Event::default().id(line.n.to_string()).event("report").data(&line.data);
            if sender.send(sent).await.is_err() {
                return;
            }
        }
        if full {
            continue;
        }
        if let Some(person) = person {
            let Ok((newest, mentioned)) = store::mentioned(app.db.main(), city_id, person, told).await else {
                return;
            };
            told = newest;
            if mentioned && sender.send(Event::default().event("mention").data("{}")).await.is_err() {
                return;
            }
        }
        tokio::select! {
            () = sender.closed() => return,
            () = app.stopping() => return,
            () = something_new(&mut woken) => {}
        }
    }
}

/// Waits until something was committed.
async fn something_new(woken: &mut watch::Receiver<u64>) {
    tokio::time::sleep(BREATH).await;
    let _woken = woken.changed().await;
}
