//! `citycenter restore`: a backup becomes the installation again, all of it or nothing.

use super::files::{self, LIST};
use super::manifest::{Changes, Manifest};
use super::postgres::{self, Tools};
use super::{DUMP, rows};
use crate::config::Config;
use crate::db::{self, Db};
use crate::events::Feed;
use crate::media::{self, Kept, Store};
use anyhow::{Context, Result, bail, ensure};
use futures::{StreamExt, TryStreamExt, stream};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use uuid::Uuid;

/// Between two words to the terminal.
const STEP: usize = 2000;
/// Files that are written at once.
const AT_ONCE: usize = 8;

/// The roles that the migrations make as well; PostGIS may have to be made by its owner.
const GROUND: &str = "begin;
set local client_min_messages = warning;
do $$
declare
    wanted text;
begin
    foreach wanted in array array['citycenter_public', 'citycenter_analyst'] loop
        begin
            execute format('create role %I nologin', wanted);
        exception when duplicate_object or unique_violation then
            null;
        end;
        if not pg_has_role(current_user, wanted, 'member') then
            execute format('grant %I to %I', wanted, current_user);
        end if;
    end loop;
end
$$;
create extension if not exists postgis;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
";

/// Everything of ours, and nothing that belongs to an extension.
const GIVE_UP: &str = "do $$
declare
    thing record;
begin
    for thing in
        select c.relname, case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
            as kind
        from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    loop
        execute format('drop %s if exists public.%I cascade', thing.kind, thing.relname);
    end loop;
end
$$;
";

