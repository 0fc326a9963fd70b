// Package missing knows how people write that a value is missing.
package missing

import "strings"

// cells are those that stand for no value, in lower case.
var cells = map[string]bool{
	"": true, "?": true, "-": true, "--": true, "–": true, "—": true, ".": true,
	"na": true, "n/a": true, "#n/a": true, "<na>": true, "n.a.": true, "nan": true, "nat": true, "#null!": true,
	"null": true, "(null)": true, "<null>": true, "none": true, "nil": true, `\n`: true, "undefined": true,
	"missing": true, "''": true, `""`: true, "(blank)": true, "(leer)": true, "n/d": true, "s/d": true, "k.a.": true,
	// Errors of spreadsheets, in English and in German.
	"#div/0!": true, "#value!": true, "#ref!": true, "#name?": true, "#num!": true, "#wert!": true, "#bezug!": true,
	"#zahl!": true, "#nv": true,
}

// longest is the length of the longest of these, in bytes.
const longest = 9

// Is reports whether a cell stands for a missing value; blanks around it and capitals do not matter.
func Is(cell string) bool {
	cell = strings.TrimSpace(cell)
	// Nearly all cells are numbers or long texts: their length tells, and no copy in lower case is made.
	return len(cell) <= longest && cells[strings.ToLower(cell)]
}
