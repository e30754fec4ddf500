//! Who may do what: every operation of the API, with everybody who could call it. What is asked for is
//! always something that changes nothing, such as a move from a version that never was; so whoever may
//! is told what is wrong with it, and whoever may not is told just that.

use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stories::post::MailServer;
use stories::reports::{Filed, dark_lamp, file, file_with_photo};
use stories::residents::resident;
use stories::server::{city_dir, run};
use stories::town::{PASSWORD, sign_in, signed_in};
use stories::{Answer, Caller, Town};
use uuid::Uuid;

/// The table of permissions once more, as a city would want it: `own` reaches the cases of one's own
/// department, `city` every case.
const MAY: &[(&str, &str, &[&str])] = &[
    ("worker", "own", &["read", "read_contact", "change", "claim", "publish"]),
    ("head", "own", &["read", "read_contact", "change", "claim", "publish", "assign", "decide"]),
    ("dispatcher", "city", &["read", "read_contact", "change", "publish", "assign"]),
    ("coordinator", "city", &["read", "read_contact", "change", "publish", "assign", "decide", "ban"]),
    ("press", "city", &["read", "publish"]),
    ("auditor", "city", &["read"]),
    ("administrator", "city", &["read", "ban"]),
];

/// Who a caller is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    /// Somebody from the street.
    Nobody,
    /// Somebody with a secret of another report.
    Stranger,
    Author,
    /// A resident with an account, to which the report belongs.
    Owner,
    /// A resident with another account.
    Resident,
    /// With a link to the case.
    Contractor,
    /// With a link to another case.
    OtherContractor,
    /// In a department that has a part of the work.
    Helper,
    /// Role, and whether the case is their department's.
    Staff(&'static str, bool),
    /// A coordinator of another city.
    Elsewhere,
}

impl Who {
    fn may(self, action: &str) -> bool {
        let Self::Staff(role, own) = self else { return false };
        let (_, reach, actions) = MAY.iter().find(|(name, ..)| *name == role).expect("a role");
        actions.contains(&action) && (*reach == "city" || own)
    }

    fn is_staff(self) -> bool {
        matches!(self, Self::Staff(..) | Self::Helper)
    }
}

