//! `working-calendar/<year>.csv`: the days that are not what their weekday says, a file a year.

use super::problem::Problems;
use super::rows::CalendarDay;
use super::table;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::HashSet;
use std::path::Path;

const FOLDER: &str = "working-calendar";
const KINDS: [&str; 4] = ["holiday", "moved_day_off", "working_weekend", "shortened"];

pub fn read(dir: &Path, problems: &mut Problems) -> Vec<CalendarDay> {
    let mut days = Vec::new();
    for (file, year) in years(dir, problems) {
        let mut seen = HashSet::new();
        let columns = ["date", "kind", "title_ru", "title_en"];
        days.extend(table::read(dir, &file, &columns, problems, |line| {
            let day = CalendarDay {
                day: line.date("date"),
                kind: line.choice("kind", &KINDS),
                title_ru: line.text("title_ru"),
                title_en: line.text("title_en"),
            };
            if day.day != NaiveDate::default() && day.day.year() != year {
                line.refuse(format_args!("{} is not in {year}", day.day));
            }
            if day.kind == "working_weekend" && !matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun) {
                line.refuse(format_args!("{} is no weekend", day.day));
            }
            if !seen.insert((day.day, day.kind.clone())) {
                line.refuse(format_args!("{} is {} already", day.day, day.kind));
            }
            day
        }));
    }
    days
}

/// The files and their years.
fn years(dir: &Path, problems: &mut Problems) -> Vec<(String, i32)> {
    let Ok(entries) = dir.join(FOLDER).read_dir() else {
        problems.add(FOLDER, "is missing: a folder with a file for each year, such as 2026.csv");
        return Vec::new();
    };
    let mut years = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = format!("{FOLDER}/{name}");
        match name.strip_suffix(".csv").and_then(|year| year.parse().ok()) {
            Some(year) if (2000..=2100).contains(&year) => years.push((file, year)),
            _ => problems.add(&file, "is not the file of a year, such as 2026.csv"),
        }
    }
    if years.is_empty() {
        problems.add(FOLDER, "has no year; a file such as 2026.csv is needed");
    }
    years.sort();
    years
}
