/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT */
/* The same as WasmEdge's, but for the names that may take a path for an address. */

#define ADDRESSED(name) IMPORT_OF("wasi_snapshot_preview1", #name "_v2") int name

#include "wasmedge.h"
