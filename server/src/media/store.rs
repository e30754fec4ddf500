//! Photos as files: `<data-dir>/photos/<city>/<two hex digits>/<id>.<size>.jpg`.
//!
//! A file is either whole or absent: it is written beside its place, forced to the disk and
//! renamed, so a photo that was acknowledged survives a power cut.

use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::{Prepared, Size};

#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Hidden photos lie here too, so the folder is for nobody else on the machine.
    pub fn open(data_dir: &Path) -> io::Result<Store> {
        let root = data_dir.join("photos");
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&root)?;
        Ok(Store { root })
    }

    /// Writes every size. Repeating it, also after a crash in the middle, is harmless.
    pub async fn put(&self, city_id: i32, id: Uuid, photo: &Prepared) -> io::Result<()> {
        let folder = self.folder(city_id, id);
        fs::create_dir_all(&folder).await?;
        for size in Size::ALL {
            write(&self.path(city_id, id, size), photo.bytes(size)).await?;
        }
        // The names are on the disk only when their folders are, up to the one that was there.
        for folder in folder.ancestors().take(3) {
            fs::File::open(folder).await?.sync_all().await?;
        }
        Ok(())
    }

    pub async fn read(&self, city_id: i32, id: Uuid, size: Size) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(city_id, id, size)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub async fn delete(&self, city_id: i32, id: Uuid) -> io::Result<()> {
        for size in Size::ALL {
            match fs::remove_file(self.path(city_id, id, size)).await {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn path(&self, city_id: i32, id: Uuid, size: Size) -> PathBuf {
        self.folder(city_id, id).join(format!("{id}.{}.jpg", size.name()))
    }

    /// By the id's last digits: those of a version 7 id are random, its first ones are the date.
    fn folder(&self, city_id: i32, id: Uuid) -> PathBuf {
        self.root.join(city_id.to_string()).join(format!("{:02x}", id.as_bytes()[15]))
    }
}

async fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A name of its own for each writer: the same photo may arrive twice at once.
    let unfinished = path.with_extension(format!("{}.part", Uuid::new_v4()));
    let mut file = fs::File::create(&unfinished).await?;
    let written = async {
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(&unfinished, path).await
    };
    let outcome = written.await;
    if outcome.is_err() {
        let _lost_too = fs::remove_file(&unfinished).await;
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::prepare;
    use image::{DynamicImage, ImageFormat};

    fn photo() -> Prepared {
        let mut bytes = io::Cursor::new(Vec::new());
        DynamicImage::new_rgb8(8, 8).write_to(&mut bytes, ImageFormat::Png).unwrap();
        prepare(&bytes.into_inner()).unwrap()
    }

    #[tokio::test]
    async fn a_photo_is_read_as_it_was_put_until_it_is_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let (id, photo) = (Uuid::now_v7(), photo());
        store.put(1, id, &photo).await.unwrap();
        store.put(1, id, &photo).await.unwrap();
        for size in Size::ALL {
            assert_eq!(store.read(1, id, size).await.unwrap().unwrap(), photo.bytes(size));
        }
        assert!(store.read(2, id, Size::Small).await.unwrap().is_none(), "another city's photo");
        let folder = store.folder(1, id);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "no unfinished file stays");

        store.delete(1, id).await.unwrap();
        store.delete(1, id).await.unwrap();
        assert!(store.read(1, id, Size::Small).await.unwrap().is_none());
    }
}
