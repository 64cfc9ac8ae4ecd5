// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Every call of wasock-net, without the standard library and without what formats: `tour PEER REFUSED OWN`. PEER is the
//! port of an echo server on 127.0.0.1, nobody listens at REFUSED, and OWN is free.
//!
//! It prints what it observes, natively what Linux says.
#![cfg_attr(target_family = "wasm", no_std, no_main)]

use core::ffi::{c_char, c_int};
use core::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use core::time::Duration;

use net_guests::{port, print, print_number};
use wasock_net::{
    Error, Events, OwnedFd, PollFd, Result, Shutdown, TcpListener, TcpStream, ToSocketAddrs, UdpSocket, look_up, poll,
};

/// What a line shows of the result of a call.
trait Shown {
    fn show(&self);
}

impl Shown for () {
    fn show(&self) {
        print("ok");
    }
}

impl Shown for usize {
    fn show(&self) {
        print_number(*self);
    }
}

impl Shown for bool {
    fn show(&self) {
        print(if *self { "yes" } else { "no" });
    }
}

impl<T: Shown> Shown for Option<T> {
    fn show(&self) {
        match self {
            Some(value) => value.show(),
            None => print("none"),
        }
    }
}

impl Shown for Error {
    fn show(&self) {
        print(self.name());
    }
}

impl Shown for &str {
    fn show(&self) {
        print(self);
    }
}

/// One line.
fn line<T: Shown>(what: &str, result: Result<T>) {
    print(what);
    print(": ");
    match result {
        Ok(value) => value.show(),
        Err(error) => print(error.name()),
    }
    print("\n");
}

/// A call that only has to succeed.
fn done<T>(result: Result<T>) -> Result<()> {
    result.map(|_done| ())
}

const SECOND: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(5);

fn client(peer: SocketAddr) -> Result<()> {
    let stream = TcpStream::connect(peer)?;
    line("send", stream.send(b"hello"));
    let mut room = [0; 64];
    line("poll", poll(&mut [PollFd::new(&stream, Events::READABLE)], Some(PATIENCE)));
    line("peek", stream.peek(&mut room));
    line("receive", stream.recv(&mut room));
    line("the data", Ok(room.starts_with(b"hello")));
    line("peer", stream.peer_addr().map(|addr| addr == peer));
    line("local", stream.local_addr().map(|addr| addr.port() != 0));
    line("nodelay", stream.set_nodelay(true));
    line("nodelay is set", stream.nodelay());
    line("ttl", stream.set_ttl(33));
    line("ttl is set", stream.ttl().map(|ttl| ttl as usize));
    line("pending error", stream.take_error());
    line("no read timeout", stream.read_timeout().map(|time| time.is_none()));
    line("read timeout", stream.set_read_timeout(Some(Duration::from_millis(20))));
    line("read timeout is set", stream.read_timeout().map(|time| time.is_some()));
    line("write timeout", stream.set_write_timeout(Some(SECOND)));
    line("write timeout is set", stream.write_timeout().map(|time| time == Some(SECOND)));
    line("zero timeout", stream.set_read_timeout(Some(Duration::ZERO)));
    let nonblocking = stream.set_nonblocking(true);
    line("nonblocking", nonblocking);
    if nonblocking.is_ok() {
        line("nothing yet", stream.recv(&mut room));
    }
    line("poll for nothing", poll(&mut [PollFd::new(&stream, Events::READABLE)], Some(Duration::from_millis(5))));
    line("blocking", stream.set_nonblocking(false));
    line("all", stream.send_all(&[7; 300]));
    line("shutdown", stream.shutdown(Shutdown::Write));
    Ok(())
}

fn after_shutdown(peer: SocketAddr) -> Result<usize> {
    let stream = TcpStream::connect(peer)?;
    stream.send_all(&[7; 300])?;
    stream.shutdown(Shutdown::Write)?;
    let (mut room, mut whole) = ([0; 64], 0);
    loop {
        match stream.recv(&mut room)? {
            0 => return Ok(whole),
            count => whole += count,
        }
    }
}

fn server(own: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(own)?;
    line("listener's address", listener.local_addr().map(|addr| addr == own));
    let client = TcpStream::connect(own)?;
    let (server, peer) = listener.accept()?;
    line("peer of accept", Ok(Some(peer) == client.local_addr().ok()));
    line("server sends", server.send(b"hello"));
    line("client receives", client.recv(&mut [0; 64]));
    let _other = TcpStream::connect(own)?;
    line("incoming", listener.incoming().next().map_or(Ok(false), |next| next.map(|_stream| true)));
    line("nonblocking listener", listener.set_nonblocking(true));
    line("nobody comes", done(listener.accept()));
    line("address in use", done(TcpListener::bind(own)));
    drop(client);
    let mut ends = [PollFd::new(&server, Events::READABLE), PollFd::new(&listener, Events::READABLE)];
    line("poll of two", poll(&mut ends, Some(PATIENCE)));
    let [end, nobody] = ends;
    line("end", Ok(end.happened().contains(Events::READABLE)));
    line("nobody", Ok(nobody.happened().is_empty()));
    line("end of the stream", server.recv(&mut [0; 64]));
    line("connect_timeout", done(TcpStream::connect_timeout(&own, PATIENCE)));
    Ok(())
}

