//! The database: its pools, its migrations, and the one way to write.
//!
//! A write runs in a task of its own, which a client that hangs up cannot cancel half-way
//! (sqlx 0.9 would leave its transaction open in the pool). Actions get [`Tx`] and neither
//! begin nor commit; what they record is numbered by the city's counter in the last statement
//! before the commit, so that numbers have no gaps and follow the order of commits.

use crate::audit::{self, Entry};
use crate::events::Feed;
use crate::problem::{ApiError, ApiResult};
use crate::traces;
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::event::Event;
use domain::id::Number;
use futures::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgPool, Postgres, Transaction};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;
use uuid::Uuid;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations");

/// How long a request may wait for the database before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Once a connection was refused writing, those that are as old are not asked any more; so long that is
/// not repeated.
const CALM: Duration = Duration::from_secs(2);
/// A connection that was idle for longer is asked whether it is still there.
const UNASKED: Duration = Duration::from_secs(1);

/// Both pools.
#[derive(Clone)]
pub struct Db {
    main: PgPool,
    public: PgPool,
    feed: Feed,
    reads_only: bool,
    refused: Refused,
}

/// When a connection was last refused writing: after a failover older ones lead to what is a standby now.
#[derive(Clone, Default)]
struct Refused(Arc<Mutex<Option<Instant>>>);

impl Refused {
    fn note(&self) {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|last| last.elapsed() > CALM) {
            *last = Some(Instant::now());
        }
    }

    /// Whether a connection of this age was made since.
    fn is_newer(&self, age: Duration) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none_or(|last| age < last.elapsed())
    }
}

impl Db {
    /// Connects, with `connections` for writes and staff and `public` for what everybody reads.
    pub async fn connect(url: &str, connections: u32, public: u32, feed: Feed) -> Result<Self> {
        let options = PgConnectOptions::from_str(url).context("DATABASE_URL cannot be read")?.options([
            ("application_name", "citycenter"),
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "30s"),
            ("timezone", "UTC"),
            // Two mistakes in a street's name of ten letters are still that street.
            ("pg_trgm.word_similarity_threshold", "0.5"),
        ]);
        // Many short statements: no plan is worth making anew for its values, and no statement is long
        // enough for a second process or for compiling it.
        let quick = options.clone().options([
            ("plan_cache_mode", "force_generic_plan"),
            ("max_parallel_workers_per_gather", "0"),
            ("jit", "off"),
        ]);
        let refused = Refused::default();
        let pool = |connections| {
            let refused = refused.clone();
            PgPoolOptions::new()
                .before_acquire(move |connection, of| {
                    let newer = refused.is_newer(of.age);
                    Box::pin(async move {
                        Ok(newer && (of.idle_for < UNASKED || connection.ping().await.is_ok()))
                    })
                })
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(3))
                // A round trip each time; one that died in the middle of its work says so there.
                .test_before_acquire(false)
                .idle_timeout(Duration::from_mins(1))
                .max_lifetime(Duration::from_mins(10))
        };
        let main = pool(connections).connect_with(quick).await.context("no database answers")?;
        let public = pool(public)
            .after_connect(|connection, _| {
                Box::pin(async move { connection.execute("set role citycenter_public").await.map(|_| ()) })
            })
            .connect_lazy_with(options);
        Ok(Self { main, public, feed, reads_only: false, refused })
    }

    /// The same, and nothing is written.
    #[must_use]
    pub fn reading_only(self) -> Self {
        Self { reads_only: true, ..self }
    }

    /// Whether nothing is written, because that was asked for.
    pub fn reads_only(&self) -> bool {
        self.reads_only
    }

    /// Brings the schema up to date; processes that start together wait for each other.
    pub async fn migrate(&self) -> Result<()> {
        let mut connection = self.main.acquire().await.context("no database answers")?;
        connection.execute("set statement_timeout = 0").await?;
        connection.execute("set lock_timeout = 0").await?;
        MIGRATIONS.run(&mut *connection).await.context("the database cannot be brought up to date")?;
        connection.detach();
        Ok(())
    }

    /// How many changes of the schema this version knows and the database does not.
    pub async fn missing_migrations(&self) -> Result<usize> {
        let known: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
            .fetch_one(&self.main)
            .await?;
        let done: Vec<i64> = if known {
            sqlx::query_scalar("select version from _sqlx_migrations where success")
                .fetch_all(&self.main)
                .await?
        } else {
            Vec::new()
        };
        Ok(MIGRATIONS.iter().filter(|migration| !done.contains(&migration.version)).count())
    }

    /// For reading all there is.
    pub fn main(&self) -> &PgPool {
        &self.main
    }

    /// For reading what the public may see: this role knows nothing but the `public_*` views.
    pub fn public(&self) -> &PgPool {
        &self.public
    }

    /// Runs `actions` in one transaction of one city, commits, and tells who waits for events.
    /// Gives what the actions gave and the human numbers that the commit handed out.
    pub async fn write<T, F>(&self, city_id: i32, now: DateTime<Utc>, actions: F) -> ApiResult<(T, Numbers)>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ApiResult<T>> + Send + 'static,
    {
        self.write_within(PATIENCE, city_id, now, actions).await
    }

    /// The same for work at the terminal that may take longer than a request.
    pub async fn write_within<T, F>(
        &self,
        patience: Duration,
        city_id: i32,
        now: DateTime<Utc>,
        actions: F,
    ) -> ApiResult<(T, Numbers)>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ApiResult<T>> + Send + 'static,
    {
        if self.reads_only {
            return Err(ApiError::ReadOnly);
        }
        let db = self.clone();
        let write = async move {
            let mut tx = Tx::begin(&db.main, city_id, now).await?;
            let done = actions(&mut tx).await?;
            let recorded = !tx.facts.is_empty();
            let numbers = tx.commit().await?;
            if recorded {
                db.feed.wake(city_id);
            }
            Ok((done, numbers))
        };
        let done = finished(patience, tokio::spawn(traces::part("write", write))).await;
        if matches!(done, Err(ApiError::ReadOnly)) {
            self.refused.note();
        }
        done
    }

    /// Runs `actions` and takes everything back: what would they do?
    pub async fn rehearse<T, F>(
        &self,
        patience: Duration,
        city_id: i32,
        now: DateTime<Utc>,
        actions: F,
    ) -> ApiResult<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ApiResult<T>> + Send + 'static,
    {
        let db = self.clone();
        let task = tokio::spawn(async move {
            let mut tx = Tx::begin(&db.main, city_id, now).await?;
            let done = actions(&mut tx).await?;
            tx.inner.rollback().await?;
            Ok(done)
        });
        finished(patience, task).await
    }
}

