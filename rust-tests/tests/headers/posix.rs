// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
//! Every name that POSIX.1-2024 gives the headers of sockets: each header alone declares its own.

use rust_tests::{Verdict, project};

use crate::sysroot::Sysroot;
use crate::{each, run, work_file};

/// A header, and its functions, its constants and its types, blank between them.
type Header = (&'static str, &'static str, &'static str, &'static str);

const HEADERS: [Header; 9] = [
    (
        "sys/socket.h",
        "accept accept4 bind connect getpeername getsockname getsockopt listen recv recvfrom recvmsg send sendmsg sendto \
         setsockopt shutdown sockatmark socket socketpair",
        "SCM_RIGHTS SOCK_DGRAM SOCK_RAW SOCK_SEQPACKET SOCK_STREAM SOCK_NONBLOCK SOCK_CLOEXEC SOL_SOCKET SO_ACCEPTCONN \
         SO_BROADCAST SO_DEBUG SO_DOMAIN SO_DONTROUTE SO_ERROR SO_KEEPALIVE SO_LINGER SO_OOBINLINE SO_PROTOCOL SO_RCVBUF \
         SO_RCVLOWAT SO_RCVTIMEO SO_REUSEADDR SO_SNDBUF SO_SNDLOWAT SO_SNDTIMEO SO_TYPE SOMAXCONN MSG_CMSG_CLOEXEC \
         MSG_CTRUNC MSG_DONTROUTE MSG_EOR MSG_NOSIGNAL MSG_OOB MSG_PEEK MSG_TRUNC MSG_WAITALL AF_INET AF_INET6 AF_UNIX \
         AF_UNSPEC SHUT_RD SHUT_RDWR SHUT_WR CMSG_SPACE(4) CMSG_LEN(4)",
        "socklen_t sa_family_t size_t ssize_t struct\u{a0}sockaddr struct\u{a0}sockaddr_storage struct\u{a0}msghdr \
         struct\u{a0}iovec struct\u{a0}cmsghdr struct\u{a0}linger",
    ),
    (
        "netdb.h",
        "endhostent endnetent endprotoent endservent freeaddrinfo gai_strerror getaddrinfo gethostent getnameinfo \
         getnetbyaddr getnetbyname getnetent getprotobyname getprotobynumber getprotoent getservbyname getservbyport \
         getservent sethostent setnetent setprotoent setservent \
         gethostbyname gethostbyname2 gethostbyaddr gethostbyname_r gethostbyname2_r gethostbyaddr_r getservbyname_r \
         getservbyport_r herror hstrerror",
        "IPPORT_RESERVED AI_PASSIVE AI_CANONNAME AI_NUMERICHOST AI_NUMERICSERV AI_V4MAPPED AI_ALL AI_ADDRCONFIG NI_NOFQDN \
         NI_NUMERICHOST NI_NAMEREQD NI_NUMERICSERV NI_NUMERICSCOPE NI_DGRAM EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY \
         EAI_MEMORY EAI_NONAME EAI_SERVICE EAI_SOCKTYPE EAI_SYSTEM EAI_OVERFLOW h_errno HOST_NOT_FOUND NO_DATA \
         NO_RECOVERY TRY_AGAIN",
        "in_port_t in_addr_t uint32_t socklen_t struct\u{a0}hostent struct\u{a0}netent struct\u{a0}protoent \
         struct\u{a0}servent struct\u{a0}addrinfo",
    ),
    (
        "arpa/inet.h",
        "htonl htons ntohl ntohs inet_addr inet_ntoa inet_ntop inet_pton inet_aton inet_network inet_makeaddr inet_lnaof \
         inet_netof",
        "INET_ADDRSTRLEN INET6_ADDRSTRLEN",
        "in_port_t in_addr_t uint32_t uint16_t struct\u{a0}in_addr socklen_t",
    ),
    (
        "netinet/in.h",
        "htonl htons ntohl ntohs",
        "IPPROTO_IP IPPROTO_IPV6 IPPROTO_ICMP IPPROTO_RAW IPPROTO_TCP IPPROTO_UDP INADDR_ANY INADDR_BROADCAST \
         INET_ADDRSTRLEN INET6_ADDRSTRLEN IPV6_JOIN_GROUP IPV6_LEAVE_GROUP IPV6_MULTICAST_HOPS IPV6_MULTICAST_IF \
         IPV6_MULTICAST_LOOP IPV6_UNICAST_HOPS IPV6_V6ONLY IN6_IS_ADDR_UNSPECIFIED(&in6addr_any) \
         IN6_IS_ADDR_LOOPBACK(&in6addr_loopback) IN6_IS_ADDR_MULTICAST(&in6addr_any) IN6_IS_ADDR_LINKLOCAL(&in6addr_any) \
         IN6_IS_ADDR_SITELOCAL(&in6addr_any) IN6_IS_ADDR_V4MAPPED(&in6addr_any) IN6_IS_ADDR_V4COMPAT(&in6addr_any) \
         IN6_IS_ADDR_MC_NODELOCAL(&in6addr_any) IN6_IS_ADDR_MC_LINKLOCAL(&in6addr_any) \
         IN6_IS_ADDR_MC_SITELOCAL(&in6addr_any) IN6_IS_ADDR_MC_ORGLOCAL(&in6addr_any) IN6_IS_ADDR_MC_GLOBAL(&in6addr_any)",
        "in_port_t in_addr_t sa_family_t uint8_t uint32_t struct\u{a0}in_addr struct\u{a0}sockaddr_in \
         struct\u{a0}in6_addr struct\u{a0}sockaddr_in6 struct\u{a0}ipv6_mreq",
    ),
    ("netinet/tcp.h", "", "TCP_NODELAY", ""),
    (
        "net/if.h",
        "if_freenameindex if_indextoname if_nameindex if_nametoindex",
        "IF_NAMESIZE",
        "struct\u{a0}if_nameindex",
    ),
    ("sys/un.h", "", "", "sa_family_t struct\u{a0}sockaddr_un"),
    (
        "poll.h",
        "poll ppoll",
        "POLLIN POLLRDNORM POLLRDBAND POLLPRI POLLOUT POLLWRNORM POLLWRBAND POLLERR POLLHUP POLLNVAL",
        "nfds_t sigset_t struct\u{a0}pollfd struct\u{a0}timespec",
    ),
    (
        "sys/select.h",
        "pselect select",
        "FD_SETSIZE",
        "fd_set sigset_t time_t suseconds_t struct\u{a0}timeval struct\u{a0}timespec",
    ),
];

