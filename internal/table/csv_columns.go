package table

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// floats returns some columns as numbers, from the values that were read with the file where they are there.
func (p *plain) floats(cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	at := p.places(cols)
	if at == nil {
		// Nothing is known of the numbers: read them all.
		unknown := slices.Repeat([]float64{math.NaN()}, p.rows*len(cols))
		return p.fill(mat.NewDense(p.rows, len(cols), unknown), cols, where)
	}
	x := p.take(at)
	if slices.ContainsFunc(cols, func(j int) bool { return p.counts.finite[j] < p.rows }) {
		// Some cell is no finite number: read the file again, to find its place.
		return p.fill(x, cols, where)
	}
	return x, nil
}

// fill reads the cells that are NaN in x from the file, and returns x. For those without a finite number it calls
// where, whose error ends it; without an error they stay NaN.
func (p *plain) fill(x *mat.Dense, cols []int, where func(row, col int, problem *Error) error) (*mat.Dense, error) {
	err := p.eachRow(func(_, row int, cells [][]byte) error {
		values := x.RawRowView(row)
		for k, j := range cols {
			// The others are known.
			if values[k] == values[k] {
				continue
			}
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

// places returns where in values columns are, or nil if one of them is not there.
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
		if !ok {
			return nil
		}
		places = append(places, k)
	}
	return places
}

// take returns the values at some places of each row. Most of the columns are moved together in their own memory, which
// is given away; few are copied, and the others stay for whom asks next.
func (p *plain) take(places []int) *mat.Dense {
	width := len(p.numeric)
	if 2*len(places) < width {
		x := mat.NewDense(p.rows, len(places), nil)
		for i := range p.rows {
			row := x.RawRowView(i)
			for k, at := range places {
				row[k] = p.values[i*width+at]
			}
		}
		return x
	}
	x := mat.NewDense(p.rows, len(places), pick(p.values, p.rows, width, places))
	p.values = nil
	return x
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
