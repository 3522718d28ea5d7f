# Reads the TAP of one test file whose bats ended with `status`; prints a line that says how it went, and the
# failures whole; writes "PASSED FAILED SKIPPED" to the file `counts`.
/^1\.\./ { planned = substr($0, 4) }
/^ok .* # skip/ { skipped++; shown = 0; next }
/^ok / { passed++; shown = 0; next }
/^not ok / { failed++; shown = 1 }
shown || !planned { text = text "  " $0 "\n" }
END {
    lost = planned - passed - skipped - failed
    if (planned + 0 == 0)
        lost = 1 # a file that runs no test has failed
    if (lost > 0) {
        failed += lost
        text = text "  ran " planned - lost " tests of " planned + 0 "\n"
    }
    if (status != 0 && failed == 0) {
        failed = 1
        text = text "  bats itself ended with status " status "\n"
    }
    printf "%-6s %s: %d passed", failed ? "FAILED" : "ok", file, passed
    printf failed ? ", " failed " failed" : ""
    printf skipped ? ", " skipped " skipped" : ""
    printf "\n%s", failed ? text : ""
    print passed + 0, failed + 0, skipped + 0 > counts
}
