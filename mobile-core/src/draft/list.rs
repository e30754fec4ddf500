//! Reports being written, as a list shows them.

use chrono::DateTime;
use domain::text::{Language, count};

use super::sheet::Missing;
use super::store::{self, Listed};
use crate::cache::Knowledge;
use crate::error::CoreError;
use crate::storage::Storage;
use crate::view::{DraftCard, Words};

/// The drafts of an account, the one begun last first.
pub(crate) fn cards(
    storage: &Storage,
    account: i64,
    known: &Knowledge,
    words: Words,
) -> Result<Vec<DraftCard>, CoreError> {
    let listed = storage.read(|db| store::list(db, account))?;
    Ok(listed.into_iter().map(|draft| card(draft, known, words)).collect())
}

/// How many photos; nothing for none.
pub(super) fn photos_in_words(photos: usize, language: Language) -> Option<String> {
    let photos = i64::try_from(photos).ok().filter(|photos| *photos > 0)?;
    Some(count(language, "draft_photos", photos, &[]))
}

fn card(Listed { sheet, photos, photo }: Listed, known: &Knowledge, words: Words) -> DraftCard {
    let title = sheet.issue_type.as_deref().and_then(|slug| known.title(slug));
    let begun = sheet.id.get_timestamp().and_then(|stamp| {
        let (seconds, nanos) = stamp.to_unix();
        DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)
    });
    let at = words.moment(begun.unwrap_or_default());
    let lacks: Vec<String> = sheet
        .missing()
        .into_iter()
        .map(|missing| match missing {
            Missing::Place => words.say("draft_lacks_place", &[]),
            Missing::Type => words.say("draft_lacks_type", &[]),
        })
        .collect();
    DraftCard {
        id: sheet.id.to_string(),
        title: title.unwrap_or_else(|| words.say("draft_untitled", &[])),
        place: sheet.place,
        address: sheet.address,
        description: sheet.description,
        photo,
        photos_text: photos_in_words(photos, words.language),
        begun_text: words.say("draft_begun", &[("at", &at)]),
        missing_text: if lacks.is_empty() {
            words.say("draft_ready", &[])
        } else {
            words.say("draft_lacks", &[("what", &lacks.join(", "))])
        },
    }
}
