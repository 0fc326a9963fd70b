package labelprop_test

import (
	"maps"
	"math"
	"math/big"
	"slices"

	"github.com/propagate-go/propagate/graph"
	"gonum.org/v1/gonum/mat"
)

// A second oracle, for bandwidths from 5e-324 to 1e300. Like the first it solves
// by ordinary elimination with subtractions; its precision follows the bandwidth.
// Beyond the range of any precision it knows the leading term of each score, from
// two bandwidths at which nothing but the leading term is left.

type real = *big.Float

func realOf(v float64, prec uint) real { return new(big.Float).SetPrec(prec).SetFloat64(v) }
func addReal(a, b real) real           { return new(big.Float).Add(a, b) }
func subReal(a, b real) real           { return new(big.Float).Sub(a, b) }
func mulReal(a, b real) real           { return new(big.Float).Mul(a, b) }
func quoReal(a, b real) real           { return new(big.Float).Quo(a, b) }
func sqrtReal(a real) real             { return new(big.Float).Sqrt(a) }

// expReal returns exp(x): the series at x/2ʰ, squared h times.
func expReal(x real) real {
	prec := x.Prec()
	h := max(x.MantExp(nil), 0) + 40
	work := prec + uint(h) + 64
	small := new(big.Float).SetPrec(work).SetMantExp(x, -h)
	sum, term := realOf(1, work), realOf(1, work)
	for k := 1; term.Sign() != 0 && term.MantExp(nil) > -int(work); k++ {
		term = quoReal(mulReal(term, small), realOf(float64(k), work))
		sum = addReal(sum, term)
	}
	for range h {
		sum = mulReal(sum, sum)
	}
	return new(big.Float).SetPrec(prec).Set(sum)
}

// logReal returns ln x of x > 0 as a float64.
func logReal(x real) float64 {
	mant := new(big.Float)
	exp := x.MantExp(mant)
	m, _ := mant.Float64()
	return math.Log(m) + float64(exp)*math.Ln2
}

type reals [][]real

func newReals(n, c int, prec uint) reals {
	m, zero := make(reals, n), realOf(0, prec) // numbers are never changed in place
	for i := range m {
		m[i] = slices.Repeat([]real{zero}, c)
	}
	return m
}

func sumReals(row []real) real {
	sum := realOf(0, row[0].Prec())
	for _, v := range row {
		sum = addReal(sum, v)
	}
	return sum
}

// solveReals replaces b by the solution of a·x = b. Pivots are on the diagonal, those
// with the fewest other entries first, which keeps sparse systems sparse.
func solveReals(a, b reals) {
	near := make([]map[int]bool, len(a)) // the entries of each row and column that is left
	for i := range near {
		near[i] = map[int]bool{}
	}
	for i := range a {
		for j := range a[i] {
			if j != i && a[i][j].Sign() != 0 {
				near[i][j], near[j][i] = true, true
			}
		}
	}
	order, rows := []int{}, make([][]int, len(a))
	for len(order) < len(a) {
		k := fewest(near)
		order, rows[k] = append(order, k), sortedKeys(near[k])
		for _, i := range rows[k] {
			delete(near[i], k)
			eliminateReal(a, b, near, i, k, rows[k])
		}
		near[k] = nil
	}
	for n := len(order) - 1; n >= 0; n-- {
		k := order[n]
		for c := range b[k] {
			for _, j := range rows[k] {
				if a[k][j].Sign() != 0 {
					b[k][c] = subReal(b[k][c], mulReal(a[k][j], b[j][c]))
				}
			}
			b[k][c] = quoReal(b[k][c], a[k][k])
		}
	}
}

// eliminateReal takes a multiple of row k from row i.
func eliminateReal(a, b reals, near []map[int]bool, i, k int, row []int) {
	if a[i][k].Sign() == 0 {
		return
	}
	f := quoReal(a[i][k], a[k][k])
	for _, j := range row {
		if a[k][j].Sign() == 0 {
			continue
		}
		a[i][j] = subReal(a[i][j], mulReal(f, a[k][j]))
		if j != i {
			near[i][j], near[j][i] = true, true
		}
	}
	for c := range b[i] {
		if b[k][c].Sign() != 0 {
			b[i][c] = subReal(b[i][c], mulReal(f, b[k][c]))
		}
	}
}

