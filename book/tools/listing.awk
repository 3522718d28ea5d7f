# The text of C definitions, found by name.
#
# A file is cut once into its top-level pieces: macros, types, variables,
# functions, declarations. A piece begins in column 0 and ends where its braces
# are closed and the line ends in `;` or `}`; a macro ends with its last
# continued line. What cannot be found is said in the global `problem`.

# The whole file or, with names, these definitions with an empty line between.
function listing(file, names,    word, n, i, name, body)
{
    if (!load(file))
        return ""
    if (names == "")
        return lines_of(file, 1, source_lines[file])
    n = split(names, word, " ")
    for (i = 1; i <= n; i++) {
        name = word[i]      # or two words, "struct timer"
        if (name ~ /^[+]?(struct|union|enum)$/)
            name = name " " word[++i]
        body = body (body == "" ? "" : "\n") definition(file, name)
    }
    return body
}

# A leading + asks for the comment directly above, too.
function definition(file, name,    i, with_comment, first)
{
    with_comment = sub(/^[+]/, "", name)
    i = piece_named(file, name)
    first = with_comment ? piece_comment[file, i] : piece_first[file, i]
    if (i && !first)
        problem = "no comment directly above " name " in " file
    return lines_of(file, first, piece_last[file, i])
}

# What has a body or a value comes before a mere declaration.
function piece_named(file, name,    i, defined, declared)
{
    for (i = 1; i <= pieces[file]; i++) {
        if (!index(piece_names[file, i], "," name ","))
            continue
        if (!piece_has_body[file, i]) {
            if (!declared)
                declared = i
        } else if (!defined) {
            defined = i
        } else {
            problem = name " is ambiguous: defined in " file " at lines " \
                piece_first[file, defined] " and " piece_first[file, i] \
                " (struct " name " or " name "() may say which)"
        }
    }
    if (!defined && !declared)
        problem = "no definition of " name " in " file
    return defined ? defined : declared
}

function lines_of(file, first, last,    i, body)
{
    for (i = first; i <= last; i++)
        body = body source[file, i] "\n"
    return body
}

function load(file,    n, text)
{
    if (file in source_lines)
        return 1
    while ((getline text < file) > 0)
        source[file, ++n] = text
    close(file)
    if (!n) {
        problem = "no such file, or an empty one: " file
        return 0
    }
    source_lines[file] = n
    cut(file)
    return 1
}

function cut(file,    i, text, code, all, first, comment, depth)
{
    in_comment = 0
    for (i = 1; i <= source_lines[file]; i++) {
        text = source[file, i]
        code = without_comments(text)
        if (!first) {
            if (text == "" && !in_comment)
                comment = 0
            else if (text ~ /^\/[*\/]/ && !comment)
                comment = i
            if (text !~ /^[^ \t]/ || code == "")
                continue
            first = i
            all = ""
            depth = 0
        }
        all = all code " "
        depth += gsub(/[{]/, "{", code) - gsub(/[}]/, "}", code)
        if (code ~ /^};?$/)     # whatever an #if did to the count
            depth = 0
        if (all ~ /^#/ ? code !~ /\\$/ && !in_comment : \
            depth == 0 && (code ~ /[;}]$/ || text == "")) {
            add_piece(file, first, i, comment, all)
            first = comment = 0
        }
    }
}

# The line without comments and strings, whose braces do not count.
function without_comments(text,    out, token)
{
    for (;;) {
        if (in_comment) {
            if (!index(text, "*/"))
                break
            text = substr(text, index(text, "*/") + 2)
            in_comment = 0
        }
        if (!match(text, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/[*]|\/\//)) {
            out = out text
            break
        }
        out = out substr(text, 1, RSTART - 1)
        token = substr(text, RSTART, 2)
        text = substr(text, RSTART + RLENGTH)
        if (token == "//")
            break
        in_comment = (token == "/*")
    }
    sub(/[ \t]+$/, "", out)
    return out
}

function add_piece(file, first, last, comment, code,    i)
{
    i = ++pieces[file]
    piece_first[file, i] = first
    piece_last[file, i] = last
    piece_comment[file, i] = comment
    piece_has_body[file, i] = code ~ /^#/ || code ~ /[{=]/
    piece_names[file, i] = "," \
        (code ~ /^#/ ? macro_name(code) : names_in(code)) ","
}

function macro_name(code)
{
    if (!sub(/^#[ \t]*define[ \t]+/, "", code))
        return ""
    sub(/[^A-Za-z0-9_].*/, "", code)
    return code
}

# What a piece of code defines: "struct timer,timer", "main(),main", "count".
function names_in(code,    head, after, names)
{
    head = code
    while (gsub(/[(][^()]*[)]/, "@", head) || gsub(/[{][^{}]*[}]/, "#", head))
        ;
    sub(/[=;{].*/, "", head)
    gsub(/(__attribute__|_Alignas|_Atomic) *@|\[[^]]*\]/, "", head)
    gsub(/[ \t*]+/, " ", head)
    sub(/ $/, "", head)

    after = head
    if (sub(/ ?@.*/, "", head))
        return last_word(head) "()," last_word(head)
    sub(/^[^#]*#?/, "", after)
    if (!sub(/ ?#.*/, "", head))
        return variables(head)
    if (match(head, /(struct|union|enum) [A-Za-z0-9_]+$/))
        names = substr(head, RSTART) "," last_word(head)
    else if (head == "enum")    # no tag: known by its first constant
        names = first_constant(code)
    return names "," variables(after)
}

function first_constant(code)
{
    sub(/^[^{]*[{] */, "", code)
    sub(/[^A-Za-z0-9_].*/, "", code)
    return code
}

function variables(list,    n, i, part, names)
{
    n = split(list, part, ",")
    for (i = 1; i <= n; i++)
        names = names "," last_word(part[i])
    return names
}

function last_word(text)
{
    sub(/ $/, "", text)
    sub(/.* /, "", text)
    return text
}
