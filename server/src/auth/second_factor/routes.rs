//! `/api/v1/sessions/second-factor` and what somebody does with their own second factor.

use super::{Second, codes, store};
use crate::app::App;
use crate::auth::account::prove_password;
use crate::auth::attempts::{self, Guess};
use crate::auth::network::Origin;
use crate::auth::routes::{AnyStaff, Staff, signed_in_answer};
use crate::auth::token::Held;
use crate::auth::{actions, end_all};
use crate::context::Json;
use crate::problem::{ApiError, ApiResult};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::wire::account::{ProvePassword, RecoveryCodes, SecondFactorBegun, TypeCode};
use domain::wire::problem::Problem;
use domain::wire::session::{SecondFactor, SessionView};

/// Gives the code that was asked for after the password.
#[utoipa::path(post, path = "/sessions/second-factor", operation_id = "prove_second_factor", tag = "sessions",
    request_body = SecondFactor,
    responses((status = 201, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn prove(
    State(app): State<App>,
    headers: HeaderMap,
    from: Origin,
    Json(body): Json<SecondFactor>,
) -> ApiResult<Response> {
    let pending = Held::read(&body.token).ok_or(ApiError::Unauthorized)?;
    let city_id = pending.city_id;
    let (db, hash) = (app.db.main(), pending.secret_hash());
    let whose = store::pending_login(db, city_id, pending.session_id, &hash).await?;
    let (user_id, login) = whose.ok_or(ApiError::Unauthorized)?;
    let attempt = attempts::begin(&app, city_id, Guess::Code, &login, &from).await?;
    let (key, network, now) = (app.config.sealing_key.clone(), from.network.masked(), app.clock.now());
    let ((second, attempt), _) = app
        .db
        .write(city_id, now, move |tx| {
            Box::pin(async move {
                let second = super::prove(tx, &key, &pending, &body.code, network).await?;
                if matches!(second, Second::In(..)) {
                    attempts::worked(tx, &attempt).await?;
                }
                Ok((second, attempt))
            })
        })
        .await?;
    match second {
        Second::In(held, client) => {
            let issued = actions::issue(&app, &held, client, now).await?;
            signed_in_answer(&app, &headers, from, issued).await
        }
        Second::Wrong => {
            attempts::failed(&app, city_id, &attempt, Some(user_id));
            Err(ApiError::field("code", "wrong_code"))
        }
    }
}

/// Makes a secret for the caller's phone. It counts once a code was typed.
#[utoipa::path(post, path = "/account/second-factor", operation_id = "begin_second_factor", tag = "account",
    request_body = ProvePassword,
    responses((status = 201, body = SecondFactorBegun), (status = "4XX", body = Problem)))]
pub async fn begin(
    State(app): State<App>,
    AnyStaff { session, .. }: AnyStaff,
    from: Origin,
    Json(body): Json<ProvePassword>,
) -> ApiResult<Response> {
    prove_password(&app, &session, ("password", body.password), &from).await?;
    let (key, user_id) = (app.config.sealing_key.clone(), session.user_id);
    let (secret, _) = app
        .db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { super::begin(tx, &key, user_id).await })
        })
        .await?;
    let city = app.cities.by_id(session.city_id).ok_or(ApiError::NotFound)?;
    let uri = codes::uri(city.titles.get(app.cities.language(&city.slug)), &session.login, &secret);
    Ok(told_once(SecondFactorBegun { secret: codes::as_text(&secret), uri }))
}

/// Turns the second factor on by its first code. The recovery codes are told this once.
#[utoipa::path(post, path = "/account/second-factor/confirm", operation_id = "confirm_second_factor",
    tag = "account", request_body = TypeCode,
    responses((status = 201, body = RecoveryCodes), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(app): State<App>,
    AnyStaff { session, .. }: AnyStaff,
    Json(body): Json<TypeCode>,
) -> ApiResult<Response> {
    let key = app.config.sealing_key.clone();
    let (codes, _) = app
        .db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move {
                let codes = super::confirm(tx, &key, session.user_id, &body.code).await?;
                // What began with the password alone is over.
                end_all(tx, session.user_id, Some(session.id)).await?;
                Ok(codes)
            })
        })
        .await?;
    Ok(told_once(RecoveryCodes { codes }))
}

/// Turns the caller's second factor off, unless their city asks for it.
#[utoipa::path(post, path = "/account/second-factor/off", operation_id = "turn_second_factor_off",
    tag = "account", request_body = ProvePassword,
    responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn turn_off(
    State(app): State<App>,
    Staff(session): Staff,
    from: Origin,
    Json(body): Json<ProvePassword>,
) -> ApiResult<StatusCode> {
    if super::is_required(&app, &session) {
        return Err(ApiError::field("second_factor", "asked_by_city"));
    }
    prove_password(&app, &session, ("password", body.password), &from).await?;
    app.db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move { super::turn_off(tx, session.user_id, session.user_id).await })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes new recovery codes; the older ones are void.
#[utoipa::path(post, path = "/account/recovery-codes", operation_id = "make_recovery_codes", tag = "account",
    request_body = ProvePassword,
    responses((status = 201, body = RecoveryCodes), (status = "4XX", body = Problem)))]
pub async fn recovery_codes(
    State(app): State<App>,
    Staff(session): Staff,
    from: Origin,
    Json(body): Json<ProvePassword>,
) -> ApiResult<Response> {
    prove_password(&app, &session, ("password", body.password), &from).await?;
    let (codes, _) = app
        .db
        .write(session.city_id, app.clock.now(), move |tx| {
            Box::pin(async move {
                if !super::is_on(tx, session.user_id).await? {
                    return Err(ApiError::field("second_factor", "not_begun"));
                }
                super::make_codes(tx, session.user_id).await
            })
        })
        .await?;
    Ok(told_once(RecoveryCodes { codes }))
}

fn told_once<T: serde::Serialize>(body: T) -> Response {
    (StatusCode::CREATED, axum::Json(body)).into_response()
}
