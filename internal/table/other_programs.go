package table

import "bytes"

// otherFile is a file of another program, which begins with certain bytes.
type otherFile struct{ magic, is, hint string }

const (
	sheetHint = "save the sheet as CSV: Excel and LibreOffice do so with Save As"
	rHint     = "write the data frame with write.csv(x, \"rows.csv\", row.names=FALSE)"
	spssHint  = "write it as CSV first, with SPSS or read_spss and to_csv of pandas"
	pageHint  = "the address may lead to a page about the file, or to an error: download the file itself"
)

var otherFiles = []otherFile{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a spreadsheet (xls), not text", sheetHint},
	{"\x89HDF\r\n\x1a\n", "an HDF5 file, not text", "write the table as CSV first, such as by to_csv of pandas"},
	{"SQLite format 3\x00", "a SQLite database, not text",
		`write a table as CSV first: sqlite3 -header -csv FILE "select * from TABLE" > rows.csv`},
	{"$FL2", "an SPSS file, not text", spssHint},
	{"$FL3", "an SPSS file, not text", spssHint},
	{"<stata_dta>", "a Stata file, not text", "write it as CSV first, with export delimited or to_csv of pandas"},
	{"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60", "a SAS file, not text",
		"write it as CSV first, with proc export or to_csv of pandas"},
	{"RDX2\nX\n", "a workspace of R, not text", rHint},
	{"RDX3\nX\n", "a workspace of R, not text", rHint},
	{"X\n\x00\x00\x00", "an object of R (rds), not text",
		rHint},
	{"\x80\x02", "a pickle of Python, not text", "write the table with to_csv of pandas"},
	{"\x80\x03", "a pickle of Python, not text", "write the table with to_csv of pandas"},
	{"\x80\x04\x95", "a pickle of Python, not text", "write the table with to_csv of pandas"},
	{"\x80\x05\x95", "a pickle of Python, not text", "write the table with to_csv of pandas"},
	{"MATLAB 5.0 MAT-file", "a MATLAB file, not text", "write the table with writetable(x, \"rows.csv\")"},
	{"%PDF-", "a PDF document, not a table", "give the table as CSV"},
	{"BZh91AY&SY", "packed by bzip2, which is not read", "unpack it first: bzip2 -dk FILE"},
	{"\xfd7zXZ\x00", "packed by xz, which is not read", "unpack it first: xz -dk FILE"},
	{"7z\xbc\xaf\x27\x1c", "packed by 7-Zip, which is not read", "unpack it first: 7z x FILE"},
	{"Obj\x01", "an Avro file, not text", "write it as CSV or Parquet first"},
	{"ORC\x08", "an ORC file, not text", "write it as CSV or Parquet first"},
	{"version https://git-lfs.github.com/spec/", "a pointer of Git LFS, not the file itself",
		"get the file: git lfs pull"},
}

// besidesZeros are formats whose first letters may be those of a text, in which no zero byte follows.
var besidesZeros = []otherFile{
	{"PARE", "an encrypted Parquet file", hintEncrypted},
	{"FEA1", "a Feather file of version 1, which is not read",
		"write it as version 2, or as CSV, such as by read_feather and to_csv of pandas"},
}

// markup are beginnings of texts that hold no table, in small letters.
var markup = []otherFile{
	{"<!doctype html", "a web page, not a table",
		pageHint},
	{"<html", "a web page, not a table",
		pageHint},
	{"<table", "a table of a web page, not text",
		"write it as CSV first, such as with read_html and to_csv of pandas"},
	{"<?xml", "an XML document, not a table", "give the table as CSV or JSON lines"},
}

// ofOtherProgram returns an error that names the kind of a file that is no table which can be read, or nil.
func ofOtherProgram(head []byte, name string) error {
	refuse := func(f otherFile) error { return &Error{File: name, Reason: f.is, Hint: f.hint} }
	for _, f := range otherFiles {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return refuse(f)
		}
	}
	for _, f := range besidesZeros {
		if bytes.HasPrefix(head, []byte(f.magic)) && bytes.IndexByte(head[:min(8, len(head))], 0) > 0 {
			return refuse(f)
		}
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head[:min(200, len(head))], []byte(bom))))
	for _, f := range markup {
		if bytes.HasPrefix(text, []byte(f.magic)) {
			return refuse(f)
		}
	}
	if !bytes.HasPrefix(head, magicZip) {
		return nil
	}
	// Spreadsheets of today are archives, whose first members have names of their own.
	for _, member := range []string{"[Content_Types].xml", "_rels/", "xl/", "application/vnd.oasis.opendocument"} {
		if bytes.Contains(head[:min(1000, len(head))], []byte(member)) {
			return refuse(otherFile{is: "a spreadsheet, not text", hint: sheetHint})
		}
	}
	return nil
}
