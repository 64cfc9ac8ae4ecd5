-- Many connections at once, each with a few lines; then much data, a time limit, and what a connection knows.
local socket = require("socket")
local port, count = tonumber(arg[1]), tonumber(arg[2])
local clients = {}
for i = 1, count do
    clients[i] = assert(socket.connect("127.0.0.1", port))
    clients[i]:setoption("tcp-nodelay", true)
end
for round = 1, 3 do
    for i, client in ipairs(clients) do assert(client:send("line " .. round .. " of " .. i .. "\n")) end
    for i = #clients, 1, -1 do print(clients[i]:receive()) end
end
print(clients[1]:send(("x"):rep(100000) .. "\n"))
print(#clients[1]:receive())
print((clients[1]:getpeername()))
clients[2]:settimeout(0.1)
print(clients[2]:receive())
print(clients[2]:send("a part\nand"), clients[2]:receive())
clients[3]:shutdown("both")
print(clients[3]:receive())
for _, client in ipairs(clients) do client:close() end
