# The front door. `make run` and `make test` do all the set-up there is; everything else is swift's own commands.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# As shipped: the Swift libraries inside, so that the binaries run where no Swift is installed.
RELEASE := -c release --static-swift-stdlib
SHELL_FILES := .ci/run $(wildcard scripts/*)
SWIFT_FOLDERS := Package.swift Sources Tests $(wildcard Benchmarks)

.PHONY: help setup setup-test setup-bench run test lint release deb test-systemd bench bench-planning bench-delivery \
	clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## check Swift, install the Debian packages the build needs
	@scripts/setup build

setup-test: ## the same, and the packages the tests need
	@scripts/setup test

setup-bench: ## the same, and the programs that deliveries are compared with
	@scripts/setup bench

run: setup ## a year of the Huzhou list on a fast clock, into a maildir; Ctrl-C stops
	@swift build --product deadlined
	@swift build --product deadlinectl
	@exec scripts/run-demo

test: setup-test ## build everything and run all tests
	@swift build --build-tests
	@swift test --skip-build --disable-xctest

lint: ## the style of Swift and shell files, and their length
	@scripts/setup toolchain
	@swift format lint --strict --parallel -r $(SWIFT_FOLDERS)
	@for file in $(SHELL_FILES); do bash -n "$$file"; done
	@find Sources Tests -name '*.swift' -exec awk \
	  'FNR == 601 { print FILENAME ": over 600 lines, split it"; bad = 1 } END { exit bad }' {} +
	@echo "lint: no findings"

release: setup ## both programs, Swift's libraries inside, stripped, into dist/
	@swift build $(RELEASE) --product deadlined
	@swift build $(RELEASE) --product deadlinectl
	@mkdir -p dist
	@for name in deadlined deadlinectl; do \
	  strip -o dist/$$name "$$(swift build $(RELEASE) --show-bin-path)/$$name"; done
	@ls -l dist

deb: release ## a Debian package of them, with units, man pages and completions, into dist/
	@scripts/make-deb

test-systemd: ## install the newest package of dist/ in a container that boots systemd, and run the service there
	@scripts/test-systemd

bench: bench-planning bench-delivery ## both of the next: it takes a quarter of an hour

bench-planning: setup ## time the reading of the notice, of a very large list, and the planning of a year
	@swift build $(RELEASE) --product deadlined-bench
	@"$$(swift build $(RELEASE) --show-bin-path)/deadlined-bench" Config

# What to measure and how often: BENCH="--only mail --rounds 1 --count 1000"; see Benchmarks/delivery/run.py --help.
bench-delivery: setup-bench ## time deliveries only, beside smtp-source, Postfix, Alertmanager and wrk
	@swift build $(RELEASE) --product deadlined
	@Benchmarks/delivery/run.py "$$(swift build $(RELEASE) --show-bin-path)/deadlined" $(BENCH)

clean: ## remove what was built and what `make run` wrote
	@rm -rf .build dist
	@if [ -e demo/.deadlined-demo ]; then rm -rf demo; fi
