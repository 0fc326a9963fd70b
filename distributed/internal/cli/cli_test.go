package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// call runs the command in this process.
func call(args ...string) (code int, out, err string) {
	var o, e bytes.Buffer
	code = Main(args, &o, &e)
	return code, o.String(), e.String()
}

// chain writes a chain of four rows whose ends are labelled, and returns the flags for it.
func chain(t *testing.T) (folder string, flags []string) {
	t.Helper()
	folder = t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/edges.csv", []byte("0,1\n1,2\n2,3\n"), 0o666))
	require.NoError(t, os.WriteFile(folder+"/labels.csv", []byte("row,label\n0,a\n3,b\n"), 0o666))
	return folder, []string{"propagate", "--edges", folder + "/edges.csv", "--labels", folder + "/labels.csv", "--nodes", "4",
		"-o", folder + "/out.csv", "--work", folder + "/work", "--blocks", "2"}
}

// TestPropagate labels a chain, whose values are known: 2/3 and 1/3 at the rows in between.
func TestPropagate(t *testing.T) {
	folder, flags := chain(t)
	before, _ := filepath.Glob(os.TempDir() + "/propagate-beam-*")
	code, out, err := call(append(flags, "--tol", "1e-12")...)
	require.Zero(t, code, err)
	assert.Empty(t, out)
	assert.Contains(t, err, "2 blocks of at most 2 rows; 2 values a class move")
	text, fault := os.ReadFile(folder + "/out-00000-of-00002.csv")
	require.NoError(t, fault)
	assert.Regexp(t, "^row,predicted,confidence,status\n0,a,1,given\n1,a,0.66666666666[0-9]*,propagated\n$", string(text))
	after, _ := filepath.Glob(os.TempDir() + "/propagate-beam-*")
	assert.Equal(t, before, after, "temporary files are gone")

	// A run in the folder is not written over; resumed, it has nothing left to do.
	code, _, err = call(flags...)
	assert.Equal(t, exitRun, code)
	assert.Contains(t, err, "--resume goes on with it")
	code, _, err = call(append(flags, "--resume")...)
	assert.Zero(t, code, err)
}

// TestStoppedEarly tells that rows are not reached, and what to do; the hint works.
func TestStoppedEarly(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/edges.csv", []byte("0,1\n1,2\n2,3\n"), 0o666))
	require.NoError(t, os.WriteFile(folder+"/labels.csv", []byte("0,a\n"), 0o666))
	flags := []string{"propagate", "--edges", folder + "/edges.csv", "--labels", folder + "/labels.csv", "--nodes", "5",
		"-o", folder + "/out.csv", "--work", folder + "/work", "--blocks", "1"}
	code, _, err := call(append(flags, "--max-iter", "2")...)
	require.Zero(t, code, err)
	assert.Contains(t, err, "warning: after 2 iterations")
	assert.Contains(t, err, "hint: a larger --max-iter with --resume goes on")
	text, fault := os.ReadFile(folder + "/out-00000-of-00001.csv")
	require.NoError(t, fault)
	assert.Contains(t, string(text), "\n3,,,not reached yet\n4,,,not reached yet\n")
	code, _, err = call(append(flags, "--resume")...)
	require.Zero(t, code, err)
	assert.NotContains(t, err, "warning")
	text, fault = os.ReadFile(folder + "/out-00000-of-00001.csv")
	require.NoError(t, fault)
	assert.Contains(t, string(text), "\n3,a,1,propagated\n4,,,unreachable\n")
}

// TestUsage gives wrong calls the exit code 2 and one line.
func TestUsage(t *testing.T) {
	_, flags := chain(t)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no command":  {[]string{"propagat"}, `unknown command "propagat"`},
		"no flag":     {[]string{"propagate"}, "--edges is missing"},
		"unknown":     {[]string{"propagate", "--edge", "x"}, "unknown flag: --edge"},
		"an argument": {append(flags, "edges.csv"), `"edges.csv": files are given by flags`},
		"runner":      {append(flags, "--runner", "direct"), "--runner direct: it must be one of prism, universal"},
		"method":      {append(flags, "--method", "poisson"), "--method poisson: it must be harmonic or spreading"},
		"alpha alone": {append(flags, "--alpha", "0.5"), "--alpha is for --method spreading"},
		"alpha":       {append(flags, "--method", "spreading", "--alpha", "0"), "--alpha 0: it must be between 0 and 1"},
		"alpha 1":     {append(flags, "--method", "spreading", "--alpha", "1"), "α = 1"},
		"tolerance":   {append(flags, "--tol", "0"), "--tol 0: it must be above 0"},
		"blocks":      {append(flags, "--blocks", "9"), "9 blocks of 4 nodes"},
	} {
		code, out, err := call(c.args...)
		assert.Equal(t, exitUsage, code, name)
		assert.Contains(t, err, c.want, name)
		assert.Empty(t, out, name)
	}
}

// TestWorker tells a process that a runner started from one that a user did.
func TestWorker(t *testing.T) {
	assert.True(t, isWorker([]string{"--worker=true", "--id=1"}))
	assert.True(t, isWorker([]string{"--worker"}))
	assert.False(t, isWorker([]string{"propagate", "--worker_binary=x", "--work", "worker"}))
}
