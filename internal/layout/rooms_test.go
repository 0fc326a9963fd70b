package layout

import (
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rooms are the packages of the command, from the command line down to the data.
var rooms = []string{
	"internal/cli", "internal/console", "internal/report", "internal/summary", "internal/pipeline", "internal/dataset",
}

// Rooms that do not keep a rule yet, as in TestStyle.
var (
	embeds   []string
	compares []string
	assigns  []string
)

// TestRooms checks that the rooms of the command pass values on, and share nothing that one changes behind another.
func TestRooms(t *testing.T) {
	files, err := read(os.DirFS("../.."))
	require.NoError(t, err)
	require.Greater(t, len(flagValues(files)), 20, "the values of flags are found")
	checkRule(t, embedding(files), embeds)
	checkRule(t, comparing(files), compares)
	checkRule(t, assigning(files), assigns)
}

func inRooms(f file) bool { return slices.Contains(rooms, f.dir) }

// embedding finds structs of a room that embed a type of another room.
func embedding(files []file) map[string][]string {
	faults := map[string][]string{}
	for _, f := range files {
		if !inRooms(f) {
			continue
		}
		f.eachStruct(func(name string, s *ast.StructType) {
			for _, field := range s.Fields.List {
				from, typ := qualified(field.Type)
				if len(field.Names) == 0 && from != "" && slices.Contains(rooms, strings.TrimPrefix(f.pathOf(from), module)) {
					faults[f.dir] = append(faults[f.dir], fmt.Sprintf("%s: %s embeds %s.%s", f.path, name, from, typ))
				}
			}
		})
	}
	return faults
}

// qualified returns the parts of a type's name, that of the package empty for one of the same package.
func qualified(e ast.Expr) (from, name string) {
	switch e := e.(type) {
	case *ast.StarExpr:
		return qualified(e.X)
	case *ast.IndexExpr:
		return qualified(e.X)
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok {
			return x.Name, e.Sel.Name
		}
	case *ast.Ident:
		return "", e.Name
	}
	return "", ""
}

// pathOf returns the path of a package by the name that a file calls it.
func (f file) pathOf(name string) string {
	for _, imported := range f.imports() {
		if imported[strings.LastIndexByte(imported, '/')+1:] == name || f.nameOf(imported) == name {
			return imported
		}
	}
	return ""
}

// flagValues are the names that flags take: the first texts in the lists of enum of the command line.
func flagValues(files []file) map[string]bool {
	values := map[string]bool{}
	for _, f := range files {
		if f.dir != "internal/cli" {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			list, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if array, ok := list.Type.(*ast.ArrayType); !ok || !isEnum(array.Elt) {
				return true
			}
			for _, one := range list.Elts {
				if lit, ok := one.(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
					if text := textOf(lit.Elts[0]); text != "" {
						values[text] = true
					}
				}
			}
			return true
		})
	}
	return values
}

func isEnum(e ast.Expr) bool {
	_, name := qualified(e)
	return name == "enum"
}

// textOf returns the text of a literal, empty for anything else.
func textOf(e ast.Expr) string {
	if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		text, _ := strconv.Unquote(lit.Value)
		return text
	}
	return ""
}

// comparing finds rooms below the command line that compare something with the value of a flag.
func comparing(files []file) map[string][]string {
	values, faults := flagValues(files), map[string][]string{}
	for _, f := range files {
		if !inRooms(f) || f.dir == "internal/cli" {
			continue
		}
		compared := func(all ...ast.Expr) {
			for _, e := range all {
				if text := textOf(e); values[text] {
					faults[f.dir] = append(faults[f.dir], fmt.Sprintf("%s:%d: compares with %q, the value of a flag", f.path, f.positions.Position(e.Pos()).Line, text))
				}
			}
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BinaryExpr:
				if n.Op == token.EQL || n.Op == token.NEQ {
					compared(n.X, n.Y)
				}
			case *ast.CaseClause:
				compared(n.List...)
			}
			return true
		})
	}
	return faults
}

// assigning finds rooms below the command line that change a field of a Config or Options. What is one it knows by the
// names of types, parameters and fields.
func assigning(files []file) map[string][]string {
	faults := map[string][]string{}
	for _, f := range files {
		if !inRooms(f) || f.dir == "internal/cli" {
			continue
		}
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			known := settingsOf(fn, files, f.dir)
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				for _, to := range assigned(n) {
					if changes(to, known) {
						faults[f.dir] = append(faults[f.dir], fmt.Sprintf("%s:%d: assigns to a setting", f.path, f.positions.Position(to.Pos()).Line))
					}
				}
				return true
			})
		}
	}
	return faults
}

