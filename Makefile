# SPDX-License-Identifier: GPL-2.0
#
# rsvp: an RSVP node in the Linux kernel. `make help` lists the targets.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := all

# The kernel to build for: the running one if its headers are here, else the newest whose headers are.
# KVER names another one, KDIR any build directory.
KVER ?= $(shell scripts/kernel-release)
KDIR ?= /lib/modules/$(KVER)/build

DESTDIR ?=
# A relative one is meant from here: other makefiles run in other directories.
override DESTDIR := $(abspath $(DESTDIR))
PREFIX ?= /usr/local
INSTALL_MOD_PATH ?= $(DESTDIR)
MODULE_DIR = $(INSTALL_MOD_PATH)/lib/modules/$(KVER)/updates
O := $(CURDIR)/build
VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)

# One line per step; V=1 shows the commands.
Q := $(if $(V),,@)

##@ Building

# A kernel that was named is built for, or the build fails.
asked := $(filter command environment,$(firstword $(origin KVER)) $(firstword $(origin KDIR)))

headers := $(asked)$(wildcard $(KDIR))
running := $(shell uname -r)

all: $(if $(headers),modules,no-headers) tools ## module for the running kernel (or KVER=, KDIR=) and tools

no-headers:
	@echo "No kernel headers here: only the tools are built. On Debian: apt-get install linux-headers-$(running)"

need-headers:
	@echo "No kernel headers here. On Debian: apt-get install linux-headers-$(running)" >&2; false

# The source directory stays clean: every kernel gets a directory of symbolic links to build in.
modules: $(if $(headers),check-config,need-headers) ## the module, in build/kmod/RELEASE/
	$(if $(asked)$(filter $(running),$(KVER)),,@echo "No headers of the running kernel $(running): this is built for $(KVER)")
	$(Q)scripts/farm $(O)/kmod/$(KVER)
	$(Q)flock $(O)/kmod/$(KVER)/.lock $(MAKE) -C $(KDIR) M=$(O)/kmod/$(KVER) modules

kmod-uml: ## the module for the debug kernel of lane uml
	$(Q)scripts/farm $(O)/kmod/uml
	$(Q)flock $(O)/kmod/uml/.lock $(MAKE) -C $$(scripts/uml-kernel) ARCH=um M=$(O)/kmod/uml modules

tools: ## rsvpctl, librsvp and its examples, in build/tools/
	$(Q)$(MAKE) -C tools O=$(O)/tools

check-config: ## name what the configuration of the kernel lacks
	$(Q)scripts/check-config $(if $(filter check-config,$(MAKECMDGOALS)),-v) $(KDIR)

clean: ## remove what was built here; kernels stay in the cache
	$(Q)rm -rf build

##@ Installing

install: tools ## rsvpctl, librsvp, manual pages, completion, headers (DESTDIR, PREFIX)
	$(Q)$(MAKE) -C tools O=$(O)/tools DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) install
	$(Q)install -D -m 644 uapi/linux/rsvp.h $(DESTDIR)$(PREFIX)/include/linux/rsvp.h

modules_install: modules ## the module, into /lib/modules/RELEASE/updates (DESTDIR or INSTALL_MOD_PATH)
	$(Q)install -D -m 644 $(O)/kmod/$(KVER)/rsvp.ko $(MODULE_DIR)/rsvp.ko
	$(Q)depmod $(if $(INSTALL_MOD_PATH),-b $(INSTALL_MOD_PATH)) $(KVER)

dkms-install: ## have DKMS build the module for every kernel that is installed
	$(Q)mkdir -p $(DESTDIR)/usr/src/rsvp-$(VERSION)
	$(Q)cp -r Makefile dkms.conf scripts kmod uapi $(DESTDIR)/usr/src/rsvp-$(VERSION)/
	$(Q)$(if $(DESTDIR),,for kernel in $(patsubst /lib/modules/%/build,%,$(wildcard /lib/modules/*/build)); do \
		dkms install rsvp/$(VERSION) -k $$kernel || exit; done)

uninstall: ## remove what install and modules_install put there
	$(Q)$(MAKE) -C tools O=$(O)/tools DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) uninstall
	$(Q)rm -f $(DESTDIR)$(PREFIX)/include/linux/rsvp.h
	$(Q)if [ -e $(MODULE_DIR)/rsvp.ko ]; then \
		rm $(MODULE_DIR)/rsvp.ko; depmod $(if $(INSTALL_MOD_PATH),-b $(INSTALL_MOD_PATH)) $(KVER); fi

##@ Seeing and testing

setup: ## install the Debian packages that are missing here
	$(Q)scripts/setup base style

# Enough for what runs in a lane; the compilers and linters of `make setup` are not needed.
setup-base:
	$(Q)scripts/setup base

setup-style:
	$(Q)scripts/setup base style

setup-frr:
	$(Q)scripts/setup base frr

setup-ffmpeg:
	$(Q)scripts/setup base ffmpeg

demo: setup-base ## watch reservations hold on two routers, in a virtual machine
	$(Q)selftests/demo/run

demo-multicast: setup-ffmpeg ## watch two rules protect a film that ffmpeg sends to a group, in a virtual machine
	$(Q)selftests/demo/multicast/run

check: setup-base ## unit tests, then every test in the lanes uml and vm (T=name, LANE=unit|uml|vm, JOBS=n)
	$(Q)selftests/run

unit: ## unit tests of the code that needs no kernel
	$(Q)LANE=unit selftests/run

# What the tests in lanes run besides rsvpctl
test-programs:
	$(Q)$(MAKE) -C selftests O=$(O)/selftests

fuzz: setup-style ## fuzz the parsers for FUZZ_SECONDS (60)
	$(Q)$(MAKE) -C selftests/fuzz O=$(O)/fuzz FUZZ_SECONDS=$(or $(FUZZ_SECONDS),60) check

# An hour under each pattern of loss, in virtual time, over both families
soak: setup-base ## a hundred reservations over links that lose messages, for hours of virtual time
	$(Q)for test in loss.sh loss_v6.sh; do \
		LOSS_SESSIONS=100 LOSS_MINUTES=60 selftests/vm/run --lane uml --timeout 7200 -- selftests/$$test || exit; done

frr: setup-frr ## local repair behind FRR, which moves the way of data under load
	$(Q)T=frr_ selftests/run

bench: setup-base ## measure, in the lane vm with virtual time
	$(Q)selftests/bench/run

kselftest: setup-base ## run the tests by the kernel's own run_kselftest.sh
	$(Q)scripts/kselftest

##@ Checking the source

style: setup-style ## checkpatch, shellcheck, and more warnings from gcc and clang
	$(Q)scripts/style

sparse: setup-style ## sparse, with endianness
	$(Q)scripts/style sparse

check-spec: ## the netlink specification against header and policies
	$(Q)scripts/check-spec

check-conformance: ## every sentence of the RFCs and rule of Winsock has a line, and what the lines name exists
	$(Q)scripts/conformance check

help: ## this list
	@awk -F ' ## ' '/^##@ / { print "\n" substr($$0, 5) } \
		/^[a-z_-]+:.* ## / { split($$1, target, ":"); printf "  %-18s %s\n", target[1], $$2 }' $(MAKEFILE_LIST)

.PHONY: all no-headers need-headers test-programs modules kmod-uml tools check-config clean install modules_install dkms-install uninstall \
	setup setup-base setup-style setup-frr setup-ffmpeg demo demo-multicast check unit fuzz soak frr bench kselftest style sparse check-spec check-conformance help
