//! Reading orders: from the cursor on, page by page; again from a moment where something must be re-read.

use chrono::{DateTime, Duration, Utc};

use super::shared::{Line, Shared};
use crate::domain::clock::Moment;
use crate::site::client::OrdersFrom;
use crate::site::error::{ErrorClass, SiteError};
use crate::site::map::OrdersPage;
use crate::usecase::UseError;
use crate::usecase::receive_orders::{BrokenElement, Progress, ReceiveOrders, Received};
use crate::usecase::task::{BeginReread, Contact, GoOn, KnownClock, NoteContact, WhereToGoOn};

/// Pages of one poll at most: a flood of changes must not keep deliveries of a slow line waiting for ever.
const MAX_PAGES: u32 = 50;

/// Orders of one page.
const TAKE: u32 = 200;

/// How far back to go when the cursor is lost.
const OVERLAP: Duration = Duration::hours(24);

/// What one poll brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Sum over the pages.
    pub received: Received,
    /// Pages read.
    pub pages: u32,
    /// The site has more than one poll takes.
    pub more: bool,
}

/// Why a poll did not end well.
#[derive(Debug, thiserror::Error)]
pub(super) enum PollError {
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error(transparent)]
    Store(#[from] UseError),
}

impl Shared {
    /// One poll, with what it says of itself.
    pub(super) async fn poll(&self) -> Result<Polled, PollError> {
        let line = match self.line().await {
            Ok(line) => line,
            Err(error) => return Err(self.note_failure(error).await),
        };
        match self.poll_pages(&line).await {
            Ok(polled) => {
                self.site_is_back().await?;
                Ok(polled)
            }
            Err(PollError::Site(error)) => {
                if error.class() == ErrorClass::CheckToken {
                    self.question_token(&line).await;
                }
                Err(self.note_failure(error).await)
            }
            Err(store) => Err(store),
        }
    }

    async fn note_failure(&self, error: SiteError) -> PollError {
        let code = error.code().to_owned();
        tracing::warn!(code = error.code(), %error, "orders could not be polled");
        self.status.send_modify(|s| s.failing = Some(code.clone()));
        match self.act(NoteContact(Contact::Failed(code))).await {
            Ok(()) => error.into(),
            Err(store) => store.into(),
        }
    }

    async fn poll_pages(&self, line: &Line) -> Result<Polled, PollError> {
        let go_on = self.desk.ask(WhereToGoOn).await?;
        let mut polled = self.follow(line, &go_on).await?;
        if go_on.reread_from.is_some() {
            self.reread(line, &mut polled).await?;
        }
        Ok(polled)
    }

    /// From the cursor (or the last order seen, or the beginning) to the end.
    async fn follow(&self, line: &Line, go_on: &GoOn) -> Result<Polled, PollError> {
        let since = go_on.position.last_seen_at.map(|seen| OrdersFrom::Since(seen - OVERLAP));
        let restart = since.unwrap_or(OrdersFrom::Start);
        let mut from = go_on.position.cursor.clone().map_or_else(|| restart.clone(), OrdersFrom::Cursor);
        let mut polled = Polled::default();
        let mut told = None;
        loop {
            let answer = match line.client.orders(&from, TAKE).await {
                Err(error) if from != restart && is_about_the_cursor(&error) => {
                    tracing::warn!(%error, "the cursor is of no use; reading again from the last order seen");
                    from = restart.clone();
                    continue;
                }
                other => other?,
            };
            told = answer.server_time.map(|site| (self.moment(), site)).or(told);
            let (more, next) = (answer.value.has_more, answer.value.next_cursor.clone());
            // A page without a cursor leaves us where we are: the same page is cheap to read again.
            let kept = next.clone().or_else(|| cursor_of(&from));
            let received = self.act(receive(answer.value, Progress::Cursor(kept), line)).await?;
            polled.add(received);
            match next {
                Some(next) if more && polled.pages < MAX_PAGES && cursor_of(&from).as_ref() != Some(&next) => {
                    from = OrdersFrom::Cursor(next);
                }
                _ => {
                    // Only the cap leaves pages behind; a site that says "more" and gives no new cursor would have us
                    // ask for ever.
                    polled.more = more && polled.pages >= MAX_PAGES;
                    break;
                }
            }
        }
        self.note_clock(told, go_on.clock).await?;
        Ok(polled)
    }

