package dataset

import (
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/propagate-go/propagate/labelprop/features"
)

// takeTexts takes the columns of texts to read as features, where no other column compares rows.
func (r *reader) takeTexts(f *columnFinder) {
	// The lists in which some column holds texts.
	lists := map[string]bool{}
	for _, c := range f.found {
		if base, place := cutNumber(r.table.Header[c.at]); place != "" && c.noted != nil && c.noted.HoldsWords() {
			lists[base] = true
		}
	}
	// What was left out as a text is no longer left out. A list of texts is one text, also where few are so long that
	// their last words never repeat.
	r.data.Prep.NoFeatures = nil
	for _, c := range f.found {
		base, place := cutNumber(r.table.Header[c.at])
		switch {
		case c.noted == nil:
		case c.noted.HoldsWords() || place != "" && lists[base]:
			r.data.Columns.Text = append(r.data.Columns.Text, c.at)
		default:
			r.data.Prep.NoFeatures = append(r.data.Prep.NoFeatures, *c.noted)
		}
	}
}

// readWords makes the features of the words of texts: a column for each word, by [words.Weigh]. m tells how far it is,
// by the work that is left.
func (r *reader) readWords(m *meter) error {
	// Who named no texts learns that there is nothing else.
	hint := "leave one of the two out"
	if len(r.options.Columns.Text) == 0 {
		hint = "leave it out: nothing but the words of " + r.columnNames(r.data.Columns.Text) + " compares rows here"
	}
	if err := r.checkSparse(hint); err != nil {
		return err
	}
	// The share of the bar that each step takes of what is left of it.
	n, k := float64(r.table.Len()), float64(len(r.data.Columns.Text))
	read, divide := costReadAgain*n*float64(len(r.table.Header)), costWords*n*k
	if m.total == 0 {
		m.total = read + divide // nothing was planned before
	}
	scale := m.rest() / (read + divide)
	// All columns of a row are one text.
	r.table.Watch(bytes(m.step(scale * read)))
	defer r.table.Watch(nil)
	cells, err := r.textCells()
	if err != nil {
		return err
	}
	rows, err := words.Weigh(cells, r.options.Memory, m.step(scale*divide))
	if err != nil {
		return err
	}
	if len(rows.Words) == 0 {
		return &table.Error{File: r.table.Name, Column: r.columnNames(r.data.Columns.Text),
			Reason: "no word is in two rows, so rows cannot be compared by words",
			Hint:   "name columns of numbers or categories by Columns.Features"}
	}
	// One column for each word: the rows stay sparse.
	r.data.Prep.SparseCols = len(rows.Words)
	x, err := graph.NewCSR(r.table.Len(), len(rows.Words), rows.Start, rows.Ind, rows.Val)
	if err == nil {
		r.data.X = x
	}
	return err
}

// textCells returns the cells of the columns of texts, empty where the text is missing.
func (r *reader) textCells() ([][]string, error) {
	columns := r.data.Columns.Text
	// Once as they are in the table, once without what means that a value is missing.
	bytes := memory.Product(2, r.table.Len(), len(columns), 16)
	if err := r.options.Memory.For(bytes, "the texts of all rows"); err != nil {
		return nil, err
	}
	all, err := r.table.Values(columns)
	for _, cells := range all {
		for i, cell := range cells {
			if features.Blank(cell) {
				cells[i] = ""
			}
		}
	}
	return all, err
}

// columnNames lists the names of columns.
func (r *reader) columnNames(columns []int) string {
	names := make([]string, len(columns))
	for k, j := range columns {
		names[k] = r.table.Header[j]
	}
	return strings.Join(names, ", ")
}
