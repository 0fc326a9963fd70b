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
	// What was left out as a text is no longer left out.
	r.data.Prep.NoFeatures = nil
	for _, c := range f.found {
		switch {
		case c.noted == nil:
		case c.noted.HoldsWords():
			r.data.Columns.Text = append(r.data.Columns.Text, c.at)
		default:
			r.data.Prep.NoFeatures = append(r.data.Prep.NoFeatures, *c.noted)
		}
	}
}

// readWords makes the features of the words of texts: a column for each word, by [words.Weigh].
func (r *reader) readWords() error {
	if err := r.checkSparse("Columns.Text"); err != nil {
		return err
	}
	texts := make([]string, r.table.Len())
	for _, j := range r.data.Columns.Text {
		cells, err := r.table.Strings(j)
		if err != nil {
			return err
		}
		if err := r.askForTexts(cells); err != nil {
			return err
		}
		for i, cell := range cells {
			// What means that a value is missing is no word of a text.
			if !features.Blank(cell) {
				texts[i] += cell + "\n"
			}
		}
	}
	// All columns of a row are one text.
	rows, err := words.Weigh(texts, r.options.Memory)
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
	x, err := graph.NewCSR(len(texts), len(rows.Words), rows.Start, rows.Ind, rows.Val)
	if err == nil {
		r.data.X = x
	}
	return err
}

// askForTexts asks for the memory of copies of cells.
func (r *reader) askForTexts(cells []string) error {
	bytes := memory.Product(len(cells), 16)
	for _, cell := range cells {
		bytes += int64(len(cell))
	}
	return r.options.Memory.For(bytes, "the texts of all rows")
}

// columnNames lists the names of columns.
func (r *reader) columnNames(columns []int) string {
	names := make([]string, len(columns))
	for k, j := range columns {
		names[k] = r.table.Header[j]
	}
	return strings.Join(names, ", ")
}
