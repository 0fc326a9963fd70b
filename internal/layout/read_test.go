package layout

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// file is a Go file that is no test.
type file struct {
	path string
	dir  string // of the package
	tree *ast.File

	lines     []string
	positions *token.FileSet
}

// read parses all Go files of a module but its tests, for every system and build tag.
func read(module fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(module, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && isOutside(module, name):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(module, name)
		if err != nil {
			return err
		}
		positions := token.NewFileSet()
		tree, err := parser.ParseFile(positions, name, text, parser.ParseComments|parser.SkipObjectResolution)
		files = append(files, file{name, path.Dir(name), tree, strings.Split(string(text), "\n"), positions})
		return err
	})
	return files, err
}

// isOutside reports whether the go command passes a folder over: hidden ones,
// testdata and other modules.
func isOutside(module fs.FS, folder string) bool {
	if folder == "." {
		return false
	}
	base := path.Base(folder)
	_, err := fs.Stat(module, path.Join(folder, "go.mod"))
	return err == nil || base[0] == '.' || base[0] == '_' || base == "testdata"
}

// imports returns the paths that a file imports.
func (f file) imports() []string {
	var paths []string
	for _, spec := range f.tree.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, "`\""))
	}
	return paths
}

// prints returns the functions that a file uses to print to standard streams.
func (f file) prints() []string {
	var found []string
	ast.Inspect(f.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Name == f.nameOf("fmt") && strings.HasPrefix(n.Sel.Name, "Print") {
				found = append(found, "fmt."+n.Sel.Name)
			}
		case *ast.CallExpr:
			if x, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"print", "println"}, x.Name) {
				found = append(found, x.Name)
			}
		}
		return true
	})
	return found
}

// nameOf returns the name by which a file calls an imported package.
func (f file) nameOf(imported string) string {
	for _, spec := range f.tree.Imports {
		if spec.Path.Value == `"`+imported+`"` && spec.Name != nil {
			return spec.Name.Name
		}
	}
	return imported
}
