//! Who somebody is here, by what their provider says of them.

use super::token::Claims;
use crate::folder::Oidc;
use domain::catalogue::City;
use domain::permission::Role;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Logins made here begin so: they never are, and never look like, a login that somebody else chose.
const PREFIX: &str = "sso.";
/// Characters of the part of a login that the provider says, at most.
const LOGIN_MAX: usize = 40;
/// Characters of a name, at most.
const NAME_MAX: usize = 100;

/// A role, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Post {
    pub role: Role,
    pub department_id: Option<i32>,
}

/// What the first fitting row of the city's table makes of somebody, if one does. A row whose
/// department is not there does not fit.
pub fn post(oidc: &Oidc, city: &City, claims: &Claims) -> Option<Post> {
    let groups = texts(claim(claims, &oidc.groups_claim));
    oidc.roles.iter().filter(|row| groups.contains(&row.group.as_str())).find_map(|row| {
        if !row.role.has_department() {
            return Some(Post { role: row.role, department_id: None });
        }
        let said = || texts(claim(claims, oidc.department_claim.as_deref()?)).first().copied();
        let department = city.department_called(row.department.as_deref().or_else(said)?)?;
        if department.retired {
            return None;
        }
        Some(Post { role: row.role, department_id: Some(department.id) })
    })
}

/// What they are called, if the provider says.
pub fn name(oidc: &Oidc, claims: &Claims) -> Option<String> {
    let said = claim(claims, &oidc.name_claim)?.as_str()?;
    let name: String = said.trim().chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    (!name.is_empty()).then_some(name)
}

/// The logins that a new person may get; the second is nobody else's.
pub fn logins(oidc: &Oidc, claims: &Claims, subject: &str) -> [String; 2] {
    let hash = Sha256::new().chain_update(&oidc.issuer).chain_update([0]).chain_update(subject).finalize();
    let mark = hex::encode(&hash[..5]);
    let said = claim(claims, &oidc.login_claim).and_then(Value::as_str).unwrap_or_default();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.@".contains(c);
    let login: String = said.to_lowercase().chars().filter(|&c| plain(c)).take(LOGIN_MAX).collect();
    if login.is_empty() {
        return [format!("{PREFIX}{mark}"), format!("{PREFIX}{mark}")];
    }
    [format!("{PREFIX}{login}"), format!("{PREFIX}{login}.{mark}")]
}

/// A claim by its name, or by the way to it through objects: `realm_access.roles`.
pub fn claim<'a>(claims: &'a Claims, path: &str) -> Option<&'a Value> {
    if let Some(value) = claims.get(path) {
        return Some(value);
    }
    let (first, rest) = path.split_once('.')?;
    claim(claims.get(first)?.as_object()?, rest)
}

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::is_login;
    use serde_json::json;

    fn oidc() -> Oidc {
        toml::from_str(
            r#"
            title_ru = "Вход"
            title_en = "Sign-on"
            issuer = "https://sso.city.example"
            client_id = "citycenter"
            groups_claim = "realm_access.roles"
            roles = []
            "#,
        )
        .unwrap()
    }

    fn claims(value: Value) -> Claims {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn a_claim_is_found_by_its_name_or_by_the_way_to_it() {
        let said = claims(json!({ "a.b": 1, "a": { "b": 2, "c": { "d": 3 } } }));
        assert_eq!(claim(&said, "a.b"), Some(&json!(1)));
        assert_eq!(claim(&said, "a.c.d"), Some(&json!(3)));
        assert_eq!(claim(&said, "a.x"), None);
        assert_eq!(texts(claim(&claims(json!({ "g": "one" })), "g")), ["one"]);
        assert_eq!(texts(claim(&claims(json!({ "g": ["one", 2, "two"] })), "g")), ["one", "two"]);
    }

    #[test]
    fn a_new_login_is_one_whatever_the_provider_says() {
        let long = "x".repeat(300);
        for said in
            [json!("Anna.Petrova"), json!("Анна"), json!("a b\u{0}'; --"), json!(long), json!(7), json!(null)]
        {
            let [first, second] = logins(&oidc(), &claims(json!({ "preferred_username": said })), "subject");
            assert!(is_login(&first) && is_login(&second), "{first} {second}");
            assert!(first.starts_with(PREFIX) && second.starts_with(PREFIX));
        }
        let [first, second] = logins(&oidc(), &claims(json!({ "preferred_username": "Anna" })), "1");
        assert_eq!(first, "sso.anna");
        let [_, other] = logins(&oidc(), &claims(json!({ "preferred_username": "Anna" })), "2");
        assert_ne!(second, other);
    }

    #[test]
    fn a_name_is_one_line() {
        let name = |said| name(&oidc(), &claims(json!({ "name": said })));
        assert_eq!(name(json!(" Anna\n\u{7}Petrova ")).as_deref(), Some("AnnaPetrova"));
        assert_eq!(name(json!("  ")), None);
    }
}
