package layout

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	block   = regexp.MustCompile("(?ms)^```.*?^```")
)

// TestLinksLeadSomewhere checks that what the manual links to and shows is there, down to the heading.
func TestLinksLeadSomewhere(t *testing.T) {
	root := filepath.Join("..", "..")
	files, err := filepath.Glob(filepath.Join(root, "docs", "*.md"))
	require.NoError(t, err)
	seen := 0
	for _, name := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "testdata/README.md"} {
		files = append(files, filepath.Join(root, name))
	}
	for _, path := range files {
		for _, m := range link.FindAllStringSubmatch(page(t, path), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			seen++
			file, anchor, _ := strings.Cut(m[1], "#")
			target := filepath.Join(filepath.Dir(path), file)
			if file == "" {
				target = path
			}
			if _, err := os.Stat(target); !assert.NoError(t, err, "%s: %s", path, m[1]) || anchor == "" {
				continue
			}
			assert.Contains(t, anchors(page(t, target)), anchor, "%s: %s", path, m[1])
		}
	}
	assert.Greater(t, seen, 50)
}

// page returns a Markdown text without its blocks of code.
func page(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return block.ReplaceAllString(string(text), "")
}

// anchors returns the headings of a page as GitHub links to them.
func anchors(text string) []string {
	var all []string
	for _, m := range heading.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(strings.ReplaceAll(m[1], " ", "-"))
		all = append(all, regexp.MustCompile(`[^\pL\pN_-]`).ReplaceAllString(name, ""))
	}
	return all
}
