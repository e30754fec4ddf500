//! Reports as each viewer may see them.

use super::lists::{self, Card};
use super::secret_hash;
use super::store::{self, DeskRow, Line, Name, Row};
use crate::app::App;
use crate::auth::Session;
use crate::context::Caller;
use crate::photos::{self, Photo};
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Utc};
use domain::catalogue::{City, Content, Priority};
use domain::clock::{Ribbon, local_day, ribbon};
use domain::event::Kind;
use domain::id::Number;
use domain::permission::{Action, may};
use domain::publication::{Viewer, Visibility};
use domain::report::Outcome;
use domain::routing::{Because, why_here};
use domain::status::{Status, choices, shape};
use domain::text::Language;
use domain::wire::catalogue::Named;
use domain::wire::desk::{DeskCard, PersonView};
use domain::wire::report::{
    AnswerView, Choice, HistoryLine, PhotoKind, PhotoView, PlaceView, ReportCard, ReportView,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// What every view is drawn with.
#[derive(Clone, Copy)]
pub struct Light<'a> {
    pub city: &'a City,
    pub language: Language,
    pub now: DateTime<Utc>,
}

/// The report called `name` as the caller may see it: staff of its department all of it, whoever
/// has its secret what they sent, everybody else what is public.
pub async fn read(app: &App, light: Light<'_>, caller: &Caller, name: Name) -> ApiResult<ReportView> {
    let city_id = light.city.id;
    if caller.session.is_some() || caller.secret.is_some() {
        let whole = store::whole_report(app.db.main(), city_id, name).await?;
        if let Some(row) = whole
            && let Some(viewer) = viewer(caller, &row)
        {
            let photos = photos::of_report(app.db.main(), city_id, row.id).await?;
            let history = store::whole_history(app.db.main(), city_id, row.id).await?;
            return compose(light, viewer, caller.session.as_ref(), row, &photos, history);
        }
    }
    let row = store::public_report(app.db.public(), city_id, name).await?.ok_or(ApiError::NotFound)?;
    let photos = photos::published_of_report(app.db.public(), city_id, row.id).await?;
    let history = store::public_history(app.db.public(), city_id, row.id).await?;
    compose(light, Viewer::Public, None, row, &photos, history)
}

fn viewer(caller: &Caller, row: &Row) -> Option<Viewer> {
    if caller.session.as_ref().is_some_and(|s| may(s.staff(), Action::Read, row.department_id)) {
        return Some(Viewer::Staff);
    }
    let given = caller.secret.as_deref().map(secret_hash);
    (given.is_some() && given == row.secret_hash).then_some(Viewer::Reporter)
}

fn compose(
    light: Light<'_>,
    viewer: Viewer,
    session: Option<&Session>,
    row: Row,
    photos: &[Photo],
    history: Vec<Line>,
) -> ApiResult<ReportView> {
    let Light { city, language, now } = light;
    let status = store::status(&row.status)?;
    let issue_type =
        city.issue_type_in(row.type_id).ok_or_else(|| anyhow::anyhow!("type {} has no row", row.type_id))?;
    let category =
        city.category(issue_type.category_id).ok_or_else(|| anyhow::anyhow!("a type without a category"))?;
    let because: Because = serde_json::from_value(row.routed_because).map_err(anyhow::Error::from)?;
    let staff = session.filter(|_| viewer == Viewer::Staff).map(Session::staff);
    let may_change = staff.filter(|staff| may(*staff, Action::Change, row.department_id));
    let text = Visibility::called(&row.text_visibility).unwrap_or(Visibility::Hidden);
    let closed = (!status.is_open()).then_some(row.resolved_at).flatten();
    Ok(ReportView {
        id: row.id,
        number: Number { year: row.number_year, count: row.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(language).to_owned(),
        },
        category: Named { slug: category.slug.clone(), title: category.titles.get(language).to_owned() },
        status,
        shape: shape(status, issue_type.emergency, row.due_at, now),
        outcome: row.outcome.as_deref().and_then(Outcome::called),
        place: PlaceView { lat: row.lat, lon: row.lon, exact: row.place_is_exact },
        address: address(language, row.address_ru, row.address_en),
        department: department(light, row.department_id),
        routed_because: why_here(city, &because, language),
        channel: city.channel(row.channel_id).map(|channel| channel.slug.clone()).unwrap_or_default(),
        priority: if issue_type.emergency { Priority::Emergency } else { issue_type.priority },
        emergency: issue_type.emergency,
        received_at: row.received_at,
        observed_at: row.observed_at,
        due_at: row.due_at,
        first_action_due_at: row.first_action_due_at,
        first_action_at: row.first_action_at,
        resolved_at: row.resolved_at,
        ribbon: ribbon(row.received_at, row.due_at, closed, now, city.time_zone),
        description: row.description,
        answers: answers(&issue_type.content, row.answers, language)?,
        text,
        photos: photos.iter().map(|photo| photo_view(light, photo)).collect(),
        history: history.into_iter().filter_map(history_line).collect(),
        version: row.version,
        viewer,
        choices: may_change
            .into_iter()
            .flat_map(|staff| choices(status, staff.role))
            .map(|row| Choice { to: row.to, needs: row.needs.to_vec() })
            .collect(),
        may_publish: staff.is_some_and(|staff| may(staff, Action::Publish, row.department_id)),
    })
}

