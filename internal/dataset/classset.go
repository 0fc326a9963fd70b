package dataset

import "strings"

// setSeparator stands between the classes of a set, setEscape before one that is a part of a name.
const setSeparator, setEscape = "|", `\`

var escapeSet = strings.NewReplacer(setEscape, setEscape+setEscape, setSeparator, setEscape+setSeparator)

// SetName writes some classes in one cell: their names, separated by |. In a name, | is written \| and \ is
// written \\.
func (c Classes) SetName(classes []int) string {
	names := make([]string, len(classes))
	for i, k := range classes {
		names[i] = escapeSet.Replace(c.Name(k))
	}
	return strings.Join(names, setSeparator)
}
