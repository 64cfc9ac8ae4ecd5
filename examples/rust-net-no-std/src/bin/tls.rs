// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! TLS 1.3 through the crate `embedded-tls`, which knows the network by the traits of `embedded-io`: checks the server's
//! certificate, sends a line and prints what comes back: `tls PORT`.
//!
//! The certificate authority (P-256, in DER) is read from the standard input. `cargo build --release --target wasm32-wasip1`, then run it with
//! `wasock-run --addr-pool=127.0.0.1/32 tls.wasm PORT <ca.der`, beside `openssl s_server -rev`, say.
#![no_std]
#![no_main]

use core::fmt::{self, Write};
use core::net::Ipv4Addr;

use embedded_tls::blocking::TlsConnection;
use embedded_tls::pki::CertVerifier;
use embedded_tls::{
    Aes128GcmSha256, Certificate, CryptoProvider, CryptoRngCore, TlsClock, TlsConfig, TlsContext, TlsError, TlsVerifier,
};
use net_no_std::{Args, Random, now, stdout};
use wasock_net::TcpStream;

net_no_std::main!(run);

/// What the client gives up at.
enum Failure {
    Usage,
    Network(wasock_net::Error),
    Tls(TlsError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage => f.write_str("usage: tls PORT <ca.der"),
            Self::Network(error) => write!(f, "{error}"),
            Self::Tls(error) => write!(f, "{error:?}"),
        }
    }
}

impl From<wasock_net::Error> for Failure {
    fn from(error: wasock_net::Error) -> Self {
        Self::Network(error)
    }
}

impl From<TlsError> for Failure {
    fn from(error: TlsError) -> Self {
        Self::Tls(error)
    }
}

/// The longest certificate that is read.
const LONGEST: usize = 2048;
/// The longest record of TLS, with what surrounds it.
const RECORD: usize = 16_640;

fn run(args: Args) -> Result<(), Failure> {
    let port = args.port().ok_or(Failure::Usage)?;
    let mut room = [0; LONGEST];
    let authority = stdin(&mut room);
    let peer = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let (mut incoming, mut outgoing) = ([0; RECORD], [0; RECORD]);
    let config = TlsConfig::new().with_server_name("localhost");
    let mut tls = TlsConnection::new(peer, &mut incoming, &mut outgoing);
    tls.open(TlsContext::new(&config, Provider { verifier: CertVerifier::new(Certificate::X509(authority)) }))?;
    tls.write(b"hello\n")?;
    tls.flush()?;
    let mut answer = [0; 64];
    let count = tls.read(&mut answer)?;
    let text = answer.get(..count).and_then(|answer| str::from_utf8(answer).ok());
    let _printed = stdout().write_str(text.unwrap_or("no text\n"));
    Ok(())
}

/// The standard input, as far as there is room.
fn stdin(room: &mut [u8]) -> &[u8] {
    let mut len = 0;
    while let Some(rest) = room.get_mut(len..).filter(|rest| !rest.is_empty()) {
        // SAFETY: the room is valid for its length.
        match unsafe { libc::read(0, rest.as_mut_ptr().cast(), rest.len()) } {
            count @ 1.. => len += count.cast_unsigned(),
            _ => break,
        }
    }
    room.get(..len).unwrap_or_default()
}

struct Provider<'a> {
    verifier: CertVerifier<'a, Aes128GcmSha256, Clock, LONGEST>,
}

impl CryptoProvider for Provider<'_> {
    type CipherSuite = Aes128GcmSha256;
    type Signature = &'static [u8];

    fn rng(&mut self) -> impl CryptoRngCore {
        Random
    }

    fn verifier(&mut self) -> Result<&mut impl TlsVerifier<Aes128GcmSha256>, TlsError> {
        Ok(&mut self.verifier)
    }
}

struct Clock;

impl TlsClock for Clock {
    fn now() -> Option<u64> {
        Some(now().as_secs())
    }
}
