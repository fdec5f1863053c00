//! The path of an order by keys alone.
