// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! What has gone wrong in other hosts, and must not here. Each lesson names its test, wherever that is:
//!
//! | what happened | the lesson | its test |
//! |---|---|---|
//! | wasmtime GHSA-hmmr-87qq-258j: who may receive from a peer sends to it once connected | ask for each use when it happens | rules.rs to_be_connected_is_no_right_to_send_or_to_receive |
//! | the same with datagrams that were queued before | ask for each datagram | rules.rs what_came_before_the_connect_is_dropped_too |
//! | wasmtime CVE-2026-27204: a guest makes the host allocate and open without end | limits that hold without being asked for | limits.rs sockets |
//! | the same, with connections that are accepted | | limits.rs accepted_sockets_too |
//! | the same, with the bytes of one call | | limits.rs bytes_of_one_call |
//! | the same, with many buffers | | limits.rs buffers_of_one_call |
//! | the same, with the answers of a resolver | | limits.rs results_of_one_look_up |
//! | the same, with a list in the guest's memory | | limits.rs nodes_of_a_list_that_does_not_end |
//! | the same, with connections that wait | | limits.rs connections_that_wait |
//! | the same, with what is captured of its output | | lessons.rs what_is_captured_has_an_end |
//! | WAMR CVE-2026-54914: poll_oneoff checks one event and writes all | n times the size, in 64 bits, before anything is written | lessons.rs poll_checks_every_event |
//! | WAMR 4463: sockets calls with pointers that are not checked | every pointer of every call | ../fuzz/main.rs no_guest_harms_the_host |
//! | WAMR 4610: a text without its NUL | texts end in the guest's memory, and are not endless | lessons.rs a_text_ends_in_the_memory |
//! | WAMR, the wrapper of addr_resolve divides by the guest's count | 0 and huge counts before any arithmetic | lessons.rs any_number_of_answers_may_be_asked_for |
//! | WAMR 4956: writing to a closed peer kills the host by SIGPIPE | no signal, from any of the ways to write | ../fuzz/closed_peer.rs nothing_kills_the_host |
//! | WAMR 2787: what is no socket is shut down | look at the kind of a descriptor first | lessons.rs only_sockets_are_shut_down |
//! | WAMR 4449, 4452: allocations of no size | nothing is a length, too | lessons.rs nothing_can_be_sent_and_received |
//! | wasmtime CVE-2026-54786: fd_renumber leaks what it replaces | what is replaced is closed | ../fuzz/leaks.rs nothing_is_left_open |
//! | wasmer CVE-2024-38358, WAMR CVE-2025-43853: out of a directory by a symbolic link | no link leads out | lessons.rs no_link_leads_out |
//! | WAMR's pool: 0.0.0.0/15 is every address | say so, and do not do so | ../../src/policy_tests.rs zero_is_all_public_addresses_or_the_wildcard_and_no_trap |
//! | WAMR's pool: ::/0 lets ::ffff:10.0.0.1 pass a rule for IPv4 | one form of an address | ../../src/policy_tests.rs an_address_that_stands_for_an_ipv4_one_is_that_one |
//! | WAMR's names: *example.com is notexample.com as well | a pattern stands at a dot | ../../src/policy_tests.rs a_pattern_stands_at_a_dot |
//! | WAMR's pool: no direction, no protocol, no port | rules have them | ../../src/policy_tests.rs a_rule_is_for_its_directions_protocol_and_ports |
//! | WAMR: who connects, or sends, is not asked | inbound is dropped | rules.rs connections_of_others_are_reset |
//! | the same, with datagrams | | rules.rs datagrams_of_others_are_dropped_unseen |
//! | wasmtime: implicit binds | they are binds | rules.rs the_first_datagram_is_a_bind |
//! | the same, of a listener | | rules.rs a_listen_without_a_bind_is_a_bind |
//! | wasmtime 7109: names are looked up by default | nothing is allowed by default | ../../src/policy_tests.rs nothing_is_allowed_by_default |
//! | wasmer 5280, wasmnet: private networks | special addresses have to be named | ../../src/policy_tests.rs special_addresses_have_to_be_named |
//! | metadata of clouds | one by one | ../../src/policy_tests.rs metadata_addresses_are_named_one_by_one |
//! | DNS rebinding | the address is asked for, not the name | rules.rs a_name_is_no_way_to_this_machine |
//! | a refusal that nobody understands | EACCES, and the flag that would allow it | guest.rs without_a_rule_a_connect_is_refused_and_told |

use host_stub::{Config, Preopen};

use crate::calls::{BUFFER, Guest, config};
use crate::common::{program, run_with};

/// The last word of each row is a test in the file before it.
#[test]
fn every_lesson_has_its_test() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/host");
    let rows: Vec<_> = include_str!("lessons.rs").lines().filter(|line| line.starts_with("//! | ")).skip(1).collect();
    assert!(rows.len() > 30);
    for row in rows {
        let words: Vec<_> = row.trim_end_matches(['|', ' ']).split_whitespace().collect();
        let [.., file, test] = *words else { unreachable!("a row has words") };
        let text = std::fs::read_to_string(here.join(file)).expect(file);
        assert!(text.contains(&format!("fn {test}(")), "{file} has no {test}");
    }
}

