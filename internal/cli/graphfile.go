package cli

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/internal/store"
	"github.com/propagate-go/propagate/internal/table"
)

const longGraph = `propagate graph searches the neighbours of the rows, which is most of the work
of a run, and keeps them in a file. propagate --reuse FILE then starts from
there, with other labels, weights or methods, as do suspects, suggest and
explain. The features must be the same; labels may change.`

const examplesGraph = `  propagate graph -o rows.graph rows.csv
  propagate --reuse rows.graph --method poisson rows.csv > labelled.csv
  propagate suggest --reuse rows.graph rows.csv`

// A graph file is two sequences of package store: the text of a graphHeader in JSON, and the
// neighbours.
const (
	graphKind    = "lp graph"
	graphVersion = 1
)

type graphHeader struct {
	Made     string `json:"made"`     // by which version
	Features string `json:"features"` // their SHA-256
}

func newGraph(std streams) *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:     "graph -o FILE [flags] data.csv...",
		Short:   "search the neighbours once, for many runs",
		Long:    longGraph,
		Example: examplesGraph,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.command, s.paths, s.tolerant = cmd.Name(), args, true
			p, err := s.plan(cmd.Flags())
			if err != nil {
				return err
			}
			if s.output == "" {
				return usagef("say -o FILE: what is written is no text", "-o names no file")
			}
			return p.saveGraph(cmd, std)
		},
	}
	stages := []stage{{"The table", "table", s.tableFlags()}, {"Who is near whom", "graph", s.graphFlags()}, {"The run", "run", s.runFlags()}}
	addStages(cmd, stages, "output", "features", "scale", "graph", "neighbors", "connect", "help")
	s.kernelFlags() // the defaults, which the plan checks
	s.methodFlags()
	return cmd
}

// saveGraph goes from the table to the neighbours.
func (p *plan) saveGraph(cmd *cobra.Command, std streams) error {
	if p.edges != "" || p.reuse != "" {
		return usagef("leave it out", "%s builds a graph: neither --edges nor --reuse brings it", p.command)
	}
	t, err := p.read(std.in)
	if err != nil {
		return err
	}
	defer t.Close()
	in := &input{}
	if in.columns, err = p.findColumns(t); err != nil {
		return err
	}
	if t.Sparse() == nil && len(in.columns.features)+len(in.columns.categorical) == 0 {
		return noFeatures(t)
	}
	if err := p.checkSize(t); err != nil {
		return err
	}
	if err := p.readFeatures(t, in); err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	say := newConsole(std.err, p.quiet, p.verbose)
	return table.WriteFileAtomic(p.output, func(w io.Writer) error {
		header, err := json.Marshal(graphHeader{version(), checksum(in.x)})
		if err != nil {
			return err
		}
		near, err := p.search(cmd.Context(), in.x, say)
		if err != nil {
			return err
		}
		say.Line("graph", "%v", near)
		b := store.NewWriter(w, graphKind, graphVersion)
		b.Text(string(header))
		if err := b.Close(); err != nil {
			return err
		}
		return near.Store(w)
	})
}

// checksum is that of all values, by row.
func checksum(x *mat.Dense) string {
	sum := sha256.New()
	w := store.NewWriter(sum, "features", 1)
	n, d := x.Dims()
	for i := range n {
		w.Floats(x.RawRowView(i)[:d])
	}
	_ = w.Close() // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil))
}

// searchedFlags are settled by a graph file.
var searchedFlags = []string{"edges", "graph", "neighbors", "radius", "mutual", "recall", "metric"}

func (p *plan) checkReuse(flags *pflag.FlagSet) error {
	if p.reuse == "" {
		return nil
	}
	for _, name := range searchedFlags {
		if flags.Changed(name) {
			return usagef("give it to propagate graph", "--reuse brings the neighbours, so %s has nothing to do", written(flags.Lookup(name)))
		}
	}
	return nil
}

// readNear reads the neighbours that --reuse brings, which must be those of the features.
func (p *plan) readNear(_ *table.Table, in *input) error {
	if p.reuse == "" {
		return nil
	}
	e := &table.Error{File: p.reuse, Hint: "--reuse names a file that propagate graph wrote"}
	f, err := os.Open(p.reuse)
	if err != nil {
		e.Reason = "cannot be read: " + reasonOfFile(err)
		return e
	}
	defer f.Close()
	var header graphHeader
	if header, in.near, err = parseGraph(bufio.NewReaderSize(f, 1<<20)); err != nil {
		e.Err, e.Reason = err, "cannot be used: "+err.Error()
		if errors.Is(err, store.ErrKind) {
			e.Reason = "not a graph file"
		}
		return e
	}
	if header.Features != checksum(in.x) {
		e.Reason, e.Hint = "the graph was built of other features", "the same rows, --features, --scale and the like must be given to propagate graph; labels may change"
		return e
	}
	return nil
}

func parseGraph(r *bufio.Reader) (h graphHeader, near *graph.Neighbors, err error) {
	b, err := store.NewReader(r, graphKind, graphVersion)
	if err != nil {
		return h, nil, err
	}
	text := b.Text()
	if err := b.Close(); err != nil {
		return h, nil, err
	}
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return h, nil, err
	}
	near, err = graph.ReadNeighbors(r)
	return h, near, err
}
