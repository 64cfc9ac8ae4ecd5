# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
"""A UPnP gateway for miniupnpc to find by multicast and to open ports on: python3 gateway.py PORT"""
import http.server
import re
import socket
import struct
import sys
import threading

PORT = int(sys.argv[1])
DEVICE = "urn:schemas-upnp-org:device:InternetGatewayDevice:1"
SERVICE = "urn:schemas-upnp-org:service:WANIPConnection:1"
COMMON = "urn:schemas-upnp-org:service:WANCommonInterfaceConfig:1"


def service(kind, name):
    return (f"<service><serviceType>{kind}</serviceType><serviceId>urn:upnp-org:serviceId:{name}</serviceId>"
            f"<controlURL>/{name}</controlURL><eventSubURL>/{name}</eventSubURL><SCPDURL>/{name}.xml</SCPDURL></service>")


DESCRIPTION = f"""<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion>
<device><deviceType>{DEVICE}</deviceType><friendlyName>gateway</friendlyName><UDN>uuid:1</UDN><deviceList>
<device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType><UDN>uuid:2</UDN>
<serviceList>{service(COMMON, "WANCommonIFC1")}</serviceList><deviceList>
<device><deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1</deviceType><UDN>uuid:3</UDN>
<serviceList>{service(SERVICE, "WANIPConn1")}</serviceList></device>
</deviceList></device></deviceList><presentationURL>http://127.0.0.1/</presentationURL></device></root>"""

FIXED = {
    "GetConnectionTypeInfo": {"NewConnectionType": "IP_Routed"},
    "GetStatusInfo": {"NewConnectionStatus": "Connected", "NewLastConnectionError": "ERROR_NONE", "NewUptime": "1"},
    "GetExternalIPAddress": {"NewExternalIPAddress": "11.22.33.44"},
    "GetCommonLinkProperties": {"NewWANAccessType": "DSL", "NewLayer1UpstreamMaxBitRate": "1000",
                                "NewLayer1DownstreamMaxBitRate": "2000", "NewPhysicalLinkStatus": "Up"},
    "GetTotalBytesSent": {"NewTotalBytesSent": "11"},
    "GetTotalBytesReceived": {"NewTotalBytesReceived": "12"},
    "GetTotalPacketsSent": {"NewTotalPacketsSent": "13"},
    "GetTotalPacketsReceived": {"NewTotalPacketsReceived": "14"},
}
mappings = {}


class Refused(Exception):
    """A UPnP error, by its number."""


def perform(action, given):
    key = given.get("NewExternalPort"), given.get("NewProtocol")
    if action in FIXED:
        return FIXED[action]
    if action == "AddPortMapping":
        mappings[key] = given
        return {}
    if action == "GetGenericPortMappingEntry":
        index = int(given["NewPortMappingIndex"])
        if index >= len(mappings):
            raise Refused(713)
        return list(mappings.values())[index]
    if action in ("GetSpecificPortMappingEntry", "DeletePortMapping"):
        if key not in mappings:
            raise Refused(714)
        return mappings[key] if action.startswith("Get") else mappings.pop(key) and {}
    raise Refused(401)


class Gateway(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, text):
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.answer(200, DESCRIPTION)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        kind, action = self.headers["SOAPAction"].strip('"').split("#")
        given = dict(re.findall(r"<(New\w+)>([^<]*)</", body))
        try:
            fields = "".join(f"<{name}>{value}</{name}>" for name, value in perform(action, given).items())
            self.envelope(200, f'<u:{action}Response xmlns:u="{kind}">{fields}</u:{action}Response>')
        except Refused as error:
            self.envelope(500, "<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>"
                          f"<UPnPError><errorCode>{error}</errorCode></UPnPError></detail></s:Fault>")

    def envelope(self, status, body):
        self.answer(status, '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">'
                    f"<s:Body>{body}</s:Body></s:Envelope>")


def answer_searches():
    group = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    group.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    group.bind(("239.255.255.250", 1900))
    membership = struct.pack("4s4s", socket.inet_aton("239.255.255.250"), socket.inet_aton("127.0.0.1"))
    group.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    print("listening", flush=True)
    while True:
        request, client = group.recvfrom(2000)
        if f"ST: {DEVICE}\r" in request.decode():
            group.sendto(f"HTTP/1.1 200 OK\r\nST: {DEVICE}\r\nUSN: uuid:1::{DEVICE}\r\n"
                         f"LOCATION: http://127.0.0.1:{PORT}/description.xml\r\n\r\n".encode(), client)


server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Gateway)
threading.Thread(target=server.serve_forever, daemon=True).start()
answer_searches()
