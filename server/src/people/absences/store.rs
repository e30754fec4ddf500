//! SQL of absences.

use super::roll::Absence;
use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::{Role, Staff};
use domain::wire::report::Person;
use sqlx::PgExecutor;
use uuid::Uuid;

struct Row {
    id: Uuid,
    user_id: Uuid,
    user_name: String,
    user_role: String,
    user_department_id: Option<i32>,
    cover_id: Uuid,
    cover_name: String,
    cover_role: String,
    cover_department_id: Option<i32>,
    cover_is_disabled: bool,
    from_at: DateTime<Utc>,
    until_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Option<Absence> {
        let staff = |role: &str, department_id| Some(Staff { role: Role::called(role)?, department_id });
        Some(Absence {
            id: self.id,
            staff: staff(&self.user_role, self.user_department_id)?,
            cover_staff: staff(&self.cover_role, self.cover_department_id)?,
            person: Person { id: self.user_id, name: self.user_name },
            cover: Person { id: self.cover_id, name: self.cover_name },
            from_at: self.from_at,
            until_at: self.until_at,
            cover_is_disabled: self.cover_is_disabled,
        })
    }
}

macro_rules! absences {
    ($which:literal, $($value:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"select absences.id, user_id, person.name as user_name, person.role as user_role,
                   person.department_id as user_department_id, cover_id, cover.name as cover_name,
                   cover.role as cover_role, cover.department_id as cover_department_id,
                   cover.disabled_at is not null as "cover_is_disabled!", from_at, until_at
               from absences
               join users person on person.city_id = absences.city_id and person.id = user_id
               join users cover on cover.city_id = absences.city_id and cover.id = cover_id
               where absences.city_id = $1 and "# + $which + " order by from_at, absences.id limit 1000",
            $($value),*
        )
    };
}

fn read(rows: Vec<Row>) -> Vec<Absence> {
    rows.into_iter().filter_map(Row::read).collect()
}

/// Who is away at a moment.
pub async fn away(db: impl PgExecutor<'_>, city_id: i32, at: DateTime<Utc>) -> sqlx::Result<Vec<Absence>> {
    absences!("from_at <= $2 and until_at > $2", city_id, at).fetch_all(db).await.map(read)
}

/// Who is away at a moment or later.
pub async fn coming(db: impl PgExecutor<'_>, city_id: i32, at: DateTime<Utc>) -> sqlx::Result<Vec<Absence>> {
    absences!("until_at > $2", city_id, at).fetch_all(db).await.map(read)
}

/// One absence.
pub async fn one(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Absence>> {
    let city_id = tx.city_id();
    let found = absences!("absences.id = $2", city_id, id).fetch_optional(tx.connection()).await?;
    Ok(found.and_then(Row::read))
}

/// Whoever asks about the absences of a person is the only one until the transaction ends.
pub async fn lock(tx: &mut Tx, person: Uuid) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("select from users where city_id = $1 and id = $2 for no key update", city_id, person)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

/// What somebody is who may sign in.
pub async fn staff(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Staff>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        "select role, department_id from users where city_id = $1 and id = $2 and disabled_at is null",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| Some(Staff { role: Role::called(&row.role)?, department_id: row.department_id })))
}

/// Whether somebody is away within a time that goes up to but not including `until_at`.
pub async fn is_away_within(
    tx: &mut Tx,
    person: Uuid,
    (from_at, until_at): (DateTime<Utc>, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from absences where city_id = $1 and user_id = $2 and from_at < $4
                          and until_at > $3) as "is!""#,
        city_id,
        person,
        from_at,
        until_at
    )
    .fetch_one(tx.connection())
    .await
}

/// An absence to keep.
pub struct New {
    pub id: Uuid,
    pub person: Uuid,
    pub cover: Uuid,
    pub from_at: DateTime<Utc>,
    pub until_at: DateTime<Utc>,
    pub by: Uuid,
}

pub async fn insert(tx: &mut Tx, new: &New) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into absences (city_id, id, user_id, cover_id, from_at, until_at, marked_by, marked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        city_id,
        new.id,
        new.person,
        new.cover,
        new.from_at,
        new.until_at,
        new.by,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// One that goes on ends now; one that has not begun is not to be.
pub async fn end(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!("delete from absences where city_id = $1 and id = $2 and from_at >= $3", city_id, id, now)
        .execute(tx.connection())
        .await?;
    sqlx::query!(
        "update absences set until_at = $3 where city_id = $1 and id = $2 and until_at > $3",
        city_id,
        id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Who could stand in for somebody: of the same department, or of the same role where there is none.
pub async fn covers(
    db: impl PgExecutor<'_>,
    city_id: i32,
    person: Uuid,
    staff: Staff,
) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        "select id, name from users
         where city_id = $1 and id <> $2 and disabled_at is null and department_id is not distinct from $3
             and ($3::int4 is not null or role = $4)
         order by name, id limit 1000",
        city_id,
        person,
        staff.department_id,
        staff.role.name()
    )
    .fetch_all(db)
    .await
}
