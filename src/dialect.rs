//! The seam: what the front asks of a runtime, in POSIX's terms.
//!
//! A dialect is one file that translates these verbs to the imports of one runtime. Nothing
//! host-shaped passes the seam: no address pool, no tags, no host numbers. Every verb returns the
//! errno Linux gives; what a host cannot do is an error, never a success that did not happen.

#![cfg_attr(
    not(target_family = "wasm"),
    expect(
        clashing_extern_declarations,
        reason = "runtimes share names; on wasm they are kept apart, natively none is linked"
    )
)]

use core::ffi::{CStr, c_int, c_short};
use core::mem::MaybeUninit;

use wasi::{Event, Subscription};

use crate::abi::iovec;
use crate::addr::{Address, Name, Place, SocketAddr};
use crate::errno::{Errno, Result};
use crate::option::{SockOpt, Value};

mod berkeley;
mod buffer;
pub(crate) mod deferred;
mod handles;
mod preopened;
pub(crate) mod preview1;
mod sock_connect;
mod spare;
mod ueno;
mod wamr;
mod wasix;
mod wasmedge;

#[cfg(all(dialect = "berkeley", not(test)))]
pub(crate) use berkeley::Berkeley as Host;
#[cfg(all(dialect = "preview1", not(test)))]
pub(crate) type Host = deferred::Deferred<preopened::Preopened>;
#[cfg(all(dialect = "sock-connect", not(test)))]
pub(crate) type Host = deferred::Deferred<sock_connect::SockConnect>;
#[cfg(all(dialect = "ueno", not(test)))]
pub(crate) type Host = deferred::Deferred<ueno::Ueno>;
#[cfg(all(dialect = "wamr", not(test)))]
pub(crate) use wamr::Wamr as Host;
#[cfg(all(dialect = "wasix", not(test)))]
pub(crate) use wasix::Wasix as Host;
#[cfg(all(dialect = "wasmedge", not(test)))]
pub(crate) type Host = wasmedge::Wasmedge;
#[cfg(all(dialect = "wasmedge-v2", not(test)))]
pub(crate) type Host = wasmedge::Wasmedge<wasmedge::Second>;

#[cfg(test)]
pub(crate) mod fake;
#[cfg(test)]
pub(crate) use fake::Fake as Host;

/// An address as the runtime has it.
pub(crate) type Addr = <Host as Dialect>::Addr;

/// A file descriptor of the host.
pub(crate) type Fd = c_int;

/// The family of a new socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    V4,
    V6,
}

/// The type of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Datagram,
    Stream,
}

/// What `shutdown` closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Read,
    Write,
    Both,
}

/// Why a name has no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResolveError {
    /// There is no such name, or it has no such address.
    NoName,
    /// There is such a name, without an address.
    NoData,
    /// There is such a name, without an address of the family.
    NoFamily,
    /// The resolver cannot say now.
    Again,
    /// The resolver failed for good.
    Fail,
    /// There is no memory for the answer.
    Memory,
    /// The host refused: its errno says why (`EACCES` where a rule forbids the name).
    System(Errno),
}

/// What came with the data of a receive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Received {
    /// Bytes stored.
    pub len: usize,
    /// Whether the datagram was longer than the room given.
    pub truncated: bool,
}

/// Buffers, and how many bytes they hold together.
#[derive(Clone, Copy)]
pub(crate) struct Buffers<'a> {
    pub parts: &'a [iovec],
    /// A reference, so that it is only looked at when the host has told a length.
    pub whole: &'a usize,
}

impl<'a> Buffers<'a> {
    /// A single one.
    #[inline(always)]
    pub fn one(part: &'a iovec) -> Self {
        Self { parts: core::slice::from_ref(part), whole: &part.iov_len }
    }

    /// A length that the host tells of a transfer. More than the buffers hold is a lie, `EIO`: the program would go on
    /// beyond their end.
    #[inline(always)]
    pub fn within(&self, len: usize) -> Result<usize> {
        if len <= *self.whole { Ok(len) } else { Err(Errno::EIO) }
    }
}

