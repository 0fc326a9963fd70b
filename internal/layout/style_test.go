package layout

import (
	"fmt"
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	longestLine = 120 // columns, a tab as four
	leastShare  = 6   // comment lines in 100 lines of function bodies
	smallBody   = 100 // lines of function bodies up to which a package needs no comments in them
	mostFields  = 20  // of a struct
)

// Packages that do not keep a rule yet. A package that keeps it must not be in the list: the lists only shrink.
var (
	longLines   []string
	fewComments []string
	wideStructs []string
)

// TestStyle checks the rules that can be counted.
func TestStyle(t *testing.T) {
	files, err := read(os.DirFS("../.."))
	require.NoError(t, err)
	programs, err := readNested("../..")
	require.NoError(t, err)
	require.NotEmpty(t, programs)
	checkRule(t, tooLong(slices.Concat(files, programs)), longLines)
	checkRule(t, uncommented(slices.Concat(files, library(programs))), fewComments)
	checkRule(t, wide(slices.Concat(files, library(programs))), wideStructs)
}

// readNested parses the Go files of the modules within a folder that are not its own: programs that make figures,
// results and assembly.
func readNested(root string) ([]file, error) {
	modules, err := filepath.Glob(filepath.Join(root, "docs", "*", "go.mod"))
	if err != nil {
		return nil, err
	}
	modules = append(modules, filepath.Join(root, "internal", "vec", "asm", "go.mod"), filepath.Join(root, "distributed", "go.mod"))
	var all []file
	for _, path := range modules {
		folder := filepath.Dir(path)
		files, err := read(os.DirFS(folder))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			f.dir, f.path = filepath.Join(folder, f.dir), filepath.Join(folder, f.path)
			all = append(all, f)
		}
	}
	return all, nil
}

// library returns the files of the module distributed, which keeps the rules of a library.
func library(programs []file) []file {
	return slices.DeleteFunc(slices.Clone(programs), func(f file) bool {
		return !strings.HasPrefix(filepath.ToSlash(f.path), "../../distributed/")
	})
}

// checkRule holds that all packages keep a rule but the exceptions, none of which keeps it. Faults are by package.
func checkRule(t *testing.T, faults map[string][]string, exceptions []string) {
	t.Helper()
	for _, dir := range slices.Sorted(maps.Keys(faults)) {
		if !slices.Contains(exceptions, dir) {
			assert.Fail(t, strings.Join(faults[dir], "\n"))
		}
	}
	for _, dir := range exceptions {
		assert.NotEmpty(t, faults[dir], "%s keeps the rule: it is no exception any more", dir)
	}
}

// tooLong finds lines of more columns than fit on a page, but in generated files.
func tooLong(files []file) map[string][]string {
	faults := map[string][]string{}
	for _, f := range files {
		if ast.IsGenerated(f.tree) {
			continue
		}
		for i, line := range f.lines {
			if n := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); n > longestLine {
				faults[f.dir] = append(faults[f.dir], fmt.Sprintf("%s:%d: %d columns", f.path, i+1, n))
			}
		}
	}
	return faults
}

// uncommented finds packages with too few comments within their functions. A comment beside code does not count.
func uncommented(files []file) map[string][]string {
	body, comments := map[string]int{}, map[string]int{}
	for _, f := range files {
		if ast.IsGenerated(f.tree) {
			continue
		}
		for _, d := range f.tree.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				from, to := f.positions.Position(fn.Body.Lbrace).Line, f.positions.Position(fn.Body.Rbrace).Line
				all, some := bodyLines(f.lines, from, to)
				body[f.dir] += all
				comments[f.dir] += some
			}
		}
	}
	faults := map[string][]string{}
	for dir, n := range body {
		if n > smallBody && 100*comments[dir] < leastShare*n {
			faults[dir] = []string{fmt.Sprintf("%s: %d comment lines in %d lines of function bodies", dir, comments[dir], n)}
		}
	}
	return faults
}

// bodyLines counts the lines between those of the braces, blank ones aside, and those that are comments.
func bodyLines(lines []string, from, to int) (all, comments int) {
	for i := from; i < to-1; i++ {
		line := strings.TrimSpace(lines[i])
		if line != "" {
			all++
		}
		if strings.HasPrefix(line, "//") {
			comments++
		}
	}
	return all, comments
}

// wide finds structs of too many fields.
func wide(files []file) map[string][]string {
	faults := map[string][]string{}
	for _, f := range files {
		f.eachStruct(func(name string, s *ast.StructType) {
			if n := s.Fields.NumFields(); n > mostFields {
				faults[f.dir] = append(faults[f.dir], fmt.Sprintf("%s: %s has %d fields", f.path, name, n))
			}
		})
	}
	return faults
}

// eachStruct calls do for every named struct of a file.
func (f file) eachStruct(do func(name string, s *ast.StructType)) {
	ast.Inspect(f.tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.TypeSpec); ok {
			if s, ok := spec.Type.(*ast.StructType); ok {
				do(spec.Name.Name, s)
			}
		}
		return true
	})
}

// TestStyleRules checks that each fault is found, and what is no fault is not.
func TestStyleRules(t *testing.T) {
	code := func(body string) string { return "package g\nfunc f() {\n" + body + "}\n" }
	generated := "// Code generated by hand. DO NOT EDIT.\n"
	commented := strings.Repeat("\t// why\n"+strings.Repeat("\tx()\n", 9), 20)
	fields := func(n int) string { return "package g\ntype t struct {" + strings.Repeat("a int;", n) + "}\n" }
	for name, c := range map[string]struct {
		rule  func([]file) map[string][]string
		text  string
		fault string
	}{
		"long":           {tooLong, "package g\n//" + strings.Repeat("x", 119) + "\n", "graph/g.go:2: 121 columns"},
		"long by a tab":  {tooLong, "package g\n\t//" + strings.Repeat("x", 115) + "\n", "graph/g.go:2: 121 columns"},
		"fits":           {tooLong, "package g\n//" + strings.Repeat("é", 118) + "\n", ""},
		"long, made":     {tooLong, generated + "package g\n//" + strings.Repeat("x", 200) + "\n", ""},
		"no comments":    {uncommented, code(strings.Repeat("\tx()\n", 101)), "graph: 0 comment lines in 101 lines of function bodies"},
		"beside code":    {uncommented, code(strings.Repeat("\tx() // why\n", 101)), "graph: 0 comment lines in 101 lines of function bodies"},
		"small":          {uncommented, code(strings.Repeat("\tx()\n", 100)), ""},
		"comments":       {uncommented, code(commented), ""},
		"comments, made": {uncommented, generated + code(strings.Repeat("\tx()\n", 101)), ""},
		"21 fields":      {wide, fields(21), "graph/g.go: t has 21 fields"},
		"20 fields":      {wide, fields(20), ""},
	} {
		t.Run(name, func(t *testing.T) {
			files, err := read(fstest.MapFS{"graph/g.go": {Data: []byte(c.text)}})
			require.NoError(t, err)
			var want []string
			if c.fault != "" {
				want = []string{c.fault}
			}
			assert.Equal(t, want, c.rule(files)["graph"])
		})
	}
}
