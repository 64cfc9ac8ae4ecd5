// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! The surroundings that a C test needs, in its first comment, one directive on a line:
//! `@addr-pool LIST`, `@resolve LIST`, `@netns`, `@hosts ADDRESS NAMES`, `@folder`, `@alone`, `@peer ROLE`, `@args A B`,
//! `@env K=V`, `@stdin TEXT`.

use crate::{Result, Role};

/// The surroundings of a test. Lists are separated by commas, as in the flags of the reference host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directives {
    /// Addresses that the host allows, in several pools if separated by blanks; `@addr-pool none` omits the flag.
    pub addr_pool: Option<String>,
    /// Names that the host may resolve; `@resolve none` omits the flag.
    pub resolve: Option<String>,
    /// Runs in its own network namespace, which has only loopback.
    pub netns: bool,
    /// The contents of `/etc/hosts`, one line for each directive; only with `@netns`.
    pub hosts: String,
    /// Has its own folder, whose path is in the environment as [`Directives::FOLDER`].
    pub folder: bool,
    /// Runs while no test does that computes, because it measures time.
    pub alone: bool,
    /// The peer of the program: `echo`, `caller` or `slow`, see [`Role`].
    pub peer: Option<Role>,
    /// The program's arguments, split at blanks.
    pub args: Vec<String>,
    /// The environment of the program, which has no other variables.
    pub env: Vec<(String, String)>,
    /// The text on standard input, followed by a line end; empty without the directive.
    pub stdin: String,
}

impl Default for Directives {
    fn default() -> Self {
        Self {
            addr_pool: Some("127.0.0.0/8,::1/128,0.0.0.0/32,::/128".into()),
            resolve: Some("localhost".into()),
            netns: false,
            hosts: String::new(),
            folder: false,
            peer: None,
            alone: false,
            args: Vec::new(),
            env: Vec::new(),
            stdin: String::new(),
        }
    }
}

impl Directives {
    /// Reads the directives of a C source.
    ///
    /// # Errors
    /// An unknown directive, or a value that cannot be read.
    pub fn read(source: &str) -> Result<Self> {
        let mut directives = Self::default();
        for line in first_comment(source).lines().map(bare) {
            if let Some(directive) = line.strip_prefix('@') {
                let (name, value) = directive.split_once(' ').unwrap_or((directive, ""));
                directives.take(name, value.trim())?;
            }
        }
        Ok(directives)
    }

    /// Names the folder.
    pub const FOLDER: &str = "DIR";

    /// The path of the program's folder, for the duration of a run.
    #[must_use]
    pub fn folder(&self) -> Option<&str> {
        self.env.iter().find(|(key, _)| key == Self::FOLDER).map(|(_, path)| path.as_str())
    }

    fn take(&mut self, name: &str, value: &str) -> Result<()> {
        match name {
            "addr-pool" => self.addr_pool = unless_none(value),
            "resolve" => self.resolve = unless_none(value),
            "netns" => self.netns = true,
            "hosts" => {
                self.netns = true;
                self.hosts += value;
                self.hosts.push('\n');
            }
            "folder" => self.folder = true,
            "alone" => self.alone = true,
            "peer" => {
                self.peer = Some(match value {
                    "echo" => Role::Echo,
                    "caller" => Role::Caller,
                    "slow" => Role::Slow,
                    _ => return Err(format!("@peer {value}: want echo, caller or slow")),
                });
            }
            "args" => self.args = value.split_whitespace().map(String::from).collect(),
            "env" => {
                let (key, value) = value.split_once('=').ok_or_else(|| format!("@env {value}: want K=V"))?;
                self.env.push((key.into(), value.into()));
            }
            "stdin" => self.stdin = format!("{value}\n"),
            _ => return Err(format!("unknown directive @{name}")),
        }
        Ok(())
    }
}

fn unless_none(value: &str) -> Option<String> {
    (value != "none").then(|| value.into())
}

fn first_comment(source: &str) -> &str {
    let inside = source.split_once("/*").map_or("", |(_, rest)| rest);
    inside.split_once("*/").map_or(inside, |(comment, _)| comment)
}

/// A comment's line without its border.
fn bare(line: &str) -> &str {
    line.trim().trim_start_matches('*').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_without_directives_asks_for_loopback() {
        assert_eq!(Directives::read("/* Why this exists. */\nint main(void) {}"), Ok(Directives::default()));
    }

    #[test]
    fn every_directive_is_read() {
        let source = "/* Why.\n * @addr-pool none\n * @resolve a,b\n * @hosts ::1 a b\n * @folder\n * @alone\n * @peer caller\n * @args x y\n * @env K=V=W\n * @stdin two words */";
        let expected = Directives {
            addr_pool: None,
            resolve: Some("a,b".into()),
            netns: true,
            hosts: "::1 a b\n".into(),
            folder: true,
            alone: true,
            peer: Some(Role::Caller),
            args: vec!["x".into(), "y".into()],
            env: vec![("K".into(), "V=W".into())],
            stdin: "two words\n".into(),
        };
        assert_eq!(Directives::read(source), Ok(expected));
    }

    #[test]
    fn only_the_first_comment_counts() {
        assert_eq!(Directives::read("/* Why. */ /*\n * @netns */"), Ok(Directives::default()));
    }

    #[test]
    fn a_misspelt_directive_is_an_error() {
        assert_eq!(Directives::read("/*\n * @netnss */"), Err("unknown directive @netnss".into()));
    }
}
