/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_SYS_SOCKET_H
#define __WASOCK_SYS_SOCKET_H
#pragma GCC system_header

/* POSIX.1-2024 <sys/socket.h>, with the names of Linux that programs use.

   The POSIX page of each function describes it; the comments here add what is particular to wasock. All functions
   return -1 and set errno on failure. Every function can fail with:
   EBADF, ENOTSOCK: the descriptor is not open, or is no socket;
   EFAULT: a pointer is NULL or points outside memory;
   EACCES: the rules of the host forbid the address;
   EOPNOTSUPP, ENOPROTOOPT, EAFNOSUPPORT: the runtime has no import for the call, the option, the family.
   A write to a closed connection fails with EPIPE and raises no SIGPIPE. */

#include <__wasock.h>
#include_next <sys/socket.h>

/* Families */

#ifndef AF_LOCAL
#define AF_LOCAL AF_UNIX
#endif
#ifndef PF_UNSPEC
#define PF_UNSPEC AF_UNSPEC
#endif
#ifndef PF_INET
#define PF_INET AF_INET
#endif
#ifndef PF_INET6
#define PF_INET6 AF_INET6
#endif
#ifndef PF_UNIX
#define PF_UNIX AF_UNIX
#endif
#ifndef PF_LOCAL
#define PF_LOCAL PF_UNIX
#endif

/* The directions that shutdown ends. The numbers are those of other systems, because some programs pass the numbers
   themselves. The C library's own are 1, 2 and 3; this header binds shutdown to a function that takes 0, 1 and 2. */

#undef SHUT_RD
#undef SHUT_WR
#undef SHUT_RDWR
#define SHUT_RD 0
#define SHUT_WR 1
#define SHUT_RDWR 2

/* Types: those that socket() refuses have numbers that no type, descriptor flag or other family shares. */

#ifndef SOCK_RAW
#define SOCK_RAW 3
#endif
#ifndef SOCK_SEQPACKET
#define SOCK_SEQPACKET 4
#endif
#ifndef SOCK_RDM
#define SOCK_RDM 7
#endif

/* Flags of send and recv. The C library defines MSG_PEEK 1 and MSG_WAITALL 2; its MSG_TRUNC is undefined or equal to
   MSG_PEEK. As on Linux a call ignores flags that have no meaning for it. A flag that the runtime cannot obey is
   EOPNOTSUPP. */

#undef MSG_TRUNC
#define MSG_TRUNC 0x20
#ifndef MSG_OOB
#define MSG_OOB 0x4
#endif
#ifndef MSG_CTRUNC
#define MSG_CTRUNC 0x8
#endif
#ifndef MSG_DONTROUTE
#define MSG_DONTROUTE 0x10
#endif
#ifndef MSG_DONTWAIT
#define MSG_DONTWAIT 0x40
#endif
#ifndef MSG_EOR
#define MSG_EOR 0x80
#endif
#ifndef MSG_CONFIRM
#define MSG_CONFIRM 0x800 /* tells of a neighbour that is alive: advice, without effect */
#endif
#ifndef MSG_ERRQUEUE
#define MSG_ERRQUEUE 0x2000 /* EAGAIN: no option fills that queue here, so it is always empty */
#endif
#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0x4000
#endif
#ifndef MSG_MORE
#define MSG_MORE 0x8000 /* to a stream: advice, without effect; to others EOPNOTSUPP */
#endif
#ifndef MSG_WAITFORONE
#define MSG_WAITFORONE 0x10000
#endif
#ifndef MSG_CMSG_CLOEXEC
#define MSG_CMSG_CLOEXEC 0x40000000
#endif

/* Levels of options. The C library defines SOL_SOCKET as 0x7fffffff. */

#ifndef SOL_IP
#define SOL_IP 0
#endif
#ifndef SOL_TCP
#define SOL_TCP 6
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#ifndef SOL_IPV6
#define SOL_IPV6 41
#endif

/* Options of SOL_SOCKET. The C library defines SO_TYPE as 3. */

