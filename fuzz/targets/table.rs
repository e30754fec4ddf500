//! Tables and settings of a city's folder (CSV, TOML).

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| server::fuzzing::table(bytes));