/// A cell for the length that the host tells of a transfer.
pub(crate) type Told = MaybeUninit<u64>;

/// One buffer, and what the host tells: they lie in the frame of the program's own function.
#[repr(C)]
pub struct Transfer {
    pub(crate) part: iovec,
    pub(crate) told: Told,
}

/// Where the readiness of a descriptor is to be found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pollable {
    /// At the host, under this number.
    Host(Fd),
    /// It is known to be this, and stays so until the program does something.
    Now(c_short),
}

/// `MSG_` flags of one call, those with a meaning inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flags(pub c_int);

impl Flags {
    /// No flag.
    pub const NONE: Self = Self(0);

    /// Whether any flag of `mask` is set.
    #[inline]
    pub fn has(self, mask: c_int) -> bool {
        self.0 & mask != 0
    }

    /// The flags without those of `mask`.
    #[inline]
    pub fn without(self, mask: c_int) -> Self {
        Self(self.0 & !mask)
    }
}

/// The contract with one runtime.
///
/// Verbs without a body are the core that every dialect has to think about; those with one answer
/// "not supported", or what preview 1 has for every runtime.
///
/// Pointers inside an `iovec` come from C and are the host's to judge: it answers `EFAULT`.
pub(crate) trait Dialect {
    /// An address as the runtime has it: from C's shape to the host's without a stop between.
    type Addr: Address;

    /// The `MSG_` flags that the host honours exactly in a send; the front makes up for
    /// `MSG_DONTWAIT` and refuses the rest.
    const SEND_FLAGS: c_int = 0;
    /// The same for a receive; the front makes up for `MSG_DONTWAIT` and `MSG_WAITALL`.
    const RECV_FLAGS: c_int = 0;

