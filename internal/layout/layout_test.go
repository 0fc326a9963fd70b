// Package layout holds the test that imports run downwards, and that only the
// command line reads files and prints.
package layout

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/propagate-go/propagate/"

// mayImport says what each package, its tests aside, may import besides the
// standard library. A package stands above all that it imports.
var mayImport = []struct{ name, list string }{
	{"cmd/propagate", "internal/cli"},
	{"internal/cli", "internal/report internal/atlas internal/table internal/machine internal/store labelprop labelprop/metric graph kernel gonum.org/v1/gonum github.com/spf13/cobra github.com/spf13/pflag"},
	{"internal/report", ""},
	{"internal/atlas", "graph kernel gonum.org/v1/gonum"},
	{"internal/table", "internal/par gonum.org/v1/gonum github.com/klauspost/compress github.com/apache/arrow-go/v18/arrow github.com/google/flatbuffers github.com/parquet-go/parquet-go"},

	{"labelprop", "labelprop/metric graph kernel internal/store internal/dense internal/elimination internal/lognum internal/ln internal/forest internal/par internal/vec gonum.org/v1/gonum"},
	{"graph", "kernel internal/store internal/dense internal/vec internal/lognum internal/ln internal/forest internal/par gonum.org/v1/gonum"},
	{"kernel", "internal/vec"},
	{"internal/pool", "internal/par gonum.org/v1/gonum"},
	{"internal/randomforest", "features internal/par gonum.org/v1/gonum"},
	{"internal/kernelridge", "internal/par internal/vec gonum.org/v1/gonum"},
	{"features", "gonum.org/v1/gonum"},
	{"internal/dense", "internal/par internal/vec"},
	{"internal/machine", "internal/par internal/vec"},

	{"internal/losscases", "gonum.org/v1/gonum"}, // for tests: in no list
	{"labelprop/metric", "labelprop/loss internal/ln internal/par internal/rows internal/sum gonum.org/v1/gonum"},
	{"labelprop/loss", "internal/ln internal/rows internal/sum gonum.org/v1/gonum"},

	{"internal/elimination", "internal/lognum internal/ln internal/par gonum.org/v1/gonum"},
	{"internal/lognum", "internal/ln"},
	{"internal/vec", "golang.org/x/sys"},
	{"internal/rows", "gonum.org/v1/gonum"},
	{"internal/forest", ""},
	{"internal/store", ""},
	{"internal/ln", ""},
	{"internal/par", ""},
	{"internal/sum", ""},
}

// mayTalk are the packages that may use os, flag and log, and print.
var mayTalk = []string{"cmd/propagate", "internal/cli", "internal/report", "internal/table", "internal/losscases"}

// sayNothing are names that no package and no file has.
var sayNothing = []string{"util", "utils", "helper", "helpers", "common", "misc"}

func TestLayout(t *testing.T) {
	files, err := read(os.DirFS("../.."))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	assert.Empty(t, faults(files))
}
