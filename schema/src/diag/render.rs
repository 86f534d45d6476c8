//! Diagnostics as rustc shows its own.
