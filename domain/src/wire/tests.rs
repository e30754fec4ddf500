//! What goes over the wire, recorded: a change of shape is seen before a phone sees it.

use super::abuse::{
    Appeal, AppealBan, BanAuthor, BanBy, BanNotice, BanPage, BanView, Challenge, DecideBan, DoubtView,
    SenderView,
};
use super::case::{
    AddInformation, AskExtension, ChangePublication, ChangeStatus, CorrectReport, DecideExtension, MakeSafe,
};
use super::catalogue::{
    AssetList, AssetView, CalendarView, CatalogueView, CategoryView, CityList, CityView, DangerView, DayView,
    DepartmentList, DepartmentView, IssueTypeView, Named, NoneFitsView, NotHereView, OidcView, OptionView,
    QuestionView,
};
use super::crew::{
    AbsenceView, Absences, AskRoute, Away, CrewList, CrewName, CrewView, RouteStop, RouteView, SaveAbsence,
    SaveCrew,
};
use super::desk::{
    BulkItem, BulkResult, BulkResults, ChangeAssignee, ChangeMany, DeskCard, DeskCounts, DeskFilter,
    DeskMoves, DeskOptions, DeskPage, DeskPeople, DeskPerson, MoveMany, SaveFilter,
};
use super::inside::{
    AddRemark, AttachmentList, AttachmentView, MentionPage, MentionView, ReadMentions, ReaderView,
    RemarkList, RemarkView, StandardTextList, StandardTextView,
};
use super::parts::{
    AddSubtask, EndSubtask, Finding, Inspect, InspectionView, LinkMade, LinkView, MakeLink, SubtaskCard,
    SubtaskPage, SubtaskStatus, SubtaskView, WarrantyView,
};
use super::photo::{EditPhoto, PhotoKind, PhotoReceipt, PhotoView};
use super::problem::{Code, FieldError, Problem};
use super::report::{
    AnswerView, ByView, Choice, ClockView, Contact, EventView, ExtensionView, HistoryLine, LedgerLine,
    LedgerPage, Person, PlaceView, Receipt, ReportCard, ReportPage, ReportView, SubmitReport, TransferView,
};
use super::session::{Client, Refresh, SessionView, SignIn, SignedOut, UserView};
use crate::calendar::{DayKind, OfficeHours};
use crate::catalogue::{AssetKind, OwnerBy, PhotoRule, Priority, QuestionKind};
use crate::clock::{LastDayOff, Measure, Nature, Pause, Ribbon, Rule, Unit, ribbon};
use crate::event::Kind;
use crate::id::Number;
use crate::permission::{Action, Role};
use crate::photo::{Crop, Edit, Point, Stroke};
use crate::place::Place;
use crate::publication::{Viewer, Visibility};
use crate::report::Outcome;
use crate::status::{Need, Shape, Status};
use crate::text::Language;
use chrono::{DateTime, Utc};
use insta::assert_json_snapshot;
use std::collections::BTreeMap;
use uuid::{Uuid, uuid};

const ID: Uuid = uuid!("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f");
const PHOTO: Uuid = uuid!("01936b5e-7a10-7c3a-9d57-0a1b2c3d4e60");

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn named(slug: &str, title: &str) -> Named {
    Named { slug: slug.into(), title: title.into() }
}

fn number() -> Number {
    Number { year: 2026, count: 4817 }
}

fn ran() -> Ribbon {
    let (start, due) = (at("2026-11-14T15:42:00Z"), at("2026-11-24T20:59:59Z"));
    ribbon(start, due, Some(at("2026-11-20T13:05:00Z")), due, chrono_tz::Europe::Moscow)
}

#[test]
fn what_the_author_sends() {
    let report = SubmitReport {
        id: ID,
        issue_type: "yard-lighting".into(),
        place: Place { lat: 57.6204, lon: 36.3992 },
        address: Some("у второго подъезда".into()),
        description: "Третий день темно".into(),
        answers: BTreeMap::from([("lamp".into(), "214".into())]),
        photos: vec![PHOTO],
        contact: Some(Contact {
            name: Some("А.".into()),
            email: Some("a@example.org".into()),
            phone: None,
            consent: Some("2026-11-22".into()),
        }),
        language: Language::Ru,
        secret: "00112233445566778899aabbccddeeff".into(),
        observed_at: Some(at("2026-11-14T15:00:00Z")),
    };
    assert_json_snapshot!(report);
}

