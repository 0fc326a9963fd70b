package pipeline

import (
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/labelprop"
)

// TuneConfig selects what Tune varies. The rest is as in Run.
type TuneConfig struct {
	Run     Config             // with which the graph was built
	Ks      []int              // numbers of neighbours, at most Run.Graph.K; empty: not varied
	Gammas  []float64          // of the kernel of the graph; empty: not varied
	Kernels bool               // try several kernels and γ
	Methods []labelprop.Method // nil stands for the method that is chosen automatically
	Default bool               // also try what Label does with the zero Config, and compare the best with it
	HoldOut *labelprop.HoldOut // rank by labels held out; nil: by exact leave-one-out
	Name    func(Candidate) string
	Views   []View // candidates with other columns, scales, metrics or a pool
}

// Candidate is a combination that is tried.
type Candidate struct {
	K        int    // 0: as built
	Kernel   Kernel // KernelAuto: as built
	Gamma    float64
	HasGamma bool // whether γ is varied
	Method   labelprop.Method
	At       int    // the method's index in TuneConfig.Methods
	Default  bool   // what Label does with the zero Config
	Flags    string // of a run that does the same, for one that is a View; else empty
}

func (c Candidate) String() string {
	if c.Flags != "" {
		return c.Flags
	}
	// Only what is varied has a name.
	var words []string
	if c.K > 0 {
		words = append(words, fmt.Sprint("k=", c.K))
	}
	if c.Kernel != KernelAuto {
		words = append(words, fmt.Sprint("kernel=", c.Kernel))
	}
	if c.HasGamma {
		words = append(words, fmt.Sprint("γ=", c.Gamma))
	}
	return strings.Join(append(words, fmt.Sprint(c.Method)), " ")
}

// Tuned is what Tune found out.
type Tuned struct {
	Candidates []Candidate       // in the order in which they were tried
	Ranked     []labelprop.Tuned // the best first; Index is that of Candidates
	Advice     Advice
}

// View is another way to look at the rows of a table: by other columns, scales or distances, or by a pool. It is one
// candidate.
type View struct {
	Flags   string // of a run that does the same
	Data    *dataset.Data
	Config  Config
	Default bool // what a run without flags does
}
