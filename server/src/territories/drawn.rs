//! The areas of a city as phones carry them, drawn once for each version of its data.

use domain::catalogue::City;
use domain::outline::thinned;
use domain::wire::territory::AreaView;
use std::sync::{Arc, OnceLock};

/// Not drawn before somebody asks; cheap to clone.
#[derive(Clone, Default)]
pub struct Drawing(Arc<OnceLock<Drawn>>);

/// The areas.
#[derive(Clone)]
pub struct Drawn {
    /// Metres by which a border may run beside the true one.
    pub within_m: u32,
    pub boundary: AreaView,
    /// In the order in which they decide.
    pub territories: Vec<AreaView>,
}

impl Drawing {
    /// The areas of `city`, whose drawing this is. Takes a moment the first time.
    pub fn of(&self, city: &City) -> &Drawn {
        self.0.get_or_init(|| {
            let areas = city.territories.iter().map(|territory| &territory.area);
            let areas: Vec<_> = std::iter::once(&city.boundary).chain(areas).collect();
            let (within_m, thin) = thinned(&areas);
            let mut views = thin.iter().map(AreaView::from);
            let empty = || AreaView::from(&geo::MultiPolygon::new(Vec::new()));
            Drawn { within_m, boundary: views.next().unwrap_or_else(empty), territories: views.collect() }
        })
    }
}
