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
mod db;
mod departments;
mod embedded;
mod events;
mod folder;
mod geocoding;
mod media;
mod outbound;
mod people;
mod photos;
mod problem;
mod reports;
mod router;
mod territories;
mod tiles;
mod web;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(commands::Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("citycenter: {error:#}");
            ExitCode::FAILURE
        }
    }
}
