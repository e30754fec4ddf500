//! Cases of the past: a table becomes cases with their own times, once, and what is wrong with it is told.

use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use stories::server::{city_dir, run};
use stories::{CITY, Caller, Town};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

fn import(town: &Town, table: &Path, problems: &Path) -> Command {
    let mut command = town.verb();
    command.args(["import", "reports", "--city", CITY, "--mapping"]).arg(data("history.toml"));
    command.arg("--problems").arg(problems).arg(table);
    command
}

/// The last line of what a verb says.
fn last_line(command: &mut Command) -> String {
    let said = String::from_utf8(run(command, "").stdout).expect("text");
    said.lines().last().expect("a last line").to_owned()
}

/// The case that had this number, as staff finds and sees it.
async fn case(dispatcher: &Caller, number: &str) -> Value {
    let found = dispatcher.get(&format!("desk/reports?text={number}")).await.expect(200);
    let found = found["reports"].as_array().expect("reports").clone();
    assert_eq!(found.len(), 1, "{number}: {found:?}");
    dispatcher.get(&format!("reports/{}", found[0]["id"].as_str().expect("an id"))).await.expect(200)
}

/// What happened to a case and when.
fn history(case: &Value) -> Vec<(String, String, String)> {
    let lines = case["history"].as_array().expect("a history").iter();
    let text = |line: &Value, name: &str| line[name].as_str().expect("text").to_owned();
    lines.map(|line| (text(line, "kind"), text(line, "status"), text(line, "at"))).collect()
}

/// What an import of the table writes down of its rows.
fn tells_what_is_wrong(problems: &Path) {
    let told = fs::read_to_string(problems).expect("the problems");
    for (row, number, reason) in [
        ("rejected,4", "700000000003", "the clocks were put forward"),
        ("taken,5", "700000000004", "the hour came twice"),
        ("rejected,6", "700000000005", "closed before it was received"),
        ("rejected,7", "700000000006", "due before it was received"),
        ("rejected,8", "700000000007", "closed, but not when"),
        ("rejected,9", "700000000008", "open, with a time of closing"),
        ("rejected,10", "700000000009", "spaceship"),
        ("rejected,11", "700000000010", "outside of the city"),
        ("taken,12", "700000000011", "its place is not known"),
        ("rejected,13", "700000000001", "known here with other values"),
        ("rejected,14", "700000000012", "2 cells"),
        ("rejected,15", "700000000013", "4 March 2015"),
    ] {
        let line = told.lines().find(|line| line.starts_with(&format!("{row},{number},")));
        assert!(line.is_some_and(|line| line.contains(reason)), "{row} {number}: {told}");
    }
}

