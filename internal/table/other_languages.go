package table

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Languages that hold tables, too, and what to do with them.
var (
	isYAML = otherFile{is: "a YAML file, not a table",
		hint: "write it as JSON first, such as: yq -o=json FILE > rows.json"}
	isTOML = otherFile{is: "a TOML or INI file, not a table", hint: "write its rows as CSV or as JSON lines first"}
	isSQL  = otherFile{is: "statements of SQL, not a table", hint: "let a database carry them out, and write a table " +
		`as CSV, such as with: sqlite3 -header -csv DATABASE "select * from TABLE" > rows.csv`}
	isTensors = otherFile{is: "a safetensors file, not text", hint: "write a tensor as .npy, such as by " +
		`numpy.save("rows.npy", safetensors.numpy.load_file("FILE")["NAME"])`}
	isMATLAB4 = otherFile{is: "a MATLAB file (version 4), not text", hint: matlabHint}
)

var (
	// statement is the first one of a dump, behind comments.
	statement = regexp.MustCompile(`(?is)^(?:\s|--[^\n]*\n|/\*.*?\*/;?)*(?:(?:create|drop|alter)\s+(?:temporary\s+)?` +
		`(?:table|database|schema|sequence|extension|index)\s|insert\s+(?:or\s+\w+\s+)?into\s|replace\s+into\s|` +
		`pragma\s+\w+\s*=|begin(?:\s+transaction)?\s*;|start\s+transaction\s*;|set\s+[@\w.]+\s*=|use\s+\S+;|` +
		`copy\s+\S+\s*\(|lock\s+tables\s)`)

	// section is the first line of TOML and INI that says something, and setting one below.
	section = regexp.MustCompile(`^\[\[?[\w."' -]+\]\]?\s*(?:[#;].*)?$`)
	setting = regexp.MustCompile(`^\s*[\w."'-]+\s*=\s*\S`)

	// item begins a list of YAML, and entry is a line of an object in it.
	item   = regexp.MustCompile(`^-\s+(?:[\w"' -]+:(?:\s|$)|[{\[])`)
	entry  = regexp.MustCompile(`^\s*(?:-\s+)?[\w"'][\w"' .-]*:(?:\s+\S.*)?$`)
	dashed = regexp.MustCompile(`^\s*-\s`)
)

// otherLanguage finds texts in languages of programs.
func otherLanguage(head []byte) *otherFile {
	if !utf8.Valid(head[:min(len(head), 256)]) && !utf8.Valid(head[:min(len(head), 253)]) {
		return nil
	}
	text := bytes.TrimPrefix(head, []byte(bom))
	if statement.Match(text[:min(len(text), 8<<10)]) && bytes.IndexByte(text, ';') > 0 {
		return &isSQL
	}
	lines := saidLines(string(text))
	switch {
	case len(lines) < 2:
	case areSettings(lines):
		return &isTOML
	case areMembers(lines):
		return &isYAML
	}
	return nil
}

// saidLines returns the first whole lines of a text that are neither blank nor a comment behind #.
func saidLines(text string) []string {
	var lines []string
	for len(lines) < sampledLines {
		line, rest, more := strings.Cut(text, "\n")
		line = strings.TrimRight(line, "\r ")
		// A line without an end may go on, unless it is the last of a short text.
		if said := strings.TrimSpace(line); said != "" && said[0] != '#' && (more || len(text) < 1<<10) {
			lines = append(lines, line)
		}
		if text = rest; !more {
			break
		}
	}
	return lines
}

// areSettings reports whether lines are a heading in brackets, or all name a value, as in TOML.
func areSettings(lines []string) bool {
	if section.MatchString(lines[0]) {
		return setting.MatchString(lines[1]) || section.MatchString(lines[1])
	}
	named := 0
	for k, line := range lines {
		switch {
		case setting.MatchString(line):
			named++
		// A heading ends what may stand in front of it; a list may go on over lines.
		case k > 0 && section.MatchString(line):
			return named == k
		default:
			return false
		}
	}
	return true
}

// areMembers reports whether lines are those of YAML.
func areMembers(lines []string) bool {
	first := lines[0]
	below := entry.MatchString(lines[1]) || dashed.MatchString(lines[1])
	if strings.HasPrefix(first, "%YAML") || first == "---" && below || item.MatchString(first) {
		return true
	}
	// Names with values, some of which are lists or objects of their own.
	names := map[string]bool{}
	for _, line := range lines {
		name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch {
		case entry.MatchString(line):
			names[name] = true
		case !dashed.MatchString(line):
			return false
		}
	}
	return entry.MatchString(first) && len(names) > 1
}

// otherBinary finds formats whose first bytes are numbers.
func otherBinary(head []byte) *otherFile {
	switch {
	case isSafetensors(head):
		return &isTensors
	case isMATLAB(head, binary.LittleEndian, 0), isMATLAB(head, binary.BigEndian, 1000):
		return &isMATLAB4
	}
	return nil
}

// isSafetensors reports whether a file begins with the length of a description, which is an object of JSON.
func isSafetensors(head []byte) bool {
	const most = 100 << 20
	if len(head) < 10 || head[8] != '{' {
		return false
	}
	n := binary.LittleEndian.Uint64(head)
	begin := head[8:min(len(head), 4096)]
	described := bytes.Contains(begin, []byte(`"data_offsets"`)) || bytes.Contains(begin, []byte(`"__metadata__"`))
	return n > 1 && n < most && described
}

// isMATLAB reports whether a file begins with a matrix of MATLAB 4: five numbers of 32 bits, which are its type, the
// numbers of rows and columns, whether it is complex, and the length of its name, and the name, ended by a zero.
func isMATLAB(head []byte, order binary.ByteOrder, machine uint32) bool {
	const start, mostName = 20, 64
	if len(head) <= start {
		return false
	}
	kind, complex, name := order.Uint32(head), order.Uint32(head[12:]), int(order.Uint32(head[16:]))
	// A type is MOPT: the machine, a zero, the form of numbers and that of the matrix.
	kind -= machine
	form, shape := kind/10, kind%10
	sizes := order.Uint32(head[4:]) > 0 && order.Uint32(head[8:]) > 0
	if form > 5 || shape > 2 || complex > 1 || !sizes || name < 2 || name > mostName || len(head) < start+name {
		return false
	}
	text := head[start : start+name-1]
	return head[start+name-1] == 0 && !bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' })
}
