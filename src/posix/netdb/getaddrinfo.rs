// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getaddrinfo` `freeaddrinfo`.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::addr::SocketAddr;
use crate::dialect::{Dialect, Family};
use crate::host::Host;
use crate::memory;
use crate::posix::netdb::error::GaiError;
use crate::posix::netdb::list::{self, List};
use crate::posix::netdb::node::{self, Wanted};
use crate::posix::netdb::service::{Endpoints, Service};

/// What the caller asks for, the service apart.
struct Query<'a> {
    node: Option<&'a CStr>,
    flags: c_int,
    family: Option<Family>,
}

/// Lists the addresses of a host and service, each once for every type of socket asked for.
///
/// The order is Linux's where the library knows the addresses itself. What the host looks up stays
/// as the host lists it: RFC 6724 orders by source addresses, which it knows and the guest cannot.
/// `AI_ADDRCONFIG` assumes that there are both families, as no host reports its interfaces; the
/// names of interfaces in scopes are unknown for the same reason. `localhost`, and what is below it,
/// is the loopback of both families without asking anyone. A service may be any number, of which
/// the low 16 bits count, as on Linux.
///
/// Errors: `EAI_NONAME` (also both arguments null), `EAI_AGAIN`, `EAI_FAIL`, `EAI_BADFLAGS`,
/// `EAI_FAMILY`, `EAI_ADDRFAMILY` (a numeric address of the other family), `EAI_SOCKTYPE`,
/// `EAI_SERVICE`, `EAI_MEMORY`, `EAI_SYSTEM` with `errno`: `EACCES` where the host's rules forbid the name.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getaddrinfo.html>
///
/// # Safety
/// `node` and `service` are null or strings, `hints` is null or points to an `addrinfo`, `res` to a pointer.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getaddrinfo(
    node: *const c_char,
    service: *const c_char,
    hints: *const addrinfo,
    res: *mut *mut addrinfo,
) -> c_int {
    // SAFETY: the caller's promise.
    let listed = unsafe { read(node, service, hints) }.and_then(|(query, endpoints)| query.list(&endpoints));
    // SAFETY: as above.
    listed.and_then(|list| unsafe { hand_over(list, res) }).map_or_else(GaiError::code, |()| 0)
}

/// # Safety
/// `list` is whole and nobody else's, `res`, where inside memory, may be written.
unsafe fn hand_over(list: *mut addrinfo, res: *mut *mut addrinfo) -> Result<(), GaiError> {
    // SAFETY: the caller's promise.
    unsafe { memory::write(res, list).inspect_err(|_outside| list::free(list)) }.map_err(GaiError::from)
}

/// Frees a whole list of [`getaddrinfo`], not a part of one. Null is no list.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/freeaddrinfo.html>
///
/// # Safety
/// `list` is null, or what [`getaddrinfo`] stored and nobody uses any more.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn freeaddrinfo(list: *mut addrinfo) {
    // SAFETY: the caller's promise.
    unsafe { list::free(list) }
}

/// The addresses of a name, each once, for the functions that know no service.
pub(super) fn addresses(name: &CStr, family: Family, flags: c_int) -> Result<*mut addrinfo, GaiError> {
    let query = Query { node: Some(name), flags: flags | AI_CANONNAME, family: Some(family) };
    query.list(&Endpoints::of(Service::None, SOCK_STREAM, 0)?)
}

/// Reads and judges the arguments, in Linux's order.
///
/// # Safety
/// As for [`getaddrinfo`]; the strings outlive the query.
unsafe fn read<'a>(
    node: *const c_char,
    service: *const c_char,
    hints: *const addrinfo,
) -> Result<(Query<'a>, Endpoints), GaiError> {
    // SAFETY: the caller's promise.
    let (node, service) = unsafe { (argument(node), argument(service)) };
    if node.is_none() && service.is_none() {
        return Err(GaiError::Code(EAI_NONAME));
    }
    // SAFETY: as above.
    let hints = if hints.is_null() { NO_HINTS } else { unsafe { memory::read(hints) }? };
    let flags = hints.ai_flags;
    if flags & !FLAGS != 0 || (flags & AI_CANONNAME != 0 && node.is_none()) {
        return Err(GaiError::Code(EAI_BADFLAGS));
    }
    let family = family(hints.ai_family)?;
    let service = Service::read(service, flags)?;
    Ok((Query { node, flags, family }, Endpoints::of(service, hints.ai_socktype, hints.ai_protocol)?))
}

/// The flags there are.
const FLAGS: c_int = AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_V4MAPPED | AI_ALL | AI_ADDRCONFIG | AI_NUMERICSERV;

/// What stands for no hints.
const NO_HINTS: addrinfo = addrinfo {
    ai_flags: AI_V4MAPPED | AI_ADDRCONFIG,
    ai_family: AF_UNSPEC,
    ai_socktype: 0,
    ai_protocol: 0,
    ai_addrlen: 0,
    ai_addr: core::ptr::null_mut(),
    ai_canonname: core::ptr::null_mut(),
    ai_next: core::ptr::null_mut(),
};

