package main

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"
)

const draws = 20

var labelsAClass = []int{1, 5, 10}

// sample is a table of which all true classes are known.
type sample struct {
	name    string
	header  []string
	cells   [][]string // the features
	classes []string   // of the rows
}

// defaults prints the accuracy of the command without flags.
func defaults(o options) error {
	folder, done, err := place(o.keep)
	if err != nil {
		return err
	}
	defer done()
	command := filepath.Join(folder, "propagate")
	build := exec.Command("go", "build", "-C", "../..", "-o", command, "./cmd/propagate")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	all, err := samples(o)
	if err != nil {
		return err
	}
	fmt.Println("| data | labels a class | accuracy | standard error |\n|---|---|---|---|")
	for _, s := range all {
		if err := s.measure(append([]string{command}, strings.Fields(o.flags)...), folder); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// place returns the folder to work in, and what to do in the end.
func place(keep string) (folder string, done func(), err error) {
	if keep != "" {
		keep, err = filepath.Abs(keep)
		return keep, func() {}, err
	}
	folder, err = os.MkdirTemp("", "results")
	return folder, func() { os.RemoveAll(folder) }, err
}

// samples reads the tables; the given labels of testdata are left out.
func samples(o options) ([]*sample, error) {
	var all []*sample
	for _, t := range []struct{ name, truth string }{
		{"digits", "digit"}, {"iris", "species"}, {"wine", "cultivar"}, {"breast_cancer", "diagnosis"},
	} {
		file, err := os.Open(filepath.Join("../../testdata", t.name+".csv"))
		if err != nil {
			return nil, err
		}
		s, err := read(t.name, file, t.truth)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	if o.usps == "" {
		return all, nil
	}
	file, err := os.Open(o.usps)
	if err != nil {
		return nil, err
	}
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	s, err := read("usps", text, "label")
	return append(all, s), err
}

// read takes the columns that are neither the truth nor label as features.
func read(name string, r io.Reader, truth string) (*sample, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	at := slices.Index(rows[0], truth)
	if at < 0 {
		return nil, fmt.Errorf("%s: no column %s", name, truth)
	}
	s := &sample{name: name}
	for i, row := range rows {
		var cells []string
		for j, cell := range row {
			if j != at && rows[0][j] != "label" {
				cells = append(cells, cell)
			}
		}
		if i == 0 {
			s.header = cells
			continue
		}
		s.cells, s.classes = append(s.cells, cells), append(s.classes, row[at])
	}
	return s, nil
}

// measure prints a row of the table for each number of labels.
func (s *sample) measure(command []string, folder string) error {
	list, err := os.Create(filepath.Join(folder, s.name+".draws"))
	if err != nil {
		return err
	}
	defer list.Close()
	path := filepath.Join(folder, s.name+".csv")
	for _, each := range labelsAClass {
		var all []float64
		for seed := range uint64(draws) {
			given := s.draw(each, seed)
			fmt.Fprintln(list, each, strings.Trim(fmt.Sprint(given), "[]"))
			if err := s.write(path, given); err != nil {
				return err
			}
			accuracy, err := run(command, path)
			if err != nil {
				return err
			}
			all = append(all, accuracy)
		}
		mean, deviation := stat.MeanStdDev(all, nil)
		fmt.Printf("| %s | %d | %.3f | %.4f |\n", s.name, each, mean, stat.StdErr(deviation, draws))
	}
	return s.write(path, nil)
}

// draw returns the rows, rising, of as many labels of every class.
func (s *sample) draw(each int, seed uint64) []int {
	taken := map[string]int{}
	var given []int
	for _, i := range rand.New(rand.NewPCG(seed, 2026)).Perm(len(s.classes)) {
		if taken[s.classes[i]] < each {
			taken[s.classes[i]]++
			given = append(given, i)
		}
	}
	slices.Sort(given)
	return given
}

func (s *sample) write(path string, given []int) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := csv.NewWriter(file)
	if err := w.Write(append(slices.Clone(s.header), "label", "truth")); err != nil {
		return err
	}
	for i, cells := range s.cells {
		label := ""
		if _, ok := slices.BinarySearch(given, i); ok {
			label = s.classes[i]
		}
		if err := w.Write(append(slices.Clone(cells), label, s.classes[i])); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// run returns the accuracy of the command on the rows without a label.
func run(command []string, path string) (float64, error) {
	args := append(command[1:len(command):len(command)],
		"-q", "--truth", "truth", "--json", "-", "-o", path+".out", path)
	out, err := exec.Command(command[0], args...).Output()
	if err != nil {
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	var summary struct {
		Evaluation struct{ Accuracy json.Number }
	}
	if err := json.Unmarshal(out, &summary); err != nil {
		return 0, err
	}
	return strconv.ParseFloat(summary.Evaluation.Accuracy.String(), 64)
}
