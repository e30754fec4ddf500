//! SQL of photos.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::place::Place;
use domain::publication::Visibility;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A photo of a report.
pub struct Photo {
    pub id: Uuid,
    pub kind: String,
    pub published: bool,
    /// Pixels of what is shown.
    pub width: i32,
    pub height: i32,
    pub received_at: DateTime<Utc>,
    /// How often it was edited.
    pub version: i32,
    /// What is done to it; nothing where the caller may not know.
    pub edit: Option<Value>,
    pub edited: bool,
    /// What the camera said of photos of staff and contractors.
    pub taken_at: Option<DateTime<Utc>>,
    pub distance_m: Option<i32>,
}

/// Every photo of a report, the problem before the result, then what came later.
pub async fn of_report(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Photo>> {
    sqlx::query_as!(
        Photo,
        r#"select id, kind as "kind!", visibility = 'published' as "published!",
                  coalesce(shown_width, width) as "width!", coalesce(shown_height, height) as "height!",
                  received_at, version, edit, edit is not null as "edited!", taken_at, distance_m
           from photos where city_id = $1 and report_id = $2 order by array_position(array['before', 'after', 'later'], kind), position"#,
        city_id,
        report_id
    )
    .fetch_all(db)
    .await
}

/// The photos of a report that everybody may see, the problem before the result, then what came later.
pub async fn published_of_report(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Vec<Photo>> {
    sqlx::query_as!(
        Photo,
        r#"select id as "id!", kind as "kind!", true as "published!", width as "width!", height as "height!",
                  received_at as "received_at!", version as "version!", null::jsonb as edit, edited as "edited!",
                  null::timestamptz as taken_at, null::int4 as distance_m
           from public_photos where city_id = $1 and report_id = $2 order by array_position(array['before', 'after', 'later'], kind), position"#,
        city_id,
        report_id
    )
    .fetch_all(public)
    .await
}

/// The version of a photo that everybody may see; nothing if they may not.
pub(super) async fn public_version(public: &PgPool, city_id: i32, id: Uuid) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        r#"select version as "version!" from public_photos where city_id = $1 and id = $2"#,
        city_id,
        id
    )
    .fetch_optional(public)
    .await
}

/// Who else may see a photo: whoever has the report's secret, its account or a good link to it, and staff of its
/// department and of those that do parts of it.
pub struct Holder {
    pub report_id: Uuid,
    pub version: i32,
    pub edited: bool,
    pub department_id: i32,
    pub helpers: Vec<i32>,
    pub secret_hash: Vec<u8>,
    pub author_id: Option<Uuid>,
    pub link_hashes: Vec<Vec<u8>>,
}

pub async fn holder(db: &PgPool, city_id: i32, id: Uuid, now: DateTime<Utc>) -> sqlx::Result<Option<Holder>> {
    sqlx::query_as!(
        Holder,
        r#"select reports.id as report_id, photos.version, photos.edit is not null as "edited!",
               reports.department_id, reports.secret_hash, reports.author_id,
               array(select department_id from subtasks
                     where city_id = $1 and report_id = reports.id and status in ('asked', 'done')) as "helpers!",
               array(select secret_hash from case_links
                     where city_id = $1 and report_id = reports.id and ended_at is null and expires_at > $3)
                   as "link_hashes!"
           from photos join reports on reports.city_id = photos.city_id and reports.id = photos.report_id
           where photos.city_id = $1 and photos.id = $2"#,
        city_id,
        id,
        now
    )
    .fetch_optional(db)
    .await
}

/// What is kept of a photo that came.
pub struct Received {
    pub sha256: Vec<u8>,
    pub width: i32,
    pub height: i32,
    /// When and where the camera took it, where that is of interest.
    pub taken_at: Option<DateTime<Utc>>,
    pub taken_place: Option<Place>,
}

/// Keeps a photo, or finds the one that came under this id before; says whether it is new, and
/// whose bytes are kept.
pub(super) async fn insert(tx: &mut Tx, id: Uuid, photo: &Received) -> sqlx::Result<(bool, Vec<u8>)> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let row = sqlx::query!(
        r#"insert into photos (city_id, id, sha256, width, height, received_at, visibility, taken_at, taken_place)
           values ($1, $2, $3, $4, $5, $6, 'hidden', $7, st_setsrid(st_makepoint($8, $9), 4326))
           on conflict (city_id, id) do update set id = excluded.id
           returning (xmax = 0) as "is_new!", sha256"#,
        city_id,
        id,
        photo.sha256,
        photo.width,
        photo.height,
        now,
        photo.taken_at,
        photo.taken_place.map(|place| place.lon),
        photo.taken_place.map(|place| place.lat)
    )
    .fetch_one(tx.connection())
    .await?;
    Ok((row.is_new, row.sha256))
}

