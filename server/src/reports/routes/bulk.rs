//! Work on many cases at once: each by itself, in a transaction of its own, by the same action as a
//! single one, so that what goes wrong with one is told of that one.

use crate::app::App;
use crate::auth::Session;
use crate::context::{Caller, InCity, Json};
use crate::problem::{ApiError, ApiResult};
use crate::reports::actions::{self, Move, Mover};
use crate::reports::store;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::catalogue::City;
use domain::permission::desk;
use domain::wire::case::ChangeStatus;
use domain::wire::desk::{
    AssignMany, BulkItem, BulkResult, BulkResults, ChangeAssignee, ChangeMany, MoveMany,
};
use domain::wire::problem::Problem;

use std::collections::BTreeSet;
use std::sync::Arc;

/// Cases at once, at most.
const ITEMS_MAX: usize = 100;

/// What is done with each.
enum Verb {
    Transition(MoveMany),
    Assign(AssignMany),
}

/// Moves or assigns many cases, each by itself. The answer says of each what became of it.
#[utoipa::path(post, path = "/desk/bulk", operation_id = "change_many", tag = "desk",
    params(("city" = String, Path)), request_body = ChangeMany,
    responses((status = 200, body = BulkResults), (status = "4XX", body = Problem)))]
pub async fn bulk(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    Json(asked): Json<ChangeMany>,
) -> ApiResult<Response> {
    let session = caller.staff()?;
    desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
    let (items, verb) = check(asked)?;
    let mut results = Vec::with_capacity(items.len());
    for item in items {
        let (version, problem) = match one(&app, &city, session, &item, &verb).await {
            Ok(version) => (Some(version), None),
            Err(error) => (None, Some(error.of_one(language))),
        };
        results.push(BulkResult { id: item.id, version, problem });
    }
    Ok(axum::Json(BulkResults { results }).into_response())
}

fn check(asked: ChangeMany) -> ApiResult<(Vec<BulkItem>, Verb)> {
    let ids: BTreeSet<_> = asked.items.iter().map(|item| item.id).collect();
    match asked.items.len() {
        0 => return Err(ApiError::field("items", "missing")),
        count if count > ITEMS_MAX => return Err(ApiError::field("items", "too_many")),
        count if count > ids.len() => return Err(ApiError::field("items", "repeated")),
        _ => {}
    }
    match (asked.transition, asked.assign) {
        (Some(transition), None) => Ok((asked.items, Verb::Transition(transition))),
        (None, Some(assign)) => Ok((asked.items, Verb::Assign(assign))),
        (None, None) => Err(ApiError::field("transition", "missing")),
        (Some(_), Some(_)) => Err(ApiError::field("assign", "not_here")),
    }
}

/// Does it to one, and gives its version from now on.
async fn one(app: &App, city: &Arc<City>, session: &Session, item: &BulkItem, verb: &Verb) -> ApiResult<i32> {
    let (city, session, id, seen_version) = (Arc::clone(city), session.clone(), item.id, item.seen_version);
    let now = app.clock.now();
    match verb {
        Verb::Transition(asked) => {
            let MoveMany { to, note, outcome, department, planned_for, responsible } = asked.clone();
            let plain = ChangeStatus::plain(to, seen_version);
            let change = ChangeStatus { note, outcome, department, planned_for, responsible, ..plain };
            let asked = Move { report_id: id, mover: Mover::Staff(session), change };
            let write = app.db.write(city.id, now, move |tx| {
                Box::pin(async move {
                    actions::change(tx, &city, &asked).await?;
                    Ok(store::version(tx, id).await?)
                })
            });
            Ok(write.await?.0)
        }
        Verb::Assign(AssignMany { assignee, crew }) => {
            let change = ChangeAssignee { seen_version, assignee: *assignee, crew: *crew };
            let write = app.db.write(city.id, now, move |tx| {
                Box::pin(async move {
                    actions::assign(tx, id, &session, &change).await?;
                    Ok(store::version(tx, id).await?)
                })
            });
            Ok(write.await?.0)
        }
    }
}
