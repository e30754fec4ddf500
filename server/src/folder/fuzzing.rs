//! A city's folder as a stranger writes it: one file of it, told by the first byte.

use super::problem::Problems;
use super::{assets, calendar, geometry, map, rows, settings};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder that goes away again.
struct Folder(PathBuf);

impl Folder {
    /// With `bytes` as its `file`.
    fn with(file: &str, bytes: &[u8]) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("citycenter-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dir = std::env::temp_dir().join(name);
        let path = dir.join(file);
        let written =
            std::fs::create_dir_all(path.parent().unwrap_or(&dir)).and_then(|()| std::fs::write(path, bytes));
        assert!(written.is_ok(), "no room for a folder: {written:?}");
        Self(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

type Read = fn(&Path, &mut Problems);

/// Every table, and the settings.
const TABLES: [(&str, Read); 7] = [
    (rows::CATEGORIES, |dir, problems| drop(rows::categories(dir, problems))),
    (rows::DEPARTMENTS, |dir, problems| drop(rows::departments(dir, problems))),
    (rows::ISSUE_TYPES, |dir, problems| drop(rows::issue_types(dir, problems))),
    (rows::CHANNELS, |dir, problems| drop(rows::channels(dir, problems))),
    (rows::CLOCKS, |dir, problems| drop(rows::clocks(dir, problems))),
    ("working-calendar/2026.csv", |dir, problems| drop(calendar::read(dir, problems))),
    ("city.toml", |dir, problems| drop(settings::read(dir, problems))),
];

/// Every map file. Whatever is taken can be written and read again.
const MAPS: [(&str, Read); 6] = [
    (map::BOUNDARY, |dir, problems| again(&map::boundary(dir, problems))),
    (map::TERRITORIES, |dir, problems| map::territories(dir, problems).iter().for_each(|t| again(&t.area))),
    (map::HOUSES, |dir, problems| map::houses(dir, problems).iter().for_each(|h| again(&h.outline))),
    (map::GROUNDS, |dir, problems| map::grounds(dir, problems).iter().for_each(|g| again(&g.outline))),
    (map::STREETS, |dir, problems| drop(map::streets(dir, problems))),
    (assets::FILE, |dir, problems| drop(assets::read(dir, problems))),
];

/// The first byte says which table, the rest is the table.
pub fn table(bytes: &[u8]) {
    one_of(&TABLES, bytes);
}

/// The first byte says which map file, the rest is the file.
pub fn map_file(bytes: &[u8]) {
    one_of(&MAPS, bytes);
}

fn one_of(files: &[(&str, Read)], bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (file, read) = files[usize::from(*first) % files.len()];
    let folder = Folder::with(file, rest);
    let mut problems = Problems::default();
    read(&folder.0, &mut problems);
    let told = problems.to_string();
    assert!(problems.0.is_empty() || told.contains(file.split('/').next().unwrap_or(file)), "{told}");
}

fn again(area: &geo_types::MultiPolygon<f64>) {
    if area.0.is_empty() {
        return;
    }
    let written = geometry::geojson(area).ok().and_then(|text| geometry::multi_polygon(&text).ok());
    assert_eq!(written.as_ref(), Some(area), "an area is not what was written of it");
}
