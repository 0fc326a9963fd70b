package golden

import (
	"gonum.org/v1/gonum/mat"

	"github.com/propagate-go/propagate/labelprop/metric"
)

var metricRuns = runs{
	"metric.Confusion":        confusion,
	"metric.MultiLabel":       multiLabel,
	"metric.LogLoss":          logLoss,
	"metric.Brier":            brier,
	"metric.TopK":             topK,
	"metric.Calibration":      calibration,
	"metric.Uncertainty":      uncertainty,
	"metric.Decide":           decide,
	"metric.Threshold":        threshold,
	"metric.HoldOut":          holdOut,
	"metric.ROCAUC":           ofScores(metric.ROCAUC),
	"metric.AveragePrecision": ofScores(metric.AveragePrecision),
	"metric.OneVsRest":        oneVsRest,
	"metric.RiskCoverage":     riskCoverage,
	"metric.BestThreshold":    bestThreshold,
	"metric.CoverageError":    ofLabelScores(metric.CoverageError),
	"metric.RankingLoss":      ofLabelScores(metric.RankingLoss),
	"metric.LabelRankingAP":   ofLabelScores(metric.LabelRankingAP),
}

func weightsOf(c *Case) []float64 { return c.Opt.Vector("weights") }

func confusion(c *Case, _ reading) (outcome, error) {
	cm, err := metric.NewConfusion(c.In.Labels("truth"), c.In.Labels("pred"), int(c.Opt.Number("k", 0)), weightsOf(c))
	if err != nil {
		return nil, err
	}
	got := outcome{
		"k":                 len(cm.TP),
		"matrix":            cm.N,
		"abstained":         cm.Abstained,
		"total":             cm.Total,
		"accuracy":          cm.Accuracy(),
		"balanced_accuracy": cm.BalancedAccuracy(),
		"coverage":          cm.Coverage(),
		"baseline":          cm.Baseline(),
		"kappa":             cm.Kappa(),
		"mcc":               cm.MCC(),
	}
	addCounts(got, &cm.Counts, cm.Macro)
	return got, nil
}

func multiLabel(c *Case, as reading) (outcome, error) {
	m, err := metric.NewMultiLabel(as(c.In.Matrix("truth")), as(c.In.Matrix("pred")), weightsOf(c))
	if err != nil {
		return nil, err
	}
	got := outcome{
		"hamming_loss":     m.HammingLoss(),
		"element_accuracy": m.ElementAccuracy(),
		"subset_accuracy":  m.SubsetAccuracy(),
		"baseline":         m.Baseline(),
		"sample_precision": m.SamplePrecision(),
		"sample_recall":    m.SampleRecall(),
		"sample_f1":        m.SampleF1(),
		"sample_jaccard":   m.SampleJaccard(),
	}
	addCounts(got, &m.Counts, m.Macro)
	return got, nil
}

// addCounts adds what both kinds of counts have, by class and averaged.
func addCounts(got outcome, c *metric.Counts, macro func(func(int) float64) float64) {
	got["tp"], got["fp"], got["fn"], got["tn"] = c.TP, c.FP, c.FN, c.TN
	got["support"] = perClass(c, c.Support)
	pooled := c.Micro()
	for name, f := range map[string][2]func(int) float64{
		"precision": {c.Precision, pooled.Precision},
		"recall":    {c.Recall, pooled.Recall},
		"f1":        {c.F1, pooled.F1},
		"jaccard":   {c.Jaccard, pooled.Jaccard},
	} {
		got[name] = perClass(c, f[0])
		got["macro_"+name] = macro(f[0])
		got["weighted_"+name] = c.Weighted(f[0])
		got["micro_"+name] = f[1](0)
	}
}

func perClass(c *metric.Counts, f func(int) float64) []float64 {
	values := make([]float64, len(c.TP))
	for j := range values {
		values[j] = f(j)
	}
	return values
}

func value(v float64, err error) (outcome, error) { return outcome{"value": v}, err }

func logLoss(c *Case, as reading) (outcome, error) {
	return value(metric.LogLoss(c.In.Labels("truth"), as(c.In.Matrix("probs")), c.Opt.Number("clip", 0), weightsOf(c)))
}

func brier(c *Case, as reading) (outcome, error) {
	return value(metric.Brier(c.In.Labels("truth"), as(c.In.Matrix("probs")), weightsOf(c)))
}

