//! What waits for a date: found by looking, in small steps; looking again changes nothing.

use super::actions::move_by_itself;
use super::store::{self, Due};
use crate::abuse;
use crate::app::App;
use crate::db::{By, Fact, Tx};
use crate::problem::ApiResult;
use chrono::{DateTime, Duration, Utc};
use domain::catalogue::City;
use domain::event::{Event, Kind};
use domain::status::{SOON, Status};
use std::sync::Arc;

/// Cases of one transaction.
const STEP: i64 = 200;

/// How long a change is known by the name that its sender gave it.
const REPEATS_KEPT: Duration = Duration::days(30);

/// Does everything to the cases of a city whose time has come, and says how many there were.
pub async fn sweep(app: &App, city: &Arc<City>, now: DateTime<Utc>) -> ApiResult<usize> {
    let mut all = 0;
    for job in JOBS {
        loop {
            let job_city = city.clone();
            let done = app
                .db
                .write(city.id, now, move |tx| Box::pin(async move { job.step(tx, &job_city).await }))
                .await?
                .0;
            all += done;
            // A step that moved less than it could has seen the end.
            if done < usize::try_from(STEP).unwrap_or(usize::MAX) {
                break;
            }
        }
    }
    Ok(all)
}

/// One kind of thing that waits for a date.
#[derive(Clone, Copy)]
enum Job {
    Soon,
    Overdue,
    Escalate,
    /// Cases leave this status for that one.
    Expire(Status, Status),
    /// No phone sends a change again that was made so long ago.
    ForgetRepeats,
}

const JOBS: [Job; 8] = [
    Job::Soon,
    Job::Overdue,
    Job::Escalate,
    Job::Expire(Status::WaitingForResident, Status::InProgress),
    Job::Expire(Status::WaitingForPartner, Status::InProgress),
    Job::Expire(Status::Disputed, Status::Reopened),
    Job::Expire(Status::Resolved, Status::ClosedByTime),
    Job::ForgetRepeats,
];

impl Job {
    async fn step(self, tx: &mut Tx, city: &City) -> ApiResult<usize> {
        let soon = tx.now() + SOON;
        let found = match self {
            Self::Soon => told(store::mark_soon(tx, soon, STEP).await?, Kind::DueSoon),
            Self::Overdue => told(store::mark_overdue(tx, STEP).await?, Kind::Overdue),
            Self::Escalate => {
                let since = tx.now() - abuse::FALSE_ALARM_MEMORY;
                told(store::escalate(tx, (abuse::FALSE_ALARMS_MANY, since), STEP).await?, Kind::Escalated)
            }
            Self::ForgetRepeats => {
                let forgotten = store::forget_repeats(tx, tx.now() - REPEATS_KEPT, STEP).await?;
                return Ok(usize::try_from(forgotten).unwrap_or_default());
            }
            Self::Expire(from, to) => return expire(tx, city, from, to).await,
        };
        let count = found.len();
        for (due, kind) in found {
            let event = Event { kind, status: store::status(&due.status)?, outcome: None };
            tx.record(Fact { report_id: due.id, event, subject_id: None, note_id: None, by: By::System });
        }
        Ok(count)
    }
}

fn told(found: Vec<Due>, kind: Kind) -> Vec<(Due, Kind)> {
    found.into_iter().map(|due| (due, kind)).collect()
}

/// How long a case may stay in a status: a pause ends with the city's cap at the latest.
fn patience(city: &City, status: Status) -> Duration {
    let days = match status {
        Status::WaitingForResident => city.windows.answer_days.min(city.limits.pause_days),
        Status::WaitingForPartner => city.limits.pause_days,
        Status::Disputed => city.windows.dispute_answer_days,
        _ => city.windows.dispute_days,
    };
    Duration::days(i64::from(days))
}

async fn expire(tx: &mut Tx, city: &City, from: Status, to: Status) -> ApiResult<usize> {
    let since = tx.now() - patience(city, from);
    let mut moved = 0;
    for id in store::expired(tx, from, since, STEP).await? {
        moved += usize::from(move_by_itself(tx, city, id, from, to).await?);
    }
    Ok(moved)
}
