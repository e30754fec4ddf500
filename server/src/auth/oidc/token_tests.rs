use super::*;
use serde_json::json;

const ISSUER: &str = "https://sso.city.example";

fn now() -> DateTime<Utc> {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

fn expected() -> Expected<'static> {
    Expected { issuer: ISSUER, client_id: "citycenter", now: now() }
}

fn with(mut claims: Value, changes: &Value) -> Opened {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    let Value::Object(claims) = claims else { panic!() };
    Opened { algorithm: Algorithm::RS256, kind: None, claims }
}

fn id_token(changes: &Value) -> Opened {
    let at = now().timestamp();
    let claims =
        json!({ "iss": ISSUER, "aud": "citycenter", "sub": "anna", "nonce": "n", "iat": at, "exp": at + 60 });
    with(claims, changes)
}

fn logout_token(changes: &Value) -> Opened {
    let events = json!({ LOGOUT_EVENT: {} });
    let claims = json!({ "iss": ISSUER, "aud": ["citycenter"], "sid": "s", "jti": "j", "iat": now().timestamp(), "events": events });
    with(claims, changes)
}

#[test]
fn an_id_token_is_for_us_now_and_for_this_request() {
    let fault = |changes: Value| signed_in(&id_token(&changes), expected(), "n", Some("token")).unwrap_err();
    assert_eq!(signed_in(&id_token(&json!({})), expected(), "n", None), Ok("anna".to_owned()));
    let at = now().timestamp();
    for (changes, claim) in [
        (json!({ "iss": "https://sso.city.example/" }), "iss"),
        (json!({ "iss": null }), "iss"),
        (json!({ "aud": "another" }), "aud"),
        (json!({ "aud": null }), "aud"),
        (json!({ "aud": ["citycenter", "another"] }), "azp"),
        (json!({ "azp": "another" }), "azp"),
        (json!({ "exp": at - 60 }), "exp"),
        (json!({ "exp": null }), "exp"),
        (json!({ "exp": "tomorrow" }), "exp"),
        (json!({ "iat": at + 61 }), "iat"),
        (json!({ "iat": null }), "iat"),
        (json!({ "nbf": at + 61 }), "nbf"),
        (json!({ "nonce": "m" }), "nonce"),
        (json!({ "nonce": null }), "nonce"),
        (json!({ "at_hash": "AAAA" }), "at_hash"),
        (json!({ "at_hash": 1 }), "at_hash"),
        (json!({ "sub": "" }), "sub"),
        (json!({ "sub": null }), "sub"),
    ] {
        assert_eq!(fault(changes.clone()), Fault::Claim(claim), "{changes}");
    }
}

#[test]
fn clocks_may_be_a_minute_apart_and_several_may_be_meant() {
    let at = now().timestamp();
    for changes in [
        json!({ "exp": at - 59 }),
        json!({ "iat": at + 60 }),
        json!({ "aud": ["citycenter"] }),
        json!({ "aud": ["another", "citycenter"], "azp": "citycenter" }),
        // The example of Core 1.0, appendix A.3 and A.4.
        json!({ "at_hash": "77QmUPtjPfzWtF2AnpK9RQ" }),
    ] {
        let access = Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y");
        assert!(signed_in(&id_token(&changes), expected(), "n", access).is_ok(), "{changes}");
    }
}

#[test]
fn a_logout_token_says_so_and_is_fresh() {
    let said = logout(&logout_token(&json!({ "sub": "anna" })), expected()).unwrap();
    assert_eq!((said.sid.as_deref(), said.subject.as_deref()), (Some("s"), Some("anna")));
    let at = now().timestamp();
    for (changes, claim) in [
        (json!({ "nonce": "n" }), "nonce"),
        (json!({ "events": null }), "events"),
        (json!({ "events": { "another": {} } }), "events"),
        (json!({ "jti": null }), "jti"),
        (json!({ "iat": at - 661 }), "iat"),
        (json!({ "exp": at - 61 }), "exp"),
        (json!({ "sid": null }), "sub"),
        (json!({ "aud": "another" }), "aud"),
        (json!({ "iss": "https://elsewhere.example" }), "iss"),
    ] {
        let fault = logout(&logout_token(&changes), expected()).unwrap_err();
        assert_eq!(fault, Fault::Claim(claim), "{changes}");
    }
}

#[test]
fn one_kind_of_token_is_not_taken_for_the_other() {
    assert!(logout(&id_token(&json!({})), expected()).is_err());
    let both = logout_token(&json!({ "sub": "anna", "exp": now().timestamp() + 60 }));
    assert_eq!(signed_in(&both, expected(), "n", None), Err(Fault::Claim("nonce")));
    let mut access = logout_token(&json!({}));
    access.kind = Some("at+jwt".to_owned());
    assert_eq!(logout(&access, expected()), Err(Fault::Claim("typ")));
}

#[test]
fn only_a_key_of_the_provider_signs() {
    let header = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let said = URL_SAFE_NO_PAD.encode("{}");
    for (head, fault) in [
        (r#"{"alg":"none"}"#, Fault::Algorithm),
        (r#"{"alg":"HS256"}"#, Fault::Algorithm),
        (r#"{"alg":"RS256","kid":"gone"}"#, Fault::UnknownKey),
        (r#"{"alg":"RS256","crit":["b64"]}"#, Fault::Unreadable),
    ] {
        let token = format!("{}.{said}.AAAA", header(head));
        assert_eq!(open(&token, &[]).unwrap_err(), fault, "{head}");
    }
    assert_eq!(open("no token", &[]).unwrap_err(), Fault::Algorithm);
}
