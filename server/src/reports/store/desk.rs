//! SQL of the desk's list: one statement for each way to begin and each order, all of one form. The
//! inner query picks a page from an index alone, the outer one reads the cases of that page.
//!
//! What is not asked for is null, so that the statements are few and each has one plan, recorded in
//! `docs/plans.md`. PostgreSQL cannot know how much such a filter keeps; as the cases of one
//! expression it counts as half, which leaves walking in order the cheapest.

use crate::reports::desk::{Cursor, Question, Way};
use crate::reports::lists::Card;
use chrono::{DateTime, Utc};
use domain::desk::Sort;
use sqlx::PgPool;
use uuid::Uuid;

/// A case in the desk's list.
pub struct DeskRow {
    pub card: Card,
    pub channel_id: i32,
    pub territory_id: Option<i32>,
    pub assignee: Option<(Uuid, String)>,
    pub crew: Option<(Uuid, String)>,
    pub escalated_at: Option<DateTime<Utc>>,
    /// Where it stands in the order.
    pub cursor: Cursor,
}

struct Row {
    id: Uuid,
    sequence: i64,
    number_year: i32,
    number: i32,
    version: i32,
    type_id: i32,
    department_id: i32,
    channel_id: i32,
    territory_id: Option<i32>,
    status: String,
    lon: f64,
    lat: f64,
    address_ru: Option<String>,
    address_en: Option<String>,
    received_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
    first_action_due_at: Option<DateTime<Utc>>,
    next_due_at: DateTime<Utc>,
    resolved_at: Option<DateTime<Utc>>,
    closed_at: Option<DateTime<Utc>>,
    made_safe_at: Option<DateTime<Utc>>,
    escalated_at: Option<DateTime<Utc>>,
    supports: i32,
    assignee_id: Option<Uuid>,
    assignee_name: Option<String>,
    crew_id: Option<Uuid>,
    crew_name: Option<String>,
    photo: Option<Uuid>,
    distance: Option<f64>,
}

