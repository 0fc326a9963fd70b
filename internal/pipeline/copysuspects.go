package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/dataset"
	"github.com/propagate-go/propagate/internal/forest"
	"github.com/propagate-go/propagate/labelprop"
)

// copyFolds is in how many parts labels of copies are left out, those of copies of a row in one part.
const copyFolds = 5

// copyJudge judges labels of rows that are identical, nearly so or of one group, without each other: copies of a
// wrong record would vouch for each other, and accuse the right labels around them.
type copyJudge struct {
	*Problem
	ctx      context.Context
	observer Observer
	method   dataset.Chosen[labelprop.Method] // Value: nil for a pool
}

// singly leaves out each label of a problem by itself, or with its group.
func (j *copyJudge) singly(p *Problem) ([]labelprop.Suspect, string, error) {
	if Pools(p.Data, p.Config) {
		return poolSuspects(j.ctx, p.Data, p.Built, p.Config, j.observer)
	}
	return suspectsBy(j.ctx, p, j.method.Value, j.observer)
}

// together replaces those verdicts that copies have a part in, and tells how many labels it left out together.
func (j *copyJudge) together(all []labelprop.Suspect, how string) ([]labelprop.Suspect, string, error) {
	sets := j.copies(all)
	if len(sets) == 0 {
		return all, how, nil
	}
	labels := slices.Concat(sets...)
	// Each set by the labels of all others.
	own := map[int]labelprop.Suspect{}
	for fold := range min(copyFolds, len(sets)) {
		var out []int
		for k := fold; k < len(sets); k += copyFolds {
			out = append(out, sets[k]...)
		}
		if err := j.judge(out, own); err != nil {
			return nil, "", err
		}
	}
	// Sets may accuse each other: those in doubt are judged again by labels that are not, and so is the rest.
	doubted := doubtedOf(labels, own)
	if len(doubted) > 0 {
		var err error
		if err = j.judge(doubted, own); err == nil {
			all, _, err = j.singly(j.without(doubtedOf(doubted, own)))
		}
		if err != nil {
			return nil, "", err
		}
	}
	ofCopies := map[int]bool{}
	for _, row := range labels {
		ofCopies[row] = true
	}
	all = slices.DeleteFunc(all, func(s labelprop.Suspect) bool { return ofCopies[s.Node] })
	for _, row := range labels {
		if s, judged := own[row]; judged {
			all = append(all, s)
		}
	}
	labelprop.SortSuspects(j.Built.Graph, all)
	return all, fmt.Sprintf("%s; %d of them are of copies or groups, and left out together", how, len(labels)), nil
}

// copies lists the labelled rows of each set of rows that are identical, nearly so, or of one group, where there are
// several. Groups that hold no copies are left out by the method itself, if it is not a pool; they are listed only if
// it doubts all their labels, which would accuse the right ones around them.
func (p *Problem) copies(all []labelprop.Suspect) [][]int {
	d, near := p.Data, p.Built.Near
	doubted := map[int]bool{}
	for _, s := range all {
		doubted[s.Node] = s.Likely != s.Given
	}
	if near == nil {
		return nil
	}
	alike := near.NearIdentical()
	count := d.Classes.Counts(d.Given)
	// outside is how many labels of a class are not of some rows.
	outside := func(rows []int, class int) int {
		others := count[class]
		for _, row := range rows {
			if d.Given[row] == class {
				others--
			}
		}
		return others
	}
	var several [][]int
	for rows := range maps.Values(labelledSets(d, alike)) {
		// Of a class that no other label has, the method alone can judge the labels.
		right := slices.ContainsFunc(rows, func(row int) bool {
			return !doubted[row] || outside(rows, d.Given[row]) == 0
		})
		if len(rows) > 1 && (Pools(d, p.Config) || !right || p.haveCopies(rows, alike)) {
			several = append(several, rows)
		}
	}
	// In an order that the place of the rows does not change: by the number of their copies, which their values give,
	// and by the name of their group. Which sets are left out with which others depends on it.
	slices.SortFunc(several, func(a, b []int) int {
		return cmp.Or(cmp.Compare(firstOf(a, alike), firstOf(b, alike)), strings.Compare(p.groupOf(a), p.groupOf(b)))
	})
	return several
}

