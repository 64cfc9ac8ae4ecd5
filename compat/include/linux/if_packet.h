#include <netpacket/packet.h>
