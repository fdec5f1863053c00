//! Which process runs the background task, as its lease tells.

use crate::store;
use crate::usecase::task::LEASE;
use crate::usecase::{Query, ReadCx, UseError};

/// The holder of a lease that has not run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskRunner;

/// The answer to [`TaskRunner`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runner {
    /// Number of the process on its machine, as the system shows it.
    pub process: String,
    /// It holds the seat of a machine besides: whether it still lives, the seat's lock tells. Without a seat the
    /// lease is all that is known.
    pub is_seated: bool,
}

impl Query for TaskRunner {
    type Rows = Option<Runner>;

    fn run(self, cx: &ReadCx<'_>) -> Result<Option<Runner>, UseError> {
        Ok(store::lease::holder(cx.sql, LEASE, cx.now)?.map(|holder| read(&holder)))
    }
}

/// `seat/4711-0b9f…` or `4711-0b9f…`.
fn read(holder: &str) -> Runner {
    let (is_seated, name) = holder.rsplit_once('/').map_or((false, holder), |(_, name)| (true, name));
    let process = name.split('-').next().unwrap_or(name).to_owned();
    Runner { process, is_seated }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_read_with_and_without_a_seat() {
        let runner = |process: &str, is_seated| Runner { process: process.to_owned(), is_seated };
        assert_eq!(read("9f3a/4711-0b9f-22"), runner("4711", true));
        assert_eq!(read("4711-0b9f-22"), runner("4711", false));
    }
}
