//! `citycenter import reports`: cases from where they were kept before, or how well the city's rules count
//! the deadlines that they had.

use crate::catalogue::Cities;
use crate::clock::Clock;
use crate::db::Db;
use crate::folder::Mapping;
use crate::history::{Agreement, Batch, Batches, FileError, Refusal, Taken};
use crate::reports::{self, Brought, PastCase};
use anyhow::{Context, Result, anyhow};
use clap::Args;
use domain::catalogue::City;
use domain::text::Language;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How long one part may take to store.
const PATIENCE: Duration = Duration::from_mins(2);
/// Parts that are read ahead.
const AHEAD: usize = 2;
/// Cells of the progress bar.
const BAR: usize = 30;

#[derive(Args)]
pub struct ReportsTable {
    /// The table: CSV, or CSV packed by gzip or xz
    input: PathBuf,
    /// The city, by its name in addresses
    #[arg(long)]
    city: String,
    /// How the table is read; the city's import.toml when left out
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Where rows that were not taken, or only in part, are written down; INPUT.problems.csv in this folder when
    /// left out
    #[arg(long)]
    problems: Option<PathBuf>,
    /// Store nothing: compare the deadlines in the table with those that the city's rules count
    #[arg(long)]
    compare_clocks: bool,
}

/// Reads the table; progress goes to standard error, what came of it to standard output.
pub async fn run(import: ReportsTable, db: &Db, clock: &Clock) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    let all = cities.all();
    let entry = all.iter().find(|entry| entry.city.slug == import.city);
    let entry = entry.with_context(|| format!("no city is called {}", import.city))?;
    let mapping = match &import.mapping {
        Some(file) => Mapping::read(file)?,
        None => entry.settings.import.clone().with_context(|| {
            format!(
                "{} has no import.toml: add it to the city's folder and load it, or name --mapping",
                import.city
            )
        })?,
    };
    let (city, input) = (entry.city.clone(), import.input);
    let shown = input.display().to_string();
    let damaged = move |error: FileError| anyhow!("{shown}: {error}");
    let table = Batches::open(&input, &city, &mapping, clock.now()).map_err(&damaged)?;
    if import.compare_clocks {
        return compare(table, &city, &mapping).map_err(damaged);
    }
    let problems = import.problems.unwrap_or_else(|| beside(&input));
    let mut run = Run {
        language: entry.settings.languages.first().copied().unwrap_or(Language::Ru),
        problems: Problems::create(&problems)?,
        bar: Bar::new(),
        tally: Tally::default(),
        city,
    };
    run.all(table, db, clock).await.map_err(|error| match error.downcast::<FileError>() {
        Ok(error) => damaged(error),
        Err(error) => error,
    })?;
    let Tally { imported, unchanged, rejected, remarked } = run.tally;
    if rejected + remarked > 0 {
        println!("{}: {rejected} rows rejected, {remarked} remarks", problems.display());
    }
    println!("imported {imported}, unchanged {unchanged}, rejected {rejected}");
    Ok(())
}

fn beside(input: &Path) -> PathBuf {
    let name = input.file_name().and_then(|name| name.to_str()).unwrap_or("import");
    PathBuf::from(format!("{name}.problems.csv"))
}

fn compare(mut table: Batches, city: &City, mapping: &Mapping) -> Result<(), FileError> {
    let mut agreement = Agreement::new(city, mapping);
    let mut bar = Bar::new();
    let mut refused = 0;
    while let Some(batch) = table.next(city)? {
        batch.taken.iter().for_each(|(_, taken)| agreement.add(taken));
        refused += batch.refused.len();
        bar.show(table.progress.percent(), (batch.taken.len() + batch.refused.len()) as u64);
    }
    bar.end();
    print!("{agreement}");
    println!("\n{refused} rows contradict themselves or cannot be read, and are not counted");
    Ok(())
}

/// Rows, by what became of them.
#[derive(Default)]
struct Tally {
    imported: u64,
    unchanged: u64,
    rejected: u64,
    /// Notes on rows that were taken.
    remarked: u64,
}

/// One import.
struct Run {
    city: Arc<City>,
    language: Language,
    problems: Problems,
    bar: Bar,
    tally: Tally,
}

