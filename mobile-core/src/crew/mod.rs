//! Crew mode: the cases of somebody's round, in the pocket before the network goes. The list is what the
//! desk says; each case is watched like one's own, so that all of it can be read in a cellar, and what is
//! done there waits in the outbox.

mod ahead;
mod store;

use domain::wire::desk::{DeskCard, DeskPage};
use domain::wire::parts::{SubtaskCard, SubtaskPage};

use crate::client::{Call, Client, Failure, read};

pub(crate) use ahead::ahead;
pub(crate) use store::{list, replace};

/// Cases in a round: more than anybody drives to in a week.
const ROUND_MAX: usize = 200;
/// Cases asked for in one request.
const PAGE: usize = 100;

/// The open cases that are the person's own, or of a crew that they are in; what is due first.
///
/// # Errors
/// `Refused` with `Unauthorized` when nobody is signed in, with `Forbidden` for who works on no cases.
pub(crate) async fn ask(client: &Client) -> Result<Vec<DeskCard>, Failure> {
    let mut round: Vec<DeskCard> = Vec::new();
    for whose in ["assignee=me", "crew=mine"] {
        let mut cursor = String::new();
        while round.len() < ROUND_MAX {
            let path = client.in_city(&format!("/desk/reports?{whose}&sort=deadline&limit={PAGE}{cursor}"));
            let page: DeskPage = read(&client.send(Call::get(&path)).await?)?;
            round.extend(page.reports);
            let Some(next) = page.next else { break };
            cursor = format!("&cursor={}", urlencoding::encode(&next));
        }
    }
    round.sort_by_key(|card| (card.next_due_at, card.card.id));
    round.dedup_by_key(|card| card.card.id);
    round.truncate(ROUND_MAX);
    Ok(round)
}

/// Parts of the work of others that the person's department was asked for and that have not ended, the
/// oldest first.
pub(crate) async fn ask_parts(client: &Client) -> Result<Vec<SubtaskCard>, Failure> {
    let path = client.in_city(&format!("/desk/subtasks?limit={PAGE}"));
    let page: SubtaskPage = read(&client.send(Call::get(&path)).await?)?;
    Ok(page.subtasks)
}
