# `make` builds, `make demo` shows, `make test` tests everything.
# Each step installs the packages that it needs with `tools/install`, or prints the command that installs them.

# Dialects whose programs are modules, and dialects whose programs are components. Components have no threads.
MODULES    := wamr berkeley wasmedge wasmedge-v2 wasix ueno sock-connect preview1
COMPONENTS := wasi-sockets
DIALECTS   := $(MODULES) $(COMPONENTS)
TARGETS    := wasm32-wasip1 wasm32-wasip1-threads
LIB        := build/lib/wasm32-wasip1
TARGET     := $(or $(CARGO_TARGET_DIR),target)

# Real programs, ports/NAME.sh, the slowest first, and programs that are too big for CI.
PORTS       := mbedtls curl libevent netcat paho mosquitto brssl hiredis redis-cli c-ares libmodbus miniupnpc lua pen udns rinetd
PORTS_HEAVY := openssl python wget inetutils nginx lighttpd postgresql dropbear enet microhttpd ncat
# WASI has no multicast, and its standard streams always block.
PORTS_WASMTIME := $(filter-out miniupnpc dropbear,$(PORTS) $(PORTS_HEAVY))

# The compiler of the library's C files: the one that bin/wasock-cc runs.
WASM_CC  := $(if $(WASI_SDK_PATH),$(WASI_SDK_PATH)/bin/clang,$(or $(WASOCK_CLANG),clang-19))
export CC_wasm32_wasip1 := $(or $(CC_wasm32_wasip1),$(WASM_CC))
export AR_wasm32_wasip1 := $(or $(AR_wasm32_wasip1),ar)
export CC_wasm32_wasip1_threads := $(or $(CC_wasm32_wasip1_threads),$(WASM_CC))
export AR_wasm32_wasip1_threads := $(or $(AR_wasm32_wasip1_threads),ar)

export WASOCK_DIALECTS := $(DIALECTS)
export WASOCK_MODULES  := $(MODULES)
export RUNTIME DIALECT

.PHONY: all help lib host demo check test golden table expect lint tools clean $(DIALECTS)

all: lib host help

help:
	@echo 'make           build the library for every runtime, and the reference host'
	@echo 'make demo      run an unmodified Redis client as WebAssembly against a real server; DIALECT=wasi-sockets: on wasmtime'
	@echo 'make wamr      build the library for one runtime; make wasmedge and so on'
	@echo 'make check     what to run before a commit: lint, native tests, the C tests and the budget of one dialect (DIALECT=wamr)'
	@echo 'make test      run all tests; RUNTIME=/path/to/iwasm adds a real runtime'
	@echo 'make lto       build the archives for wasock-cc -lto, which links smaller programs; the linker must be as new as the LLVM of Rust'
	@echo 'make differ    compare random scripts of socket calls with Linux; SCRIPTS=N sets how many (default: 20000; on wasmtime 2000)'
	@echo 'make soak      test with faults, lying hosts and load; SOAK_BYTES=N sets the bytes to move (default: 1.5 GB)'
	@echo 'make install   install in PREFIX (default: /usr/local); make uninstall removes the files'
	@echo 'make man       build the manual pages, in build/man; make install adds them when lowdown is installed'
	@echo 'make dist      build a tarball of the installed files, with its checksum, in build/dist'
	@echo 'make deb       build Debian packages, in build/dist'
	@echo 'make check-install  test an installed wasock: examples, compilers, build systems, messages'
	@echo 'make ports     run real programs against real servers; ports-heavy runs those that CI leaves out, port-NAME one'
	@echo '                DIALECT=wasi-sockets runs one on wasmtime, ports-wasmtime all'
	@echo 'make bench     measure sizes, instructions and times; RUNTIME=/path/to/iwasm adds a real runtime'
	@echo 'make golden    write c-tests/golden/ anew, after an intended change'
	@echo 'make table     write the tables of docs/functions.md anew'
	@echo 'make expect    print the contents that c-tests/expect/ needs'
	@echo 'make lint      check format, clippy and documentation'
	@echo 'make tools     install the packages for building, tests and demo'
	@echo 'make clean     remove all build results'

