//! Reports as each viewer may see them.

use super::lists::Card;
use super::parts::{self, Parts};
use super::store::{self, ExtensionRow, Line, Name, Row, TransferRow};
use super::{Author, secret_hash};
use crate::abuse;
use crate::app::App;
use crate::auth::Session;
use crate::context::Caller;
use crate::people::absences::Roll;
use crate::photos::{self, Photo};
use crate::problem::{ApiError, ApiResult};
use chrono::{DateTime, Utc};
use domain::catalogue::{City, Content, Priority};
use domain::clock::{Started, ribbon};
use domain::event::Kind;
use domain::id::Number;
use domain::permission::{Action, may, may_read};
use domain::place::Place;
use domain::publication::{Viewer, Visibility};
use domain::report::Outcome;
use domain::routing::{Because, why_here};
use domain::status::{Actor, Situation, Status, choices, shape};
use domain::text::{Language, say};
use domain::wire::abuse::SenderView;
use domain::wire::catalogue::Named;
use domain::wire::crew::CrewName;
use domain::wire::photo::PhotoView;
use domain::wire::report::{
    AnswerView, ByView, Choice, ClockView, ExtensionView, HistoryLine, Person, PlaceView, ReportCard,
    ReportView, TransferView,
};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What every view is drawn with.
#[derive(Clone, Copy)]
pub struct Light<'a> {
    pub city: &'a City,
    pub language: Language,
    pub now: DateTime<Utc>,
}

/// The report called `name` as the caller may see it: whoever has its secret or its account what they sent,
/// whoever has a link to it what a contractor needs, staff of its department and of those that do
/// parts of it all of it, everybody else what is public.
pub async fn read(app: &App, light: Light<'_>, caller: &Caller, name: Name) -> ApiResult<ReportView> {
    let city_id = light.city.id;
    if caller.session.is_some() || caller.link.is_some() || Author::of(caller).is_some() {
        let whole = store::whole_report(app.db.main(), city_id, name).await?;
        if let Some(row) = whole
            && let Some(viewer) = viewer(app, light, caller, &row).await?
        {
            let beside = match viewer {
                Viewer::Contractor => Beside::of_contractor(app, city_id, row.id).await?,
                _ => Beside::whole(app, city_id, row.id).await?,
            };
            let mut beside = beside;
            if viewer != Viewer::Staff {
                let told = |line: &Line| Kind::called(&line.kind).is_some_and(|kind| !kind.is_internal());
                beside.history.retain(told);
                for line in &mut beside.history {
                    line.actor = None;
                }
            }
            let sender = match viewer {
                Viewer::Staff => Some(sender(app, light, &row).await?),
                _ => None,
            };
            let roll = match viewer {
                Viewer::Staff => Roll::at(app.db.main(), city_id, light.now).await?,
                _ => Roll::default(),
            };
            let beside = Beside { sender, roll, ..beside };
            return compose(light, viewer, caller.session.as_ref(), row, beside);
        }
    }
    let row = store::public_report(app.db.public(), city_id, name).await?.ok_or(ApiError::NotFound)?;
    let beside = Beside::public(app, city_id, row.id).await?;
    compose(light, Viewer::Public, None, row, beside)
}

/// The report that a link leads to, as a contractor sees it.
pub async fn read_by_link(app: &App, light: Light<'_>, secret: &str) -> ApiResult<ReportView> {
    let led = store::led_to(app.db.main(), light.city.id, &secret_hash(secret), light.now).await?;
    let caller = Caller { link: Some(secret.to_owned()), ..Caller::default() };
    read(app, light, &caller, Name::Id(led.ok_or(ApiError::LinkOver)?)).await
}

/// What is kept beside a report.
struct Beside {
    photos: Vec<Photo>,
    history: Vec<Line>,
    transfers: Vec<TransferRow>,
    extensions: Vec<ExtensionRow>,
    parts: Parts,
    /// For staff.
    sender: Option<SenderView>,
    /// For staff.
    roll: Roll,
}

impl Beside {
    async fn whole(app: &App, city_id: i32, id: Uuid) -> ApiResult<Self> {
        let db = app.db.main();
        Ok(Self {
            photos: photos::of_report(db, city_id, id).await?,
            history: store::whole_history(db, city_id, id).await?,
            transfers: store::transfers(db, city_id, id).await?,
            extensions: store::extensions(db, city_id, id).await?,
            parts: Parts::whole(db, city_id, id).await?,
            sender: None,
            roll: Roll::default(),
        })
    }

