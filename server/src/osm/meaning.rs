//! What tags mean to a city's map. <https://wiki.openstreetmap.org/wiki/Map_features>

use super::file::Tags;

/// What an element is on our map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Street(&'static str),
    Line(&'static str),
    House,
    Ground(&'static str),
}

/// What a way is.
pub fn of_way(tags: &Tags, closed: bool) -> Option<Meaning> {
    let area = if closed { of_area(tags) } else { None };
    area.or_else(|| street(tags).map(Meaning::Street)).or_else(|| line(tags).map(Meaning::Line))
}

/// What an area is: a closed way, or a relation of ways.
pub fn of_area(tags: &Tags) -> Option<Meaning> {
    if tags.get("building").is_some_and(|kind| kind != "no") {
        return Some(Meaning::House);
    }
    ground(tags).map(Meaning::Ground)
}

fn street(tags: &Tags) -> Option<&'static str> {
    let class = match tags.get("highway")? {
        "motorway" | "motorway_link" | "trunk" | "trunk_link" | "primary" | "primary_link" | "secondary"
        | "secondary_link" => "main",
        "tertiary" | "tertiary_link" | "residential" | "unclassified" | "living_street" | "road"
        | "busway" => "street",
        "service" | "track" | "pedestrian" => "lane",
        "footway" | "path" | "cycleway" | "steps" | "bridleway" => "path",
        _ => return None,
    };
    (tags.get("area") != Some("yes")).then_some(class)
}

fn line(tags: &Tags) -> Option<&'static str> {
    let below = tags.get("tunnel").is_some_and(|tunnel| tunnel != "no");
    match (tags.get("railway"), tags.get("waterway")) {
        (Some("rail" | "light_rail" | "narrow_gauge" | "monorail"), _) if !below => Some("rail"),
        (Some("tram"), _) if !below => Some("tram"),
        (_, Some("river" | "canal")) if !below => Some("river"),
        (_, Some("stream")) if !below => Some("stream"),
        _ => None,
    }
}

fn ground(tags: &Tags) -> Option<&'static str> {
    let of = |key| tags.get(key).unwrap_or_default();
    match (of("natural"), of("landuse"), of("leisure")) {
        ("water", _, _) | (_, "reservoir" | "basin", _) => return Some("water"),
        (_, _, "park" | "garden") | (_, "recreation_ground" | "village_green", _) => return Some("park"),
        ("wood", _, _) | (_, "forest", _) => return Some("wood"),
        ("grassland" | "scrub" | "heath", _, _)
        | (_, "grass" | "meadow" | "orchard" | "cemetery", _)
        | (_, _, "common" | "pitch" | "golf_course") => return Some("grass"),
        _ => {}
    }
    if matches!(of("waterway"), "riverbank" | "dock") {
        return Some("water");
    }
    if of("place") == "square" || (of("highway") == "pedestrian" && !of("area").starts_with('n')) {
        return Some("square");
    }
    let block =
        matches!(
            of("landuse"),
            "residential"
                | "commercial"
                | "retail"
                | "industrial"
                | "garages"
                | "construction"
                | "railway"
                | "military"
        ) || matches!(of("amenity"), "school" | "kindergarten" | "hospital" | "university" | "college");
    block.then_some("block")
}

/// A part of a city that people know by name.
pub fn locality(tags: &Tags) -> Option<&'static str> {
    match tags.get("place")? {
        "suburb" | "borough" => Some("district"),
        "quarter" | "neighbourhood" => Some("quarter"),
        "town" | "village" | "hamlet" => Some("village"),
        _ => None,
    }
}

/// What it is called in Russian and in English. Without a Russian name the one on its signs stands
/// for it; that stands for an English one too, if it is written in Latin letters.
pub fn names(tags: &Tags) -> (Option<String>, Option<String>) {
    let said = |key| tags.get(key).map(str::trim).filter(|name| !name.is_empty());
    let signs = said("name");
    let latin = signs.filter(|name| !name.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}')));
    let ru = said("name:ru").or(signs);
    let en = said("name:en").or(said("int_name")).or(latin);
    (ru.map(shortened), en.filter(|_| ru.is_some()).map(shortened))
}

/// Names longer than any sign are cut.
fn shortened(name: &str) -> String {
    name.chars().take(120).collect()
}
