//! A native test double.
