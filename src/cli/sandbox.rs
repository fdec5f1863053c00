//! `expero sandbox`: the practice service for other programs and tests.

use std::sync::Arc;

use chrono::Utc;
use serde_json::json;

use super::args::SandboxArgs;
use super::out::{self, Failure};
use super::{practice, sync};
use crate::domain::clock::{Clock, SystemClock};
use crate::sandbox::model::Rules;
use crate::sandbox::{Sandbox, SandboxConfig};
use crate::text::{self, Lang};

/// Goods that may be booked without an imported stock.
const GOODS: usize = 1_000;

pub(super) fn run(options: &SandboxArgs) -> Result<(), Failure> {
    let lang = Lang::Ru;
    if !options.listen.ip().is_loopback() {
        return Err(Failure::wrong(text::tr(lang, "cli-sandbox-loopback")));
    }
    let runtime = sync::runtime(lang)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let today = clock.now().with_timezone(&Utc).date_naive();
    let config = SandboxConfig {
        seed: options.seed,
        token: options.token.clone(),
        goods: practice::bookable(options.seed, GOODS, today),
        rules: Rules { budgets: !options.no_budget, ..Rules::default() },
        zone: clock.offset(clock.now()),
        ..SandboxConfig::default()
    };
    runtime.block_on(async {
        let running = Sandbox::start_on(options.listen, config, clock).await.map_err(|e| {
            let args = [("address", options.listen.to_string().into()), ("why", e.to_string().into())];
            Failure::said(lang, "cli-cannot-listen", &args)
        })?;
        let ready = json!({
            "address": running.addr.to_string(),
            "url": format!("http://{}", running.addr),
            "token": running.token.expose(),
            "pharmacy_id": running.pharmacy_id,
        });
        out::answer(&ready.to_string());
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Ok(())
    })
}
