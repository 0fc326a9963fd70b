package elimination

import (
	"fmt"
	"math"

	"github.com/propagate-go/propagate/internal/lognum"
)

// Graph is a weighted graph of all nodes, labelled and not.
type Graph struct {
	Rate  lognum.Gamma
	Start []int        // row i has the edges Start[i]:Start[i+1]
	Ind   []int32      // other ends; every edge in both rows; no loops
	W     []lognum.Num // weights

	InputError float64 // bound on the relative error of every T

	Big    []lognum.Big // the same weights with exact T, or nil
	BigExp int          // unit of their T: 2^BigExp; T even
}

// Labels are the shares of the classes in the labelled nodes: n × Classes,
// row-major, non-negative. Given tells which nodes are labelled.
type Labels struct {
	Classes int
	Given   []bool
	Share   []float64
}

// ring is what setting up a network needs of an arithmetic.
type ring[N any] interface {
	Zero() N
	One() N
	Shift(x N, s float64) N
	Sqrt(x N) N
	Mul(x, y N) N
	Sum(xs []N) N
}

// numbers are the parts of a network in one arithmetic.
type numbers[N any] struct{ w, ground, source, post []N }

// Harmonic returns the network of the unlabelled nodes of g [zhu2003]: the
// labelled ones are its ground, F is the harmonic function. nodes are the nodes of
// g in the order of the network.
func Harmonic(g *Graph, y *Labels) (nw *Network, nodes []int32, err error) {
	if err := g.check(y); err != nil {
		return nil, nil, err
	}
	index := make([]int32, len(y.Given))
	for i, given := range y.Given {
		index[i] = -1
		if !given {
			index[i] = int32(len(nodes))
			nodes = append(nodes, int32(i))
		}
	}
	nw = &Network{Gamma: g.Rate, Classes: y.Classes, InputError: g.InputError, Start: make([]int, 1, len(nodes)+1)}
	for _, i := range nodes {
		for _, j := range g.Ind[g.Start[i]:g.Start[i+1]] {
			if index[j] >= 0 {
				nw.Ind = append(nw.Ind, index[j])
			}
		}
		nw.Start = append(nw.Start, len(nw.Ind))
	}
	nw.Stochastic = y.stochastic()
	nw.fill(g,
		harmonic(g, y, nodes, index, g.W, g.Rate),
		func(a lognum.Exact) numbers[lognum.Big] { return harmonic(g, y, nodes, index, g.Big, a) })
	return nw, nodes, nil
}

func harmonic[N any](g *Graph, y *Labels, nodes, index []int32, w []N, a ring[N]) (out numbers[N]) {
	for _, i := range nodes {
		var absorbed []N
		terms := make([][]N, y.Classes)
		for e := g.Start[i]; e < g.Start[i+1]; e++ {
			j := g.Ind[e]
			if index[j] >= 0 {
				out.w = append(out.w, w[e])
				continue
			}
			absorbed = append(absorbed, w[e])
			for c, share := range y.row(int(j)) {
				if share > 0 {
					terms[c] = append(terms[c], a.Shift(w[e], math.Log(share)))
				}
			}
		}
		out.ground = append(out.ground, a.Sum(absorbed))
		for _, t := range terms {
			out.source = append(out.source, a.Sum(t))
		}
	}
	return out
}

// Spreading returns the network of all nodes of g whose answers are
// (1-α)(I - αS)⁻¹Y with S = D^-½WD^-½ [zhou2004]: M = (1-α)D + α(D-W) is a
// Laplacian of weights αw with ground (1-α)d, and F = D^½·M⁻¹·(1-α)·D^½·Y. A node
// without edges keeps (1-α)Y. 0 ≤ α < 1.
func Spreading(g *Graph, y *Labels, alpha float64) (*Network, error) {
	if err := g.check(y); err != nil {
		return nil, err
	}
	if !(alpha >= 0 && alpha < 1) {
		return nil, fmt.Errorf("elimination: alpha %v outside [0, 1)", alpha)
	}
	nw := &Network{Gamma: g.Rate, Classes: y.Classes, InputError: g.InputError, Start: g.Start, Ind: g.Ind}
	nw.fill(g,
		spreading(g, y, alpha, g.W, g.Rate),
		func(a lognum.Exact) numbers[lognum.Big] { return spreading(g, y, alpha, g.Big, a) })
	return nw, nil
}

