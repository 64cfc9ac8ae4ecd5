-- What fails, as values: no error is thrown.
local socket = require("socket")
print(socket.connect("127.0.0.1", 1))
local tcp = socket.tcp()
tcp:settimeout(0)
print(tcp:connect("127.0.0.1", 1))
print(socket.select(nil, {tcp}, 5)[1] == tcp)
print(tcp:connect("127.0.0.1", 1))
print(tcp:send("x"))
