// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The host: the dialect that this build speaks.

#[cfg(test)]
use crate::addr::SocketAddr;
use crate::dialect::Dialect;
use crate::dialect::deferred::Deferred;
use crate::dialect::fast::Fast;
use crate::dialect::{berkeley, preview1, sock_connect, ueno, wamr, wasi_sockets, wasix, wasmedge};

#[cfg(all(dialect = "berkeley", not(test)))]
pub(crate) use berkeley::Berkeley as Host;
#[cfg(all(dialect = "preview1", not(test)))]
pub(crate) type Host = Deferred<preview1::Preview1>;
#[cfg(all(dialect = "sock-connect", not(test)))]
pub(crate) type Host = Deferred<sock_connect::SockConnect>;
#[cfg(all(dialect = "ueno", not(test)))]
pub(crate) type Host = Deferred<ueno::Ueno>;
#[cfg(all(dialect = "wamr", not(test)))]
pub(crate) use wamr::Wamr as Host;
#[cfg(all(dialect = "wasi-sockets", not(test)))]
pub(crate) use wasi_sockets::WasiSockets as Host;
#[cfg(all(dialect = "wasix", not(test)))]
pub(crate) use wasix::Wasix as Host;
#[cfg(all(dialect = "wasmedge", not(test)))]
pub(crate) type Host = wasmedge::Wasmedge;
#[cfg(all(dialect = "wasmedge-v2", not(test)))]
pub(crate) type Host = wasmedge::Wasmedge<wasmedge::V2>;

#[cfg(test)]
pub(crate) use fake::Fake as Host;
#[cfg(test)]
pub(crate) mod fake;

/// An address as the runtime has it.
pub(crate) type HostAddr = <Host as Dialect>::Addr;

/// Every dialect is held against the contract in every build, whichever is chosen, so that none rots unseen.
const _: () = {
    const fn holds<D: Fast>() {}
    holds::<berkeley::Berkeley>();
    holds::<Deferred<preview1::Preview1>>();
    holds::<Deferred<sock_connect::SockConnect>>();
    holds::<Deferred<ueno::Ueno>>();
    holds::<wamr::Wamr>();
    holds::<wasi_sockets::WasiSockets>();
    holds::<wasix::Wasix>();
    holds::<wasmedge::Wasmedge>();
    holds::<wasmedge::Wasmedge<wasmedge::V2>>();
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
