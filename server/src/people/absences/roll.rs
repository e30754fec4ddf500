//! Who is away at one moment, and who acts for whom.

use super::store;
use crate::problem::ApiResult;
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use domain::clock::local_day;
use domain::permission::{Staff, may_cover};
use domain::wire::crew::Away;
use domain::wire::report::Person;
use sqlx::PgExecutor;
use uuid::Uuid;

/// Somebody is away.
#[derive(Debug, Clone)]
pub struct Absence {
    pub id: Uuid,
    pub person: Person,
    pub cover: Person,
    pub from_at: DateTime<Utc>,
    /// The first moment after it.
    pub until_at: DateTime<Utc>,
    pub staff: Staff,
    pub cover_staff: Staff,
    pub cover_is_disabled: bool,
}

impl Absence {
    /// Whether whoever was asked to can stand in.
    pub fn cover_is_good(&self) -> bool {
        !self.cover_is_disabled && may_cover(self.staff, self.cover_staff)
    }
}

/// Everybody of a city who is away at a moment.
#[derive(Debug, Clone, Default)]
pub struct Roll(Vec<Absence>);

impl Roll {
    /// Reads it.
    pub async fn at(db: impl PgExecutor<'_>, city_id: i32, at: DateTime<Utc>) -> ApiResult<Self> {
        Ok(Self(store::away(db, city_id, at).await?))
    }

    fn absence(&self, person: Uuid) -> Option<&Absence> {
        self.0.iter().find(|absence| absence.person.id == person)
    }

    /// Who acts for somebody: they themselves while they are here, else whoever stands in, or who
    /// stands in for those; in the end perhaps nobody.
    pub fn acting(&self, person: Uuid) -> Option<Uuid> {
        let mut acting = person;
        // A ring of people who stand in for each other ends nowhere.
        for _ in 0..=self.0.len() {
            match self.absence(acting) {
                None => return Some(acting),
                Some(absence) if absence.cover_is_good() => acting = absence.cover.id,
                Some(_) => return None,
            }
        }
        None
    }

    /// For whom somebody stands in.
    pub fn stands_in_for(&self, cover: Uuid) -> impl Iterator<Item = Uuid> + '_ {
        let away = self.0.iter().map(|absence| absence.person.id);
        away.filter(move |&person| person != cover && self.acting(person) == Some(cover))
    }

    /// Who is away with nobody to stand in.
    pub fn without_cover(&self) -> Vec<Uuid> {
        let away = self.0.iter().map(|absence| absence.person.id);
        away.filter(|&person| self.acting(person).is_none()).collect()
    }

    /// What desks are told of somebody; nothing while they are here.
    pub fn away(&self, person: Uuid, zone: Tz) -> Option<Away> {
        let absence = self.absence(person)?;
        let acting = self.acting(person);
        let cover = self.0.iter().map(|other| &other.cover).find(|cover| Some(cover.id) == acting);
        Some(Away { until: last_day(absence.until_at, zone), cover: cover.cloned() })
    }
}

/// The last local day of what ends at a moment.
pub fn last_day(until_at: DateTime<Utc>, zone: Tz) -> chrono::NaiveDate {
    local_day(until_at - Duration::microseconds(1), zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::permission::Role;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn away(person: u128, cover: u128, cover_is_disabled: bool) -> Absence {
        let named = |n| Person { id: id(n), name: n.to_string() };
        let staff = Staff { role: Role::Worker, department_id: Some(1) };
        Absence {
            id: id(100 + person),
            person: named(person),
            cover: named(cover),
            from_at: DateTime::UNIX_EPOCH,
            until_at: DateTime::UNIX_EPOCH + Duration::days(3),
            staff,
            cover_staff: staff,
            cover_is_disabled,
        }
    }

    #[test]
    fn whoever_stands_in_acts_also_for_those_behind_somebody_who_is_away_too() {
        let roll = Roll(vec![away(1, 2, false), away(2, 3, false)]);
        assert_eq!((roll.acting(id(1)), roll.acting(id(3))), (Some(id(3)), Some(id(3))));
        assert_eq!(roll.stands_in_for(id(3)).collect::<Vec<_>>(), [id(1), id(2)]);
        assert_eq!(roll.stands_in_for(id(2)).count(), 0);
        let told = roll.away(id(1), chrono_tz::UTC).unwrap();
        assert_eq!((told.cover.unwrap().id, told.until.to_string()), (id(3), "1970-01-03".to_owned()));
        assert_eq!(roll.away(id(3), chrono_tz::UTC), None);
    }

    #[test]
    fn with_nobody_to_stand_in_nobody_acts() {
        let left = Roll(vec![away(1, 2, true)]);
        assert_eq!((left.acting(id(1)), left.without_cover()), (None, vec![id(1)]));
        assert_eq!(left.away(id(1), chrono_tz::UTC).unwrap().cover, None);
        let ring = Roll(vec![away(1, 2, false), away(2, 1, false)]);
        assert_eq!(ring.without_cover(), [id(1), id(2)]);
        let moved = Staff { role: Role::Worker, department_id: Some(2) };
        let elsewhere = Roll(vec![Absence { cover_staff: moved, ..away(1, 2, false) }]);
        assert_eq!(elsewhere.acting(id(1)), None);
    }
}
