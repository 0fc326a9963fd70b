package pipeline_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/store/storetest"
	"github.com/propagate-go/propagate/internal/table"
	"github.com/stretchr/testify/require"
)

// kinds are those of the sequences of model and graph files.
var kinds = []string{"lp model", "lp graph", "lpneighb", "lpresult", "lpforest", "lp ridge", "lp logit", "lp pool ",
	"lp words", "lpsparse"}

// small is a table of few rows.
const small = `a,b,colour,label
1,2.5,red,x
1.5,2,red,
8,9,blue,y
9,8.5,blue,
1,2,red,x
7,9,green,y
2,1,red,
8.5,8,,
9,7.5,blue,y
1,,red,
`

// smallData reads the table, mixed columns or numbers alone, with a column of batches or none.
func smallData(t *testing.T, mixed bool, batch string) *dataset.Data {
	t.Helper()
	text := small
	if !mixed {
		var lines []string
		for _, line := range strings.Split(strings.TrimSpace(small), "\n") {
			cells := strings.Split(line, ",")
			lines = append(lines, strings.Join(append(cells[:2:2], cells[3]), ","))
		}
		text = strings.Join(lines, "\n")
	}
	if batch != "" {
		text = strings.Replace(text, "8,,", "8,blue,", 1) // no row is without a batch
	}
	tab, err := (&table.Reading{}).Text(strings.NewReader(text), "small")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50, Mixed: mixed}
	o.Columns.Label, o.Columns.Batch = "label", batch
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// smallTexts is the table with a text in each row, beside the columns or alone.
func smallTexts(t *testing.T, mixed bool) *dataset.Data {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(small), "\n")
	lines[0] += ",note"
	for i := range lines[1:] {
		lines[i+1] += []string{",late red parcel", ",lost blue card", ",late card", ",red parcel lost"}[i%4]
	}
	tab, err := (&table.Reading{}).Text(strings.NewReader(strings.Join(lines, "\n")), "small")
	require.NoError(t, err)
	t.Cleanup(func() { _ = tab.Close() })
	o := dataset.Options{MaxCategories: 50, Mixed: mixed}
	o.Columns.Label, o.Columns.Text = "label", []string{"note"}
	d, err := dataset.Read(tab, o)
	require.NoError(t, err)
	return d
}

// stored returns the sequences of the model that a configuration makes.
func stored(t *testing.T, d *dataset.Data, c pipeline.Config) [][]byte {
	t.Helper()
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	m, err := pipeline.NewModel(d, b, a)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, m.Store(&file, "test"))
	sequences, err := storetest.Split(file.Bytes(), kinds...)
	require.NoError(t, err)
	return sequences
}

// TestModelsThatLie holds that model files with right checksums in which one thing was changed
// are refused, or predict labels and probabilities of the classes. All changes are tried where
// PROPAGATE_MEASURE is set, else some of them.
func TestModelsThatLie(t *testing.T) {
	pool := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}
	for name, c := range map[string]struct {
		data       *dataset.Data
		config     pipeline.Config
		step, most int
	}{
		"numbers":      {smallData(t, false, ""), pipeline.Config{Kernel: pipeline.RBF}, 499, 1},
		"shared":       {smallData(t, true, ""), pipeline.Config{}, 499, 1},
		"batches":      {smallData(t, true, "colour"), pipeline.Config{}, 499, 1},
		"pool":         {smallData(t, true, ""), pool, 40009, 199},
		"words":        {smallTexts(t, false), pipeline.Config{}, 499, 1},
		"words beside": {smallTexts(t, true), pool, 40009, 199},
	} {
		t.Run(name, func(t *testing.T) {
			d, step := c.data, c.step
			if os.Getenv("PROPAGATE_MEASURE") != "" {
				step = c.most
			}
			count := storetest.Harmless(t, stored(t, d, c.config), step, func(file []byte) (error, error) {
				m, err := pipeline.ReadModel(bytes.NewReader(file))
				if err != nil {
					return nil, err
				}
				rows, err := dataset.ReadLike(d.Table, m.Recipe, m.Classes, dataset.Options{})
				if err != nil {
					return nil, err
				}
				a, err := m.Predict(t.Context(), rows, pipeline.Novel{}, nil)
				if err != nil {
					return nil, err
				}
				return answers(a, m.Classes), nil
			})
			t.Logf("%d refused, %d read", count.Refused, count.Read)
		})
	}
}

// TestGraphsThatLie is TestModelsThatLie for graph files.
func TestGraphsThatLie(t *testing.T) {
	d, step := smallData(t, false, ""), 499
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		step = 1
	}
	c := pipeline.Config{Graph: pipeline.Graph{K: 3}}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, dataset.StoreNeighbors(&file, "test", d.X, b.Near))
	sequences, err := storetest.Split(file.Bytes(), kinds...)
	require.NoError(t, err)
	count := storetest.Harmless(t, sequences, step, func(file []byte) (error, error) {
		read, err := dataset.LoadNeighbors(bytes.NewReader(file), "graph")
		if err != nil {
			return nil, err
		}
		o := dataset.Options{MaxCategories: 50, Neighbors: read}
		o.Columns.Label = "label"
		d, err := dataset.Read(d.Table, o)
		if err != nil {
			return nil, err
		}
		b, err := pipeline.Build(t.Context(), d, pipeline.Config{}, nil)
		if err != nil {
			return nil, err
		}
		a, err := pipeline.Label(t.Context(), d, b, pipeline.Config{}, nil)
		if err != nil {
			return nil, err
		}
		return answers(a, d.Classes), nil
	})
	t.Logf("%d refused, %d read", count.Refused, count.Read)
}

// answers tells what is wrong with an answer.
func answers(a *pipeline.Answer, classes dataset.Classes) error {
	for i, k := range a.Labels {
		sum := 0.0
		for _, p := range a.Probs.RawRowView(i) {
			sum += p
		}
		if k < -1 || k >= len(classes) || !(math.Abs(sum-1) < 1e-6 || sum == 0) {
			return fmt.Errorf("row %d: label %d, probabilities of the sum %g", i, k, sum)
		}
	}
	return nil
}
