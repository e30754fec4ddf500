//! Where the cluster's things lie: `<data-dir>/postgres/{data,log,lock}` and a short folder for
//! the socket, whose whole path the kernel limits to 107 bytes.

use anyhow::{Context, Result, ensure};
use std::fs::{self, DirBuilder};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use super::account::Account;

pub(super) struct Layout {
    /// `<data-dir>/postgres`, absolute, without symbolic links.
    pub root: PathBuf,
}

impl Layout {
    /// The layout of a data directory that has seen a cluster.
    pub fn existing(data_dir: &Path) -> Result<Option<Layout>> {
        let root = data_dir.join("postgres");
        match root.canonicalize() {
            Ok(root) => Ok(Some(Layout { root })),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("failed to open {}", root.display())),
        }
    }

    pub fn create(data_dir: &Path, account: &Account) -> Result<Layout> {
        let root = data_dir.join("postgres");
        fs::create_dir_all(data_dir)
            .and_then(|()| make_private(&root))
            .and_then(|()| root.canonicalize())
            .with_context(|| format!("failed to make the folder {}", root.display()))
            .and_then(|root| account.own(&root).map(|()| Layout { root }))
    }

    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    pub fn lock(&self) -> PathBuf {
        self.root.join("lock")
    }

    /// The major version that made this cluster; none yet when the cluster is to be made.
    pub fn version(&self) -> Result<Option<u32>> {
        let file = self.data().join("PG_VERSION");
        match fs::read_to_string(&file) {
            Ok(text) => {
                let major = text.trim().parse();
                Ok(Some(major.with_context(|| format!("{} names no version: {text:?}", file.display()))?))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("failed to read {}", file.display())),
        }
    }

    /// Makes the socket's folder (again, after a reboot has emptied /run). The cluster trusts
    /// whoever reaches the socket, so the folder must be ours alone: in a shared /tmp somebody
    /// else may have made one of that name first.
    pub fn socket_dir(&self, account: &Account) -> Result<PathBuf> {
        let mut hasher = DefaultHasher::new();
        self.root.hash(&mut hasher);
        let dir = runtime_dir().join(format!("citycenter-{:016x}", hasher.finish()));
        make_private(&dir).with_context(|| format!("failed to make the folder {}", dir.display()))?;
        let before = fs::symlink_metadata(&dir)?;
        let ours = [geteuid().as_raw(), account.uid].contains(&before.uid());
        let private = matches!(before.mode() & 0o777, 0o700);
        ensure!(
            before.is_dir() && ours && private,
            "{} exists and is not a private folder of ours; remove it and start again",
            dir.display()
        );
        account.own(&dir)?;
        Ok(dir)
    }
}

/// The folder that systemd made for us, the one for root's or the user's running programs, or the
/// temporary one.
fn runtime_dir() -> PathBuf {
    let named = |variable| std::env::var_os(variable).map(PathBuf::from);
    let usual = if geteuid().is_root() { Some(PathBuf::from("/run")) } else { named("XDG_RUNTIME_DIR") };
    // After `su` the variable may still name somebody else's.
    let ours = |dir: &PathBuf| fs::metadata(dir).is_ok_and(|dir| dir.uid() == geteuid().as_raw());
    [named("RUNTIME_DIRECTORY").filter(ours), usual.filter(ours), Some(std::env::temp_dir())]
        .into_iter()
        .flatten()
        .find(|dir| fits(dir))
        .unwrap_or_else(|| PathBuf::from("/tmp"))
}

/// Short enough for a socket below it, and plain enough to stand in a URL as it is.
fn fits(dir: &Path) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    dir.is_dir() && dir.to_str().is_some_and(|text| text.len() <= 60 && text.chars().all(plain))
}

fn make_private(dir: &Path) -> std::io::Result<()> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}