/// What POSIX has and the headers leave out: a program that asks by `#ifdef` is told so.
const LEFT_OUT: [&str; 2] = ["SOCK_CLOFORK", "MSG_CMSG_CLOFORK"];

#[test]
fn every_name_of_posix_is_there() -> Verdict {
    Ok(each(HEADERS, |(header, functions, constants, types)| {
        let source =
            work_file(&format!("posix-{}.c", header.replace('/', "-")), &source(header, functions, constants, types))?;
        each(Sysroot::all()?.into_iter().enumerate(), |(number, sysroot)| {
            let module = project(&format!("build/test/headers/posix-{number}-{}.wasm", header.replace('/', "-")));
            run(sysroot
                .cc()
                .args(["-D_GNU_SOURCE", "-Wall", "-Wno-unused-value", "-Werror"])
                .arg(&source)
                .arg("-o")
                .arg(module))
        })
    })?)
}

fn source(header: &str, functions: &str, constants: &str, types: &str) -> String {
    let lines =
        |names: &str, line: &dyn Fn(&str) -> String| names.split_ascii_whitespace().map(line).collect::<String>();
    let absent: String = LEFT_OUT
        .iter()
        .map(|name| format!("#ifdef {name}\n#error {name} is there: delete it from LEFT_OUT\n#endif\n"))
        .collect();
    format!(
        "#include <{header}>\n{absent}void (*volatile kept)(void);\nvolatile unsigned long size;\nint main(void)\n{{\n{}{}{}    return 0;\n}}\n",
        lines(functions, &|name| format!("    kept = (void (*)(void)){name};\n")),
        lines(constants, &|name| format!("    size = (unsigned long)({name});\n")),
        lines(types, &|name| format!("    size = sizeof({});\n", name.replace('\u{a0}', " "))),
    )
}
