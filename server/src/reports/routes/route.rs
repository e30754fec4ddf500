//! The order to drive in.

use crate::app::App;
use crate::context::{Caller, InCity, Json};
use crate::people::absences::Roll;
use crate::problem::{ApiError, ApiResult};
use crate::reports::desk::view::desk_card;
use crate::reports::desk::{Cursor, Filter, Question, Way};
use crate::reports::store;
use crate::reports::view::Light;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::catalogue::City;
use domain::clock::{end_of_day, local_day};
use domain::desk::Sort;
use domain::permission::desk;
use domain::place::Place;
use domain::route::{STOPS_MAX, Stop, drive};
use domain::status::Shape;
use domain::wire::crew::{AskRoute, RouteStop, RouteView};
use domain::wire::desk::DeskCard;
use domain::wire::problem::Problem;
use std::collections::BTreeSet;

/// The order in which to drive to chosen open cases: short in straight lines, which is all that is
/// counted. Changes nothing.
#[utoipa::path(post, path = "/desk/route", operation_id = "route", tag = "desk",
    params(("city" = String, Path)), request_body = AskRoute,
    responses((status = 200, body = RouteView), (status = "4XX", body = Problem)))]
pub async fn route(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Json(asked): Json<AskRoute>,
) -> ApiResult<Response> {
    let (session, now) = (caller.staff()?, app.clock.now());
    let own = desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    check(&asked)?;
    let filter = Filter { departments: own.map(|own| vec![own]), ..Filter::default() };
    let chosen = Way::These(asked.reports.clone());
    let question = Question { filter, way: chosen, sort: Sort::Newest, near: None };
    let first = Cursor::start(Sort::Newest);
    let rows = store::page(app.db.main(), city.id, &question, first, STOPS_MAX).await?;
    let roll = Roll::at(app.db.main(), city.id, now).await?;
    let light = Light { city: &city, language, now };
    let cards = rows.into_iter().filter_map(|row| desk_card(light, &roll, row)).collect();
    Ok(axum::Json(driven(cards, &asked, tonight(&city, now)?)).into_response())
}

fn driven(cards: Vec<DeskCard>, asked: &AskRoute, tonight: DateTime<Utc>) -> RouteView {
    let cannot_wait = |card: &DeskCard| card.card.shape == Shape::Danger || card.next_due_at <= tonight;
    let stops = cards.iter().map(|card| Stop {
        place: Place { lat: card.card.place.lat, lon: card.card.place.lon },
        urgent: asked.urgent_first && cannot_wait(card),
    });
    let stops: Vec<Stop> = stops.collect();
    let way = drive(asked.start, &stops);
    let found: BTreeSet<_> = cards.iter().map(|card| card.card.id).collect();
    let mut cards: Vec<_> = cards.into_iter().map(Some).collect();
    let in_order = way.order.iter().zip(&way.legs).filter_map(|(&n, &leg)| {
        let report = cards[n].take()?;
        Some(RouteStop { report, urgent: stops[n].urgent, metres: metres(leg) })
    });
    RouteView {
        stops: in_order.collect(),
        metres: metres(way.metres()),
        left_out: asked.reports.iter().copied().filter(|id| !found.contains(id)).collect(),
    }
}

fn check(asked: &AskRoute) -> ApiResult<()> {
    let ids: BTreeSet<_> = asked.reports.iter().collect();
    let code = match asked.reports.len() {
        0 => "missing",
        count if count > STOPS_MAX => "too_many",
        count if count > ids.len() => "repeated",
        _ if asked.start.is_some_and(|start| !start.is_on_the_globe()) => {
            return Err(ApiError::field("start", "not_on_the_globe"));
        }
        _ => return Ok(()),
    };
    Err(ApiError::field("reports", code))
}

/// The end of the local day.
fn tonight(city: &City, now: DateTime<Utc>) -> ApiResult<DateTime<Utc>> {
    let today = local_day(now, city.time_zone);
    Ok(end_of_day(today, city.time_zone).map_err(anyhow::Error::from)?)
}

/// Whole metres; a city is small enough.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within the globe's half, and not below 0"
)]
fn metres(length: f64) -> u32 {
    length.round() as u32
}
