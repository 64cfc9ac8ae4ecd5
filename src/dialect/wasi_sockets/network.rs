// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The right to use the network, which a component has as a whole: `instance-network`.

use core::sync::atomic::{AtomicI32, Ordering::Relaxed};

use super::import;
use super::layout::Raw;

/// The handle, made when it is first needed. It is never given back.
pub(super) fn network() -> Raw {
    static NETWORK: AtomicI32 = AtomicI32::new(0);
    let mut network = NETWORK.load(Relaxed);
    if network == 0 {
        // SAFETY: the import takes nothing.
        network = unsafe { import::instance_network() };
        NETWORK.store(network, Relaxed);
    }
    network
}
