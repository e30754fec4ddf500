//! `/api/v1/cities/{city}/departments`.

use super::actions;
use crate::app::App;
use crate::context::InCity;
use crate::problem::ApiResult;
use axum::Json;
use axum::extract::State;
use domain::wire::catalogue::{DepartmentList, DepartmentView};
use domain::wire::problem::Problem;

/// The city's departments and connected organisations.
#[utoipa::path(get, path = "/cities/{city}/departments", operation_id = "departments", tag = "catalogue",
    params(("city" = String, Path), ("language" = Option<String>, Query)),
    responses((status = 200, body = DepartmentList), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    InCity { city, language }: InCity,
) -> ApiResult<Json<DepartmentList>> {
    let departments = actions::working(app.db.main(), city.id).await?;
    let views = departments.into_iter().map(|department| DepartmentView {
        title: department.titles.get(language).to_owned(),
        slug: department.slug,
        kind: department.kind,
    });
    Ok(Json(DepartmentList { departments: views.collect() }))
}
