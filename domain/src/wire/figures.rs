//! The figures that a city shows of itself. Every one can be looked up: the reports that it counts
//! are those of `GET …/reports` with the same words.

use crate::figures::Tally;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Reports counted (`domain::figures`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TallyView {
    /// All of them.
    pub received: u64,
    /// Still open.
    pub open: u64,
    /// Still open past the promised day.
    pub overdue: u64,
    /// Closed by the promised day.
    pub kept: u64,
    /// Closed after the promised day.
    pub late: u64,
    /// Put right.
    pub resolved: u64,
    /// Answered: nothing to be done here.
    pub explained: u64,
    /// Not taken on.
    pub declined: u64,
    /// Closed by the promised day of those closed or past it, in thousandths, rounded down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_time: Option<u16>,
    /// Days within which half of what was put right was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_days: Option<u32>,
}

impl From<&Tally> for TallyView {
    fn from(tally: &Tally) -> Self {
        Self {
            received: tally.received,
            open: tally.open,
            overdue: tally.overdue,
            kept: tally.kept,
            late: tally.late,
            resolved: tally.resolved,
            explained: tally.explained,
            declined: tally.declined,
            on_time: tally.on_time(),
            median_days: tally.median_days(),
        }
    }
}

/// The reports of a category, a department, a territory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FigureRow {
    /// Its slug; empty for what lies in no territory.
    pub slug: String,
    /// Its title in the asked language; empty for what lies in no territory.
    pub title: String,
    /// Its reports.
    #[serde(flatten)]
    pub tally: TallyView,
}

/// The reports received in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthFigures {
    /// Its first local day.
    pub from: NaiveDate,
    /// Its last.
    pub to: NaiveDate,
    /// Its reports.
    #[serde(flatten)]
    pub tally: TallyView,
}

/// What a city shows of itself, of the reports received in a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figures {
    /// First local day of the period.
    pub from: NaiveDate,
    /// Last local day of the period.
    pub to: NaiveDate,
    /// When they were counted.
    pub counted_at: DateTime<Utc>,
    /// All reports of the period.
    pub total: TallyView,
    /// Those of the same days a year before.
    pub year_before: TallyView,
    /// By category, in the order of the catalogue.
    pub categories: Vec<FigureRow>,
    /// By department that has them, most reports first.
    pub departments: Vec<FigureRow>,
    /// By territory in which the public sees them, by title.
    pub territories: Vec<FigureRow>,
    /// By month: that of the period's last day and the 23 before, whatever the period is.
    pub months: Vec<MonthFigures>,
}
