package cli

import (
	"github.com/spf13/pflag"
)

// labellingFlags are the values of the flags that the labelling commands share, as the user wrote them.
type labellingFlags struct {
	table   tableFlags
	graph   graphFlags
	weights weightFlags
	method  methodFlags
	run     runFlags
	answer  answerFlags
}

type tableFlags struct {
	label, truth, id, weight      string
	group, batch, labels          string
	unlabeled                     []string
	ignoreCase                    bool
	features, ignore, categorical []string
	words                         []string // columns of texts
	maxCategories                 int
	missing, scale                string
	float32                       bool // features are rounded
	reading                       readingFlags
}

type graphFlags struct {
	edges, stored string
	edgesAre      string
	repeated      string
	kind          string
	ks            []int // one, but for propagate tune
	radius        float64
	mutual        bool
	connect       bool
	recall        float64
	metric        string
}

type weightFlags struct {
	kernel, gamma string
}

type methodFlags struct {
	method     string
	tried      []string  // by propagate tune, where it is a list of methods
	alphas     []float64 // one, but for propagate tune
	abstain    float64
	classSizes string
	counts     []string
	prefix     string
	weight     float64 // of the columns with that prefix
	tol        float64
	maxIter    int
}

type runFlags struct {
	output  outputFlags
	seed    uint64
	threads int
	quiet   bool
	verbose bool
}

type outputFlags struct {
	path, format string
	safe         bool
}

type answerFlags struct {
	proba      bool
	labelsOnly bool
	confidence bool // with labelsOnly
	save       string
	json       string
	report     string
	calibrate  bool
	trust      trustFlags
	novel      rate
	certain    float64 // the least confidence
	noise      string
}

// stage is the flags of one stage of the work.
type stage struct {
	title string // in the list of all flags
	name  string // where the flags are only named
	flags *pflag.FlagSet
}

// The stages of the work, in the list of all flags.
const (
	titleTable   = "Table"
	titleGraph   = "Neighbour graph"
	titleWeights = "Edge weights"
	titleMethod  = "Method"
	titleRun     = "Run"
	titleOutput  = "Output"
)

// trustFlags are the flags on how far an answer is to be trusted.
type trustFlags struct {
	coverage float64 // of the sets; 0: none
	byClass  bool
	shares   bool
}
