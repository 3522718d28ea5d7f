# Walks the Markdown, remembers its fenced blocks and, at the end, compares
# each with its origin, which the comment on the line above it names:
#
#   <!-- src: FILE [NAME...] -->           a file, or definitions in it
#   <!-- diff: FILE FILE [NAME...] -->     what changed between two of these
#   <!-- run: FOLDER/PROGRAM [ARG...] -->  what book/tools/run prints
#   <!-- cmd: COMMAND -->                  $ COMMAND and what it prints
#
# run(numbers), run(order) and run(numbers,order) say what may vary; cmd, too.
#
# Given: check (1: report what differs; 0: mend it), tmp (a folder), at_once.

FNR == 1 {
    end_file()
    file = FILENAME
    files[++nfiles] = file
}

{
    text[file, FNR] = $0
    text_lines[file] = FNR
    if (fence != "")
        in_block()
    else if (in_comment_block)
        in_comment_block = !/-->/
    else if ((fence = fence_of($0)) != "")
        begin_block()
    else
        in_text()
}

END {
    end_file()
    run_jobs()
    for (b = 1; b <= blocks; b++)
        if (keyword[b] != "")
            refresh(b)
    for (i = 1; i <= nfiles; i++)
        if (changed[files[i]])
            write_file(i, files[i])
    report_errors()
    if (!errors && !rewritten)
        print "nothing to do: " blocks + 0 " blocks, " links + 0 " links, " \
            nfiles " files"
}

function end_file()
{
    end_text()
    if (fence != "") {
        error(file, block_line[blocks], "this fence is never closed")
        keyword[blocks] = ""
    }
    fence = ""
    in_comment_block = 0
}

# --- the text between the blocks ---

function in_text()
{
    origin_without_fence()
    if (/^<!--/) {
        end_text()
        origin = $0
        origin_line = FNR
        in_comment_block = !/-->/
        if (in_comment_block)
            origin_without_fence()
        return
    }
    if (/^[ \t>]+(```|~~~)/)
        error(file, FNR, "this fence does not begin in column 0")
    if (/^[ \t]*$/ || /^[ \t]*([-*+|#]|[0-9]+[.)])/)
        end_text()
    if (paragraph == "")
        paragraph_line = FNR
    paragraph = paragraph $0 "\n"
}

function end_text()
{
    origin_without_fence()
    if (paragraph != "")
        check_links(file, paragraph_line, paragraph)
    paragraph = ""
}

function origin_without_fence()
{
    if (origin ~ /^<!-- *(src|diff|run|cmd)[(:]/)
        error(file, origin_line, "no fence under this origin")
    origin = ""
}

# --- the blocks ---

# The backticks or tildes that open a block on this line, or nothing.
function fence_of(line)
{
    if (!match(line, /^(```+|~~~+)/) || substr(line, RLENGTH + 1) ~ /`/)
        return ""
    return substr(line, 1, RLENGTH)
}

function closes(line, fence)
{
    if (index(line, fence) != 1)
        return 0
    gsub(substr(fence, 1, 1), "", line)
    return line ~ /^[ \t]*$/
}

function begin_block(    language)
{
    language = tolower($0)
    gsub(/^[`~]+ */, "", language)
    sub(/[^a-z0-9+].*/, "", language)
    blocks++
    block_file[blocks] = file
    block_line[blocks] = FNR
    block_fence[blocks] = fence
    if (!read_origin(blocks, language) && language ~ /^(c|diff)$/)
        error(file, FNR, toupper(language) " block without origin")
    origin = ""
    end_text()
}

function in_block()
{
    if (closes($0, fence)) {
        block_end[blocks] = FNR
        fence = ""
    }
}

# The comment above block b, cut in three. False if it is no origin; if it is a
# wrong one, the block has no keyword and stays as it is.
function read_origin(b, language,    word, may_vary, rest)
{
    rest = origin
    sub(/^<!-- */, "", rest)
    sub(/ *-->.*$/, "", rest)
    if (!match(rest, /^[a-z]+([(][^)]*[)])?:/))
        return 0
    word = may_vary = substr(rest, 1, RLENGTH - 1)
    rest = substr(rest, RLENGTH + 1)
    sub(/^ +/, "", rest)
    sub(/[(].*/, "", word)
    may_vary = substr(may_vary, length(word) + 1)

    if (word !~ /^(src|diff|run|cmd)$/)
        error(file, origin_line, "unknown origin: " word)
    else if (may_vary != "" && (word ~ /^(src|diff)$/ ||
             may_vary !~ /^[(](numbers|order)(, *(numbers|order))?[)]$/))
        error(file, origin_line, "unknown modifier: " word may_vary)
    else if (rest == "")
        error(file, origin_line, word " of what?")
    else if (word == "diff" && language != "diff")
        error(file, FNR, "the language of this fence must be diff")
    else {
        keyword[b] = word
        modifiers[b] = may_vary
        arguments[b] = rest
        block_line[b] = origin_line
        block_first[b] = FNR + 1
        if (word == "run")
            block_job[b] = job("book/tools/run " rest)
        else if (word == "cmd")
            block_job[b] = job(rest)
    }
    return 1
}

