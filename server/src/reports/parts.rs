//! What others do for a case, as each viewer may see it: parts of the work, links, inspections, the
//! warranty.

use super::store::{self, AskedRow, InspectionRow, LinkRow, SubtaskRow, WarrantyRow};
use super::view::{Light, address, department};
use domain::id::Number;
use domain::permission::{Action, Staff, may};
use domain::place::Place;
use domain::publication::{Viewer, Visibility};
use domain::status::shape;
use domain::wire::catalogue::Named;
use domain::wire::parts::{
    Finding, InspectionView, LinkView, SubtaskCard, SubtaskStatus, SubtaskView, WarrantyView,
};
use domain::wire::photo::PhotoView;
use domain::wire::report::PlaceView;
use sqlx::PgPool;
use uuid::Uuid;

/// Rows of what others do for a case.
pub struct Parts {
    subtasks: Vec<SubtaskRow>,
    links: Vec<LinkRow>,
    inspections: Vec<InspectionRow>,
    warranty: WarrantyRow,
}

impl Parts {
    /// All there is.
    pub async fn whole(db: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Self> {
        Ok(Self {
            subtasks: store::subtasks(db, city_id, report_id).await?,
            links: store::links(db, city_id, report_id).await?,
            inspections: store::inspections(db, city_id, report_id).await?,
            warranty: store::warranty(db, city_id, report_id).await?,
        })
    }

    /// What everybody may know.
    pub async fn public(public: &PgPool, city_id: i32, report_id: Uuid) -> sqlx::Result<Self> {
        Ok(Self {
            subtasks: store::public_subtasks(public, city_id, report_id).await?,
            links: Vec::new(),
            inspections: store::public_inspections(public, city_id, report_id).await?,
            warranty: store::public_warranty(public, city_id, report_id).await?,
        })
    }

    /// Whether somebody may end a part that is still asked for.
    pub fn may_help(&self, staff: Staff) -> bool {
        self.subtasks.iter().any(|part| is_asked(part) && may(staff, Action::Help, part.department_id))
    }
}

/// As whom parts are shown, and of which case.
pub struct Shown<'a> {
    pub light: Light<'a>,
    pub viewer: Viewer,
    pub staff: Option<Staff>,
    pub owner: i32,
    pub text: Visibility,
    pub place: Place,
}

impl Shown<'_> {
    /// Words that are public with the others of the report.
    fn words(&self, text: Option<String>) -> Option<String> {
        text.filter(|_| self.viewer == Viewer::Staff || self.text == Visibility::Published)
    }

    pub fn subtasks(&self, parts: &Parts) -> Vec<SubtaskView> {
        let views = parts.subtasks.iter().map(|part| SubtaskView {
            id: part.id,
            department: department(self.light, part.department_id),
            status: SubtaskStatus::called(&part.status).unwrap_or(SubtaskStatus::Cancelled),
            task: self.words(part.task.clone()),
            due_on: part.due_on,
            asked_at: part.created_at,
            ended_at: part.ended_at,
            choices: self.choices(part),
        });
        views.collect()
    }

    fn choices(&self, part: &SubtaskRow) -> Vec<SubtaskStatus> {
        let Some(staff) = self.staff.filter(|_| is_asked(part)) else { return Vec::new() };
        let mut choices = Vec::new();
        if may(staff, Action::Help, part.department_id) {
            choices.extend([SubtaskStatus::Done, SubtaskStatus::Declined]);
        }
        if may(staff, Action::Change, self.owner) {
            choices.push(SubtaskStatus::Cancelled);
        }
        choices
    }

    /// For those who could end them, and those who watch.
    pub fn links(&self, parts: &Parts) -> Vec<LinkView> {
        if !self.staff.is_some_and(|staff| may(staff, Action::Read, self.owner)) {
            return Vec::new();
        }
        let views = parts.links.iter().map(|link| LinkView {
            id: link.id,
            name: link.name.clone(),
            made_at: link.created_at,
            expires_at: link.expires_at,
            ended_at: link.ended_at,
        });
        views.collect()
    }

    pub fn inspections(&self, parts: &Parts, photos: &[PhotoView]) -> Vec<InspectionView> {
        let seen = |id: &Uuid| photos.iter().any(|photo| photo.id == *id);
        let views = parts.inspections.iter().filter_map(|row| {
            let stood = row.lat.zip(row.lon).map(|(lat, lon)| Place { lat, lon });
            let distance = stood.filter(|_| self.staff.is_some()).map(|stood| stood.metres_to(self.place));
            Some(InspectionView {
                id: row.id,
                inspected_at: row.inspected_at,
                finding: Finding::called(&row.finding)?,
                act: self.words(row.act.clone()),
                photos: row.photos.iter().copied().filter(seen).collect(),
                distance_m: distance.map(whole_metres),
            })
        });
        views.collect()
    }
}

fn is_asked(part: &SubtaskRow) -> bool {
    part.status == SubtaskStatus::Asked.name()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "no place is 2^32 m away")]
fn whole_metres(metres: f64) -> u32 {
    metres.round() as u32
}

/// The warranty of the repair.
pub fn warranty(parts: &Parts) -> Option<WarrantyView> {
    let row = &parts.warranty;
    row.until.map(|until| WarrantyView { until, contractor: row.contractor.clone() })
}

/// The earlier repair that was under warranty.
pub fn warranty_of(parts: &Parts) -> Option<Number> {
    let row = &parts.warranty;
    row.earlier_year.zip(row.earlier_number).map(|(year, count)| Number { year, count })
}

/// A part of the work in the list of a department; `None` when its type has left the catalogue's
/// memory.
pub fn card(light: Light<'_>, row: &AskedRow) -> Option<SubtaskCard> {
    let issue_type = light.city.issue_type_in(row.type_id)?;
    let status = store::status(&row.status).ok()?;
    let danger = issue_type.emergency && row.made_safe_at.is_none();
    Some(SubtaskCard {
        id: row.id,
        department: department(light, row.department_id),
        task: row.task.clone(),
        due_on: row.due_on,
        asked_at: row.created_at,
        report_id: row.report_id,
        number: Number { year: row.number_year, count: row.number },
        issue_type: Named {
            slug: issue_type.slug.clone(),
            title: issue_type.titles.get(light.language).to_owned(),
        },
        status,
        shape: shape(status, danger, row.due_at, light.now),
        owner: department(light, row.owner_id),
        place: PlaceView { lat: row.lat, lon: row.lon, exact: true },
        address: address(light.language, row.address_ru.clone(), row.address_en.clone()),
        due_at: row.due_at,
    })
}
