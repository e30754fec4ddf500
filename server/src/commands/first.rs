//! The way in for a city's first administrator: a link that is printed where the server was started.

use crate::app::App;
use crate::auth::invites;
use crate::people::staff;
use anyhow::Result;
use domain::text::say;

/// Prints a link for every city that nobody administrates; the one of the last start is void. A demo's
/// sign-ins are known to everybody already.
pub async fn announce(app: &App) -> Result<()> {
    if app.demo {
        return Ok(());
    }
    for entry in app.cities.all().iter() {
        let slug = &entry.city.slug;
        let name = say(app.cities.language(slug), "role_administrator", &[]);
        let (made, _) = app
            .db
            .write(entry.city.id, app.clock.now(), move |tx| {
                Box::pin(async move { staff::first_administrator(tx, &name).await })
            })
            .await?;
        let Some(made) = made else { continue };
        let other = Some(slug.as_str()).filter(|slug| !app.cities.is_default(slug));
        let link = invites::link(&app.public_url, other, &made.secret);
        println!(
            "  {slug}: nobody administrates it. Its first administrator sets a password here, within a day:"
        );
        println!("    {link}");
    }
    Ok(())
}
