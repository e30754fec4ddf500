//! A folder is refused with every problem in it, each with its file and line.

use super::CityFolder;
use std::fs;
use std::path::{Path, PathBuf};

fn shipped(city: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cities").join(city)
}

/// A file, and what becomes of its text.
type Change<'a> = (&'a str, &'a dyn Fn(&str) -> String);

/// A copy of the synthetic town with some files replaced, and what is wrong with it.
fn problems_with(changes: &[Change]) -> Vec<String> {
    let scratch = tempfile::tempdir().unwrap();
    let town = scratch.path().join("town");
    fs::create_dir_all(town.join("working-calendar")).unwrap();
    for file in fs::read_dir(shipped("small-town")).unwrap().flatten().filter(|entry| entry.path().is_file())
    {
        fs::copy(file.path(), town.join(file.file_name())).unwrap();
    }
    let base = scratch.path().join("russia/issue-types");
    fs::create_dir_all(&base).unwrap();
    for file in fs::read_dir(shipped("russia/issue-types")).unwrap().flatten() {
        fs::copy(file.path(), base.join(file.file_name())).unwrap();
    }
    let calendar = shipped("small-town").join("working-calendar/2026.csv");
    fs::copy(calendar, town.join("working-calendar/2026.csv")).unwrap();
    fs::create_dir_all(town.join("texts")).unwrap();
    for file in fs::read_dir(shipped("small-town").join("texts")).unwrap().flatten() {
        fs::copy(file.path(), town.join("texts").join(file.file_name())).unwrap();
    }
    for (file, change) in changes {
        let path = town.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, change(&fs::read_to_string(&path).unwrap_or_default())).unwrap();
    }
    match CityFolder::read(&town) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.0.iter().map(ToString::to_string).collect(),
    }
}

