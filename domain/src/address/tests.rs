use super::*;
use proptest::prelude::*;

fn first(text: &str) -> (String, Option<Kind>, Option<String>) {
    let reading = Query::read(text, &["Тихий Брод", "Tikhy Brod"]).readings.remove(0);
    (reading.words, reading.kind, reading.number)
}

fn house(text: &str) -> (String, Option<String>) {
    let (words, _, number) = first(text);
    (words, number)
}

#[test]
fn one_street_is_written_in_many_ways() {
    let street = StreetName::read("улица Гончарова");
    for same in [
        "ул. Гончарова",
        "Гончарова ул.",
        "ул.Гончарова",
        "Goncharova st",
        "ulitsa Goncharova",
        "УЛИЦА  ГОНЧАРОВА",
    ] {
        assert_eq!(StreetName::read(same), street, "{same}");
    }
    assert_ne!(StreetName::read("Гончаровский проезд"), street);
    assert_eq!(StreetName::read("1-я Остаповская улица"), StreetName::read("ул. Остаповская 1-я"));
    assert_eq!(StreetName::read("улица Королёва").key(), StreetName::read("Korolyova").key());
    assert_eq!(StreetName::read("Алексеевская").key(), StreetName::read("Alekseyevskaya").key());
    assert_eq!(StreetName::read("Щорса").key(), StreetName::read("Shchorsa").key());
    assert_eq!(StreetName::read("Римского-Корсакова").key(), StreetName::read("корсакова римского").key());
}

#[test]
fn a_kind_that_is_all_of_the_name_stays_its_name() {
    assert_eq!(StreetName::read("Набережная улица").kind(), Some(Kind::Embankment));
    assert!(!StreetName::read("Набережная").key().is_empty());
}

#[test]
fn abbreviations_of_kinds_are_known() {
    for (text, kind) in [
        ("пр-т Мира", Kind::Avenue),
        ("просп. Мира", Kind::Avenue),
        ("пер. Мира", Kind::Lane),
        ("б-р Мира", Kind::Boulevard),
        ("наб. Мира", Kind::Embankment),
        ("пл. Мира", Kind::Square),
        ("Мирское ш.", Kind::Highway),
        ("пр-д Мира", Kind::Passage),
    ] {
        let name = StreetName::read(text);
        assert_eq!(name.kind(), Some(kind), "{text}");
        assert!(name.key().starts_with("mir"), "{text}: {}", name.key());
    }
}

#[test]
fn one_house_is_written_in_many_ways() {
    for (key, all) in [
        ("12a", vec!["12а", "12 А", "12А", "д. 12а", "дом 12 а", "12-а", "12a", "12 лит. А", "№12а"]),
        ("5/7", vec!["5/7", "5 / 7", "д.5/7"]),
        ("5k2", vec!["5к2", "5 корп. 2", "5, корпус 2", "д 5 к 2", "5 k2", "5 korp 2"]),
        ("5k2s1", vec!["5к2с1", "5 корп 2 стр 1", "д. 5, к. 2, стр. 1"]),
        ("27as1", vec!["27А с1", "в27А с1", "вл. 27А стр. 1"]),
    ] {
        for text in all {
            assert_eq!(number_key(text).as_deref(), Some(key), "{text}");
        }
    }
    for none in ["", "Гончарова", "марта 5", "5 12", "123456"] {
        assert_eq!(number_key(none), None, "{none}");
    }
}

#[test]
fn a_question_is_a_street_and_a_number() {
    let five = ("goncharova".to_owned(), Some("5".to_owned()));
    for text in [
        "ул гончарова 5",
        "Гончарова ул., д. 5",
        "5, улица Гончарова",
        "Goncharova st 5",
        "г. Тихий Брод, ул. Гончарова, 5, кв. 12",
        "127254 гончарова 5",
    ] {
        assert_eq!(house(text), five, "{text}");
    }
    assert_eq!(house("Гончарова ул., д. 5 корп 2").1.as_deref(), Some("5k2"));
    assert_eq!(house("гончарова 12 А").1.as_deref(), Some("12a"));
    assert_eq!(house("8 марта 5"), ("8 marta".to_owned(), Some("5".to_owned())));
    assert_eq!(house("улица 1905 года 4"), ("1905 goda".to_owned(), Some("4".to_owned())));
    assert_eq!(house("2-я гончарова"), ("2 goncharova".to_owned(), None));
    assert_eq!(first("пр мира"), ("mira".to_owned(), None, None));
}

#[test]
fn a_number_in_front_may_be_the_street_s_or_the_house_s() {
    let readings = Query::read("8 марта", &[]).readings;
    assert_eq!(readings.len(), 2);
    assert!(readings.iter().any(|r| r.words == "8 marta" && r.number.is_none()));
}

#[test]
fn nothing_comes_of_nothing() {
    for text in ["", "  ", ".,;", "🙂"] {
        assert!(Query::read(text, &[]).readings.is_empty(), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,300}") {
        let query = Query::read(&text, &["Тихий Брод"]);
        prop_assert!(query.readings.len() <= 3);
        for reading in query.readings {
            prop_assert!(reading.words.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b' '));
            prop_assert!(reading.number.is_none_or(|number| number.len() <= 20));
        }
    }

    #[test]
    fn case_and_order_and_abbreviations_do_not_matter(name in "[а-яё]{4,12}", number in 1_u32..400, letter in "[абвг]?") {
        prop_assume!(!matches!(words::kind_of(&name), words::Said::Kind(_)) && name.chars().any(|c| !"ъь".contains(c)));
        let asked = house(&format!("ул. {name}, д. {number}{letter}"));
        prop_assert_eq!(&house(&format!("{} УЛИЦА {number} {letter}", name.to_uppercase())), &asked);
        prop_assert_eq!(&house(&format!("{number}{letter}, {name} ул")), &asked);
        prop_assert_eq!(asked.1, number_key(&format!("{number}{letter}")));
    }

    #[test]
    fn a_key_is_its_own_key(text in "[0-9]{1,4}[а-д]?(к[0-9]{1,2})?(с[0-9]{1,2})?") {
        let key = number_key(&text).unwrap();
        prop_assert_eq!(number_key(&key), Some(key.clone()));
        prop_assert_eq!(number_key(&text.to_uppercase()), Some(key));
    }

    #[test]
    fn what_sounds_alike_stays_so(word in "[а-яё]{1,12}") {
        let once = sound(&word);
        prop_assert_eq!(sound(&once), once);
    }
}
