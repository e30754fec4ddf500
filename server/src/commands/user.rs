//! `citycenter user add`: a new member of staff, their password from standard input.
//! `citycenter user invite`: a link by which somebody sets a password of their own.

use crate::auth::{invites, password};
use crate::catalogue::Cities;
use crate::clock::Clock;
use crate::db::{By, Db};
use crate::people::{NewUser, add_user, staff};
use crate::problem::{ApiError, ApiResult};
use anyhow::{Context, Result, anyhow, bail};
use domain::catalogue::City;
use domain::permission::Role;
use std::io::Read;
use std::sync::Arc;

/// Who it is.
#[derive(clap::Args)]
#[group(skip)]
pub struct Person {
    /// The city they work for
    #[arg(long)]
    city: String,
    /// worker, head, dispatcher, coordinator, press, auditor or administrator
    #[arg(long)]
    role: String,
    /// Where workers and heads work
    #[arg(long)]
    department: Option<String>,
    /// What they are called; the login when left out
    #[arg(long)]
    name: Option<String>,
}

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Add` as well
pub struct Add {
    /// What they sign in with
    login: String,
    #[command(flatten)]
    person: Person,
    /// Read the password from standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Invite {
    /// What they sign in with; somebody who is there already gets a new link
    #[arg(long)]
    login: String,
    #[command(flatten)]
    person: Person,
}

pub async fn add(user: Add, db: &Db, clock: &Clock) -> Result<()> {
    let (cities, city, new) = found(user.login, user.person, db).await?;
    let mut password = String::new();
    std::io::stdin().take(1000).read_to_string(&mut password).context("the password cannot be read")?;
    let password = password.trim_end_matches(['\r', '\n']);
    drop(cities);
    let about = [&*new.login, &new.name, &city.slug, &city.titles.ru, &city.titles.en];
    match password::fault(password, &about) {
        Some("too_common") => bail!("the password is one that many would try first"),
        Some(_) => bail!("the password needs 10 to 200 characters"),
        None => {}
    }
    let hash = password::hash_now(password)?;
    let (login, role) = (new.login.clone(), new.role);
    let added = db.write(city.id, clock.now(), move |tx| {
        Box::pin(async move { add_user(tx, &new, Some(&hash), By::System).await })
    });
    told(added.await, role)?;
    println!("user {login}: added to {} as {}", city.slug, role.name());
    Ok(())
}

pub async fn invite(user: Invite, public_url: &str, db: &Db, clock: &Clock) -> Result<()> {
    let (cities, city, new) = found(user.login, user.person, db).await?;
    let (login, role) = (new.login.clone(), new.role);
    let made = db.write(city.id, clock.now(), move |tx| {
        Box::pin(async move {
            let id = match staff::called(tx, &new.login).await? {
                Some((_, true)) => return Err(ApiError::field("login", "disabled")),
                Some((id, false)) => id,
                None => add_user(tx, &new, None, By::System).await?,
            };
            invites::make(tx, id, None, invites::LIFE).await
        })
    });
    let (made, _) = told(made.await, role)?;
    let other = Some(city.slug.as_str()).filter(|slug| !cities.is_default(slug));
    println!("{}", invites::link(public_url, other, &made.secret));
    eprintln!("user {login}: the link is good once, for 72 hours; an older one is void");
    Ok(())
}

async fn found(login: String, person: Person, db: &Db) -> Result<(Cities, Arc<City>, NewUser)> {
    let cities = Cities::load(db.main(), &[]).await?;
    let city = cities.get(&person.city).with_context(|| format!("there is no city {}", person.city))?;
    let role = Role::called(&person.role).with_context(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        format!("there is no role {}; there are {}", person.role, all.join(", "))
    })?;
    let department_id = match &person.department {
        Some(slug) => {
            Some(city.department_called(slug).with_context(|| format!("there is no department {slug}"))?.id)
        }
        None => None,
    };
    let name = person.name.unwrap_or_else(|| login.clone());
    Ok((cities, city, NewUser { login, name, role, department_id }))
}

/// A refusal in the terminal's words.
fn told<T>(done: ApiResult<T>, role: Role) -> Result<T> {
    let errors = match done {
        Ok(done) => return Ok(done),
        Err(ApiError::Invalid(errors)) => errors,
        Err(error) => return Err(anyhow!(error)),
    };
    match errors.first().map(|e| (e.field.as_str(), e.code.as_str())) {
        Some(("login", "taken")) => bail!("the login is taken"),
        Some(("login", "disabled")) => bail!("whoever has this login was disabled"),
        Some(("login", _)) => bail!("a login has up to 60 of a-z, 0-9, - _ . @"),
        Some(("name", _)) => bail!("a name has 1 to 100 characters"),
        Some(("department", "missing")) => bail!("a {} needs a --department", role.name()),
        _ => bail!("a {} has no department", role.name()),
    }
}
