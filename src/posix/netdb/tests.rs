// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getaddrinfo` over the fake host: when it is asked, and what becomes of its answers.

use crate::addr::SocketAddr;
use core::ffi::{CStr, c_int};
use std::format;
use std::string::String;
use std::vec::Vec;

use super::*;
use crate::abi::*;
use crate::errno::Errno;
use crate::host::fake::{Answer, answers, calls};

/// The addresses listed, each with its port, and the canonical name.
fn look_up(node: &CStr, flags: c_int, family: c_int) -> Result<(Vec<String>, Option<String>), c_int> {
    // SAFETY: all zero is a valid addrinfo.
    let zero: addrinfo = unsafe { core::mem::zeroed() };
    let hints = addrinfo { ai_flags: flags, ai_family: family, ai_socktype: SOCK_STREAM, ..zero };
    let mut list = core::ptr::null_mut();
    // SAFETY: strings, hints and a cell for the list.
    match unsafe { getaddrinfo(node.as_ptr(), c"80".as_ptr(), &hints, &mut list) } {
        0 => {
            // SAFETY: the list is whole, and given back once.
            let seen = unsafe { (addresses(list), name(list)) };
            // SAFETY: as above.
            unsafe { freeaddrinfo(list) };
            Ok(seen)
        }
        code => Err(code),
    }
}

/// # Safety
/// `list` is a whole list.
unsafe fn addresses(list: *const addrinfo) -> Vec<String> {
    let mut seen = Vec::new();
    // SAFETY: the caller's promise.
    let mut next = unsafe { list.as_ref() };
    while let Some(entry) = next {
        // SAFETY: as above.
        let addr = unsafe { crate::addr::read::<SocketAddr>(entry.ai_addr, entry.ai_addrlen) }.expect("an address");
        assert_eq!(addr.family(), entry.ai_family);
        seen.push(match addr {
            SocketAddr::V4 { octets, port } => format!("{}:{port}", core::net::Ipv4Addr::from(octets)),
            SocketAddr::V6 { octets, port, .. } => {
                format!("[{}]:{port}", core::net::Ipv6Addr::from(octets))
            }
        });
        // SAFETY: as above.
        next = unsafe { entry.ai_next.as_ref() };
    }
    seen
}

/// # Safety
/// `list` is a whole list.
unsafe fn name(list: *const addrinfo) -> Option<String> {
    // SAFETY: the caller's promise.
    let name = unsafe { (*list).ai_canonname };
    // SAFETY: a canonical name is a string.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned())
}

/// An answer of `n` addresses, 10.0.0.0 and so on.
fn many(n: u32) -> Answer {
    let octets: Vec<u8> = (0..n).flat_map(|i| (0x0a00_0000 + i).to_be_bytes()).collect();
    Answer::Data(octets.leak(), None, false)
}

#[test]
fn the_host_is_asked_for_names_only() {
    answers([]);
    for node in [c"127.0.0.1", c"::1", c"127.1", c"localhost", c"a.localhost"] {
        assert!(look_up(node, 0, AF_UNSPEC).is_ok());
    }
    for node in [c"", c"a b", c"fe80::1%lo", c"1.2.3.4 "] {
        assert_eq!(look_up(node, 0, AF_UNSPEC), Err(EAI_NONAME));
    }
    assert_eq!(look_up(c"a.test", AI_NUMERICHOST, AF_UNSPEC), Err(EAI_NONAME));
    assert!(calls().is_empty());
}

#[test]
fn the_order_is_the_hosts() {
    answers([Answer::Data(&[10, 0, 0, 2, 10, 0, 0, 1], None, false)]);
    let listed = ["10.0.0.2:80", "10.0.0.1:80"].map(String::from).to_vec();
    assert_eq!(look_up(c"a.test", AI_CANONNAME, AF_INET), Ok((listed, Some("a.test".into()))));
    assert_eq!(calls(), ["resolve \"a.test\" Some(V4)"]);
}

#[test]
fn mapped_addresses_are_asked_of_both_families() {
    answers([Answer::Data(&[1, 2, 3, 4], None, false)]);
    assert_eq!(look_up(c"a.test", AI_V4MAPPED, AF_INET6), Ok((["[::ffff:1.2.3.4]:80".into()].to_vec(), None)));
    assert_eq!(calls(), ["resolve \"a.test\" None"]);
}

#[test]
fn what_is_of_the_other_family_is_no_answer() {
    answers([Answer::Data(&[1, 2, 3, 4], None, false)]);
    assert_eq!(look_up(c"a.test", 0, AF_INET6), Err(EAI_NONAME));
    assert_eq!(calls(), ["resolve \"a.test\" Some(V6)"]);
}

#[test]
fn many_answers_are_asked_for_again_until_they_fit() {
    for (said, asked) in [(&[16][..], 16), (&[17, 17], 17), (&[4000, 4000], 4000), (&[20, 30, 30], 30), (&[30, 20], 20)]
    {
        answers(said.iter().map(|n| many(*n)));
        let (listed, _) = look_up(c"a.test", 0, AF_INET).expect("a list");
        assert_eq!(listed.len(), asked);
        let last = core::net::Ipv4Addr::from(0x0a00_0000 + asked as u32 - 1);
        assert_eq!(listed.last(), Some(&format!("{last}:80")));
        assert_eq!(calls().len(), said.len());
    }
}

#[test]
fn a_refusal_says_why() {
    for (error, code) in [
        (Errno::ENOENT, EAI_NONAME),
        (Errno::EAGAIN, EAI_AGAIN),
        (Errno::EIO, EAI_FAIL),
        (Errno::ENOMEM, EAI_MEMORY),
        (Errno::EACCES, EAI_SYSTEM),
    ] {
        answers([Answer::Error(error)]);
        assert_eq!(look_up(c"a.test", 0, AF_UNSPEC), Err(code));
    }
    // SAFETY: the C library returns the address of this thread's errno.
    assert_eq!(unsafe { *libc::__errno_location() }, Errno::EACCES.get());
}

#[test]
fn an_empty_answer_is_no_name() {
    answers([many(0)]);
    assert_eq!(look_up(c"a.test", 0, AF_UNSPEC), Err(EAI_NONAME));
}
