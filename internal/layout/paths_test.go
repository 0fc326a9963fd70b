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

// quotedPath is a file or folder of this module in code marks, such as `graph/weigh.go`.
var quotedPath = regexp.MustCompile("`((?:cmd|distributed|docs|graph|internal|kernel|labelprop|testdata|\\.ci)(?:/[\\w.-]+)*|\\w+\\.md)`")

// paths returns the paths in code marks of a Markdown text, but for those with a placeholder like NAME.go.
func paths(text string) []string {
	var all []string
	for _, m := range quotedPath.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(m[1], "NAME") {
			all = append(all, m[1])
		}
	}
	return all
}

// TestPathsOfTheMapExist checks that every file and folder that the map of the code names is there.
func TestPathsOfTheMapExist(t *testing.T) {
	root := filepath.Join("..", "..")
	for path, least := range map[string]int{"docs/architecture.md": 100, "CONTRIBUTING.md": 8} {
		text, err := os.ReadFile(filepath.Join(root, path))
		require.NoError(t, err)
		all := paths(string(text))
		assert.GreaterOrEqual(t, len(all), least, path)
		for _, name := range all {
			_, err := os.Stat(filepath.Join(root, name))
			assert.NoError(t, err, "%s names %s", path, name)
		}
	}
}

func TestPaths(t *testing.T) {
	for text, want := range map[string][]string{
		"In `graph/weigh.go`, and `internal/vec`.":            {"graph/weigh.go", "internal/vec"},
		"`graph.KNN` in `graph`, `internal/vec.Dot(x, y)`":    {"graph"},
		"`labelprop/NAME.go`, `README.md`, `.ci/run`, `a.go`": {"README.md", ".ci/run"},
		"`docs/*.md` and graph/weigh.go":                      nil,
	} {
		assert.Equal(t, want, paths(text), text)
	}
}