// fewest returns the row that is left with the fewest entries.
func fewest(near []map[int]bool) int {
	best := -1
	for i, m := range near {
		if m != nil && (best < 0 || len(m) < len(near[best])) {
			best = i
		}
	}
	return best
}

func sortedKeys(m map[int]bool) []int { return slices.Sorted(maps.Keys(m)) }

// world is a graph of rows of whole numbers, at one bandwidth.
type world struct {
	g    *graph.Graph
	x    *mat.Dense
	w    reals
	d    []real // degrees
	prec uint
}

// newWorld weighs the edges of g by exp(-γd²) in so many bits.
func newWorld(g *graph.Graph, x *mat.Dense, gamma float64, prec uint) *world {
	o := &world{g: g, x: x, w: newReals(g.N(), g.N(), prec), prec: prec}
	known := map[float64]real{}
	for i := range g.N() {
		ind, _ := g.Neighbors(i)
		for _, j := range ind {
			d2 := distance2(x.RawRowView(i), x.RawRowView(int(j)))
			if known[d2] == nil {
				known[d2] = expReal(mulReal(realOf(-gamma, prec), realOf(d2, prec)))
			}
			o.w[i][j] = known[d2]
		}
		o.d = append(o.d, sumReals(o.w[i]))
	}
	return o
}

func (o *world) of(v float64) real { return realOf(v, o.prec) }

// reweighed returns the world of the weights f(i, j)·wᵢⱼ.
func (o *world) reweighed(f func(i, j int) real) *world {
	r := &world{g: o.g, x: o.x, w: newReals(len(o.w), len(o.w), o.prec), prec: o.prec}
	for i := range o.w {
		for j, v := range o.w[i] {
			if v.Sign() != 0 {
				r.w[i][j] = mulReal(f(i, j), v)
			}
		}
		r.d = append(r.d, sumReals(r.w[i]))
	}
	return r
}

// harmonic solves d·f - (1-κ)Wf = κd·y, with f = y where κ = 1 and f = 0 where no
// label is reachable.
func (o *world) harmonic(y *mat.Dense, trust []float64) reals {
	n, c := y.Dims()
	a, b := newReals(n, n, o.prec), newReals(n, c, o.prec)
	held := make([]int, n)
	for i := range held {
		held[i] = none
		if trust[i] > 0 {
			held[i] = 0
		}
	}
	reached := reachable(o.g, held)
	for i := range n {
		a[i][i] = o.of(1)
		if !reached[i] {
			continue
		}
		for k := range c {
			b[i][k] = o.of(y.At(i, k))
		}
		if trust[i] == 1 || o.d[i].Sign() == 0 {
			continue
		}
		rest := subReal(o.of(1), o.of(trust[i]))
		a[i][i] = o.d[i]
		for k := range c {
			b[i][k] = mulReal(b[i][k], mulReal(o.of(trust[i]), o.d[i]))
		}
		for j := range n {
			if o.w[i][j].Sign() != 0 {
				a[i][j] = subReal(a[i][j], mulReal(rest, o.w[i][j]))
			}
		}
	}
	solveReals(a, b)
	return b
}

// spreading solves (D - αW)z = (1-α)D^½κY and returns D^½z.
func (o *world) spreading(y *mat.Dense, trust []float64, alpha float64) reals {
	n, c := y.Dims()
	a, b := newReals(n, n, o.prec), newReals(n, c, o.prec)
	root := make([]real, n)
	for i := range n {
		d := o.d[i]
		if d.Sign() == 0 {
			d = o.of(1)
		}
		root[i], a[i][i] = sqrtReal(d), d
		for j := range n {
			if o.w[i][j].Sign() != 0 {
				a[i][j] = subReal(a[i][j], mulReal(o.of(alpha), o.w[i][j]))
			}
		}
		for k := range c {
			b[i][k] = mulReal(mulReal(root[i], subReal(o.of(1), o.of(alpha))), mulReal(o.of(trust[i]), o.of(y.At(i, k))))
		}
	}
	solveReals(a, b)
	for i := range n {
		for k := range c {
			b[i][k] = mulReal(b[i][k], root[i])
		}
	}
	return b
}

