//! From `tracing` to records: fields of the spans around a line, level, module, words.

use std::sync::Arc;

use tracing::span::{Attributes, Id};
use tracing::{Event, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::levels::Levels;
use super::line::{Fields, module_of};
use super::writer::Mouth;
use crate::domain::clock::Clock;
use crate::domain::log::{Level, NewRecord};

/// Makes a record of every line that is of interest.
pub(super) struct LogLayer {
    mouth: Mouth,
    levels: Arc<Levels>,
    clock: Arc<dyn Clock>,
}

impl LogLayer {
    pub(super) const fn new(mouth: Mouth, levels: Arc<Levels>, clock: Arc<dyn Clock>) -> Self {
        Self { mouth, levels, clock }
    }
}

fn level_of(metadata: &Metadata<'_>) -> Level {
    match *metadata.level() {
        tracing::Level::ERROR => Level::Error,
        tracing::Level::WARN => Level::Warn,
        tracing::Level::INFO => Level::Info,
        tracing::Level::DEBUG => Level::Debug,
        tracing::Level::TRACE => Level::Trace,
    }
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    /// Asked anew each time: the owner may change the level while the program runs.
    fn register_callsite(&self, _metadata: &'static Metadata<'static>) -> tracing::subscriber::Interest {
        tracing::subscriber::Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>, _cx: Context<'_, S>) -> bool {
        // A span is no line: it only names what lines inside are about.
        metadata.is_span() || self.levels.takes(module_of(metadata.target()), level_of(metadata))
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = cx.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, cx: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        // From the innermost span outwards: what is nearer counts.
        for span in cx.event_scope(event).into_iter().flatten() {
            if let Some(around) = span.extensions().get::<Fields>() {
                fields.inherit(around);
            }
        }
        self.mouth.say(NewRecord {
            at_micros: self.clock.now().timestamp_micros(),
            level: level_of(event.metadata()),
            module: module_of(event.metadata().target()),
            message: fields.words(self.levels.lang()),
            order: fields.order,
            http: fields.http(),
            fields: fields.rest(),
            till: self.levels.place(fields.till.take().unwrap_or_default()),
            operation: fields.operation.take().unwrap_or_default(),
            request: std::mem::take(&mut fields.request),
            response: std::mem::take(&mut fields.response),
        });
    }
}
