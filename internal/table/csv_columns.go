package table

import (
	"math"
	"slices"
)

// floats returns some columns as numbers, from the values that were read with the file where they are there.
func (p *plain) floats(cols []int, w wish, where func(row, col int, problem *Error) error) (*numbers, error) {
	at := p.places(cols, w.form)
	if at == nil {
		// Nothing is known of the numbers: read them all.
		return readInto(p.rows, len(cols), w, func(x *numbers) error {
			return p.parse(x, cols, where)
		})
	}
	x, err := p.take(at)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(cols, func(j int) bool { return p.counts.finite[j] < p.rows }) {
		// Some cell is no finite number: read the file again, to find its place.
		if err := p.findGaps(x, cols, where); err != nil {
			return nil, err
		}
	}
	if w.form == float64s {
		return x.widened()
	}
	return x, nil
}

// parse reads columns from the file. For cells without a finite number it calls where, whose error ends it; without an
// error they become NaN.
func (p *plain) parse(x *numbers, cols []int, where func(row, col int, problem *Error) error) error {
	return p.eachChunk(x, func(_, row int, cells [][]byte, values []float64) error {
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
}

// findGaps calls where for the cells of x that hold no finite number, which are NaN.
func (p *plain) findGaps(x *numbers, cols []int, where func(row, col int, problem *Error) error) error {
	return p.eachRow(func(_, row int, cells [][]byte) error {
		for k, j := range cols {
			if v := x.at(row, k); v == v {
				continue
			}
			if _, problem := parse(string(cells[j])); problem != nil {
				if err := where(row, j, problem); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// places returns where in values columns are, or nil if one of them is not there, or not with all of its digits where
// these are asked for.
func (p *plain) places(cols []int, f form) []int {
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
		if !ok || f != float32s && p.values.lost != nil && p.values.lost[k] > 0 {
			return nil
		}
		places = append(places, k)
	}
	return places
}

// take returns the values at some places of each row. Most of the columns are moved together in their own memory, which
// is given away; few are copied, and the others stay for whom asks next.
func (p *plain) take(places []int) (*numbers, error) {
	if 2*len(places) < len(p.numeric) {
		return p.values.copyOf(places)
	}
	x := p.values.pick(places)
	p.values = nil
	return x, nil
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
