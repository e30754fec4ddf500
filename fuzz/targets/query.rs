//! The words of addresses: the map's, the desk's, what is near; cursors and languages.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| server::fuzzing::query(bytes));
