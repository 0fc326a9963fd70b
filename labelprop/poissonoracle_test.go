package labelprop_test

import (
	"math"
	"math/big"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// The oracle of the proofs of Poisson learning: the definitions in the comments of Poisson and
// BalancedPoisson, written out for small problems in 1,700 bits.

// poissonProblem is a puzzle taken apart into clusters, of which each with a label is balanced by
// itself, and each other is attached to one of those.
type poissonProblem struct {
	puzzle
	c       int
	d       []*big.Float // degrees
	cluster []int        // the first node of the cluster of each node
	part    []int        // the first node of the labelled cluster that it belongs to, or -1
	anchor  []int        // the node whose scores it has
}

func newPoissonProblem(p puzzle) *poissonProblem {
	n, c := p.y.Dims()
	q := &poissonProblem{puzzle: p, c: c, d: make([]*big.Float, n)}
	for i := range n {
		q.d[i] = sumOf(p.w[i])
		q.cluster = append(q.cluster, i)
		q.part, q.anchor = append(q.part, -1), append(q.anchor, i)
	}
	q.joinClusters()
	q.attachClusters()
	return q
}

// isWeak tells whether an edge is below 10⁻⁸ of both degrees.
func (q *poissonProblem) isWeak(i, j int) bool {
	w := times(q.w[i][j], exactly(1e8))
	return w.Cmp(q.d[i]) < 0 && w.Cmp(q.d[j]) < 0
}

// joinClusters joins what edges join that are not weak, until nothing changes.
func (q *poissonProblem) joinClusters() {
	for changed := true; changed; {
		changed = false
		for i := range q.d {
			for j := range q.d {
				if q.w[i][j].Sign() > 0 && !q.isWeak(i, j) && q.cluster[i] != q.cluster[j] {
					q.cluster[i] = min(q.cluster[i], q.cluster[j])
					q.cluster[j], changed = q.cluster[i], true
				}
			}
		}
	}
}

// attachClusters attaches clusters by the strongest link of all that lead from one without a
// label to one with, or to an attached one, again and again. Trees of clusters without a label
// that have strong links among them come out the same as by Kruskal's algorithm, since Prim's
// finds the same tree.
func (q *poissonProblem) attachClusters() {
	for i, conf := range q.conf {
		if conf > 0 {
			for j := range q.cluster {
				if q.cluster[j] == q.cluster[i] {
					q.part[j] = q.cluster[i]
				}
			}
		}
	}
	for {
		from, to := -1, -1
		for i := range q.d {
			for j := range q.d {
				// Equal links are not proven in any case: any order will do.
				if q.part[i] >= 0 && q.part[j] < 0 && q.w[i][j].Sign() > 0 &&
					(from < 0 || q.w[i][j].Cmp(q.w[from][to]) > 0) {
					from, to = i, j
				}
			}
		}
		if from < 0 {
			return
		}
		for j := range q.cluster {
			if q.cluster[j] == q.cluster[to] {
				q.part[j], q.anchor[j] = q.part[from], q.anchor[from]
			}
		}
	}
}

// mean returns the weighted mean of the labels.
func (q *poissonProblem) mean() []*big.Float {
	mean, total := make([]*big.Float, q.c), exactly(0)
	for k := range mean {
		mean[k] = exactly(0)
		for i, conf := range q.conf {
			mean[k] = plus(mean[k], times(exactly(conf), exactly(q.y.At(i, k))))
		}
	}
	for _, conf := range q.conf {
		total = plus(total, exactly(conf))
	}
	for k := range mean {
		mean[k] = over(mean[k], total)
	}
	return mean
}

// solve returns u for walks of so many steps, +Inf for no end.
func (q *poissonProblem) solve(steps float64) table {
	n := len(q.d)
	u, mean := newTable(n, q.c), q.mean()
	for first := range n {
		var nodes []int
		for i := range n {
			if q.part[i] == first && q.cluster[i] == first && q.d[i].Sign() > 0 {
				nodes = append(nodes, i)
			}
		}
		if len(nodes) > 1 || len(nodes) == 1 && !math.IsInf(steps, 1) {
			q.solveCluster(u, nodes, mean, steps)
		}
	}
	for i, at := range q.anchor {
		copy(u[i], u[at])
	}
	return u
}

// solveCluster solves for the nodes of one cluster.
func (q *poissonProblem) solveCluster(u table, nodes []int, mean []*big.Float, steps float64) {
	m := len(nodes)
	a, b, volume := newTable(m, m), newTable(m, q.c), make([]*big.Float, m)
	for s, i := range nodes {
		if !math.IsInf(steps, 1) {
			a[s][s] = over(q.d[i], exactly(steps))
		}
		for t, j := range nodes {
			if s != t {
				a[s][t] = minus(a[s][t], q.w[i][j])
				a[s][s] = plus(a[s][s], q.w[i][j])
			}
		}
		volume[s] = a[s][s]
		for k := range q.c {
			if q.conf[i] > 0 {
				b[s][k] = times(exactly(q.conf[i]), minus(exactly(q.y.At(i, k)), mean[k]))
			}
		}
	}
	whole := sumOf(volume)
	for k := range q.c {
		charge := exactly(0)
		for s := range nodes {
			charge = plus(charge, b[s][k])
		}
		for s := range nodes {
			b[s][k] = minus(b[s][k], over(times(charge, volume[s]), whole))
		}
	}
	if math.IsInf(steps, 1) {
		// The last node is the ground, and its 0 is moved to the weighted mean afterwards.
		for s := range nodes[:m-1] {
			a[s] = a[s][:m-1]
		}
		last := b[m-1]
		solveTable(a[:m-1], b[:m-1])
		for k := range q.c {
			last[k] = exactly(0)
			sum := exactly(0)
			for s := range nodes {
				sum = plus(sum, times(volume[s], b[s][k]))
			}
			for s := range nodes {
				b[s][k] = minus(b[s][k], over(sum, whole))
			}
		}
	} else {
		solveTable(a, b)
	}
	for s, i := range nodes {
		u[i] = b[s]
	}
}

// free tells which nodes have an answer of the equation.
func (q *poissonProblem) free(i int) bool { return q.part[i] >= 0 && q.d[i].Sign() > 0 }

// allowed tells whether class k has a label in the part of node i.
func (q *poissonProblem) allowed(i, k int) bool {
	for j, conf := range q.conf {
		if conf > 0 && q.part[j] == q.part[i] && q.y.At(j, k) > 0 {
			return true
		}
	}
	return false
}

// balance shifts u so that the classes weigh what they should, part by part.
func (q *poissonProblem) balance(u table) table {
	unit, count := exactly(0), 0.0
	for i := range u {
		if q.free(i) {
			for k := range q.c {
				unit = plus(unit, exactly(0).Abs(u[i][k]))
				count++
			}
		}
	}
	unit = over(unit, exactly(max(count, 1)))
	out := newTable(len(u), q.c)
	for i := range u {
		for k := range q.c {
			out[i][k].Set(u[i][k])
		}
	}
	if unit.Sign() == 0 {
		return out
	}
	for first := range u {
		var nodes []int
		for i := range u {
			if q.part[i] == first && q.free(i) {
				nodes = append(nodes, i)
			}
		}
		if len(nodes) > 0 {
			q.shift(out, u, nodes, unit)
		}
	}
	return out
}

// wanted returns the shares of the classes in the part of node i that have any.
func (q *poissonProblem) wanted(i int) (classes []int, want []*big.Float) {
	labels, l, c := make([]*big.Float, q.c), exactly(0), 0.0
	for k := range labels {
		labels[k] = exactly(0)
		for j, conf := range q.conf {
			if conf > 0 {
				labels[k] = plus(labels[k], exactly(q.y.At(j, k)))
			}
		}
		if labels[k].Sign() > 0 {
			c++
		}
		l = plus(l, labels[k])
	}
	// Stein's shrinkage of the numbers of labels to their mean.
	mean, square := over(l, exactly(c)), exactly(0)
	for _, n := range labels {
		if n.Sign() > 0 {
			square = plus(square, times(minus(n, mean), minus(n, mean)))
		}
	}
	noise, kept := times(times(exactly(2), l), minus(exactly(1), over(exactly(1), exactly(c)))), exactly(0)
	if square.Cmp(noise) > 0 {
		kept = minus(exactly(1), over(noise, square))
	}
	total := exactly(0)
	for k, n := range labels {
		here := exactly(0)
		for j, conf := range q.conf {
			if conf > 0 && q.part[j] == q.part[i] {
				here = plus(here, exactly(q.y.At(j, k)))
			}
		}
		if here.Sign() > 0 {
			weight := plus(mean, times(kept, minus(n, mean)))
			classes, want = append(classes, k), append(want, over(times(weight, here), n))
			total = plus(total, want[len(want)-1])
		}
	}
	for k := range want {
		want[k] = over(want[k], total)
	}
	return classes, want
}

// shift finds the shifts of some nodes by Newton's method, in float64 at first, and with gradients
// of 320 bits at the end, and applies them with a mean of 0.
func (q *poissonProblem) shift(out, u table, nodes []int, unit *big.Float) {
	classes, want := q.wanted(nodes[0])
	c := len(classes)
	v := make([]*big.Float, c)
	for k := range v {
		v[k] = exactly(0)
	}
	for range 400 {
		gradient, hessian := q.masses(u, nodes, classes, v, unit)
		worst := 0.0
		for k := range c {
			gradient[k] = minus(gradient[k], times(want[k], exactly(float64(len(nodes)))))
			g, _ := gradient[k].Float64()
			worst = max(worst, math.Abs(g))
		}
		if worst < 1e-70 {
			break
		}
		// The scale keeps the gradient in range; only differences of shifts count.
		rhs := mat.NewVecDense(c, nil)
		for k := range c {
			g, _ := over(gradient[k], exactly(worst)).Float64()
			rhs.SetVec(k, g)
			for j := range c {
				hessian.Set(k, j, hessian.At(k, j)+1)
			}
		}
		var step mat.VecDense
		if step.SolveVec(hessian, rhs) != nil {
			break
		}
		short := worst / max(1, worst*mat.Norm(&step, math.Inf(1)))
		for k := range c {
			v[k] = minus(v[k], times(exactly(short), exactly(step.AtVec(k))))
		}
	}
	mean := over(sumOf(v), exactly(float64(c)))
	for _, i := range nodes {
		for a, k := range classes {
			out[i][k] = plus(u[i][k], times(minus(v[a], mean), unit))
		}
	}
}

// masses sums the softmaxes of some nodes, and returns the Hessian in float64.
func (q *poissonProblem) masses(u table, nodes, classes []int, v []*big.Float, unit *big.Float) ([]*big.Float, *mat.Dense) {
	c := len(classes)
	mass, hessian := make([]*big.Float, c), mat.NewDense(c, c, nil)
	for k := range mass {
		mass[k] = exactly(0)
	}
	for _, i := range nodes {
		p, low := make([]*big.Float, c), make([]float64, c)
		for a, k := range classes {
			p[a] = shortExponential(plus(over(u[i][k], unit), v[a]))
		}
		sum := sumOf(p)
		for a := range p {
			p[a] = over(p[a], sum)
			mass[a] = plus(mass[a], p[a])
			low[a], _ = p[a].Float64()
		}
		for a := range p {
			for b := range p {
				if a != b {
					hessian.Set(a, b, hessian.At(a, b)-low[a]*low[b])
					hessian.Set(a, a, hessian.At(a, a)+low[a]*low[b])
				}
			}
		}
	}
	return mass, hessian
}

// shortExponential is exponential to 320 bits, less some 20.
func shortExponential(x *big.Float) *big.Float {
	const short, halvings = 320, 20
	at := func(v float64) *big.Float { return new(big.Float).SetPrec(short).SetFloat64(v) }
	small := at(0).SetMantExp(at(0).Set(x), -halvings)
	sum, term := at(1), at(1)
	for k := 1; term.Sign() != 0 && term.MantExp(nil) > -short; k++ {
		term = at(0).Quo(at(0).Mul(term, small), at(float64(k)))
		sum = at(0).Add(sum, term)
	}
	for range halvings {
		sum = at(0).Mul(sum, sum)
	}
	return sum
}

// reachedNodes lists the nodes with an answer.
func (q *poissonProblem) reachedNodes() []int {
	return slices.DeleteFunc(slices.Clone(byNumber(len(q.d))), func(i int) bool { return !q.free(i) })
}

func byNumber(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
