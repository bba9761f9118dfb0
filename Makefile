# textgate. `make help` lists what can be made; everything made goes to build/.
VERSION   := 0.1.0
SOVERSION := 0

BUILD  ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share/textgate

CFLAGS   ?= -O3 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla \
            -Wformat=2 -Wswitch-enum $(if $(CI),-Werror)
PKGS     := libpcre2-8 icu-uc icu-i18n jansson libxxhash libsodium lmdb
PKG_CONFIG ?= pkg-config

# The packages are looked up when something is compiled, so that `make help` and `make deps` work without them.
PKG_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PKGS))
PKG_LIBS   = $(shell $(PKG_CONFIG) --libs $(PKGS))
ALL_CFLAGS = -std=c11 -ffp-contract=off -D_POSIX_C_SOURCE=200809L $(WARNINGS) -Iinclude -pthread $(PKG_CFLAGS) $(CFLAGS)
ALL_LIBS   = $(PKG_LIBS) -pthread -lm -ldl $(LIBS)

LIB_SOURCES := $(wildcard lib/*/*.c)
CLI_SOURCES := $(wildcard bindings/cli/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/obj/%.o)
DICTS       := $(shell find dicts -name '*.txt' -o -name '*.csv' -o -name '*.model' 2>/dev/null)

STATIC := $(BUILD)/lib/libtextgate.a
SHARED := $(BUILD)/lib/libtextgate.so.$(VERSION)
COMMAND := $(BUILD)/bin/textgate
PACK   := $(BUILD)/share/textgate/default.pack
PC     := $(BUILD)/lib/pkgconfig/textgate.pc

.DEFAULT_GOAL := all
.PHONY: all
all: $(STATIC) $(SHARED) $(COMMAND) $(PACK) $(PC) ## the libraries, the command, the shipped pack

# Short lines while building; `make V=1` shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(2)')

$(BUILD)/obj/lib/%.o: lib/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -Ilib -fPIC -fvisibility=hidden -DTG_DATADIR='"$(DATADIR)"' -MMD -MP -c $< -o $@

# One file knows where the pack is installed; it is compiled anew when that changes.
$(BUILD)/obj/lib/gate/locate.o: $(BUILD)/datadir
$(BUILD)/datadir: always
	@mkdir -p $(@D)
	@printf '%s' '$(DATADIR)' | cmp -s - $@ || printf '%s' '$(DATADIR)' > $@
.PHONY: always

$(BUILD)/obj/bindings/%.o: bindings/%.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -MMD -MP -c $< -o $@

$(STATIC): $(LIB_OBJECTS)
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(SHARED): $(LIB_OBJECTS) lib/textgate.map
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) -shared -Wl,-soname,libtextgate.so.$(SOVERSION) -Wl,--version-script=lib/textgate.map -Wl,--no-undefined \
	    $(CFLAGS) $(LDFLAGS) $(LIB_OBJECTS) $(ALL_LIBS) -o $@
	$(Q)ln -sf libtextgate.so.$(VERSION) $(BUILD)/lib/libtextgate.so.$(SOVERSION)
	$(Q)ln -sf libtextgate.so.$(SOVERSION) $(BUILD)/lib/libtextgate.so

$(COMMAND): $(CLI_OBJECTS) $(STATIC)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $^ $(ALL_LIBS) -o $@

$(PACK): $(COMMAND) $(DICTS)
	@mkdir -p $(@D)
	$(call say,COMPILE,$@)
	$(Q)$(COMMAND) compile -o $@ dicts

$(PC): Makefile
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$(INCLUDEDIR)' 'datadir=$(DATADIR)' '' \
	    'Name: textgate' 'Description: Decides what may be published' 'Version: $(VERSION)' \
	    'Requires.private: $(PKGS)' 'Libs: -L$${libdir} -ltextgate' 'Libs.private: -pthread -lm -ldl' \
	    'Cflags: -I$${includedir}' > $@

# ---------------------------------------------------------------- installing

.PHONY: install uninstall
install: all ## installs below PREFIX (/usr/local), under DESTDIR
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(DATADIR)
	install -m 755 $(COMMAND) $(DESTDIR)$(BINDIR)/textgate
	install -m 644 include/textgate.h $(DESTDIR)$(INCLUDEDIR)/textgate.h
	install -m 644 $(STATIC) $(DESTDIR)$(LIBDIR)/libtextgate.a
	install -m 755 $(SHARED) $(DESTDIR)$(LIBDIR)/$(notdir $(SHARED))
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/libtextgate.so.$(SOVERSION)
	ln -sf libtextgate.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libtextgate.so
	install -m 644 $(PACK) $(DESTDIR)$(DATADIR)/default.pack
	@$(MAKE) --no-print-directory -B $(PC)
	install -m 644 $(PC) $(DESTDIR)$(LIBDIR)/pkgconfig/textgate.pc

uninstall: ## removes what install put there
	rm -f $(DESTDIR)$(BINDIR)/textgate $(DESTDIR)$(INCLUDEDIR)/textgate.h $(DESTDIR)$(LIBDIR)/libtextgate.a \
	    $(DESTDIR)$(LIBDIR)/libtextgate.so $(DESTDIR)$(LIBDIR)/libtextgate.so.$(SOVERSION) \
	    $(DESTDIR)$(LIBDIR)/$(notdir $(SHARED)) $(DESTDIR)$(LIBDIR)/pkgconfig/textgate.pc \
	    $(DESTDIR)$(DATADIR)/default.pack
	-rmdir $(DESTDIR)$(DATADIR)

# ------------------------------------------------------------------- testing

TEST_SOURCES := $(wildcard test/unit/*.c test/api/*.c test/property/*.c test/oom/*.c test/threads/*.c)
TESTS := $(TEST_SOURCES:test/%.c=$(BUILD)/test/%)
FUZZERS := $(patsubst test/fuzz/%.c,$(BUILD)/test/fuzz/%,$(wildcard test/fuzz/fuzz_*.c))
TEST_LIBS = $(shell $(PKG_CONFIG) --libs check)

# Tests of a room may see lib/; what is in test/api sees the public header only.
$(BUILD)/test/api/%: TEST_INCLUDES :=
$(BUILD)/test/%: TEST_INCLUDES := -Ilib

$(BUILD)/test/%: test/%.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,TEST,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(TEST_INCLUDES) $(CPPFLAGS) -MMD -MP -MT $@ -MF $@.d $< $(LDFLAGS) $(STATIC) $(ALL_LIBS) $(TEST_LIBS) -o $@

$(BUILD)/test/fuzz/%: test/fuzz/%.c test/fuzz/replay.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Ilib $(CPPFLAGS) $< test/fuzz/replay.c $(LDFLAGS) $(STATIC) $(ALL_LIBS) -o $@

TSAN_TESTS = $(patsubst test/%.c,$(BUILD)/tsan/test/%,$(wildcard test/threads/test_*.c))

SANITIZE := -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize=

.PHONY: tests test test-long fuzz
tests: all $(TESTS) $(FUZZERS)

test: deps-test ## installs what is missing, builds, runs every test: C (also with sanitizers), command, Python, Go
	@$(MAKE) --no-print-directory -j2 tests
	@$(MAKE) --no-print-directory -j2 tests BUILD=$(BUILD)/asan CFLAGS='$(SANITIZE)address,undefined'
	@$(MAKE) --no-print-directory -j2 $(TSAN_TESTS) BUILD=$(BUILD)/tsan CFLAGS='$(SANITIZE)thread'
	@python3 test/run.py --build $(BUILD)

test-long: deps-test-long ## the tests, more rounds of the random ones, valgrind, Python with ASan and with Spark, fuzzing
	@$(MAKE) --no-print-directory test TEXTGATE_ROUNDS=20
	@$(MAKE) --no-print-directory -j2 tests
	@python3 test/run.py --build $(BUILD) --long
	@$(MAKE) --no-print-directory fuzz SECONDS=600

# The library is built for the fuzzer once; FOLD_ONCE spares each run the making of the folding tables.
FUZZ      := $(BUILD)/fuzz
FUZZ_TARGETS := $(patsubst test/fuzz/fuzz_%.c,fuzz-%,$(wildcard test/fuzz/fuzz_*.c))
SECONDS   ?= 60
.PHONY: $(FUZZ_TARGETS) fuzz-library
fuzz: $(FUZZ_TARGETS) ## fuzzes each target for SECONDS (60), from its corpus; `make fuzz-scan` one of them

fuzz-library: deps-fuzz
	@$(MAKE) --no-print-directory -j2 $(FUZZ)/lib/libtextgate.a BUILD=$(FUZZ) CC=clang \
	    CFLAGS='-O1 -g -fsanitize=address,undefined,fuzzer-no-link'

$(FUZZ_TARGETS): fuzz-%: fuzz-library
	@mkdir -p $(FUZZ)/$*
	@clang $(ALL_CFLAGS) -Ilib -O1 -g -fsanitize=address,undefined,fuzzer -DFOLD_ONCE test/fuzz/fuzz_$*.c \
	    $(FUZZ)/lib/libtextgate.a $(ALL_LIBS) -o $(FUZZ)/$@
	@$(FUZZ)/$@ -max_total_time=$(SECONDS) -max_len=4096 -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ)/ $(FUZZ)/$* test/fuzz/corpus/fuzz_$*

# ------------------------------------------------------------------ measuring

DATA ?= bench/data
ONLY ?= *
BENCH = python3 bench/compare/run.py --data $(DATA) --only '$(ONLY)' --textgate $(BUILD) --work $(BUILD)/bench
.PHONY: bench bench-compare bench-false-findings bench-evasion bench-live bench-near bench-privacy
bench: deps ## speed, in under a minute; DATA= is a folder, ONLY= some workloads, see bench/README.md
	@$(MAKE) --no-print-directory -j2 all
	@$(BENCH) --quick --peers textgate,memcpy

bench-compare: deps-bench ## speed beside what one would pick instead, recorded in bench/records; DATA=, ONLY=
	@$(MAKE) --no-print-directory -j2 all
	@$(BENCH) --record

bench-false-findings: all ## findings of the shipped dictionaries on clean text; DATA= as for bench
	@python3 bench/false_findings.py --data $(DATA) --textgate $(COMMAND)

NUMBERS := $(BUILD)/test/oracle/numbers
COUNT   ?= 1000000
bench-privacy: deps-privacy ## precision and recall of private things; agreement with python3-stdnum on COUNT strings a kind
	@$(MAKE) --no-print-directory -j2 all $(NUMBERS)
	@/usr/bin/python3 bench/privacy/measure.py --textgate $(COMMAND) --numbers $(NUMBERS)
	@/usr/bin/python3 bench/privacy/agree.py --numbers $(NUMBERS) --count $(COUNT)

EVASION ?= $(DATA)
bench-evasion: all ## recall of disguised words, and its price; DATA=, EVASION= as bench/evasion/README.md tells
	@python3 bench/evasion/run.py --data $(DATA) --evasion $(EVASION) --textgate $(COMMAND)

.PHONY: bench-world
bench-world: all ## words of one language that the list of another flags; DATA= as bench/world/README.md tells
	@python3 bench/world/vocabulary.py --data $(DATA) --textgate $(COMMAND)

bench-live: deps ## words added to a running gate; DATA= as for bench
	@$(MAKE) --no-print-directory -j2 $(BUILD)/bench/live/live
	@$(BUILD)/bench/live/live $(DATA)

bench-near: deps-bench-near ## duplicates beside datasketch, rensa and SimHash; DATA= as bench/near/README.md tells, FULL=1
	@$(MAKE) --no-print-directory -j2 $(STATIC) $(BUILD)/bench/near/near
	@$(BUILD)/bench/venv/bin/python bench/near/run.py --data $(DATA) --near $(BUILD)/bench/near/near $(if $(FULL),--full)

# The peers are Python packages, in an environment of their own.
.PHONY: deps-bench-near
deps-bench-near:
	@sh test/install/packages.sh $(DEPS) python3 python3-venv
	@test -x $(BUILD)/bench/venv/bin/python || python3 -m venv $(BUILD)/bench/venv
	@$(BUILD)/bench/venv/bin/pip install -q datasketch rensa

$(BUILD)/bench/%: bench/%.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,BENCH,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $< $(LDFLAGS) $(STATIC) $(ALL_LIBS) -o $@

# Beside Python's matchers, and Go where it is installed.
BINDINGS := $(BUILD)/bench/bindings
.PHONY: bench-bindings deps-bench-bindings
bench-bindings: deps-bench-bindings ## Python and Go beside C and Python's matchers; DATA= as bench/bindings/README.md tells
	@$(MAKE) --no-print-directory -j2 $(STATIC) $(BINDINGS)/side
	@$(BUILD)/bench/venv/bin/pip install -q ./bindings/python pyahocorasick ahocorasick_rs pyarrow
	@PATH="$(abspath $(BUILD))/venv/bin:$$PATH" CGO_CFLAGS="-O2 -DHEADER_$$(cksum < include/textgate.h | cut -d' ' -f1)" \
	    go build -C bindings/go -tags textgate_tree -o $(abspath $(BINDINGS))/go-side ./bench
	@$(BUILD)/bench/venv/bin/python bench/bindings/run.py --data $(DATA) --side $(BINDINGS)/side --go $(BINDINGS)/go-side

deps-bench-bindings:
	@sh test/install/packages.sh $(DEPS_TEST)
	@sh test/install/go.sh $(BUILD)
	@test -x $(BUILD)/bench/venv/bin/python || python3 -m venv $(BUILD)/bench/venv

$(BINDINGS)/side: bench/bindings/side.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,BENCH,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $< $(LDFLAGS) $(STATIC) $(ALL_LIBS) -o $@

EMOTION = python3 bench/emotion/run.py --data $(DATA) --work $(BUILD)/emotion --textgate $(COMMAND)
.PHONY: bench-emotion fit-emotion
bench-emotion: all ## what texts feel, on the part of the collections that nothing was taught; DATA= as for models
	@$(EMOTION)

fit-emotion: all $(BUILD)/test/oracle/layers ## fits anew how the detector emotion joins its layers; DATA= as for models
	@python3 bench/emotion/fit.py --data $(DATA) --work $(BUILD)/emotion --textgate $(COMMAND) \
	    --layers $(BUILD)/test/oracle/layers --dicts dicts -o lib/detect/emotion_weights.inc

MODELS := dicts/models/shipped.model
.PHONY: models bench-model
models: $(COMMAND) ## trains the shipped models anew; DATA= is a folder, see dicts/models/README.md
	@python3 dicts/models/make.py --data $(DATA) --work $(BUILD)/models --textgate $(COMMAND) -o $(MODELS)

# The tables of languages are learnt by a program of their own, from lists that a script makes ready.
LANGUAGES := dicts/models/language.model
.PHONY: language-model bench-language
language-model: $(BUILD)/models/learn-language ## learns to tell languages apart anew; DATA= as dicts/models/language.md tells
	@test -x $(BUILD)/models/venv/bin/python || python3 -m venv $(BUILD)/models/venv
	@$(BUILD)/models/venv/bin/pip install -q pypinyin
	@$(BUILD)/models/venv/bin/python dicts/models/make_language.py --data $(DATA) --work $(BUILD)/models \
	    --program $(BUILD)/models/learn-language -o $(LANGUAGES)

$(BUILD)/models/learn-language: dicts/models/learn_language.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -Ilib $< $(LDFLAGS) $(STATIC) $(ALL_LIBS) -o $@

bench-language: deps-bench-language ## languages told beside CLD2: accuracy and speed; DATA= as for language-model
	@$(MAKE) --no-print-directory -j2 all $(BUILD)/bench/language/cld2
	@python3 bench/language/run.py --data $(DATA) --work $(BUILD)/bench/language --textgate $(COMMAND) \
	    --cld2 $(BUILD)/bench/language/cld2

$(BUILD)/bench/language/cld2: bench/language/cld2.cc
	@mkdir -p $(@D)
	$(call say,BENCH,$<)
	$(Q)$(CXX) -O2 $< -lcld2 -o $@

bench-model: deps-bench-model ## accuracy and speed of models beside fastText; DATA= as bench/model/README.md tells
	@$(MAKE) --no-print-directory -j2 all $(BUILD)/bench/model/speed
	@python3 bench/model/run.py --data $(DATA) --textgate $(COMMAND) --speed $(BUILD)/bench/model/speed --model $(MODELS)

$(BUILD)/bench/model/speed: bench/model/speed.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,BENCH,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $< $(LDFLAGS) $(STATIC) $(ALL_LIBS) -o $@

# --------------------------------------------------------------------- trying

SAMPLES := test/samples
.PHONY: demo
demo: deps ## installs what is missing, builds, scans sample documents
	@$(MAKE) --no-print-directory -j2 all
	@sh test/samples/demo.sh $(COMMAND) $(SAMPLES) $(BUILD)

# ------------------------------------------------------------- what is needed

# Debian's packages; a package that is there is not touched.
DEPS      := build-essential pkg-config libpcre2-dev libicu-dev libjansson-dev libxxhash-dev libsodium-dev liblmdb-dev
DEPS_TEST := $(DEPS) check python3 python3-venv python3-dev
DEPS_TEST_LONG := valgrind default-jre-headless
DEPS_FUZZ := $(DEPS) clang libclang-rt-dev
DEPS_BENCH := $(DEPS) python3 python3-venv libhyperscan-dev
DEPS_BENCH_MODEL := $(DEPS) python3 fasttext
DEPS_BENCH_LANGUAGE := $(DEPS) python3 libcld2-dev

.PHONY: deps deps-test deps-test-long deps-bench-bindings deps-privacy deps-fuzz deps-bench deps-bench-model \
    deps-bench-language
deps:
	@sh test/install/packages.sh $(DEPS)
deps-test:
	@sh test/install/packages.sh $(DEPS_TEST)
	@sh test/install/go.sh $(BUILD)
deps-test-long: deps-test
	@sh test/install/packages.sh $(DEPS_TEST_LONG)
deps-bench:
	@sh test/install/packages.sh $(DEPS_BENCH)
deps-privacy:
	@sh test/install/packages.sh $(DEPS) python3 python3-stdnum
deps-bench-model:
	@sh test/install/packages.sh $(DEPS_BENCH_MODEL)
deps-bench-language:
	@sh test/install/packages.sh $(DEPS_BENCH_LANGUAGE)
deps-fuzz:
	@sh test/install/packages.sh $(DEPS_FUZZ)

.PHONY: clean help
clean: ## removes build/
	rm -rf $(BUILD)

help: ## this list
	@printf 'textgate $(VERSION): decides what may be published\n\n'
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    while IFS='|' read -r name text; do printf '  make %-22s %s\n' "$$name" "$$text"; done
	@printf '\nVariables: CC CFLAGS LDFLAGS PREFIX DESTDIR BUILD DATA, and V=1 to see the commands.\n'

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d) $(TESTS:=.d)
