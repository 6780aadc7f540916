# Voice Secretary. Each target shows the command it stands for in `make help`.
SHELL       := /bin/bash
JDK         := $(shell scripts/find-jdk)
# The option quiets a warning about the libraries of Maven itself.
MVN         := JAVA_HOME=$(JDK) MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow $$MAVEN_OPTS" mvn -B -ntp -Dstyle.color=never
MVN_QUIET   := $(MVN) -q
LISTEN      ?= 127.0.0.1
ONCE        ?=
BENCH       ?=

# program:package pairs; scripts/need installs what is missing
SPEECH      := espeak-ng:espeak-ng
PEERS       := $(SPEECH) ffmpeg:ffmpeg sipp:sip-tester baresip:baresip linphonec:linphone-cli php:php-cli node:nodejs npm:npm python3:python3 pg_ctlcluster:postgresql chromium:chromium

.DEFAULT_GOAL := help
.PHONY: help demo build test bench fmt package clean jdk

help: ## list these targets and what they run
	@echo "make TARGET, and what it stands for:"
	@echo "  make help                     this list"
	@echo "  make demo                     a real call to the balance example, then stays up   (mvn -DskipTests package; ./voice-secretary demo --listen $(LISTEN))"
	@echo "  make demo ONCE=1              the same, ends by itself: exit 0 only if the call went as expected"
	@echo "  make demo LISTEN=0.0.0.0      reachable from other machines (default: loopback only)"
	@echo "  make build                    compile and package without tests   (mvn -DskipTests package)"
	@echo "  make test                     all tests and the house checks      (mvn -T 2 verify)"
	@echo "  make bench                    figures of speed and memory         (mvn -DskipTests package; benchmarks/run)"
	@echo "  make fmt                      format the sources                  (mvn spotless:apply)"
	@echo "  make package                  the versioned archive in dist/      (mvn -Pdist -DskipTests clean package; scripts/package)"
	@echo "  make clean                    remove what was built               (mvn clean)"
	@echo "JDK in use: $(or $(JDK),none found)"

jdk:
	@scripts/find-jdk >/dev/null

build: jdk
	@echo "Building (the first time Maven fetches its libraries: a few minutes)"
	@$(MVN_QUIET) -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true -pl server -am package

demo: jdk
	@scripts/need $(SPEECH)
	@$(MAKE) --no-print-directory build
	@JAVA_HOME=$(JDK) ./voice-secretary demo --listen $(LISTEN) $(if $(ONCE),--once)

test: jdk
	@scripts/need $(PEERS)
	$(MVN) -T 2 verify

bench: jdk
	@scripts/need $(SPEECH)
	@$(MVN_QUIET) -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true -pl benchmarks -am package
	@JAVA_HOME=$(JDK) benchmarks/run $(BENCH)

fmt: jdk
	$(MVN_QUIET) spotless:apply

package: jdk
	@$(MVN_QUIET) -Pdist -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true -pl server -am clean package
	@JAVA_HOME=$(JDK) scripts/package

clean: jdk
	$(MVN_QUIET) clean
	@rm -rf dist
