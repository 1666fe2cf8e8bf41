# Every task a person needs, one target each; `make help` lists them. Nothing but Go, Node, npm and make has to be there
# before: packages, tools and the browser of the tests install themselves.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run site cases test test-go test-wasm test-js test-types test-browser bench bench-check measure lint fmt clean wasm need-go need-node FORCE

PORT ?= 8080
PREFIX ?= /

# A checkout whose owner is somebody else (CI, containers) has no readable version for Go to stamp; the build is the same without.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

# Inlining costs the engine 9 % of its size, so only what trains is inlined, and the packages of Go that it makes smaller:
# what their functions call is often nothing (web/lean).
NOT_INLINED := -gcflags=all=-l $(foreach package,runtime internal/runtime/maps internal/runtime/sys internal/abi internal/strconv math math/bits,-gcflags=$(package)=)
SMALL := $(NOT_INLINED) $(foreach package,mlp train elementary,-gcflags=plateau/wasm/$(package)=)

# The collector of Go 1.25 is 9 kB smaller than the new one, which an engine that hardly allocates does not need. Only Go 1.26 has both.
COLLECTOR = $(if $(findstring go1.26,$(shell go env GOVERSION)),GOEXPERIMENT=nogreenteagc)

BIN := web/node_modules/.bin
TOOL := go tool -modfile=.ci/tools.mod
PACKAGES := web/node_modules/.package-lock.json
BENCH_PACKAGES := web/bench/node_modules/.package-lock.json
GO_FILES = $(shell find server static wasm web -name '*.go' -not -path '*/node_modules/*')
JS_TESTS = $(shell find static web -name '*.test.js' -not -path '*/node_modules/*' -not -path 'static/dist/*')
FORMATTED := '{static,web,.github}/**/*.{js,css,ts,json,yml}' '!**/testdata/**' '!web/verdicts.json'

help: ## List what make can do.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: site ## Build the site and serve it on http://127.0.0.1:8080/ (PORT=8081 and PREFIX=/some/path/ change that).
	go run ./server -addr 127.0.0.1:$(PORT) -prefix $(PREFIX)

site: $(PACKAGES) wasm ## Build the whole site, ready for any static host, into static/dist.
	go run ./web -out static/dist -wasm build/plateau.wasm -reader build/reader.wasm -survey build/survey.wasm -wasm-exec build/wasm_exec.js

test: test-go test-wasm test-types test-js test-browser ## Run every test: native, as WebAssembly in Node, JavaScript, browser.

test-go: need-go $(PACKAGES) ## Run the Go tests natively.
	go vet ./...
	$(TOOL) gotestsum --format pkgname -- ./...

# A large environment keeps Go's wasm programs from starting in Node (it shares 12 kB with the arguments), so they get a small one.
test-wasm: need-go need-node ## Run the Go tests of the engine as WebAssembly in Node.
	$(TOOL) gotestsum --format pkgname --raw-command -- env GOOS=js GOARCH=wasm go test -json \
		-exec "env -i 'PATH=$$PATH' 'HOME=$$HOME' '$$(go env GOROOT)/lib/wasm/go_js_wasm_exec'" ./wasm/...

test-types: $(PACKAGES) ## Check the types of the JavaScript.
	$(BIN)/tsc -p web/tsconfig.json

test-js: need-node ## Run the unit tests of the JavaScript modules in Node.
	node --test --test-reporter=spec $(JS_TESTS)

test-browser: site ## Run the browser tests on the built site; a Chromium is installed where there is none.
	CHROMIUM="$$(node web/browser.js)" && export CHROMIUM && cd web && node_modules/.bin/playwright test $(ONLY)

cases: need-go ## Diagnose every real stuck network of the gallery and print what was found and what cured it (8 minutes).
	go test ./wasm/diagnose -run TestCases -v -every -timeout 30m -count=1

bench: $(PACKAGES) $(BENCH_PACKAGES) need-go ## Time training beside other libraries and C, and record it (6 minutes; SHORT=1: one, without the record).
	CHROMIUM="$$(node web/browser.js)" BENCH_GOFLAGS="$(SMALL)" node web/bench/bench.js