# --- the blocks against their origins ---

function refresh(b,    old, new)
{
    problem = ""
    old = block_body(b)
    new = origin_body(b)
    if (problem == "" && !same(b, old, new)) {
        if (check)
            problem = (b in block_job ? "output" : "listing") \
                " (-) differs from " arguments[b] " (+):\n" \
                shown_difference(b, old, new)
        else
            rewrite(b, new)
    }
    if (problem != "")
        error(block_file[b], block_line[b], problem)
}

function block_body(b,    i, body)
{
    for (i = block_first[b]; i < block_end[b]; i++)
        body = body text[block_file[b], i] "\n"
    return body
}

# What stands at the origin now; sets `problem` if that cannot be told.
function origin_body(b,    body, n, line, i)
{
    if (keyword[b] == "src")
        body = listing(first_word(arguments[b]), after_word(arguments[b]))
    else if (keyword[b] == "diff")
        body = what_changed(first_word(arguments[b]), after_word(arguments[b]))
    else
        body = job_output(block_job[b])
    if (keyword[b] == "cmd")
        body = "$ " arguments[b] "\n" body
    if (keyword[b] == "run" && job_status(block_job[b]) != "0")
        problem = "book/tools/run " arguments[b] " failed:\n" indented(body)
    n = split(body, line, "\n")
    for (i = 1; i < n; i++)
        if (closes(line[i], block_fence[b]))
            problem = "this text would close the fence: make it longer"
    return body
}

function what_changed(before, rest,    after, old, new, body)
{
    after = first_word(rest)
    old = listing(before, after_word(rest))
    if (problem == "")
        new = listing(after, after_word(rest))
    if (problem == "" && (body = difference(old, new)) == "")
        problem = "no difference between " before " and " after
    return body
}

function same(b, old, new)
{
    if (b in block_job)
        return normal(old, modifiers[b]) == normal(new, modifiers[b])
    return old == new
}

function shown_difference(b, old, new)
{
    if (b in block_job) {
        old = normal(old, modifiers[b])
        new = normal(new, modifiers[b])
    }
    return indented(difference(old, new))
}

# A new output is taken from a run in real time. If that differs from the quick
# one, the next check would fail.
function rewrite(b, new,    quick)
{
    if (b in block_job) {
        quick = new
        run_again(block_job[b])
        new = origin_body(b)
        if (problem != "")
            return
        if (!same(b, quick, new))
            problem = "output varies: " keyword[b] "(numbers) or (order)?\n" \
                shown_difference(b, quick, new)
    }
    new_body[block_file[b], block_first[b]] = new
    new_next[block_file[b], block_first[b]] = block_end[b]
    grown[b] = gsub(/\n/, "\n", new) - (block_end[b] - block_first[b])
    changed[block_file[b]] = rewritten = 1
}

function write_file(number, file,    i)
{
    for (i = 1; i <= text_lines[file]; i++) {
        if ((file, i) in new_body) {
            printf "%s", new_body[file, i] > (tmp "/" number ".new")
            i = new_next[file, i]
        }
        print text[file, i] > (tmp "/" number ".new")
    }
    close(tmp "/" number ".new")
    print number, file > (tmp "/changed")
}

# --- small tools ---

# At most twenty lines, to go under a message.
function indented(body,    n, i, line, out)
{
    n = split(body, line, "\n") - 1
    for (i = 1; i <= n && i <= 20; i++)
        out = out "    " line[i] "\n"
    if (n > 20)
        out = out "    ...\n"
    return out
}

function error(file, line, message)
{
    errors++
    error_file[errors] = file
    error_line[errors] = line
    error_message[errors] = message
}

# With the line numbers that the files have now, after the rewriting.
function report_errors(    i, b, line)
{
    for (i = 1; i <= errors; i++) {
        line = error_line[i]
        for (b = 1; b <= blocks; b++)
            if (block_file[b] == error_file[i] && block_end[b] < error_line[i])
                line += grown[b]
        sub(/\n$/, "", error_message[i])
        print error_file[i] ":" line ": " error_message[i] > (tmp "/errors")
    }
}

function first_word(list)
{
    sub(/ .*/, "", list)
    return list
}

function after_word(list)
{
    return sub(/^[^ ]+ +/, "", list) ? list : ""
}

# As one word of a shell command.
function quote(word)
{
    gsub(/'/, "'\"'\"'", word)
    return "'" word "'"
}
