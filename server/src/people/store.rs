//! SQL of staff and contacts.

use super::NewUser;
use crate::db::Tx;
use domain::permission::Role;
use domain::wire::report::Contact;
use sqlx::PgPool;
use uuid::Uuid;

/// What signing in needs to know of a member of staff.
pub struct Account {
    pub id: Uuid,
    pub password_hash: String,
}

/// Whoever signs in as `login` and may.
pub async fn account_called(db: &PgPool, city_id: i32, login: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        "select id, password_hash from users where city_id = $1 and login = $2 and disabled_at is null",
        city_id,
        login
    )
    .fetch_optional(db)
    .await
}

/// Who works the cases of a department.
pub struct Person {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    pub department_id: i32,
}

/// The people of a department, or of all, who can be given cases.
pub async fn crew(db: &PgPool, city_id: i32, department_id: Option<i32>) -> sqlx::Result<Vec<Person>> {
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
pub async fn is_crew(tx: &mut Tx, person: Uuid, department_id: i32) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        r#"select exists (select from users where city_id = $1 and id = $2 and department_id = $3
                          and disabled_at is null) as "is_crew!""#,
        city_id,
        person,
        department_id
    )
    .fetch_one(tx.connection())
    .await
}

/// How many members of staff a city has.
pub async fn count(db: &PgPool, city_id: i32) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from users where city_id = $1"#, city_id)
        .fetch_one(db)
        .await
}

pub(super) async fn insert_user(tx: &mut Tx, id: Uuid, user: &NewUser, hash: &str) -> sqlx::Result<()> {
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
