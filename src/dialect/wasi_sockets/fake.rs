// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! A host for the native tests, in the place of the imports. It records each call, and fails the test where a real host traps:
//! for a handle that does not exist or has children, for more bytes than it has permitted, for an empty `poll`. It also fails
//! the test if a wait would never end.

use core::ffi::c_void;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::vec::Vec;

use super::layout::{Address, Area, IncomingDatagram, OutgoingDatagram, Raw, Words};
use super::realloc::wasock_lent;
use crate::addr::SocketAddr;

pub(super) use functions::*;

#[path = "fake/functions.rs"]
mod functions;

pub(super) type Get = unsafe extern "C" fn(Raw, *mut Area);
pub(super) type Set<T> = unsafe extern "C" fn(Raw, T, *mut Area);
pub(super) type Subscribe = unsafe extern "C" fn(Raw) -> Raw;
pub(super) type Release = unsafe extern "C" fn(Raw);

/// `error-code`s.
pub(super) const WOULD_BLOCK: u8 = 8;
pub(super) const INVALID_STATE: u8 = 9;
/// Told at once.
pub(super) const UNREACHABLE: u8 = 13;
pub(super) const REFUSED: u8 = 14;

/// The contents of a stream, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Bytes, delivered in pieces of the requested size.
    Data(Vec<u8>),
    /// The rest arrives when the guest waits.
    Later,
    /// The end.
    End,
    /// The connection is broken.
    Failed,
}

/// What a handle stands for.
#[derive(Debug, Default)]
pub(super) struct Resource {
    kind: &'static str,
    parent: Raw,
    /// The contents of a socket's input, or the datagrams of a datagram socket.
    pub steps: VecDeque<Step>,
    pub datagrams: VecDeque<(Vec<u8>, SocketAddr)>,
    /// The bytes or datagrams that the output takes before the guest has to wait.
    pub room: usize,
    permitted: usize,
    /// The host still sends what it has taken.
    pub sending: bool,
    /// The output takes no more.
    ended: bool,
    /// The error code of the next `finish-connect`, if it fails.
    pub refuses: Option<u8>,
    /// A connection is being made, and is finished when the guest waits.
    connecting: bool,
    listening: bool,
    /// Connections that wait for `accept`.
    pub backlog: usize,
    pub sent: Vec<u8>,
    pub peer: Option<SocketAddr>,
    /// The pollable is ready although there is nothing, until a call has found that out.
    pub sticky: bool,
    /// For so many checks the pollable is not ready, although there is something.
    pub lag: usize,
    /// Time in nanoseconds when a timer is ready.
    end: Option<u64>,
}

impl Resource {
    fn is_socket(&self) -> bool {
        self.kind == "tcp" || self.kind == "udp"
    }

    /// Whether something will come to it.
    fn waits(&self) -> bool {
        self.is_socket()
            && (self.steps.front() == Some(&Step::Later) || self.connecting || self.sending || self.room == 0)
    }

    fn come(&mut self) {
        if self.steps.front() == Some(&Step::Later) {
            self.steps.pop_front();
        }
        (self.connecting, self.sending) = (false, false);
        self.room = self.room.max(4);
    }
}

/// The host.
#[derive(Debug, Default)]
pub(super) struct World {
    pub resources: BTreeMap<Raw, Resource>,
    pub calls: Vec<&'static str>,
    pub now: u64,
    /// The host puts the list of a read elsewhere than into the lent room.
    pub ignores_room: bool,
    /// The time that passes before later contents arrive.
    pub delay: u64,
    /// The state in which sockets of this host begin.
    pub next_refuses: Option<u8>,
    pub names: Vec<SocketAddr>,
    /// A handle could not be dropped at once.
    pub waited: bool,
    last: Raw,
}

static WORLD: Mutex<Option<World>> = Mutex::new(None);
static TURN: Mutex<()> = Mutex::new(());

