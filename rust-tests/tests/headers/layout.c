/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* What the headers promise in numbers: sizes, alignments and offsets as on Linux where a pointer's width
   allows, and constants that no other may share. Compiled only, on each C library. */
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>

#define IS(a, b) _Static_assert((a) == (b), #a " is " #b)
#define STRUCT(s, size, align) IS(sizeof(struct s), size); IS(_Alignof(struct s), align)
#define AT(s, field, offset) IS(offsetof(struct s, field), offset)
#define UNION(s, field) IS(sizeof(((struct s *)0)->field), sizeof(struct s))

STRUCT(sockaddr, 16, 2); AT(sockaddr, sa_data, 2);
STRUCT(sockaddr_in, 16, 4); AT(sockaddr_in, sin_port, 2); AT(sockaddr_in, sin_addr, 4); AT(sockaddr_in, sin_zero, 8);
STRUCT(sockaddr_in6, 28, 4); AT(sockaddr_in6, sin6_port, 2); AT(sockaddr_in6, sin6_flowinfo, 4);
AT(sockaddr_in6, sin6_addr, 8); AT(sockaddr_in6, sin6_scope_id, 24);
STRUCT(sockaddr_un, 110, 2); AT(sockaddr_un, sun_path, 2);
STRUCT(sockaddr_storage, 128, 8); AT(sockaddr_storage, ss_family, 0);
STRUCT(in_addr, 4, 4);
STRUCT(in6_addr, 16, 4); UNION(in6_addr, s6_addr); UNION(in6_addr, s6_addr16); UNION(in6_addr, s6_addr32);
STRUCT(iovec, 8, 4); AT(iovec, iov_len, 4);
STRUCT(msghdr, 28, 4); AT(msghdr, msg_namelen, 4); AT(msghdr, msg_iov, 8); AT(msghdr, msg_iovlen, 12);
AT(msghdr, msg_control, 16); AT(msghdr, msg_controllen, 20); AT(msghdr, msg_flags, 24);
STRUCT(mmsghdr, 32, 4); AT(mmsghdr, msg_len, 28);
STRUCT(cmsghdr, 12, 4); AT(cmsghdr, cmsg_level, 4); AT(cmsghdr, cmsg_type, 8);
STRUCT(linger, 8, 4); AT(linger, l_linger, 4);
STRUCT(ucred, 12, 4);
STRUCT(timeval, 16, 8); AT(timeval, tv_usec, 8);
STRUCT(timespec, 16, 8); AT(timespec, tv_nsec, 8);
STRUCT(ip_mreq, 8, 4); STRUCT(ip_mreqn, 12, 4); AT(ip_mreqn, imr_ifindex, 8); STRUCT(ip_mreq_source, 12, 4);
STRUCT(ipv6_mreq, 20, 4); AT(ipv6_mreq, ipv6mr_interface, 16);
STRUCT(group_req, 136, 8); AT(group_req, gr_group, 8); STRUCT(group_source_req, 264, 8);
STRUCT(in_pktinfo, 12, 4); STRUCT(in6_pktinfo, 20, 4);
STRUCT(pollfd, 8, 4); AT(pollfd, events, 4); AT(pollfd, revents, 6);
IS(sizeof(fd_set), 4100); IS(_Alignof(fd_set), 4);
STRUCT(addrinfo, 32, 4); AT(addrinfo, ai_addrlen, 16); AT(addrinfo, ai_addr, 20); AT(addrinfo, ai_canonname, 24);
AT(addrinfo, ai_next, 28);
STRUCT(hostent, 20, 4); AT(hostent, h_addrtype, 8); AT(hostent, h_addr_list, 16);
STRUCT(servent, 16, 4); AT(servent, s_port, 8); AT(servent, s_proto, 12);
STRUCT(protoent, 12, 4); AT(protoent, p_proto, 8);
STRUCT(netent, 16, 4); AT(netent, n_net, 12);
STRUCT(if_nameindex, 8, 4);
STRUCT(ifreq, 32, 4); AT(ifreq, ifr_addr, 16);
STRUCT(ifaddrs, 28, 4); AT(ifaddrs, ifa_addr, 12); AT(ifaddrs, ifa_data, 24);

