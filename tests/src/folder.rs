//! The city's folder, copied so that a story can change what the city's data says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::CITY;
use crate::server::city_dir;

/// A copy of small-town's folder in `scratch`, with its base.
pub fn copy_of_the_city(scratch: &Path) -> PathBuf {
    for folder in [CITY, "small-town/working-calendar", "small-town/texts", "russia", "russia/issue-types"] {
        let copy = scratch.join(folder);
        fs::create_dir_all(&copy).expect("a folder");
        for entry in fs::read_dir(city_dir(folder)).expect("the city's folder").flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), copy.join(entry.file_name())).expect("a copy");
            }
        }
    }
    scratch.join(CITY)
}

/// Writes a file anew from what it says.
pub fn change(file: &Path, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(file).expect("a file");
    fs::write(file, change(&text)).expect("written");
}