#ifndef SO_DEBUG
#define SO_DEBUG 1
#endif
#ifndef SO_REUSEADDR
#define SO_REUSEADDR 2
#endif
#ifndef SO_ERROR
#define SO_ERROR 4
#endif
#ifndef SO_DONTROUTE
#define SO_DONTROUTE 5
#endif
#ifndef SO_BROADCAST
#define SO_BROADCAST 6
#endif
#ifndef SO_SNDBUF
#define SO_SNDBUF 7
#endif
#ifndef SO_RCVBUF
#define SO_RCVBUF 8
#endif
#ifndef SO_KEEPALIVE
#define SO_KEEPALIVE 9
#endif
#ifndef SO_OOBINLINE
#define SO_OOBINLINE 10
#endif
#ifndef SO_PRIORITY
#define SO_PRIORITY 12
#endif
#ifndef SO_LINGER
#define SO_LINGER 13
#endif
#ifndef SO_REUSEPORT
#define SO_REUSEPORT 15
#endif
#ifndef SO_PEERCRED
#define SO_PEERCRED 17
#endif
#ifndef SO_RCVLOWAT
#define SO_RCVLOWAT 18
#endif
#ifndef SO_SNDLOWAT
#define SO_SNDLOWAT 19
#endif
#ifndef SO_BINDTODEVICE
#define SO_BINDTODEVICE 25
#endif
#ifndef SO_ACCEPTCONN
#define SO_ACCEPTCONN 30
#endif
#ifndef SO_SNDBUFFORCE
#define SO_SNDBUFFORCE 32
#endif
#ifndef SO_RCVBUFFORCE
#define SO_RCVBUFFORCE 33
#endif
#ifndef SO_PROTOCOL
#define SO_PROTOCOL 38
#endif
#ifndef SO_DOMAIN
#define SO_DOMAIN 39
#endif
#ifndef SO_RCVTIMEO
#define SO_RCVTIMEO 66
#endif
#ifndef SO_SNDTIMEO
#define SO_SNDTIMEO 67
#endif

#ifndef SOMAXCONN
#define SOMAXCONN 4096
#endif

/* Ancillary data: a buffer of headers, each followed by its data, all aligned to size_t. */

#ifndef SCM_RIGHTS
#define SCM_RIGHTS 1
#endif

struct cmsghdr {
    socklen_t cmsg_len; /* bytes of header and data */
    int cmsg_level;
    int cmsg_type;
};

/* The size of len bytes of data and the padding after them. */
#define CMSG_ALIGN(len) (((len) + sizeof(size_t) - 1) & ~(sizeof(size_t) - 1))
/* The size of one message with len bytes of data in the buffer. */
#define CMSG_SPACE(len) (CMSG_ALIGN(sizeof(struct cmsghdr)) + CMSG_ALIGN(len))
/* The value of cmsg_len for len bytes of data. */
#define CMSG_LEN(len) (CMSG_ALIGN(sizeof(struct cmsghdr)) + (len))
#define CMSG_DATA(cmsg) ((unsigned char *)(cmsg) + CMSG_ALIGN(sizeof(struct cmsghdr)))
/* The first message of a msghdr, or NULL. */
#define CMSG_FIRSTHDR(msg) \
    ((msg)->msg_controllen >= sizeof(struct cmsghdr) ? (struct cmsghdr *)(msg)->msg_control : (struct cmsghdr *)0)
/* The message after cmsg, or NULL if no whole header follows. */
#define CMSG_NXTHDR(msg, cmsg) __wasock_cmsg_next((msg), (cmsg))

