// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Numbers and memory that no honest guest has, with enough honest ones among them that calls get somewhere.

use fastrand::Rng;
use host_stub::harness::{Direct, Function, Shape};

use crate::sequence;

/// Bytes of the guest's memory: one page.
pub const MEMORY: usize = 65_536;

/// Slots of 128 bytes where addresses, numbers and answers are; the first are for what is handed in.
const SLOTS: u32 = 0x400;
const SLOT_COUNT: u32 = 32;
const INPUTS: u32 = 22;
/// Among them, for WasmEdge's look-up: two hints and where the list of answers starts; and a size.
const HINTS: u32 = SLOTS + 128 * 7;
const FIRST_NODE: u32 = SLOTS + 128 * 19;
const SIZE: u32 = SLOTS + 128 * 20;
/// WasmEdge's pointer and length to a storage with a path.
const PATH_ADDRESS: u32 = SLOTS + 128 * 21;
/// Arrays of iovec, sound and unsound.
const IOVECS: u32 = 0x1600;
/// Texts.
const TEXTS: u32 = 0x1a00;
/// Subscriptions of 48 bytes: descriptors to read and to write.
const SUBSCRIPTIONS: u32 = 0x2000;
/// A list of WasmEdge's `addrinfo`, each with its `sockaddr` and data.
const NODES: u32 = 0x3000;
/// Where the rest goes.
const ROOM: u32 = 0x6000;

const LOOK_UP: &str = "sock_getaddrinfo";

