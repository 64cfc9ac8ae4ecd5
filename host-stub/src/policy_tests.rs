#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;

fn pool(rules: &str) -> AddressPool {
    rules.parse().unwrap()
}

fn names(rules: &str) -> NameRules {
    rules.parse().unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn nothing_is_allowed_by_default() {
    assert!(!AddressPool::default().allows_local(ip("127.0.0.1")));
    assert!(!AddressPool::default().allows_remote(ip("::1")));
    assert!(!NameRules::default().allow("localhost"));
}

#[test]
fn a_prefix_covers_its_addresses_and_no_others() {
    let pool = pool("127.0.0.0/8, fd00::/8");
    assert!(pool.allows_local(ip("127.9.9.9")) && pool.allows_local(ip("fd12::1")));
    assert!(!pool.allows_local(ip("128.0.0.1")) && !pool.allows_local(ip("fe80::1")));
}

#[test]
fn a_plain_address_covers_itself() {
    let pool = pool("10.0.0.1,::1");
    assert!(pool.allows_local(ip("10.0.0.1")) && pool.allows_local(ip("::1")));
    assert!(!pool.allows_local(ip("10.0.0.2")) && !pool.allows_local(ip("::2")));
}

#[test]
fn zero_means_everything_only_with_prefix_zero() {
    assert!(pool("0.0.0.0/0").allows_remote(ip("93.184.216.34")));
    assert!(pool("0.0.0.0/32").allows_local(ip("0.0.0.0")));
    assert!(!pool("0.0.0.0/32").allows_local(ip("127.0.0.1")));
    assert!(!pool("0.0.0.0/15").allows_remote(ip("93.184.216.34")));
    assert!(!pool("0.0.0.0/0").allows_local(ip("::1")));
    assert!(!pool("::/0").allows_local(ip("10.0.0.1")));
}

#[test]
fn a_mapped_address_is_its_ipv4_address() {
    assert!(pool("10.0.0.0/8").allows_remote(ip("::ffff:10.0.0.1")));
    assert!(!pool("::/0").allows_remote(ip("::ffff:10.0.0.1")));
    assert!(pool("::ffff:10.0.0.0/104").allows_remote(ip("10.0.0.1")));
    assert!(!pool("::ffff:10.0.0.0/104").allows_remote(ip("11.0.0.1")));
}

#[test]
fn sending_to_the_wildcard_needs_the_loopback_address() {
    assert!(!pool("0.0.0.0/32,::/128").allows_remote(ip("0.0.0.0")));
    assert!(!pool("0.0.0.0/32,::/128").allows_remote(ip("::")));
    assert!(!pool("0.0.0.0/32").allows_remote(ip("::ffff:0.0.0.0")));
    assert!(pool("127.0.0.1").allows_remote(ip("0.0.0.0")));
    assert!(pool("127.0.0.1").allows_remote(ip("::ffff:0.0.0.0")));
}

#[test]
fn a_crooked_rule_is_named() {
    for rules in ["", "127.0.0.1/33", "localhost", "127.0.0.1,", "10.0.0.0/8/8", "::1/129", "10.0.0"] {
        assert!(matches!(rules.parse::<AddressPool>(), Err(RuleError::Address(_))), "{rules}");
    }
    let error = "127.0.0.1,10/8".parse::<AddressPool>().unwrap_err().to_string();
    assert!(error.starts_with("`10/8` is no address rule"), "{error}");
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
fn the_rule_that_would_allow_an_address() {
    assert_eq!(rule_for(ip("127.0.0.1")).to_string(), "127.0.0.1/32");
    assert_eq!(rule_for(ip("::ffff:10.0.0.1")).to_string(), "10.0.0.1/32");
    assert_eq!(rule_for(ip("::1")).to_string(), "::1/128");
}