#ifdef __cplusplus
extern "C" {
#endif

static __inline struct cmsghdr *__wasock_cmsg_next(const struct msghdr *__msg, const struct cmsghdr *__cmsg)
{
    size_t __rest = (size_t)((char *)__msg->msg_control + __msg->msg_controllen - (const char *)__cmsg);
    size_t __step = CMSG_ALIGN((size_t)__cmsg->cmsg_len);
    if (__cmsg->cmsg_len < sizeof(struct cmsghdr) || __step < __cmsg->cmsg_len || __step > __rest ||
        __rest - __step < sizeof(struct cmsghdr))
        return 0;
    return (struct cmsghdr *)((char *)__cmsg + __step);
}

/* Creates a socket. type can include SOCK_NONBLOCK and SOCK_CLOEXEC; SOCK_CLOEXEC has no effect, since WASI has no exec.
   EPROTOTYPE for SOCK_SEQPACKET and SOCK_RDM, EPROTONOSUPPORT for SOCK_RAW and a protocol that is not the
   type's. */
int socket(int __domain, int __type, int __protocol);

/* Creates two connected sockets of AF_UNIX. If the runtime has no pairs, the library connects the sockets over the loopback
   interface. The rules of the host must then allow 127.0.0.1, else the call fails with EACCES. */
int socketpair(int __domain, int __type, int __protocol, int __fds[2]);

/* Sets the local address. len is in bytes; EINVAL if it is too short for the family. */
int bind(int __fd, const struct sockaddr *__addr, socklen_t __len);

/* Connects a stream socket, or sets the peer of a datagram socket. AF_UNSPEC removes the peer; EOPNOTSUPP if the runtime
   cannot. A non-blocking stream socket fails with EINPROGRESS: poll for POLLOUT, then read SO_ERROR. */
int connect(int __fd, const struct sockaddr *__addr, socklen_t __len);

/* Starts to accept connections. backlog is a hint for the host. */
int listen(int __fd, int __backlog);

/* Returns a socket for the next connection. addr may be NULL. Otherwise *len is the size of addr in bytes; the call sets it
   to the size of the address. If that is larger, the address was truncated. */
int accept(int __fd, struct sockaddr *__restrict __addr, socklen_t *__restrict __len) __WASOCK_OWN(accept);

/* As accept. flags can have SOCK_NONBLOCK and SOCK_CLOEXEC; EINVAL for others. */
int accept4(int __fd, struct sockaddr *__restrict __addr, socklen_t *__restrict __len, int __flags)
    __WASOCK_OWN(accept4);

/* Ends one direction or both: SHUT_RD, SHUT_WR, SHUT_RDWR; EINVAL for other values. EOPNOTSUPP if the runtime cannot end
   one direction alone. */
int shutdown(int __fd, int __how) __WASOCK_OWN(shutdown);

/* Stores the local address. *len as in accept. */
int getsockname(int __fd, struct sockaddr *__restrict __addr, socklen_t *__restrict __len);

/* Stores the address of the peer. *len as in accept. ENOTCONN if the socket has no peer. */
int getpeername(int __fd, struct sockaddr *__restrict __addr, socklen_t *__restrict __len);

/* Sends up to len bytes. Returns the number of bytes sent. EOPNOTSUPP for a flag that the runtime cannot obey. */
ssize_t send(int __fd, const void *__data, size_t __len, int __flags) __WASOCK_OWN(send);

/* As send, to an address. addr may be NULL. */
ssize_t sendto(int __fd, const void *__data, size_t __len, int __flags, const struct sockaddr *__addr,
               socklen_t __addr_len);

/* As send, from several buffers. EMSGSIZE for more than 1024 buffers, EOPNOTSUPP for ancillary data. */
ssize_t sendmsg(int __fd, const struct msghdr *__msg, int __flags);

/* Receives up to len bytes. Returns the number of bytes, or 0 at the end of a stream and for an empty datagram. With
   MSG_TRUNC returns the length of the whole datagram. */
ssize_t recv(int __fd, void *__data, size_t __len, int __flags) __WASOCK_OWN(recv);

/* As recv, and stores the address of the sender. addr may be NULL; *addr_len as in accept. */
ssize_t recvfrom(int __fd, void *__restrict __data, size_t __len, int __flags, struct sockaddr *__restrict __addr,
                 socklen_t *__restrict __addr_len);

/* As recv, into several buffers. No runtime delivers ancillary data: the call sets msg_controllen to 0. */
ssize_t recvmsg(int __fd, struct msghdr *__msg, int __flags);

/* Stores the value of an option. *len is the size of value; the call sets it to the number of bytes stored. ENOPROTOOPT for
   an option that does not exist or that the runtime does not have. */
int getsockopt(int __fd, int __level, int __name, void *__restrict __value, socklen_t *__restrict __len)
    __WASOCK_OWN(getsockopt);

/* Sets an option. EINVAL for a wrong length or value, EDOM for a time whose microseconds are not 0 to 999999,
   ENOPROTOOPT as in getsockopt. */
int setsockopt(int __fd, int __level, int __name, const void *__value, socklen_t __len);

/* Reports whether the stream is at the out-of-band mark. Always fails with EOPNOTSUPP: no runtime reports the mark. */
int sockatmark(int __fd);

#ifdef _GNU_SOURCE
/* Linux sendmmsg(2). Sends up to count messages. Returns their number and sets msg_len of each to its bytes. */
int sendmmsg(int __fd, struct mmsghdr *__msgs, unsigned __count, unsigned __flags);

/* Linux recvmmsg(2). Receives up to count messages and returns their number. If timeout is not NULL, the call checks it
   after each message; it does not end the wait for a message. */
int recvmmsg(int __fd, struct mmsghdr *__msgs, unsigned __count, unsigned __flags, struct timespec *__timeout);
#endif

#ifdef __cplusplus
}
#endif

#include <__wasock_fast.h>

#endif
