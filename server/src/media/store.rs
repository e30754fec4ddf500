//! Photos as files: `<data-dir>/photos/<city>/<two hex digits>/<id>.<size>.jpg` as they came,
//! `<id>.v<version>.<size>.jpg` as an edit left them. Of an edited photo the unedited pictures lie in
//! `<data-dir>/originals`, apart from all that others may see. Files that staff puts to a case lie in
//! `<data-dir>/attachments` without an extension: nothing on the machine opens them by their name.
//!
//! A file is either whole or absent: it is written beside its place, forced to the disk and
//! renamed, so a photo that was acknowledged survives a power cut. A file is never changed: which
//! version is shown is said by the photo's row.

use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

use super::{Pictures, Size};

#[derive(Clone, Debug)]
pub struct Store {
    shown: PathBuf,
    apart: PathBuf,
    attached: PathBuf,
}

/// Which pictures of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// After so many edits; 0: as it came.
    Shown(i32),
    /// As it came, of a photo that was edited.
    Unedited,
}

impl Store {
    /// Hidden photos lie here too, so the folders are for nobody else on the machine.
    pub fn open(data_dir: &Path) -> io::Result<Store> {
        let store = Store {
            shown: data_dir.join("photos"),
            apart: data_dir.join("originals"),
            attached: data_dir.join("attachments"),
        };
        for root in [&store.shown, &store.apart, &store.attached] {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(root)?;
        }
        Ok(store)
    }

    /// Writes every size. Repeating it, also after a crash in the middle, is harmless.
    pub async fn put(&self, city_id: i32, id: Uuid, kept: Kept, pictures: &Pictures) -> io::Result<()> {
        for size in Size::ALL {
            self.write(city_id, id, kept, size, pictures.bytes(size)).await?;
        }
        self.settle(city_id, id, kept).await
    }

    pub async fn read(&self, city_id: i32, id: Uuid, kept: Kept, size: Size) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path(city_id, id, kept, size)).await)
    }

    /// Copies a photo as it came to where unedited ones lie; again changes nothing.
    pub async fn keep_apart(&self, city_id: i32, id: Uuid) -> io::Result<()> {
        for size in Size::ALL {
            if let Some(came) = self.read(city_id, id, Kept::Shown(0), size).await? {
                self.write(city_id, id, Kept::Unedited, size, &came).await?;
            }
        }
        self.settle(city_id, id, Kept::Unedited).await
    }

    /// Copies an unedited photo back to where all may see it.
    pub async fn bring_back(&self, city_id: i32, id: Uuid, to: Kept) -> io::Result<()> {
        for size in Size::ALL {
            let came = self.read(city_id, id, Kept::Unedited, size).await?;
            self.write(city_id, id, to, size, &came.ok_or(ErrorKind::NotFound)?).await?;
        }
        self.settle(city_id, id, to).await
    }

    pub async fn delete(&self, city_id: i32, id: Uuid, kept: Kept) -> io::Result<()> {
        for size in Size::ALL {
            found(fs::remove_file(self.path(city_id, id, kept, size)).await)?;
        }
        Ok(())
    }

    /// Deletes all that is kept of a photo of which this is the last version.
    pub async fn delete_all(&self, city_id: i32, id: Uuid, last_version: i32) -> io::Result<()> {
        for version in 0..=last_version {
            self.delete(city_id, id, Kept::Shown(version)).await?;
        }
        self.delete(city_id, id, Kept::Unedited).await
    }

    /// Writes a file that is no photo. Repeating it is harmless.
    pub async fn put_attachment(&self, city_id: i32, id: Uuid, bytes: &[u8]) -> io::Result<()> {
        let folder = within(&self.attached, city_id, id);
        fs::create_dir_all(&folder).await?;
        write(&folder.join(id.to_string()), bytes).await?;
        settle(&folder).await
    }

    pub async fn read_attachment(&self, city_id: i32, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(within(&self.attached, city_id, id).join(id.to_string())).await)
    }

    pub async fn delete_attachment(&self, city_id: i32, id: Uuid) -> io::Result<()> {
        found(fs::remove_file(within(&self.attached, city_id, id).join(id.to_string())).await).map(|_| ())
    }

    fn path(&self, city_id: i32, id: Uuid, kept: Kept, size: Size) -> PathBuf {
        let name = match kept {
            Kept::Shown(version @ 1..) => format!("{id}.v{version}.{}.jpg", size.name()),
            _ => format!("{id}.{}.jpg", size.name()),
        };
        self.folder(city_id, id, kept).join(name)
    }

    fn folder(&self, city_id: i32, id: Uuid, kept: Kept) -> PathBuf {
        let root = if kept == Kept::Unedited { &self.apart } else { &self.shown };
        within(root, city_id, id)
    }

    async fn write(&self, city_id: i32, id: Uuid, kept: Kept, size: Size, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(self.folder(city_id, id, kept)).await?;
        write(&self.path(city_id, id, kept, size), bytes).await
    }

    async fn settle(&self, city_id: i32, id: Uuid, kept: Kept) -> io::Result<()> {
        settle(&self.folder(city_id, id, kept)).await
    }
}

