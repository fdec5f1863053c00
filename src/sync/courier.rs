//! Delivery: each order's messages in order, different orders side by side, nothing given up.

use chrono::{DateTime, Duration, Utc};
use futures_util::StreamExt;
use futures_util::stream;

use tracing::Instrument;

use super::shared::{Line, Shared};
use super::way::Closed;
use crate::domain::order::Attention;
use crate::domain::site_order::SiteOrder;
use crate::site::backoff::{self, Pace};
use crate::site::client::{OrdersFrom, StatusChange};
use crate::site::error::{ErrorClass, SiteError, TransportKind};
use crate::store::outbox::Message;
use crate::usecase::UseError;
use crate::usecase::deliver::{
    BeginDelivery, ConfirmDelivery, PostponeDelivery, RefuseDelivery, ResolveConflict, Resolved,
};

/// Orders served side by side.
const SIDE_BY_SIDE: usize = 4;

/// Messages taken at a time.
const PORTION: u32 = 64;

/// Pages searched for one order after a conflict that did not tell it.
const SEARCH_PAGES: u32 = 50;

/// What one pass did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Taken by the site.
    pub sent: u32,
    /// To be tried again later.
    pub postponed: u32,
    /// Refused for good.
    pub refused: u32,
    /// Settled by the site's order.
    pub conflicts: u32,
    /// The site could not be reached at all.
    pub unreachable: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Sent,
    Postponed,
    Refused,
    Conflict,
    /// The way to the site is closed for every order: the rest of the pass waits too.
    Closed,
    /// Not tried: the way was closed meanwhile.
    NotTried,
}

impl Shared {
    /// Delivers until nothing is due or the way is closed.
    pub(super) async fn deliver(&self) -> Result<Delivered, UseError> {
        self.mind_the_clock().await?;
        let mut done = Delivered::default();
        loop {
            if self.closed_until().is_some() {
                done.unreachable = true;
                return Ok(done);
            }
            let due = self.act(BeginDelivery { limit: PORTION }).await?;
            if due.is_empty() {
                return Ok(done);
            }
            let line = match self.line().await {
                Ok(line) => line,
                Err(error) => {
                    let until = self.close_for(&error);
                    tracing::warn!(code = error.code(), %error, ?until, "nothing can be sent");
                    done.unreachable = true;
                    return Ok(done);
                }
            };
            let fates: Vec<Result<Fate, UseError>> = stream::iter(due)
                .map(|message| self.send(&line, message))
                .buffer_unordered(SIDE_BY_SIDE)
                .collect()
                .await;
            for fate in fates {
                done.count(fate?);
            }
            if done.unreachable || done.postponed > 0 {
                // What is due again comes with the next pass; a pass must end.
                return Ok(done);
            }
        }
    }

    async fn send(&self, line: &Line, message: Message) -> Result<Fate, UseError> {
        if self.closed_until().is_some() {
            return Ok(Fate::NotTried);
        }
        let change = StatusChange {
            site_id: message.site_id.clone(),
            change_id: message.change_id.clone(),
            status: message.what.status,
            expected_revision: Some(message.expected_revision),
            changed_at: message.what.changed_at,
            reserved_until: message.what.reserved_until,
            reason: message.what.reason.clone(),
            comment: String::new(),
        };
        let about = tracing::info_span!("message", operation = "deliver", order = message.order.0);
        match line.client.change_status(&change).instrument(about).await {
            Ok(answer) => {
                self.got_through();
                let (message, order) = (message.id, message.order);
                self.act(ConfirmDelivery { message, order, answer: answer.value }).await?;
                Ok(Fate::Sent)
            }
            Err(error) => {
                tracing::warn!(
                    order = message.order.0,
                    to = %message.what.status,
                    code = error.code(),
                    %error,
                    "not delivered"
                );
                self.settle_failure(line, message, error).await
            }
        }
    }

    async fn settle_failure(&self, line: &Line, message: Message, error: SiteError) -> Result<Fate, UseError> {
        match error.class() {
            ErrorClass::NoRetry => {
                self.got_through();
                let attention =
                    if error == SiteError::OrderUnknown { Attention::SiteUnknown } else { Attention::SiteRefused };
                let why = refusal_words(&error);
                self.act(RefuseDelivery { message: message.id, order: message.order, attention, why }).await?;
                Ok(Fate::Refused)
            }
            ErrorClass::Reread => {
                self.got_through();
                self.resolve(line, message, error).await
            }
            ErrorClass::CheckToken => {
                let paused = self.question_token(line).await;
                self.postpone(&message, &error, self.next_at(&message)).await?;
                Ok(if paused { Fate::Closed } else { Fate::Postponed })
            }
            ErrorClass::Retry { .. } | ErrorClass::PauseAll | ErrorClass::PauseOperation => {
                if let Some(until) = self.close_for(&error) {
                    self.postpone(&message, &error, until).await?;
                    return Ok(Fate::Closed);
                }
                self.postpone(&message, &error, self.next_at(&message)).await?;
                Ok(Fate::Postponed)
            }
            // No request of ours is compressed or in parts here; the site is confused: try again.
            ErrorClass::RestartCursor | ErrorClass::SmallerParts | ErrorClass::WithoutGzip => {
                self.postpone(&message, &error, self.next_at(&message)).await?;
                Ok(Fate::Postponed)
            }
        }
    }

