//! Mails about one case or an area, without an account. Whoever has the key from a mail reads, confirms
//! and ends what it is about.

use super::ById;
use crate::abuse::{self, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf, Query};
use crate::news::actions::{self, Asked, check_area};
use crate::news::key::{self, Why};
use crate::news::store::{self, Subscription};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use domain::catalogue::City;
use domain::reach::{Reach, Way};
use domain::wire::news::{Subscribe, SubscriptionView};
use domain::wire::problem::Problem;
use serde::Deserialize;
use uuid::Uuid;

/// Asks for mails. One comes at once, with a link; nothing else is sent before it is opened.
#[utoipa::path(post, path = "/subscriptions", operation_id = "subscribe", tag = "news",
    params(("city" = String, Path), ("X-Device" = Option<String>, Header),
        ("X-Proof" = Option<String>, Header)),
    request_body = Subscribe,
    responses((status = 202), (status = "4XX", body = Problem)))]
pub async fn subscribe(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Json(body): Json<Subscribe>,
) -> ApiResult<StatusCode> {
    abuse::gate(&app, &city, &caller, Sending::Code).await?;
    let reach = Reach::email(&body.email).ok_or_else(|| ApiError::field("email", "not_an_email"))?;
    if !app.post.goes(Way::Email) {
        return Err(ApiError::field("email", "not_offered"));
    }
    let report = match (body.report, body.area) {
        (Some(id), None) => {
            let number = store::public_number(app.db.public(), city.id, id).await?;
            Some((id, number.ok_or_else(|| ApiError::field("report", "unknown_report"))?))
        }
        (None, Some(area)) => {
            check_area(&city, area).map_err(|wrong| ApiError::Invalid(vec![wrong]))?;
            None
        }
        _ => return Err(ApiError::field("report", "report_or_area")),
    };
    let language = body.language.unwrap_or(language);
    let asked = Asked { reach, report, area: body.area, language, consent: body.consent };
    let within = app.clone();
    let write = app.db.write(city.id, app.clock.now(), move |tx| {
        Box::pin(async move { actions::ask(tx, &within, &city, asked).await })
    });
    write.await?;
    app.post.wake();
    Ok(StatusCode::ACCEPTED)
}

/// What the key in `X-Subscription` opens.
fn opened(app: &App, city: &City, id: Uuid, headers: &HeaderMap) -> ApiResult<Why> {
    let given = headers.get("x-subscription").and_then(|value| value.to_str().ok()).unwrap_or_default();
    key::read(app.abuse.seal(), city.id, id, given).ok_or(ApiError::LinkOver)
}

fn view(it: &Subscription) -> SubscriptionView {
    SubscriptionView {
        id: it.id,
        report: it.report.map(|(_, number)| number.to_string()),
        area: it.area,
        confirmed_at: it.confirmed_at,
    }
}

/// What a mail's link is about. Mails to authors and accounts have links as well: those say only that
/// they can be ended.
#[utoipa::path(get, path = "/subscriptions/{id}", operation_id = "subscription", tag = "news",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Subscription" = String, Header)),
    responses((status = 200, body = SubscriptionView), (status = "4XX", body = Problem)))]
pub async fn subscription(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    headers: HeaderMap,
) -> ApiResult<axum::Json<SubscriptionView>> {
    let now = app.clock.now();
    if opened(&app, &city, id, &headers)? != Why::Subscription {
        return Ok(axum::Json(SubscriptionView { id, report: None, area: None, confirmed_at: Some(now) }));
    }
    let write = app.db.write(city.id, now, move |tx| Box::pin(async move { actions::find(tx, id).await }));
    Ok(axum::Json(view(&write.await?.0)))
}

/// The address is its reader's: mails begin.
#[utoipa::path(put, path = "/subscriptions/{id}", operation_id = "confirm_subscription", tag = "news",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Subscription" = String, Header)),
    responses((status = 200, body = SubscriptionView), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    headers: HeaderMap,
) -> ApiResult<axum::Json<SubscriptionView>> {
    if opened(&app, &city, id, &headers)? != Why::Subscription {
        return Err(ApiError::NotFound);
    }
    let write = app
        .db
        .write(city.id, app.clock.now(), move |tx| Box::pin(async move { actions::confirm(tx, id).await }));
    Ok(axum::Json(view(&write.await?.0)))
}

/// No more mails of this kind; what is kept of a subscription goes.
#[utoipa::path(delete, path = "/subscriptions/{id}", operation_id = "end_subscription", tag = "news",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Subscription" = String, Header)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn end(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    headers: HeaderMap,
) -> ApiResult<StatusCode> {
    let why = opened(&app, &city, id, &headers)?;
    over(&app, &city, why, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The key, where a mail program puts it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Key {
    key: String,
}

/// The same for mail programs, which post to the address in `List-Unsubscribe` (RFC 8058).
#[utoipa::path(post, path = "/subscriptions/{id}/end", operation_id = "unsubscribe", tag = "news",
    params(("city" = String, Path), ("id" = Uuid, Path), Key),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn unsubscribe(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    PathOf(ById { id }): PathOf<ById>,
    Query(Key { key }): Query<Key>,
) -> ApiResult<StatusCode> {
    let why = key::read(app.abuse.seal(), city.id, id, &key).ok_or(ApiError::LinkOver)?;
    over(&app, &city, why, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn over(app: &App, city: &City, why: Why, id: Uuid) -> ApiResult<()> {
    let write = app
        .db
        .write(city.id, app.clock.now(), move |tx| Box::pin(async move { actions::end(tx, why, id).await }));
    write.await.map(|_| ())
}