fn collection(properties: &str, geometry: &str) -> String {
    let feature = format!(r#"{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}"#);
    format!(r#"{{"type": "FeatureCollection", "features": [{feature}]}}"#)
}

fn polygon(ring: &str) -> String {
    format!(r#"{{"type": "Polygon", "coordinates": [{ring}]}}"#)
}

#[test]
fn the_cities_that_come_along_are_right() {
    for city in ["small-town", "yuzhno-sakhalinsk"] {
        let folder = CityFolder::read(&shipped(city)).map_err(|problems| problems.to_string()).unwrap();
        assert_eq!(folder.slug, city);
        assert_eq!(folder.issue_types.len(), 47);
        assert_eq!(folder.categories.len(), 6);
        assert_eq!(folder.channels.len(), 12);
        for issue_type in &folder.issue_types {
            let content = &issue_type.content;
            assert!(!content.belongs.ru.is_empty() && !content.not_here.is_empty(), "{}", issue_type.slug);
        }
    }
}

#[test]
fn a_table_of_the_past_may_name_only_what_the_city_has() {
    let boston = CityFolder::read(&shipped("boston")).map_err(|problems| problems.to_string()).unwrap();
    let mapping = boston.settings.import.expect("it says how its table is read");
    assert_eq!(mapping.issue_type.names.len(), boston.issue_types.len());
    let shown = fs::read_to_string(shipped("boston").join("import.toml")).unwrap();
    let told = problems_with(&[("import.toml", &|_| shown.clone())]).join("\n");
    for unknown in ["“type”: “sign-repair” is", "“channel”: “twitter” is", "“department”: “schools” is"]
    {
        assert!(told.contains(unknown), "{unknown}: {told}");
    }
}

#[test]
fn every_wrong_cell_is_told_with_its_line() {
    let told = problems_with(&[
        ("issue-types.csv", &|text| {
            text.replace("asset,waste-operator,10", "asset,waste-operators,0").replace(
                "department,green-service,1,emergency,true,3",
                "nobody,green-service,1,emergency,true,",
            )
        }),
        ("clocks.csv", &|text| text.replacen("resolution,10,calendar_days", "patience,10,fortnights", 1)),
        ("categories.csv", &|text| format!("{text}yard,Двор,Yards again\n")),
        ("working-calendar/2026.csv", &|text| format!("{text}2027-01-01,holiday,Новый год,New Year\n")),
    ]);
    assert_eq!(
        told,
        [
            "issue-types.csv, line 2: deadline_days “0” is not a whole number from 1 to 365",
            "issue-types.csv, line 10: owner_by “nobody” is unknown; known: department, territory, asset",
            "issue-types.csv, line 10: first_action_hours is empty: what is dangerous is first made safe, within hours",
            "clocks.csv, line 2: measure “patience” is unknown; known: first_action, first_answer, registration, \
             forwarding, appointment, answer, resolution",
            "clocks.csv, line 2: unit “fortnights” is unknown; known: hours, working_hours, calendar_days, working_days",
            "working-calendar/2026.csv, line 24: 2027-01-01 is not in 2026",
            "categories.csv, line 8: slug “yard” is there already",
            "issue-types.csv, line 2: department “waste-operators” is unknown",
        ]
    );
}

#[test]
fn clocks_that_cannot_run_are_refused() {
    let told = problems_with(&[
        ("clocks.csv", &|text| {
            text.replace("live-qa,any,", "live-qa,urgent,")
                .replace("first_action,1,hours,stay", "first_action,1,hours,next_working")
        }),
        ("city.toml", &|text| text.replace("closes = \"18:00\"", "closes = \"09:30\"")),
    ]);
    assert_eq!(
        told,
        [
            "city.toml: office_hours leave no time to work: closes is more than an hour after opens, and some day is worked",
            "clocks.csv, line 14: last_day_off is not stay: hours run around the clock and end where they end",
            "channels.csv, line 13: live-qa has no clock of nature any in clocks.csv",
        ]
    );
}

#[test]
fn a_table_with_other_columns_is_refused_as_a_whole() {
    let told =
        problems_with(&[("channels.csv", &|text| text.replacen("department,note", "department,remark", 1))]);
    assert!(told[0].starts_with("channels.csv, line 1: the column note is missing"), "{told:#?}");
    assert!(told[1].starts_with("channels.csv, line 1: unknown column remark"), "{told:#?}");
}

#[test]
fn shapes_that_cannot_be_are_refused() {
    let crossed = polygon("[[36.4, 57.62], [36.41, 57.63], [36.41, 57.62], [36.4, 57.63], [36.4, 57.62]]");
    let open = polygon("[[36.4, 57.62], [36.41, 57.62], [36.41, 57.63], [36.4, 57.63]]");
    let off_the_globe = polygon("[[36.4, 57.62], [236.41, 57.62], [36.41, 57.63], [36.4, 57.62]]");
    let told = problems_with(&[
        ("boundary.geojson", &|_| collection("{}", &crossed)),
        ("grounds.geojson", &|_| collection(r#"{"id": "pond", "class": "water"}"#, &open)),
        ("territories.geojson", &|_| {
            let properties =
                r#"{"id": "north", "department": "nobody", "title_ru": "Север", "title_en": "North"}"#;
            collection(properties, &off_the_globe)
        }),
    ]);
    assert_eq!(
        told,
        [
            "boundary.geojson, feature 0: polygon at index 0 is invalid: exterior ring has a self-intersection",
            "boundary.geojson: has 0 good features; exactly one outline is needed",
            "territories.geojson, feature 0 (north): [236.41, 57.62] is not a longitude and a latitude in degrees",
            "grounds.geojson, feature 0 (pond): has a ring that is not closed: its last point must be its first",
        ]
    );
}

#[test]
fn names_on_the_map_must_lead_somewhere() {
    let told = problems_with(&[
        ("houses.geojson", &|text| text.replacen(r#""street": "bolshaya""#, r#""street": "long-gone""#, 1)),
        ("territories.geojson", &|text| {
            text.replace("mc-north", "mc-west").replace(r#""south""#, r#""centre""#)
        }),
    ]);
    assert_eq!(
        told,
        [
            "territories.geojson, “centre”: id is there already",
            "territories.geojson, “north”: department “mc-west” is not in departments.csv",
            "houses.geojson, “bolshaya-1”: street “long-gone” is not in streets.geojson",
        ]
    );
}

#[test]
fn a_wrong_setting_is_told_with_its_line() {
    let told = problems_with(&[("city.toml", &|text| text.replace("Europe/Moscow", "Europe/Tver"))]);
    assert_eq!(told, ["city.toml, line 8: “Europe/Tver” is not a time zone such as Europe/Moscow"]);
}

#[test]
fn a_policy_that_shows_parts_of_what_it_hides_is_refused() {
    let told = problems_with(&[("city.toml", &|text| {
        text.replace("result_photos = \"hidden\"", "result_photos = \"public\"")
    })]);
    assert_eq!(told, ["city.toml, line 25: unknown variant `public`, expected `hidden` or `published`"]);
    let told = problems_with(&[("../russia/issue-types/house-lift.toml", &|text| {
        text.replacen(
            "publication = {",
            "publication = { report = \"hidden\", result_photos = \"published\",",
            1,
        )
    })]);
    let reason = "the report is hidden, so nothing of it can be published";
    assert_eq!(told, [format!("../russia/issue-types/house-lift.toml, “publication”: {reason}")]);
    let told = problems_with(&[("city.toml", &|text| {
        text.replace("report = \"published\"", "report = \"hidden\"")
            .replace("result_photos = \"hidden\"", "result_photos = \"published\"")
    })]);
    assert_eq!(
        told.first().map(String::as_str),
        Some("city.toml: publication: report is hidden, so nothing of it can be published")
    );
}

#[test]
fn every_type_has_to_be_explained() {
    let told = problems_with(&[
        ("issue-types.csv", &|text| {
            format!("{text}yard,yard-noise,Шум,Noise,department,edds,1,low,false,,false\n")
        }),
        ("issue-types/yard-nose.toml", &|_| String::new()),
        ("../russia/issue-types/house-lift.toml", &|text| {
            text.replacen("[photograph]\nru = ", "[photograph]\n# ru = ", 1)
        }),
        ("../russia/issue-types/road-snow.toml", &|text| {
            text.replacen(r#"from = "11-01""#, r#"from = "11-31""#, 1)
        }),
        ("../russia/issue-types/house-icicles.toml", &|text| text.replace("[danger]", "[danger_no_more]")),
    ]);
    assert_eq!(
        told,
        [
            "issue-types/yard-nose.toml: no type of this name is in issue-types.csv",
            "../russia/issue-types/house-icicles.toml, line 13: unknown field `danger_no_more`, expected one of \
             `duplicate_radius_m`, `warranty_days`, `deadline`, `photo`, `season`, `asset`, `publication`, \
             `belongs`, `photograph`, `danger`, `not_here`, `questions`",
            "../russia/issue-types/house-lift.toml, line 13: missing field `ru`",
            "../russia/issue-types/road-snow.toml, line 3: “11-31” is not a day of the year such as 11-01",
            "issue-types/yard-noise.toml: is missing: what belongs to this type, in every language",
        ]
    );
}

#[test]
fn what_a_type_says_has_to_hold_together() {
    let told = problems_with(&[("issue-types/yard-lighting.toml", &|_| {
        r#"
        duplicate_radius_m = 5000
        warranty_days = 0
        photo = "wanted"
        belongs = { ru = "Не горит фонарь", en = " " }
        photograph = { ru = "Столб", en = "The post" }
        not_here = [
            { ru = "Тут же", en = "Right here", instead = "yard-lighting" },
            { ru = "Нигде", en = "Nowhere", instead = "yard-nowhere" },
        ]
        questions = [
            { id = "post", kind = "text", ru = "Номер", en = "Number", min = 1 },
            { id = "post", kind = "choice", ru = "Какой?", en = "Which?", options = [{ id = "one", ru = "Один", en = "One" }] },
            { id = "Lamps", kind = "number", ru = "Сколько?", en = "How many?", min = 5, max = 1 },
        ]
        "#
        .to_owned()
    })]);
    let file = "issue-types/yard-lighting.toml, ";
    let told: Vec<_> = told.iter().filter_map(|told| told.strip_prefix(file)).collect();
    assert_eq!(
        told,
        [
            "“belongs.en”: is empty",
            "“duplicate_radius_m”: is more than 1000",
            "“warranty_days”: is not from 1 to 3650",
            "“asset”: is missing: the owner is found by the asset, say of which kinds and how near",
            "“not_here”: instead “yard-lighting” is this type itself",
            "“not_here”: instead “yard-nowhere” is no type",
            "“questions”: id “post” is there already",
            "“questions”: id “Lamps” is not a name of small letters, digits and hyphens",
            "“questions.post”: only a number has min and max",
            "“questions.post”: a choice, and nothing else, needs two options or more",
            "“questions.Lamps”: min is more than max",
        ]
    );
}

#[test]
fn a_dangerous_type_has_to_say_what_to_do() {
    let told = problems_with(&[("../russia/issue-types/house-icicles.toml", &|text| {
        let (before, rest) = text.split_once("[danger]").unwrap();
        let (_, after) = rest.split_once("\n\n").unwrap();
        format!("{before}{after}")
    })]);
    let reason = "“danger”: is missing: the type is dangerous, say what to do";
    assert_eq!(told, [format!("../russia/issue-types/house-icicles.toml, {reason}")]);
}

#[test]
fn a_citys_own_file_stands_before_its_bases() {
    let told = problems_with(&[
        ("../russia/issue-types/yard-lighting.toml", &|_| "broken".to_owned()),
        ("issue-types/yard-lighting.toml", &|_| {
            let russia = shipped("russia/issue-types/yard-lighting.toml");
            fs::read_to_string(russia).unwrap()
        }),
    ]);
    assert_eq!(told, [""; 0]);
    let told = problems_with(&[("city.toml", &|text| text.replace("../russia", "../atlantis"))]);
    assert_eq!(told, ["city.toml: base: there are no files in ../atlantis/issue-types"]);
}

#[test]
fn somebody_answers_when_no_type_fits() {
    let told = problems_with(&[("city.toml", &|text| text.replace("contact-centre", "nobody"))]);
    assert_eq!(told, ["city.toml: none_fits: department “nobody” is unknown"]);
}

#[test]
fn a_city_that_was_loaded_before_it_had_office_hours_keeps_the_usual_ones() {
    let folder = CityFolder::read(&shipped("small-town")).map_err(|problems| problems.to_string()).unwrap();
    let mut stored = serde_json::to_value(&folder.settings).unwrap();
    for new in ["office_hours", "deadlines", "dispatcher"] {
        stored.as_object_mut().unwrap().remove(new).unwrap();
    }
    // Where its types came from is not stored.
    let settings = super::Settings { base: None, dispatcher: None, ..folder.settings };
    assert_eq!(serde_json::from_value::<super::Settings>(stored).unwrap(), settings);
}

fn features(features: &[(&str, &str)]) -> String {
    let features = features.iter().map(|(properties, geometry)| {
        format!(r#"{{"type": "Feature", "properties": {{{properties}}}, "geometry": {geometry}}}"#)
    });
    let features: Vec<String> = features.collect();
    format!(r#"{{"type": "FeatureCollection", "features": [{}]}}"#, features.join(","))
}

fn point(position: &str) -> String {
    format!(r#"{{"type": "Point", "coordinates": [{position}]}}"#)
}

#[test]
fn every_wrong_asset_is_told_with_its_place_in_the_file() {
    let (here, line) =
        (point("36.40, 57.62"), r#"{"type": "LineString", "coordinates": [[36.4, 57.62], [36.41, 57.62]]}"#);
    let told = problems_with(&[("assets.geojson", &|_| {
        features(&[
            (r#""id": "l-1", "kind": "lamp", "number": "1""#, &here),
            (r#""id": "l-2", "kind": "lantern", "number": "2""#, &here),
            (r#""id": "l-3", "kind": "lamp""#, &here),
            (r#""id": "l-4", "kind": "lamp", "title_en": "The old lamp""#, &here),
            (r#""id": "l-5", "kind": "lamp", "number": " ""#, &here),
            (r#""id": "l-6", "kind": "lamp", "number": "6", "colour": "red""#, &here),
            (r#""id": "l-7", "kind": "lamp", "number": "7""#, line),
            (r#""id": "l-8", "kind": "lamp", "number": "8""#, &point("57.62, 136.40")),
            (r#""id": "l-9", "kind": "lamp", "number": "9""#, &point("36.40, null")),
            (r#""id": "l-1", "kind": "lamp", "number": "10", "department": "lamplighters""#, &here),
            (r#""id": "L 11", "kind": "lamp", "number": "11""#, &point("57.62, 36.40")),
        ])
    })]);
    assert_eq!(
        told,
        [
            "assets.geojson, feature 1 (l-2): kind “lantern” is unknown; known: lamp, manhole, storm_drain, stop, \
             traffic_light, container_site, lift, power_cabinet, power_pole",
            "assets.geojson, feature 2 (l-3): has neither a number nor titles: people could not tell it from others",
            "assets.geojson, feature 3 (l-4): has title_ru or title_en, but not both",
            "assets.geojson, feature 4 (l-5): number is empty, longer than 20 characters or unprintable",
            "assets.geojson, feature 5 (l-6): unknown field `colour`, expected one of `id`, `kind`, `department`, \
             `number`, `title_ru`, `title_en`",
            "assets.geojson, feature 6 (l-7): is no place; a Point is needed",
            "assets.geojson, feature 7 (l-8): [57.62, 136.4] is not a longitude and a latitude in degrees; it seems \
             that latitude and longitude are swapped: GeoJSON has longitude first",
            "assets.geojson, feature 8 (l-9): invalid type: null, expected f64",
            "assets.geojson, “l-1”: id is there already",
            "assets.geojson, “L 11”: id is not a name of small letters, digits and hyphens",
            "assets.geojson, “l-1”: department “lamplighters” is not in departments.csv",
            "assets.geojson, “L 11”: is outside the outline; it seems that latitude and longitude are swapped: \
             GeoJSON has longitude first",
        ]
    );
}

#[test]
fn a_number_that_json_does_not_have_is_told_with_its_line() {
    let told = problems_with(&[("assets.geojson", &|_| {
        features(&[(r#""id": "l-1", "kind": "lamp", "number": "1""#, &point("36.40, NaN"))])
    })]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].starts_with("assets.geojson, line 1: is not a feature collection: expected value"),
        "{told:?}"
    );
}

#[test]
fn a_city_needs_no_assets_and_an_asset_needs_no_owner_nor_a_place_inside() {
    assert_eq!(problems_with(&[("assets.geojson", &|_| features(&[]))]), [""; 0]);
    let outside = point("36.60, 57.62");
    let told = problems_with(&[("assets.geojson", &|_| {
        features(&[(r#""id": "l-1", "kind": "lamp", "number": "1", "department": null"#, &outside)])
    })]);
    assert_eq!(told, [""; 0]);
}

#[test]
fn a_territory_with_its_coordinates_swapped_is_found_out() {
    let swapped = polygon("[[57.62, 36.40], [57.63, 36.40], [57.63, 36.41], [57.62, 36.40]]");
    let told = problems_with(&[("territories.geojson", &|_| {
        let properties =
            r#"{"id": "north", "department": "mc-north", "title_ru": "Север", "title_en": "North"}"#;
        collection(properties, &swapped)
    })]);
    let reason = "is outside the outline; it seems that latitude and longitude are swapped: GeoJSON has longitude first";
    assert_eq!(told, [format!("territories.geojson, “north”: {reason}")]);
}

#[test]
fn a_type_has_to_say_which_assets_it_is_about_and_how_near() {
    let told = problems_with(&[
        ("../russia/issue-types/house-lift.toml", &|text| text.replace(r#"kinds = ["lift"]"#, "kinds = []")),
        ("../russia/issue-types/road-storm-drain.toml", &|text| text.replace("within = 25", "within = 501")),
        ("../russia/issue-types/yard-lighting.toml", &|text| text.replace(r#"["lamp"]"#, r#"["lantern"]"#)),
    ]);
    assert_eq!(
        told,
        [
            "../russia/issue-types/yard-lighting.toml, line 5: unknown variant `lantern`, expected one of `lamp`, \
             `manhole`, `storm_drain`, `stop`, `traffic_light`, `container_site`, `lift`, `power_cabinet`, `power_pole`",
            "../russia/issue-types/house-lift.toml, “asset.kinds”: is empty",
            "../russia/issue-types/road-storm-drain.toml, “asset.within”: is not between 1 and 500 metres",
        ]
    );
}

#[test]
fn somebody_gets_what_has_no_owner() {
    let told = problems_with(&[("city.toml", &|text| text.replace(r#""edds""#, r#""nobody""#))]);
    assert_eq!(told, ["city.toml: dispatcher: department “nobody” is unknown"]);
    let told =
        problems_with(&[("city.toml", &|text| text.replace("[dispatcher]\ndepartment = \"edds\"", ""))]);
    assert_eq!(told, ["city.toml: dispatcher is missing: the department that gets what has no known owner"]);
}

#[test]
fn a_term_out_of_bounds_and_texts_of_two_versions_are_told() {
    let told = problems_with(&[
        ("city.toml", &|text| text.replace("contact = 90", "contact = 10")),
        ("texts/consent.en.md", &|text| text.replace("version: 2026-11-22", "version: 2027-01-01")),
    ]);
    assert_eq!(
        told,
        [
            "city.toml: retention.contact is of 30 to 1095 days",
            "city.toml: retention.contact ends before the author may disagree (windows.dispute_days)",
            "texts/consent.en.md, line 1: is of version 2027-01-01, the Russian text of 2026-11-22",
        ]
    );
}

#[test]
fn standard_texts_are_filled_with_what_a_case_has_in_both_languages() {
    let written = |text: &str, more: &str| {
        format!(
            "[[text]]\nslug = \"done\"\nfor = [\"resolve\"]\n{more}\ntitle = {{ ru = \"Готово\", en = \"Done\" }}\n\
             text = {{ ru = \"Сделали: {{address}}\", en = \"{text}\" }}\n"
        )
    };
    let problems = |text: &'static str, more: &'static str| {
        problems_with(&[("standard-texts.toml", &|_: &str| written(text, more))])
    };
    assert_eq!(problems("Done: {address}, {due}", ""), Vec::<String>::new());
    let wrong = problems("Dear {name}", "");
    assert!(wrong.len() == 1 && wrong[0].contains("en: {name} is none of"), "{wrong:?}");
    let wrong = problems(" ", "");
    assert!(wrong.len() == 1 && wrong[0].contains("en is empty"), "{wrong:?}");
    let wrong = problems("Done", "types = [\"no-such-type\"]");
    assert!(wrong.len() == 1 && wrong[0].contains("no-such-type"), "{wrong:?}");
}

#[test]
fn somebody_elses_map_has_an_address_of_its_own() {
    for wrong in
        ["http://maps.example/style.json", "https://", "https://a b/style.json", "https://x;script-src *"]
    {
        let setting = format!("demo = true\nmap_style_url = \"{wrong}\"");
        let told = problems_with(&[("city.toml", &|text| text.replacen("demo = true", &setting, 1))]);
        assert_eq!(told, ["city.toml: map_style_url is not an https:// address of a host"], "{wrong}");
    }
    let mut settings = super::Settings { map_style_url: None, ..super::Settings::default() };
    assert_eq!(settings.map_style_origin(), None);
    settings.map_style_url = Some("https://maps.example:8443/styles/city.json?key=1".to_owned());
    assert_eq!(settings.map_style_origin(), Some("https://maps.example:8443"));
}
