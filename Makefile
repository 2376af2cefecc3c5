# Redress. `make help` lists what there is; `make run` is the place to start.
#
# As root on Debian the targets install what they lack and ask nothing. As an
# ordinary user they say in one sentence what is lacking and stop.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO     ?= go
LISTEN ?= 127.0.0.1:8080
# More words for the command of `make run`, `db`, `migrate`, `bench` and `screenshots`.
ARGS   ?=
# What the program is to have beside the usual: pkcs11, to sign with tokens. It needs a C compiler.
TAGS   ?=
# The packages of `make test`, and what to tell `go test` about them. Tests wait
# for the database more than they compute, so twice as many run as there are cores here.
PKG       ?= ./...
TESTFLAGS ?= -race -parallel=4 -timeout=15m
# The program of `make bench`.
BENCH  ?= ./tools/bench
# The browser of `make e2e`, and the Node.js fetched when the system's is too old.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || echo chromium)
NODE_VERSION := 22.23.3

# Where Debian keeps PDFBox Preflight and what it stands on.
PREFLIGHT_JARS := $(subst $(eval) ,:,$(patsubst %,/usr/share/java/%.jar,preflight pdfbox2 xmpbox fontbox2 commons-logging jaxb-api javax.activation))

GO_DIRS   := cmd internal migrations tools web
GO_LIST    = $(wildcard $(GO_DIRS))
LINT      := build/tools/golangci-lint
TEMPL     := build/tools/templ
GOTESTSUM := $(GO) tool -modfile=tools/test/go.mod gotestsum
# Node.js from build/node wins when it is there (see need-node).
NODE_ENV  := PATH="$(CURDIR)/build/node/bin:$$PATH" CHROMIUM="$(CHROMIUM)"

# $(call need,TEST,PACKAGES,NAME): when the shell command TEST fails, install the
# Debian PACKAGES, or say that NAME is lacking. The package lists are fetched only
# when the first try fails, so that a machine that has everything stays off the network.
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300
define need
	@if ! { $(1); } >/dev/null 2>&1; then \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing $(3) (Debian: $(strip $(2)))"; \
			mkdir -p build; \
			install() { $(APT) install -y --no-install-recommends $(2) >build/apt.log 2>&1 </dev/null; }; \
			install || { $(APT) update >build/apt.log 2>&1 </dev/null && install; } || { \
				tail -n 5 build/apt.log >&2; echo "Could not install $(strip $(2)); the whole log is in build/apt.log." >&2; exit 1; }; \
		else \
			echo "Redress needs $(3), and it is not here: install it (on Debian: sudo apt-get install --no-install-recommends $(strip $(2))) and repeat." >&2; \
			exit 1; \
		fi; \
	fi
endef

# Where internal/embedpg looks for the server's programs, told in shell.
HAVE_POSTGRES := [ -n "$${REDRESS_PG_BIN:-}" ] || command -v postgres \
	|| compgen -G '/usr/lib/postgresql/*/bin/initdb' || compgen -G '/usr/pgsql-*/bin/initdb' \
	|| compgen -G '/opt/homebrew/opt/postgresql@*/bin/initdb' || compgen -G '/usr/local/opt/postgresql@*/bin/initdb' \
	|| compgen -G '/Applications/Postgres.app/Contents/Versions/*/bin/initdb'
# Debian makes and starts a database of its own when PostgreSQL is installed. Ours
# is private and the machine's owner did not ask for another, so it is told not to.
NO_CLUSTER := /etc/postgresql-common/createcluster.d/redress-make.conf

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: run
run: build ## Start the demonstration on http://127.0.0.1:8080 (LISTEN=HOST:PORT, ARGS="--data DIR")
	@if [ -z "$${REDRESS_DATABASE_URL:-}" ]; then $(MAKE) --no-print-directory need-postgres; fi
	@exec ./build/redress serve --demo --listen $(LISTEN) $(ARGS)

