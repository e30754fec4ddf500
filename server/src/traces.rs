//! Traces for OpenTelemetry, where `otlp_endpoint` names a collector. Spans are made here, by hand, and not
//! out of the log: what leaves the house is a request's method, route, status and id, and the names of what
//! was done for it, of sweeps and of messages' ways. No words, no people, no addresses, no ids of cases.
//!
//! Spans wait in memory, at most 2048 of them, and a thread sends them in batches; what finds no room or no
//! collector is lost. Nobody waits for that but the end of the process, shortly.

use crate::app::App;
use crate::config::Config;
use crate::outbound::Outbound;
use crate::router;
use anyhow::{Context as _, Result};
use async_trait::async_trait;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{FutureExt, SpanKind, Status, TraceContextExt, Tracer, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};
use reqwest::{Method, Url};
use std::borrow::Cow;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

/// Makes spans, once [`begin`] has found a collector.
static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// How long the end of the process waits for the last spans to go.
const FLUSH: Duration = Duration::from_secs(2);
/// How long nothing more is said about a collector that does not take spans.
const CALM: Duration = Duration::from_mins(10);

/// What is ended in order.
pub struct Traces(Option<SdkTracerProvider>);

/// Begins to trace if the settings say where to.
pub fn begin(config: &Config) -> Result<Traces> {
    if config.otlp_endpoint.is_empty() {
        return Ok(Traces(None));
    }
    let endpoint = format!("{}/v1/traces", config.otlp_endpoint.trim_end_matches('/'));
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(Collector::at(&endpoint)?)
        .with_endpoint(&endpoint)
        .build()
        .context("no exporter of traces")?;
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(config.otlp_share))))
        .with_resource(Resource::builder().with_service_name("citycenter").with_attribute(version).build())
        .build();
    let _first = TRACER.set(provider.tracer("citycenter"));
    tracing::info!("traces go to {endpoint}");
    Ok(Traces(Some(provider)))
}

impl Traces {
    /// Sends what is left, for a moment.
    pub async fn end(self) {
        let Some(provider) = self.0 else { return };
        let sent = tokio::task::spawn_blocking(move || provider.shutdown_with_timeout(FLUSH)).await;
        if !matches!(sent, Ok(Ok(()))) {
            tracing::warn!("the last traces were not sent");
        }
    }
}

/// A request, from its head to the head of its answer. Whose trace it belongs to says a proxy of ours or
/// nobody.
pub async fn request(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(tracer) = TRACER.get() else { return next.run(request).await };
    let mut around = Context::new();
    if app.abuse.is_proxy(request.extensions()) {
        let told = HeaderExtractor(request.headers());
        around = TraceContextPropagator::new().extract_with_context(&around, &told);
    }
    let (method, route) = router::named(&request);
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    let span = tracer
        .span_builder(format!("{method} {route}"))
        .with_kind(SpanKind::Server)
        .with_attributes([
            KeyValue::new("http.request.method", method),
            KeyValue::new("http.route", route),
            KeyValue::new("request.id", id.to_owned()),
        ])
        .start_with_context(tracer, &around);
    let within = around.with_span(span);
    let response = next.run(request).with_context(within.clone()).await;
    let status = response.status();
    within.span().set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        within.span().set_status(Status::error(""));
    }
    response
}

/// Work that no request waits for: a trace of its own.
pub fn job<W: Future>(name: impl Into<Cow<'static, str>>, work: W) -> impl Future<Output = W::Output> {
    let nothing = Context::new();
    work.with_context(match TRACER.get() {
        Some(tracer) => nothing.with_span(tracer.start_with_context(name, &nothing)),
        None => nothing,
    })
}

/// A part of what is being traced, also in a task of its own; not traced where nothing is.
pub fn part<W: Future>(name: &'static str, work: W) -> impl Future<Output = W::Output> {
    let around = Context::current();
    work.with_context(match TRACER.get() {
        Some(tracer) if around.has_active_span() => {
            around.with_span(tracer.start_with_context(name, &around))
        }
        _ => around,
    })
}

/// How the work ended that goes on here, in a word of ours.
pub fn ended(how: &'static str) {
    Context::map_current(|around| around.span().set_attribute(KeyValue::new("result", how)));
}

/// The collector, called through the door of all outside calls. The thread that sends has no runtime.
#[derive(Debug)]
struct Collector {
    outbound: Outbound,
    runtime: Handle,
    warned: Mutex<Option<Instant>>,
}

impl Collector {
    /// The operator has named this one host, so it may be in the own network.
    fn at(endpoint: &str) -> Result<Self> {
        let no_address = "otlp_endpoint is no address such as http://127.0.0.1:4318";
        let url = Url::parse(endpoint).context(no_address)?;
        let host = url.host_str().context(no_address)?.trim_matches(['[', ']']).to_owned();
        let outbound = Outbound::new(&[host])?;
        let _may_be_called = outbound.request(Method::POST, endpoint).context(no_address)?;
        Ok(Self { outbound, runtime: Handle::current(), warned: Mutex::default() })
    }

    fn warn(&self, reason: &str) {
        let mut warned = self.warned.lock().unwrap_or_else(PoisonError::into_inner);
        if warned.is_none_or(|last| last.elapsed() > CALM) {
            *warned = Some(Instant::now());
            tracing::warn!(reason, "traces are lost: the collector does not take them");
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(
        &self,
        request: opentelemetry_http::Request<Bytes>,
    ) -> Result<opentelemetry_http::Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let call = self.outbound.request(Method::POST, &head.uri.to_string())?;
        let call = call.headers(head.headers).body(body).build()?;
        let outbound = self.outbound.clone();
        // Not finished is only what the end of the process cuts off, and [`Traces::end`] tells that.
        match self.runtime.spawn(async move { outbound.send(call).await }).await? {
            Ok(answer) => {
                if !answer.status.is_success() {
                    self.warn(answer.status.as_str());
                }
                let response = opentelemetry_http::Response::builder().status(answer.status);
                Ok(response.body(answer.body.into())?)
            }
            Err(error) => {
                self.warn(&format!("{error:#}"));
                Err(error.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_an_address_of_the_web_is_a_collector() {
        for good in ["http://127.0.0.1:4318", "http://[::1]:4318", "https://traces.example"] {
            assert!(Collector::at(good).is_ok(), "{good}");
        }
        for wrong in ["collector:4318", "127.0.0.1:4318", "ftp://collector", "https://me:secret@collector"] {
            assert!(Collector::at(wrong).is_err(), "{wrong}");
        }
    }
}
