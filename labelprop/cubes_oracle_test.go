package labelprop_test

import (
	"math"
	"math/big"
	mathbits "math/bits"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// cubes are rows whose answer is known however many they are: at each of some centres on a line the corners of a cube,
// as whole numbers. Some coordinates of the cube are marked: the corners whose marked coordinates are all 0 have the
// label of their centre, if it has one. To exchange marked coordinates, or to flip any other one everywhere, changes
// neither distances nor labels. So rows of one centre with as many marked ones have the same scores: they are one kind
// of rows, and an equation between kinds, a few dozen, has the answer.
type cubes struct {
	centres      []float64
	class        []int // of the labels of each centre, or none
	unit         float64
	marked, free int // coordinates
	k            int // neighbours; 0: the complete graph
}

// kinds returns the number of kinds of rows. Kind b·(marked+1)+w is that of centre b with w marked ones.
func (c *cubes) kinds() int { return len(c.centres) * (c.marked + 1) }

func (c *cubes) rows() int { return len(c.centres) << (c.marked + c.free) }

// kindOf returns the kind of a row.
func (c *cubes) kindOf(row int) int {
	corner := row % (1 << (c.marked + c.free))
	return row>>(c.marked+c.free)*(c.marked+1) + mathbits.OnesCount(uint(corner)&(1<<c.marked-1))
}

func (c *cubes) points() *mat.Dense {
	d := c.marked + c.free
	x := mat.NewDense(c.rows(), 1+d, nil)
	for row := range c.rows() {
		x.Set(row, 0, c.centres[row>>d])
		for j := range d {
			x.Set(row, 1+j, c.unit*float64(row>>j&1))
		}
	}
	return x
}

// labels returns the class of each kind, or none.
func (c *cubes) labels() []int {
	y := slices.Repeat([]int{none}, c.kinds())
	for b, k := range c.class {
		y[b*(c.marked+1)] = k
	}
	return y
}

// alikeEdges are some edges of one length from a row to those of a kind.
type alikeEdges struct{ count, d2 float64 }

// edges lists those from a row of kind a to rows of kind b in the complete graph.
func (c *cubes) edges(a, b int) []alikeEdges {
	at, to := a/(c.marked+1), b/(c.marked+1)
	ones, wanted := a%(c.marked+1), b%(c.marked+1)
	apart := c.centres[at] - c.centres[to]
	var all []alikeEdges
	// So many marked ones go, so many come, and so many other coordinates are flipped.
	for gone := range ones + 1 {
		come := wanted - ones + gone
		if come < 0 || come > c.marked-ones {
			continue
		}
		for flipped := range c.free + 1 {
			h := gone + come + flipped
			if h == 0 && at == to {
				continue // the row itself
			}
			count := choose(ones, gone) * choose(c.marked-ones, come) * choose(c.free, flipped)
			all = append(all, alikeEdges{count, apart*apart + c.unit*c.unit*float64(h)})
		}
	}
	return all
}

func choose(n, k int) float64 {
	f, _ := new(big.Float).SetInt(new(big.Int).Binomial(int64(n), int64(k))).Float64()
	return f
}

// reach returns the squared distance of the k-th nearest row of each kind, and the most rows that are as near.
func (c *cubes) reach() (d2 []float64, most float64) {
	d2 = make([]float64, c.kinds())
	for a := range d2 {
		var all []alikeEdges
		for b := range c.kinds() {
			all = append(all, c.edges(a, b)...)
		}
		slices.SortFunc(all, func(x, y alikeEdges) int { return int(x.d2 - y.d2) })
		count := 0.0
		for _, e := range all {
			if count >= float64(c.k) && e.d2 > d2[a] {
				break
			}
			count, d2[a] = count+e.count, e.d2
		}
		most = max(most, count)
	}
	return d2, most
}

// kindWorld is the graph of the kinds at one bandwidth: w[a][b] is the sum of the weights from a row of kind a to all
// of kind b.
type kindWorld struct {
	*cubes
	w     reals
	d     []real
	size  []float64        // of the kinds
	parts [][]alikeEdges   // from a row of each kind
	to    map[[2]int]bool  // whether there are edges
	known map[float64]real // weights by length
	gamma float64
	bits  uint
}

// kindBits are enough to hold apart what is of the order of γ beside 1.
func kindBits(gamma float64) uint { return 320 + uint(max(0, -2.2*math.Log2(gamma))) }

// world is the graph at γ, or at leastTold for any below: from there on scores are linear in γ.
func (c *cubes) world(gamma float64) *kindWorld {
	gamma = max(gamma, leastTold)
	n, bits := c.kinds(), kindBits(gamma)
	o := &kindWorld{cubes: c, bits: bits, w: newReals(n, n, bits), size: make([]float64, n), parts: make([][]alikeEdges, n),
		to: map[[2]int]bool{}, known: map[float64]real{}, gamma: gamma}
	var reach []float64
	if c.k > 0 {
		reach, _ = c.reach()
	}
	for row := range c.rows() {
		o.size[c.kindOf(row)]++
	}
	for a := range n {
		for b := range n {
			for _, e := range c.edges(a, b) {
				if reach != nil && e.d2 > max(reach[a], reach[b]) {
					continue
				}
				o.to[[2]int{a, b}], o.parts[a] = true, append(o.parts[a], e)
				o.w[a][b] = addWide(o.w[a][b], mulReal(o.of(e.count), o.weight(e.d2)))
			}
		}
		o.d = append(o.d, sumWide(o.w[a]))
	}
	return o
}

const leastTold = 1e-200

func (o *kindWorld) of(v float64) real { return realOf(v, o.bits) }

func (o *kindWorld) weight(d2 float64) real {
	if o.known[d2] == nil {
		o.known[d2] = expReal(mulReal(o.of(-o.gamma), o.of(d2)))
	}
	return o.known[d2]
}

// scaled returns the world of the weights f(a, b)·w.
func (o *kindWorld) scaled(f func(a, b int) real) *kindWorld {
	r := *o
	r.w, r.d = newReals(len(o.w), len(o.w), o.bits), nil
	for a := range o.w {
		for b, v := range o.w[a] {
			if v.Sign() != 0 {
				r.w[a][b] = mulReal(f(a, b), v)
			}
		}
		r.d = append(r.d, sumWide(r.w[a]))
	}
	return &r
}

// addWide returns a + b. One that is beyond the digits of the other is left out: [big.Float.Add] would shift it by as
// many bits as they are apart.
func addWide(a, b real) real {
	switch {
	case a.Sign() == 0 || b.Sign() != 0 && b.MantExp(nil) > a.MantExp(nil)+int(a.Prec())+2:
		return b
	case b.Sign() == 0 || a.MantExp(nil) > b.MantExp(nil)+int(b.Prec())+2:
		return a
	}
	return addReal(a, b)
}

func sumWide(row []real) real {
	sum := realOf(0, row[0].Prec())
	for _, v := range row {
		sum = addWide(sum, v)
	}
	return sum
}

// balance solves Σⱼ wᵢⱼ(xᵢ-xⱼ) + gᵢxᵢ = bᵢ without subtractions, so that every digit holds whatever the weights are.
// It changes all three.
func balance(w reals, g []real, b reals) reals {
	n := len(w)
	d := make([]real, n)
	for k := range n {
		d[k] = g[k]
		for j := k + 1; j < n; j++ {
			d[k] = addWide(d[k], w[k][j])
		}
		if d[k].Sign() == 0 {
			continue // no label is reached from there
		}
		for i := k + 1; i < n; i++ {
			if w[i][k].Sign() == 0 {
				continue
			}
			f := quoReal(w[i][k], d[k])
			for j := k + 1; j < n; j++ {
				if w[k][j].Sign() != 0 {
					w[i][j] = addWide(w[i][j], mulReal(f, w[k][j]))
				}
			}
			g[i] = addWide(g[i], mulReal(f, g[k]))
			for c := range b[i] {
				b[i][c] = addWide(b[i][c], mulReal(f, b[k][c]))
			}
		}
	}
	for k := n - 1; k >= 0; k-- {
		for c := range b[k] {
			for j := k + 1; j < n; j++ {
				if w[k][j].Sign() != 0 {
					b[k][c] = addWide(b[k][c], mulReal(w[k][j], b[j][c]))
				}
			}
			if d[k].Sign() != 0 {
				b[k][c] = quoReal(b[k][c], d[k])
			}
		}
	}
	return b
}

// harmonic solves d·f - (1-κ)Wf = κd·y, with f = y where κ = 1.
func (o *kindWorld) harmonic(y *mat.Dense, trust []float64) reals {
	n, c := y.Dims()
	w, g, b := newReals(n, n, o.bits), newReals(1, n, o.bits)[0], newReals(n, c, o.bits)
	for i := range n {
		rest := subReal(o.of(1), o.of(trust[i]))
		own := mulReal(o.of(trust[i]), o.d[i])
		g[i] = own
		for k := range c {
			b[i][k] = mulReal(own, o.of(y.At(i, k)))
		}
		for j, v := range o.w[i] {
			if v = mulReal(rest, v); trust[j] < 1 {
				w[i][j] = v
				continue
			}
			g[i] = addWide(g[i], v)
			for k := range c {
				b[i][k] = addWide(b[i][k], mulReal(v, o.of(y.At(j, k))))
			}
		}
	}
	return balance(w, g, b)
}

// spreading solves (D - αW)z = (1-α)D^½κY and returns D^½z.
func (o *kindWorld) spreading(y *mat.Dense, trust []float64, alpha float64) reals {
	n, c := y.Dims()
	a := o.of(alpha)
	rest := subReal(o.of(1), a)
	w := o.scaled(func(int, int) real { return a }).w
	g, b := make([]real, n), newReals(n, c, o.bits)
	for i := range n {
		g[i] = mulReal(rest, o.d[i])
		for k := range c {
			b[i][k] = mulReal(mulReal(rest, sqrtReal(o.d[i])), mulReal(o.of(trust[i]), o.of(y.At(i, k))))
		}
	}
	x := balance(w, g, b)
	for i := range x {
		for k := range c {
			x[i][k] = mulReal(x[i][k], sqrtReal(o.d[i]))
		}
	}
	return x
}

// columns returns the world of the weights wᵢⱼ/(dᵢdⱼ).
func (o *kindWorld) columns() *kindWorld {
	return o.scaled(func(a, b int) real { return quoReal(o.of(1), mulReal(o.d[a], o.d[b])) })
}

// boosted returns that of (aᵢ+aⱼ)wᵢⱼ.
func (o *kindWorld) boosted(a []float64) *kindWorld {
	return o.scaled(func(i, j int) real { return addReal(o.of(a[i]), o.of(a[j])) })
}

// components returns that of each kind.
func (o *kindWorld) components() []int {
	id := make([]int, o.kinds())
	for i := range id {
		id[i] = i
	}
	for changed := true; changed; {
		changed = false
		for e := range o.to {
			if id[e[0]] != id[e[1]] {
				id[e[0]], id[e[1]] = min(id[e[0]], id[e[1]]), min(id[e[0]], id[e[1]])
				changed = true
			}
		}
	}
	return id
}

// nonlocal is rows/labels of the component at labels, 1 elsewhere.
func (o *kindWorld) nonlocal() []float64 {
	id, y := o.components(), o.labels()
	rows, labels := make([]float64, len(id)), make([]float64, len(id))
	for i, c := range id {
		if rows[c] += o.size[i]; y[i] >= 0 {
			labels[c] += o.size[i]
		}
	}
	a := slices.Repeat([]float64{1}, len(id))
	for i, c := range id {
		if y[i] >= 0 {
			a[i] = rows[c] / labels[c]
		}
	}
	return a
}

// proper is 1 + (0.1/d)², at most 1000, d being the steps to the nearest label over the most of any row of the
// component.
func (o *kindWorld) proper() []float64 {
	id, y := o.components(), o.labels()
	steps, most := make([]float64, len(id)), slices.Repeat([]float64{1}, len(id))
	for i := range steps {
		if y[i] < 0 {
			steps[i] = math.Inf(1)
		}
	}
	for range id {
		for e := range o.to {
			steps[e[0]] = min(steps[e[0]], steps[e[1]]+1)
		}
	}
	for i, c := range id {
		if steps[i] < math.Inf(1) {
			most[c] = max(most[c], steps[i])
		}
	}
	a := make([]float64, len(id))
	for i, c := range id {
		a[i] = min(1+math.Pow(0.1/min(steps[i]/most[c], 1), 2), 1000)
	}
	return a
}

// adsorbed is the limit of modified adsorption, the dummy in the last column.
func (o *kindWorld) adsorbed(mu [3]float64) reals {
	n, y, classes := o.kinds(), o.labels(), 3
	unit := o.meanDegrees()
	cont, inj := make([]float64, n), make([]float64, n)
	for i := range n {
		cont[i], inj[i] = adsorptionOf(o.entropy(i), y[i] >= 0)
	}
	w, g, b := newReals(n, n, o.bits), make([]real, n), newReals(n, classes+1, o.bits)
	for i := range n {
		g[i] = o.of(mu[0]*inj[i] + mu[2])
		for j, v := range o.w[i] {
			if v.Sign() != 0 {
				w[i][j] = mulReal(o.of(mu[1]*(cont[i]+cont[j])), quoReal(v, unit[i]))
			}
		}
		if y[i] >= 0 {
			b[i][y[i]] = o.of(mu[0] * inj[i])
		}
		b[i][classes] = o.of(mu[2] * max(0, 1-cont[i]-inj[i]))
	}
	return balance(w, g, b)
}

// meanDegrees returns that of the component of each kind.
func (o *kindWorld) meanDegrees() []real {
	id := o.components()
	sum, size := newReals(1, len(id), o.bits)[0], make([]float64, len(id))
	for i, c := range id {
		sum[c] = addReal(sum[c], mulReal(o.of(o.size[i]), o.d[i]))
		size[c] += o.size[i]
	}
	out := make([]real, len(id))
	for i, c := range id {
		out[i] = quoReal(sum[c], o.of(size[c]))
	}
	return out
}

// entropy is that of the step of a walk from a row of a kind.
func (o *kindWorld) entropy(a int) float64 {
	h := 0.0
	for _, e := range o.parts[a] {
		l := logReal(quoReal(o.weight(e.d2), o.d[a]))
		h -= e.count * math.Exp(l) * l
	}
	return h
}

// correctSmooth is both steps with α = 0.8, from the probabilities z of the kinds.
func (o *kindWorld) correctSmooth(z *mat.Dense) reals {
	n, c := z.Dims()
	y, e0, zs := o.labels(), newReals(n, c, o.bits), newReals(n, c, o.bits)
	sigma, count := o.of(0), 0.0
	for i := range n {
		if y[i] >= 0 {
			count += o.size[i]
		}
		for k := range c {
			if zs[i][k] = o.of(z.At(i, k)); y[i] >= 0 {
				e0[i][k] = subReal(o.truth(y[i], k), zs[i][k])
				sigma = addReal(sigma, mulReal(o.of(o.size[i]), new(big.Float).Abs(e0[i][k])))
			}
		}
	}
	sigma = quoReal(sigma, o.of(count))
	for i, e := range o.spread(e0, -1) {
		by, size := o.of(1), o.of(0)
		for _, v := range e {
			size = addWide(size, new(big.Float).Abs(v))
		}
		if size.Sign() > 0 && quoReal(sigma, size).Cmp(o.of(1000)) <= 0 {
			by = quoReal(sigma, size)
		}
		for k := range c {
			if zs[i][k] = addWide(zs[i][k], mulReal(by, e[k])); y[i] >= 0 {
				zs[i][k] = o.truth(y[i], k)
			}
		}
	}
	return o.spread(zs, 0)
}

// truth is 1 for the class of a label, 0 for others.
func (o *kindWorld) truth(label, class int) real {
	if label == class {
		return o.of(1)
	}
	return o.of(0)
}

// spread takes 50 steps x ← αSx + (1-α)x⁰ with α = 0.8, cut to [least, 1].
func (o *kindWorld) spread(x0 reals, least float64) reals {
	s := o.scaled(func(a, b int) real { return quoReal(o.of(0.8), sqrtReal(mulReal(o.d[a], o.d[b]))) }).w
	x := x0
	for range 50 {
		next := newReals(len(x), len(x[0]), o.bits)
		for i := range x {
			for k := range x[i] {
				v := mulReal(o.of(0.2), x0[i][k])
				for j, w := range s[i] {
					if w.Sign() != 0 {
						v = addWide(v, mulReal(w, x[j][k]))
					}
				}
				next[i][k] = v
				if v.Cmp(o.of(least)) < 0 {
					next[i][k] = o.of(least)
				} else if v.Cmp(o.of(1)) > 0 {
					next[i][k] = o.of(1)
				}
			}
		}
		x = next
	}
	return x
}
