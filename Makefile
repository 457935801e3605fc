# Every target works on a fresh machine with Python 3.11+ and make; `make setup` brings the rest.
# ENV=local (the default) deploys into the embedded local AWS; any other ENV into the caller's own account.
# ARGS are more options of `chatcheck run`: make verify ARGS="--chat 'tells where an order is'".

ENV     ?= local
PYTHON  ?= python3
SPECS   ?= specs/chats
JOBS    ?=
ARGS    ?=
BUILD   := build
# Relative, since the path to here may have spaces in it.
BIN     := .venv/bin
OUTPUTS := $(BUILD)/outputs.json
CDK     := node_modules/.bin/cdk
SETUP   := .venv/.ready node_modules/.ready

export PATH := $(CURDIR)/$(BIN):$(PATH)
export JSII_NODE := $(CURDIR)/$(BIN)/node
export JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION := 1
export CDK_DISABLE_CLI_TELEMETRY := true
export npm_config_update_notifier := false
# A container's user often has no home to write to: then what is fetched is kept beside what it becomes.
ifneq ($(shell mkdir -p "$${XDG_CACHE_HOME:-$$HOME/.cache}" 2>/dev/null && test -w "$${XDG_CACHE_HOME:-$$HOME/.cache}" && echo yes),yes)
export XDG_CACHE_HOME := $(CURDIR)/.venv/cache
export UV_CACHE_DIR := $(XDG_CACHE_HOME)/uv
export npm_config_cache := $(XDG_CACHE_HOME)/npm
export CDK_HOME := $(XDG_CACHE_HOME)/cdk
export JSII_RUNTIME_PACKAGE_CACHE_ROOT := $(XDG_CACHE_HOME)/jsii
endif

.PHONY: setup lint deploy run verify destroy test conformance check bench accept picture clean

setup: $(SETUP)

.venv/.ready: requirements.txt pyproject.toml
	@echo "setup: Python packages into .venv"
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "setup: $(PYTHON) is no Python 3.11 or newer; name one: make setup PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }  # half of one would be kept
	@$(BIN)/python -c 'import uv' 2>/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/python -m uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.txt
	@$(BIN)/python -m uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python -e .
	@touch $@

node_modules/.ready: package.json package-lock.json .venv/.ready
	@echo "setup: the CDK CLI into node_modules"
	@npm ci --no-progress --no-fund --no-audit --loglevel=error > /dev/null
	@touch $@

# What the local environment needs around a command; a real environment needs nothing around it.
ifeq ($(ENV),local)
AROUND := chatcheck local exec --
# Without it the CDK CLI would look for credentials of account 000000000000, and say no more than that.
define need-aws
@test -n "$$AWS_ENDPOINT_URL$$AWS_PROFILE" || { printf '%s\n' 'make $@: this shell knows of no local AWS' \
	    '  fix: `make verify` starts one, and ends it; or have one in the background:' \
	    '       .venv/bin/chatcheck local start && eval "$$(.venv/bin/chatcheck local env)"' >&2; exit 3; }
endef
define again
{ code=$$?; echo 'one chat again, with an AWS to hold it in: make verify ARGS="--chat '"'NAME'"'"' >&2; exit $$code; }
endef
else
AROUND :=
need-aws :=
again := exit
endif

# Two at once would read each other's outputs and write over each other's reports.
define alone
mkdir -p $(BUILD); other=$$(cat $(BUILD)/verify.pid 2>/dev/null); \
	if kill -0 "$$other" 2>/dev/null; then echo "make verify: another one runs in this folder, process $$other:" \
	    "wait for it, or use a second checkout;" \
	    "if there is none, remove $(BUILD)/verify.pid" >&2; exit 3; fi; \
	echo $$$$ > $(BUILD)/verify.pid; trap 'rm -f $(BUILD)/verify.pid' EXIT
endef

verify: setup
	@$(alone); $(AROUND) $(MAKE) --no-print-directory deploy run ENV=$(ENV) || $(again)

# What is wrong by itself is told in a second, not after a synth.
lint: setup
	@chatcheck validate specs
	@chatcheck flow lint specs/flows

deploy: setup
	$(need-aws)
	@$(MAKE) --no-print-directory lint
	@mkdir -p $(BUILD)
	@$(BIN)/python -m stacks.bootstrap $(ENV)
	@$(CDK) deploy --all --require-approval never --outputs-file $(OUTPUTS) -c env=$(ENV)

run: setup
	@chatcheck run $(SPECS) --outputs $(OUTPUTS) $(if $(JOBS),--jobs $(JOBS)) \
	    --report html=$(BUILD)/report.html --report junit=$(BUILD)/junit.xml --report json=$(BUILD)/report.json \
	    --transcripts $(BUILD)/transcripts $(ARGS)

destroy: setup
	$(need-aws)
	@$(CDK) destroy --all --force -c env=$(ENV)

test: setup
	@pytest -n 2 --dist loadfile -m 'not e2e'
	@pytest -n 3 --dist loadfile --no-loadscope-reorder -m e2e  # chats mostly wait: more than there are cores

conformance: setup
	@CHATCHECK_CONFORMANCE=300 pytest -m conformance

check: setup
	@ruff format --check .
	@ruff check .
	@mypy
	@lint-imports --no-cache

build/rivals/.ready: tests/benchmarks/requirements.txt .venv/.ready
	@echo "setup: what the benchmarks compare with, into build/rivals"
	@$(BIN)/python -m uv venv --quiet --clear --python $(BIN)/python build/rivals
	@$(BIN)/python -m uv pip sync --quiet --require-hashes --python build/rivals/bin/python $<
	@touch $@

bench: setup build/rivals/.ready
	@python -m tests.benchmarks.bench

accept: setup
	@mkdir -p $(BUILD)
	@CHATCHECK_ACCEPT=1 pytest -q tests/unit/spec/test_spec_cases.py tests/unit/spec/test_start_schema_drift.py \
	    tests/unit/flow/lint/test_flow_lint_cases.py tests/docs
	@pytest -q --snapshot-update tests/stacks
	@python -m chatcheck.emulator.fidelity > $(BUILD)/fidelity.md && mv $(BUILD)/fidelity.md docs/fidelity.md
	@git diff --stat

# The picture of the report in README: the example with one expectation that does not hold.
picture: setup
	@mkdir -p $(BUILD)/picture && cp -r specs $(BUILD)/picture
	@sed -i 's/equals: Let me look that up\./equals: Let me look for it./' $(BUILD)/picture/specs/chats/orders.chat.yaml
	@chatcheck local exec -- sh -c '$(MAKE) --no-print-directory deploy && cd $(BUILD)/picture && \
	    chatcheck run specs/chats --outputs ../outputs.json --report html=report.html || [ $$? = 1 ]'
	@python -m tests.browser.screenshot $(BUILD)/picture/report.html docs/report.png

clean:
	rm -rf $(BUILD) cdk.out .venv node_modules .chatcheck .mypy_cache .ruff_cache .pytest_cache .hypothesis
