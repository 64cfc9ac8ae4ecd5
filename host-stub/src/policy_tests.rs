// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::Direction::{Accept, Bind, Connect, Listen, Receive, Send};
use super::*;
use crate::kind::Kind::{Datagram, Stream};

fn pool(ranges: &str) -> Rules {
    Rules::from(&ranges.parse::<AddressPool>().unwrap())
}

fn rules(rules: &[&str]) -> Rules {
    Rules::from(rules.iter().map(|rule| rule.parse().unwrap()).collect::<Vec<Rule>>())
}

fn names(rules: &str) -> NameRules {
    rules.parse().unwrap()
}

/// May a stream socket connect there?
fn connects(rules: &Rules, address: &str) -> bool {
    connects_with(rules, address, &KnownNames::default())
}

fn connects_with(rules: &Rules, address: &str, known: &KnownNames) -> bool {
    let address = SocketAddr::new(address.parse().unwrap(), 80);
    rules.allow(&Use { direction: Connect, kind: Stream, address }, known)
}

fn may(rules: &Rules, direction: Direction, kind: Kind, address: &str) -> bool {
    may_with(rules, direction, kind, address, &KnownNames::default())
}

fn may_with(rules: &Rules, direction: Direction, kind: Kind, address: &str, known: &KnownNames) -> bool {
    rules.allow(&Use { direction, kind, address: address.parse().unwrap() }, known)
}

fn known(name: &str, addresses: &[&str]) -> KnownNames {
    let mut known = KnownNames::default();
    addresses.iter().for_each(|address| known.remember(name, address.parse().unwrap()));
    known
}

#[test]
fn nothing_is_allowed_by_default() {
    for direction in [Bind, Listen, Accept, Connect, Send, Receive] {
        for kind in [Stream, Datagram] {
            for address in ["127.0.0.1:0", "[::1]:80", "93.184.216.34:443", "0.0.0.0:0", "[::]:0"] {
                assert!(!may(&Rules::default(), direction, kind, address), "{direction:?} {kind:?} {address}");
            }
        }
    }
    assert!(!Rules::default().name("localhost") && !NameRules::default().allow("localhost"));
}

#[test]
fn a_pool_is_for_every_direction_protocol_and_port() {
    let pool = pool("127.0.0.0/8, fd00::/8,::1");
    for direction in [Bind, Listen, Accept, Connect, Send, Receive] {
        for address in ["127.9.9.9:0", "127.0.0.1:65535", "[fd12::1]:80", "[::1]:1"] {
            assert!(may(&pool, direction, Stream, address) && may(&pool, direction, Datagram, address));
        }
        for address in ["128.0.0.1:80", "[fe80::1]:80", "[::2]:80"] {
            assert!(!may(&pool, direction, Stream, address) && !may(&pool, direction, Datagram, address));
        }
    }
}

#[test]
fn with_a_pool_a_datagram_socket_takes_a_free_port() {
    let pool = pool("127.0.0.1");
    assert!(may(&pool, Bind, Datagram, "0.0.0.0:0") && may(&pool, Bind, Datagram, "[::]:0"));
    assert!(!may(&pool, Bind, Datagram, "0.0.0.0:53") && !may(&pool, Bind, Stream, "0.0.0.0:0"));
    assert!(!may(&Rules::default(), Bind, Datagram, "0.0.0.0:0"));
}

#[test]
fn a_rule_is_for_its_directions_protocol_and_ports() {
    let rules = rules(&["connect,send udp 192.0.2.0/24 53,5000-5999", "listen tcp 127.0.0.1"]);
    assert!(may(&rules, Connect, Datagram, "192.0.2.7:53") && may(&rules, Send, Datagram, "192.0.2.7:5999"));
    assert!(!may(&rules, Receive, Datagram, "192.0.2.7:53"), "another direction");
    assert!(!may(&rules, Connect, Stream, "192.0.2.7:53"), "another protocol");
    assert!(!may(&rules, Connect, Datagram, "192.0.2.7:54"), "another port");
    assert!(!may(&rules, Connect, Datagram, "192.0.3.7:53"), "another address");
    assert!(may(&rules, Listen, Stream, "127.0.0.1:0") && may(&rules, Listen, Stream, "127.0.0.1:8080"));
    assert!(!may(&rules, Bind, Stream, "127.0.0.1:8080"));
}

