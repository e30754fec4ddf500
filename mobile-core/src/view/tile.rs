//! Tiles of the map.

/// What a tile shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum TileLayer {
    /// The city's ground: streets, houses, water.
    Base,
    /// Reports, as points and clusters.
    Reports,
}

impl TileLayer {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Reports => "reports",
        }
    }
}