    /// Takes this descriptor as the authority that sockets come from, or with −1 what the dialect finds
    /// by itself; `EINVAL` for a descriptor that is none.
    fn set_network_handle(_fd: Fd) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
    /// A new socket of the family's TCP or UDP.
    fn open(family: Family, kind: Kind) -> Result<Fd>;
    /// A new socket of `AF_UNIX`, if [`Self::Addr`] has addresses for it; `EAFNOSUPPORT` where the host is told to have none.
    fn open_unix(_kind: Kind) -> Result<Fd> {
        Err(Errno::EAFNOSUPPORT)
    }
    /// Two sockets connected to each other, where the host has such a thing.
    fn pair(_kind: Kind) -> Result<[Fd; 2]> {
        Err(Errno::EOPNOTSUPP)
    }
    /// Gives the socket an address.
    fn bind(fd: Fd, addr: &Self::Addr) -> Result<()>;
    /// Connects. Non-blocking sockets answer `EINPROGRESS`, then `EALREADY`, then `EISCONN`.
    fn connect(fd: Fd, addr: &Self::Addr) -> Result<()>;
    /// Dissolves the association, as `connect` with `AF_UNSPEC` asks.
    fn disconnect(_fd: Fd) -> Result<()> {
        Err(Errno::EOPNOTSUPP)
    }
    /// Lets connections come in.
    fn listen(fd: Fd, backlog: c_int) -> Result<()>;
    /// The next connection, `O_NONBLOCK` as asked.
    fn accept(fd: Fd, nonblocking: bool) -> Result<Fd>;
    /// Sends to the connected peer; flags are among [`Self::SEND_FLAGS`].
    fn send(fd: Fd, data: &[iovec], flags: Flags) -> Result<usize>;
    /// Sends to `addr`; flags as for `send`.
    fn send_to(fd: Fd, data: &[iovec], flags: Flags, addr: &Self::Addr) -> Result<usize>;
    /// Sends what is not empty, without flags; never more than there is.
    #[inline(always)]
    fn send_some(fd: Fd, data: Buffers<'_>, _: &mut Told) -> Result<usize> {
        data.within(Self::send(fd, data.parts, Flags::NONE)?)
    }
    /// The same to `addr`.
    #[inline(always)]
    fn send_some_to(fd: Fd, data: Buffers<'_>, _: &mut Told, addr: &Self::Addr) -> Result<usize> {
        data.within(Self::send_to(fd, data.parts, Flags::NONE, addr)?)
    }
    /// Receives; flags are among [`Self::RECV_FLAGS`]. `truncated` need not be found out.
    fn recv(fd: Fd, room: &[iovec], flags: Flags) -> Result<usize>;
    /// Receives without flags where there is some room; never more than that.
    #[inline(always)]
    fn recv_some(fd: Fd, room: Buffers<'_>, _: &mut Told) -> Result<usize> {
        room.within(Self::recv(fd, room.parts, Flags::NONE)?)
    }
    /// The same, and tells the sender.
    #[inline(always)]
    fn recv_some_from(fd: Fd, room: Buffers<'_>, _: &mut Told, sender: Place) -> Result<usize> {
        let (len, from) = Self::recv_from(fd, room.parts, Flags::NONE)?;
        let len = room.within(len)?;
        sender.write(from.as_ref()).map(|()| len)
    }
    /// Receives and tells the sender, if there is one to tell; `truncated` is exact.
    fn recv_msg(fd: Fd, room: &[iovec], flags: Flags) -> Result<(Received, Option<Self::Addr>)>;
    /// Receives, the sender not asked for; `truncated` is exact.
    fn recv_nameless(fd: Fd, room: &[iovec], flags: Flags) -> Result<Received> {
        Self::recv_msg(fd, room, flags).map(|(got, _from)| got)
    }
    /// Receives without flags where there is some room, never more than that, and tells the sender where somebody
    /// wants to know; `truncated` is exact.
    #[inline]
    fn recv_some_msg(fd: Fd, room: Buffers<'_>, sender: Option<Place>) -> Result<Received> {
        let (got, from) = match sender {
            Some(_) => Self::recv_msg(fd, room.parts, Flags::NONE)?,
            None => (Self::recv_nameless(fd, room.parts, Flags::NONE)?, None),
        };
        let len = room.within(got.len)?;
        sender.map_or(Ok(()), |sender| sender.write(from.as_ref()))?;
        Ok(Received { len, ..got })
    }
    /// Receives and tells the sender; `truncated` need not be found out.
    fn recv_from(fd: Fd, room: &[iovec], flags: Flags) -> Result<(usize, Option<Self::Addr>)>;
    /// Closes one direction or both.
    fn shutdown(fd: Fd, how: How) -> Result<()>;
    /// The socket's own address.
    fn local(fd: Fd) -> Result<Self::Addr>;
    /// The peer's address; `EOPNOTSUPP` where the host does not tell, which `accept` bears.
    fn peer(fd: Fd) -> Result<Self::Addr>;
    /// Sets an option; `ENOPROTOOPT` for one the host lacks.
    fn set(fd: Fd, option: SockOpt, value: Value) -> Result<()>;
    /// Sets an option whose value is a number.
    #[inline]
    fn set_int(fd: Fd, option: SockOpt, value: c_int) -> Result<()> {
        Self::set(fd, option, Value::Int(value))
    }
    /// An option's value; `ENOPROTOOPT` for one the host lacks.
    fn get(fd: Fd, option: SockOpt) -> Result<Value>;
    /// The pending error of a socket, which this clears; `None` when there is none.
    fn take_error(fd: Fd) -> Result<Option<Errno>>;

    /// The bytes of the answer to a name look-up, one address each.
    const RECORD: usize;
    /// Looks up a host name that is no numeric address. Stores as many answers of [`Self::RECORD`]
    /// bytes as fit and returns how many there are, which may be more; where the host keeps silent about
    /// the rest, a number that is too large. The room is aligned to eight bytes.
    fn resolve(host: &CStr, family: Option<Family>, answers: &mut [u8]) -> core::result::Result<usize, ResolveError>;
    /// The address in one answer, its port 0.
    fn answer(record: &[u8]) -> Option<SocketAddr>;

