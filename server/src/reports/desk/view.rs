//! The desk's rows, and what it offers, as staff sees them.

use crate::people::absences::Roll;
use crate::reports::store::DeskRow;
use crate::reports::view::{Light, card, offered};
use domain::permission::{Action, Staff, may};
use domain::status::{Actor, Situation, Status};
use domain::text::Titles;
use domain::wire::catalogue::Named;
use domain::wire::crew::CrewName;
use domain::wire::desk::{DeskCard, DeskMoves, DeskOptions};
use domain::wire::report::Person;
use uuid::Uuid;

/// A row of the desk's list as a card, with who is away now.
pub fn desk_card(light: Light<'_>, roll: &Roll, row: DeskRow) -> Option<DeskCard> {
    let territory = light.city.territories.iter().find(|t| Some(t.id) == row.territory_id);
    Some(DeskCard {
        next_due_at: row.card.next_due_at,
        card: card(light, &row.card)?,
        away: row.assignee.as_ref().and_then(|(id, _)| roll.away(*id, light.city.time_zone)),
        assignee: row.assignee.map(|(id, name)| Person { id, name }),
        crew: row.crew.map(|(id, name)| CrewName { id, name }),
        channel: light.city.channel(row.channel_id).map(|channel| channel.slug.clone()).unwrap_or_default(),
        territory: territory
            .map(|t| Named { slug: t.slug.clone(), title: t.titles.get(light.language).to_owned() }),
        escalated_at: row.escalated_at,
        closed_at: row.card.closed_at,
    })
}

/// What the desk of `staff` can offer.
pub fn desk_options(light: Light<'_>, me: Uuid, staff: Staff) -> DeskOptions {
    let named = |slug: &String, titles: &Titles| Named {
        slug: slug.clone(),
        title: titles.get(light.language).to_owned(),
    };
    let mut territories: Vec<Named> =
        light.city.territories.iter().map(|territory| named(&territory.slug, &territory.titles)).collect();
    territories.sort_by(|one, other| one.title.cmp(&other.title));
    let own = staff.department_id.unwrap_or_default();
    let moves = Status::ALL.iter().map(|&from| {
        let situation = Situation {
            status: from,
            outcome: None,
            closed_at: Some(light.now),
            disputes: 0,
            subtasks_open: 0,
            review: light.city.review,
            windows: light.city.windows,
            now: light.now,
        };
        DeskMoves { from, choices: offered(&situation, Actor::Staff(staff.role)) }
    });
    DeskOptions {
        me,
        channels: light.city.channels.iter().map(|channel| named(&channel.slug, &channel.titles)).collect(),
        territories,
        may: Action::ALL.into_iter().filter(|&action| may(staff, action, own)).collect(),
        moves: moves.filter(|moves| !moves.choices.is_empty()).collect(),
    }
}
