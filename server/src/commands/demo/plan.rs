//! The made-up cases of a demo before anything is written: what, where, when, and how it goes on.
//! Most are done in time, some late, a few are late now, and two dangers have just come in.

use super::chance::Chance;
use super::script::{Kind, Near, Script};
use crate::folder::CityFolder;
use chrono::{DateTime, Datelike, Duration, NaiveTime, TimeZone, Timelike, Utc};
use domain::catalogue::{ASSET_WITHIN_MAX, City, IssueType};
use domain::place::Place;
use domain::text::Language;
use geo::{BoundingRect, Centroid, Contains, Euclidean, InterpolatableLine};
use geo_types::{Coord, LineString, MultiPolygon, Point};
use uuid::Uuid;

/// One case from its filing to where it stands now. What would lie in the future does not happen.
pub struct Case {
    pub id: Uuid,
    pub issue_type: String,
    pub place: Place,
    pub language: Language,
    pub said: String,
    pub secret: String,
    pub scene: Option<String>,
    /// Id of the photo of the problem.
    pub before: Option<Uuid>,
    pub filed_at: DateTime<Utc>,
    pub accepted_at: DateTime<Utc>,
    pub started_at: DateTime<Utc>,
    pub resolved: Option<Resolved>,
    /// Whether words and photos are published once it is accepted, and once it is resolved.
    pub published: (bool, bool),
}

/// How a case ends.
pub struct Resolved {
    pub at: DateTime<Utc>,
    pub photo: Uuid,
    pub note: String,
}

/// Makes the cases of `script` in `city`, as seen at `now`, in the order of their filing.
pub fn plan(script: &Script, city: &City, map: &CityFolder, now: DateTime<Utc>) -> Vec<Case> {
    let mut planner = Planner { script, city, map, now, chance: Chance::new(2026) };
    let mut cases: Vec<Case> = (0..script.cases).filter_map(|_| planner.case()).collect();
    cases.extend(planner.dangers());
    cases.sort_by_key(|case| case.filed_at);
    cases
}

struct Planner<'a> {
    script: &'a Script,
    city: &'a City,
    map: &'a CityFolder,
    now: DateTime<Utc>,
    chance: Chance,
}

impl<'a> Planner<'a> {
    fn case(&mut self) -> Option<Case> {
        let filed_at = self.filing_time()?;
        let (kind, issue_type) = self.kind_at(filed_at)?;
        let mut case = self.outset(kind, issue_type, filed_at)?;
        self.handle(&mut case, kind, issue_type);
        Some(case)
    }

    /// A day with more of them lately, fewer at weekends; a time at which people are awake.
    fn filing_time(&mut self) -> Option<DateTime<Utc>> {
        let zone = self.city.time_zone;
        loop {
            let ago = f64::from(self.script.days) * self.chance.unit().powf(1.6);
            let day = (self.now - hours(ago * 24.0)).with_timezone(&zone).date_naive();
            if day.weekday().number_from_monday() > 5 && self.chance.happens(0.5) {
                continue;
            }
            let time = NaiveTime::MIN + hours(self.chance.between(7.0, 22.5));
            let at = zone.from_local_datetime(&day.and_time(time)).earliest()?.to_utc();
            if at < self.now - Duration::minutes(10) {
                return Some(at);
            }
        }
    }

