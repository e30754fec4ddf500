//! `…/reports/{id}/attachments`: files that staff puts to a case. They go out as downloads only.

use super::case::ById;
use crate::app::App;
use crate::context::{Caller, InCity, PathOf, read_body};
use crate::media::{FileKind, Size};
use crate::photos;
use crate::problem::{ApiError, ApiResult};
use crate::reports::actions::{self, Attaching};
use crate::reports::circle::Circle;
use crate::reports::store::{self, NewAttachment};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use domain::wire::inside::{AttachmentList, AttachmentView};
use domain::wire::problem::Problem;
use domain::wire::report::Person;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Bytes of a file, at most.
pub const ATTACHMENT_MAX: usize = 10 * 1024 * 1024;
/// Characters of a file's name, at most.
const NAME_MAX: usize = 120;

/// A file of a report.
#[derive(Deserialize)]
pub struct ByAttachment {
    id: Uuid,
    attachment: Uuid,
}

/// The files of a case. Neither its author nor a contractor ever sees them.
#[utoipa::path(get, path = "/reports/{id}/attachments", operation_id = "attachments", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = AttachmentList), (status = "4XX", body = Problem)))]
pub async fn attachments(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ById { id }): PathOf<ById>,
) -> ApiResult<Response> {
    Ok(axum::Json(read(&app, city.id, &caller, id).await?).into_response())
}

async fn read(app: &App, city_id: i32, caller: &Caller, id: Uuid) -> ApiResult<AttachmentList> {
    let (session, db) = (caller.staff()?, app.db.main());
    let circle = Circle::read_by(db, city_id, id, session).await?;
    let takes_part = circle.takes_in(session.staff());
    let rows = store::attachments(db, city_id, id).await?;
    let views = rows.into_iter().map(|row| AttachmentView {
        may_remove: takes_part && actions::may_remove(session, circle.owner, row.author_id),
        id: row.id,
        name: row.name,
        media_type: row.media_type,
        bytes: row.bytes,
        author: Person { id: row.author_id, name: row.author_name },
        at: row.added_at,
    });
    Ok(AttachmentList { attachments: views.collect() })
}

/// Puts a file to a case, as raw bytes: PDF, plain text in UTF-8, DOCX or XLSX without macros, or a
/// picture, which is kept without metadata; up to 10 MB, up to 20 of a case. What it is, its bytes say.
/// The name comes percent-encoded in `X-File-Name`: it may name people, and addresses are logged.
#[utoipa::path(put, path = "/reports/{id}/attachments/{attachment}", operation_id = "add_attachment",
    tag = "desk", params(("city" = String, Path), ("id" = Uuid, Path), ("attachment" = Uuid, Path),
        ("X-File-Name" = String, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = AttachmentList), (status = "4XX", body = Problem)))]
pub async fn add_attachment(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ByAttachment { id, attachment }): PathOf<ByAttachment>,
    headers: HeaderMap,
    body: Body,
) -> ApiResult<Response> {
    let session = caller.staff()?.clone();
    // Before the body is read: who may not put anything here sends nothing.
    let circle = Circle::read_by(app.db.main(), city.id, id, &session).await?;
    if !circle.takes_in(session.staff()) {
        return Err(ApiError::Forbidden);
    }
    let named = headers.get("x-file-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    let named = clean_name(&urlencoding::decode(named).unwrap_or_default());
    let named = named.ok_or_else(|| ApiError::field("name", "required"))?;
    let _room = app.uploads.try_acquire().map_err(|_| ApiError::Unavailable("many uploads".to_owned()))?;
    let came = read_body(body, ATTACHMENT_MAX).await?;
    let sha256 = Sha256::digest(&came).to_vec();
    let (kind, kept) = kept_of(&app, came).await?;
    let new = NewAttachment {
        id: attachment,
        report_id: id,
        name: kind.name(&named, NAME_MAX),
        media_type: kind.media_type(),
        bytes: i64::try_from(kept.len()).unwrap_or(i64::MAX),
        sha256,
        author_id: session.user_id,
    };
    let attaching = Attaching { session, new, files: app.photos.clone(), kept };
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::add_attachment(tx, &attaching).await })
        })
        .await?;
    let list = read(&app, city.id, &caller, id).await?;
    Ok((StatusCode::CREATED, axum::Json(list)).into_response())
}

