// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The service argument of `getaddrinfo`: which types, protocols and ports each address gets.

use core::ffi::{CStr, c_int};

use crate::abi::*;
use crate::posix::inet::read::is_space;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::services;

/// What the caller asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service<'a> {
    /// No service: port 0.
    None,
    /// A port.
    Port(u16),
    /// A name to look up.
    Name(&'a CStr),
}

/// A type, protocol and port that every address is listed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Endpoint {
    pub socktype: c_int,
    pub protocol: c_int,
    pub port: u16,
}

/// The endpoints of one call.
#[derive(Default)]
pub(super) struct Endpoints {
    list: [Endpoint; ROWS.len()],
    len: usize,
}

struct Row {
    socktype: c_int,
    /// The protocol by which the service is found; a raw socket takes any.
    protocol: c_int,
    name: &'static CStr,
    /// Whether it is listed where the caller names neither type nor protocol, nor a service.
    usual: bool,
}

/// What Linux lists, in its order, but DCCP, whose type wasock's headers do not have.
const ROWS: [Row; 6] = [
    Row { socktype: SOCK_STREAM, protocol: IPPROTO_TCP, name: c"tcp", usual: true },
    Row { socktype: SOCK_DGRAM, protocol: IPPROTO_UDP, name: c"udp", usual: true },
    Row { socktype: SOCK_DGRAM, protocol: IPPROTO_UDPLITE, name: c"udplite", usual: false },
    Row { socktype: SOCK_STREAM, protocol: IPPROTO_SCTP, name: c"sctp", usual: false },
    Row { socktype: SOCK_SEQPACKET, protocol: IPPROTO_SCTP, name: c"sctp", usual: false },
    Row { socktype: SOCK_RAW, protocol: 0, name: c"raw", usual: true },
];

impl Row {
    fn is_raw(&self) -> bool {
        self.socktype == SOCK_RAW
    }

    fn fits(&self, socktype: c_int, protocol: c_int) -> bool {
        (socktype == 0 || socktype == self.socktype) && (protocol == 0 || self.is_raw() || protocol == self.protocol)
    }

    /// The port of a service over this protocol; a raw socket has none by name.
    fn port(&self, service: Service) -> Option<u16> {
        match service {
            Service::None => Some(0),
            Service::Port(port) => Some(port),
            Service::Name(_) if self.is_raw() => None,
            Service::Name(name) => services::by_name(name.to_bytes(), Some(self.name)).map(|found| found.port()),
        }
    }
}

impl<'a> Service<'a> {
    /// Reads the argument. `EAI_NONAME` for a name where `AI_NUMERICSERV` forbids it.
    pub fn read(service: Option<&'a CStr>, flags: c_int) -> Result<Self, GaiError> {
        match service {
            None => Ok(Self::None),
            Some(name) if name.is_empty() => Ok(Self::None),
            Some(name) => match number(name.to_bytes()) {
                // Linux takes the low bits of whatever the number is, and a negative int for a name.
                Some(number @ 0..) => Ok(Self::Port(number as u16)),
                None if flags & AI_NUMERICSERV != 0 => Err(GaiError::Code(EAI_NONAME)),
                _ => Ok(Self::Name(name)),
            },
        }
    }
}

/// The whole of `text` as strtoul(3) reads it with 64 bits, cut to an int.
fn number(text: &[u8]) -> Option<c_int> {
    let text = text.get(text.iter().take_while(|byte| is_space(**byte)).count()..)?;
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let add = |value: u64, digit: &u8| value.checked_mul(10)?.checked_add((digit & 15).into());
    let value = digits.iter().try_fold(0, add);
    // Too large a number is the largest, whatever its sign.
    let value = value.map_or(u64::MAX, |value| if negative { value.wrapping_neg() } else { value });
    Some(value as c_int)
}

impl Endpoints {
    /// The endpoints of a service for a type and protocol, 0 for any.
    ///
    /// Errors: `EAI_SOCKTYPE` for a type there is not, or not with this protocol; `EAI_SERVICE` for
    /// a service that none of them has, and for any service of a raw socket.
    pub fn of(service: Service, socktype: c_int, protocol: c_int) -> Result<Self, GaiError> {
        if socktype == 0 && protocol == 0 {
            return Self::every(service);
        }
        const SERVICE: GaiError = GaiError::Code(EAI_SERVICE);
        let missing = if socktype != 0 { GaiError::Code(EAI_SOCKTYPE) } else { SERVICE };
        let row = ROWS.iter().find(|row| row.fits(socktype, protocol)).ok_or(missing)?;
        if row.is_raw() && service != Service::None {
            return Err(SERVICE);
        }
        let mut endpoints = Self::default();
        endpoints.push(row, if row.is_raw() { protocol } else { row.protocol }, row.port(service).ok_or(SERVICE)?);
        Ok(endpoints)
    }

