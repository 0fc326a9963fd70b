package cli

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWorkerPool runs the built command on a job server and workers in processes of their own, Beam's own programs for
// them: neighbours and labels are the bytes of a run in one process.
func TestWorkerPool(t *testing.T) {
	if os.Getenv("PROPAGATE_MEASURE") == "" {
		t.Skip("set PROPAGATE_MEASURE=1")
	}
	folder := t.TempDir()
	binary := build(t, folder, "../../cmd/propagate-beam")
	prism := build(t, folder, "github.com/apache/beam/sdks/v2/go/cmd/prism")
	boot := build(t, folder, "github.com/apache/beam/sdks/v2/go/container")
	start(t, folder, prism, "--serve_http=false", "--job_port=8073")
	// The port of the pool is fixed.
	start(t, folder, boot, "--worker_pool", "--semi_persist_dir="+folder)
	wait(t, "localhost:8073")
	wait(t, "localhost:50000")

	require.NoError(t, os.WriteFile(folder+"/x.csv", spiral(600), 0o666))
	require.NoError(t, os.WriteFile(folder+"/labels.csv", []byte("0,a\n300,b\n599,c\n"), 0o666))
	cluster := []string{"--runner", "universal", "--endpoint", "localhost:8073", "--environment_type", "EXTERNAL",
		"--environment_config", "localhost:50000"}
	for name, flags := range map[string][]string{"single": nil, "pool": cluster} {
		run(t, folder, binary, append([]string{"knn", "--features", "x.csv", "--nodes", "600", "--cells", "20",
			"--work", "work-" + name, "--blocks", "4", "-o", name + "-edges.csv"}, flags...)...)
		run(t, folder, binary, append([]string{"propagate", "--edges", name + "-edges-*.csv", "--labels", "labels.csv",
			"--nodes", "600", "--work", "work-" + name, "--blocks", "4", "--max-iter", "25", "--scores",
			"-o", name + "-out.csv"}, flags...)...)
	}
	for part := range 4 {
		for _, what := range []string{"edges", "out"} {
			name := fmt.Sprintf("-%s-%05d-of-00004.csv", what, part)
			want, err := os.ReadFile(folder + "/single" + name)
			require.NoError(t, err)
			got, err := os.ReadFile(folder + "/pool" + name)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got))
		}
	}
}

// build builds a program into the folder.
func build(t *testing.T, folder, program string) string {
	t.Helper()
	binary := filepath.Join(folder, filepath.Base(program))
	out, err := exec.Command("go", "build", "-o", binary, program).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return binary
}

// start runs a program until the test ends.
func start(t *testing.T, folder, binary string, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = folder
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
}

// wait returns when somebody listens.
func wait(t *testing.T, address string) {
	t.Helper()
	require.Eventually(t, func() bool {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		return c.Close() == nil
	}, 10*time.Second, 100*time.Millisecond, address)
}

func run(t *testing.T, folder, binary string, args ...string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// spiral returns rows along a curve, each near the next ones.
func spiral(n int) []byte {
	var all []byte
	for i := range n {
		all = fmt.Appendf(all, "%d,%d,%d\n", i, i*i%7+3*i, i*i/n)
	}
	return all
}
