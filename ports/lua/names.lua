-- Addresses and names.
local socket = require("socket")
print((socket.dns.toip("127.0.0.1")))
print(socket.dns.toip("localhost") ~= nil)
print(socket.dns.toip("no-such-host.invalid"))
for _, one in ipairs(socket.dns.getaddrinfo("::1")) do print(one.family, one.addr) end
local server = assert(socket.bind("127.0.0.1", 0))
local address, port, family = server:getsockname()
print(address, family)
local client = assert(socket.connect("localhost", port))
local other = server:accept()
print(other:send("hello\n"), client:receive())
print(socket.gettime() > 0)
