use proptest::prelude::*;

use super::*;

const PIN: &str = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

fn link(server: &str) -> CityLink {
    CityLink { server: server.to_owned(), ..CityLink::default() }
}

#[test]
fn the_addresses_of_the_web_app_are_links() {
    let city = |slug: &str| CityLink { city: Some(slug.to_owned()), ..link("https://city.example") };
    let place = Some(Place { lat: 57.6204, lon: 36.3992 });
    let issue_type = Some("road-street-lighting".to_owned());
    for (text, says) in [
        ("https://city.example", link("https://city.example")),
        (" HTTPS://City.Example:443/\n", link("https://city.example")),
        ("https://city.example:8443/", link("https://city.example:8443")),
        ("https://city.example/c/small-town", city("small-town")),
        ("https://city.example/c/small-town/", city("small-town")),
        (
            "https://city.example/report?at=57.6204,36.3992&type=road-street-lighting",
            CityLink { place, issue_type: issue_type.clone(), ..link("https://city.example") },
        ),
        (
            "https://city.example/?at=57.6204%2C36.3992,17.5&from=poster",
            CityLink { place, ..link("https://city.example") },
        ),
        (
            "https://city.example/c/small-town/report?at=57.6204,36.3992",
            CityLink { place, ..city("small-town") },
        ),
        ("http://127.0.0.1:8080/", link("http://127.0.0.1:8080")),
        ("http://localhost:8080/", link("http://localhost:8080")),
        ("http://[::1]:8080/", link("http://[::1]:8080")),
        ("https://xn--90aexm.xn--p1ai/", link("https://xn--90aexm.xn--p1ai")),
    ] {
        assert_eq!(parse(text), Ok(says), "{text}");
    }
}

#[test]
fn keys_of_the_server_come_where_no_server_sees_them() {
    let pinned = parse(&format!("https://city.example/#pin={PIN}&pin={PIN}")).unwrap();
    assert_eq!(pinned.pins, [PIN, PIN]);
    let percent = PIN.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
    assert_eq!(parse(&format!("https://city.example/#pin={percent}")).unwrap().pins, [PIN]);
    let many = vec![format!("pin={PIN}"); MOST_PINS + 1].join("&");
    assert_eq!(parse(&format!("https://city.example/#{many}")), Err(Wrong::Pin));
    for wrong in [
        "sha256/",
        "sha1/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "",
        "sha256/47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
        "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=",
    ] {
        assert_eq!(parse(&format!("https://city.example/#pin={wrong}")), Err(Wrong::Pin), "{wrong}");
    }
}

#[test]
fn what_is_no_link_of_a_city_is_refused() {
    for wrong in [
        "",
        "city.example",
        "://",
        "https://",
        "https:///c/small-town",
        "javascript://city.example/",
        "ftp://city.example/",
        "https://city.example@evil.example/",
        "https://city.example:pass@evil.example/",
        "https://city.example\\@evil.example/",
        "https://city.example%2eevil.example/",
        "https://city..example/",
        "https://-city.example/",
        "https://city.example./",
        "https://2130706433/",
        "https://127.1/",
        "https://0x7f.0x1/",
        "https://[::1",
        "https://[::1]x/",
        "https://city.example:0/",
        "https://city.example:65536/",
        "https://city.example:+443/",
        "https://city.example/desk",
        "https://city.example/c/Small_Town",
        "https://city.example/c/..%2f..%2fadmin",
        "https://city.example/c/small-town/../other",
        "https://city.example/report?type=%3Cscript%3E",
        "https://city.example/a b",
        "https://сity.example/",
        "WIFI:S:Cafe;T:WPA;P:password;;",
    ] {
        assert_eq!(parse(wrong), Err(Wrong::Link), "{wrong}");
    }
    assert_eq!(parse(&format!("https://city.example/?x={}", "y".repeat(LONGEST))), Err(Wrong::Link));
}

#[test]
fn only_this_machine_may_be_asked_without_encryption() {
    for wrong in [
        "http://city.example/",
        "http://127.0.0.1.example/",
        "http://192.168.0.7/",
        "http://[::2]/",
        "http://localhost.example/",
    ] {
        assert_eq!(parse(wrong), Err(Wrong::Open), "{wrong}");
    }
}

#[test]
fn a_place_that_is_none_is_refused() {
    for wrong in [
        "",
        "57.6",
        "57.6,",
        "91,0",
        "0,181",
        "1,2,3,4",
        "nan,nan",
        "1e1,5",
        "inf,0",
        "0x10,5",
        "57.6,36.4;",
        "+1,2",
    ] {
        assert_eq!(parse(&format!("https://city.example/report?at={wrong}")), Err(Wrong::Place), "{wrong}");
    }
}

#[test]
fn a_refusal_is_said_in_words() {
    for (text, field) in [
        ("http://city.example/", "link"),
        ("nothing", "link"),
        ("https://city.example/?at=x", "place"),
        ("https://city.example/#pin=x", "pin"),
    ] {
        for language in [Language::Ru, Language::En] {
            let Err(CoreError::Rejected { fields, .. }) = read_link(text, language) else {
                panic!("taken: {text}")
            };
            assert_eq!(fields[0].field, field);
            assert!(fields[0].message.ends_with(['.', '…']), "{}", fields[0].message);
        }
    }
}

prop_compose! {
    fn any_link()(
        host in "[a-z]([a-z0-9-]{0,8}[a-z0-9])?(\\.[a-z]([a-z0-9-]{0,8}[a-z0-9])?){0,3}",
        port in proptest::option::of(1_u16..),
        city in proptest::option::of("[a-z0-9][a-z0-9-]{0,20}"),
        place in proptest::option::of((-9_000_000..=9_000_000_i32, -18_000_000..=18_000_000_i32)),
        issue_type in proptest::option::of("[a-z][a-z0-9-]{0,20}"),
        pins in 0..=MOST_PINS,
    ) -> CityLink {
        let port = port.filter(|port| *port != 443).map(|port| format!(":{port}")).unwrap_or_default();
        CityLink {
            server: format!("https://{host}{port}"),
            city,
            place: place.map(|(lat, lon)| Place { lat: f64::from(lat) / 1e5, lon: f64::from(lon) / 1e5 }),
            issue_type,
            pins: vec![PIN.to_owned(); pins],
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(link in any_link()) {
        prop_assert_eq!(parse(&write_link(link.clone())), Ok(link));
    }

    #[test]
    fn whatever_is_read_is_a_server_in_one_spelling(text in "(https?://)?[a-zA-Z0-9.:/?#&=@%\\[\\]\\\\ -]{0,60}") {
        if let Ok(link) = parse(&text) {
            prop_assert_eq!(parse(&link.server).unwrap().server, link.server.clone());
            prop_assert_eq!(parse(&write_link(link.clone())).map(|again| again.server), Ok(link.server));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,300}") {
        let _either = parse(&text);
    }
}