    /// A kind that comes up at this time of the year. What has no picture of its end is recent.
    fn kind_at(&mut self, at: DateTime<Utc>) -> Option<(&'a Kind, &'a IssueType)> {
        let (script, city, now) = (self.script, self.city, self.now);
        let month = at.with_timezone(&city.time_zone).month();
        let fits = |kind: &'a Kind| -> Option<(&'a Kind, &'a IssueType)> {
            let issue_type = city.issue_type(&kind.issue_type)?;
            let in_season = kind.months.is_empty() || kind.months.contains(&month);
            let still_open = now - at < hours(f64::from(issue_type.deadline_days) * 24.0 * 0.8);
            (in_season && (kind.scene.is_some() || still_open)).then_some((kind, issue_type))
        };
        let all: Vec<_> = script.kinds.iter().filter_map(fits).collect();
        let total: u32 = all.iter().map(|(kind, _)| kind.weight).sum();
        let mut left = self.chance.between(0.0, f64::from(total));
        all.into_iter().find(|(kind, _)| {
            left -= f64::from(kind.weight);
            left < 0.0
        })
    }

    /// What the resident sends.
    fn outset(&mut self, kind: &Kind, issue_type: &IssueType, filed_at: DateTime<Utc>) -> Option<Case> {
        let english = !kind.said_en.is_empty() && self.chance.happens(0.2);
        let said = self.chance.one_of(if english { &kind.said_en } else { &kind.said })?.clone();
        let place = self.place(kind.near)?;
        let with_photo = kind.scene.is_some() && self.chance.happens(0.75);
        Some(Case {
            id: self.id(filed_at),
            issue_type: issue_type.slug.clone(),
            place: self.at_the_thing(issue_type, place),
            language: if english { Language::En } else { Language::Ru },
            said,
            secret: format!("{:016x}{:016x}", self.chance.bits(), self.chance.bits()),
            scene: kind.scene.clone(),
            before: with_photo.then(|| self.id(filed_at)),
            filed_at,
            accepted_at: DateTime::<Utc>::MAX_UTC,
            started_at: DateTime::<Utc>::MAX_UTC,
            resolved: None,
            published: (self.chance.happens(0.65), self.chance.happens(0.85)),
        })
    }

    /// How the department goes about it.
    fn handle(&mut self, case: &mut Case, kind: &Kind, issue_type: &IssueType) {
        let days = f64::from(issue_type.deadline_days);
        let first_hours = issue_type.first_action_hours.map(f64::from);
        let (accepted, started) = match first_hours {
            Some(first) => (self.chance.between(0.05, 0.35) * first, self.chance.between(0.4, 1.02) * first),
            None => (self.chance.between(1.0, 56.0), self.chance.between(0.1, 0.35) * days * 24.0 + 48.0),
        };
        let at_night_too = issue_type.emergency;
        case.accepted_at = self.at_work(case.filed_at + hours(accepted), at_night_too);
        let started = self.at_work(case.filed_at + hours(started), at_night_too);
        case.started_at = started.max(case.accepted_at + Duration::minutes(10));
        let Some(note) = self.chance.one_of(&kind.done).cloned().filter(|_| case.scene.is_some()) else {
            return;
        };
        // What would stand open for months would be a scandal, not a demo.
        let is_recent = self.now - case.filed_at < hours(days * 24.0 + 8.0 * 24.0);
        let share = match self.chance.unit() {
            luck if luck < 0.82 => self.chance.between(0.3, 0.97),
            luck if luck < 0.90 || !is_recent => self.chance.between(1.04, 1.5),
            _ => return,
        };
        let at = self.at_work(case.filed_at + hours(share * days * 24.0), at_night_too);
        let at = at.max(case.started_at + Duration::minutes(40));
        case.resolved = Some(Resolved { at, photo: self.id(at), note });
    }

    /// Two dangers of today: one that nobody has looked at yet, one that is already fenced.
    fn dangers(&mut self) -> Vec<Case> {
        let (script, city) = (self.script, self.city);
        let dangerous = script.kinds.iter().filter_map(|kind| {
            let issue_type = city.issue_type(&kind.issue_type).filter(|issue_type| issue_type.emergency)?;
            Some((kind, issue_type))
        });
        let minutes_ago = [(25, None), (95, Some(30))];
        let dangers = dangerous.zip(minutes_ago).filter_map(|((kind, issue_type), (ago, started))| {
            let mut case = self.outset(kind, issue_type, self.now - Duration::minutes(ago))?;
            if let Some(started) = started {
                case.accepted_at = case.filed_at + Duration::minutes(8);
                case.started_at = case.filed_at + Duration::minutes(started);
            }
            Some(case)
        });
        dangers.collect()
    }

    /// `at`, or the next morning when nobody works then; later on the same day otherwise.
    fn at_work(&mut self, at: DateTime<Utc>, at_night_too: bool) -> DateTime<Utc> {
        let zone = self.city.time_zone;
        let local = at.with_timezone(&zone);
        let hour = f64::from(local.hour()) + f64::from(local.minute()) / 60.0;
        if at_night_too || (8.0..19.0).contains(&hour) {
            return at;
        }
        let morning = if hour < 8.0 { 0.0 } else { 24.0 } + self.chance.between(8.2, 10.5);
        at + hours(morning - hour)
    }

    /// A version 7 id, as a client would have made it then.
    fn id(&mut self, at: DateTime<Utc>) -> Uuid {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.chance.bits().to_le_bytes());
        random[8..].copy_from_slice(&self.chance.bits().to_le_bytes()[..2]);
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }

    fn place(&mut self, near: Near) -> Option<Place> {
        let map = self.map;
        (0..50).find_map(|_| {
            let point = match near {
                Near::House => {
                    let house = self.chance.one_of(&map.houses)?;
                    self.beside(house.outline.centroid()?, 12.0, 24.0)
                }
                Near::Street => self.on(&["street", "main"])?,
                Near::Main => self.on(&["main"])?,
                Near::Park => self.in_a_park()?,
            };
            self.city
                .boundary
                .contains(&point)
                .then(|| Place { lat: rounded(point.y()), lon: rounded(point.x()) })
        })
    }

    /// At the lamp or the stop that a report of this type is about, as near as people aim; at
    /// `place` when none is around.
    fn at_the_thing(&mut self, issue_type: &IssueType, place: Place) -> Place {
        let kinds = issue_type.content.asset.as_ref().map_or(&[][..], |rule| &rule.kinds);
        let Some(nearest) = self.city.assets.near(kinds, place, ASSET_WITHIN_MAX).first().copied() else {
            return place;
        };
        let pin = self.beside(nearest.asset.place.point(), 1.0, 7.0);
        let pin = Place { lat: rounded(pin.y()), lon: rounded(pin.x()) };
        if pin.is_in(&self.city.boundary) { pin } else { place }
    }

    /// So many metres away, in any direction: in the yard of a house rather than on its roof.
    fn beside(&mut self, point: Point<f64>, from: f64, to: f64) -> Point<f64> {
        let (turn, metres) = (self.chance.between(0.0, std::f64::consts::TAU), self.chance.between(from, to));
        let degrees = metres / 111_200.0;
        let wide = degrees / point.y().to_radians().cos();
        Point::new(point.x() + wide * turn.cos(), point.y() + degrees * turn.sin())
    }

    fn on(&mut self, classes: &[&str]) -> Option<Point<f64>> {
        let streets: Vec<&LineString<f64>> =
            self.map.streets.iter().filter(|s| classes.contains(&&*s.class)).map(|s| &s.line).collect();
        let street = *self.chance.one_of(&streets)?;
        street.point_at_ratio_from_start(&Euclidean, self.chance.between(0.05, 0.95))
    }

    fn in_a_park(&mut self) -> Option<Point<f64>> {
        let of = |class: &str| -> Vec<&MultiPolygon<f64>> {
            self.map.grounds.iter().filter(|g| g.class == class).map(|g| &g.outline).collect()
        };
        let (parks, waters) = (of("park"), of("water"));
        let park = *self.chance.one_of(&parks)?;
        let frame = park.bounding_rect()?;
        (0..50).find_map(|_| {
            let point = Point::from(Coord {
                x: self.chance.between(frame.min().x, frame.max().x),
                y: self.chance.between(frame.min().y, frame.max().y),
            });
            let dry = park.contains(&point) && !waters.iter().any(|water| water.contains(&point));
            dry.then_some(point)
        })
    }
}

fn hours(hours: f64) -> Duration {
    std::time::Duration::try_from_secs_f64(hours * 3600.0)
        .ok()
        .and_then(|d| Duration::from_std(d).ok())
        .unwrap_or_default()
}

/// As exact as a phone is.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}
