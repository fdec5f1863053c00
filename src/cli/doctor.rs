//! `expero doctor`: what is configured, reachable, writable and pending, and what is not known of a real host.

use std::path::Path;
use std::sync::Arc;

use super::context::Context;
use super::out::{self, Failure};
use super::place::Needs;
use super::tokens::{FileKeys, TOKEN};
use super::{rights, sound, sync};
use crate::domain::mask;
use crate::site::config::is_loopback;
use crate::site::probe::{self, ProbeStep};
use crate::store::{Database, Mode, backup};
use crate::sync::{Setup, connect};
use crate::text::{self, Arg, words};
use crate::usecase::practice::IsPractice;
use crate::usecase::read::fiscal_now::FiscalSetupNow;
use crate::usecase::read::freshness::FreshnessQuery;
use crate::usecase::read::guide::GuideNow;
use crate::usecase::read::health::{Health, HealthCheck};
use crate::usecase::read::problems::Problems;
use crate::usecase::read::settings::SiteSetup;
use crate::usecase::read::task_runner::TaskRunner;
use crate::usecase::site_settings::SiteSettings;

/// What of a real service is our own guess.
const UNCONFIRMED: [&str; 10] =
    ["bodies", "refresh", "https", "money", "parts", "signals", "statuses", "extension", "stand", "errors"];

/// Collects the lines and whether anything is wrong.
struct Report<'a> {
    cx: &'a Context,
    faults: u32,
}

impl Report<'_> {
    fn good(&self, key: &str, args: &[(&'static str, Arg<'_>)]) {
        out::answer(&format!("[ok]   {}", text::tr_args(self.cx.lang, key, args)));
    }

    fn bad(&mut self, key: &str, args: &[(&'static str, Arg<'_>)]) {
        self.faults += 1;
        out::answer(&format!("[!!]   {}", text::tr_args(self.cx.lang, key, args)));
    }

    fn note(&self, key: &str, args: &[(&'static str, Arg<'_>)]) {
        out::answer(&format!("[--]   {}", text::tr_args(self.cx.lang, key, args)));
    }
}

pub(super) fn run(data: Option<&Path>) -> Result<(), Failure> {
    let cx = Context::open(data, "cli", Needs::Data)?;
    let mut report = Report { cx: &cx, faults: 0 };
    data_lines(&mut report)?;
    rights_lines(&mut report);
    runner_line(&mut report)?;
    let site = cx.ask(SiteSetup)?;
    let token = cx.folder.read_secret(TOKEN).map_err(|e| out::store_failure(cx.lang, &e))?;
    site_lines(&mut report, &site, token.as_deref());
    if token.is_some() {
        reach(&mut report, &Setup::read(site.clone(), &FileKeys(cx.folder.clone())))?;
    }
    sound_line(&report);
    pending_lines(&mut report)?;
    if !is_loopback(&site.host) {
        report.note("doctor-unconfirmed", &[]);
        for what in UNCONFIRMED {
            out::answer(&format!("       · {}", text::tr(cx.lang, &format!("doctor-unconfirmed-{what}"))));
        }
    }
    match report.faults {
        0 => Ok(()),
        n => Err(Failure::said(cx.lang, "doctor-faults", &[("n", n.into())])),
    }
}

fn data_lines(report: &mut Report<'_>) -> Result<(), Failure> {
    let cx = report.cx;
    report.good("doctor-folder", &[("path", cx.folder.path().display().to_string().into())]);
    let checked = Database::open(&cx.folder.database(), Mode::Read).and_then(|db| db.check_integrity());
    match checked {
        Ok(()) => report.good("doctor-database", &[]),
        Err(error) => report.bad("doctor-database-bad", &[("why", error.to_string().into())]),
    }
    // Opening the desk has written already: a folder that cannot be written does not come this far.
    report.good("doctor-writable", &[]);
    if cx.ask(IsPractice)? {
        report.note("doctor-practice", &[]);
    }
    if !cx.ask(GuideNow)?.has_admin && !cx.ask(IsPractice)? {
        report.note("doctor-no-admin", &[]);
    }
    let health: Health = cx.ask(HealthCheck)?;
    report.note(
        "doctor-contents",
        &[("goods", health.goods.into()), ("orders", health.orders.into()), ("receipts", health.receipts.into())],
    );
    if health.overdrawn > 0 || health.dangling > 0 {
        report.bad("doctor-stock-bad", &[("overdrawn", health.overdrawn.into()), ("dangling", health.dangling.into())]);
    }
    let device = cx.ask(FiscalSetupNow)?.device;
    report.note(&format!("doctor-fiscal-{device}"), &[]);
    if health.unprinted > 0 {
        report.bad("doctor-unprinted", &[("n", health.unprinted.into())]);
    }
    if health.loose_cards > 0 {
        report.bad("doctor-loose-cards", &[("n", health.loose_cards.into())]);
    }
    Ok(())
}

