// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! One guest: its rules, its calls, and the check after each call.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use fastrand::Rng;
use host_stub::harness::Direct;
use host_stub::{Config, Output, Preopen};

use crate::hostile::{self, MEMORY};
use crate::names::NAMES;
use crate::places::{self, FOLDERS, Places};
use crate::rules::{ADDRESSES, Deed, GROUPS, Rules};
use crate::speech::Speaker;
use crate::world::{PORTS, World};

const DIALECTS: [&str; 8] =
    ["wamr", "wasmedge", "wasmedge-v2", "wasix", "berkeley", "ueno", "sock-connect", "preview1"];
/// The one that has sockets of `AF_UNIX`.
const WITH_PATHS: &str = "wasmedge-v2";
const STEPS: usize = 150;
/// The number of calls that a failure shows.
const SHOWN: usize = 40;

/// Totals over all guests.
#[derive(Default)]
pub struct Counts {
    calls: u64,
    arrivals: u64,
    secrets: u64,
    refusals: u64,
    /// Deeds that are not the use of an address: of groups, paths and names.
    others: [u64; 3],
}

impl Counts {
    /// Whether too little happened for the test to mean anything.
    pub fn are_few(&self) -> bool {
        let are_few = [self.calls / 100, self.arrivals, self.secrets, self.refusals].iter().any(|count| *count < 100);
        are_few || self.others.contains(&0)
    }

    fn note(&mut self, deed: Deed) {
        match deed {
            Deed::Use(_) => {}
            Deed::Group(..) => self.others[0] += 1,
            Deed::Path(_) => self.others[1] += 1,
            Deed::Name(_) => self.others[2] += 1,
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calls, arrivals, secrets, refusals, others: [groups, paths, names] } = self;
        write!(f, "{calls} calls, {arrivals} arrivals, {secrets} secrets read, {refusals} refusals; ")?;
        write!(f, "{groups} by groups, {paths} by paths, {names} by names")
    }
}

/// Runs one guest.
pub fn live(seed: u64, world: &mut World, counts: &mut Counts) -> Result<(), String> {
    let mut rng = Rng::with_seed(seed);
    let dialect = DIALECTS[rng.usize(..DIALECTS.len())];
    let mut rules = Rules::new(&mut rng);
    if dialect == "berkeley" {
        // Each pool is a descriptor there, and a socket has the rules of one pool.
        rules.keep_one_pool();
    }
    let log = Arc::<Mutex<Vec<String>>>::default();
    let given = Given::new(&mut rng);
    world.places = (dialect == WITH_PATHS).then(Places::new).transpose()?;
    let root = world.places.as_ref().map(|places| places.root().to_owned());
    let config = config(dialect, &rules, &given, root.as_deref(), &log);
    let guest = Direct::new(dialect, config, MEMORY).map_err(|error| format!("{dialect}: {error}"))?;
    let mut life =
        Life { speaker: Speaker::new(guest, dialect), rules, open: listening(&log), given, root, done: Vec::new() };
    life.speaker.guest.never_wait();
    hostile::fill(life.speaker.guest.memory(), PORTS[0], &mut rng);
    let mut lived = life.try_paths().and_then(|()| life.judge(world, counts));
    for _ in 0..STEPS {
        lived = lived.and_then(|()| life.step(world, counts, &mut rng)).and_then(|()| life.judge(world, counts));
    }
    // Read everything that has arrived.
    for fd in life.speaker.guest.sockets() {
        life.done.push(format!("accept and read at the end: {fd}"));
        life.speaker.accept(fd.into());
        life.speaker.read(fd.into());
        lived = lived.and_then(|()| life.judge(world, counts));
    }
    for fd in life.speaker.guest.sockets() {
        life.speaker.read(fd.into());
        lived = lived.and_then(|()| life.judge(world, counts));
    }
    let what = life.describe(dialect);
    drop(life);
    world.end();
    lived.map_err(|error| format!("{error}\n{what}"))
}

/// Preopened sockets.
struct Given {
    listeners: Vec<SocketAddr>,
    connections: Vec<SocketAddr>,
}

impl Given {
    fn new(rng: &mut Rng) -> Self {
        let locals = ["127.0.0.1:0", "0.0.0.0:0", "[::]:0", "10.1.2.3:0", "[::1]:0"];
        let listeners = (0..rng.usize(..3)).map(|_| locals[rng.usize(..5)].parse().expect("an address")).collect();
        let connections = (0..rng.usize(..2)).map(|_| server(rng)).collect();
        Self { listeners, connections }
    }
}

fn server(rng: &mut Rng) -> SocketAddr {
    let ip: IpAddr = ADDRESSES[rng.usize(..ADDRESSES.len())].0.parse().expect("an address");
    (ip, PORTS[rng.usize(..PORTS.len())]).into()
}

