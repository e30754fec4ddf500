//! `…/sign-in-codes`: asking for a one-time code.

use super::actions;
use crate::abuse::{self, Purse, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, Json};
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::StatusCode;
use domain::reach::{Reach, Way};
use domain::wire::problem::Problem;
use domain::wire::resident::{AskCode, CodeSent, CodeTo, CodeWays};

/// Characters of the name of a version of a text, at most.
const CONSENT_MAX: usize = 100;

/// Says which ways codes are sent here.
#[utoipa::path(get, path = "/sign-in-codes", operation_id = "code_ways", tag = "residents",
    params(("city" = String, Path)),
    responses((status = 200, body = CodeWays), (status = "4XX", body = Problem)))]
pub async fn ways(State(app): State<App>, _city: InCity) -> axum::Json<CodeWays> {
    axum::Json(CodeWays { email: app.post.goes(Way::Email), phone: app.post.goes(Way::Sms) })
}

/// Sends a one-time code to an e-mail address or a phone number. The answer does not tell whether
/// anybody is known there. One a minute, three in ten minutes, ten a day.
#[utoipa::path(post, path = "/sign-in-codes", operation_id = "ask_code", tag = "residents",
    params(("city" = String, Path), ("X-Device" = Option<String>, Header),
        ("X-Proof" = Option<String>, Header)),
    request_body = AskCode,
    responses((status = 202, body = CodeSent), (status = "4XX", body = Problem)))]
pub async fn ask(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Json(asked): Json<AskCode>,
) -> ApiResult<(StatusCode, axum::Json<CodeSent>)> {
    abuse::gate(&app, &city, &caller, Sending::Code).await?;
    let reach = reach_of(&asked.to)?;
    if !app.post.goes(reach.way) {
        return Err(ApiError::field("to", "not_offered"));
    }
    if asked.consent.as_ref().is_some_and(|version| version.chars().count() > CONSENT_MAX) {
        return Err(ApiError::field("consent", "too_long"));
    }
    let said = (asked.language.unwrap_or(language), asked.consent);
    let (keys, city_id, within) = (app.keys.clone(), city.id, app.clone());
    let write = app.db.write(city_id, app.clock.now(), move |tx| {
        Box::pin(async move {
            if reach.way == Way::Sms {
                within.abuse.purses().spend(tx, &city, Purse::Sms, &reach.address).await?;
            }
            actions::ask(tx, &keys, &city, reach, said).await
        })
    });
    let (sent, _) = write.await?;
    app.post.wake();
    Ok((StatusCode::ACCEPTED, axum::Json(sent)))
}

fn reach_of(to: &CodeTo) -> ApiResult<Reach> {
    match (&to.email, &to.phone) {
        (Some(email), None) => Reach::email(email).ok_or_else(|| ApiError::field("to.email", "not_an_email")),
        (None, Some(phone)) => Reach::phone(phone).ok_or_else(|| ApiError::field("to.phone", "not_a_phone")),
        _ => Err(ApiError::field("to", "one_of_them")),
    }
}
