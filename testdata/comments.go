// Comments writes comments.csv: what the comments of Go's standard library say, and of which part of it they are.
//
//	go run testdata/comments.go > testdata/comments.csv
package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// parts are the classes, and the packages whose comments are of each.
var parts = map[string][]string{
	"compress": {"compress/flate", "compress/gzip", "compress/bzip2", "archive/zip", "archive/tar"},
	"crypto":   {"crypto", "crypto/tls", "crypto/x509", "crypto/rsa", "crypto/ecdsa", "crypto/cipher"},
	"encoding": {"encoding/json", "encoding/xml", "encoding/gob", "encoding/asn1", "encoding/csv", "encoding/binary"},
	"go":       {"go/ast", "go/types", "go/parser", "go/token", "go/build", "go/printer"},
	"html":     {"html", "html/template", "text/template", "text/template/parse"},
	"image":    {"image", "image/png", "image/jpeg", "image/gif", "image/color", "image/draw"},
	"math":     {"math", "math/big", "math/rand", "math/cmplx", "math/bits"},
	"net":      {"net", "net/http", "net/url", "net/mail", "net/textproto"},
	"os":       {"os", "os/exec", "syscall", "io", "io/fs", "path/filepath"},
	"runtime":  {"runtime"},
	"sql":      {"database/sql", "database/sql/driver"},
	"time":     {"time", "context", "sync", "sync/atomic"},
}

const (
	rowsOfPart, labelsOfPart = 100, 10
	fewestWords, mostBytes   = 10, 400
)

type row struct{ text, part string }

func main() {
	log.SetFlags(0)
	var rows []row
	for part, packages := range parts {
		rows = append(rows, commentsOf(part, packages)...)
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(hash("row/"+a.text), hash("row/"+b.text)) })
	w := csv.NewWriter(os.Stdout)
	must(w.Write([]string{"comment", "label", "part"}))
	for i, label := range labels(rows) {
		must(w.Write([]string{rows[i].text, label, rows[i].part}))
	}
	w.Flush()
	must(w.Error())
}

// commentsOf returns comments of some packages: those whose hashes are the smallest.
func commentsOf(part string, packages []string) []row {
	seen := map[string]bool{}
	for _, name := range packages {
		for _, text := range docs(filepath.Join(runtime.GOROOT(), "src", filepath.FromSlash(name))) {
			seen[text] = true
		}
	}
	var rows []row
	for text := range seen {
		rows = append(rows, row{text, part})
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(hash(a.text), hash(b.text)) })
	return rows[:min(rowsOfPart, len(rows))]
}

// docs returns the comments on functions of the files of a folder, each on one line.
func docs(folder string) (all []string) {
	files := token.NewFileSet()
	noTest := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
	packages, err := parser.ParseDir(files, folder, noTest, parser.ParseComments)
	must(err)
	for _, p := range packages {
		ast.Inspect(p, func(n ast.Node) bool {
			f, is := n.(*ast.FuncDecl)
			if !is {
				return true
			}
			words := strings.Fields(f.Doc.Text())
			if text := strings.Join(words, " "); len(words) >= fewestWords && len(text) <= mostBytes {
				all = append(all, text)
			}
			return false
		})
	}
	return all
}

// labels returns the given label of each row, empty for most.
func labels(rows []row) []string {
	all := make([]string, len(rows))
	for part := range parts {
		var of []int
		for i, r := range rows {
			if r.part == part {
				of = append(of, i)
			}
		}
		slices.SortFunc(of, func(a, b int) int { return cmp.Compare(drawn(a), drawn(b)) })
		for _, i := range of[:labelsOfPart] {
			all[i] = part
		}
	}
	return all
}

// drawn orders rows as for the other tables.
func drawn(i int) string { return hash(fmt.Sprintf("comments/1/%d", i)) }

func hash(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
