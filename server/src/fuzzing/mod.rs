//! The doors through which strangers' bytes come in, as functions of bytes: what a request or a
//! city's folder does with them, without the network and the database. They hold what has to hold
//! for whatever comes, and never panic. `fuzz/` throws bytes at them; the tests here replay the
//! corpus that it has collected. An import of OpenStreetMap data does not exist yet: its reader
//! belongs here when it does.

#![expect(clippy::missing_panics_doc, reason = "what must hold and does not is told by a panic, everywhere")]

mod town;

pub use crate::folder::fuzzing::{map_file, table};

use crate::context::{language_of, read_json};
use crate::media::{self, Size};
use crate::problem::ApiError;
use crate::reports;
use crate::reports::Spot;
use crate::tiles::Address;
use crate::tiles::reports::window;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use domain::report::check;
use domain::text::{Language, say};
use domain::wire::problem::FieldError;
use domain::wire::report::SubmitReport;

/// What `PUT …/photos/{id}` does with a body.
pub fn photo(bytes: &[u8]) {
    let Ok(prepared) = media::prepare_at_once(bytes) else { return };
    assert!(prepared.width > 0 && prepared.height > 0);
    for size in Size::ALL {
        let jpeg = prepared.pictures.bytes(size);
        assert!(jpeg.starts_with(&[0xff, 0xd8, 0xff]), "a JPEG");
        assert!(!jpeg.windows(6).any(|window| window == b"Exif\0\0"), "nothing that the camera wrote");
    }
}

/// What tiles do with the end of their path: `z/x/y.mvt`.
pub fn tile(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut parts = text.splitn(3, '/');
    let (Some(z), Some(x), Some(y)) = (parts.next(), parts.next(), parts.next()) else { return };
    let (Ok(z), Ok(x)) = (z.parse(), x.parse()) else { return };
    let Ok(tile) = Address::at(z, x, y).tile() else { return };
    let [west, south, east, north] = tile.bounds();
    assert!((-180.0..=180.0).contains(&west) && west < east && east <= 180.0, "{tile:?}");
    assert!(-86.0 < south && south < north && north < 86.0, "{tile:?}");
    let (corner, from) = (Spot::at(west, north), window(tile).from);
    assert!(corner.x.abs_diff(from.x) <= 1 && corner.y.abs_diff(from.y) <= 1, "{tile:?}");
}

/// What addresses do with their words, and headers with the language.
pub fn query(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_bytes(bytes) {
        headers.insert(header::ACCEPT_LANGUAGE, value);
    }
    let _language = language_of(&headers, std::str::from_utf8(bytes).ok());
    let Ok(uri) = Uri::try_from([b"/?", bytes].concat()) else { return };
    reports::fuzzing::query(&town::city(), &town::staff(), &uri, town::now());
}

/// What `POST …/reports` does with a body before it asks the database.
pub fn submit(bytes: &[u8]) {
    match read_json::<SubmitReport>(bytes) {
        Ok(report) => {
            let again = serde_json::to_vec(&report).ok().and_then(|json| read_json(&json).ok());
            assert!(
                again.is_some_and(|again: SubmitReport| again == report),
                "what is read is what was sent"
            );
            if let Err(errors) = check(&town::city(), &report) {
                said(&errors);
            }
        }
        Err(ApiError::Invalid(errors)) => said(&errors),
        Err(_) => {}
    }
}

/// Whatever is wrong is told in words.
fn said(errors: &[FieldError]) {
    assert!(!errors.is_empty());
    for error in errors {
        let key = format!("error_field_{}", error.code);
        for language in [Language::Ru, Language::En] {
            assert_ne!(say(language, &key, &[]), key, "{error:?} has no words");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// A door for bytes.
    type Door = fn(&[u8]);

    /// Every target of `fuzz/`, by the name of its corpus.
    const TARGETS: [(&str, Door); 6] = [
        ("map_file", super::map_file),
        ("photo", super::photo),
        ("query", super::query),
        ("submit", super::submit),
        ("table", super::table),
        ("tile", super::tile),
    ];

    #[test]
    fn the_collected_corpus_is_met_without_a_panic() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
        for (name, door) in TARGETS {
            let files: Vec<_> = corpus.join(name).read_dir().expect(name).flatten().collect();
            assert!(files.len() >= 3, "{name} has its seeds");
            for file in files {
                eprintln!("{name}: {:?}", file.file_name()); // shown when it panics
                door(&std::fs::read(file.path()).expect("a file"));
            }
        }
        let mut folders: Vec<String> = corpus
            .read_dir()
            .expect("the corpus")
            .flatten()
            .map(|d| d.file_name().to_string_lossy().into_owned())
            .collect();
        folders.sort();
        assert_eq!(folders, TARGETS.map(|(name, _)| name), "every corpus has its door");
    }
}