async fn finished<T>(patience: Duration, task: JoinHandle<ApiResult<T>>) -> ApiResult<T> {
    match tokio::time::timeout(patience, task).await {
        Ok(Ok(done)) => done,
        Ok(Err(panic)) => Err(ApiError::Internal(panic.into())),
        Err(_) => Err(ApiError::Unavailable("the database is slow".to_owned())),
    }
}

/// Human numbers by report.
pub type Numbers = HashMap<Uuid, Number>;

/// One fact to be recorded.
#[derive(Debug, Clone)]
pub struct Fact {
    pub report_id: Uuid,
    pub event: Event,
    /// The row that says more: a transfer, an extension…
    pub subject_id: Option<Uuid>,
    /// What was written along with it.
    pub note_id: Option<Uuid>,
    /// Who did it.
    pub by: By,
}

/// Who did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The product itself.
    System,
    /// Whoever filed the report.
    Author,
    /// Somebody without a session.
    Resident,
    /// Whoever was sent a link to the case.
    Contractor,
    /// This user.
    Staff(Uuid),
}

impl By {
    /// The name in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Author => "author",
            Self::Resident => "resident",
            Self::Contractor => "contractor",
            Self::Staff(_) => "staff",
        }
    }

    /// The user, when it was one.
    pub fn user(self) -> Option<Uuid> {
        match self {
            Self::Staff(id) => Some(id),
            _ => None,
        }
    }
}

/// A transaction of one city.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    city_id: i32,
    now: DateTime<Utc>,
    /// Each with when it happened.
    facts: Vec<(Fact, DateTime<Utc>)>,
    entries: Vec<Entry>,
    unnumbered: Vec<Uuid>,
    year: i32,
}

impl Tx {
    async fn begin(pool: &PgPool, city_id: i32, now: DateTime<Utc>) -> ApiResult<Self> {
        let inner = pool.begin().await?;
        Ok(Self {
            inner,
            city_id,
            now,
            facts: Vec::new(),
            entries: Vec::new(),
            unnumbered: Vec::new(),
            year: 0,
        })
    }

    /// The city whose rows this transaction may touch.
    pub fn city_id(&self) -> i32 {
        self.city_id
    }

