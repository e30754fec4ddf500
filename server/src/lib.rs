//! `citycenter`: the city's server, and the verbs that run it. A private database is started
//! here, before the runtime exists (see [`embedded`]).

mod abuse;
mod app;
mod assets;
mod audit;
mod auth;
mod catalogue;
mod clock;
mod commands;
mod config;
mod context;
mod crews;
mod db;
mod departments;
mod embedded;
mod events;
mod figures;
mod folder;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
mod gauges;
mod geocoding;
mod headers;
mod history;
mod listen;
mod media;
mod network;
mod news;
mod notify;
mod openapi;
mod osm;
mod outbound;
mod paper;
mod people;
mod photos;
mod privacy;
mod problem;
mod reports;
mod router;
mod secret;
mod territories;
mod tiles;
mod traces;
mod web;

use clap::Parser;
use std::process::ExitCode;

/// Runs the verb of the command line to its end.
pub fn main() -> ExitCode {
    match commands::run(commands::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("citycenter: {error:#}");
            ExitCode::FAILURE
        }
    }
}
