// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The functions of the fake host, under the names of the imports.

use super::*;

fn call(name: &'static str) {
    with(|world| world.calls.push(name));
}

fn put(area: *mut Area, at: usize, bytes: &[u8]) {
    for (offset, byte) in bytes.iter().enumerate() {
        // SAFETY: the area has room for what the interface puts there.
        unsafe { area.cast::<u8>().add(at + offset).write(*byte) };
    }
}

fn fail(area: *mut Area, at: usize, code: u8) {
    put(area, 0, &[1]);
    put(area, at, &[code]);
}

/// Memory as `cabi_realloc` gives it.
fn allocate(align: usize, size: usize) -> *mut u8 {
    unsafe extern "C" {
        fn malloc(size: usize) -> *mut c_void;
    }
    let lent = if with(|world| world.ignores_room) {
        core::ptr::null_mut()
    } else {
        wasock_lent(core::ptr::null(), align, size)
    };
    // SAFETY: malloc takes any size.
    if lent.is_null() { unsafe { malloc(size.max(1)) }.cast() } else { lent }
}

fn put_list(area: *mut Area, word: usize, bytes: &[u8], align: usize, len: usize) {
    const WORD: usize = size_of::<usize>();
    let at = allocate(align, bytes.len());
    // SAFETY: there is as much memory.
    unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), at, bytes.len()) };
    put(area, word * WORD, &at.expose_provenance().to_le_bytes());
    put(area, (word + 1) * WORD, &len.to_le_bytes());
}

fn put_address(area: *mut Area, at: usize, addr: &SocketAddr) {
    // SAFETY: an address is 32 bytes.
    put(area, at, &unsafe { core::mem::transmute::<Address, [u8; 32]>(Address::of(addr)) });
}

/// Defines imports.
macro_rules! imports {
    ($($name:ident($($arg:ident: $type:ty),*) $(-> $out:ty)? $body:block)*) => { $(
        pub(crate) unsafe extern "C" fn $name($($arg: $type),*) $(-> $out)? {
            call(stringify!($name));
            $body
        }
    )* };
}

/// Defines those that make a pollable.
macro_rules! subscribes {
    ($($name:ident $kind:literal;)*) => { imports! { $(
        $name(raw: Raw) -> Raw {
            with(|world| {
                world.get(raw, $kind);
                world.add("pollable", raw)
            })
        }
    )* } };
}

/// Defines those that drop a handle.
macro_rules! drops {
    ($($name:ident $kind:literal;)*) => { imports! { $( $name(raw: Raw) { with(|world| world.drop(raw, $kind)) } )* } };
}

/// Defines those of options: setting has no effect, and reading returns 7.
macro_rules! options {
    ($($kind:literal $get:ident $set:ident $type:ty, $at:literal;)*) => { imports! { $(
        $get(raw: Raw, area: *mut Area) {
            with(|world| { world.get(raw, $kind); });
            put(area, $at, &[7]);
        }
        $set(raw: Raw, _value: $type, _area: *mut Area) { with(|world| { world.get(raw, $kind); }) }
    )* } };
}

subscribes! {
    subscribe_tcp "tcp"; subscribe_udp "udp"; subscribe_output "output"; subscribe_incoming "incoming";
    subscribe_outgoing "outgoing"; subscribe_resolve "resolve";
}
drops! {
    drop_error "error"; drop_pollable "pollable"; drop_input "input"; drop_output "output"; drop_tcp "tcp"; drop_udp "udp";
    drop_incoming "incoming"; drop_outgoing "outgoing"; drop_resolve "resolve";
}
options! {
    "tcp" tcp_keep_idle tcp_set_keep_idle u64, 8;
    "tcp" tcp_keep_interval tcp_set_keep_interval u64, 8;
    "tcp" tcp_keep_count tcp_set_keep_count i32, 4;
    "tcp" tcp_hop_limit tcp_set_hop_limit i32, 1;
    "tcp" tcp_receive_buffer tcp_set_receive_buffer u64, 8;
    "tcp" tcp_send_buffer tcp_set_send_buffer u64, 8;
    "udp" udp_hop_limit udp_set_hop_limit i32, 1;
    "udp" udp_receive_buffer udp_set_receive_buffer u64, 8;
    "udp" udp_send_buffer udp_set_send_buffer u64, 8;
}

