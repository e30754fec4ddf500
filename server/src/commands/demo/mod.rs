//! Demo mode: sign-ins that everybody may know, and made-up cases. Loopback only.

mod cases;
mod chance;
mod plan;
mod script;
#[cfg(test)]
mod tests;

pub use cases::add_cases;

use crate::app::App;
use crate::auth::password;
use crate::context::language_of;
use crate::db::Db;
use crate::people::{self, NewUser};
use crate::problem::{ApiError, ApiResult};
use anyhow::Result;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::permission::Role;
use domain::text::{Language, say};
use serde::Serialize;

/// The password of every demo sign-in.
const PASSWORD: &str = "demo-city-2026";

/// Login, role, department, and what they are called.
const ACCOUNTS: [(&str, Role, Option<&str>, &str); 6] = [
    ("dispatcher", Role::Dispatcher, None, "Дежурный диспетчер"),
    ("lighting", Role::Worker, Some("street-lighting"), "Мастер освещения"),
    ("head-lighting", Role::Head, Some("street-lighting"), "Начальник освещения"),
    ("roads", Role::Worker, Some("road-service"), "Мастер дорожной службы"),
    ("coordinator", Role::Coordinator, None, "Координатор"),
    ("administrator", Role::Administrator, None, "Администратор"),
];

/// Adds the demo sign-ins to every city that has no staff.
pub async fn add_accounts(app: &App) -> Result<()> {
    for entry in app.cities.all().iter() {
        let city = &entry.city;
        if people::count(app.db.main(), city.id).await? > 0 {
            continue;
        }
        for (login, role, department, name) in ACCOUNTS {
            let department_id = department.and_then(|slug| city.department_called(slug)).map(|d| d.id);
            if role.has_department() && department_id.is_none() {
                continue;
            }
            let new = NewUser {
                login: login.to_owned(),
                name: name.to_owned(),
                role,
                department_id,
                password: PASSWORD.to_owned(),
            };
            app.db
                .write(city.id, app.clock.now(), move |tx| {
                    Box::pin(async move { people::add_user(tx, &new).await })
                })
                .await?;
        }
    }
    Ok(())
}

/// Every demo sign-in of this installation, for the terminal.
pub fn sign_ins() -> String {
    let logins: Vec<&str> = ACCOUNTS.iter().map(|(login, ..)| *login).collect();
    format!("{}; password {PASSWORD}", logins.join(", "))
}

/// Demo sign-ins that work in a city.
pub async fn signs_in(db: &Db, city_id: i32) -> Result<Vec<&'static str>> {
    let mut working = Vec::new();
    for (login, ..) in ACCOUNTS {
        let account = people::account_called(db.main(), city_id, login).await?;
        let Some(account) = account else { continue };
        if password::matches(PASSWORD.to_owned(), Some(account.password_hash)).await? {
            working.push(login);
        }
    }
    Ok(working)
}

/// The demo sign-ins.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DemoAccounts {
    accounts: Vec<DemoAccount>,
}

/// One of them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DemoAccount {
    login: &'static str,
    password: &'static str,
    role: Role,
    title: String,
}

/// The demo sign-ins, in demo mode only.
#[utoipa::path(get, path = "/demo", operation_id = "demo_accounts", tag = "sessions",
    responses((status = 200, body = DemoAccounts), (status = 404)))]
pub async fn accounts(
    State(app): State<App>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> ApiResult<axum::Json<DemoAccounts>> {
    if !app.demo {
        return Err(ApiError::NotFound);
    }
    let language = language_of(&headers, query.as_deref()).unwrap_or(Language::Ru);
    let account = |(login, role, _, _): (&'static str, Role, Option<&str>, &str)| {
        let title = say(language, &format!("demo_account_{}", login.replace('-', "_")), &[]);
        DemoAccount { login, password: PASSWORD, role, title }
    };
    let accounts = ACCOUNTS.into_iter().map(account).collect();
    Ok(axum::Json(DemoAccounts { accounts }))
}
