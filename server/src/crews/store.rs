//! SQL of crews.

use crate::db::Tx;
use sqlx::PgPool;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A crew to keep.
pub struct Crew {
    pub id: Uuid,
    pub department_id: i32,
    pub name: String,
}

/// A crew, locked.
pub struct Locked {
    pub department_id: i32,
    pub name: String,
    pub version: i32,
    pub disbanded: bool,
    pub members: BTreeSet<Uuid>,
}

pub async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Locked>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select department_id, name, crew_version, disbanded_at is not null as "disbanded!"
           from crews where city_id = $1 and id = $2 for update"#,
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let members = sqlx::query_scalar!(
        "select user_id from crew_members where city_id = $1 and crew_id = $2",
        city_id,
        id
    )
    .fetch_all(tx.connection())
    .await?;
    Ok(Some(Locked {
        department_id: row.department_id,
        name: row.name,
        version: row.crew_version,
        disbanded: row.disbanded,
        members: members.into_iter().collect(),
    }))
}

/// How many of these people work the cases of a department.
pub async fn count_of_department(tx: &mut Tx, people: &[Uuid], department_id: i32) -> sqlx::Result<usize> {
    let city_id = tx.city_id();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from users
           where city_id = $1 and id = any($2) and department_id = $3 and disabled_at is null"#,
        city_id,
        people,
        department_id
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

pub async fn keep(tx: &mut Tx, crew: &Crew) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into crews (city_id, id, department_id, name, crew_version, made_at)
         values ($1, $2, $3, $4, 1, $5)
         on conflict (city_id, id) do update set name = excluded.name, crew_version = crews.crew_version + 1",
        city_id,
        crew.id,
        crew.department_id,
        crew.name,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub async fn keep_members(tx: &mut Tx, id: Uuid, members: &[Uuid]) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "delete from crew_members where city_id = $1 and crew_id = $2 and user_id <> all($3)",
        city_id,
        id,
        members
    )
    .execute(tx.connection())
    .await?;
    sqlx::query!(
        "insert into crew_members (city_id, crew_id, user_id) select $1, $2, unnest($3::uuid[])
         on conflict (city_id, crew_id, user_id) do update set user_id = excluded.user_id",
        city_id,
        id,
        members
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whether a crew has anything to do.
pub async fn has_cases(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from reports where city_id = $1 and crew_id = $2 and is_open
                          and sequence is not null) as "has!""#,
        city_id,
        id
    )
    .fetch_one(tx.connection())
    .await
}

pub async fn disband(tx: &mut Tx, id: Uuid) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "update crews set disbanded_at = $3, crew_version = crew_version + 1 where city_id = $1 and id = $2",
        city_id,
        id,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// The department of a crew that is not disbanded. It cannot be disbanded before the transaction ends.
pub async fn department_of(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<i32>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select department_id from crews where city_id = $1 and id = $2 and disbanded_at is null for share",
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await
}

/// Whether somebody is in a crew.
pub async fn has_member(tx: &mut Tx, id: Uuid, person: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from crew_members where city_id = $1 and crew_id = $2 and user_id = $3)
               as "is!""#,
        city_id,
        id,
        person
    )
    .fetch_one(tx.connection())
    .await
}

/// The crews that a person is in, as long as they belong to its department.
pub async fn of_person(db: &PgPool, city_id: i32, person: Uuid) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!(
        "select crews.id from crew_members
         join crews on crews.city_id = $1 and crews.id = crew_members.crew_id and crews.disbanded_at is null
         join users on users.city_id = $1 and users.id = crew_members.user_id
             and users.department_id = crews.department_id
         where crew_members.city_id = $1 and crew_members.user_id = $2",
        city_id,
        person
    )
    .fetch_all(db)
    .await
}

/// A crew in a list.
pub struct Row {
    pub id: Uuid,
    pub department_id: i32,
    pub name: String,
    pub version: i32,
}

/// The crews of a department, or of all.
pub async fn list(db: &PgPool, city_id: i32, department_id: Option<i32>) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        "select id, department_id, name, crew_version as version from crews
         where city_id = $1 and disbanded_at is null and ($2::int4 is null or department_id = $2)
         order by department_id, name, id limit 1000",
        city_id,
        department_id
    )
    .fetch_all(db)
    .await
}

/// Somebody in a crew.
pub struct Member {
    pub crew_id: Uuid,
    pub id: Uuid,
    pub name: String,
}

/// Who is in the crews of a department, or of all, and still works there.
pub async fn members(db: &PgPool, city_id: i32, department_id: Option<i32>) -> sqlx::Result<Vec<Member>> {
    sqlx::query_as!(
        Member,
        "select crews.id as crew_id, users.id, users.name from crews
         join crew_members on crew_members.city_id = $1 and crew_members.crew_id = crews.id
         join users on users.city_id = $1 and users.id = crew_members.user_id
             and users.department_id = crews.department_id and users.disabled_at is null
         where crews.city_id = $1 and crews.disbanded_at is null
             and ($2::int4 is null or crews.department_id = $2)
         order by users.name, users.id limit 10000",
        city_id,
        department_id
    )
    .fetch_all(db)
    .await
}
