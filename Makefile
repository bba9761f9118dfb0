# textgate. `make help` lists what can be made; everything made goes to build/.
VERSION   := 0.1.0
SOVERSION := 0

BUILD  ?= build
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share/textgate

CFLAGS   ?= -O2 -g
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wvla \
            -Wformat=2 -Wswitch-enum $(if $(CI),-Werror)
PKGS     := libpcre2-8 icu-uc icu-i18n jansson libxxhash
PKG_CONFIG ?= pkg-config

# The packages are looked up when something is compiled, so that `make help` and `make deps` work without them.
PKG_CFLAGS = $(shell $(PKG_CONFIG) --cflags $(PKGS))
PKG_LIBS   = $(shell $(PKG_CONFIG) --libs $(PKGS))
ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARNINGS) -Iinclude -pthread $(PKG_CFLAGS) $(CFLAGS)
ALL_LIBS   = $(PKG_LIBS) -pthread -lm -ldl $(LIBS)

LIB_SOURCES := $(wildcard lib/*/*.c)
CLI_SOURCES := $(wildcard bindings/cli/*.c)
LIB_OBJECTS := $(LIB_SOURCES:%.c=$(BUILD)/obj/%.o)
CLI_OBJECTS := $(CLI_SOURCES:%.c=$(BUILD)/obj/%.o)
DICTS       := $(shell find dicts -name '*.txt' -o -name '*.csv' 2>/dev/null)

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

-include $(LIB_OBJECTS:.o=.d) $(CLI_OBJECTS:.o=.d)
