//! `citycenter user add`: a new member of staff, their password from standard input.

use crate::catalogue::Cities;
use crate::clock::Clock;
use crate::db::Db;
use crate::people::{NewUser, add_user};
use crate::problem::ApiError;
use anyhow::{Context, Result, anyhow, bail};
use domain::permission::Role;
use std::io::Read;

#[derive(clap::Args)]
#[group(skip)] // the verb is called `Add` as well
pub struct Add {
    /// What they sign in with
    login: String,
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
    /// Read the password from standard input
    #[arg(long, required = true)]
    password_stdin: bool,
}

pub async fn add(user: Add, db: &Db, clock: &Clock) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    let city = cities.get(&user.city).with_context(|| format!("there is no city {}", user.city))?;
    let role = Role::called(&user.role).with_context(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        format!("there is no role {}; there are {}", user.role, all.join(", "))
    })?;
    let department_id = match &user.department {
        Some(slug) => {
            Some(city.department_called(slug).with_context(|| format!("there is no department {slug}"))?.id)
        }
        None => None,
    };
    let mut password = String::new();
    std::io::stdin().take(1000).read_to_string(&mut password).context("the password cannot be read")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    let name = user.name.unwrap_or_else(|| user.login.clone());
    let new = NewUser { login: user.login.clone(), name, role, department_id, password };
    let added =
        db.write(city.id, clock.now(), move |tx| Box::pin(async move { add_user(tx, &new).await })).await;
    match added {
        Ok(_) => println!("user {}: added to {} as {}", user.login, user.city, role.name()),
        Err(ApiError::Invalid(errors)) => match errors.first().map(|e| (e.field.as_str(), e.code.as_str())) {
            Some(("password", _)) => bail!("the password needs 10 to 200 characters"),
            Some(("login", "taken")) => bail!("the login {} is taken", user.login),
            Some(("login", _)) => bail!("a login has up to 60 of a-z, 0-9, - _ . @"),
            Some(("department", "missing")) => bail!("a {} needs a --department", role.name()),
            _ => bail!("a {} has no department", role.name()),
        },
        Err(error) => return Err(anyhow!(error)),
    }
    Ok(())
}
