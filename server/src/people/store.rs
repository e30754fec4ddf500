//! SQL of staff and contacts.

use super::{NewUser, Provided};
use crate::db::Tx;
use domain::permission::Role;
use domain::wire::report::Contact;
use sqlx::PgPool;
use uuid::Uuid;

/// What signing in needs to know of a member of staff.
pub struct Account {
    pub id: Uuid,
    /// None for who was only invited yet, or signs in with a provider.
    pub password_hash: Option<String>,
    pub role: Role,
}

/// Whoever signs in as `login` and may.
pub async fn account_called(db: &PgPool, city_id: i32, login: &str) -> sqlx::Result<Option<Account>> {
    let row = sqlx::query!(
        "select id, password_hash, role from users where city_id = $1 and login = $2 and disabled_at is null",
        city_id,
        login
    )
    .fetch_optional(db)
    .await?;
    Ok(row.and_then(|row| {
        Some(Account { id: row.id, password_hash: row.password_hash, role: Role::called(&row.role)? })
    }))
}

/// Who works the cases of a department.
pub struct Person {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    pub department_id: i32,
}

/// The people of a department, or of all, who can be given cases.
pub async fn colleagues(db: &PgPool, city_id: i32, department_id: Option<i32>) -> sqlx::Result<Vec<Person>> {
    let rows = sqlx::query!(
        r#"select id, name, role, department_id as "department_id!" from users
           where city_id = $1 and department_id is not null and ($2::int4 is null or department_id = $2)
             and disabled_at is null
           order by department_id, name, id limit 5000"#,
        city_id,
        department_id
    )
    .fetch_all(db)
    .await?;
    let people = rows.into_iter().filter_map(|row| {
        let role = Role::called(&row.role)?;
        Some(Person { id: row.id, name: row.name, role, department_id: row.department_id })
    });
    Ok(people.collect())
}

/// Whether somebody works the cases of this department.
pub async fn works_in(tx: &mut Tx, person: Uuid, department_id: i32) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from users where city_id = $1 and id = $2 and department_id = $3
                          and disabled_at is null) as "works!""#,
        city_id,
        person,
        department_id
    )
    .fetch_one(tx.connection())
    .await
}

/// How many members of staff of a city could sign in with a password.
pub async fn count(db: &PgPool, city_id: i32) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from users where city_id = $1 and password_hash is not null"#,
        city_id
    )
    .fetch_one(db)
    .await
}

pub(super) async fn insert_user(
    tx: &mut Tx,
    id: Uuid,
    user: &NewUser,
    hash: Option<&str>,
) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into users (city_id, id, login, name, role, department_id, password_hash, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        city_id,
        id,
        user.login,
        user.name,
        user.role.name(),
        user.department_id,
        hash,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn keep_password(tx: &mut Tx, id: Uuid, hash: &str) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!("update users set password_hash = $3 where city_id = $1 and id = $2", city_id, id, hash)
        .execute(tx.connection())
        .await
        .map(|_| ())
}

pub(super) async fn rename(tx: &mut Tx, id: Uuid, name: &str) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update users set name = $3, user_version = user_version + 1 where city_id = $1 and id = $2",
        city_id,
        id,
        name
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn insert_contact(tx: &mut Tx, report_id: Uuid, contact: &Contact) -> sqlx::Result<()> {
    let (city_id, now) = (tx.city_id(), tx.now());
    sqlx::query!(
        "insert into contacts (city_id, id, name, email, phone, received_at) values ($1, $2, $3, $4, $5, $6)",
        city_id,
        report_id,
        contact.name,
        contact.email,
        contact.phone,
        now
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn delete_contacts(tx: &mut Tx, reports: &[Uuid]) -> sqlx::Result<u64> {
    let city_id = tx.city_id();
    let done = sqlx::query!("delete from contacts where city_id = $1 and id = any($2)", city_id, reports)
        .execute(tx.connection())
        .await?;
    Ok(done.rows_affected())
}

/// Says whether the login was free.
pub(super) async fn insert_provided(
    tx: &mut Tx,
    id: Uuid,
    login: &str,
    person: &Provided,
) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let kept = sqlx::query_scalar!(
        "insert into users (city_id, id, login, name, role, department_id, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (city_id, login) do update set login = excluded.login returning id",
        city_id,
        id,
        login,
        person.name,
        person.role.name(),
        person.department_id,
        now
    )
    .fetch_one(tx.connection())
    .await?;
    Ok(kept == id)
}

pub(super) async fn update_provided(tx: &mut Tx, user_id: Uuid, person: &Provided) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update users set name = $3, role = $4, department_id = $5, user_version = user_version + 1
         where city_id = $1 and id = $2",
        city_id,
        user_id,
        person.name,
        person.role.name(),
        person.department_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

pub(super) async fn take_password(tx: &mut Tx, login: &str) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "update users set password_hash = null where city_id = $1 and login = $2 returning id",
        city_id,
        login
    )
    .fetch_optional(tx.connection())
    .await
}
