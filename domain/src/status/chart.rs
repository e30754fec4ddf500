//! The table as a drawing.

use super::{Actor, Need, Only, TRANSITIONS, Transition};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The table as a state diagram in Mermaid's language and as rows in Markdown: what `docs/case.md`
/// shows.
pub fn chart() -> String {
    format!("```mermaid\n{}```\n\n{}", diagram(), rows())
}

/// One arrow for each pair of statuses, named by who may go along it. Ways that every open status
/// has to the same end are one arrow from `open`.
fn diagram() -> String {
    let mut drawn = String::from("stateDiagram-v2\n    direction LR\n    [*] --> submitted\n");
    let mut arrows: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in TRANSITIONS {
        for &from in row.from {
            // Where much goes to one end, the drawing shows one way for all.
            let from = if row.from.len() > 6 { "open" } else { from.name() };
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
