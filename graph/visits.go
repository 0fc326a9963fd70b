package graph

import (
	"context"
	"math"
	"slices"
)

// visits says which cells besides its own each row looks for neighbours in: those
// whose border is within a certain distance.
type visits struct {
	start []int   // row i visits cells cell[start[i]:start[i+1]], rising
	cell  []int32 //
	from  []int   // cell c is visited by rows row[from[c]:from[c+1]], in the order of cells.order
	row   []int32
}

// border returns the distance, in the frame, of a row from the plane halfway between
// the centre of its own cell and that of another.
func (c *cells) border(i, cell int) float64 {
	_, row := c.p.row(i)
	_, own := c.centers.row(int(c.home[i]))
	_, other := c.centers.row(cell)
	toOwn, toOther, apart := 0.0, 0.0, 0.0
	for j, v := range row {
		toOwn += (v - own[j]) * (v - own[j])
		toOther += (v - other[j]) * (v - other[j])
		apart += (own[j] - other[j]) * (own[j] - other[j])
	}
	if apart == 0 {
		return 0
	}
	return (toOther - toOwn) / 2 / math.Sqrt(apart) * c.frame.scale
}

// visits finds the borders within the given distance, in the frame, of each row.
func (c *cells) visits(ctx context.Context, within float64) (*visits, error) {
	parts := make([][]visit, c.count())
	err := c.eachHome(ctx, func(x *product, home int, apart []float64, rows []int32) {
		for j, half := range c.half {
			x.cols.Half[j] = half - float32(within*apart[j])
		}
		x.cols.Half[home] = float32(math.NaN())
		for r, i := range rows {
			x.rows.Half[r], x.rows.Level[r] = 0, c.score[i]
		}
		x.run(len(rows), c.count(), func(r, j int, _ float32) {
			parts[home] = append(parts[home], visit{rows[r], int32(j)})
		})
	})
	if err != nil {
		return nil, err
	}
	return newVisits(c.p.n, c.count(), parts), nil
}

// apart writes the distances of a centre from all of them, in the frame.
func (c *cells) apart(cell int, to []float64) {
	measure(c.centers, cell, c.centers, to)
	for j, d2 := range to {
		to[j] = math.Sqrt(d2) * c.frame.scale
	}
}

// eachHome calls f with some rows of one cell at a time, packed beside the centres, and
// how far apart its centre is from them.
func (c *cells) eachHome(ctx context.Context, f func(x *product, home int, apart []float64, rows []int32)) error {
	height, _ := c.frame.tier.Shape()
	return eachChunk(ctx, c.count(), 1, func(_, home, _ int) {
		x := c.idle.Get().(*product)
		apart := make([]float64, c.count())
		c.apart(home, apart)
		for rows := range slices.Chunk(c.rows(home), scanRows) {
			c.frame.packSome(x.a, c.p, rows, height)
			f(x, home, apart, rows)
		}
		c.idle.Put(x)
	})
}

// visit is one row that visits one cell.
type visit struct{ row, cell int32 }

func newVisits(rows, cells int, parts [][]visit) *visits {
	v := &visits{start: make([]int, rows+1), from: make([]int, cells+1)}
	for _, part := range parts {
		for _, x := range part {
			v.start[x.row+1]++
			v.from[x.cell+1]++
		}
	}
	cumulate(v.start)
	cumulate(v.from)
	v.cell, v.row = make([]int32, v.start[rows]), make([]int32, v.start[rows])
	atRow, atCell := slices.Clone(v.start), slices.Clone(v.from)
	for _, part := range parts {
		for _, x := range part {
			v.cell[atRow[x.row]], v.row[atCell[x.cell]] = x.cell, x.row
			atRow[x.row]++
			atCell[x.cell]++
		}
	}
	return v
}

func cumulate(counts []int) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

// to returns the rows that visit a cell.
func (v *visits) to(cell int) []int32 { return v.row[v.from[cell]:v.from[cell+1]] }

// of returns the cells that a row visits.
func (v *visits) of(row int32) []int32 { return v.cell[v.start[row]:v.start[row+1]] }

// pairs returns the number of pairs of rows that are compared.
func (c *cells) pairs(v *visits) int {
	sum := 0
	for cell := range c.count() {
		n := len(c.rows(cell))
		sum += n*(n-1)/2 + n*len(v.to(cell))
	}
	return sum
}
