//! A report as a screen shows it.

use chrono::{DateTime, Utc};
use domain::publication::Viewer;
use domain::status;
use domain::text::count;
use domain::wire::photo::{PhotoKind, PhotoView};
use domain::wire::report::ReportView;

use super::Place;
use super::due::{DueLabel, Promise};
use super::own::OwnCase;
use super::timeline::{self, TimelineLine};
use super::words::Words;

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
    /// What it shows and of which day, in words.
    pub caption: String,
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
    /// Where it stands, in words.
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
    pub timeline: Vec<TimelineLine>,
    /// When it came in, in words.
    pub received_text: String,
    /// How many others have the same trouble, in words; `null` for none.
    pub supports_text: Option<String>,
    /// Whether it is shown as to its author.
    pub mine: bool,
    /// What its author may do next.
    pub own: Option<OwnCase>,
    /// To send back with a change.
    pub version: i32,
    /// That it is shown as it was when there was a network, and when that was; `null` for the newest.
    pub kept_text: Option<String>,
}

impl ReportScreen {
    pub(crate) fn of(report: ReportView, words: Words) -> Self {
        let promise = Promise {
            ribbon: &report.ribbon,
            shape: report.shape,
            visit_by: report.first_action_due_at.filter(|_| report.first_action_at.is_none()),
            resolved_at: report.resolved_at,
            zone: words.zone,
            language: words.language,
        };
        let due = DueLabel::of(&promise);
        let own = OwnCase::of(&report, words);
        let mine = report.viewer == Viewer::Reporter;
        let received = words.relative_day(report.received_at);
        let photos = report.photos.iter().map(|photo| ReportPhoto::of(photo, words)).collect();
        Self {
            id: report.id.to_string(),
            number: report.number.to_string(),
            title: report.issue_type.title,
            category: report.category.title,
            shape: report.shape.into(),
            status: report.status.name().to_owned(),
            status_text: words.say(&format!("case_status_{}", report.status.name()), &[]),
            place: Place { lat: report.place.lat, lon: report.place.lon },
            place_is_exact: report.place.exact,
            address: report.address,
            department: report.department.title,
            routed_because: report.routed_because,
            emergency: report.emergency,
            due,
            description: report.description,
            photos,
            timeline: timeline::lines(report.history, mine, words),
            received_text: words.say("report_received", &[("when", &received)]),
            supports_text: supports_in_words(report.supports, words),
            mine,
            own,
            version: report.version,
            kept_text: None,
        }
    }

    /// The same, shown without asking the city.
    pub(crate) fn kept(self, at: DateTime<Utc>, words: Words) -> Self {
        Self { kept_text: Some(kept_in_words(at, words)), ..self }
    }
}

/// That something is shown as it was `at` a moment when there was a network.
pub(crate) fn kept_in_words(at: DateTime<Utc>, words: Words) -> String {
    let when = words.moment(at);
    words.say("offline_as_of", &[("when", &when)])
}

/// How many others have the same trouble; nothing for none.
pub(super) fn supports_in_words(supports: i32, words: Words) -> Option<String> {
    (supports > 0).then(|| count(words.language, "support_count", i64::from(supports), &[]))
}

impl ReportPhoto {
    fn of(photo: &PhotoView, words: Words) -> Self {
        let date = words.date(photo.taken_on);
        let caption = words.say(&format!("photo_{}", photo.kind.name()), &[("date", &date)]);
        let after = photo.kind == PhotoKind::After;
        Self { id: photo.id.to_string(), after, caption, published: photo.published }
    }
}
