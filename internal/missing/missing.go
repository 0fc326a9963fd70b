// Package missing knows how people write that a value is missing.
package missing

import "strings"

// cells are those that stand for no value, in lower case.
var cells = map[string]bool{
	"": true, "?": true, "-": true, "--": true, "–": true, "—": true, ".": true,
	"na": true, "n/a": true, "#n/a": true, "<na>": true, "n.a.": true, "nan": true, "nat": true, "#null!": true,
	"null": true, "(null)": true, "<null>": true, "none": true, "nil": true, `\n`: true, "undefined": true,
	"missing": true,
}

// longest is the length of the longest of these, in bytes.
const longest = 9

// Is reports whether a cell stands for a missing value; blanks around it and capitals do not matter.
func Is(cell string) bool {
	cell = strings.TrimSpace(cell)
	return len(cell) <= longest && cells[strings.ToLower(cell)]
}