fn datagrams(own: SocketAddr) -> Result<()> {
    let one = UdpSocket::bind(own)?;
    let other = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    let mut room = [0; 4];
    line("send_to", other.send_to(b"hello", own));
    let mut waiting = [PollFd::new(&one, Events::READABLE)];
    line("poll of a datagram", poll(&mut waiting, Some(PATIENCE)));
    line("peek_from", one.peek_from(&mut room).map(|(count, _from)| count));
    let from = one.recv_from(&mut room);
    line("cut", from.map(|(count, _from)| count));
    line("sender", from.and_then(|(_count, from)| other.local_addr().map(|addr| addr == from)));
    line("not connected", other.send(b"x"));
    line("connect", other.connect(own));
    line("connected", other.peer_addr().map(|addr| addr == own));
    line("send", other.send(b"abc"));
    line("poll of another", poll(&mut waiting, Some(PATIENCE)));
    line("receive", one.recv(&mut room));
    line("broadcast", one.set_broadcast(true));
    line("broadcast is set", one.broadcast());
    line("multicast ttl", one.set_multicast_ttl_v4(3));
    line("multicast ttl is set", one.multicast_ttl_v4().map(|ttl| ttl as usize));
    line("multicast loop", one.set_multicast_loop_v4(false));
    line("multicast loop is set", one.multicast_loop_v4());
    line("no group", one.join_multicast_v4(&Ipv4Addr::LOCALHOST, &Ipv4Addr::UNSPECIFIED));
    line("group never joined", one.leave_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &Ipv4Addr::UNSPECIFIED));
    let timeout = one.set_read_timeout(Some(Duration::from_millis(20)));
    line("read timeout", timeout);
    if timeout.is_ok() {
        line("nothing comes", one.recv(&mut room));
    }
    Ok(())
}

fn bad(refused: SocketAddr) {
    let no_addresses: &[SocketAddr] = &[];
    line("refused", done(TcpStream::connect(refused)));
    line("refused in time", done(TcpStream::connect_timeout(&refused, PATIENCE)));
    line("no time", done(TcpStream::connect_timeout(&refused, Duration::ZERO)));
    line("no address", done(TcpStream::connect(no_addresses)));
    // SAFETY: nobody has a descriptor of this number.
    let closed = unsafe { TcpStream::from_raw_fd(1_000_000) };
    line("closed: receive", closed.recv(&mut [0; 4]));
    line("closed: send", closed.send(b"x"));
    line("closed: local", done(closed.local_addr()));
    line("closed: nonblocking", closed.set_nonblocking(true));
    line("closed: pending error", closed.take_error());
    let mut closed = [PollFd::new(&closed, Events::READABLE), PollFd::of(-1, Events::WRITABLE)];
    line("closed: poll", poll(&mut closed, Some(SECOND)));
    let [closed, negative] = closed;
    line("closed: invalid", Ok(closed.happened() == Events::INVALID));
    line("negative: nothing", Ok(negative.happened().is_empty()));
    line(
        "IPv6 group",
        UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.join_multicast_v6(&Ipv6Addr::LOCALHOST, 0)),
    );
    line(
        "wrong family",
        UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.send_to(b"x", (Ipv6Addr::LOCALHOST, 7))),
    );
    line(
        "not a listener",
        UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))
            .and_then(|socket| done(TcpListener::from(OwnedFd::from(socket)).accept())),
    );
}

fn names() {
    line(
        "localhost",
        look_up("localhost", 7).map(|mut all| all.all(|addr| addr.ip().is_loopback() && addr.port() == 7)),
    );
    line("a number", look_up("127.0.0.1", 7).map(Iterator::count));
    line("a name with a NUL", done(look_up("local\0host", 7)));
    line("a name that is too long", done(look_up(str::from_utf8(&[b'a'; 300]).unwrap_or_default(), 7)));
    line("a text", "127.0.0.1:7".to_socket_addrs().map(Iterator::count));
    line("IPv6", "[::1]:7".to_socket_addrs().map(Iterator::count));
    line("no port", done("127.0.0.1".to_socket_addrs()));
    line("a wrong port", done("127.0.0.1:x".to_socket_addrs()));
}

fn run([peer, refused, own]: [u16; 3]) -> c_int {
    let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    line("client", client(at(peer)));
    line("until the end", after_shutdown(at(peer)));
    line("server", server(at(own)));
    line("datagrams", datagrams(at(own)));
    bad(at(refused));
    names();
    0
}

/// `main`, by the name that clang gives it and the C library calls.
#[cfg(target_family = "wasm")]
#[unsafe(export_name = "__main_argc_argv")]
extern "C" fn main(argc: c_int, argv: *const *const c_char) -> c_int {
    // SAFETY: they are those of `main`.
    run([1, 2, 3].map(|n| unsafe { port(argc, argv, n) }))
}

#[cfg(not(target_family = "wasm"))]
fn main() {
    let texts: Vec<_> =
        std::env::args_os().filter_map(|text| std::ffi::CString::new(text.into_encoded_bytes()).ok()).collect();
    let argv: Vec<*const c_char> = texts.iter().map(|text| text.as_ptr()).collect();
    // SAFETY: each is a text that ends with NUL.
    std::process::exit(run([1, 2, 3].map(|n| unsafe { port(argv.len() as c_int, argv.as_ptr(), n) })));
}
