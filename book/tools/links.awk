# Relative links whose file or heading does not exist.

# A paragraph is looked at as a whole: a code span may go over a line's end.
function check_links(file, first, paragraph,    n, i, line)
{
    n = split(without_code(paragraph), line, "\n")
    for (i = 1; i <= n; i++)
        check_line(file, first + i - 1, line[i])
}

function check_line(file, number, text,    target)
{
    gsub(/<!--.*-->/, "", text)
    if (match(text, /^\[[^]^][^]]*\]: */))      # [name]: target
        text = "](" substr(text, RLENGTH + 1) ")"
    while (match(text, /\][(][^)]*[)]|(src|href)="[^"]*"/)) {
        target = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        gsub(/^\][(]|^[a-z]+="|[)"]$/, "", target)
        sub(/ .*/, "", target)                  # a title
        gsub(/%20/, " ", target)
        links++
        if (target !~ /^[a-z]+:/)
            check_link(file, number, target)
    }
}

function check_link(file, number, target,    anchor, path)
{
    path = anchor = target
    sub(/#.*/, "", path)
    if (!sub(/^[^#]*#/, "", anchor))
        anchor = ""
    if (path == "")
        path = file
    else if (path ~ /^\//)
        sub(/^\/+/, "", path)                   # from the root
    else
        path = folder(file) path
    if (!exists(path)) {
        error(file, number, "dead link, no such file: " target)
        return
    }
    if (anchor == "")
        return
    sub(/\/$/, "", path)
    if (exists(path "/README.md"))              # a folder shows its README
        path = path "/README.md"
    if (path ~ /[.]md$/ && !has_heading(path, anchor))
        error(file, number, "dead link, no such heading: " target)
}

function without_code(text,    out, ticks, length_of_code, code)
{
    while (match(text, /`+/)) {
        ticks = substr(text, RSTART, RLENGTH)
        out = out substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        length_of_code = index(text, ticks) - 1
        if (length_of_code >= 0) {
            code = substr(text, 1, length_of_code)
            gsub(/[^\n]/, "", code)             # the count of lines stays
            out = out code
            text = substr(text, length_of_code + length(ticks) + 1)
        }
    }
    return out text
}

function has_heading(path, anchor,    text, fence, slug)
{
    if (!(path in headings_read)) {
        headings_read[path] = 1
        while ((getline text < path) > 0) {
            if (fence != "") {
                if (closes(text, fence))
                    fence = ""
            } else if ((fence = fence_of(text)) == "" && text ~ /^#+ /) {
                slug = slug_of(text)
                if (repeats[path, slug]++)
                    slug = slug "-" (repeats[path, slug] - 1)
                heading[path, slug] = 1
            }
        }
        close(path)
    }
    return (path, anchor) in heading
}

# As code hosts do it: lower case, no punctuation, a hyphen for each space.
function slug_of(text)
{
    gsub(/^#+ +|( +#+)? *$|\][(][^)]*[)]/, "", text)
    gsub(/–|—|‘|’|“|”|…|→|×|·/, "", text)
    gsub(/[!-,.\/:-@[-^`{-~]/, "", text)
    gsub(/ /, "-", text)
    return tolower(text)
}

function folder(file)
{
    return sub(/[^\/]*$/, "", file) ? file : ""
}

function exists(path)
{
    if (!(path in known))
        known[path] = (system("test -e " quote(path)) == 0)
    return known[path]
}
