package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/table"
)

// runSummary is what --json writes of a run.
type runSummary struct {
	Version string         `json:"version"`
	File    string         `json:"file"`
	Files   []string       `json:"files,omitempty"` // if there are several
	Rows    int            `json:"rows"`
	Columns columnSummary  `json:"columns"`
	Graph   graphSummary   `json:"graph"`
	Method  string         `json:"method"`
	Solver  *solverSummary `json:"solver"` // null for correct-smooth
	Status  map[string]int `json:"status"`
	Classes []classSummary `json:"classes"`
	// Evaluation is that of propagate evaluate --json; null without --truth.
	Evaluation *verdict         `json:"evaluation"`
	Warnings   []warningSummary `json:"warnings"`
}

type columnSummary struct {
	Label    string   `json:"label"`
	Truth    string   `json:"truth,omitempty"`
	ID       string   `json:"id,omitempty"`
	Weight   string   `json:"weight,omitempty"`
	Features []string `json:"features"`
	LeftOut  []string `json:"left_out"`
}

type graphSummary struct {
	Made       string  `json:"made"` // in words
	Kernel     string  `json:"kernel"`
	Nodes      int     `json:"nodes"`
	Edges      int     `json:"edges"`
	Components int     `json:"components"`
	Gamma      *figure `json:"gamma"`
	GammaBy    string  `json:"gamma_by,omitempty"` // a rule, or --gamma
	Recall     float64 `json:"recall,omitempty"`   // of the search for neighbours
}

type solverSummary struct {
	Name       string `json:"name"`
	Iterations int    `json:"iterations"`
	Residual   figure `json:"residual"`
	Converged  bool   `json:"converged"`
	Proven     int    `json:"proven"`
}

type classSummary struct {
	Class     string `json:"class"`
	Given     int    `json:"given"`
	Predicted int    `json:"predicted"` // given ones among them
}

type warningSummary struct {
	Text string `json:"text"`
	Hint string `json:"hint,omitempty"`
}

// summary sums up a run.
func (j *job) summary(a *answer) *runSummary {
	s := &runSummary{Version: version(), File: j.table.Name, Rows: j.table.Len(), Columns: j.columnSummary(),
		Graph: j.graphSummary(), Method: j.settings.method, Status: map[string]int{}, Warnings: []warningSummary{}}
	if files := j.table.Files(); len(files) > 1 {
		s.Files = files
	}
	for _, status := range a.status {
		s.Status[status]++
	}
	if res := a.result; res != nil {
		s.Method = fmt.Sprint(j.method)
		s.Solver = &solverSummary{fmt.Sprint(res.Solver), res.Iterations, figure(res.Residual), res.Converged, res.CountProven()}
	}
	given, predicted := j.in.classes.counts(j.in.all), j.in.classes.counts(a.labels)
	for k, name := range j.in.classes {
		s.Classes = append(s.Classes, classSummary{name, given[k], predicted[k]})
	}
	for _, w := range a.warnings {
		s.Warnings = append(s.Warnings, warningSummary{w.Error(), hintOf(w)})
	}
	return s
}

func (j *job) columnSummary() columnSummary {
	name := func(col int) string {
		if col < 0 {
			return ""
		}
		return j.table.Header[col]
	}
	c := j.in.columns
	leftOut := slices.Concat([]string{}, c.leftOut, j.in.rowNumbers)
	s := columnSummary{name(c.label), name(c.truth), name(c.id), name(c.weight), []string{}, leftOut}
	for _, col := range slices.Concat(c.features, c.categorical) {
		s.Features = append(s.Features, name(col))
	}
	return s
}

func (j *job) graphSummary() graphSummary {
	_, components := j.graph.Components()
	s := graphSummary{Made: j.made, Nodes: j.graph.N(), Edges: j.graph.Edges(), Components: components}
	if j.graph.Kernel() != nil {
		s.Kernel = fmt.Sprint(j.graph.Kernel())
	}
	if j.in.graph == nil && j.usesGamma() {
		gamma := figure(j.gamma)
		s.Gamma, s.GammaBy = &gamma, strings.TrimPrefix(j.gammaWords(), " by ")
	}
	if j.near != nil {
		s.Recall = j.near.Recall()
	}
	return s
}

// writeSummary writes the summary to where --json says.
func (j *job) writeSummary(a *answer) error {
	s := j.summary(a.expanded(j.in))
	var err error
	if s.Evaluation, err = evaluated(a, j.in); err != nil {
		return err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return err
	}
	path := j.json
	if path == "-" {
		path = ""
	}
	return writeTo(path, j.std.out, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}

// evaluated compares answers with the truth, nil if there is none.
func evaluated(a *answer, in *input) (*verdict, error) {
	j := judgedBy(a, in)
	if j == nil {
		return nil, nil
	}
	return j.verdict(defaultClip, defaultBins)
}

// judgedBy puts answers beside the truth, nil if there is none or too many classes.
func judgedBy(a *answer, in *input) *judged {
	if in.truth == nil {
		return nil
	}
	c := newClasses(slices.Concat(in.classes, in.truth))
	if len(c) > mostClasses {
		return nil
	}
	if j := judge(c, a, in); len(j.truth) > 0 {
		return j
	}
	return nil
}

// writeLabels writes the name and the label of each row.
func (j *job) writeLabels(a *answer) error {
	header := append(j.rowHeader(), namePredicted)
	rows := make([][]string, j.table.Len())
	for i, class := range a.labels {
		rows[i] = append(j.tableRowCells(i), j.className(class))
	}
	return table.WriteRows(j.out, j.as, header, rows)
}