    fn every(service: Service) -> Result<Self, GaiError> {
        let mut endpoints = Self::default();
        let named = matches!(service, Service::Name(_));
        for row in ROWS.iter().filter(|row| named || row.usual) {
            if let Some(port) = row.port(service) {
                endpoints.push(row, row.protocol, port);
            }
        }
        if endpoints.len == 0 { Err(GaiError::Code(EAI_SERVICE)) } else { Ok(endpoints) }
    }

    fn push(&mut self, row: &Row, protocol: c_int, port: u16) {
        if let Some(to) = self.list.get_mut(self.len) {
            *to = Endpoint { socktype: row.socktype, protocol, port };
            self.len += 1;
        }
    }

    pub fn as_slice(&self) -> &[Endpoint] {
        self.list.get(..self.len).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn port(text: &CStr) -> Service<'_> {
        Service::read(Some(text), 0).expect("a service")
    }

    #[test]
    fn a_number_is_what_strtoul_takes() {
        for (text, number) in [(c"80", 80), (c" 80", 80), (c"+80", 80), (c"080", 80), (c"70000", 4464), (c"65536", 0)] {
            assert_eq!(port(text), Service::Port(number));
        }
        assert_eq!(port(c"4294967376"), Service::Port(80));
        assert_eq!(port(c"-4294967216"), Service::Port(80));
    }

    #[test]
    fn anything_else_is_a_name() {
        for text in [c"http", c"80 ", c"0x50", c"-80", c"+", c"-", c" ", c"4294967295", c"18446744073709551616"] {
            assert_eq!(port(text), Service::Name(text));
        }
        assert_eq!(port(c""), Service::None);
    }

    #[test]
    fn numericserv_forbids_names_only() {
        assert_eq!(Service::read(Some(c"http"), AI_NUMERICSERV), Err(GaiError::Code(EAI_NONAME)));
        assert_eq!(Service::read(Some(c"80"), AI_NUMERICSERV), Ok(Service::Port(80)));
        assert_eq!(Service::read(None, AI_NUMERICSERV), Ok(Service::None));
    }

    fn types(service: Service, socktype: c_int, protocol: c_int) -> Result<Vec<(c_int, c_int)>, GaiError> {
        Endpoints::of(service, socktype, protocol)
            .map(|found| found.as_slice().iter().map(|point| (point.socktype, point.protocol)).collect())
    }

    #[test]
    fn without_hints_there_are_three() {
        let three = [(SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, 0)];
        assert_eq!(types(Service::None, 0, 0), Ok(three.to_vec()));
        assert_eq!(types(Service::Port(80), 0, 0), Ok(three.to_vec()));
        assert_eq!(types(port(c"domain"), 0, 0), Ok(three[..2].to_vec()));
        assert_eq!(types(port(c"http"), 0, 0), Ok(three[..1].to_vec()));
    }

    #[test]
    fn a_raw_socket_has_any_protocol_and_no_service() {
        assert_eq!(types(Service::None, SOCK_RAW, 6), Ok([(SOCK_RAW, 6)].to_vec()));
        assert_eq!(types(Service::None, 0, 58), Ok([(SOCK_RAW, 58)].to_vec()));
        assert_eq!(types(Service::Port(80), SOCK_RAW, 0), Err(GaiError::Code(EAI_SERVICE)));
    }

    #[test]
    fn what_does_not_go_together() {
        assert_eq!(types(Service::None, SOCK_STREAM, IPPROTO_UDP), Err(GaiError::Code(EAI_SOCKTYPE)));
        assert_eq!(types(Service::None, 77, 0), Err(GaiError::Code(EAI_SOCKTYPE)));
        assert_eq!(types(port(c"http"), SOCK_DGRAM, 0), Err(GaiError::Code(EAI_SERVICE)));
        assert_eq!(types(port(c"nosuch"), 0, 0), Err(GaiError::Code(EAI_SERVICE)));
    }
}
