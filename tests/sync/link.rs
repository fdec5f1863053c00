//! A way to the sandbox without sockets, with something that may happen before each call.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use expero::domain::clock::Clock;
use expero::domain::ids::TillId;
use expero::sandbox::SandboxModel;
use expero::sandbox::direct::DirectWire;
use expero::site::client::SiteClient;
use expero::site::error::SiteError;
use expero::site::wire::{Route, Wire, WireCall, WireResponse};
use expero::sync::{KeySource, SyncTask};
use expero::usecase::Actor;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{Semaphore, mpsc};

use super::stage::Stage;

/// Something happens at the service before the n-th page of orders is read, from 1.
pub struct Link<F> {
    inner: DirectWire,
    model: Arc<Mutex<SandboxModel>>,
    pages: AtomicU32,
    before: F,
}

impl<F: Fn(u32, &mut SandboxModel) + Send + Sync> Link<F> {
    pub fn new(stage: &Stage, before: F) -> Self {
        let model = Arc::clone(&stage.site.model);
        let inner = DirectWire::new(Arc::clone(&model), Arc::clone(&stage.clock), Duration::from_secs(2));
        Self { inner, model, pages: AtomicU32::new(0), before }
    }
}

impl<F: Fn(u32, &mut SandboxModel) + Send + Sync> Wire for Link<F> {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        if call.route == Route::Orders {
            let nth = self.pages.fetch_add(1, Ordering::SeqCst) + 1;
            (self.before)(nth, &mut self.model.lock().unwrap());
        }
        self.inner.send(call)
    }
}

/// Polls that wait at a gate, and how many were inside at once.
pub struct Gate {
    inner: DirectWire,
    entered: mpsc::Sender<()>,
    pub open: Semaphore,
    inside: AtomicU32,
    pub most: AtomicU32,
}

impl Gate {
    pub fn new(stage: &Stage) -> (Arc<Self>, mpsc::Receiver<()>) {
        let (entered, arrivals) = mpsc::channel(16);
        let inner = DirectWire::new(Arc::clone(&stage.site.model), Arc::clone(&stage.clock), Duration::from_secs(2));
        let (open, inside, most) = (Semaphore::new(0), AtomicU32::new(0), AtomicU32::new(0));
        (Arc::new(Self { inner, entered, open, inside, most }), arrivals)
    }

    async fn pass(&self, call: WireCall) -> Result<WireResponse, SiteError> {
        if call.route == Route::Orders {
            let inside = self.inside.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(inside, Ordering::SeqCst);
            self.entered.send(()).await.unwrap();
            self.open.acquire().await.unwrap().forget();
            self.inside.fetch_sub(1, Ordering::SeqCst);
        }
        self.inner.send(call).await
    }
}

impl Wire for Gate {
    fn send(&self, call: WireCall) -> BoxFuture<'_, Result<WireResponse, SiteError>> {
        self.pass(call).boxed()
    }
}

/// A task of the stage over another way.
pub fn task_over(stage: &Stage, wire: Arc<dyn Wire>, seed: u64) -> SyncTask {
    let clock: Arc<dyn Clock> = Arc::clone(&stage.clock);
    let connect = move |config| Ok(SiteClient::over(Arc::clone(&wire), config, Arc::clone(&clock)));
    let tokens: Arc<dyn KeySource> = Arc::clone(&stage.token) as Arc<dyn KeySource>;
    let actor = Actor { user: "sync".to_owned(), till: TillId("sync".to_owned()) };
    SyncTask::new(stage.desk.acting_as(actor), tokens, Box::new(connect), seed)
}
