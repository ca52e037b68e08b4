# What each target is for stands in README.md. Everything it makes goes to
# .build/ (safe to delete) and .clearlist/ (development keys, store, lists).

ADDR    ?= 127.0.0.1:8787
ORIGIN  ?= http://$(ADDR)
DATA    ?= ../shared/data
BUILD   := .build
STATE   := .clearlist
CLI     := $(BUILD)/clearlist
CORE    := $(BUILD)/core.wasm
PATCHER := $(BUILD)/patcher.wasm
PEER    := $(BUILD)/ahocorasick/release/ahocorasick-peer
NODE    := cd extension && npm run --silent
BUNDLE  := go run ./extension/bundle --server $(ORIGIN) --base $(STATE)/published/base
MODULE  := GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -buildvcs=false -ldflags='-s -w'

GOFUMPT     := mvdan.cc/gofumpt@v0.12.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0

.DEFAULT_GOAL := help
.PHONY: help run build core cli lists extension test test-go test-wasm test-ts test-e2e \
        check vet vuln reproducible packages weblint eval bench bench-import bench-reuse bench-serve bench-sizes soak peer attacks pictures matrix editors node browsers clean

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "make %-13s %s\n", $$1, $$2}'

run: build ## build everything and serve the Try it page and the lists on loopback
	@$(CLI) serve --state $(STATE) --addr $(ADDR) --try $(BUILD)/try --extension $(BUILD)/extension

build: core cli lists extension ## the command, the core and the extension for both browsers

# Go's runtime is started here and now, and not in each browser (extension/bundle/snapshot).
core:
	$(MODULE) -o $(BUILD)/core.plain.wasm ./wasm
	$(MODULE) -o $(BUILD)/patcher.plain.wasm ./wasm/patcher
	go run ./extension/bundle/snapshot --in $(BUILD)/core.plain.wasm --out $(CORE)
	go run ./extension/bundle/snapshot --in $(BUILD)/patcher.plain.wasm --out $(PATCHER)

cli:
	go build -trimpath -o $(CLI) ./server

# Compiles the curated lists and signs them with keys made on the first run.
# Who develops changes as much as he likes.
lists: cli
	$(CLI) keys init --state $(STATE)
	$(CLI) publish --state $(STATE) --max-change 1000

extension: core lists
	$(BUNDLE) --core $(CORE) --patcher $(PATCHER) --out $(BUILD)

test: test-go test-wasm test-ts test-e2e ## Go, the core as WebAssembly, TypeScript, and the built extension in both browsers

test-go:
	go test ./...

# The core again, as WebAssembly: Go's own runner needs only Node.
test-wasm:
	GOOS=js GOARCH=wasm go test -exec="$$(go env GOROOT)/lib/wasm/go_js_wasm_exec" ./wasm/...

test-ts: node build
	$(NODE) check
	$(NODE) test

test-e2e: node browsers build ## the built extension in Chromium and Firefox
	$(NODE) e2e

check: test vet reproducible weblint vuln ## all that must hold before a change lands

vet:
	@test -z "$$(go run $(GOFUMPT) -l wasm server extension | tee /dev/stderr)"
	go vet ./...
	GOOS=wasip1 GOARCH=wasm go vet ./wasm ./wasm/patcher
	go run $(STATICCHECK) ./...
	$(CLI) lists check

# The vulnerability data is fetched from outside: out of reach is said, not failed.
vuln:
	@go run $(GOVULNCHECK) ./... || { [ $$? -ne 3 ] && echo "govulncheck: not reachable, skipped"; }

reproducible: build ## the same sources give the same bytes, twice
	$(BUNDLE) --core $(CORE) --patcher $(PATCHER) --out $(BUILD)/again
	$(MODULE) -a -o $(BUILD)/again/core.plain.wasm ./wasm
	$(MODULE) -o $(BUILD)/again/patcher.plain.wasm ./wasm/patcher
	go run ./extension/bundle/snapshot --in $(BUILD)/again/core.plain.wasm --out $(BUILD)/again/core.wasm
	go run ./extension/bundle/snapshot --in $(BUILD)/again/patcher.plain.wasm --out $(BUILD)/again/patcher.wasm
	cmp $(CORE) $(BUILD)/again/core.wasm
	cmp $(PATCHER) $(BUILD)/again/patcher.wasm
	diff -r $(BUILD)/extension $(BUILD)/again/extension

