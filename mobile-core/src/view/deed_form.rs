//! Something about to be done to a case, as its form shows it.

use super::DraftPhoto;
use crate::deed::{DeedKind, DeedOutcome};
use crate::error::FieldProblem;

/// Which part of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum DeedFieldKind {
    /// Photos.
    Photos,
    /// How the case ended.
    Outcome,
    /// 1 to 5 stars.
    Rating,
    /// Words.
    Note,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DeedField {
    /// Which.
    pub kind: DeedFieldKind,
    /// What is written above it.
    pub label: String,
    /// Whether it goes without.
    pub required: bool,
}

/// The form of something about to be done.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct DeedScreen {
    /// Its id.
    pub id: String,
    /// To which case.
    pub report_id: String,
    /// What is done.
    pub kind: DeedKind,
    /// Its heading.
    pub title: String,
    /// What it asks for, in this order.
    pub fields: Vec<DeedField>,
    /// The words so far.
    pub note: String,
    /// How the case ended, if it was said.
    pub outcome: Option<DeedOutcome>,
    /// The stars so far.
    pub rating: Option<u8>,
    /// Its photos.
    pub photos: Vec<DraftPhoto>,
    /// What is missing or wrong; without any it can be handed over.
    pub missing: Vec<FieldProblem>,
}
