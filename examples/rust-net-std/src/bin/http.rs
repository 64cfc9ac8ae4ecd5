// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! HTTP through the crate `ureq`, whose transport and resolver can be replaced: gets a page twice over one connection and
//! prints it: `http URL`.
//!
//! `cargo build --release --target wasm32-wasip1`, then run it with
//! `wasock-run --addr-pool=127.0.0.1/32 http.wasm http://127.0.0.1:PORT/`; a URL with a host name wants `--allow-resolve=NAME`.

use std::error::Error;

use net_std::http::agent;

fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: http URL")?;
    let agent = agent();
    for _time in 0..2 {
        let mut response = agent.get(&url).call()?;
        println!("{}", response.status());
        print!("{}", response.body_mut().read_to_string()?);
    }
    Ok(())
}
