//! Addresses as text: the forms that C's functions read and write.
//!
//! Its own reader and printer: the C library's printer goes through `snprintf` and writes some IPv6
//! addresses otherwise than Linux, and Rust's reader is four times the size and can panic.

/// Reads the address in front of `text` as inet_aton(3) does: one to four parts, each decimal, octal
/// or hexadecimal, the last filling the bytes that remain. Returns it with what follows.
pub(crate) fn read_v4(mut text: &[u8]) -> Option<([u8; 4], &[u8])> {
    let (mut address, mut room) = (0, u32::BITS);
    loop {
        let (part, rest) = read_number(text)?;
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
pub(crate) fn read_number(text: &[u8]) -> Option<(u32, &[u8])> {
    let (radix, digits) = match text {
        [b'0', b'x' | b'X', digits @ ..] if digits.first().is_some_and(u8::is_ascii_hexdigit) => (16, digits),
        [b'0', ..] => (8, text),
        [b'1'..=b'9', ..] => (10, text),
        _ => return None,
    };
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
pub(crate) fn read_decimal(text: &[u8]) -> Option<u32> {
    let first = text.first()?;
    text.iter()
        .try_fold(0u32, |value, digit| value.checked_mul(10)?.checked_add(char::from(*digit).to_digit(10)?))
        .filter(|_| first.is_ascii_digit())
}

/// Reads an IPv6 address as inet_pton(3) does.
pub(crate) fn read_v6(mut text: &[u8]) -> Option<[u8; 16]> {
    let mut read = Octets { bytes: [0; 16], len: 0 };
    let mut gap = None;
    if let [b':', b':', rest @ ..] = text {
        (gap, text) = (Some(0), rest);
    }
    while !text.is_empty() {
        if text.contains(&b'.') && !text.contains(&b':') {
            read.push(&read_dotted(text)?)?;
            break;
        }
        let (group, rest) = read_group(text)?;
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
fn read_group(text: &[u8]) -> Option<(u16, &[u8])> {
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

/// An IPv4 address of four decimal parts, without leading zeros.
fn read_dotted(text: &[u8]) -> Option<[u8; 4]> {
    let mut parts = text.split(|byte| *byte == b'.');
    let mut octets = [0; 4];
    for octet in &mut octets {
        let part = parts.next()?;
        if part.len() > 1 && part.first() == Some(&b'0') {
            return None;
        }
        *octet = u8::try_from(read_decimal(part)?).ok()?;
    }
    parts.next().is_none().then_some(octets)
}

/// Whether C's `isspace` holds.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

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

    /// A number without leading zeros, in a radix up to 16.
    pub(crate) fn number(&mut self, number: u32, radix: u32) {
        let mut unit = 1;
        while number / unit >= radix {
            unit *= radix;
        }
        while unit > 0 {
            let digit = (number / unit % radix) as u8;
            self.byte(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
            unit /= radix;
        }
    }

    pub(crate) fn v4(&mut self, octets: [u8; 4]) {
        for (i, octet) in octets.into_iter().enumerate() {
            if i > 0 {
                self.byte(b'.');
            }
            self.number(octet.into(), 10);
        }
    }

    /// An IPv6 address as inet_ntop(3) of Linux writes it: the longest run of zero groups cut, the
    /// first of equals, and the end of a mapped or compatible address as an IPv4 one.
    pub(crate) fn v6(&mut self, octets: [u8; 16]) {
        let [.., a, b, c, d] = octets;
        let groups: [u16; 8] = {
            let mut groups = [0; 8];
            for (group, pair) in groups.iter_mut().zip(octets.as_chunks::<2>().0) {
                *group = u16::from_be_bytes(*pair);
            }
            groups
        };
        let (start, len) = longest_zeros(groups);
        let embeds_v4 = start == 0 && (len == 6 || (len == 5 && groups.get(5) == Some(&0xffff)));
        let end = if embeds_v4 { 6 } else { groups.len() };
        for (i, group) in groups.into_iter().enumerate().take(end) {
            if (start..start + len).contains(&i) {
                if i == start {
                    self.byte(b':');
                }
                continue;
            }
            if i > 0 {
                self.byte(b':');
            }
            self.number(group.into(), 16);
        }
        if embeds_v4 {
            self.byte(b':');
            self.v4([a, b, c, d]);
        } else if len > 0 && start + len == groups.len() {
            self.byte(b':');
        }
    }
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
    use std::string::String;

    fn exact_v4(text: &str) -> Option<[u8; 4]> {
        read_v4(text.as_bytes()).filter(|(_, rest)| rest.is_empty()).map(|(address, _)| address)
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
        assert_eq!(read_v4(b"1.2.3.4 x").map(|(_, rest)| rest), Some(&b" x"[..]));
    }

    #[test]
    fn a_decimal_has_digits_only() {
        assert_eq!(read_decimal(b"0"), Some(0));
        assert_eq!(read_decimal(b"4294967295"), Some(u32::MAX));
        for text in ["", "4294967296", "1x", "+1", "-1", " 1"] {
            assert_eq!(read_decimal(text.as_bytes()), None, "{text}");
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
            assert_eq!(read_v6(text.as_bytes()), known, "{text}");
        }
    }

    fn printed(address: &str) -> String {
        let mut text = Text::new();
        text.v6(read_v6(address.as_bytes()).expect("an address"));
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
        for (number, radix) in [(0, 10), (65535, 10), (u32::MAX, 10), (0xffff, 16), (0x10, 16)] {
            text.number(number, radix);
            text.byte(b' ');
        }
        assert_eq!(text.bytes(), b"0 65535 4294967295 ffff 10 ");
    }
}
