package pipeline

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/words"
	"github.com/propagate-go/propagate/labelprop"
)

// Store writes the model; made is the version of the program. The file holds three sequences of package
// store: the text of a modelHeader in JSON, the neighbours and the result. Of a pool it holds the text, the rule of
// the pool, and what each opinion takes. Where words of texts are compared, their vocabulary follows the header.
func (m *Model) Store(w io.Writer, made string) error {
	// What is small goes into a header in JSON, which may grow with later versions.
	text, err := json.Marshal(m.header(made))
	if err != nil {
		return err
	}
	// Three sequences, each with its own kind, version and checksum.
	b := store.NewWriter(w, modelKind, modelVersion)
	b.Text(string(text))
	if err := b.Close(); err != nil {
		return err
	}
	if m.Recipe.Words != nil {
		if err := m.Recipe.Words.Vocabulary.Store(w); err != nil {
			return err
		}
	}
	if m.pool != nil {
		return m.pool.store(w)
	}
	if err := m.near.Store(w); err != nil {
		return err
	}
	return m.res.Store(w)
}

// ReadModel reads what Store wrote.
//
// A file is not trusted because its checksum is right: whatever it says is checked, and the model
// is asked about one row, before any table is read.
func ReadModel(from io.Reader) (*Model, error) {
	r := bufio.NewReaderSize(from, 1<<20)
	b, err := store.NewReader(r, modelKind, modelVersion)
	if err != nil {
		return nil, err
	}
	// The header is checked as a whole before it is read as JSON.
	text := b.Text()
	if err := b.Close(); err != nil {
		return nil, err
	}
	var h modelHeader
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return nil, err
	}
	// The parts follow in the order in which they were written.
	m, err := h.model()
	if err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	if m.Recipe.Words != nil {
		if m.Recipe.Words.Vocabulary, err = words.Read(r); err != nil {
			return nil, err
		}
	}
	if m.pool != nil {
		return m, m.readPool(r, h.Pool)
	}
	if m.near, err = graph.ReadNeighbors(r); err != nil {
		return nil, err
	}
	if m.res, err = labelprop.ReadResult(r); err != nil {
		return nil, err
	}
	// Sequences that were exchanged between files are each right, but do not fit.
	if _, c := m.res.Scores.Dims(); c != len(m.Classes) || m.near.N() != len(m.res.Status) || m.near.N() != m.Rows {
		return nil, errParts
	}
	return m, m.try()
}

// readPool reads the rule and the opinions, and checks that they go with each other.
func (m *Model) readPool(r io.Reader, headers []opinionHeader) (err error) {
	if m.pool.rule, err = labelprop.ReadPoolRule(r); err != nil {
		return err
	}
	stored := map[string]*graph.Neighbors{}
	for _, h := range headers {
		o, err := h.read(r, stored[h.Kind])
		if err != nil {
			return err
		}
		// Words need a vocabulary, and the other opinions columns, but for graphs.
		lacks := o.ofWords() && m.Recipe.Words == nil || o.ofColumns() && m.Recipe.Mixed == nil
		if lacks || o.near != nil && o.near.N() != m.Rows {
			return errParts
		}
		stored[h.Kind] = cmp.Or(o.near, stored[h.Kind])
		m.pool.opinions = append(m.pool.opinions, o)
	}
	return m.try()
}

// read reads what an opinion takes; near are the neighbours that stand before another one of its kind.
func (h opinionHeader) read(r io.Reader, near *graph.Neighbors) (o opinionModel, err error) {
	o.name, o.kind = h.Name, h.Kind
	switch h.Kind {
	case kindForest:
		o.forest, err = labelprop.ReadForest(r)
	case kindRidge:
		o.ridge, err = labelprop.ReadRidge(r)
	case kindLogistic:
		o.logistic, err = labelprop.ReadLogistic(r)
	case kindWords:
		o.words, err = labelprop.ReadSparseLogistic(r)
	case kindGraph, kindWordsGraph:
		if o.near = near; near == nil {
			o.near, err = graph.ReadNeighbors(r)
		}
		if err == nil {
			o.res, err = labelprop.ReadResult(r)
		}
	default:
		err = fmt.Errorf("opinions of the kind %q are not known", h.Kind)
	}
	return o, err
}
