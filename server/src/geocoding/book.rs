//! The address book of a city: what has a name, how that sounds, and the house numbers in its streets.

use super::store::index::{Named, Numbered, Part};
use domain::address::{StreetName, number_key};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What can be found by its name.
#[derive(Debug, Serialize)]
pub struct Name {
    pub id: i32,
    pub kind: String,
    pub street_kind: Option<&'static str>,
    pub title_ru: String,
    pub title_en: Option<String>,
    /// The nearest part of the city, where several streets have this name.
    pub near_ru: Option<String>,
    pub near_en: Option<String>,
    pub lon: f64,
    pub lat: f64,
}

/// One way in which a name sounds.
#[derive(Debug, Serialize)]
pub struct Key {
    pub id: i32,
    pub name_id: i32,
    #[serde(rename = "key")]
    pub sound: String,
    /// All of the name, not the rest of it from a later word on.
    pub whole: bool,
}

/// A house number in a street.
#[derive(Debug, Serialize)]
pub struct Address {
    pub id: i32,
    pub name_id: i32,
    pub number: String,
    pub number_key: String,
    pub lon: f64,
    pub lat: f64,
}

#[derive(Debug, Default)]
pub struct Book {
    pub names: Vec<Name>,
    pub keys: Vec<Key>,
    pub addresses: Vec<Address>,
}

impl Book {
    pub fn of(parts: Vec<Part>, named: Vec<Named>, numbered: Vec<Numbered>) -> Self {
        let mut book = Self::default();
        let streets = book.add_streets(parts, &named);
        for named in named {
            let id = book.next_id();
            let Named { kind, title_ru, title_en, lon, lat } = named;
            book.names.push(Name {
                id,
                kind,
                street_kind: None,
                title_ru,
                title_en,
                near_ru: None,
                near_en: None,
                lon,
                lat,
            });
        }
        book.add_keys();
        book.add_addresses(numbered, &streets);
        book
    }

    fn next_id(&self) -> i32 {
        i32::try_from(self.names.len()).map_or(i32::MAX, |len| len + 1)
    }

    /// A street for each group of parts that share a name and hang together. Gives the street of each part.
    fn add_streets(&mut self, parts: Vec<Part>, named: &[Named]) -> HashMap<i32, i32> {
        let mut groups: BTreeMap<(String, i32), Vec<Part>> = BTreeMap::new();
        let mut same: HashMap<String, BTreeSet<i32>> = HashMap::new();
        for part in parts {
            same.entry(part.name_ru.clone()).or_default().insert(part.cluster);
            groups.entry((part.name_ru.clone(), part.cluster)).or_default().push(part);
        }
        let mut street_of = HashMap::new();
        for ((title_ru, _), group) in groups {
            let id = self.next_id();
            street_of.extend(group.iter().map(|part| (part.id, id)));
            let Some((lon, lat)) = middle(&group) else { continue };
            let several = same.get(&title_ru).is_some_and(|clusters| clusters.len() > 1);
            let near = if several { nearest(named, lon, lat) } else { None };
            self.names.push(Name {
                id,
                kind: "street".to_owned(),
                street_kind: StreetName::read(&title_ru).kind().map(domain::address::Kind::name),
                title_en: group.iter().find_map(|part| part.name_en.clone()),
                title_ru,
                near_ru: near.map(|near| near.title_ru.clone()),
                near_en: near.and_then(|near| near.title_en.clone()),
                lon,
                lat,
            });
        }
        street_of
    }

    /// Each name as it sounds, and the rest of it from each of its words on: “Королёва” begins a name too.
    fn add_keys(&mut self) {
        for name in &self.names {
            let titles = [Some(&name.title_ru), name.title_en.as_ref()];
            let wholes: BTreeSet<String> =
                titles.into_iter().flatten().map(|title| StreetName::read(title).key()).collect();
            let rests =
                wholes.iter().flat_map(|key| key.match_indices(' ').map(|(at, _)| key[at + 1..].to_owned()));
            let rests: BTreeSet<String> = rests.filter(|rest| !wholes.contains(rest)).collect();
            let wholes = wholes.into_iter().filter(|key| !key.is_empty()).map(|key| (key, true));
            for (key, whole) in wholes.chain(rests.into_iter().map(|key| (key, false))) {
                let id = i32::try_from(self.keys.len()).map_or(i32::MAX, |len| len + 1);
                self.keys.push(Key { id, name_id: name.id, sound: key, whole });
            }
        }
    }

