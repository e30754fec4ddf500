//! Randomness from the system, for ids and secrets. The only place that asks for it.

use uuid::{Builder, Uuid};

use crate::error::CoreError;

/// `N` random bytes.
fn bytes<const N: usize>() -> Result<[u8; N], CoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| CoreError::Storage { detail: "no randomness".to_owned() })?;
    Ok(bytes)
}

/// An id for a new report: a UUIDv7 of the moment `now`, milliseconds since 1970.
pub(crate) fn report_id(now: i64) -> Result<Uuid, CoreError> {
    let moment = u64::try_from(now).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(moment, &bytes()?).into_uuid())
}

/// An id for a photo: telling nothing, not even when it was added.
pub(crate) fn photo_id() -> Result<Uuid, CoreError> {
    Ok(Builder::from_random_bytes(bytes()?).into_uuid())
}

/// 128 bits in hexadecimal that prove who filed a report.
pub(crate) fn secret() -> Result<String, CoreError> {
    Ok(format!("{:032x}", u128::from_be_bytes(bytes()?)))
}
