package knn

import (
	"errors"
	"slices"

	"github.com/propagate-go/propagate/distributed/internal/encode"
	"github.com/propagate-go/propagate/internal/vec"
)

// found are near rows of some rows: From, To and Square side by side.
type found struct {
	From, To []uint32
	Square   []float64
}

func (f *found) encode() []byte {
	return encode.Append(encode.Append(encode.Append(nil, f.From), f.To), f.Square)
}

func decodeFound(data []byte) (*found, error) {
	// Three columns of one length.
	in := &encode.Reader{Data: data}
	f := &found{From: encode.Take[uint32](in), To: encode.Take[uint32](in), Square: encode.Take[float64](in)}
	if in.Err == nil && (len(f.To) != len(f.From) || len(f.Square) != len(f.From)) {
		in.Err = encode.ErrShort
	}
	return f, in.End()
}

// search finds the k nearest of the members for each of the queries, itself aside. Cost: queries × members × d.
//
// Errors: rows of two widths.
func search(queries, members *rows, k int) (*found, error) {
	if len(queries.Number) > 0 && len(members.Number) > 0 && queries.width() != members.width() {
		return nil, errors.New("rows have different numbers of features")
	}
	// Every query with every member, in the order of their numbers.
	f := &found{}
	for i, from := range queries.Number {
		var best nearest
		x := queries.at(i)
		for j, to := range members.Number {
			if to != from {
				best.insert(near{to, vec.SquaredDistance(x, members.at(j))}, k)
			}
		}
		for _, n := range best {
			f.From, f.To, f.Square = append(f.From, from), append(f.To, n.row), append(f.Square, n.square)
		}
	}
	return f, nil
}

// closest returns the numbers of the probe centres that are closest to x, the closest first.
func closest(x []float64, centres *rows, probe int) []int {
	// Centres are few: each is compared.
	var best nearest
	for c := range centres.Number {
		best.insert(near{uint32(c), vec.SquaredDistance(x, centres.at(c))}, probe)
	}
	cells := make([]int, len(best))
	for i, n := range best {
		cells[i] = int(n.row)
	}
	return cells
}

// split sorts the rows that were found by a key of the row that they were found for.
func (f *found) split(key func(row uint32) int) map[int]*found {
	// The order within a part stays.
	parts := map[int]*found{}
	for i, from := range f.From {
		k := key(from)
		if parts[k] == nil {
			parts[k] = &found{}
		}
		p := parts[k]
		p.From, p.To, p.Square = append(p.From, from), append(p.To, f.To[i]), append(p.Square, f.Square[i])
	}
	return parts
}

// merge returns the k nearest of all that were found for each row of a block, whose first is lo.
func merge(all []*found, lo int64, count, k int) []nearest {
	// What others have found for a row competes.
	best := make([]nearest, count)
	for _, f := range all {
		for i, from := range f.From {
			best[int64(from)-lo].insert(near{f.To[i], f.Square[i]}, k)
		}
	}
	return best
}

// sample returns those of the rows of a block that are centres of cells: every n/cells-th row of all.
func sample(r *rows, nodes int64, cells int) *rows {
	some := &rows{}
	// An exact search has no cells.
	if cells == 0 {
		return some
	}
	for i, row := range r.Number {
		// One of the numbers c·n/cells is this row.
		if c := (int64(row)*int64(cells) + nodes - 1) / nodes; c*nodes/int64(cells) == int64(row) && c < int64(cells) {
			some.add(row, r.at(i))
		}
	}
	return some
}

// joined returns the rows of all parts, by their numbers.
func joined(parts []*rows) *rows {
	// Rows are sorted by their places: features move once.
	type place struct{ part, i int }
	var places []place
	for p, part := range parts {
		for i := range part.Number {
			places = append(places, place{p, i})
		}
	}
	// Messages come in any order; the order of rows must not matter.
	slices.SortFunc(places, func(a, b place) int {
		return int(int64(parts[a.part].Number[a.i]) - int64(parts[b.part].Number[b.i]))
	})
	all := &rows{}
	for _, p := range places {
		all.add(parts[p.part].Number[p.i], parts[p.part].at(p.i))
	}
	return all
}
