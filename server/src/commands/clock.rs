//! `citycenter clock`: counts deadlines for staff and sceptics, with every step of the reasoning.

use crate::catalogue::Cities;
use crate::db::Db;
use crate::reports;
use anyhow::{Context, Result, anyhow, ensure};
use chrono::{DateTime, Utc};
use domain::catalogue::City;
use domain::clock::{ClockError, Measure, Nature, Rule, Started, Step, rules, start};
use domain::id::Number;
use domain::text::Language;
use serde::Serialize;

#[derive(clap::Args)]
pub struct Question {
    /// The city whose rules and calendar count
    #[arg(long)]
    city: String,
    /// Count the clocks of this report again from its history: 2026-000123
    #[arg(long, conflicts_with_all = ["channel", "at", "registered_at", "issue_type"])]
    report: Option<Number>,
    /// How the case came: map-report, written-appeal…
    #[arg(long, required_unless_present = "report")]
    channel: Option<String>,
    /// The issue type, where deadlines depend on it
    #[arg(long = "type", value_name = "TYPE")]
    issue_type: Option<String>,
    /// any, explanatory or urgent
    #[arg(long, default_value = "any")]
    nature: String,
    /// When it was received, such as 2026-11-14T23:30:00+03:00
    #[arg(long, required_unless_present = "report")]
    at: Option<DateTime<Utc>>,
    /// When it was registered; at receipt when left out
    #[arg(long)]
    registered_at: Option<DateTime<Utc>>,
    /// ru or en; the city's first when left out
    #[arg(long)]
    language: Option<String>,
}

/// One line of the answer.
#[derive(Serialize)]
struct Answer {
    measure: Measure,
    due_at: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    rule: Rule,
    city_version: i32,
    /// What is kept with the report, if one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    stored_due_at: Option<DateTime<Utc>>,
    steps: Vec<Said>,
}

/// A step with its words.
#[derive(Serialize)]
struct Said {
    #[serde(flatten)]
    step: Step,
    words: String,
}

/// Prints a JSON object for each measure, one a line.
pub async fn run(asked: &Question, db: &Db) -> Result<()> {
    let cities = Cities::load(db.main(), &[]).await?;
    let city = cities.get(&asked.city).with_context(|| {
        let all = cities.all();
        unknown("city", &asked.city, all.iter().map(|entry| entry.city.slug.as_str()))
    })?;
    let language = match &asked.language {
        Some(code) => Language::from_code(code).with_context(|| unknown("language", code, ["ru", "en"]))?,
        None => cities.language(&city.slug),
    };
    let clocks = match asked.report {
        Some(number) => of_report(db, &city, number).await?,
        None => count(asked, &city)?.into_iter().map(|started| (started, None)).collect(),
    };
    for (started, stored_due_at) in clocks {
        let answer = Answer { stored_due_at, ..answer(&started, &city, language)? };
        println!("{}", serde_json::to_string(&answer)?);
    }
    Ok(())
}

/// The clocks of a report, counted again, each with the deadline that is kept.
async fn of_report(db: &Db, city: &City, number: Number) -> Result<Vec<(Started, Option<DateTime<Utc>>)>> {
    let relived = reports::relive(db.main(), city.id, number).await?;
    let relived = relived.with_context(|| format!("there is no report {number} in {}", city.slug))?;
    Ok(relived.into_iter().map(|(clock, stored)| (clock, Some(stored))).collect())
}

fn count(asked: &Question, city: &City) -> Result<Vec<Started>> {
    let slug = asked.channel.as_deref().unwrap_or_default();
    let received_at = asked.at.context("--at is missing")?;
    let channel = city.channel_called(slug).with_context(|| {
        unknown("channel", slug, city.channels.iter().map(|channel| channel.slug.as_str()))
    })?;
    let issue_type = match &asked.issue_type {
        Some(slug) => Some(city.issue_type(slug).with_context(|| {
            let offered = city.types.iter().filter(|issue_type| !issue_type.retired);
            unknown("type", slug, offered.map(|issue_type| issue_type.slug.as_str()))
        })?),
        None => None,
    };
    let nature = Nature::called(&asked.nature)
        .with_context(|| unknown("nature", &asked.nature, Nature::ALL.map(Nature::name)))?;
    let rules = rules(city, channel, issue_type, nature);
    let registered_at = asked.registered_at.unwrap_or(received_at);
    ensure!(registered_at >= received_at, "nothing is registered before it is received");
    start(city, &rules, received_at, registered_at).map_err(in_words)
}

fn answer(started: &Started, city: &City, language: Language) -> Result<Answer> {
    let due = started.clock.due(city.time_zone, &city.calendar, city.limits).map_err(in_words)?;
    let steps = due
        .steps
        .into_iter()
        .map(|step| Said { step, words: step.words(language, city.time_zone) })
        .collect();
    Ok(Answer {
        measure: started.clock.rule.measure,
        due_at: due.at,
        starts_at: started.clock.starts_at,
        rule: started.clock.rule,
        city_version: started.city_version,
        stored_due_at: None,
        steps,
    })
}

fn in_words(error: ClockError) -> anyhow::Error {
    match error {
        ClockError::NoCalendar(year) => {
            anyhow!("{error}: add working-calendar/{year}.csv to the city's folder and load it")
        }
        ClockError::TooFar => anyhow!(error),
    }
}

fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    format!("there is no {what} {name}; there are {}", known.join(", "))
}