imports! {
    subscribe_input(raw: Raw) -> Raw {
        with(|world| match world.resources.get(&raw).map(|it| it.kind) {
            Some("stdin") => {
                world.get(raw, "stdin");
                let pollable = world.add("of stdin", 0);
                world.get(pollable, "of stdin").end = Some(u64::MAX);
                pollable
            }
            _ => {
                world.get(raw, "input");
                world.add("pollable", raw)
            }
        })
    }
    get_stdin() -> Raw { with(|world| world.add("stdin", 0)) }
    instance_network() -> Raw { with(|world| world.add("network", 0)) }
    now() -> u64 { with(|world| world.now) }
    subscribe_duration(nanoseconds: u64) -> Raw {
        with(|world| {
            let timer = world.add(if nanoseconds == 0 { "always" } else { "pollable" }, 0);
            let end = world.now.saturating_add(nanoseconds);
            if let Some(timer) = world.resources.get_mut(&timer) {
                timer.end = Some(end);
            }
            timer
        })
    }
    block(pollable: Raw) {
        with(|world| while !world.is_ready(pollable) { world.pass() })
    }
    poll(pollables: *const Raw, n: usize, area: *mut Area) {
        assert!(n != 0, "nothing to poll");
        // SAFETY: the guest says so.
        let pollables = unsafe { core::slice::from_raw_parts(pollables, n) };
        let ready = with(|world| loop {
            let mut ready = Vec::new();
            for (at, pollable) in pollables.iter().enumerate() {
                let is_ready = match world.resources.get(pollable).map(|it| it.kind) {
                    Some("always") => true,
                    Some("of stdin") => false,
                    _ => world.is_ready(*pollable),
                };
                if is_ready {
                    ready.extend((at as u32).to_le_bytes());
                }
            }
            if !ready.is_empty() {
                break ready;
            }
            world.pass();
        });
        put_list(area, 0, &ready, 4, ready.len() / 4);
    }
    read(stream: Raw, len: u64, area: *mut Area) { input(stream, len as usize, area, false) }
    blocking_read(stream: Raw, len: u64, area: *mut Area) { input(stream, len as usize, area, true) }
    check_write(stream: Raw, area: *mut Area) {
        with(|world| {
            let socket = world.above(stream, "output");
            match socket.steps.back() {
                Some(Step::Failed) => broken(world, stream, area, 8),
                _ if socket.sending => {}
                _ if socket.ended => fail(area, 8, 1),
                _ => {
                    socket.permitted = socket.room;
                    put(area, 8, &(socket.room as u64).to_le_bytes());
                }
            }
        })
    }
    write(stream: Raw, at: *const u8, len: usize, _area: *mut Area) {
        with(|world| {
            let socket = world.above(stream, "output");
            assert!(len <= socket.permitted, "{len} bytes are written where {} are permitted", socket.permitted);
            socket.permitted = 0;
            socket.room -= len;
            // SAFETY: the guest says so.
            socket.sent.extend_from_slice(unsafe { core::slice::from_raw_parts(at, len) });
        })
    }
    blocking_write_and_flush(stream: Raw, at: *const u8, len: usize, area: *mut Area) {
        assert!(len <= 4096, "{len} bytes at once");
        with(|world| {
            let socket = world.above(stream, "output");
            if socket.steps.back() == Some(&Step::Failed) {
                return broken(world, stream, area, 4);
            }
            // SAFETY: the guest says so.
            socket.sent.extend_from_slice(unsafe { core::slice::from_raw_parts(at, len) });
        })
    }
    create_tcp_socket(_family: i32, area: *mut Area) {
        let raw = with(|world| {
            let raw = world.add("tcp", 0);
            world.get(raw, "tcp").refuses = world.next_refuses;
            raw
        });
        put(area, 4, &raw.to_le_bytes());
    }
    create_udp_socket(_family: i32, area: *mut Area) {
        let raw = with(|world| world.add("udp", 0));
        put(area, 4, &raw.to_le_bytes());
    }
    tcp_finish_bind(_socket: Raw, _area: *mut Area) {}
    udp_finish_bind(_socket: Raw, _area: *mut Area) {}
    tcp_finish_connect(socket: Raw, area: *mut Area) {
        with(|world| {
            let it = world.get(socket, "tcp");
            match it.refuses {
                _ if it.connecting => fail(area, 4, WOULD_BLOCK),
                Some(code) => fail(area, 4, code),
                None => {
                    let (input, output) = (world.add("input", socket), world.add("output", socket));
                    put(area, 4, &input.to_le_bytes());
                    put(area, 8, &output.to_le_bytes());
                }
            }
        })
    }
    tcp_set_backlog(_socket: Raw, value: u64, _area: *mut Area) { assert!(value != 0, "no backlog") }
    tcp_start_listen(_socket: Raw, _area: *mut Area) {}
    tcp_finish_listen(socket: Raw, _area: *mut Area) { with(|world| world.get(socket, "tcp").listening = true) }
    tcp_accept(socket: Raw, area: *mut Area) {
        with(|world| {
            let it = world.get(socket, "tcp");
            if it.backlog == 0 {
                it.sticky = false;
                return fail(area, 4, WOULD_BLOCK);
            }
            it.backlog -= 1;
            let new = world.add("tcp", 0);
            let (input, output) = (world.add("input", new), world.add("output", new));
            for (at, raw) in [(4, new), (8, input), (12, output)] {
                put(area, at, &raw.to_le_bytes());
            }
        })
    }
    tcp_local_address(_socket: Raw, area: *mut Area) { put_address(area, 4, &LOCAL) }
    udp_local_address(_socket: Raw, area: *mut Area) { put_address(area, 4, &LOCAL) }
    tcp_remote_address(_socket: Raw, area: *mut Area) { put_address(area, 4, &PEER) }
    tcp_set_keep_alive(socket: Raw, _value: i32, _area: *mut Area) { with(|world| { world.get(socket, "tcp"); }) }
    tcp_shutdown(socket: Raw, _how: i32, _area: *mut Area) { with(|world| world.get(socket, "tcp").ended = true) }
    receive(stream: Raw, most: u64, area: *mut Area) {
        assert_eq!(most, 1);
        let next = with(|world| {
            let socket = world.above(stream, "incoming");
            let next = socket.datagrams.pop_front();
            socket.sticky &= next.is_some();
            next
        });
        let Some((bytes, from)) = next else { return put_list(area, 1, &[], 4, 0) };
        let list = allocate(8, size_of::<IncomingDatagram>()).cast::<IncomingDatagram>();
        let at = allocate(1, bytes.len());
        // SAFETY: there is as much memory.
        unsafe {
            core::ptr::copy_nonoverlapping(bytes.as_ptr(), at, bytes.len());
            list.write_unaligned(IncomingDatagram { at, len: bytes.len(), from: Address::of(&from) });
        }
        const WORD: usize = size_of::<usize>();
        put(area, WORD, &list.expose_provenance().to_le_bytes());
        put(area, 2 * WORD, &1usize.to_le_bytes());
    }
    check_send(stream: Raw, area: *mut Area) {
        with(|world| {
            let socket = world.above(stream, "outgoing");
            socket.permitted = socket.room;
            put(area, 8, &(socket.room as u64).to_le_bytes());
        })
    }
    send(stream: Raw, datagrams: *const OutgoingDatagram, n: usize, area: *mut Area) {
        with(|world| {
            let socket = world.above(stream, "outgoing");
            assert!(n <= socket.permitted, "{n} datagrams are sent where {} are permitted", socket.permitted);
            socket.permitted = 0;
            socket.room -= n;
            // SAFETY: the guest says so.
            let datagram = unsafe { &*datagrams };
            let to = (datagram.has_address != 0).then(|| datagram.to.get());
            assert!(to.is_none() || socket.peer.is_none() || to == socket.peer, "the host refuses {to:?}");
            // SAFETY: the guest says so.
            socket.sent.extend_from_slice(unsafe { core::slice::from_raw_parts(datagram.at, datagram.len) });
            put(area, 8, &(n as u64).to_le_bytes());
        })
    }
    resolve_addresses(_network: Raw, _name: *const u8, _len: usize, area: *mut Area) {
        let raw = with(|world| world.add("resolve", 0));
        put(area, 4, &raw.to_le_bytes());
    }
    resolve_next(_stream: Raw, area: *mut Area) {
        if let Some(addr) = with(|world| world.names.pop()) {
            put(area, 2, &[1]);
            match addr {
                SocketAddr::V4 { octets, .. } => put(area, 6, &octets),
                SocketAddr::V6 { octets, .. } => {
                    put(area, 4, &[1]);
                    put(area, 6, &super::super::layout::words_to_octets(octets));
                }
            }
        }
    }
}

