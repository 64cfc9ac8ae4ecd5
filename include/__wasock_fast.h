/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef __WASOCK_FAST_H
#define __WASOCK_FAST_H
#pragma GCC system_header

/* Inline forms of the functions of <sys/socket.h>. When the compiler knows the arguments of a call, it calls a smaller
   function that does the same, so that less code is linked. Without optimisation, through a pointer, or when the arguments
   are not known, programs call the full functions. */

#ifdef __cplusplus
extern "C" {
#endif

struct sockaddr_in;
struct timeval;

/* One buffer, and space for the length that the host returns. */
struct __wasock_transfer {
    struct iovec __part;
    unsigned long long __answer;
};

int wasock_socket_stream(int __domain);
int wasock_socket_dgram(int __domain);
int wasock_connect_in(int __fd, const struct sockaddr_in *__addr);
int wasock_bind_in(int __fd, const struct sockaddr_in *__addr);
int wasock_accept_plain(int __fd);
int wasock_accept_from(int __fd, struct sockaddr *__addr, socklen_t *__len);
ssize_t wasock_send_plain(int __fd, const void *__data, size_t __len);
ssize_t wasock_send_some(int __fd, struct __wasock_transfer *__data);
ssize_t wasock_sendto_in(int __fd, struct __wasock_transfer *__data, const struct sockaddr_in *__addr);
ssize_t wasock_sendto_some(int __fd, struct __wasock_transfer *__data, const struct sockaddr *__addr, socklen_t __len);
ssize_t wasock_sendto_plain(int __fd, const void *__data, size_t __len, const struct sockaddr *__addr, socklen_t __addr_len);
ssize_t wasock_sendmsg_plain(int __fd, const struct msghdr *__msg);
ssize_t wasock_recv_plain(int __fd, void *__data, size_t __len);
ssize_t wasock_recv_some(int __fd, struct __wasock_transfer *__room);
ssize_t wasock_recvfrom_some(int __fd, struct __wasock_transfer *__room, struct sockaddr *__addr, socklen_t *__len);
ssize_t wasock_recvmsg_plain(int __fd, struct msghdr *__msg);
int wasock_shutdown_both(int __fd);
int wasock_take_error(int __fd);
int wasock_set_reuse_addr(int __fd, int __on);
int wasock_set_reuse_port(int __fd, int __on);
int wasock_set_keep_alive(int __fd, int __on);
int wasock_set_broadcast(int __fd, int __on);
int wasock_set_tcp_no_delay(int __fd, int __on);
int wasock_set_ipv6_only(int __fd, int __on);
int wasock_set_recv_timeout(int __fd, const struct timeval *__time);
int wasock_set_send_timeout(int __fd, const struct timeval *__time);

int __wasock_socket(int __domain, int __type, int __protocol);
int __wasock_connect(int __fd, const struct sockaddr *__addr, socklen_t __len);
int __wasock_bind(int __fd, const struct sockaddr *__addr, socklen_t __len);
int __wasock_accept(int __fd, struct sockaddr *__addr, socklen_t *__len);
ssize_t __wasock_send(int __fd, const void *__data, size_t __len, int __flags);
ssize_t __wasock_recv(int __fd, void *__data, size_t __len, int __flags);
ssize_t __wasock_sendto(int __fd, const void *__data, size_t __len, int __flags, const struct sockaddr *__addr,
                        socklen_t __addr_len);
ssize_t __wasock_recvfrom(int __fd, void *__data, size_t __len, int __flags, struct sockaddr *__addr,
                          socklen_t *__addr_len);
ssize_t __wasock_sendmsg(int __fd, const struct msghdr *__msg, int __flags);
ssize_t __wasock_recvmsg(int __fd, struct msghdr *__msg, int __flags);
int __wasock_shutdown(int __fd, int __how);
int __wasock_setsockopt(int __fd, int __level, int __name, const void *__value, socklen_t __len);
int __wasock_getsockopt(int __fd, int __level, int __name, void *__value, socklen_t *__len);

#ifdef __OPTIMIZE__

/* TCP_NODELAY of <netinet/tcp.h> and IPV6_V6ONLY of <netinet/in.h>. <sys/socket.h> may not define these names. */
#define __WASOCK_TCP_NODELAY 1
#define __WASOCK_IPV6_V6ONLY 26
/* The size of a struct timeval, two numbers of 64 bits. */
#define __WASOCK_TIMEVAL 16

/* Always: with -Oz the compiler would inline none of them, as it looks at their length before it knows the arguments. */
#define __WASOCK_INLINE extern __inline __attribute__((__gnu_inline__, __always_inline__))

/* True if the compiler knows that the condition holds. */
#define __WASOCK_KNOWN(condition) (__builtin_constant_p(condition) && (condition))
/* True if the compiler knows that ptr points to at least len bytes of an object. */
#define __WASOCK_OBJECT(ptr, len) \
    (__builtin_object_size((ptr), 0) != (size_t)-1 && __builtin_object_size((ptr), 0) >= (len))

__WASOCK_INLINE int socket(int __domain, int __type, int __protocol)
{
    if (__WASOCK_KNOWN(__domain == AF_INET || __domain == AF_INET6)) {
        if (__WASOCK_KNOWN(__type == SOCK_STREAM && (__protocol == 0 || __protocol == 6)))
            return wasock_socket_stream(__domain);
        if (__WASOCK_KNOWN(__type == SOCK_DGRAM && (__protocol == 0 || __protocol == 17)))
            return wasock_socket_dgram(__domain);
    }
    return __wasock_socket(__domain, __type, __protocol);
}

/* True if the compiler knows that addr is a whole sockaddr_in, which has the size of a sockaddr. */
static __inline __attribute__((__always_inline__)) int __wasock_is_in(const struct sockaddr *__addr, socklen_t __len)
{
    typedef sa_family_t __attribute__((__may_alias__)) __family;
    return __WASOCK_KNOWN(__len == sizeof(struct sockaddr)) && __WASOCK_OBJECT(__addr, sizeof(struct sockaddr)) &&
           __WASOCK_KNOWN(*(const __family *)(const void *)__addr == AF_INET);
}

__WASOCK_INLINE int connect(int __fd, const struct sockaddr *__addr, socklen_t __len)
{
    if (__wasock_is_in(__addr, __len))
        return wasock_connect_in(__fd, (const struct sockaddr_in *)(const void *)__addr);
    return __wasock_connect(__fd, __addr, __len);
}

__WASOCK_INLINE int bind(int __fd, const struct sockaddr *__addr, socklen_t __len)
{
    if (__wasock_is_in(__addr, __len)) return wasock_bind_in(__fd, (const struct sockaddr_in *)(const void *)__addr);
    return __wasock_bind(__fd, __addr, __len);
}

__WASOCK_INLINE int accept(int __fd, struct sockaddr *__restrict __addr, socklen_t *__restrict __len)
{
    if (__WASOCK_KNOWN(__addr == 0)) return wasock_accept_plain(__fd);
    if (__WASOCK_OBJECT(__addr, sizeof(struct sockaddr)) && __WASOCK_OBJECT(__len, sizeof *__len))
        return wasock_accept_from(__fd, __addr, __len);
    return __wasock_accept(__fd, __addr, __len);
}

__WASOCK_INLINE ssize_t send(int __fd, const void *__data, size_t __len, int __flags)
{
    if (!__WASOCK_KNOWN((__flags & ~(MSG_NOSIGNAL | MSG_EOR)) == 0)) return __wasock_send(__fd, __data, __len, __flags);
    if (__WASOCK_KNOWN(__len != 0) && __WASOCK_KNOWN(__data != 0)) {
        struct __wasock_transfer __one;
        __one.__part.iov_base = (void *)__data;
        __one.__part.iov_len = __len;
        return wasock_send_some(__fd, &__one);
    }
    return wasock_send_plain(__fd, __data, __len);
}

__WASOCK_INLINE ssize_t recv(int __fd, void *__data, size_t __len, int __flags)
{
    if (!__WASOCK_KNOWN((__flags & ~MSG_NOSIGNAL) == 0)) return __wasock_recv(__fd, __data, __len, __flags);
    if (__WASOCK_KNOWN(__len != 0) && __WASOCK_KNOWN(__data != 0)) {
        struct __wasock_transfer __one;
        __one.__part.iov_base = __data;
        __one.__part.iov_len = __len;
        return wasock_recv_some(__fd, &__one);
    }
    return wasock_recv_plain(__fd, __data, __len);
}

__WASOCK_INLINE ssize_t sendto(int __fd, const void *__data, size_t __len, int __flags, const struct sockaddr *__addr,
                               socklen_t __addr_len)
{
    struct __wasock_transfer __one;
    if (!__WASOCK_KNOWN((__flags & ~(MSG_NOSIGNAL | MSG_EOR)) == 0))
        return __wasock_sendto(__fd, __data, __len, __flags, __addr, __addr_len);
    if (!__WASOCK_KNOWN(__len != 0) || !__WASOCK_KNOWN(__data != 0))
        return wasock_sendto_plain(__fd, __data, __len, __addr, __addr_len);
    __one.__part.iov_base = (void *)__data;
    __one.__part.iov_len = __len;
    if (__wasock_is_in(__addr, __addr_len))
        return wasock_sendto_in(__fd, &__one, (const struct sockaddr_in *)(const void *)__addr);
    return wasock_sendto_some(__fd, &__one, __addr, __addr_len);
}

__WASOCK_INLINE ssize_t recvfrom(int __fd, void *__restrict __data, size_t __len, int __flags,
                                 struct sockaddr *__restrict __addr, socklen_t *__restrict __addr_len)
{
    struct __wasock_transfer __one;
    if (!__WASOCK_KNOWN((__flags & ~MSG_NOSIGNAL) == 0) || !__WASOCK_KNOWN(__len != 0) ||
        !__WASOCK_KNOWN(__data != 0) || !__WASOCK_OBJECT(__addr, sizeof(struct sockaddr)) ||
        !__WASOCK_OBJECT(__addr_len, sizeof *__addr_len))
        return __wasock_recvfrom(__fd, __data, __len, __flags, __addr, __addr_len);
    __one.__part.iov_base = __data;
    __one.__part.iov_len = __len;
    return wasock_recvfrom_some(__fd, &__one, __addr, __addr_len);
}

__WASOCK_INLINE ssize_t sendmsg(int __fd, const struct msghdr *__msg, int __flags)
{
    if (__WASOCK_KNOWN((__flags & ~(MSG_NOSIGNAL | MSG_EOR)) == 0) && __WASOCK_OBJECT(__msg, sizeof *__msg))
        return wasock_sendmsg_plain(__fd, __msg);
    return __wasock_sendmsg(__fd, __msg, __flags);
}

__WASOCK_INLINE ssize_t recvmsg(int __fd, struct msghdr *__msg, int __flags)
{
    if (__WASOCK_KNOWN((__flags & ~MSG_NOSIGNAL) == 0) && __WASOCK_OBJECT(__msg, sizeof *__msg))
        return wasock_recvmsg_plain(__fd, __msg);
    return __wasock_recvmsg(__fd, __msg, __flags);
}

__WASOCK_INLINE int shutdown(int __fd, int __how)
{
    if (__WASOCK_KNOWN(__how == SHUT_RDWR)) return wasock_shutdown_both(__fd);
    return __wasock_shutdown(__fd, __how);
}

__WASOCK_INLINE int setsockopt(int __fd, int __level, int __name, const void *__value, socklen_t __len)
{
    typedef int __attribute__((__may_alias__, __aligned__(1))) __int;
    if (__WASOCK_KNOWN(__len == sizeof(int)) && __WASOCK_OBJECT(__value, sizeof(int))) {
        int __on = *(const __int *)__value;
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_REUSEADDR)) return wasock_set_reuse_addr(__fd, __on);
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_REUSEPORT)) return wasock_set_reuse_port(__fd, __on);
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_KEEPALIVE)) return wasock_set_keep_alive(__fd, __on);
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_BROADCAST)) return wasock_set_broadcast(__fd, __on);
        if (__WASOCK_KNOWN(__level == SOL_TCP && __name == __WASOCK_TCP_NODELAY)) return wasock_set_tcp_no_delay(__fd, __on);
        if (__WASOCK_KNOWN(__level == SOL_IPV6 && __name == __WASOCK_IPV6_V6ONLY)) return wasock_set_ipv6_only(__fd, __on);
    }
    if (__WASOCK_KNOWN(__len == __WASOCK_TIMEVAL) && __WASOCK_OBJECT(__value, __WASOCK_TIMEVAL)) {
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_RCVTIMEO))
            return wasock_set_recv_timeout(__fd, (const struct timeval *)__value);
        if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_SNDTIMEO))
            return wasock_set_send_timeout(__fd, (const struct timeval *)__value);
    }
    return __wasock_setsockopt(__fd, __level, __name, __value, __len);
}

__WASOCK_INLINE int getsockopt(int __fd, int __level, int __name, void *__restrict __value, socklen_t *__restrict __len)
{
    typedef int __attribute__((__may_alias__, __aligned__(1))) __int;
    if (__WASOCK_KNOWN(__level == SOL_SOCKET && __name == SO_ERROR) && __WASOCK_OBJECT(__value, sizeof(int)) &&
        __WASOCK_OBJECT(__len, sizeof *__len) && __WASOCK_KNOWN(*__len == sizeof(int))) {
        int __error = wasock_take_error(__fd);
        if (__error < 0) return -1;
        *(__int *)__value = __error;
        return 0;
    }
    return __wasock_getsockopt(__fd, __level, __name, __value, __len);
}

#undef __WASOCK_INLINE
#undef __WASOCK_KNOWN
#undef __WASOCK_OBJECT
#undef __WASOCK_TCP_NODELAY
#undef __WASOCK_IPV6_V6ONLY
#undef __WASOCK_TIMEVAL

#endif

#ifdef __cplusplus
}
#endif

#endif