#[tokio::test]
async fn a_table_of_the_past_becomes_cases_with_their_own_times_and_what_is_wrong_is_told() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let problems = scratch.path().join("problems.csv");
    let said = last_line(&mut import(&town, &data("history.csv"), &problems));
    assert_eq!(said, "imported 5, unchanged 0, rejected 10");
    tells_what_is_wrong(&problems);
    for packed in ["history.csv.gz", "history.csv.xz"] {
        let said = last_line(&mut import(&town, &data(packed), &problems));
        assert_eq!(said, "imported 0, unchanged 5, rejected 10", "{packed}");
    }

    // A file that was not copied as a whole says so, and so does one that the mapping does not fit.
    let packed = fs::read(data("history.csv.xz")).expect("the table");
    let cut = scratch.path().join("cut.csv.xz");
    fs::write(&cut, &packed[..packed.len() / 2]).expect("written");
    let other = scratch.path().join("other.csv");
    fs::write(&other, "number,came\n1,2015-03-04\n").expect("written");
    for (table, reason) in [(&cut, "is damaged"), (&other, "has no column")] {
        let output = import(&town, table, &problems).output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(reason), "{said}");
    }

    // The sweep finds nothing to do with them: what passed has passed.
    town.set_clock("2026-11-16T11:00:00Z").await;
    let dispatcher = town.staff("dispatcher").await;
    let done = case(&dispatcher, "700000000001").await;
    assert_eq!(done["received_at"], "2015-03-04T14:00:00Z", "nine in the morning in New York");
    assert_eq!(done["due_at"], "2015-03-15T03:59:59Z", "the clocks were put forward meanwhile");
    assert_eq!(done["closed_at"], "2015-03-06T21:30:00Z");
    assert_eq!((&done["status"], &done["outcome"]), (&"closed_by_time".into(), &"fixed".into()));
    assert_eq!(done["description"], "", "words that nobody published go three years after the end");
    let lived = history(&done);
    let kinds: Vec<_> = lived.iter().map(|(kind, status, _)| (kind.as_str(), status.as_str())).collect();
    assert_eq!(
        kinds,
        [("submitted", "assigned"), ("status_changed", "resolved"), ("imported", "closed_by_time")]
    );
    assert_eq!((lived[0].2.as_str(), lived[1].2.as_str()), ("2015-03-04T14:00:00Z", "2015-03-06T21:30:00Z"));
    assert!(!lived[2].2.starts_with("2015"), "it was brought in today: {lived:?}");
    let words = done["history"][2]["words"].as_str().expect("words");
    assert!(words.contains("700000000001"), "{words}");

    let open = case(&dispatcher, "700000000002").await;
    assert_eq!(open["status"], "assigned");
    assert_eq!(open["due_at"], "2015-03-16T20:59:59Z", "ten days by the city's own rule, in its own zone");
    assert_eq!(history(&open).len(), 2, "nobody is told today that it was late in 2015: {open}");
    let twice = case(&dispatcher, "700000000004").await;
    assert_eq!(twice["received_at"], "2015-11-01T05:30:00Z", "the first of the two");
    assert_eq!(twice["description"], "the hour that came twice");
    assert_eq!(case(&dispatcher, "700000000014").await["status"], "explained");

    // Everybody sees them where they were, but for the one of which nobody knows where.
    let listed =
        town.anybody().get("reports?bbox=36,57,37,58&from=2015-01-01&to=2015-12-31").await.expect(200);
    assert_eq!(listed["reports"].as_array().expect("reports").len(), 4, "{listed}");
    let number = done["number"].as_str().expect("a number");
    let public = town.anybody().get(&format!("reports/by-number/{number}")).await.expect(200);
    assert_eq!(public["history"][2]["words"], done["history"][2]["words"]);
    town.close().await;
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_and_nothing_is_there_twice() {
    const ROWS: usize = 5_000;
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let (table, problems) = (scratch.path().join("long.csv"), scratch.path().join("problems.csv"));
    let short = fs::read_to_string(data("history.csv")).expect("the table");
    let mut rows = short.lines();
    let (header, first) = (rows.next().expect("a header"), rows.next().expect("a row"));
    let more = (0..ROWS).map(|n| first.replacen("700000000001", &format!("8{n:011}"), 1));
    fs::write(&table, [header.to_owned()].into_iter().chain(more).collect::<Vec<_>>().join("\n"))
        .expect("written");

    let mut killed = import(&town, &table, &problems).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut progress = BufReader::new(killed.stderr.take().expect("its progress")).lines();
    progress.next().expect("it goes on").expect("a line");
    killed.kill().expect("killed");
    killed.wait().expect("gone");

    let said = last_line(&mut import(&town, &table, &problems));
    let count = |name: &str| -> usize {
        let rest = said.split(&format!("{name} ")).nth(1).expect("a count");
        rest.split(',').next().expect("digits").parse().expect("a number")
    };
    assert_eq!(count("imported") + count("unchanged"), ROWS, "{said}");
    assert!(count("unchanged") >= 1_000, "what was stored stays: {said}");
    assert!(count("imported") >= 1_000, "it was killed in the middle: {said}");
    let again = last_line(&mut import(&town, &table, &problems));
    assert_eq!(again, format!("imported 0, unchanged {ROWS}, rejected 0"));
    let shown = town
        .anybody()
        .get("reports?bbox=36,57,37,58&from=2015-01-01&to=2015-12-31&limit=1")
        .await
        .expect(200);
    assert_eq!(shown["shapes"]["resolved"], ROWS, "{shown}");
    town.close().await;
}

