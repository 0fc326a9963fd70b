package table

import "bytes"

// otherFile is a file of another program, which begins with certain bytes.
type otherFile struct{ magic, is, hint string }

// ofOtherProgram returns an error that names the kind of a file that is no table which can be read, or nil.
func ofOtherProgram(head []byte, name string) error {
	f := otherFormat(head)
	if f == nil {
		f = otherText(head)
	}
	if f == nil {
		f = otherBinary(head)
	}
	if f == nil {
		f = otherLanguage(head)
	}
	if f == nil && bytes.HasPrefix(head, magicZip) {
		f = otherArchive(head[:min(1000, len(head))])
	}
	if f == nil {
		return nil
	}
	return &Error{File: name, Reason: f.is, Hint: f.hint}
}

// otherFormat finds the formats that are known by their first bytes, or by some further behind.
func otherFormat(head []byte) *otherFile {
	for k := range otherFiles {
		if f := &otherFiles[k]; bytes.HasPrefix(head, []byte(f.magic)) {
			return f
		}
	}
	for k := range besidesZeros {
		f := &besidesZeros[k]
		if bytes.HasPrefix(head, []byte(f.magic)) && bytes.IndexByte(head[:min(16, len(head))], 0) > 0 {
			return f
		}
	}
	for k := range within {
		f := &within[k]
		if len(head) > f.from && bytes.Contains(head[f.from:min(f.to, len(head))], []byte(f.magic)) {
			return &f.otherFile
		}
	}
	return nil
}

// otherText finds texts that hold no table.
func otherText(head []byte) *otherFile {
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte(bom))))
	for k := range markup {
		f := &markup[k]
		if !bytes.HasPrefix(text, []byte(f.magic)) {
			continue
		}
		// Web services give pages with a table, and Excel documents of XML, the name of a spreadsheet.
		switch {
		case f.hint == pageHint && bytes.Contains(text, []byte("<table")):
			return &tablePage
		case bytes.Contains(text[:min(500, len(text))], []byte("excel.sheet")):
			return &otherFile{is: isSheet, hint: sheetHint}
		}
		return f
	}
	return nil
}

// otherArchive tells what a ZIP archive is by the names of its first members.
func otherArchive(head []byte) *otherFile {
	for k := range archiveMembers {
		if bytes.Contains(head, []byte(archiveMembers[k].magic)) {
			return &archiveMembers[k]
		}
	}
	// Archives of NumPy are read.
	if bytes.Contains(head, []byte(".npy")) {
		return nil
	}
	return &otherFile{is: "a ZIP archive, not a table", hint: "unpack it first: unzip FILE"}
}
