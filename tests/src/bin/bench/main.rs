//! `make bench`: what the product costs, beside what PostgreSQL alone costs with the same
//! statements, both in one run and in turns. It judges nothing; the reader does.
//!
//! It measures the binary that `CITYCENTER_BIN` names, else the release build beside it, with a
//! database of its own on this machine, for about three minutes. Options: `--reports N` that the
//! city has before (a million takes some minutes more), `--rounds N` of each measurement,
//! `--seconds N` of each round, `--map` for the map of a large city alone, `--plans` to record the plans of the statements in `docs/plans.md`.

mod asks;
mod cluster;
mod history;
mod http;
mod listeners;
mod load;
mod map;
mod plans;
mod seed;
mod startup;
mod table;
mod transaction;
mod twin;
mod usage;

use anyhow::{Context, Result, bail, ensure};
use asks::Desk;
use cluster::{Cluster, PRODUCT};
use load::Round;
use seed::Sample;
use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use twin::Twin;
use usage::Processes;

/// Counts of connections that submit at once.
const CONNECTIONS: [usize; 3] = [1, 4, 16];
/// Whose desks are measured: of everybody's cases, and of a department's.
const STAFF: &str = "dispatcher";
const WORKER: &str = "lighting";

struct Options {
    reports: u32,
    rounds: usize,
    seconds: u32,
    plans: bool,
    /// The map of a large city alone.
    map: bool,
}

fn main() -> Result<()> {
    let options = Options::read()?;
    name_the_binary()?;
    let rounds = options.rounds;
    let started = startup::measure(rounds)?;
    let (address, data) = (started.server.address().to_owned(), started.data_dir.path().to_owned());
    let cluster = Cluster::of(&data)?;
    let processes = Processes::of(cluster.postmaster)?;
    facts(&options, &cluster)?;
    table::startup(rounds, started.cold, started.warm);
    table::memory_head();
    memory(processes, "after the start")?;

    if options.map {
        Bench { address, cluster, processes, options }.map()?;
        started.server.stop();
        return Ok(());
    }
    let sample = Arc::new(Sample::file(&address, &cluster)?);
    seed::fill(&cluster, &sample, options.reports)?;
    let bench = Bench { address, cluster, processes, options };
    let folder = tempfile::tempdir()?;
    bench.submit(&sample, &Twin::new(folder.path(), &sample)?)?;
    table::memory_head();
    memory(processes, "after that")?;
    bench.everything(&sample)?;
    bench.listeners(&sample)?;
    bench.history(&sample)?;
    bench.map()?;

    table::memory_head();
    memory(processes, "in the end")?;
    if bench.options.plans {
        plans::ask_for_them(&bench.cluster)?;
    }
    started.server.stop();
    if bench.options.plans {
        plans::record(started.data_dir.path(), &sample, bench.options.reports)
    } else {
        Ok(())
    }
}

struct Bench {
    address: String,
    cluster: Cluster,
    processes: Processes,
    options: Options,
}

impl Bench {
    fn submit(&self, sample: &Arc<Sample>, twin: &Twin) -> Result<()> {
        table::load_head("Submit");
        let mut run = 0;
        for connections in CONNECTIONS {
            let ask = asks::submit(sample, connections);
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            for _ in 0..self.options.rounds {
                run += 1;
                ours.push(ask.round(&self.address, self.processes, self.time())?);
                theirs.push(twin.round(
                    &self.cluster,
                    self.processes,
                    connections,
                    self.options.seconds,
                    run,
                )?);
            }
            table::load(&format!("over HTTP, {connections} at once"), &ours);
            table::load(&format!("pgbench, {connections} at once"), &theirs);
            table::ratio(&ours, &theirs);
        }
        Ok(())
    }

    fn everything(&self, sample: &Arc<Sample>) -> Result<()> {
        let person = seed::person(&self.cluster)?;
        let desk = |login| -> Result<Desk> {
            let staff = seed::sign_in(&self.address, &self.cluster, login)?;
            Ok(Desk { staff, person: person.clone() })
        };
        let asks = asks::all(sample, self.options.reports, &desk(STAFF)?, &desk(WORKER)?)?;
        let mut rounds: Vec<Vec<Round>> = asks.iter().map(|_| Vec::new()).collect();
        for _ in 0..self.options.rounds {
            for (ask, rounds) in asks.iter().zip(&mut rounds) {
                rounds.push(ask.round(&self.address, self.processes, self.time())?);
            }
        }
        let unchanged = (0..self.options.rounds).map(|_| {
            asks::unchanged(&self.address, sample)?.round(&self.address, self.processes, self.time())
        });
        let unchanged = unchanged.collect::<Result<Vec<_>>>()?;
        table::load_head(&format!("CPU ms a request, {} at once", asks[0].connections));
        for (ask, rounds) in asks.iter().zip(&rounds) {
            table::load(ask.name, rounds);
        }
        table::load("a tile that has not changed", &unchanged);
        Ok(())
    }

