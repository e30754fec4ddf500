//! SQL of the ledger of transfers.

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// A line of the ledger with the number of its report.
pub struct LedgerRow {
    pub id: Uuid,
    pub report_id: Uuid,
    pub number_year: i32,
    pub number: i32,
    pub from_department_id: i32,
    pub to_department_id: i32,
    pub cause: String,
    pub transferred_at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// Lines before a place in the order, newest first: of one department, whether it gave or got, or of
/// the whole city.
pub async fn ledger(
    db: &PgPool,
    city_id: i32,
    department_id: Option<i32>,
    before: (DateTime<Utc>, Uuid),
    limit: i64,
) -> sqlx::Result<Vec<LedgerRow>> {
    // Statements of their own, so that each has the index made for it.
    macro_rules! page {
        ($lines:literal, $($department:expr)?) => {
            sqlx::query_as!(
                LedgerRow,
                "with line as (" + $lines + r#")
                 select line.id as "id!", line.report_id as "report_id!", number_year as "number_year!",
                     number as "number!", from_department_id as "from_department_id!",
                     to_department_id as "to_department_id!", cause as "cause!",
                     transferred_at as "transferred_at!", notes.text as "reason?"
                 from line
                 join reports on reports.city_id = $1 and reports.id = line.report_id
                 left join notes on notes.city_id = $1 and notes.id = line.note_id
                 order by transferred_at desc, line.id desc limit $4"#,
                city_id, before.0, before.1, limit, $($department)?
            )
            .fetch_all(db)
            .await
        };
    }
    match department_id {
        Some(department) => page!(
            "(select * from transfers where city_id = $1 and from_department_id = $5
                 and (transferred_at, id) < ($2, $3) order by transferred_at desc, id desc limit $4)
             union
             (select * from transfers where city_id = $1 and to_department_id = $5
                 and (transferred_at, id) < ($2, $3) order by transferred_at desc, id desc limit $4)",
            department
        ),
        None => page!(
            "select * from transfers where city_id = $1 and (transferred_at, id) < ($2, $3)
             order by transferred_at desc, id desc limit $4",
        ),
    }
}
