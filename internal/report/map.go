package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/atlas"
)

// mostDrawn is the number of rows on a map.
const mostDrawn = 4000

// draw finds a place for the rows, or for some of them, the given labels first.
func (v *reviewer) draw() *atlas.Map {
	var given []int
	for i, class := range v.data.Given {
		if class >= 0 {
			given = append(given, i)
		}
	}
	return atlas.Draw(v.built.Graph, given, mostDrawn)
}

// mapOf adds what the map tells of each row.
func (v *reviewer) mapOf(drawn *atlas.Map) (*Map, error) {
	m := &Map{Of: len(v.data.Given)}
	cells, err := v.contents()
	if err != nil {
		return nil, err
	}
	// The confidence of a row is the probability of its label.
	for i, row := range drawn.Nodes {
		if row >= m.Of {
			continue // a node of the graph that is no row
		}
		place := MapRow{
			X: drawn.At[i].X, Y: drawn.At[i].Y, Node: row, Cells: cells(row),
			Name: v.title(row), Class: v.answer.Labels[row], Given: v.data.Given[row] >= 0,
		}
		if place.Class >= 0 {
			place.Confidence = v.answer.Probs.At(row, place.Class)
		}
		if v.data.Truth != nil && !place.Given && v.data.Truth[row] != v.data.Classes.Name(place.Class) {
			place.Truth = v.data.Truth[row]
		}
		m.Rows = append(m.Rows, place)
	}
	return m, nil
}

// mostCells is how many cells of a row the map shows, mostOfCell how long they are.
const mostCells, mostOfCell = 6, 24

// contents returns a function that lists the first features of a row: "x 1.5, y red".
func (v *reviewer) contents() (func(row int) string, error) {
	cols := slices.Concat(v.data.Columns.Features, v.data.Columns.Categorical)
	slices.Sort(cols)
	cols = cols[:min(len(cols), mostCells)]
	if len(cols) == 0 {
		return func(int) string { return "" }, nil
	}
	all, err := v.data.Table.StringsOf(cols)
	if err != nil {
		return nil, err
	}
	return func(row int) string {
		parts := make([]string, len(cols))
		for k, col := range cols {
			cell := strings.TrimSpace(all[k][v.data.TableRow(row)])
			parts[k] = short(v.data.Table.Header[col], mostOfCell) + " " + cmp.Or(short(cell, mostOfCell), "?")
		}
		return strings.Join(parts, ", ")
	}, nil
}