IS(AF_UNSPEC, 0); IS(AF_INET, 1); IS(AF_INET6, 2); IS(AF_UNIX, 3); IS(AF_LOCAL, 3);
IS(PF_UNSPEC, 0); IS(PF_INET, 1); IS(PF_INET6, 2); IS(PF_UNIX, 3); IS(PF_LOCAL, 3);
IS(SOCK_RAW, 3); IS(SOCK_SEQPACKET, 4); IS(SOCK_RDM, 7); IS(SOCK_DGRAM, 5); IS(SOCK_STREAM, 6);
IS(SOCK_CLOEXEC, 0x2000); IS(SOCK_NONBLOCK, 0x4000);
IS(SHUT_RD, 0); IS(SHUT_WR, 1); IS(SHUT_RDWR, 2);
IS(MSG_PEEK, 1); IS(MSG_WAITALL, 2); IS(MSG_OOB, 4); IS(MSG_CTRUNC, 8); IS(MSG_DONTROUTE, 0x10); IS(MSG_TRUNC, 0x20);
IS(MSG_DONTWAIT, 0x40); IS(MSG_EOR, 0x80); IS(MSG_NOSIGNAL, 0x4000); IS(MSG_WAITFORONE, 0x10000);
IS(MSG_CMSG_CLOEXEC, 0x40000000);
IS(SOL_SOCKET, 0x7fffffff); IS(SOL_IP, 0); IS(SOL_TCP, 6); IS(SOL_UDP, 17); IS(SOL_IPV6, 41);
IS(SO_DEBUG, 1); IS(SO_REUSEADDR, 2); IS(SO_TYPE, 3); IS(SO_ERROR, 4); IS(SO_DONTROUTE, 5); IS(SO_BROADCAST, 6);
IS(SO_SNDBUF, 7); IS(SO_RCVBUF, 8); IS(SO_KEEPALIVE, 9); IS(SO_OOBINLINE, 10); IS(SO_PRIORITY, 12); IS(SO_LINGER, 13);
IS(SO_REUSEPORT, 15); IS(SO_PEERCRED, 17); IS(SO_RCVLOWAT, 18); IS(SO_SNDLOWAT, 19); IS(SO_BINDTODEVICE, 25);
IS(SO_ACCEPTCONN, 30); IS(SO_PROTOCOL, 38); IS(SO_DOMAIN, 39); IS(SO_RCVTIMEO, 66); IS(SO_SNDTIMEO, 67);
IS(SOMAXCONN, 4096); IS(IFNAMSIZ, 16);
IS(IPPROTO_IP, 0); IS(IPPROTO_ICMP, 1); IS(IPPROTO_TCP, 6); IS(IPPROTO_UDP, 17); IS(IPPROTO_IPV6, 41);
IS(IPPROTO_ICMPV6, 58); IS(IPPROTO_SCTP, 132); IS(IPPROTO_RAW, 255);
IS(TCP_NODELAY, 1); IS(TCP_KEEPIDLE, 4); IS(TCP_KEEPINTVL, 5); IS(TCP_KEEPCNT, 6); IS(TCP_USER_TIMEOUT, 18);
IS(IP_TOS, 1); IS(IP_TTL, 2); IS(IP_MULTICAST_IF, 32); IS(IP_MULTICAST_TTL, 33); IS(IP_MULTICAST_LOOP, 34);
IS(IP_ADD_MEMBERSHIP, 35); IS(IP_DROP_MEMBERSHIP, 36); IS(MCAST_JOIN_GROUP, 42); IS(MCAST_LEAVE_GROUP, 45);
IS(IPV6_UNICAST_HOPS, 16); IS(IPV6_MULTICAST_IF, 17); IS(IPV6_MULTICAST_HOPS, 18); IS(IPV6_MULTICAST_LOOP, 19);
IS(IPV6_JOIN_GROUP, 20); IS(IPV6_LEAVE_GROUP, 21); IS(IPV6_V6ONLY, 26);
IS(AI_PASSIVE, 1); IS(AI_CANONNAME, 2); IS(AI_NUMERICHOST, 4); IS(AI_V4MAPPED, 8); IS(AI_ALL, 0x10);
IS(AI_ADDRCONFIG, 0x20); IS(AI_NUMERICSERV, 0x400);
IS(NI_NUMERICHOST, 1); IS(NI_NUMERICSERV, 2); IS(NI_NOFQDN, 4); IS(NI_NAMEREQD, 8); IS(NI_DGRAM, 0x10);
IS(NI_NUMERICSCOPE, 0x100); IS(NI_MAXHOST, 1025); IS(NI_MAXSERV, 32);
IS(EAI_BADFLAGS, -1); IS(EAI_NONAME, -2); IS(EAI_AGAIN, -3); IS(EAI_FAIL, -4); IS(EAI_NODATA, -5); IS(EAI_FAMILY, -6);
IS(EAI_SOCKTYPE, -7); IS(EAI_SERVICE, -8); IS(EAI_ADDRFAMILY, -9); IS(EAI_MEMORY, -10); IS(EAI_SYSTEM, -11);
IS(EAI_OVERFLOW, -12);
IS(HOST_NOT_FOUND, 1); IS(TRY_AGAIN, 2); IS(NO_RECOVERY, 3); IS(NO_DATA, 4);
IS(CMSG_LEN(4), 16); IS(CMSG_LEN(5), 17); IS(CMSG_SPACE(5), 20);

