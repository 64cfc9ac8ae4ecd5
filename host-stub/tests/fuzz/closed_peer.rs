// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Writing to a peer that is gone, while SIGPIPE would end the process.

use std::net::{Ipv4Addr, TcpListener};

use host_stub::harness::Direct;
use host_stub::{Config, Error};

/// Each way to write, until the peer's reset has come.
pub fn nothing_kills_the_host() -> Result<(), Error> {
    let ways: [(&str, &[u64]); 3] =
        [("fd_write", &[3, 64, 1, 16]), ("sock_send", &[3, 64, 1, 0, 16]), ("sock_send_to", &[3, 64, 1, 0, 128, 16])];
    for (name, values) in ways {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let peer = listener.local_addr()?;
        let connections = vec![peer];
        let config = Config { connections, stdin: Some(Vec::new()), log: Box::new(|_| {}), ..Config::default() };
        let mut guest = Direct::new("wamr", config, 65_536)?;
        drop(listener.accept()?);
        // An iovec of 8 bytes at 1024, and the peer's address.
        guest.memory()[64..72].copy_from_slice(&[0, 4, 0, 0, 8, 0, 0, 0]);
        guest.memory()[132..136].copy_from_slice(&[127, 0, 0, 1]);
        guest.memory()[136..138].copy_from_slice(&peer.port().to_le_bytes());
        let functions = guest.functions();
        let function = functions.iter().position(|function| function.name == name).expect("it is there");
        let answers: Vec<_> = (0..100).map(|_| guest.call(function, values)).collect();
        assert!(answers.contains(&"EPIPE"), "{name}: {answers:?}");
    }
    Ok(())
}