func topK(c *Case, as reading) (outcome, error) {
	return value(metric.TopK(c.In.Labels("truth"), as(c.In.Matrix("probs")), int(c.Opt.Number("k", 0)), weightsOf(c)))
}

func calibration(c *Case, as reading) (outcome, error) {
	r, err := metric.Calibration(c.In.Labels("truth"), as(c.In.Matrix("probs")), int(c.Opt.Number("bins", 0)), weightsOf(c))
	if err != nil {
		return nil, err
	}
	var weight, confidence, accuracy []float64
	for _, b := range r.Bins {
		weight = append(weight, b.Weight)
		confidence = append(confidence, b.Confidence)
		accuracy = append(accuracy, b.Accuracy)
	}
	return outcome{"ece": r.ECE, "mce": r.MCE, "weight": weight, "confidence": confidence, "accuracy": accuracy}, nil
}

func uncertainty(c *Case, as reading) (outcome, error) {
	all, err := metric.Uncertainties(as(c.In.Matrix("probs")))
	var entropy, margin, confidence []float64
	for _, u := range all {
		entropy = append(entropy, u.Entropy)
		margin = append(margin, u.Margin)
		confidence = append(confidence, u.Confidence)
	}
	return outcome{"entropy": entropy, "margin": margin, "confidence": confidence}, err
}

func decide(c *Case, as reading) (outcome, error) {
	labels, err := metric.Decide(as(c.In.Matrix("probs")), c.Opt.Number("min", 0))
	return outcome{"labels": labels}, err
}

func threshold(c *Case, as reading) (outcome, error) {
	m, err := metric.Threshold(as(c.In.Matrix("scores")), c.Opt.Number("threshold", 0))
	return outcome{"matrix": m}, err
}

func holdOut(c *Case, _ reading) (outcome, error) {
	labels, err := metric.HoldOut(c.In.Labels("truth"), c.In.Labels("given"))
	return outcome{"labels": labels}, err
}

type scoreMetric = func(truth []int, scores, w []float64) (float64, error)

func ofScores(f scoreMetric) func(*Case, reading) (outcome, error) {
	return func(c *Case, _ reading) (outcome, error) {
		return value(f(c.In.Labels("truth"), c.In.Vector("scores"), weightsOf(c)))
	}
}

func ofLabelScores(f func(truth, scores mat.Matrix, w []float64) (float64, error)) func(*Case, reading) (outcome, error) {
	return func(c *Case, as reading) (outcome, error) {
		return value(f(as(c.In.Matrix("truth")), as(c.In.Matrix("scores")), weightsOf(c)))
	}
}

func oneVsRest(c *Case, as reading) (outcome, error) {
	f := map[string]scoreMetric{
		"roc_auc":           metric.ROCAUC,
		"average_precision": metric.AveragePrecision,
	}[c.Opt.Text("metric")]
	perClass, macro, err := metric.OneVsRest(f, c.In.Labels("truth"), as(c.In.Matrix("scores")), weightsOf(c))
	return outcome{"per_class": perClass, "macro": macro}, err
}

func riskCoverage(c *Case, _ reading) (outcome, error) {
	points, area, err := metric.RiskCoverage(c.In.Labels("truth"), c.In.Labels("pred"), c.In.Vector("confidence"), weightsOf(c))
	var at, coverage, accuracy []float64
	for _, p := range points {
		at = append(at, p.Threshold)
		coverage = append(coverage, p.Coverage)
		accuracy = append(accuracy, p.Accuracy)
	}
	return outcome{"threshold": at, "coverage": coverage, "accuracy": accuracy, "aurc": area}, err
}

func bestThreshold(c *Case, _ reading) (outcome, error) {
	objective := map[string]func(*metric.Confusion) float64{
		"accuracy":          (*metric.Confusion).Accuracy,
		"f1":                func(c *metric.Confusion) float64 { return c.F1(1) },
		"balanced_accuracy": (*metric.Confusion).BalancedAccuracy,
		"mcc":               (*metric.Confusion).MCC,
	}[c.Opt.Text("objective")]
	at, best, err := metric.BestThreshold(c.In.Labels("truth"), c.In.Vector("scores"), weightsOf(c), objective)
	return outcome{"threshold": at, "value": best}, err
}
