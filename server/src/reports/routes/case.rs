//! One report: filed, read, moved.

use crate::abuse::{self, Sending};
use crate::app::App;
use crate::context::{Caller, InCity, Json, PathOf};
use crate::db::Tx;
use crate::problem::{ApiError, ApiResult};
use crate::reports::Author;
use crate::reports::actions::{self, Asking, Correction, Deciding, Information, Move, Mover, Once, Safety};
use crate::reports::store::{self, Name};
use crate::reports::view::{self, Light};
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::catalogue::{City, MAP_REPORT};
use domain::id::Number;
use domain::permission::{Action, may};
use domain::wire::case::{
    AddInformation, AskExtension, ChangePublication, ChangeStatus, CorrectReport, DecideExtension, MakeSafe,
};
use domain::wire::problem::Problem;
use domain::wire::report::{Receipt, ReportView, SubmitReport};
use futures::future::BoxFuture;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

#[derive(Deserialize)]
pub struct ById {
    pub(super) id: Uuid,
}

#[derive(Deserialize)]
pub struct ByNumber {
    number: String,
}

/// What the sender calls a change, from `Idempotency-Key`: sent again under the same name it is not done
/// again.
pub struct Named(pub(super) Option<Uuid>);

impl FromRequestParts<App> for Named {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> ApiResult<Self> {
        let Some(name) = parts.headers.get("idempotency-key") else { return Ok(Self(None)) };
        let name = name.to_str().ok().and_then(|name| name.parse().ok());
        name.map(|name| Self(Some(name))).ok_or_else(|| ApiError::BadRequest("Idempotency-Key".to_owned()))
    }
}

/// Files a report on the map. The same body again gives the same receipt.
#[utoipa::path(post, path = "/reports", operation_id = "submit_report", tag = "reports",
    params(("city" = String, Path), ("X-Device" = Option<String>, Header),
        ("X-Proof" = Option<String>, Header)),
    request_body = SubmitReport,
    responses((status = 201, body = Receipt), (status = "4XX", body = Problem)))]
pub async fn submit(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    Json(report): Json<SubmitReport>,
) -> ApiResult<(StatusCode, axum::Json<Receipt>)> {
    abuse::gate(&app, &city, &caller, Sending::Report).await?;
    let origin = caller.origin(&app, report.contact.as_ref());
    let (id, filed_in) = (report.id, city.clone());
    let (filed, numbers) = app
        .db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move {
                let filed = actions::submit(tx, &filed_in, MAP_REPORT, &report, &origin).await?;
                if let Some(resident) = caller.resident {
                    actions::belong(tx, id, resident.id).await?;
                }
                Ok(filed)
            })
        })
        .await?;
    let number = filed.number.or_else(|| numbers.get(&id).copied());
    let number = number.ok_or_else(|| anyhow::anyhow!("a report without a number"))?;
    let mut receipt = filed.receipt;
    receipt["number"] = json!(number);
    receipt["url"] = json!(page_of(&app, &city, number));
    let receipt = serde_json::from_value(receipt).map_err(anyhow::Error::from)?;
    if numbers.contains_key(&id) {
        metrics::counter!("citycenter_reports_submitted_total").increment(1);
    }
    Ok((StatusCode::CREATED, axum::Json(receipt)))
}

fn page_of(app: &App, city: &City, number: Number) -> String {
    page_below(app, city, &format!("reports/{number}"))
}

/// The address of a page of the city.
pub(super) fn page_below(app: &App, city: &City, path: &str) -> String {
    let base = &app.public_url;
    if app.cities.is_default(&city.slug) {
        format!("{base}/{path}")
    } else {
        format!("{base}/c/{}/{path}", city.slug)
    }
}

/// A report, as far as the caller may see it.
#[utoipa::path(get, path = "/reports/{id}", operation_id = "report", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header),
        ("X-Case-Link" = Option<String>, Header)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn by_id(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    read(&app, &city, &caller, Name::Id(id)).await
}

/// A report by the number that people say.
#[utoipa::path(get, path = "/reports/by-number/{number}", operation_id = "report_by_number", tag = "reports",
    params(("city" = String, Path), ("number" = String, Path), ("X-Report-Secret" = Option<String>, Header)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn by_number(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ByNumber { number }): PathOf<ByNumber>,
) -> ApiResult<Response> {
    let number = number.parse().map_err(|_| ApiError::NotFound)?;
    read(&app, &city, &caller, Name::Number(number)).await
}

async fn read(app: &App, city: &InCity, caller: &Caller, name: Name) -> ApiResult<Response> {
    let light = Light { city: &city.city, language: city.language, now: app.clock.now() };
    Ok(axum::Json(view::read(app, light, caller, name).await?).into_response())
}

/// Who moves: whoever shows a report's secret is the author, whoever shows a link's is the
/// contractor, else whoever is signed in. Who is so as staff and as a resident acts as staff, but in
/// their own report that is not their work.
async fn mover(app: &App, city: &City, caller: &Caller, id: Uuid) -> ApiResult<Mover> {
    match (&caller.secret, &caller.link, &caller.session, Author::of(caller)) {
        (Some(_), _, _, Some(author)) | (None, None, None, Some(author)) => Ok(Mover::Author(author)),
        (_, Some(secret), _, _) => Ok(Mover::Contractor { secret: secret.clone() }),
        (_, _, Some(session), author) => {
            let own = match author {
                Some(author) => store::between(app.db.main(), city.id, id)
                    .await?
                    .filter(|(owner, _)| !may(session.staff(), Action::Change, *owner))
                    .filter(|(_, author_id)| author.owns(*author_id))
                    .map(|_| author),
                None => None,
            };
            Ok(own.map_or_else(|| Mover::Staff(session.clone()), Mover::Author))
        }
        _ => Err(ApiError::Unauthorized),
    }
}