/// Up to `limit` cases that a question asks for, after one of its cursors.
#[expect(clippy::too_many_lines, reason = "one statement, said in its parts")]
pub async fn page(
    db: &PgPool,
    city_id: i32,
    question: &Question,
    after: Cursor,
    limit: usize,
) -> sqlx::Result<Vec<DeskRow>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let filter = &question.filter;
    let (departments, statuses) = (filter.departments.as_deref(), filter.statuses.as_deref());
    let (types, channels) = (filter.types.as_deref(), filter.channels.as_deref());
    let territories = filter.territories.as_deref();
    let (assignees, crews) = (filter.assignees.as_deref(), filter.crews.as_deref());
    let nobodys = filter.nobodys.as_deref();
    let [west, south, east, north] = filter.bounds.map_or([None; 4], |bounds| bounds.map(Some));
    let (lon, lat) = question.near.map_or((0.0, 0.0), |near| (near.lon, near.lat));

    // The parts of a statement, and what fills its parameters after $14.
    macro_rules! statement {
        ($key:literal, [$($which:literal)+], [$($order:literal)+], $outer:literal, $distance:literal, [$($value:expr),*]) => {
            sqlx::query_as!(
                Row,
                r#"select report.id, sequence as "sequence!", number_year as "number_year!", number as "number!",
                       version, type_id, report.department_id, channel_id, territory_id, status,
                       st_x(place) as "lon!", st_y(place) as "lat!",
                       coalesce(address, public_address_ru) as address_ru,
                       coalesce(address, public_address_en) as address_en, received_at, due_at,
                       first_action_due_at, next_due_at, resolved_at, closed_at, made_safe_at, escalated_at, supports,
                       assignee_id, assignee.name as "assignee_name?", crew_id, crew.name as "crew_name?", photo.id as "photo?", "#
                    + $distance + r#" as distance
                   from (select id, "# + $key + r#" as key from reports
                         where city_id = $1 and sequence is not null and case
                             when $2::int4[] is not null and department_id <> all($2) then false
                             when $3::text[] is not null and status <> all($3) then false
                             when $4::int4[] is not null and type_id <> all($4) then false
                             when $5::int4[] is not null and channel_id <> all($5) then false
                             when $6::int4[] is not null and (territory_id = any($6)) is not true then false
                             when $7::uuid[] is not null and (assignee_id = any($7)) is not true then false
                             when $8::uuid[] is not null
                                 and (crew_id is not null or assignee_id is not null and assignee_id <> all($8)) then false
                             when $14::uuid[] is not null and (crew_id = any($14)) is not true then false
                             when $9::float8 is not null and (st_x(place) not between $9 and $11
                                  or st_y(place) not between $10 and $12) then false
                             else true end"#
                    $(+ $which)+ + " order by " $(+ $order)+ + r#") page
                   join reports report on report.city_id = $1 and report.id = page.id
                   left join users assignee on assignee.city_id = $1 and assignee.id = assignee_id
                   left join crews crew on crew.city_id = $1 and crew.id = crew_id
                   left join lateral (select photos.id from photos
                        where photos.city_id = $1 and photos.report_id = page.id
                        order by photos.kind, photos.position limit 1) photo on true
                   order by "# + $outer + " limit $13",
                city_id, departments as Option<&[i32]>, statuses as Option<&[String]>, types as Option<&[i32]>,
                channels as Option<&[i32]>, territories as Option<&[i32]>,
                assignees as Option<&[Uuid]>, nobodys as Option<&[Uuid]>,
                west, south, east, north, limit, crews as Option<&[Uuid]>, $($value),*
            )
            .fetch_all(db)
            .await
        };
    }
    // Open cases, which alone can be late; parameters after $18.
    macro_rules! open {
        ($key:literal, [$($which:literal)+], [$($order:literal)+], $outer:literal, $distance:literal, [$($value:expr),*]) => {
            statement!(
                $key,
                [
                    " and is_open and case
                          when $15::timestamptz is not null and due_at < $15 then false
                          when $16::timestamptz is not null and due_at >= $16 then false
                          when $17 and escalated_at is null then false
                          when $18 and (first_action_due_at is null or first_action_at is not null) then false
                          else true end"
                    $($which)+
                ],
                [$($order)+], $outer, $distance,
                [filter.due_from, filter.due_before, filter.escalated, filter.without_first_action, $($value),*]
            )
        };
    }
    // In each order of open cases: a way is a condition that its value stands in the middle of. What stands around the
    // order says whether an index may give it.
    macro_rules! ordered {
        ($before:literal $(, $way:expr, $after:literal)?) => { ordered!(["" ""] $before $(, $way, $after)?) };
        ([$open:literal $close:literal] $before:literal $(, $way:expr, $after:literal)?) => {
            match question.sort {
                Sort::Newest => open!(
                    "sequence", [" and sequence < $19" $before $("$20" $after)?],
                    [$open "sequence" $close " desc limit $13"], "page.key desc", "null::float8",
                    [after.sequence() $(, $way)?]
                ),
                // An index gives the nearest, but not the order of those who are equally near.
                Sort::Nearest => open!(
                    "st_transform(place, 3857) <-> st_transform(st_setsrid(st_makepoint($19, $20), 4326), 3857)",
                    [" and (st_transform(place, 3857)
                              <-> st_transform(st_setsrid(st_makepoint($19, $20), 4326), 3857), id) > ($21, $22)"
                     $before $("$23" $after)?],
                    [$open "st_transform(place, 3857) <-> st_transform(st_setsrid(st_makepoint($19, $20), 4326), 3857)"
                     $close " fetch first ($13) rows with ties"],
                    "page.key, page.id", "page.key", [lon, lat, after.distance(), after.id $(, $way)?]
                ),
                Sort::Deadline | Sort::Closed => open!(
                    "next_due_at", [" and (next_due_at, id) > ($19, $20)" $before $("$21" $after)?],
                    [$open "next_due_at" $close ", id limit $13"], "page.key, page.id", "null::float8",
                    [after.moment(), after.id $(, $way)?]
                ),
            }
        };
    }
    macro_rules! closed {
        ($before:literal $(, $way:expr, $after:literal)?) => {
            statement!(
                "closed_at", [" and not is_open and (closed_at, id) < ($15, $16)" $before $("$17" $after)?],
                ["closed_at desc, id desc limit $13"], "page.key desc, page.id desc", "null::float8",
                [after.moment(), after.id $(, $way)?]
            )
        };
    }
    let rows = match (&question.way, question.sort) {
        (Way::Number { years, count, outside }, _) => statement!(
            "sequence",
            [" and sequence < $15 and (number_year = any($16) and number = $17
                or id = any(array(select report_id from report_imports
                                  where city_id = $1 and outside_number = $18)))"],
            ["sequence desc limit $13"],
            "page.key desc",
            "null::float8",
            [after.sequence(), years, count, outside]
        ),
        (Way::Department(own), Sort::Closed) => closed!(" and department_id = ", own, ""),
        (Way::These(ids), Sort::Closed) => closed!(" and id = any(", ids, ")"),
        (_, Sort::Closed) => closed!(""),
        (Way::City, _) => ordered!(""),
        (Way::Department(own), _) => ordered!(" and department_id = ", own, ""),
        (Way::Assignee(person), _) => ordered!(" and assignee_id = ", person, ""),
        (Way::Crew(crew), _) => ordered!(" and crew_id = ", crew, ""),
        (Way::These(ids), _) => ordered!(" and id = any(", ids, ")"),
        (Way::Area, _) => ordered!(
            " and st_transform(place, 3857) && st_transform(st_makeenvelope($9, $10, $11, $12, 4326), 3857)"
        ),
        // Always the cases with these words first, and those then put in order: PostgreSQL may believe words to be
        // frequent that are not, and would walk the whole queue in order and look into each case.
        (Way::Words(words), _) => ordered!(
            ["nullif(" ", null)"]
            " and to_tsvector('russian', description || ' ' || coalesce(address, '') || ' '
                      || coalesce(public_address_ru, '') || ' ' || coalesce(public_address_en, ''))
                  @@ to_tsquery('russian', ",
            words,
            ")"
        ),
    };
    Ok(rows?.into_iter().map(|row| row.placed(question.sort)).collect())
}

