//! `…/reports/{id}/sheet`: a case on paper.

use super::attachments::download;
use super::case::ById;
use crate::app::App;
use crate::context::{Caller, InCity, PathOf};
use crate::media::{Kept, Size};
use crate::paper::{self, About};
use crate::problem::ApiResult;
use crate::reports::circle::Circle;
use crate::reports::sheet::Sheet;
use crate::reports::store::Name;
use crate::reports::view::{self, Light};
use axum::extract::State;
use axum::response::Response;
use domain::wire::problem::Problem;

/// Photos of one sheet, at most.
const PHOTOS_MAX: usize = 12;

/// A case as a PDF in the caller's language: photos, place, deadlines, history in words. Without
/// contacts, remarks and files.
#[utoipa::path(get, path = "/reports/{id}/sheet", operation_id = "report_sheet", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = Problem)))]
pub async fn sheet(
    State(app): State<App>,
    InCity { city, language }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    Circle::read_by(app.db.main(), city.id, id, &session).await?;
    let now = app.clock.now();
    let light = Light { city: &city, language, now };
    // As staff, whatever else the caller may be.
    let staff = Caller { session: Some(session), ..Caller::default() };
    let report = view::read(&app, light, &staff, Name::Id(id)).await?;
    let mut sheet = Sheet::new(&city, language, now, report);
    for photo in sheet.report.photos.iter().take(PHOTOS_MAX) {
        let kept = Kept::Shown(photo.version);
        if let Some(jpeg) = app.photos.read(city.id, photo.id, kept, Size::Medium).await? {
            sheet.photos.push((photo.clone(), jpeg));
        }
    }
    let (name, title) = (format!("{}.pdf", sheet.report.number), sheet.number());
    let about = About { title, language: language.code(), foot: sheet.foot() };
    let pdf = paper::print(about, move |paper| sheet.lay_out(paper)).await?;
    Ok(download(&name, "application/pdf", pdf))
}
