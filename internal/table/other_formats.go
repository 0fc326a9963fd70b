package table

const (
	sheetHint  = "save the sheet as CSV: Excel and LibreOffice do so with Save As"
	rHint      = "write the data frame with write.csv(x, \"rows.csv\", row.names=FALSE)"
	spssHint   = "write it as CSV first, with SPSS or read_spss and to_csv of pandas"
	stataHint  = "write it as CSV first, with export delimited or to_csv of pandas"
	sasHint    = "write it as CSV first, with proc export or to_csv of pandas"
	pickleHint = "write the table with to_csv of pandas"
	matlabHint = "write a table with writetable(x, \"rows.csv\"), and a matrix with writematrix(x, \"rows.csv\")"
	hdfHint    = "write the table as CSV first, such as by to_csv of pandas; of cells (h5ad): " +
		"numpy.savez(\"rows.npz\", x=a.obsm[\"X_pca\"], label=a.obs[\"cell_type\"])"
	sparseHint = "write the rows with their labels by numpy.savez(\"rows.npz\", x=matrix.toarray(), label=label), or " +
		"by dump_svmlight_file of scikit-learn, in which they stay sparse"
	pageHint  = "the address may lead to a page about the file, or to an error: download the file itself"
	tableHint = "write it as CSV first, such as with read_html and to_csv of pandas"
	imageHint = "compute numbers of the images first, and give a table with a row for each"

	isSheet = "a spreadsheet, not text"

	// Excel 2 to 5 wrote records without a container. Excel of today refuses most of them, unless it is told.
	isOldSheet   = "a spreadsheet (xls) of an old Excel, not text"
	oldSheetHint = "save the sheet as CSV with LibreOffice: soffice --convert-to csv FILE"

	isImage = "an image, not a table"
)

// otherFiles are formats of other programs with their first bytes.
var otherFiles = []otherFile{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a spreadsheet (xls), not text", sheetHint},
	{"\x09\x00\x04\x00", isOldSheet, oldSheetHint}, {"\x09\x02\x06\x00", isOldSheet, oldSheetHint},
	{"\x09\x04\x06\x00", isOldSheet, oldSheetHint}, {"\x09\x08\x08\x00", isOldSheet, oldSheetHint},
	{"\x09\x08\x10\x00", isOldSheet, oldSheetHint},
	{"ID;PWXL;", "a spreadsheet (SYLK), not CSV", sheetHint},
	{"ID;PSCALC", "a spreadsheet (SYLK), not CSV", sheetHint},
	{"TABLE\n0,1\n", "a spreadsheet (DIF), not CSV", sheetHint},
	{"TABLE\r\n0,1\r\n", "a spreadsheet (DIF), not CSV", sheetHint},
	{"\x89HDF\r\n\x1a\n", "an HDF5 file, not text", hdfHint},
	{"CDF\x01", "a NetCDF file, not text", "write the table as CSV first, such as with xarray and to_csv of pandas"},
	{"CDF\x02", "a NetCDF file, not text", "write the table as CSV first, such as with xarray and to_csv of pandas"},
	{"SQLite format 3\x00", "a SQLite database, not text",
		`write a table as CSV first: sqlite3 -header -csv FILE "select * from TABLE" > rows.csv`},
	{"$FL2", "an SPSS file, not text", spssHint},
	{"$FL3", "an SPSS file, not text", spssHint},
	{"<stata_dta>", "a Stata file, not text", stataHint},
	{"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60", "a SAS file, not text", sasHint},
	{"HEADER RECORD*******", "a SAS transport file, not CSV", sasHint},
	{"RDX2\nX\n", "a workspace of R, not text", rHint},
	{"RDX3\nX\n", "a workspace of R, not text", rHint},
	{"X\n\x00\x00\x00", "an object of R (rds), not text", rHint},
	{"structure(list(", "an object of R (dput), not CSV", rHint},
	{"\x80\x02", "a pickle of Python, not text", pickleHint},
	{"\x80\x03", "a pickle of Python, not text", pickleHint},
	{"\x80\x04\x95", "a pickle of Python, not text", pickleHint},
	{"\x80\x05\x95", "a pickle of Python, not text", pickleHint},
	{"MATLAB 5.0 MAT-file", "a MATLAB file, not text", matlabHint},
	{"MATLAB 7.3 MAT-file", "a MATLAB file, not text", matlabHint},
	{"%PDF-", "a PDF document, not a table", "give the table as CSV"},
	{"{\\rtf", "a document (RTF), not a table", "save the table as CSV"},
	{"\\begin{", "a LaTeX document, not a table", "give the table as CSV"},
	{"\\documentclass", "a LaTeX document, not a table", "give the table as CSV"},
	{"BZh91AY&SY", "packed by bzip2, which is not read", "unpack it first: bzip2 -dk FILE"},
	{"\xfd7zXZ\x00", "packed by xz, which is not read", "unpack it first: xz -dk FILE"},
	{"7z\xbc\xaf\x27\x1c", "packed by 7-Zip, which is not read", "unpack it first: 7z x FILE"},
	{"\x04\x22\x4d\x18", "packed by LZ4, which is not read", "unpack it first: lz4 -dk FILE"},
	{"\xff\x06\x00\x00sNaPpY", "packed by Snappy, which is not read", "unpack it first"},
	{"\x1f\x9d", "packed by compress, which is not read", "unpack it first: gzip -dk FILE"},
	{"\x5d\x00\x00", "packed by LZMA, which is not read", "unpack it first: xz -dk FILE"},
	{"Rar!\x1a\x07", "packed by RAR, which is not read", "unpack it first: unrar x FILE"},
	{"\x1f\x8b", "packed by gzip twice", "unpack it once more: gzip -dk FILE"},
	{"Obj\x01", "an Avro file, not text", "write it as CSV or Parquet first"},
	{"ORC\x08", "an ORC file, not text", "write it as CSV or Parquet first"},
	{"version https://git-lfs.github.com/spec/", "a pointer of Git LFS, not the file itself",
		"get the file: git lfs pull"},
	{"\xff\xd8\xff", isImage, imageHint}, {"\x89PNG\r\n", isImage, imageHint}, {"GIF87a", isImage, imageHint},
	{"GIF89a", isImage, imageHint}, {"II*\x00", isImage, imageHint}, {"MM\x00*", isImage, imageHint},
	{"\x7fELF", "a program, not a table", "give a CSV file"},
}