lib: $(DIALECTS) adapter trace compat

# One dialect with all that wasock-cc links for it, but for -compat and -lto.
$(MODULES): %: $(TARGETS:=/%) trace
$(COMPONENTS): %: wasm32-wasip1/% adapter trace

# One archive: `make wasm32-wasip1/wamr`.
define archive
$(1)/%: build-tools
	@echo '== build/lib/$(1)/libwasock-$$*.a'
	@cargo rustc --quiet --locked -p wasock --profile guest --target $(1) --crate-type staticlib \
		--features $$*,c-exports,panic-handler
	@$$(call named,$(TARGET)/$(1)/guest/libwasock.a,build/lib/$(1)/libwasock-$$*.a)
endef
$(foreach target,$(TARGETS),$(eval $(call archive,$(target))))

# The archives as bitcode, for `wasock-cc -lto`, and the release of LLVM that the linker needs at least.
.PHONY: lto
lto: $(DIALECTS:%=lto/%)
	@rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p' >$(LIB)-lto/llvm

lto/%: build-tools
	@echo '== $(LIB)-lto/libwasock-$*.a'
	@cargo rustc --quiet --locked -p wasock --profile guest-lto --target wasm32-wasip1 --crate-type staticlib \
		--features $*,c-exports,panic-handler -- -C linker-plugin-lto
	@$(call named,$(TARGET)/wasm32-wasip1/guest-lto/libwasock.a,$(LIB)-lto/libwasock-$*.a)

# A linker that finds a function both here and in the C library prints the object's name. This name tells the user the cure.
# It must be as long as the name that rustc gives.
RUST_OBJECT := wasock-[0-9a-f]{16}\.wasock\.[0-9a-f]{16}-cgu\.0\.rcgu\.o
OBJECT      := wasock--put-this-archive-before-the-C-library-when-linking.o
named = mkdir -p $(dir $(2)) && LC_ALL=C sed -E 's/$(RUST_OBJECT)/$(OBJECT)/' $(1) >$(2)

# The object that wasock-cc -trace links, and the linker options that wrap each traced function.
.PHONY: trace
trace: build-tools
	@mkdir -p $(LIB)
	@bin/wasock-cc -Os -r -nostdlib -Wall -Wextra -Werror src/trace/*.c -o $(LIB)/wasock-trace.o
	@sed -n 's/^TRACED([a-z_ *]*, \([a-z_0-9]*\),.*/-Wl,--wrap=\1/p' src/trace/*.c >$(LIB)/wasock-trace.options

# The adapter turns imports of preview 1 into imports of a component.
.PHONY: adapter
adapter: build-tools
	@cargo run --quiet --locked -p wasock-adapter -- build/adapter
	@cd build/adapter && sha256sum --quiet --check '$(CURDIR)/packaging/adapter/SHA256SUMS'

