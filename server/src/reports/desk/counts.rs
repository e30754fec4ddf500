//! How many cases each tab holds. Everybody of a department asks the same, so an answer is good for
//! a second, or until something happens in the city; who asks meanwhile waits for it.

use crate::app::App;
use crate::auth::Session;
use crate::problem::{ApiError, ApiResult};
use crate::reports::desk::Team;
use crate::reports::store::{self, Stack};
use chrono::{DateTime, Duration, Utc};
use domain::desk::{Asks, Due, Tab, Whose};
use domain::permission::desk;
use domain::wire::desk::DeskCounts;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A city's row, and whose cases.
type Reach = (i32, Option<i32>);
type Kept = Arc<tokio::sync::Mutex<Option<Answer>>>;

/// Answers by reach.
#[derive(Default)]
pub struct Counts(Mutex<HashMap<Reach, Kept>>);

struct Answer {
    at: DateTime<Utc>,
    /// How often something had happened in the city.
    happened: u64,
    stacks: Vec<Stack>,
}

/// How long an answer is good: other processes write too.
const GOOD: Duration = Duration::seconds(1);

impl Counts {
    /// Of the caller's desk.
    pub async fn of(&self, app: &App, session: &Session) -> ApiResult<DeskCounts> {
        let own = desk(session.staff()).map_err(|()| ApiError::Forbidden)?;
        let (city_id, now) = (session.city_id, app.clock.now());
        let (team, _) = Team::of(app.db.main(), session, now).await?;
        let mine = store::held_by(app.db.main(), city_id, own, &team.people).await?;
        let kept = self.kept((city_id, own));
        let mut kept = kept.lock().await;
        let happened = *app.feed.follow(city_id).borrow();
        let answer = match kept.take() {
            Some(known) if known.happened == happened && (now - GOOD..=now).contains(&known.at) => known,
            _ => {
                let soon = Due::Soon.window(now);
                let soon = (soon.0.unwrap_or(now), soon.1.unwrap_or(now));
                let stacks = store::stacks(app.db.main(), city_id, own, (soon, now), &team.nobodys).await?;
                Answer { at: now, happened, stacks }
            }
        };
        let counts = sum(&answer.stacks, mine);
        *kept = Some(answer);
        Ok(counts)
    }

    fn kept(&self, reach: Reach) -> Kept {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(reach).or_default())
    }
}

fn sum(stacks: &[Stack], mine: i64) -> DeskCounts {
    let count = |tab: Tab| {
        let asks = tab.asks();
        if asks.whose == Some(Whose::Mine) {
            return mine;
        }
        let within = |stack: &&Stack| {
            asks.statuses.is_none_or(|these| these.iter().any(|status| status.name() == stack.status))
        };
        stacks.iter().filter(within).map(|stack| cut(stack, asks)).sum()
    };
    DeskCounts {
        new: count(Tab::New),
        in_work: count(Tab::InWork),
        waiting: count(Tab::Waiting),
        in_review: count(Tab::InReview),
        soon: count(Tab::Soon),
        overdue: count(Tab::Overdue),
        escalated: count(Tab::Escalated),
        unassigned: count(Tab::Unassigned),
        mine: count(Tab::Mine),
        all: count(Tab::All),
    }
}

/// What of a stack is what a tab asks for besides the status.
fn cut(stack: &Stack, asks: Asks) -> i64 {
    match asks {
        Asks { due: Some(Due::Soon), .. } => stack.soon,
        Asks { due: Some(Due::Overdue), .. } => stack.overdue,
        Asks { escalated: true, .. } => stack.escalated,
        Asks { whose: Some(Whose::Nobodys), .. } => stack.unassigned,
        _ => stack.count,
    }
}
