// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! `getprotobyname` `getprotobynumber` and the walk through the protocols.

use core::ffi::{CStr, c_char, c_int};

use crate::abi::*;
use crate::errno::Result;
use crate::posix::netdb::arena::Arena;
use crate::posix::netdb::statics::{Kept, Walk};
use crate::posix::netdb::table::{self, Line};

static ENTRY: Kept<protoent> = Kept::new();
static WALK: Walk = Walk::new();

fn all() -> impl Iterator<Item = Line> {
    table::lines(PROTOCOLS)
}

fn fill(line: Line, arena: &mut Arena) -> Result<protoent> {
    Ok(protoent {
        p_aliases: arena.strings(line.aliases())?,
        p_name: arena.string(line.name)?,
        p_proto: line.number as c_int,
    })
}

fn keep(line: Option<Line>) -> *mut protoent {
    line.map_or(core::ptr::null_mut(), |line| ENTRY.keep(|arena| fill(line, arena)))
}

/// The protocol of a name or alias, null when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getprotobyname.html>
///
/// # Safety
/// `name` is a string; one thread at a time.
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub unsafe extern "C" fn getprotobyname(name: *const c_char) -> *mut protoent {
    // SAFETY: the caller's promise.
    let name = unsafe { CStr::from_ptr(name) }.to_bytes();
    keep(all().find(|line| line.is_called(name)))
}

/// The protocol of a number, null when there is none.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getprotobynumber.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getprotobynumber(number: c_int) -> *mut protoent {
    keep(all().find(|line| line.number as c_int == number))
}

/// Back to the first protocol; `_stay_open` has no meaning for a table in memory.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/setprotoent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn setprotoent(_stay_open: c_int) {
    WALK.rewind();
}

/// The next protocol, null behind the last.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/getprotoent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn getprotoent() -> *mut protoent {
    keep(WALK.next(all()))
}

/// Ends a walk: the next starts with the first protocol.
/// <https://pubs.opengroup.org/onlinepubs/9799919799/functions/endprotoent.html>
#[cfg_attr(feature = "c-exports", unsafe(no_mangle))]
pub extern "C" fn endprotoent() {
    WALK.rewind();
}

/// The protocols of Debian's `/etc/protocols`, in its order: a name, the number, aliases.
const PROTOCOLS: &str = "\
ip 0 IP\n\
hopopt 0 HOPOPT\n\
icmp 1 ICMP\n\
igmp 2 IGMP\n\
ggp 3 GGP\n\
ipencap 4 IP-ENCAP\n\
st 5 ST\n\
tcp 6 TCP\n\
egp 8 EGP\n\
igp 9 IGP\n\
pup 12 PUP\n\
udp 17 UDP\n\
hmp 20 HMP\n\
xns-idp 22 XNS-IDP\n\
rdp 27 RDP\n\
iso-tp4 29 ISO-TP4\n\
dccp 33 DCCP\n\
xtp 36 XTP\n\
ddp 37 DDP\n\
idpr-cmtp 38 IDPR-CMTP\n\
ipv6 41 IPv6\n\
ipv6-route 43 IPv6-Route\n\
ipv6-frag 44 IPv6-Frag\n\
idrp 45 IDRP\n\
rsvp 46 RSVP\n\
gre 47 GRE\n\
esp 50 IPSEC-ESP\n\
ah 51 IPSEC-AH\n\
skip 57 SKIP\n\
ipv6-icmp 58 IPv6-ICMP\n\
ipv6-nonxt 59 IPv6-NoNxt\n\
ipv6-opts 60 IPv6-Opts\n\
rspf 73 RSPF CPHB\n\
vmtp 81 VMTP\n\
eigrp 88 EIGRP\n\
ospf 89 OSPFIGP\n\
ax.25 93 AX.25\n\
ipip 94 IPIP\n\
etherip 97 ETHERIP\n\
encap 98 ENCAP\n\
pim 103 PIM\n\
ipcomp 108 IPCOMP\n\
vrrp 112 VRRP\n\
l2tp 115 L2TP\n\
isis 124 ISIS\n\
sctp 132 SCTP\n\
fc 133 FC\n\
mobility-header 135 Mobility-Header\n\
udplite 136 UDPLite\n\
mpls-in-ip 137 MPLS-in-IP\n\
manet 138\n\
hip 139 HIP\n\
shim6 140 Shim6\n\
wesp 141 WESP\n\
rohc 142 ROHC\n\
ethernet 143 Ethernet\n\
mptcp 262 MPTCP";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_protocol_fits_the_static_entry() {
        assert!(all().all(|line| !keep(Some(line)).is_null()));
        assert_eq!(all().count(), 57);
    }

    #[test]
    fn numbers_are_those_of_the_headers() {
        for (name, number) in [("ip", IPPROTO_IP), ("tcp", IPPROTO_TCP), ("UDP", IPPROTO_UDP), ("IPv6", IPPROTO_IPV6)] {
            let line = all().find(|line| line.is_called(name.as_bytes())).expect("a protocol");
            assert_eq!(line.number as c_int, number);
        }
    }
}
