//! Settings: `config.default.toml` below the environment below the command line.

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