#[test]
fn port_0_is_a_port() {
    assert!(!may(&rules(&["bind tcp 127.0.0.1 8000-8999"]), Bind, Stream, "127.0.0.1:0"));
    assert!(may(&rules(&["bind tcp 127.0.0.1 0,8000"]), Bind, Stream, "127.0.0.1:0"));
}

#[test]
fn zero_is_all_public_addresses_or_the_wildcard_and_no_trap() {
    assert!(connects(&pool("0.0.0.0/0"), "93.184.216.34"));
    assert!(!connects(&pool("0.0.0.0/0"), "2001:db8::1") && !connects(&pool("::/0"), "93.184.216.34"));
    assert!(may(&pool("0.0.0.0/32"), Bind, Stream, "0.0.0.0:0"));
    assert!(!may(&pool("0.0.0.0/32"), Bind, Stream, "127.0.0.1:0") && !connects(&pool("0.0.0.0/32"), "93.184.216.34"));
    for text in ["0.0.0.0/15", "0.0.0.0/8", "0.0.0.0/1", "::/96", "::/1"] {
        let error = text.parse::<AddressPool>().unwrap_err();
        assert!(matches!(error, RuleError::Zero(..)), "{error}");
        assert!(format!("connect tcp {text}").parse::<Rule>().is_err());
    }
}

#[test]
fn special_addresses_have_to_be_named() {
    let all = pool("0.0.0.0/0,::/0");
    let special = [
        ("127.0.0.1", "127.0.0.0/8"),
        ("10.1.2.3", "10.0.0.0/8"),
        ("172.31.0.1", "172.16.0.0/12"),
        ("192.168.1.1", "192.168.1.0/24"),
        ("100.64.0.1", "100.64.0.0/10"),
        ("169.254.1.1", "169.254.0.0/16"),
        ("224.0.0.251", "224.0.0.0/24"),
        ("255.255.255.255", "255.255.255.255"),
        ("::1", "::1"),
        ("fd12::1", "fd12::/16"),
        ("fe80::1", "fe80::/64"),
        ("ff02::1", "ff00::/8"),
        ("64:ff9b::7f00:1", "64:ff9b::/96"),
        ("2002:7f00:1::", "2002::/16"),
    ];
    for (address, range) in special {
        assert!(!connects(&all, address), "{address}");
        assert!(connects(&pool(range), address), "{address} by {range}");
    }
    // Wider than the special range, and not inside of it.
    assert!(!connects(&pool("8.0.0.0/6"), "10.0.0.1") && connects(&pool("8.0.0.0/6"), "8.8.8.8"));
}

#[test]
fn metadata_addresses_are_named_one_by_one() {
    for (range, address) in [
        ("169.254.0.0/16", "169.254.169.254"),
        ("169.254.169.254/31", "169.254.169.254"),
        ("fd00::/8", "fd00:ec2::254"),
        ("100.64.0.0/10", "100.100.100.200"),
        ("168.0.0.0/8", "168.63.129.16"),
    ] {
        assert!(!connects(&pool(range), address), "{address} by {range}");
        assert!(connects(&pool(address), address), "{address}");
    }
}

#[test]
fn an_address_that_stands_for_an_ipv4_one_is_that_one() {
    for form in ["::ffff:10.0.0.1", "::10.0.0.1"] {
        assert!(connects(&pool("10.0.0.0/8"), form), "{form}");
        assert!(!connects(&pool("::/0"), form), "{form}");
        assert!(connects(&pool(form), "10.0.0.1"), "{form}");
    }
    assert!(connects(&pool("::ffff:10.0.0.0/104"), "10.0.0.1"));
    assert!(!connects(&pool("::ffff:10.0.0.0/104"), "11.0.0.1"));
    assert!(!connects(&pool("::/0,0.0.0.0/0"), "::127.0.0.1"));
    assert!(!connects(&pool("0.0.0.1"), "::1"), "::1 is the loopback address, not 0.0.0.1");
}

