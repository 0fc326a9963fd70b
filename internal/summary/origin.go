package summary

import (
	"time"

	"github.com/propagate-go/propagate/internal/pipeline"
)

// Origin is by what a run can be done again, and how long it took.
type Origin struct {
	Version string
	Command string // line
	Made    time.Time
	Seed    uint64
	Stages  Stages
}

// Stage is a part of the work and the time that it took.
type Stage struct {
	Name pipeline.Stage
	Took time.Duration
}

// Stages are those of a run, in order.
type Stages []Stage

// Named returns the stages by other names. Neighbours of one name become one stage, and the time of a stage
// without a name is added to the one before.
func (all Stages) Named(names map[pipeline.Stage]pipeline.Stage) Stages {
	// Several stages of the work may be one to a reader.
	var list Stages
	for _, s := range all {
		name, ok := names[s.Name]
		if last := len(list) - 1; last >= 0 && (!ok || list[last].Name == name) {
			list[last].Took += s.Took
		} else if ok {
			list = append(list, Stage{name, s.Took})
		}
	}
	return list
}

// Seconds is how long each stage took, by its name.
type Seconds map[pipeline.Stage]float64

// secondsOf adds up the times of each stage.
func secondsOf(all Stages) Seconds {
	s := Seconds{}
	for _, one := range all {
		s[one.Name] += one.Took.Seconds()
	}
	return s
}

// Total returns the time of all stages.
func (all Stages) Total() time.Duration {
	total := time.Duration(0)
	for _, s := range all {
		total += s.Took
	}
	return total
}