.PHONY: build
build: $(if $(TAGS),need-cc) ## Build build/redress (TAGS=pkcs11: with support for tokens)
	@mkdir -p build
	@$(GO) build -tags '$(TAGS)' -o build/redress ./cmd/redress

.PHONY: test
test: need-postgres need-cc need-papers need-token ## Run all tests but the browser's (PKG=./internal/..., TESTFLAGS=...)
	@$(GOTESTSUM) --format=pkgname-and-test-fails --format-hide-empty-pkg -- -tags=pkcs11 $(TESTFLAGS) $(PKG)

.PHONY: e2e
e2e: build preflight need-postgres need-papers need-office need-gost need-browser e2e/node_modules/.package-lock.json ## Run the browser tests in Chromium (E2E=tests/start.test.mjs for one)
	@cd e2e && $(NODE_ENV) node run.mjs $(or $(E2E),tests/*.test.mjs)

.PHONY: preflight
preflight: need-preflight ## Hold drawn papers against PDF/A-1b with PDFBox (a part of e2e)
	@mkdir -p build/preflight && javac -cp '$(PREFLIGHT_JARS)' -d build/preflight tools/preflight/Preflight.java
	@REDRESS_PREFLIGHT='$(CURDIR)/build/preflight:$(PREFLIGHT_JARS)' $(GO) test -count=1 -run '^TestPreflight$$' ./internal/pdf

.PHONY: screenshots
screenshots: build need-postgres need-papers need-browser e2e/node_modules/.package-lock.json ## Take the pictures of the README (ARGS=--all: every page, all widths and themes, into build/pictures)
	@cd e2e && $(NODE_ENV) node screenshots.mjs $(ARGS)

.PHONY: lint
lint: need-cc $(LINT) $(TEMPL) ## Check formatting, vet, linters and generated files; changes nothing
	@files=$$("$$($(GO) env GOROOT)/bin/gofmt" -l $(GO_LIST)); if [ -n "$$files" ]; then echo "These are not as gofmt writes them (gofmt -w):" >&2; echo "$$files" >&2; exit 1; fi
	@$(GO) vet ./...
	@$(LINT) run --build-tags pkcs11 ./...
	@$(MAKE) --no-print-directory check-templ
	@$(GO) mod verify >/dev/null
	@if grep -n '"resolved"' e2e/package-lock.json; then echo "e2e/package-lock.json names a registry: make it again with e2e/.npmrc in force." >&2; exit 1; fi
	@echo "lint: clean"

# Formats and generates the pages in a copy and compares: the tree itself is left
# alone. The copy has a go.mod, which keeps ./... out of it.
.PHONY: check-templ
check-templ: $(TEMPL)
	@rm -rf build/templ && mkdir -p build/templ/web && cp go.mod build/templ/
	@find web -name '*.templ' -print0 | tar --null -T - -cf - | tar -xf - -C build/templ
	@cd build/templ; \
		../tools/templ fmt -fail web >log 2>&1 || { cat log >&2; echo "templ fmt is due: make generate." >&2; exit 1; }; \
		../tools/templ generate >log 2>&1 || { cat log >&2; exit 1; }
	@for f in $$({ find web -name '*_templ.go'; cd build/templ; find web -name '*_templ.go'; } | sort -u); do \
		cmp -s "$$f" "build/templ/$$f" || { echo "$$f is not what its .templ says: make generate." >&2; exit 1; }; \
	done

.PHONY: generate
generate: $(TEMPL) ## Format the .templ pages and make the Go of them
	@$(TEMPL) fmt web
	@$(TEMPL) generate

.PHONY: docs
docs: ## Write docs/regulation.md, permissions.md, states.md and states.svg from the code
	@$(GO) run ./tools/docs

.PHONY: bench
bench: build need-postgres ## Measure, and print every figure beside its floor
	@$(GO) run $(BENCH) $(ARGS)

.PHONY: db
db: build need-postgres ## Start the embedded database and print the psql command for it
	@exec ./build/redress db $(ARGS)

.PHONY: migrate
migrate: build ## Bring the database to the newest migration
	@if [ -z "$${REDRESS_DATABASE_URL:-}" ]; then $(MAKE) --no-print-directory need-postgres; fi
	@exec ./build/redress migrate $(ARGS)

.PHONY: tools
tools: $(LINT) $(TEMPL) ## Build the tools of lint and generate into build/tools

.PHONY: clean
clean: ## Remove build/ and e2e/node_modules (data folders are never touched)
	@rm -rf build e2e/node_modules

$(LINT): tools/lint/go.mod tools/lint/go.sum
	@echo "Building golangci-lint (some minutes, once)"
	@$(GO) build -modfile=tools/lint/go.mod -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(TEMPL): tools/templ/go.mod tools/templ/go.sum
	@$(GO) build -modfile=tools/templ/go.mod -o $@ github.com/a-h/templ/cmd/templ

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	@cd e2e && $(NODE_ENV) npm ci --loglevel=error
	@touch $@

.PHONY: need-postgres
need-postgres:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! { $(HAVE_POSTGRES); } >/dev/null 2>&1; then \
		mkdir -p $(dir $(NO_CLUSTER)); echo 'create_main_cluster = false' >$(NO_CLUSTER); fi
	$(call need,$(HAVE_POSTGRES),postgresql,PostgreSQL)
	@if [ -e $(NO_CLUSTER) ]; then rm -f $(NO_CLUSTER); fi

.PHONY: need-cc
need-cc: # the race detector is linked by a C compiler, and so are the modules of tokens
	$(call need,command -v gcc || command -v clang,gcc libc6-dev,a C compiler (for the race detector and for tokens))

.PHONY: need-papers
need-papers:
	$(call need,command -v pdftotext && command -v qpdf,poppler-utils qpdf,pdftotext and qpdf (tests read papers with them))

.PHONY: need-office
need-office:
	$(call need,command -v soffice,libreoffice-writer-nogui,LibreOffice Writer (a test opens the DOCX of papers with it))

.PHONY: need-gost
need-gost:
	$(call need,command -v openssl && openssl engine gost,openssl libengine-gost-openssl,OpenSSL with its GOST engine (a test signs a ruling with it))

.PHONY: need-token
need-token: # where internal/token looks for it
	$(call need,[ -n "$${SOFTHSM2_MODULE:-}" ] || test -e /usr/lib/softhsm/libsofthsm2.so || test -e /usr/lib64/pkcs11/libsofthsm2.so || test -e /opt/homebrew/lib/softhsm/libsofthsm2.so,softhsm2,SoftHSM 2 (tests sign on its token))

.PHONY: need-preflight
need-preflight:
	$(call need,command -v javac && test -e /usr/share/java/preflight.jar -a -e /usr/share/java/javax.activation.jar -a -e /usr/share/java/jaxb-api.jar,libpdfbox2-java libactivation-java libjaxb-api-java default-jre-headless default-jdk-headless,Java and PDFBox Preflight)

.PHONY: need-browser
need-browser:
	$(call need,command -v "$(CHROMIUM)",chromium fonts-liberation,Chromium)
	$(call need,command -v node && command -v npm,nodejs npm,Node.js 20 or newer with npm)
	@mkdir -p build; if [ "$$($(NODE_ENV) node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then \
		echo "Fetching Node.js $(NODE_VERSION) into build/node (the system's is older than 20)"; \
		package=node-linux-$$(node -p process.arch); \
		npm install --loglevel=error --no-save --prefix build/node "$$package@$(NODE_VERSION)"; \
		mkdir -p build/node/bin; ln -sf "../node_modules/$$package/bin/node" build/node/bin/node; \
	fi
