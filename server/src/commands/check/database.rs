//! The database: who we are in it, what the public may read, what is kept of it.

use super::Findings;
use crate::clock::Clock;
use crate::commands::Ground;
use anyhow::Result;
use chrono::{DateTime, Duration, Utc};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{PgPool, Row};
use std::str::FromStr;

/// Clocks may differ by so much; more is soon wrong, and much more is.
const SKEW: Duration = Duration::seconds(5);
const SKEW_BAD: Duration = Duration::minutes(1);
/// A copy of the day before is the least.
const COPY_AGE: Duration = Duration::hours(26);

/// Whether the schema is the one that this version knows, so that more can be looked at.
pub async fn look(ground: &Ground, findings: &mut Findings) -> Result<bool> {
    let main = ground.db.main();
    let missing = ground.db.missing_migrations().await?;
    if missing > 0 {
        findings.bad(format!("{missing} migrations are missing"), "take a backup, then: citycenter migrate");
        return Ok(false);
    }
    let postgis: String = sqlx::query_scalar("select postgis_lib_version()").fetch_one(main).await?;
    findings.ok(format!("database up to date, PostGIS {postgis}"));
    role(ground, findings).await?;
    public(ground, findings).await?;
    skew(main, findings).await?;
    safety(main, findings).await?;
    if ground.private {
        findings.soon(
            "the private database has no archive and no copy elsewhere that could be seen from here",
            "see Backup in docs/operations.md",
        );
    } else {
        connection(ground, findings);
        copies(main, findings).await?;
    }
    Ok(true)
}

async fn role(ground: &Ground, findings: &mut Findings) -> Result<()> {
    if ground.private {
        findings.ok("the private database is ours alone");
        return Ok(());
    }
    let strong: bool =
        sqlx::query_scalar("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
            .fetch_one(ground.db.main())
            .await?;
    if strong {
        findings
            .bad("we are a superuser of the database", "use a role of our own: docs/operations.md says how");
    } else {
        findings.ok("we are no superuser of the database");
    }
    Ok(())
}

/// The public role sees its views and nothing else. PostGIS lets everybody read its own tables.
async fn public(ground: &Ground, findings: &mut Findings) -> Result<()> {
    let sees = sqlx::query("select 1 from public_reports limit 1").execute(ground.db.public()).await;
    match sees {
        Ok(_) => findings.ok("the public role sees the public views"),
        Err(error) => findings.bad(format!("the public role: {error}"), "citycenter migrate, as the owner"),
    }
    let open: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'public' and c.relkind in ('r', 'v', 'm', 'p', 'f')
           and c.relname not in ('spatial_ref_sys', 'geometry_columns', 'geography_columns')
           and case when starts_with(c.relname, 'public_')
                    then has_table_privilege('citycenter_public', c.oid, 'insert, update, delete, truncate')
                    else has_table_privilege('citycenter_public', c.oid, 'select, insert, update, delete') end
         order by 1",
    )
    .fetch_all(ground.db.main())
    .await?;
    if open.is_empty() {
        findings.ok("the public role sees nothing else, and writes nothing");
    } else {
        let then = "revoke all on these tables from citycenter_public and from public";
        findings.bad(format!("the public role reaches {}", open.join(", ")), then);
    }
    let signs_in: bool =
        sqlx::query_scalar("select rolcanlogin from pg_roles where rolname = 'citycenter_public'")
            .fetch_one(ground.db.main())
            .await?;
    if signs_in {
        findings.soon("the public role may sign in by itself", "alter role citycenter_public nologin");
    }
    Ok(())
}

async fn skew(main: &PgPool, findings: &mut Findings) -> Result<()> {
    let there: DateTime<Utc> = sqlx::query_scalar("select clock_timestamp()").fetch_one(main).await?;
    let apart = (Clock::default().now() - there).abs();
    let what = format!("the clocks of this machine and of the database are {} s apart", apart.num_seconds());
    let then = "run a time service on both";
    match apart {
        apart if apart > SKEW_BAD => findings.bad(what, then),
        apart if apart > SKEW => findings.soon(what, then),
        _ => findings.ok("this machine and the database have the same time"),
    }
    Ok(())
}

/// What PostgreSQL needs to keep what it has acknowledged.
async fn safety(main: &PgPool, findings: &mut Findings) -> Result<()> {
    let off: Vec<String> = sqlx::query_scalar(
        "select name from pg_settings
         where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting = 'off' order by name",
    )
    .fetch_all(main)
    .await?;
    if off.is_empty() {
        findings.ok("the database writes to disk before it acknowledges");
    } else {
        findings.bad(format!("{}: off; a power cut loses reports", off.join(", ")), "set them on");
    }
    Ok(())
}

fn connection(ground: &Ground, findings: &mut Findings) {
    let Ok(options) = PgConnectOptions::from_str(ground.config.database_url.expose()) else { return };
    let host = options.get_host();
    let near = host.starts_with('/') || host == "localhost" || host.starts_with("127.") || host == "::1";
    let sealed = matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull);
    if near || options.get_socket().is_some() || sealed {
        findings.ok("nobody listens between here and the database");
    } else {
        findings.soon(
            "the database is on another machine, and its certificate is not looked at",
            "add sslmode=verify-full to DATABASE_URL",
        );
    }
}

/// What PostgreSQL says about its own archive and standbys.
async fn copies(main: &PgPool, findings: &mut Findings) -> Result<()> {
    let row = sqlx::query(
        "select current_setting('archive_mode') <> 'off' as archives, last_archived_time as archived_at,
                (select count(*) from pg_stat_replication) as standbys
         from pg_stat_archiver",
    )
    .fetch_one(main)
    .await?;
    let (archives, at): (bool, Option<DateTime<Utc>>) = (row.try_get(0)?, row.try_get(1)?);
    let standbys: i64 = row.try_get(2)?;
    let now = Clock::default().now();
    match at {
        Some(at) if archives && now - at < COPY_AGE => {
            findings.ok(format!("the database's log was last archived at {at}"));
        }
        _ if archives => findings.bad(
            "the database archives its log, but nothing came of it for a day",
            "look at pg_stat_archiver",
        ),
        _ => findings.soon(
            "the database archives nothing; whether it is copied in another way cannot be seen from here",
            "see Backup in docs/operations.md",
        ),
    }
    if standbys > 0 {
        findings.ok(format!("{standbys} standbys follow the database"));
    }
    Ok(())
}