/// Whoever was signed in signs in again: a session that was ended since, or a link that was used since,
/// would be good again.
const FORGET: &str = "set local search_path = public;
delete from oidc_sessions;
delete from oidc_sign_ins;
delete from pending_sign_ins;
delete from sign_in_codes;
delete from sessions;
delete from invites;
";

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Restore` as well
pub struct Restore {
    /// The folder that `citycenter backup` made
    dir: PathBuf,
    /// Give up everything that the database holds now
    #[arg(long)]
    replace: bool,
    /// Look over the backup and say what it holds, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Restore {
    /// Whether the backup alone is looked at.
    pub fn is_dry(&self) -> bool {
        self.dry_run
    }

    /// Reads all of the backup and compares it with its sums.
    pub fn verify(&self) -> Result<Manifest> {
        let dir = &self.dir;
        let manifest = Manifest::read(dir)?;
        ensure!(
            db::knows(manifest.schema),
            "the backup was made by version {}, which is newer than this one",
            manifest.program
        );
        let same = |name: &str, sum: &str| -> Result<()> {
            let found = files::sum_of(&dir.join(name))?;
            ensure!(found == sum, "{name} is not as it was written: the backup is damaged");
            Ok(())
        };
        same(DUMP, &manifest.database)?;
        same(LIST, &manifest.list)?;
        let listed = files::listed(dir)?;
        for (n, (name, sum)) in listed.iter().enumerate() {
            ensure!(is_plain(name), "{LIST} names {name:?}");
            same(name, sum)?;
            if (n + 1) % STEP == 0 {
                eprintln!("restore: {} of {} files are as they were written", n + 1, listed.len());
            }
        }
        manifest.say("restore");
        Ok(manifest)
    }
}

/// A name below the backup's own folder.
fn is_plain(name: &str) -> bool {
    Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Puts a backup that was looked over where `url` and the settings say.
pub async fn run(restore: &Restore, manifest: &Manifest, config: &Config, url: &str) -> Result<()> {
    let mut connection = open(url).await?;
    must_be_alone(&mut connection).await?;
    let before = names_of(&mut connection).await;
    must_be_free(&mut connection, restore.replace).await?;
    let major = postgres::major(&mut connection).await?.max(manifest.postgres);
    connection.close().await?;

    let store = Store::open(config)?;
    let listed = files::listed(&restore.dir)?;
    put_files(&restore.dir, &listed, &store).await?;
    eprintln!("restore: the database");
    let begin = format!("{GROUND}{}", if restore.replace { GIVE_UP } else { "" });
    let end = format!("{FORGET}{}commit;\n", amended(&manifest.changes)?);
    Tools::find(url, major)?.restore(&restore.dir.join(DUMP), &begin, &end).await?;

    let db = Db::connect(url, 2, 1, Feed::default()).await?;
    db.migrate().await?;
    let kept: BTreeSet<String> = listed.into_iter().map(|(name, _)| name).collect();
    for name in before.difference(&kept) {
        store.forget(name).await.with_context(|| format!("{name} cannot be deleted"))?;
    }
    eprintln!("restore: done; everybody signs in again, and open invitations have to be made anew");
    Ok(())
}

/// A connection under a name of its own, so that those of servers can be told from it.
async fn open(url: &str) -> Result<PgConnection> {
    let options = PgConnectOptions::from_str(url).context("DATABASE_URL cannot be read")?;
    let options = options.application_name("citycenter restore");
    PgConnection::connect_with(&options).await.context("no database answers")
}

async fn must_be_alone(connection: &mut PgConnection) -> Result<()> {
    let others: i64 = sqlx::query_scalar(
        "select count(*) from pg_stat_activity
         where datname = current_database() and application_name = 'citycenter'",
    )
    .fetch_one(connection)
    .await?;
    ensure!(others == 0, "a citycenter works on this database: stop it first");
    Ok(())
}

async fn must_be_free(connection: &mut PgConnection, replace: bool) -> Result<()> {
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
           and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')",
    )
    .fetch_one(&mut *connection)
    .await?;
    if tables == 0 || replace {
        return Ok(());
    }
    let reports: i64 =
        sqlx::query_scalar("select count(*) from reports").fetch_one(connection).await.unwrap_or(0);
    bail!(
        "the database is not empty: it has {tables} tables and {reports} reports. \
         Restore into another one, or give up all that is there with --replace."
    )
}

/// The files that the database names before it is given up; none where it is empty or not readable.
async fn names_of(connection: &mut PgConnection) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for photo in rows::photos(connection).await.unwrap_or_default() {
        for version in 0..=photo.version {
            names.extend(media::names(photo.city_id, photo.id, Kept::Shown(version)));
        }
        names.extend(photo.unedited());
    }
    for attachment in rows::attachments(connection).await.unwrap_or_default() {
        names.insert(media::attachment(attachment.city_id, attachment.id));
    }
    names
}

/// Before the database: a row promises that its files are there.
async fn put_files(dir: &Path, listed: &[(String, String)], store: &Store) -> Result<()> {
    let put = stream::iter(listed).map(|(name, sum)| put_file(dir, name, sum, store));
    let mut put = put.buffer_unordered(AT_ONCE);
    let mut done = 0;
    while let Some(()) = put.try_next().await? {
        done += 1;
        if done % STEP == 0 {
            eprintln!("restore: {done} of {} files are in their place", listed.len());
        }
    }
    Ok(())
}

async fn put_file(dir: &Path, name: &str, sum: &str, store: &Store) -> Result<()> {
    let bytes = tokio::fs::read(dir.join(name)).await?;
    ensure!(hex::encode(Sha256::digest(&bytes)) == sum, "{name} has changed since it was looked at");
    store.put_file(name, &bytes).await.with_context(|| format!("{name} cannot be written"))
}

/// Statements that make rows what their files are.
fn amended(changes: &Changes) -> Result<String> {
    let tag = Uuid::new_v4().simple().to_string();
    let rows = |json: String| format!("jsonb_to_recordset($a{tag}${json}$a{tag}$)");
    let (edited, photos, attachments) = (
        rows(serde_json::to_string(&changes.edited)?),
        rows(serde_json::to_string(&changes.erased_photos)?),
        rows(serde_json::to_string(&changes.erased_attachments)?),
    );
    Ok(format!(
        "update photos set version = now.version, edit = nullif(now.edit, 'null'),
             shown_width = now.shown_width, shown_height = now.shown_height
         from {edited} as now (city_id int4, id uuid, version int4, edit jsonb, shown_width int4, shown_height int4)
         where photos.city_id = now.city_id and photos.id = now.id;
         delete from photos using {photos} as gone (city_id int4, id uuid)
         where photos.city_id = gone.city_id and photos.id = gone.id;
         delete from attachments using {attachments} as gone (city_id int4, id uuid)
         where attachments.city_id = gone.city_id and attachments.id = gone.id;\n"
    ))
}