#[test]
fn poll_checks_every_event() {
    let mut guest = Guest::new(&[]);
    let end = guest.memory().len() as u64;
    // Two clocks that go off at once, and room for one event.
    guest.put(0x400 + 16, &[1, 0, 1]);
    guest.put(0x430 + 16, &[1, 0, 1]);
    assert_eq!(guest.call("poll_oneoff", &[0x400, end - 32, 2, 0x200]), "EFAULT");
    assert!(guest.memory()[end as usize - 32..].iter().all(|byte| *byte == 0), "nothing was written");
    assert_eq!(guest.call("poll_oneoff", &[0x400, end - 64, 2, 0x200]), "ok");
    for count in [0, 0x0800_0001, 0x0555_5556, u64::from(u32::MAX)] {
        assert_eq!(guest.call("poll_oneoff", &[0x400, 0x800, count, 0x200]), "EINVAL");
    }
}

#[test]
fn a_text_ends_in_the_memory() {
    let dirs = vec![Preopen { host: env!("CARGO_MANIFEST_DIR").into(), guest: "/".into() }];
    let mut guest = Guest::with("wamr", Config { dirs, ..config(&["connect tcp *"]) });
    let end = guest.memory().len();
    guest.memory()[end - 4..].fill(b'x');
    assert_eq!(guest.call("sock_addr_resolve", &[end as u64 - 4, 0x100, 0x140, 0x1000, 1, 0x200]), "EFAULT");
    guest.memory()[0x8000..0xa000].fill(b'x');
    assert_eq!(guest.call("sock_addr_resolve", &[0x8000, 0x100, 0x140, 0x1000, 1, 0x200]), "EINVAL");
    assert_eq!(guest.call("path_unlink_file", &[3, 0x8000, 0x2000]), "ENAMETOOLONG");
}

#[test]
fn any_number_of_answers_may_be_asked_for() {
    let allow_resolve = "localhost".parse().expect("a name");
    let mut guest = Guest::with("wamr", Config { allow_resolve, ..config(&[]) });
    let name = guest.text("localhost");
    let mut resolve = |room: u64| guest.call("sock_addr_resolve", &[name, 0x100, 0x140, 0x1000, room, 0x200]);
    assert_eq!((resolve(0), resolve(1)), ("ok", "ok"));
    for room in [0x0924_924a, 0x8000_0000, u64::from(u32::MAX)] {
        assert_eq!(resolve(room), "EFAULT");
    }
}

#[test]
fn only_sockets_are_shut_down() {
    let mut guest = Guest::new(&[]);
    for descriptor in 0..3 {
        assert_eq!(guest.call("sock_shutdown", &[descriptor, 3]), "ENOTSOCK");
    }
    assert_eq!(guest.call("sock_shutdown", &[99, 3]), "EBADF");
}

#[test]
fn nothing_can_be_sent_and_received() {
    let mut guest = Guest::new(&["any udp 127.0.0.1", "bind udp 0.0.0.0 0"]);
    let socket = guest.udp();
    assert_eq!(guest.bind(socket, crate::calls::address("127.0.0.1:0")), "ok");
    let to = (std::net::Ipv4Addr::LOCALHOST, guest.port(socket)).into();
    assert_eq!(guest.connect(socket, to), "ok");
    for (iovecs, count) in [(0, 0), (0x300, 0), (0x308, 1)] {
        assert_eq!(guest.call("sock_send", &[socket, iovecs, count, 0, 0x200]), "ok");
        assert_eq!(guest.call("sock_recv", &[socket, iovecs, count, 0, 0x200, 0x210]), "ok");
        assert_eq!(guest.answer(), 0);
    }
}

#[test]
fn what_is_captured_has_an_end() {
    // The loop writes the whole page again and again, until there is no space left: 51.
    let body = "(block (result i32)
        (i32.store (i32.const 64) (i32.const 1024)) (i32.store (i32.const 68) (i32.const 60000))
        (loop $more (result i32)
            (local.set $i (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 16)))
            (br_if $more (i32.eqz (local.get $i)))
            (local.get $i)))";
    let ran = run_with(&program(body), Config::default());
    assert_eq!(ran.code(), 51);
    let written = ran.result.expect("it has run").stdout.len();
    assert!(written <= (64 << 20) + 60_000, "{written}");
}

#[test]
fn no_link_leads_out() {
    let host = std::env::temp_dir().join(format!("wasock-run-{}-links", std::process::id()));
    std::fs::create_dir(&host).expect("a place for a directory");
    std::os::unix::fs::symlink("/etc/passwd", host.join("absolute")).expect("it is ours");
    let dirs = vec![Preopen { host: host.clone(), guest: "/".into() }];
    let mut guest = Guest::with("wamr", Config { dirs, ..config(&[]) });
    let mut link = |target: &str, name: &str| {
        guest.memory()[BUFFER..BUFFER + target.len()].copy_from_slice(target.as_bytes());
        let to = guest.text(name);
        guest.call("path_symlink", &[BUFFER as u64, target.len() as u64, 3, to, name.len() as u64])
    };
    let made = [link("/etc/passwd", "a"), link("../../../../../../etc/passwd", "b"), link(".", "self")];
    let mut open = |name: &str| {
        let path = guest.text(name);
        guest.call("path_open", &[3, 1, path, name.len() as u64, 0, 2, 0, 0, 0x200])
    };
    let opened = ["absolute", "a", "b", "self/../../etc/passwd"].map(|name| (name, open(name)));
    std::fs::remove_dir_all(&host).expect("it is ours");
    assert_eq!(made[1..], ["ok", "ok"]);
    for (name, answer) in opened {
        assert!(["EPERM", "ENOENT"].contains(&answer), "{name}: {answer}");
    }
}
