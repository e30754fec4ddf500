//! What the screens of the phones ask for: the map through a filter, places in words, everything in the
//! language of now, and being forgotten.
#![expect(clippy::unwrap_used, reason = "what goes wrong here is the story's own fault")]

use std::sync::Arc;

use mobile_core::view::{Bounds, FoundKind, Language, MapFilter, Shape, TileLayer};
use mobile_core::{AccountCard, Core, CoreError, Delivery, RefusalCode};
use stories::pocket::Pocket;
use stories::post::{MailServer, code_in};
use stories::reports::{CENTRE, CONSENT, dark_lamp, file, jpeg, of_type};
use stories::tile::{containing, features};
use stories::{CITY, Town};

use crate::pockets::{HERE, as_staff, sign_in};

const ZOOM: u8 = 16;

fn of(category: Option<&str>, shapes: &[Shape]) -> MapFilter {
    MapFilter { category: category.map(str::to_owned), shapes: shapes.to_vec(), days: None }
}

/// The ids in the list around the centre, in order.
async fn listed(core: &Core, filter: &MapFilter) -> Result<Vec<String>, CoreError> {
    let (lat, lon) = CENTRE;
    let around = Bounds { west: lon - 0.01, south: lat - 0.01, east: lon + 0.01, north: lat + 0.01 };
    let list = core.reports(around, None, Some(filter.clone())).await?;
    let mut ids: Vec<_> = list.reports.into_iter().map(|card| card.id).collect();
    ids.sort();
    Ok(ids)
}

/// How many reports are on the tile of the centre.
async fn drawn(core: &Core, filter: &MapFilter) -> Result<usize, CoreError> {
    let (x, y) = containing(CENTRE, u32::from(ZOOM));
    let tile = core.tile(TileLayer::Reports, ZOOM, x, y, Some(filter.clone())).await?;
    Ok(features(&tile, "reports").len())
}

#[tokio::test]
async fn the_map_shows_what_its_filter_means_and_goes_on_doing_so_in_a_tunnel() {
    let town = Town::open().await;
    let anybody = town.anybody();
    let lamp = file(&anybody, &dark_lamp()).await;
    let taken = file(&anybody, &dark_lamp()).await;
    let wire = file(&anybody, &of_type("city-power-cable")).await.id.to_string();
    taken.moved_by(&town.staff("lighting").await, "accepted", &[]).await.expect(200);
    let (lamp, taken) = (lamp.id.to_string(), taken.id.to_string());
    let all = [lamp.clone(), taken.clone(), wire.clone()];

    let pocket = Pocket::new();
    let core = pocket.app(&town).await;
    let (any, roads) = (of(None, &[]), of(Some("roads"), &[]));
    let new_roads = of(Some("roads"), &[Shape::New]);
    let in_work = of(None, &[Shape::Work, Shape::Danger]);
    let expected: [(&MapFilter, &[String]); 4] = [
        (&any, &all),
        (&roads, &[lamp.clone(), taken.clone()]),
        (&new_roads, std::slice::from_ref(&lamp)),
        (&in_work, &[taken.clone(), wire.clone()]),
    ];
    for (filter, ids) in expected {
        assert_eq!(listed(&core, filter).await.unwrap(), ids, "{filter:?}");
        assert_eq!(drawn(&core, filter).await.unwrap(), ids.len(), "{filter:?}");
    }
    let unknown = listed(&core, &of(Some("castles"), &[])).await;
    assert!(matches!(unknown, Err(CoreError::Rejected { code: RefusalCode::Invalid, .. })), "{unknown:?}");

    pocket.cut(true);
    let core = pocket.app_alone();
    for (filter, ids) in expected {
        assert_eq!(listed(&core, filter).await.unwrap(), ids, "{filter:?}");
        assert_eq!(drawn(&core, filter).await.unwrap(), ids.len(), "{filter:?}");
    }
    // Nobody asked for these together before: the list knows, a tile was never drawn.
    let both = of(Some("roads"), &[Shape::Work]);
    assert_eq!(listed(&core, &both).await.unwrap(), [taken]);
    assert_eq!(drawn(&core, &both).await, Err(CoreError::Offline));
    town.close().await;
}

