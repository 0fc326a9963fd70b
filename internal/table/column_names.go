package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
)

// hintNumbered is a hint on a column that is not there, in a file without a header.
const hintNumbered = "the file has no header, so its columns are numbered; "

// madeNames are the names of columns without a header.
func madeNames(n int) []string {
	names := make([]string, n)
	for j := range names {
		names[j] = "column" + strconv.Itoa(j+1)
	}
	return names
}

func (how Reading) madeNote(n int) string {
	note := "no header: the first line is a row, and the columns are called column1 to column" + strconv.Itoa(n)
	if how.Header == HeaderAuto {
		note += " (--no-header=false reads it as names)"
	}
	return note
}

// maybeNote asks whether a first line that was read as names is a row.
func maybeNote(cells []string) string {
	return "the first line is read as the names of the columns: " + short(cells) +
		" (if it is a row, use --no-header; if it is not, --no-header=false)"
}

func short(cells []string) string {
	const most = 6
	if len(cells) > most {
		cells = append(slices.Clone(cells[:most]), "...")
	}
	return oneLine(strings.Join(cells, ", "))
}

// distinct renames columns of the same name, and the first if it has none. It returns a note on each.
func distinct(header []string, index bool) (notes []string) {
	seen := map[string]int{}
	// The first column of a name keeps it.
	for j, name := range header {
		if trimmed := strings.TrimSpace(name); seen[trimmed] == 0 {
			seen[trimmed] = j + 1
		}
	}
	// The numbers of a name only rise: else a name of many columns would be tried from 2 for each of them.
	last := map[string]int{}
	free := func(name string) string {
		for n := max(1, last[name]) + 1; ; n++ {
			if next := fmt.Sprintf("%s_%d", name, n); seen[next] == 0 {
				last[name] = n
				return next
			}
		}
	}
	repeated := 0
	for j, name := range header {
		trimmed := strings.TrimSpace(name)
		switch {
		case j == 0 && index && trimmed == "":
			header[0] = "index"
			if seen["index"] != 0 {
				header[0] = free("index")
			}
			notes = append(notes, "the first column has no name: it names the rows, is called "+header[0]+
				", and is no feature")
			seen[header[0]] = 1
		case trimmed != "" && seen[trimmed] != j+1:
			header[j] = free(trimmed)
			seen[header[j]] = j + 1
			if repeated++; repeated > mostRepeated {
				continue
			}
			notes = append(notes, fmt.Sprintf("columns %d and %d are both named %s: the second is called %s",
				seen[trimmed], j+1, quote(trimmed), quote(header[j])))
		}
	}
	if repeated > mostRepeated {
		notes = append(notes, fmt.Sprintf("%d more columns have the name of another, and a number behind it",
			repeated-mostRepeated))
	}
	return notes
}

// mostRepeated is how many columns with the name of another are told by name.
const mostRepeated = 5

// headerBytes is about what the names of columns take, and what is known of each of them.
func headerBytes(columns int) int64 { return memory.Product(columns, 200) }
