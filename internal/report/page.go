package report

import (
	"embed"
	"html/template"
	"io"
)

//go:embed page/*.html
var pages embed.FS

var page = template.Must(template.New("page.html").Funcs(words).ParseFS(pages, "page/*.html"))

// view is a run as the page shows it.
type view struct {
	*Run
	Chart     *chart // of the rows
	Sure      *figure
	Balance   *figure
	Steps     *figure
	Tuning    *figure
	Calibrate *figure
	Matrix    *matrix
	Colours   []colour
}

// Write writes the report of a run. All texts are escaped.
//
// Errors: those of w.
func Write(w io.Writer, r *Run) error {
	hues := hues(r.Classes)
	v := &view{Run: r, Colours: palette[:], Chart: drawChart(r, hues), Sure: histogram(r.Confidence), Balance: balance(r),
		Steps: convergence(r), Tuning: tuning(r)}
	if r.Evaluation != nil {
		v.Calibrate, v.Matrix = reliability(r.Evaluation), newMatrix(r.Evaluation)
	}
	return page.Execute(w, v)
}
