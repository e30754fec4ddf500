//! The twin: pgbench runs the very statements with which the product files a report, in a database
//! of the same schema beside the product's, so that only the product itself makes the difference.

use crate::cluster::{Cluster, TWIN, said};
use crate::load::Round;
use crate::seed::Sample;
use crate::transaction::transaction;
use crate::usage::Processes;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub struct Twin {
    script: PathBuf,
    folder: PathBuf,
    variables: Vec<String>,
}

impl Twin {
    /// Writes the script of a transaction into this folder.
    pub fn new(folder: &Path, sample: &Sample) -> Result<Twin> {
        let script = folder.join("submit.pgbench");
        fs::write(&script, transaction(sample)?)?;
        let variables = sample.variables().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(Twin { script, folder: folder.to_owned(), variables })
    }

    /// `run` must be another number every time: ids come from it.
    pub fn round(
        &self,
        cluster: &Cluster,
        processes: Processes,
        clients: usize,
        seconds: u32,
        run: usize,
    ) -> Result<Round> {
        let mut pgbench = cluster.program("pgbench");
        pgbench.args(["--no-vacuum", "--protocol=prepared", "--log", "--jobs", &clients.min(2).to_string()]);
        pgbench.args(["--client", &clients.to_string(), "--time", &seconds.to_string()]);
        pgbench.arg("--log-prefix").arg(self.folder.join("took")).arg("--file").arg(&self.script);
        for variable in &self.variables {
            pgbench.args(["--define", variable]);
        }
        pgbench.args(["--define", &format!("run={run}"), "--define", "count=0"]).arg(TWIN);
        let before = processes.cpu()?;
        let summary = said(&mut pgbench, "")?;
        let used = processes.cpu()? - before;
        let took = self.latencies()?;
        let count = f64::from(u32::try_from(took.len())?);
        let per_second = figure(&summary, "tps = ")?;
        // Nobody asks the server meanwhile.
        Round::new(took, Duration::from_secs_f64(count / per_second), 0.0, used.postgres)
    }

    /// Milliseconds of each transaction, from the logs, which go.
    fn latencies(&self) -> Result<Vec<f64>> {
        let mut took = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("took.")) {
                continue;
            }
            for line in fs::read_to_string(&path)?.lines() {
                let microseconds: f64 = line.split(' ').nth(2).context("a line of pgbench's log")?.parse()?;
                took.push(microseconds / 1000.0);
            }
            fs::remove_file(path)?;
        }
        Ok(took)
    }
}

fn figure(summary: &str, name: &str) -> Result<f64> {
    let rest = summary.split(name).nth(1).with_context(|| format!("pgbench does not say {name}"))?;
    Ok(rest.split_whitespace().next().unwrap_or_default().parse()?)
}
