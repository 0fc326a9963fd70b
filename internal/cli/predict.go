package cli

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/propagate-go/propagate/internal/summary"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/propagate-go/propagate/labelprop"
)

const longPredict = `propagate predict labels rows that were not there when a model was made. A new
row gets the weighted mean of the scores of the rows nearest to it; nothing is
solved again, and new rows do not count as each other's neighbours. The table
needs the columns that the model was made with; numbers are scaled, missing
values filled in and texts read as they were then.`

const examplesPredict = `  propagate --save rows.model rows.csv > labelled.csv
  propagate predict --model rows.model new.csv > predicted.csv
  propagate predict --model rows.model --truth kind -o predicted.csv new.csv`

// predicting is what propagate predict does.
type predicting struct {
	settings
	model string
}

func newPredict(std streams) *cobra.Command {
	var p predicting
	cmd := &cobra.Command{
		Use:     "predict --model FILE [flags] new.csv...",
		Short:   "label new rows by a model that was saved",
		Long:    longPredict,
		Example: examplesPredict,
		Args:    someFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			p.command, p.paths, p.adds = cmd.Name(), args, true
			if p.model == "" {
				return usagef("make one with propagate --save FILE", "--model names no file")
			}
			plan := &plan{settings: p.settings}
			if err := plan.chooseOutput(); err != nil {
				return err
			}
			return p.run(cmd.Context(), plan, std)
		},
	}
	addGroups(cmd, stage{"The table", "table", p.tableFlags()}, stage{"The answer", "answer", p.outFlags()})
	return cmd
}

func (p *predicting) tableFlags() *pflag.FlagSet {
	f := newFlagSet()
	f.StringVar(&p.model, "model", "", "`file` that propagate --save wrote")
	f.StringVar(&p.id, "id", "", "`column` that names the rows")
	f.StringVar(&p.truth, "truth", "", "`column` of the true labels: prints how many are right")
	p.source.register(f)
	return f
}

func (p *predicting) outFlags() *pflag.FlagSet {
	f := newFlagSet()
	p.outputFlags(f)
	f.BoolVar(&p.proba, "proba", false, "also write the probability of each class, in columns proba_CLASS")
	f.BoolVar(&p.only, "only", false, "write just the line (or with --id the id) and the label of each row")
	f.BoolVarP(&p.quiet, "quiet", "q", false, "print errors only")
	f.BoolP("help", "h", false, "print this help")
	return f
}

func (p *predicting) run(ctx context.Context, plan *plan, std streams) error {
	m, err := readModel(p.model)
	if err != nil {
		return err
	}
	j := &job{plan: plan, std: std, say: newConsole(std.err, p.quiet, false)}
	texts := []string{p.truth, p.id}
	for _, c := range m.Categorical {
		texts = append(texts, c.Name)
	}
	if j.table, err = p.open(p.paths, std.in, texts...); err != nil {
		return err
	}
	defer j.table.Close()
	if j.in, err = m.input(plan, j.table); err != nil {
		return err
	}
	links, err := m.near.Link(ctx, j.in.x, m.weigh)
	if err != nil {
		return err
	}
	found, err := m.res.Predict(links)
	if err != nil {
		return err
	}
	a := &answer{labels: found.Labels, probs: found.Probabilities(), status: statusNames(found.Status), prediction: found}
	if m.Temperature > 0 {
		a.probs = (&labelprop.Temperature{T: m.Temperature}).Apply(a.probs)
	}
	return plan.write(std.out, func(w io.Writer) error {
		j.out = w
		j.say.Line("model", "%s: %s, %d rows, %d features, %d classes", p.model, m.Method, m.Rows, len(m.Features)+len(m.Categorical), len(m.Classes))
		r, err := summary.OfPrediction(j.data(), j.answered(a))
		if err != nil {
			return err
		}
		j.say.Method(&r.Method)
		j.say.Classes(&r.Labels)
		j.say.Result(r)
		return j.writeAnswer(a.expanded(j.in))
	})
}

// input reads new rows as the model knows them.
func (m *model) input(p *plan, t *table.Table) (*input, error) {
	in := &input{columns: &columns{label: -1, truth: -1, id: -1, weight: -1}, classes: m.Classes}
	if !p.only {
		if err := p.checkFree(t, in.classes); err != nil {
			return nil, err
		}
	}
	if err := m.features(t, in); err != nil {
		return nil, err
	}
	in.all = slices.Repeat([]int{labelprop.Unlabeled}, t.Len())
	in.given = chosen(in.all, in.rows)
	for _, part := range []struct {
		flag, name string
		at         *int
	}{{"--truth", p.truth, &in.columns.truth}, {"--id", p.id, &in.columns.id}} {
		if part.name == "" {
			continue
		}
		var err error
		if *part.at, err = t.Column(part.name); err != nil {
			return nil, fmt.Errorf("%s: %w", part.flag, err)
		}
	}
	return in, p.readOthers(t, in)
}

// features reads the features, in the order of the model.
func (m *model) features(t *table.Table, in *input) error {
	for _, f := range m.Features {
		col, err := m.column(t, f.Name)
		if err != nil {
			return err
		}
		in.columns.features = append(in.columns.features, col)
	}
	if len(m.Features) > 0 {
		if err := m.numbers(t, in); err != nil {
			return err
		}
	}
	cats := &categories{}
	for _, c := range m.Categorical {
		col, err := m.column(t, c.Name)
		if err != nil {
			return err
		}
		cells, err := t.Strings(col)
		if err != nil {
			return err
		}
		cats.names, cats.values = append(cats.names, c.Values), append(cats.values, c.Values.numbers(cells))
	}
	if len(m.Categorical) > 0 {
		in.x = joined(in.x, cats.indicators(in.rows, t.Len()))
	}
	return nil
}

// column finds a column that the model was made with.
func (m *model) column(t *table.Table, name string) (int, error) {
	col, err := t.Column(name)
	if err != nil {
		return 0, fmt.Errorf("the model was made with other columns: %w", err)
	}
	return col, nil
}

// numbers reads, fills in and scales the numeric features.
func (m *model) numbers(t *table.Table, in *input) error {
	var err error
	if !m.Drop && m.Features[0].Fill == nil {
		in.x, err = t.Floats(in.columns.features)
	} else if in.x, err = t.FloatsOrNaN(in.columns.features); err == nil && m.Drop {
		err = in.drop(t)
	}
	if err != nil {
		return err
	}
	n, d := in.x.Dims()
	for i := range n {
		row := in.x.RawRowView(i)[:d]
		for k, f := range m.Features {
			if math.IsNaN(row[k]) {
				row[k] = *f.Fill
			}
			row[k] = f.apply(row[k])
		}
	}
	return nil
}
