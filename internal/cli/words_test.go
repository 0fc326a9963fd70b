package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Texts to read are left out, with a hint that can be followed: naming them as a feature would be refused.
func TestTextsToRead(t *testing.T) {
	var alone, beside strings.Builder
	alone.WriteString("message,label\n")
	beside.WriteString("message,code,x,label\n")
	for i := range 80 {
		label := []string{"late", "lost", "", ""}[i%4]
		fmt.Fprintf(&alone, "where is my order no. %d,%s\n", i, label)
		fmt.Fprintf(&beside, "where is my order no. %d,q%dx,%d,%s\n", i, i, i%4*10+i%7, label)
	}
	got := propagate(alone.String(), "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "table     80 rows, 5 words, 40 labels in 2 classes")
	assert.Contains(t, got.err, "note      rows are compared by the words of message")
	assert.Contains(t, got.err, "by cosine distance")
	assert.Contains(t, propagate(alone.String(), "inspect", "-").out, "message,text,text,80,80")
	var counted strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(alone.String()), "\n") {
		fmt.Fprintf(&counted, "%s,%s\n", map[bool]string{true: "id", false: fmt.Sprint(i)}[i == 0], line)
	}
	ids := propagate(counted.String(), "-")
	assert.Contains(t, ids.err, "rows are compared by the words of message")
	assert.Contains(t, ids.err, "left out of the features: id")
	got = propagate(beside.String(), "-")
	assert.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "table     80 rows, 2 features, 40 labels in 2 classes")
	assert.Contains(t, got.err, "words have opinions of their own, beside those of the other columns: message (--ignore")
	assert.Contains(t, got.err, "id (nearly all values differ): code")
	assert.NotContains(t, got.err, "takes any column")
	assert.Contains(t, got.err, "pool of 6 opinions")
	assert.Contains(t, got.err, "graph of words 0.")
	assert.Contains(t, propagate(beside.String(), "--ignore", "message", "-").err, "pool of 4 opinions")
	inspected := propagate(beside.String(), "inspect", "-").out
	assert.Contains(t, inspected, "message,text,text,80,80,,,where is my order no. 0,texts to read: their words have opinions")
	assert.Contains(t, inspected, "x,feature,number")
	// Naming it changes nothing, and one method has no room for both.
	named := propagate(beside.String(), "--text", "message", "-")
	assert.Equal(t, got.out, named.out)
	one := propagate(beside.String(), "--method", "harmonic", "-")
	assert.Contains(t, one.err, "text (texts that hardly repeat): message (--text message compares rows by its words instead)")
	alone80 := propagate(beside.String(), "--method", "harmonic", "--text", "message", "-")
	assert.Contains(t, alone80.err, "table     80 rows, 5 words, 40 labels in 2 classes")
	// What was named is compared with what was named.
	assert.Contains(t, propagate(beside.String(), "--text", "message", "--features", "x", "-").err, "pool of 6 opinions")
	assert.Contains(t, propagate(beside.String(), "--text", "code", "-").err, "leave it out of --text")
	// With one method a text is told to take the place of the others, and in a pool to count, too.
	kinds := strings.ReplaceAll(beside.String(), "where is my order", "where is an order of shoes")
	assert.Contains(t, propagate(kinds, "--metric", "euclidean", "-").err, "--text message compares rows by its words instead")
	assert.Contains(t, got.err, "by the graph of words")
	for line, says := range map[string]string{
		"--method harmonic --text message --features x -":     "--features does not go with --text",
		"--method harmonic --text message --scale standard -": "--scale does not go with --text",
		"--text nowhere -": `--text: standard input: column "nowhere": no such column`, "--text label -": "holds the labels",
		"--text message --features message -": "no feature by another flag",
		"graph --text message -o a.graph -":   "graph does not go with words of texts",
		"--text message --metric manhattan -": "compared by cosine, not by manhattan",
		"--features message -":                "--text compares rows by the words of this column",
		"--text code -":                       `column "code": no word is in two rows`,
	} {
		bad := propagate(beside.String(), strings.Fields(line)...)
		assert.NotZero(t, bad.code, line)
		assert.Contains(t, bad.err, says, line)
	}
}

// Codes that come again are no texts to read: nobody is advised to compare them by words, and numbers that count the rows
// come before them.
func TestCodesAreNoTexts(t *testing.T) {
	var beside, alone strings.Builder
	beside.WriteString("ticket,x,label\n")
	alone.WriteString("ticket,n,label\n")
	for i := range 120 {
		label := []string{"late", "lost", "", ""}[i%4]
		fmt.Fprintf(&beside, "T-%d,%d,%s\n", 100+i/2, i%4*10+i%7, label)
		fmt.Fprintf(&alone, "T-%d,%d,%s\n", 100+i/2, i, label)
	}
	got := propagate(beside.String(), "-")
	assert.Contains(t, got.err, "text (texts that hardly repeat): ticket (")
	assert.NotContains(t, got.err, "--text")
	assert.Contains(t, propagate(alone.String(), "-").err, "120 rows, 1 features")
}