/// What every socket says of itself.
pub(crate) const LOCAL: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 4000 };
/// And of its peer.
pub(crate) const PEER: SocketAddr = SocketAddr::V4 { octets: [127, 0, 0, 1], port: 5000 };

fn broken(world: &mut World, stream: Raw, area: *mut Area, at: usize) {
    let _parent = stream;
    let error = world.add("error", 0);
    fail(area, at, 0);
    put(area, at + 4, &error.to_le_bytes());
}

/// Both ways of reading.
fn input(stream: Raw, len: usize, area: *mut Area, waits: bool) {
    let bytes = with(|world| {
        loop {
            let socket = world.above(stream, "input");
            match socket.steps.front_mut() {
                None | Some(Step::Later) if waits => {
                    world.pass();
                    continue;
                }
                None | Some(Step::Later) => {
                    socket.sticky = false;
                    break Some(Vec::new());
                }
                Some(Step::End) => {
                    fail(area, 4, 1);
                    break None;
                }
                Some(Step::Failed) => {
                    broken(world, stream, area, 4);
                    break None;
                }
                Some(Step::Data(bytes)) => {
                    let piece: Vec<u8> = bytes.drain(..len.min(bytes.len())).collect();
                    if bytes.is_empty() {
                        socket.steps.pop_front();
                    }
                    socket.sticky = piece.len() == len;
                    break Some(piece);
                }
            }
        }
    });
    if let Some(bytes) = bytes {
        put_list(area, 1, &bytes, 1, bytes.len());
    }
}

