// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The WASI error numbers, and how the host's are turned into them.

/// A WASI preview 1 error number, never 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Errno(u16);

/// The result of a host function: its errno, 0 if it is `Ok`.
pub type Answer = Result<(), Errno>;

/// Declares one constant per error and the table between the two numberings.
/// The names are the host's (`libc`), so a row is a name and a WASI number.
macro_rules! errnos {
    ($($name:ident = $number:literal)*) => {
        #[expect(dead_code, reason = "the list is whole, whether or not the host itself gives each of them")]
        impl Errno {
            $(pub const $name: Self = Self($number);)*
            /// WASI's own error: a descriptor lacks the right for the call. The host has no such error.
            pub const ENOTCAPABLE: Self = Self(76);
        }
        /// WASI number, the host's number, name.
        const TABLE: &[(u16, i32, &str)] = &[$(($number, libc::$name, stringify!($name)),)*];
    };
}

errnos! {
    E2BIG = 1 EACCES = 2 EADDRINUSE = 3 EADDRNOTAVAIL = 4 EAFNOSUPPORT = 5 EAGAIN = 6 EALREADY = 7 EBADF = 8
    EBADMSG = 9 EBUSY = 10 ECANCELED = 11 ECHILD = 12 ECONNABORTED = 13 ECONNREFUSED = 14 ECONNRESET = 15
    EDEADLK = 16 EDESTADDRREQ = 17 EDOM = 18 EDQUOT = 19 EEXIST = 20 EFAULT = 21 EFBIG = 22 EHOSTUNREACH = 23
    EIDRM = 24 EILSEQ = 25 EINPROGRESS = 26 EINTR = 27 EINVAL = 28 EIO = 29 EISCONN = 30 EISDIR = 31 ELOOP = 32
    EMFILE = 33 EMLINK = 34 EMSGSIZE = 35 EMULTIHOP = 36 ENAMETOOLONG = 37 ENETDOWN = 38 ENETRESET = 39
    ENETUNREACH = 40 ENFILE = 41 ENOBUFS = 42 ENODEV = 43 ENOENT = 44 ENOEXEC = 45 ENOLCK = 46 ENOLINK = 47
    ENOMEM = 48 ENOMSG = 49 ENOPROTOOPT = 50 ENOSPC = 51 ENOSYS = 52 ENOTCONN = 53 ENOTDIR = 54 ENOTEMPTY = 55
    ENOTRECOVERABLE = 56 ENOTSOCK = 57 ENOTSUP = 58 ENOTTY = 59 ENXIO = 60 EOVERFLOW = 61 EOWNERDEAD = 62
    EPERM = 63 EPIPE = 64 EPROTO = 65 EPROTONOSUPPORT = 66 EPROTOTYPE = 67 ERANGE = 68 EROFS = 69 ESPIPE = 70
    ESRCH = 71 ESTALE = 72 ETIMEDOUT = 73 ETXTBSY = 74 EXDEV = 75
}

/// Errors of the host without a WASI number, each with its nearest.
const NEAREST: &[(i32, Errno)] = &[
    (libc::ESHUTDOWN, Errno::EPIPE),
    (libc::EHOSTDOWN, Errno::EHOSTUNREACH),
    (libc::EPFNOSUPPORT, Errno::EAFNOSUPPORT),
    (libc::ESOCKTNOSUPPORT, Errno::EPROTONOSUPPORT),
];

impl Errno {
    /// A runtime's own error, with a number that WASI has not given; it has no name.
    pub const fn own(number: u16) -> Self {
        Self(number)
    }

    /// The number that the guest gets.
    pub const fn code(self) -> u16 {
        self.0
    }

    /// C's name of the error, for the trace.
    pub fn name(self) -> &'static str {
        let found = TABLE.iter().find(|(number, ..)| *number == self.0);
        let beyond = if self == Self::ENOTCAPABLE { "ENOTCAPABLE" } else { "an errno of the runtime's own" };
        found.map_or(beyond, |(.., name)| name)
    }

    /// The WASI error for an error number of the host; one without a counterpart is `ENOSYS`, as on WAMR.
    pub fn from_host(raw: i32) -> Self {
        let found = TABLE.iter().find(|(_, host, _)| *host == raw);
        let nearest = || NEAREST.iter().find(|(host, _)| *host == raw);
        match found {
            Some((number, ..)) => Self(*number),
            None => nearest().map_or(Self::ENOSYS, |(_, errno)| *errno),
        }
    }
}

impl From<rustix::io::Errno> for Errno {
    fn from(error: rustix::io::Errno) -> Self {
        Self::from_host(error.raw_os_error())
    }
}

impl From<std::io::Error> for Errno {
    /// An error without a number comes from the sandbox of the directories: the path leads out of it.
    fn from(error: std::io::Error) -> Self {
        error.raw_os_error().map_or(Self::EPERM, Self::from_host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_from_1_to_75_is_there_once_and_in_order() {
        let numbers: Vec<u16> = TABLE.iter().map(|(number, ..)| *number).collect();
        assert_eq!(numbers, (1..=75).collect::<Vec<u16>>());
    }

    #[test]
    fn host_errors_become_wasi_errors() {
        assert_eq!(Errno::from(rustix::io::Errno::CONNREFUSED), Errno::ECONNREFUSED);
        assert_eq!(Errno::from_host(libc::EOPNOTSUPP), Errno::ENOTSUP);
        assert_eq!(Errno::from_host(libc::EWOULDBLOCK), Errno::EAGAIN);
        assert_eq!(Errno::from_host(libc::ESHUTDOWN), Errno::EPIPE);
        assert_eq!(Errno::from_host(12345), Errno::ENOSYS);
    }

    #[test]
    fn names_are_the_c_names() {
        assert_eq!(Errno::ECONNREFUSED.name(), "ECONNREFUSED");
        assert_eq!(Errno::ENOTCAPABLE.name(), "ENOTCAPABLE");
    }
}
