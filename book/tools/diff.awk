# The difference of two texts as `diff -u` shows it, without file names and
# line numbers. It is our own, because the diffs of different systems cut some
# changes differently, and the text of the book must not depend on that.

function difference(old, new,    before, after, n, m, i, j, lines, line, shown,
                    k, body)
{
    n = split(old, before, "\n") - 1
    m = split(new, after, "\n") - 1
    weigh(before, n, after, m)
    i = j = 1
    while (i <= n || j <= m) {
        if (i <= n && j <= m && before[i] "" == after[j] "") {
            line[++lines] = " " before[i++]
            j++
        } else if (j > m || i <= n && kept[i + 1, j] >= kept[i, j + 1]) {
            line[++lines] = "-" before[i++]
        } else {
            line[++lines] = "+" after[j++]
        }
    }
    for (i = 1; i <= lines; i++)
        if (line[i] !~ /^ /)
            for (k = i - 3; k <= i + 3; k++)
                shown[k] = 1
    for (i = 1; i <= lines; i++)
        if (shown[i])
            body = body (i > 1 && shown[i - 1] ? "" : "@@\n") line[i] "\n"
    return body
}

# kept[i, j]: how much can be kept of the texts from their lines i and j on. A
# long line weighs more, so that the texts are not aligned by their braces.
function weigh(before, n, after, m,    i, j)
{
    split("", kept)
    if (n * m > 1000000)    # nobody reads that: all out, all in
        return
    for (i = n; i >= 1; i--)
        for (j = m; j >= 1; j--)
            if (before[i] "" == after[j] "")
                kept[i, j] = kept[i + 1, j + 1] + length(before[i]) + 1
            else if (kept[i + 1, j] >= kept[i, j + 1])
                kept[i, j] = kept[i + 1, j]
            else
                kept[i, j] = kept[i, j + 1]
}