// besidesZeros are formats whose first letters may be those of a text, in which no zero byte follows.
var besidesZeros = []otherFile{
	{"PARE", "an encrypted Parquet file", hintEncrypted},
	{"FEA1", "a Feather file of version 1, which is not read",
		"write it as version 2, or as CSV, such as by read_feather and to_csv of pandas"},
	{"q\x01", "a Stata file, not text", stataHint}, {"q\x02", "a Stata file, not text", stataHint},
	{"r\x01", "a Stata file, not text", stataHint}, {"r\x02", "a Stata file, not text", stataHint},
	{"s\x01", "a Stata file, not text", stataHint}, {"s\x02", "a Stata file, not text", stataHint},
	{"RIFF", "a sound, a video or an image, not a table", imageHint},
	{"GGUF", "a model of another program, not a table", "give a table with a row for each thing"},
	{"\x03", "a dBase file, not text", sheetHint},
}

// within are formats with bytes that tell them somewhere behind their beginning.
var within = []struct {
	otherFile
	from, to int // where
}{
	{otherFile{"ASCII SPSS PORT FILE", "an SPSS file (portable), not CSV", spssHint}, 0, 700},
	{otherFile{"ustar", "a tar archive, not a table", "unpack it first: tar xf FILE"}, 257, 262},
	{otherFile{"\x00\x01\x00\x00Standard Jet DB", isAccess, accessHint}, 0, 20},
	{otherFile{"\x00\x01\x00\x00Standard ACE DB", isAccess, accessHint}, 0, 20},
	{otherFile{"DUCK", "a DuckDB database, not text",
		"write a table as CSV first: COPY t TO 'rows.csv' (HEADER)"}, 8, 12},
}

const (
	isAccess   = "an Access database, not text"
	accessHint = "write a table as CSV first, with Access or mdb-export of mdbtools"
)

// markup are beginnings of texts that hold no table, in small letters.
var markup = []otherFile{
	{"<!doctype html", "a web page, not a table", pageHint},
	{"<html", "a web page, not a table", pageHint},
	{"<head", "a web page, not a table", pageHint},
	{"<body", "a web page, not a table", pageHint},
	{"<div", "a web page, not a table", pageHint},
	{"<table", tablePage.is, tableHint},
	{"<?xml", "an XML document, not a table", "give the table as CSV or JSON lines"},
}

var tablePage = otherFile{is: "a table of a web page, not text", hint: tableHint}

// archiveMembers are names that tell an archive by its first members.
var archiveMembers = []otherFile{
	{"word/", "a document of Word, not a table", "save the table as CSV"},
	{"ppt/", "a presentation, not a table", "save the table as CSV"},
	{"[Content_Types].xml", isSheet, sheetHint}, {"_rels/", isSheet, sheetHint}, {"xl/", isSheet, sheetHint},
	{"application/vnd.oasis.opendocument", isSheet, sheetHint},
	{"data.pkl", "a model of PyTorch, not a table", pickleHint},
}