func spreading[N any](g *Graph, y *Labels, alpha float64, w []N, a ring[N]) (out numbers[N]) {
	for _, x := range w {
		out.w = append(out.w, a.Shift(x, math.Log(alpha)))
	}
	keep := math.Log1p(-alpha)
	for i := range y.Given {
		d := a.One()
		if g.Start[i+1] > g.Start[i] {
			d = a.Sum(w[g.Start[i]:g.Start[i+1]])
		}
		root := a.Sqrt(d)
		out.ground = append(out.ground, a.Shift(d, keep))
		out.post = append(out.post, root)
		for _, share := range y.row(i) {
			out.source = append(out.source, a.Shift(root, keep+math.Log(share)))
		}
	}
	return out
}

// stochastic tells whether the shares of every labelled node add up to 1.
func (y *Labels) stochastic() bool {
	for i, given := range y.Given {
		sum := 0.0
		for _, share := range y.row(i) {
			sum += share
		}
		if given && math.Abs(sum-1) > 1e-10 {
			return false
		}
	}
	return true
}

// row returns the shares of node i, zeros if it is not labelled.
func (y *Labels) row(i int) []float64 {
	if !y.Given[i] {
		return make([]float64, y.Classes)
	}
	return y.Share[i*y.Classes : (i+1)*y.Classes]
}

// fill sets the numbers, exact ones too if the graph has them, and the error of
// S: that of a sum and a few products, and what the errors of the T of the terms
// make of a sum. Those are InputError·γ·T each; against the smallest T of the sum
// the mean of γ·(T - min T) is at most 2·max|S| + log n.
func (nw *Network) fill(g *Graph, x numbers[lognum.Num], exact func(lognum.Exact) numbers[lognum.Big]) {
	nw.W, nw.Ground, nw.Source, nw.Post = x.w, x.ground, x.source, x.post
	if g.Big != nil {
		b := exact(lognum.Exact{Gamma: g.Rate, Exp: g.BigExp})
		nw.Exact = &Exact{Exp: g.BigExp, W: b.w, Ground: b.ground, Source: b.source, Post: b.post}
	}
	var t tracker
	nw.each(t.track)
	terms := float64(len(g.Start) + 1)
	nw.InputLogError = u * (16*t.maxS + 7*math.Log(terms) + 16)
	if nw.InputError > 0 {
		nw.InputLogError += nw.InputError * (2*t.maxS + math.Log(terms) + 1)
	}
}

func (g *Graph) check(y *Labels) error {
	n := len(y.Given)
	switch {
	case len(g.Start) != n+1 || g.Start[n] != len(g.Ind) || len(g.W) != len(g.Ind):
		return fmt.Errorf("elimination: graph of %d rows, %d ends, %d weights for %d nodes",
			len(g.Start)-1, len(g.Ind), len(g.W), n)
	case g.Big != nil && len(g.Big) != len(g.Ind):
		return fmt.Errorf("elimination: %d exact weights for %d ends", len(g.Big), len(g.Ind))
	case len(y.Share) != n*y.Classes:
		return fmt.Errorf("elimination: %d shares for %d nodes of %d classes", len(y.Share), n, y.Classes)
	}
	for i, v := range y.Share {
		if !(v >= 0 && v <= math.MaxFloat64) {
			return fmt.Errorf("elimination: node %d, class %d: share %v", i/y.Classes, i%y.Classes, v)
		}
	}
	return nil
}
