//! `citycenter check`: looks over an installation and says what is wrong and what to do about it.
//! It changes nothing: not even a migration is applied.

mod cities;
mod database;
mod deployment;

use super::Ground;
use anyhow::{Result, bail};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::io::Write;

#[derive(Debug, Default, clap::Args)]
#[group(skip)] // the verb is called `Check` as well
pub struct Check {
    /// Say it as JSON
    #[arg(long)]
    json: bool,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Ok,
    /// Not wrong yet, or not for everybody.
    Soon,
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    verdict: Verdict,
    /// What was found.
    what: String,
    /// What to do, unless it is fine.
    #[serde(skip_serializing_if = "String::is_empty")]
    then: String,
}

/// All that was looked at.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn ok(&mut self, what: impl Into<String>) {
        self.add(Verdict::Ok, what, "");
    }

    fn soon(&mut self, what: impl Into<String>, then: &str) {
        self.add(Verdict::Soon, what, then);
    }

    fn bad(&mut self, what: impl Into<String>, then: &str) {
        self.add(Verdict::Bad, what, then);
    }

    fn add(&mut self, verdict: Verdict, what: impl Into<String>, then: &str) {
        self.0.push(Finding { verdict, what: what.into(), then: then.to_owned() });
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.0.iter().filter(|finding| finding.verdict == verdict).count()
    }

    /// To standard output; whoever closes it early has read enough.
    fn print(&self, json: bool) -> Result<()> {
        let text = if json {
            serde_json::to_string_pretty(&self.0)? + "\n"
        } else {
            self.0.iter().fold(String::new(), |text, Finding { verdict, what, then }| {
                let mark = match verdict {
                    Verdict::Ok => "OK  ",
                    Verdict::Soon => "SOON",
                    Verdict::Bad => "BAD ",
                };
                let then = if then.is_empty() { String::new() } else { format!(" → {then}") };
                format!("{text}{mark} {what}{then}\n")
            })
        };
        match std::io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Ends with an error when anything is bad.
pub async fn run(check: &Check, ground: &Ground, now: DateTime<Utc>) -> Result<()> {
    let mut findings = Findings::default();
    deployment::look(ground, &mut findings).await;
    if database::look(ground, &mut findings).await? {
        cities::look(&ground.db, now, &mut findings).await?;
    }
    findings.print(check.json)?;
    match findings.count(Verdict::Bad) {
        0 => Ok(()),
        bad => bail!("{bad} of these need attention"),
    }
}
