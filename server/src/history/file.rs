//! A table as a file: plain, packed by gzip, or packed by xz, told apart by its first bytes.

use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("is damaged, or was not copied as a whole: {0}")]
    Damaged(csv::Error),
    #[error("is not a table: {0}")]
    Csv(csv::Error),
    #[error("has no column {0}")]
    NoColumn(String),
    #[error("the mapping names {what} “{slug}”, which the city does not have")]
    Unknown { what: &'static str, slug: String },
    #[error("the mapping: {0}")]
    Mapping(String),
}

impl From<csv::Error> for FileError {
    fn from(error: csv::Error) -> Self {
        if error.is_io_error() { Self::Damaged(error) } else { Self::Csv(error) }
    }
}

/// Kilobytes that unpacking xz may hold: its own files ask for 64 MB at most.
const XZ_MEMORY: u32 = 80 * 1024;

/// How much of a file was read, for whoever shows it.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    pub of: u64,
}

impl Progress {
    pub fn percent(&self) -> u64 {
        self.read.load(Ordering::Relaxed) * 100 / self.of.max(1)
    }
}

/// Counts what is read of the file itself, packed as it is.
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.0.read(buffer)?;
        self.1.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Opens a table and tells how far it is read.
pub fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Progress), FileError> {
    let file = File::open(path)?;
    let progress = Progress { read: Arc::default(), of: file.metadata()?.len() };
    let mut counted = Counted(BufReader::new(file), progress.read.clone());
    let mut head = [0; 6];
    let mut known = 0;
    while known < head.len() {
        match counted.read(&mut head[known..])? {
            0 => break,
            count => known += count,
        }
    }
    let head = head.get(..known).unwrap_or_default().to_vec();
    let is_xz = head.starts_with(b"\xfd7zXZ\0");
    let is_gzip = head.starts_with(b"\x1f\x8b");
    let whole: Chain<Cursor<Vec<u8>>, _> = Cursor::new(head).chain(counted);
    let table: Box<dyn Read + Send> = if is_xz {
        Box::new(XzReader::new_mem_limit(whole, true, XZ_MEMORY))
    } else if is_gzip {
        Box::new(MultiGzDecoder::new(whole))
    } else {
        Box::new(whole)
    };
    Ok((table, progress))
}
