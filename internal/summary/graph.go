package summary

// Graph describes the graph that was built or read.
type Graph struct {
	Made       string  `json:"made"` // in words
	Kernel     string  `json:"kernel"`
	Nodes      int     `json:"nodes"`
	Edges      int     `json:"edges"`
	Components int     `json:"components"`
	Gamma      *Number `json:"gamma"`              // null for a kernel without one
	GammaBy    string  `json:"gamma_by,omitempty"` // a rule, or --gamma
	Recall     float64 `json:"recall,omitempty"`   // of the search for neighbours

	Read   bool        `json:"-"` // whether it was read from a file: Made is its name
	Origin GammaOrigin `json:"-"`
	Gammas int         `json:"-"` // how many values of γ were given
	Tuned  *Tuned      `json:"-"` // how good the best of them is; nil if none was chosen
	Parts  []Part      `json:"-"` // the components, the largest first
}

// GammaOrigin is where γ comes from.
type GammaOrigin int

const (
	// NoGamma is for kernels without a width.
	NoGamma GammaOrigin = iota
	// GammaOfDistances comes from the distances of near neighbours, where nothing else was asked for.
	GammaOfDistances
	// GammaByRule was computed by the rule that was named.
	GammaByRule
	// GammaGiven is a number that was given, or the best of several.
	GammaGiven
	// GammaVaried is for several numbers that are all to be tried.
	GammaVaried
)

// Tuned describes the best of several γ by leave-one-out.
type Tuned struct {
	Gamma             float64
	Method            string // by which labels left out were predicted
	LogLoss, Accuracy float64
	Losses            []Point // the log loss by γ
}

// Part is a component of the graph.
type Part struct {
	Rows, Given int
	Classes     []string // that have a label there
}
