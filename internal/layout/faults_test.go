package layout

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// faults lists what is not as it should be.
func faults(files []file) []string {
	var all []string
	for _, f := range files {
		all = append(all, badImports(f)...)
		all = append(all, badTalk(f)...)
		all = append(all, badNames(f)...)
	}
	return append(all, missingComments(files)...)
}

func badImports(f file) []string {
	at := place(f.dir)
	if at < 0 {
		return []string{f.path + ": package " + f.dir + " is not in mayImport: give it its place there"}
	}
	list := strings.Fields(mayImport[at].list)
	var bad []string
	for _, imported := range f.imports() {
		if !isStandard(imported) && !slices.ContainsFunc(list, allows(imported)) {
			bad = append(bad, f.path+": may not import "+imported)
		}
	}
	return bad
}

// place returns the place of a package in mayImport, -1 if it has none.
func place(dir string) int {
	for i, p := range mayImport {
		if p.name == dir {
			return i
		}
	}
	return -1
}

// allows reports whether an entry of mayImport, a package of this module or another
// module, allows an import.
func allows(imported string) func(entry string) bool {
	return func(entry string) bool {
		if ours, ok := strings.CutPrefix(imported, module); ok {
			return ours == entry
		}
		return isBelow(imported, entry)
	}
}

// isStandard reports whether a package is in the standard library: no domain
// begins its path.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

func isBelow(imported, parent string) bool {
	return imported == parent || strings.HasPrefix(imported, parent+"/")
}

func badTalk(f file) []string {
	if slices.Contains(mayTalk, f.dir) {
		return nil
	}
	var bad []string
	for _, imported := range f.imports() {
		for _, talk := range []string{"os", "flag", "log"} {
			if isBelow(imported, talk) {
				bad = append(bad, f.path+": imports "+imported+", which is for the command line")
			}
		}
	}
	for _, name := range f.prints() {
		bad = append(bad, f.path+": calls "+name+": printing is for the command line")
	}
	return bad
}

func badNames(f file) []string {
	for _, name := range []string{path.Base(f.dir), f.tree.Name.Name, strings.TrimSuffix(path.Base(f.path), ".go")} {
		if slices.Contains(sayNothing, name) {
			return []string{f.path + ": the name " + name + " says nothing"}
		}
	}
	return nil
}

// missingComments lists the packages that everyone may import, or run, and that do
// not say what they are.
func missingComments(files []file) []string {
	commented := map[string]bool{}
	var dirs []string
	for _, f := range files {
		if strings.HasPrefix(f.dir, "internal/") {
			continue
		}
		if !slices.Contains(dirs, f.dir) {
			dirs = append(dirs, f.dir)
		}
		begin := "Package " + f.tree.Name.Name + " "
		if f.tree.Name.Name == "main" {
			begin = "Command " + path.Base(f.dir) + " "
		}
		commented[f.dir] = commented[f.dir] || strings.HasPrefix(f.tree.Doc.Text(), begin)
	}
	var bad []string
	for _, dir := range dirs {
		if !commented[dir] {
			bad = append(bad, fmt.Sprintf("%s: no comment that begins with Package or Command and its name", dir))
		}
	}
	return bad
}
