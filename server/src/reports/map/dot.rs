//! A report as the map has it, small: a city may have a million.

use crate::reports::lists::DotRow;
use chrono::{DateTime, Utc};
use domain::catalogue::City;
use domain::id::Number;
use domain::place::Place;
use domain::status::Status;
use uuid::Uuid;

/// All of it is public; times are seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dot {
    pub spot: Spot,
    pub id: Uuid,
    pub number: i32,
    pub received: u32,
    pub due: u32,
    /// 0 while it is open.
    pub closed: u32,
    pub year: u16,
    pub type_id: u16,
    pub department_id: u16,
    /// Where the public sees it; 0 is none.
    pub territory_id: u16,
    pub status: Status,
    pub made_safe: bool,
    /// Whether it was closed by its deadline, of a closed case.
    pub closed_in_time: Option<bool>,
}

impl Dot {
    /// Nothing when the map does not show it, or when its city has more rows than fit.
    pub fn of(city: &City, row: &DotRow) -> Option<Self> {
        let territory = city.territories.at(Place { lat: row.lat, lon: row.lon });
        let status = Status::called(&row.status).filter(|status| status.is_on_the_map())?;
        Some(Self {
            spot: Spot::at(row.lon, row.lat),
            id: row.id,
            number: row.number,
            received: seconds(row.received_at),
            due: seconds(row.due_at),
            closed: row.closed_at.map_or(0, seconds),
            year: u16::try_from(row.number_year).ok()?,
            type_id: u16::try_from(row.type_id).ok()?,
            department_id: u16::try_from(row.department_id).ok()?,
            territory_id: territory.map_or(Some(0), |territory| u16::try_from(territory.id).ok())?,
            status,
            made_safe: row.made_safe,
            closed_in_time: row.closed_at.map(|closed| closed <= row.due_at),
        })
    }

    /// When it ended, in seconds; open cases end after all others.
    pub fn ended(&self) -> u32 {
        if self.status.is_open() { u32::MAX } else { self.closed }
    }

    /// Whether the deadline was kept; of an open case known once it has passed.
    pub fn kept(&self, now: u32) -> Option<bool> {
        self.closed_in_time.or((self.status.is_open() && self.due < now).then_some(false))
    }

    /// The human number; they rise in the order of receipt.
    pub fn number(&self) -> Number {
        Number { year: i32::from(self.year), count: self.number }
    }
}

/// Whole seconds since 1970.
pub fn seconds(at: DateTime<Utc>) -> u32 {
    u32::try_from(at.timestamp().max(0)).unwrap_or(u32::MAX)
}

/// A place on the square of the Web Mercator grid, its side cut in 2^32: a centimetre or less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    pub x: u32,
    pub y: u32,
}

impl Spot {
    pub fn at(lon: f64, lat: f64) -> Self {
        let lat = lat.clamp(-90.0, 90.0).to_radians();
        let side = f64::from(u32::MAX) + 1.0;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
        let cut = |part: f64| (part * side).floor() as u32;
        let down = (1.0 - lat.tan().asinh() / std::f64::consts::PI) / 2.0;
        Self { x: cut((lon + 180.0) / 360.0), y: cut(down) }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn dot(number: i32) -> Dot {
        Dot {
            spot: Spot { x: 0, y: 0 },
            id: Uuid::from_u128(u128::from(number.unsigned_abs())),
            number,
            received: 0,
            due: 0,
            closed: 0,
            year: 2026,
            type_id: 1,
            department_id: 1,
            territory_id: 0,
            status: Status::Assigned,
            made_safe: false,
            closed_in_time: None,
        }
    }

    #[test]
    fn a_million_of_them_fit_into_a_small_machine() {
        assert!(size_of::<Dot>() <= 56, "{}", size_of::<Dot>());
    }

    #[test]
    fn the_ends_of_the_world_are_on_the_square() {
        assert_eq!(Spot::at(-180.0, 90.0), Spot { x: 0, y: 0 });
        assert_eq!(Spot::at(0.0, 0.0), Spot { x: 1 << 31, y: 1 << 31 });
        let Spot { x, y } = Spot::at(180.0, -90.0);
        assert!(x == u32::MAX && y > u32::MAX - 1000, "{x} {y}");
    }
}
