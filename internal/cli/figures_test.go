package cli_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	exampleName = regexp.MustCompile(`\b(loss|metric)\.(Example\w*)`)
	manyDigits  = regexp.MustCompile(`[0-9]+\.[0-9]{2,}`)
	blocks      = regexp.MustCompile("(?s)```console\n.*?```")
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile("../../" + path)
	require.NoError(t, err)
	return string(text)
}

// TestFiguresComeFromExamples checks that the examples that docs/evaluation.md
// names are there, and that its figures stand in them or in what a command prints.
func TestFiguresComeFromExamples(t *testing.T) {
	doc := read(t, "docs/evaluation.md")
	examples := map[string]string{
		"loss":   read(t, "labelprop/loss/example_test.go"),
		"metric": read(t, "labelprop/metric/example_test.go"),
	}
	named := exampleName.FindAllStringSubmatch(doc, -1)
	assert.Greater(t, len(named), 8)
	for _, m := range named {
		assert.Contains(t, examples[m[1]], "func "+m[2]+"() {", m[0])
	}
	sources := strings.Join(append(blocks.FindAllString(doc+read(t, "README.md"), -1), examples["loss"], examples["metric"]), "\n")
	figures := manyDigits.FindAllString(doc, -1)
	assert.Greater(t, len(figures), 50)
	for _, figure := range figures {
		assert.Regexp(t, `[^0-9.]`+regexp.QuoteMeta(figure)+`\b`, sources, "where does it come from?")
	}
}
