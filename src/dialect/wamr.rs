//! WAMR, the WebAssembly Micro Runtime (`iwasm`), from 1.1.0 on.
//!
//! Source: `core/iwasm/libraries/libc-wasi/libc_wasi_wrapper.c` (names, signatures),
//! `…/sandboxed-system-primitives/src/posix.c` and `core/shared/platform/common/posix/posix_socket.c`
//! (behaviour), `core/iwasm/libraries/lib-socket/inc/wasi_socket_ext.h` (layouts).
//!
//! The hidden authority: `sock_open` takes an address pool, which WAMR ignores; the pool of the
//! instance (`--addr-pool`, `--allow-resolve`) is ambient. A program cannot choose another.
//!
//! Quirks, and what is done about them:
//! - `ri_flags` are dropped, so `MSG_PEEK` is refused; the front loops for `MSG_WAITALL`.
//! - `ro_flags` are never written: a truncated datagram is found out by offering one byte more.
//! - Zero bytes of data are `EINVAL`: see [`no_data_sent`] and [`recv_nothing`].
//! - `sock_bind` sets `SO_LINGER` to reset on close: it is set back.
//! - `sock_shutdown` closes both directions whatever is asked: half a close is refused.
//! - There is no `SO_ERROR`: [`Wamr::take_error`] lets a call fetch the pending error.
//! - `sock_accept` ignores its flags, buffer sizes come as eight bytes, `ENOTCAPABLE` says not a socket.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::iovec;
use crate::addr::SocketAddr;
use crate::dialect::{Dialect, Family, Fd, Flags, How, Kind, Received, ResolveError, preview1};
use crate::errno::{self, Errno, Result};
use crate::option::{SockOpt, Value};

use layout::{Addr, AddrInfo, AddrIp, Hints};

mod layout;

