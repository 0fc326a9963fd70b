package knn

import "github.com/propagate-go/propagate/internal/vec"

// panels hold packed rows in one of two forms: float32, or words of four codes.
type panels struct {
	floats []float32
	words  []uint32
}

// newPanels returns room for so many rows of d values.
func (f *frame) newPanels(rows, d int) panels {
	if f.codes {
		return panels{words: make([]uint32, rows*f.steps(d))}
	}
	return panels{floats: make([]float32, rows*d)}
}

// from returns the panels from an element on.
func (p panels) from(at int) panels {
	if p.words != nil {
		return panels{words: p.words[at:]}
	}
	return panels{floats: p.floats[at:]}
}

// shape returns the numbers of rows and columns of a tile.
func (f *frame) shape() (rows, cols int) {
	if f.codes {
		return f.tier.ByteShape()
	}
	return f.tier.Shape()
}

// steps returns how many elements a packed row of d values has.
func (f *frame) steps(d int) int {
	if f.codes {
		return (d + 3) / 4
	}
	return d
}

// tile multiplies a panel of rows with a panel of columns in the form of the frame, and
// finds the pairs that may be near: those whose score may reach the lower of two levels.
type tile struct {
	frame
	// One of the two, by the form.
	floats vec.Tile
	bytes  vec.ByteTile
	hits   []uint64
	out    []float32 // the sums of float32 products, from part to part, and their scores
	sums   []int32   // those of codes
}

// side are the numbers of the rows, or of the columns, that a tile begins with.
type side struct {
	vec.ByteSide
	start []int32
}

// newTile returns one with room for the sums of so many tiles.
func (f *frame) newTile(tiles int) *tile {
	rows, cols := f.shape()
	t := &tile{frame: *f, hits: make([]uint64, rows)}
	if f.codes {
		t.out, t.sums = make([]float32, rows*cols), make([]int32, tiles*rows*cols)
	} else {
		t.out = make([]float32, tiles*rows*cols)
	}
	t.floats.Hits, t.bytes.Hits = t.hits, t.hits
	t.floats.Out, t.bytes.Out = t.out, t.out
	return t
}

// setPart has the tile multiply so many steps of rows of d, from step k on. A part that is
// not the last stops with its sums; one that is not the first goes on from them.
func (t *tile) setPart(k, steps, d int) {
	t.floats.Steps, t.floats.Resume, t.floats.Part = steps, k > 0, k+steps < d
	t.bytes.Steps, t.bytes.Resume, t.bytes.Part = steps, k > 0, k+steps < d
}

// setRows has the tile multiply other rows.
func (t *tile) setRows(a panels, x side) {
	t.floats.A, t.floats.Rows = a.floats, x.Side
	t.bytes.A, t.bytes.Rows = a.words, x.ByteSide
}

// setColumns has the tile multiply other columns.
func (t *tile) setColumns(b panels, x side) {
	t.floats.B, t.floats.Cols = b.floats, x.Side
	t.bytes.B, t.bytes.Cols, t.bytes.Start = b.words, x.ByteSide, x.start
}

// multiply computes the tile, with its sums from place at on where it is one of several
// parts, and reports whether there are hits.
func (t *tile) multiply(at int) bool {
	// A product that is complete at once needs no sums of its own.
	if !t.floats.Part && !t.floats.Resume {
		at = 0
	}
	if t.codes {
		t.bytes.Sums = t.sums[at:]
		return t.tier.ByteTile(&t.bytes)
	}
	t.floats.Out = t.out[at:]
	return t.tier.Tile(&t.floats)
}

// score returns the score of row r and column c of the last tile.
func (t *tile) score(r, c int) float32 {
	_, cols := t.shape()
	if t.codes {
		return t.out[r*cols+c]
	}
	return t.floats.Out[r*cols+c]
}

// side returns the numbers of the rows from i on, with these levels.
func (s *norms) side(i int, levels []float32) side {
	x := side{ByteSide: vec.ByteSide{Side: vec.Side{Half: s.half[i:], Level: levels}}}
	if s.codes != nil {
		x.Scale, x.Length, x.Error, x.start = s.codes.scale[i:], s.codes.length[i:], s.codes.err[i:], s.codes.start[i:]
	}
	return x
}
