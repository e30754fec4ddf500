//! Every address of the server, in one table of contents.

use crate::app::App;
use crate::photos::routes::PHOTO_MAX;
use crate::problem::{self, ApiError, no_such_path};
use crate::{
    abuse, assets, audit, auth, catalogue, commands, crews, departments, events, figures, geocoding, headers,
    listen, news, notify, openapi, people, photos, privacy, reports, tiles, traces, web,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next, map_request, map_request_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Bytes of a body that is not a photo, at most.
const BODY_MAX: usize = 256 * 1024;

/// How long an answer may take that changes nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the API offers, as code and as OpenAPI.
pub fn api() -> OpenApiRouter<App> {
    let city =
        cases().merge(desk()).merge(staff()).merge(residents()).merge(personal_data()).merge(being_told());
    let city = city
        .routes(routes!(assets::routes::near))
        .routes(routes!(events::routes::events))
        .routes(routes!(events::routes::page));
    let city = city.routes(routes!(figures::routes::figures)).routes(routes!(figures::routes::table));
    let city = city.routes(routes!(geocoding::routes::reverse)).routes(routes!(geocoding::routes::search));
    let root = OpenApiRouter::new()
        .routes(routes!(catalogue::routes::list))
        .routes(routes!(catalogue::routes::one))
        .routes(routes!(catalogue::routes::catalogue))
        .routes(routes!(catalogue::routes::territories))
        .routes(routes!(departments::routes::list))
        .merge(account())
        .routes(routes!(commands::demo::accounts))
        .routes(routes!(notify::routes::outbox));
    OpenApiRouter::new()
        .nest("/api/v1", root.layer(DefaultBodyLimit::max(BODY_MAX)))
        .nest(
            "/api/v1/cities/{city}",
            city.layer(DefaultBodyLimit::max(BODY_MAX)).merge(photos()).merge(attachments()),
        )
        .routes(routes!(tiles::reports::reports))
        .routes(routes!(tiles::base::base))
}

/// Photos as bodies may be larger than all others.
fn photos() -> OpenApiRouter<App> {
    let sent = OpenApiRouter::new()
        .routes(routes!(photos::routes::put))
        .routes(routes!(photos::upload::routes::look, photos::upload::routes::append));
    OpenApiRouter::new()
        .routes(routes!(photos::routes::get))
        .routes(routes!(photos::routes::edit))
        .routes(routes!(photos::routes::original))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .merge(sent.layer(DefaultBodyLimit::max(PHOTO_MAX)))
}

/// Files of a case as bodies may be larger, too.
fn attachments() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(
            reports::routes::attachment,
            reports::routes::add_attachment,
            reports::routes::remove_attachment
        ))
        .layer(DefaultBodyLimit::max(reports::routes::ATTACHMENT_MAX))
}

/// Reports, and what is done with one.
fn cases() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reports::routes::submit, reports::routes::on_the_map))
        .routes(routes!(reports::routes::nearby))
        .routes(routes!(reports::routes::by_id))
        .routes(routes!(reports::routes::by_number))
        .routes(routes!(reports::routes::by_link))
        .routes(routes!(reports::routes::support, reports::routes::withdraw_support))
        .routes(routes!(reports::routes::follow, reports::routes::unfollow))
        .routes(routes!(reports::routes::transition))
        .routes(routes!(reports::routes::publication))
        .routes(routes!(reports::routes::correct))
        .routes(routes!(reports::routes::make_safe))
        .routes(routes!(reports::routes::add_information))
        .routes(routes!(reports::routes::ask_extension))
        .routes(routes!(reports::routes::decide_extension))
        .routes(routes!(reports::routes::add_subtask))
        .routes(routes!(reports::routes::end_subtask))
        .routes(routes!(reports::routes::make_link))
        .routes(routes!(reports::routes::end_link))
        .routes(routes!(reports::routes::inspect))
        .routes(routes!(reports::routes::assignee))
        .routes(routes!(reports::routes::remarks, reports::routes::add_remark))
        .routes(routes!(reports::routes::attachments))
        .routes(routes!(reports::routes::standard_texts))
        .routes(routes!(reports::routes::sheet))
}

