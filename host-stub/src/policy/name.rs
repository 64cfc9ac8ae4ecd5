// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Host names and patterns of them.

use std::fmt;
use std::str::FromStr;

use super::RuleError;

/// A name, `*.suffix` for the names below it (not for the suffix itself), or `*`. Case does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Whether the pattern matches this name. A dot at the end makes no difference.
    pub fn is(&self, name: &str) -> bool {
        let name = plain(name);
        match self.0.strip_prefix('*') {
            Some(suffix) => name.len() > suffix.len() && name.ends_with(suffix),
            None => self.0 == name,
        }
    }
}

/// A name in the form in which it is compared and stored.
pub fn plain(name: &str) -> String {
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

impl FromStr for Name {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, RuleError> {
        let name = text.strip_prefix('*').unwrap_or(text);
        let whole_labels = name.len() == text.len() || name.is_empty() || name.starts_with('.') && name.len() > 1;
        let plain = !text.is_empty() && !name.contains(|c: char| matches!(c, '*' | '/' | '@') || c.is_whitespace());
        (plain && whole_labels).then(|| Self(text.to_ascii_lowercase())).ok_or_else(|| RuleError::Name(text.into()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The host names, and numeric addresses, that may be resolved. That does not allow the use of the returned addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameRules(Vec<Name>);

impl NameRules {
    /// Whether this host name or numeric address may be resolved.
    pub fn allow(&self, name: &str) -> bool {
        self.0.iter().any(|rule| rule.is(name))
    }
}

impl FromStr for NameRules {
    type Err = RuleError;

    /// Rules separated by commas.
    fn from_str(list: &str) -> Result<Self, RuleError> {
        list.split(',').map(|name| name.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl FromIterator<NameRules> for NameRules {
    /// All of them.
    fn from_iter<I: IntoIterator<Item = Self>>(all: I) -> Self {
        Self(all.into_iter().flat_map(|one| one.0).collect())
    }
}
