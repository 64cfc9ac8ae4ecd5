/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
#ifndef _NETDB_H
#define _NETDB_H
#pragma GCC system_header

/* POSIX.1-2024 <netdb.h>. The C library has no such header. The Linux man pages describe the functions that POSIX has
   removed, and those of BSD and Linux. Numbers are musl's, which are Linux's.

   Functions without _r return static memory, which is valid until the next call of the same family. */

#include <__wasock.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Addresses of a host name */

#define AI_PASSIVE 0x1
#define AI_CANONNAME 0x2
#define AI_NUMERICHOST 0x4
#define AI_V4MAPPED 0x8
#define AI_ALL 0x10
#define AI_ADDRCONFIG 0x20
#define AI_NUMERICSERV 0x400

#define NI_NUMERICHOST 0x1
#define NI_NUMERICSERV 0x2
#define NI_NOFQDN 0x4
#define NI_NAMEREQD 0x8
#define NI_DGRAM 0x10
#define NI_NUMERICSCOPE 0x100

#define NI_MAXHOST 1025
#define NI_MAXSERV 32

#define EAI_BADFLAGS (-1)
#define EAI_NONAME (-2)
#define EAI_AGAIN (-3)
#define EAI_FAIL (-4)
#define EAI_NODATA (-5)
#define EAI_FAMILY (-6)
#define EAI_SOCKTYPE (-7)
#define EAI_SERVICE (-8)
#define EAI_ADDRFAMILY (-9)
#define EAI_MEMORY (-10)
#define EAI_SYSTEM (-11)
#define EAI_OVERFLOW (-12)

struct addrinfo {
    int ai_flags;
    int ai_family;
    int ai_socktype;
    int ai_protocol;
    socklen_t ai_addrlen;
    struct sockaddr *ai_addr;
    char *ai_canonname; /* in the first entry only, with AI_CANONNAME */
    struct addrinfo *ai_next;
};

/* Hosts, services, protocols, networks. Lists of names and addresses end with NULL. */

struct hostent {
    char *h_name;
    char **h_aliases;
    int h_addrtype; /* AF_INET or AF_INET6 */
    int h_length;   /* bytes of one address */
    char **h_addr_list;
};
#define h_addr h_addr_list[0]

struct servent {
    char *s_name;
    char **s_aliases;
    int s_port; /* network byte order */
    char *s_proto;
};

struct protoent {
    char *p_name;
    char **p_aliases;
    int p_proto; /* host byte order */
};

struct netent {
    char *n_name;
    char **n_aliases;
    int n_addrtype;
    uint32_t n_net; /* host byte order */
};

/* Values of h_errno after a look-up of a host. With NETDB_INTERNAL errno has the reason. */
#define NETDB_INTERNAL (-1)
#define NETDB_SUCCESS 0
#define HOST_NOT_FOUND 1
#define TRY_AGAIN 2
#define NO_RECOVERY 3
#define NO_DATA 4
#define NO_ADDRESS NO_DATA

#ifndef IPPORT_RESERVED
#define IPPORT_RESERVED 1024
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Finds the addresses of a host and a service. Returns 0 and a list for freeaddrinfo, or an EAI_ code. With EAI_SYSTEM
   errno has the reason: EACCES if the rules of the runtime forbid the host name. The library itself resolves numeric
   addresses, localhost and all services; it passes other host names to the runtime. A scope is a number. */
int getaddrinfo(const char *__restrict __host, const char *__restrict __service,
                const struct addrinfo *__restrict __hints, struct addrinfo **__restrict __list);

/* Frees a list of getaddrinfo. */
void freeaddrinfo(struct addrinfo *__list);

/* Returns the text of an EAI_ code. */
const char *gai_strerror(int __code);

/* Finds the host name and the service of an address. Either may be NULL with length 0. Returns 0 or an EAI_ code. No
   runtime looks up addresses: except for localhost, host is the numeric address, or EAI_NONAME with NI_NAMEREQD. */
int getnameinfo(const struct sockaddr *__restrict __addr, socklen_t __addr_len, char *__restrict __host,
                socklen_t __host_len, char *__restrict __service, socklen_t __service_len, int __flags);

/* Returns the address of this thread's h_errno. */
int *__h_errno_location(void) __attribute__((__const__));
#define h_errno (*__h_errno_location())

/* Prints text, a colon and the text of h_errno on standard error. */
void herror(const char *__text);

/* Returns the text of a value of h_errno. */
const char *hstrerror(int __code);

/* Finds the IPv4 addresses of a host name. Returns NULL on failure and sets h_errno. */
struct hostent *gethostbyname(const char *__name);

/* As gethostbyname, for the addresses of one family. */
struct hostent *gethostbyname2(const char *__name, int __family);

/* Finds the host name of an address of len bytes in network byte order. HOST_NOT_FOUND for all but localhost. */
struct hostent *gethostbyaddr(const void *__addr, socklen_t __len, int __family);

/* The _r forms store the entry in buffer and set *result to it, or to NULL on failure. They return 0 or an error number,
   ERANGE if the buffer is too small. Linux gethostbyname(3). */
int gethostbyname_r(const char *__restrict __name, struct hostent *__restrict __entry, char *__restrict __buffer,
                    size_t __len, struct hostent **__restrict __result, int *__restrict __h_error);

int gethostbyname2_r(const char *__restrict __name, int __family, struct hostent *__restrict __entry,
                     char *__restrict __buffer, size_t __len, struct hostent **__restrict __result,
                     int *__restrict __h_error);

int gethostbyaddr_r(const void *__restrict __addr, socklen_t __addr_len, int __family,
                    struct hostent *__restrict __entry, char *__restrict __buffer, size_t __len,
                    struct hostent **__restrict __result, int *__restrict __h_error);

/* The runtime has the table of hosts and cannot list it: gethostent always returns NULL. */
void sethostent(int __stay_open);
struct hostent *gethostent(void);
void endhostent(void);

/* Find a service by its name, or by its port in network byte order, in a table of the library. protocol is "tcp", "udp" or
   NULL for both. Return NULL if the table lacks it. */
struct servent *getservbyname(const char *__name, const char *__protocol);
struct servent *getservbyport(int __port, const char *__protocol);

/* As above, and store the entry in buffer as gethostbyname_r does. Linux getservbyname_r(3). */
int getservbyname_r(const char *__restrict __name, const char *__restrict __protocol,
                    struct servent *__restrict __entry, char *__restrict __buffer, size_t __len,
                    struct servent **__restrict __result);
int getservbyport_r(int __port, const char *__restrict __protocol, struct servent *__restrict __entry,
                    char *__restrict __buffer, size_t __len, struct servent **__restrict __result);

/* List the table of services: setservent goes to the start, getservent returns the next entry or NULL, endservent ends. */
void setservent(int __stay_open);
struct servent *getservent(void);
void endservent(void);

/* Find a protocol by its name or its number in a table of the library. Return NULL if the table lacks it. */
struct protoent *getprotobyname(const char *__name);
struct protoent *getprotobynumber(int __number);

/* List the table of protocols. */
void setprotoent(int __stay_open);
struct protoent *getprotoent(void);
void endprotoent(void);

/* Find a network by its name, or by its number in host byte order, in a table of the library. Return NULL if the table
   lacks it. */
struct netent *getnetbyname(const char *__name);
struct netent *getnetbyaddr(uint32_t __net, int __family);

/* List the table of networks. */
void setnetent(int __stay_open);
struct netent *getnetent(void);
void endnetent(void);

#ifdef __cplusplus
}
#endif

#endif
