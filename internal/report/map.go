package report

import "github.com/propagate-go/propagate/internal/atlas"

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
func (v *reviewer) mapOf(drawn *atlas.Map) *Map {
	m := &Map{Of: v.built.Graph.N()}
	// The confidence of a row is the probability of its label.
	for i, row := range drawn.Nodes {
		place := MapRow{
			X: drawn.At[i].X, Y: drawn.At[i].Y,
			Name: v.title(row), Class: v.answer.Labels[row], Given: v.data.Given[row] >= 0,
		}
		if place.Class >= 0 {
			place.Confidence = v.answer.Probs.At(row, place.Class)
		}
		m.Rows = append(m.Rows, place)
	}
	return m
}
