//! What an operator types.

use stories::keeper::data_dir;
use stories::server::{city_dir, run, verb};
use stories::town::{PASSWORD, sign_in};
use stories::{CITY, Caller, Server, Town};

#[tokio::test]
async fn verbs_work_beside_a_running_server() {
    let data_dir = data_dir();
    let server = Server::embedded(data_dir.path());
    let here = |arguments: &[&str]| {
        let mut command = verb(None);
        command.args(arguments).arg("--data-dir").arg(data_dir.path());
        command
    };
    let add =
        ["user", "add", "lighting", "--city", CITY, "--role", "worker", "--department", "street-lighting"];
    run(here(&add).arg("--password-stdin"), PASSWORD);
    let city = city_dir(CITY);
    run(&mut here(&["city", "load", city.to_str().unwrap()]), "");
    run(&mut here(&["check"]), "");

    let caller = Caller::new(server.address());
    caller.post("/api/v1/sessions", &sign_in("lighting")).await.expect(201);
    server.stop();

    // And without one, on the same data.
    run(&mut here(&["check"]), "");
}

#[tokio::test]
async fn a_user_of_an_unknown_city_or_department_is_refused() {
    let town = Town::open().await;
    for (city, department) in [("atlantis", "street-lighting"), (CITY, "ministry-of-silly-walks")] {
        let mut add = town.verb();
        add.args(["user", "add", "someone", "--city", city, "--role", "worker", "--department", department]);
        let output = add.arg("--password-stdin").stdin(std::process::Stdio::null()).output().unwrap();
        assert!(!output.status.success());
    }
    town.close().await;
}

#[tokio::test]
async fn loading_a_city_again_changes_nothing_for_its_reports() {
    let town = Town::open().await;
    let filed = stories::reports::file(&town.anybody(), &stories::reports::dark_lamp()).await;
    let before = filed.seen_by(&town.anybody()).await;
    run(town.verb().args(["city", "load"]).arg(city_dir(CITY)), "");
    assert_eq!(filed.seen_by(&town.anybody()).await, before);
    town.close().await;
}
