#ifndef _NETDB_H
#define _NETDB_H
#pragma GCC system_header

/* POSIX.1-2024 <netdb.h>, whole: the sysroot has none. The names that POSIX dropped and those of BSD and
   Linux are described by their Linux man pages. Numbers are musl's, which are Linux's.

   Answers of the functions without _r lie in static memory until the next call of the same family. */

#include <__wasock.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* Addresses of a name */

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
    char *ai_canonname; /* of the first entry only, with AI_CANONNAME */
    struct addrinfo *ai_next;
};

/* Hosts, services, protocols, networks: lists of names and addresses end with NULL. */

struct hostent {
    char *h_name;
    char **h_aliases;
    int h_addrtype; /* AF_INET or AF_INET6 */
    int h_length;   /* of one address, in bytes */
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

/* What h_errno says after a look-up of a host; NETDB_INTERNAL: the reason is in errno. */
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

/* The addresses of host and service as a list for freeaddrinfo; 0 or an EAI_ code, with EAI_SYSTEM the
   reason in errno: EACCES where the host's rules forbid the name. The runtime is asked for names only:
   numeric hosts, localhost and all services are known here. A scope is a number. */
int getaddrinfo(const char *__restrict __host, const char *__restrict __service,
                const struct addrinfo *__restrict __hints, struct addrinfo **__restrict __list);

/* Gives a list of getaddrinfo back. */
void freeaddrinfo(struct addrinfo *__list);

/* The text of an EAI_ code. */
const char *gai_strerror(int __code);

/* Names of an address: host and service may each be NULL with length 0; 0 or an EAI_ code. No runtime looks
   addresses up: but for localhost the host's name is the numeric form, EAI_NONAME with NI_NAMEREQD. */
int getnameinfo(const struct sockaddr *__restrict __addr, socklen_t __addr_len, char *__restrict __host,
                socklen_t __host_len, char *__restrict __service, socklen_t __service_len, int __flags);

/* Where this thread's h_errno lies. */
int *__h_errno_location(void) __attribute__((__const__));
#define h_errno (*__h_errno_location())

/* Prints text, a colon and the text of h_errno to stderr. */
void herror(const char *__text);

/* The text of an h_errno. */
const char *hstrerror(int __code);

/* The IPv4 addresses of a name, NULL with the reason in h_errno. */
struct hostent *gethostbyname(const char *__name);

/* The addresses of a name in one family. */
struct hostent *gethostbyname2(const char *__name, int __family);

/* The name of an address of len bytes in network byte order; HOST_NOT_FOUND for all but localhost. */
struct hostent *gethostbyaddr(const void *__addr, socklen_t __len, int __family);

/* The _r forms keep the answer in buffer, set *result to it or to NULL, and return 0 or an error number;
   ERANGE when the buffer is too small. Linux gethostbyname(3). */
int gethostbyname_r(const char *__restrict __name, struct hostent *__restrict __entry, char *__restrict __buffer,
                    size_t __len, struct hostent **__restrict __result, int *__restrict __h_error);

int gethostbyname2_r(const char *__restrict __name, int __family, struct hostent *__restrict __entry,
                     char *__restrict __buffer, size_t __len, struct hostent **__restrict __result,
                     int *__restrict __h_error);

int gethostbyaddr_r(const void *__restrict __addr, socklen_t __addr_len, int __family,
                    struct hostent *__restrict __entry, char *__restrict __buffer, size_t __len,
                    struct hostent **__restrict __result, int *__restrict __h_error);

/* The table of hosts is the runtime's and cannot be walked: gethostent is NULL at once. */
void sethostent(int __stay_open);
struct hostent *gethostent(void);
void endhostent(void);

/* A service by its name, or by its port in network byte order; protocol "tcp", "udp" or NULL for either.
   The table is wasock's own. */
struct servent *getservbyname(const char *__name, const char *__protocol);
struct servent *getservbyport(int __port, const char *__protocol);

/* The same into buffer, as gethostbyname_r. Linux getservbyname_r(3). */
int getservbyname_r(const char *__restrict __name, const char *__restrict __protocol,
                    struct servent *__restrict __entry, char *__restrict __buffer, size_t __len,
                    struct servent **__restrict __result);
int getservbyport_r(int __port, const char *__restrict __protocol, struct servent *__restrict __entry,
                    char *__restrict __buffer, size_t __len, struct servent **__restrict __result);

/* Walks the table of services: from the start, the next or NULL, the end. */
void setservent(int __stay_open);
struct servent *getservent(void);
void endservent(void);

/* A protocol by its name or its number. The table is wasock's own. */
struct protoent *getprotobyname(const char *__name);
struct protoent *getprotobynumber(int __number);

/* Walks the table of protocols. */
void setprotoent(int __stay_open);
struct protoent *getprotoent(void);
void endprotoent(void);

/* A network by its name, or by its number in host byte order. The table is wasock's own. */
struct netent *getnetbyname(const char *__name);
struct netent *getnetbyaddr(uint32_t __net, int __family);

/* Walks the table of networks. */
void setnetent(int __stay_open);
struct netent *getnetent(void);
void endnetent(void);

#ifdef __cplusplus
}
#endif

#endif
