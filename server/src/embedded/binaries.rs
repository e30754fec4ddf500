//! Finds PostgreSQL's programs: the version that made the cluster, or the newest for a new one.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What to install on Debian and its relatives.
pub(super) const PACKAGES: &str = "`apt-get install postgresql-15 postgresql-15-postgis-3` on Debian 12";
const OVERRIDE: &str = "CITYCENTER_PG_BIN";

#[derive(Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// `wanted` is the major version of an existing cluster; another version cannot read it.
    pub fn matching(wanted: Option<u32>) -> Result<Binaries> {
        let chosen = std::env::var_os(OVERRIDE).map(PathBuf::from);
        let dirs = chosen.as_ref().map_or_else(usual_dirs, |dir| vec![dir.clone()]);
        choose(dirs, wanted).with_context(|| match chosen {
            Some(dir) => format!("{OVERRIDE} names {}", dir.display()),
            None => "no database is configured (DATABASE_URL), so citycenter runs its own".into(),
        })
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    fn in_dir(dir: PathBuf) -> Option<Binaries> {
        if !["postgres", "initdb", "psql"].iter().all(|name| dir.join(name).is_file()) {
            return None;
        }
        let major = major_version(&dir.join("postgres"))?;
        Some(Binaries { dir, major })
    }

    fn has_postgis(&self) -> bool {
        let debian = PathBuf::from(format!("/usr/share/postgresql/{}/extension", self.major));
        let prefix = self.dir.parent().unwrap_or(Path::new("/"));
        let relative = ["share/extension", "share/postgresql/extension"].map(|name| prefix.join(name));
        // Debian's layout is only Debian's: other builds of the same version do not read it.
        let is_debian = self.dir.starts_with("/usr/lib/postgresql");
        relative
            .into_iter()
            .chain(is_debian.then_some(debian))
            .any(|dir| dir.join("postgis.control").is_file())
    }
}

fn choose(dirs: Vec<PathBuf>, wanted: Option<u32>) -> Result<Binaries> {
    let mut found: Vec<Binaries> = dirs.into_iter().filter_map(Binaries::in_dir).collect();
    found.sort_by_key(|binaries| binaries.major);
    if found.is_empty() {
        bail!(
            "PostgreSQL was not found. Install PostgreSQL with PostGIS ({PACKAGES}), or set {OVERRIDE} to the folder of `postgres` and `initdb`."
        );
    }
    let majors: Vec<String> = found.iter().map(|binaries| binaries.major.to_string()).collect();
    if let Some(wanted) = wanted {
        found.retain(|binaries| binaries.major == wanted);
        if found.is_empty() {
            bail!(
                "this data directory was made by PostgreSQL {wanted}, and only version {} is installed. \
                 Install postgresql-{wanted} and postgresql-{wanted}-postgis-3, or set {OVERRIDE}.",
                majors.join(", ")
            );
        }
    }
    found.into_iter().rfind(Binaries::has_postgis).with_context(|| {
        let version = wanted.map_or_else(|| majors.join(", "), |wanted| wanted.to_string());
        format!(
            "PostgreSQL {version} is installed, but its PostGIS is missing. Install PostGIS ({PACKAGES})."
        )
    })
}

/// Debian; the PostgreSQL project's rpm packages; whatever `pg_config` on the PATH names.
fn usual_dirs() -> Vec<PathBuf> {
    let versioned = |parent: &str, prefix: &str| -> Vec<PathBuf> {
        std::fs::read_dir(parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
            .map(|entry| entry.path().join("bin"))
            .collect()
    };
    let mut dirs = versioned("/usr/lib/postgresql", "");
    dirs.extend(versioned("/usr", "pgsql-"));
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        dirs.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    dirs
}

/// A program for clients of version `wanted`; of a later one, where that is not installed.
pub(super) fn client(program: &str, wanted: u32) -> Result<PathBuf> {
    let chosen = std::env::var_os(OVERRIDE).map(PathBuf::from);
    let paths = chosen.map_or_else(usual_dirs, |dir| vec![dir]).into_iter().map(|dir| dir.join(program));
    let found = paths.filter_map(|path| Some((major_version(&path)?, path)));
    let (_, path) = found
        .filter(|(major, _)| *major >= wanted)
        .min_by_key(|(major, _)| *major)
        .with_context(|| format!("{program} of PostgreSQL {wanted} was not found. Install postgresql-client-{wanted}, or set {OVERRIDE} to its folder."))?;
    Ok(path)
}

/// From `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
fn major_version(program: &Path) -> Option<u32> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// An installation that only knows its version.
    fn installed(parent: &Path, major: u32, postgis: bool) -> PathBuf {
        let dir = parent.join(format!("pg{major}/bin"));
        std::fs::create_dir_all(&dir).unwrap();
        for name in ["postgres", "initdb", "psql"] {
            let program = dir.join(name);
            std::fs::write(&program, format!("#!/bin/sh\necho 'postgres (PostgreSQL) {major}.3'\n")).unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        if postgis {
            let extension = parent.join(format!("pg{major}/share/extension"));
            std::fs::create_dir_all(&extension).unwrap();
            std::fs::write(extension.join("postgis.control"), "").unwrap();
        }
        dir
    }

    #[test]
    fn a_new_cluster_takes_the_newest_version_that_has_postgis() {
        let home = tempfile::tempdir().unwrap();
        let dirs = vec![
            installed(home.path(), 15, true),
            installed(home.path(), 16, true),
            installed(home.path(), 17, false),
        ];
        assert_eq!(choose(dirs, None).unwrap().major, 16);
    }

    #[test]
    fn an_existing_cluster_takes_its_own_version() {
        let home = tempfile::tempdir().unwrap();
        let dirs = vec![installed(home.path(), 15, true), installed(home.path(), 16, true)];
        assert_eq!(choose(dirs.clone(), Some(15)).unwrap().major, 15);
        let refused = choose(dirs, Some(13)).unwrap_err().to_string();
        assert!(refused.contains("made by PostgreSQL 13, and only version 15, 16"), "{refused}");
    }

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let home = tempfile::tempdir().unwrap();
        let nothing = choose(vec![home.path().join("bin")], None).unwrap_err().to_string();
        assert!(nothing.contains("postgresql-15 postgresql-15-postgis-3"), "{nothing}");
        let bare = choose(vec![installed(home.path(), 15, false)], None).unwrap_err().to_string();
        assert!(bare.contains("PostGIS is missing"), "{bare}");
    }
}
