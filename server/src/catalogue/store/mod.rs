//! The SQL of cities and their catalogues.

mod read;
mod save;

pub use read::{
    CityRow, boundary, calendar_days, categories, channels, cities, clocks, issue_types, most_reported,
    versions,
};
pub use save::{
    Saved, id_of, next_version, save_calendar_days, save_categories, save_channels, save_city, save_clocks,
    save_issue_types, version,
};
