//! The API in words of OpenAPI: what docs/openapi.json and `/api/v1/openapi.json` say.

use crate::app::App;
use axum::Router;
use utoipa::OpenApi;
use utoipa::openapi::path::Operation;
use utoipa::openapi::{RefOr, Response};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(info(
    title = "City Management Center",
    description = "Reports of what is broken, who has it, until when, and what became of it. \
        Times are RFC 3339 in UTC, places WGS 84 degrees. Errors are RFC 9457 problems.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Description;

/// The routes, and their description.
pub fn described(api: OpenApiRouter<App>) -> (Router<App>, utoipa::openapi::OpenApi) {
    let (routes, said) = OpenApiRouter::with_openapi(Description::openapi()).merge(api).split_for_parts();
    let mut said = said;
    for path in said.paths.paths.values_mut() {
        let operations =
            [&mut path.get, &mut path.put, &mut path.post, &mut path.delete, &mut path.patch, &mut path.head];
        operations.into_iter().flatten().for_each(name_problems);
    }
    (routes, said)
}

/// Errors have a media type of their own (RFC 9457).
fn name_problems(operation: &mut Operation) {
    let refusals =
        operation.responses.responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5']));
    for (_, response) in refusals {
        if let RefOr::T(Response { content, .. }) = response
            && let Some(problem) = content.shift_remove("application/json")
        {
            content.insert("application/problem+json".to_owned(), problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::described;

    /// `make bless` records it anew.
    #[test]
    fn the_recorded_openapi_is_what_the_code_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
        let said = described(crate::router::api()).1.to_pretty_json().unwrap() + "\n";
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &said).unwrap();
        }
        let recorded = std::fs::read_to_string(path).unwrap_or_default();
        assert!(recorded == said, "docs/openapi.json is not what the code says: make bless");
    }
}