    fn listeners(&self, sample: &Arc<Sample>) -> Result<()> {
        let count = listeners::LISTENERS;
        let heard = listeners::measure(&self.address, self.processes, sample)?;
        println!("\n{count} who follow what happens; an event, filing included");
        println!(
            "  the last of them has it after {:.1} ms; CPU server {:.1} ms, postgres {:.1} ms",
            heard.last_ms, heard.cpu.server, heard.cpu.postgres
        );
        Ok(())
    }

    fn history(&self, sample: &Sample) -> Result<()> {
        let (new, again) = history::import(&self.cluster, sample)?;
        println!("\nImport of {} cases of the past", history::ROWS);
        println!("  new: {new:.0} rows a second; the same again: {again:.0}");
        Ok(())
    }

    /// A large city's map, beside the first city.
    fn map(&self) -> Result<()> {
        println!("\nThe map of a city with 4,536 streets and 122,472 houses");
        map::import(&self.cluster, &self.address)?;
        let (search, tile) = map::slowest(&self.address)?;
        println!(
            "  one by one, the slowest of 300 addresses: {search:.1} ms; a new tile from afar: {tile:.1} ms"
        );
        let asks = map::asks(4);
        table::load_head("CPU ms a request, 4 at once");
        for ask in &asks {
            let rounds: Result<Vec<Round>> = (0..self.options.rounds)
                .map(|_| ask.round(&self.address, self.processes, self.time()))
                .collect();
            table::load(ask.name, &rounds?);
        }
        Ok(())
    }

    fn time(&self) -> Duration {
        Duration::from_secs(u64::from(self.options.seconds))
    }
}

fn facts(options: &Options, cluster: &Cluster) -> Result<()> {
    let cores = std::thread::available_parallelism()?;
    let processor = fs::read_to_string("/proc/cpuinfo")?;
    let processor = processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let load = fs::read_to_string("/proc/loadavg")?;
    let versions =
        cluster.sql(PRODUCT, &[], "select current_setting('server_version'), postgis_lib_version()")?;
    let (postgres, postgis) = versions.split_once('\t').context("two versions")?;
    println!(
        "{cores} cores ({}), load {} before, PostgreSQL {postgres}, PostGIS {postgis}",
        processor.map_or("unknown", |(_, name)| name),
        load.split(' ').next().unwrap_or("unknown"),
    );
    let Options { reports, rounds, seconds, .. } = options;
    println!(
        "{} with {reports} reports; {rounds} rounds of {seconds} s",
        stories::server::binary().display()
    );
    Ok(())
}

fn memory(processes: Processes, when: &str) -> Result<()> {
    table::memory(&format!("server {when}"), processes.server_memory()?);
    let (postgres, count) = processes.postgres_memory()?;
    table::memory(&format!("{count} of postgres {when}"), postgres);
    Ok(())
}

/// The environment of a running program stays as it is; so this one starts itself anew, once.
fn name_the_binary() -> Result<()> {
    if std::env::var_os("CITYCENTER_BIN").is_some() {
        return Ok(());
    }
    let us = std::env::current_exe()?;
    let target = us.ancestors().nth(2).context("target/<profile>/bench")?;
    let binary = target.join("release/citycenter");
    ensure!(binary.exists(), "{} is missing: cargo build --release -p server", binary.display());
    let failed = Command::new(us).args(std::env::args_os().skip(1)).env("CITYCENTER_BIN", binary).exec();
    Err(failed).context("cannot start anew")
}

impl Options {
    fn read() -> Result<Options> {
        let mut options = Options { reports: 20_000, rounds: 3, seconds: 3, plans: false, map: false };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut number = || words.next().and_then(|n| n.parse::<u32>().ok()).filter(|n| *n > 0);
            match word.as_str() {
                "--reports" => options.reports = number().context("--reports N")?,
                "--rounds" => options.rounds = usize::try_from(number().context("--rounds N")?)?,
                "--seconds" => options.seconds = number().context("--seconds N")?,
                "--plans" => options.plans = true,
                "--map" => options.map = true,
                _ => bail!("bench [--map] [--plans] [--reports N] [--rounds N] [--seconds N]"),
            }
        }
        ensure!(options.reports <= 5_000_000, "at most 5 000 000 reports");
        ensure!(options.rounds <= 100 && options.seconds <= 60, "at most 100 rounds of 60 seconds");
        Ok(options)
    }
}
