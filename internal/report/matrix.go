package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/propagate-go/propagate/internal/summary"
)

// matrix is the confusion matrix as a table; of many classes the commonest mistakes instead.
type matrix struct {
	Names    []string
	Rows     []matrixRow
	None     bool // whether there is a column of rows without a label
	Mistakes []mistake
}

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

type mistake struct {
	Truth, Predicted string
	Rows, Of         int
}

const (
	widestMatrix = 16
	mostMistakes = 12
)

func newMatrix(e *summary.Evaluation) *matrix {
	m := &matrix{}
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

func newCell(n, of int, right bool) cell {
	share := float64(n) / float64(max(of, 1))
	return cell{n, right, fmt.Sprintf("%.3f", share), share > 0.5 || !right && share > 0.2} // mistakes are three times as strong
}

// mistakes lists the pairs of classes that are mixed up most.
func (m *matrix) mistakes(e *summary.Evaluation) {
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