// columns returns the world of the weights wᵢⱼ/(dᵢdⱼ).
func (o *world) columns() *world {
	return o.reweighed(func(i, j int) real { return quoReal(o.of(1), mulReal(o.d[i], o.d[j])) })
}

// boosted returns that of (aᵢ+aⱼ)wᵢⱼ, a being found in each component.
func (o *world) boosted(y []int, boost func(w *mat.Dense, y, nodes []int, a []float64)) *world {
	n := o.g.N()
	edges := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			if o.w[i][j].Sign() != 0 {
				edges.Set(i, j, 1)
			}
		}
	}
	a := make([]float64, n)
	id, count := o.g.Components()
	for comp := range count {
		var nodes []int
		for i := range n {
			if id[i] == comp {
				nodes = append(nodes, i)
			}
		}
		boost(edges, y, nodes, a)
	}
	return o.reweighed(func(i, j int) real { return addReal(o.of(a[i]), o.of(a[j])) })
}

// adsorbed is the limit of modified adsorption, the dummy in the last column.
func (o *world) adsorbed(y []int, c int, mu [3]float64) reals {
	n := o.g.N()
	unit := o.meanDegrees()
	cont, inj := make([]float64, n), make([]float64, n)
	for i := range n {
		cont[i], inj[i] = o.adsorption(i, y[i] >= 0)
	}
	a, b := newReals(n, n, o.prec), newReals(n, c+1, o.prec)
	for i := range n {
		a[i][i] = o.of(mu[0]*inj[i] + mu[2])
		for j := range n {
			if o.w[i][j].Sign() != 0 {
				x := mulReal(o.of(mu[1]*(cont[i]+cont[j])), quoReal(o.w[i][j], unit[i]))
				a[i][j] = subReal(a[i][j], x)
				a[i][i] = addReal(a[i][i], x)
			}
		}
		if y[i] >= 0 {
			b[i][y[i]] = o.of(mu[0] * inj[i])
		}
		b[i][c] = o.of(mu[2] * max(0, 1-cont[i]-inj[i]))
	}
	solveReals(a, b)
	return b
}

// meanDegrees returns that of the component of each node.
func (o *world) meanDegrees() []real {
	id, count := o.g.Components()
	sum, size := make([]real, count), make([]float64, count)
	for c := range sum {
		sum[c] = o.of(0)
	}
	for i, c := range id {
		sum[c] = addReal(sum[c], o.d[i])
		size[c]++
	}
	out := make([]real, len(id))
	for i, c := range id {
		out[i] = quoReal(sum[c], o.of(size[c]))
	}
	return out
}

// adsorption returns the probabilities to continue and to inject.
func (o *world) adsorption(i int, labelled bool) (cont, inj float64) {
	h := 0.0
	for _, v := range o.w[i] {
		if v.Sign() != 0 {
			l := logReal(quoReal(v, o.d[i]))
			h -= math.Exp(l) * l
		}
	}
	return adsorptionOf(h, labelled)
}

// adsorptionOf returns them where the step of a walk has the entropy h.
func adsorptionOf(h float64, labelled bool) (cont, inj float64) {
	c := math.Ln2 / math.Log(2+math.Exp(h))
	if labelled {
		if inj = (1 - c) * math.Sqrt(max(h, 0)); h < 1e-12 {
			c, inj = 0.01, 0.99
		}
	}
	z := max(c+inj, 1)
	return c / z, inj / z
}

