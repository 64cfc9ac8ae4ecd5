/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* Runs a script of Lua that finds LuaSocket's modules in C, which are linked in. */
#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>

#include "luasocket.h"
#include "mime.h"

static void preload(lua_State *lua, const char *name, lua_CFunction open)
{
    luaL_getsubtable(lua, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
    lua_pushcfunction(lua, open);
    lua_setfield(lua, -2, name);
    lua_pop(lua, 1);
}

int main(int count, char **arguments)
{
    lua_State *lua = luaL_newstate();
    if (count < 2 || lua == NULL)
        return 2;
    luaL_openlibs(lua);
    preload(lua, "socket.core", luaopen_socket_core);
    preload(lua, "mime.core", luaopen_mime_core);
    lua_createtable(lua, count, 0);
    for (int i = 1; i < count; i++) {
        lua_pushstring(lua, arguments[i]);
        lua_rawseti(lua, -2, i - 1);
    }
    lua_setglobal(lua, "arg");
    if (luaL_dofile(lua, arguments[1]) == LUA_OK)
        return 0;
    fprintf(stderr, "%s\n", lua_tostring(lua, -1));
    return 1;
}
