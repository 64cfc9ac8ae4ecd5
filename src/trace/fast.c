/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The functions that the headers call where the compiler knows the arguments. The trace shows each as the POSIX
   function that the program called. */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

int __wrap_socket(int, int, int);
int __wrap_bind(int, const struct sockaddr *, socklen_t);
int __wrap_connect(int, const struct sockaddr *, socklen_t);
int __wrap_wasock_accept(int, struct sockaddr *, socklen_t *);
ssize_t __wrap_wasock_send(int, const void *, size_t, int);
ssize_t __wrap_wasock_recv(int, void *, size_t, int);
ssize_t __wrap_sendto(int, const void *, size_t, int, const struct sockaddr *, socklen_t);
ssize_t __wrap_sendmsg(int, const struct msghdr *, int);
ssize_t __wrap_recvfrom(int, void *, size_t, int, struct sockaddr *, socklen_t *);
ssize_t __wrap_recvmsg(int, struct msghdr *, int);
int __wrap_wasock_shutdown(int, int);
int __wrap_setsockopt(int, int, int, const void *, socklen_t);
int __wrap_wasock_getsockopt(int, int, int, void *, socklen_t *);

/* A function: its name, its parameters, and the call of POSIX that it stands for. */
#define TRACED(type, name, parameters, call) \
    type __wrap_##name parameters;           \
    type __wrap_##name parameters            \
    {                                        \
        return call;                         \
    }

TRACED(int, wasock_socket_stream, (int domain), __wrap_socket(domain, SOCK_STREAM, 0))
TRACED(int, wasock_socket_dgram, (int domain), __wrap_socket(domain, SOCK_DGRAM, 0))
TRACED(int, wasock_connect_in, (int fd, const struct sockaddr_in *to),
       __wrap_connect(fd, (const void *)to, sizeof *to))
TRACED(int, wasock_bind_in, (int fd, const struct sockaddr_in *to), __wrap_bind(fd, (const void *)to, sizeof *to))
TRACED(int, wasock_accept_plain, (int fd), __wrap_wasock_accept(fd, 0, 0))
TRACED(int, wasock_accept_from, (int fd, struct sockaddr *from, socklen_t *length),
       __wrap_wasock_accept(fd, from, length))
TRACED(ssize_t, wasock_send_plain, (int fd, const void *data, size_t length), __wrap_wasock_send(fd, data, length, 0))
TRACED(ssize_t, wasock_send_some, (int fd, struct __wasock_transfer *one),
       __wrap_wasock_send(fd, one->__part.iov_base, one->__part.iov_len, 0))
TRACED(ssize_t, wasock_sendto_in, (int fd, struct __wasock_transfer *one, const struct sockaddr_in *to),
       __wrap_sendto(fd, one->__part.iov_base, one->__part.iov_len, 0, (const void *)to, sizeof *to))
TRACED(ssize_t, wasock_sendto_some,
       (int fd, struct __wasock_transfer *one, const struct sockaddr *to, socklen_t length),
       __wrap_sendto(fd, one->__part.iov_base, one->__part.iov_len, 0, to, length))
TRACED(ssize_t, wasock_sendto_plain,
       (int fd, const void *data, size_t length, const struct sockaddr *to, socklen_t to_length),
       __wrap_sendto(fd, data, length, 0, to, to_length))
TRACED(ssize_t, wasock_sendmsg_plain, (int fd, const struct msghdr *message), __wrap_sendmsg(fd, message, 0))
TRACED(ssize_t, wasock_recv_plain, (int fd, void *data, size_t length), __wrap_wasock_recv(fd, data, length, 0))
TRACED(ssize_t, wasock_recv_some, (int fd, struct __wasock_transfer *one),
       __wrap_wasock_recv(fd, one->__part.iov_base, one->__part.iov_len, 0))
TRACED(ssize_t, wasock_recvfrom_some,
       (int fd, struct __wasock_transfer *one, struct sockaddr *from, socklen_t *length),
       __wrap_recvfrom(fd, one->__part.iov_base, one->__part.iov_len, 0, from, length))
TRACED(ssize_t, wasock_recvmsg_plain, (int fd, struct msghdr *message), __wrap_recvmsg(fd, message, 0))

static int error_of(int fd)
{
    int error;
    socklen_t length = sizeof error;
    return __wrap_wasock_getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : -1;
}

TRACED(int, wasock_shutdown_both, (int fd), __wrap_wasock_shutdown(fd, SHUT_RDWR))
TRACED(int, wasock_take_error, (int fd), error_of(fd))
TRACED(int, wasock_set_reuse_addr, (int fd, int on), __wrap_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on))
TRACED(int, wasock_set_reuse_port, (int fd, int on), __wrap_setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on))
TRACED(int, wasock_set_keep_alive, (int fd, int on), __wrap_setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on))
TRACED(int, wasock_set_broadcast, (int fd, int on), __wrap_setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on))
TRACED(int, wasock_set_tcp_no_delay, (int fd, int on), __wrap_setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on))
TRACED(int, wasock_set_ipv6_only, (int fd, int on), __wrap_setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on))
TRACED(int, wasock_set_recv_timeout, (int fd, const struct timeval *time),
       __wrap_setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, time, sizeof *time))
TRACED(int, wasock_set_send_timeout, (int fd, const struct timeval *time),
       __wrap_setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, time, sizeof *time))

/* POSIX's functions, under the names by which the inline functions of the headers call them. */
TRACED(int, __wasock_socket, (int domain, int type, int protocol), __wrap_socket(domain, type, protocol))
TRACED(int, __wasock_connect, (int fd, const struct sockaddr *to, socklen_t length), __wrap_connect(fd, to, length))
TRACED(int, __wasock_bind, (int fd, const struct sockaddr *to, socklen_t length), __wrap_bind(fd, to, length))
TRACED(int, __wasock_accept, (int fd, struct sockaddr *from, socklen_t *length), __wrap_wasock_accept(fd, from, length))
TRACED(ssize_t, __wasock_send, (int fd, const void *data, size_t length, int flags),
       __wrap_wasock_send(fd, data, length, flags))
TRACED(ssize_t, __wasock_recv, (int fd, void *data, size_t length, int flags),
       __wrap_wasock_recv(fd, data, length, flags))
TRACED(ssize_t, __wasock_sendto,
       (int fd, const void *data, size_t length, int flags, const struct sockaddr *to, socklen_t to_length),
       __wrap_sendto(fd, data, length, flags, to, to_length))
TRACED(ssize_t, __wasock_recvfrom,
       (int fd, void *data, size_t length, int flags, struct sockaddr *from, socklen_t *from_length),
       __wrap_recvfrom(fd, data, length, flags, from, from_length))
TRACED(ssize_t, __wasock_sendmsg, (int fd, const struct msghdr *message, int flags),
       __wrap_sendmsg(fd, message, flags))
TRACED(ssize_t, __wasock_recvmsg, (int fd, struct msghdr *message, int flags), __wrap_recvmsg(fd, message, flags))
TRACED(int, __wasock_shutdown, (int fd, int how), __wrap_wasock_shutdown(fd, how))
TRACED(int, __wasock_setsockopt, (int fd, int level, int name, const void *value, socklen_t length),
       __wrap_setsockopt(fd, level, name, value, length))
TRACED(int, __wasock_getsockopt, (int fd, int level, int name, void *value, socklen_t *length),
       __wrap_wasock_getsockopt(fd, level, name, value, length))
