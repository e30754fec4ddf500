//! Files and moves the made-up cases through the same actions as everybody, each at its own time.

use super::ACCOUNTS;
use super::plan::{Case, plan};
use super::script::{Photos, Script};
use crate::abuse::Origin;
use crate::app::App;
use crate::auth::Session;
use crate::db::Tx;
use crate::folder::CityFolder;
use crate::media::{Kept, Prepared};
use crate::photos::{self, Received};
use crate::problem::ApiResult;
use crate::{people, reports};
use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use domain::catalogue::{City, MAP_REPORT};
use domain::publication::Visibility;
use domain::report::Outcome;
use domain::routing::route;
use domain::status::Status;
use domain::wire::case::{ChangePublication, ChangeStatus};
use domain::wire::report::SubmitReport;
use futures::{StreamExt, TryStreamExt, stream};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Adds the made-up cases of a city's folder, if it has some and the city has none yet.
pub async fn add_cases(app: &App, dir: &Path) -> Result<()> {
    let map = CityFolder::read(dir)?;
    let city = app.cities.get(&map.slug).context("the city is not loaded")?;
    if reports::any(app.db.main(), city.id).await? {
        return Ok(());
    }
    let Some((script, photos)) = Script::read(dir)? else {
        return Ok(());
    };
    // A city with people of its own is none of ours.
    let Some(staff) = Staff::of(app, &city).await? else {
        return Ok(());
    };
    let now = app.clock.now();
    let cases: Vec<Arc<Case>> = plan(&script, &city, &map, now).into_iter().map(Arc::new).collect();
    keep_photos(app, &city, &cases, &photos, now).await?;
    let mut steps: Vec<(DateTime<Utc>, usize, Step)> = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        steps.extend(case.steps().filter(|(at, _)| *at <= now).map(|(at, step)| (at, i, step)));
    }
    steps.sort_by_key(|(at, i, step)| (*at, *i, *step));
    for (at, i, step) in steps {
        let todo = Todo {
            session: staff.for_case(&city, &cases[i]),
            case: cases[i].clone(),
            photos: photos.clone(),
            city: city.clone(),
            step,
        };
        app.db.write(city.id, at, move |tx| Box::pin(async move { todo.run(tx).await })).await?;
    }
    tracing::info!(city = city.slug, cases = cases.len(), "made-up cases added");
    Ok(())
}

/// What happens to a case, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    File,
    Accept,
    Start,
    Resolve,
}

impl Case {
    fn steps(&self) -> impl Iterator<Item = (DateTime<Utc>, Step)> {
        let resolved = self.resolved.as_ref().map(|resolved| (resolved.at, Step::Resolve));
        [(self.filed_at, Step::File), (self.accepted_at, Step::Accept), (self.started_at, Step::Start)]
            .into_iter()
            .chain(resolved)
    }

    /// The ids under which photos are kept, and what they show.
    fn photos(&self) -> impl Iterator<Item = (Uuid, String)> {
        let scene = self.scene.clone().unwrap_or_default();
        let after = self.resolved.as_ref().map(|resolved| (resolved.photo, format!("{scene}-after")));
        self.before.map(|id| (id, format!("{scene}-before"))).into_iter().chain(after)
    }
}

/// The files of all photos that come up before `now`.
async fn keep_photos(
    app: &App,
    city: &City,
    cases: &[Arc<Case>],
    photos: &Photos,
    now: DateTime<Utc>,
) -> Result<()> {
    let shown = |case: &Arc<Case>| {
        let resolved = case.resolved.as_ref().is_some_and(|resolved| resolved.at <= now);
        case.photos().filter(move |(_, name)| resolved || !name.ends_with("-after")).collect::<Vec<_>>()
    };
    stream::iter(cases.iter().flat_map(shown))
        .map(|(id, name)| async move {
            let photo = photos.get(&name).with_context(|| format!("no photo {name}"))?;
            Ok(app.photos.put(city.id, id, Kept::Shown(0), &photo.pictures).await?)
        })
        .buffer_unordered(8)
        .try_collect()
        .await
}

/// Who moves the cases: the demo's own people.
struct Staff(Vec<Session>);

