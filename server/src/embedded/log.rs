//! PostgreSQL's own messages, kept in `<data-dir>/postgres/log` and never more than two files
//! of a few megabytes: a private cluster has nobody who would rotate them.

use anyhow::{Context, Result};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

const LIMIT: u64 = 4 * 1024 * 1024;

/// Copies lines into the log from a thread of its own until PostgreSQL is gone.
pub(super) fn keep(messages: impl Read + Send + 'static, path: PathBuf) -> Result<()> {
    let mut log = Log { file: open(&path)?, path };
    std::thread::Builder::new()
        .name("postgres-log".into())
        .spawn(move || {
            let mut messages = BufReader::new(messages);
            let mut line = Vec::new();
            while messages.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                // A line lost to a full disk is better than PostgreSQL waiting on a full pipe.
                let _lost = log.append(&line, LIMIT);
                line.clear();
            }
        })
        .context("failed to start the thread that keeps PostgreSQL's log")?;
    Ok(())
}

/// The last lines, for an error message.
pub(super) fn tail(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(5)..].join("\n")
}

struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    fn append(&mut self, line: &[u8], limit: u64) -> Result<()> {
        if self.file.metadata()?.len() > limit {
            std::fs::rename(&self.path, self.path.with_extension("old"))?;
            self.file = open(&self.path)?;
        }
        Ok(self.file.write_all(line)?)
    }
}

fn open(path: &Path) -> Result<File> {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    opened.with_context(|| format!("failed to open {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_outgrows_two_files() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("log");
        let mut log = Log { file: open(&path).unwrap(), path: path.clone() };
        for n in 0..1000 {
            log.append(format!("line {n}\n").as_bytes(), 200).unwrap();
        }
        let size: u64 =
            std::fs::read_dir(home.path()).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum();
        assert!(size < 500, "{size} bytes");
        assert!(tail(&path).ends_with("line 998\nline 999"));
    }
}
