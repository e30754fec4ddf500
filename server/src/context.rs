//! What a request brings along: the city of its path, its language, who sends it, its body.

use crate::abuse::{Origin, Sender};
use crate::app::App;
use crate::auth::{self, Resident, Session};
use crate::problem::{ApiError, ApiResult};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::catalogue::City;
use domain::text::Language;
use domain::wire::problem::FieldError;
use domain::wire::report::Contact;
use futures::StreamExt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Bytes of a JSON body, at most.
const JSON_MAX: usize = 128 * 1024;
/// Bytes of a body that are read beyond what is taken.
const LINGER: usize = 2 * 1024 * 1024;

/// The asked language: `?language=`, else the first of `Accept-Language` that we speak.
pub fn language_of(headers: &HeaderMap, query: Option<&str>) -> Option<Language> {
    let asked = query
        .into_iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| pair.strip_prefix("language="))
        .and_then(Language::from_code);
    let accepted = || {
        let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        list.split(',').find_map(|item| Language::from_code(item.split(';').next()?.trim()))
    };
    asked.or_else(accepted)
}

/// The city that the path names, and the language to answer in.
pub struct InCity {
    pub city: Arc<City>,
    pub language: Language,
}

#[derive(Deserialize)]
struct CityParam {
    city: String,
}

impl FromRequestParts<App> for InCity {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let Path(CityParam { city }) =
            Path::from_request_parts(parts, app).await.map_err(|_| ApiError::NotFound)?;
        let entry = app.cities.get(&city).ok_or(ApiError::NotFound)?;
        let language =
            language_of(&parts.headers, parts.uri.query()).unwrap_or_else(|| app.cities.language(&city));
        Ok(Self { city: entry, language })
    }
}

/// Who sends the request, in the city of its path.
#[derive(Default)]
pub struct Caller {
    /// Staff of this city, signed in.
    pub session: Option<Session>,
    /// They are, but have to set up a second factor before that counts.
    pub held_back: bool,
    /// A resident of this city, signed in.
    pub resident: Option<Resident>,
    /// The secret of a report, from `X-Report-Secret`.
    pub secret: Option<String>,
    /// The secret of a link to one case, from `X-Case-Link`.
    pub link: Option<String>,
    /// What tells one sender from another.
    pub sender: Sender,
}

impl Caller {
    /// What is kept of whoever sends, with how they can be reached.
    pub fn origin(&self, app: &App, contact: Option<&Contact>) -> Origin {
        // What staff files for others says nothing of those.
        if self.session.is_some() {
            return Origin::default();
        }
        self.sender.origin(app.abuse.seal(), self.resident.map(|resident| resident.id), contact)
    }

    /// Staff of this city, or a refusal.
    pub fn staff(&self) -> ApiResult<&Session> {
        let missing = if self.held_back { ApiError::SecondFactorRequired } else { ApiError::Unauthorized };
        self.session.as_ref().ok_or(missing)
    }

    /// A resident of this city, or a refusal.
    pub fn resident(&self) -> ApiResult<Resident> {
        self.resident.ok_or(ApiError::Unauthorized)
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let InCity { city, .. } = InCity::from_request_parts(parts, app).await?;
        let signed_in = auth::signed_in(app, parts).await?;
        let header = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Self {
            session: signed_in.staff.filter(|session| session.city_id == city.id),
            held_back: signed_in.held_back.is_some_and(|session| session.city_id == city.id),
            resident: signed_in.resident.filter(|resident| resident.city_id == city.id),
            secret: header("x-report-secret"),
            link: header("x-case-link"),
            sender: Sender::of(app, parts),
        })
    }
}

/// Reads a body of up to `max` bytes. Somewhat more is read to its end and thrown away: whoever is still sending
/// when the connection is closed does not hear why.
pub async fn read_body(body: Body, max: usize) -> ApiResult<Bytes> {
    let (mut stream, mut kept, mut over) = (body.into_data_stream(), Vec::new(), 0);
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| ApiError::of_body(&error))?;
        if over == 0 && kept.len() + piece.len() <= max {
            kept.extend_from_slice(&piece);
        } else {
            kept = Vec::new();
            over += piece.len();
        }
        if over > LINGER {
            break;
        }
    }
    if over > 0 { Err(ApiError::TooLarge) } else { Ok(kept.into()) }
}

/// A JSON body; what does not fit is named by its field.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &App) -> ApiResult<Self> {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().ends_with("json")));
        if !is_json {
            return Err(ApiError::UnsupportedMedia);
        }
        read_json(&read_body(request.into_body(), JSON_MAX).await?).map(Self)
    }
}

/// What JSON says; a field that does not fit is named.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let said = error.inner().to_string();
        if !error.inner().is_data() {
            return ApiError::BadRequest("JSON".to_owned());
        }
        let named = |start: &str| said.strip_prefix(start).and_then(|rest| rest.split('`').next());
        let within = |field: &str| if path == "." { field.to_owned() } else { format!("{path}.{field}") };
        ApiError::Invalid(vec![match (named("missing field `"), named("unknown field `")) {
            (Some(field), _) => FieldError::new(&within(field), "missing"),
            (_, Some(field)) => FieldError::new(field_of(&path, field), "unknown_field"),
            _ => FieldError::new(&path, "unreadable"),
        }])
    })?;
    reader.end().map_err(|_| ApiError::BadRequest("JSON".to_owned()))?;
    Ok(value)
}

/// `serde_path_to_error` ends the path of an unknown field with that field already.
fn field_of<'a>(path: &'a str, field: &'a str) -> &'a str {
    if path == "." || path.is_empty() { field } else { path }
}

/// Query parameters.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let axum::extract::Query(value) = axum::extract::Query::from_request_parts(parts, app)
            .await
            .map_err(|error| ApiError::BadRequest(error.body_text()))?;
        Ok(Self(value))
    }
}

/// Degrees of a query, of `-max` to `max`.
///
/// # Errors
/// The field, when it is missing, no number or not on the globe.
pub fn degrees(field: &str, text: Option<&str>, max: f64) -> Result<f64, FieldError> {
    let text = text.ok_or_else(|| FieldError::new(field, "missing"))?;
    let degrees: f64 = text.parse().map_err(|_| FieldError::new(field, "unreadable"))?;
    if (-max..=max).contains(&degrees) {
        Ok(degrees)
    } else {
        Err(FieldError::new(field, "not_on_the_globe"))
    }
}

/// A path parameter besides the city.
pub struct PathOf<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for PathOf<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let Path(value) = Path::from_request_parts(parts, app).await.map_err(|_| ApiError::NotFound)?;
        Ok(Self(value))
    }
}
