package knn

import "github.com/propagate-go/propagate/internal/par"

// inBlocks divides rows by where they are stored: rows of float32, which may be those of a mapped file, into blocks of
// a size that memory has room for.
type inBlocks struct {
	p       *Points
	perRows int     // how many places a block has
	block   []int32 // of each row
	start   []int   // the rows of block b are order[start[b]:start[b+1]], rising
	order   []int32
	passes  []int // how often the rows of each block were looked at
}

// inBlocks returns the blocks of the rows of p, by the numbers that the lists give them.
func (s *shortlists) inBlocks(p *Points) *inBlocks {
	b := &inBlocks{p: p, perRows: max(1, p.dense.rows()), block: make([]int32, p.n)}
	if p.dense.isNarrow() {
		b.perRows = max(1, s.blockBytes/(4*p.d))
	}
	for i := range b.block {
		b.block[i] = int32(p.place(int(s.name(int32(i)))) / b.perRows)
	}
	count := par.Chunks(p.dense.rows(), b.perRows)
	b.start, b.order = groupBy(b.block, count)
	b.passes = make([]int, count)
	return b
}

// count returns the number of blocks.
func (b *inBlocks) count() int { return len(b.passes) }

// of returns the block of row i.
func (b *inBlocks) of(i int32) int { return int(b.block[i]) }

// rows returns those of a block.
func (b *inBlocks) rows(block int) []int32 { return b.order[b.start[block]:b.start[block+1]] }

// touch reads a little of every page of a block, from one end to the other: of a file, the system then reads ahead, and
// has in memory what is looked at in any order afterwards. A single block is left alone.
func (b *inBlocks) touch(block int) {
	if b.count() == 1 {
		return
	}
	const page = 4096 / 4
	values := b.p.dense.narrow
	values = values[block*b.perRows*b.p.d : min((block+1)*b.perRows*b.p.d, len(values))]
	sums := make([]float32, par.Chunks(len(values), surveyValues))
	par.For(len(values), surveyValues, func(c, lo, hi int) {
		for at := lo; at < hi; at += page {
			sums[c] += values[at]
		}
	})
}