// spread takes 50 steps x ← αSx + (1-α)x⁰, cut to [least, 1].
func (o *world) spread(x0 reals, alpha, least float64) reals {
	n, c := len(x0), len(x0[0])
	s := o.reweighed(func(i, j int) real { return quoReal(o.of(alpha), sqrtReal(mulReal(o.d[i], o.d[j]))) }).w
	rest := subReal(o.of(1), o.of(alpha))
	x := x0
	for range 50 {
		next := newReals(n, c, o.prec)
		for i := range n {
			for k := range c {
				v := mulReal(rest, x0[i][k])
				for j := range n {
					if s[i][j].Sign() != 0 {
						v = addReal(v, mulReal(s[i][j], x[j][k]))
					}
				}
				if v.Cmp(o.of(least)) < 0 {
					v = o.of(least)
				}
				if v.Cmp(o.of(1)) > 0 {
					v = o.of(1)
				}
				next[i][k] = v
			}
		}
		x = next
	}
	return x
}

// correctSmooth is both steps with α = 0.8, from the probabilities z.
func (o *world) correctSmooth(y []int, z *mat.Dense) reals {
	n, c := z.Dims()
	e0, zs, sigma, count := newReals(n, c, o.prec), newReals(n, c, o.prec), o.of(0), 0.0
	for i := range n {
		for k := range c {
			zs[i][k] = o.of(z.At(i, k))
			if y[i] >= 0 {
				truth := 0.0
				if y[i] == k {
					truth = 1
				}
				e0[i][k] = subReal(o.of(truth), zs[i][k])
				sigma = addReal(sigma, new(big.Float).Abs(e0[i][k]))
			}
		}
		if y[i] >= 0 {
			count++
		}
	}
	sigma = quoReal(sigma, o.of(count))
	e := o.spread(e0, 0.8, -1)
	for i := range n {
		size := o.of(0)
		for k := range c {
			size = addReal(size, new(big.Float).Abs(e[i][k]))
		}
		by := o.of(1)
		if size.Sign() > 0 {
			if q := quoReal(sigma, size); q.Cmp(o.of(1000)) <= 0 {
				by = q
			}
		}
		for k := range c {
			zs[i][k] = addReal(zs[i][k], mulReal(by, e[i][k]))
			if y[i] >= 0 {
				zs[i][k] = o.of(0)
				if y[i] == k {
					zs[i][k] = o.of(1)
				}
			}
		}
	}
	return o.spread(zs, 0.8, 0)
}

// poisson solves Lu = b with Σdu = 0 in each component, b balanced there.
func (o *world) poisson(y []int, c int) reals {
	n := o.g.N()
	b := o.poissonSources(y, c)
	id, count := o.g.Components()
	volume := make([]real, count)
	for comp := range volume {
		volume[comp] = o.of(0)
	}
	for i, comp := range id {
		volume[comp] = addReal(volume[comp], o.d[i])
	}
	a := newReals(n, n, o.prec)
	for i := range n {
		for j := range n {
			if id[i] != id[j] || volume[id[i]].Sign() == 0 {
				continue
			}
			a[i][j] = subReal(quoReal(mulReal(o.d[i], o.d[j]), volume[id[i]]), o.w[i][j])
		}
		a[i][i] = addReal(a[i][i], o.d[i])
		if a[i][i].Sign() == 0 {
			a[i][i] = o.of(1)
		}
	}
	solveReals(a, b)
	return b
}

// poissonSources returns y - ȳ less its share of what the component has too much.
func (o *world) poissonSources(y []int, c int) reals {
	n := o.g.N()
	labelled, mean := 0.0, make([]float64, c)
	for _, k := range y {
		if k >= 0 {
			labelled++
			mean[k]++
		}
	}
	id, count := o.g.Components()
	b, charge := newReals(n, c, o.prec), newReals(count, c+1, o.prec)
	for i := range n {
		for k := range c {
			if y[i] < 0 {
				break
			}
			b[i][k] = subReal(o.of(0), quoReal(o.of(mean[k]), o.of(labelled)))
			if k == y[i] {
				b[i][k] = addReal(b[i][k], o.of(1))
			}
			charge[id[i]][k] = addReal(charge[id[i]][k], b[i][k])
		}
		charge[id[i]][c] = addReal(charge[id[i]][c], o.d[i])
	}
	for i := range n {
		for k := range c {
			if o.d[i].Sign() != 0 {
				share := quoReal(o.d[i], charge[id[i]][c])
				b[i][k] = subReal(b[i][k], mulReal(share, charge[id[i]][k]))
			}
		}
	}
	return b
}
