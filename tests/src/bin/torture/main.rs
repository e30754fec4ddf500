//! `make torture`: reports and photos are sent without pause while the server, the database, the disk, the
//! clock and the network fail. It prints what became of each acknowledged report, and ends with 1 when one is
//! lost or there twice.
//!
//! Options: `--server N` and `--database N` for how often each is killed (100 and 20), `--only NAME` for one
//! drill. A full disk needs root. The binary is what `CITYCENTER_BIN` names, built with `--features test-clock`.

mod drills;
mod load;
mod world;

use load::Sent;
use std::process::ExitCode;
use world::{Verdict, World};

pub struct Options {
    server: usize,
    database: usize,
    only: Option<String>,
}

impl Options {
    fn read() -> Options {
        let mut options = Options { server: 100, database: 20, only: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| panic!("{word} needs a value"));
            match word.as_str() {
                "--server" => options.server = value().parse().expect("a number"),
                "--database" => options.database = value().parse().expect("a number"),
                "--only" => options.only = Some(value()),
                other => panic!("{other} is no option"),
            }
        }
        options
    }

    fn asks_for(&self, drill: &str) -> bool {
        self.only.as_deref().is_none_or(|only| drill.contains(only))
    }
}

fn main() -> ExitCode {
    let options = Options::read();
    println!(
        "{:34} {:>6} {:>8} {:>8} {:>6} {:>6} {:>8} {:>10}",
        "drill", "times", "reports", "photos", "again", "lost", "doubled", "longest s"
    );
    let mut faults = 0;
    let mut world = World::open();
    for drill in drills::all(&options) {
        if !options.asks_for(drill.name) {
            continue;
        }
        let sent = (drill.run)(&mut world, drill.times);
        let found = world.verdict(&sent);
        print(drill.name, drill.times, &sent, &found);
        faults += found.lost + found.doubled;
    }
    faults += drills::full_disk(&options);
    world.close();
    println!("{}", if faults == 0 { "nothing was lost, nothing is there twice" } else { "FAILED" });
    ExitCode::from(u8::from(faults > 0))
}

fn print(name: &str, times: usize, sent: &Sent, found: &Verdict) {
    println!(
        "{name:34} {times:>6} {:>8} {:>8} {:>6} {:>6} {:>8} {:>10.2}",
        sent.receipts.len(),
        sent.photos(),
        sent.again,
        found.lost,
        found.doubled,
        sent.longest.as_secs_f64()
    );
}
