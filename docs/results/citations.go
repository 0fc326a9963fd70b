package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/graph"
	"github.com/propagate-go/propagate/labelprop"
)

// citations prints the accuracy on the test nodes of a Planetoid split.
func citations(o options) error {
	topics, split, err := readNodes(o.nodes)
	if err != nil {
		return err
	}
	edges, err := readEdges(o.edges)
	if err != nil {
		return err
	}
	g, err := graph.FromEdges(len(topics), edges)
	if err != nil {
		return err
	}
	seeds := make([]int, len(topics))
	for i := range seeds {
		if seeds[i] = labelprop.Unlabeled; split[i] == "train" {
			seeds[i] = topics[i]
		}
	}
	plain, err := solved(g, labelprop.Classes(seeds), labelprop.Harmonic{})
	if err != nil {
		return err
	}
	mass, err := plain.MassNormalized(nil)
	if err != nil {
		return err
	}
	all, reached := onTest(plain.Labels, topics, split)
	withMass, reachedWithMass := onTest(mass.Labels, topics, split)
	fmt.Printf("harmonic %.3f, of those reached %.3f; with class mass %.3f, of those reached %.3f\n", all, reached, withMass, reachedWithMass)
	return nil
}

// onTest returns the share of right labels of the test nodes, and of those of them
// that have a label.
func onTest(labels, topics []int, split []string) (all, reached float64) {
	right, tested, labelled := 0.0, 0.0, 0.0
	for i, k := range labels {
		if split[i] != "test" {
			continue
		}
		tested++
		if k != labelprop.Unlabeled {
			labelled++
		}
		if k == topics[i] {
			right++
		}
	}
	return right / tested, right / labelled
}

// readNodes returns the label and the split of each node.
func readNodes(path string) (labels []int, split []string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.Comma = '\t'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows[1:] {
		k, err := strconv.Atoi(row[1])
		if err != nil {
			return nil, nil, err
		}
		labels, split = append(labels, k), append(split, row[2])
	}
	return labels, split, nil
}

// readEdges gives every pair the weight 1, once.
func readEdges(path string) ([]graph.Edge, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	var edges []graph.Edge
	for lines := bufio.NewScanner(text); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 2 {
			return nil, fmt.Errorf("%s: %q is not an edge", path, lines.Text())
		}
		from, err := strconv.Atoi(fields[0])
		if err != nil {
			return nil, err
		}
		to, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, err
		}
		edges = append(edges, graph.Edge{From: from, To: to, Weight: 1})
	}
	return edges, nil
}
