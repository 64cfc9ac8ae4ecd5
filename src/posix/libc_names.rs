// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The plain names of the functions that libc.a has too, for programs that declare them without a header.
//!
//! The headers bind these functions to names of the library's own, `wasock_recv` for `recv`, so that a program
//! linked without the archive fails to link. The C library's names have to be here as well, and in the one object
//! of the archive: if the archive stands behind the C library, they are defined twice and the link fails.

use core::ffi::{c_int, c_uint, c_void};

use crate::abi::{fd_set, msghdr, pollfd, sockaddr, socklen_t, timespec, timeval};

/// Exports each function under its plain name.
macro_rules! plain {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name($($argument: $type),*) -> $result {
            // Not every one of them is unsafe to call.
            let function: unsafe extern "C" fn($($type),*) -> $result = super::$name;
            // SAFETY: the caller has promised what the function asks for.
            unsafe { function($($argument),*) }
        }
    )*};
}

plain! {
    accept(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int;
    accept4(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t, flags: c_int) -> c_int;
    getsockopt(fd: c_int, level: c_int, name: c_int, value: *mut c_void, len: *mut socklen_t) -> c_int;
    poll(fds: *mut pollfd, n: c_uint, timeout: c_int) -> c_int;
    ppoll(fds: *mut pollfd, n: c_uint, timeout: *const timespec, mask: *const c_void) -> c_int;
    pselect(
        n: c_int, read: *mut fd_set, write: *mut fd_set, except: *mut fd_set, timeout: *const timespec,
        mask: *const c_void
    ) -> c_int;
    recv(fd: c_int, room: *mut c_void, len: usize, flags: c_int) -> isize;
    select(n: c_int, read: *mut fd_set, write: *mut fd_set, except: *mut fd_set, timeout: *mut timeval) -> c_int;
    send(fd: c_int, data: *const c_void, len: usize, flags: c_int) -> isize;
}

/// `shutdown` of a program that was compiled with the C library's header: there `SHUT_RD`, `SHUT_WR` and `SHUT_RDWR` are
/// 1, 2 and 3.
#[unsafe(no_mangle)]
extern "C" fn shutdown(fd: c_int, how: c_int) -> c_int {
    const FIRST: c_int = 1;
    super::shutdown(fd, how.wrapping_sub(FIRST))
}

/// Exports each function under one more name, by which the headers' inline functions call what they stand for.
macro_rules! whole {
    ($($name:ident = $function:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name($($argument: $type),*) -> $result {
            // Not every one of them is unsafe to call.
            let function: unsafe extern "C" fn($($type),*) -> $result = super::$function;
            // SAFETY: the caller has promised what the function asks for.
            unsafe { function($($argument),*) }
        }
    )*};
}

whole! {
    __wasock_accept = accept(fd: c_int, addr: *mut sockaddr, len: *mut socklen_t) -> c_int;
    __wasock_bind = bind(fd: c_int, addr: *const sockaddr, len: socklen_t) -> c_int;
    __wasock_connect = connect(fd: c_int, addr: *const sockaddr, len: socklen_t) -> c_int;
    __wasock_getsockopt = getsockopt(
        fd: c_int, level: c_int, name: c_int, value: *mut c_void, len: *mut socklen_t
    ) -> c_int;
    __wasock_recv = recv(fd: c_int, room: *mut c_void, len: usize, flags: c_int) -> isize;
    __wasock_recvfrom = recvfrom(
        fd: c_int, room: *mut c_void, len: usize, flags: c_int, addr: *mut sockaddr, addr_len: *mut socklen_t
    ) -> isize;
    __wasock_recvmsg = recvmsg(fd: c_int, message: *mut msghdr, flags: c_int) -> isize;
    __wasock_send = send(fd: c_int, data: *const c_void, len: usize, flags: c_int) -> isize;
    __wasock_sendmsg = sendmsg(fd: c_int, message: *const msghdr, flags: c_int) -> isize;
    __wasock_sendto = sendto(
        fd: c_int, data: *const c_void, len: usize, flags: c_int, addr: *const sockaddr, addr_len: socklen_t
    ) -> isize;
    __wasock_setsockopt = setsockopt(
        fd: c_int, level: c_int, name: c_int, value: *const c_void, len: socklen_t
    ) -> c_int;
    __wasock_shutdown = shutdown(fd: c_int, how: c_int) -> c_int;
    __wasock_socket = socket(domain: c_int, kind: c_int, protocol: c_int) -> c_int;
}
