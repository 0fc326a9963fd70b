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
	{"internal/cli", "internal/charset internal/memory internal/spell internal/visible internal/console internal/report internal/summary internal/pipeline internal/dataset internal/table internal/store labelprop kernel gonum.org/v1/gonum github.com/spf13/cobra github.com/spf13/pflag golang.org/x/term"},
	{"internal/console", "internal/visible internal/summary internal/pipeline internal/dataset labelprop"},
	{"internal/report", "internal/visible internal/summary internal/pipeline internal/dataset internal/atlas labelprop"},
	{"internal/summary", "internal/pipeline internal/dataset internal/table labelprop labelprop/metric kernel gonum.org/v1/gonum"},
	{"internal/pipeline", "internal/classes internal/memory internal/spell internal/forest internal/dataset internal/table internal/store internal/words labelprop labelprop/features graph kernel gonum.org/v1/gonum"},
	{"internal/dataset", "internal/classes internal/memory internal/missing internal/par internal/rows internal/table internal/store internal/sum internal/words labelprop labelprop/features graph gonum.org/v1/gonum"},
	{"internal/atlas", "graph kernel internal/csr gonum.org/v1/gonum"},
	{"internal/table", "internal/charset internal/parquetcheck internal/memory internal/missing internal/spell internal/par gonum.org/v1/gonum github.com/klauspost/compress github.com/apache/arrow-go/v18/arrow github.com/google/flatbuffers github.com/parquet-go/parquet-go golang.org/x/sys golang.org/x/text/encoding"},

	{"labelprop", "internal/memory internal/progress labelprop/internal/network labelprop/internal/pool labelprop/internal/simplex labelprop/features labelprop/metric internal/randomforest internal/kernelridge internal/logistic internal/goldensection graph internal/csr internal/store internal/lognum internal/ln internal/par internal/rows internal/sum internal/vec gonum.org/v1/gonum"},
	{"labelprop/internal/network", "internal/memory internal/progress labelprop/internal/laplacian labelprop/internal/simplex graph internal/csr internal/dense internal/elimination internal/lognum internal/ln internal/forest internal/par internal/sum internal/sweep internal/vec gonum.org/v1/gonum"},
	{"labelprop/internal/laplacian", "labelprop/internal/simplex internal/forest internal/progress internal/par"},
	{"graph", "internal/memory graph/internal/knn kernel internal/csr internal/store internal/lognum internal/ln internal/forest internal/par gonum.org/v1/gonum"},
	{"graph/internal/knn", "kernel internal/store internal/vec internal/par gonum.org/v1/gonum"},
	{"kernel", "internal/vec"},
	{"internal/csr/csrtest", "internal/csr"},
	{"internal/store/storetest", ""},
	{"labelprop/internal/pool", "internal/goldensection labelprop/internal/simplex internal/par internal/sum gonum.org/v1/gonum"},
	{"labelprop/internal/simplex", "internal/lognum"},
	{"internal/randomforest", "labelprop/features internal/store internal/par gonum.org/v1/gonum"},
	{"internal/kernelridge", "internal/store internal/par internal/rows internal/vec gonum.org/v1/gonum"},
	{"internal/logistic", "internal/store internal/par internal/rows internal/sum gonum.org/v1/gonum"},
	{"labelprop/features", "internal/classes internal/missing internal/par internal/sum gonum.org/v1/gonum"},
	{"internal/csr", "internal/dense internal/lognum internal/progress internal/vec"},
	{"internal/dense", "internal/par internal/progress internal/vec"},

	{"labelprop/metric", "labelprop/loss internal/par internal/rows internal/sum gonum.org/v1/gonum"},
	{"labelprop/loss", "internal/ln internal/rows internal/sum gonum.org/v1/gonum"},

	{"internal/elimination", "internal/memory internal/forest internal/progress internal/starmesh internal/lognum internal/ln internal/par internal/sum gonum.org/v1/gonum"},
	{"internal/starmesh", "internal/memory internal/par internal/progress internal/vec gonum.org/v1/gonum"},
	{"internal/sweep", "internal/lognum internal/vec"},
	{"internal/lognum", "internal/ln internal/sum"},
	{"internal/vec", "golang.org/x/sys"},
	{"internal/words", "internal/ln internal/memory internal/store golang.org/x/text/unicode/norm golang.org/x/text/unicode/rangetable"},
	{"internal/rows", "gonum.org/v1/gonum"},
	{"internal/goldensection", ""},
	{"internal/forest", ""},
	{"internal/progress", "internal/par"},
	{"internal/store", ""},
	{"internal/spell", ""},
	{"internal/parquetcheck", "internal/memory github.com/parquet-go/parquet-go"},
	{"internal/memory", ""},
	{"internal/visible", ""},
	{"internal/missing", ""},
	{"internal/charset", "golang.org/x/text/encoding"},
	{"internal/ln", ""},
	{"internal/classes", "golang.org/x/text/unicode/norm"},
	{"internal/par", ""},
	{"internal/sum", ""},
}

// mayTalk are the packages that may use os, flag and log, and print.
var mayTalk = []string{"cmd/propagate", "internal/cli", "internal/report", "internal/table"}

// sayNothing are names that no package and no file has.
var sayNothing = []string{"util", "utils", "helper", "helpers", "common", "misc"}

func TestLayout(t *testing.T) {
	files, err := read(os.DirFS("../.."))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	assert.Empty(t, faults(files))
}
