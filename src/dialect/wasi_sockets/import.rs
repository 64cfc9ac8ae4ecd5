// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The imports, as the canonical ABI lowers WASI 0.2. A call with more than one number for a result writes it to an area.

use super::layout::{AddressCall, Area, OutgoingDatagram, Raw};

/// A call that writes its result to an area.
pub(super) type Get = unsafe extern "C" fn(Raw, *mut Area);
/// A call that takes a value.
pub(super) type Set<T> = unsafe extern "C" fn(Raw, T, *mut Area);
/// A call that makes a pollable.
pub(super) type Subscribe = unsafe extern "C" fn(Raw) -> Raw;
/// A call that drops a handle. The host traps if the handle has children.
pub(super) type Release = unsafe extern "C" fn(Raw);

/// Declares functions of one interface.
macro_rules! interface {
    ($module:literal $($link:literal $name:ident($($arg:ident: $type:ty),*) $(-> $out:ty)?;)*) => {
        #[link(wasm_import_module = $module)]
        unsafe extern "C" {
            $( #[link_name = $link] pub(super) fn $name($($arg: $type),*) $(-> $out)?; )*
        }
    };
}

/// Declares functions that take an address: self, a handle or a tag, the twelve words of the address, the area.
macro_rules! address_calls {
    ($module:literal $($link:literal $name:ident;)*) => {
        interface! { $module $(
            $link $name(
                this: Raw, with: Raw, tag: i32, w1: i32, w2: i32, w3: i32, w4: i32, w5: i32, w6: i32, w7: i32, w8: i32,
                w9: i32, w10: i32, w11: i32, result: *mut Area
            );
        )* }
        $( const _: AddressCall = $name; )*
    };
}

interface! { "wasi:io/error@0.2.0"
    "[resource-drop]error" drop_error(error: Raw);
}

interface! { "wasi:io/poll@0.2.0"
    "poll" poll(pollables: *const Raw, n: usize, indexes: *mut Area);
    "[method]pollable.block" block(pollable: Raw);
    "[resource-drop]pollable" drop_pollable(pollable: Raw);
}

interface! { "wasi:io/streams@0.2.0"
    "[method]input-stream.read" read(stream: Raw, len: u64, list: *mut Area);
    "[method]input-stream.blocking-read" blocking_read(stream: Raw, len: u64, list: *mut Area);
    "[method]input-stream.subscribe" subscribe_input(stream: Raw) -> Raw;
    "[resource-drop]input-stream" drop_input(stream: Raw);
    "[method]output-stream.check-write" check_write(stream: Raw, permit: *mut Area);
    "[method]output-stream.write" write(stream: Raw, at: *const u8, len: usize, result: *mut Area);
    "[method]output-stream.blocking-write-and-flush" blocking_write_and_flush(
        stream: Raw, at: *const u8, len: usize, result: *mut Area
    );
    "[method]output-stream.subscribe" subscribe_output(stream: Raw) -> Raw;
    "[resource-drop]output-stream" drop_output(stream: Raw);
}

interface! { "wasi:cli/stdin@0.2.0"
    "get-stdin" get_stdin() -> Raw;
}

interface! { "wasi:clocks/monotonic-clock@0.2.0"
    "now" now() -> u64;
    "subscribe-duration" subscribe_duration(nanoseconds: u64) -> Raw;
}

interface! { "wasi:sockets/instance-network@0.2.0"
    "instance-network" instance_network() -> Raw;
}

interface! { "wasi:sockets/tcp-create-socket@0.2.0"
    "create-tcp-socket" create_tcp_socket(family: i32, socket: *mut Area);
}

address_calls! { "wasi:sockets/tcp@0.2.0"
    "[method]tcp-socket.start-bind" tcp_start_bind;
    "[method]tcp-socket.start-connect" tcp_start_connect;
}

interface! { "wasi:sockets/tcp@0.2.0"
    "[method]tcp-socket.finish-bind" tcp_finish_bind(socket: Raw, status: *mut Area);
    "[method]tcp-socket.finish-connect" tcp_finish_connect(socket: Raw, streams: *mut Area);
    "[method]tcp-socket.start-listen" tcp_start_listen(socket: Raw, status: *mut Area);
    "[method]tcp-socket.finish-listen" tcp_finish_listen(socket: Raw, status: *mut Area);
    "[method]tcp-socket.accept" tcp_accept(socket: Raw, connection: *mut Area);
    "[method]tcp-socket.local-address" tcp_local_address(socket: Raw, address: *mut Area);
    "[method]tcp-socket.remote-address" tcp_remote_address(socket: Raw, address: *mut Area);
    "[method]tcp-socket.set-listen-backlog-size" tcp_set_backlog(socket: Raw, value: u64, status: *mut Area);
    "[method]tcp-socket.set-keep-alive-enabled" tcp_set_keep_alive(socket: Raw, value: i32, status: *mut Area);
    "[method]tcp-socket.keep-alive-idle-time" tcp_keep_idle(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-keep-alive-idle-time" tcp_set_keep_idle(socket: Raw, value: u64, status: *mut Area);
    "[method]tcp-socket.keep-alive-interval" tcp_keep_interval(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-keep-alive-interval" tcp_set_keep_interval(socket: Raw, value: u64, status: *mut Area);
    "[method]tcp-socket.keep-alive-count" tcp_keep_count(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-keep-alive-count" tcp_set_keep_count(socket: Raw, value: i32, status: *mut Area);
    "[method]tcp-socket.hop-limit" tcp_hop_limit(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-hop-limit" tcp_set_hop_limit(socket: Raw, value: i32, status: *mut Area);
    "[method]tcp-socket.receive-buffer-size" tcp_receive_buffer(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-receive-buffer-size" tcp_set_receive_buffer(socket: Raw, value: u64, status: *mut Area);
    "[method]tcp-socket.send-buffer-size" tcp_send_buffer(socket: Raw, value: *mut Area);
    "[method]tcp-socket.set-send-buffer-size" tcp_set_send_buffer(socket: Raw, value: u64, status: *mut Area);
    "[method]tcp-socket.subscribe" subscribe_tcp(socket: Raw) -> Raw;
    "[method]tcp-socket.shutdown" tcp_shutdown(socket: Raw, how: i32, status: *mut Area);
    "[resource-drop]tcp-socket" drop_tcp(socket: Raw);
}

interface! { "wasi:sockets/udp-create-socket@0.2.0"
    "create-udp-socket" create_udp_socket(family: i32, socket: *mut Area);
}

address_calls! { "wasi:sockets/udp@0.2.0"
    "[method]udp-socket.start-bind" udp_start_bind;
    "[method]udp-socket.stream" udp_stream;
}

interface! { "wasi:sockets/udp@0.2.0"
    "[method]udp-socket.finish-bind" udp_finish_bind(socket: Raw, status: *mut Area);
    "[method]udp-socket.local-address" udp_local_address(socket: Raw, address: *mut Area);
    "[method]udp-socket.unicast-hop-limit" udp_hop_limit(socket: Raw, value: *mut Area);
    "[method]udp-socket.set-unicast-hop-limit" udp_set_hop_limit(socket: Raw, value: i32, status: *mut Area);
    "[method]udp-socket.receive-buffer-size" udp_receive_buffer(socket: Raw, value: *mut Area);
    "[method]udp-socket.set-receive-buffer-size" udp_set_receive_buffer(socket: Raw, value: u64, status: *mut Area);
    "[method]udp-socket.send-buffer-size" udp_send_buffer(socket: Raw, value: *mut Area);
    "[method]udp-socket.set-send-buffer-size" udp_set_send_buffer(socket: Raw, value: u64, status: *mut Area);
    "[method]udp-socket.subscribe" subscribe_udp(socket: Raw) -> Raw;
    "[resource-drop]udp-socket" drop_udp(socket: Raw);
    "[method]incoming-datagram-stream.receive" receive(stream: Raw, most: u64, list: *mut Area);
    "[method]incoming-datagram-stream.subscribe" subscribe_incoming(stream: Raw) -> Raw;
    "[resource-drop]incoming-datagram-stream" drop_incoming(stream: Raw);
    "[method]outgoing-datagram-stream.check-send" check_send(stream: Raw, permit: *mut Area);
    "[method]outgoing-datagram-stream.send" send(
        stream: Raw, datagrams: *const OutgoingDatagram, n: usize, sent: *mut Area
    );
    "[method]outgoing-datagram-stream.subscribe" subscribe_outgoing(stream: Raw) -> Raw;
    "[resource-drop]outgoing-datagram-stream" drop_outgoing(stream: Raw);
}

interface! { "wasi:sockets/ip-name-lookup@0.2.0"
    "resolve-addresses" resolve_addresses(network: Raw, name: *const u8, len: usize, stream: *mut Area);
    "[method]resolve-address-stream.resolve-next-address" resolve_next(stream: Raw, address: *mut Area);
    "[method]resolve-address-stream.subscribe" subscribe_resolve(stream: Raw) -> Raw;
    "[resource-drop]resolve-address-stream" drop_resolve(stream: Raw);
}
