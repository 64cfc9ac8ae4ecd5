//! Nothing of Rust is in the demo; see `run`.