impl Row {
    fn placed(self, sort: Sort) -> DeskRow {
        let cursor = match sort {
            Sort::Deadline => Cursor::at(self.next_due_at, self.id),
            Sort::Newest => Cursor::numbered(self.sequence, self.id),
            Sort::Nearest => Cursor::far(self.distance.unwrap_or_default(), self.id),
            Sort::Closed => Cursor::at(self.closed_at.unwrap_or_default(), self.id),
        };
        DeskRow {
            channel_id: self.channel_id,
            territory_id: self.territory_id,
            assignee: self.assignee_id.zip(self.assignee_name),
            crew: self.crew_id.zip(self.crew_name),
            escalated_at: self.escalated_at,
            cursor,
            card: Card {
                id: self.id,
                sequence: self.sequence,
                number_year: self.number_year,
                number: self.number,
                version: self.version,
                type_id: self.type_id,
                department_id: self.department_id,
                status: self.status,
                lon: self.lon,
                lat: self.lat,
                place_is_exact: true,
                address_ru: self.address_ru,
                address_en: self.address_en,
                received_at: self.received_at,
                due_at: self.due_at,
                first_action_due_at: self.first_action_due_at,
                next_due_at: self.next_due_at,
                resolved_at: self.resolved_at,
                closed_at: self.closed_at,
                made_safe_at: self.made_safe_at,
                supports: self.supports,
                photo: self.photo,
            },
        }
    }
}