#[test]
fn what_may_be_left_out_is_left_out() {
    let text = r#"{"id":"01936b5e-7a10-7c3a-9d57-0a1b2c3d4e5f","type":"road-snow","place":{"lat":57.0,"lon":36.0},
        "language":"en","secret":"00112233445566778899aabbccddeeff"}"#;
    let report: SubmitReport = serde_json::from_str(text).unwrap();
    assert_json_snapshot!(report);
    assert!(serde_json::from_str::<SubmitReport>(&text.replace("\"id\"", "\"x\":1,\"id\"")).is_err());
}

#[test]
fn what_the_author_gets_back() {
    assert_json_snapshot!(Receipt {
        id: ID,
        number: number(),
        department: named("street-lighting", "City Lighting"),
        routed_because: "This service always handles such reports.".into(),
        status: Status::Assigned,
        received_at: at("2026-11-14T15:42:00Z"),
        due_at: at("2026-11-24T20:59:59Z"),
        first_action_due_at: None,
        url: "https://city.example/reports/2026-004817".into(),
    });
    assert_json_snapshot!(PhotoReceipt {
        id: PHOTO,
        width: 4000,
        height: 3000,
        sizes: vec!["small".into(), "medium".into(), "large".into()],
    });
}

#[test]
#[expect(clippy::too_many_lines, reason = "one for each field")]
fn a_report_as_staff_sees_it() {
    assert_json_snapshot!(ReportView {
        id: ID,
        number: number(),
        issue_type: named("yard-lighting", "Yard lighting not working"),
        category: named("yard", "Yards"),
        status: Status::Resolved,
        shape: Shape::Resolved,
        outcome: Some(Outcome::Fixed),
        place: PlaceView { lat: 57.6204, lon: 36.3992, exact: true },
        address: Some("Садовая улица, 5".into()),
        territory: Some(named("center", "Centre")),
        department: named("street-lighting", "City Lighting"),
        routed_because: "This service always handles such reports.".into(),
        channel: "map-report".into(),
        priority: Priority::Normal,
        emergency: false,
        received_at: at("2026-11-14T15:42:00Z"),
        observed_at: None,
        due_at: at("2026-11-24T20:59:59Z"),
        first_action_due_at: None,
        first_action_at: Some(at("2026-11-15T06:10:00Z")),
        resolved_at: Some(at("2026-11-20T13:05:00Z")),
        closed_at: Some(at("2026-11-20T13:05:00Z")),
        made_safe_at: None,
        escalated_at: None,
        planned_for: Some(at("2026-11-19T12:00:00Z").date_naive()),
        forwarded_to: None,
        original: None,
        supports: 3,
        rating: Some(5),
        disputable_until: Some(at("2026-12-05T13:05:00Z")),
        clocks: vec![ClockView {
            measure: Measure::Resolution,
            due_at: at("2026-11-24T20:59:59Z"),
            pauses: vec![Pause { from: at("2026-11-16T09:00:00Z"), until: Some(at("2026-11-17T09:00:00Z")) }],
            extended: 3,
            steps: vec!["Ten days and three more, to the end of the day".into()],
        }],
        extensions: vec![ExtensionView {
            id: ID,
            days: 3,
            reason: Some("The post has to be ordered".into()),
            asked_at: at("2026-11-16T09:00:00Z"),
            approved: Some(true),
            decided_at: Some(at("2026-11-16T12:00:00Z")),
        }],
        transfers: vec![TransferView {
            from: named("city-economy", "City utilities"),
            to: named("street-lighting", "City Lighting"),
            at: at("2026-11-15T06:10:00Z"),
            reason: None,
        }],
        subtasks: vec![SubtaskView {
            id: ID,
            department: named("road-service", "Roads"),
            status: SubtaskStatus::Asked,
            task: Some("Dig".into()),
            due_on: Some(at("2026-11-18T12:00:00Z").date_naive()),
            asked_at: at("2026-11-16T09:00:00Z"),
            ended_at: None,
            choices: vec![SubtaskStatus::Cancelled],
        }],
        links: vec![LinkView {
            id: ID,
            name: "Light & Sons".into(),
            made_at: at("2026-11-16T09:00:00Z"),
            expires_at: at("2026-11-30T09:00:00Z"),
            ended_at: None,
        }],
        inspections: vec![InspectionView {
            id: ID,
            inspected_at: at("2026-11-21T09:00:00Z"),
            finding: Finding::DoneWell,
            act: Some("It shines".into()),
            photos: vec![PHOTO],
            distance_m: Some(12),
        }],
        warranty: Some(WarrantyView {
            until: at("2027-11-20T12:00:00Z").date_naive(),
            contractor: Some("Light & Sons".into()),
        }),
        warranty_of: Some(Number { year: 2025, count: 12 }),
        assignee: Some(Person { id: ID, name: "Ann".into() }),
        away: Some(away()),
        crew: Some(CrewName { id: ID, name: "Night".into() }),
        ribbon: ran(),
        description: Some("Third day in the dark".into()),
        answers: vec![AnswerView {
            id: "post".into(),
            question: "Number on the post".into(),
            answer: "12/4".into(),
        }],
        visibility: Visibility::Published,
        sender: Some(SenderView {
            doubts: vec![DoubtView { kind: "links".into(), words: "Many links".into() }],
            false_alarm: false,
            false_alarms: 2,
            check_by_phone: true,
            banned_until: Some(at("2026-11-30T09:00:00Z")),
            known_by: vec![BanBy::Device],
        }),
        text: Visibility::Hidden,
        photos: vec![PhotoView {
            id: PHOTO,
            kind: PhotoKind::After,
            published: false,
            width: 4000,
            height: 3000,
            taken_on: at("2026-11-20T13:05:00Z").date_naive(),
            version: 1,
            edited: true,
            edit: Some(edit()),
            taken_at: Some(at("2026-11-20T12:58:31Z")),
            distance_m: Some(14),
        }],
        history: vec![HistoryLine {
            n: 7,
            at: at("2026-11-20T13:05:00Z"),
            kind: Kind::StatusChanged,
            status: Status::Resolved,
            words: "Resolved".into(),
            note: Some("New lamp".into()),
            by: Some(ByView { who: "staff".into(), name: Some("Н. Фонарёва".into()) }),
        }],
        version: 4,
        viewer: Viewer::Staff,
        has_contact: true,
        choices: vec![Choice { to: Status::Resolved, needs: vec![Need::Photo, Need::Outcome] }],
        may: vec![Action::Read, Action::Publish],
    });
}