    /// One address for each number; “5;7” are two.
    fn add_addresses(&mut self, numbered: Vec<Numbered>, street_of: &HashMap<i32, i32>) {
        let mut seen = BTreeSet::new();
        for Numbered { street_id, number, lon, lat } in numbered {
            let Some(&name_id) = street_of.get(&street_id) else { continue };
            for number in number.split([';', ',']).map(str::trim) {
                let Some(number_key) = number_key(number) else { continue };
                if seen.insert((name_id, number_key.clone())) {
                    let id = i32::try_from(self.addresses.len()).map_or(i32::MAX, |len| len + 1);
                    let number = number.to_owned();
                    self.addresses.push(Address { id, name_id, number, number_key, lon, lat });
                }
            }
        }
    }
}

/// The middle of the part that lies nearest to the middle of all: a place on the street.
fn middle(group: &[Part]) -> Option<(f64, f64)> {
    let length: f64 = group.iter().map(|part| part.length).sum::<f64>().max(f64::MIN_POSITIVE);
    let mean = |of: fn(&Part) -> f64| group.iter().map(|part| of(part) * part.length).sum::<f64>() / length;
    let (lon, lat) = (mean(|part| part.lon), mean(|part| part.lat));
    let away = |part: &Part| (part.lon - lon).powi(2) + (part.lat - lat).powi(2);
    group.iter().min_by(|a, b| away(a).total_cmp(&away(b))).map(|part| (part.lon, part.lat))
}

fn nearest(named: &[Named], lon: f64, lat: f64) -> Option<&Named> {
    let narrow = lat.to_radians().cos();
    let away = |named: &Named| ((named.lon - lon) * narrow).powi(2) + (named.lat - lat).powi(2);
    let parts = named.iter().filter(|named| named.kind == "locality");
    parts.min_by(|a, b| away(a).total_cmp(&away(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(id: i32, name: &str, cluster: i32, lon: f64) -> Part {
        Part { id, name_ru: name.to_owned(), name_en: None, cluster, length: 0.01, lon, lat: 57.0 }
    }

    fn numbered(street_id: i32, number: &str) -> Numbered {
        Numbered { street_id, number: number.to_owned(), lon: 36.0, lat: 57.0 }
    }

    #[test]
    fn parts_that_hang_together_are_one_street_and_others_say_where_they_are() {
        let village = |title: &str, lon| Named {
            kind: "locality".to_owned(),
            title_ru: title.to_owned(),
            title_en: None,
            lon,
            lat: 57.0,
        };
        let parts = vec![
            part(1, "улица Мира", 0, 36.0),
            part(2, "улица Мира", 0, 36.01),
            part(3, "улица Мира", 1, 36.5),
            part(4, "Садовая улица", 0, 36.0),
        ];
        let book = Book::of(parts, vec![village("Ближнее", 36.0), village("Дальнее", 36.5)], Vec::new());
        let near = |name: &Name| (name.title_ru.clone(), name.near_ru.clone());
        let streets: Vec<_> = book.names.iter().filter(|name| name.kind == "street").map(near).collect();
        let street = |title: &str, near: Option<&str>| (title.to_owned(), near.map(str::to_owned));
        assert_eq!(
            streets,
            [
                street("Садовая улица", None),
                street("улица Мира", Some("Ближнее")),
                street("улица Мира", Some("Дальнее"))
            ]
        );
    }

    #[test]
    fn a_number_is_there_once_and_two_in_one_are_two() {
        let parts = vec![part(1, "улица Мира", 0, 36.0), part(2, "улица Мира", 0, 36.01)];
        let numbers = ["5", "5 ", "12 А", "7;9", "б/н"].map(|number| numbered(1, number));
        let book = Book::of(parts, Vec::new(), numbers.into_iter().chain([numbered(2, "12а")]).collect());
        let keys: Vec<&str> = book.addresses.iter().map(|address| &*address.number_key).collect();
        assert_eq!(keys, ["5", "12a", "7", "9"]);
    }
}
