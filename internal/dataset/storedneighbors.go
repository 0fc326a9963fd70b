package dataset

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/rows"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/table"
	"gonum.org/v1/gonum/mat"
)

// A file of neighbours is two sequences of package store: the text of a neighborsHeader in JSON, and the
// neighbours.
const (
	neighborsKind    = "lp graph"
	neighborsVersion = 1
)

type neighborsHeader struct {
	Made     string `json:"made"`     // by which version
	Features string `json:"features"` // their SHA-256
}

// StoreNeighbors writes the neighbours of the rows of x; made is the version of the program.
func StoreNeighbors(w io.Writer, made string, x mat.Matrix, near *graph.Neighbors) error {
	// The checksum ties the neighbours to the features that they were computed from.
	header, err := json.Marshal(neighborsHeader{made, checksum(x)})
	if err != nil {
		return err
	}
	// The header is a sequence of its own, so that it can be read without the neighbours.
	b := store.NewWriter(w, neighborsKind, neighborsVersion)
	b.Text(string(header))
	if err := b.Close(); err != nil {
		return err
	}
	return near.Store(w)
}

// LoadNeighbors reads what StoreNeighbors wrote to a file.
func LoadNeighbors(r io.Reader, file string) (*StoredNeighbors, error) {
	// One buffer for both sequences: each reads no further than its end.
	in := bufio.NewReaderSize(r, 1<<20)
	b, err := store.NewReader(in, neighborsKind, neighborsVersion)
	if err != nil {
		return nil, err
	}
	text := b.Text()
	if err := b.Close(); err != nil {
		return nil, err
	}
	var h neighborsHeader
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return nil, err
	}
	// The neighbours hold the features, too, with which other rows can be compared later.
	near, err := graph.ReadNeighbors(in)
	return &StoredNeighbors{File: file, Checksum: h.Features, Near: near}, err
}

// checksum is that of all values, by row.
func checksum(x mat.Matrix) string {
	sum := sha256.New()
	w := store.NewWriter(sum, "features", 1)
	// Row by row, so that it does not matter how the matrix lies in memory.
	n, _ := x.Dims()
	from := rows.Of(x)
	for i := range n {
		w.Floats(from.Row(i))
	}
	_ = w.Close() // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil))
}

// takeNeighbors takes neighbours that were stored, which must be those of the features. The features
// themselves are then needed no more: the neighbours hold their own.
func (r *reader) takeNeighbors() error {
	stored := r.options.Neighbors
	if stored == nil {
		return nil
	}
	// A table of labels alone has no features to compare: its rows are those of the graph, in order.
	if !r.data.IsDense() {
		if n := stored.Near.N(); n != r.table.Len() {
			return &table.Error{File: r.table.Name,
				Reason: fmt.Sprintf("%d rows without features, and %s has %d", r.table.Len(), stored.File, n),
				Hint:   "give a label cell, maybe empty, for each row of the graph, or join labels by Options.Labels"}
		}
		r.data.Near = stored.Near
		return nil
	}
	if stored.Checksum != checksum(r.data.X) {
		return &table.Error{File: stored.File, Reason: "the graph was built of other features",
			Hint: "give the same rows, features and scaling as to propagate graph; labels may change"}
	}
	r.data.Near, r.data.X = stored.Near, nil
	return nil
}