#[test]
fn what_goes_to_the_wildcard_goes_to_this_machine() {
    for address in ["0.0.0.0", "::", "::ffff:0.0.0.0"] {
        assert!(!connects(&pool("0.0.0.0/32,::/128"), address), "{address}");
        assert!(!connects(&pool("0.0.0.0/0,::/0"), address), "{address}");
    }
    assert!(connects(&pool("127.0.0.1"), "0.0.0.0") && connects(&pool("127.0.0.1"), "::ffff:0.0.0.0"));
    assert!(connects(&pool("::1"), "::") && !connects(&pool("::1"), "0.0.0.0"));
}

#[test]
fn a_name_covers_what_it_was_resolved_to_on_its_port() {
    let rules = rules(&["connect tcp Example.com 443"]);
    let known = known("example.COM.", &["93.184.216.34", "2001:db8::1"]);
    assert!(rules.name("example.com") && rules.name("EXAMPLE.com.") && !rules.name("www.example.com"));
    assert!(may_with(&rules, Connect, Stream, "93.184.216.34:443", &known));
    assert!(may_with(&rules, Connect, Stream, "[2001:db8::1]:443", &known));
    assert!(may_with(&rules, Connect, Stream, "[::ffff:93.184.216.34]:443", &known));
    assert!(!may_with(&rules, Connect, Stream, "93.184.216.34:80", &known), "another port");
    assert!(!may_with(&rules, Connect, Stream, "93.184.216.35:443", &known), "another address");
    assert!(!may(&rules, Connect, Stream, "93.184.216.34:443"), "before it was resolved");
}

#[test]
fn the_port_of_one_name_is_not_the_port_of_another() {
    let rules = rules(&["connect tcp a.example 80", "connect tcp b.example 443"]);
    let known = known("a.example", &["93.184.216.34"]);
    assert!(may_with(&rules, Connect, Stream, "93.184.216.34:80", &known));
    assert!(!may_with(&rules, Connect, Stream, "93.184.216.34:443", &known));
}

#[test]
fn a_name_that_resolves_into_the_private_network_is_no_way_there() {
    let addresses = ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "0.0.0.0", "fd00:ec2::254"];
    let known = known("rebind.example", &addresses);
    for name in ["rebind.example", "*.example", "*"] {
        let rules = rules(&[&format!("any any {name}")]);
        for address in addresses {
            assert!(!connects_with(&rules, address, &known), "{name} {address}");
        }
    }
    let named = rules(&["connect tcp rebind.example@10.0.0.0/8 80"]);
    assert!(may_with(&named, Connect, Stream, "10.0.0.1:80", &known));
    assert!(!may_with(&named, Connect, Stream, "10.0.0.2:80", &known), "not resolved to");
    assert!(!may_with(&named, Connect, Stream, "127.0.0.1:80", &known), "another range");
}

#[test]
fn there_are_not_too_many_names_to_keep_in_mind() {
    let mut known = KnownNames::default();
    let all: Name = "*".parse().unwrap();
    for number in 0..200_000_u32 {
        known.remember("many.example", Ipv4Addr::from_bits(number).into());
        known.remember(&format!("{number}.example"), Ipv4Addr::BROADCAST.into());
    }
    let kept = (0..200_000_u32).filter(|number| known.has(Ipv4Addr::from_bits(*number).into(), &all)).count();
    let most = (16 << 20) / 128;
    assert!(kept > 0 && kept <= most, "{kept}");
    assert!(known.names(Ipv4Addr::BROADCAST.into()).count() <= most);
}

