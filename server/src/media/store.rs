//! Where photos lie: in the data folder, or in a bucket that speaks S3. The names are the same in both:
//! `photos/<city>/<two hex digits>/<id>.<size>.jpg` as they came, `<id>.v<version>.<size>.jpg` as an edit left
//! them. Of an edited photo the unedited pictures lie under `originals`, apart from all that others may see.
//! Files that staff puts to a case lie under `attachments` without an extension: nothing on the machine
//! opens them by their name.
//!
//! A file is either whole or absent, and one that was acknowledged stays ([`Disk`], [`Bucket`]). A file is
//! never changed: which version is shown is said by the photo's row.

use futures::future::join_all;
use std::io::{self, ErrorKind};
use uuid::Uuid;

use super::bucket::Bucket;
use super::disk::Disk;
use super::{Pictures, Size};
use crate::config::Config;

/// Cheap to clone.
#[derive(Clone, Debug)]
pub enum Store {
    Disk(Disk),
    Bucket(Bucket),
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
    /// What the settings say.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        Ok(match Bucket::configured(config)? {
            Some(bucket) => Self::Bucket(bucket),
            None => Self::Disk(Disk::open(&config.data_dir)?),
        })
    }

    /// Writes every size. Repeating it, also after a crash in the middle, is harmless.
    pub async fn put(&self, city_id: i32, id: Uuid, kept: Kept, pictures: &Pictures) -> io::Result<()> {
        let write = async |size| self.write(&photo(city_id, id, kept, size), pictures.bytes(size)).await;
        // Each to its end, so that one that fails leaves nothing unfinished of the others.
        join_all(Size::ALL.map(write)).await.into_iter().collect::<io::Result<()>>()?;
        self.settle(&photo(city_id, id, kept, Size::Small)).await
    }

    pub async fn read(&self, city_id: i32, id: Uuid, kept: Kept, size: Size) -> io::Result<Option<Vec<u8>>> {
        self.get(&photo(city_id, id, kept, size)).await
    }

    /// Copies a photo as it came to where unedited ones lie; again changes nothing.
    pub async fn keep_apart(&self, city_id: i32, id: Uuid) -> io::Result<()> {
        for size in Size::ALL {
            if let Some(came) = self.read(city_id, id, Kept::Shown(0), size).await? {
                self.write(&photo(city_id, id, Kept::Unedited, size), &came).await?;
            }
        }
        self.settle(&photo(city_id, id, Kept::Unedited, Size::Small)).await
    }

    /// Copies an unedited photo back to where all may see it.
    pub async fn bring_back(&self, city_id: i32, id: Uuid, to: Kept) -> io::Result<()> {
        for size in Size::ALL {
            let came = self.read(city_id, id, Kept::Unedited, size).await?;
            self.write(&photo(city_id, id, to, size), &came.ok_or(ErrorKind::NotFound)?).await?;
        }
        self.settle(&photo(city_id, id, to, Size::Small)).await
    }

    pub async fn delete(&self, city_id: i32, id: Uuid, kept: Kept) -> io::Result<()> {
        for size in Size::ALL {
            self.forget(&photo(city_id, id, kept, size)).await?;
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
        self.put_file(&attachment(city_id, id), bytes).await
    }

    pub async fn read_attachment(&self, city_id: i32, id: Uuid) -> io::Result<Option<Vec<u8>>> {
        self.get(&attachment(city_id, id)).await
    }

    pub async fn delete_attachment(&self, city_id: i32, id: Uuid) -> io::Result<()> {
        self.forget(&attachment(city_id, id)).await
    }

    /// Writes one file under its whole name, as a backup knows it.
    pub async fn put_file(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(name, bytes).await?;
        self.settle(name).await
    }

    /// A file by its whole name.
    pub async fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::Disk(disk) => disk.read(name).await,
            Self::Bucket(bucket) => bucket.read(name).await,
        }
    }

    /// Deletes a file by its whole name, if it is there.
    pub async fn forget(&self, name: &str) -> io::Result<()> {
        match self {
            Self::Disk(disk) => disk.delete(name).await,
            Self::Bucket(bucket) => bucket.delete(name).await,
        }
    }

    async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Disk(disk) => disk.write(name, bytes).await,
            Self::Bucket(bucket) => bucket.write(name, bytes).await,
        }
    }

    /// What was written next to `name` is there after a power cut. A bucket sees to that itself.
    async fn settle(&self, name: &str) -> io::Result<()> {
        match self {
            Self::Disk(disk) => disk.settle(name).await,
            Self::Bucket(_) => Ok(()),
        }
    }
}

