# The front door. `make` builds, `make demo` shows, `make test` proves.
# What the steps need is installed by `tools/install` or, where it may not, named with the command that does.

# Those whose programs are modules, and those of components, which have no threads.
MODULES    := wamr berkeley wasmedge wasmedge-v2 wasix ueno sock-connect preview1
COMPONENTS := wasi-sockets
DIALECTS   := $(MODULES) $(COMPONENTS)
TARGETS    := wasm32-wasip1 wasm32-wasip1-threads
LIB        := build/lib/wasm32-wasip1
TARGET     := $(or $(CARGO_TARGET_DIR),target)

# Real programs, ports/NAME.sh, those that take longest first; and those too big for CI.
PORTS       := mbedtls curl libevent netcat mosquitto brssl hiredis redis-cli c-ares libmodbus miniupnpc udns
PORTS_HEAVY := python lighttpd postgresql dropbear enet

# The compiler of the library's C glue; the same one that bin/wasock-cc takes.
WASM_CC  := $(if $(WASI_SDK_PATH),$(WASI_SDK_PATH)/bin/clang,$(or $(WASOCK_CLANG),clang-19))
export CC_wasm32_wasip1 := $(or $(CC_wasm32_wasip1),$(WASM_CC))
export AR_wasm32_wasip1 := $(or $(AR_wasm32_wasip1),ar)
export CC_wasm32_wasip1_threads := $(or $(CC_wasm32_wasip1_threads),$(WASM_CC))
export AR_wasm32_wasip1_threads := $(or $(AR_wasm32_wasip1_threads),ar)

export WASOCK_DIALECTS := $(DIALECTS)
export WASOCK_MODULES  := $(MODULES)
export RUNTIME

.PHONY: all help lib host demo test golden table expect lint tools clean $(DIALECTS)

all: lib host help

help:
	@echo 'make           build the library and the reference host'
	@echo 'make demo      a real Redis client, unmodified, as WebAssembly'
	@echo 'make test      all tests; RUNTIME=/path/to/iwasm adds a real runtime'
	@echo 'make lto       archives for wasock-cc -lto: a smaller program, by a linker as new as Rust'
	@echo 'make soak      what holds under faults, lies and load; SOAK_BYTES=N moves more than 1.5 GB'
	@echo 'make install   into PREFIX, /usr/local unless it is said; make uninstall takes it away again'
	@echo 'make dist      the same as a tarball with its sum, in build/dist'
	@echo 'make deb       the same as Debian packages, in build/dist'
	@echo 'make check-install  what users of an installed wasock meet: examples, compilers, messages'
	@echo 'make ports     real programs against real servers; ports-heavy has those that CI leaves out, port-NAME is one'
	@echo 'make bench     what it costs: sizes, instructions, times; RUNTIME=/path/to/iwasm adds a real runtime'
	@echo 'make golden    write c-tests/golden/ anew, after a wanted change'
	@echo 'make table     write the tables of docs/functions.md anew'
	@echo 'make expect    print what c-tests/expect/ would have to say'
	@echo 'make lint      format, clippy and documentation'
	@echo 'make tools     install what building, tests and demo need'
	@echo 'make clean     remove what was built'

lib: $(DIALECTS) adapter trace compat

$(MODULES): %: $(TARGETS:=/%)
$(COMPONENTS): %: wasm32-wasip1/%

# One archive: wasm32-wasip1/wamr, …
define archive
$(1)/%: build-tools
	@echo '== build/lib/$(1)/libwasock-$$*.a'
	@cargo rustc --quiet --locked -p wasock --profile guest --target $(1) --crate-type staticlib \
		--features $$*,c-exports,panic-handler
	@$$(call named,$(TARGET)/$(1)/guest/libwasock.a,build/lib/$(1)/libwasock-$$*.a)
endef
$(foreach target,$(TARGETS),$(eval $(call archive,$(target))))

# The same as bitcode, for `wasock-cc -lto`, and the LLVM that a linker has to be of.
.PHONY: lto
lto: $(DIALECTS:%=lto/%)
	@rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p' >$(LIB)-lto/llvm

lto/%: build-tools
	@echo '== $(LIB)-lto/libwasock-$*.a'
	@cargo rustc --quiet --locked -p wasock --profile guest-lto --target wasm32-wasip1 --crate-type staticlib \
		--features $*,c-exports,panic-handler -- -C linker-plugin-lto
	@$(call named,$(TARGET)/wasm32-wasip1/guest-lto/libwasock.a,$(LIB)-lto/libwasock-$*.a)

# A linker that finds a function here and in the C library names the object: the name, of the same length as rustc's,
# says what to do.
RUST_OBJECT := wasock-[0-9a-f]{16}\.wasock\.[0-9a-f]{16}-cgu\.0\.rcgu\.o
OBJECT      := wasock--put-this-archive-before-the-C-library-when-linking.o
named = mkdir -p $(dir $(2)) && LC_ALL=C sed -E 's/$(RUST_OBJECT)/$(OBJECT)/' $(1) >$(2)

# What wasock-cc -trace links, and the options by which the linker leads each traced function through it.
.PHONY: trace
trace: build-tools
	@mkdir -p $(LIB)
	@bin/wasock-cc -Os -r -nostdlib -Wall -Wextra -Werror src/trace/*.c -o $(LIB)/wasock-trace.o
	@sed -n 's/^TRACED([a-z_ *]*, \([a-z_0-9]*\),.*/-Wl,--wrap=\1/p' src/trace/*.c >$(LIB)/wasock-trace.options

# What turns imports of preview 1 into those of a component.
.PHONY: adapter
adapter: build-tools
	@cargo run --quiet --locked -p wasock-adapter -- build/adapter
	@cd build/adapter && sha256sum --quiet --check '$(CURDIR)/packaging/adapter/SHA256SUMS'

# POSIX that is not sockets, for programs that ask for it by `wasock-cc -compat`. Older linkers want an archive with an index
# of wasm objects, as LLVM's ar writes it.
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

demo: lib host demo-tools
	@demo/run

test: lib lto host test-tools demo-tools
	@tools/test

.PHONY: soak
soak: lib host test-tools
	@WASOCK_DIALECTS='$(MODULES)' tools/soak

# All of it or nothing is put below PREFIX, what `make lto` makes only with LTO=yes.
PREFIX ?= /usr/local
.PHONY: install uninstall
install: lib host $(if $(LTO),lto)
	@LTO=$(LTO) tools/prefix install "$(DESTDIR)$(PREFIX)"
	@echo '== installed in $(DESTDIR)$(PREFIX)'

uninstall:
	@tools/prefix uninstall "$(DESTDIR)$(PREFIX)"

# The same as a tarball.
.PHONY: dist
dist: lib
	@tools/dist

# The same as Debian packages.
.PHONY: deb
deb: lib host
	@tools/deb

# What users of an installed wasock meet; PARTS names some of packaging/tests/.
.PHONY: check-install
check-install: lib lto host
	@tools/check-install $(PARTS)

.PHONY: ports ports-heavy
ports: lib host
	@$(call checked,$(PORTS))

ports-heavy: lib host
	@$(call checked,$(PORTS_HEAVY))

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

# Sizes and instructions have a budget, bench/budget.toml; `make budget` writes it anew, and the tables of docs/costs.md,
# after a wanted change. The table of times is of the machine that `make times` last ran on.
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

.PHONY: build-tools test-tools demo-tools bench-tools
build-tools test-tools demo-tools bench-tools: %-tools:
	@tools/install $*

clean:
	rm -rf build
	cargo clean