/// The log, and who else may look at it and the data.
fn rights_lines(report: &mut Report<'_>) {
    let cx = report.cx;
    let logs = ("path", Arg::from(cx.folder.logs().display().to_string()));
    match cx.journal {
        Some(_) => report.good("doctor-log", &[logs]),
        None => report.bad("doctor-no-log", &[logs]),
    }
    match backup::list(&cx.folder.copies()).first() {
        Some(copy) => {
            let at = copy.made_at.format("%d.%m.%Y %H:%M").to_string();
            report.note("doctor-copy", &[("at", at.into())]);
        }
        None => report.note("doctor-no-copy", &[]),
    }
    let open = rights::open_to_others(&cx.folder);
    if !open.is_empty() {
        let names: Vec<String> = open.iter().map(|path| path.display().to_string()).collect();
        report.bad("doctor-open-files", &[("files", names.join(", ").into())]);
    } else if rights::is_shared(&cx.folder) {
        report.note("doctor-shared-folder", &[]);
    }
}

/// Who runs the background task at this moment. A lease alone may be that of a killed process; the lock tells.
fn runner_line(report: &mut Report<'_>) -> Result<(), Failure> {
    let cx = report.cx;
    let locked = cx.folder.is_sync_locked().map_err(|e| out::store_failure(cx.lang, &e))?;
    match cx.ask(TaskRunner)? {
        Some(runner) if locked || !runner.is_seated => {
            report.good("doctor-task-runs", &[("process", runner.process.into())]);
        }
        _ if locked => report.good("doctor-task-starts", &[]),
        _ => report.note("doctor-task-idle", &[]),
    }
    Ok(())
}

fn site_lines(report: &mut Report<'_>, site: &SiteSettings, token: Option<&str>) {
    let address = format!("{}://{}:{}", site.scheme, site.host, site.port);
    report.note("doctor-site", &[("address", address.into()), ("pharmacy", site.pharmacy_id.as_str().into())]);
    match token {
        Some(_) => report.good("doctor-token", &[]),
        None => report.bad("doctor-no-token", &[]),
    }
    if site.pharmacy_id.is_empty() {
        report.note("doctor-no-pharmacy", &[]);
    }
    if site.scheme == "http" && !is_loopback(&site.host) {
        report.bad("doctor-plaintext", &[]);
    }
}

/// Read-only: asks about the token and for one order, changes nothing at the site.
fn reach(report: &mut Report<'_>, setup: &Setup) -> Result<(), Failure> {
    let cx = report.cx;
    let runtime = sync::runtime(cx.lang)?;
    let client =
        sync::may_meet(cx.ask(IsPractice)?, &setup.settings.host).and_then(|()| connect(setup, Arc::clone(&cx.clock)));
    let steps: Vec<ProbeStep> = match client {
        Ok(client) => runtime.block_on(probe::probe(&client)),
        Err(error) => {
            report.bad("doctor-step-failed", &[("what", "—".into()), ("why", text::tr(cx.lang, error.code()).into())]);
            return Ok(());
        }
    };
    for step in steps {
        let what = text::tr(cx.lang, &format!("doctor-route-{}", step.route.code()));
        match &step.error {
            None if step.missing.is_empty() => report.good("doctor-step", &[("what", what.into())]),
            None => report.bad(
                "doctor-step-differs",
                &[
                    ("what", what.into()),
                    ("missing", step.missing.join(", ").into()),
                    ("extra", step.extra.join(", ").into()),
                ],
            ),
            Some(error) => report
                .bad("doctor-step-failed", &[("what", what.into()), ("why", text::tr(cx.lang, error.code()).into())]),
        }
    }
    Ok(())
}

/// A till without a player of sounds works; a person wonders why it is silent.
fn sound_line(report: &Report<'_>) {
    match sound::installed().first().and_then(|path| path.file_name()) {
        Some(player) => report.good("doctor-sound", &[("player", player.to_string_lossy().into_owned().into())]),
        None => report.note("doctor-no-sound", &[("players", sound::known().into())]),
    }
}

fn pending_lines(report: &mut Report<'_>) -> Result<(), Failure> {
    let cx = report.cx;
    let fresh = cx.ask(FreshnessQuery)?;
    report.note("doctor-waiting", &[("n", fresh.waiting.into())]);
    if fresh.clocks_differ() {
        let key = if fresh.skew_secs > 0 { "doctor-clock-behind" } else { "doctor-clock-ahead" };
        report.bad(key, &[("minutes", (fresh.skew_secs.unsigned_abs() / 60).into())]);
    }
    if !fresh.sweep_held.is_empty() {
        report.note(
            "doctor-sweep-held",
            &[("why", text::tr(cx.lang, &format!("doctor-held-{}", fresh.sweep_held)).into())],
        );
    }
    if !fresh.paused.is_empty() {
        report.bad("doctor-paused", &[("why", text::tr(cx.lang, &fresh.paused).into())]);
    }
    if fresh.refused > 0 {
        report.bad("doctor-refused", &[("n", fresh.refused.into())]);
    }
    for row in cx.ask(Problems { limit: 20 })? {
        let why = words::unreadable(cx.lang, &row.reason);
        report.bad("doctor-quarantined", &[("order", mask::safe_text(row.shown()).into()), ("why", why.into())]);
    }
    Ok(())
}
