// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The rules of the reference host, as they bear on a C program: Linux has nothing like them, so here the test says what
//! must come.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use rust_tests::{Result, Verdict, guest, project, trying};

/// What `c-tests/rules/by_name.c` prints that is to reach both ports of a name under this rule, in which `PORT` is the first.
fn reached(dialect: &str, rule: &str) -> Result<String> {
    let folder = project("build/test/rules");
    trying(folder.display(), fs::create_dir_all(&folder))?;
    let module = folder.join(format!("{dialect}.wasm"));
    guest(dialect, &project("c-tests/rules/by_name.c"), &module, &[])?;
    let listeners = [listener()?, listener()?];
    let mut ports = Vec::new();
    for listener in &listeners {
        ports.push(trying("the port", listener.local_addr())?.port().to_string());
    }
    let mut command = Command::new(project("build/bin/wasock-run"));
    command.arg(format!("--allow={}", rule.replace("PORT", &ports[0]))).arg(module).arg("localhost").args(&ports);
    let output = trying("wasock-run (`make host` builds it)", command.output())?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn listener() -> Result<TcpListener> {
    trying("a free port", TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
}

const DIALECTS: [&str; 5] = ["wamr", "wasmedge", "wasix", "berkeley", "ueno"];

fn everywhere(rule: &str, wanted: &str) -> Verdict {
    for dialect in DIALECTS {
        let seen = reached(dialect, rule)?;
        if seen != wanted {
            return Err(format!("{dialect}: want:\n{wanted}\ngot:\n{seen}").into());
        }
    }
    Ok(())
}

#[test]
fn a_name_and_a_port() -> Verdict {
    everywhere("connect tcp localhost@127.0.0.0/8 PORT", "connected\nEACCES\n")
}

#[test]
fn an_address_and_a_port() -> Verdict {
    everywhere("connect tcp 127.0.0.1 PORT", "connected\nEACCES\n")
}

/// The name leads to this machine, and the rule does not say that it may.
#[test]
fn a_name_alone_is_for_public_addresses() -> Verdict {
    everywhere("connect tcp localhost", "EACCES\nEACCES\n")
}

#[test]
fn another_protocol() -> Verdict {
    everywhere("any udp 127.0.0.1", "EACCES\nEACCES\n")
}
