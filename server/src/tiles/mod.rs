//! Map tiles (Mapbox Vector Tile 2.1): the city's ground, and the reports upon it. Everything in
//! them is public.

pub mod base;
mod cut;
pub mod reports;

use crate::problem::{ApiError, ApiResult};
use serde::Deserialize;

/// Deepest zoom that tiles exist for; clients draw beyond it from these.
pub const ZOOM_MAX: u8 = 20;
/// Units of a tile's side.
pub const EXTENT: u32 = 4096;

/// A tile's address. The row ends in `.mvt`.
#[derive(Debug, Deserialize)]
pub struct Address {
    z: u8,
    x: u32,
    y: String,
}

/// A tile of the Web Mercator grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tile {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

impl Address {
    #[cfg(any(test, feature = "fuzzing"))]
    pub fn at(z: u8, x: u32, y: &str) -> Self {
        Self { z, x, y: y.to_owned() }
    }

    /// The tile at this address, if the grid has it.
    pub fn tile(&self) -> ApiResult<Tile> {
        let y = self.y.strip_suffix(".mvt").and_then(|y| y.parse().ok()).ok_or(ApiError::NotFound)?;
        let tile = Tile { z: self.z, x: self.x, y };
        let side = 1_u32.checked_shl(u32::from(self.z)).unwrap_or(0);
        if self.z <= ZOOM_MAX && tile.x < side && tile.y < side { Ok(tile) } else { Err(ApiError::NotFound) }
    }
}

impl Tile {
    /// West, south, east, north in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let side = f64::from(1_u32 << self.z);
        let lon = |x: u32| f64::from(x) / side * 360.0 - 180.0;
        let lat = |y: u32| {
            let n = std::f64::consts::PI * (1.0 - 2.0 * f64::from(y) / side);
            n.sinh().atan().to_degrees()
        };
        [lon(self.x), lat(self.y + 1), lon(self.x + 1), lat(self.y)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_on_the_grid_is_not_found() {
        let at = |z, x, y| Address::at(z, x, y).tile();
        assert!(at(2, 3, "3.mvt").is_ok());
        assert!(at(2, 4, "3.mvt").is_err());
        assert!(at(2, 3, "-1.mvt").is_err());
        assert!(at(2, 3, "3").is_err());
        assert!(at(31, 0, "0.mvt").is_err());
        assert!(at(200, 0, "0.mvt").is_err());
    }
}
