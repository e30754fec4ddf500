//! SQL of the administrator's view of staff.

use crate::db::Tx;
use chrono::{DateTime, Utc};
use domain::permission::Role;
use domain::wire::staff::StaffState;
use sqlx::PgPool;
use uuid::Uuid;

/// Somebody, locked.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: Uuid,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
    pub state: StaffState,
    pub version: i32,
}

pub async fn lock(tx: &mut Tx, id: Uuid) -> sqlx::Result<Option<Member>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select name, role, department_id, user_version, disabled_at is not null as "disabled!",
               password_hash is null
                   and not exists (select from user_identities i
                                   where i.city_id = $1 and i.user_id = users.id) as "invited!"
           from users where city_id = $1 and id = $2 for update"#,
        city_id,
        id
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.and_then(|row| {
        let role = Role::called(&row.role)?;
        let state = state(row.disabled, row.invited);
        let (name, department_id, version) = (row.name, row.department_id, row.user_version);
        Some(Member { id, name, role, department_id, state, version })
    }))
}

fn state(disabled: bool, invited: bool) -> StaffState {
    match (disabled, invited) {
        (true, _) => StaffState::Disabled,
        (false, true) => StaffState::Invited,
        (false, false) => StaffState::Active,
    }
}

/// Who can sign in as an administrator, locked in one order.
pub async fn lock_administrators(tx: &mut Tx) -> sqlx::Result<Vec<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from users
         where city_id = $1 and role = 'administrator' and disabled_at is null
           and (password_hash is not null
                or exists (select from user_identities i where i.city_id = $1 and i.user_id = users.id))
         order by id for update",
        city_id
    )
    .fetch_all(tx.connection())
    .await
}

/// An administrator who has not set a password yet, the first of them.
pub async fn invited_administrator(tx: &mut Tx) -> sqlx::Result<Option<Uuid>> {
    let city_id = tx.city_id();
    sqlx::query_scalar!(
        "select id from users
         where city_id = $1 and role = 'administrator' and disabled_at is null and password_hash is null
           and not exists (select from user_identities i where i.city_id = $1 and i.user_id = users.id)
         order by created_at, id limit 1 for update",
        city_id
    )
    .fetch_optional(tx.connection())
    .await
}

/// Who signs in as `login`, and what they are.
pub async fn called(tx: &mut Tx, login: &str) -> sqlx::Result<Option<(Uuid, bool)>> {
    let city_id = tx.city_id();
    let row = sqlx::query!(
        r#"select id, disabled_at is not null as "disabled!" from users where city_id = $1 and login = $2"#,
        city_id,
        login
    )
    .fetch_optional(tx.connection())
    .await?;
    Ok(row.map(|row| (row.id, row.disabled)))
}

pub async fn change(
    tx: &mut Tx,
    id: Uuid,
    name: &str,
    role: Role,
    department_id: Option<i32>,
) -> sqlx::Result<()> {
    let city_id = tx.city_id();
    sqlx::query!(
        "update users set name = $3, role = $4, department_id = $5, user_version = user_version + 1
         where city_id = $1 and id = $2",
        city_id,
        id,
        name,
        role.name(),
        department_id
    )
    .execute(tx.connection())
    .await
    .map(|_| ())
}

/// Whether they could sign in until now.
pub async fn disable(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let (city_id, now) = (tx.city_id(), tx.now());
    let done = sqlx::query!(
        "update users set disabled_at = $3, user_version = user_version + 1
         where city_id = $1 and id = $2 and disabled_at is null",
        city_id,
        id,
        now
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether they were disabled until now.
pub async fn enable(tx: &mut Tx, id: Uuid) -> sqlx::Result<bool> {
    let city_id = tx.city_id();
    let done = sqlx::query!(
        "update users set disabled_at = null, user_version = user_version + 1
         where city_id = $1 and id = $2 and disabled_at is not null",
        city_id,
        id
    )
    .execute(tx.connection())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Which members of staff.
#[derive(Debug, Default)]
pub struct Filter {
    /// Lower case.
    pub q: Option<String>,
    pub role: Option<Role>,
    pub department_id: Option<i32>,
    pub state: Option<StaffState>,
    pub id: Option<Uuid>,
}

/// One of them.
pub struct Listed {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub role: Role,
    pub department_id: Option<i32>,
    pub state: StaffState,
    pub second_factor: bool,
    pub seen_at: Option<DateTime<Utc>>,
    pub invited_until: Option<DateTime<Utc>>,
    pub version: i32,
}

/// Those after a login, by login.
pub async fn list(
    db: &PgPool,
    city_id: i32,
    filter: &Filter,
    (after, limit): (&str, i64),
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"select users.id, login, users.name, role, department_id, user_version,
               disabled_at is not null as "disabled!", password_hash is null and known.user_id is null as "invited!",
               invites.expires_at as "invited_until?",
               exists (select from second_factors
                       where second_factors.city_id = $1 and second_factors.user_id = users.id
                         and confirmed_at is not null) as "second_factor!",
               (select max(coalesce(sessions.seen_at, sessions.created_at)) from sessions
                where sessions.city_id = $1 and sessions.user_id = users.id) as seen_at
           from users
           left join (select distinct user_id from user_identities where city_id = $1) known
               on known.user_id = users.id
           left join invites on invites.city_id = $1 and invites.user_id = users.id and invites.expires_at > $9
           where users.city_id = $1 and login > $2
             and ($4::text is null or position($4 in lower(users.name)) > 0 or position($4 in login) > 0)
             and ($5::text is null or role = $5)
             and ($6::int4 is null or department_id = $6)
             and ($7::text is null or $7 = case when disabled_at is not null then 'disabled'
                                               when password_hash is null and known.user_id is null then 'invited'
                                               else 'active' end)
             and ($8::uuid is null or users.id = $8)
           order by login limit $3"#,
        city_id,
        after,
        limit,
        filter.q,
        filter.role.map(Role::name),
        filter.department_id,
        filter.state.map(StaffState::name),
        filter.id,
        now
    )
    .fetch_all(db)
    .await?;
    let listed = rows.into_iter().filter_map(|row| {
        Some(Listed {
            id: row.id,
            login: row.login,
            name: row.name,
            role: Role::called(&row.role)?,
            department_id: row.department_id,
            state: state(row.disabled, row.invited),
            second_factor: row.second_factor,
            seen_at: row.seen_at,
            invited_until: row.invited_until,
            version: row.user_version,
        })
    });
    Ok(listed.collect())
}