// A missing text has no words: it is near to no other, missing ones included.
func TestMissingTextsHaveNoWords(t *testing.T) {
	text := "post,label\n"
	for i := range 12 {
		text += fmt.Sprintf("lost parcel again,%s\nlate answer again,%s\nnull,\n",
			[]string{"a", ""}[min(i, 1)], []string{"b", ""}[min(i, 1)])
	}
	assert.Contains(t, propagate(text, "--text", "post", "-").err, "22 propagated, 0 tied, 0 features-only (no path to a label), 12 unreachable")
}

// Comments of Go's library are given to the part that they are of: more than half of them by 10 labels a part, and the
// words of two columns are those of one.
func TestWordsOfComments(t *testing.T) {
	table := sample(t, "comments.csv", 1)
	got := propagate(table.String(), "--truth", "part", "-")
	require.Zero(t, got.code, got.err)
	right := regexp.MustCompile(`accuracy  (0\.\d+) on 1063 rows`).FindStringSubmatch(got.err)
	require.NotNil(t, right, got.err)
	accuracy, err := strconv.ParseFloat(right[1], 64)
	require.NoError(t, err)
	assert.Greater(t, accuracy, 0.5)
	backwards := slices.Clone(table)
	slices.Reverse(backwards[1:])
	answers := func(got outcome) []string { return slices.Sorted(slices.Values(strings.Split(got.out, "\n"))) }
	assert.Equal(t, answers(got), answers(propagate(backwards.String(), "--truth", "part", "-")), "in any order")
	halves := csvTable{{"begin", "end", "label", "part"}}
	for _, row := range table[1:] {
		words := strings.Fields(row[0])
		begin, end := strings.Join(words[:len(words)/2], " "), strings.Join(words[len(words)/2:], " ")
		halves = append(halves, []string{begin, end, row[1], row[2]})
	}
	two := propagate(halves.String(), "--text", "end,begin", "--truth", "part", "-")
	assert.Equal(t, parse(t, got.out).column("predicted"), parse(t, two.out).column("predicted"))
}

// Whatever is refused where texts were not named says that they are what rows are compared by, and --text is no hint
// where a flag beside it would be refused.
func TestHintsOnTexts(t *testing.T) {
	var alone, beside strings.Builder
	alone.WriteString("message,day,label\n")
	beside.WriteString("message,x,label\n")
	for i := range 60 {
		text := fmt.Sprintf("%s order no. %d is not here", []string{"late", "lost", "my"}[i%3], i)
		fmt.Fprintf(&alone, "%s,2024-01-%02d,%s\n", text, 1+i%28, []string{"a", "b", "", ""}[i%4])
		fmt.Fprintf(&beside, "%s,%d,%s\n", text, i*i%37, []string{"a", "b", "", ""}[i%4])
	}
	got := propagate(alone.String(), "--batch", "day", "-")
	assert.Contains(t, got.err, "--batch does not go with words of texts")
	assert.Contains(t, got.err, "nothing but the words of message compares rows here")
	got = propagate(alone.String(), "--connect", "-")
	assert.NotContains(t, got.err, "instead of a pool")
	assert.Contains(t, propagate(beside.String(), "--metric", "euclidean", "-").err, "--text message compares")
	assert.NotContains(t, propagate(beside.String(), "--scale", "standard", "-").err, "--text")
	wordless := strings.Replace(alone.String(), "late order no. 0 is not here", "!?", 1)
	got = propagate(wordless, "-")
	assert.Contains(t, got.err, "texts without neighbours, as none of their words is in another text: 1")
	assert.NotContains(t, got.err, "(-k)", "more neighbours do not help")
}

// Where nothing else compares rows, names of several words do, and so do texts without blanks and lists of words,
// which one name stands for.
func TestShortTexts(t *testing.T) {
	names, lists, characters := "title,label\n", "", "text,label\n"
	words := strings.Fields("night blue river moon fire home road rain summer heart")
	for i := range 90 {
		label := []string{"a", "b", "", "", ""}[i%5]
		first, second, third := words[i%10], words[i/10], words[(i+i/10)%10]
		names += fmt.Sprintf("%s %s %s %s,%s\n", first, second, third, words[i*7%10], label)
		lists += fmt.Sprintf(`{"tag": [%q, %q, "x%d"], "label": %q}`+"\n", first, second, i, label)
		characters += fmt.Sprintf("注文%c届かな%cい%d,%s\n", 'あ'+rune(i%9), '一'+rune(i/9), i, label)
	}
	got := propagate(strings.ReplaceAll(names, "moon ", "moons and "), "-")
	assert.Contains(t, got.err, "rows are compared by the words of title")
	got = propagate(characters, "-")
	assert.Contains(t, got.err, "rows are compared by the words of text")
	got = propagate(lists, "--text", "tag", "--format", "jsonl", "-")
	assert.Contains(t, got.err, "table     90 rows, 10 words", got.err)
	assert.Contains(t, got.err, "rows are compared by the words of tag.0, tag.1, tag.2")
	ignored := propagate(lists, "inspect", "--ignore", "tag", "--format", "csv", "-").out
	assert.Equal(t, 3, strings.Count(ignored, "named by --ignore"), ignored)
	got = propagate(lists, "--text", "tags", "-")
	assert.Contains(t, got.err, `column "tags": no such column`)
}

