//! Files in the data folder. A file is written beside its place, forced to the disk and renamed, so a photo
//! that was acknowledged survives a power cut.

use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Hidden photos lie here too, so the folders are for nobody else on the machine.
    pub fn open(root: &Path) -> io::Result<Self> {
        for folder in ["photos", "originals", "attachments"] {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(root.join(folder))?;
        }
        Ok(Self { root: root.to_owned() })
    }

    pub async fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.root.join(name)).await)
    }

    pub async fn delete(&self, name: &str) -> io::Result<()> {
        found(fs::remove_file(self.root.join(name)).await).map(|_| ())
    }

    pub async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.root.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        // A name of its own for each writer: the same photo may arrive twice at once.
        let unfinished = path.with_extension(format!("{}.part", Uuid::new_v4()));
        let written = async {
            let mut file = fs::File::create(&unfinished).await?;
            file.write_all(bytes).await?;
            // Writing goes on behind: only this says that the disk took it, syncing would not.
            file.flush().await?;
            file.sync_all().await?;
            fs::rename(&unfinished, &path).await
        };
        let outcome = written.await;
        if outcome.is_err() {
            let _lost_too = fs::remove_file(&unfinished).await;
        }
        outcome
    }

    /// The names are on the disk only when their folders are, up to the one that was there.
    pub async fn settle(&self, name: &str) -> io::Result<()> {
        for folder in self.root.join(name).ancestors().skip(1).take(3) {
            fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }
}

/// Nothing, where there is no such file.
fn found<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
