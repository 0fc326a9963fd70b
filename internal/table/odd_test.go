package table

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOtherFormats names the formats that are not read. The bytes are those that the programs write.
func TestOtherFormats(t *testing.T) {
	zip := func(member string) string { return "PK\x03\x04\x14" + strings.Repeat("\x00", 25) + member + "\x01\x02" }
	for begin, says := range map[string]string{
		zip("data.csv"):                 "a ZIP archive",
		zip("xl/workbook.xml"):          "a spreadsheet",
		zip("word/document"):            "a document of Word",
		zip("ppt/slides"):               "a presentation",
		zip("archive/data.pkl"):         "a model of PyTorch",
		"ID;PWXL;N;E\r\nP;PGeneral\r\n": "a spreadsheet (SYLK)",
		"TABLE\r\n0,1\r\n\"EXCEL\"\r\n": "a spreadsheet (DIF)",
		"<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n": "a spreadsheet",
		"<html><body><table><tr><td>x":                                          "a table of a web page",
		"<html><body>Not found":                                                 "a web page",
		"\xef\xbb\xbf<!DOCTYPE html>":                                           "a web page",
		strings.Repeat(" ", 200) + "ASCII SPSS PORT FILE":                       "an SPSS file (portable)",
		"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!":                      "a SAS transport file",
		"\x71\x02\x01\x00\x05\x00":                                              "a Stata file",
		"\x73\x02\x01\x00\x05\x00":                                              "a Stata file",
		"structure(list(x = c(1, 2)), class = \"data.frame\")":                  "an object of R",
		"MATLAB 7.3 MAT-file, Platform: GLNXA64":                                "a MATLAB file",
		"CDF\x01\x00\x00\x00\x00":                                               "a NetCDF file",
		"\x00\x01\x00\x00Standard Jet DB\x00":                                   "an Access database",
		"\x00\x01\x00\x00Standard ACE DB\x00":                                   "an Access database",
		"\x01\x02\x03\x04\x05\x06\x07\x08DUCK@\x00":                             "a DuckDB database",
		"\x03\x7a\x01\x01\x05\x00\x00\x00":                                      "a dBase file",
		"data.csv" + strings.Repeat("\x00", 249) + "ustar\x0000":                "a tar archive",
		"\x04\x22\x4d\x18\x64\x40\xa7":                                          "packed by LZ4",
		"\xff\x06\x00\x00sNaPpY":                                                "packed by Snappy",
		"\x1f\x9d\x90":                                                          "packed by compress",
		"\x5d\x00\x00\x80\x00":                                                  "packed by LZMA",
		"\xff\xd8\xff\xe0\x00\x10JFIF":                                          "an image",
		"\x89PNG\r\n\x1a\n":                                                     "an image",
		"GIF89a\x01\x00":                                                        "an image",
		"RIFF\x10\x00\x00\x00WAVEfmt":                                           "a sound",
		"GGUF\x03\x00\x00\x00":                                                  "a model of another program",
		"\x7fELF\x02\x01":                                                       "a program",
		"{\\rtf1\\ansi":                                                         "a document (RTF)",
		"\\begin{tabular}{ll}\n":                                                "a LaTeX document",
		"\x09\x00\x04\x00\x02\x00\x10\x00":                                      "a spreadsheet (xls) of an old Excel",
		"\x09\x02\x06\x00\x00\x00\x10\x00\x00\x00":                              "a spreadsheet (xls) of an old Excel",
		"\x09\x08\x08\x00\x00\x05\x05\x00":                                      "a spreadsheet (xls) of an old Excel",
		"\x3a\x00\x00\x00\x00\x00\x00\x00{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}":  "a safetensors file",
		"\x00\x00\x00\x00\x03\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00x\x00\x00\x00":     "a MATLAB file (version 4)",
		"\x00\x00\x03\xe8\x00\x00\x00\x03\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x02x\x00\x00\x00":     "a MATLAB file (version 4)",
		"- x: 1\n  label: a\n- x: 2\n  label: b\n":                                                          "a YAML file",
		"---\nrows:\n  - {x: 1, label: a}\n":                                                                "a YAML file",
		"# of a program\nx: [1, 2]\nlabel: [a, b]\n":                                                        "a YAML file",
		"name: \"t\"\nrows:\n- 1\n":                                                                         "a YAML file",
		"[[row]]\nx = 1\nlabel = \"a\"\n":                                                                   "a TOML or INI file",
		"title = \"t\"\n\n[row.1]\nx = [1,\n2]\n":                                                           "a TOML or INI file",
		"-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `t`;\nCREATE TABLE `t` (\n": "statements of SQL",
		"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n":                                                    "statements of SQL",
		"--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\n":                                    "statements of SQL",
		"insert into t (x, label) values (1, 'a');\n":                                                       "statements of SQL",
		"| x | label |\n|---+---|\n| 1 | a |\n":                                                             "a table that is drawn",
		"\"x,label\"\n\"1,a\"\n":                                                                            "each line is one cell in quotes",
	} {
		_, err := Read(strings.NewReader(begin), "t")
		var e *Error
		if assert.ErrorAs(t, err, &e, "%q", begin) {
			assert.Contains(t, e.Reason, says)
			assert.NotEmpty(t, e.Hint, says)
			assert.NotContains(t, e.Error()+e.Hint, "\n")
		}
	}
	for _, text := range []string{"ID;Price;label\n1;2;a\n", "TABLE,x\n0,1\n", "RIFF,x\n1,2\n", "s,r,q\n1,2,3\n", "GIF,II,MM\n1,2,3\n",
		"GGUF,PARE\n1,2\n", "DUCK,ustar\n1,2\n", "A\n3\n262657\n", "structure,list\n1,2\n", "CDF,x\n1,2\n", "name, first\nx, y\n",
		// Texts that begin as other languages do.
		"time: start,label\n1,a\n", "a=1,a=2\n0,1\n", "[x],y\n1,2\n", "- x,y\n-1,2\n", "insert into,x\n1,2\n", "set a;b\n1;2\n",
		"text\nnote: one\nplain\n", "\t\x00"[:1] + "x\ty\n1\t2\t3\n"} {
		_, err := Read(strings.NewReader(text), "t")
		assert.NoError(t, err, text)
	}
}

