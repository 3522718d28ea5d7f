# The outputs of commands: running them, and telling when two are the same.

# The number of a command; the same command is run once however often it stands
# in the text.
function job(command)
{
    if (!(command in job_of)) {
        job_of[command] = ++jobs
        print command > (tmp "/" jobs ".sh")
        close(tmp "/" jobs ".sh")
    }
    return job_of[command]
}

# `at_once` at a time. Each leaves NUMBER.out and NUMBER.status in the folder.
function run_jobs(    n, xargs)
{
    xargs = "xargs -n 1 -P " at_once " sh -c " quote(JOB) " " quote(tmp)
    for (n = 1; n <= jobs; n++)
        print n | xargs
    if (jobs)
        close(xargs)
}

# Again, in real seconds: what is written into the text shows the real thing.
function run_again(n)
{
    system("unset SECOND_MS; sh -c " quote(JOB) " " quote(tmp) " " n)
}

function job_output(n,    text, body)
{
    while ((getline text < (tmp "/" n ".out")) > 0)
        body = body text "\n"
    close(tmp "/" n ".out")
    return body
}

function job_status(n,    status)
{
    status = "never run"
    getline status < (tmp "/" n ".status")
    close(tmp "/" n ".status")
    return status
}

# The output without what may vary. `modifiers` may hold "numbers" and "order".
function normal(body, modifiers,    sorted, n, i, k, text, line)
{
    sorted = modifiers ~ /order/
    n = split(body, line, "\n") - 1
    for (i = 1; i <= n; i++) {
        text = normal_line(line[i], modifiers ~ /numbers/)
        for (k = i; sorted && k > 1 && line[k - 1] "" > text ""; k--)
            line[k] = line[k - 1]
        line[k] = text
    }
    body = ""
    for (i = 1; i <= n; i++)
        body = body line[i] "\n"
    return body
}

# In a line with something that varies, the padding around it varies too. A
# line with a command says what was run: its numbers count.
function normal_line(text, numbers,    rest, out)
{
    rest = text " "             # so that a unit never ends the line
    gsub(/127[.]0[.]0[.]1:[0-9]+/, "127.0.0.1:<port>", rest)
    gsub(/0x[0-9a-fA-F]+/, "<address>", rest)
    if (rest ~ /^[$] /)
        return rest
    while (match(rest, TIME)) {
        out = out substr(rest, 1, RSTART - 1) " <time>"
        rest = substr(rest, RSTART + RLENGTH - 1)
    }
    out = out rest
    if (numbers)
        gsub(" *" NUMBER, " <number>", out)
    if (out == text " ")
        return text
    gsub(/ +/, " ", out)
    sub(/ $/, "", out)
    return out
}

BEGIN {
    JOB = "sh \"$0/$1.sh\" </dev/null >\"$0/$1.out\" 2>&1;" \
        " echo $? >\"$0/$1.status\""
    NUMBER = "[0-9]+(,[0-9][0-9][0-9])*([.][0-9]+)?"
    TIME = " *" NUMBER " ?(s|ms|us|µs|μs|ns|seconds?)[^A-Za-z0-9_]"
}
