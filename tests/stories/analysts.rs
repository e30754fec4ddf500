//! What analysts see, in the database and as files, and what they do not.

use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use stories::reports::{DESCRIPTION, NAME, PHONE, dark_lamp, file, of_type};
use stories::server::run;
use stories::{CITY, Town};

const VIEWS: [&str; 5] = ["reports", "steps", "types", "departments", "territories"];

fn export(town: &Town, arguments: &[&str]) -> String {
    let output = run(town.verb().arg("export").args(arguments), "");
    String::from_utf8(output.stdout).expect("text")
}

/// The cells of a CSV without quoted line ends.
fn header(csv: &str) -> Vec<&str> {
    csv.lines().next().expect("a header").split(',').collect()
}

#[tokio::test]
async fn analysts_see_cases_and_nobody() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let mut home = of_type("house-lift");
    home["address"] = json!("Rechnaya 17, flat 4711");
    let lamp = file(&anybody, &dark_lamp()).await;
    let answer = anybody.post("reports", &home).await;
    let lift = answer.expect(201);
    let head = town.staff("head-lighting").await;
    lamp.brought_to(&head, &["accepted"]).await;

    let reports = export(&town, &["reports", "--city", CITY]);
    let row = reports.lines().find(|line| line.contains(lamp.number())).expect("the case");
    for cell in ["road-street-lighting", "street-lighting", "accepted", "57.6204"] {
        assert!(row.contains(cell), "{cell} in {row}");
    }
    assert_eq!(reports.lines().count(), 3);
    let steps = export(&town, &["steps", "--city", CITY]);
    assert!(steps.lines().any(|line| line.contains("accepted,,staff,")), "{steps}");
    let private = [DESCRIPTION, NAME, PHONE, "4711", "Rechnaya 17", "head-lighting", "Lighting head"];
    let exact = format!("{}", home["place"]["lat"]);
    for what in VIEWS {
        let csv = export(&town, &[what, "--city", CITY]);
        assert!(csv.lines().count() > 1, "{what} are exported");
        let leaked: Vec<_> = private.iter().filter(|words| csv.contains(*words)).collect();
        assert!(leaked.is_empty(), "{what}: {leaked:?}");
    }
    let number = lift["number"].as_str().expect("a number");
    let row = reports.lines().find(|line| line.contains(number)).expect("the case");
    assert!(!row.contains(&exact) && row.ends_with(",f"), "a home is its block: {row}");

    // Of another city nothing, and none that is not there.
    let refused = town.verb().args(["export", "reports", "--city", "nowhere"]).output().unwrap();
    assert!(!refused.status.success());
    town.close().await;
}

#[tokio::test]
async fn every_column_is_explained_and_the_role_sees_nothing_else() {
    let town = Town::open().await;
    let page = include_str!("../../docs/analysts.md");
    for what in VIEWS {
        let dictionary = export(&town, &[what, "--dictionary"]);
        let rows: Vec<(String, String, String)> = csv::Reader::from_reader(dictionary.as_bytes())
            .deserialize()
            .map(|row| row.expect("a row"))
            .collect();
        let section = page.split(&format!("### analyst_{what}\n")).nth(1).expect("a section");
        let section = section.split("### ").next().expect("text");
        for (name, _, meaning) in &rows {
            assert!(section.contains(&format!("| `{name}` | {meaning} |")), "{what}: {name}: {meaning}");
        }
        assert_eq!(
            section.matches("| `").count(),
            rows.len(),
            "docs/analysts.md has what there is of {what}"
        );
        let names: Vec<&str> = rows.iter().map(|(name, ..)| name.as_str()).collect();
        assert_eq!(header(&export(&town, &[what, "--city", CITY])), names);
    }

    let mut database: PgConnection = town.database().await;
    let reachable: Vec<String> = sqlx::query_scalar(
        "select c.relname::text from pg_class c
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v', 'm', 'p')
           and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
           and has_table_privilege('citycenter_analyst', c.oid, 'select, insert, update, delete')
         order by 1",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    let views: Vec<String> = ["departments", "reports", "steps", "territories", "types"]
        .map(|view| format!("analyst_{view}"))
        .into();
    assert_eq!(reachable, views);
    database.execute("set role citycenter_analyst").await.unwrap();
    assert!(database.execute("select * from contacts").await.is_err());
    assert!(database.execute("delete from analyst_reports").await.is_err());
    database.close().await.unwrap();
    town.close().await;
}
