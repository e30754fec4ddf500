//! HEIC and HEIF, as iPhones and some Android phones take photos, are decoded by the program that
//! comes with Debian's libheif: in a process of its own with little memory and little time, because
//! it is C++ that reads what strangers send. See ADR 0016.

use super::PhotoProblem;
use super::decode::MAX_PIXELS;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::fs;
use tokio::process::Command;

/// What the decoder is called: since libheif 1.18, and before.
const PROGRAMS: [&str; 2] = ["heif-dec", "heif-convert"];
/// Sets the limits of a process; part of every Debian.
const LIMITER: &str = "prlimit";
/// Address space, in bytes: a picture of 50 megapixels takes about half of it.
const MEMORY: u64 = 1536 * 1024 * 1024;
/// Processor time, in seconds, over all its threads.
const CPU_SECONDS: u64 = 30;
/// Bytes of a JPEG that it may write.
const OUTPUT: u64 = 100 * 1024 * 1024;
/// Of the JPEG between: it is encoded once more, so it keeps nearly everything.
const QUALITY: &str = "95";

/// The decoder, where the machine has one.
#[derive(Clone, Debug)]
pub struct Heif(Option<Programs>);

#[derive(Clone, Debug)]
struct Programs {
    limiter: PathBuf,
    decoder: PathBuf,
}

impl Heif {
    /// Looks for it among the machine's programs.
    pub fn find() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let found = PROGRAMS.iter().find_map(|name| program(&path, name));
        Self(found.zip(program(&path, LIMITER)).map(|(decoder, limiter)| Programs { limiter, decoder }))
    }

    /// None: HEIC is refused.
    #[cfg(test)]
    pub fn missing() -> Self {
        Self(None)
    }

    pub fn is_here(&self) -> bool {
        self.0.is_some()
    }

    /// The picture as a JPEG, upright: libheif does what the file says about turning, and what EXIF
    /// says beside it is to be ignored. Of several pictures it is the first.
    pub(super) async fn to_jpeg(&self, bytes: &[u8], time: Duration) -> Result<Vec<u8>, PhotoProblem> {
        let programs = self.0.as_ref().ok_or(PhotoProblem::HeicNotHere)?;
        if pixels(bytes).is_some_and(|pixels| pixels > MAX_PIXELS) {
            return Err(PhotoProblem::TooManyPixels);
        }
        let folder = tempfile::Builder::new().prefix("citycenter-heif-").tempdir()?;
        match tokio::time::timeout(time, programs.run(folder.path(), bytes)).await {
            Ok(done) => done,
            // Dropping the run has killed the process.
            Err(_) => Err(PhotoProblem::TooSlow),
        }
    }
}

impl Programs {
    async fn run(&self, folder: &Path, bytes: &[u8]) -> Result<Vec<u8>, PhotoProblem> {
        let (sent, made) = (folder.join("photo.heic"), folder.join("photo.jpg"));
        fs::write(&sent, bytes).await?;
        let ended = Command::new(&self.limiter)
            .args([format!("--as={MEMORY}"), format!("--cpu={CPU_SECONDS}"), format!("--fsize={OUTPUT}")])
            .args(["--core=0", "--nofile=64", "--"])
            .arg(&self.decoder)
            .args(["-q", QUALITY])
            .args([&sent, &made])
            .env_clear()
            // Each arena of the allocator reserves address space, which is what is limited.
            .env("MALLOC_ARENA_MAX", "2")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .status()
            .await?;
        if !ended.success() {
            return Err(PhotoProblem::Broken);
        }
        match fs::read(&made).await {
            Ok(jpeg) => Ok(jpeg),
            Err(_) => fs::read(folder.join("photo-1.jpg")).await.map_err(|_| PhotoProblem::Broken),
        }
    }
}

fn program(path: &OsStr, name: &str) -> Option<PathBuf> {
    env::split_paths(path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Whether these bytes say that they are HEIC or HEIF (ISO/IEC 23008-12). AVIF, its sister, is not.
pub(super) fn is_heif(bytes: &[u8]) -> bool {
    const OURS: [&[u8]; 6] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"];
    let Some((b"ftyp", brands)) = boxes(bytes).next() else { return false };
    let mut brands = brands.chunks_exact(4);
    brands.any(|brand| OURS.contains(&brand))
}

/// Pixels of the largest picture that the file describes.
pub(super) fn pixels(bytes: &[u8]) -> Option<u64> {
    const VERSION_AND_FLAGS: usize = 4;
    let meta = inside(bytes, *b"meta")?.get(VERSION_AND_FLAGS..)?;
    let properties = inside(inside(meta, *b"iprp")?, *b"ipco")?;
    let sizes = boxes(properties).filter(|(kind, _)| *kind == b"ispe").filter_map(|(_, said)| {
        let number = |from| Some(u64::from(u32::from_be_bytes(*said.get(from..)?.first_chunk()?)));
        Some(number(VERSION_AND_FLAGS)?.saturating_mul(number(VERSION_AND_FLAGS + 4)?))
    });
    sizes.max()
}

fn inside(bytes: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    boxes(bytes).find(|(kind, _)| **kind == wanted).map(|(_, content)| content)
}

/// The boxes of an ISO base media file, with their kinds; ends where one does not fit.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk()?;
        let (kind, _) = after.split_first_chunk()?;
        let length = match u32::from_be_bytes(*length) as usize {
            0 => rest.len(),
            length => length,
        };
        let content = rest.get(8..length)?;
        rest = &rest[length..];
        Some((kind, content))
    })
}
