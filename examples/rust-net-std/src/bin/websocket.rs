// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! WebSocket through the crate `tungstenite`: asks an MQTT broker on 127.0.0.1 to say that it is there, as a browser would,
//! and prints its answer: `websocket PORT`.
//!
//! `cargo build --release --target wasm32-wasip1`, then run it beside mosquitto (`protocol websockets`) with
//! `wasock-run --addr-pool=127.0.0.1/32 websocket.wasm PORT`.

use std::error::Error;

use tungstenite::client::IntoClientRequest;
use tungstenite::http::HeaderValue;
use tungstenite::{Message, client};
use wasock_net::TcpStream;

/// MQTT 3.1.1: "connect", a clean session, no name; and "disconnect".
const CONNECT: &[u8] = b"\x10\x0c\x00\x04MQTT\x04\x02\x00\x3c\x00\x00";
const DISCONNECT: &[u8] = b"\xe0\x00";

fn main() -> Result<(), Box<dyn Error>> {
    let port: u16 = std::env::args().nth(1).ok_or("usage: websocket PORT")?.parse()?;
    let mut request = format!("ws://127.0.0.1:{port}/mqtt").into_client_request()?;
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("mqtt"));
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    let (mut socket, response) = client(request, stream)?;
    println!("{}", response.status());
    socket.send(Message::binary(CONNECT))?;
    println!("{:?}", socket.read()?);
    socket.send(Message::binary(DISCONNECT))?;
    socket.close(None)?;
    while socket.read().is_ok() {}
    Ok(())
}
