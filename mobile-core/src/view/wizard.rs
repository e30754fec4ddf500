//! A report being written, page by page, and in a list of such.

use serde::{Deserialize, Serialize};

use super::{Category, NotHere, Place, Question};

/// A page of what is asked to file a report, in this order: on a phone one begins with the photo, and
/// where it was taken suggests the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// Photos.
    Photos,
    /// Where.
    Place,
    /// The group of types.
    Category,
    /// What kind of thing.
    Type,
    /// What the type asks.
    Questions,
    /// Words, a contact if one wishes, and off it goes.
    Send,
}

impl Page {
    /// The end of its keys.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Photos => "photos",
            Self::Place => "place",
            Self::Category => "category",
            Self::Type => "type",
            Self::Questions => "questions",
            Self::Send => "send",
        }
    }
}

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum PageState {
    /// Nothing is left to do.
    Done,
    /// It may be left as it is; a report goes without.
    Open,
    /// The city cannot do without it.
    Needed,
    /// Something in it would be refused.
    Wrong,
}

impl PageState {
    /// The end of its key.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Open => "open",
            Self::Needed => "needed",
            Self::Wrong => "wrong",
        }
    }
}

/// A page as the list of pages shows it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct PageLine {
    /// Which.
    pub page: Page,
    /// What it asks.
    pub title: String,
    /// How far it is.
    pub state: PageState,
    /// The same in words.
    pub state_text: String,
    /// What is written there so far, in a few words.
    pub written: Option<String>,
}

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum HintKind {
    /// Some things do not belong to the type.
    Scope,
    /// It is not the season of the type.
    Season,
    /// A question that should have an answer.
    Question,
    /// A photo would help.
    Photo,
    /// The pin is outside the city: the city will refuse it.
    Outside,
    /// The city does not take the type any more.
    TypeGone,
    /// The city changed what it asks.
    Changed,
}

/// Something to know, which keeps nobody from sending.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Hint {
    /// What it is about.
    pub kind: HintKind,
    /// The page that it belongs to.
    pub page: Page,
    /// What to know.
    pub text: String,
    /// Slug of the type to choose instead.
    pub instead: Option<String>,
    /// The words of the button that chooses it.
    pub button: Option<String>,
}

/// What to do where there is danger; shown as soon as the type is chosen.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DangerAdvice {
    /// What to do.
    pub text: String,
    /// Whom to call.
    pub phone: String,
    /// The words of the button that calls.
    pub button: String,
}

/// What the chosen type says and asks, as it was when the report was begun.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChosenType {
    /// Stable name.
    pub slug: String,
    /// For people.
    pub title: String,
    /// What belongs to it.
    pub belongs: String,
    /// What does not, and what to choose instead.
    pub not_here: Vec<NotHere>,
    /// What to photograph, and how.
    pub photograph: String,
    /// What is asked, in this order.
    pub questions: Vec<Question>,
}

/// Where a report being written stands: everything that its pages need.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct WizardStep {
    /// The page to show now: the first that is needed, or that nobody has looked at yet.
    pub page: Page,
    /// What it asks.
    pub title: String,
    /// `Step 2 of 6`.
    pub position: String,
    /// Every page of this report, in their order.
    pub pages: Vec<PageLine>,
    /// The page after this one; `null` on the last.
    pub next: Option<Page>,
    /// What can be chosen from; empty until the phone has heard it.
    pub categories: Vec<Category>,
    /// Slug of the chosen group.
    pub category: Option<String>,
    /// What was chosen.
    pub chosen: Option<ChosenType>,
    /// What to do at once, where there is danger.
    pub danger: Option<DangerAdvice>,
    /// By when it will be solved if it is received now, in words.
    pub promise: Option<String>,
    /// When somebody comes first, in words.
    pub first_visit: Option<String>,
    /// The district that the pin is in; `null` without a pin, or where the phone cannot tell.
    pub district: Option<String>,
    /// What to know, the most pressing first.
    pub hints: Vec<Hint>,
    /// Whether it can be handed over as it is.
    pub may_send: bool,
    /// The words of the button that hands it over.
    pub send_button: String,
}

/// A report being written, in a list.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct DraftCard {
    /// The id that the report will have.
    pub id: String,
    /// What kind of thing, as far as it is chosen.
    pub title: String,
    /// Where the pin is.
    pub place: Option<Place>,
    /// Where it is, in words.
    pub address: Option<String>,
    /// What its author wrote so far.
    pub description: String,
    /// Id of its first photo.
    pub photo: Option<String>,
    /// How many photos, in words; `null` for none.
    pub photos_text: Option<String>,
    /// When it was begun, in words.
    pub begun_text: String,
    /// What is missing, or that it is ready, in words.
    pub missing_text: String,
}
