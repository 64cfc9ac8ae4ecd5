-- A call that fails in socket.http is an error of Lua within, which it catches.
print(require("socket.http").request("http://127.0.0.1:1/"))
