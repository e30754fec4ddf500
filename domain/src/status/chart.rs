//! The table as a drawing.

use super::table::{AT_WORK, ENDED, TAKEN, UNDECIDED};
use super::{Actor, Need, Only, Status, TRANSITIONS, Transition};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The table as a state diagram in Mermaid's language and as rows in Markdown: what `docs/case.md`
/// shows.
pub fn chart() -> String {
    format!("```mermaid\n{}```\n\n{}", diagram(), rows())
}

/// Statuses that lead to the same end are drawn as one box, each within the next.
const BOXES: [(&str, &[Status]); 3] = [("taken", TAKEN), ("at_work", AT_WORK), ("undecided", UNDECIDED)];

/// One arrow for each pair, named by who may go along it.
fn diagram() -> String {
    let mut drawn = String::from("stateDiagram-v2\n    [*] --> submitted\n    state undecided {\n");
    let outer = UNDECIDED.iter().filter(|status| !AT_WORK.contains(status));
    let middle = AT_WORK.iter().filter(|status| !TAKEN.contains(status));
    drawn += &lines(outer, 8);
    drawn += "        state at_work {\n";
    drawn += &lines(middle, 12);
    drawn += "            state taken {\n";
    drawn += &lines(TAKEN.iter(), 16);
    drawn += "            }\n        }\n    }\n    state ended {\n";
    drawn += &lines(ENDED.iter(), 8);
    drawn += "    }\n";
    let mut arrows: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in TRANSITIONS {
        for from in sources(row) {
            let names = arrows.entry((from, row.to.name())).or_default();
            for actor in row.by.iter().map(|actor| kind(*actor)) {
                if !names.contains(&actor) {
                    names.push(actor);
                }
            }
        }
    }
    for ((from, to), actors) in arrows {
        let _infallible = writeln!(drawn, "    {from} --> {to}: {}", actors.join(", "));
    }
    drawn
}

fn lines<'a>(statuses: impl Iterator<Item = &'a Status>, indent: usize) -> String {
    statuses.fold(String::new(), |lines, status| lines + &" ".repeat(indent) + status.name() + "\n")
}

/// Where the arrows of a row begin: at a box, if the row is for all in it and leads out of it.
fn sources(row: &Transition) -> Vec<&'static str> {
    if row.from == ENDED {
        return vec!["ended"];
    }
    // The largest box whose statuses are all meant and which does not hold the end of the arrow.
    let boxed = BOXES.iter().rev().find(|(_, inside)| {
        inside.iter().all(|status| row.from.contains(status)) && !inside.contains(&row.to)
    });
    let Some((name, inside)) = boxed else {
        return row.from.iter().filter(|from| **from != row.to).map(|from| from.name()).collect();
    };
    let others = row.from.iter().filter(|from| !inside.contains(from) && **from != row.to);
    [*name].into_iter().chain(others.map(|from| from.name())).collect()
}

fn kind(actor: Actor) -> &'static str {
    match actor {
        Actor::Staff(_) => "staff",
        other => other.name(),
    }
}

fn rows() -> String {
    let mut table = String::from("| From | To | By | Needs | Only |\n|---|---|---|---|---|\n");
    for row in TRANSITIONS {
        let Transition { from, to, by, needs, only } = row;
        let from: Vec<_> = from.iter().map(|status| status.name()).collect();
        let by: Vec<_> = by.iter().map(|actor| actor.name()).collect();
        let needs: Vec<_> = needs.iter().map(|need| need_name(*need)).collect();
        let _infallible = writeln!(
            table,
            "| {} | {} | {} | {} | {} |",
            from.join(", "),
            to.name(),
            by.join(", "),
            needs.join(", "),
            only.map_or("", only_name),
        );
    }
    table
}

fn need_name(need: Need) -> &'static str {
    match need {
        Need::Photo => "photo",
        Need::Outcome => "outcome",
        Need::Reason => "reason",
        Need::Department => "department",
        Need::Date => "date",
        Need::Responsible => "responsible",
        Need::Original => "original",
    }
}

fn only_name(only: Only) -> &'static str {
    match only {
        Only::WithReview => "where the city reviews results",
        Only::WithoutReview => "where the city does not review results",
        Only::WhileDisputable => "within the window to disagree",
        Only::WhileReopenable => "within the window to reopen",
    }
}