/// One test at a time has the host. At its end no handle may be left except those that are never dropped.
pub(super) struct Turn(#[expect(dead_code, reason = "held")] MutexGuard<'static, ()>);

/// A new host.
pub(super) fn host() -> Turn {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut world = world();
    // Handles from the test before that the guest keeps for good.
    let kept: BTreeMap<_, _> = world
        .take()
        .map(|old: World| old.resources)
        .unwrap_or_default()
        .into_iter()
        .filter(|(_, resource)| is_for_good(resource))
        .collect();
    let last = kept.keys().max().copied().unwrap_or_default();
    *world = Some(World { resources: kept, last, ..World::default() });
    Turn(turn)
}

fn is_for_good(resource: &Resource) -> bool {
    resource.end.is_some() || ["network", "stdin"].contains(&resource.kind)
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let left = with(|world| world.resources.values().filter(|left| !is_for_good(left)).count());
            assert_eq!(left, 0, "handles are left: {:?}", with(|world| world.resources.len()));
        }
    }
}

fn world() -> MutexGuard<'static, Option<World>> {
    WORLD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Changes or reads the state of the host.
pub(super) fn with<T>(work: impl FnOnce(&mut World) -> T) -> T {
    work(world().get_or_insert_default())
}

/// The calls since the last time.
pub(super) fn calls() -> Vec<&'static str> {
    with(|world| core::mem::take(&mut world.calls))
}

impl World {
    fn add(&mut self, kind: &'static str, parent: Raw) -> Raw {
        self.last += 1;
        self.resources.insert(self.last, Resource { kind, parent, room: 1 << 20, ..Resource::default() });
        self.last
    }

    fn get(&mut self, raw: Raw, kind: &str) -> &mut Resource {
        let resource = self.resources.get_mut(&raw).unwrap_or_else(|| unreachable!("no handle {raw}, want a {kind}"));
        assert!(resource.kind == kind, "{raw} is a {}, not a {kind}", resource.kind);
        resource
    }

    /// The handle that a handle came from.
    fn above(&mut self, raw: Raw, kind: &str) -> &mut Resource {
        let parent = self.get(raw, kind).parent;
        self.resources.get_mut(&parent).unwrap_or_else(|| unreachable!("the socket of a {kind} is gone"))
    }

    /// The sockets in the order in which they were made.
    pub fn socket(&mut self, at: usize) -> &mut Resource {
        self.resources
            .values_mut()
            .filter(|it| it.is_socket())
            .nth(at)
            .unwrap_or_else(|| unreachable!("no socket {at}"))
    }

    fn drop(&mut self, raw: Raw, kind: &str) {
        let parent = self.get(raw, kind).parent;
        if kind == "output" {
            while self.resources.get(&parent).is_some_and(|socket| socket.sending) {
                self.waited = true;
                self.pass();
            }
        }
        let children = self.resources.iter().find(|(_, child)| child.parent == raw);
        assert!(children.is_none(), "{kind} {raw} is given back before its children: {children:?}");
        self.resources.remove(&raw);
    }

    /// The guest waits: later contents arrive, unless a timer ends first.
    fn pass(&mut self) {
        let now = self.now;
        let end =
            self.resources.values().filter_map(|timer| timer.end).filter(|end| (now + 1..u64::MAX).contains(end)).min();
        let comes = self.resources.values().any(Resource::waits);
        match end {
            Some(end) if !comes || end < now + self.delay => self.now = end,
            _ => {
                assert!(comes, "a wait that never ends: {self:?}");
                self.now += self.delay;
                self.resources.values_mut().for_each(Resource::come);
            }
        }
    }

    fn is_ready(&mut self, pollable: Raw) -> bool {
        let now = self.now;
        let resource = self.get(pollable, "pollable");
        if let Some(end) = resource.end {
            return end <= now;
        }
        let watched = resource.parent;
        let Some(watched) = self.resources.get(&watched) else { return true };
        let (kind, parent) = (watched.kind, watched.parent);
        let owner = if ["tcp", "udp"].contains(&kind) { self.resources[&pollable].parent } else { parent };
        let Some(socket) = self.resources.get_mut(&owner) else { return true };
        let there = match kind {
            "input" => !matches!(socket.steps.front(), None | Some(Step::Later)),
            "incoming" => !socket.datagrams.is_empty(),
            "output" | "outgoing" => socket.room != 0,
            "tcp" if socket.listening => socket.backlog != 0,
            "tcp" => !socket.connecting,
            _ => true,
        };
        if there && socket.lag != 0 {
            socket.lag -= 1;
            return false;
        }
        there || (socket.sticky && ["input", "incoming", "tcp"].contains(&kind))
    }
}