fn away() -> Away {
    Away {
        until: at("2026-12-03T12:00:00Z").date_naive(),
        cover: Some(Person { id: PHOTO, name: "Boris".into() }),
    }
}

fn card() -> ReportCard {
    ReportCard {
        id: ID,
        number: number(),
        issue_type: named("road-open-manhole", "Open or collapsed manhole"),
        category: "roads".into(),
        status: Status::Assigned,
        shape: Shape::Danger,
        place: PlaceView { lat: 57.6204, lon: 36.3992, exact: false },
        address: None,
        received_at: at("2026-11-14T15:42:00Z"),
        due_at: at("2026-11-15T20:59:59Z"),
        first_action_due_at: Some(at("2026-11-14T17:42:00Z")),
        resolved_at: None,
        supports: 0,
        ribbon: ran(),
        photo: Some(PHOTO),
        department: named("edds", "Dispatch (112)"),
        emergency: true,
        version: 1,
    }
}

#[test]
fn a_page_of_a_list() {
    assert_json_snapshot!(ReportPage {
        reports: vec![card()],
        total: Some(1),
        shapes: Some([(Shape::Work, 1)].into()),
        next: Some("41".into())
    });
}

fn desk_card() -> DeskCard {
    DeskCard {
        card: card(),
        next_due_at: at("2026-11-14T17:42:00Z"),
        assignee: Some(Person { id: ID, name: "A worker".into() }),
        away: None,
        crew: Some(CrewName { id: ID, name: "Night".into() }),
        channel: "map-report".into(),
        territory: Some(named("north", "North District")),
        escalated_at: None,
        closed_at: None,
    }
}