/// What a file is, and what is kept of it.
async fn kept_of(app: &App, came: Bytes) -> ApiResult<(FileKind, Vec<u8>)> {
    match FileKind::of(&came) {
        Some(FileKind::Picture) => {
            let prepared = app.decoders.prepare(came).await.map_err(|problem| photos::refusal(&problem))?;
            Ok((FileKind::Picture, prepared.pictures.bytes(Size::Large).to_vec()))
        }
        Some(kind) => Ok((kind, came.to_vec())),
        None => Err(ApiError::UnsupportedMedia),
    }
}

/// The last part of a name, as somebody can read it.
fn clean_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !is_turning(*c)).collect();
    let plain = plain.trim().trim_matches('.').to_owned();
    (!plain.is_empty()).then_some(plain)
}

/// Marks that make a name read in the other direction: `fdp.exe` would look like `exe.pdf`.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A file of a case, to be kept on disk and not to be shown; each reading is written down.
#[utoipa::path(get, path = "/reports/{id}/attachments/{attachment}", operation_id = "attachment", tag = "desk",
    params(("city" = String, Path), ("id" = Uuid, Path), ("attachment" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = Problem)))]
pub async fn attachment(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ByAttachment { id, attachment }): PathOf<ByAttachment>,
) -> ApiResult<Response> {
    let list = read(&app, city.id, &caller, id).await?.attachments;
    let view = list.into_iter().find(|view| view.id == attachment).ok_or(ApiError::NotFound)?;
    let bytes = app.photos.read_attachment(city.id, attachment).await?.ok_or(ApiError::NotFound)?;
    let session = caller.staff()?.clone();
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::read_attachment(tx, id, attachment, &session).await })
        })
        .await?;
    Ok(download(&view.name, &view.media_type, bytes))
}

/// Bytes that a browser keeps under this name and never shows.
pub(super) fn download(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let plain = name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
    let disposition =
        format!("attachment; filename=\"file.{plain}\"; filename*=UTF-8''{}", urlencoding::encode(name));
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Takes a file away: whoever put it there, or who hands out the cases.
#[utoipa::path(delete, path = "/reports/{id}/attachments/{attachment}", operation_id = "remove_attachment",
    tag = "desk", params(("city" = String, Path), ("id" = Uuid, Path), ("attachment" = Uuid, Path)),
    responses((status = 200, body = AttachmentList), (status = "4XX", body = Problem)))]
pub async fn remove_attachment(
    State(app): State<App>,
    InCity { city, .. }: InCity,
    caller: Caller,
    PathOf(ByAttachment { id, attachment }): PathOf<ByAttachment>,
) -> ApiResult<Response> {
    let (session, files) = (caller.staff()?.clone(), app.photos.clone());
    app.db
        .write(city.id, app.clock.now(), move |tx| {
            Box::pin(async move { actions::remove_attachment(tx, &files, id, attachment, &session).await })
        })
        .await?;
    Ok(axum::Json(read(&app, city.id, &caller, id).await?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_what_people_read_and_nothing_else() {
        assert_eq!(clean_name("C:\\acts\\Акт №4.pdf").as_deref(), Some("Акт №4.pdf"));
        assert_eq!(clean_name("../../etc/passwd").as_deref(), Some("passwd"));
        assert_eq!(clean_name("a\u{202e}fdp.exe\n").as_deref(), Some("afdp.exe"));
        assert_eq!(clean_name(" .. "), None);
    }
}
