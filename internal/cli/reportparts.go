package cli

import (
	"slices"

	"github.com/propagate-go/propagate/internal/atlas"
	"github.com/propagate-go/propagate/internal/report"
	"github.com/propagate-go/propagate/labelprop"
	"github.com/propagate-go/propagate/labelprop/metric"
)

const (
	mostDrawn  = 4000 // rows on the map of a report
	mostListed = 20   // suspects, and rows to label next
	mostVoices = 3    // labels that speak against a suspect
)

// addMap draws the rows.
func (j *job) addMap(r *report.Run, a *answer) error {
	var given []int
	for i, class := range j.in.given {
		if class >= 0 {
			given = append(given, i)
		}
	}
	j.drawn = atlas.Draw(j.graph, given, mostDrawn)
	m := j.drawn
	r.Map = &report.Map{Of: j.graph.N()}
	for i, row := range m.Nodes {
		place := report.MapRow{X: m.At[i].X, Y: m.At[i].Y, Name: j.rowTitle(row), Class: a.labels[row], Given: j.in.given[row] >= 0}
		if place.Class >= 0 {
			place.Confidence = a.probs.At(row, place.Class)
		}
		r.Map.Rows = append(r.Map.Rows, place)
	}
	j.say.lap("map")
	return nil
}

// addSuspects lists given labels that may be wrong: exactly where that is cheap.
func (j *job) addSuspects(r *report.Run, _ *answer) error {
	all, by, err := j.suspects()
	if err != nil {
		return err
	}
	some := slices.DeleteFunc(slices.Clone(all), func(s labelprop.Suspect) bool { return s.Likely == s.Given })
	r.Suspects = &report.Suspects{By: by, Given: len(all), Found: len(some)}
	for _, s := range some[:min(len(some), mostListed)] {
		r.Suspects.Rows = append(r.Suspects.Rows, report.Suspect{Row: j.rowTitle(s.Node), Given: j.className(s.Given), Likely: j.className(s.Likely),
			Probability: s.Probability, Against: j.voices(s.Against[:min(len(s.Against), mostVoices)])})
	}
	j.say.lap("suspects")
	return nil
}

// suspects judges the given labels, and says how.
func (j *job) suspects() (all []labelprop.Suspect, by string, err error) {
	if j.sumsLabels() && j.cheap(countGiven(j.in.given)) {
		all, err = labelprop.Suspects(j.ctx, j.graph, j.seeds, j.method, &j.options)
		return all, "Each label was left out in turn, and the others asked what they would have called its row.", err
	}
	by = "Each tenth of the labels was left out in turn, and the others asked what they would have called its rows"
	if !j.foldsAreCheap() {
		by += ", in a graph of the rows on the map"
	}
	all, err = j.crossSuspects()
	return all, by + "; propagate suspects leaves out every label alone, which takes longer.", err
}

// suspectFolds is how many parts the labels are judged in where one by one takes long.
const suspectFolds = 10

// foldsAreCheap reports whether to label all rows ten times takes about a second at most.
func (j *job) foldsAreCheap() bool { return j.cheap(suspectFolds * len(j.in.classes)) }

// crossSuspects judges labels part by part, in the graph itself where that is cheap, else in that of the map.
func (j *job) crossSuspects() ([]labelprop.Suspect, error) {
	m, method := j.drawn, j.method
	switch method.(type) {
	case nil, labelprop.PoissonMBO: // which need more than labels
		method = labelprop.Poisson{}
	}
	if j.foldsAreCheap() {
		seeds, err := j.in.seeds()
		if err != nil {
			return nil, err
		}
		return labelprop.CrossSuspects(j.ctx, j.graph, seeds, method, suspectFolds, &j.options)
	}
	seeds, err := j.in.seedsAt(m.Nodes)
	if err != nil {
		return nil, err
	}
	all, err := labelprop.CrossSuspects(j.ctx, m.Graph(), seeds, method, suspectFolds, &j.options)
	for i := range all {
		all[i].Node = m.Nodes[all[i].Node]
	}
	return all, err
}

