# The difference of two texts as `diff -u` shows it, without file names and
# line numbers. It is our own, because the diffs of different systems cut some
# changes differently, and the text of the book must not depend on that.

function difference(old, new,    before, after, n, m, i, j, lines, line, added,
                    near, k, body)
{
    n = split(old, before, "\n") - 1
    m = split(new, after, "\n") - 1
    weigh(before, n, after, m)
    i = j = 1
    while (i <= n || j <= m) {
        if (i <= n && j <= m && before[i] "" == after[j] "") {
            lines = append(line, lines, added)
            added = ""
            line[++lines] = " " before[i++] "\n"
            j++
            continue
        }
        if (j > m || i <= n && common[i + 1, j] >= common[i, j + 1])
            line[++lines] = "-" before[i++] "\n"
        else
            added = added "+" after[j++] "\n"
    }
    lines = append(line, lines, added)

    for (i = 1; i <= lines; i++)
        if (line[i] !~ /^ /)
            for (k = i - 3; k <= i + 3; k++)
                near[k] = 1
    for (i = 1; i <= lines; i++)
        if (near[i])
            body = body (near[i - 1] && i > 1 ? "" : "@@\n") line[i]
    return body
}

# common[i, j]: the weight of the lines that can stay the same from lines i and
# j on. A long line weighs more, so that no change is cut at a mere brace.
function weigh(before, n, after, m,    i, j)
{
    split("", common)
    if (n * m > 1000000)    # too long to be read: all out, all in
        return
    for (i = n; i >= 1; i--)
        for (j = m; j >= 1; j--)
            if (before[i] "" == after[j] "")
                common[i, j] = common[i + 1, j + 1] + length(before[i]) + 1
            else if (common[i + 1, j] >= common[i, j + 1])
                common[i, j] = common[i + 1, j]
            else
                common[i, j] = common[i, j + 1]
}

# Appends the added lines after the removed ones; returns the number of lines.
function append(line, lines, added,    n, i, part)
{
    n = split(added, part, "\n") - 1
    for (i = 1; i <= n; i++)
        line[++lines] = part[i] "\n"
    return lines
}
