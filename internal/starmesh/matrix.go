package starmesh

import (
	"math"

	"github.com/propagate-go/propagate/internal/memory"
	"github.com/propagate-go/propagate/internal/vec"
)

const (
	// side is the number of nodes of a block: a multiple of the panels of all tiers.
	side = 192
	// mostPanel is a multiple of the rows and columns of the panels of all tiers.
	mostPanel = 24
	unit      = 0x1p-53
	// Top is the binary logarithm of the largest conductance that is taken.
	Top = 460
)

// Matrix is a network of n nodes: the lower triangle of its conductances, and below it a row of the ground and one of
// each class. The columns of a block of nodes stand side by side, from the first row of the block on.
type Matrix struct {
	n, classes, rows int // rows: all of them, and zeros up to a whole panel
	side             int
	tier             vec.Tier
	blocks           [][]float64
	pivot            []float64 // dₖ of the nodes eliminated
}

// New returns the network of n nodes without any conductance.
func New(n, classes int) *Matrix { return newMatrix(n, classes, side) }

// newMatrix is New with blocks of another size.
func newMatrix(n, classes, side int) *Matrix {
	// Rows up to a whole panel, so that products need no exceptions; those of a block begin with its first node.
	m := &Matrix{n: n, classes: classes, side: side, tier: vec.Best(), pivot: make([]float64, n)}
	m.rows = (n + 1 + classes + mostPanel - 1) / mostPanel * mostPanel
	for first := 0; first < n; first += side {
		m.blocks = append(m.blocks, make([]float64, (m.rows-first)*side))
	}
	return m
}

// Bytes is the memory that the network of n nodes needs, with what its elimination needs beside it.
func Bytes(n, classes int) int64 {
	rows := n + classes + mostPanel
	return memory.Sum(memory.Product(rows+side, rows+side, 4), memory.Product(rows, side, 3*8))
}

// row returns the columns of block number k in row i, which is not before the block.
func (m *Matrix) row(k, i int) []float64 {
	at := (i - k*m.side) * m.side
	return m.blocks[k][at : at+m.side : at+m.side]
}

// SetEdge sets the conductance between nodes i and j < i.
func (m *Matrix) SetEdge(i, j int, w float64) { m.row(j/m.side, i)[j%m.side] = w }

// SetGround sets that between node i and the ground.
func (m *Matrix) SetGround(i int, g float64) { m.SetEdge(m.n, i, g) }

// SetSource sets what comes from class c at node i.
func (m *Matrix) SetSource(i, c int, b float64) { m.SetEdge(m.n+1+c, i, b) }

// width returns the number of nodes of block number k.
func (m *Matrix) width(k int) int { return min(m.side, m.n-k*m.side) }

// Relative bounds the relative error of every answer: see the package comment.
func (m *Matrix) Relative() float64 {
	// Of the steps, and of the answers.
	n, b := float64(m.n), float64(m.side)
	steps := 9*n*n + 5*(n*n/b+n) + 9*n
	answers := n * (n + 4*b + 4)
	return 1.01 * unit * (steps + answers)
}

// Lost bounds what underflow may change in any answer of a network whose least conductance is 2^least.
func (m *Matrix) Lost(least int) float64 {
	n := float64(m.n)
	return math.Ldexp(n*n*n*n*n, Top-1073-least)
}
