package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/propagate-go/propagate/internal/cli"
)

// program is a command that sh knows.
type program func(args []string, in io.Reader, out, err io.Writer) int

var programs = map[string]program{
	"propagate":              cli.Main,
	"go run ./cmd/propagate": cli.Main,
	"cat":                    filter(cat).run,
	"head":                   filter(head).run,
	"tail":                   filter(tail).run,
	"cut":                    filter(cut).run,
	"paste":                  paste,
}

// sh runs a line as a shell would, and writes to terminal what would be seen
// there. It knows the programs above, words with quotes, pipes, and redirection
// by <, > and 2>; anything else is an error.
func sh(line string, terminal io.Writer) error {
	tokens, err := split(line)
	if err != nil {
		return err
	}
	var stages []*stage
	for _, part := range splitAt(tokens, "|") {
		s, err := newStage(part)
		if err != nil {
			return err
		}
		stages = append(stages, s)
	}
	var between bytes.Buffer // what one stage writes and the next one reads
	for i, s := range stages {
		var out bytes.Buffer
		if err := s.run(&between, &out, terminal); err != nil {
			return err
		}
		between = out
		if i == len(stages)-1 {
			_, err = between.WriteTo(terminal)
		}
	}
	return err
}

// stage is one program of a pipeline.
type stage struct {
	program program
	args    []string
	files   map[string]string // by redirection
}

func newStage(tokens []token) (*stage, error) {
	s := &stage{files: map[string]string{}}
	for i := 0; i < len(tokens); i++ {
		if !tokens[i].operator {
			s.args = append(s.args, tokens[i].text)
			continue
		}
		if i+1 == len(tokens) || tokens[i+1].operator {
			return nil, fmt.Errorf("no file after %s", tokens[i].text)
		}
		s.files[tokens[i].text] = tokens[i+1].text
		i++
	}
	for name, p := range programs {
		if words := strings.Fields(name); len(s.args) >= len(words) && slices.Equal(words, s.args[:len(words)]) {
			s.program, s.args = p, s.args[len(words):]
			return s, nil
		}
	}
	return nil, fmt.Errorf("no such program: %q", s.args)
}

// run runs the program with its redirections.
func (s *stage) run(in io.Reader, out, err io.Writer) error {
	if path, ok := s.files["<"]; ok {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	for operator, w := range map[string]*io.Writer{">": &out, "2>": &err} {
		if path, ok := s.files[operator]; ok {
			f, err := os.Create(path)
			if err != nil {
				return err
			}
			defer f.Close()
			*w = f
		}
	}
	s.program(s.args, in, out, err)
	return nil
}

// token is a word or one of the operators |, <, > and 2>.
type token struct {
	text     string
	operator bool
}

func splitAt(tokens []token, operator string) [][]token {
	parts := [][]token{nil}
	for _, t := range tokens {
		if t.operator && t.text == operator {
			parts = append(parts, nil)
			continue
		}
		last := &parts[len(parts)-1]
		*last = append(*last, t)
	}
	return parts
}

// split splits a line into tokens.
func split(line string) ([]token, error) {
	var tokens []token
	for rest := strings.TrimLeft(line, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		if operator := leadingOperator(rest); operator != "" {
			tokens = append(tokens, token{operator, true})
			rest = rest[len(operator):]
			continue
		}
		word, after, err := leadingWord(rest)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, token{word, false})
		rest = after
	}
	return tokens, nil
}

func leadingOperator(s string) string {
	for _, operator := range []string{"2>", "|", "<", ">"} {
		if strings.HasPrefix(s, operator) {
			return operator
		}
	}
	return ""
}

// leadingWord takes a word with its quotes off s. Inside quotes, all characters
// but those special in "" stand for themselves.
func leadingWord(s string) (word, rest string, err error) {
	for s != "" && !strings.ContainsRune(" |<>", rune(s[0])) {
		c := s[0]
		s = s[1:]
		switch {
		case c == '\'' || c == '"':
			inside, after, closed := strings.Cut(s, string(c))
			if !closed {
				return "", "", errors.New("quote not closed")
			}
			if c == '"' && strings.ContainsAny(inside, "$`\\") {
				return "", "", fmt.Errorf(`not supported inside "": %s`, inside)
			}
			word, s = word+inside, after
		case strings.IndexByte("\\$`*?[]{}()!#~;&", c) >= 0:
			return "", "", fmt.Errorf("not supported: %c", c)
		default:
			word += string(c)
		}
	}
	return word, s, nil
}
