package dataset

import (
	"slices"
	"strconv"
	"strings"

	"github.com/propagate-go/propagate/internal/missing"
)

// placeholders are words that people write where they do not know the label, in small letters.
var placeholders = []string{"unknown", "unk", "unassigned", "unlabeled", "unlabelled", "unclassified", "undetermined",
	"unspecified", "unannotated", "unset", "undefined", "undecided", "none", "nil", "missing", "pending", "tbd", "tba",
	"tbc", "todo", "to do", "n.a.", "no label", "nolabel", "no_label", "not labeled", "not labelled", "not assigned",
	"noclass", "unclear", "not available", "not annotated", "not known", "blank", "empty", "undef", "void",
	"?", "??", "???", "-", "--", ".",
	"unknow", "unkn", "n.d", "n.a", "n/k", "don't know", "dont know", "do not know", "dunno",
	"unsure", "skip", "skipped", "ignore", "ignored", "to label", "to be labeled", "to be labelled",
	"to be determined", "to be defined", "to be done"}

// placeholdersElsewhere are such words in other languages.
var placeholdersElsewhere = []string{
	"unbekannt", "nicht bekannt", "keine angabe", "k.a.", "k. a.", "k.a", "nicht zugeordnet", "unklar", "ohne",
	"inconnu", "inconnue", "non renseigné", "non renseigne", "indéterminé", "non classé", "n/d", "n.d.", "s/o", "s.o.",
	"desconocido", "desconocida", "sin dato", "sin datos", "sin clasificar", "sin etiqueta", "s/d", "ninguno",
	"pendiente",
	"desconhecido", "desconhecida", "não informado", "nao informado", "sem informação", "nenhum",
	"sconosciuto", "sconosciuta", "ignoto", "non noto", "da definire", "nessuno", "onbekend", "geen", "n.v.t.",
	"okänd", "okänt", "ukendt", "ukjent", "tuntematon", "nieznany", "brak", "brak danych", "neznámý", "ismeretlen",
	"неизвестно", "неизвестен", "нет данных", "н/д", "bilinmiyor", "άγνωστο", "غير معروف", "לא ידוע",
	"不明", "未定", "未分類", "未知", "未分类", "无", "미상", "알 수 없음"}

// codes are numbers that questionnaires have for "no answer".
var codes = []float64{-9, -99, -999, -9999, 99, 999, 9999}

// mostClassNumber is up to where classes are numbered, beside such a code.
const mostClassNumber = 20

// oneDigitCode is such a code, too, where all classes are numbered up to mostBelowCode.
const oneDigitCode, mostBelowCode = 9, 5

// isCode reports whether a class is the number for "no answer" beside two classes or more that are small numbers.
func (c Classes) isCode(v float64, number bool) bool {
	most := float64(mostClassNumber)
	if v == oneDigitCode {
		most = mostBelowCode
	}
	if !number || len(c) < 3 || v != oneDigitCode && !slices.Contains(codes, v) {
		return false
	}
	return !slices.ContainsFunc(c, func(name string) bool {
		other, err := strconv.ParseFloat(name, 64)
		return err != nil || other != v && !slices.Contains(codes, other) && (other < 0 || other > most)
	})
}

// denied are the beginnings of words that a label has when it is known, behind a word that denies it or behind un; a
// full stop ends a whole word.
var denied = []string{
	"label", "classif", "class.", "clase.", "classe.", "assign", "annotat", "known", "determin", "identif", "set.",
	"specified", "available", "sure.", "review", "answer", "applicable", "categori", "tagged", "coded", "given.",
	"recorded", "stated", "data.", "value.", "info.", "information.", "yet",
	"gelabel", "klassif", "zugeordnet", "bekannt", "beantwortet", "angegeben", "etiquet", "étiquet", "clasif", "classé",
	"connu", "renseign", "determ", "respuesta", "réponse", "antwort", "angabe",
}

// deny are words that deny what follows them.
var deny = []string{"not", "no", "non", "nicht", "kein", "keine", "sans", "sin", "senza", "sem", "never"}

// isPlaceholder reports whether a name says that the label is not known, in whatever spelling: <unknown>, not_assigned,
// Unassigned cells.
func isPlaceholder(name string) bool {
	lower := strings.ToLower(name)
	// An error of Excel is no name.
	if missing.Is(name) || len(lower) > 2 && lower[0] == '#' && strings.ContainsAny(lower[len(lower)-1:], "!?") {
		return true
	}
	// Brackets, dashes and underscores are how it is written, not what it says.
	words := strings.Fields(strings.NewReplacer("_", " ", "-", " ").Replace(strings.Trim(lower, " <>()[]{}*?!'\"")))
	plain := strings.Join(words, " ")
	for _, list := range [][]string{placeholders, placeholdersElsewhere} {
		if slices.Contains(list, lower) || slices.Contains(list, plain) {
			return true
		}
	}
	// In front of other words, too: unknown cells, unassigned 3.
	if len(words) == 0 {
		return false
	}
	if rest, un := strings.CutPrefix(words[0], "un"); un && deniesLabel(rest) {
		return true
	}
	return len(words) > 1 && slices.Contains(deny, words[0]) && slices.ContainsFunc(words[1:], deniesLabel)
}

// deniesLabel reports whether a word is one of those that a label has when it is known.
func deniesLabel(word string) bool {
	return slices.ContainsFunc(denied, func(s string) bool { return strings.HasPrefix(word+".", s) })
}

// isCodeAmongWords reports whether a class is a usual number for "no answer" and the only one that is a number.
func (c Classes) isCodeAmongWords(v float64, number bool) bool {
	if !number || len(c) < 3 || v != 0 && !slices.Contains(codes, v) {
		return false
	}
	// Beside other numbers it may be one of them.
	numbers := 0
	for _, name := range c {
		if _, err := strconv.ParseFloat(name, 64); err == nil {
			numbers++
		}
	}
	return numbers == 1
}

// Placeholders returns the classes whose names are words that mostly stand for a label that is not known: words such
// as unknown, codes such as 99 beside small numbers, and -1 where it is the only negative number and not beside 1
// alone.
func (c Classes) Placeholders() []string {
	var found []string
	for k, name := range c {
		v, err := strconv.ParseFloat(name, 64)
		// -1 is scikit-learn's word for no label, unless the classes are -1 and 1.
		minus := err == nil && v == minusOne && k == 0 && !(len(c) == 2 && sameClass(c[1], "1"))
		// Nor is - a word for none beside +.
		sign := isMinus(name) && slices.ContainsFunc(c, isPlus)
		if minus || isPlaceholder(name) && !sign || c.isCode(v, err == nil) ||
			c.isCodeAmongWords(v, err == nil) {
			found = append(found, name)
		}
	}
	return found
}