/* A value given twice is an error of the compiler's. */
static inline int error_numbers(int error)
{
    switch (error) {
    case 0: case E2BIG: case EACCES: case EADDRINUSE: case EADDRNOTAVAIL: case EAFNOSUPPORT: case EAGAIN: case EALREADY:
    case EBADF: case EBADMSG: case EBUSY: case ECANCELED: case ECHILD: case ECONNABORTED: case ECONNREFUSED:
    case ECONNRESET: case EDEADLK: case EDESTADDRREQ: case EDOM: case EDQUOT: case EEXIST: case EFAULT: case EFBIG:
    case EHOSTUNREACH: case EIDRM: case EILSEQ: case EINPROGRESS: case EINTR: case EINVAL: case EIO: case EISCONN:
    case EISDIR: case ELOOP: case EMFILE: case EMLINK: case EMSGSIZE: case EMULTIHOP: case ENAMETOOLONG: case ENETDOWN:
    case ENETRESET: case ENETUNREACH: case ENFILE: case ENOBUFS: case ENODEV: case ENOENT: case ENOEXEC: case ENOLCK:
    case ENOLINK: case ENOMEM: case ENOMSG: case ENOPROTOOPT: case ENOSPC: case ENOSYS: case ENOTCONN: case ENOTDIR:
    case ENOTEMPTY: case ENOTRECOVERABLE: case ENOTSOCK: case ENOTSUP: case ENOTTY: case ENXIO: case EOVERFLOW:
    case EOWNERDEAD: case EPERM: case EPIPE: case EPROTO: case EPROTONOSUPPORT: case EPROTOTYPE: case ERANGE:
    case EROFS: case ESPIPE: case ESRCH: case ESTALE: case ETIMEDOUT: case ETXTBSY: case EXDEV: case ENOTCAPABLE:
    case ESHUTDOWN: case EHOSTDOWN: case ETOOMANYREFS: case EPFNOSUPPORT: case ESOCKTNOSUPPORT:
        return 1;
    }
    return 0;
}

static inline int poll_events(int events)
{
    switch (events) {
    case POLLIN: case POLLOUT: case POLLPRI: case POLLRDBAND: case POLLWRBAND:
    case POLLERR: case POLLHUP: case POLLNVAL:
        return 1;
    }
    return 0;
}

int main(void)
{
    struct in6_addr any = IN6ADDR_ANY_INIT, loopback = IN6ADDR_LOOPBACK_INIT;
    return error_numbers(0) + poll_events(0) + IN6_IS_ADDR_LOOPBACK(&any) + loopback.s6_addr[15];
}
