package dataset

import (
	"errors"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/propagate-go/propagate/labelprop/features"
)

// readTextsAlone compares rows by the words of texts, where no other column compares them.
func (r *reader) readTextsAlone(f *columnFinder) error {
	if r.findTexts(f); len(r.data.Columns.Text) == 0 {
		return noFeatures(r.table)
	}
	return r.readWords(f.meter)
}

// findTexts finds the columns of texts whose words are compared, where none was named: those to read, and where there
// is no other column all that may have words in common.
func (r *reader) findTexts(f *columnFinder) {
	// Codes tell little, but more than nothing.
	such := NoFeature.HoldsPhrases
	if len(f.features()) == 0 {
		such = NoFeature.HoldsWords
	}
	if len(r.options.Columns.Text) == 0 {
		r.data.Columns.Text = f.texts(such)
		r.takeFromNoFeatures()
	}
}

// texts returns the columns of texts that are such as is asked for. A list of texts is one text, also where few are so
// long that their last words never repeat.
func (f *columnFinder) texts(such func(NoFeature) bool) []int {
	// The lists in which some column holds texts.
	lists := map[string]bool{}
	for _, c := range f.found {
		if base, place := cutNumber(f.table.Header[c.at]); place != "" && c.noted != nil && such(*c.noted) {
			lists[base] = true
		}
	}
	// In the order of the table, so that the names of the columns come in it, too.
	var texts []int
	for _, c := range f.found {
		base, place := cutNumber(f.table.Header[c.at])
		if c.noted != nil && (such(*c.noted) || place != "" && lists[base]) {
			texts = append(texts, c.at)
		}
	}
	return texts
}

// takeFromNoFeatures takes the texts whose words are compared out of the columns that are left out.
func (r *reader) takeFromNoFeatures() {
	r.data.Prep.NoFeatures = slices.DeleteFunc(r.data.Prep.NoFeatures, func(n NoFeature) bool {
		at, err := r.table.Column(n.Name)
		return err == nil && slices.Contains(r.data.Columns.Text, at)
	})
}

// readWords makes the features of the words of texts, and of nothing else.
func (r *reader) readWords(m *meter) error {
	// Who named no texts learns that there is nothing else.
	hint := "leave one of the two out"
	if len(r.options.Columns.Text) == 0 {
		hint = "leave it out: nothing but the words of " + r.columnNames(r.data.Columns.Text) + " compares rows here"
	}
	if err := r.checkSparse(hint); err != nil {
		return err
	}
	r.data.Columns.Features, r.data.Columns.Categorical = nil, nil
	if err := r.weighWords(m); err != nil {
		return err
	}
	r.data.X, r.data.Prep.SparseCols = r.data.Words.X, len(r.data.Words.Vocabulary.Words)
	return nil
}

// errNoWords says that words tell nothing.
var errNoWords = errors.New("no word is in two rows, so rows cannot be compared by words")

// noWords is the error of texts that tell nothing of each other.
func (r *reader) noWords() error {
	e := &table.Error{File: r.table.Name, Column: r.columnNames(r.data.Columns.Text), Reason: errNoWords.Error(),
		Err: errNoWords, Hint: "name columns of numbers or categories by Columns.Features"}
	// Beside other columns nothing more is needed.
	if r.data.Mixed != nil {
		e.Hint = "leave it out of Columns.Text: the other columns compare rows"
	}
	return e
}

// wordsCost is the work of reading columns of texts and of dividing them into words.
func (r *reader) wordsCost(columns []int) (read, divide float64) {
	// The whole table is read again, and its texts are divided.
	n := float64(r.table.Len())
	return costReadAgain * n * float64(len(r.table.Header)), costWords * n * float64(len(columns))
}

// weighWords weighs the words of the texts. All columns of a row are one text, and one column of X is made for each
// word: the rows stay sparse. m tells how far it is, by the work that is left.
func (r *reader) weighWords(m *meter) error {
	read, divide := r.wordsCost(r.data.Columns.Text)
	m.finish(read + divide)
	// Reading and dividing share what is left of the bar.
	rest := m.rest()
	r.table.Watch(bytes(m.step(rest * read / (read + divide))))
	defer r.table.Watch(nil)
	cells, err := textCellsOf(r.data, r.options.Memory)
	if err != nil {
		return err
	}
	// No label is looked at: what is said of a label left out stays honest.
	rows, vocabulary, err := words.Weigh(cells, r.options.Memory, m.step(m.rest()))
	if err != nil {
		return err
	}
	if len(vocabulary.Words) == 0 {
		return r.noWords()
	}
	r.data.Words, err = wordsOf(r.data, vocabulary, rows)
	return err
}

// wordsOf makes rows of words a matrix.
func wordsOf(d *Data, vocabulary *words.Vocabulary, rows *words.Rows) (*Words, error) {
	x, err := graph.NewCSR(len(rows.Start)-1, len(vocabulary.Words), rows.Start, rows.Ind, rows.Val)
	if err != nil {
		return nil, err
	}
	// The names are kept for new rows.
	w := &Words{Vocabulary: vocabulary, X: x}
	for _, j := range d.Columns.Text {
		w.Columns = append(w.Columns, strings.TrimSpace(d.Table.Header[j]))
	}
	return w, nil
}

// textCellsOf returns the cells of the columns of texts in the rows that take part, empty where the text is missing.
func textCellsOf(d *Data, ask memory.Ask) ([][]string, error) {
	// Once as they are in the table, once without what means that a value is missing.
	bytes := memory.Product(2, d.Table.Len(), len(d.Columns.Text), 16)
	if err := ask.For(bytes, "the texts of all rows"); err != nil {
		return nil, err
	}
	all, err := d.Table.Values(d.Columns.Text)
	for k, cells := range all {
		for i, cell := range cells {
			if features.Blank(cell) {
				cells[i] = ""
			}
		}
		all[k] = chosen(cells, d.Rows)
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
