package cli

import (
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink" // the runners that --runner names
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal"
	"github.com/spf13/cobra"
)

// runners are the names of --runner. Build tags add more.
var runners = []string{inProcess, "universal", "flink", "spark"}

// inProcess is the runner that needs no cluster.
const inProcess = "prism"

// runnerFlags say where the work is done.
type runnerFlags struct {
	runner  string
	verbose bool
}

// declare adds them, and all flags of Beam, which have underscores in their names.
func (f *runnerFlags) declare(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.runner, "runner", inProcess,
		"`name` of a Beam runner: "+strings.Join(runners, ", ")+"; prism runs in this process and is for trials")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "print what the runner logs")
	cmd.Flags().AddGoFlagSet(flag.CommandLine)
	// The page of help is about the work; the flags of Beam are in its own manual.
	cmd.Flags().VisitAll(hideOf(flag.CommandLine))
}

// with makes Beam ready, and calls do.
func (f *runnerFlags) with(do func() error) error {
	// Beam ends the process where it does not know a runner.
	if !slices.Contains(runners, f.runner) {
		return usageError{fmt.Errorf("--runner %s: it must be one of %s", f.runner, strings.Join(runners, ", "))}
	}
	if err := f.setWorker(); err != nil {
		return err
	}
	// Cobra has read the flags of Beam; flag must know that they are read.
	if err := flag.CommandLine.Parse(nil); err != nil {
		return err
	}
	if !beam.Initialized() {
		beam.Init()
	}
	if !f.verbose {
		slog.SetDefault(slog.New(slog.DiscardHandler))
	}
	return inOwnFolder(do)
}

// setWorker makes this program the one that workers run: without it Beam calls the go command to build one.
func (f *runnerFlags) setWorker() error {
	// In this process there are no workers of another one.
	binary := flag.Lookup("worker_binary")
	if f.runner == inProcess || binary == nil || binary.Value.String() != "" {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return binary.Value.Set(self)
}

// inOwnFolder calls do with a temporary folder that is removed afterwards: Beam leaves a file there for each pipeline.
func inOwnFolder(do func() error) error {
	const variable = "TMPDIR"
	before, was := os.LookupEnv(variable)
	folder, err := os.MkdirTemp("", "propagate-beam-")
	if err != nil {
		return err
	}
	if err := os.Setenv(variable, folder); err != nil {
		return err
	}
	err = do()
	// The variable goes back to what it was.
	if was {
		err = errors.Join(err, os.Setenv(variable, before))
	} else {
		err = errors.Join(err, os.Unsetenv(variable))
	}
	return errors.Join(err, os.RemoveAll(folder))
}