impl Staff {
    async fn of(app: &App, city: &City) -> Result<Option<Self>> {
        let mut sessions = Vec::new();
        for (login, role, department, name) in ACCOUNTS {
            let Some(account) = people::account_called(app.db.main(), city.id, login).await? else {
                continue;
            };
            sessions.push(Session {
                id: Uuid::nil(),
                city_id: city.id,
                user_id: account.id,
                login: login.to_owned(),
                name: name.to_owned(),
                role,
                department_id: department.and_then(|slug| city.department_called(slug)).map(|d| d.id),
            });
        }
        Ok((!sessions.is_empty()).then_some(Self(sessions)))
    }

    /// Somebody of the department that the case goes to, else the dispatcher, who is listed first.
    fn for_case(&self, city: &City, case: &Case) -> Session {
        let owner = city.issue_type(&case.issue_type).map(|t| route(city, t, case.place).department_id);
        let own =
            self.0.iter().find(|session| session.department_id.is_some() && session.department_id == owner);
        own.unwrap_or(&self.0[0]).clone()
    }
}

/// One step of one case.
struct Todo {
    step: Step,
    case: Arc<Case>,
    city: Arc<City>,
    photos: Photos,
    session: Session,
}

impl Todo {
    async fn run(&self, tx: &mut Tx) -> ApiResult<()> {
        let case = &self.case;
        match self.step {
            Step::File => self.file(tx).await,
            Step::Accept => {
                self.change(tx, Status::Accepted, 1, None).await?;
                if case.published.0 { self.publish(tx, 2, case.before).await } else { Ok(()) }
            }
            Step::Start => self.change(tx, Status::InProgress, self.version(2), None).await,
            Step::Resolve => {
                let Some(resolved) = &case.resolved else { return Ok(()) };
                self.receive(tx, resolved.photo, "after").await?;
                let result = Some((resolved.note.clone(), resolved.photo));
                self.change(tx, Status::Resolved, self.version(3), result).await?;
                let shown = case.before.into_iter().chain([resolved.photo]);
                if case.published.1 { self.publish(tx, self.version(4), shown).await } else { Ok(()) }
            }
        }
    }

    /// The version of the report after so many steps; publishing is one more.
    fn version(&self, steps: i32) -> i32 {
        steps + i32::from(self.case.published.0)
    }

    async fn file(&self, tx: &mut Tx) -> ApiResult<()> {
        let case = &self.case;
        if let Some(before) = case.before {
            self.receive(tx, before, "before").await?;
        }
        let report = SubmitReport {
            id: case.id,
            issue_type: case.issue_type.clone(),
            place: case.place,
            address: None,
            description: case.said.clone(),
            answers: std::collections::BTreeMap::new(),
            photos: case.before.into_iter().collect(),
            contact: None,
            language: case.language,
            secret: case.secret.clone(),
            observed_at: None,
        };
        reports::submit(tx, &self.city, MAP_REPORT, &report, &Origin::default()).await.map(|_| ())
    }

    async fn receive(&self, tx: &mut Tx, id: Uuid, moment: &str) -> ApiResult<()> {
        let name = format!("{}-{moment}", self.case.scene.as_deref().unwrap_or_default());
        let photo = self.photos.get(&name).ok_or_else(|| anyhow::anyhow!("no photo {name}"))?;
        photos::receive(tx, id, &received(photo)).await.map(|_| ())
    }

    async fn change(
        &self,
        tx: &mut Tx,
        to: Status,
        seen_version: i32,
        result: Option<(String, Uuid)>,
    ) -> ApiResult<()> {
        let outcome = result.is_some().then_some(Outcome::Fixed);
        let (note, photo) = result.unzip();
        let photos = photo.into_iter().collect();
        let change = ChangeStatus { note, outcome, photos, ..ChangeStatus::plain(to, seen_version) };
        reports::change(
            tx,
            &self.city,
            &reports::Move {
                report_id: self.case.id,
                mover: reports::Mover::Staff(self.session.clone()),
                change,
            },
        )
        .await
    }

    async fn publish(
        &self,
        tx: &mut Tx,
        seen_version: i32,
        photos: impl IntoIterator<Item = Uuid>,
    ) -> ApiResult<()> {
        let photos = photos.into_iter().map(|id| (id, Visibility::Published)).collect();
        let asked =
            ChangePublication { seen_version, report: None, text: Some(Visibility::Published), photos };
        reports::publish(tx, self.case.id, &self.session, &asked).await
    }
}

fn received(photo: &Prepared) -> Received {
    let pixels = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    Received {
        sha256: photo.sha256.to_vec(),
        width: pixels(photo.width),
        height: pixels(photo.height),
        taken_at: None,
        taken_place: None,
    }
}
