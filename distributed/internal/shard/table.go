package shard

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
)

// Label is a line of a result.
type Label struct {
	Row        int64
	Class      int // -1: no label
	Confidence float64
	Status     string
	Scores     []float64 // by class
}

// Table collects the lines of a file.
type Table struct {
	classes []string
	scores  bool
	lines   []Label
}

// NewTable returns an empty table. With scores, each class has a column "score CLASS".
func NewTable(classes []string, scores bool) *Table { return &Table{classes: classes, scores: scores} }

// Add adds a line, and keeps its scores.
func (t *Table) Add(l Label) { t.lines = append(t.lines, l) }

// Bytes returns the content of a file, in the format of the suffix.
//
// Errors: an unknown suffix.
func (t *Table) Bytes(suffix string) ([]byte, error) {
	switch suffix {
	case ".csv":
		return t.csv()
	case ".parquet":
		return t.parquet()
	}
	return nil, fmt.Errorf("files that end in %q cannot be written: use .csv or .parquet", suffix)
}

// columns are the names of the columns.
func (t *Table) columns() []string {
	names := []string{"row", "predicted", "confidence", "status"}
	if t.scores {
		for _, class := range t.classes {
			names = append(names, "score "+class)
		}
	}
	return names
}

func (t *Table) csv() ([]byte, error) {
	// Writes to memory do not fail.
	var all bytes.Buffer
	w := csv.NewWriter(&all)
	_ = w.Write(t.columns())
	for _, l := range t.lines {
		_ = w.Write(t.cells(l))
	}
	w.Flush()
	return all.Bytes(), w.Error()
}

// cells writes numbers with as many digits as tell them from all others.
func (t *Table) cells(l Label) []string {
	// A row without a label has neither class nor confidence.
	cells := []string{strconv.FormatInt(l.Row, 10), "", "", l.Status}
	if l.Class >= 0 {
		cells[1], cells[2] = t.classes[l.Class], number(l.Confidence)
	}
	if t.scores {
		for _, s := range l.Scores {
			cells = append(cells, number(s))
		}
	}
	return cells
}

// EdgeBytes returns the content of a file of edges, in the format of the suffix.
//
// Errors: an unknown suffix.
func EdgeBytes(edges []Edge, suffix string) ([]byte, error) {
	switch suffix {
	case ".csv":
		all := []byte("from,to,weight\n")
		for _, e := range edges {
			all = strconv.AppendUint(all, uint64(e.From), 10)
			all = strconv.AppendUint(append(all, ','), uint64(e.To), 10)
			all = append(strconv.AppendFloat(append(all, ','), e.Weight, 'g', -1, 64), '\n')
		}
		return all, nil
	case ".parquet":
		return parquetEdges(edges)
	}
	return nil, fmt.Errorf("files that end in %q cannot be written: use .csv or .parquet", suffix)
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