/// What staff sees of all cases, and of those who file them.
fn desk() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(reports::routes::desk_queue))
        .routes(routes!(reports::routes::desk_subtasks))
        .routes(routes!(reports::routes::mentions))
        .routes(routes!(reports::routes::read_mentions))
        .routes(routes!(reports::routes::ledger))
        .routes(routes!(reports::routes::bulk))
        .routes(routes!(reports::routes::desk_counts))
        .routes(routes!(reports::routes::desk_people))
        .routes(routes!(reports::routes::route))
        .routes(routes!(crews::routes::list))
        .routes(routes!(crews::routes::save, crews::routes::disband))
        .routes(routes!(people::absences::routes::list))
        .routes(routes!(people::absences::routes::save, people::absences::routes::end))
        .routes(routes!(reports::routes::desk_options))
        .routes(routes!(reports::routes::saved_filters))
        .routes(routes!(
            reports::routes::saved_filter,
            reports::routes::save_filter,
            reports::routes::forget_filter
        ))
        .routes(routes!(abuse::routes::ban))
        .routes(routes!(abuse::routes::bans))
        .routes(routes!(abuse::routes::decide))
        .routes(routes!(abuse::routes::appeal))
        .routes(routes!(audit::routes::search))
}

/// Signing in as a resident, and what is theirs.
fn residents() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(auth::codes::routes::ways, auth::codes::routes::ask))
        .routes(routes!(auth::residents::routes::enter))
        .routes(routes!(auth::residents::routes::list, auth::residents::routes::end_all))
        .routes(routes!(auth::residents::routes::end))
        .routes(routes!(people::residents::routes::me, people::residents::routes::change))
        .routes(routes!(people::residents::routes::prove))
        .routes(routes!(reports::routes::own_reports, reports::routes::link_reports))
}

/// Who is told what became of cases, and how.
fn being_told() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(news::routes::push_key))
        .routes(routes!(news::routes::keep_push, news::routes::drop_push))
        .routes(routes!(news::routes::keep_report_push, news::routes::drop_report_push))
        .routes(routes!(news::routes::subscribe))
        .routes(routes!(news::routes::subscription, news::routes::confirm, news::routes::end))
        .routes(routes!(news::routes::unsubscribe))
}

/// Who works here: invitations, accounts, a provider's sign-on.
fn staff() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(auth::invites::routes::invite, auth::invites::routes::accept))
        .routes(routes!(auth::oidc::routes::begin))
        .routes(routes!(auth::oidc::routes::callback))
        .routes(routes!(auth::oidc::routes::backchannel_logout))
        .routes(routes!(people::staff::routes::list, people::staff::routes::invite))
        .routes(routes!(people::staff::routes::change))
        .routes(routes!(people::staff::routes::invite_again))
        .routes(routes!(people::staff::routes::disable))
        .routes(routes!(people::staff::routes::enable))
        .routes(routes!(people::staff::routes::reset_second_factor))
        .routes(routes!(people::staff::routes::end_sessions))
}

/// One's own sessions and account, in whatever city.
fn account() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(auth::routes::sign_in))
        .routes(routes!(auth::routes::refresh))
        .routes(routes!(auth::routes::current, auth::routes::sign_out))
        .routes(routes!(auth::second_factor::routes::prove))
        .routes(routes!(auth::account::routes::sessions, auth::account::routes::end_all))
        .routes(routes!(auth::account::routes::end))
        .routes(routes!(auth::account::routes::account, auth::account::routes::change))
        .routes(routes!(auth::account::routes::password))
        .routes(routes!(auth::second_factor::routes::begin))
        .routes(routes!(auth::second_factor::routes::confirm))
        .routes(routes!(auth::second_factor::routes::turn_off))
        .routes(routes!(auth::second_factor::routes::recovery_codes))
}

