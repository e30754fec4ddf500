//! Many who follow what happens: how soon all of them know of a new report, and what that costs.

use crate::asks;
use crate::http::{Connection, get};
use crate::seed::Sample;
use crate::usage::{Cpu, Processes};
use anyhow::{Context, Result};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use stories::CITY;

pub const LISTENERS: usize = 500;
/// Reports that are filed while they listen.
const EVENTS: u32 = 40;
/// How long one of them may wait for an event.
const PATIENCE: Duration = Duration::from_secs(30);

/// Of one event, the median: milliseconds until the last listener has it, and milliseconds of the processor for
/// all of them together, filing included.
pub struct Heard {
    pub last_ms: f64,
    pub cpu: Cpu,
}

pub fn measure(address: &str, processes: Processes, sample: &Arc<Sample>) -> Result<Heard> {
    let (tell, heard) = channel();
    for _ in 0..LISTENERS {
        let stream = follow(address)?;
        let tell = tell.clone();
        // They wait nearly all the time: a small stack each is enough.
        std::thread::Builder::new()
            .stack_size(64 * 1024)
            .spawn(move || listen(stream, || tell.send(()).is_ok()))?;
    }
    let submit = asks::submit(sample, 1);
    let mut connection = Connection::open(address)?;
    // The first one finds those who have only just begun to listen.
    connection.expect(201, &(submit.make)())?;
    all_hear(&heard)?;
    let (before, mut took) = (processes.cpu()?, Vec::new());
    for _ in 0..EVENTS {
        let begun = Instant::now();
        connection.expect(201, &(submit.make)())?;
        all_hear(&heard)?;
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    let used = processes.cpu()? - before;
    let each = |all: f64| all / f64::from(EVENTS);
    let cpu = Cpu { server: each(used.server), postgres: each(used.postgres) };
    Ok(Heard { last_ms: crate::load::median(took), cpu })
}

fn all_hear(heard: &Receiver<()>) -> Result<()> {
    for _ in 0..LISTENERS {
        heard.recv_timeout(PATIENCE).context("somebody hears nothing")?;
    }
    Ok(())
}

/// From now on.
fn follow(address: &str) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address.trim_start_matches("http://"))?;
    let head = "accept: text/event-stream\r\n";
    stream.write_all(&get(&format!("/api/v1/cities/{CITY}/events"), head))?;
    Ok(stream)
}

/// Tells of every event that comes, until nobody wants to know.
fn listen(mut stream: TcpStream, tell: impl Fn() -> bool) {
    let (mut part, mut unread) = ([0; 4096], String::new());
    while let Ok(count @ 1..) = stream.read(&mut part) {
        unread.push_str(&String::from_utf8_lossy(&part[..count]));
        while let Some((block, rest)) = unread.split_once("\n\n") {
            let is_event = block.contains("data:") && block.contains("submitted");
            unread = rest.to_owned();
            if is_event && !tell() {
                return;
            }
        }
    }
}
