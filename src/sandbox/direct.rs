//! The sandbox without a socket: a [`Wire`] that answers from the model in memory.
//!
//! Owns: turning a call of the client into the request a server would see, and a fault into what a socket
//! would have made of it. For the seeded simulation: no real time passes, a drip arrives whole, a delay longer
//! than `patience` and silence are time-outs.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt};

use super::faults::{Delivery, exchange};
use super::model::{MAX_BODY, SandboxModel};
use crate::domain::clock::Clock;
use crate::site::error::{SiteError, TransportKind};
use crate::site::wire::{Payload, Wire, WireCall, WireRequest, WireResponse};

/// A way to a sandbox in memory.
pub struct DirectWire {
    model: Arc<Mutex<SandboxModel>>,
    clock: Arc<dyn Clock>,
    patience: Duration,
}

impl DirectWire {
    /// Answers by `model` at the time of `clock`.
    #[must_use]
    pub fn new(model: Arc<Mutex<SandboxModel>>, clock: Arc<dyn Clock>, patience: Duration) -> Self {
        Self { model, clock, patience }
    }

    async fn exchange(&self, call: WireCall) -> Result<WireResponse, SiteError> {
        let request = request_of(call).await?;
        let delivery = {
            let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
            exchange(&mut model, &request, self.clock.now())
        };
        match delivery {
            Delivery::Cut => Err(SiteError::Transport { kind: TransportKind::Broken }),
            Delivery::Hang => Err(SiteError::Timeout),
            Delivery::Answer { delay, .. } if delay > self.patience => Err(SiteError::Timeout),
            Delivery::Answer { response, .. } => unpack(response),
        }
    }
}

impl Wire for DirectWire {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        self.exchange(call).boxed()
    }
}

/// The request as a server would see it.
///
/// # Errors
/// [`SiteError::Source`] when the caller's stream of rows failed.
pub async fn request_of(call: WireCall) -> Result<WireRequest, SiteError> {
    let body = match call.payload {
        Payload::Empty => Bytes::new(),
        Payload::Whole(body) => body,
        Payload::Stream(mut stream) => {
            let mut all = BytesMut::new();
            while let Some(piece) = stream.next().await {
                all.extend_from_slice(&piece.map_err(|_| SiteError::Source)?);
            }
            all.freeze()
        }
    };
    let mut headers: Vec<(String, String)> = call.headers.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
    headers.push(("authorization".to_owned(), format!("Bearer {}", call.token.expose())));
    Ok(WireRequest {
        method: call.route.method().to_owned(),
        path: format!("/{}", call.path.trim_start_matches('/')),
        query: call.query.into_iter().map(|(n, v)| (n.to_owned(), v)).collect(),
        headers,
        body,
    })
}

fn unpack(response: WireResponse) -> Result<WireResponse, SiteError> {
    let mut body = response.body.clone();
    if response.header("content-encoding") == Some("gzip") {
        let limit = u64::try_from(MAX_BODY).unwrap_or(u64::MAX).saturating_add(1);
        let mut out = Vec::new();
        if flate2::read::GzDecoder::new(response.body.as_ref()).take(limit).read_to_end(&mut out).is_err() {
            let reason = "the body does not inflate".to_owned();
            return Err(SiteError::Unreadable { status: response.status, reason });
        }
        body = out.into();
    }
    if body.len() > MAX_BODY {
        return Err(SiteError::BodyTooLarge { limit: MAX_BODY });
    }
    Ok(WireResponse { body, ..response })
}
