//! The ways in which a person or the system asks a program to end.

/// Returns when this process is asked to end: Ctrl-C, a terminal or session that closes, SIGTERM. Where none of
/// them can be heard it never returns, and the process is ended from outside, which the data survives.
pub(super) async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).inspect_err(|error| tracing::warn!(%error, "a signal cannot be heard")).ok();
        let mut signals = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(listen);
        std::future::poll_fn(|cx| {
            let rang = signals.iter_mut().flatten().any(|signal| signal.poll_recv(cx).is_ready());
            if rang { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
