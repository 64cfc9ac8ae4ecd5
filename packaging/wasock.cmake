# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# A CMake toolchain file: builds a project as it is for wasm32-wasip1, with wasock.
#
#   cmake -DCMAKE_TOOLCHAIN_FILE=PREFIX/share/wasock/wasock.cmake [-DWASOCK_DIALECT=NAME] …
#
# The compiler is wasock-cc. WASOCK_DIALECT is the runtime to link for (default: wamr). A program that links a target of
# find_package(wasock) is linked for the runtime of that target. With wasi-sockets programs become components. CMake and
# ctest run programs with wasock-run, and components with wasmtime.

set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
# Older versions of CMake do not know the platform WASI: these files describe it.
list(APPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}/cmake")

get_filename_component(_wasock_prefix "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
set(CMAKE_C_COMPILER "${_wasock_prefix}/bin/wasock-cc")
set(CMAKE_CXX_COMPILER "${_wasock_prefix}/bin/wasock-c++")
list(APPEND CMAKE_PREFIX_PATH "${_wasock_prefix}")

set(WASOCK_DIALECT wamr CACHE STRING "The runtime to link for")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES WASOCK_DIALECT)
if(NOT WASOCK_DIALECT STREQUAL "wasi-sockets")
  set(CMAKE_CROSSCOMPILING_EMULATOR "${_wasock_prefix}/bin/wasock-run")
else()
  find_program(WASOCK_WASMTIME wasmtime)
  if(WASOCK_WASMTIME)
    set(CMAKE_CROSSCOMPILING_EMULATOR "${WASOCK_WASMTIME}" run -S inherit-network,allow-ip-name-lookup)
  endif()
endif()
# Not through CMAKE_EXE_LINKER_FLAGS: that variable is the user's, and CMake keeps its first value.
add_link_options("-default-dialect=${WASOCK_DIALECT}")
