package pipeline

import (
	"context"
	"fmt"
	"strings"

	"github.com/propagate-go/propagate/graph"
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

// Tune ranks candidates by how well they predict the given labels, the least log loss first. b may be nil where all
// candidates are views, and so may the observer.
func Tune(ctx context.Context, d *dataset.Data, b *Built, c TuneConfig, o Observer) (*Tuned, error) {
	t := &tuner{ctx: ctx, data: d, config: c.Run, how: c, observer: orSilent(o), ks: c.Ks}
	if b != nil {
		t.near, t.graph = b.Near, b.Graph
	}
	// What is varied, and the labels to predict.
	if err := t.prepare(b); err != nil {
		return nil, err
	}
	t.observer.Stage(StageTune)
	// Candidates are made one by one and ranked by log loss.
	ranked, err := t.rank()
	if err != nil {
		return nil, err
	}
	// Keep the candidates: to compare two of them makes the list anew.
	out := &Tuned{Candidates: t.tried, Ranked: ranked}
	out.Advice, err = t.advise(ranked)
	return out, err
}

// tuner tries candidates on the neighbours of one search.
type tuner struct {
	ctx      context.Context
	data     *dataset.Data
	config   Config
	how      TuneConfig
	near     *graph.Neighbors // nil: the graph was read
	graph    *graph.Graph     // as built
	seeds    labelprop.Seeds
	observer Observer

	ks       []int // of the neighbours; empty: all
	weights  []Candidate
	gammas   []float64 // of weights, or nil if that is not all there is to them
	methods  []labelprop.Method
	views    []labelprop.Candidate // one for each of how.Views that can be judged
	viewed   []Candidate           // the same, as they are named
	usual    labelprop.Method      // of the default, where that is no combination; nil: it is, or is not tried
	unjudged bool                  // the default would take too long to judge
	few      bool                  // labels are too few to judge the default by those left out

	tried []Candidate
	fault error // why neighbours or weights could not be had
}

// prepare finds the seeds, the methods and the weights to try.
func (t *tuner) prepare(b *Built) (err error) {
	if t.seeds, err = Seeds(t.data, t.config); err != nil {
		return err
	}
	// Automatic methods and class sizes are settled once, for all candidates.
	for _, m := range t.how.Methods {
		if m, err = complete(m, t.data, t.config); err != nil {
			return err
		}
		t.methods = append(t.methods, m)
	}
	if b == nil {
		return t.makeViews()
	}
	if err := t.makeViews(); err != nil {
		return err
	}
	switch {
	// A list of γ, several kernels, or the weights as built: of a graph that was read nothing but the method
	// varies.
	case t.near != nil && len(t.how.Gammas) > 0:
		t.varyGamma(b.Kernel.Value, t.how.Gammas)
	case t.near != nil && t.how.Kernels:
		t.weights = severalKernels(t.near)
		return t.addDefault()
	default:
		t.weights = []Candidate{{}}
	}
	return nil
}

// varyGamma makes the γ of one kernel candidates.
func (t *tuner) varyGamma(k Kernel, gammas []float64) {
	t.gammas = gammas
	// The index of a γ is that of its weights, by which results find their names.
	for _, gamma := range gammas {
		t.weights = append(t.weights, Candidate{Kernel: k, Gamma: gamma, HasGamma: true})
	}
}

// rank tries all candidates and puts the best first.
func (t *tuner) rank() ([]labelprop.Tuned, error) {
	// Labels held out all at once cost one solve a draw, whatever the method is.
	if t.how.HoldOut != nil {
		seeds, err := t.data.HardSeeds()
		if err != nil {
			return nil, err
		}
		all, err := labelprop.TuneHoldOut(t.ctx, t.all(), seeds, *t.how.HoldOut, t.config.SolveOptions(nil))
		return all, t.first(err)
	}
	// Over γ the log loss is smooth: few values are tried, the others interpolated.
	if len(t.gammas) > 0 {
		return t.rankWidths()
	}
	all, err := labelprop.Tune(t.ctx, t.all(), t.seeds, t.config.SolveOptions(nil))
	return all, t.first(err)
}

// first returns the error that came first: a fault ends the candidates early, of which Tune knows nothing.
func (t *tuner) first(err error) error {
	if t.fault != nil {
		return t.fault
	}
	return err
}

// name is what a candidate is called.
func (t *tuner) name(c Candidate) string {
	if t.how.Name != nil {
		return t.how.Name(c)
	}
	return c.String()
}
