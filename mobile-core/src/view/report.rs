//! A report as a screen shows it.

use chrono_tz::Tz;
use domain::publication::Viewer;
use domain::status;
use domain::text::{Language, say};
use domain::wire::photo::{PhotoKind, PhotoView};
use domain::wire::report::{self as wire, ReportView};

use super::Place;
use super::due::{DueLabel, Promise};

/// How a report looks: one outline and colour each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Shape {
    /// Nobody has taken it yet.
    New,
    /// Somebody is at it.
    Work,
    /// Due within two days.
    Soon,
    /// Past its deadline.
    Overdue,
    /// Waiting for somebody else.
    Waiting,
    /// Done.
    Resolved,
    /// Answered.
    Explained,
    /// Not accepted.
    Declined,
    /// Danger to life that nobody has made safe yet.
    Danger,
}

impl From<status::Shape> for Shape {
    fn from(shape: status::Shape) -> Self {
        match shape {
            status::Shape::New => Self::New,
            status::Shape::Work => Self::Work,
            status::Shape::Soon => Self::Soon,
            status::Shape::Overdue => Self::Overdue,
            status::Shape::Waiting => Self::Waiting,
            status::Shape::Resolved => Self::Resolved,
            status::Shape::Explained => Self::Explained,
            status::Shape::Declined => Self::Declined,
            status::Shape::Danger => Self::Danger,
        }
    }
}

/// A photo of a report.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ReportPhoto {
    /// Its id.
    pub id: String,
    /// Whether it shows the result, not the problem.
    pub after: bool,
    /// Whether everybody may see it.
    pub published: bool,
}

/// How large a photo is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PhotoSize {
    /// Longest side 320 pixels: lists.
    Small,
    /// Longest side 1024 pixels: one screen.
    Medium,
    /// Longest side 2048 pixels: to zoom in.
    Large,
}

impl PhotoSize {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct HistoryLine {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// What happened.
    pub text: String,
    /// What staff wrote to the author.
    pub note: Option<String>,
}

/// Everything that the screen of a report shows.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ReportScreen {
    /// Its id.
    pub id: String,
    /// The number to name it by.
    pub number: String,
    /// What kind of thing.
    pub title: String,
    /// Its group.
    pub category: String,
    /// How it looks.
    pub shape: Shape,
    /// Where it stands, as the API calls it.
    pub status: String,
    /// How it looks, in words.
    pub status_text: String,
    /// Where it is.
    pub place: Place,
    /// Whether that is the very place, or the middle of its block.
    pub place_is_exact: bool,
    /// Where it is, in words.
    pub address: Option<String>,
    /// Who has it.
    pub department: String,
    /// Why they have it, in words.
    pub routed_because: String,
    /// Danger to life.
    pub emergency: bool,
    /// By when.
    pub due: DueLabel,
    /// What its author wrote, where this viewer may see it.
    pub description: Option<String>,
    /// Those that this viewer may see.
    pub photos: Vec<ReportPhoto>,
    /// What happened, the oldest first.
    pub history: Vec<HistoryLine>,
    /// Whether it is shown as to its author.
    pub mine: bool,
}

impl ReportScreen {
    pub(crate) fn of(report: ReportView, zone: Tz, language: Language) -> Self {
        let promise = Promise {
            ribbon: &report.ribbon,
            shape: report.shape,
            visit_by: report.first_action_due_at.filter(|_| report.first_action_at.is_none()),
            resolved_at: report.resolved_at,
            zone,
            language,
        };
        let due = DueLabel::of(&promise);
        let department = report.department.title;
        let history = report.history.into_iter().map(HistoryLine::of);
        Self {
            id: report.id.to_string(),
            number: report.number.to_string(),
            title: report.issue_type.title,
            category: report.category.title,
            shape: report.shape.into(),
            status: report.status.name().to_owned(),
            status_text: say(language, &format!("status_{}", report.shape.name()), &[]),
            place: Place { lat: report.place.lat, lon: report.place.lon },
            place_is_exact: report.place.exact,
            address: report.address,
            routed_because: report.routed_because,
            emergency: report.emergency,
            due,
            description: report.description,
            photos: report.photos.iter().map(ReportPhoto::of).collect(),
            history: history.collect(),
            mine: report.viewer == Viewer::Reporter,
            department,
        }
    }
}

impl ReportPhoto {
    fn of(photo: &PhotoView) -> Self {
        let after = photo.kind == PhotoKind::After;
        Self { id: photo.id.to_string(), after, published: photo.published }
    }
}

impl HistoryLine {
    fn of(line: wire::HistoryLine) -> Self {
        Self { at: line.at.timestamp_millis(), text: line.words, note: line.note }
    }
}
