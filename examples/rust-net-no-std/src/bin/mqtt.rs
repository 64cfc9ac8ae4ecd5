// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! MQTT through the crate `minimq`, which knows the network by the traits of `embedded-nal`: subscribes to a topic at a
//! broker on `localhost`, publishes to it, and prints what comes back: `mqtt PORT`.
//!
//! `cargo build --release --target wasm32-wasip1`, then run it beside mosquitto with
//! `wasock-run --addr-pool=127.0.0.1/32 mqtt.wasm 1883`. (`localhost` is looked up in the guest, whatever the host's rules.)
#![no_std]
#![no_main]

use core::fmt::{self, Write};
use core::time::Duration;

use embedded_time::rate::Fraction;
use minimq::broker::NamedBroker;
use minimq::{Broker, ConfigBuilder, Minimq, Publication, QoS};
use net_no_std::{Args, now, stdout};
use wasock_net::Stack;

net_no_std::main!(run);

const TOPIC: &str = "wasock/echo";

/// What the client gives up at.
enum Failure {
    Usage,
    Message,
    Mqtt(minimq::Error<wasock_net::Error>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage => f.write_str("usage: mqtt PORT"),
            Self::Message => f.write_str("the message does not fit"),
            Self::Mqtt(minimq::Error::Network(error)) => write!(f, "{error}"),
            Self::Mqtt(error) => write!(f, "{error:?}"),
        }
    }
}

impl From<minimq::Error<wasock_net::Error>> for Failure {
    fn from(error: minimq::Error<wasock_net::Error>) -> Self {
        Self::Mqtt(error)
    }
}

fn run(args: Args) -> Result<(), Failure> {
    let mut broker: NamedBroker<Stack> = NamedBroker::new("localhost", Stack::new()).map_err(|_| Failure::Message)?;
    broker.set_port(args.port().ok_or(Failure::Usage)?);
    let mut memory = [0; 1024];
    let config = ConfigBuilder::new(broker, &mut memory).keepalive_interval(60);
    let mut mqtt = Minimq::new(Stack::new(), Clock, config);
    let (mut subscribed, mut published, mut received) = (false, false, false);
    loop {
        let message = mqtt.poll(|_client, topic, text, _properties| {
            let _printed = writeln!(stdout(), "{topic}: {}", str::from_utf8(text).unwrap_or("no text"));
        })?;
        let client = mqtt.client();
        received |= message.is_some();
        if received && !client.pending_messages() {
            return Ok(());
        }
        if client.is_connected() && !subscribed {
            client.subscribe(&[TOPIC.into()], &[])?;
            subscribed = true;
        } else if subscribed && !published && !client.subscriptions_pending() {
            let hello = Publication::new(TOPIC, b"hello").qos(QoS::AtLeastOnce);
            client.publish(hello).map_err(|_| Failure::Message)?;
            published = true;
        }
        // The crate asks again and again; between two times the guest sleeps.
        let _slept = wasock_net::poll(&mut [], Some(Duration::from_millis(2)));
    }
}

/// Milliseconds.
struct Clock;

impl embedded_time::Clock for Clock {
    type T = u32;
    const SCALING_FACTOR: Fraction = Fraction::new(1, 1000);

    fn try_now(&self) -> Result<embedded_time::Instant<Self>, embedded_time::clock::Error> {
        Ok(embedded_time::Instant::new(now().as_millis() as u32))
    }
}
