//! The rules of the City Management Center: what may be reported, who gets it, by when,
//! who may change it and who may see it. Pure: no I/O, no clock, no randomness; the server
//! and the phones decide by the same code.
#![warn(missing_docs)]
#![forbid(unsafe_code)]

pub mod address;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod cell;
pub mod clock;
pub mod consent;
pub mod desk;
pub mod event;
pub mod figures;
pub mod id;
pub mod moderation;
pub mod nearby;
pub mod news;
pub mod outline;
pub mod permission;
pub mod photo;
pub mod place;
pub mod proof;
pub mod publication;
pub mod reach;
pub mod remark;
pub mod report;
pub mod retention;
pub mod route;
pub mod routing;
pub mod shot;
pub mod standard;
pub mod status;
pub mod text;
#[cfg(test)]
mod town;
pub mod wire;
