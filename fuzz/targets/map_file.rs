//! Map files of a city's folder (GeoJSON).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| server::fuzzing::map_file(bytes));
