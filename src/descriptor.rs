//! Descriptors that the library hands out itself, and what it keeps of them.

pub(crate) mod table;
