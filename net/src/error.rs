// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Errors: the errno of a call, and its meaning.

use core::ffi::c_int;
use core::fmt;
use core::num::NonZero;

use crate::sys;

/// The result of every call of this crate.
pub type Result<T> = core::result::Result<T, Error>;

/// The error of a call: an `errno`, or for a look-up an `EAI_` number.
///
/// ```
/// use wasock_net::{ErrorKind, TcpStream};
///
/// let error = TcpStream::connect("127.0.0.1:port").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// assert_eq!(error.name(), "EINVAL");
/// assert_eq!(error.to_string(), "an argument is invalid, or the socket is not in the state for this call (EINVAL)");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Error {
    /// An `errno`, which is positive, or an `EAI_` number, which is negative.
    code: NonZero<c_int>,
}

impl Error {
    pub(crate) const EAFNOSUPPORT: Self = Self::of(libc::EAFNOSUPPORT);
    #[cfg(feature = "embedded-nal")]
    pub(crate) const EDESTADDRREQ: Self = Self::of(libc::EDESTADDRREQ);
    pub(crate) const EINPROGRESS: Self = Self::of(libc::EINPROGRESS);
    pub(crate) const EINTR: Self = Self::of(libc::EINTR);
    pub(crate) const EINVAL: Self = Self::of(libc::EINVAL);
    pub(crate) const EIO: Self = Self::of(libc::EIO);
    #[cfg(feature = "embedded-nal")]
    pub(crate) const EISCONN: Self = Self::of(libc::EISCONN);
    #[cfg(feature = "embedded-nal")]
    pub(crate) const ENOTCONN: Self = Self::of(libc::ENOTCONN);
    #[cfg(feature = "embedded-nal")]
    pub(crate) const EPIPE: Self = Self::of(libc::EPIPE);
    pub(crate) const ETIMEDOUT: Self = Self::of(libc::ETIMEDOUT);
    #[cfg(feature = "embedded-nal")]
    pub(crate) const NO_DATA: Self = Self::of(sys::EAI_NODATA);
    pub(crate) const NO_NAME: Self = Self::of(sys::EAI_NONAME);

    /// Zero, which is not an error, becomes `EIO`.
    const fn of(code: c_int) -> Self {
        match NonZero::new(code) {
            Some(code) => Self { code },
            None => Self { code: const { NonZero::new(libc::EIO).expect("EIO is not zero") } },
        }
    }

    /// The error with this `errno`; zero and negative numbers become `EIO`.
    #[must_use]
    pub const fn from_raw_os_error(errno: i32) -> Self {
        if errno > 0 { Self::of(errno) } else { Self::EIO }
    }

    /// The error of a look-up that returned `code`: `EAI_SYSTEM` stands for the `errno`.
    #[cold]
    pub(crate) fn of_look_up(code: c_int) -> Self {
        if code == sys::EAI_SYSTEM { Self::last() } else { Self::of(code) }
    }

    /// The error of the call that has just failed.
    #[inline]
    pub(crate) fn last() -> Self {
        Self::of(sys::errno())
    }

    /// The `errno` of the target's C library, or `None` if a look-up failed for a reason that has none.
    #[must_use]
    pub const fn raw_os_error(self) -> Option<i32> {
        if self.code.get() > 0 { Some(self.code.get()) } else { None }
    }

    /// The `EAI_` number of a look-up that failed, as `getaddrinfo` returns it.
    #[must_use]
    pub const fn look_up_error(self) -> Option<i32> {
        if self.code.get() < 0 { Some(self.code.get()) } else { None }
    }
}

/// The kinds of errors, by the names of [`std::io::ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html).
///
/// ```
/// # fn main() -> wasock_net::Result<()> {
/// use wasock_net::{ErrorKind, TcpListener};
///
/// let listener = TcpListener::bind("127.0.0.1:0")?;
/// listener.set_nonblocking(true)?;
/// match listener.accept() {
///     Err(error) if error.kind() == ErrorKind::WouldBlock => {}
///     other => panic!("nobody connects here: {other:?}"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "std documents each name")]
pub enum ErrorKind {
    AddrInUse,
    AddrNotAvailable,
    BrokenPipe,
    ConnectionAborted,
    ConnectionRefused,
    ConnectionReset,
    HostUnreachable,
    InProgress,
    Interrupted,
    InvalidInput,
    NetworkDown,
    NetworkUnreachable,
    NotConnected,
    NotFound,
    OutOfMemory,
    PermissionDenied,
    TimedOut,
    Unsupported,
    WouldBlock,
    Other,
}