#[test]
fn a_crooked_range_is_named() {
    for ranges in ["", "127.0.0.1/33", "localhost", "127.0.0.1,", "10.0.0.0/8/8", "::1/129", "10.0.0"] {
        assert!(matches!(ranges.parse::<AddressPool>(), Err(RuleError::Address(_))), "{ranges}");
    }
    let error = "127.0.0.1,10/8".parse::<AddressPool>().unwrap_err().to_string();
    assert!(error.starts_with("`10/8` is not an address rule"), "{error}");
}

#[test]
fn a_crooked_rule_is_named() {
    for (rule, words) in [
        ("connect tcp", "three or four words"),
        ("connect tcp a b c", "three or four words"),
        ("fly tcp 127.0.0.1", "its first word says what may be done"),
        ("connect, tcp 127.0.0.1", "its first word says what may be done"),
        ("connect sctp 127.0.0.1", "its second word is a protocol"),
        ("connect tcp 127.0.0.1 80-70", "its fourth word is ports"),
        ("connect tcp 127.0.0.1 65536", "its fourth word is ports"),
        ("connect tcp 127.0.0.1 http", "its fourth word is ports"),
        ("connect tcp 10.0.0.0/99", "is not an address rule"),
        ("connect tcp 10.0.0", "is not an address rule"),
        ("connect tcp [::1]", "is not an address rule"),
        ("connect tcp a*b", "is not a name rule"),
        ("connect tcp localhost@home", "is not an address rule"),
        ("connect tcp @127.0.0.1", "is not a name rule"),
    ] {
        let error = rule.parse::<Rule>().unwrap_err().to_string();
        assert!(error.contains(words), "{rule}: {error}");
    }
}

#[test]
fn names_match_whole_and_without_case() {
    let names = names("localhost,*.Example.com");
    assert!(names.allow("localhost") && names.allow("LOCALHOST") && names.allow("localhost."));
    assert!(names.allow("a.example.com") && names.allow("b.a.EXAMPLE.com"));
    assert!(!names.allow("example.com") && !names.allow("notexample.com") && !names.allow("localhost.evil"));
    assert!(!names.allow("127.0.0.1"));
}

#[test]
fn one_star_is_every_name() {
    assert!(names("*").allow("anything") && names("127.0.0.1").allow("127.0.0.1"));
}

#[test]
fn a_pattern_stands_at_a_dot() {
    for rules in ["*example.com", "*.", "a*b", "", "a,,b", "two words", "**"] {
        assert!(matches!(rules.parse::<NameRules>(), Err(RuleError::Name(_))), "{rules}");
    }
}

#[test]
fn where_credentials_are_handed_out_only_the_very_address_leads() {
    for address in [
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "192.0.0.192",
        "100.100.100.200",
        "168.63.129.16",
        "169.254.0.23",
        "169.254.42.42",
        "fd00:ec2::254",
        "fd00:ec2::23",
        "fd20:ce::254",
        "fd00:42::42",
        "fd00:c1::a9fe:a9fe",
        "fe80::a9fe:a9fe",
    ] {
        let ip: std::net::IpAddr = address.parse().unwrap();
        let bits = if ip.is_ipv4() { [31, 24, 16, 8, 0] } else { [127, 64, 32, 16, 0] };
        for bits in bits {
            let net = ipnet::IpNet::new(ip, bits).unwrap().trunc();
            let Ok(range) = net.to_string().parse::<AddressRange>() else { continue };
            assert!(!range.covers(ip), "{range} has {address}");
        }
        assert!(address.parse::<AddressRange>().unwrap().covers(ip), "{address} has itself");
    }
}

#[test]
fn what_only_looks_public_is_not() {
    let public: Vec<AddressRange> = ["0.0.0.0/0", "::/0"].map(|range| range.parse().unwrap()).into();
    for address in ["::ffff:0:127.0.0.1", "::ffff:0:8.8.8.8", "0.1.2.3", "0.255.255.255"] {
        assert!(!public.iter().any(|range| range.covers(address.parse().unwrap())), "{address}");
    }
    // The wildcard is one's own.
    assert!(public[0].covers(Ipv4Addr::UNSPECIFIED.into()));
}
