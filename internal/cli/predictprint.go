package cli

import (
	"github.com/propagate-go/propagate/internal/pipeline"
	"github.com/propagate-go/propagate/internal/summary"
)

// print prints the model, and what it says of the new rows.
func (v *predictFlags) print(s *session, m *pipeline.Model, r *summary.Run) {
	s.followable(r)
	s.console.Line("model", "%s: %s, %d rows, %d features, %d classes", v.model, m.Method, m.Rows, m.Recipe.Width(),
		len(m.Classes))
	s.console.Method(&r.Method)
	s.console.Novelty(r.Novelty)
	s.console.Uncertain(r.Uncertain)
	s.console.Classes(&r.Labels)
	s.console.Trust(&r.Trust)
	s.console.Drift(r.Drift)
	s.console.Result(r)
}