    /// Notes a good poll and what it says of the clocks.
    async fn note_clock(&self, told: Option<(Moment, DateTime<Utc>)>, known: KnownClock) -> Result<(), UseError> {
        let (at, site) = told.map_or_else(|| (self.moment(), None), |(at, site)| (at, Some(site)));
        let measure = self.watch(|clocks| clocks.measured(at, site, known));
        let skew_secs = measure.map_or(known.trusted.unwrap_or(0), |m| m.trusted);
        if let Some(measure) = measure.filter(|m| m.seen.abs() > 120) {
            tracing::warn!(?measure, "the clocks of the site and of this machine differ");
        }
        self.act(NoteContact(Contact::Polled { skew_secs })).await?;
        if let Some(unconfirmed) = measure.filter(|m| m.seen != m.trusted) {
            self.act(NoteContact(Contact::ClockSeen { skew_secs: unconfirmed.seen })).await?;
        }
        self.status.send_if_modified(|s| std::mem::replace(&mut s.skew_secs, skew_secs) != skew_secs);
        self.clock_heard.notify_one();
        Ok(())
    }

    /// Reads again what was left alone, without moving the cursor.
    async fn reread(&self, line: &Line, polled: &mut Polled) -> Result<(), PollError> {
        let Some(round) = self.act(BeginReread).await? else { return Ok(()) };
        let mut from = OrdersFrom::Since(round.since);
        for _ in 0..MAX_PAGES {
            let answer = line.client.orders(&from, TAKE).await?;
            let (more, next) = (answer.value.has_more, answer.value.next_cursor.clone());
            polled.add(self.act(receive(answer.value, Progress::Aside, line)).await?);
            match next {
                Some(next) if more && cursor_of(&from).as_ref() != Some(&next) => from = OrdersFrom::Cursor(next),
                _ => {
                    self.act(round).await?;
                    break;
                }
            }
        }
        Ok(())
    }
}

/// The site has no use for our cursor: it expired, or the site does not know its shape any more.
fn is_about_the_cursor(error: &SiteError) -> bool {
    match error {
        SiteError::CursorExpired => true,
        SiteError::Invalid { problem, .. } => {
            let named = problem.fields.iter().filter_map(|f| f.pointer.as_deref());
            named.chain(problem.code.as_deref()).any(|word| word.contains("cursor"))
        }
        _ => false,
    }
}

fn cursor_of(from: &OrdersFrom) -> Option<String> {
    match from {
        OrdersFrom::Cursor(cursor) => Some(cursor.clone()),
        OrdersFrom::Start | OrdersFrom::Since(_) => None,
    }
}

fn receive(page: OrdersPage, progress: Progress, line: &Line) -> ReceiveOrders {
    let broken = page.broken.into_iter();
    ReceiveOrders {
        orders: page.orders,
        broken: broken.map(|b| BrokenElement { raw: b.raw_json, order_ref: b.order_ref, reason: b.reason }).collect(),
        progress,
        pharmacy_id: line.setup.settings.pharmacy_id.clone(),
    }
}

impl Polled {
    /// There is more to be had at once. Pages that bring nothing are no reason to hurry: a site whose cursors lead
    /// in a circle would be asked without end.
    pub(super) const fn hurries(&self) -> bool {
        self.more && self.received.new + self.received.changed > 0
    }

    const fn add(&mut self, page: Received) {
        self.pages += 1;
        self.received.new += page.new;
        self.received.changed += page.changed;
        self.received.left_alone += page.left_alone;
        self.received.broken += page.broken;
    }
}
