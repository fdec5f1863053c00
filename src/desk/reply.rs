//! The answer to a request that is still under way.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use crate::store::error::StoreError;
use crate::usecase::UseError;

/// An answer to come. A frame polls it, a task awaits it, the command line waits for it.
pub struct Reply<T>(State<T>);

enum State<T> {
    Coming(oneshot::Receiver<Result<T, UseError>>),
    Ready(Option<Result<T, UseError>>),
}

pub(super) struct Slot<T> {
    sender: oneshot::Sender<Result<T, UseError>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl<T> Slot<T> {
    pub(super) fn fill(self, value: Result<T, UseError>) {
        // Nobody waits any more (the screen was closed): the work itself is done and stored.
        let _ = self.sender.send(value);
        (self.wake)();
    }
}

pub(super) fn pair<T>(wake: Arc<dyn Fn() + Send + Sync>) -> (Slot<T>, Reply<T>) {
    let (sender, receiver) = oneshot::channel();
    (Slot { sender, wake }, Reply(State::Coming(receiver)))
}

impl<T> Reply<T> {
    /// An answer that is there already.
    #[must_use]
    pub fn ready(value: Result<T, UseError>) -> Self {
        Self(State::Ready(Some(value)))
    }

    /// The answer if it is there; takes it once. Never waits.
    pub fn poll_now(&mut self) -> Option<Result<T, UseError>> {
        match &mut self.0 {
            State::Ready(value) => value.take(),
            State::Coming(receiver) => match receiver.try_recv() {
                Ok(value) => {
                    self.0 = State::Ready(None);
                    Some(value)
                }
                Err(oneshot::error::TryRecvError::Empty) => None,
                Err(oneshot::error::TryRecvError::Closed) => {
                    self.0 = State::Ready(None);
                    Some(Err(StoreError::Closed.into()))
                }
            },
        }
    }

    /// Waits for the answer. For the command line and tests, never for a screen or inside a task.
    ///
    /// # Errors
    /// As the request; [`StoreError::Closed`] when the desk is gone.
    pub fn wait(self) -> Result<T, UseError> {
        match self.0 {
            State::Ready(value) => value.unwrap_or_else(|| Err(StoreError::Closed.into())),
            State::Coming(receiver) => receiver.blocking_recv().unwrap_or_else(|_| Err(StoreError::Closed.into())),
        }
    }
}

impl<T: Unpin> Future for Reply<T> {
    type Output = Result<T, UseError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Ready(value) => Poll::Ready(value.take().unwrap_or_else(|| Err(StoreError::Closed.into()))),
            State::Coming(receiver) => {
                Pin::new(receiver).poll(cx).map(|got| got.unwrap_or_else(|_| Err(StoreError::Closed.into())))
            }
        }
    }
}