// labelledSets returns the labelled rows of each set of rows that are copies of each other, by their numbers, or of one
// group.
func labelledSets(d *dataset.Data, alike []int) map[int][]int {
	sets := forest.New(len(d.Given))
	// A row joins the first one with its number; below 0 it has none.
	join := func(numbers []int) {
		first := map[int]int{}
		for row, k := range numbers {
			before, seen := first[k]
			switch {
			case k < 0:
			case seen:
				sets.Union(before, row)
			default:
				first[k] = row
			}
		}
	}
	join(alike)
	if d.Groups != nil {
		join(d.Groups.Of)
	}
	labelled := map[int][]int{}
	for i, given := range d.Given {
		if given != labelprop.Unlabeled {
			labelled[sets.Find(i)] = append(labelled[sets.Find(i)], i)
		}
	}
	return labelled
}

// firstOf is the least number of copies among rows, above all numbers if none has one.
func firstOf(rows, alike []int) int {
	first := math.MaxInt
	for _, row := range rows {
		if alike[row] >= 0 {
			first = min(first, alike[row])
		}
	}
	return first
}

// groupOf is the first name of the groups of rows.
func (p *Problem) groupOf(rows []int) string {
	if p.Data.Groups == nil {
		return ""
	}
	var names []string
	for _, row := range rows {
		if k := p.Data.Groups.Of[row]; k >= 0 {
			names = append(names, p.Data.Groups.Names[k])
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// haveCopies reports whether two of the rows are copies of each other.
func (p *Problem) haveCopies(rows, alike []int) bool {
	seen := map[int]bool{}
	for _, row := range rows {
		if alike[row] >= 0 && seen[alike[row]] {
			return true
		}
		seen[alike[row]] = true
	}
	return false
}

// judge asks the labels of all rows but some for the classes of these. A class that no other label has is not judged.
func (j *copyJudge) judge(out []int, own map[int]labelprop.Suspect) error {
	p := j.without(out)
	if dataset.CountLabels(p.Data.Given) == 0 {
		return nil
	}
	a, err := j.answer(p)
	if err != nil {
		return err
	}
	count := p.Data.Classes.Counts(p.Data.Given)
	for _, row := range out {
		given := j.Data.Given[row]
		if delete(own, row); a.Labels[row] != labelprop.Unlabeled && count[given] > 0 {
			own[row] = labelprop.Suspect{Node: row, Given: given, Likely: a.Labels[row],
				Probability: a.Probs.At(row, given)}
		}
	}
	return nil
}

// answer labels all rows by the method for all labels.
func (j *copyJudge) answer(p *Problem) (*Answer, error) {
	seeds, err := Seeds(p.Data, p.Config)
	if err != nil {
		return nil, err
	}
	if Pools(p.Data, p.Config) {
		return labelBy(j.ctx, p, seeds, j.observer)
	}
	res, err := labelprop.Solve(j.ctx, p.Built.Graph, seeds, j.method.Value, p.Config.SolveOptions(nil))
	if err != nil {
		return nil, err
	}
	return &Answer{Labels: res.Labels, Probs: res.Probabilities()}, nil
}

// without is the problem without the labels of some rows.
func (j *copyJudge) without(rows []int) *Problem {
	d := *j.Data
	d.Given = slices.Clone(d.Given)
	for _, row := range rows {
		d.Given[row] = labelprop.Unlabeled
	}
	return &Problem{Data: &d, Built: j.Built, Config: j.Config}
}

// doubtedOf are the rows whose label is another than the likely one.
func doubtedOf(rows []int, own map[int]labelprop.Suspect) []int {
	return slices.DeleteFunc(slices.Clone(rows), func(row int) bool {
		s, judged := own[row]
		return !judged || s.Likely == s.Given
	})
}
