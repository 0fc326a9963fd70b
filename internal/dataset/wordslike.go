package dataset

import (
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/labelprop/features"
)

// readLikeWords reads the words of new texts as those of a model are known: others are nothing. Where there are no
// other columns, they are the features.
func (d *Data) readLikeWords(known *Words, others []features.Column, ask memory.Ask) error {
	var err error
	if d.Columns.Text, err = d.textsAsBefore(known.Columns, others); err != nil {
		return err
	}
	cells, err := textCellsOf(d, ask)
	if err != nil {
		return err
	}
	// The idf is that of the texts of the model, as a few new ones would weigh words otherwise.
	rows, err := known.Vocabulary.Weigh(cells, ask)
	if err != nil {
		return err
	}
	if d.Words, err = wordsOf(d, known.Vocabulary, rows); err != nil {
		return err
	}
	if len(others) == 0 {
		d.X, d.Prep.SparseCols = d.Words.X, len(known.Vocabulary.Words)
	}
	return nil
}

// textsAsBefore finds the columns of texts. A list has as many columns as its longest row, so that it may have more
// here than before, or fewer.
func (d *Data) textsAsBefore(names []string, others []features.Column) ([]int, error) {
	var texts []int
	for _, name := range names {
		columns := d.listOf(name, others)
		if columns == nil {
			col, err := columnAsBefore(d.Table, name)
			if err != nil {
				return nil, err
			}
			columns = []int{col}
		}
		texts = append(texts, columns...)
	}
	// Each column of a list has named all of them.
	slices.Sort(texts)
	return slices.Compact(texts), nil
}

// listOf returns the columns of the list that a name is of, but for others; nil: it is of none.
func (d *Data) listOf(name string, others []features.Column) []int {
	base, place := cutNumber(name)
	if place == "" {
		return nil
	}
	var list []int
	for j, column := range d.Table.Header {
		// What the model knows as a number or a category is none of its texts.
		other, number := cutNumber(column)
		known := func(c features.Column) bool { return c.Name == strings.TrimSpace(column) }
		if number != "" && other == base && !slices.ContainsFunc(others, known) {
			list = append(list, j)
		}
	}
	return list
}