/// A cell for a host to write to. Eight zeroed bytes: some imports write fewer than promised, some more.
type Cell = u64;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    fn sock_open(pool: i32, family: i32, kind: i32, fd: *mut Cell) -> i32;
    fn sock_bind(fd: Fd, addr: *const Addr) -> i32;
    fn sock_connect(fd: Fd, addr: *const Addr) -> i32;
    fn sock_listen(fd: Fd, backlog: c_int) -> i32;
    fn sock_accept(fd: Fd, flags: i32, new: *mut Cell) -> i32;
    fn sock_recv(fd: Fd, room: *const iovec, n: usize, flags: i32, len: *mut Cell, out_flags: *mut Cell) -> i32;
    fn sock_recv_from(fd: Fd, room: *const iovec, n: usize, flags: i32, addr: *mut Addr, len: *mut Cell) -> i32;
    fn sock_send(fd: Fd, data: *const iovec, n: usize, flags: i32, len: *mut Cell) -> i32;
    fn sock_send_to(fd: Fd, data: *const iovec, n: usize, flags: i32, addr: *const Addr, len: *mut Cell) -> i32;
    fn sock_shutdown(fd: Fd, how: i32) -> i32;
    fn sock_addr_local(fd: Fd, addr: *mut Addr) -> i32;
    fn sock_addr_remote(fd: Fd, addr: *mut Addr) -> i32;
    fn sock_addr_resolve(
        host: *const c_char,
        service: *const c_char,
        hints: *const Hints,
        answers: *mut AddrInfo,
        room: usize,
        total: *mut Cell,
    ) -> i32;

    fn sock_set_reuse_addr(fd: Fd, on: i32) -> i32;
    fn sock_get_reuse_addr(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_reuse_port(fd: Fd, on: i32) -> i32;
    fn sock_get_reuse_port(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_keep_alive(fd: Fd, on: i32) -> i32;
    fn sock_get_keep_alive(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_broadcast(fd: Fd, on: i32) -> i32;
    fn sock_get_broadcast(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_tcp_no_delay(fd: Fd, on: i32) -> i32;
    fn sock_get_tcp_no_delay(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_tcp_quick_ack(fd: Fd, on: i32) -> i32;
    fn sock_get_tcp_quick_ack(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_tcp_fastopen_connect(fd: Fd, on: i32) -> i32;
    fn sock_get_tcp_fastopen_connect(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_ipv6_only(fd: Fd, on: i32) -> i32;
    fn sock_get_ipv6_only(fd: Fd, on: *mut Cell) -> i32;
    fn sock_set_recv_buf_size(fd: Fd, size: i32) -> i32;
    fn sock_get_recv_buf_size(fd: Fd, size: *mut Cell) -> i32;
    fn sock_set_send_buf_size(fd: Fd, size: i32) -> i32;
    fn sock_get_send_buf_size(fd: Fd, size: *mut Cell) -> i32;
    fn sock_set_tcp_keep_idle(fd: Fd, seconds: i32) -> i32;
    fn sock_get_tcp_keep_idle(fd: Fd, seconds: *mut Cell) -> i32;
    fn sock_set_tcp_keep_intvl(fd: Fd, seconds: i32) -> i32;
    fn sock_get_tcp_keep_intvl(fd: Fd, seconds: *mut Cell) -> i32;
    fn sock_set_ip_ttl(fd: Fd, ttl: i32) -> i32;
    fn sock_get_ip_ttl(fd: Fd, ttl: *mut Cell) -> i32;
    fn sock_set_ip_multicast_ttl(fd: Fd, ttl: i32) -> i32;
    fn sock_get_ip_multicast_ttl(fd: Fd, ttl: *mut Cell) -> i32;
    fn sock_set_ip_multicast_loop(fd: Fd, ipv6: i32, on: i32) -> i32;
    fn sock_get_ip_multicast_loop(fd: Fd, ipv6: i32, on: *mut Cell) -> i32;
    fn sock_set_ip_add_membership(fd: Fd, group: *const AddrIp, interface: u32) -> i32;
    fn sock_set_ip_drop_membership(fd: Fd, group: *const AddrIp, interface: u32) -> i32;
    fn sock_set_linger(fd: Fd, on: i32, seconds: i32) -> i32;
    fn sock_get_linger(fd: Fd, on: *mut Cell, seconds: *mut Cell) -> i32;
    fn sock_set_recv_timeout(fd: Fd, microseconds: i64) -> i32;
    fn sock_get_recv_timeout(fd: Fd, microseconds: *mut Cell) -> i32;
    fn sock_set_send_timeout(fd: Fd, microseconds: i64) -> i32;
    fn sock_get_send_timeout(fd: Fd, microseconds: *mut Cell) -> i32;
}

/// The dialect of WAMR.
pub(crate) struct Wamr;

/// The host's answer. WAMR says `ENOTCAPABLE` of a descriptor that has no socket's rights.
#[inline]
fn check(code: i32) -> Result<()> {
    const ENOTCAPABLE: c_int = 76;
    errno::check(code).map_err(|error| if error.get() == ENOTCAPABLE { Errno::ENOTSOCK } else { error })
}

impl Dialect for Wamr {
    fn open(family: Family, kind: Kind) -> Result<Fd> {
        /// The pool is the instance's whatever is passed; WAMR's own library passes this.
        const ANY_POOL: i32 = -1;
        let mut fd: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_open(ANY_POOL, layout::family(family), layout::kind(kind), &mut fd) })?;
        Ok(fd as Fd)
    }

    fn bind(fd: Fd, addr: &SocketAddr) -> Result<()> {
        let linger = get_linger(fd)?;
        // SAFETY: the host reads one address.
        check(unsafe { sock_bind(fd, &Addr::from(addr)) })?;
        Self::set(fd, SockOpt::Linger, linger)
    }

    fn connect(fd: Fd, addr: &SocketAddr) -> Result<()> {
        // SAFETY: the host reads one address.
        check(unsafe { sock_connect(fd, &Addr::from(addr)) })
    }

    fn listen(fd: Fd, backlog: c_int) -> Result<()> {
        // SAFETY: the import takes numbers only.
        check(unsafe { sock_listen(fd, backlog) })
    }

    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd> {
        let mut new: Cell = 0;
        // SAFETY: the host writes one descriptor, which fits the cell.
        check(unsafe { sock_accept(fd, 0, &mut new) })?;
        let new = new as Fd;
        if nonblocking {
            Self::set_nonblocking(new, true).inspect_err(|_| Self::close(new))?;
        }
        Ok(new)
    }

    #[inline]
    fn send(fd: Fd, data: &[iovec], _: Flags) -> Result<usize> {
        let mut len: Cell = 0;
        // SAFETY: the host reads the iovecs and what they name, within memory, and writes a length to the cell.
        match check(unsafe { sock_send(fd, data.as_ptr(), data.len(), 0, &mut len) }) {
            Ok(()) => Ok(len as usize),
            Err(error) => no_data_sent(fd, data, error),
        }
    }

    fn send_to(fd: Fd, data: &[iovec], _: Flags, addr: &SocketAddr) -> Result<usize> {
        let mut len: Cell = 0;
        // SAFETY: as in `send`; the host reads one address.
        match check(unsafe { sock_send_to(fd, data.as_ptr(), data.len(), 0, &Addr::from(addr), &mut len) }) {
            Ok(()) => Ok(len as usize),
            Err(error) => no_data_sent(fd, data, error),
        }
    }

    #[inline]
    fn recv(fd: Fd, room: &[iovec], _: Flags) -> Result<usize> {
        let (mut len, mut out_flags): (Cell, Cell) = (0, 0);
        // SAFETY: the host writes where the iovecs say, within memory, and to the two cells.
        match check(unsafe { sock_recv(fd, room.as_ptr(), room.len(), 0, &mut len, &mut out_flags) }) {
            Ok(()) => Ok(len as usize),
            Err(error) => recv_nothing(fd, room, error),
        }
    }

    fn recv_from(fd: Fd, room: &[iovec], _: Flags) -> Result<(usize, Option<SocketAddr>)> {
        let (mut len, mut from) = (0, Addr::default());
        // SAFETY: the host writes where the iovecs say, within memory, one address and one length.
        match check(unsafe { sock_recv_from(fd, room.as_ptr(), room.len(), 0, &mut from, &mut len) }) {
            Ok(()) => Ok((len as usize, from.known())),
            Err(Errno::EINVAL) if is_empty(room) => recv_spare(fd, room).map(|(got, from)| (got.len, from)),
            Err(error) => Err(error),
        }
    }

    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<SocketAddr>)> {
        match Self::kind(fd)? {
            Kind::Stream => Ok((Received { len: Self::recv(fd, room, flags)?, truncated: false }, None)),
            Kind::Datagram => recv_spare(fd, room),
        }
    }

    fn shutdown(fd: Fd, how: How) -> Result<()> {
        const BOTH: i32 = 3;
        match how {
            // SAFETY: the import takes numbers only.
            How::Both => check(unsafe { sock_shutdown(fd, BOTH) }),
            How::Read | How::Write => Self::kind(fd).and(Err(Errno::EOPNOTSUPP)),
        }
    }

    fn local(fd: Fd) -> Result<SocketAddr> {
        let mut addr = Addr::default();
        // SAFETY: the host writes one address.
        check(unsafe { sock_addr_local(fd, &mut addr) })?;
        Ok(addr.decode())
    }

    fn peer(fd: Fd) -> Result<SocketAddr> {
        let mut addr = Addr::default();
        // SAFETY: the host writes one address.
        check(unsafe { sock_addr_remote(fd, &mut addr) })?;
        Ok(addr.decode())
    }

    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()> {
        // SAFETY: the imports take numbers, and read one group where one is named.
        check(unsafe {
            match (value, option) {
                (Value::Int(value), option) => match option {
                    SockOpt::ReuseAddr => sock_set_reuse_addr(fd, value),
                    SockOpt::ReusePort => sock_set_reuse_port(fd, value),
                    SockOpt::KeepAlive => sock_set_keep_alive(fd, value),
                    SockOpt::Broadcast => sock_set_broadcast(fd, value),
                    SockOpt::TcpNoDelay => sock_set_tcp_no_delay(fd, value),
                    SockOpt::TcpQuickAck => sock_set_tcp_quick_ack(fd, value),
                    SockOpt::TcpFastOpenConnect => sock_set_tcp_fastopen_connect(fd, value),
                    SockOpt::Ipv6Only => sock_set_ipv6_only(fd, value),
                    SockOpt::RecvBuf => sock_set_recv_buf_size(fd, value),
                    SockOpt::SendBuf => sock_set_send_buf_size(fd, value),
                    SockOpt::TcpKeepIdle => sock_set_tcp_keep_idle(fd, value),
                    SockOpt::TcpKeepInterval => sock_set_tcp_keep_intvl(fd, value),
                    SockOpt::IpTtl => sock_set_ip_ttl(fd, value),
                    SockOpt::IpMulticastTtl => sock_set_ip_multicast_ttl(fd, value),
                    SockOpt::IpMulticastLoop => sock_set_ip_multicast_loop(fd, 0, value),
                    SockOpt::Ipv6MulticastLoop => sock_set_ip_multicast_loop(fd, 1, value),
                    _ => return Err(Errno::ENOPROTOOPT),
                },
                (Value::Time(us), SockOpt::RecvTimeout) => sock_set_recv_timeout(fd, us as i64),
                (Value::Time(us), SockOpt::SendTimeout) => sock_set_send_timeout(fd, us as i64),
                (Value::Linger { on, seconds }, SockOpt::Linger) => sock_set_linger(fd, on.into(), seconds),
                (Value::Group4 { group, interface }, SockOpt::IpJoin) => {
                    sock_set_ip_add_membership(fd, &AddrIp::v4(group), u32::from_ne_bytes(interface))
                }
                (Value::Group4 { group, interface }, SockOpt::IpLeave) => {
                    sock_set_ip_drop_membership(fd, &AddrIp::v4(group), u32::from_ne_bytes(interface))
                }
                (Value::Group6 { group, index }, SockOpt::Ipv6Join) => {
                    sock_set_ip_add_membership(fd, &AddrIp::v6(group), index)
                }
                (Value::Group6 { group, index }, SockOpt::Ipv6Leave) => {
                    sock_set_ip_drop_membership(fd, &AddrIp::v6(group), index)
                }
                _ => return Err(Errno::ENOPROTOOPT),
            }
        })
    }

    fn get(fd: Fd, option: SockOpt) -> Result<Value> {
        let mut cell: Cell = 0;
        let out = &raw mut cell;
        // SAFETY: the host writes at most eight bytes to the cell.
        check(unsafe {
            match option {
                SockOpt::ReuseAddr => sock_get_reuse_addr(fd, out),
                SockOpt::ReusePort => sock_get_reuse_port(fd, out),
                SockOpt::KeepAlive => sock_get_keep_alive(fd, out),
                SockOpt::Broadcast => sock_get_broadcast(fd, out),
                SockOpt::TcpNoDelay => sock_get_tcp_no_delay(fd, out),
                SockOpt::TcpQuickAck => sock_get_tcp_quick_ack(fd, out),
                SockOpt::TcpFastOpenConnect => sock_get_tcp_fastopen_connect(fd, out),
                SockOpt::Ipv6Only => sock_get_ipv6_only(fd, out),
                SockOpt::RecvBuf => sock_get_recv_buf_size(fd, out),
                SockOpt::SendBuf => sock_get_send_buf_size(fd, out),
                SockOpt::TcpKeepIdle => sock_get_tcp_keep_idle(fd, out),
                SockOpt::TcpKeepInterval => sock_get_tcp_keep_intvl(fd, out),
                SockOpt::IpTtl => sock_get_ip_ttl(fd, out),
                SockOpt::IpMulticastTtl => sock_get_ip_multicast_ttl(fd, out),
                SockOpt::IpMulticastLoop => sock_get_ip_multicast_loop(fd, 0, out),
                SockOpt::Ipv6MulticastLoop => sock_get_ip_multicast_loop(fd, 1, out),
                SockOpt::RecvTimeout => sock_get_recv_timeout(fd, out),
                SockOpt::SendTimeout => sock_get_send_timeout(fd, out),
                SockOpt::Linger => return get_linger(fd),
                _ => return Err(Errno::ENOPROTOOPT),
            }
        })?;
        Ok(match option {
            SockOpt::RecvTimeout | SockOpt::SendTimeout => Value::Time(cell),
            _ => Value::Int(cell as c_int),
        })
    }

    /// WAMR has no `SO_ERROR`, and Linux hands a pending error to the next call that asks: `send` on
    /// a stream and `recv` on a datagram socket look for it before they touch any data. They are
    /// only asked when the host reports an error condition, so nothing is ever sent or received.
    fn take_error(fd: Fd) -> Result<Option<Errno>> {
        let kind = Self::kind(fd)?;
        if !preview1::has_error(fd)? {
            return Ok(None);
        }
        let mut byte = 0u8;
        let data = [iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 }];
        Ok(match kind {
            Kind::Stream => Self::send(fd, &data, Flags::NONE),
            Kind::Datagram => Self::recv(fd, &data, Flags::NONE),
        }
        .err())
    }

    const RECORD: usize = size_of::<AddrInfo>();

    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError> {
        let hints = Hints::streams(family);
        let mut total: Cell = 0;
        // SAFETY: the strings end in NUL, the host reads the hints and writes as many answers as there is room for.
        let code = unsafe {
            let room = answers.len() / Self::RECORD;
            sock_addr_resolve(host.as_ptr(), c"".as_ptr(), &hints, answers.as_mut_ptr().cast(), room, &mut total)
        };
        check(code).map(|()| total as usize).map_err(|error| match error {
            Errno::EINVAL => ResolveError::NoName,
            Errno::EAGAIN => ResolveError::Again,
            Errno::EFAULT => ResolveError::Fail,
            Errno::ENOMEM => ResolveError::Memory,
            error => ResolveError::System(error),
        })
    }

    fn answer(record: &[u8]) -> Option<SocketAddr> {
        AddrInfo::read(record).map(|info| info.addr.decode())
    }
}

fn get_linger(fd: Fd) -> Result<Value> {
    let (mut on, mut seconds): (Cell, Cell) = (0, 0);
    // SAFETY: the host writes a byte and a number, which fit the cells.
    check(unsafe { sock_get_linger(fd, &mut on, &mut seconds) })?;
    Ok(Value::Linger { on: on != 0, seconds: seconds as c_int })
}

fn is_empty(data: &[iovec]) -> bool {
    data.iter().all(|part| part.iov_len == 0)
}

/// A send that failed: of no data at all it may have failed for that reason only, and Linux would
/// have returned 0 on a connected stream. An empty datagram cannot be sent through WAMR.
#[cold]
fn no_data_sent(fd: Fd, data: &[iovec], error: Errno) -> Result<usize> {
    if error != Errno::EINVAL || !is_empty(data) {
        return Err(error);
    }
    match Wamr::kind(fd)? {
        Kind::Stream => Wamr::peer(fd).map(|_peer| 0).map_err(|_not_connected| Errno::EPIPE),
        Kind::Datagram => Err(Errno::EOPNOTSUPP),
    }
}

/// A receive that failed: with no room at all it may have failed for that reason only, and Linux
/// would have waited for data, then dropped a datagram and left a stream alone.
#[cold]
fn recv_nothing(fd: Fd, room: &[iovec], error: Errno) -> Result<usize> {
    if error != Errno::EINVAL || !is_empty(room) {
        return Err(error);
    }
    match Wamr::kind(fd)? {
        Kind::Stream if Wamr::nonblocking(fd)? && !preview1::readable(fd)? => Err(Errno::EAGAIN),
        Kind::Stream => preview1::wait_readable(fd).map(|()| 0),
        Kind::Datagram => recv_spare(fd, room).map(|(got, _from)| got.len),
    }
}

/// Receives a datagram with one spare byte behind `room`: what reaches it has been truncated.
fn recv_spare(fd: Fd, room: &[iovec]) -> Result<(Received, Option<SocketAddr>)> {
    const FEW: usize = 16;
    if room.len() < FEW { recv_spare_in::<FEW>(fd, room) } else { recv_spare_in::<{ crate::abi::IOV_MAX }>(fd, room) }
}

/// [`recv_spare`] with `N` iovecs on the stack, the spare one included.
#[inline(never)]
fn recv_spare_in<const N: usize>(fd: Fd, room: &[iovec]) -> Result<(Received, Option<SocketAddr>)> {
    let mut spare = 0u8;
    let mut parts = [const { core::mem::MaybeUninit::<iovec>::uninit() }; N];
    let mut n = 0;
    for (to, from) in parts.iter_mut().zip(room) {
        to.write(*from);
        n += 1;
    }
    // The last of IOV_MAX parts has no place beside the spare one, and the host none for more.
    let last = parts.get_mut(n).ok_or(Errno::EMSGSIZE)?;
    last.write(iovec { iov_base: (&raw mut spare).cast(), iov_len: 1 });
    let (mut len, mut from) = (0, Addr::default());
    // SAFETY: `n + 1` iovecs were written; the host writes where they say, one address and one length.
    check(unsafe { sock_recv_from(fd, parts.as_ptr().cast(), n + 1, 0, &mut from, &mut len) })?;
    let whole: usize = room.iter().map(|part| part.iov_len).sum();
    let len = len as usize;
    Ok((Received { len: len.min(whole), truncated: len > whole }, from.known()))
}
