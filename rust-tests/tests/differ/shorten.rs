// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Cuts a script down.

use rust_tests::{Result, Run};

use crate::player::Player;
use crate::rules::Rules;
use crate::script::{Played, Script};

/// The shortest script, one step left out after the other, that still shows a difference of this kind first.
pub fn shortest(player: &Player, run: &Run, rules: &Rules, script: Script, kind: &str) -> Result<Script> {
    let mut shortest = script;
    loop {
        let (linux, here) = (player.on_linux(&[shortest])?, player.over(run, &[shortest])?);
        let Some(at) = linux.iter().zip(&here).find_map(|(linux, here)| shown(run, rules, linux, here, kind)) else {
            // It does not always show it.
            return Ok(shortest);
        };
        let steps: Vec<_> = linux.iter().flat_map(|played| played.steps.keys().copied()).collect();
        let candidates: Vec<_> = candidates(shortest, &steps, at);
        let (linux, here) = (player.on_linux(&candidates)?, player.over(run, &candidates)?);
        let shows = |(linux, here): &(&Played, &Played)| shown(run, rules, linux, here, kind).is_some();
        match linux.iter().zip(&here).find(shows) {
            Some((shorter, _)) => shortest = shorter.script,
            None => return Ok(shortest),
        }
    }
}

/// The step that shows a difference of the kind.
fn shown(run: &Run, rules: &Rules, linux: &Played, here: &Played, kind: &str) -> Option<u8> {
    let difference = linux.differs_from(here)?;
    (difference.kind() == kind && !rules.explain(&run.name, &difference)).then_some(difference.step)
}

/// Scripts with less in them, the shortest first: everything behind the difference is left out, then pieces before it.
fn candidates(script: Script, steps: &[u8], at: u8) -> Vec<Script> {
    let before: Vec<_> = steps.iter().copied().filter(|step| *step < at).collect();
    let behind: Vec<_> = steps.iter().copied().filter(|step| *step > at).collect();
    let cut = behind.iter().fold(script, |script, step| script.without(*step));
    let mut size = before.len();
    let mut candidates = Vec::new();
    while size > 0 {
        candidates
            .extend(before.chunks(size).map(|piece| piece.iter().fold(cut, |script, step| script.without(*step))));
        size /= 2;
    }
    if cut != script {
        candidates.push(cut);
    }
    candidates
}
