//! The figures for people.

use crate::load::{Round, median};
use crate::usage::Memory;

const WIDTH: usize = 34;

pub fn startup(rounds: usize, cold: f64, warm: f64) {
    println!("\nStart until /health/ready, ms, median of {rounds}");
    println!("{:WIDTH$}{cold:>10.0}", "  new: initdb, schema, the city");
    println!("{:WIDTH$}{warm:>10.0}", "  again on its data");
}

pub fn memory_head() {
    println!("\n{:WIDTH$}{:>10}{:>10}", "Memory, MB", "resident", "share");
}

pub fn memory(what: &str, memory: Memory) {
    println!("{:WIDTH$}{:>10.1}{:>10.1}", format!("  {what}"), memory.resident, memory.share);
}

pub fn load_head(title: &str) {
    println!(
        "\n{title:WIDTH$}{:>10}{:>10}{:>10}{:>12}{:>12}{:>12}",
        "a second", "p50 ms", "p99 ms", "server CPU", "postgres", "together"
    );
}

pub fn load(what: &str, rounds: &[Round]) {
    let Round { per_second, p50, p99, server, postgres } = Round::median(rounds);
    let together = server + postgres;
    println!(
        "{:WIDTH$}{per_second:>10.0}{p50:>10.2}{p99:>10.2}{server:>12.3}{postgres:>12.3}{together:>12.3}",
        format!("  {what}")
    );
}

/// Of neighbouring rounds, each with its neighbour: in requests a second, and in processor time,
/// which a busy machine changes less.
pub fn ratio(ours: &[Round], theirs: &[Round]) {
    let of = |figure: fn(&Round) -> f64| -> Vec<f64> {
        ours.iter().zip(theirs).map(|(a, b)| figure(a) / figure(b)).collect()
    };
    let speed = of(|round| round.per_second);
    let low = speed.iter().copied().fold(f64::INFINITY, f64::min);
    let high = speed.iter().copied().fold(0.0, f64::max);
    let range = format!("({low:.2} to {high:.2})");
    let (speed, cost) = (median(speed), median(of(|round| round.server + round.postgres)));
    println!("{:WIDTH$}{speed:>10.2}   {range:<41}{cost:>12.2}", "    HTTP to pgbench");
}
