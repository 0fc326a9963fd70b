package golden

import (
	"errors"
	"flag"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/loss"
	"github.com/propagate-go/propagate/labelprop/metric"
)

const goldenInRepository = "../../../testdata/golden/loss"

var goldenDir = flag.String("golden", goldenInRepository, "directory of golden files to run")

// opaque hides everything of a matrix but the mat.Matrix interface.
type opaque struct{ mat.Matrix }

// reading is how a golden case is read: as *mat.Dense, or hidden behind the
// interface, which must not make a difference.
type reading func(*mat.Dense) mat.Matrix

var readings = map[string]reading{
	"dense":  func(m *mat.Dense) mat.Matrix { return m },
	"opaque": func(m *mat.Dense) mat.Matrix { return opaque{m} },
}

// outcome is a result by the names of the golden files.
type outcome = map[string]any

// runs has one entry for each golden file of a package.
type runs = map[string]func(c *Case, as reading) (outcome, error)

func TestGoldenLoss(t *testing.T)   { checkAll(t, lossRuns, 345) }
func TestGoldenMetric(t *testing.T) { checkAll(t, metricRuns, 246) }

// checkAll runs the golden cases of a package, of which there are count in the repository.
func checkAll(t *testing.T, all runs, count int) {
	seen := 0
	for function, run := range all {
		file, err := Read(*goldenDir, function)
		require.NoError(t, err)
		seen += len(file.Cases)
		for i := range file.Cases {
			for how, as := range readings {
				t.Run(function+"/"+file.Cases[i].Name+"/"+how, func(t *testing.T) {
					checkGolden(t, &file.Cases[i], func(c *Case) (outcome, error) { return run(c, as) })
				})
			}
		}
	}
	if *goldenDir == goldenInRepository {
		require.Equal(t, count, seen, "golden cases of this package")
	}
}

func checkGolden(t *testing.T, c *Case, run func(*Case) (outcome, error)) {
	got, err := run(c)
	if kind := c.Error(); kind != "" {
		require.ErrorIs(t, err, sentinels[kind])
		return
	}
	require.NoError(t, err)
	for _, wrong := range c.Compare(got) {
		t.Error(wrong)
	}
}

// sentinels are the kinds of error by the names of the golden files.
var sentinels = map[string]error{
	"shape":     metric.ErrShape,
	"label":     metric.ErrLabel,
	"value":     metric.ErrValue,
	"weight":    metric.ErrWeight,
	"option":    metric.ErrOption,
	"empty":     metric.ErrEmpty,
	"undefined": metric.ErrUndefined,
}

func TestSentinelsAreDistinctAndShared(t *testing.T) {
	for a, first := range sentinels {
		for b, second := range sentinels {
			require.Equal(t, a == b, errors.Is(first, second))
		}
	}
	shared := maps.Clone(sentinels)
	delete(shared, "undefined") // a loss is always defined
	require.Equal(t, shared, map[string]error{
		"shape":  loss.ErrShape,
		"label":  loss.ErrLabel,
		"value":  loss.ErrValue,
		"weight": loss.ErrWeight,
		"option": loss.ErrOption,
		"empty":  loss.ErrEmpty,
	})
	_, err := metric.HoldOut([]int{0}, nil)
	require.ErrorIs(t, err, loss.ErrShape)
}
