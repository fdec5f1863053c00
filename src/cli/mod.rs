//! The command line: one file per sub-command, the same use cases as the window, the same history.
//!
//! Owns: arguments, exit codes (0 done, 1 refused or failed, 2 wrong call), what goes to stdout (answers) and
//! to stderr (messages). Must not know: rules of the trade, SQL, the wire.

mod args;
mod context;
mod copies;
mod demo;
mod doctor;
mod ending;
mod fiscal;
mod import;
mod log_book;
mod log_keeper;
mod order;
mod orders;
mod out;
mod past_orders;
mod place;
mod practice;
mod problems;
mod report;
mod requisitions;
mod rights;
mod sandbox;
mod save;
mod seat;
mod services;
mod settings;
mod settings_file;
mod sheet;
mod site_jobs;
mod sound;
mod stock;
mod sync;
mod tokens;
mod tour;
mod tour_steps;
mod trial;
mod users;
mod window;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use out::Failure;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    // Answers of clap itself (help, version, a wrong call) end here with their own codes 0 and 2.
    let args = Args::parse();
    match dispatch(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out::message(failure.text());
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(args: Args) -> Result<(), Failure> {
    let data = args.data;
    match args.command {
        None => window::run(data.as_deref()),
        Some(Command::Demo(options)) => demo::run(data.as_deref(), &options),
        Some(Command::Sandbox(options)) => sandbox::run(&options),
        Some(Command::Sync(options)) => sync::run(data.as_deref(), &options),
        Some(Command::Orders(options)) => orders::run(data.as_deref(), &options),
        Some(Command::Order(options)) => order::run(data.as_deref(), options),
        Some(Command::Problems(options)) => problems::run(data.as_deref(), &options),
        Some(Command::Requisitions(options)) => requisitions::run(data.as_deref(), &options),
        Some(Command::Settings(options)) => settings::run(data.as_deref(), options),
        Some(Command::Users(options)) => users::run(data.as_deref(), options),
        Some(Command::Import { action }) => import::run(data.as_deref(), action),
        Some(Command::Report(options)) => report::run(data.as_deref(), &options),
        Some(Command::Stock { action }) => stock::run(data.as_deref(), &action),
        Some(Command::Backup { file }) => copies::backup(data.as_deref(), file.as_deref()),
        Some(Command::Restore { file }) => copies::restore(data.as_deref(), &file),
        Some(Command::Doctor) => doctor::run(data.as_deref()),
    }
}
