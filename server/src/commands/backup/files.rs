//! The files of a backup: copied from where photos lie, listed with their sums as `sha256sum` reads them.

use super::manifest::{self, Changes, Manifest};
use super::must_be_empty;
use super::rows::{self, Attachment, Photo};
use crate::media::{self, Store};
use anyhow::{Context, Result};
use futures::future::try_join_all;
use sha2::{Digest, Sha256};
use sqlx::PgPool;
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The list of files and their sums.
pub const LIST: &str = "files.sha256";
/// Between two words to the terminal.
const STEP: u64 = 2000;
/// Whoever erases has deleted the file before the row's end is committed: so long that may take.
const PATIENCE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(100);

/// The folder that a backup is written to.
pub struct Shelf {
    dir: PathBuf,
    beside: Option<PathBuf>,
}

impl Shelf {
    /// For nobody else on the machine: contacts and hidden photos lie here.
    pub fn make(dir: &Path, beside: Option<&Path>) -> Result<Self> {
        must_be_empty(dir)?;
        let whole = beside.filter(|beside| match Manifest::read(beside) {
            Ok(_) => true,
            Err(error) => {
                eprintln!("backup: {error:#}; every file is copied");
                false
            }
        });
        private(dir)?;
        Ok(Self { dir: dir.to_owned(), beside: whole.map(Path::to_owned) })
    }

    /// Keeps a file under its name; as a link, where the earlier backup has the same.
    fn keep(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.dir.join(name);
        if let Some(folder) = path.parent() {
            private(folder)?;
        }
        let earlier = self.beside.as_ref().map(|beside| beside.join(name));
        if let Some(earlier) = earlier
            && fs::read(&earlier).is_ok_and(|kept| kept == bytes)
            && fs::hard_link(&earlier, &path).is_ok()
        {
            return Ok(());
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    }

    /// The sum of a file that is there.
    pub fn sum_of(&self, name: &str) -> Result<String> {
        sum_of(&self.dir.join(name))
    }

    /// Writes the manifest, when everything else is on the disk.
    pub fn close(&self, manifest: &Manifest) -> Result<()> {
        let folder = File::open(&self.dir)?;
        rustix::fs::syncfs(&folder).context("the backup cannot be forced to the disk")?;
        let path = self.dir.join(manifest::NAME);
        let mut file = File::create(path.with_extension("part"))?;
        file.write_all(&serde_json::to_vec_pretty(manifest)?)?;
        file.sync_all()?;
        fs::rename(path.with_extension("part"), path)?;
        Ok(folder.sync_all()?)
    }
}

/// What was copied.
pub struct Copied {
    pub files: u64,
    pub bytes: u64,
    pub changes: Changes,
    pub missing: Vec<String>,
}

/// A copy under way.
pub struct Copying<'a> {
    store: &'a Store,
    shelf: &'a Shelf,
    /// The database as it is now, for what has changed since the moment of the backup.
    now: &'a PgPool,
    list: Option<BufWriter<File>>,
    copied: Copied,
}

impl<'a> Copying<'a> {
    pub fn new(store: &'a Store, shelf: &'a Shelf, now: &'a PgPool) -> Self {
        let copied = Copied { files: 0, bytes: 0, changes: Changes::default(), missing: Vec::new() };
        Self { store, shelf, now, list: None, copied }
    }

    /// The pictures of a photo; if it was edited meanwhile, those of the edit.
    pub async fn photo(&mut self, photo: &Photo) -> Result<()> {
        let mut waited = Duration::ZERO;
        let mut row = photo.clone();
        while let Some(missing) = self.copy(row.shown()).await? {
            match rows::photo_now(self.now, photo).await? {
                None => {
                    self.copied.changes.erased_photos.push(photo.clone());
                    return Ok(());
                }
                Some(now) if now.version != row.version => row = now,
                Some(_) if waited < PATIENCE => {
                    tokio::time::sleep(POLL).await;
                    waited += POLL;
                }
                Some(_) => {
                    self.copied.missing.push(missing);
                    break;
                }
            }
        }
        if row.version > 0 {
            self.copy(row.unedited()).await?;
        }
        if row != *photo {
            self.copied.changes.edited.push(row);
        }
        Ok(())
    }

    pub async fn attachment(&mut self, attachment: Attachment) -> Result<()> {
        let name = media::attachment(attachment.city_id, attachment.id);
        let mut waited = Duration::ZERO;
        while self.copy([name.clone()]).await?.is_some() {
            if !rows::is_there(self.now, attachment).await? {
                self.copied.changes.erased_attachments.push(attachment);
                return Ok(());
            }
            if waited >= PATIENCE {
                self.copied.missing.push(name);
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
            waited += POLL;
        }
        Ok(())
    }

    /// Copies these files, all or none; names the first that is not there.
    async fn copy<const N: usize>(&mut self, names: [String; N]) -> Result<Option<String>> {
        let read =
            try_join_all(names.iter().map(async |name| {
                self.store.get(name).await.with_context(|| format!("{name} cannot be read"))
            }));
        let read = read.await?;
        if let Some(missing) = read.iter().position(Option::is_none) {
            return Ok(Some(names[missing].clone()));
        }
        for (name, bytes) in names.iter().zip(read.into_iter().flatten()) {
            self.shelf.keep(name, &bytes)?;
            writeln!(self.list()?, "{}  {name}", hex::encode(Sha256::digest(&bytes)))?;
            self.copied.files += 1;
            self.copied.bytes += bytes.len() as u64;
            if self.copied.files.is_multiple_of(STEP) {
                eprintln!("backup: {} files", self.copied.files);
            }
        }
        Ok(None)
    }

    fn list(&mut self) -> Result<&mut BufWriter<File>> {
        match self.list {
            Some(ref mut list) => Ok(list),
            None => Ok(self.list.insert(BufWriter::new(File::create(self.shelf.dir.join(LIST))?))),
        }
    }

    pub fn finish(mut self) -> Result<Copied> {
        self.list()?.flush()?;
        Ok(self.copied)
    }
}

/// The names and sums of the list.
pub fn listed(dir: &Path) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(dir.join(LIST)).with_context(|| format!("{LIST} cannot be read"))?;
    let pair = |line: &str| line.split_once("  ").map(|(sum, name)| (name.to_owned(), sum.to_owned()));
    text.lines().map(|line| pair(line).with_context(|| format!("{LIST}: {line:?}"))).collect()
}

pub fn sum_of(path: &Path) -> Result<String> {
    let mut file = File::open(path).with_context(|| format!("{} is not there", path.display()))?;
    let (mut sum, mut part) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hex::encode(sum.finalize())),
            read => sum.update(&part[..read]),
        }
    }
}

fn private(dir: &Path) -> Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir);
    made.with_context(|| format!("cannot make the folder {}", dir.display()))
}
