//! What no file can know alone: names that must be there once, and references that must lead
//! somewhere.

use super::geometry::SWAPPED;
use super::problem::Problems;
use super::{CityFolder, assets, map, oidc, rows, settings, table};
use domain::place::Place;
use geo::{BoundingRect, Intersects};
use geo_types::MultiPolygon;
use std::collections::HashSet;

/// Finds repeated names and references to nothing.
pub fn check(folder: &CityFolder, problems: &mut Problems) {
    let categories = known(rows::CATEGORIES, folder.categories.iter().map(|c| (c.line, &*c.slug)), problems);
    let departments =
        known(rows::DEPARTMENTS, folder.departments.iter().map(|d| (d.line, &*d.slug)), problems);
    known(rows::ISSUE_TYPES, folder.issue_types.iter().map(|t| (t.line, &*t.slug)), problems);
    let channels = known(rows::CHANNELS, folder.channels.iter().map(|c| (c.line, &*c.slug)), problems);
    for t in &folder.issue_types {
        must_be(&categories, "category", &t.category, rows::ISSUE_TYPES, t.line, problems);
        must_be(&departments, "department", &t.department, rows::ISSUE_TYPES, t.line, problems);
    }
    for channel in &folder.channels {
        must_be(&departments, "department", &channel.department, rows::CHANNELS, channel.line, problems);
    }
    let none_fits = folder.settings.none_fits.as_ref().map(|n| ("none_fits", &n.department));
    let dispatcher = folder.settings.dispatcher.as_ref().map(|d| ("dispatcher", &d.department));
    for (what, department) in none_fits.into_iter().chain(dispatcher) {
        if !departments.is_empty() && !departments.contains(&**department) {
            problems.add(settings::FILE, format!("{what}: department “{department}” is unknown"));
        }
    }
    if let Some(settings) = &folder.settings.oidc {
        oidc::check(settings, &departments, problems);
    }
    let mut clocks = HashSet::new();
    for clock in &folder.clocks {
        must_be(&channels, "channel", &clock.channel, rows::CLOCKS, clock.line, problems);
        if !clocks.insert((&clock.channel, &clock.nature, &clock.measure)) {
            let what =
                format!("{} has a clock for {} of {} already", clock.channel, clock.measure, clock.nature);
            problems.add_line(rows::CLOCKS, clock.line, what);
        }
    }
    for channel in &folder.channels {
        let general = |clock: &rows::Clock| clock.channel == channel.slug && clock.nature == "any";
        if !folder.clocks.is_empty() && !folder.clocks.iter().any(general) {
            let what = format!("{} has no clock of nature any in {}", channel.slug, rows::CLOCKS);
            problems.add_line(rows::CHANNELS, channel.line, what);
        }
    }
    check_map(folder, &departments, problems);
    check_assets(folder, &departments, problems);
}

fn check_map(folder: &CityFolder, departments: &HashSet<&str>, problems: &mut Problems) {
    names(map::TERRITORIES, folder.territories.iter().map(|t| &*t.slug), problems);
    let streets = names(map::STREETS, folder.streets.iter().map(|s| &*s.slug), problems);
    names(map::HOUSES, folder.houses.iter().map(|h| &*h.slug), problems);
    names(map::GROUNDS, folder.grounds.iter().map(|g| &*g.slug), problems);
    for territory in &folder.territories {
        if !departments.contains(&*territory.department) {
            let reason = format!("department “{}” is not in {}", territory.department, rows::DEPARTMENTS);
            problems.add_named(map::TERRITORIES, &territory.slug, reason);
        }
        if territory.title_ru.trim().is_empty() || territory.title_en.trim().is_empty() {
            problems.add_named(map::TERRITORIES, &territory.slug, "has no title in each language");
        }
        if is_swapped(&folder.boundary, &territory.area) {
            problems.add_named(
                map::TERRITORIES,
                &territory.slug,
                format!("is outside the outline; {SWAPPED}"),
            );
        }
    }
    for house in &folder.houses {
        if let Some(street) = house.street.as_deref().filter(|street| !streets.contains(street)) {
            let reason = format!("street “{street}” is not in {}", map::STREETS);
            problems.add_named(map::HOUSES, &house.slug, reason);
        }
        let number = house.number.as_deref().unwrap_or_default();
        if number.trim().is_empty() || number.chars().count() > 20 {
            let reason = "number is empty or longer than 20 characters";
            problems.add_named(map::HOUSES, &house.slug, reason);
        }
    }
    let both_read = !folder.boundary.0.is_empty() && folder.settings != settings::Settings::default();
    if both_read && !folder.boundary.intersects(&folder.settings.center.point()) {
        problems.add(settings::FILE, format!("center is not inside the outline in {}", map::BOUNDARY));
    }
}

fn check_assets(folder: &CityFolder, departments: &HashSet<&str>, problems: &mut Problems) {
    names(assets::FILE, folder.assets.iter().map(|a| &*a.slug), problems);
    for asset in &folder.assets {
        if let Some(department) = asset.department.as_deref().filter(|name| !departments.contains(name)) {
            let reason = format!("department “{department}” is not in {}", rows::DEPARTMENTS);
            problems.add_named(assets::FILE, &asset.slug, reason);
        }
        let swapped = Place { lat: asset.place.lon, lon: asset.place.lat };
        if !asset.place.is_in(&folder.boundary) && swapped.is_in(&folder.boundary) {
            problems.add_named(assets::FILE, &asset.slug, format!("is outside the outline; {SWAPPED}"));
        }
    }
}

/// Whether an area lies off the city, and in it once latitude and longitude are swapped.
fn is_swapped(city: &MultiPolygon<f64>, area: &MultiPolygon<f64>) -> bool {
    let Some((city, area)) = city.bounding_rect().zip(area.bounding_rect()) else {
        return false;
    };
    let (min, max) = (area.min(), area.max());
    let swapped = geo_types::Rect::new((min.y, min.x), (max.y, max.x));
    !city.intersects(&area) && city.intersects(&swapped)
}

/// The names in a table; each may be there once.
fn known<'a>(
    file: &str,
    rows: impl Iterator<Item = (u64, &'a str)>,
    problems: &mut Problems,
) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    let mut any = false;
    for (line, slug) in rows {
        any = true;
        if !seen.insert(slug) {
            problems.add_line(file, line, format!("slug “{slug}” is there already"));
        }
    }
    if !any {
        problems.add(file, "has no lines");
    }
    seen
}

/// The names in a map file; each must be one and may be there once.
fn names<'a>(file: &str, ids: impl Iterator<Item = &'a str>, problems: &mut Problems) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    for id in ids {
        if !table::is_slug(id) {
            problems.add_named(file, id, "id is not a name of small letters, digits and hyphens");
        }
        if !seen.insert(id) {
            problems.add_named(file, id, "id is there already");
        }
    }
    seen
}

/// A table that could not be read is told once, not once for each reference to it.
fn must_be(known: &HashSet<&str>, what: &str, slug: &str, file: &str, line: u64, problems: &mut Problems) {
    if !known.is_empty() && !known.contains(slug) {
        problems.add_line(file, line, format!("{what} “{slug}” is unknown"));
    }
}
