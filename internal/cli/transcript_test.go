package cli_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// step is a command that a manual shows, and the lines that it shows below it.
type step struct {
	line    int // of the manual, counted from 1
	command string
	below   int // the line after the command
	shown   string
}

var (
	fence = regexp.MustCompile("^( *)(```+|~~~+) *(\\w*)")
	shell = []string{"sh", "bash", "shell", "console", "terminal"}
)

// transcript returns the steps of the fenced blocks of a Markdown text whose lines
// begin with "$ ". What looks like a command but would not be run is an error.
func transcript(markdown string) ([]step, error) {
	var steps []step
	lines := strings.Split(markdown, "\n")
	for i := 0; i < len(lines); i++ {
		open := fence.FindStringSubmatch(lines[i])
		if open == nil {
			if strings.HasPrefix(strings.TrimSpace(lines[i]), "$ ") {
				return nil, fmt.Errorf("line %d: a command outside of a fenced block is not run", i+1)
			}
			continue
		}
		end := i + 1
		for ; end < len(lines) && strings.TrimSpace(lines[end]) != open[2]; end++ {
			lines[end] = strings.TrimPrefix(lines[end], open[1])
		}
		if end == len(lines) {
			return nil, fmt.Errorf("line %d: block without an end", i+1)
		}
		found, err := session(lines[i+1:end], i+2, slices.Contains(shell, open[3]))
		if err != nil {
			return nil, err
		}
		steps = append(steps, found...)
		i = end
	}
	return steps, nil
}

// session returns the steps of a block. One without any is fine unless it must
// have some.
func session(lines []string, number int, must bool) ([]step, error) {
	var steps []step
	prompt := func(line string) bool { return strings.HasPrefix(line, "$ ") }
	if first := slices.IndexFunc(lines, prompt); first < 0 && must || first > 0 {
		return nil, fmt.Errorf(`line %d: the block must begin with "$ " and a command`, number)
	} else if first < 0 {
		return nil, nil
	}
	for i := 0; i < len(lines); {
		s := step{line: number + i, command: strings.TrimPrefix(lines[i], "$ ")}
		for i++; strings.HasSuffix(s.command, `\`) && i < len(lines); i++ {
			s.command = strings.TrimSuffix(s.command, `\`) + lines[i]
		}
		s.below = number + i
		for ; i < len(lines) && !prompt(lines[i]); i++ {
			s.shown += lines[i] + "\n"
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// times are what a run says of how long it took, which no two runs do alike.
var times = regexp.MustCompile(`(?m)^time      .*$`)

// timeless returns a text with every such line the same.
func timeless(text string) string { return times.ReplaceAllString(text, "time      ...") }

// corrected returns a Markdown text with what the commands print in the place of what it shows.
func corrected(markdown string, steps []step, printed []string) string {
	lines := strings.Split(markdown, "\n")
	for i := len(steps) - 1; i >= 0; i-- {
		s := steps[i]
		if timeless(printed[i]) == timeless(strings.TrimRight(s.shown, "\n")) {
			continue
		}
		first := s.below - 1
		indent := strings.Repeat(" ", len(lines[s.line-1])-len(strings.TrimLeft(lines[s.line-1], " ")))
		var now []string
		for line := range strings.Lines(printed[i]) {
			now = append(now, indent+strings.TrimSuffix(line, "\n"))
		}
		shown := strings.TrimRight(s.shown, "\n")
		lines = slices.Replace(lines, first, first+len(slices.Collect(strings.Lines(shown))), now...)
	}
	return strings.Join(lines, "\n")
}
