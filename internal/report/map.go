package report

import "github.com/propagate-go/propagate/internal/atlas"

// mostDrawn is the number of rows on a map.
const mostDrawn = 4000

// draw finds a place for the rows, or for some of them, the given labels first.
func (s *Source) draw() *atlas.Map {
	var given []int
	for i, class := range s.Given {
		if class >= 0 {
			given = append(given, i)
		}
	}
	return atlas.Draw(s.Graph, given, mostDrawn)
}

func (s *Source) mapOf(drawn *atlas.Map) *Map {
	m := &Map{Of: s.Graph.N()}
	for i, row := range drawn.Nodes {
		place := MapRow{X: drawn.At[i].X, Y: drawn.At[i].Y, Name: s.title(row), Class: s.Labels[row], Given: s.Given[row] >= 0}
		if place.Class >= 0 {
			place.Confidence = s.Probs.At(row, place.Class)
		}
		m.Rows = append(m.Rows, place)
	}
	return m
}
