# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# find_package(wasock [VERSION] [COMPONENTS DIALECT...]) defines a target wasock::DIALECT for each archive of this prefix.
#
# A program links one of them: target_link_libraries(program PRIVATE wasock::wamr). With the toolchain file
# share/wasock/wasock.cmake, whose compiler is wasock-cc, the target passes -dialect to the compiler.
# wasock::compat, linked after the dialect, adds the same as `wasock-cc -compat`.

get_filename_component(_wasock_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_wasock_target "${CMAKE_C_COMPILER_TARGET} ${CMAKE_CXX_COMPILER_TARGET} ${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS}")
if(_wasock_target MATCHES "wasip1-threads|wasi-threads")
  set(_wasock_triple wasm32-wasip1-threads)
else()
  set(_wasock_triple wasm32-wasip1)
endif()

if(_wasock_target MATCHES "wasip[23]" OR NOT "${CMAKE_SYSTEM_NAME} ${_wasock_target}" MATCHES "WASI|wasm32-(unknown-)?wasi")
  set(wasock_FOUND FALSE)
  set(wasock_NOT_FOUND_MESSAGE "wasock is for wasm32-wasip1: configure with wasi-sdk's toolchain file or with \
-DCMAKE_TOOLCHAIN_FILE=${_wasock_prefix}/share/wasock/wasock.cmake")
  return()
endif()

set(_wasock_dialects)
file(GLOB _wasock_archives "${_wasock_prefix}/lib/${_wasock_triple}/libwasock-*.a")
foreach(_wasock_archive IN LISTS _wasock_archives)
  string(REGEX REPLACE ".*/libwasock-(.*)\\.a$" "\\1" _wasock_dialect "${_wasock_archive}")
  list(APPEND _wasock_dialects ${_wasock_dialect})
  if(TARGET wasock::${_wasock_dialect})
    continue()
  endif()
  if("${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}" MATCHES "wasock-c")
    add_library(wasock::${_wasock_dialect} INTERFACE IMPORTED)
    set_target_properties(wasock::${_wasock_dialect} PROPERTIES INTERFACE_LINK_OPTIONS "-dialect=${_wasock_dialect}")
  else()
    add_library(wasock::${_wasock_dialect} STATIC IMPORTED)
    set_target_properties(wasock::${_wasock_dialect} PROPERTIES
      IMPORTED_LOCATION "${_wasock_archive}"
      IMPORTED_LINK_INTERFACE_LANGUAGES C
      # System directories, which clang searches before those of the C library.
      INTERFACE_INCLUDE_DIRECTORIES "${_wasock_prefix}/include/wasock")
    if(_wasock_dialect STREQUAL "wasi-sockets")
      set_target_properties(wasock::wasi-sockets PROPERTIES
        INTERFACE_LINK_OPTIONS "-Wl,--wrap=__main_void,--wrap=__original_main")
    endif()
  endif()
  # A program has one dialect: CMake refuses to link two of these targets.
  set_target_properties(wasock::${_wasock_dialect} PROPERTIES
    INTERFACE_WASOCK_DIALECT ${_wasock_dialect}
    COMPATIBLE_INTERFACE_STRING WASOCK_DIALECT)
endforeach()

# wasock_component(PROGRAM...) makes a component of each program that links wasock::wasi-sockets. wasock-cc does this itself.
set(_wasock_component "${_wasock_prefix}/bin/wasock-component")
function(wasock_component)
  foreach(program IN LISTS ARGN)
    if(NOT "${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}" MATCHES "wasock-c")
      add_custom_command(TARGET ${program} POST_BUILD
        COMMAND "${_wasock_component}" "$<TARGET_FILE:${program}>"
        COMMENT "Making a component of ${program}" VERBATIM)
    endif()
  endforeach()
endfunction()

set(_wasock_compat "${_wasock_prefix}/lib/${_wasock_triple}-compat/libwasock-compat.a")
if(EXISTS "${_wasock_compat}" AND NOT TARGET wasock::compat)
  add_library(wasock::compat INTERFACE IMPORTED)
  if("${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}" MATCHES "wasock-c")
    set_target_properties(wasock::compat PROPERTIES INTERFACE_COMPILE_OPTIONS -compat INTERFACE_LINK_OPTIONS -compat)
  else()
    # Its headers come before all others. Its archive comes after the C library, so that the linker prefers the C library's
    # functions.
    set_target_properties(wasock::compat PROPERTIES
      INTERFACE_COMPILE_OPTIONS "-I${_wasock_prefix}/include/wasock-compat"
      INTERFACE_COMPILE_DEFINITIONS
        "_WASI_EMULATED_SIGNAL;_WASI_EMULATED_MMAN;_WASI_EMULATED_PROCESS_CLOCKS;_WASI_EMULATED_GETPID"
      INTERFACE_LINK_LIBRARIES
        "-lc;${_wasock_compat};-lwasi-emulated-signal;-lwasi-emulated-mman;-lwasi-emulated-process-clocks;-lwasi-emulated-getpid")
  endif()
endif()

# The stack lies before all data, so that a program that overruns it traps. wasock-cc passes these options itself. A size that
# the project sets comes later on the command line and replaces this one.
set(_wasock_stack "-Wl,-z,stack-size=1048576,--stack-first")
if(NOT "${CMAKE_C_COMPILER} ${CMAKE_CXX_COMPILER}" MATCHES "wasock-c" AND NOT CMAKE_EXE_LINKER_FLAGS MATCHES "stack-first")
  set(CMAKE_EXE_LINKER_FLAGS "${_wasock_stack} ${CMAKE_EXE_LINKER_FLAGS}")
endif()

string(REPLACE ";" " " _wasock_have "${_wasock_dialects}")
foreach(_wasock_wanted IN LISTS wasock_FIND_COMPONENTS)
  if(TARGET wasock::${_wasock_wanted})
    set(wasock_${_wasock_wanted}_FOUND TRUE)
  elseif(wasock_FIND_REQUIRED_${_wasock_wanted})
    set(wasock_FOUND FALSE)
    set(wasock_NOT_FOUND_MESSAGE
      "no dialect '${_wasock_wanted}' in ${_wasock_prefix}/lib/${_wasock_triple}; there are: ${_wasock_have}")
  endif()
endforeach()
if(NOT _wasock_dialects)
  set(wasock_FOUND FALSE)
  set(wasock_NOT_FOUND_MESSAGE "no libwasock-*.a in ${_wasock_prefix}/lib/${_wasock_triple}: install wasock anew")
endif()
