package layout

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRules checks that each fault is found.
func TestRules(t *testing.T) {
	const ours = `import _ "` + module
	for name, c := range map[string]struct{ path, text, fault string }{
		"fine":               {"graph/g.go", "// Package graph is.\npackage graph\n" + ours + "kernel\"\n", ""},
		"gonum":              {"graph/g.go", "// Package graph is.\npackage graph\nimport _ \"gonum.org/v1/gonum/mat\"\n", ""},
		"command":            {"cmd/propagate/main.go", "// Command propagate is.\npackage main\n" + ours + "internal/cli\"\n", ""},
		"talk above":         {"internal/cli/c.go", "package cli\nimport (\"os\"; \"fmt\")\nfunc f() { fmt.Println(os.Args) }\n", ""},
		"talk to a writer":   {"internal/ln/l.go", "package ln\nimport \"fmt\"\nfunc f() { fmt.Fprintln(nil); _ = fmt.Sprint() }\n", ""},
		"method of the name": {"internal/ln/l.go", "package ln\nfunc f(x T) { x.println(); x.Print() }\n", ""},
		"not a Go file":      {"utils/readme.md", "package utils", ""},
		"a test":             {"graph/g_test.go", "package graph\nimport \"os\"\n", ""},
		"testdata":           {"graph/testdata/g.go", "package x\nimport \"os\"\n", ""},
		"hidden":             {".cache/g.go", "package x\nimport \"os\"\n", ""},

		"upwards":           {"graph/g.go", "// Package graph is.\npackage graph\n" + ours + "labelprop\"\n", "graph/g.go: may not import " + module + "labelprop"},
		"sideways":          {"internal/sum/s.go", "package sum\n" + ours + "internal/par\"\n", "internal/sum/s.go: may not import " + module + "internal/par"},
		"below an entry":    {"internal/cli/c.go", "package cli\n" + ours + "graph/internal/x\"\n", "internal/cli/c.go: may not import " + module + "graph/internal/x"},
		"another module":    {"kernel/k.go", "// Package kernel is.\npackage kernel\nimport _ \"gonum.org/v1/gonum/mat\"\n", "kernel/k.go: may not import gonum.org/v1/gonum/mat"},
		"a similar module":  {"graph/g.go", "// Package graph is.\npackage graph\nimport _ \"gonum.org/v1/gonumx\"\n", "graph/g.go: may not import gonum.org/v1/gonumx"},
		"unknown package":   {"internal/new/n.go", "package new\n", "internal/new/n.go: package internal/new is not in mayImport: give it its place there"},
		"only on Plan 9":    {"internal/ln/l_plan9.go", "//go:build plan9\n\npackage ln\nimport _ \"os\"\n", "internal/ln/l_plan9.go: imports os, which is for the command line"},
		"os":                {"internal/ln/l.go", "package ln\nimport _ \"os\"\n", "internal/ln/l.go: imports os, which is for the command line"},
		"below os":          {"internal/ln/l.go", "package ln\nimport _ \"os/exec\"\n", "internal/ln/l.go: imports os/exec, which is for the command line"},
		"flag":              {"internal/ln/l.go", "package ln\nimport _ \"flag\"\n", "internal/ln/l.go: imports flag, which is for the command line"},
		"slog":              {"internal/ln/l.go", "package ln\nimport _ \"log/slog\"\n", "internal/ln/l.go: imports log/slog, which is for the command line"},
		"print":             {"internal/ln/l.go", "package ln\nimport \"fmt\"\nfunc f() { fmt.Printf(\"\") }\n", "internal/ln/l.go: calls fmt.Printf: printing is for the command line"},
		"print, renamed":    {"internal/ln/l.go", "package ln\nimport x \"fmt\"\nvar f = x.Println\n", "internal/ln/l.go: calls fmt.Println: printing is for the command line"},
		"built-in":          {"internal/ln/l.go", "package ln\nfunc f() { println() }\n", "internal/ln/l.go: calls println: printing is for the command line"},
		"name of a file":    {"internal/ln/helpers.go", "package ln\n", "internal/ln/helpers.go: the name helpers says nothing"},
		"name of a package": {"internal/ln/l.go", "package utils\n", "internal/ln/l.go: the name utils says nothing"},
		"no comment":        {"kernel/k.go", "package kernel\n", "kernel: no comment that begins with Package or Command and its name"},
		"another comment":   {"kernel/k.go", "// License\npackage kernel\n", "kernel: no comment that begins with Package or Command and its name"},
		"no command":        {"cmd/propagate/main.go", "// Package main is.\npackage main\n", "cmd/propagate: no comment that begins with Package or Command and its name"},
	} {
		t.Run(name, func(t *testing.T) {
			files, err := read(fstest.MapFS{c.path: {Data: []byte(c.text)}})
			require.NoError(t, err)
			var want []string
			if c.fault != "" {
				want = []string{c.fault}
			}
			assert.Equal(t, want, faults(files))
		})
	}
}

func TestOtherModule(t *testing.T) {
	files, err := read(fstest.MapFS{"docs/figures/go.mod": {}, "docs/figures/main.go": {Data: []byte("package main")}})
	require.NoError(t, err)
	assert.Empty(t, files)
}

func TestNoGo(t *testing.T) {
	_, err := read(fstest.MapFS{"graph/g.go": {Data: []byte("pakage graph")}})
	assert.ErrorContains(t, err, "graph/g.go:1:1")
}

// TestOrder checks that no entry of mayImport leads upwards.
func TestOrder(t *testing.T) {
	for i, p := range mayImport {
		assert.Equal(t, i, place(p.name), "%s stands there twice", p.name)
		for _, imported := range strings.Fields(p.list) {
			if isStandard(imported) {
				assert.Greater(t, place(imported), i, "%s imports %s", p.name, imported)
			}
		}
	}
}
