//! What the settings window asks of the site by hand, with the stored settings: orders now, the full stock, a new token.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tracing::Instrument;

use super::sync::may_meet;
use super::tokens::{FileKeys, FileTokens};
use super::trial::Bench;
use crate::desk::Desk;
use crate::site::client::SiteClient;
use crate::site::error::SiteError;
use crate::site::secret::Secret;
use crate::sync::{self, KeySource, NotAsked, Nudge, Sending, Sent, Setup, StockFault, Word, connect};
use crate::ui::services::{Progress, ServiceError, SiteEnd, SiteJob};
use crate::usecase::UseError;
use crate::usecase::deliver::RetryNow;
use crate::usecase::read::settings::SiteSetup;
use crate::usecase::task::{Contact, NoteContact, TokenIs};

/// How often a watcher is told how far the stock has come, and whether it is still wanted.
const LOOK: Duration = Duration::from_millis(200);

/// The longest wait for a poll of the task.
const PATIENCE: Duration = Duration::from_mins(2);

/// One new token at a time, whoever asks in this process.
static RENEWING: AtomicBool = AtomicBool::new(false);

/// Does it; blocks.
pub(super) fn run(
    bench: &Bench,
    desk: &Desk,
    nudge: &Nudge,
    job: SiteJob,
    progress: &Progress,
) -> Result<SiteEnd, ServiceError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| ServiceError::Unavailable)?;
    let operation = match job {
        SiteJob::FetchOrders => "poll",
        SiteJob::SendStock { .. } => "send_stock",
        SiteJob::NewToken => "new_token",
    };
    let by_hand = tracing::info_span!("run", operation, till = bench.till.as_str());
    let end = runtime.block_on(
        async {
            match job {
                SiteJob::FetchOrders => fetch(nudge).await,
                SiteJob::SendStock { is_meant } => stock(bench, desk, is_meant, progress).await,
                SiteJob::NewToken => token(bench, desk).await,
            }
        }
        .instrument(by_hand),
    );
    Ok(end)
}

async fn fetch(nudge: &Nudge) -> SiteEnd {
    match tokio::time::timeout(PATIENCE, nudge.poll()).await {
        Err(_) => SiteEnd::Failed(SiteError::Timeout.code().to_owned()),
        Ok(Ok(Ok(got))) => SiteEnd::Orders { new: got.new, changed: got.changed, broken: got.broken },
        Ok(Ok(Err(error))) => SiteEnd::Failed(error.code().to_owned()),
        Ok(Err(NotAsked::Elsewhere)) => SiteEnd::Elsewhere,
        Ok(Err(NotAsked::Paused(code))) => SiteEnd::Failed(code),
        Ok(Err(NotAsked::Ended)) => SiteEnd::Stopped,
    }
}

async fn client(bench: &Bench, desk: &Desk) -> Result<(SiteClient, String, Secret), SiteError> {
    let settings = desk.ask(SiteSetup).await.map_err(|_| SiteError::Source)?;
    may_meet(bench.practice, &settings.host)?;
    let pharmacy = settings.pharmacy_id.clone();
    let keys = FileKeys(bench.folder.clone());
    let token = keys.token().unwrap_or_else(|| Secret::new(""));
    Ok((connect(&Setup::read(settings, &keys), Arc::clone(&bench.clock))?, pharmacy, token))
}

async fn stock(bench: &Bench, desk: &Desk, is_meant: bool, progress: &Progress) -> SiteEnd {
    let (client, pharmacy, _) = match client(bench, desk).await {
        Ok(client) => client,
        Err(error) => return SiteEnd::Failed(error.code().to_owned()),
    };
    let sending = Arc::new(Sending::default());
    let word = if is_meant { Word::Given } else { Word::NotGiven };
    let mut send = Box::pin(sync::send_full(desk, &client, &pharmacy, word, &sending));
    let sent = loop {
        tokio::select! {
            sent = &mut send => break sent,
            () = tokio::time::sleep(LOOK) => {
                progress.add(sending.rows().saturating_sub(progress.done()));
                if progress.is_stopped() {
                    sending.stop();
                }
            }
        }
    };
    match sent {
        Ok(sent) => told(&sent),
        Err(StockFault::Shrunk { rows, was }) => SiteEnd::Shrunk { rows, was },
        Err(StockFault::Stopped) => SiteEnd::Stopped,
        Err(StockFault::Site(error)) => SiteEnd::Failed(error.code().to_owned()),
        Err(StockFault::Store(UseError::Refused(refusal))) => SiteEnd::Failed(format!("refusal-{}", refusal.code())),
        Err(StockFault::Store(UseError::Store(error))) => SiteEnd::Failed(format!("store-error-{}", error.code())),
    }
}

/// The first few rows that the site refused, as product and code.
const NAMED: usize = 5;

fn told(sent: &Sent) -> SiteEnd {
    let named = sent.rejected.iter().take(NAMED).map(|row| format!("{} ({})", row.product, row.code));
    SiteEnd::Stock {
        rows: sent.rows,
        accepted: sent.accepted,
        refused: sent.rejected_count,
        first: named.collect::<Vec<_>>().join(", "),
    }
}

async fn token(bench: &Bench, desk: &Desk) -> SiteEnd {
    if RENEWING.swap(true, Ordering::SeqCst) {
        return SiteEnd::Stopped;
    }
    let end = one_token(bench, desk).await;
    RENEWING.store(false, Ordering::SeqCst);
    end
}

async fn one_token(bench: &Bench, desk: &Desk) -> SiteEnd {
    let (client, _, old) = match client(bench, desk).await {
        Ok(client) => client,
        Err(error) => return SiteEnd::Failed(error.code().to_owned()),
    };
    let renewed = sync::renew(&client, &old, &FileTokens(bench.folder.clone())).await;
    tracing::info!(code = renewed.code(), "a new token was asked for");
    // The task reads the key anew; what waits because of the old one goes at once.
    let _ = desk.act(NoteContact(Contact::Token(TokenIs::Set))).await;
    let _ = desk.act(RetryNow).await;
    SiteEnd::NewToken(renewed.code())
}