/// The author's answers in the order of the questions, then those to questions of earlier versions.
fn answers(content: &Content, stored: Option<Value>, language: Language) -> ApiResult<Vec<AnswerView>> {
    let stored: BTreeMap<String, String> =
        stored.map_or_else(|| Ok(BTreeMap::new()), serde_json::from_value).map_err(anyhow::Error::from)?;
    let place = |id: &str| content.questions.iter().position(|question| question.id == id);
    let mut answers: Vec<_> = stored.into_iter().filter(|(_, answer)| !answer.trim().is_empty()).collect();
    answers.sort_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));
    let views = answers.into_iter().map(|(id, answer)| match content.question(&id) {
        Some(question) => AnswerView {
            question: question.title(language).to_owned(),
            answer: question.in_words(&answer, language).to_owned(),
            id,
        },
        None => AnswerView { question: id.clone(), answer, id },
    });
    Ok(views.collect())
}

fn department(light: Light<'_>, id: i32) -> Named {
    let found = light.city.department(id);
    Named {
        slug: found.map(|d| d.slug.clone()).unwrap_or_default(),
        title: found.map(|d| d.titles.get(light.language).to_owned()).unwrap_or_default(),
    }
}

/// The place in words, in the language if it has them.
fn address(language: Language, ru: Option<String>, en: Option<String>) -> Option<String> {
    match language {
        Language::Ru => ru,
        Language::En => en.or(ru),
    }
}

fn photo_view(light: Light<'_>, photo: &Photo) -> PhotoView {
    PhotoView {
        id: photo.id,
        kind: PhotoKind::called(&photo.kind).unwrap_or(PhotoKind::Before),
        published: photo.published,
        width: photo.width,
        height: photo.height,
        taken_on: local_day(photo.received_at, light.city.time_zone),
    }
}

fn history_line(line: Line) -> Option<HistoryLine> {
    Some(HistoryLine {
        n: line.n,
        at: line.occurred_at,
        kind: Kind::called(&line.kind)?,
        status: Status::called(&line.status)?,
        note: line.note,
    })
}

/// A row of a list as a card; `None` when its type has left the catalogue's memory.
pub fn card(light: Light<'_>, card: &Card) -> Option<ReportCard> {
    let issue_type = light.city.issue_type_in(card.type_id)?;
    let status = Status::called(&card.status)?;
    Some(ReportCard {
        id: card.id,
        number: Number { year: card.number_year, count: card.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(light.language).to_owned(),
        },
        category: light.city.category(issue_type.category_id)?.slug.clone(),
        status,
        shape: shape(status, issue_type.emergency, card.due_at, light.now),
        place: PlaceView { lat: card.lat, lon: card.lon, exact: card.place_is_exact },
        address: address(light.language, card.address_ru.clone(), card.address_en.clone()),
        received_at: card.received_at,
        due_at: card.due_at,
        first_action_due_at: card.first_action_due_at,
        resolved_at: card.resolved_at,
        ribbon: card_ribbon(light, card, status),
        photo: card.photo,
        department: department(light, card.department_id),
        emergency: issue_type.emergency,
        version: card.version,
    })
}

/// A row of the desk's list as a card.
pub fn desk_card(light: Light<'_>, row: DeskRow) -> Option<DeskCard> {
    let territory = light.city.territories.iter().find(|t| Some(t.id) == row.territory_id);
    Some(DeskCard {
        next_due_at: row.card.next_due_at,
        card: card(light, &row.card)?,
        assignee: row.assignee.map(|(id, name)| PersonView { id, name }),
        channel: light.city.channel(row.channel_id).map(|channel| channel.slug.clone()).unwrap_or_default(),
        territory: territory
            .map(|t| Named { slug: t.slug.clone(), title: t.titles.get(light.language).to_owned() }),
        escalated_at: row.escalated_at,
        closed_at: row.closed_at,
        supports: row.supports,
    })
}

fn card_ribbon(light: Light<'_>, card: &lists::Card, status: Status) -> Ribbon {
    let closed = (!status.is_open()).then_some(card.resolved_at).flatten();
    ribbon(card.received_at, card.due_at, closed, light.now, light.city.time_zone)
}
