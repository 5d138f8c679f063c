# From "prompt: text" lines of Asterisk's core-sounds-en.txt to "prompt<TAB>transcript", by the rule in data/README.md.
# Written for any awk (Debian's own is mawk).

BEGIN { split("zero one two three four five six seven eight nine ten", names, " ") }

/^;/ || !/:/ { next }

{
    prompt = substr($0, 1, index($0, ":") - 1)
    text = substr($0, index($0, ":") + 1)
    gsub(/^[ \t]+|[ \t\r]+$/, "", text)
    if (text ~ /^(\[[^]]*\]|\([^)]*\)|<[^>]*>)$/) next            # a tone or silence
    gsub(/\[@\]/, " at ", text)
    gsub(/\[[^]]*\]|\([^)]*\)|<[^>]*>/, " ", text)                # a note to the reader
    text = tolower(text)
    gsub(/[^a-z0-9' ]/, " ", text)
    count = split(text, words, " ")
    transcript = ""
    for (i = 1; i <= count; i++) {
        word = words[i]
        if (word ~ /^([0-9]|10)$/) word = names[word + 1]
        transcript = transcript (i > 1 ? " " : "") word
    }
    if (transcript != "" && transcript !~ /[0-9]/) print prompt "\t" transcript
}