#[tokio::test]
async fn a_place_has_an_address_is_found_by_it_and_all_of_it_in_the_language_of_now() {
    let town = Town::open().await;
    let pocket = Pocket::new();
    let core = pocket.app_in(Language::Ru);
    core.add_city(town.anybody().address(), CITY).await.unwrap();
    core.refresh_city().await.unwrap();
    let russian = core.address_at(HERE).await.unwrap().unwrap();
    let street = russian.split(',').next().unwrap().to_owned();
    let found = core.find_places(&street.to_uppercase(), Some(HERE)).await.unwrap();
    assert_eq!((&found[0].title, found[0].kind), (&street, FoundKind::Street));
    let near = found[0].place;
    assert!((near.lat - HERE.lat).abs() < 0.01 && (near.lon - HERE.lon).abs() < 0.02, "{near:?}");
    let draft = core.new_draft().unwrap();
    draft.choose_type("road-street-lighting").unwrap();
    draft.put_pin(HERE, Some(russian.clone())).unwrap();
    let id = core.enqueue(&draft).unwrap();
    core.flush().await.unwrap();
    core.refresh_case(&id).await.unwrap();

    // The phone speaks English from now on, and has no network yet.
    drop(core);
    pocket.cut(true);
    let core = pocket.app_alone();
    let titles = async |core: &Core| {
        let type_title = core.my_reports().unwrap().remove(0).title.unwrap();
        [core.city().await.unwrap().title, type_title, core.report(&id).await.unwrap().title]
    };
    let dark = "Не горит уличное освещение";
    assert_eq!(titles(&core).await, ["Тихий Брод", dark, dark], "better than nothing");
    assert_eq!(core.address_at(HERE).await, Ok(None));
    assert_eq!(core.find_places(&street, None).await, Err(CoreError::Offline));
    pocket.cut(false);
    assert!(core.refresh_city().await.unwrap());
    core.flush().await.unwrap();
    assert!(core.changes().unwrap().is_empty(), "other words are no news");
    let english = core.address_at(HERE).await.unwrap().unwrap();
    assert_ne!(english, russian);
    pocket.cut(true);
    let dark = "Street lighting not working";
    assert_eq!(titles(&core).await, ["Tikhy Brod", dark, dark]);
    town.close().await;
}

/// A dark lamp in somebody's words, with a photo.
async fn write(core: &Core, words: &str) -> Arc<mobile_core::Draft> {
    let draft = core.new_draft().unwrap();
    draft.choose_type("road-street-lighting").unwrap();
    draft.put_pin(HERE, None).unwrap();
    draft.describe(words).unwrap();
    draft.add_photo(jpeg(uuid::Uuid::new_v4()), None, None).await.unwrap();
    Arc::new(draft)
}

/// The same, handed over.
async fn hand_over(core: &Core, words: &str) -> String {
    core.enqueue(&*write(core, words).await).unwrap()
}

async fn enter(core: &Core, mail: &MailServer) -> AccountCard {
    let asked = core.ask_code("ann@mail.example", Some(CONSENT.to_owned())).await.unwrap();
    let digits = code_in(&mail.next().await.text);
    core.enter_code(&asked.id, &digits, Some("Ann Whistler".to_owned())).await.unwrap()
}

async fn count(town: &Town, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut town.database().await).await.unwrap()
}

