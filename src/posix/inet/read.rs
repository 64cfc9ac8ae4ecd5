// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Addresses as text: what C's functions read. Not Rust's own reader of IPv6 addresses, which is
//! four times the size and can panic.

/// Reads the address in front of `text` as inet_aton(3) does: one to four parts, each decimal, octal
/// or hexadecimal, the last filling the bytes that remain. Returns it with what follows.
pub(crate) fn v4(mut text: &[u8]) -> Option<([u8; 4], &[u8])> {
    let (mut address, mut room) = (0, u32::BITS);
    loop {
        let (part, rest) = number(text)?;
        match rest {
            [b'.', rest @ ..] if room > 8 && part <= 0xff => {
                room -= 8;
                address |= part << room;
                text = rest;
            }
            _ if u64::from(part) >> room != 0 => return None,
            _ => return Some(((address | part).to_be_bytes(), rest)),
        }
    }
}

/// A number as C writes it, with what follows.
pub(crate) fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    match text {
        [b'0', b'x' | b'X', digits @ ..] if digits.first().is_some_and(u8::is_ascii_hexdigit) => number_in(16, digits),
        [b'0', ..] => number_in(8, text),
        [b'1'..=b'9', ..] => number_in(10, text),
        _ => None,
    }
}

/// A number of digits of this radix, with what follows; 0 for none.
pub(crate) fn number_in(radix: u32, digits: &[u8]) -> Option<(u32, &[u8])> {
    let mut value = 0u32;
    let mut rest = digits;
    while let [digit, more @ ..] = rest
        && let Some(digit) = char::from(*digit).to_digit(radix)
    {
        value = value.checked_mul(radix)?.checked_add(digit)?;
        rest = more;
    }
    Some((value, rest))
}

/// A number of decimal digits and nothing else.
pub(crate) fn decimal(text: &[u8]) -> Option<u32> {
    let first = text.first()?;
    text.iter()
        .try_fold(0u32, |value, digit| value.checked_mul(10)?.checked_add(char::from(*digit).to_digit(10)?))
        .filter(|_| first.is_ascii_digit())
}

/// Reads an IPv6 address as inet_pton(3) does.
pub(crate) fn v6(mut text: &[u8]) -> Option<[u8; 16]> {
    let mut read = Octets { bytes: [0; 16], len: 0 };
    let mut gap = None;
    if let [b':', b':', rest @ ..] = text {
        (gap, text) = (Some(0), rest);
    }
    while !text.is_empty() {
        if text.contains(&b'.') && !text.contains(&b':') {
            read.push(&dotted_v4(text)?)?;
            break;
        }
        let (group, rest) = group_of(text)?;
        read.push(&group.to_be_bytes())?;
        text = match rest {
            [] => rest,
            [b':', b':', rest @ ..] if gap.is_none() => {
                gap = Some(read.len);
                rest
            }
            [b':', rest @ ..] if !rest.is_empty() => rest,
            _ => return None,
        };
    }
    read.spread(gap)
}

/// The octets of an address, as far as they are read.
struct Octets {
    bytes: [u8; 16],
    len: usize,
}

impl Octets {
    fn push(&mut self, octets: &[u8]) -> Option<()> {
        for octet in octets {
            *self.bytes.get_mut(self.len)? = *octet;
            self.len += 1;
        }
        Some(())
    }

    /// The whole address, with zeros at `gap`, which stands for one group at least.
    fn spread(&self, gap: Option<usize>) -> Option<[u8; 16]> {
        if gap.is_some() == (self.len == self.bytes.len()) {
            return None;
        }
        let (head, tail) = self.bytes.get(..self.len)?.split_at_checked(gap.unwrap_or(self.len))?;
        let mut whole = [0; 16];
        whole.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
        whole.iter_mut().rev().zip(tail.iter().rev()).for_each(|(to, from)| *to = *from);
        Some(whole)
    }
}

/// One to four hexadecimal digits, with what follows.
fn group_of(text: &[u8]) -> Option<(u16, &[u8])> {
    let mut value = 0;
    let mut rest = text;
    while let [digit, more @ ..] = rest
        && let Some(digit) = char::from(*digit).to_digit(16)
    {
        value = value << 4 | digit as u16;
        rest = more;
    }
    (1..=4).contains(&(text.len() - rest.len())).then_some((value, rest))
}

/// Reads an IPv4 address as inet_pton(3) does: four decimal parts, without leading zeros.
pub(crate) fn dotted_v4(text: &[u8]) -> Option<[u8; 4]> {
    let mut parts = text.split(|byte| *byte == b'.');
    let mut octets = [0; 4];
    for octet in &mut octets {
        let part = parts.next()?;
        if part.len() > 1 && part.first() == Some(&b'0') {
            return None;
        }
        *octet = u8::try_from(decimal(part)?).ok()?;
    }
    parts.next().is_none().then_some(octets)
}

/// Whether C's `isspace` holds.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact_v4(text: &str) -> Option<[u8; 4]> {
        v4(text.as_bytes()).filter(|(_, rest)| rest.is_empty()).map(|(address, _)| address)
    }

    #[test]
    fn an_ipv4_address_has_one_to_four_parts() {
        assert_eq!(exact_v4("1.2.3.4"), Some([1, 2, 3, 4]));
        assert_eq!(exact_v4("1.2.3"), Some([1, 2, 0, 3]));
        assert_eq!(exact_v4("127.1"), Some([127, 0, 0, 1]));
        assert_eq!(exact_v4("4294967295"), Some([255; 4]));
        assert_eq!(exact_v4("0x7f.0177.0.010"), Some([127, 127, 0, 8]));
        assert_eq!(exact_v4("1.0xffffff"), Some([1, 255, 255, 255]));
    }

    #[test]
    fn what_is_no_ipv4_address() {
        for text in ["", " 1", "1.", "1..2", "256.1", "1.2.3.256", "1.2.3.4.5", "4294967296", "08", "0x", "+1", "1.-2"]
        {
            assert_eq!(exact_v4(text), None, "{text}");
        }
        assert_eq!(v4(b"1.2.3.4 x").map(|(_, rest)| rest), Some(&b" x"[..]));
    }

    #[test]
    fn a_decimal_has_digits_only() {
        assert_eq!(decimal(b"0"), Some(0));
        assert_eq!(decimal(b"4294967295"), Some(u32::MAX));
        for text in ["", "4294967296", "1x", "+1", "-1", " 1"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn ipv6_addresses_are_read_as_rust_reads_them() {
        for text in [
            "::",
            "::1",
            "1::",
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1::2:3:4:5:6:7:8",
            "::abCD",
            "1:2:3:4:5:6:7:8:9",
            "12345::",
            ":::",
            "1::2::3",
            ":1",
            "1:",
            "::1.2.3.400",
            "::1.2.3",
            "::01.2.3.4",
            "",
            "::1:2.3.4.5",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "::00001",
            "[::1]",
            "::1 ",
            "::G",
            "1.2.3.4",
            "::1.2.3.4:5",
            "::1.2.3.4.",
            "::1.2..4",
            "::256.1.1.1",
            "1:2:3:4:5:6:7:",
            "1:::2",
            "::1::",
            "::0.0.0.0",
        ] {
            let known = text.parse::<core::net::Ipv6Addr>().ok().map(|address| address.octets());
            assert_eq!(v6(text.as_bytes()), known, "{text}");
        }
    }
}
