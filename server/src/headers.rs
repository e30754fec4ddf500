//! What every answer says to browsers: what it may run and load, who may show it, who may keep it.

use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// The pages run only what came from here, and load nothing from anywhere else.
const PAGES: &str = "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; \
    worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; \
    frame-ancestors 'none'";
/// Answers of the API, tiles and photos are no pages: nothing runs in them.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// A year, for this name alone: what other names of the city do is not ours to say.
const ALWAYS_TLS: &str = "max-age=31536000";
/// What a page may ask a browser for.
const PERMISSIONS: &str = "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()";

pub async fn secure(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let data = path.starts_with("/api/") || path.starts_with("/tiles/");
    let mut response = next.run(request).await;
    say(response.headers_mut(), data, app.public_url.starts_with("https:"));
    if !data && let Some(pages) = pages_with(&app.cities.map_style_origins()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, pages);
    }
    response
}

/// The policy of pages where a city draws somebody else's map: that one origin may be asked as well.
fn pages_with(origins: &[String]) -> Option<HeaderValue> {
    let origins = (!origins.is_empty()).then(|| origins.join(" "))?;
    let pages = PAGES
        .replace("connect-src 'self'", &format!("connect-src 'self' {origins}"))
        .replace("img-src 'self'", &format!("img-src 'self' {origins}"));
    HeaderValue::from_str(&pages).ok()
}

fn say(headers: &mut HeaderMap, data: bool, tls: bool) {
    let name = HeaderName::from_static;
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, if data { DATA } else { PAGES }),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (name("permissions-policy"), PERMISSIONS),
        (name("cross-origin-opener-policy"), "same-origin"),
        (name("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(ALWAYS_TLS));
    }
    if data {
        // Nobody keeps what does not say that it may be kept; what may be is kept for its language.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.append(header::VARY, HeaderValue::from_static("accept-language"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(data: bool, tls: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        say(&mut headers, data, tls);
        headers
    }

    #[test]
    fn only_a_city_behind_tls_insists_on_it() {
        assert!(!said(false, false).contains_key(header::STRICT_TRANSPORT_SECURITY));
        assert!(said(false, true).contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn somebody_elses_map_is_asked_for_and_runs_nothing() {
        assert_eq!(pages_with(&[]), None);
        let pages = pages_with(&["https://maps.example".to_owned()]).unwrap();
        let pages = pages.to_str().unwrap();
        assert!(pages.contains("connect-src 'self' https://maps.example;"), "{pages}");
        assert!(pages.contains("img-src 'self' https://maps.example blob:"), "{pages}");
        assert_eq!(pages.matches("maps.example").count(), 2, "{pages}");
    }

    #[test]
    fn nothing_runs_in_data_and_nobody_keeps_it_unasked() {
        let headers = said(true, false);
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert!(!headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("self"));
        let mut kept = HeaderMap::new();
        kept.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
        say(&mut kept, true, false);
        assert_eq!(kept[header::CACHE_CONTROL], "public, max-age=60");
    }

    #[test]
    fn pages_run_no_script_of_anybody_else() {
        let policy = said(false, false)[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("script-src"), "{policy}");
        assert!(!policy.contains("unsafe-eval"), "{policy}");
    }
}