/// A server's address, or another form of it.
fn target(rng: &mut Rng) -> SocketAddr {
    let server = server(rng);
    match (server.ip(), rng.u8(..8)) {
        (IpAddr::V4(ip), 0 | 1) => (ip.to_ipv6_mapped(), server.port()).into(),
        (IpAddr::V4(_), 3) => (GROUPS[0], server.port()).into(),
        (_, 2) => SocketAddr::new(["0.0.0.0", "::"][rng.usize(..2)].parse().expect("an address"), server.port()),
        _ => server,
    }
}

fn config(dialect: &str, rules: &Rules, given: &Given, root: Option<&Path>, log: &Arc<Mutex<Vec<String>>>) -> Config {
    let (allow, pool) = rules.texts();
    let lines = Arc::clone(log);
    Config {
        dialect: dialect.into(),
        stdin: Some(Vec::new()),
        stdout: Output::Capture,
        stderr: Output::Capture,
        allow: allow.iter().map(|rule| rule.parse().expect("a rule")).collect(),
        addr_pools: pool.iter().map(|pool| pool.parse().expect("a pool")).collect(),
        allow_resolve: rules.resolve().iter().map(|name| name.parse().expect("a name")).collect(),
        dirs: root.map(|root| Preopen { host: root.into(), guest: "/".into() }).into_iter().collect(),
        allow_unix: root
            .into_iter()
            .flat_map(|root| rules.folders().iter().map(|folder| root.join(FOLDERS[*folder]).display().to_string()))
            .map(|folder| folder.parse().expect("a folder"))
            .collect(),
        limits: ["sockets=16".parse().expect("a limit")].into_iter().collect(),
        listeners: given.listeners.clone(),
        connections: given.connections.clone(),
        log: Box::new(move |line| lines.lock().expect("one thread").push(line.to_owned())),
        ..Config::default()
    }
}

/// The ports of the preopened listeners.
fn listening(log: &Mutex<Vec<String>>) -> Vec<u16> {
    let lines = log.lock().expect("one thread");
    let addresses = lines.iter().filter_map(|line| line.split_once("listening on ")?.1.parse().ok());
    addresses.map(|address: SocketAddr| address.port()).collect()
}

struct Life {
    speaker: Speaker,
    rules: Rules,
    given: Given,
    /// Where the folders are.
    root: Option<PathBuf>,
    open: Vec<u16>,
    done: Vec<String>,
}

impl Life {
    /// Makes a call.
    fn step(&mut self, world: &mut World, counts: &mut Counts, rng: &mut Rng) -> Result<(), String> {
        counts.calls += 1;
        if let Some(root) = &self.root
            && rng.u8(..3) == 0
        {
            self.done.push(places::act(&mut self.speaker, root, rng));
            return Ok(());
        }
        match rng.u8(..17) {
            0..4 => self.try_anew(world, counts, rng),
            16 => self.look_up(rng),
            4..9 => {
                self.try_on(rng);
                Ok(())
            }
            9..11 => {
                self.be_visited(world, rng);
                Ok(())
            }
            _ => {
                self.try_anything(rng);
                Ok(())
            }
        }
    }

    /// Connects to the sockets of the folders, while they are where they were.
    fn try_paths(&mut self) -> Result<(), String> {
        let Some(root) = &self.root else { return Ok(()) };
        for folder in 0..FOLDERS.len() {
            let answer = places::reach(&mut self.speaker, root, folder);
            let is_reached = answer.is_some_and(|answer| answer != "EACCES");
            if is_reached != self.rules.permit(Deed::Path(folder)) {
                return Err(format!("connect to folder {folder}, allowed are {:?}: {answer:?}", self.rules.folders()));
            }
        }
        Ok(())
    }

    fn look_up(&mut self, rng: &mut Rng) -> Result<(), String> {
        let name = rng.usize(..NAMES.len());
        let Some(answer) = self.speaker.resolve(NAMES[name].0) else { return Ok(()) };
        let call = format!("look up {}: {answer}", NAMES[name].0);
        self.done.push(call.clone());
        match (self.rules.look_up(name), answer) {
            // A pool of berkeley has no addresses but its own.
            (true, "EACCES") if !self.speaker.has_pools() => Err(format!("refused though a rule allows it: {call}")),
            (false, "ok") => Err(format!("done though no rule allows it: {call}")),
            _ => Ok(()),
        }
    }

