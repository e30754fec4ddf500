//! What staff asks of the desk, read from the words of an address: which cases, in which order, from
//! where on.

mod counts;
mod cursor;
mod read;
mod team;
pub mod view;

pub use counts::Counts;
pub use cursor::Cursor;
pub use team::Team;

use chrono::{DateTime, Utc};
use domain::desk::Sort;
use domain::place::Place;
use uuid::Uuid;

/// Which cases. `None` does not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    pub departments: Option<Vec<i32>>,
    pub statuses: Option<Vec<String>>,
    pub types: Option<Vec<i32>>,
    pub channels: Option<Vec<i32>>,
    pub territories: Option<Vec<i32>>,
    /// One of these people has it.
    pub assignees: Option<Vec<Uuid>>,
    /// One of these crews has it.
    pub crews: Option<Vec<Uuid>>,
    /// Nobody has it, or one of these, for whom nobody acts.
    pub nobodys: Option<Vec<Uuid>>,
    pub due_from: Option<DateTime<Utc>>,
    pub due_before: Option<DateTime<Utc>>,
    pub escalated: bool,
    pub without_first_action: bool,
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
}

/// Where to begin looking: what is rare is asked for first, the rest is looked through in order.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// All cases of the city.
    City,
    /// All cases of a department.
    Department(i32),
    /// What a person has.
    Assignee(Uuid),
    /// What a crew has.
    Crew(Uuid),
    /// What lies in the bounds, which are small.
    Area,
    /// What says these words, as PostgreSQL's text search reads them.
    Words(String),
    /// These cases, which were told of elsewhere.
    These(Vec<Uuid>),
    /// What is numbered so, in one of these years, or was where it was brought in from.
    Number { years: Vec<i32>, count: i32, outside: String },
}

/// A question to the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub filter: Filter,
    pub way: Way,
    pub sort: Sort,
    /// Where `nearest` counts from.
    pub near: Option<Place>,
}
