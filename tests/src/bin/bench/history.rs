//! Bringing in cases of the past.

use crate::cluster::{Cluster, PRODUCT};
use crate::seed::Sample;
use anyhow::{Result, ensure};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Instant;
use stories::CITY;
use stories::server::{run, verb};

pub const ROWS: u32 = 20_000;
const HEAD: &str = "nr,came,due,done,state,end,kind,way,lat,lon,spot,place,words\n";

/// Rows a second: new ones, and the same table once more.
pub fn import(cluster: &Cluster, sample: &Sample) -> Result<(f64, f64)> {
    let scratch = tempfile::tempdir()?;
    let file = scratch.path().join("past.csv");
    fs::write(&file, table(sample))?;
    let mapping = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/history.toml");
    let url = cluster.url(PRODUCT);
    let rate = |expected: &str| -> Result<f64> {
        let begun = Instant::now();
        let mut import = verb(Some(&url));
        import.args(["import", "reports", "--city", CITY, "--mapping"]).arg(&mapping).arg("--problems");
        let said = run(import.arg(scratch.path().join("problems.csv")).arg(&file), "").stdout;
        let said = String::from_utf8(said)?;
        ensure!(said.trim_end().ends_with(expected), "{said}");
        Ok(f64::from(ROWS) / begun.elapsed().as_secs_f64())
    };
    let new = rate(&format!("imported {ROWS}, unchanged 0, rejected 0"))?;
    Ok((new, rate(&format!("imported 0, unchanged {ROWS}, rejected 0"))?))
}

fn table(sample: &Sample) -> String {
    let mut rows = HEAD.to_owned();
    for n in 0..ROWS {
        let ((lon, lat), (day, hour)) = (sample.place(), (1 + n % 28, 1 + n % 11));
        let _ = writeln!(
            rows,
            "{},04/{day:02}/2015 {hour:02}:15:00 AM,05/{day:02}/2015 11:59:59 PM,04/{day:02}/2015 11:45:00 PM,closed,Done: \
             mended,lamp,call,{lat},{lon},known,\"1 Mill St\",Dark since Monday",
            800_000_000_000_u64 + u64::from(n)
        );
    }
    rows
}
