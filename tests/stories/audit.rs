//! The audit log: who may look into it, what it can be asked, and that nobody rewrites it unseen.

use serde_json::{Value, json};
use sqlx::PgConnection;
use stories::{CITY, Town};
use uuid::Uuid;

/// Appends an entry as an action would, at noon and `n` seconds. Deeds are other stories' matter.
async fn append(db: &mut PgConnection, deed: &str, actor_id: Option<Uuid>, subject: Uuid) -> i64 {
    let actor = if actor_id.is_some() { "staff" } else { "system" };
    sqlx::query_scalar(
        r#"with entry as (
            select last_audit + 1 as n, last_audit_hash as before,
                   timestamptz '2026-11-16T09:00:00Z' + (last_audit + 1) * interval '1 second' as at
            from city_counters where city_id = 1
        ),
        hashed as (
            select n, at, sha256(before || convert_to(format('[1,%s,%s,"%s","%s",%s,"%s",{"fields":2}]', n,
                (extract(epoch from at) * 1000000)::bigint, $1, $2, coalesce('"' || $3::uuid || '"', 'null'),
                $4::uuid), 'utf8')) as hash from entry
        ),
        written as (
            insert into audit_entries (city_id, n, at, deed, actor, actor_id, subject_id, details, hash)
            select 1, n, at, $1, $2, $3, $4, '{"fields": 2}', hash from hashed
        )
        update city_counters set last_audit = n, last_audit_hash = hash from hashed where city_id = 1
        returning n"#,
    )
    .bind(deed)
    .bind(actor)
    .bind(actor_id)
    .bind(subject)
    .fetch_one(db)
    .await
    .expect("an entry")
}

async fn change(db: &mut PgConnection, sql: &'static str, n: i64) {
    let done = sqlx::query(sql).bind(n).execute(db).await.expect(sql);
    assert_eq!(done.rows_affected(), 1, "{sql}");
}

fn verify(town: &Town, more: &[&str]) -> (bool, String) {
    let output = town.verb().args(["audit", "verify"]).args(more).output().expect("the binary runs");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test]
async fn a_row_that_was_changed_taken_out_or_put_in_is_named() {
    let town = Town::open().await;
    let mut db = town.database().await;
    let first = append(&mut db, "contact_read", None, Uuid::now_v7()).await;
    for _ in 0..4 {
        append(&mut db, "contact_read", Some(Uuid::now_v7()), Uuid::now_v7()).await;
    }
    let (whole, said) = verify(&town, &[]);
    assert!(whole && said.contains(&format!("{} entries", first + 4)), "{said}");
    let noted = said.split("note ").nth(1).expect("a head").trim().to_owned();

    let second = first + 1;
    for (harm, heal, told) in [
        (
            "update audit_entries set actor_id = null where city_id = 1 and n = $1 and deed = 'contact_read'",
            "update audit_entries set actor_id = spare.actor_id from spare where audit_entries.city_id = 1 and audit_entries.n = $1",
            format!("entry {second} is not what was written"),
        ),
        (
            "update audit_entries set at = at + interval '1 day' where city_id = 1 and n = $1",
            "update audit_entries set at = at - interval '1 day' where city_id = 1 and n = $1",
            format!("entry {second} is not what was written"),
        ),
        (
            "delete from audit_entries where city_id = 1 and n = $1",
            "insert into audit_entries select * from spare where n = $1",
            format!("entry {second} is missing"),
        ),
    ] {
        sqlx::query(
            "create temporary table spare as select * from audit_entries where city_id = 1 and n = $1",
        )
        .bind(second)
        .execute(&mut db)
        .await
        .expect("a copy");
        change(&mut db, harm, second).await;
        let (whole, said) = verify(&town, &["--city", CITY]);
        assert!(!whole && said.contains(&told), "{told}: {said}");
        change(&mut db, heal, second).await;
        sqlx::query("drop table spare").execute(&mut db).await.expect("gone");
        assert!(verify(&town, &[]).0, "healed");
    }

    // The end cut off.
    change(&mut db, "delete from audit_entries where city_id = 1 and n = $1", first + 4).await;
    let (whole, said) = verify(&town, &[]);
    assert!(!whole && said.contains(&format!("entry {} is missing", first + 4)), "{said}");
    // And the counter with it: whole by itself, but not what an auditor has noted.
    sqlx::query(
        "update city_counters set last_audit = n, last_audit_hash = hash from audit_entries
         where audit_entries.city_id = 1 and city_counters.city_id = 1 and n = $1",
    )
    .bind(first + 3)
    .execute(&mut db)
    .await
    .expect("the counter");
    assert!(verify(&town, &[]).0);
    let (whole, said) = verify(&town, &["--city", CITY, "--noted", &noted]);
    assert!(!whole && said.contains("missing"), "{said}");
    append(&mut db, "contact_read", None, Uuid::now_v7()).await;
    let (whole, said) = verify(&town, &["--city", CITY, "--noted", &noted]);
    assert!(!whole && said.contains("written anew"), "{said}");
    town.close().await;
}

#[tokio::test]
async fn auditors_and_administrators_look_into_the_log_page_by_page() {
    let town = Town::open().await;
    let mut db = town.database().await;
    let reader: Uuid = sqlx::query_scalar("select id from users where city_id = 1 and login = 'dispatcher'")
        .fetch_one(&mut db)
        .await
        .expect("a user");
    let report = Uuid::now_v7();
    let first = append(&mut db, "contact_read", Some(reader), report).await;
    append(&mut db, "contact_read", None, Uuid::now_v7()).await;
    let last = append(&mut db, "user_disabled", Some(reader), Uuid::now_v7()).await;

    let auditor = town.staff("auditor").await;
    let numbers = |page: &Value| -> Vec<i64> {
        page["entries"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|e| e["n"].as_i64().expect("a number"))
            .collect()
    };
    let of = |query: String| {
        let auditor = auditor.clone();
        async move { auditor.get(&format!("audit?{query}")).await.expect(200) }
    };
    let page = of("limit=2".to_owned()).await;
    assert_eq!(numbers(&page), [last, last - 1]);
    let next = page["next"].as_str().expect("more");
    assert_eq!(numbers(&of(format!("limit=2&cursor={next}")).await)[0], first);
    assert_eq!(numbers(&of(format!("actor={reader}")).await), [last, first]);
    let one = of(format!("subject={report}")).await;
    assert_eq!(numbers(&one), [first]);
    assert_eq!(
        (&one["entries"][0]["login"], &one["entries"][0]["deed"]),
        (&json!("dispatcher"), &json!("contact_read"))
    );
    assert_eq!(one["entries"][0]["details"], json!({ "fields": 2 }));
    assert_eq!(numbers(&of(format!("deed=user_disabled&actor={reader}")).await), [last]);
    let at = |n: i64| format!("2026-11-16T09:{:02}:{:02}Z", n / 60, n % 60);
    assert_eq!(numbers(&of(format!("from={}&until={}", at(first + 1), at(last))).await), [first + 1]);
    for wrong in ["from=x", "until=99999-01-01T00:00:00Z", "actor=me", "deed=murder", "subject=1", "cursor=x"]
    {
        auditor.get(&format!("audit?{wrong}")).await.refused(422, "invalid");
    }
    // Nobody else, and in no other way.
    town.staff("administrator").await.get("audit").await.expect(200);
    for login in ["coordinator", "head-lighting", "press", "lighting"] {
        town.staff(login).await.get("audit").await.refused(403, "forbidden");
    }
    town.anybody().get("audit").await.refused(401, "unauthorized");
    town.close().await;
}
