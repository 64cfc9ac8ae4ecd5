//! Sockets for datagrams.
pub(super) struct Verbs {}
