package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// matrix is the confusion matrix as a table. For many classes the most frequent mistakes are listed instead.
type matrix struct {
	Names    []string
	Rows     []matrixRow
	None     bool // whether there is a column of rows without a label
	Mistakes []mistake
}

// matrixRow is a true class.
type matrixRow struct {
	Name  string
	Cells []cell
	None  cell
}

// cell is a count, and how strong its colour is: its share of the row.
type cell struct {
	Rows   int
	Right  bool
	Share  string
	Strong bool // whether the colour is dark
}

// mistake is a pair of classes that were confused, and how often.
type mistake struct {
	Truth, Predicted string
	Rows, Of         int
}

const (
	widestMatrix = 16 // classes
	mostMistakes = 12
)

// newMatrix returns the matrix of an evaluation.
func newMatrix(e *summary.Evaluation) *matrix {
	m := &matrix{}
	// The column for rows without a label is shown if there is such a row.
	for _, n := range e.Confusion.WithoutLabel {
		m.None = m.None || n > 0
	}
	for _, c := range e.Classes {
		m.Names = append(m.Names, c.Class)
	}
	m.mistakes(e)
	if len(m.Names) > widestMatrix {
		return m
	}
	for i, counts := range e.Confusion.Counts {
		row := matrixRow{Name: m.Names[i], None: newCell(e.Confusion.WithoutLabel[i], e.Classes[i].Rows, false)}
		for j, n := range counts {
			row.Cells = append(row.Cells, newCell(n, e.Classes[i].Rows, i == j))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// newCell returns the count n of a true class with of rows.
func newCell(n, of int, right bool) cell {
	// The page shows mistakes in a stronger colour than right predictions of the same share, so it is dark earlier.
	share := float64(n) / float64(max(of, 1))
	return cell{n, right, fmt.Sprintf("%.3f", share), share > 0.5 || !right && share > 0.2}
}

// mistakes lists the pairs of a true and another predicted class that occur most often.
func (m *matrix) mistakes(e *summary.Evaluation) {
	// Mistakes are the entries beside the diagonal.
	for i, counts := range e.Confusion.Counts {
		for j, n := range counts {
			if i != j && n > 0 {
				m.Mistakes = append(m.Mistakes, mistake{m.Names[i], m.Names[j], n, e.Classes[i].Rows})
			}
		}
	}
	slices.SortStableFunc(m.Mistakes, func(a, b mistake) int { return cmp.Compare(b.Rows, a.Rows) })
	m.Mistakes = m.Mistakes[:min(len(m.Mistakes), mostMistakes)]
}
