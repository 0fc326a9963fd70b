package summary

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"
	"time"
)

// document is the shape of a run in JSON.
type document struct {
	making
	Scaling   string     `json:"scaling"`
	File      string     `json:"file"`
	Files     []string   `json:"files,omitempty"`
	Rows      int        `json:"rows"`
	Columns   Columns    `json:"columns"`
	Graph     Graph      `json:"graph"`
	Method    string     `json:"method"`
	Pool      *Pool      `json:"pool,omitempty"`
	Solver    *Solver    `json:"solver"`
	Status    Status     `json:"status"`
	Groups    *Groups    `json:"groups,omitempty"`
	Novelty   *Novelty   `json:"novelty,omitempty"`
	Doubts    *Doubts    `json:"noise,omitempty"`
	Uncertain *Uncertain `json:"min_confidence,omitempty"`
	Classes   []Class    `json:"classes"`
	trusting
	Evaluation *Evaluation `json:"evaluation"` // that of propagate evaluate --json; null without a truth
	Notes      []noteEntry `json:"notes"`
	Warnings   []Warning   `json:"warnings"`
}

// trusting is how far the answer is to be trusted.
type trusting struct {
	Expected *Expected `json:"expected,omitempty"`     // the accuracy to expect without a truth
	Shares   *Shares   `json:"class_shares,omitempty"` // with --shares
	Sets     *Sets     `json:"sets,omitempty"`         // with --coverage
}

// making tells how a document came about. Its fields stand among those of the document.
type making struct {
	Version string  `json:"version"`
	Command string  `json:"command"`
	Made    string  `json:"made"` // when
	Seed    uint64  `json:"seed"`
	Seconds Seconds `json:"seconds"` // by stage
}

// noteEntry is a note in JSON: its facts, and the text that the console prints.
type noteEntry struct {
	Kind  NoteKind `json:"kind"`
	Count int      `json:"count,omitempty"`
	Names []string `json:"names,omitempty"`
	Text  string   `json:"text"`
	Hint  string   `json:"hint,omitempty"`
}

// noteEntries returns all notes, at least an empty list.
func noteEntries(all []Note) []noteEntry {
	list := make([]noteEntry, len(all))
	for i, n := range all {
		list[i] = noteEntry{n.Kind, n.Count, n.Names, n.Text(), n.Hint}
	}
	return list
}

// leftOut returns a warning on each note that columns were left out: a program may look at the warnings only.
func leftOut(notes []Note) []Warning {
	var all []Warning
	kinds := []NoteKind{ColumnsNotRead, ColumnsLeftOut, LabelCopies, TruthCopies, DecimalCommas}
	for _, n := range notes {
		if slices.Contains(kinds, n.Kind) {
			all = append(all, Warning{Text: n.Text(), Hint: n.Hint})
		}
	}
	return all
}

// WriteJSON writes a run as --json shows it.
//
// Errors: those of w.
func (r *Run) WriteJSON(w io.Writer) error {
	// The document is flat where a reader looks first, and has the parts of a run below.
	return writeJSON(w, document{
		making: making{Version: r.Origin.Version, Command: r.Origin.Command, Seed: r.Origin.Seed,
			Made: r.Origin.Made.UTC().Format(time.RFC3339), Seconds: secondsOf(r.Origin.Stages)},
		Scaling: cmp.Or(r.Table.Scaling.Rule, "each column by itself"),
		File:    r.Table.File, Files: r.Table.Files, Rows: r.Table.Rows, Columns: r.Table.Columns,
		Graph: r.Graph, Method: r.Method.Name, Pool: r.Pool, Solver: r.Solver,
		Status: r.Labels.Status, Groups: r.Groups, Novelty: r.Novelty, Doubts: r.Doubts,
		Uncertain: r.Uncertain, Classes: r.Labels.Classes,
		trusting:   trusting{r.Trust.Expected, r.Trust.Shares, r.Trust.Sets},
		Evaluation: r.Truth.Evaluation,
		Notes:      noteEntries(r.Notes), Warnings: append(append([]Warning{}, r.Warnings...), leftOut(r.Notes)...),
	})
}

// WriteJSON writes an evaluation as propagate evaluate --json shows it.
//
// Errors: those of w.
func (e *Evaluation) WriteJSON(w io.Writer) error { return writeJSON(w, e) }

func writeJSON(w io.Writer, v any) error {
	// For people too: indented, and without the escapes that only a page needs.
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
