//! SQL that counts the desk.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// How many open cases stand in one status, and how many of these are what else.
pub struct Stack {
    pub status: String,
    pub count: i64,
    pub soon: i64,
    pub overdue: i64,
    pub escalated: i64,
    pub unassigned: i64,
}

/// All open cases of a department, or of the city, by status. The deadline of a case that is due soon
/// lies in `soon`, of one that is overdue before `overdue`. What `nobodys` have is nobody's.
pub async fn stacks(
    db: &PgPool,
    city_id: i32,
    department_id: Option<i32>,
    (soon, overdue): ((DateTime<Utc>, DateTime<Utc>), DateTime<Utc>),
    nobodys: &[Uuid],
) -> sqlx::Result<Vec<Stack>> {
    macro_rules! stacks {
        ($reach:literal $(, $department:expr)?) => {
            sqlx::query_as!(
                Stack,
                r#"select status, count(*) as "count!", count(*) filter (where due_at >= $2 and due_at < $3) as "soon!",
                       count(*) filter (where due_at < $4) as "overdue!", count(escalated_at) as "escalated!",
                       count(*) filter (where crew_id is null and (assignee_id is null or assignee_id = any($5)))
                           as "unassigned!"
                   from reports where city_id = $1 and is_open and sequence is not null"#
                    + $reach + " group by status",
                city_id, soon.0, soon.1, overdue, nobodys $(, $department)?
            )
            .fetch_all(db)
            .await
        };
    }
    match department_id {
        Some(department) => stacks!(" and department_id = $6", department),
        None => stacks!(""),
    }
}

/// How many open cases some people have, of a department if asked.
pub async fn held_by(
    db: &PgPool,
    city_id: i32,
    department_id: Option<i32>,
    people: &[Uuid],
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from reports
           where city_id = $1 and is_open and sequence is not null and assignee_id = any($2)
             and ($3::int4 is null or department_id = $3)"#,
        city_id,
        people,
        department_id
    )
    .fetch_one(db)
    .await
}
