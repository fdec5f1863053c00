//! The sandbox on a loopback socket.
//!
//! Owns: listening, turning HTTP into [`WireRequest`] and a [`Delivery`] into bytes, a real cut of the
//! connection. Refuses to listen on anything but loopback. All behaviour is the model's.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Request, State};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use bytes::Bytes;
use futures_util::stream;
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::control;
use super::faults::{Delivery, exchange};
use super::model::{MAX_BODY, SandboxConfig, SandboxModel};
use crate::domain::clock::Clock;
use crate::site::secret::Secret;
use crate::site::wire::{WireRequest, WireResponse};

/// Starts sandboxes.
pub struct Sandbox;

/// A sandbox that listens; stops when dropped.
pub struct Running {
    /// Where.
    pub addr: SocketAddr,
    /// The token a till may use.
    pub token: Secret,
    /// The pharmacy it serves.
    pub pharmacy_id: String,
    /// The service itself, for tests in the same process.
    pub model: Arc<Mutex<SandboxModel>>,
    stopped: Arc<AtomicBool>,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    /// Locks the model.
    pub fn lock(&self) -> std::sync::MutexGuard<'_, SandboxModel> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops listening and breaks what is open. The model stays.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.task.abort();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Sandbox {
    /// Starts on any free port of 127.0.0.1.
    ///
    /// # Errors
    /// As of listening.
    pub async fn start(config: SandboxConfig, clock: Arc<dyn Clock>) -> io::Result<Running> {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0)), config, clock).await
    }

    /// Starts on `addr`, with a fresh service.
    ///
    /// # Errors
    /// As of listening; `PermissionDenied` for an address that is not loopback.
    pub async fn start_on(addr: SocketAddr, config: SandboxConfig, clock: Arc<dyn Clock>) -> io::Result<Running> {
        let model = Arc::new(Mutex::new(SandboxModel::new(config, clock.now())));
        Self::serve(addr, model, clock).await
    }

    /// Puts an existing service on `addr`, for example again after [`Running::stop`].
    ///
    /// # Errors
    /// As of listening; `PermissionDenied` for an address that is not loopback.
    pub async fn serve(
        addr: SocketAddr,
        model: Arc<Mutex<SandboxModel>>,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Running> {
        if !addr.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the sandbox listens on loopback only"));
        }
        let listener = TcpListener::bind(addr).await?;
        let addr = listener.local_addr()?;
        let (token, pharmacy_id) = {
            let m = model.lock().unwrap_or_else(PoisonError::into_inner);
            (Secret::new(&m.token()), m.pharmacy_id().to_owned())
        };
        let stopped = Arc::new(AtomicBool::new(false));
        let shared = Shared { model: Arc::clone(&model), clock, stopped: Arc::clone(&stopped) };
        let app = Router::new().fallback(answer).with_state(shared);
        let service = app.into_make_service_with_connect_info::<Conn>();
        let task = tokio::spawn(async move {
            // Ends only by abort: accept errors are retried inside.
            let _ = axum::serve(CutListener(listener), service).await;
        });
        Ok(Running { addr, token, pharmacy_id, model, stopped, task })
    }
}

#[derive(Clone)]
struct Shared {
    model: Arc<Mutex<SandboxModel>>,
    clock: Arc<dyn Clock>,
    stopped: Arc<AtomicBool>,
}

async fn answer(State(shared): State<Shared>, ConnectInfo(conn): ConnectInfo<Conn>, request: Request) -> Response {
    let request = match read(request).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let delivery = {
        let mut model = shared.model.lock().unwrap_or_else(PoisonError::into_inner);
        let now = shared.clock.now();
        if request.path.starts_with(control::PREFIX) {
            let response = control::handle(&mut model, &request, now);
            Delivery::Answer { response, delay: Duration::ZERO, drip: None }
        } else if shared.stopped.load(Ordering::SeqCst) {
            Delivery::Cut
        } else {
            exchange(&mut model, &request, now)
        }
    };
    match delivery {
        Delivery::Answer { response, delay, drip } => {
            tokio::time::sleep(delay).await;
            write(response, drip)
        }
        Delivery::Cut => {
            conn.0.store(true, Ordering::SeqCst);
            Response::new(Body::empty())
        }
        Delivery::Hang => std::future::pending().await,
    }
}

async fn read(request: Request) -> Result<WireRequest, Response> {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        let refusal = super::model::problem::refuse(413, "body_too_large", "the body is over 32 MiB");
        return Err(write(refusal, None));
    };
    let headers =
        head.headers.iter().filter_map(|(n, v)| Some((n.as_str().to_owned(), v.to_str().ok()?.to_owned()))).collect();
    let path = head.uri.path().to_owned();
    Ok(WireRequest {
        method: head.method.as_str().to_owned(),
        path,
        query: query_of(head.uri.query().unwrap_or("")),
        headers,
        body,
    })
}

fn query_of(text: &str) -> Vec<(String, String)> {
    let decode = |s: &str| percent_decode_str(&s.replace('+', " ")).decode_utf8_lossy().into_owned();
    text.split('&')
        .filter(|p| !p.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn write(response: WireResponse, drip: Option<(usize, Duration)>) -> Response {
    let mut builder = Response::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    let body = match drip {
        None => Body::from(response.body),
        Some((bytes, pause)) => Body::from_stream(stream::unfold(response.body, move |mut left| async move {
            if left.is_empty() {
                return None;
            }
            tokio::time::sleep(pause).await;
            let piece = left.split_to(bytes.min(left.len()));
            Some((Ok::<Bytes, io::Error>(piece), left))
        })),
    };
    builder.body(body).unwrap_or_else(|_| Response::new(Body::empty()))
}

/// Set to break the connection at its next read or write.
#[derive(Clone)]
struct Conn(Arc<AtomicBool>);

impl Connected<IncomingStream<'_, CutListener>> for Conn {
    fn connect_info(stream: IncomingStream<'_, CutListener>) -> Self {
        Self(Arc::clone(&stream.io().cut))
    }
}

struct CutListener(TcpListener);

impl Listener for CutListener {
    type Io = CutIo;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (CutIo, SocketAddr) {
        let (inner, addr) = Listener::accept(&mut self.0).await;
        (CutIo { inner, cut: Arc::new(AtomicBool::new(false)) }, addr)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A TCP stream that can be broken from the handler: the next write fails, hyper drops the stream, and the
/// peer sees the connection end without an answer.
struct CutIo {
    inner: TcpStream,
    cut: Arc<AtomicBool>,
}

impl CutIo {
    fn broken(&self) -> Option<io::Error> {
        self.cut.load(Ordering::SeqCst).then(|| io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

impl AsyncRead for CutIo {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(e) = self.broken() {
            return Poll::Ready(Err(e));
        }
        Pin::new(&mut self.inner).poll_read(cx, buf)
    }
}

impl AsyncWrite for CutIo {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        if let Some(e) = self.broken() {
            return Poll::Ready(Err(e));
        }
        Pin::new(&mut self.inner).poll_write(cx, data)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
