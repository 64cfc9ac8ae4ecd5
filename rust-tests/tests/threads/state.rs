// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What the library keeps between two calls, and why threads cannot spoil it for each other.

use std::collections::BTreeSet;

use rust_tests::Result;

/// Every variable of the library, by the end of its name.
const ALLOWED: [(&str, &str); 31] = [
    ("inet::LAST", "POSIX: inet_ntoa answers in one static buffer"),
    ("servent::ENTRY", "POSIX: getservbyname and its kin answer in one static structure; the _r forms do not"),
    ("servent::WALK", "POSIX: one walk through the services at a time"),
    ("protoent::ENTRY", "POSIX: as for services"),
    ("protoent::WALK", "POSIX: as for services"),
    ("netent::ENTRY", "POSIX: as for services"),
    ("netent::WALK", "POSIX: as for services"),
    ("hostent::LAST", "POSIX: gethostbyname answers in static storage; swapped atomically"),
    ("berkeley::pool::POOLS", "atomics: every thread finds the same"),
    ("copy", "berkeley.c, an atomic: every thread stores the same"),
    ("ueno::PROTOCOLS", "atomics: every thread finds the same"),
    ("ahead::SOCKETS", "behind a lock"),
    ("wamr::signal::PEER", "never read: where a host may write what nobody looks at"),
    (
        "wasock_kept_serve",
        "an atomic: null, the function that knows dead connections, or the one that knows all, which stays",
    ),
    ("refusal", "wamr.c, an atomic: null, the function that knows datagrams, or the one that knows all, which stays"),
    ("bind_keeping_linger", "wamr.c, an atomic: null, or the same function for every thread"),
    ("wasock_sigpipe_is_ignored", "nobody writes it"),
    ("first_free", "heap.c, unused with threads: pthread_create needs malloc, which is then the heap"),
    (
        "judge_errors",
        "wasix.c, an atomic: null, the function that knows limits, or the one that knows all, which stays",
    ),
    ("wasock_held_serve", "an atomic: null, the function that knows limits, or the one that knows all, which stays"),
    ("held::SOCKETS", "behind a lock"),
    ("wasock_send_in_time", "an atomic: null, or the same function for every thread"),
    ("recv::RO_FLAGS", "never read: where a host may write what nobody looks at"),
    ("wasix::port::ORDER", "an atomic: every thread finds the same"),
    ("wasmedge::option::BY_VALUE", "an atomic: every thread finds the same"),
    ("no_delay::SOCKETS", "atomics: a place has one socket, and no number comes again"),
    ("no_delay::FULL", "an atomic: once set, it stays"),
    ("preview1::LEFT", "an atomic: who clears a bit has the socket"),
    ("keep_to", "glue.c, an atomic: null, or the same function for every thread"),
    ("socket::TABLE", "behind a lock"),
    ("table::next_version::NEXT", "an atomic counter"),
];

/// Whether all of it may be.
pub fn is_allowed(variables: &BTreeSet<String>) -> Result<()> {
    let unknown = variables.iter().filter(|name| !ALLOWED.iter().any(|(end, _)| name.ends_with(end)));
    let unknown: Vec<_> = unknown.map(String::as_str).collect();
    if unknown.is_empty() { Ok(()) } else { Err(format!("state that nobody has answered for: {}", unknown.join(", "))) }
}

/// Whether there still is what is allowed.
pub fn is_all_there(variables: &BTreeSet<String>) -> Result<()> {
    let gone = ALLOWED.iter().filter(|(end, _)| !variables.iter().any(|name| name.ends_with(end)));
    let gone: Vec<_> = gone.map(|(end, _)| *end).collect();
    if gone.is_empty() {
        Ok(())
    } else {
        Err(format!("no archive keeps {} any more: delete the line", gone.join(", ")))
    }
}
