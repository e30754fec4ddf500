//! `[oidc]` of `city.toml`: staff sign in with the city's own OpenID Connect provider. Who is what
//! here is decided by what the provider says about groups. The client's secret is never in the file.

use super::problem::Problems;
use super::settings::FILE;
use domain::permission::Role;
use domain::text::Titles;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Rows of the table of roles, at most.
const ROLES_MAX: usize = 200;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// What the button says after “Sign in with”.
    pub title_ru: String,
    pub title_en: String,
    /// The provider's name for itself, to the letter; its addresses are found from it.
    pub issuer: String,
    pub client_id: String,
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    /// The claim that a new person's login is made from.
    #[serde(default = "login_claim")]
    pub login_claim: String,
    #[serde(default = "name_claim")]
    pub name_claim: String,
    /// The claim with the groups: a text or a list of them. Dots lead into objects.
    #[serde(default = "groups_claim")]
    pub groups_claim: String,
    /// The claim with a department's slug, for rows of `roles` that name none.
    #[serde(default)]
    pub department_claim: Option<String>,
    /// Whether somebody unknown with a role gets an account at the first sign-in.
    #[serde(default)]
    pub new_people: bool,
    /// Whether staff may still sign in with a password; administrators always may.
    #[serde(default = "yes")]
    pub passwords: bool,
    /// What groups make of a person; the first row that fits.
    #[serde(default)]
    pub roles: Vec<RoleOfGroup>,
}

/// What a group makes of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleOfGroup {
    pub group: String,
    pub role: Role,
    /// Slug of the department, for roles that have one.
    #[serde(default)]
    pub department: Option<String>,
}

fn scopes() -> Vec<String> {
    vec!["openid".to_owned(), "profile".to_owned()]
}

fn login_claim() -> String {
    "preferred_username".to_owned()
}

fn name_claim() -> String {
    "name".to_owned()
}

fn groups_claim() -> String {
    "groups".to_owned()
}

fn yes() -> bool {
    true
}

impl Oidc {
    /// What the provider is called.
    pub fn titles(&self) -> Titles {
        Titles { ru: self.title_ru.clone(), en: self.title_en.clone() }
    }
}

/// Finds what cannot work; `departments` is empty when their file could not be read.
pub fn check(oidc: &Oidc, departments: &HashSet<&str>, problems: &mut Problems) {
    let mut wrong = |what: String| problems.add(FILE, format!("oidc.{what}"));
    let texts = [
        ("title_ru", &oidc.title_ru),
        ("title_en", &oidc.title_en),
        ("client_id", &oidc.client_id),
        ("login_claim", &oidc.login_claim),
        ("name_claim", &oidc.name_claim),
        ("groups_claim", &oidc.groups_claim),
    ];
    for (name, text) in texts {
        if text.trim().is_empty() || text.chars().count() > 100 {
            wrong(format!("{name} is empty or longer than 100 characters"));
        }
    }
    if !is_issuer(&oidc.issuer) {
        wrong("issuer is an address such as https://sso.city.example, without ? and #".to_owned());
    }
    let plain = |scope: &String| !scope.is_empty() && scope.bytes().all(|b| b.is_ascii_graphic());
    if !oidc.scopes.iter().any(|scope| scope == "openid") || !oidc.scopes.iter().all(plain) {
        wrong("scopes are words, and openid is one of them".to_owned());
    }
    if oidc.roles.is_empty() || oidc.roles.len() > ROLES_MAX {
        wrong(format!("roles has 1 to {ROLES_MAX} rows: without a role nobody gets in"));
    }
    for RoleOfGroup { group, role, department } in &oidc.roles {
        let name = role.name();
        match department {
            _ if group.is_empty() => wrong(format!("roles: a row for {name} names no group")),
            Some(_) if !role.has_department() => wrong(format!("roles: a {name} has no department")),
            None if role.has_department() && oidc.department_claim.is_none() => {
                wrong(format!("roles: {name} of {group} needs a department, or department_claim"));
            }
            Some(slug) if !departments.is_empty() && !departments.contains(&**slug) => {
                wrong(format!("roles: department “{slug}” is unknown"));
            }
            _ => {}
        }
    }
}

/// Plain http is refused when the provider is called, unless the operator named its host.
fn is_issuer(text: &str) -> bool {
    reqwest::Url::parse(text).is_ok_and(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.has_host()
            && url.username().is_empty()
            && url.query().is_none()
            && url.fragment().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        title_ru = "Вход города"
        title_en = "City sign-on"
        issuer = "https://sso.city.example/realms/city"
        client_id = "citycenter"
        roles = [{ group = "lamps", role = "worker", department = "street-lighting" }]
    "#;

    fn problems(change: impl Fn(&mut Oidc)) -> String {
        let mut oidc: Oidc = toml::from_str(GOOD).unwrap();
        change(&mut oidc);
        let mut problems = Problems::default();
        check(&oidc, &HashSet::from(["street-lighting"]), &mut problems);
        problems.none_or(()).map_or_else(|found| found.to_string(), |()| String::new())
    }

    #[test]
    fn what_cannot_work_is_told_before_anybody_signs_in() {
        assert_eq!(problems(|_| ()), "");
        let said = [
            problems(|oidc| oidc.title_en.clear()),
            problems(|oidc| oidc.issuer = "sso.city.example".to_owned()),
            problems(|oidc| oidc.issuer += "?a=b"),
            problems(|oidc| oidc.scopes = vec!["profile".to_owned()]),
            problems(|oidc| oidc.roles.clear()),
            problems(|oidc| oidc.roles[0].department = None),
            problems(|oidc| oidc.roles[0].department = Some("nowhere".to_owned())),
            problems(|oidc| oidc.roles[0].role = Role::Press),
            problems(|oidc| oidc.roles[0].group.clear()),
        ];
        for (i, said) in said.iter().enumerate() {
            assert!(said.contains("oidc."), "{i}: {said}");
        }
    }

    #[test]
    fn a_secret_has_no_place_in_the_file() {
        let with_secret = format!("client_secret = \"x\"\n{GOOD}");
        assert!(toml::from_str::<Oidc>(&with_secret).is_err());
    }
}