// What was named as a missing value is no word, and emoji are words.
func TestWordsOfCells(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("post,label\n")
	for i := range 60 {
		post := []string{"🚚📦", "💸", "(removed by its author)"}[i%3]
		fmt.Fprintf(&rows, "%s %d,%s\n", post, i%7, map[bool]string{true: []string{"late", "money", ""}[i%3]}[i < 6])
	}
	got := propagate(rows.String(), "--text", "post", "-")
	require.Zero(t, got.code, got.err)
	assert.Contains(t, got.err, "table     60 rows, 7 words, 4 labels in 2 classes")
	assert.Contains(t, got.out, "💸 1,,money")
	missing := strings.ReplaceAll(rows.String(), "(removed by its author) ", "(removed)")
	for i := range 7 {
		missing = strings.ReplaceAll(missing, fmt.Sprint("(removed)", i), "(removed)")
	}
	got = propagate(missing, "--text", "post", "--missing-values", "(removed)", "-")
	assert.Contains(t, got.err, "table     60 rows, 3 words, 4 labels in 2 classes")
}

// A model of words labels new texts, and lists may be longer or shorter than they were.
func TestModelsOfWords(t *testing.T) {
	dir := t.TempDir()
	mails, lists := "subject,size,label\n", ""
	for i := range 60 {
		about := []string{"late parcel again", "lost card blocked", "parcel late where", "card lost please"}[i%4]
		label := []string{"post", "bank", "post", "bank", "", ""}[i%6]
		if i%2 == 0 && label == "bank" || i%2 == 1 && label == "post" {
			label = ""
		}
		mails += fmt.Sprintf("%s %d,%d,%s\n", about, i, i*7%13, label)
		lists += fmt.Sprintf("{\"tags\": [\"%s\"], \"label\": %q}\n", strings.ReplaceAll(about, " ", `", "`), label)
	}
	for name, c := range map[string]struct{ text, rows, fresh string }{
		"beside": {"subject", mails, "size,subject\n1,a parcel so late\n2,my lost card\n3,zzz qqq\n"},
		"lists":  {"tags", lists, `{"tags": ["late"]}` + "\n" + `{"tags": ["a", "my", "the", "of", "lost", "card"]}` + "\n"},
	} {
		model := filepath.Join(dir, name)
		got := propagate(c.rows, "--text", c.text, "--save", model, "-o", filepath.Join(dir, "out"), "-")
		require.Zero(t, got.code, got.err)
		found := propagate(c.fresh, "predict", "--model", model, "-")
		require.Zero(t, found.code, found.err)
		assert.Regexp(t, "(?s)late.*post.*card.*bank", found.out, name)
	}
	// A text without a known word says nothing, and rests on the other columns.
	got := propagate("subject,size\nzzz qqq,1\n,2\n", "predict", "--model", filepath.Join(dir, "beside"), "-")
	assert.NotContains(t, got.out, "unreachable")
	got = propagate("{\"tags\": [\"zzz\"]}\n", "predict", "--model", filepath.Join(dir, "lists"), "-")
	assert.Contains(t, got.out, "unreachable")
	got = propagate("size\n1\n", "predict", "--model", filepath.Join(dir, "beside"), "-")
	assert.Contains(t, got.err, `column "subject": no such column`)
}

// The order of the rows decides nothing where words of texts stand beside other columns, bit for bit.
func TestTextsInEveryOrder(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "comments.csv"))
	require.NoError(t, err)
	table := parse(t, string(text)).thinned(60)
	for i, row := range table[1:] {
		// The length of a comment, not the same of any two but copies.
		if row[1] = fmt.Sprintf("%d.%03d", len(row[0]), i); i%9 == 0 {
			row[0], row[1] = table[1][0], table[1][1]
		}
		row[2] = row[2][:1] // fewer classes, each of several parts
	}
	table[0] = []string{"comment", "length", "part"}
	s := fromTruth("comments", table)
	for _, command := range []string{"run", "predict", "explain"} {
		orders := s.orders(1)
		want := s.answer(t, command, orders[0])
		require.True(t, command == "predict" || strings.Contains(want, "words"), command)
		for _, order := range orders[1:] {
			assert.True(t, want == s.answer(t, command, order), command)
		}
	}
}