    /// The socket's type; `EBADF` and `ENOTSOCK` for what is no socket.
    fn kind(fd: Fd) -> Result<Kind> {
        preview1::kind(fd)
    }
    /// The family of the socket, as `SO_DOMAIN` has it.
    fn family(fd: Fd) -> Result<c_int> {
        Self::local(fd).map(|addr| Name::of(addr).family())
    }
    /// Whether there is such a descriptor.
    fn is_open(fd: Fd) -> bool {
        preview1::is_open(fd)
    }
    /// Whether `O_NONBLOCK` is set.
    fn nonblocking(fd: Fd) -> Result<bool> {
        preview1::nonblocking(fd)
    }
    /// Sets or clears `O_NONBLOCK`.
    fn set_nonblocking(fd: Fd, on: bool) -> Result<()> {
        preview1::set_nonblocking(fd, on)
    }
    /// Where the descriptor is waited for. Errors: the host cannot wait for it.
    fn pollable(fd: Fd) -> Result<Pollable> {
        Ok(Pollable::Host(fd))
    }
    /// Whether [`Self::poll`] keeps what it knows at once (a descriptor is closed, or a file) until there is
    /// something to wake it, and may return without any event: the front then waits in two steps.
    const LOOKS_FIRST: bool = false;
    /// Waits for the first of `subscriptions`, and tells which there are: how many of `events` are
    /// written, at least as many as there are subscriptions.
    fn poll(subscriptions: &[Subscription], events: &mut [MaybeUninit<Event>]) -> Result<usize> {
        preview1::poll(subscriptions, events)
    }
    /// The bytes that a receive would find waiting.
    fn available(fd: Fd) -> Result<usize> {
        preview1::available(fd)
    }
    /// Closes a descriptor that the program has not seen yet.
    fn close(fd: Fd) {
        preview1::close(fd);
    }
}

/// Every dialect is held against the contract in every build, whichever is chosen, so that none rots unseen.
const _: () = {
    const fn holds<D: Dialect>() {}
    holds::<berkeley::Berkeley>();
    holds::<deferred::Deferred<preopened::Preopened>>();
    holds::<deferred::Deferred<sock_connect::SockConnect>>();
    holds::<deferred::Deferred<ueno::Ueno>>();
    holds::<wamr::Wamr>();
    holds::<wasix::Wasix>();
    holds::<wasmedge::Wasmedge>();
    holds::<wasmedge::Wasmedge<wasmedge::Second>>();
};

/// Of a dialect whose host looks up names: how it is called, the bytes of an answer, and who reads one.
#[cfg(test)]
pub(crate) struct Answers {
    pub name: &'static str,
    pub record: usize,
    pub read: fn(&[u8]) -> Option<SocketAddr>,
}

/// All of them.
#[cfg(test)]
pub(crate) fn answers() -> [Answers; 4] {
    fn of<D: Dialect>(name: &'static str) -> Answers {
        Answers { name, record: D::RECORD, read: D::answer }
    }
    [
        of::<berkeley::Berkeley>("berkeley"),
        of::<wamr::Wamr>("wamr"),
        of::<wasix::Wasix>("wasix"),
        of::<wasmedge::Wasmedge>("wasmedge"),
    ]
}

/// The pending error of a socket whose host has no `SO_ERROR`: Linux hands it to the next call that
/// asks, and `send` on a stream and `recv` on a datagram socket look for it before they touch any data.
/// They are only asked when the host reports an error condition, so nothing is ever sent or received.
fn fetch_error<D: Dialect>(fd: Fd) -> Result<Option<Errno>> {
    let kind = D::kind(fd)?;
    if !preview1::has_error(fd)? {
        return Ok(None);
    }
    let mut byte = 0u8;
    let data = [iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 }];
    Ok(match kind {
        Kind::Stream => D::send(fd, &data, Flags::NONE),
        Kind::Datagram => D::recv(fd, &data, Flags::NONE),
    }
    .err())
}