# The parts of POSIX beside sockets, for `wasock-cc -compat`. Older linkers need an archive index of wasm objects, which
# LLVM's ar writes.
LLVM_AR := $(or $(wildcard $(WASI_SDK_PATH)/bin/llvm-ar),$(shell command -v llvm-ar llvm-ar-19 | head -n 1),llvm-ar-19)
.PHONY: compat
compat: build-tools
	@echo '== $(LIB)-compat/libwasock-compat.a'
	@compat/build build/compat
	@mkdir -p $(LIB)-compat && rm -f $(LIB)-compat/libwasock-compat.a
	@$(LLVM_AR) rcs $(LIB)-compat/libwasock-compat.a build/compat/*.o

host: build-tools
	@echo '== build/bin/wasock-run (the first time takes a minute)'
	@cargo build --quiet --locked --release -p host-stub
	@install -D $(TARGET)/release/wasock-run build/bin/wasock-run

# Builds only what the demo shows. DIALECT=wasi-sockets runs the demo, or a port, on wasmtime.
demo: wasm32-wasip1/$(or $(DIALECT),wamr) $(if $(filter $(COMPONENTS),$(DIALECT)),adapter) host demo-tools
	@demo/run $(DIALECT)

# A part of `make test` that takes less than three minutes once everything is built: one dialect.
check: CHECKED = $(or $(DIALECT),wamr)
check: host test-tools
	@$(MAKE) --no-print-directory wasm32-wasip1/$(CHECKED) lto/$(CHECKED)
	@WASOCK_DIALECTS=$(CHECKED) WASOCK_MODULES= tools/test $(CHECKED)

test: lib lto host test-tools demo-tools
	@tools/test

# wasock-net's native tests under Miri, but for what Miri lacks; they need its nightly toolchain:
# rustup toolchain install nightly --profile minimal --component miri,rust-src
.PHONY: miri
miri:
	@MIRIFLAGS=-Zmiri-disable-isolation cargo +nightly miri test --locked -p wasock-net \
		--features std,embedded-io,embedded-nal --test net

# Scripts of socket calls that a seed chooses, natively and over the dialects; what differs is cut down and shown.
.PHONY: differ
differ: lib host test-tools
	@WASOCK_DIFFER=$(or $(SCRIPTS),20000) cargo test --quiet --locked -p rust-tests --test differ

.PHONY: soak
soak: lib host test-tools
	@WASOCK_DIALECTS='$(MODULES)' tools/soak

# Installs all files below PREFIX or none. LTO=yes adds the archives of `make lto`.
PREFIX ?= /usr/local
.PHONY: install uninstall
install: lib host $(if $(LTO),lto) $(if $(shell command -v lowdown),man)
	@LTO=$(LTO) tools/prefix install "$(DESTDIR)$(PREFIX)"
	@echo '== installed in $(DESTDIR)$(PREFIX)'

uninstall:
	@tools/prefix uninstall "$(DESTDIR)$(PREFIX)"

# Manual pages, from the documents.
.PHONY: man
man: man-tools
	@tools/man

# The installed files as a tarball.
.PHONY: dist
dist: lib man
	@tools/dist

# The installed files as Debian packages.
.PHONY: deb
deb: lib host man
	@tools/deb

# Tests of an installed wasock. PARTS selects some of packaging/tests/.
.PHONY: check-install
check-install: lib lto host
	@tools/check-install $(PARTS)

.PHONY: ports ports-heavy ports-wasmtime
ports: lib host
	@$(call checked,$(PORTS))

ports-heavy: lib host
	@$(call checked,$(PORTS_HEAVY))

ports-wasmtime: export DIALECT = wasi-sockets
ports-wasmtime: lib host
	@$(call checked,$(PORTS_WASMTIME))

port-%: lib host
	@$(call checked,$*)

checked = tools/install port $(1) && ports/run $(1)

golden: lib test-tools
	@WASOCK_UPDATE_GOLDEN=1 cargo test --quiet --locked -p rust-tests --test golden
	@git --no-pager diff --stat -- c-tests/golden

expect: lib host test-tools
	@WASOCK_UPDATE_EXPECT=1 cargo test --quiet --locked -p rust-tests --test matrix

table: lib host test-tools
	@WASOCK_UPDATE_TABLE=1 cargo test --quiet --locked -p rust-tests --test table
	@git --no-pager diff --stat -- docs

# Sizes and instructions have a budget, bench/budget.toml. After an intended change `make budget` writes the budget and the
# tables of docs/costs.md anew. `make times` writes the table of times, measured on this machine.
.PHONY: bench budget times
bench: lib lto host bench-tools
	@cargo run --quiet --locked --release -p bench

budget: lib lto host bench-tools
	@cargo run --quiet --locked --release -p bench update
	@git --no-pager diff --stat -- bench docs

times: lib host bench-tools
	@cargo run --quiet --locked --release -p bench times
	@git --no-pager diff --stat -- docs

lint: test-tools
	@tools/lint

tools: build-tools test-tools demo-tools

.PHONY: build-tools test-tools demo-tools bench-tools man-tools
build-tools test-tools demo-tools bench-tools man-tools: %-tools:
	@tools/install $*

clean:
	rm -rf build
	cargo clean
