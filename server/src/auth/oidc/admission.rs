//! Who somebody is that a provider has sent, and whether they get in.

use super::actions::{At, Refusal};
use super::mapping::{self, Post};
use super::store::{self, Linked};
use super::token::Claims;
use crate::app::App;
use crate::audit::Entry;
use crate::auth::actions::{end_all, open};
use crate::auth::invites;
use crate::db::{By, Tx, broke};
use crate::people::{self, Provided};
use crate::problem::{ApiError, ApiResult};
use domain::audit::Deed;
use domain::catalogue::City;
use domain::wire::session::Client;
use serde_json::{Value, json};
use uuid::Uuid;

/// Who came back.
pub struct Proved {
    pub subject: String,
    /// The provider's name for its session.
    pub sid: Option<String>,
    pub id_token: String,
    /// Where they came from.
    pub network: Option<String>,
}

/// Opens a session for whoever the provider means, as what its groups make of them now.
pub async fn admit(app: &App, at: &At, claims: Claims, proved: Proved) -> Result<String, Refusal> {
    let at = at.clone();
    let (admitted, _) = app
        .db
        .write(at.city.id, app.clock.now(), move |tx| {
            Box::pin(async move {
                let person = match identify(tx, &at, &claims, &proved.subject).await {
                    Ok(person) => person,
                    // What was taken from them stays taken.
                    Err(Refusal::Failed(error)) => return Err(error),
                    Err(refusal) => return Ok(Err(refusal)),
                };
                let held = open(tx, person.user_id, Client::Web, proved.network).await?;
                let sid = proved.sid.as_deref();
                store::remember(tx, held.session_id, person.identity_id, sid, &proved.id_token).await?;
                Ok(Ok(held))
            })
        })
        .await?;
    admitted.map(|held| held.write())
}

struct Identified {
    user_id: Uuid,
    identity_id: Uuid,
}

async fn identify(tx: &mut Tx, at: &At, claims: &Claims, subject: &str) -> Result<Identified, Refusal> {
    let post = mapping::post(&at.oidc, &at.city, claims);
    let linked = store::linked(tx, &at.oidc.issuer, subject).await.map_err(ApiError::from)?;
    match linked {
        Some(known) => renew(tx, at, known, post, mapping::name(&at.oidc, claims)).await,
        None => newcomer(tx, at, claims, post.ok_or(Refusal::NoRole)?, subject).await,
    }
}

/// Somebody known: their role and department are what the provider says now.
async fn renew(
    tx: &mut Tx,
    at: &At,
    known: Linked,
    post: Option<Post>,
    name: Option<String>,
) -> Result<Identified, Refusal> {
    if known.disabled {
        return Err(Refusal::Disabled);
    }
    let before = Post { role: known.role, department_id: known.department_id };
    if post != Some(before) {
        let details = json!({ "from": shown(&at.city, Some(before)), "to": shown(&at.city, post) });
        let subject_id = Some(known.user_id);
        tx.audit(Entry { deed: Deed::RoleMapped, by: By::System, subject_id, details });
    }
    let Some(post) = post else {
        end_all(tx, known.user_id, None).await?;
        return Err(Refusal::NoRole);
    };
    let name = name.unwrap_or_else(|| known.name.clone());
    if post != before || name != known.name {
        let person = Provided { name, role: post.role, department_id: post.department_id };
        people::map_anew(tx, known.user_id, &person).await?;
    }
    Ok(Identified { user_id: known.user_id, identity_id: known.identity_id })
}

/// Somebody new with a role: an account of their own, whatever other accounts are called.
async fn newcomer(
    tx: &mut Tx,
    at: &At,
    claims: &Claims,
    post: Post,
    subject: &str,
) -> Result<Identified, Refusal> {
    if !at.oidc.new_people {
        return Err(Refusal::Unknown);
    }
    let logins = mapping::logins(&at.oidc, claims, subject);
    let name = mapping::name(&at.oidc, claims).unwrap_or_else(|| logins[0].clone());
    let person = Provided { name, role: post.role, department_id: post.department_id };
    let user_id = people::add_provided(tx, &logins, &person).await?.ok_or(Refusal::Stale)?;
    tx.audit(Entry::of(Deed::UserAdded, By::System, user_id));
    let identity_id = keep_link(tx, user_id, &at.oidc.issuer, subject).await?;
    Ok(Identified { user_id, identity_id })
}

/// Links an account that is there to whom the provider means, on the word of an administrator. From
/// then on there is one way in: the password goes, and so do links to set one and the sessions that it opened.
pub async fn link(tx: &mut Tx, login: &str, issuer: &str, subject: &str) -> ApiResult<()> {
    let user_id = people::take_password(tx, login).await?.ok_or(ApiError::NotFound)?;
    keep_link(tx, user_id, issuer, subject).await?;
    invites::forget(tx, user_id).await?;
    end_all(tx, user_id, None).await
}

async fn keep_link(tx: &mut Tx, user_id: Uuid, issuer: &str, subject: &str) -> ApiResult<Uuid> {
    let id = Uuid::new_v4();
    match store::link(tx, id, user_id, issuer, subject).await {
        Ok(()) => {}
        Err(error) if broke(&error, "user_identities_issuer_subject_key") => return Err(ApiError::Conflict),
        Err(error) if broke(&error, "user_identities_user_id_issuer_key") => return Err(ApiError::Conflict),
        Err(error) => return Err(error.into()),
    }
    tx.audit(Entry::of(Deed::IdentityLinked, By::System, user_id));
    Ok(id)
}

/// How a post stands in the audit log.
fn shown(city: &City, post: Option<Post>) -> Value {
    let Some(Post { role, department_id }) = post else { return Value::Null };
    let department = department_id.and_then(|id| city.department(id)).map(|department| &department.slug);
    json!({ "role": role.name(), "department": department })
}
