-- A page by LuaSocket's client of HTTP, and one that is not there.
local http = require("socket.http")
local url = "http://127.0.0.1:" .. arg[1] .. "/"
local page, code, headers = http.request(url .. "lines")
print(#page, code, headers["content-length"], page:sub(1, 8))
print((select(2, http.request(url .. "none"))))
