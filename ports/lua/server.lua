-- Gives each line back in capitals, over TCP to many at once and over UDP, until a client says "end".
local socket = require("socket")
local port = tonumber(arg[1])
local server = assert(socket.bind("127.0.0.1", port))
local datagrams = assert(socket.udp())
assert(datagrams:setsockname("127.0.0.1", port))
local open, running = {server, datagrams}, true

local function forget(client)
    for i, one in ipairs(open) do
        if one == client then table.remove(open, i) end
    end
    client:close()
end

local function answer(client)
    local line = client:receive("*l")
    if not line then return forget(client) end
    client:send(line:upper() .. "\n")
    running = line ~= "end"
end

while running do
    for _, ready in ipairs(socket.select(open)) do
        if ready == server then
            local client = server:accept()
            client:settimeout(5)
            table.insert(open, client)
        elseif ready == datagrams then
            local text, host, from = datagrams:receivefrom()
            datagrams:sendto(text:upper(), host, from)
        else
            answer(ready)
        end
    end
end
