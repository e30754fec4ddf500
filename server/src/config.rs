//! Settings: `config.default.toml` below the environment below the command line. Secrets come from
//! the environment, or from a file that the environment names, and from nowhere else.

use crate::abuse::{Pairs, Proxies};
use anyhow::{Context, Result, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Every setting; `config.default.toml` says what each means. Whatever opens a door is a [`Secret`]
/// and stands in [`SECRETS`].
#[derive(Debug, Clone, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Config {
    pub listen: String,
    pub public_url: String,
    pub data_dir: PathBuf,
    pub database_url: Secret,
    pub metrics_listen: String,
    pub database_connections: u32,
    pub public_connections: u32,
    pub photo_decoders: usize,
    pub connections: usize,
    pub connections_per_address: usize,
    pub listeners: usize,
    pub map_in_memory: bool,
    pub read_only: bool,
    pub backup_stamp: PathBuf,
    pub photo_store: String,
    pub photo_store_endpoint: String,
    pub photo_store_region: String,
    pub photo_store_key: Secret,
    pub photo_store_secret: Secret,
    pub outbound_own: Vec<String>,
    pub session_idle_hours: u16,
    pub sealing_key: Secret,
    pub trusted_proxies: Proxies,
    pub forwarded_header: String,
    pub count_loopback: bool,
    pub limit_reports: Pairs,
    pub limit_photos: Pairs,
    pub limit_supports: Pairs,
    pub limit_codes: Pairs,
    pub waiting_photos: Pairs,
    pub proof_bits: u32,
    pub proof_bits_most: u32,
    pub sender_days: u32,
    pub sms_of_city: u32,
    pub sms_of_prefix: u32,
    pub sms_of_number: u32,
    pub mail_from: String,
    pub smtp_host: String,
    pub smtp_port: u16,
    pub smtp_tls: String,
    pub smtp_user: Secret,
    pub smtp_password: Secret,
    pub sms_url: String,
    pub sms_from: Secret,
    pub sms_key: Secret,
    pub otlp_endpoint: String,
    pub otlp_share: f64,
    pub log_json: bool,
    pub log: String,
}

/// The settings that are secrets, with the environment variable of each. `NAME_FILE` beside `NAME`
/// names a file that holds it.
pub const SECRETS: &[(&str, &str)] = &[
    ("database_url", "DATABASE_URL"),
    ("photo_store_key", "CITYCENTER_PHOTO_STORE_KEY"),
    ("photo_store_secret", "CITYCENTER_PHOTO_STORE_SECRET"),
    ("sealing_key", "CITYCENTER_SEALING_KEY"),
    // Who signs in there and who sends belong to the account; digits stay as they are written.
    ("smtp_user", "CITYCENTER_SMTP_USER"),
    ("smtp_password", "CITYCENTER_SMTP_PASSWORD"),
    ("sms_from", "CITYCENTER_SMS_FROM"),
    ("sms_key", "CITYCENTER_SMS_KEY"),
];

/// Bytes of a file with a secret, at most: keys are longer than passwords, and nothing is longer.
const SECRET_MAX: u64 = 64 * 1024;

/// A setting that is never shown: not in logs, not in errors, not by `Debug`.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether it was left out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(if self.is_empty() { "empty" } else { "secret" })
    }
}

/// What the command line says, where it says something.
#[derive(Debug, Default, Serialize, clap::Args)]
pub struct Overrides {
    /// Photos, and the private database when none is configured
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
}

impl Config {
    /// The address that people use, without a slash at the end, where the server answers at `listen`.
    pub fn public_url(&self, listen: impl fmt::Display) -> String {
        match self.public_url.trim_end_matches('/') {
            "" => format!("http://{listen}"),
            url => url.to_owned(),
        }
    }

    pub fn read(overrides: impl Serialize) -> Result<Self> {
        Self::read_from(overrides, |name| std::env::var(name).ok())
    }

    fn read_from(overrides: impl Serialize, variable: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let names: Vec<&str> = SECRETS.iter().map(|(name, _)| *name).collect();
        Figment::from(Toml::string(include_str!("../config.default.toml")))
            .merge(Env::prefixed("CITYCENTER_").ignore(&names))
            .merge(Serialized::defaults(secrets(variable)?))
            .merge(Serialized::defaults(overrides))
            .extract()
            .context("the settings cannot be read")
    }
}

/// The secrets that are set. They are taken as they are: a password of digits is no number.
fn secrets(variable: impl Fn(&str) -> Option<String>) -> Result<BTreeMap<&'static str, String>> {
    let mut found = BTreeMap::new();
    for (name, of) in SECRETS {
        if let Some(text) = look_up(of, &variable)? {
            found.insert(*name, text);
        }
    }
    Ok(found)
}

/// What `of` says, or the file that `of_FILE` names.
fn look_up(of: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Option<String>> {
    let file = variable(&format!("{of}_FILE")).filter(|file| !file.is_empty());
    match (variable(of), file) {
        (Some(_), Some(_)) => bail!("{of} and {of}_FILE are both set: which one is meant?"),
        (None, Some(file)) => {
            from_file(Path::new(&file)).with_context(|| format!("{of}_FILE: {file} cannot be used")).map(Some)
        }
        (text, None) => Ok(text),
    }
}

/// The secret of a city's OpenID Connect client, as it is now: a file may be written anew while the
/// server runs. Of `yuzhno-sakhalinsk` it is `CITYCENTER_OIDC_SECRET_YUZHNO_SAKHALINSK`.
pub fn oidc_secret(city: &str) -> Result<Option<Secret>> {
    let of = format!("CITYCENTER_OIDC_SECRET_{}", city.replace('-', "_").to_ascii_uppercase());
    Ok(look_up(&of, |name| std::env::var(name).ok())?.map(Secret))
}

/// What a file holds, without the line's end that editors add.
fn from_file(file: &Path) -> Result<String> {
    let mut text = String::new();
    std::fs::File::open(file)?.take(SECRET_MAX + 1).read_to_string(&mut text)?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        bail!("it is empty");
    }
    if text.len() as u64 > SECRET_MAX {
        bail!("it is larger than {} KB", SECRET_MAX / 1024);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