packages: reproducible weblint ## zips for the stores and their reviewers, with their hashes
	rm -rf $(BUILD)/packages && mkdir -p $(BUILD)/packages
	cp $(BUILD)/extension/clearlist-chromium.zip $(BUILD)/packages/clearlist-chrome.zip
	cp $(BUILD)/extension/clearlist-chromium.zip $(BUILD)/packages/clearlist-edge.zip
	cp $(BUILD)/extension/clearlist-firefox.zip $(BUILD)/packages/clearlist-firefox.zip
	git archive --format=zip -o $(BUILD)/packages/clearlist-source.zip --prefix=clearlist/$(STATE)/published/base/ \
	  $(addprefix --add-file=$(STATE)/published/base/,root.json base.json curated.pack) --prefix=clearlist/ HEAD
	cd $(BUILD)/packages && sha256sum *.zip | tee SHA256SUMS

weblint: node build
	$(NODE) lint

eval: core cli ## quality on real and own listings, each disagreement in a line
	go run ./server/internal/eval --data $(DATA)

bench-import: cli ## 3 million generated records into a store: speed a core, growth, memory; some 15 minutes and 2 GB
	go run ./server/internal/importbench --clearlist $(CLI) --dir $(BUILD)/importbench

soak: ## kills imports, publications and updates at random moments, 200 times each
	go test ./server -run=TestKilled -count=1 -v -timeout=60m -args -kills=200 -publish-kills=200

# $(call compare,PROGRAMS,PACKAGES) brings what figures stand beside from Debian.
# What cannot be installed is left out of them: one line says so, nothing fails.
compare = $(foreach program,$(1),command -v $(program) >/dev/null &&) : || \
	{ [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; } || \
	echo "To compare with $(1): sudo apt-get install $(2)"

bench-serve: ## the same files by nginx and by serve, with wrk, on loopback; a minute and a half
	@$(call compare,nginx wrk,nginx-light wrk)
	go test ./server -run=TestServesBesideNginx -count=1 -v -timeout=10m -args -nginx

bench-sizes: ## what a client downloads, the first time and a week later, beside zstd --patch-from and bsdiff
	@$(call compare,bsdiff zstd,bsdiff zstd)
	go test ./server/internal/release -run='^$$' -bench=Sizes -benchtime=1x -timeout=20m

bench-reuse: node core ## copied copy: size and times from 1,000 to 1 million listings, beside minhash and pg_trgm; some 15 minutes
	go run ./server/internal/reusebench --out $(BUILD)/reusebench
	$(NODE) bench:reuse $(abspath $(BUILD))/reusebench

bench: node browsers build peer ## times in the core beside peers, and in both browsers
	go test -run='^$$' -bench=. -benchmem ./wasm/...
	go run ./server/internal/bench --data $(DATA) --out $(BUILD)/bench --peer $(PEER)
	$(NODE) bench:core $(abspath $(BUILD))/bench
	$(NODE) bench:harper
	$(NODE) bench

# The peer in Rust comes from Debian alone; without the right to install, it is left out.
peer:
	@command -v cargo >/dev/null && ls /usr/share/cargo/registry/aho-corasick-* >/dev/null 2>&1 || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    cargo librust-aho-corasick-dev >/dev/null; \
	else echo "To compare with aho-corasick: sudo apt-get install cargo librust-aho-corasick-dev"; fi
	-@cd server/internal/bench/ahocorasick && cargo build --quiet --release --offline --target-dir $(abspath $(BUILD))/ahocorasick

attacks: node browsers build ## every attack and fault on the list updates, in both browsers
	$(NODE) attacks

pictures: node browsers build ## screenshots of all that a person sees
	$(NODE) pictures

matrix: node browsers build editors ## published editors by behaviours in both browsers, as a table
	$(NODE) matrix

# Real editors from npm, in a package of their own: only these tests need their 330 MB.
editors: extension/test/editors/node_modules/.package-lock.json
	cd extension/test/editors && node build.js $(abspath $(BUILD))/editors

extension/test/editors/node_modules/.package-lock.json: extension/test/editors/package.json extension/test/editors/package-lock.json
	cd extension/test/editors && npm ci --no-audit --no-fund
	@touch $@

node: extension/node_modules/.package-lock.json

# Where it is a link, npm would empty the folder of whoever it is shared with.
extension/node_modules/.package-lock.json: extension/package.json extension/package-lock.json
	@[ ! -L extension/node_modules ] || rm extension/node_modules
	cd extension && npm ci --no-audit --no-fund
	@touch $@

# Both browsers come from Debian; without the right to install, one line says what to do.
browsers:
	@command -v chromium >/dev/null && command -v firefox-esr >/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium chromium-l10n firefox-esr fonts-noto-cjk >/dev/null; \
	else echo "The browser tests need both browsers: sudo apt-get install chromium chromium-l10n firefox-esr fonts-noto-cjk"; exit 1; fi

clean: ## remove what the build made; keys, store and published lists stay
	rm -rf $(BUILD)
