//! Settings: `config.default.toml` below the environment below the command line.

use crate::abuse::{Pairs, Proxies};
use anyhow::{Context, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Every setting; `config.default.toml` says what each means.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    pub listen: String,
    pub public_url: String,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub metrics_listen: String,
    pub database_connections: u32,
    pub public_connections: u32,
    pub photo_decoders: usize,
    pub outbound_own: Vec<String>,
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
    pub log_json: bool,
    pub log: String,
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
    pub fn read(overrides: impl Serialize) -> Result<Self> {
        Figment::from(Toml::string(include_str!("../config.default.toml")))
            .merge(Env::prefixed("CITYCENTER_"))
            .merge(Env::raw().only(&["DATABASE_URL"]))
            .merge(Serialized::defaults(overrides))
            .extract()
            .context("the settings cannot be read")
    }
}
