package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestKilled kills the built command at random times, and lets it go on: the result has the bits of a run that was not
// killed.
func TestKilled(t *testing.T) {
	if os.Getenv("PROPAGATE_MEASURE") == "" {
		t.Skip("set PROPAGATE_MEASURE=1")
	}
	folder := t.TempDir()
	binary := build(t, folder, "../../cmd/propagate-beam")
	rng := rand.New(rand.NewPCG(9, 22))
	var edges bytes.Buffer
	for i := range 3000 {
		fmt.Fprintf(&edges, "%d,%d\n%d,%d\n", i, (i+1)%3000, i, (i+1+rng.IntN(30))%3000)
	}
	require.NoError(t, os.WriteFile(folder+"/edges.csv", edges.Bytes(), 0o666))
	require.NoError(t, os.WriteFile(folder+"/labels.csv", []byte("5,a\n1500,b\n2000,c\n"), 0o666))
	command := func(name string) *exec.Cmd {
		return exec.Command(binary, "propagate", "--edges", folder+"/edges.csv", "--labels", folder+"/labels.csv", "--nodes",
			"3000", "-o", folder+"/"+name+".csv", "--work", folder+"/work-"+name, "--blocks", "4", "--batch", "2",
			"--max-iter", "60", "--scores", "--resume")
	}
	begin := time.Now()
	out, err := command("whole").CombinedOutput()
	require.NoError(t, err, "%s", out)
	whole := time.Since(begin)
	kills := 0
	for {
		cmd := command("killed")
		require.NoError(t, cmd.Start())
		timer := time.AfterFunc(time.Duration(rng.Float64()*float64(whole)/2), func() { _ = cmd.Process.Kill() })
		err := cmd.Wait()
		timer.Stop()
		if err == nil {
			break
		}
		kills++
		require.Less(t, kills, 200)
	}
	t.Logf("%d kills; a whole run takes %v", kills, whole)
	assert.Positive(t, kills)
	left, err := filepath.Glob(folder + "/*/*.writing-*")
	require.NoError(t, err)
	beside, err := filepath.Glob(folder + "/*.writing-*")
	require.NoError(t, err)
	assert.Empty(t, append(left, beside...), "what was not written whole is gone")
	for part := range 4 {
		name := fmt.Sprintf("-%05d-of-00004.csv", part)
		want, err := os.ReadFile(folder + "/whole" + name)
		require.NoError(t, err)
		got, err := os.ReadFile(folder + "/killed" + name)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got))
	}
}
