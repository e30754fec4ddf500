//! The plans of the statements behind the desk, filing and what is near, as the running server gets
//! them: PostgreSQL itself writes them down (`auto_explain`) while the questions are asked. Reading
//! all reports, events or photos is a failure.

use crate::asks::{FREQUENT, desk, nearby, questions, submit};
use crate::cluster::{Cluster, PRODUCT};
use crate::http::{Connection, get};
use crate::seed::{Sample, person, sign_in_again};
use anyhow::{Context, Result, ensure};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stories::{CITY, Server};

/// Tables that only grow.
const LARGE: [&str; 3] = ["reports", "events", "photos"];
/// How long PostgreSQL may take to write a plan down.
const PATIENCE: Duration = Duration::from_secs(10);
/// Ends what one question has written.
const MARK: &str = "end of a question";

/// The next start writes plans.
pub fn ask_for_them(cluster: &Cluster) -> Result<()> {
    for setting in [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_analyze = on",
        "auto_explain.log_timing = off",
        "auto_explain.log_buffers = on",
    ] {
        cluster.sql(PRODUCT, &[], &format!("load 'auto_explain'; alter system set {setting}"))?;
    }
    Ok(())
}

/// Filling the map reads every report, page by page, and is no question.
fn map_filled(server: &Server) -> Result<()> {
    let begun = Instant::now();
    while !server.log().contains("the map is in memory") {
        ensure!(begun.elapsed() < Duration::from_mins(2), "the map is not filled");
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Asks everything and writes `docs/plans.md`.
pub fn record(data_dir: &Path, sample: &Arc<Sample>, reports: u32) -> Result<()> {
    let server = Server::embedded(data_dir);
    map_filled(&server)?;
    let cluster = Cluster::of(data_dir)?;
    let log = data_dir.join("postgres/log");
    let person = person(&cluster)?;
    let mut connection = Connection::open(server.address())?;
    let mut page = format!(
        "# Plans\n\nWhat PostgreSQL does for each question, with {reports} reports of 400 days, one in 24 of them \
         open. Recorded by\n`make bench BENCH=\"--reports {reports} --plans\"`, which fails where a plan reads all of {}. \
         Of each line: the rows\nthat it gave, and how often it ran; then the pages that the statement touched.\n",
        LARGE.join(", ")
    );
    for login in ["dispatcher", "lighting"] {
        let staff = sign_in_again(server.address(), login)?;
        let mut asked: Vec<String> =
            questions(sample, &person).iter().map(String::as_str).chain([FREQUENT]).map(desk).collect();
        asked.extend([desk("tab=soon"), format!("/api/v1/cities/{CITY}/desk/counts")]);
        for path in asked {
            let request = get(&path, &staff);
            let title = format!("{} ({login})", shown(&path));
            write!(page, "\n## {title}\n")?;
            page += &of_one(&mut connection, 200, &request, &cluster, &log)?;
        }
    }
    for (title, status, request) in
        [("What is near", 200, get(&nearby(sample), "")), ("Filing", 201, (submit(sample, 1).make)())]
    {
        write!(page, "\n## {title}\n")?;
        page += &of_one(&mut connection, status, &request, &cluster, &log)?;
    }
    server.stop();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/plans.md");
    std::fs::write(&path, page)?;
    println!("\nplans: {}", path.canonicalize()?.display());
    Ok(())
}

/// A path as people read it.
fn shown(path: &str) -> String {
    let path = path.split("/desk/").nth(1).unwrap_or(path);
    let words: String = path.chars().take(70).collect();
    format!("`{words}`")
}

/// The plans of the statements about large tables that one request takes.
fn of_one(
    connection: &mut Connection,
    status: u16,
    request: &[u8],
    cluster: &Cluster,
    log: &Path,
) -> Result<String> {
    let from = std::fs::metadata(log)?.len();
    connection.expect(status, request)?;
    // What another session writes afterwards tells that this is all.
    let mark = format!("{MARK} {from}");
    cluster.sql(PRODUCT, &[], &format!("do $$ begin raise log '{mark}'; end $$"))?;
    let asked = Instant::now();
    let text = loop {
        let bytes = std::fs::read(log)?;
        let start = usize::try_from(from)?.min(bytes.len());
        let text = String::from_utf8_lossy(&bytes[start..]).into_owned();
        if text.contains(&mark) {
            break text;
        }
        ensure!(asked.elapsed() < PATIENCE, "PostgreSQL has not written its plans");
        std::thread::yield_now();
    };
    let mut told = String::new();
    for plan in text.split("  plan:\n").skip(1) {
        let plan: Vec<&str> = plan.lines().take_while(|line| line.starts_with('\t')).collect();
        told += &one_plan(&plan)?;
    }
    Ok(told)
}

/// The lines that say what is read, if that is of a large table.
fn one_plan(plan: &[&str]) -> Result<String> {
    let is_node = |line: &&&str| line.contains("(cost=");
    let nodes: Vec<&str> = plan.iter().filter(is_node).copied().collect();
    let large = |line: &str| LARGE.iter().any(|table| line.contains(&format!(" on {table}")));
    // The sweep locks what waits for a date, meanwhile.
    if !nodes.iter().any(|line| large(line)) || nodes.iter().any(|line| line.contains("LockRows")) {
        return Ok(String::new());
    }
    let mut told = String::from("\n```\n");
    for line in nodes {
        ensure!(!(line.contains("Seq Scan") && large(line)), "a plan reads all:\n{}", plan.join("\n"));
        let (node, figures) = line.split_once("  (cost=").context("a node has costs")?;
        let actual =
            figures.split_once("(actual ").map_or("never run", |(_, rest)| rest.trim_end_matches(')'));
        writeln!(told, "{} ({actual})", node.trim_start_matches('\t'))?;
    }
    if let Some(pages) = plan.iter().find(|line| line.contains("Buffers: shared")) {
        writeln!(told, "{}", pages.trim())?;
    }
    Ok(told + "```\n")
}
