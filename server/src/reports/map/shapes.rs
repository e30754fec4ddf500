//! How many reports look, quickly: [`shape`] asked once for each of the few answers that it can give.

use super::dot::{Dot, seconds};
use chrono::{DateTime, Duration, Utc};
use domain::status::{SOON, Shape, Status, shape};

/// Where a deadline lies: past, within two days, later.
const DEADLINES: usize = 3;

/// The shapes of all reports at one time.
pub struct Shapes {
    /// By status, by danger, by deadline.
    table: Vec<[[Shape; DEADLINES]; 2]>,
    pub now: u32,
    soon: u32,
    /// By row, whether the type is dangerous.
    danger: Vec<bool>,
}

impl Shapes {
    pub fn at(now: DateTime<Utc>, danger: Vec<bool>) -> Self {
        let dues = [now - Duration::seconds(1), now + SOON, now + SOON + Duration::seconds(1)];
        let of = |status, danger| dues.map(|due| shape(status, danger, due, now));
        let table = Status::ALL.iter().map(|status| [of(*status, false), of(*status, true)]).collect();
        Self { table, now: seconds(now), soon: seconds(now + SOON), danger }
    }

    pub fn of(&self, dot: &Dot) -> Shape {
        let deadline = usize::from(dot.due >= self.now) + usize::from(dot.due > self.soon);
        self.table[dot.status as usize][usize::from(self.is_danger(dot))][deadline]
    }

    /// Whether it is dangerous as long as its case is open.
    fn is_danger(&self, dot: &Dot) -> bool {
        !dot.made_safe && self.danger.get(usize::from(dot.type_id)).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::map::dot::tests::dot;

    #[test]
    fn many_look_as_one_does() {
        let now = DateTime::from_timestamp(1_794_826_800, 0).unwrap();
        let shapes = Shapes::at(now, vec![false, true]);
        for status in Status::ALL {
            for due in [-100_000, -1, 0, 1, 172_799, 172_800, 172_801, 1_000_000] {
                for (type_id, made_safe) in [(0, false), (1, false), (1, true), (7, false)] {
                    let due_at = now + Duration::seconds(due);
                    let dot = Dot { status: *status, due: seconds(due_at), type_id, made_safe, ..dot(1) };
                    let alone = shape(*status, type_id == 1 && !made_safe, due_at, now);
                    assert_eq!(shapes.of(&dot), alone, "{status:?} {due} {type_id} {made_safe}");
                }
            }
        }
    }
}
