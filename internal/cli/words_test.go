package cli_test

import (
	"fmt"
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
	assert.Contains(t, got.err, "text (texts that hardly repeat): message (--text message compares rows by its words instead)")
	assert.Contains(t, got.err, "id (nearly all values differ): code")
	assert.NotContains(t, got.err, "takes any column")
	named := propagate(beside.String(), "--text", "message", "-")
	assert.Contains(t, named.err, "table     80 rows, 5 words, 40 labels in 2 classes")
	for line, says := range map[string]string{
		"--text message --features x -": "--features does not go with --text", "--text nowhere -": `--text: standard input: column "nowhere": no such column`,
		"--text message --scale standard -": "--scale does not go with --text", "--text label -": "holds the labels",
		"--text message --save a.model -":   "--save does not go with words of texts",
		"graph --text message -o a.graph -": "graph does not go with words of texts",
		"--text code -":                     `column "code": no word is in two rows`,
	} {
		bad := propagate(beside.String(), strings.Fields(line)...)
		assert.NotZero(t, bad.code, line)
		assert.Contains(t, bad.err, says, line)
	}
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
