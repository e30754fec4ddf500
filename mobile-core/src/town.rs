//! A city for tests, as its answers say: two districts, four types, a working calendar.

use serde_json::{Value, json};

/// What it says of itself.
pub(crate) fn city() -> Value {
    json!({
        "slug": "small-town", "title": "Tikhy Brod", "default": true, "time_zone": "Europe/Moscow",
        "languages": ["ru", "en"], "emergency_phone": "112", "center": { "lat": 57.62, "lon": 36.4 },
        "zoom": 15.0, "bounds": [36.3, 57.5, 36.5, 57.7], "version": 3, "territories": [], "demo": false,
    })
}

fn area(west: f64, south: f64, east: f64, north: f64) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({ "type": "MultiPolygon", "coordinates": [[ring]] })
}

/// Where it ends.
pub(crate) fn territories() -> Value {
    json!({
        "version": 3, "language": "en", "within_m": 5, "boundary": area(36.3, 57.5, 36.5, 57.7),
        "territories": [
            { "slug": "north", "title": "North", "area": area(36.3, 57.6, 36.5, 57.7) },
            { "slug": "south", "title": "South", "area": area(36.3, 57.52, 36.5, 57.6) },
        ],
    })
}

fn clock(measure: &str, target: u32, unit: &str) -> Value {
    json!({ "measure": measure, "target": target, "unit": unit, "last_day_off": "stay", "pausable": true })
}

fn issue_type(slug: &str, title: &str, more: &Value) -> Value {
    let mut one = json!({
        "slug": slug, "title": title, "owner_by": "department", "deadline_days": 10, "priority": "normal",
        "emergency": false, "first_action_hours": null, "at_home": false, "duplicate_radius_m": 50,
        "belongs": format!("{title}, in a street"), "photograph": "From two steps away",
        "clocks": [clock("resolution", 10, "calendar_days")],
    });
    for (key, value) in more.as_object().cloned().unwrap_or_default() {
        one[key] = value;
    }
    one
}

/// How deep it is, and since when; the depth should be told.
pub(crate) fn questions() -> Value {
    json!([
        { "id": "depth", "title": "How deep, in centimetres?", "kind": "number", "options": [],
          "required": true, "min": 1, "max": 200 },
        { "id": "since", "title": "Since when?", "kind": "choice", "required": false, "min": null, "max": null,
          "options": [{ "id": "today", "title": "Since today" }, { "id": "long", "title": "For long" }] },
    ])
}

/// A pothole: asked about, photographed, in summer.
pub(crate) fn pothole() -> Value {
    issue_type(
        "pothole",
        "Pothole",
        &json!({
            "photo": "required", "questions": questions(), "season": { "from": "04-01", "to": "10-31" },
            "not_here": [
                { "text": "A manhole without a cover", "instead": "manhole" },
                { "text": "In a yard. Ask its owner", "instead": null },
            ],
        }),
    )
}

/// What can be reported.
pub(crate) fn catalogue(version: i32, roads: &[Value]) -> Value {
    let manhole = issue_type(
        "manhole",
        "Manhole without a cover",
        &json!({
            "emergency": true, "first_action_hours": 3, "photo": "wanted",
            "danger": { "text": "Keep away and warn others.", "phone": "112" },
            "clocks": [clock("first_action", 3, "hours"), clock("resolution", 2, "working_days")],
        }),
    );
    let lift = issue_type("lift", "Lift out of order", &json!({ "photo": "none" }));
    let roads: Vec<Value> = roads.iter().cloned().chain([manhole]).collect();
    json!({
        "version": version, "language": "en",
        "categories": [
            { "slug": "roads", "title": "Roads", "types": roads },
            { "slug": "houses", "title": "Houses", "types": [lift] },
        ],
        "calendar": {
            "office_hours": { "opens": "09:00:00", "closes": "18:00:00", "days_off": ["Sat", "Sun"] },
            "days": [{ "day": "2026-11-16", "kind": "moved_day_off" }, { "day": "2027-01-01", "kind": "holiday" }],
        },
    })
}
