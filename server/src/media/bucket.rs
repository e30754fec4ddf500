//! Files in a bucket that speaks S3: it acknowledges what it keeps, and shows a file whole or not at all.

use crate::config::Config;
use anyhow::{Context, Result, ensure};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStoreExt, RetryConfig};
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

/// How long one call may take, and all tries of it together: a write to the database waits meanwhile.
const CALL: Duration = Duration::from_secs(5);
const TRIES: Duration = Duration::from_secs(8);

#[derive(Clone, Debug)]
pub struct Bucket {
    bucket: Arc<AmazonS3>,
    /// Before every name, with a slash at its end; or empty.
    prefix: String,
}

impl Bucket {
    /// The one that `photo_store` names as `s3://bucket/prefix`; none where it is empty.
    pub fn configured(config: &Config) -> Result<Option<Self>> {
        if config.photo_store.is_empty() {
            return Ok(None);
        }
        let named = config.photo_store.strip_prefix("s3://");
        let named = named.context("photo_store is s3://bucket, s3://bucket/prefix or empty")?;
        let (bucket, prefix) = named.split_once('/').unwrap_or((named, ""));
        let prefix = prefix.trim_matches('/');
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(bucket)
            .with_region(&config.photo_store_region)
            .with_access_key_id(config.photo_store_key.expose())
            .with_secret_access_key(config.photo_store_secret.expose())
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: TRIES, ..RetryConfig::default() });
        let endpoint = config.photo_store_endpoint.trim_end_matches('/');
        let plain = endpoint.starts_with("http://");
        if !endpoint.is_empty() {
            let url = reqwest::Url::parse(endpoint).context("photo_store_endpoint is no address")?;
            let ours = url.host_str().is_some_and(|host| config.outbound_own.iter().any(|own| own == host));
            ensure!(!plain || ours, "photo_store_endpoint is not https: name its host in outbound_own");
            builder = builder.with_endpoint(endpoint);
        }
        // The one cryptography of the house; a second call finds it installed.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let client = ClientOptions::new().with_timeout(CALL).with_allow_http(plain);
        let bucket = builder.with_client_options(client).build().context("photo_store cannot be used")?;
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
        Ok(Some(Self { bucket: Arc::new(bucket), prefix }))
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}{name}", self.prefix))
    }

    pub async fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let read = async { self.bucket.get(&self.path(name)).await?.bytes().await };
        match read.await {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(told(error)),
        }
    }

    pub async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.bucket.put(&self.path(name), bytes.to_vec().into()).await.map(|_| ()).map_err(told)
    }

    pub async fn delete(&self, name: &str) -> io::Result<()> {
        match self.bucket.delete(&self.path(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(told(error)),
        }
    }
}

/// A bucket that does not answer may do so later; one that does not let us in has to be looked at.
fn told(error: object_store::Error) -> io::Error {
    let kind = match error {
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            ErrorKind::PermissionDenied
        }
        _ => ErrorKind::TimedOut,
    };
    io::Error::new(kind, error)
}