/// By the id's last digits: those of a version 7 id are random, its first ones are the date.
fn within(root: &Path, city_id: i32, id: Uuid) -> PathBuf {
    root.join(city_id.to_string()).join(format!("{:02x}", id.as_bytes()[15]))
}

/// The names are on the disk only when their folders are, up to the one that was there.
async fn settle(folder: &Path) -> io::Result<()> {
    for folder in folder.ancestors().take(3) {
        fs::File::open(folder).await?.sync_all().await?;
    }
    Ok(())
}

/// Nothing, where there is no such file.
fn found<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
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
    use crate::media::as_is;
    use image::{DynamicImage, ImageFormat};

    fn pictures(side: u32) -> Pictures {
        let mut bytes = io::Cursor::new(Vec::new());
        DynamicImage::new_rgb8(side, side).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        as_is(bytes.into_inner()).unwrap().pictures
    }

    #[tokio::test]
    async fn a_photo_is_read_as_it_was_put_until_it_is_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let (id, photo, came) = (Uuid::now_v7(), pictures(8), Kept::Shown(0));
        store.put(1, id, came, &photo).await.unwrap();
        store.put(1, id, came, &photo).await.unwrap();
        for size in Size::ALL {
            assert_eq!(store.read(1, id, came, size).await.unwrap().unwrap(), photo.bytes(size));
        }
        assert!(store.read(2, id, came, Size::Small).await.unwrap().is_none(), "another city's photo");
        let folder = store.folder(1, id, came);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "no unfinished file stays");

        store.delete_all(1, id, 0).await.unwrap();
        store.delete_all(1, id, 0).await.unwrap();
        assert!(store.read(1, id, came, Size::Small).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn the_unedited_pictures_lie_apart_and_come_back_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let (id, came, edited) = (Uuid::now_v7(), pictures(8), pictures(9));
        store.put(1, id, Kept::Shown(0), &came).await.unwrap();
        store.keep_apart(1, id).await.unwrap();
        store.put(1, id, Kept::Shown(1), &edited).await.unwrap();
        store.delete(1, id, Kept::Shown(0)).await.unwrap();
        store.keep_apart(1, id).await.unwrap();
        let read = |kept| store.read(1, id, kept, Size::Large);
        assert_eq!(read(Kept::Unedited).await.unwrap().unwrap(), came.bytes(Size::Large));
        assert_eq!(read(Kept::Shown(1)).await.unwrap().unwrap(), edited.bytes(Size::Large));
        assert!(store.folder(1, id, Kept::Unedited).starts_with(dir.path().join("originals")));
        let shown = std::fs::read_dir(store.folder(1, id, Kept::Shown(1))).unwrap().count();
        assert_eq!(shown, 3, "nothing unedited lies where others may read");

        store.bring_back(1, id, Kept::Shown(2)).await.unwrap();
        assert_eq!(read(Kept::Shown(2)).await.unwrap().unwrap(), came.bytes(Size::Large));
        store.delete_all(1, id, 2).await.unwrap();
        for kept in [Kept::Unedited, Kept::Shown(1), Kept::Shown(2)] {
            assert!(read(kept).await.unwrap().is_none(), "{kept:?}");
        }
    }
}
