//! The words of addresses as a stranger writes them.

use super::desk::{Cursor, Question, Team};
use super::map::{Filter, FilterWords, Window};
use super::routes::{DeskQuery, MapQuery, NearbyQuery, filter_of, parse_bounds, place_of, read_nearby};
use crate::auth::Session;
use crate::problem::ApiResult;
use axum::extract::Query;
use axum::http::Uri;
use chrono::{DateTime, Utc};
use domain::catalogue::City;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Asks the desk, the map and what is near with the same words.
pub fn query(city: &City, session: &Session, uri: &Uri, now: DateTime<Utc>) {
    let _desk = desk(city, session, uri, now);
    if let Some(asked) = of::<MapQuery>(uri) {
        let bounds = asked.bbox.as_deref().and_then(|bbox| parse_bounds(bbox).ok());
        if let Some(bounds) = bounds {
            assert!(bounds.iter().all(|n| n.is_finite()), "{bounds:?}");
            let _window = Window::of(bounds);
        }
    }
    if let Some(words) = of::<FilterWords>(uri)
        && let Ok(filter) = Filter::read(city, &words, now)
    {
        let _sieve = filter.sieve();
    }
    if let Some(asked) = of::<NearbyQuery>(uri)
        && let Ok((_, place)) = read_nearby(city, &asked)
    {
        assert!(place.is_in(&city.boundary), "{place:?}");
    }
    if let Some(words) = of::<BTreeMap<String, String>>(uri) {
        for word in words.values() {
            let _place = place_of(word);
        }
    }
}

fn desk(city: &City, session: &Session, uri: &Uri, now: DateTime<Utc>) -> ApiResult<()> {
    let words = of::<BTreeMap<String, String>>(uri).unwrap_or_default();
    let asked = filter_of(words)?;
    let question = Question::read(city, (session, &Team::default()), &asked, now)?;
    assert!(question.filter.bounds.is_none_or(|bounds| bounds.iter().all(|n| n.is_finite())));
    let cursor = of::<DeskQuery>(uri).and_then(|query| query.cursor);
    if let Some(cursor) = cursor.and_then(|text| Cursor::read(&text, question.sort, &asked)) {
        let (_moment, _sequence, _distance) = (cursor.moment(), cursor.sequence(), cursor.distance());
        let written = cursor.write(question.sort, &asked);
        assert_eq!(Cursor::read(&written, question.sort, &asked), Some(cursor));
    }
    Ok(())
}

fn of<T: DeserializeOwned>(uri: &Uri) -> Option<T> {
    Query::try_from_uri(uri).ok().map(|Query(words)| words)
}
