package cli

import (
	"fmt"
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
		add("taken for no label: %s", listed(j.in.noLabel))
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
	if j.settings.method == methodAuto && j.method == (labelprop.Poisson{}) {
		add("few labels, so the method is poisson, which proves none (--method harmonic does)")
	}
	return notes
}
