package summary

import (
	"math"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/labelprop"
)

// Pool describes what one answer was made of.
type Pool struct {
	Opinions []PoolOpinion `json:"opinions"`
	LeftOut  int           `json:"labels_left_out"` // by which the opinions were judged
	Few      bool          `json:"few_labels"`      // too few to be left out
	DealtOut bool          `json:"dealt_out_evenly"`
	Shares   []ClassShare  `json:"class_shares,omitempty"` // estimated, where labels were chosen by class
	Known    bool          `json:"class_shares_known,omitempty"`
}

// PoolOpinion is one of the opinions of a pool.
type PoolOpinion struct {
	Name     string  `json:"name"`
	Weight   float64 `json:"weight"`
	Accuracy *Number `json:"accuracy"` // on the labels left out; null if none was
	LogLoss  *Number `json:"log_loss"` // likewise
	Proof    *Proof  `json:"proof,omitempty"`
}

// Proof says how many labels of an opinion are proven.
type Proof struct {
	Proven int `json:"proven"`
	Labels int `json:"labels"`
}

// ClassShare is the share of a class among the rows.
type ClassShare struct {
	Class string  `json:"class"`
	Share float64 `json:"share"`
}

// poolOf describes the pool, nil if there was none.
func poolOf(d *dataset.Data, a *pipeline.Answer) *Pool {
	if a.Pooled == nil {
		return nil
	}
	p := &Pool{LeftOut: a.Pooled.Judged, Few: a.Pooled.Few, DealtOut: a.Pooled.DealtOut, Known: a.Pooled.SharesKnown}
	for _, part := range a.Pooled.Parts {
		p.Opinions = append(p.Opinions, opinionOf(part, a.Proofs))
	}
	for k, share := range a.Pooled.Shares {
		p.Shares = append(p.Shares, ClassShare{d.Classes[k], share})
	}
	return p
}

// opinionOf describes an opinion, with what is proven of it.
func opinionOf(part labelprop.Part, proofs []pipeline.Proof) PoolOpinion {
	o := PoolOpinion{Name: part.Name, Weight: part.Weight}
	// Without labels left out neither is known.
	if !math.IsNaN(part.Accuracy) {
		accuracy, loss := Number(part.Accuracy), Number(part.LogLoss)
		o.Accuracy, o.LogLoss = &accuracy, &loss
	}
	for _, proof := range proofs {
		if proof.Name == part.Name {
			o.Proof = &Proof{proof.Proven, proof.Of}
		}
	}
	return o
}