// assigned returns what a statement assigns to.
func assigned(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return n.Lhs
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	}
	return nil
}

// changes reports whether an expression is a field below something of a known name, such as c.K or b.config.K.
func changes(e ast.Expr, known map[string]bool) bool {
	for {
		switch at := e.(type) {
		case *ast.IndexExpr:
			e = at.X
		case *ast.SelectorExpr:
			_, last := qualified(at.X)
			if known[last] {
				return true
			}
			e = at.X
		default:
			return false
		}
	}
}

// settingsOf returns the names of the parameters of a function, and of the fields of structs of its package, that are a
// Config or Options.
func settingsOf(fn *ast.FuncDecl, files []file, dir string) map[string]bool {
	known := map[string]bool{}
	note := func(list *ast.FieldList) {
		if list == nil {
			return
		}
		for _, field := range list.List {
			if _, name := qualified(field.Type); name != "Config" && name != "Options" && name != "TuneConfig" {
				continue
			}
			for _, name := range field.Names {
				known[name.Name] = true
			}
			if _, name := qualified(field.Type); len(field.Names) == 0 {
				known[name] = true
			}
		}
	}
	note(fn.Recv)
	note(fn.Type.Params)
	for _, f := range files {
		if f.dir == dir {
			f.eachStruct(func(_ string, s *ast.StructType) { note(s.Fields) })
		}
	}
	return known
}

// TestRoomRules checks that each fault is found, and what is no fault is not.
func TestRoomRules(t *testing.T) {
	const cli = "package cli\nvar kinds = []enum[int]{{\"knn\", 1}, {\"radius\", 2}}\n"
	const ours = `import "` + module
	for name, c := range map[string]struct {
		rule  func([]file) map[string][]string
		text  string
		fault string
	}{
		"embeds":           {embedding, "package pipeline\n" + ours + "internal/dataset\"\ntype t struct { *dataset.Data }\n", "t embeds dataset.Data"},
		"has a field":      {embedding, "package pipeline\n" + ours + "internal/dataset\"\ntype t struct { data *dataset.Data }\n", ""},
		"embeds its own":   {embedding, "package pipeline\ntype t struct { u }\n", ""},
		"embeds from afar": {embedding, "package pipeline\n" + ours + "labelprop\"\ntype t struct { labelprop.Options }\n", ""},
		"compares":         {comparing, "package pipeline\nfunc f(s string) bool { return s == \"knn\" }\n", `compares with "knn", the value of a flag`},
		"switches":         {comparing, "package pipeline\nfunc f(s string) { switch s { case \"a\", \"radius\": } }\n", `compares with "radius", the value of a flag`},
		"other text":       {comparing, "package pipeline\nfunc f(s string) bool { return s == \"other\" }\n", ""},
		"a message":        {comparing, "package pipeline\nconst s = \"knn\"\n", ""},
		"assigns":          {assigning, "package pipeline\nfunc f(c Config) { c.K = 3 }\n", "assigns to a setting"},
		"adds":             {assigning, "package pipeline\nfunc f(c *Config) { c.K++ }\n", "assigns to a setting"},
		"deeper":           {assigning, "package pipeline\nfunc f(o *dataset.Options) { o.Columns.Names[1] = 3 }\n", "assigns to a setting"},
		"of a struct":      {assigning, "package pipeline\ntype b struct { config Config }\nfunc (b *b) f() { b.config.K = 3 }\n", "assigns to a setting"},
		"makes one":        {assigning, "package pipeline\nfunc f() Config { return Config{K: 3} }\n", ""},
		"something else":   {assigning, "package pipeline\nfunc f(c Config, b *built) { b.K = c.K }\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			files, err := read(fstest.MapFS{"internal/cli/c.go": {Data: []byte(cli)}, "internal/pipeline/p.go": {Data: []byte(c.text)}})
			require.NoError(t, err)
			found := strings.Join(c.rule(files)["internal/pipeline"], "\n")
			if c.fault == "" {
				assert.Empty(t, found)
				return
			}
			assert.Contains(t, found, c.fault)
		})
	}
}
