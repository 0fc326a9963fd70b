package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/labelprop"
)

// noteworthy says what was done to the table before its rows were compared, and what was chosen for it.
func (j *job) noteworthy() []string {
	var notes []string
	add := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if left := j.table.LeftOut; len(left) > 0 {
		add("not read: %s", listed(left))
	}
	if len(j.in.noLabel) > 0 {
		also := ""
		if j.in.sparse != nil && slices.Contains(j.in.classes, minusOne) {
			also = " (-1 is a class; --unlabeled=-1 if it means none)"
		}
		add("taken for no label: %s%s", listed(j.in.noLabel), also)
	}
	if j.in.sparse != nil && j.settings.metric == "euclidean" {
		add("texts and other counts are mostly better compared by --metric cosine")
	}
	if j.in.rows != nil {
		add("%d rows dropped: a value is missing", j.table.Len()-len(j.in.rows))
	}
	if len(j.in.filled) > 0 {
		add("missing values filled in: %s", listed(j.in.filled))
	}
	if len(j.in.dwarfing) > 0 {
		add("features standardised, because some dwarf the others (--scale none keeps them): %s", listed(j.in.dwarfing))
	}
	if out := j.in.columns.leftOut; len(out) > 0 {
		add("not numeric, so not used: %s", strings.Join(out, ", "))
	}
	if len(j.in.rowNumbers) > 0 {
		add("numbers of rows, so not used unless --features names them: %s", listed(j.in.rowNumbers))
	}
	if commas := j.decimalCommas(); len(commas) > 0 {
		add("numbers with a decimal comma, which --decimal comma reads: %s", listed(commas))
	}
	if !j.sweeps && j.settings.method == methodAuto && j.method == (labelprop.BalancedPoisson{}) {
		add("few labels, so the method is balanced-poisson, which proves none (--method harmonic does)")
	}
	return notes
}

// decimalComma is a number that another country wrote.
var decimalComma = regexp.MustCompile(`^\s*[-+]?[0-9]+,[0-9]+\s*$`)

// decimalCommas returns the columns left out whose first cell is such a number.
func (j *job) decimalCommas() []string {
	var found []string
	for _, name := range j.in.columns.leftOut {
		col, err := j.table.Column(name)
		if err != nil {
			continue
		}
		cells, err := j.table.Strings(col)
		if err != nil {
			continue
		}
		if first := slices.IndexFunc(cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }); first >= 0 && decimalComma.MatchString(cells[first]) {
			found = append(found, name)
		}
	}
	return found
}
