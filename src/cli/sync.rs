//! `expero sync`: the background task without a window.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use super::args::SyncArgs;
use super::context::Context;
use super::ending::asked_to_end;
use super::import::watch::FolderWatch;
use super::log_keeper::LogKeeper;
use super::out::{self, Failure};
use super::place::Needs;
use super::seat::FolderSeat;
use super::tokens::{FileKeys, FileTokens};
use crate::domain::clock::Clock;
use crate::domain::ids::TillId;
use crate::site::client::SiteClient;
use crate::site::config::{SiteConfig, is_loopback};
use crate::site::error::{SetupFault, SiteError};
use crate::sync::{Once, SyncTask};
use crate::text::{self, Lang};
use crate::usecase::Actor;
use crate::usecase::practice::IsPractice;

pub(super) fn run(data: Option<&Path>, options: &SyncArgs) -> Result<(), Failure> {
    let cx = Context::open(data, "sync", Needs::Data)?;
    let runtime = runtime(cx.lang)?;
    let task = task(&cx)?;
    let _log = LogKeeper::start(&cx);
    let _folder = FolderWatch::start(&cx);
    if options.once {
        let once = runtime.block_on(async {
            tokio::select! {
                once = task.once() => Some(once),
                () = asked_to_end() => {
                    task.leave().await;
                    None
                }
            }
        });
        let once = once.ok_or_else(|| Failure::said(cx.lang, "cli-sync-stopped", &[]))?;
        return report(cx.lang, &once.map_err(|e| out::failure(cx.lang, cx.zone(), &e))?);
    }
    let (stop, stopped) = watch::channel(false);
    runtime.block_on(async {
        let end = async {
            match options.seconds {
                Some(seconds) => {
                    let enough = tokio::time::sleep(Duration::from_secs(seconds));
                    tokio::select! {
                        () = enough => {}
                        () = asked_to_end() => {}
                    }
                }
                None => asked_to_end().await,
            }
            let _ = stop.send(true);
        };
        tokio::join!(task.run(stopped), end);
    });
    Ok(())
}

/// The task over the real wire. Practice data never meets another machine.
pub(super) fn task(cx: &Context) -> Result<SyncTask, Failure> {
    let practice = cx.ask(IsPractice)?;
    let desk = cx.desk.acting_as(Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) });
    let clock: Arc<dyn Clock> = Arc::clone(&cx.clock);
    let connect = move |config: SiteConfig| -> Result<SiteClient, SiteError> {
        may_meet(practice, &config.base.host)?;
        SiteClient::new(config, Arc::clone(&clock))
    };
    let keys = Arc::new(FileKeys(cx.folder.clone()));
    let new_keys = Arc::new(FileTokens(cx.folder.clone()));
    let seat = Arc::new(FolderSeat::new(cx.folder.clone()));
    Ok(SyncTask::new(desk, keys, Box::new(connect), fastrand::u64(..)).seated(seat).with_jobs(new_keys))
}

/// Practice data never meets another machine.
pub(super) fn may_meet(practice: bool, host: &str) -> Result<(), SiteError> {
    if practice && !is_loopback(host) { Err(SiteError::Setup(SetupFault::Practice)) } else { Ok(()) }
}

pub(super) fn runtime(lang: Lang) -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("expero-sync")
        .enable_all()
        .build()
        .map_err(|e| Failure::said(lang, "cli-no-runtime", &[("why", e.to_string().into())]))
}

fn report(lang: Lang, once: &Once) -> Result<(), Failure> {
    if once.busy {
        return Err(Failure::said(lang, "cli-sync-busy", &[]));
    }
    let polled = once.polled.as_ref().copied().unwrap_or_default();
    let args = [
        ("new", polled.received.new.into()),
        ("changed", polled.received.changed.into()),
        ("broken", polled.received.broken.into()),
        ("sent", once.delivered.sent.into()),
        ("postponed", once.delivered.postponed.into()),
        ("refused", (once.delivered.refused + once.delivered.conflicts).into()),
        ("lapsed", once.lapsed.into()),
    ];
    out::message(&text::tr_args(lang, "cli-sync-report", &args));
    match &once.polled {
        Err(error) => Err(Failure::refused(text::tr(lang, error.code()))),
        Ok(_) if once.delivered.unreachable => Err(Failure::said(lang, "cli-sync-unreachable", &[])),
        Ok(_) => Ok(()),
    }
}
