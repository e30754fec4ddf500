//! What the phone knows of a city, ready to be asked.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::calendar::Calendar;
use domain::clock::{Promise, promise};
use domain::outline::{Outline, Whereabouts};
use domain::place::Place;
use domain::wire::catalogue::{CatalogueView, CategoryView, CityView, IssueTypeView};
use domain::wire::territory::TerritoryList;

/// A city as far as the phone has heard of it.
pub(crate) struct Knowledge {
    pub city: Option<CityView>,
    pub catalogue: Option<Arc<CatalogueView>>,
    outline: Option<Outline>,
    zone: Tz,
    calendar: Calendar,
}

impl Knowledge {
    pub fn of(
        city: Option<CityView>,
        catalogue: Option<CatalogueView>,
        ground: Option<TerritoryList>,
    ) -> Self {
        let zone = city.as_ref().and_then(|city| city.time_zone.parse().ok()).unwrap_or(Tz::UTC);
        let calendar = catalogue.as_ref().and_then(|catalogue| catalogue.calendar.as_ref());
        let calendar = calendar.map(domain::wire::catalogue::CalendarView::calendar).unwrap_or_default();
        let (catalogue, outline) = (catalogue.map(Arc::new), ground.map(Outline::from));
        Self { city, catalogue, outline, zone, calendar }
    }

    /// The city's; until the phone has heard it, the world's.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The version of its catalogue.
    pub fn version(&self) -> Option<i32> {
        self.catalogue.as_ref().map(|catalogue| catalogue.version)
    }

    /// Whether the city's data is newer than its catalogue or its ground here. A server that does not say
    /// how new its data is may always have something newer.
    pub fn is_outgrown(&self) -> bool {
        let known = [self.version(), self.outline.as_ref().map(Outline::version)];
        let newest = self.city.as_ref().map_or(0, |city| city.version);
        newest == 0 || known.iter().any(|version| *version != Some(newest))
    }

    /// A type by its slug, and its group.
    pub fn issue_type(&self, slug: &str) -> Option<(&CategoryView, &IssueTypeView)> {
        self.catalogue.as_deref().and_then(|catalogue| find_type(catalogue, slug))
    }

    /// What a type is called.
    pub fn title(&self, slug: &str) -> Option<String> {
        self.issue_type(slug).map(|(_, issue_type)| issue_type.title.clone())
    }

    /// Where a place is; nothing before the phone has heard where the city ends.
    pub fn whereabouts(&self, place: Place) -> Option<Whereabouts<'_>> {
        self.outline.as_ref().map(|outline| outline.find(place))
    }

    /// What a report of this type would be promised that the city received at `now`; nothing where the
    /// phone cannot count it.
    pub fn promise(&self, issue_type: &IssueTypeView, now: DateTime<Utc>) -> Option<Promise> {
        self.city.as_ref()?;
        promise(&issue_type.clocks, now, self.zone, &self.calendar).ok().flatten()
    }
}

/// A type of a catalogue by its slug, and its group.
pub(crate) fn find_type<'a>(
    catalogue: &'a CatalogueView,
    slug: &str,
) -> Option<(&'a CategoryView, &'a IssueTypeView)> {
    let mut types =
        catalogue.categories.iter().flat_map(|group| group.types.iter().map(move |one| (group, one)));
    types.find(|(_, issue_type)| issue_type.slug == slug)
}
