/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* driver server PORT, driver client HOST PORT: ENet over UDP, both ends. What the client sends comes back, on the channel
   and with the promise it was sent with; each prints what it has seen, nothing that differs from run to run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <enet/enet.h>
#include <enet/time.h>

enum { channels = 3, patience = 20000, small = 2000, large = 1000000 };

static unsigned sum_of(const ENetPacket *packet)
{
    unsigned sum = 0;
    for (size_t i = 0; i < packet->dataLength; i++)
        sum = sum * 31 + packet->data[i];
    return sum;
}

static ENetPacket *filled(size_t length, unsigned seed, unsigned flags)
{
    ENetPacket *packet = enet_packet_create(NULL, length, flags);
    for (size_t i = 0; i < length; i++)
        packet->data[i] = (seed = seed * 1103515245 + 12345) >> 24;
    return packet;
}

static void fail(const char *what)
{
    printf("failed: %s\n", what);
    exit(1);
}

/* ENet sends again what was lost only when it is called, so that it is not left to wait for long. */
static int next_event(ENetHost *host, ENetEvent *event, unsigned patience)
{
    int got = 0;
    for (enet_uint32 end = enet_time_get() + patience; got == 0 && ENET_TIME_LESS(enet_time_get(), end);)
        got = enet_host_service(host, event, 20);
    return got > 0;
}

static int serve(int port)
{
    ENetAddress here = {.port = (enet_uint16)port}, told;
    ENetHost *host;
    ENetEvent event;
    unsigned received = 0, peers = 0;

    enet_address_set_host(&here, "127.0.0.1");
    host = enet_host_create(&here, 8, channels, 0, 0);
    if (!host)
        fail("enet_host_create");
    enet_host_compress_with_range_coder(host);
    enet_socket_get_address(host->socket, &told);
    fprintf(stderr, "serving on port %d\n", told.port);
    for (;;) {
        if (!next_event(host, &event, 6 * patience))
            fail("the server waits for nothing");
        switch (event.type) {
        case ENET_EVENT_TYPE_CONNECT:
            printf("a peer with %d channels says %u\n", (int)event.peer->channelCount, event.data);
            peers++;
            break;
        case ENET_EVENT_TYPE_RECEIVE:
            received++;
            if (enet_peer_send(event.peer, event.channelID,
                    enet_packet_create(event.packet->data, event.packet->dataLength, event.packet->flags)) < 0)
                fail("enet_peer_send");
            enet_packet_destroy(event.packet);
            break;
        case ENET_EVENT_TYPE_DISCONNECT:
            printf("a peer goes, saying %u\n", event.data);
            if (--peers == 0) {
                printf("%u packets came\n", received);
                enet_host_destroy(host);
                return 0;
            }
            break;
        default:
            break;
        }
    }
}

/* The next packet of a channel; NULL when there is none for a while. */
static ENetPacket *receive(ENetHost *host, int *channel)
{
    ENetEvent event;
    if (!next_event(host, &event, patience) || event.type != ENET_EVENT_TYPE_RECEIVE)
        return NULL;
    *channel = event.channelID;
    return event.packet;
}

static void echo(ENetHost *host, ENetPeer *peer, int on, size_t length, unsigned flags, const char *what)
{
    ENetPacket *packet = filled(length, (unsigned)length, flags);
    unsigned sum = sum_of(packet);
    int channel = -1;
    if (enet_peer_send(peer, (enet_uint8)on, packet) < 0)
        fail("enet_peer_send");
    packet = receive(host, &channel);
    if (!packet)
        fail(what);
    printf("%s: %u bytes on channel %d, %s\n", what, (unsigned)packet->dataLength, channel, sum_of(packet) == sum ? "same" : "other");
    enet_packet_destroy(packet);
}

/* Many reliable packets at once come back whole and in order. */
static void burst(ENetHost *host, ENetPeer *peer)
{
    int channel, in_order = 1;
    for (unsigned i = 0; i < small; i++)
        enet_peer_send(peer, 1, enet_packet_create(&i, sizeof i, ENET_PACKET_FLAG_RELIABLE));
    for (unsigned i = 0; i < small; i++) {
        ENetPacket *packet = receive(host, &channel);
        if (!packet)
            fail("burst");
        in_order &= packet->dataLength == sizeof i && memcmp(packet->data, &i, sizeof i) == 0;
        enet_packet_destroy(packet);
    }
    printf("burst: %d packets, %s\n", small, in_order ? "in order" : "out of order");
}

static ENetPeer *connect_to(ENetHost *host, const char *name, int port)
{
    ENetAddress there = {.port = (enet_uint16)port};
    ENetEvent event;
    ENetPeer *peer;
    if (enet_address_set_host(&there, name) < 0)
        fail("enet_address_set_host");
    peer = enet_host_connect(host, &there, channels, 42);
    if (!peer)
        fail("enet_host_connect");
    enet_peer_timeout(peer, 4, 500, 1000);
    if (!next_event(host, &event, patience) || event.type != ENET_EVENT_TYPE_CONNECT)
        return NULL;
    enet_peer_timeout(peer, 0, 0, 0);
    return peer;
}

static void names(const ENetAddress *address)
{
    char text[64];
    if (enet_address_get_host_ip(address, text, sizeof text) == 0)
        printf("the peer is %s\n", text);
}

static int visit(const char *name, int port)
{
    ENetHost *host = enet_host_create(NULL, 2, channels, 0, 0);
    ENetEvent event;
    ENetPeer *peer;

    if (!host)
        fail("enet_host_create");
    enet_host_compress_with_range_coder(host);
    if (!connect_to(host, name, 1))
        printf("nobody at port 1\n");
    if (!(peer = connect_to(host, name, port)))
        fail("connect");
    /* Neither side drops what need not arrive when the other is slow to answer. */
    enet_peer_throttle_configure(peer, ENET_PEER_PACKET_THROTTLE_INTERVAL, ENET_PEER_PACKET_THROTTLE_SCALE, 0);
    names(&peer->address);
    echo(host, peer, 0, 1, ENET_PACKET_FLAG_RELIABLE, "reliable");
    echo(host, peer, 1, 1300, ENET_PACKET_FLAG_RELIABLE, "reliable, one datagram");
    echo(host, peer, 0, 50000, ENET_PACKET_FLAG_RELIABLE, "reliable, in fragments");
    echo(host, peer, 2, 1000, 0, "unreliable");
    echo(host, peer, 2, 1000, ENET_PACKET_FLAG_UNSEQUENCED, "unsequenced");
    echo(host, peer, 0, large, ENET_PACKET_FLAG_RELIABLE, "large");
    burst(host, peer);
    enet_peer_disconnect(peer, 43);
    while (next_event(host, &event, patience))
        if (event.type == ENET_EVENT_TYPE_DISCONNECT)
            break;
    printf("%s\n", event.type == ENET_EVENT_TYPE_DISCONNECT ? "disconnected" : "no answer to the end");
    enet_host_destroy(host);
    return 0;
}

int main(int argc, char **argv)
{
    if (enet_initialize() != 0)
        fail("enet_initialize");
    if (argc == 3 && strcmp(argv[1], "server") == 0)
        return serve(atoi(argv[2]));
    if (argc == 4 && strcmp(argv[1], "client") == 0)
        return visit(argv[2], atoi(argv[3]));
    fprintf(stderr, "usage: driver server PORT | driver client HOST PORT\n");
    return 2;
}
