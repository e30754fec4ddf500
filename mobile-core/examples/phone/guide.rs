//! What the phone tells its person by itself, while nothing is sent.

use mobile_core::view::{HintKind, Place, WizardStep};
use mobile_core::{Core, CoreError};

/// Every type with what is promised for it, if it were received now: `slug | promise | first visit`.
pub fn promises(core: &Core) -> Result<Vec<String>, CoreError> {
    let draft = core.new_draft()?;
    let types = draft.step()?.categories.into_iter().flat_map(|category| category.types);
    let lines = types.map(|issue_type| {
        draft.choose_type(&issue_type.slug)?;
        let WizardStep { promise, first_visit, .. } = draft.step()?;
        let words = |words: Option<String>| words.unwrap_or_default();
        Ok(format!("{} | {} | {}", issue_type.slug, words(promise), words(first_visit)))
    });
    lines.collect()
}

/// Where each place is: `lat,lon | district`, or `outside`.
pub fn districts(core: &Core, places: &[String]) -> Result<Vec<String>, CoreError> {
    let draft = core.new_draft()?;
    let lines = places.iter().map(|place| {
        let degrees = |text: Option<&str>| text.and_then(|text| text.parse().ok()).ok_or(CoreError::Conflict);
        let mut parts = place.split(',');
        draft.put_pin(Place { lat: degrees(parts.next())?, lon: degrees(parts.next())? }, None)?;
        let step = draft.step()?;
        let outside = step.hints.iter().any(|hint| hint.kind == HintKind::Outside);
        let district = if outside { "outside".to_owned() } else { step.district.unwrap_or_default() };
        Ok(format!("{place} | {district}"))
    });
    lines.collect()
}