bench-check: $(PACKAGES) $(BENCH_PACKAGES) need-go ## Fail if training has become slower against C than was recorded.
	CHROMIUM="$$(node web/browser.js)" BENCH_GOFLAGS="$(SMALL)" node web/bench/check.js

measure: site ## Measure what a person waits for, in Chromium: first picture, edits, drags, embeds, diagnosis (1 minute).
	CHROMIUM="$$(node web/browser.js)" node web/measure/measure.js

lint: site test-types ## Check format, vet, static analysis, types, styles, built pages, and the size budgets.
	@unformatted="$$($(TOOL) gofumpt -l $(GO_FILES))" && if [ -n "$$unformatted" ]; then \
		echo "Not formatted (make fmt does it):" $$unformatted >&2; exit 1; fi
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./wasm/...
	staticcheck="$$($(TOOL) -n staticcheck)" && "$$staticcheck" ./... && GOOS=js GOARCH=wasm "$$staticcheck" ./wasm/...
	$(BIN)/eslint --config web/eslint.config.js static web
	$(BIN)/prettier --config web/prettier.config.js --log-level warn --check $(FORMATTED)
	$(BIN)/stylelint --config web/stylelint.config.js 'static/**/*.css' --ignore-pattern 'static/dist/**'
	find static/dist -name '*.html' -exec $(BIN)/html-validate --config web/htmlvalidate.json {} +
	node web/budget.js static/dist

fmt: need-go $(PACKAGES) ## Lay out every source file as lint wants it.
	$(TOOL) gofumpt -w $(GO_FILES)
	$(BIN)/eslint --config web/eslint.config.js --fix static web
	$(BIN)/stylelint --config web/stylelint.config.js --fix 'static/**/*.css' --ignore-pattern 'static/dist/**'
	$(BIN)/prettier --config web/prettier.config.js --log-level warn --write $(FORMATTED)

clean: ## Remove what was built; installed packages stay.
	rm -rf build web/test-results web/playwright-report
	find static/dist -mindepth 1 ! -name .nojekyll -delete

# wasm_exec.js comes from the Go that compiles: one of another version is the commonest way for Go's wasm not to start.
wasm: need-go
	mkdir -p build && rm -f build/*.wasm
	go run ./web/lean -out build/lean
	GOOS=js GOARCH=wasm $(COLLECTOR) go build -overlay build/lean/overlay.json -trimpath -ldflags="-s -w -buildid=" $(SMALL) -o build/plateau.wasm ./wasm
	GOOS=js GOARCH=wasm $(COLLECTOR) go build -overlay build/lean/overlay.json -trimpath -ldflags="-s -w -buildid=" $(NOT_INLINED) -o build/reader.wasm ./wasm/reader
	GOOS=js GOARCH=wasm $(COLLECTOR) go build -overlay build/lean/overlay.json -trimpath -ldflags="-s -w -buildid=" $(SMALL) -gcflags=plateau/wasm/landscape= -o build/survey.wasm ./wasm/survey
	cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" build/wasm_exec.js

# npm writes this file last; it is older than the lock when the lock has changed since.
$(PACKAGES): web/package-lock.json | need-node
	cd web && npm ci --no-audit --no-fund --loglevel=error
	touch $@

# Apart from the others, so that nobody installs TensorFlow.js to run the tests. No package needs its install script.
$(BENCH_PACKAGES): web/bench/package-lock.json | need-node
	cd web/bench && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

need-go:
	@command -v go >/dev/null || { \
		echo "Plateau is built with Go 1.26 or newer, which is missing here: https://go.dev/dl/" >&2; exit 1; }
	@minor="$$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')"; [ "$${minor:-0}" -ge 26 ] || { \
		echo "Plateau needs Go 1.26 or newer; here is $$(GOTOOLCHAIN=local go version): https://go.dev/dl/" >&2; exit 1; }

need-node:
	@command -v node >/dev/null || { \
		echo "Plateau is built with Node 20 or newer, which is missing here: https://nodejs.org/en/download" >&2; exit 1; }
	@node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' || { \
		echo "Plateau needs Node 20 or newer; here is $$(node --version): https://nodejs.org/en/download" >&2; exit 1; }
	@command -v npm >/dev/null || { \
		echo "npm is missing; it comes with Node (https://nodejs.org/en/download) or as a package: apt-get install npm" >&2; exit 1; }