/// What people agreed to, and what is done about their data.
fn personal_data() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(privacy::routes::consent_text))
        .routes(routes!(
            privacy::routes::own_contact,
            privacy::routes::read_contact,
            privacy::routes::withdraw_consent
        ))
        .routes(routes!(privacy::routes::report_data, privacy::routes::erase_report_data))
        .routes(routes!(privacy::routes::my_data))
        .routes(routes!(privacy::routes::erase_me))
}

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, description) = openapi::described(api());
    let router = api
        .route("/api/v1/openapi.json", get(move || async move { axum::Json(description) }))
        .route("/api/{*rest}", get(no_such_path))
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready));
    #[cfg(feature = "test-clock")]
    let router = router.route("/test/clock", axum::routing::post(move_clock));
    let id = HeaderName::from_static("x-request-id");
    router
        .fallback(web::serve)
        .method_not_allowed_fallback(no_such_path)
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn(in_time))
        .layer(map_request(listen::paced))
        .layer(middleware::from_fn(only_printable_paths))
        .layer(middleware::from_fn_with_state(app.clone(), problem::speak))
        .layer(middleware::from_fn_with_state(app.clone(), headers::secure))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(measure))
        .layer(middleware::from_fn_with_state(app.clone(), traces::request))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, MakeRequestUuid))
        .layer(map_request_with_state(app.clone(), only_plain_ids))
        .with_state(app)
}

/// No address has control characters in it, and the database knows no NUL.
async fn only_printable_paths(request: Request, next: Next) -> Response {
    let control = |path: &str| ["%0", "%1", "%7f", "%7F"].iter().any(|code| path.contains(code));
    if control(request.uri().path()) { ApiError::NotFound.into_response() } else { next.run(request).await }
}

/// A proxy of ours may name a request; what is no plain name never reaches the logs.
async fn only_plain_ids(State(app): State<App>, mut request: Request) -> Request {
    let plain = |id: &HeaderValue| {
        id.len() <= 64 && id.as_bytes().iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    };
    let named = request.headers().get("x-request-id");
    if named.is_some_and(|id| !plain(id) || !app.abuse.is_proxy(request.extensions())) {
        request.headers_mut().remove("x-request-id");
    }
    request
}

/// What the log says of a request: never its query or headers, which could name people.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}

/// Reading ends in time, or may be tried again; writing sees to that itself, in [`crate::db`].
async fn in_time(request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        return next.run(request).await;
    }
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable("an answer takes too long".to_owned()).into_response(),
    }
}

/// The method and the route of a request, in words of ours: what a client writes there names nothing.
pub fn named(request: &Request) -> (&'static str, String) {
    let path = request.extensions().get::<MatchedPath>().map_or("other", |path| path.as_str()).to_owned();
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    (known.into_iter().find(|name| request.method() == name).unwrap_or("other"), path)
}

async fn measure(request: Request, next: Next) -> Response {
    let (method, path) = named(&request);
    let (begun, under_way) = (Instant::now(), UnderWay::begin());
    let response = next.run(request).await;
    drop(under_way);
    let labels =
        [("method", method.to_owned()), ("path", path), ("status", response.status().as_str().to_owned())];
    metrics::histogram!("citycenter_request_seconds", &labels).record(begun.elapsed().as_secs_f64());
    response
}

/// One of the requests that are not answered yet, however it ends.
struct UnderWay;

impl UnderWay {
    fn begin() -> Self {
        metrics::gauge!("citycenter_requests_under_way").increment(1);
        Self
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        metrics::gauge!("citycenter_requests_under_way").decrement(1);
    }
}

async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    let answers = sqlx::query("select 1").execute(app.db.main()).await.is_ok();
    if answers && !app.stop.is_cancelled() {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}

/// The door through which stories move the clock; what waited for that time is done.
#[cfg(feature = "test-clock")]
async fn move_clock(
    State(app): State<App>,
    axum::Json(to): axum::Json<std::collections::BTreeMap<String, chrono::DateTime<chrono::Utc>>>,
) -> StatusCode {
    match to.get("now") {
        Some(now) => {
            app.clock.move_to(*now);
            commands::sweep::everything(&app).await;
            StatusCode::NO_CONTENT
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
