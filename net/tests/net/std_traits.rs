// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};

use wasock_net::{OwnedFd, Shutdown, TcpStream};

use crate::pair;

#[test]
#[cfg_attr(miri, ignore = "Miri can miss the end of a stream that comes with its last data, and waits for ever")]
fn a_stream_is_read_and_written_as_any_other() -> io::Result<()> {
    let (mut client, server) = pair()?;
    writeln!(client, "hello {}", 7)?;
    client.flush()?;
    // By a reference, as by the owner.
    (&client).write_all(b"more")?;
    client.shutdown(Shutdown::Write)?;
    let (mut reader, mut line, mut rest) = (BufReader::new(&server), String::new(), String::new());
    reader.read_line(&mut line)?;
    reader.read_to_string(&mut rest)?;
    assert_eq!((line.as_str(), rest.as_str()), ("hello 7\n", "more"));
    Ok(())
}

#[test]
fn errors_keep_their_number_and_kind() {
    let io_error = |error: Option<wasock_net::Error>| error.map(io::Error::from);
    let refused = io_error(Some(wasock_net::Error::from_raw_os_error(libc::ECONNREFUSED)));
    assert_eq!(refused.as_ref().and_then(io::Error::raw_os_error), Some(libc::ECONNREFUSED));
    assert_eq!(refused.map(|error| error.kind()), Some(io::ErrorKind::ConnectionRefused));
    let no_name = io_error(wasock_net::look_up(&"a".repeat(300), 1).err());
    assert_eq!(no_name.as_ref().map(io::Error::kind), Some(io::ErrorKind::NotFound));
    let inner = no_name.and_then(io::Error::into_inner).map(|error| error.to_string());
    assert_eq!(inner.as_deref(), Some("there is no such host name (EAI_NONAME)"));
}

#[test]
fn the_standard_library_takes_the_descriptor() -> io::Result<()> {
    let (client, server) = pair()?;
    assert_eq!(AsRawFd::as_raw_fd(&client), client.as_raw_fd());
    // SAFETY: the descriptor was given up.
    let mut std_client = unsafe { std::net::TcpStream::from_raw_fd(IntoRawFd::into_raw_fd(client)) };
    std_client.write_all(b"x")?;
    assert_eq!(server.recv(&mut [0; 4])?, 1);
    // SAFETY: as above.
    let client = unsafe { <TcpStream as FromRawFd>::from_raw_fd(std_client.into_raw_fd()) };
    drop(OwnedFd::from(client));
    assert_eq!(server.recv(&mut [0; 4])?, 0);
    Ok(())
}
