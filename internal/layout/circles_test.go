package layout

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mostInCircles is how many uses of one file by another may belong to a circle, for each room of the command. Fewer is
// better: a file that uses only files below it is understood without those above it.
var mostInCircles = map[string]int{
	"internal/cli": 12, "internal/pipeline": 16, "internal/dataset": 45, "internal/summary": 6, "internal/console": 4,
	"internal/report": 10,
}

// TestCircles counts the files of a room that use each other in a circle.
func TestCircles(t *testing.T) {
	for _, room := range rooms {
		paths, err := filepath.Glob(filepath.Join("../..", room, "*.go"))
		require.NoError(t, err)
		texts := map[string]string{}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			texts[filepath.Base(path)] = string(text)
		}
		all, err := uses(texts)
		require.NoError(t, err)
		assert.Greater(t, len(all), len(texts)/2, "uses are found")
		found := inCircles(all)
		assert.LessOrEqual(t, len(found), mostInCircles[room], "%s: %v", room, found)
	}
}

// TestInCircles checks that a circle is found, through methods too, and that what is below is none.
func TestInCircles(t *testing.T) {
	all, err := uses(map[string]string{
		"a.go": "package p\nimport \"elsewhere\"\ntype a struct{ low low }\nfunc (x a) up() { x.low.down(elsewhere.Name) }\n",
		"b.go": "package p\nfunc b(x a) { x.up() }\n",
		"c.go": "package p\ntype low struct{ b int }\nfunc (low) down(a any) { top() }\n",
		"d.go": "package p\nfunc top() { b(a{}) }\n",
		"e.go": "package p\nfunc e() { top() }\n",
	})
	require.NoError(t, err)
	assert.Equal(t, map[use]bool{{"a.go", "c.go"}: true, {"b.go", "a.go"}: true, {"c.go", "d.go"}: true,
		{"d.go", "a.go"}: true, {"d.go", "b.go"}: true, {"e.go", "d.go"}: true}, all)
	assert.ElementsMatch(t, []use{{"a.go", "c.go"}, {"b.go", "a.go"}, {"c.go", "d.go"}, {"d.go", "a.go"},
		{"d.go", "b.go"}}, inCircles(all))
}

// use is a file that names what another file of its package declares.
type use struct{ from, to string }

// uses finds them by types. What other packages hold is not known, and not needed.
func uses(texts map[string]string) (map[use]bool, error) {
	positions, trees := token.NewFileSet(), []*ast.File{}
	for name, text := range texts {
		tree, err := parser.ParseFile(positions, name, text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		trees = append(trees, tree)
	}
	// Errors are those of the packages that are not known.
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	check := types.Config{Importer: noImports{}, Error: func(error) {}}
	_, _ = check.Check("room", positions, trees, info)
	all := map[use]bool{}
	for name, object := range info.Uses {
		// Who has a value may name its fields: that is no use of the file of its type.
		if v, ok := object.(*types.Var); ok && v.IsField() || !object.Pos().IsValid() {
			continue
		}
		one := use{positions.Position(name.Pos()).Filename, positions.Position(object.Pos()).Filename}
		if one.from != one.to {
			all[one] = true
		}
	}
	return all, nil
}

// noImports knows no package.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not known") }

// inCircles returns the uses between files that reach each other.
func inCircles(all map[use]bool) []use {
	below := map[string][]string{}
	for one := range all {
		below[one.from] = append(below[one.from], one.to)
	}
	// Everything that a file uses, and what that uses.
	reached := map[string]map[string]bool{}
	for from := range below {
		seen, next := map[string]bool{}, []string{from}
		for len(next) > 0 {
			at := next[0]
			next = next[1:]
			for _, to := range below[at] {
				if !seen[to] {
					seen[to] = true
					next = append(next, to)
				}
			}
		}
		reached[from] = seen
	}
	var some []use
	for one := range all {
		if reached[one.to][one.from] {
			some = append(some, one)
		}
	}
	return some
}
