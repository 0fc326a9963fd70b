package pipeline

import "github.com/propagate-go/propagate/labelprop"

// Advice recommends a candidate. With few labels the best of many may be so by chance, so the default is left
// only for a candidate that is clearly better.
type Advice struct {
	Verdict Verdict
	Take    labelprop.Tuned  // the best or the default
	Default labelprop.Tuned  // Index -1 if it was not tried
	Method  labelprop.Method // of the default
	Rank    int              // of the default, from 1 on
	ZScore  float64          // by how many standard errors the best is ahead of the default

	// ByAccuracy says that the best is ahead in accuracy, of which ZScore is then, and not in log loss.
	ByAccuracy bool
	Pool       bool // whether the default is a pool
}

// Verdict is a comparison of the best candidate with the default.
type Verdict int

// Values of Verdict.
const (
	NoVerdict    Verdict = iota // they were not compared: take the best
	NotJudged                   // to judge the default would take too long: keep it
	FewLabels                   // labels are too few to judge the default by those left out: keep it
	DefaultBest                 // the default is the best
	DefaultAsBad                // at the best temperature of each, the best is no better
	TooClose                    // the best is ahead by less than Evidence standard errors
	TakeBest                    // the best is ahead by Evidence standard errors or more
)

// Evidence is by how many standard errors the best must be better than the default, in log loss or in accuracy:
// docs/methods.md has the evidence.
const Evidence = 2.5