/// Addresses in the layouts of all dialects, each in a slot of its own: loopback, some port or none.
const ADDRESSES: [&[u8]; 14] = [
    // WAMR: kind, octets, port; kind, groups.
    &[0, 0, 0, 0, 127, 0, 0, 1, 0, 0],
    &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
    // WASIX: tag, port, octets.
    &[1, 0, 0, 0, 127, 0, 0, 1],
    &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    // 312 and 459: tag, octets, port.
    &[0, 0, 127, 0, 0, 1, 0, 0],
    // WasmEdge: pointer and length, to four octets, to a storage.
    &[0x00, 0x50, 0, 0, 4, 0, 0, 0],
    &[0x80, 0x50, 0, 0, 128, 0, 0, 0],
    // WasmEdge's hints: a stream of IPv4, and anything.
    &[0, 0, 1, 2, 1],
    &[0],
    // A multicast group of each family, as WAMR and as WASIX have it, and an interface.
    &[0, 0, 0, 0, 239, 1, 2, 3],
    &[1, 0, 0, 0, 0x02, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
    &[239, 1, 2, 3],
    &[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    &[127, 0, 0, 1],
];
/// Where the port is in the first five, to have them once more with the port of somebody who is there.
const PORTS: [(usize, usize); 5] = [(0, 8), (1, 20), (2, 2), (3, 2), (4, 6)];
/// What WasmEdge's pointers above name.
const OCTETS: usize = 0x5000;
const STORAGE: usize = 0x5080;
const PATH_STORAGE: usize = 0x5100;

const WORDS: [&str; 8] = ["localhost", "127.0.0.1:0", "[::1]:0", "localhost:9", "file", "made", "../x", "127.0.0.1"];

/// Fills the memory with what calls can use.
pub fn fill(memory: &mut [u8], port: u16, rng: &mut Rng) {
    memory.fill(0);
    for (slot, address) in (SLOTS as usize..).step_by(128).zip(ADDRESSES) {
        memory[slot..slot + address.len()].copy_from_slice(address);
    }
    for (slot, (address, at)) in (SLOTS as usize + 128 * ADDRESSES.len()..).step_by(128).zip(PORTS) {
        memory[slot..slot + ADDRESSES[address].len()].copy_from_slice(ADDRESSES[address]);
        memory[slot + at..slot + at + 2].copy_from_slice(&port.to_le_bytes());
    }
    memory[OCTETS..OCTETS + 4].copy_from_slice(&[127, 0, 0, 1]);
    memory[STORAGE..STORAGE + 6].copy_from_slice(&[1, 0, 127, 0, 0, 1]);
    put(memory, PATH_ADDRESS, &[PATH_STORAGE as u32, 128]);
    let path = sequence::folder().join(["s", "t", "file"][rng.usize(..3)]);
    memory[PATH_STORAGE] = 3;
    let path = path.as_os_str().as_encoded_bytes();
    memory[PATH_STORAGE + 2..][..path.len()].copy_from_slice(path);
    for index in 0..64 {
        let (base, len) = (ROOM + rng.u32(..0x8000), [0, 1, 16, 4096, 20_000][rng.usize(..5)]);
        put(memory, IOVECS + 8 * index, &[base, len]);
    }
    for (at, word) in (TEXTS as usize..).step_by(64).zip(WORDS) {
        memory[at..at + word.len()].copy_from_slice(word.as_bytes());
    }
    for index in 0..16 {
        put(memory, SUBSCRIPTIONS + 48 * index, &[index, 0, 1 + index % 2, 0, 3 + index / 2]);
    }
    for index in 0..16 {
        let node = NODES + 128 * index;
        put(memory, node + 12, &[node + 32, 0, 0, NODES + 128 * ((index + 1) % 16)]);
        put(memory, node + 36, &[26, node + 48]);
    }
    // The first node, where a pointer to a pointer is wanted, and a size where a size is.
    put(memory, FIRST_NODE, &[NODES]);
    put(memory, SIZE, &[16]);
}

fn put(memory: &mut [u8], at: u32, words: &[u32]) {
    for (place, word) in memory[at as usize..].chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
    }
}

/// Now and then something in the memory changes, and now and then all of it is as it was.
pub fn disturb(memory: &mut [u8], port: u16, rng: &mut Rng) {
    match rng.u8(..64) {
        0..4 => fill(memory, port, rng),
        4..8 => {
            let at = rng.u32(..0x4000);
            memory[at as usize] = [0, 1, 2, 3, 255, rng.u8(..)][rng.usize(..6)];
        }
        8..10 => put(memory, rng.u32(..0x1000) * 4, &[edge(rng)]),
        _ => {}
    }
}

/// Values for the parameters of a function: mostly of their kind, so that the call gets to its heart, and now and then
/// anything at all.
pub fn values(function: &Function, guest: &Direct, port: u16, rng: &mut Rng) -> Vec<u64> {
    let mut length = 0;
    let mut values = Vec::with_capacity(function.params.len());
    for (at, (shape, wide)) in function.params.iter().enumerate() {
        let narrow = match (shape, rng.u8(..16)) {
            (_, 0) => anything(rng),
            (Shape::Number, 1..13) if at == 0 => descriptor(function, guest, rng),
            (Shape::Number, 1..8) if function.name.starts_with("path_") => descriptor(function, guest, rng),
            (Shape::Number, 1..4) => descriptor(function, guest, rng),
            (Shape::Number, _) => number(port, rng),
            (Shape::In, 1..) if function.name == LOOK_UP => [HINTS, HINTS + 128, FIRST_NODE][rng.usize(..3)],
            (Shape::Area, 1..) if function.name == LOOK_UP => pointer(Shape::Text, &mut length, rng),
            (Shape::Area, 1..4) if function.name.ends_with("sockopt") => SIZE,
            _ => pointer(*shape, &mut length, rng),
        };
        values.push(if *wide { widened(narrow, rng) } else { narrow.into() });
    }
    values
}

/// One that fits the function, more often than not.
fn descriptor(function: &Function, guest: &Direct, rng: &mut Rng) -> u32 {
    /// The directory that was opened for the guest.
    const DIRECTORY: u32 = 3;
    let of_paths = function.name.starts_with("path_") || function.name.ends_with("dir");
    let of_files = function.name.starts_with("fd_");
    match rng.u8(..4) {
        1.. if of_paths => DIRECTORY,
        2.. if !of_files => rng.choice(guest.sockets()).unwrap_or_default(),
        _ => rng.choice(guest.descriptors()).unwrap_or_default(),
    }
}

fn number(port: u16, rng: &mut Rng) -> u32 {
    /// As a number, and as its octets are in memory.
    const LOOPBACK: [u32; 2] = [0x7f00_0001, 0x0100_007f];
    let small = rng.u32(..26);
    match rng.u8(..9) {
        0 => small,
        1..5 => [0, 0, 0, 0, 0, 1, 1, 2, 2, 4, 5, 6, 17][rng.usize(..13)],
        5 => small / 4,
        6 => LOOPBACK[rng.usize(..2)],
        7 => port.into(),
        _ => rng.u32(..),
    }
}

fn pointer(shape: Shape, length: &mut u32, rng: &mut Rng) -> u32 {
    match shape {
        Shape::In => SLOTS + 128 * [rng.u32(..INPUTS), rng.u32(..SLOT_COUNT)][usize::from(rng.u8(..4) == 0)],
        Shape::Out => SLOTS + 128 * [rng.u32(..SLOT_COUNT), rng.u32(INPUTS..SLOT_COUNT)][usize::from(rng.u8(..4) != 0)],
        Shape::Area => {
            *length = [0, 1, 4, 16, 20, 24, 64, 128, 1024][rng.usize(..9)];
            [ROOM + 8 * rng.u32(..0x1000), SLOTS + 128 * rng.u32(..SLOT_COUNT), SUBSCRIPTIONS][rng.usize(..3)]
        }
        Shape::Text => {
            let word = rng.usize(..WORDS.len());
            *length = WORDS[word].len() as u32;
            TEXTS + 64 * word as u32
        }
        Shape::Iovecs => {
            *length = rng.u32(..5);
            IOVECS + 8 * rng.u32(..60)
        }
        Shape::Length | Shape::Number => *length,
    }
}

fn anything(rng: &mut Rng) -> u32 {
    match rng.u8(..4) {
        0 => SLOTS + 4 * rng.u32(..0x1000),
        1 | 2 => edge(rng),
        _ => rng.u32(..),
    }
}

fn widened(value: u32, rng: &mut Rng) -> u64 {
    match rng.u8(..8) {
        0 => rng.u64(..),
        1 => u64::from(value) << 32,
        2 => u64::MAX - u64::from(value),
        _ => value.into(),
    }
}

/// The edges of the memory and of numbers, and what overflows when it is multiplied.
fn edge(rng: &mut Rng) -> u32 {
    let memory = MEMORY as u32;
    let edges = [0, memory, u32::MAX, 0x7fff_ffff, 0x8000_0000, 0x1000_0000, 0x0924_9249, 0x0555_5556, 0x2000_0000];
    let edge = edges[rng.usize(..edges.len())];
    match rng.u8(..3) {
        0 => edge,
        1 => edge.wrapping_sub(rng.u32(..130)),
        _ => edge.wrapping_add(rng.u32(..4)),
    }
}

/// Files must not eat up the memory that they are in: what can be had is small, or it is negative to the system.
pub fn tame(function: &Function, values: &mut [u64]) {
    if function.name == "fd_allocate" && i64::try_from(values[2]).is_ok() {
        values[2] &= 0xffff;
    }
}

/// Waiting has an end: the first thing waited for is a clock that goes off at once.
pub fn end_wait(function: &Function, values: &[u64], memory: &mut [u8]) {
    if function.name != "poll_oneoff" {
        return;
    }
    let subscriptions = values[0] as u32 as usize;
    if subscriptions > 0 && subscriptions + 48 <= memory.len() {
        memory[subscriptions + 8..subscriptions + 48].fill(0);
        put(memory, subscriptions as u32 + 16, &[1, 0, 1]);
    }
}
