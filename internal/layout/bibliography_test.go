package layout

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	citation = regexp.MustCompile(`\[([a-z]+[0-9]{4}[a-z]?)\]`)
	entry    = regexp.MustCompile(`(?m)^\| ([a-z]+[0-9]{4}[a-z]?) \|`)
)

// TestCitationsAreInTheBibliography looks up every key in Go and Markdown files.
func TestCitationsAreInTheBibliography(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "bibliography.md"))
	require.NoError(t, err)
	var known []string
	for _, m := range entry.FindAllStringSubmatch(string(text), -1) {
		known = append(known, m[1])
	}
	require.True(t, slices.IsSorted(known), "the keys are not in order")
	cited := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".md") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range citation.FindAllStringSubmatch(string(text), -1) {
			cited++
			require.Contains(t, known, m[1], path)
		}
		return err
	}))
	require.Greater(t, cited, 40)
}
