//! TCP: connections, and who takes them.

mod listener;
mod stream;

pub use listener::{Incoming, TcpListener};
pub use stream::{Shutdown, TcpStream};