#[test]
fn what_the_desk_sees() {
    assert_json_snapshot!(DeskPage { reports: vec![desk_card()], next: Some("0.1.2".into()) });
    assert_json_snapshot!(DeskCounts { new: 3, all: 4, overdue: 1, ..DeskCounts::default() });
    let person = DeskPerson {
        id: ID,
        name: "A worker".into(),
        role: Role::Worker,
        department: "street-lighting".into(),
        away: Some(away()),
    };
    assert_json_snapshot!(DeskPeople { people: vec![person] });
    let accept = Choice { to: Status::Accepted, needs: vec![] };
    assert_json_snapshot!(DeskOptions {
        me: ID,
        channels: vec![named("map-report", "Map report")],
        territories: vec![named("north", "North District")],
        may: vec![Action::Read, Action::Claim],
        moves: vec![DeskMoves { from: Status::Assigned, choices: vec![accept] }],
    });
}

#[test]
fn what_the_desk_sends() {
    let query = DeskFilter {
        tab: Some("new".into()),
        issue_type: Some("road-snow,road-sidewalk".into()),
        ..DeskFilter::default()
    };
    assert_json_snapshot!(SaveFilter { name: "Snow".into(), query });
    assert_json_snapshot!(ChangeAssignee { seen_version: 2, assignee: None, crew: Some(ID) });
    let transition = MoveMany {
        to: Status::Accepted,
        note: Some("We come tomorrow".into()),
        outcome: None,
        department: None,
        planned_for: None,
        responsible: None,
    };
    let items = vec![BulkItem { id: ID, seen_version: 1 }];
    assert_json_snapshot!(ChangeMany { items, transition: Some(transition), assign: None });
    // Nobody is named by saying so, not by forgetting it.
    assert!(serde_json::from_str::<ChangeAssignee>(r#"{"seen_version":2}"#).is_err());
    assert!(serde_json::from_str::<ChangeAssignee>(r#"{"seen_version":2,"assignee":null}"#).is_ok());
}

#[test]
fn crews_and_who_is_away() {
    let ann = || Person { id: ID, name: "Ann".into() };
    let crew = CrewView {
        id: ID,
        name: "Night".into(),
        department: "street-lighting".into(),
        members: vec![ann()],
        mine: true,
        version: 2,
    };
    assert_json_snapshot!(CrewList { crews: vec![crew], may_manage: false });
    let save = SaveCrew { seen_version: 0, name: "Night".into(), department: None, members: vec![ID] };
    assert_json_snapshot!(save);
    let (first_day, last_day) =
        (at("2026-11-23T12:00:00Z").date_naive(), at("2026-12-03T12:00:00Z").date_naive());
    let cover = Person { id: PHOTO, name: "Boris".into() };
    let (person, may_end) = (ann(), true);
    let absence = AbsenceView {
        id: ID,
        person,
        cover: cover.clone(),
        cover_is_good: true,
        first_day,
        last_day,
        may_end,
    };
    assert_json_snapshot!(Absences { absences: vec![absence], covers: vec![cover] });
    assert_json_snapshot!(SaveAbsence { person: None, cover: PHOTO, first_day, last_day });
}

#[test]
fn the_order_to_drive_in() {
    let start = Some(Place { lat: 57.62, lon: 36.39 });
    assert_json_snapshot!(AskRoute { reports: vec![ID], start, urgent_first: true });
    let stop = RouteStop { report: desk_card(), urgent: true, metres: 740 };
    assert_json_snapshot!(RouteView { stops: vec![stop], metres: 740, left_out: vec![PHOTO] });
}

#[test]
fn what_became_of_many() {
    let done = BulkResult { id: ID, version: Some(2), problem: None };
    assert_json_snapshot!(BulkResults { results: vec![done] });
}

#[test]
fn a_page_of_the_ledger() {
    let line = LedgerLine {
        report_id: ID,
        number: number(),
        from: named("city-economy", "City utilities"),
        to: named("street-lighting", "City Lighting"),
        corrected: false,
        at: at("2026-11-15T06:10:00Z"),
        reason: Some("A lamp".into()),
    };
    assert_json_snapshot!(LedgerPage { transfers: vec![line], next: None });
}

#[test]
fn what_staff_sends() {
    assert_json_snapshot!(ChangeStatus {
        to: Status::Resolved,
        seen_version: 3,
        note: Some("New lamp".into()),
        outcome: Some(Outcome::MeasuresTaken),
        photos: vec![PHOTO],
        department: None,
        planned_for: None,
        responsible: None,
        original: None,
        contractor: Some("Light & Sons".into()),
        warranty_until: Some(at("2027-11-20T12:00:00Z").date_naive()),
        rating: None,
        false_alarm: false,
    });
    assert_json_snapshot!(ChangePublication {
        seen_version: 4,
        report: None,
        text: Some(Visibility::Published),
        photos: BTreeMap::from([(PHOTO, Visibility::Hidden)]),
    });
    assert_json_snapshot!(EditPhoto { seen_version: 0, edit: edit() });
}

/// A face made unreadable, and the street beside it cut off.
fn edit() -> Edit {
    Edit {
        crop: Some(Crop { x: 100, y: 0, width: 1948, height: 1536 }),
        strokes: vec![Stroke {
            radius: 60,
            points: vec![Point { x: 900, y: 400 }, Point { x: 940, y: 410 }],
        }],
    }
}

#[test]
fn what_else_is_asked_of_a_case() {
    assert_json_snapshot!(CorrectReport {
        seen_version: 2,
        issue_type: Some("road-pothole".into()),
        place: Some(Place { lat: 57.6204, lon: 36.3992 }),
        nature: Some(Nature::Explanatory),
        note: Some("It lies in the road".into()),
    });
    assert_json_snapshot!(MakeSafe { seen_version: 2, note: None, photos: vec![PHOTO] });
    assert_json_snapshot!(AddInformation {
        id: ID,
        text: "It is the third post".into(),
        photos: vec![PHOTO]
    });
    assert_json_snapshot!(AskExtension {
        id: ID,
        seen_version: 2,
        days: 3,
        reason: "A part is missing".into()
    });
    assert_json_snapshot!(DecideExtension { seen_version: 3, approved: true, note: None });
    let least: ChangeStatus = serde_json::from_str(r#"{"to":"accepted","seen_version":1}"#).unwrap();
    assert_json_snapshot!(least);
}

#[test]
fn what_is_asked_of_others() {
    let day = at("2026-11-18T12:00:00Z").date_naive();
    assert_json_snapshot!(AddSubtask {
        id: ID,
        seen_version: 2,
        department: "road-service".into(),
        task: "Dig".into(),
        due_on: Some(day),
    });
    assert_json_snapshot!(EndSubtask {
        seen_version: 3,
        status: SubtaskStatus::Done,
        note: Some("Dug".into()),
        photos: vec![PHOTO],
    });
    assert_json_snapshot!(MakeLink { id: ID, seen_version: 2, name: "Light & Sons".into() });
    assert_json_snapshot!(Inspect {
        id: ID,
        seen_version: None,
        inspected_at: at("2026-11-21T09:00:00Z"),
        finding: Finding::NotFound,
        act: "Nothing is broken".into(),
        photos: vec![PHOTO],
        place: Some(Place { lat: 57.6204, lon: 36.3992 }),
    });
}

#[test]
fn what_others_are_told() {
    assert_json_snapshot!(LinkMade {
        id: ID,
        url: "https://city.example/link#00112233445566778899aabbccddeeff".into(),
        secret: "00112233445566778899aabbccddeeff".into(),
        expires_at: at("2026-11-30T09:00:00Z"),
    });
    let card = SubtaskCard {
        id: ID,
        department: named("road-service", "Roads"),
        task: "Dig".into(),
        due_on: None,
        asked_at: at("2026-11-16T09:00:00Z"),
        report_id: ID,
        number: number(),
        issue_type: named("yard-lighting", "Yard lighting not working"),
        status: Status::Accepted,
        shape: Shape::Work,
        owner: named("street-lighting", "City Lighting"),
        place: PlaceView { lat: 57.6204, lon: 36.3992, exact: true },
        address: None,
        due_at: at("2026-11-24T20:59:59Z"),
    };
    assert_json_snapshot!(SubtaskPage { subtasks: vec![card], next: None });
}

#[test]
fn what_the_feed_says() {
    assert_json_snapshot!(EventView {
        n: 7,
        kind: Kind::PublicationChanged,
        report_id: ID,
        status: Status::InProgress,
        occurred_at: at("2026-11-20T13:05:00Z"),
    });
}

#[test]
fn signing_in() {
    assert_json_snapshot!(SignIn {
        login: "ann".into(),
        password: "…".into(),
        city: Some("small-town".into()),
        client: Client::Phone,
    });
    assert_json_snapshot!(Refresh { refresh_token: "…".into(), attempt: Some("…".into()) });
    assert_json_snapshot!(SessionView {
        user: UserView {
            id: ID,
            login: "ann".into(),
            name: "Ann".into(),
            role: Role::Worker,
            department: Some(named("street-lighting", "City Lighting")),
            city: "small-town".into(),
        },
        second_factor_required: false,
        access_token: Some("…".into()),
        refresh_token: Some("…".into()),
        expires_in: Some(900),
    });
}

#[test]
fn signing_out() {
    assert_json_snapshot!(SignedOut { go_to: "https://sso.city.example/end".into() });
}

/// A type that uses everything that a type can say.
fn a_lift() -> IssueTypeView {
    IssueTypeView {
        slug: "house-lift".into(),
        title: "Lift out of order".into(),
        owner_by: OwnerBy::Asset,
        deadline_days: 1,
        priority: Priority::High,
        emergency: false,
        first_action_hours: Some(3),
        at_home: true,
        belongs: "The lift does not work.".into(),
        not_here: vec![
            NotHereView { text: "The lift is dirty".into(), instead: Some("house-entrance-cleaning".into()) },
            NotHereView { text: "It smells of gas. Call 104".into(), instead: None },
        ],
        photograph: "No photo is needed.".into(),
        photo: PhotoRule::None,
        questions: vec![
            QuestionView {
                id: "what".into(),
                title: "What is wrong with it?".into(),
                kind: QuestionKind::Choice,
                options: vec![OptionView { id: "stuck".into(), title: "It gets stuck".into() }],
                required: false,
                min: None,
                max: None,
            },
            QuestionView {
                id: "entrance".into(),
                title: "Entrance number".into(),
                kind: QuestionKind::Number,
                options: vec![],
                required: true,
                min: Some(1),
                max: Some(60),
            },
        ],
        season: serde_json::from_value(serde_json::json!({ "from": "11-01", "to": "04-30" })).ok(),
        in_season: true,
        duplicate_radius_m: 20,
        danger: Some(DangerView { text: "Do not force the doors.".into(), phone: "112".into() }),
        clocks: vec![Rule {
            measure: Measure::Resolution,
            target: 10,
            unit: Unit::CalendarDays,
            last_day_off: LastDayOff::Stay,
            pausable: true,
            keeps_hour: false,
        }],
    }
}

#[test]
fn what_stands_near() {
    assert_json_snapshot!(AssetList {
        assets: vec![AssetView {
            id: "lamp-12-4".into(),
            kind: AssetKind::Lamp,
            label: "lamp No. 12/4".into(),
            place: Place { lat: 57.6204, lon: 36.3992 },
            distance_m: 7,
        }],
    });
}

#[test]
fn what_a_city_offers() {
    assert_json_snapshot!(CityList {
        cities: vec![CityView {
            slug: "small-town".into(),
            title: "Small Town".into(),
            default: true,
            time_zone: "Europe/Moscow".into(),
            languages: vec![Language::Ru, Language::En],
            emergency_phone: "112".into(),
            center: Place { lat: 57.62, lon: 36.4 },
            zoom: 15.0,
            bounds: [36.3, 57.6, 36.5, 57.7],
            version: 3,
            territories: vec![Named { slug: "north".into(), title: "North district".into() }],
            demo: false,
            mail: true,
            consent: Some("2026-11-22".into()),
            attribution: Some("OpenStreetMap".into()),
            map_style_url: None,
            oidc: Some(OidcView { title: "City sign-on".into(), passwords: true }),
        }],
    });
    let category =
        CategoryView { slug: "houses".into(), title: "Apartment buildings".into(), types: vec![a_lift()] };
    let none_fits = NoneFitsView {
        department: named("contact-centre", "City contact centre"),
        text: "Call us.".into(),
        phone: Some("112".into()),
    };
    assert_json_snapshot!(CatalogueView {
        version: 3,
        language: Language::En,
        categories: vec![category],
        used: vec!["house-lift".into()],
        none_fits: Some(none_fits),
        calendar: Some(CalendarView {
            office_hours: OfficeHours::default(),
            days: vec![DayView { day: at("2027-01-01T00:00:00Z").date_naive(), kind: DayKind::Holiday }],
        }),
    });
    assert_json_snapshot!(DepartmentList {
        departments: vec![DepartmentView {
            slug: "edds".into(),
            title: "Dispatch (112)".into(),
            kind: "dispatch".into(),
        }],
    });
}

#[test]
fn what_went_wrong() {
    assert_json_snapshot!(Problem {
        kind: "about:blank".into(),
        title: "Unprocessable Entity".into(),
        status: 422,
        code: Code::Invalid,
        detail: "Fix the marked fields.".into(),
        errors: vec![FieldError::new("place", "outside_city")],
        request_id: Some("9c1e".into()),
        challenge: None,
        ban: None,
    });
}

#[test]
fn what_abuse_brings_about() {
    let (made_at, until) = (at("2026-11-16T09:00:00Z"), at("2026-11-30T09:00:00Z"));
    let challenge = Challenge { text: "1.report.17".into(), bits: 17, expires_at: made_at };
    let ban = BanNotice {
        id: ID,
        reason: "Insults".into(),
        until,
        appeal: Appeal::Open,
        answer: None,
        token: "ab12".into(),
    };
    assert_json_snapshot!(Problem {
        kind: "about:blank".into(),
        title: "Too Many Requests".into(),
        status: 429,
        code: Code::ProofNeeded,
        detail: "Much was sent.".into(),
        errors: Vec::new(),
        request_id: None,
        challenge: Some(challenge),
        ban: Some(ban),
    });
    let by = vec![BanBy::Device, BanBy::Email];
    assert_json_snapshot!(BanAuthor { id: ID, by: by.clone(), reason: "Insults".into(), days: 14 });
    assert_json_snapshot!(AppealBan { token: "ab12".into(), text: "It was not me".into() });
    assert_json_snapshot!(DecideBan { lift: true, words: "Sorry".into() });
    let view = BanView {
        id: ID,
        report: Some(Number { year: 2026, count: 12 }),
        by,
        reason: "Insults".into(),
        made_at,
        made_by: "Ann".into(),
        until,
        lifted_at: None,
        appeal: Appeal::Waiting,
        appeal_text: Some("It was not me".into()),
        appealed_at: Some(made_at),
        answer: None,
    };
    assert_json_snapshot!(BanPage { bans: vec![view], next: None });
}

fn remark() -> RemarkView {
    RemarkView {
        id: ID,
        author: Person { id: PHOTO, name: "Н. Фонарёва".into() },
        at: at("2026-11-20T13:05:00Z"),
        text: "@roads, когда снимете асфальт?".into(),
        mentions: vec!["roads".into()],
    }
}

#[test]
fn what_staff_says_among_themselves() {
    assert_json_snapshot!("add_remark", AddRemark { id: ID, text: "@roads, когда снимете асфальт?".into() });
    let reader = |login: &str, role, department: Option<Named>| ReaderView {
        login: login.into(),
        name: "Н.".into(),
        role,
        department,
    };
    let own = named("street-lighting", "Городское освещение");
    let readers = vec![reader("lighting", Role::Worker, Some(own)), reader("press", Role::Press, None)];
    assert_json_snapshot!("remark_list", RemarkList { remarks: vec![remark()], readers, may_write: true });
    let mention = MentionView {
        remark: remark(),
        report_id: ID,
        number: number(),
        issue_type: named("yard-lighting", "Не горит двор"),
        read_at: None,
    };
    assert_json_snapshot!("mention_page", MentionPage { mentions: vec![mention], unread: 1, next: None });
    assert_json_snapshot!("read_mentions", ReadMentions { remarks: vec![ID] });
}

#[test]
fn files_and_standard_texts() {
    let attachment = AttachmentView {
        id: ID,
        name: "Смета.xlsx".into(),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".into(),
        bytes: 18_204,
        author: Person { id: PHOTO, name: "Н. Фонарёва".into() },
        at: at("2026-11-20T13:05:00Z"),
        may_remove: true,
    };
    assert_json_snapshot!("attachment_list", AttachmentList { attachments: vec![attachment] });
    let text = StandardTextView {
        slug: "lamp-replaced".into(),
        title: "Lamp replaced".into(),
        text: "Заменили лампу: улица Верхняя, 4.".into(),
    };
    assert_json_snapshot!("standard_text_list", StandardTextList { texts: vec![text] });
}