/// A string; on Linux `*` stands for none.
///
/// # Safety
/// `text` is null or a string that lives for `'a`.
unsafe fn argument<'a>(text: *const c_char) -> Option<&'a CStr> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    (text != c"*").then_some(text)
}

fn family(family: c_int) -> Result<Option<Family>, GaiError> {
    match family {
        AF_UNSPEC => Ok(None),
        AF_INET => Ok(Some(Family::V4)),
        AF_INET6 => Ok(Some(Family::V6)),
        _ => Err(GaiError::Code(EAI_FAMILY)),
    }
}

impl Query<'_> {
    fn list(&self, endpoints: &Endpoints) -> Result<*mut addrinfo, GaiError> {
        const NO_NAME: GaiError = GaiError::Code(EAI_NONAME);
        let Some(name) = self.node else {
            return self.known(&node::own(self.flags & AI_PASSIVE != 0), false, endpoints, None);
        };
        let text = name.to_bytes();
        if let Some(address) = node::numeric(text, self.family, self.flags)? {
            return self.known(&[address], false, endpoints, Some(name));
        }
        if self.flags & AI_NUMERICHOST != 0 || !node::is_host_name(text) {
            return Err(NO_NAME);
        }
        if node::is_localhost(text) {
            return self.known(&node::own(false), self.flags & AI_ALL != 0, endpoints, Some(c"localhost"));
        }
        self.ask(name, endpoints)
    }

    /// Lists addresses that the library knows without the host.
    fn known(
        &self,
        addresses: &[SocketAddr],
        mapped: bool,
        endpoints: &Endpoints,
        name: Option<&CStr>,
    ) -> Result<*mut addrinfo, GaiError> {
        let wanted = Wanted { family: self.family, mapped: mapped && self.maps() };
        let endpoints = endpoints.as_slice();
        let mut list = List::new(addresses.len() * endpoints.len(), 0, self.canonical(name))?;
        for address in addresses.iter().filter_map(|address| wanted.pick(*address)) {
            list.add(address, endpoints, self.flags)?;
        }
        list.finish()
    }

    /// Lists the addresses that the host finds. Its answer names none canonical, so the name asked for stands.
    fn ask(&self, name: &CStr, endpoints: &Endpoints) -> Result<*mut addrinfo, GaiError> {
        let endpoints = endpoints.as_slice();
        let mut list = self.answers(name, endpoints.len())?;
        let wanted = Wanted { family: self.family, mapped: self.maps() && self.lists_mapped(list.answers()) };
        for start in (0..list.answers().len()).step_by(Host::RECORD) {
            let answer = list.answers().get(start..).and_then(Host::answer);
            if let Some(address) = answer.and_then(|address| wanted.pick(address)) {
                list.add(address, endpoints, self.flags)?;
            }
        }
        list.finish()
    }

    /// A list with the host's answers, and room for each of them `times` times.
    fn answers(&self, name: &CStr, times: usize) -> Result<List, GaiError> {
        /// The limit for hosts that do not report how many addresses there are: each attempt has room for twice as many.
        const ROUNDS: usize = 16;
        let family = if self.maps() { None } else { self.family };
        let mut few = Few([0; FEW * Host::RECORD]);
        let mut total = Host::resolve(name, family, &mut few.0)?;
        let mut list = self.room(total, times, name)?;
        if total <= FEW {
            list.answers().iter_mut().zip(few.0).for_each(|(to, from)| *to = from);
            return Ok(list);
        }
        for _ in 0..ROUNDS {
            let found = Host::resolve(name, family, list.answers())?;
            if found <= total {
                list.truncate_answers(found * Host::RECORD);
                return Ok(list);
            }
            // Since the last call there have come to be more of them.
            total = found;
            list = self.room(total, times, name)?;
        }
        Err(GaiError::Code(EAI_AGAIN))
    }

    fn room(&self, total: usize, times: usize, name: &CStr) -> Result<List, GaiError> {
        let memory = GaiError::Code(EAI_MEMORY);
        let entries = total.checked_mul(times).ok_or(memory)?;
        List::new(entries, total.checked_mul(Host::RECORD).ok_or(memory)?, self.canonical(Some(name)))
    }

    fn canonical<'a>(&self, name: Option<&'a CStr>) -> Option<&'a CStr> {
        name.filter(|_| self.flags & AI_CANONNAME != 0)
    }

    /// Whether IPv4 addresses may be listed as IPv6 ones.
    fn maps(&self) -> bool {
        self.family == Some(Family::V6) && self.flags & AI_V4MAPPED != 0
    }

    /// Whether they are: all of them, or because there is nothing else.
    fn lists_mapped(&self, answers: &[u8]) -> bool {
        let is_v6 = |record| matches!(Host::answer(record), Some(SocketAddr::V6 { .. }));
        self.flags & AI_ALL != 0 || !answers.chunks(Host::RECORD).any(is_v6)
    }
}

/// As many answers as most names have; they are read on the stack.
const FEW: usize = 16;

#[repr(align(8))]
struct Few([u8; FEW * Host::RECORD]);