/// Behind which door an operation lies.
enum Door {
    /// Everybody may; what they see may differ.
    Everybody,
    /// Staff that may do this to the case.
    Staff(&'static str),
    /// Staff that may do one of two things.
    Either(&'static str, &'static str),
    /// Any staff of the city: it is about themselves, or answers for each thing.
    AnyStaff,
    /// Who watches over others' deeds, and who runs the installation.
    Auditors,
    /// Staff that moves cases, the author, and a contractor with a link.
    Movers,
    /// The author alone.
    Author,
    /// Residents with an account: it is about themselves.
    Account,
    /// A contractor with a link to it.
    Link,
    /// Staff of a department with a part of the work, and who works every case.
    Parts,
    /// Whoever may see what is not published.
    Readers,
    /// Staff that may read the case: what stays among them.
    Insiders,
    /// Staff that takes part in it.
    Participants,
    /// Administrators of the city.
    Administrators,
    /// These, and the head of the department.
    Heads,
}

impl Door {
    fn opens_for(&self, who: Who) -> bool {
        match self {
            Self::Everybody => true,
            Self::Staff(action) => who.may(action),
            Self::Either(one, other) => who.may(one) || who.may(other),
            Self::AnyStaff => who.is_staff(),
            Self::Auditors => matches!(who, Who::Staff("auditor" | "administrator", _)),
            Self::Movers => who.may("change") || matches!(who, Who::Author | Who::Owner | Who::Contractor),
            Self::Author => matches!(who, Who::Author | Who::Owner),
            Self::Account => matches!(who, Who::Owner | Who::Resident),
            Self::Link => matches!(who, Who::Contractor | Who::OtherContractor),
            Self::Heads => matches!(who, Who::Staff("administrator", _) | Who::Staff("head", true)),
            Self::Administrators => matches!(who, Who::Staff("administrator", _)),
            Self::Parts => who == Who::Helper || matches!(who, Who::Staff("dispatcher" | "coordinator", _)),
            Self::Insiders => who.may("read") || who == Who::Helper,
            Self::Participants => who.may("change") || who.may("publish") || who == Who::Helper,
            Self::Readers => {
                who.may("read") || matches!(who, Who::Author | Who::Owner | Who::Contractor | Who::Helper)
            }
        }
    }
}

struct Case {
    filed: Filed,
    photo: Uuid,
    subtask: Uuid,
}

/// An operation, asked for so that nothing comes of it.
type Ask = (&'static str, Door, Method, fn(&Case) -> (String, Value));

fn of(case: &Case, what: &str) -> String {
    format!("{}{what}", case.filed.path())
}

/// A member of staff who is not there.
fn somebody(what: &str) -> (String, Value) {
    (format!("staff/{}/{what}", Uuid::now_v7()), Value::Null)
}

/// A browser that nobody could tell anything.
fn browser(endpoint: &str) -> Value {
    json!({ "endpoint": endpoint, "p256dh": "", "auth": "", "key": "", "language": "en" })
}

fn never(body: Value) -> Value {
    let mut body = body;
    body["seen_version"] = json!(0);
    body
}

/// Every operation of the API.
#[expect(clippy::too_many_lines, reason = "one for each operation")]
fn asks() -> Vec<Ask> {
    let (get, post, put, delete) = (Method::GET, Method::POST, Method::PUT, Method::DELETE);
    let account = || Door::Account;
    let public = || Door::Everybody;
    vec![
        ("cities", public(), get.clone(), |_| ("/api/v1/cities".to_owned(), Value::Null)),
        ("city", public(), get.clone(), |_| ("/api/v1/cities/small-town".to_owned(), Value::Null)),
        ("catalogue", public(), get.clone(), |_| ("catalogue".to_owned(), Value::Null)),
        ("territories", public(), get.clone(), |_| ("territories".to_owned(), Value::Null)),
        ("departments", public(), get.clone(), |_| ("departments".to_owned(), Value::Null)),
        ("assets_near", public(), get.clone(), |_| {
            ("assets?type=road-street-lighting&lat=57.6204&lon=36.3992".to_owned(), Value::Null)
        }),
        ("consent_text", public(), get.clone(), |_| ("consents/2026-11-22".to_owned(), Value::Null)),
        ("reports_on_the_map", public(), get.clone(), |_| ("reports".to_owned(), Value::Null)),
        ("figures", public(), get.clone(), |_| ("figures".to_owned(), Value::Null)),
        ("figures_table", public(), get.clone(), |_| ("figures.csv".to_owned(), Value::Null)),
        ("geocode_reverse", public(), get.clone(), |_| {
            ("geocode/reverse?lat=57.6204&lon=36.3992".to_owned(), Value::Null)
        }),
        ("geocode_search", public(), get.clone(), |_| {
            ("geocode/search?text=%D0%A1%D0%B0%D0%B4%D0%BE%D0%B2%D0%B0%D1%8F".to_owned(), Value::Null)
        }),
        ("reports_nearby", public(), get.clone(), |_| {
            ("reports/nearby?type=road-street-lighting&lat=57.6204&lon=36.3992".to_owned(), Value::Null)
        }),
        ("report", public(), get.clone(), |case| (of(case, ""), Value::Null)),
        ("report_by_number", public(), get.clone(), |case| {
            (format!("reports/by-number/{}", case.filed.number()), Value::Null)
        }),
        ("base_tile", public(), get.clone(), |_| {
            ("/tiles/small-town/base/0/0/0.mvt".to_owned(), Value::Null)
        }),
        ("reports_tile", public(), get.clone(), |_| {
            ("/tiles/small-town/reports/0/0/0.mvt".to_owned(), Value::Null)
        }),
        ("submit_report", public(), post.clone(), |_| ("reports".to_owned(), json!({}))),
        ("put_photo", public(), put.clone(), |_| (format!("photos/{}", Uuid::now_v7()), json!({}))),
        ("photo_upload", public(), get.clone(), |_| {
            (format!("photos/{}/upload", Uuid::now_v7()), Value::Null)
        }),
        ("send_photo_part", public(), Method::POST, |_| {
            (format!("photos/{}/upload", Uuid::now_v7()), json!({}))
        }),
        ("events_page", public(), get.clone(), |_| ("events/page?after=0".to_owned(), Value::Null)),
        ("support_report", public(), post.clone(), |case| (of(case, "/supports"), json!({}))),
        ("withdraw_support", public(), delete.clone(), |case| (of(case, "/supports"), Value::Null)),
        ("sign_in", public(), post.clone(), |_| ("/api/v1/sessions".to_owned(), json!({}))),
        ("refresh", public(), post.clone(), |_| ("/api/v1/sessions/refresh".to_owned(), json!({}))),
        ("code_ways", public(), get.clone(), |_| ("sign-in-codes".to_owned(), Value::Null)),
        ("ask_code", public(), post.clone(), |_| ("sign-in-codes".to_owned(), json!({}))),
        ("enter_code", public(), post.clone(), |_| ("resident-sessions".to_owned(), json!({}))),
        ("me", account(), get.clone(), |_| ("me".to_owned(), Value::Null)),
        ("change_me", account(), Method::PATCH, |_| ("me".to_owned(), json!({}))),
        ("prove_reach", account(), put.clone(), |_| {
            ("me/reach".to_owned(), json!({ "code_id": Uuid::new_v4(), "code": "000000" }))
        }),
        ("own_sessions", account(), get.clone(), |_| ("me/sessions".to_owned(), Value::Null)),
        ("end_own_session", account(), delete.clone(), |_| {
            (format!("me/sessions/{}", Uuid::new_v4()), Value::Null)
        }),
        ("own_reports", account(), get.clone(), |_| ("me/reports".to_owned(), Value::Null)),
        ("link_reports", account(), post.clone(), |_| ("me/reports".to_owned(), json!({ "reports": [] }))),
        ("follow_report", account(), put.clone(), |case| (of(case, "/follow"), Value::Null)),
        ("unfollow_report", account(), delete.clone(), |case| (of(case, "/follow"), Value::Null)),
        ("push_key", public(), get.clone(), |_| ("push-key".to_owned(), Value::Null)),
        ("keep_push", account(), put.clone(), |_| ("me/push".to_owned(), browser("nowhere"))),
        ("drop_push", account(), delete.clone(), |_| ("me/push".to_owned(), json!({ "endpoint": "x" }))),
        ("keep_report_push", Door::Author, put.clone(), |case| (of(case, "/push"), browser("nowhere"))),
        ("drop_report_push", Door::Author, delete.clone(), |case| {
            (of(case, "/push"), json!({ "endpoint": "x" }))
        }),
        ("subscribe", public(), post.clone(), |_| ("subscriptions".to_owned(), json!({}))),
        // Hidden until somebody publishes it.
        ("photo", Door::Readers, get.clone(), |case| (format!("photos/{}/small", case.photo), Value::Null)),
        ("edit_photo", Door::Staff("publish"), put.clone(), |case| {
            let nowhere = json!({ "crop": { "x": 9000, "y": 0, "width": 99, "height": 99 } });
            (format!("photos/{}/edit", case.photo), never(json!({ "edit": nowhere })))
        }),
        ("original_photo", Door::Staff("publish"), get.clone(), |case| {
            (format!("photos/{}/original/small", case.photo), Value::Null)
        }),
        ("change_status", Door::Movers, post.clone(), |case| {
            (of(case, "/transitions"), never(json!({ "to": "accepted" })))
        }),
        ("read_contact", Door::Staff("read_contact"), post.clone(), |case| {
            (of(case, "/contact"), json!({ "reason": "ask" }))
        }),
        ("own_contact", Door::Author, get.clone(), |case| (of(case, "/contact"), Value::Null)),
        // Not meant, so that nothing is erased.
        ("erase_report_data", Door::Author, delete.clone(), |case| (of(case, "/my-data"), Value::Null)),
        ("add_information", Door::Author, post.clone(), |case| {
            (of(case, "/information"), json!({ "id": Uuid::now_v7(), "text": "" }))
        }),
        ("report_by_link", Door::Link, get.clone(), |_| ("reports/by-link".to_owned(), Value::Null)),
        ("correct_report", Door::Staff("change"), post.clone(), |case| {
            (of(case, "/corrections"), never(json!({})))
        }),
        ("make_safe", Door::Staff("change"), post.clone(), |case| (of(case, "/made-safe"), never(json!({})))),
        ("ask_extension", Door::Staff("change"), post.clone(), |case| {
            let body = json!({ "id": Uuid::now_v7(), "days": 1, "reason": "Why" });
            (of(case, "/extensions"), never(body))
        }),
        ("decide_extension", Door::Staff("decide"), post.clone(), |case| {
            (
                of(case, &format!("/extensions/{}/decision", Uuid::now_v7())),
                never(json!({ "approved": true })),
            )
        }),
        ("change_publication", Door::Staff("publish"), post.clone(), |case| {
            (of(case, "/publication"), never(json!({})))
        }),
        ("change_assignee", Door::Either("assign", "claim"), post.clone(), |case| {
            (of(case, "/assignee"), never(json!({ "assignee": null })))
        }),
        ("add_subtask", Door::Staff("change"), post.clone(), |case| {
            let body = json!({ "id": Uuid::now_v7(), "department": "road-service", "task": "Dig" });
            (of(case, "/subtasks"), never(body))
        }),
        ("end_subtask", Door::Parts, post.clone(), |case| {
            (of(case, &format!("/subtasks/{}/end", case.subtask)), never(json!({ "status": "done" })))
        }),
        ("make_link", Door::Staff("change"), post.clone(), |case| {
            (of(case, "/links"), never(json!({ "id": Uuid::now_v7(), "name": "Diggers" })))
        }),
        ("end_link", Door::Staff("change"), delete.clone(), |case| {
            (of(case, &format!("/links/{}", Uuid::now_v7())), Value::Null)
        }),
        ("inspect", Door::Staff("change"), post.clone(), |case| {
            let (id, at) = (Uuid::now_v7(), "2000-01-01T00:00:00Z");
            (
                of(case, "/inspections"),
                json!({ "id": id, "inspected_at": at, "finding": "confirmed", "act": "x" }),
            )
        }),
        ("remarks", Door::Insiders, get.clone(), |case| (of(case, "/remarks"), Value::Null)),
        ("add_remark", Door::Participants, post.clone(), |case| {
            (of(case, "/remarks"), json!({ "id": Uuid::now_v7(), "text": "" }))
        }),
        ("attachments", Door::Insiders, get.clone(), |case| (of(case, "/attachments"), Value::Null)),
        ("add_attachment", Door::Participants, put.clone(), |case| {
            (of(case, &format!("/attachments/{}", Uuid::now_v7())), json!({}))
        }),
        ("standard_texts", Door::Insiders, get.clone(), |case| (of(case, "/texts?for=resolve"), Value::Null)),
        ("report_sheet", Door::Insiders, get.clone(), |case| (of(case, "/sheet"), Value::Null)),
        ("mentions", Door::AnyStaff, get.clone(), |_| ("desk/mentions".to_owned(), Value::Null)),
        ("read_mentions", Door::AnyStaff, post.clone(), |_| {
            ("desk/mentions/read".to_owned(), json!({ "remarks": [] }))
        }),
        ("staff", Door::Administrators, get.clone(), |_| ("staff".to_owned(), Value::Null)),
        ("invite_staff", Door::Administrators, post.clone(), |_| {
            ("staff".to_owned(), json!({ "login": "No Login", "name": "X", "role": "auditor" }))
        }),
        ("change_staff", Door::Administrators, Method::PATCH, |_| {
            (format!("staff/{}", Uuid::now_v7()), json!({ "seen_version": 0 }))
        }),
        ("invite_staff_again", Door::Administrators, post.clone(), |_| somebody("invite")),
        ("disable_staff", Door::Administrators, post.clone(), |_| somebody("disable")),
        ("enable_staff", Door::Administrators, post.clone(), |_| somebody("enable")),
        ("reset_second_factor", Door::Administrators, post.clone(), |_| somebody("reset-second-factor")),
        ("end_staff_sessions", Door::Administrators, post.clone(), |_| somebody("end-sessions")),
        ("audit", Door::Auditors, get.clone(), |_| ("audit".to_owned(), Value::Null)),
        ("appeal_ban", public(), post.clone(), |_| (format!("bans/{}/appeal", Uuid::now_v7()), json!({}))),
        ("ban_author", Door::Staff("ban"), post.clone(), |case| {
            let body = json!({ "id": Uuid::now_v7(), "by": ["device"], "reason": "", "days": 1 });
            (of(case, "/bans"), body)
        }),
        ("bans", Door::Staff("ban"), get.clone(), |_| ("desk/bans".to_owned(), Value::Null)),
        ("decide_ban", Door::Staff("ban"), post.clone(), |_| {
            (format!("desk/bans/{}/decision", Uuid::now_v7()), json!({ "lift": true, "words": "" }))
        }),
        ("desk_queue", Door::AnyStaff, get.clone(), |_| ("desk/reports".to_owned(), Value::Null)),
        ("desk_counts", Door::AnyStaff, get.clone(), |_| ("desk/counts".to_owned(), Value::Null)),
        ("desk_options", Door::AnyStaff, get.clone(), |_| ("desk/options".to_owned(), Value::Null)),
        ("desk_people", Door::AnyStaff, get.clone(), |_| ("desk/people".to_owned(), Value::Null)),
        ("desk_subtasks", Door::AnyStaff, get.clone(), |_| ("desk/subtasks".to_owned(), Value::Null)),
        ("ledger", Door::AnyStaff, get.clone(), |_| ("desk/transfers".to_owned(), Value::Null)),
        ("saved_filters", Door::AnyStaff, get.clone(), |_| ("desk/filters".to_owned(), Value::Null)),
        ("crews", Door::AnyStaff, get.clone(), |_| ("desk/crews".to_owned(), Value::Null)),
        ("save_crew", Door::Heads, put.clone(), |_| {
            let body = json!({ "name": "", "department": "street-lighting", "members": [] });
            (format!("desk/crews/{}", Uuid::now_v7()), never(body))
        }),
        // Of a crew or an absence that is there, the stories of crews and of cover tell.
        ("disband_crew", Door::AnyStaff, delete.clone(), |_| {
            (format!("desk/crews/{}", Uuid::now_v7()), Value::Null)
        }),
        ("absences", Door::AnyStaff, get.clone(), |_| ("desk/absences".to_owned(), Value::Null)),
        ("save_absence", Door::AnyStaff, put.clone(), |_| {
            let day = "2000-01-01";
            let body = json!({ "cover": Uuid::now_v7(), "first_day": day, "last_day": day });
            (format!("desk/absences/{}", Uuid::now_v7()), body)
        }),
        ("end_absence", Door::AnyStaff, delete.clone(), |_| {
            (format!("desk/absences/{}", Uuid::now_v7()), Value::Null)
        }),
        ("route", Door::AnyStaff, post.clone(), |_| ("desk/route".to_owned(), json!({ "reports": [] }))),
        ("save_filter", Door::AnyStaff, put, |_| {
            (format!("desk/filters/{}", Uuid::now_v7()), json!({ "name": "", "query": {} }))
        }),
        ("change_many", Door::AnyStaff, post, |_| ("desk/bulk".to_owned(), json!({ "items": [] }))),
    ]
}

/// Operations of which other stories tell: they are about oneself, are opened by a secret of their own,
/// or go on for ever, and demo accounts exist in demos only; what is given or erased for good is told in
/// `privacy`.
const TOLD_ELSEWHERE: &[&str] = &[
    "accept_invite",
    "account",
    "account_sessions",
    "attachment",
    "begin_second_factor",
    "change_account",
    "change_password",
    "confirm_second_factor",
    "confirm_subscription",
    "current",
    "demo_accounts",
    "demo_outbox",
    "end_all_sessions",
    "end_own_sessions",
    "end_session",
    "end_subscription",
    "erase_me",
    "follow_events",
    "forget_filter",
    "invite",
    "make_recovery_codes",
    "my_data",
    "oidc_backchannel_logout",
    "oidc_callback",
    "oidc_sign_in",
    "prove_second_factor",
    "remove_attachment",
    "report_data",
    "saved_filter",
    "sign_out",
    "subscription",
    "turn_second_factor_off",
    "unsubscribe",
    "withdraw_consent",
];

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let case = case(&town).await;
    let people = people(&town, &mail, &case).await;
    let before = case.filed.seen_by(&town.staff("coordinator").await).await;
    let mut wrong = Vec::new();
    for (name, door, method, ask) in asks() {
        for (who, caller) in &people {
            let (path, body) = ask(&case);
            let answer = send(caller, method.clone(), &path, &body).await;
            let refused = matches!(answer.status, 401 | 403 | 404);
            // Nothing behind the right door was there to be found.
            let nothing = ["disband_crew", "end_absence", "end_link", "end_own_session", "withdraw_support"];
            let empty =
                answer.status == 404 && (nothing.contains(&name) || matches!(door, Door::Administrators));
            if door.opens_for(*who) == (refused && !empty) {
                wrong.push(format!("{name} by {who:?}: {} {}", answer.status, answer.text()));
            }
            assert!(answer.status < 500, "{name} by {who:?}: {}", answer.text());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let after = case.filed.seen_by(&town.staff("coordinator").await).await;
    assert_eq!(before["version"], after["version"], "something came of it");
    town.close().await;
}

#[tokio::test]
async fn no_operation_is_left_out_of_the_table() {
    let town = Town::open().await;
    let described = town.anybody().get("/api/v1/openapi.json").await.expect(200);
    let paths = described["paths"].as_object().expect("paths").values();
    let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
    let offered: BTreeSet<String> =
        operations.map(|one| one["operationId"].as_str().expect("a name").to_owned()).collect();
    let told: BTreeSet<String> =
        asks().iter().map(|ask| ask.0).chain(TOLD_ELSEWHERE.iter().copied()).map(str::to_owned).collect();
    assert_eq!(offered, told);
    town.close().await;
}

#[tokio::test]
async fn a_hidden_report_is_there_for_nobody_who_may_not_read_it() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let case = case(&town).await;
    sqlx::query("update reports set visibility = 'hidden' where city_id = 1 and id = $1")
        .bind(case.filed.id)
        .execute(&mut town.database().await)
        .await
        .expect("hidden");
    for (who, caller) in people(&town, &mail, &case).await {
        let answer = caller.get(&case.filed.path()).await;
        assert_eq!(answer.status, if Door::Readers.opens_for(who) { 200 } else { 404 }, "{who:?}");
    }
    town.close().await;
}

async fn send(caller: &Caller, method: Method, path: &str, body: &Value) -> Answer {
    let request = caller.request(method, path);
    let request = if body.is_null() { request } else { request.json(body) };
    caller.finish(request).await
}

/// A lamp that is dark, with a photo, a part of the work for the road service, and a link.
async fn case(town: &Town) -> Case {
    let anybody = town.anybody();
    let (filed, photo) = file_with_photo(&anybody).await;
    let head = town.staff("head-lighting").await;
    let subtask = Uuid::now_v7();
    let part = json!({ "id": subtask, "department": "green-service", "task": "Cut the branch" });
    filed.asked(&head, "subtasks", part).await.expect(200);
    Case { filed, photo, subtask }
}

async fn link(head: &Caller, filed: &Filed) -> String {
    let made =
        filed.asked(head, "links", json!({ "id": Uuid::now_v7(), "name": "Diggers" })).await.expect(201);
    made["secret"].as_str().expect("a secret").to_owned()
}

async fn people(town: &Town, mail: &MailServer, case: &Case) -> Vec<(Who, Caller)> {
    let head = town.staff("head-lighting").await;
    let other = file(&town.anybody(), &dark_lamp()).await;
    let with_link = |secret: String| town.anybody().with("x-case-link", &secret);
    let mut people = vec![
        (Who::Nobody, town.anybody()),
        (Who::Stranger, town.reporter(&other.secret)),
        (Who::Author, town.reporter(&case.filed.secret)),
        (Who::Contractor, with_link(link(&head, &case.filed).await)),
        (Who::OtherContractor, with_link(link(&head, &other).await)),
        (Who::Elsewhere, elsewhere(town).await),
        (Who::Resident, resident(town, mail, "bob@mail.example").await),
    ];
    let owner = resident(town, mail, "ann@mail.example").await;
    let own = json!({ "reports": [{ "id": case.filed.id, "secret": case.filed.secret }] });
    owner.post("me/reports", &own).await.expect(200);
    people.push((Who::Owner, owner));
    run(
        town.verb().args(["user", "add", "green", "--city", stories::CITY, "--role", "worker"]).args([
            "--department",
            "green-service",
            "--password-stdin",
        ]),
        PASSWORD,
    );
    people.push((Who::Helper, town.staff("green").await));
    for (login, role, own) in [
        ("lighting", "worker", true),
        ("head-lighting", "head", true),
        ("roads", "worker", false),
        ("head-roads", "head", false),
        ("dispatcher", "dispatcher", false),
        ("coordinator", "coordinator", false),
        ("press", "press", false),
        ("auditor", "auditor", false),
        ("administrator", "administrator", false),
    ] {
        people.push((Who::Staff(role, own), town.staff(login).await));
    }
    people
}

/// A coordinator of a city beside this one, on the same server.
async fn elsewhere(town: &Town) -> Caller {
    const CITY: &str = "yuzhno-sakhalinsk";
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    let mut add = town.verb();
    add.args(["user", "add", "neighbour", "--city", CITY, "--role", "coordinator", "--password-stdin"]);
    run(&mut add, PASSWORD);
    // The server looks for new cities now and then.
    while town.anybody().get(&format!("/api/v1/cities/{CITY}")).await.status != 200 {
        tokio::task::yield_now().await;
    }
    let mut body = sign_in("neighbour");
    body["city"] = json!(CITY);
    signed_in(town.anybody(), &body).await
}
