package table

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/spell"
)

const (
	reasonNoFile  = "no such file"
	reasonAddress = "an address, not a file"
	hintCheckPath = "check the path"
	hintShell     = "the shell fills in ~ and variables outside of quotes only: give the whole path"
)

// noFile tells what a path may mean that leads to no file, and what to do.
func noFile(path string) (reason, hint string) {
	link, failure := os.Readlink(path)
	switch {
	case strings.HasPrefix(path, "file://"):
		return reasonNoFile, "give the path alone, without file://"
	case isAddress(path):
		return reasonAddress, "download it first, such as by curl or a browser, and give the path of the file"
	case failure == nil:
		return "a link to " + strconv.Quote(link) + ", which is not there", "check where the link leads"
	case ofShell(path):
		return reasonNoFile, hintShell
	case strings.ContainsAny(path, "*?["):
		return reasonNoFile, "the shell fills in * and ? outside of quotes, where a file fits: check the path"
	case severalFiles(path):
		return reasonNoFile, "several files are named one by one, with blanks between them"
	}
	if near := nearFile(path); near != "" {
		return reasonNoFile + ", did you mean " + strconv.Quote(near) + "?", hintCheckPath
	}
	return reasonNoFile, hintCheckPath
}

// noFolder tells the same of a path that is to be written.
func noFolder(path string) (reason, hint string) {
	switch {
	case isAddress(path):
		return "cannot write: " + reasonAddress, "write to a file, and take it there with another program"
	case ofShell(path):
		return "cannot write: no such folder", hintShell
	}
	return "cannot write: no such folder", "make the folder first"
}

// isAddress reports whether a path is a URL, such as https://example.com/rows.csv or s3://bucket/rows.csv.
func isAddress(path string) bool {
	scheme, _, found := strings.Cut(path, "://")
	letters := strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") == ""
	return found && scheme != "" && letters
}

// ofShell reports whether a path holds what a shell would have replaced: a home or a variable.
func ofShell(path string) bool {
	return strings.HasPrefix(path, "~") || strings.Contains(path, "$") || strings.Count(path, "%") > 1
}

// severalFiles reports whether a path is a list of files with commas or semicolons between them.
func severalFiles(path string) bool {
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == ',' || r == ';' })
	return len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool {
		_, err := os.Stat(strings.TrimSpace(part))
		return err == nil
	})
}

// nearFile returns a file of the same folder whose name is nearly that of a path, or "".
func nearFile(path string) string {
	const most = 10_000 // a larger folder takes long to read
	folder, base := filepath.Split(path)
	f, err := os.Open(filepath.Clean(folder + "."))
	if err != nil {
		return ""
	}
	defer f.Close()
	names, _ := f.Readdirnames(most) // those that could be read
	slices.Sort(names)
	// Blanks and quotes at the ends come from copying, other letters from another system; an ending may be missing.
	bare := strings.Trim(base, " \"'`")
	for _, name := range names {
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		if strings.EqualFold(name, bare) || stem != "" && strings.EqualFold(stem, bare) {
			return folder + name
		}
	}
	if near := spell.Nearest(bare, names); near != "" {
		return folder + near
	}
	return ""
}