    /// Makes a call on a new socket and checks its result against the rules.
    fn try_anew(&mut self, world: &mut World, counts: &mut Counts, rng: &mut Rng) -> Result<(), String> {
        let (to, tcp) = (target(rng), rng.bool());
        self.speaker.make_room();
        let Some(fd) = self.speaker.open(to.is_ipv6(), tcp) else { return Ok(()) };
        let any = SocketAddr::new(if to.is_ipv6() { Ipv6Addr::UNSPECIFIED.into() } else { [0, 0, 0, 0].into() }, 0);
        let binds = tcp || self.rules.allow_local(("bind", false, any));
        let own =
            SocketAddr::new(if rng.bool() { any.ip() } else { to.ip() }, [0, 7000 + rng.u16(..100)][rng.usize(..2)]);
        let (what, answer, may) = match rng.u8(..5) {
            4 if !tcp && to.is_ipv4() => {
                let group = GROUPS[1];
                ("join", self.speaker.join(fd, group), self.rules.allow_join(group))
            }
            0 => ("bind", self.speaker.bind(fd, own), self.rules.allow_local(("bind", tcp, own))),
            1 if !tcp => ("send", self.speaker.send_to(fd, to), binds && self.rules.allow(("send", false, to))),
            _ => ("connect", self.speaker.connect(fd, to), binds && self.rules.allow(("connect", tcp, to))),
        };
        let Some(answer) = answer else { return Ok(()) };
        let about = if what == "bind" { own } else { to };
        let call = format!("{what} tcp={tcp} {about} on new {fd}: {answer}");
        self.done.push(call.clone());
        counts.refusals += u64::from(answer == "EACCES");
        match (may, answer) {
            (true, "EACCES") => Err(format!("refused though a rule allows it: {call}")),
            (false, "ok" | "EINPROGRESS") => Err(format!("done though no rule allows it: {call}")),
            _ => {
                if what == "join" {
                    let port = 7000 + rng.u16(..100);
                    self.speaker.bind(fd, SocketAddr::new(any.ip(), port));
                    // Without a member there is no way.
                    let _ = world.tell_group(port, rng);
                }
                Ok(())
            }
        }
    }

    /// Makes a sensible call on any open socket, more often on a preopened one.
    fn try_on(&mut self, rng: &mut Rng) {
        let mut sockets = self.speaker.guest.sockets();
        if rng.bool() {
            sockets.truncate(4);
        }
        let fd = u64::from(rng.choice(sockets).unwrap_or(3));
        let to = target(rng);
        let (what, answer) = match rng.u8(..9) {
            0 | 1 => ("connect", self.speaker.connect(fd, to)),
            2 => ("bind", self.speaker.bind(fd, SocketAddr::new(to.ip(), 0))),
            3 => ("send", self.speaker.send_to(fd, to)),
            4 => ("listen", self.speaker.listen(fd)),
            5 => ("accept", self.speaker.accept(fd)),
            6 => ("shutdown", self.speaker.shutdown(fd, 1 + rng.u64(..3))),
            7 => ("read", self.speaker.read(fd)),
            _ => ("write", self.speaker.write(fd)),
        };
        self.done.push(format!("{what} {to} on {fd}: {answer:?}"));
    }

    /// Calls any function with any arguments.
    fn try_anything(&mut self, rng: &mut Rng) {
        let guest = &mut self.speaker.guest;
        let functions = guest.functions();
        let called = &functions[rng.usize(..functions.len())];
        let port = PORTS[rng.usize(..PORTS.len())];
        hostile::disturb(guest.memory(), port, rng);
        let mut values = hostile::values(called, guest, port, rng);
        hostile::tame(called, &mut values);
        hostile::end_wait(called, &values, guest.memory());
        self.call(&called.name, &values);
    }

    fn call(&mut self, name: &str, values: &[u64]) {
        let answer = self.speaker.call(name, values);
        self.done.push(format!("{name}{values:x?}: {answer:?}"));
    }

    fn be_visited(&mut self, world: &mut World, rng: &mut Rng) {
        let Some(local) = rng.choice(self.speaker.guest.locals()) else { return };
        let to = match local.ip() {
            ip if ip.is_unspecified() && (ip.is_ipv4() || rng.bool()) => server(rng).ip(),
            ip => ip,
        };
        let to = SocketAddr::new(to, local.port());
        self.done.push(format!("somebody comes to {to}"));
        world.visit(to, self.open.contains(&local.port()), rng);
    }

    /// Checks that every server reached and every secret known is allowed.
    fn judge(&mut self, world: &mut World, counts: &mut Counts) -> Result<(), String> {
        for deed in world.serve() {
            counts.arrivals += 1;
            counts.note(deed);
            self.check("reached", deed)?;
        }
        for deed in world.read(self.speaker.guest.memory()) {
            counts.secrets += 1;
            counts.note(deed);
            self.check("known", deed)?;
        }
        Ok(())
    }

    fn check(&self, how: &str, deed: Deed) -> Result<(), String> {
        let is_given = matches!(deed, Deed::Use(("connect", true, to)) if self.given.connections.contains(&to));
        if is_given || self.rules.permit(deed) {
            Ok(())
        } else {
            Err(format!("{how} though no rule allows it: {deed:?}"))
        }
    }

    fn describe(&self, dialect: &str) -> String {
        let (allow, pool) = self.rules.texts();
        let Given { listeners, connections } = &self.given;
        let last = self.done.len().saturating_sub(SHOWN);
        format!(
            "{dialect}, --allow {allow:?}, --addr-pool {pool:?}, --allow-resolve {:?}, folders {:?}, \
             listeners {listeners:?}, connections {connections:?}\n  {}",
            self.rules.resolve(),
            self.rules.folders(),
            self.done[last..].join("\n  ")
        )
    }
}
