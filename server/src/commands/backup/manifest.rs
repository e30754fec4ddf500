//! What a backup says about itself. It is written last: a folder without it is no backup.

use super::rows::{Attachment, Photo};
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file's name, and the form that this version writes and reads.
pub const NAME: &str = "manifest.json";
pub const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    pub made_at: DateTime<Utc>,
    /// The newest change of the schema in it.
    pub schema: i64,
    /// The major version of the PostgreSQL that it was taken from.
    pub postgres: u32,
    /// SHA-256 of the dump, and of the list of files.
    pub database: String,
    pub list: String,
    pub files: u64,
    pub bytes: u64,
    pub changes: Changes,
    /// Files that rows name and that were not there.
    pub missing: Vec<String>,
}

/// What happened to files between the moment of the dump and their copy.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Changes {
    /// Edited: their rows are to be as they were when the copy was made.
    pub edited: Vec<Photo>,
    /// Erased: their rows are to go as well.
    pub erased_photos: Vec<Photo>,
    pub erased_attachments: Vec<Attachment>,
}

impl Manifest {
    pub fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(NAME);
        let text = std::fs::read(&path)
            .with_context(|| format!("{} is no whole backup: it has no {NAME}", dir.display()))?;
        let manifest: Self =
            serde_json::from_slice(&text).with_context(|| format!("{} cannot be read", path.display()))?;
        ensure!(
            manifest.format == FORMAT,
            "{} is of form {}, and this version reads form {FORMAT}",
            path.display(),
            manifest.format
        );
        Ok(manifest)
    }

    /// Tells the terminal what is in it.
    pub fn say(&self, verb: &str) {
        let (files, megabytes) = (self.files, self.bytes >> 20);
        eprintln!("{verb}: the database and {files} files ({megabytes} MB) of {}", self.made_at);
        for name in &self.missing {
            eprintln!("{verb}: {name} was not there when the backup was made");
        }
    }
}
