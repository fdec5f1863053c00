//! A sale by keyboard and scanner alone.