#[tokio::test]
async fn whoever_wants_to_be_forgotten_is_by_the_city_and_by_the_phone() {
    let mail = MailServer::open().await;
    let town = Town::open_with(mail.settings()).await;
    let (pocket, other) = (Pocket::new(), Pocket::new());
    let core = pocket.app(&town).await;
    let before = hand_over(&core, "Ann, before she had an account").await;
    core.flush().await.unwrap();
    let ann = enter(&core, &mail).await;
    let hers = hand_over(&core, "Ann, with her account").await;
    core.flush().await.unwrap();
    core.refresh_my_reports().await.unwrap();
    let nobody = core.accounts().unwrap()[0].id;
    core.choose(nobody).unwrap();
    let friends = hand_over(&core, "A friend, on her phone").await;
    core.flush().await.unwrap();
    sign_in(&core, "lighting").await;
    core.choose(ann.id).unwrap();
    // Another code is sent after a while.
    town.set_clock("2026-11-16T09:05:00Z").await;
    let second = other.app(&town).await;
    let on_second = enter(&second, &mail).await;
    write(&second, "Ann, on her second phone").await;

    // Offline nothing is changed.
    pocket.cut(true);
    pocket.later(5);
    let open = write(&core, "Ann, still writing").await;
    let waiting = hand_over(&core, "Ann, in a tunnel").await;
    assert_eq!(core.erase_account().await, Err(CoreError::Offline));
    let mine = core.my_reports().unwrap();
    assert_eq!((mine[0].id.as_str(), mine[0].delivery), (waiting.as_str(), Delivery::Waiting));
    assert_eq!((core.drafts().unwrap().len(), core.accounts().unwrap().len(), pocket.secrets()), (1, 3, 2));
    pocket.cut(false);

    // Nobody and staff have no account to be erased.
    core.choose(nobody).unwrap();
    assert_eq!(core.erase_account().await, Err(CoreError::SignedOut));
    let worker =
        core.accounts().unwrap().into_iter().find(|one| one.id != nobody && one.id != ann.id).unwrap();
    core.choose(worker.id).unwrap();
    let refused = core.erase_account().await;
    assert!(matches!(refused, Err(CoreError::Rejected { code: RefusalCode::Forbidden, .. })), "{refused:?}");
    core.choose(ann.id).unwrap();

    assert!(pocket.has_written("Ann, ") && pocket.has_written("Ann Whistler"));
    let left = core.erase_account().await.unwrap();
    assert!(left.id == nobody && left.chosen);
    let accounts: Vec<_> = core.accounts().unwrap().into_iter().map(|one| (one.id, one.signed_in)).collect();
    assert_eq!(accounts, [(nobody, false), (worker.id, true)]);
    assert!(!pocket.has_written("Ann, ") && !pocket.has_written("Ann Whistler"));
    assert_eq!(pocket.secrets(), 1);
    assert!(open.describe("Ann, all the same").is_err() && !pocket.has_written("Ann, "));
    let mine: Vec<_> = core.my_reports().unwrap().into_iter().map(|report| report.id).collect();
    assert_eq!(mine, [friends.as_str()], "a friend's stays");
    core.flush().await.unwrap();

    the_city_has_the_cases_and_nothing_of_her(&town, [&before, &hers]).await;
    assert_eq!(as_staff(&town, &friends).await["description"], "A friend, on her phone");

    // Her second phone learns of it, and forgets her when she says so.
    assert_eq!(second.erase_account().await, Err(CoreError::SignedOut));
    assert_eq!(second.forget(on_second.id, false), Err(CoreError::Conflict), "a draft would be lost");
    second.forget(on_second.id, true).unwrap();
    assert!(!other.has_written("Ann, ") && !other.has_written("Ann Whistler"));
    assert_eq!(other.secrets(), 0);
    town.close().await;
}

async fn the_city_has_the_cases_and_nothing_of_her(town: &Town, hers: [&String; 2]) {
    for id in hers {
        let seen = as_staff(town, id).await;
        assert_eq!((&seen["description"], seen["photos"].as_array().unwrap().len()), (&"".into(), 0));
    }
    assert_eq!(count(town, "select count(*) from reports").await, 3, "what waited was not sent");
    let of_residents = "select count(*) from residents where email is not null or name is not null";
    assert_eq!(count(town, of_residents).await, 0);
}