    async fn public(app: &App, city_id: i32, id: Uuid) -> ApiResult<Self> {
        let db = app.db.public();
        Ok(Self {
            photos: photos::published_of_report(db, city_id, id).await?,
            history: store::public_history(db, city_id, id).await?,
            transfers: store::public_transfers(db, city_id, id).await?,
            extensions: store::public_extensions(db, city_id, id).await?,
            parts: Parts::public(db, city_id, id).await?,
            sender: None,
            roll: Roll::default(),
        })
    }

    /// What everybody may know, with all the photos, and with the words of what happened.
    async fn of_contractor(app: &App, city_id: i32, id: Uuid) -> ApiResult<Self> {
        let db = app.db.main();
        let mut history = store::whole_history(db, city_id, id).await?;
        history.retain(|line| Kind::called(&line.kind).is_some_and(Kind::is_public));
        let photos = photos::of_report(db, city_id, id).await?;
        Ok(Self { photos, history, ..Self::public(app, city_id, id).await? })
    }
}

/// What staff is told of whoever sent it.
async fn sender(app: &App, light: Light<'_>, row: &Row) -> ApiResult<SenderView> {
    let is_danger = light.city.issue_type_in(row.type_id).is_some_and(|issue_type| issue_type.emergency);
    let is_open = store::status(&row.status)?.is_open();
    let db = app.db.main();
    abuse::about_sender(db, light.city.id, row.id, (light.language, light.now), is_danger && is_open).await
}

async fn viewer(app: &App, light: Light<'_>, caller: &Caller, row: &Row) -> ApiResult<Option<Viewer>> {
    let (db, city_id) = (app.db.main(), light.city.id);
    let author = Author::of(caller);
    let knows = |author: &Author| row.secret_hash.as_deref().is_some_and(|hash| author.knows(hash));
    if author.as_ref().is_some_and(knows) {
        return Ok(Some(Viewer::Reporter));
    }
    if let Some(secret) = &caller.link
        && store::led_to(db, city_id, &secret_hash(secret), light.now).await? == Some(row.id)
    {
        return Ok(Some(Viewer::Contractor));
    }
    if let Some(staff) = caller.session.as_ref().map(Session::staff)
        && (may(staff, Action::Read, row.department_id)
            || may_read(staff, row.department_id, &store::helpers(db, city_id, row.id).await?))
    {
        return Ok(Some(Viewer::Staff));
    }
    Ok(author.is_some_and(|author| author.owns(row.author_id)).then_some(Viewer::Reporter))
}

