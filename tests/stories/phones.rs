//! What a person handed to their phone reaches the city exactly once, whatever happens to phone and network.

use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use stories::Town;
use stories::phone::Phone;
use stories::town::PASSWORD;
use uuid::Uuid;

/// Nobody is counted: one phone stands for many here.
async fn town() -> Town {
    let none = |name| (name, String::new());
    let settings = ["CITYCENTER_LIMIT_REPORTS", "CITYCENTER_LIMIT_PHOTOS", "CITYCENTER_WAITING_PHOTOS"];
    Town::open_with(settings.map(none).into()).await
}

fn named(lines: &[String], word: &str) -> Vec<String> {
    lines.iter().filter_map(|line| line.strip_prefix(word)).map(|id| id.trim().to_owned()).collect()
}

/// What the phone has, in the order in which it was handed over, and how far each is.
fn listed(phone: &Phone) -> Vec<(String, String)> {
    let lines = phone.says(1, &["list"]);
    let pairs = lines.iter().filter_map(|line| line.split_once(' '));
    pairs.map(|(id, delivery)| (id.to_owned(), delivery.to_owned())).collect()
}

/// Reports of the city in the order in which they came: ids, what they say, and how many photos they have.
async fn in_the_city(town: &Town) -> Vec<(Uuid, String, i64)> {
    let all = "select id, description, (select count(*) from photos where photos.report_id = reports.id)
               from reports order by sequence";
    sqlx::query_as(all).fetch_all(&mut town.database().await).await.expect("reports")
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_reports_of_a_phone_that_is_killed_cut_off_and_full_are_there_once() {
    let town = town().await;
    let mut phone = Phone::new(town.anybody().address());
    let (mut handed, mut kills, mut full) = (BTreeSet::new(), 0, 0);
    phone.faults = 12;
    for seed in 1_u64.. {
        if handed.len() >= 500 {
            break;
        }
        let said = if seed % 5 == 0 {
            let said = phone.says_when_full(seed, &["file", "60"], 64 * 1024 + seed * 7919 % 150_000);
            full += usize::from(said.iter().any(|line| line.starts_with("failed")));
            said
        } else {
            kills += 1;
            phone.says_until_killed(seed, &["file", "60"], Duration::from_millis(seed * 7919 % 900))
        };
        handed.extend(named(&said, "handed "));
    }
    assert!(kills > 3 && full > 0, "{kills} kills, {full} times full");
    let before: Vec<_> = listed(&phone);
    let promised: BTreeSet<String> = before.iter().map(|(id, _)| id.clone()).collect();
    assert!(handed.is_subset(&promised), "what was promised is on the phone or was sent");
    let there: BTreeSet<String> = in_the_city(&town).await.iter().map(|(id, ..)| id.to_string()).collect();
    for (id, delivery) in &before {
        assert!(delivery != "Sent" || there.contains(id), "{id} was called sent");
    }

    phone.says(1, &["drain"]);
    let after = listed(&phone);
    assert!(after.iter().all(|(_, delivery)| delivery == "Sent"), "{after:?}");
    let mut times = BTreeMap::new();
    for (id, said, photos) in in_the_city(&town).await {
        assert_eq!(said, format!("photos={photos}"), "{id} has its photos");
        *times.entry(id.to_string()).or_insert(0) += 1;
    }
    let in_parts: i64 = sqlx::query_scalar("select count(*) from photo_uploads where is_whole")
        .fetch_one(&mut town.database().await)
        .await
        .expect("a count");
    assert!(in_parts > 0, "large ones came in parts");
    assert_eq!(times.keys().cloned().collect::<BTreeSet<_>>(), promised);
    assert!(times.values().all(|times| *times == 1));
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_day_without_a_server_everything_goes_in_its_order() {
    let town = town().await;
    let phone = Phone::new(town.anybody().address());
    phone.says(1, &["list"]);
    let handed = named(&phone.says_alone(&["file", "40"]), "handed ");
    assert_eq!(handed.len(), 40);
    let tried = named(&phone.says_alone(&["day"]), "tried ");
    let tried: u32 = tried[0].parse().expect("a number");
    assert!((40..400).contains(&tried), "{tried} calls in a day are neither none nor a storm");
    assert!(in_the_city(&town).await.is_empty());

    phone.says(1, &["drain"]);
    let came: Vec<String> = in_the_city(&town).await.iter().map(|(id, ..)| id.to_string()).collect();
    let in_order: Vec<&String> = handed.iter().filter(|id| **id != came[0]).collect();
    assert_eq!(
        came[1..].iter().collect::<Vec<_>>(),
        in_order,
        "one asks whether the city is back, the rest follow"
    );
    town.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_phones_of_one_account_send_everything_once_and_hear_what_became_of_it() {
    let town = town().await;
    let phones = [(); 2].map(|()| Phone::new(town.anybody().address()));
    for phone in &phones {
        phone.says(1, &["sign-in", "lighting", PASSWORD]);
    }
    let handed: Vec<Vec<String>> = std::thread::scope(|scope| {
        let filing = phones.each_ref().map(|phone| scope.spawn(|| phone.says(3, &["file", "12"])));
        filing.map(|one| named(&one.join().expect("it files"), "handed ")).into()
    });
    for phone in &phones {
        assert_eq!(phone.says(1, &["changes"]), [""; 0], "what one did oneself is no news");
    }
    let there = in_the_city(&town).await;
    let both: BTreeSet<String> = handed.concat().into_iter().collect();
    assert_eq!((there.len(), both.len()), (24, 24));
    assert!(there.iter().all(|(id, ..)| both.contains(&id.to_string())));

    let worker = town.staff("lighting").await;
    let path = format!("reports/{}", handed[0][4]);
    let version = worker.get(&path).await.expect(200)["version"].clone();
    let accept = json!({ "to": "accepted", "seen_version": version });
    worker.post(&format!("{path}/transitions"), &accept).await.expect(200);
    assert_eq!(named(&phones[0].says(1, &["changes"]), "changed "), [handed[0][4].clone()]);
    assert!(phones[0].says(1, &["changes"]).is_empty(), "told once");
    assert!(phones[1].says(1, &["changes"]).is_empty(), "the other phone did not file it");
    town.close().await;
}