// sumsLabels reports whether answers are sums over the given labels.
func (j *job) sumsLabels() bool {
	return j.method != nil && labelprop.Linear(j.method) && j.in.base == nil
}

// countGiven counts the rows with a label.
func countGiven(given []int) int {
	n := 0
	for _, class := range given {
		if class >= 0 {
			n++
		}
	}
	return n
}

// addNext names rows to label next: by what their labels would tell, where that is cheap.
func (j *job) addNext(r *report.Run, a *answer) error {
	if j.dense() {
		return nil
	}
	list, by, err := j.next(a)
	if err != nil {
		return err
	}
	r.Next = &report.Next{By: by}
	for _, s := range list {
		next := report.NextRow{Row: j.rowTitle(s.Row), Label: j.className(a.labels[s.Row]), Opens: s.Opens}
		if class := a.labels[s.Row]; class >= 0 {
			next.Confidence = a.probs.At(s.Row, class)
		}
		r.Next.Rows = append(r.Next.Rows, next)
	}
	j.say.lap("next")
	return nil
}

func (j *job) next(a *answer) (list []labelprop.Suggestion, by string, err error) {
	seeds, err := j.in.seeds()
	if err != nil {
		return nil, "", err
	}
	if j.cheap(256) {
		list, err = labelprop.Suggest(j.ctx, j.graph, seeds, labelprop.Harmonic{}, mostListed, labelprop.Sigma, &j.options)
		return list, "The rows whose labels would tell most of all others, the best first, each as if those before it had been labelled already.", err
	}
	list, err = labelprop.SuggestFrom(j.graph, seeds, a.probs, mostListed, labelprop.Density)
	return list, "Doubtful rows with many others near, the best first, no two of them neighbours; propagate suggest asks which labels would tell most of all others, which takes longer.", err
}

// addEvaluation compares with the truth, if there is one.
func (j *job) addEvaluation(r *report.Run, a *answer) error {
	judged := judgedBy(a, j.in)
	if judged == nil {
		return nil
	}
	v, err := judged.verdict(defaultClip, defaultBins)
	if err != nil {
		return err
	}
	bins, err := metric.ConfidenceCalibration(judged.truth, judged.pred, judged.confidence, defaultBins, nil)
	if err != nil {
		return err
	}
	r.Evaluation = v.reported()
	for _, b := range bins.Bins {
		r.Evaluation.Bins = append(r.Evaluation.Bins, report.Bin{Low: b.Low, High: b.High, Rows: int(b.Weight), Confidence: b.Confidence, Accuracy: b.Accuracy})
	}
	j.say.lap("evaluation")
	return nil
}

// reported returns what a report says of answers.
func (v *verdict) reported() *report.Evaluation {
	e := &report.Evaluation{Rows: v.Rows.Evaluated, Confusion: v.Confusion.Counts, None: v.Confusion.WithoutLabel, ECE: float64(v.ECE.Value)}
	for _, m := range []struct {
		name, what string
		value      figure
	}{
		{"accuracy", "share of these rows that got the right label", v.Accuracy},
		{"baseline", "the accuracy of naming the commonest class always", v.Baseline},
		{"balanced accuracy", "mean recall of the classes", v.BalancedAccuracy},
		{"macro-F1", "mean of the classes' harmonic means of precision and recall", v.MacroF1},
		{"coverage", "share that got any label", v.Coverage},
		{"log loss", "mean of -ln of the probability of the truth; less is better", v.LogLoss.Value},
		{"Brier score", "mean squared error of the probabilities; less is better", *v.Brier},
		{"ECE", "how far confidence is from accuracy, on average; less is better", v.ECE.Value},
	} {
		e.Measures = append(e.Measures, report.Measure{Name: m.name, What: m.what, Value: float64(m.value)})
	}
	for _, c := range v.Classes {
		e.Classes = append(e.Classes, report.Measured{Name: c.Class, Rows: c.Rows, Predicted: c.Predicted,
			Precision: float64(c.Precision), Recall: float64(c.Recall), F1: float64(c.F1)})
	}
	return e
}
