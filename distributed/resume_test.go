package distributed

import (
	"bytes"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestResume ends the driver after each batch in turn, and goes on: the result has the same bits, and the work folder
// holds the values of one iteration alone.
func TestResume(t *testing.T) {
	p := randomProblem(rand.New(rand.NewPCG(2, 22)), 120, 2)
	whole := p.files(t)
	whole.Batch, whole.MaxIter = 4, 11
	r, err := Propagate(t.Context(), whole)
	require.NoError(t, err)
	want := lines(t, r)

	c := p.files(t)
	c.Batch, c.MaxIter, c.Resume = 3, 11, true // another batch size: the same bits
	killed := errors.New("killed")
	for range 4 {
		_, err := propagate(t.Context(), c, func(progress) error { return killed })
		require.ErrorIs(t, err, killed)
		states, err := filepath.Glob(c.Work + "/values-*")
		require.NoError(t, err)
		assert.Len(t, states, 3)
	}
	r, err = propagate(t.Context(), c, func(progress) error { return errors.New("nothing was left to do") })
	require.NoError(t, err)
	assert.Equal(t, want, lines(t, r))
	assert.EqualValues(t, 11, r.Iterations)
}

// TestCanceled ends the context after the first batch: the error is that of the context, and the run goes on from there.
func TestCanceled(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(2, 22)), 60, 2).files(t)
	c.Batch, c.MaxIter = 2, 6
	ctx, cancel := context.WithCancel(t.Context())
	_, err := propagate(ctx, c, func(progress) error { cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)

	c.Resume = true
	r, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	assert.EqualValues(t, 6, r.Iterations)
}

// TestOtherRun refuses to mix what belongs to different runs.
func TestOtherRun(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(3, 22)), 60, 2).files(t)
	c.MaxIter = 2
	_, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	for name, change := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"again":  {func(*Config) {}, "holds a run: --resume goes on"},
		"blocks": {func(c *Config) { c.Resume, c.Blocks = true, 5 }, "other blocks, 3 for 60 nodes"},
		"method": {func(c *Config) { c.Resume, c.Alpha = true, 0.5 }, "other methods, harmonic"},
		"nodes":  {func(c *Config) { c.Resume, c.Nodes = true, 61 }, "other blocks, 3 for 60 nodes"},
		"classes": {func(c *Config) {
			// As long as before, so that nothing else tells.
			c.Resume = true
			text, err := os.ReadFile(c.Labels)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(c.Labels, bytes.ReplaceAll(text, []byte("c1"), []byte("d1")), 0o666))
		}, "other classes"},
		"files": {func(c *Config) {
			c.Resume = true
			appendTo(t, filepath.Join(filepath.Dir(c.Labels), "edges-1.csv"), "0,1,2\n")
		}, "they have changed"},
	} {
		other := c
		change.change(&other)
		_, err := Propagate(t.Context(), other)
		assert.ErrorContains(t, err, change.want, name)
	}
}

// TestCheckpointsThatLie changes and damages the files of a work folder: an error, never another answer.
func TestCheckpointsThatLie(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(5, 22)), 60, 2).files(t)
	c.MaxIter = 3
	_, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	c.Resume, c.MaxIter = true, 5
	// Graphs come last: blocks in memory go on with theirs, and the values before are removed.
	for _, file := range [][2]string{{"job.json", "{}"}, {"progress.json", `{"Iteration": 2}`},
		{"values-0000003-00001", ""}, {"graph-00001", "prop-csr"}} {
		name, text := file[0], file[1]
		path := filepath.Join(c.Work, name)
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, lie := range []string{text, "", "[]", string(whole[:len(whole)/2]), string(whole) + "x"} {
			require.NoError(t, os.WriteFile(path, []byte(lie), 0o666))
			_, err = Propagate(t.Context(), c)
			assert.Error(t, err, "%s: %.20s", name, lie)
		}
		require.NoError(t, os.WriteFile(path, whole, 0o666))
	}
}

// TestCheckpointsSwapped puts whole files of one block or run in the place of those of another, and changes digits of
// small files: an error that names the file.
func TestCheckpointsSwapped(t *testing.T) {
	p := randomProblem(rand.New(rand.NewPCG(6, 22)), 60, 2)
	c, other := p.files(t), p.files(t)
	other.Work += "-other"
	for _, run := range []*Config{&c, &other} {
		run.MaxIter = 3 // nothing is left to iterate when it is resumed: all files are read again
		_, err := Propagate(t.Context(), *run)
		require.NoError(t, err)
	}
	c.Resume = true
	try := func(name string, content []byte, says string) {
		path := filepath.Join(c.Work, name)
		whole, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotEqual(t, whole, content, name)
		require.NoError(t, os.WriteFile(path, content, 0o666))
		_, err = Propagate(t.Context(), c)
		assert.ErrorContains(t, err, name+": "+says)
		require.NoError(t, os.WriteFile(path, whole, 0o666))
	}
	for _, pair := range [][2]string{{"graph-00000", "graph-00001"}, {"values-0000003-00001", "values-0000003-00002"}} {
		for k := range pair {
			content, err := os.ReadFile(filepath.Join(c.Work, pair[1-k]))
			require.NoError(t, err)
			try(pair[k], content, "it was written as "+pair[1-k])
			content, err = os.ReadFile(filepath.Join(other.Work, pair[k]))
			require.NoError(t, err)
			try(pair[k], content, "it is of another run")
		}
	}
	content, err := os.ReadFile(filepath.Join(other.Work, "progress.json"))
	require.NoError(t, err)
	try("progress.json", content, "it is of another run")
	for _, name := range []string{"progress.json", "job.json"} {
		whole, err := os.ReadFile(filepath.Join(c.Work, name))
		require.NoError(t, err)
		changed := bytes.Replace(whole, []byte(": 3"), []byte(": 2"), 1)
		if name == "job.json" {
			changed = bytes.Replace(whole, []byte("20"), []byte("30"), 1)
		}
		try(name, changed, "its checksum is wrong")
	}
	_, err = Propagate(t.Context(), c)
	require.NoError(t, err, "all files are as they were")
}