/// The names of a photo's pictures.
pub fn names(city_id: i32, id: Uuid, kept: Kept) -> [String; 3] {
    Size::ALL.map(|size| photo(city_id, id, kept, size))
}

fn photo(city_id: i32, id: Uuid, kept: Kept, size: Size) -> String {
    let (root, size) = (if kept == Kept::Unedited { "originals" } else { "photos" }, size.name());
    match kept {
        Kept::Shown(version @ 1..) => format!("{}/{id}.v{version}.{size}.jpg", within(root, city_id, id)),
        _ => format!("{}/{id}.{size}.jpg", within(root, city_id, id)),
    }
}

/// The name of a file that is no photo.
pub fn attachment(city_id: i32, id: Uuid) -> String {
    format!("{}/{id}", within("attachments", city_id, id))
}

/// By the id's last digits: those of a version 7 id are random, its first ones are the date.
fn within(root: &str, city_id: i32, id: Uuid) -> String {
    format!("{root}/{city_id}/{:02x}", id.as_bytes()[15])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::as_is;
    use image::{DynamicImage, ImageFormat};
    use std::path::{Path, PathBuf};

    /// The folder of a photo's pictures.
    fn folder(dir: &Path, id: Uuid, kept: Kept) -> PathBuf {
        dir.join(photo(1, id, kept, Size::Small)).parent().unwrap().to_owned()
    }

    fn pictures(side: u32) -> Pictures {
        let mut bytes = io::Cursor::new(Vec::new());
        DynamicImage::new_rgb8(side, side).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        as_is(bytes.into_inner()).unwrap().pictures
    }

    #[tokio::test]
    async fn a_photo_is_read_as_it_was_put_until_it_is_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::Disk(Disk::open(dir.path()).unwrap());
        let (id, photo, came) = (Uuid::now_v7(), pictures(8), Kept::Shown(0));
        store.put(1, id, came, &photo).await.unwrap();
        store.put(1, id, came, &photo).await.unwrap();
        for size in Size::ALL {
            assert_eq!(store.read(1, id, came, size).await.unwrap().unwrap(), photo.bytes(size));
        }
        assert!(store.read(2, id, came, Size::Small).await.unwrap().is_none(), "another city's photo");
        let folder = folder(dir.path(), id, came);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 3, "no unfinished file stays");

        store.delete_all(1, id, 0).await.unwrap();
        store.delete_all(1, id, 0).await.unwrap();
        assert!(store.read(1, id, came, Size::Small).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn the_unedited_pictures_lie_apart_and_come_back_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::Disk(Disk::open(dir.path()).unwrap());
        let (id, came, edited) = (Uuid::now_v7(), pictures(8), pictures(9));
        store.put(1, id, Kept::Shown(0), &came).await.unwrap();
        store.keep_apart(1, id).await.unwrap();
        store.put(1, id, Kept::Shown(1), &edited).await.unwrap();
        store.delete(1, id, Kept::Shown(0)).await.unwrap();
        store.keep_apart(1, id).await.unwrap();
        let read = |kept| store.read(1, id, kept, Size::Large);
        assert_eq!(read(Kept::Unedited).await.unwrap().unwrap(), came.bytes(Size::Large));
        assert_eq!(read(Kept::Shown(1)).await.unwrap().unwrap(), edited.bytes(Size::Large));
        assert!(folder(dir.path(), id, Kept::Unedited).starts_with(dir.path().join("originals")));
        let shown = std::fs::read_dir(folder(dir.path(), id, Kept::Shown(1))).unwrap().count();
        assert_eq!(shown, 3, "nothing unedited lies where others may read");

        store.bring_back(1, id, Kept::Shown(2)).await.unwrap();
        assert_eq!(read(Kept::Shown(2)).await.unwrap().unwrap(), came.bytes(Size::Large));
        store.delete_all(1, id, 2).await.unwrap();
        for kept in [Kept::Unedited, Kept::Shown(1), Kept::Shown(2)] {
            assert!(read(kept).await.unwrap().is_none(), "{kept:?}");
        }
    }
}
