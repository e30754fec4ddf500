//! `demo.toml` and `photos/` of a city's folder: what people report there, and how it looks before
//! and after.

use crate::media::{self, Prepared};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// How many cases there are.
    pub cases: usize,
    /// Over how many days before today.
    pub days: u32,
    pub kinds: Vec<Kind>,
}

/// One kind of case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    #[serde(rename = "type")]
    pub issue_type: String,
    /// How often it comes up.
    pub weight: u32,
    pub near: Near,
    /// How it looks; cases without a picture are still being worked on.
    pub scene: Option<String>,
    /// Only in these months.
    #[serde(default)]
    pub months: Vec<u32>,
    pub said: Vec<String>,
    #[serde(default)]
    pub said_en: Vec<String>,
    #[serde(default)]
    pub done: Vec<String>,
}

/// Where a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Near {
    House,
    Street,
    Main,
    Park,
}

/// Photos by scene and moment: "lamp-before", "lamp-after".
pub type Photos = HashMap<String, Arc<Prepared>>;

impl Script {
    /// The script of a city's folder, if it has one, and its photos.
    pub fn read(dir: &Path) -> Result<Option<(Self, Photos)>> {
        let path = dir.join("demo.toml");
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let script: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
        let scenes = script.kinds.iter().filter_map(|kind| kind.scene.clone());
        let names: Vec<String> =
            scenes.flat_map(|scene| [format!("{scene}-before"), format!("{scene}-after")]).collect();
        let photos = read_photos(&dir.join("photos"), names)?;
        Ok(Some((script, photos)))
    }
}

fn read_photos(folder: &Path, mut names: Vec<String>) -> Result<Photos> {
    names.sort();
    names.dedup();
    let read = |name: String| {
        let path = folder.join(format!("{name}.jpg"));
        let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
        let photo =
            media::as_is(bytes).map_err(|problem| anyhow::anyhow!("{}: {problem:?}", path.display()))?;
        Ok((name, Arc::new(photo)))
    };
    names.into_iter().map(read).collect()
}
