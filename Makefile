# Async from Scratch, in C: every command the reader types.
# `make help` lists them. CC, CFLAGS and BUILD can be set; nothing is written
# outside $(BUILD) but by the commands that say so.

CC     ?= cc
CFLAGS ?= -O1 -g -Wall -Wextra
BUILD  ?= build
PARTS   = part1-futures part2-executor part3-io

STRICT = -std=gnu17 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
         -Wmissing-prototypes -Wvla -Wwrite-strings -Wcast-qual -Werror

# A program is a .c file in a chapter's folder. No list to edit: a new file is
# found, and what it includes is found by the compiler.
SOURCES  := $(wildcard $(addsuffix /[0-9][0-9]-*/*.c,$(PARTS)))
PROGRAMS := $(SOURCES:%.c=$(BUILD)/%)

export CC CFLAGS BUILD STRICT MAKE

MAKEFLAGS += -r

.DELETE_ON_ERROR:
.PHONY: FORCE

#- make                  build every program
all: $(PROGRAMS)
.PHONY: all

$(BUILD)/%: %.c $(BUILD)/compiler
	@mkdir -p $(@D)
	@$(CC) -MM -MP -MT $@ -MF $@.d $<
	$(CC) $(CFLAGS) -pthread -o $@ $<

-include $(PROGRAMS:=.d)

# Holds the compiler and its flags; a change of either rebuilds everything.
$(BUILD)/compiler: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS)' > $@

#- make chapter7         build and run the programs of chapter 7, in order
chapter%: FORCE
	@book/tools/steps run $*

#- make exercise7        check your answers (E=2: only the second exercise)
exercise%: FORCE
	@book/tools/exercise check $* "$(E)"

#- make hint7            a hint where you are stuck (E=2 H=3: a strong one)
hint%: FORCE
	@book/tools/exercise hint $* "$(E)" "$(H)"

#- make reset7 E=2       start exercise 2 anew; your answer is kept beside it
reset%: FORCE
	@book/tools/exercise reset $* "$(E)"

#- make solution7        the same checks on our solutions
solution%: FORCE
	@book/tools/exercise solution $* "$(E)"

#- make progress         which exercises you have done
progress:
	@book/tools/exercise progress

#- make diff7            what changed from each program of chapter 7 to the next
diff%: FORCE
	@book/tools/steps diff $*

#- make single P=FILE.c  one program with its headers folded in, to paste
single:
	@book/tools/single '$(P)'

chapter exercise hint reset solution diff:
	@echo "write it with the number: make $@3; make help lists the commands" >&2
	@exit 2

#- make test             every test; test7: those of chapter 7
test: all
	@book/tools/test

test%: all FORCE
	@book/tools/test $*

ASAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
       -fno-sanitize-recover=all
TSAN = -O1 -g -fsanitize=thread

#- make asan             the programs' tests under address and undefined
asan:
	@$(MAKE) --no-print-directory BUILD='$(BUILD)/asan' CFLAGS='$(ASAN)' \
	    test-programs

#- make tsan             the programs' tests under the thread sanitizer
tsan:
	@$(MAKE) --no-print-directory BUILD='$(BUILD)/tsan' CFLAGS='$(TSAN)' \
	    test-programs

test-programs: all
	@book/tools/test programs

#- make lint             analysers and format, over everything
lint:
	@book/tools/lint

#- make format           clang-format, in place
format:
	clang-format -i $$(git ls-files '*.c' '*.h')

#- make book-sync        rewrite listings and outputs from the real ones
book-sync: all
	@book/tools/book-sync

#- make book-check       fail where a listing or an output is not the real one
book-check: all
	@book/tools/book-sync --check

#- make figures          redraw the recorded figures (F=FILE.timeline: one)
figures:
	@book/tools/figures $(F)

#- make compile_commands.json  how each program is compiled, for editors
compile_commands.json: FORCE
	@book/tools/steps compile-commands > $@

#- make clean            remove what was built
clean:
	rm -rf '$(BUILD)'

#- make help             this list
help:
	@sed -n 's/^#- //p' Makefile

.PHONY: chapter exercise hint reset solution diff progress single test asan \
        tsan test-programs lint format book-sync book-check figures clean help
