//! Where a page of the desk ended. A cursor is good for the filters and the order that it came with,
//! and for no others.

use chrono::{DateTime, Utc};
use domain::desk::Sort;
use domain::wire::desk::DeskFilter;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The last case of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// By the order: microseconds since 1970, the sequence, or the bits of a distance.
    key: i64,
    pub id: Uuid,
}

/// Later than any case: the last microsecond of the year 9999.
const LATEST: i64 = 253_402_300_799_999_999;

impl Cursor {
    /// Before the first case of an order.
    pub fn start(sort: Sort) -> Self {
        match sort {
            Sort::Deadline => Self { key: 0, id: Uuid::nil() },
            Sort::Nearest => Self::far(-1.0, Uuid::nil()),
            Sort::Newest => Self { key: i64::MAX, id: Uuid::max() },
            Sort::Closed => Self { key: LATEST, id: Uuid::max() },
        }
    }

    /// After a case of this moment.
    pub fn at(at: DateTime<Utc>, id: Uuid) -> Self {
        Self { key: at.timestamp_micros(), id }
    }

    /// After the case of this sequence.
    pub fn numbered(sequence: i64, id: Uuid) -> Self {
        Self { key: sequence, id }
    }

    /// After a case so far away.
    pub fn far(distance: f64, id: Uuid) -> Self {
        Self { key: distance.to_bits().cast_signed(), id }
    }

    pub fn moment(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.key.clamp(0, LATEST)).unwrap_or_default()
    }

    pub fn sequence(self) -> i64 {
        self.key
    }

    pub fn distance(self) -> f64 {
        f64::from_bits(self.key.cast_unsigned())
    }

    pub fn write(self, sort: Sort, asked: &DeskFilter) -> String {
        format!("{}.{}.{}", mark(sort, asked), self.key, self.id.simple())
    }

    /// What was written for the same filters and order.
    pub fn read(text: &str, sort: Sort, asked: &DeskFilter) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        if parts.next()? != mark(sort, asked) {
            return None;
        }
        Some(Self { key: parts.next()?.parse().ok()?, id: parts.next()?.parse().ok()? })
    }
}

/// Tells questions apart. It is made of the words: what time it is does not matter, so that the next
/// page of what is overdue can be asked for a minute later.
fn mark(sort: Sort, asked: &DeskFilter) -> String {
    let words = serde_json::to_vec(asked).unwrap_or_default();
    let digest: [u8; 32] = Sha256::new().chain_update(sort.name()).chain_update(words).finalize().into();
    hex::encode(&digest[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_and_only_to_its_own_question() {
        let asked = DeskFilter { tab: Some("new".to_owned()), ..DeskFilter::default() };
        let cursor = Cursor::far(123.456, Uuid::from_u128(7));
        let text = cursor.write(Sort::Nearest, &asked);
        let read = Cursor::read(&text, Sort::Nearest, &asked).expect("its own question");
        assert_eq!(read, cursor);
        assert!((read.distance() - 123.456).abs() < f64::EPSILON);
        assert_eq!(Cursor::read(&text, Sort::Newest, &asked), None);
        assert_eq!(Cursor::read(&text, Sort::Nearest, &DeskFilter::default()), None);
        assert_eq!(Cursor::read("", Sort::Nearest, &asked), None);
    }
}