/// The errors with a name, a kind and a sentence. They are three functions, so that a program that only compares kinds
/// links no text.
macro_rules! errors {
    ($($of:ident :: $name:ident $kind:ident $text:literal)*) => {
        impl Error {
            /// The kind of the error.
            #[must_use]
            pub const fn kind(self) -> ErrorKind {
                match self.code.get() {
                    $( $of::$name => ErrorKind::$kind, )*
                    _ => ErrorKind::Other,
                }
            }

            /// The error's name in C, `ECONNREFUSED` or `EAI_NONAME`; `"unknown error"` for a number that has none.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self.code.get() {
                    $( $of::$name => stringify!($name), )*
                    _ => "unknown error",
                }
            }

            /// The error in a few words.
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self.code.get() {
                    $( $of::$name => $text, )*
                    _ => "the call failed",
                }
            }
        }
    };
}

errors! {
    libc::EACCES PermissionDenied "the host's rules do not allow this"
    libc::EADDRINUSE AddrInUse "another socket uses the address"
    libc::EADDRNOTAVAIL AddrNotAvailable "the host does not have the address"
    libc::EAFNOSUPPORT Unsupported "the host or the socket does not support addresses of this family"
    libc::EAGAIN WouldBlock "the call would have to wait, or the timeout is over"
    libc::EALREADY InProgress "an earlier connect is still in progress"
    libc::EBADF InvalidInput "the descriptor is closed"
    libc::ECONNABORTED ConnectionAborted "the connection was aborted"
    libc::ECONNREFUSED ConnectionRefused "the peer refused the connection"
    libc::ECONNRESET ConnectionReset "the peer reset the connection"
    libc::EDESTADDRREQ NotConnected "the socket is not connected, and no address was given"
    libc::EDOM InvalidInput "a time is out of range"
    libc::EFAULT InvalidInput "a buffer lies outside memory"
    libc::EHOSTUNREACH HostUnreachable "no route to the host"
    libc::EINPROGRESS InProgress "the connection is being made"
    libc::EINTR Interrupted "the call was interrupted"
    libc::EINVAL InvalidInput "an argument is invalid, or the socket is not in the state for this call"
    libc::EIO Other "the host's answer makes no sense"
    libc::EISCONN InvalidInput "the socket is connected already"
    libc::EMFILE Other "the program has too many descriptors"
    libc::EMSGSIZE InvalidInput "the datagram is too long"
    libc::ENAMETOOLONG InvalidInput "a name is too long"
    libc::ENETDOWN NetworkDown "the network is down"
    libc::ENETUNREACH NetworkUnreachable "no route to the network"
    libc::ENFILE Other "the host has too many descriptors"
    libc::ENOBUFS OutOfMemory "the host has no buffer left"
    libc::ENODEV NotFound "there is no such interface"
    libc::ENOMEM OutOfMemory "no memory left"
    libc::ENOPROTOOPT Unsupported "the host does not support the option"
    libc::ENOSYS Unsupported "the host does not have the function"
    libc::ENOTCONN NotConnected "the socket is not connected"
    libc::ENOTSOCK InvalidInput "the descriptor is not a socket"
    libc::EOPNOTSUPP Unsupported "the host or the socket does not support the call"
    libc::EPERM PermissionDenied "the host does not permit this"
    libc::EPIPE BrokenPipe "the connection is closed"
    libc::EPROTONOSUPPORT Unsupported "the host does not support the protocol"
    libc::EPROTOTYPE Unsupported "the host does not support the type of socket"
    libc::ETIMEDOUT TimedOut "the peer did not answer in time"
    sys::EAI_AGAIN Other "the resolver has no answer at the moment"
    sys::EAI_FAIL Other "the resolver failed"
    sys::EAI_FAMILY Unsupported "the resolver does not support the family of addresses"
    sys::EAI_MEMORY OutOfMemory "no memory left for the answer"
    sys::EAI_NODATA NotFound "the host name has no address"
    sys::EAI_NONAME NotFound "there is no such host name"
    sys::EAI_SERVICE InvalidInput "there is no such service"
}

/// The sentence, and in brackets the name.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())?;
        f.write_str(" (")?;
        self.write_name(f)?;
        f.write_str(")")
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Error(")?;
        self.write_name(f)?;
        f.write_str(")")
    }
}

impl Error {
    /// The name, or the number if there is none.
    fn write_name(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self.name() {
            "unknown error" => {
                f.write_str(" ")?;
                fmt::Display::fmt(&self.code, f)
            }
            _ => Ok(()),
        }
    }
}

impl core::error::Error for Error {}

/// The result of a call that returns −1 and sets `errno` when it fails.
pub(crate) trait Checked: Sized {
    /// The result, or the error.
    fn checked(self) -> Result<Self>;
}

impl Checked for c_int {
    #[inline]
    fn checked(self) -> Result<Self> {
        if self < 0 { Err(Error::last()) } else { Ok(self) }
    }
}

/// The length of a transfer, or the error.
#[inline]
pub(crate) fn length(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_minus_one| Error::last())
}