#[tokio::test]
async fn the_deadlines_of_a_table_are_compared_with_those_that_the_rules_count() {
    let town = Town::open().await;
    let scratch = tempfile::tempdir().expect("a folder");
    let (mapping, text) = (scratch.path().join("here.toml"), data("history.toml"));
    let text = fs::read_to_string(text).expect("the mapping");
    // The same table as if it had been kept in the city's own zone.
    fs::write(&mapping, text.replace("zone = \"America/New_York\"\n", "")).expect("written");
    let mut compare = town.verb();
    compare.args(["import", "reports", "--city", CITY, "--compare-clocks", "--mapping"]);
    let said = run(compare.arg(mapping).arg(data("history.csv")), "");
    let said = String::from_utf8(said.stdout).expect("text");
    assert!(said.contains("1 types, 4 deadlines, 3 agree to the minute, 75.0 %"), "{said}");
    assert!(said.contains("| otherwise | 1 | 2015-11-01 | 2015-11-01 |"), "{said}");
    assert!(said.contains("rows contradict themselves or cannot be read"), "{said}");
    let stored =
        town.anybody().get("reports?bbox=36,57,37,58&from=2015-01-01&to=2015-12-31").await.expect(200);
    assert_eq!(stored["reports"].as_array().map(Vec::len), Some(0), "nothing was stored");
    town.close().await;
}

#[tokio::test]
async fn boston_counts_its_deadlines_to_the_hour_and_reads_its_own_table() {
    let town = Town::open().await;
    run(town.verb().args(["city", "load"]).arg(city_dir("boston")), "");
    let due = |issue_type: &str, at: &str| {
        let mut clock = town.verb();
        clock.args(["clock", "--city", "boston", "--channel", "employee", "--type", issue_type, "--at", at]);
        let said: Value = serde_json::from_slice(&run(&mut clock, "").stdout).expect("JSON");
        said["due_at"].as_str().expect("a deadline").to_owned()
    };
    for (issue_type, came, until, why) in [
        ("ce-collection", "2015-03-02T14:20:05-05:00", "2015-03-03T19:20:05Z", "Monday to Tuesday"),
        (
            "building-inspection-request",
            "2015-03-05T10:00:00-05:00",
            "2015-03-10T14:00:00Z",
            "over the weekend",
        ),
        ("equipment-repair", "2015-05-22T17:30:00-04:00", "2015-06-02T12:30:00Z", "over Memorial Day"),
        ("street-light-outages", "2015-11-10T07:59:00-05:00", "2015-11-25T13:30:00Z", "over Veterans Day"),
        ("graffiti-removal", "2015-10-29T09:00:00-04:00", "2016-01-06T14:00:00Z", "into a new year"),
        ("rodent-activity", "2015-10-20T23:15:00-04:00", "2015-11-20T04:15:00Z", "the hour of the wall"),
    ] {
        assert_eq!(due(issue_type, came), until, "{issue_type}, {why}");
    }

    // Its folder says how its own table is read, and which deadlines were changed on the way.
    let scratch = tempfile::tempdir().expect("a folder");
    let table = scratch.path().join("requests.csv");
    let header = "CASE_ENQUIRY_ID,OPEN_DT,TARGET_DT,CLOSED_DT,CASE_STATUS,CLOSURE_REASON,TYPE,Department,Location,\
                  LATITUDE,LONGITUDE,Source,Geocoded_Location";
    let place = "1 Mill St,42.3400,-71.0800,Constituent Call";
    let rows = [
        format!(
            "1,03/02/2015 02:20:05 PM,03/03/2015 02:20:05 PM,03/02/2015 04:00:00 PM,Closed,Case Closed Case Resolved,CE Collection,PWDx,{place},known"
        ),
        format!("2,01/05/2015 09:00:00 AM,01/07/2015 09:00:00 AM,,Open,,Sticker Request,PWDx,{place},known"),
        format!(
            "3,03/05/2015 09:00:00 AM,03/06/2015 09:00:00 AM,,Open,,Sticker Request,PWDx,{place},\"(0, 0)\""
        ),
    ];
    fs::write(&table, format!("{header}\n{}\n", rows.join("\n"))).expect("written");
    let import = |more: &[&str]| {
        let mut command = town.verb();
        command.args(["import", "reports", "--city", "boston"]).arg(&table).args(more);
        command.current_dir(scratch.path());
        String::from_utf8(run(&mut command, "").stdout).expect("text")
    };
    let compared = import(&["--compare-clocks"]);
    assert!(compared.contains("2 types, 3 deadlines, 3 agree to the minute, 100.0 %"), "{compared}");
    assert!(import(&[]).ends_with("imported 3, unchanged 0, rejected 0\n"));
    assert!(scratch.path().join("requests.csv.problems.csv").exists(), "of the one without a place");
    town.close().await;
}
