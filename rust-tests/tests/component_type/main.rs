// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The world that is checked in, in its binary form, is the one that `src/dialect/wasi_sockets/wit` describes.

use std::process::Command;

use rust_tests::{Verdict, project, trying};

#[test]
fn the_binary_form_is_up_to_date() -> Verdict {
    let mut check = Command::new(project("tools/component-type"));
    let output = trying("tools/component-type", check.arg("check").output())?;
    if output.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
}
