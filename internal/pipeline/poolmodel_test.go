package pipeline_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"
)

// pooledModel stores the model of a pool.
func pooledModel(t *testing.T, d *dataset.Data) (*pipeline.Answer, []byte) {
	t.Helper()
	c := pipeline.Config{Method: pipeline.Method{Pool: true}, Seed: 1}
	b, err := pipeline.Build(t.Context(), d, c, nil)
	require.NoError(t, err)
	a, err := pipeline.Label(t.Context(), d, b, c, nil)
	require.NoError(t, err)
	m, err := pipeline.NewModel(d, b, a)
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, m.Store(&file, "test"))
	return a, file.Bytes()
}

// predicted asks a stored model about the rows of a table.
func predicted(t *testing.T, file []byte, d *dataset.Data) *pipeline.Answer {
	t.Helper()
	m, err := pipeline.ReadModel(bytes.NewReader(file))
	require.NoError(t, err)
	rows, err := dataset.ReadLike(d.Table, m.Recipe, m.Classes, dataset.Options{})
	require.NoError(t, err)
	a, err := m.Predict(t.Context(), rows, pipeline.Novel{}, nil)
	require.NoError(t, err)
	return a
}

// TestPoolModel checks that copies of the rows of a pool get their answers, nearly: a row is one of its own
// neighbours then. A given label is not known of the copy.
func TestPoolModel(t *testing.T) {
	for _, name := range []string{"iris", "wine"} {
		d := mixed(t, name, map[string]string{"iris": "species", "wine": "cultivar"}[name])
		a, file := pooledModel(t, d)
		found := predicted(t, file, d)
		same := 0
		for i, status := range a.Status {
			if found.Labels[i] == a.Labels[i] {
				same++
			}
			if status != labelprop.Given {
				assert.Equal(t, status, found.Status[i])
				assert.InDeltaSlice(t, a.Probs.RawRowView(i), found.Probs.RawRowView(i), 0.1)
			}
		}
		assert.GreaterOrEqual(t, same, len(a.Labels)-2, name)
	}
}

// TestPoolModelOfFewLabels checks pools in which a graph with a method for few labels takes part, with one label a
// class and with two.
func TestPoolModelOfFewLabels(t *testing.T) {
	for most := 1; most <= 2; most++ {
		d := mixed(t, "iris", "species")
		seen := map[int]int{}
		for i, k := range d.Given {
			if seen[k]++; seen[k] > most {
				d.Given[i] = labelprop.Unlabeled
			}
		}
		a, file := pooledModel(t, d)
		require.Equal(t, most == 1, a.Pooled.Few)
		require.NotNil(t, a.Pooled.FewLabels)
		found := predicted(t, file, d)
		same := 0
		for i := range a.Labels {
			if found.Labels[i] == a.Labels[i] {
				same++
			}
		}
		assert.GreaterOrEqual(t, same, len(a.Labels)-2, most)
	}
}

// TestPoolModelIsSound checks that files that were cut or whose parts are of two models are errors.
func TestPoolModelIsSound(t *testing.T) {
	_, iris := pooledModel(t, mixed(t, "iris", "species"))
	_, wine := pooledModel(t, mixed(t, "wine", "cultivar"))
	for cut := 0; cut < len(iris); cut += 1 + len(iris)/20 {
		_, err := pipeline.ReadModel(bytes.NewReader(iris[:cut]))
		assert.Error(t, err, cut)
	}
	// The parts of one file behind the header of the other, from any of the parts on.
	for _, part := range []string{"lp pool ", "lpforest", "lp ridge", "lp logit", "lpneighb", "lpresult"} {
		head, _, _ := strings.Cut(string(iris), part)
		_, rest, _ := strings.Cut(string(wine), part)
		_, err := pipeline.ReadModel(strings.NewReader(head + part + rest))
		if part == "lp pool " {
			assert.ErrorContains(t, err, "do not fit together", part)
			continue
		}
		assert.Error(t, err, part)
	}
}

// TestPoolModelByRow checks that the answer for a new row depends on no other new row.
func TestPoolModelByRow(t *testing.T) {
	d := mixed(t, "iris", "species")
	_, file := pooledModel(t, d)
	all := predicted(t, file, d)
	picked := []int{149, 3, 70}
	some, err := d.Table.Pick(picked)
	require.NoError(t, err)
	few := predicted(t, file, &dataset.Data{Table: some})
	for at, i := range picked {
		assert.True(t, mat.Equal(all.Probs.RowView(i), few.Probs.RowView(at)), i)
	}
}