// TestFolderUsedAgain takes the folder of a run for other weights, in the same process: neither the blocks that it keeps
// in memory nor what the run had noted are taken for those of the new one.
func TestFolderUsedAgain(t *testing.T) {
	p := randomProblem(rand.New(rand.NewPCG(11, 22)), 60, 2)
	c := p.files(t)
	c.MaxIter = 12
	_, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	for k := range p.edges {
		p.edges[k].Weight = 1 / p.edges[k].Weight
	}
	other := p.files(t)
	other.MaxIter, other.Work = 12, c.Work
	require.NoError(t, os.Remove(c.Work+"/job.json"))
	// Between the blocks and the first values: nothing tells of iterations.
	full, err := other.orDefault()
	require.NoError(t, err)
	require.NoError(t, (&run{config: full}).begin(t.Context()))
	assert.NoFileExists(t, c.Work+"/progress.json")
	other.Resume = true
	r, err := Propagate(t.Context(), other)
	require.NoError(t, err)
	checkScores(t, lines(t, r), p.single(t, 0, 12))
}

// TestInTheWay refuses to write over what is read, and beside parts of a result of another number of blocks.
func TestInTheWay(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(12, 22)), 60, 2).files(t)
	folder := filepath.Dir(c.Labels)
	require.NoError(t, os.Rename(c.Labels, folder+"/labels-00001-of-00003.csv"))
	c.Labels, c.Out = folder+"/labels-*.csv", folder+"/./labels.csv"
	_, err := Propagate(t.Context(), c)
	assert.ErrorContains(t, err, "labels-00001-of-00003.csv is read, and would be written over")
	c.Out = folder + "/out.csv"
	require.NoError(t, os.WriteFile(folder+"/out-00003-of-00004.csv", nil, 0o666))
	_, err = Propagate(t.Context(), c)
	assert.ErrorContains(t, err, "out-00003-of-00004.csv is of a result of another number of blocks")
	assert.NoDirExists(t, c.Work)
}

// TestBrokenWrites removes what killed processes have left, and takes none of it for a file.
func TestBrokenWrites(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(13, 22)), 60, 2).files(t)
	c.MaxIter = 2
	left := []string{c.Work + "/job.json.writing-1", filepath.Dir(c.Out) + "/labels-00000-of-00003.csv.writing-2"}
	for _, name := range left {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte("{"), 0o666))
	}
	_, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	for _, name := range left {
		assert.NoFileExists(t, name)
	}
}

func appendTo(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteString(text)
	require.NoError(t, errors.Join(err, f.Close()))
}

// TestTolerance ends at the first border of batches where one machine changes no score by more, and no row is reached
// any more.
func TestTolerance(t *testing.T) {
	const batch, tol = 5, 1e-3
	p := randomProblem(rand.New(rand.NewPCG(4, 22)), 200, 3)
	want := 0
	for last := 1 << 30; want < 500; {
		want += batch
		before, after := p.single(t, 0, want-1), p.single(t, 0, want)
		change, reached := 0.0, 0
		for i := range p.nodes {
			some := false
			for k := range p.classes {
				change = math.Max(change, math.Abs(after.Scores.At(i, k)-before.Scores.At(i, k)))
				some = some || after.Scores.At(i, k) > 0
			}
			if some {
				reached++
			}
		}
		if change <= tol && reached == last {
			break
		}
		last = reached
	}
	c := p.files(t)
	c.Batch, c.Tol = batch, tol
	r, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	assert.True(t, r.Converged)
	assert.EqualValues(t, want, r.Iterations)
	assert.LessOrEqual(t, r.Change, tol)
}

// TestWeakLink goes on while rows are reached, however little the values change: after three steps the label is at the
// end of the chain, and the fourth finds no other row.
func TestWeakLink(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/edges.csv", []byte("0,1,1e-9\n1,2,1\n2,3,1\n"), 0o666))
	require.NoError(t, os.WriteFile(folder+"/labels.csv", []byte("0,a\n"), 0o666))
	r, err := Propagate(t.Context(), Config{Edges: folder + "/edges.csv", Labels: folder + "/labels.csv", Nodes: 4,
		Blocks: 2, Batch: 1, Out: folder + "/out.csv", Work: folder + "/work"})
	require.NoError(t, err)
	assert.EqualValues(t, 4, r.Iterations)
	assert.Less(t, r.Change, 1e-6)
	assert.Equal(t, []string{"0,a,1,given", "1,a,1,propagated", "2,a,1,propagated", "3,a,1,propagated"}, lines(t, r))
}

// TestOtherTolerance goes on for a smaller tolerance, and does nothing for a larger one.
func TestOtherTolerance(t *testing.T) {
	c := randomProblem(rand.New(rand.NewPCG(14, 22)), 60, 2).files(t)
	c.Tol, c.Resume = 1e-2, true
	first, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	c.Tol = 1e-5
	second, err := Propagate(t.Context(), c)
	require.NoError(t, err)
	assert.Greater(t, second.Iterations, first.Iterations)
	assert.True(t, second.Converged)
	assert.LessOrEqual(t, second.Change, 1e-5)
	c.Tol = 1e-2
	third, err := propagate(t.Context(), c, func(progress) error { return errors.New("nothing was left to do") })
	require.NoError(t, err)
	assert.Equal(t, second.Iterations, third.Iterations)
}