#[expect(clippy::too_many_lines, reason = "one for each field")]
fn compose(
    light: Light<'_>,
    viewer: Viewer,
    session: Option<&Session>,
    row: Row,
    beside: Beside,
) -> ApiResult<ReportView> {
    let Light { city, language, now } = light;
    let status = store::status(&row.status)?;
    let issue_type =
        city.issue_type_in(row.type_id).ok_or_else(|| anyhow::anyhow!("type {} has no row", row.type_id))?;
    let category =
        city.category(issue_type.category_id).ok_or_else(|| anyhow::anyhow!("a type without a category"))?;
    let because: Because = serde_json::from_value(row.routed_because.clone()).map_err(anyhow::Error::from)?;
    let staff = session.filter(|_| viewer == Viewer::Staff).map(Session::staff);
    let outcome = row.outcome.as_deref().and_then(Outcome::called);
    let situation = situation(light, status, outcome, &row);
    let may_do = |action| staff.is_some_and(|staff| may(staff, action, row.department_id));
    let actor = match (viewer, staff) {
        (Viewer::Reporter, _) => Some(Actor::Author),
        (Viewer::Contractor, _) => Some(Actor::Contractor),
        (_, Some(staff)) if may_do(Action::Change) => Some(Actor::Staff(staff.role)),
        _ => None,
    };
    let disputable_until = situation.disputable_until().filter(|_| viewer == Viewer::Reporter);
    let text = Visibility::called(&row.text_visibility).unwrap_or(Visibility::Hidden);
    let clocks = row.clocks.map_or_else(|| Ok(Vec::new()), serde_json::from_value::<Vec<Started>>);
    let is_staff = viewer == Viewer::Staff;
    let assignee = row.assignee_id.zip(row.assignee_name).filter(|_| is_staff);
    let crew = row.crew_id.zip(row.crew_name).filter(|_| is_staff);
    let shown = Shown { light, department_id: row.department_id, is_staff };
    let place = Place { lat: row.lat, lon: row.lon };
    let territory = staff.and_then(|_| city.territories.at(place));
    let counted = |clock| clock_view(clock, light, is_staff);
    let shown_parts = parts::Shown { light, viewer, staff, owner: row.department_id, text, place };
    let edits = may_do(Action::Publish);
    let photos = beside.photos.iter().map(|photo| photos::view(photo, city.time_zone, edits));
    let mut photos = photos.collect::<ApiResult<Vec<PhotoView>>>()?;
    if staff.is_none() {
        for photo in &mut photos {
            (photo.taken_at, photo.distance_m) = (None, None);
        }
    }
    // Whoever reads it may do so; helping is a matter of the parts, not of the owner.
    let may_here = |action| match action {
        Action::Read => staff.is_some(),
        Action::Help => staff.is_some_and(|staff| beside.parts.may_help(staff)),
        _ => may_do(action),
    };
    let may = Action::ALL.into_iter().filter(|action| may_here(*action)).collect();
    Ok(ReportView {
        id: row.id,
        number: Number { year: row.number_year, count: row.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(language).to_owned(),
        },
        category: Named { slug: category.slug.clone(), title: category.titles.get(language).to_owned() },
        status,
        shape: shape(status, issue_type.emergency && row.made_safe_at.is_none(), row.due_at, now),
        outcome,
        place: PlaceView { lat: row.lat, lon: row.lon, exact: row.place_is_exact },
        address: address(language, row.address_ru, row.address_en),
        territory: territory
            .map(|of| Named { slug: of.slug.clone(), title: of.titles.get(language).to_owned() }),
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
        closed_at: row.closed_at,
        made_safe_at: row.made_safe_at,
        escalated_at: row.escalated_at,
        planned_for: row.planned_for,
        forwarded_to: row.forwarded_to,
        original: row.original_year.zip(row.original_number).map(|(year, count)| Number { year, count }),
        supports: row.supports,
        rating: row.rating,
        disputable_until,
        clocks: clocks.map_err(anyhow::Error::from)?.into_iter().map(counted).collect(),
        extensions: beside.extensions.into_iter().map(extension_view).collect(),
        transfers: beside.transfers.into_iter().map(|line| shown.transfer(line)).collect(),
        subtasks: shown_parts.subtasks(&beside.parts),
        links: shown_parts.links(&beside.parts),
        inspections: shown_parts.inspections(&beside.parts, &photos),
        warranty: parts::warranty(&beside.parts),
        warranty_of: parts::warranty_of(&beside.parts),
        away: assignee.as_ref().and_then(|(id, _)| beside.roll.away(*id, city.time_zone)),
        assignee: assignee.map(|(id, name)| Person { id, name }),
        crew: crew.map(|(id, name)| CrewName { id, name }),
        ribbon: ribbon(row.received_at, row.due_at, row.closed_at, now, city.time_zone),
        description: row.description,
        sender: beside.sender,
        answers: answers(&issue_type.content, row.answers, language)?,
        visibility: Visibility::called(&row.visibility).unwrap_or(Visibility::Hidden),
        text,
        photos,
        history: beside.history.into_iter().filter_map(|line| shown.history(line)).collect(),
        version: row.version,
        viewer,
        has_contact: row.has_contact && (viewer == Viewer::Reporter || may_do(Action::ReadContact)),
        choices: actor.map(|actor| offered(&situation, actor)).unwrap_or_default(),
        may,
    })
}

fn situation(light: Light<'_>, status: Status, outcome: Option<Outcome>, row: &Row) -> Situation {
    Situation {
        status,
        outcome,
        closed_at: row.closed_at,
        disputes: row.disputes.unsigned_abs(),
        subtasks_open: row.subtasks_open.unsigned_abs(),
        review: light.city.review,
        windows: light.city.windows,
        now: light.now,
    }
}

/// A clock; staff is told how its deadline was counted, as far as the calendar is still there.
fn clock_view(started: Started, light: Light<'_>, is_staff: bool) -> ClockView {
    let Started { clock, due_at, .. } = started;
    let zone = light.city.time_zone;
    let counted = is_staff.then(|| clock.due(zone, &light.city.calendar, light.city.limits).ok()).flatten();
    let steps = counted.map(|due| due.steps).unwrap_or_default();
    ClockView {
        measure: clock.rule.measure,
        due_at,
        pauses: clock.pauses,
        extended: clock.extended,
        steps: steps.iter().map(|step| step.words(light.language, zone)).collect(),
    }
}