/// Moves a case: staff of its department, its author with the secret, or a contractor with a link, as
/// far as the table of moves lets each.
#[utoipa::path(post, path = "/reports/{id}/transitions", operation_id = "change_status", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header),
        ("X-Case-Link" = Option<String>, Header), ("Idempotency-Key" = Option<Uuid>, Header)),
    request_body = ChangeStatus,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn transition(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Named(name): Named,
    Json(change): Json<ChangeStatus>,
) -> ApiResult<Response> {
    let asked = Move { report_id: id, mover: mover(&app, &city.city, &caller, id).await?, change };
    let session = match &asked.mover {
        Mover::Staff(session) => Some(session),
        _ => None,
    };
    let once = Once::new(name, session, id, &asked.change)?;
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move {
            if once.was_done(tx).await? {
                return Ok(());
            }
            actions::change(tx, &within, &asked).await
        })
    })
    .await
}

/// Does something to a report in one transaction and shows what became of it.
pub(super) async fn after<F>(
    app: &App,
    city: &InCity,
    caller: &Caller,
    id: Uuid,
    actions: F,
) -> ApiResult<Response>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ApiResult<()>> + Send + 'static,
{
    app.db.write(city.city.id, app.clock.now(), actions).await?;
    read(app, city, caller, Name::Id(id)).await
}

/// Shows or hides the words and photos of a report.
#[utoipa::path(post, path = "/reports/{id}/publication", operation_id = "change_publication", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = ChangePublication,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn publication(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<ChangePublication>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::publish(tx, id, &session, &asked).await })
    })
    .await
}

/// Corrects the type, the place or the nature of a report: its owner and its clocks are found anew.
#[utoipa::path(post, path = "/reports/{id}/corrections", operation_id = "correct_report", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = CorrectReport,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn correct(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<CorrectReport>,
) -> ApiResult<Response> {
    let correction = Correction { report_id: id, session: caller.staff()?.clone(), asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::correct(tx, &within, &correction).await })
    })
    .await
}

/// Says that a danger is fenced off; the repair is still to come.
#[utoipa::path(post, path = "/reports/{id}/made-safe", operation_id = "make_safe", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), ("Idempotency-Key" = Option<Uuid>, Header)),
    request_body = MakeSafe,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn make_safe(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Named(name): Named,
    Json(asked): Json<MakeSafe>,
) -> ApiResult<Response> {
    let safety = Safety { report_id: id, session: caller.staff()?.clone(), asked };
    let once = Once::new(name, Some(&safety.session), id, &safety.asked)?;
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move {
            if once.was_done(tx).await? {
                return Ok(());
            }
            actions::make_safe(tx, &within, &safety).await
        })
    })
    .await
}

/// The author of a report adds something to it, or answers what they were asked.
#[utoipa::path(post, path = "/reports/{id}/information", operation_id = "add_information", tag = "reports",
    params(("city" = String, Path), ("id" = Uuid, Path), ("X-Report-Secret" = Option<String>, Header)),
    request_body = AddInformation,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn add_information(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(added): Json<AddInformation>,
) -> ApiResult<Response> {
    let author = Author::of(&caller).ok_or(ApiError::Unauthorized)?;
    let information = Information { report_id: id, mover: Mover::Author(author), added };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::inform(tx, &within, &information).await })
    })
    .await
}

/// Asks for a later deadline; a head of the department decides.
#[utoipa::path(post, path = "/reports/{id}/extensions", operation_id = "ask_extension", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)), request_body = AskExtension,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn ask_extension(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
    Json(asked): Json<AskExtension>,
) -> ApiResult<Response> {
    let asking = Asking { report_id: id, session: caller.staff()?.clone(), asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::ask_extension(tx, &within, &asking).await })
    })
    .await
}

/// An extension of a report.
#[derive(Deserialize)]
pub struct ByExtension {
    id: Uuid,
    extension: Uuid,
}

/// Gives a later deadline, or does not.
#[utoipa::path(post, path = "/reports/{id}/extensions/{extension}/decision", operation_id = "decide_extension",
    tag = "desk", params(("city" = String, Path), ("id" = Uuid, Path), ("extension" = Uuid, Path)),
    request_body = DecideExtension,
    responses((status = 200, body = ReportView), (status = "4XX", body = Problem)))]
pub async fn decide_extension(
    State(app): State<App>,
    city: InCity,
    caller: Caller,
    PathOf(ByExtension { id, extension }): PathOf<ByExtension>,
    Json(asked): Json<DecideExtension>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    let deciding = Deciding { report_id: id, extension_id: extension, session, asked };
    let within = city.city.clone();
    after(&app, &city, &caller, id, move |tx| {
        Box::pin(async move { actions::decide_extension(tx, &within, &deciding).await })
    })
    .await
}
