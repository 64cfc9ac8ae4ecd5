//! Addresses as text: `<arpa/inet.h>`.

pub(crate) mod text;
