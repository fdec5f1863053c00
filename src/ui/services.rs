//! Work that needs a thread, a file or a printer: asked for here, done by what `main` hands in.
//!
//! The screens never touch files or printers; they ask and poll.

/// Side jobs of the screens. Every method returns at once.
pub trait Services: Send + Sync {}

/// Services of a program without printers and files: practice and tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoServices;

impl Services for NoServices {}