    /// Closes the way when the failure is one of the way, not of one order, and says until when. Where a person
    /// must act, a try that leaves this machine unharmed shows when it is mended; whatever is wrong is wrong for
    /// every order, so the others wait for that try too. Polls go on.
    fn close_for(&self, error: &SiteError) -> Option<DateTime<Utc>> {
        let (why, wish) = match error.class() {
            ErrorClass::PauseAll | ErrorClass::PauseOperation => (Closed::Setup, None),
            ErrorClass::Retry { after, pace: Pace::Busy } => (Closed::Asked, after),
            ErrorClass::Retry { .. } if is_unreachable(error) => (Closed::Unreachable, None),
            _ => return None,
        };
        Some(self.close(why, wish))
    }

    async fn resolve(&self, line: &Line, message: Message, error: SiteError) -> Result<Fate, UseError> {
        let code = error.code().to_owned();
        let told = match error {
            SiteError::Conflict { current, .. } => current.map(|order| *order),
            _ => None,
        };
        let current = match told {
            Some(order) => Some(order),
            None => self.find_on_site(line, &message).await,
        };
        let next_at = self.next_at(&message);
        let resolved = self.act(ResolveConflict { message, current, why: code, next_at }).await?;
        Ok(match resolved {
            Resolved::Reached => Fate::Sent,
            Resolved::Again | Resolved::Unknown => Fate::Postponed,
            Resolved::SiteWon => Fate::Conflict,
        })
    }

    /// The order as the site has it, searched among what changed lately.
    async fn find_on_site(&self, line: &Line, message: &Message) -> Option<SiteOrder> {
        let mut from = OrdersFrom::Since(message.what.changed_at - Duration::days(30));
        let mut found = None;
        for _ in 0..SEARCH_PAGES {
            let page = line.client.orders(&from, 200).await.ok()?.value;
            let newest = page.orders.into_iter().filter(|o| o.site_id == message.site_id).max_by_key(|o| o.revision);
            found = newest.or(found);
            match page.next_cursor {
                Some(next) if page.has_more => from = OrdersFrom::Cursor(next),
                _ => break,
            }
        }
        found
    }

    async fn postpone(&self, message: &Message, error: &SiteError, next_at: DateTime<Utc>) -> Result<(), UseError> {
        self.act(PostponeDelivery { message: message.id, next_at, why: error.code().to_owned() }).await
    }

    /// When to try a message again that failed by itself.
    fn next_at(&self, message: &Message) -> DateTime<Utc> {
        let wait = backoff::delay(Pace::Fault, message.attempts.saturating_add(1), self.seed_for(message.id.0));
        self.now() + Duration::from_std(wait).unwrap_or_else(|_| Duration::hours(1))
    }
}

/// Nobody was there to answer; what stops in the middle may be about one order.
fn is_unreachable(error: &SiteError) -> bool {
    use TransportKind as T;
    match error {
        SiteError::Transport { kind } => matches!(kind, T::Dns | T::Connect | T::ProxyAuth | T::ProxyRefused),
        SiteError::Source => true,
        _ => false,
    }
}

/// Code, HTTP status and the fields the site named: no personal data, no free text.
fn refusal_words(error: &SiteError) -> String {
    let status = error.status().map(|s| format!(" {s}")).unwrap_or_default();
    let mut words = format!("{}{status}", error.code());
    for field in error.problem().into_iter().flat_map(|p| &p.fields) {
        for word in [&field.pointer, &field.code].into_iter().flatten() {
            words.push(' ');
            words.push_str(word);
        }
    }
    words
}

impl Delivered {
    const fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Sent => self.sent += 1,
            Fate::Postponed => self.postponed += 1,
            Fate::Refused => self.refused += 1,
            Fate::Conflict => self.conflicts += 1,
            Fate::NotTried => self.unreachable = true,
            Fate::Closed => {
                self.postponed += 1;
                self.unreachable = true;
            }
        }
    }
}
