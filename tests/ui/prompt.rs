//! The update prompt never takes a keystroke from a sale.