    /// When it happens.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// For the SQL of stores.
    pub fn connection(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    /// Records a fact; the log gets it with the commit.
    pub fn record(&mut self, fact: Fact) {
        self.facts.push((fact, self.now));
    }

    /// Records what happened `at` a time before it was known here.
    pub fn record_past(&mut self, fact: Fact, at: DateTime<Utc>) {
        self.facts.push((fact, at));
    }

    /// Writes down what the city may have to answer for; the audit log gets it with the commit.
    pub fn audit(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Asks for a human number of the local `year` for a report of this transaction.
    pub fn number(&mut self, report_id: Uuid, year: i32) {
        self.unnumbered.push(report_id);
        self.year = year;
    }

    async fn commit(mut self) -> ApiResult<Numbers> {
        if !self.entries.is_empty() {
            audit::append(&mut self.inner, self.city_id, self.now, &self.entries).await?;
        }
        let numbers = if self.facts.is_empty() { Numbers::new() } else { self.take_numbers().await? };
        self.inner.commit().await?;
        Ok(numbers)
    }

    /// The last statement: takes the city's counter, which orders all writers of a city, appends
    /// the events and gives new reports their numbers. Whoever commits after the first report of
    /// a new year is numbered in it, so that numbers never go back.
    async fn take_numbers(&mut self) -> ApiResult<Numbers> {
        let (facts, times): (Vec<Fact>, Vec<DateTime<Utc>>) =
            std::mem::take(&mut self.facts).into_iter().unzip();
        let kinds: Vec<String> = facts.iter().map(|f| f.event.kind.name().to_owned()).collect();
        let reports: Vec<Uuid> = facts.iter().map(|f| f.report_id).collect();
        let statuses: Vec<String> = facts.iter().map(|f| f.event.status.name().to_owned()).collect();
        let outcomes: Vec<Option<String>> =
            facts.iter().map(|f| f.event.outcome.map(|o| o.name().to_owned())).collect();
        let notes: Vec<Option<Uuid>> = facts.iter().map(|f| f.note_id).collect();
        let users: Vec<Option<Uuid>> = facts.iter().map(|f| f.by.user()).collect();
        let subjects: Vec<Option<Uuid>> = facts.iter().map(|f| f.subject_id).collect();
        let actors: Vec<String> = facts.iter().map(|f| f.by.name().to_owned()).collect();
        let public: Vec<bool> = facts.iter().map(|f| f.event.kind.is_public()).collect();
        let rows = sqlx::query!(
            r#"with counter as (
                update city_counters set
                    last_event = last_event + cardinality($3::text[]),
                    last_number = case when cardinality($9::uuid[]) = 0 or number_year >= $10 then last_number
                                       else 0 end + cardinality($9::uuid[]),
                    number_year = case when cardinality($9::uuid[]) = 0 then number_year
                                       else greatest(number_year, $10) end
                where city_id = $1
                returning last_event - cardinality($3::text[]) as event,
                          number_year as year, last_number - cardinality($9::uuid[]) as number
            ),
            appended as (
                insert into events (city_id, n, kind, report_id, status, outcome, note_id, actor_id,
                                    subject_id, actor, is_public, occurred_at, recorded_at)
                select $1, counter.event + fact.i, fact.kind, fact.report_id, fact.status, fact.outcome,
                       fact.note_id, fact.actor_id, fact.subject_id, fact.actor, fact.is_public, fact.at, $2
                from counter, unnest($3::text[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
                                     $11::uuid[], $12::text[], $13::bool[], $14::timestamptz[])
                    with ordinality as fact (kind, report_id, status, outcome, note_id, actor_id, subject_id,
                                             actor, is_public, at, i)
            )
            update reports set number_year = counter.year, number = counter.number + new.i,
                sequence = counter.event + new.i
            from counter, unnest($9::uuid[]) with ordinality as new (id, i)
            where reports.city_id = $1 and reports.id = new.id
            returning reports.id, reports.number_year as "year!", reports.number as "count!""#,
            self.city_id,
            self.now,
            &kinds,
            &reports,
            &statuses,
            &outcomes as &[Option<String>],
            &notes as &[Option<Uuid>],
            &users as &[Option<Uuid>],
            &self.unnumbered,
            self.year,
            &subjects as &[Option<Uuid>],
            &actors,
            &public,
            &times,
        )
        .fetch_all(&mut *self.inner)
        .await?;
        Ok(rows.into_iter().map(|row| (row.id, Number { year: row.year, count: row.count })).collect())
    }
}

/// Whether this version knows a change of the schema.
pub fn knows(migration: i64) -> bool {
    MIGRATIONS.iter().any(|known| known.version == migration)
}

/// Whether the database refused because of the constraint called `name`.
pub fn broke(error: &sqlx::Error, name: &str) -> bool {
    error.as_database_error().and_then(|cause| cause.constraint()) == Some(name)
}
