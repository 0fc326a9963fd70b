package summary

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
)

// Note is something that was done to the table, or chosen for it, without being asked for.
type Note struct {
	Kind  NoteKind
	Count int      // rows, for RowsDropped
	Names []string // columns, cells or files
	Hint  string   // what to do to have it otherwise; empty if the text holds it
}

// NoteKind is what a note is about.
type NoteKind int

// The kinds of notes.
const (
	FilesNotRead NoteKind = iota
	CellsUnlabelled
	CosineAdvised
	RowsDropped
	ValuesFilled
	FeaturesStandardised
	NotNumeric
	RowNumbers
	DecimalCommas
	FewLabels
)

// noteTexts has a text for each kind.
var noteTexts = map[NoteKind]func(Note) string{
	FilesNotRead:    func(n Note) string { return "not read: " + dataset.Listed(n.Names) },
	CellsUnlabelled: func(n Note) string { return "taken for no label: " + dataset.Listed(n.Names) },
	CosineAdvised:   func(Note) string { return "texts and other counts are mostly better compared by --metric cosine" },
	RowsDropped:     func(n Note) string { return fmt.Sprintf("%d rows dropped: a value is missing", n.Count) },
	ValuesFilled:    func(n Note) string { return "missing values filled in: " + dataset.Listed(n.Names) },
	FeaturesStandardised: func(n Note) string {
		return "features standardised, because some dwarf the others (--scale none keeps them): " + dataset.Listed(n.Names)
	},
	NotNumeric: func(n Note) string { return "not numeric, so not used: " + strings.Join(n.Names, ", ") },
	RowNumbers: func(n Note) string {
		return "numbers of rows, so not used unless --features names them: " + dataset.Listed(n.Names)
	},
	DecimalCommas: func(n Note) string {
		return "numbers with a decimal comma, which --decimal comma reads: " + dataset.Listed(n.Names)
	},
	FewLabels: func(Note) string {
		return "few labels, so the method is balanced-poisson, which proves none (--method harmonic does)"
	},
}

func (n Note) String() string {
	text := noteTexts[n.Kind](n)
	if n.Hint != "" {
		text += " (" + n.Hint + ")"
	}
	return text
}
