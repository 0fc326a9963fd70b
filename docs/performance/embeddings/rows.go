package main

import (
	"math"
	"math/rand/v2"
)

const (
	latent  = 32    // dimensions of the points
	hidden  = 64    // units of the random layer
	topics  = 200   // clusters, the s-th of them as frequent as 1/s
	parts   = 3_000 // clusters within clusters, chosen by the same rule
	within  = 1.2   // how far the points of a part are from its centre, beside 1 for the parts of all topics
	ofParts = 0.8   // how far the parts of a topic are from its centre
	noise   = 0.25  // the length of the noise of a row, beside 1
)

// maker makes rows x = u/|u| + e, divided by their length, with u = B·tanh(Az + b): z is a point of a part of a topic,
// a normal distribution around a centre that is wide in some directions and narrow in others, A, b and B are random
// and e is noise in all d directions.
type maker struct {
	d      int
	seed   uint64
	topic  [][]float64 // centres
	part   [][]float64
	of     []int       // the topic of each part
	spread [][]float64 // of each topic: how far its points go in each dimension
	in     [][]float64 // hidden × latent: A
	shift  []float64   // b
	out    [][]float32 // hidden × d: the rows of Bᵀ
}

func newMaker(d int, seed uint64) *maker {
	r := rand.New(rand.NewPCG(seed, 0))
	m := &maker{d: d, seed: seed}
	m.topic = normal(r, topics, latent, 1)
	for range topics {
		// Scales fall geometrically, each topic in an order of its own: few directions hold most of the variance.
		s := make([]float64, latent)
		for e, at := range r.Perm(latent) {
			s[at] = 1.6 * math.Pow(0.95, float64(e))
		}
		m.spread = append(m.spread, s)
	}
	// Parts of a topic lie where its points do.
	m.part = normal(r, parts, latent, ofParts)
	for p := range parts {
		t := zipf(r, topics)
		m.of = append(m.of, t)
		for j := range latent {
			m.part[p][j] = m.topic[t][j] + m.spread[t][j]*m.part[p][j]
		}
	}
	// The random layer: A and b such that tanh is neither a line nor a step.
	m.in, m.shift = normal(r, hidden, latent, 1/math.Sqrt(latent)), normal(r, 1, hidden, 0.5)[0]
	for _, row := range normal(r, hidden, d, 1) {
		m.out = append(m.out, narrow(row))
	}
	return m
}

// random returns the random numbers of row i, which it has for its own, after its part was drawn from them.
func (m *maker) random(i int) (r *rand.Rand, part int) {
	r = rand.New(rand.NewPCG(m.seed, uint64(i)+1))
	return r, zipf(r, parts)
}

// class returns the class of row i, one of ten: each topic is of one.
func (m *maker) class(i int) int {
	_, p := m.random(i)
	return m.of[p] % 10
}

// row writes row i, of length 1.
func (m *maker) row(i int, x []float32) {
	r, p := m.random(i)
	// A point of the part.
	z := make([]float64, latent)
	for j := range z {
		z[j] = m.part[p][j] + within*m.spread[m.of[p]][j]*r.NormFloat64()
	}
	// B·tanh(Az + b), a unit of the layer after the other.
	clear(x)
	for h, weights := range m.in {
		sum := m.shift[h]
		for j, w := range weights {
			sum += w * z[j]
		}
		v := float32(math.Tanh(sum))
		for j, w := range m.out[h] {
			x[j] += v * w
		}
	}
	// Noise of about the length `noise` beside 1.
	scale(x)
	for j := range x {
		x[j] += float32(noise / math.Sqrt(float64(m.d)) * r.NormFloat64())
	}
	scale(x)
}

// zipf returns a number below n, s with a probability of about 1/(s+1).
func zipf(r *rand.Rand, n int) int {
	// The integral of 1/s is a logarithm: its inverse at a uniform number.
	return min(n-1, int(math.Pow(float64(n+1), r.Float64()))-1)
}

// normal returns rows of normal numbers with a standard deviation.
func normal(r *rand.Rand, n, d int, deviation float64) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, d)
		for j := range rows[i] {
			rows[i][j] = deviation * r.NormFloat64()
		}
	}
	return rows
}

func narrow(row []float64) []float32 {
	out := make([]float32, len(row))
	for j, v := range row {
		out[j] = float32(v)
	}
	return out
}

// scale divides a row by its length.
func scale(x []float32) {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	by := float32(1 / math.Sqrt(sum))
	for j := range x {
		x[j] *= by
	}
}
