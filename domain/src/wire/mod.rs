//! HTTP bodies, by area. What comes in is named for what it does (`SubmitReport`), what goes out
//! for what it shows (`ReportView`). Times are RFC 3339 in UTC, places WGS 84 degrees.

pub mod abuse;
pub mod account;
pub mod audit;
pub mod case;
pub mod catalogue;
pub mod crew;
pub mod desk;
pub mod figures;
pub mod geocode;
pub mod inside;
pub mod nearby;
pub mod news;
pub mod parts;
pub mod photo;
pub mod privacy;
pub mod problem;
pub mod report;
pub mod resident;
pub mod session;
pub mod staff;
pub mod territory;

#[cfg(test)]
mod tests;