fn extension_view(row: ExtensionRow) -> ExtensionView {
    ExtensionView {
        id: row.id,
        days: row.days.unsigned_abs(),
        reason: row.reason.filter(|reason| !reason.is_empty()),
        asked_at: row.asked_at,
        approved: row.approved,
        decided_at: row.decided_at,
    }
}

/// What lines of the history are said with.
struct Shown<'a> {
    light: Light<'a>,
    department_id: i32,
    /// Staff learns who did it.
    is_staff: bool,
}

impl Shown<'_> {
    fn transfer(&self, row: TransferRow) -> TransferView {
        TransferView {
            from: department(self.light, row.from_department_id),
            to: department(self.light, row.to_department_id),
            at: row.transferred_at,
            reason: row.reason.filter(|reason| !reason.is_empty()),
        }
    }

    fn history(&self, line: Line) -> Option<HistoryLine> {
        let (kind, status) = (Kind::called(&line.kind)?, Status::called(&line.status)?);
        let named = line.to_department_id.unwrap_or(self.department_id);
        Some(HistoryLine {
            n: line.n,
            at: line.occurred_at,
            kind,
            status,
            words: self.words(&line, kind, status, &department(self.light, named).title),
            note: line.note,
            by: line.actor.map(|who| ByView { who, name: line.actor_name }),
        })
    }

    /// What happened, to staff also into whose hands it was given and who acted for whom.
    fn words(&self, line: &Line, kind: Kind, status: Status, department: &str) -> String {
        let language = self.light.language;
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        let (person, crew, absent) = (name(&line.given_to), name(&line.given_to_crew), name(&line.meant_for));
        let given = match (person.as_str(), crew.as_str(), absent.as_str()) {
            _ if !(self.is_staff && line.is_given) => None,
            ("", "", "") => Some("history_given_back"),
            ("", "", _) => Some("history_given_to_nobody"),
            ("", _, _) => Some("history_given_to_crew"),
            (_, _, "") => Some("history_given_to"),
            _ => Some("history_given_to_cover"),
        };
        let words = match given {
            Some(key) => say(language, key, &[("person", &person), ("crew", &crew), ("absent", &absent)]),
            None if kind == Kind::Imported => {
                say(language, "history_imported", &[("number", &name(&line.outside_number))])
            }
            None => history_words(language, kind, status, department),
        };
        match (&line.actor_name, &line.acted_for) {
            (Some(person), Some(absent)) if self.is_staff => say(
                language,
                "history_acted_for",
                &[("words", &words), ("person", person), ("absent", absent)],
            ),
            _ => words,
        }
    }
}

/// A line of the history in words: what happened, or where a change of status led.
fn history_words(language: Language, kind: Kind, status: Status, department: &str) -> String {
    let key = if kind == Kind::StatusChanged { status.name() } else { kind.name() };
    say(language, &format!("history_{key}"), &[("department", department)])
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

/// A department by its row.
pub fn department(light: Light<'_>, id: i32) -> Named {
    let found = light.city.department(id);
    Named {
        slug: found.map(|d| d.slug.clone()).unwrap_or_default(),
        title: found.map(|d| d.titles.get(light.language).to_owned()).unwrap_or_default(),
    }
}

/// The place in words, in the language if it has them.
pub fn address(language: Language, ru: Option<String>, en: Option<String>) -> Option<String> {
    match language {
        Language::Ru => ru,
        Language::En => en.or(ru),
    }
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
        shape: shape(status, issue_type.emergency && card.made_safe_at.is_none(), card.due_at, light.now),
        place: PlaceView { lat: card.lat, lon: card.lon, exact: card.place_is_exact },
        address: address(light.language, card.address_ru.clone(), card.address_en.clone()),
        received_at: card.received_at,
        due_at: card.due_at,
        first_action_due_at: card.first_action_due_at,
        resolved_at: card.resolved_at,
        supports: card.supports,
        ribbon: ribbon(card.received_at, card.due_at, card.closed_at, light.now, light.city.time_zone),
        photo: card.photo,
        department: department(light, card.department_id),
        emergency: issue_type.emergency,
        version: card.version,
    })
}

/// Where a case may go from here.
pub fn offered(situation: &Situation, actor: Actor) -> Vec<Choice> {
    choices(situation, actor).map(|row| Choice { to: row.to, needs: row.needs.to_vec() }).collect()
}
