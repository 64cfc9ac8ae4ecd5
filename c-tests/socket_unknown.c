// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
/* Unknown families, types and protocols: programs probe with them and choose by the errno. */
#include "observe.h"

int main(void)
{
    show_fd("family unspecified", socket(AF_UNSPEC, SOCK_STREAM, 0));
    show_fd("family 12345", socket(12345, SOCK_STREAM, 0));
    show_fd("family -1", socket(-1, SOCK_STREAM, 0));
    show_fd("type 0", socket(AF_INET, 0, 0));
    show_fd("type 15", socket(AF_INET, 15, 0));
    show_fd("rdm", socket(AF_INET, SOCK_RDM, 0));
    show_fd("type -1", socket(AF_INET, -1, 0));
    show_fd("type 0 in inet6", socket(AF_INET6, 0, 0));
    show_fd("unknown type flag", socket(AF_INET, SOCK_STREAM | 0x100000, 0));
    show_fd("tcp over dgram", socket(AF_INET, SOCK_DGRAM, IPPROTO_TCP));
    show_fd("udp over stream", socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
    show_fd("udp over stream in inet6", socket(AF_INET6, SOCK_STREAM, IPPROTO_UDP));
    show_fd("protocol 250 over stream", socket(AF_INET, SOCK_STREAM, 250));
    show_fd("protocol -1", socket(AF_INET, SOCK_STREAM, -1));
    show_fd("protocol 100000", socket(AF_INET, SOCK_STREAM, 100000));
    show_fd("neither family nor type known", socket(12345, -1, 0));
    return 0;
}
