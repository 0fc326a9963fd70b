package table

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// floats returns some columns as numbers, from the values where they are all finite.
func (p *plain) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	// All numbers are at hand: move them together in their own memory, and give that away.
	if at := p.places(cols); at != nil {
		x := mat.NewDense(p.rows, len(cols), pick(p.values, p.rows, len(p.numeric), at))
		p.values = nil
		return x, nil
	}
	// Some cell is no finite number: read the file again, to find its place.
	x := mat.NewDense(p.rows, len(cols), nil)
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		values := x.RawRowView(row)
		for k, j := range cols {
			// Short decimals are read by hand, all others by the standard library.
			v, ok := decimal(cells[j])
			if !ok {
				var problem *Error
				if v, problem = parse(string(cells[j])); problem != nil {
					// The caller decides: an error, or a missing value.
					if err := where(row, j, problem); err != nil {
						return err
					}
					v = math.NaN()
				}
			}
			values[k] = v
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

// places returns where in values columns are that hold nothing but finite numbers, or nil.
func (p *plain) places(cols []int) []int {
	if p.values == nil {
		return nil
	}
	// The position of each numeric column in a row of values.
	at := map[int]int{}
	for k, j := range p.numeric {
		at[j] = k
	}
	var places []int
	for _, j := range cols {
		k, ok := at[j]
		// One cell that is missing or infinite, and the values are not enough.
		if !ok || p.counts.finite[j] < p.rows {
			return nil
		}
		places = append(places, k)
	}
	return places
}

// pick moves some columns of n rows to the front, in their own memory.
func pick(values []float64, n, width int, places []int) []float64 {
	// Through a row of its own, since source and target overlap where few columns are left out.
	row := make([]float64, len(places))
	for i := range n {
		from := values[i*width : (i+1)*width]
		for k, at := range places {
			row[k] = from[at]
		}
		copy(values[i*len(places):], row)
	}
	return values[:n*len(places)]
}

func (p *plain) strings(cols []int) ([][]string, error) {
	all := make([][]string, len(cols))
	var asked []int // of cols: those that are not at hand
	for k, col := range cols {
		// Columns named as texts were kept when the file was read.
		if all[k] = p.texts[col]; all[k] == nil {
			all[k] = make([]string, p.rows)
			asked = append(asked, k)
		}
	}
	if asked == nil {
		return all, nil
	}
	// Read the file once for all other columns.
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		for _, k := range asked {
			all[k][row] = string(cells[cols[k]])
		}
		return nil
	})
	return all, err
}