/// Defines those that take an address.
macro_rules! address_calls {
    ($($name:ident $body:expr;)*) => { $(
        pub(crate) unsafe extern "C" fn $name(
            this: Raw, with: Raw, a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32, i: i32, j: i32, k: i32,
            l: i32, area: *mut Area,
        ) {
            call(stringify!($name));
            let body: fn(Raw, Raw, [i32; 12], *mut Area) = $body;
            body(this, with, [a, b, c, d, e, f, g, h, i, j, k, l], area);
        }
    )* };
}

address_calls! {
    tcp_start_bind |_, _, _, _| ();
    udp_start_bind |_, _, _, _| ();
    tcp_start_connect |socket, _, words, area| with(|world| {
        assert!(words[2..6] != [0; 4], "any address is nobody's");
        let it = world.get(socket, "tcp");
        match it.refuses {
            Some(INVALID_STATE) => fail(area, 1, INVALID_STATE),
            refuses => it.connecting = refuses != Some(UNREACHABLE),
        }
    });
    udp_stream |socket, tag, words, area| with(|world| {
        let children = world.resources.values().any(|child| child.parent == socket && child.kind != "pollable");
        assert!(!children, "the former streams are there");
        let [_, port, a, b, c, d, ..] = words;
        let octets = [a, b, c, d].map(|octet| octet as u8);
        world.get(socket, "udp").peer = (tag != 0).then_some(SocketAddr::V4 { octets, port: port as u16 });
        let (input, output) = (world.add("incoming", socket), world.add("outgoing", socket));
        put(area, 4, &input.to_le_bytes());
        put(area, 8, &output.to_le_bytes());
    });
}

const _: () = assert!(size_of::<Words>() == 48);