impl Run {
    /// Each part is stored in a transaction of its own, while the next one is read.
    async fn all(&mut self, mut table: Batches, db: &Db, clock: &Clock) -> Result<()> {
        let (give, mut parts) = mpsc::channel(AHEAD);
        let city = Arc::clone(&self.city);
        let progress = table.progress.clone();
        let reader = tokio::task::spawn_blocking(move || {
            loop {
                let part = table.next(&city).transpose();
                let Some(part) = part else { return };
                let is_end = part.is_err();
                if give.blocking_send(part).is_err() || is_end {
                    return;
                }
            }
        });
        while let Some(part) = parts.recv().await {
            let part = part?;
            let rows = (part.taken.len() + part.refused.len()) as u64;
            self.store(part, db, clock).await?;
            self.bar.show(progress.percent(), rows);
        }
        self.bar.end();
        reader.await.context("the table could not be read to its end")?;
        self.problems.end()
    }

    async fn store(&mut self, part: Batch, db: &Db, clock: &Clock) -> Result<()> {
        let mut seen = Vec::with_capacity(part.taken.len());
        let mut cases: Vec<PastCase> = Vec::with_capacity(part.taken.len());
        for (line, Taken { case, remarks, .. }) in part.taken {
            seen.push((line, case.outside_number.clone(), remarks));
            cases.push(case);
        }
        let (city, language) = (Arc::clone(&self.city), self.language);
        let (brought, _) = db
            .write_within(PATIENCE, city.id, clock.now(), move |tx| {
                Box::pin(async move { reports::bring_in(tx, &city, language, &cases).await })
            })
            .await?;
        for refusal in &part.refused {
            self.refuse(refusal)?;
        }
        for ((line, number, remarks), brought) in seen.into_iter().zip(brought) {
            match brought {
                Brought::New => self.tally.imported += 1,
                Brought::Unchanged => self.tally.unchanged += 1,
                Brought::Different => {
                    let reason = "its number is known here with other values; what is here stays".to_owned();
                    self.refuse(&Refusal { line, number, reason })?;
                    continue;
                }
            }
            self.tally.remarked += remarks.len() as u64;
            for remark in &remarks {
                self.problems.write("taken", line, &number, remark)?;
            }
        }
        Ok(())
    }

    fn refuse(&mut self, refusal: &Refusal) -> Result<()> {
        self.tally.rejected += 1;
        self.problems.write("rejected", refusal.line, &refusal.number, &refusal.reason)
    }
}

/// The file of rows that somebody should look at.
struct Problems(csv::Writer<std::fs::File>);

impl Problems {
    fn create(path: &Path) -> Result<Self> {
        let file = csv::Writer::from_path(path).with_context(|| path.display().to_string());
        let mut problems = Self(file?);
        problems.0.write_record(["row", "line", "number", "reason"])?;
        Ok(problems)
    }

    fn write(&mut self, row: &str, line: u64, number: &str, reason: &str) -> Result<()> {
        Ok(self.0.write_record([row, &line.to_string(), number, reason])?)
    }

    fn end(&mut self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// How far it is: a line that is written over on a terminal, one for every tenth part elsewhere.
struct Bar {
    started: Instant,
    rows: u64,
    tenth: u64,
}

impl Bar {
    fn new() -> Self {
        Self { started: Instant::now(), rows: 0, tenth: 0 }
    }

    fn show(&mut self, percent: u64, more: u64) {
        self.rows += more;
        let seconds = self.started.elapsed().as_secs().max(1);
        let done = usize::try_from(percent.min(100)).unwrap_or_default() * BAR / 100;
        let left = BAR - done;
        let line = format!(
            "[{}{}] {percent:>3} % {} rows, {} a second",
            "#".repeat(done),
            ".".repeat(left),
            self.rows,
            self.rows / seconds
        );
        let mut to = std::io::stderr().lock();
        if to.is_terminal() {
            let _ = write!(to, "\rimport: {line}");
        } else if percent / 10 > self.tenth {
            self.tenth = percent / 10;
            let _ = writeln!(to, "import: {line}");
        }
    }

    fn end(&self) {
        if self.rows > 0 && std::io::stderr().is_terminal() {
            eprintln!();
        }
    }
}
