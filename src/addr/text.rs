// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses as text, for C's functions. The C library's code links `snprintf`, and writes some IPv6 addresses differently
//! from Linux.

/// Text under construction. What does not fit is left out: the longest address, an IPv6 one with
/// an embedded IPv4 one and a scope, has 56 characters.
pub(crate) struct Text {
    bytes: [u8; 64],
    len: usize,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; 64], len: 0 }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        if let Some(to) = self.bytes.get_mut(self.len) {
            *to = byte;
            self.len += 1;
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.byte(*byte));
    }

    /// A decimal number without leading zeros.
    pub(crate) fn decimal(&mut self, number: u32) {
        self.number::<10>(number);
    }

    // The radix is a constant, as a division by an unknown number can panic.
    fn number<const RADIX: u32>(&mut self, mut number: u32) {
        /// `u32::MAX` has as many in decimal.
        const DIGITS: usize = 10;
        let mut digits = [0; DIGITS];
        let mut n = 0;
        for to in &mut digits {
            let digit = (number % RADIX) as u8;
            *to = if digit < 10 { b'0' + digit } else { b'a' - 10 + digit };
            n += 1;
            number /= RADIX;
            if number == 0 {
                break;
            }
        }
        digits.iter().take(n).rev().for_each(|digit| self.byte(*digit));
    }

    pub(crate) fn v4(&mut self, octets: [u8; 4]) {
        for (i, octet) in octets.into_iter().enumerate() {
            if i > 0 {
                self.byte(b'.');
            }
            self.decimal(octet.into());
        }
    }

    /// An IPv6 address as inet_ntop(3) of Linux writes it: the longest run of zero groups cut, the
    /// first of equals, and the end of a mapped or compatible address as an IPv4 one.
    pub(crate) fn v6(&mut self, octets: [u8; 16]) {
        let groups = groups(octets);
        let (start, len) = longest_zeros(groups);
        let embeds_v4 = start == 0 && (len == 6 || (len == 5 && groups.get(5) == Some(&0xffff)));
        let end = if embeds_v4 { 6 } else { groups.len() };
        for (i, group) in groups.into_iter().enumerate().take(end) {
            let cut = (start..start + len).contains(&i);
            if (cut && i == start) || (i > 0 && !cut) {
                self.byte(b':');
            }
            if !cut {
                self.number::<16>(group.into());
            }
        }
        if embeds_v4 || (len > 0 && start + len == end) {
            self.byte(b':');
        }
        if embeds_v4 {
            let [.., a, b, c, d] = octets;
            self.v4([a, b, c, d]);
        }
    }
}

fn groups(octets: [u8; 16]) -> [u16; 8] {
    let mut groups = [0; 8];
    for (group, pair) in groups.iter_mut().zip(octets.as_chunks::<2>().0) {
        *group = u16::from_be_bytes(*pair);
    }
    groups
}

/// Where the longest run of at least two zero groups starts, and its length; of length 0 when there is none.
fn longest_zeros(groups: [u16; 8]) -> (usize, usize) {
    let (mut best, mut run) = ((0, 0), 0);
    for (i, group) in groups.into_iter().enumerate() {
        run = if group == 0 { run + 1 } else { 0 };
        if run > best.1 {
            best = (i + 1 - run, run);
        }
    }
    if best.1 < 2 { (0, 0) } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posix::inet::read;
    use std::string::String;

    fn printed(address: &str) -> String {
        let mut text = Text::new();
        text.v6(read::v6(address.as_bytes()).expect("an address"));
        String::from_utf8_lossy(text.bytes()).into_owned()
    }

    #[test]
    fn an_ipv6_address_is_cut_at_its_longest_zeros() {
        for text in [
            "::",
            "::1",
            "1::",
            "fe80::1",
            "1:0:0:2::3",
            "1:0:2:0:3:0:4:5",
            "0:1:0:1:0:1:0:1",
            "2001:db8::ff00:42:8329",
            "::ffff:1.2.3.4",
            "::1.2.3.4",
            "::ffff:0.0.0.0",
            "64:ff9b::102:304",
            "::102",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6::",
            "0:2:3:4:5:6:7:8",
        ] {
            assert_eq!(printed(text), text);
        }
        assert_eq!(printed("1:0:0:2:0:0:3:4"), "1::2:0:0:3:4");
        assert_eq!(printed("0:0:0:0:0:0:1:0"), "::0.1.0.0");
    }

    #[test]
    fn numbers() {
        let mut text = Text::new();
        for number in [0, 65535, u32::MAX] {
            text.decimal(number);
            text.byte(b' ');
        }
        for number in [0, 0x10, 0xffff] {
            text.number::<16>(number);
            text.byte(b' ');
        }
        assert_eq!(text.bytes(), b"0 65535 4294967295 0 10 ffff ");
    }
}