/// Attaches photos that belong to nothing yet; says how many there were. Of where a photo was taken
/// stays how far that is from the report.
pub(super) async fn attach(
    tx: &mut Tx,
    report_id: Uuid,
    kind: &str,
    photos: &[Uuid],
    visibility: Visibility,
) -> sqlx::Result<usize> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "update photos set report_id = $2, kind = $3, position = asked.i, visibility = $5,
             distance_m = round(st_distancesphere(photos.taken_place, reports.place))::int4, taken_place = null
         from unnest($4::uuid[]) with ordinality as asked (id, i), reports
         where photos.city_id = $1 and photos.id = asked.id and photos.report_id is null
           and reports.city_id = $1 and reports.id = $2",
        city_id,
        report_id,
        kind,
        photos,
        visibility.name()
    )
    .execute(tx.connection())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// Shows or hides photos of one report; says how many of them it has.
pub(super) async fn set_visibility(
    tx: &mut Tx,
    report_id: Uuid,
    photos: &[Uuid],
    visibility: Visibility,
) -> sqlx::Result<usize> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "update photos set visibility = $4 where city_id = $1 and report_id = $2 and id = any($3)",
        city_id,
        report_id,
        photos,
        visibility.name()
    )
    .execute(tx.connection())
    .await?;
    Ok(usize::try_from(done.rows_affected()).unwrap_or(usize::MAX))
}

/// A photo of a report, locked.
pub(super) struct Locked {
    pub kind: String,
    pub published: bool,
    pub version: i32,
    pub edit: Option<Value>,
    /// Pixels of the photo as it came.
    pub width: i32,
    pub height: i32,
    pub received_at: DateTime<Utc>,
    pub taken_at: Option<DateTime<Utc>>,
    pub distance_m: Option<i32>,
}

pub(super) async fn lock(tx: &mut Tx, report_id: Uuid, id: Uuid) -> sqlx::Result<Option<Locked>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Locked,
        r#"select kind as "kind!", visibility = 'published' as "published!", version, edit, width, height,
                  received_at, taken_at, distance_m
           from photos where city_id = $1 and id = $2 and report_id = $3 for update"#,
        city_id,
        id,
        report_id
    )
    .fetch_optional(tx.connection())
    .await
}

/// What an edit leaves of a photo.
pub(super) struct Edited {
    pub version: i32,
    pub edit: Option<Value>,
    /// Width and height, where something was cut off.
    pub shown: Option<(i32, i32)>,
}

pub(super) async fn save_edit(tx: &mut Tx, id: Uuid, edited: &Edited) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update photos set version = $3, edit = $4, shown_width = $5, shown_height = $6
         where city_id = $1 and id = $2",
        city_id,
        id,
        edited.version,
        edited.edit,
        edited.shown.map(|(width, _)| width),
        edited.shown.map(|(_, height)| height)
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Photos that came before `before` and belong to nothing yet, up to `limit`.
pub(super) async fn unattached(
    db: &PgPool,
    city_id: i32,
    before: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select id from photos where city_id = $1 and report_id is null and received_at < $2
         order by received_at limit $3",
        city_id,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// Forgets a photo, if it still belongs to nothing; says whether it did.
pub(super) async fn delete_unattached(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done =
        sqlx::query!("delete from photos where city_id = $1 and id = $2 and report_id is null", city_id, id)
            .execute(tx.connection())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Photos of these reports that nobody has published, and all that were taken at a home.
pub(super) async fn erasable(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select photos.id from photos
         join reports on reports.city_id = photos.city_id and reports.id = photos.report_id
         where photos.city_id = $1 and photos.report_id = any($2)
           and (photos.visibility = 'hidden' or not reports.place_is_exact)",
        city_id,
        reports
    )
    .fetch_all(tx.connection())
    .await
}

/// Photos of these reports that are shown as an edit left them.
pub(super) async fn edited(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from photos where city_id = $1 and report_id = any($2) and edit is not null",
        city_id,
        reports
    )
    .fetch_all(tx.connection())
    .await
}

/// A photo whose row is gone, and how often it was edited.
pub(super) struct Deleted {
    pub id: Uuid,
    pub version: i32,
}

/// Forgets photos; gives those that were there.
pub(super) async fn delete(tx: &mut Tx, photos: &[Uuid]) -> sqlx::Result<Vec<Deleted>> {
    let city_id = tx.city_id();
    sqlx::query_as!(
        Deleted,
        "delete from photos where city_id = $1 and id = any($2) returning id, version",
        city_id,
        photos
    )
    .fetch_all(tx.connection())
    .await
}
