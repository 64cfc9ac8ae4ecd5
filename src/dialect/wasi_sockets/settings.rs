// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The options that a program has set on a socket, and how they are set on another socket of the host.

use super::import::{Get, Set};
use super::layout::Raw;

/// The options that both kinds of sockets have at the host.
pub(super) struct BothKinds {
    pub hop_limit: Get,
    pub set_hop_limit: Set<i32>,
    pub receive_buffer: Get,
    pub set_receive_buffer: Set<u64>,
    pub send_buffer: Get,
    pub set_send_buffer: Set<u64>,
}

/// Sets these options, which another socket had, on a host's socket of the same kind.
type Restore = fn(&Settings, &BothKinds, Raw);

/// The options that the program has set: those that the host lacks, and those that its next socket must have too.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub reuse_addr: bool,
    pub no_delay: bool,
    pub keep_alive: bool,
    pub cork: bool,
    pub quick_ack: bool,
    pub type_of_service: u8,
    pub traffic_class: u8,
    pub hop_limit: u8,
    pub keep_idle: u16,
    pub keep_interval: u16,
    pub keep_count: u8,
    pub receive_buffer: u32,
    pub send_buffer: u32,
    /// Set together with an option of the host, so that a program that sets none does not import them.
    pub restore: Option<(Restore, &'static BothKinds)>,
}

impl Settings {
    pub const NONE: Self = Self {
        reuse_addr: false,
        no_delay: false,
        keep_alive: false,
        cork: false,
        quick_ack: true,
        type_of_service: 0,
        traffic_class: 0,
        hop_limit: 0,
        keep_idle: 0,
        keep_interval: 0,
        keep_count: 0,
        receive_buffer: 0,
        send_buffer: 0,
        restore: None,
    };
}