// TestNoFile tells what a path that leads nowhere may mean.
func TestNoFile(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"good.csv", "other.csv", "Data Set.csv"} {
		require.NoError(t, os.WriteFile(name, []byte("x,label\n1,a\n2,b\n"), 0o666))
	}
	require.NoError(t, os.Symlink("nowhere.csv", "link.csv"))
	require.NoError(t, os.Symlink("loop.csv", "loop.csv"))
	for path, want := range map[string][2]string{
		"https://example.com/rows.csv": {"an address, not a file", "download it first"},
		"s3://bucket/rows.csv":         {"an address, not a file", "download it first"},
		"file:///tmp/rows.csv":         {"no such file", "without file://"},
		"rows*.csv":                    {"no such file", "fills in * and ?"},
		"~/rows.csv":                   {"no such file", "give the whole path"},
		"$DATA/rows.csv":               {"no such file", "give the whole path"},
		`%DATA%\rows.csv`:              {"no such file", "give the whole path"},
		"good.csv,other.csv":           {"no such file", "named one by one"},
		"link.csv":                     {`a link to "nowhere.csv", which is not there`, "where the link leads"},
		"loop.csv":                     {"too many levels of symbolic links", "leads to itself"},
		"GOOD.csv":                     {`did you mean "good.csv"?`, "check the path"},
		"good":                         {`did you mean "good.csv"?`, "check the path"},
		"goood.csv":                    {`did you mean "good.csv"?`, "check the path"},
		" 'other.csv' ":                {`did you mean "other.csv"?`, "check the path"},
		"./data set.csv":               {`did you mean "./Data Set.csv"?`, "check the path"},
		"C:rows.csv":                   {"no such file", "check the path"},
		"no/folder.csv":                {"no such file", "check the path"},
	} {
		_, err := ReadFile(path)
		var e *Error
		if assert.ErrorAs(t, err, &e, path) {
			assert.Contains(t, e.Reason, want[0], path)
			assert.Contains(t, e.Hint, want[1], path)
		}
	}
	for path, want := range map[string][2]string{
		"https://example.com/rows.csv": {"an address, not a file", "another program"},
		"~/rows.csv":                   {"no such folder", "give the whole path"},
		"no/rows.csv":                  {"no such folder", "make the folder first"},
	} {
		err := WriteFileAtomic(filepath.FromSlash(path), nil)
		var e *Error
		if assert.ErrorAs(t, err, &e, path) {
			assert.Contains(t, e.Reason, want[0], path)
			assert.Contains(t, e.Hint, want[1], path)
		}
	}
}
