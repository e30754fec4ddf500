//! What processes have used, as the kernel counts it.

use anyhow::{Context, Result};
use std::fs;
use std::ops::Sub;

/// Milliseconds in one tick of the counts in `/proc`: the kernel shows a hundred a second to
/// programs on every machine.
const TICK: f64 = 10.0;

/// The processes that are measured.
#[derive(Clone, Copy)]
pub struct Processes {
    pub server: u32,
    pub postmaster: u32,
}

/// Milliseconds of processor time.
#[derive(Clone, Copy, Default)]
pub struct Cpu {
    pub server: f64,
    /// All processes of the cluster, those that have ended too.
    pub postgres: f64,
}

/// Megabytes.
#[derive(Clone, Copy)]
pub struct Memory {
    /// What is in memory; pages that processes share count once for each of them.
    pub resident: f64,
    /// The same with shared pages divided among those who share them.
    pub share: f64,
}

impl Sub for Cpu {
    type Output = Cpu;

    fn sub(self, before: Cpu) -> Cpu {
        Cpu { server: self.server - before.server, postgres: self.postgres - before.postgres }
    }
}

impl Processes {
    /// The cluster's, and the server that started it.
    pub fn of(postmaster: u32) -> Result<Processes> {
        let parent = Stat::read(postmaster)?.parent;
        Ok(Processes { server: parent, postmaster })
    }

    pub fn cpu(self) -> Result<Cpu> {
        let server = Stat::read(self.server)?.own;
        loop {
            let before = Stat::read(self.postmaster)?;
            let backends = self.backends()?;
            let backends: f64 = backends.iter().filter_map(|pid| Stat::read(*pid).ok()).map(|s| s.own).sum();
            let after = Stat::read(self.postmaster)?;
            // Else a backend has ended meanwhile, and may be counted twice or not at all.
            if after.ended <= before.ended {
                return Ok(Cpu { server, postgres: backends + after.own + after.ended });
            }
        }
    }

    pub fn server_memory(self) -> Result<Memory> {
        memory(self.server)
    }

    /// Of all processes of the cluster, and how many they are.
    pub fn postgres_memory(self) -> Result<(Memory, usize)> {
        let mut all = memory(self.postmaster)?;
        let mut count = 1;
        for one in self.backends()?.into_iter().filter_map(|pid| memory(pid).ok()) {
            all = Memory { resident: all.resident + one.resident, share: all.share + one.share };
            count += 1;
        }
        Ok((all, count))
    }

    fn backends(self) -> Result<Vec<u32>> {
        let processes = fs::read_dir("/proc")?
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(|pid| Stat::read(*pid).is_ok_and(|stat| stat.parent == self.postmaster));
        Ok(processes.collect())
    }
}

/// What `/proc/<pid>/stat` says.
struct Stat {
    parent: u32,
    /// Milliseconds that the process has used.
    own: f64,
    /// Milliseconds of those of its children that have ended.
    ended: f64,
}

impl Stat {
    fn read(pid: u32) -> Result<Stat> {
        let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // The second field is the program's name in brackets and may hold anything.
        let rest = text.rsplit_once(')').context("an unknown form of /proc/<pid>/stat")?.1;
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let ticks = |nth: usize| fields.get(nth).and_then(|field| field.parse::<f64>().ok());
        let sum = |one, other| Some((ticks(one)? + ticks(other)?) * TICK);
        let parent = fields.get(1).and_then(|field| field.parse().ok());
        let known = parent.zip(sum(11, 12)).zip(sum(13, 14));
        let ((parent, own), ended) = known.context("an unknown form of /proc/<pid>/stat")?;
        Ok(Stat { parent, own, ended })
    }
}

fn memory(pid: u32) -> Result<Memory> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let megabytes = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).context("no such line of memory")?;
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
        anyhow::Ok(kilobytes / 1024.0)
    };
    Ok(Memory { resident: megabytes("Rss:")?, share: megabytes("Pss:")? })
}
