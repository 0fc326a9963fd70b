package summary

import (
	"fmt"

	"github.com/propagate-go/propagate/internal/dataset"
)

// edgeNotes are those on a graph that was read from a file.
func edgeNotes(d *dataset.Data) []Note {
	var all []Note
	say := func(hint, format string, args ...any) {
		all = append(all, Note{Kind: EdgesRead, Names: []string{fmt.Sprintf(format, args...)}, Hint: hint})
	}
	f := d.Prep.EdgeFacts
	if n := len(f.Auxiliary); n > 0 {
		say("", "%d nodes have edges and no row: they carry labels, and are neither written nor counted: %s", n,
			dataset.Listed(f.Auxiliary))
	}
	if f.Repeated > 0 {
		what := "weights are added"
		if f.Averaged {
			what = "distances are averaged"
		}
		say("--repeated-edges error refuses them", "%d edges are listed more than once: their %s", f.Repeated, what)
	}
	if f.Mirrored {
		say("", "every edge is listed in both directions, and taken once")
	}
	if f.Header != "" {
		say("", "the first line of %s names columns: %s", d.Prep.Edges, f.Header)
	}
	// What is not used might have been meant to be.
	if len(f.LeftOut) > 0 {
		say("the column called weight counts", "columns of %s that are no part of an edge: %s", d.Prep.Edges,
			dataset.Listed(f.LeftOut))
	}
	if f.FoundCommas {
		say("--decimal point reads it otherwise", "numbers of %s have a decimal comma", d.Prep.Edges)
	}
	return all
}

// edgeWarnings asks whether weights are distances.
func edgeWarnings(d *dataset.Data) []Warning {
	if !d.Prep.EdgeFacts.Distances {
		return nil
	}
	return []Warning{{
		Text: fmt.Sprintf("are the weights of %s distances? They look like it, and are taken for strengths: the "+
			"larger, the more alike", d.Prep.Edges),
		Hint: "use --edges-are distances if the larger means the farther apart",
	}}
}
