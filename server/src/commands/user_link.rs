//! `citycenter user link`: who somebody with an account is at the city's sign-on provider. Accounts are
//! linked by no other way: names and mail addresses pass from one person to another.

use crate::auth::oidc;
use crate::catalogue::Cities;
use crate::clock::Clock;
use crate::db::Db;
use crate::problem::ApiError;
use anyhow::{Context, Result, anyhow, bail};

#[derive(clap::Args)]
#[group(skip)]
pub struct Link {
    /// What they sign in with now
    login: String,
    /// The city they work for
    #[arg(long)]
    city: String,
    /// The provider's lasting name for them: the claim `sub`
    #[arg(long, value_name = "SUBJECT")]
    oidc_subject: String,
}

pub async fn run(link: Link, db: &Db, clock: &Clock) -> Result<()> {
    let Link { login, city: slug, oidc_subject: subject } = link;
    let cities = Cities::load(db.main(), &[]).await?;
    let city = cities.get(&slug).with_context(|| format!("there is no city {slug}"))?;
    let settings = cities.settings(city.id);
    let issuer = settings.as_ref().and_then(|settings| Some(settings.oidc.as_ref()?.issuer.clone()));
    let issuer = issuer.with_context(|| format!("{slug} has no [oidc] in its city.toml"))?;
    if subject.is_empty() || subject.len() > 255 {
        bail!("a subject has up to 255 characters");
    }
    let of = login.clone();
    let linked = db
        .write(city.id, clock.now(), move |tx| {
            Box::pin(async move { oidc::link(tx, &of, &issuer, &subject).await })
        })
        .await;
    match linked {
        Ok(_) => println!("user {login}: signs in with the provider of {slug} from now on"),
        Err(ApiError::NotFound) => bail!("there is no user {login} in {slug}"),
        Err(ApiError::Conflict) => bail!("{login} or that subject is linked already"),
        Err(error) => return Err(anyhow!(error)),
    }
    Ok(())
}
