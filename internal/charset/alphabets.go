package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A language is a model of the characters that are not ASCII: those of its alphabet, the most frequent first.
type language struct {
	letters string // small ones
	latin   bool   // the other letters of its words are those of English
	many    bool   // letters are some of many characters of its writing
	rare    bool   // seldom met in tables, so that a shorter text is more likely in another one
}

// Languages, by the group of encodings that have their letters.
var (
	western = []language{
		{letters: "éèàçêôîùâûïëœæüÿ", latin: true},                       // French
		{letters: "äüößÄÖÜé", latin: true},                               // German
		{letters: "óíáéñúüç", latin: true},                               // Spanish
		{letters: "ãçáéíóêõúâàôü", latin: true},                          // Portuguese
		{letters: "àèòùéìíîóú", latin: true},                             // Italian
		{letters: "åøæéäöüóòôê", latin: true},                            // Danish, Norwegian
		{letters: "äåöéüáàèæø", latin: true},                             // Swedish, Finnish
		{letters: "éëïöèüáóíê", latin: true},                             // Dutch
		{letters: "àóèéíçòúïü·", latin: true},                            // Catalan
		{letters: "áíóðúöéæþý", latin: true, rare: true},                 // Icelandic
		{letters: "éüöáíóèäñçãåôêøâàëïîæßúõûù", latin: true, rare: true}, // names of several countries
	}
	central = []language{
		{letters: "íáéěčřžýšůúťňďóöü", latin: true},   // Czech
		{letters: "áíéčžýšúľťôňäďóŕĺöü", latin: true}, // Slovak
		{letters: "łąężóśćńźéöü", latin: true},        // Polish
		{letters: "éáöőóüíúűä", latin: true},          // Hungarian
		{letters: "čšžćđöüäé", latin: true},           // Croatian, Slovene
		{letters: "ăţşîâéöü", latin: true},            // Romanian
	}
	turkish = []language{{letters: "ıüşöçğİâîûé", latin: true}}
	baltic  = []language{{letters: "ėšųįąžčūęöü", latin: true}, {letters: "āīēšņūļžģķčö", latin: true}}
	russian = []language{{letters: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфёъ"}, {letters: "оаиніверткслмдупязьбгчйхцїжєшюфщґ"},
		{letters: "аиоентрвсдлкпмузгбчщяцшжхюйъфь"}}
	greek     = []language{{letters: "αοιτεσνηρυςπκμλίάόέήγδωβθφχύώξζψϊϋΐΰ"}}
	hebrew    = []language{{letters: "יוהלאמרתבשנדםחקפכעגזטצסןךףץ"}}
	arabic    = []language{{letters: "اليمونرتبةعدسفهكقحجشصطخأضئزذثظىغءإآؤ"}}
	thai      = []language{{letters: "านรอกเงมยลว่ดทสต้ะัปบคหแจพชขใไโีิืุูํำธณญศถฟผซษภฐฉฒฮฝฤๆ็์ฌฏฎฬึฅ๊๋ฯ๑๒๓"}}
	japans    = []language{{letters: hiragana + katakana + kanji, many: true}}
	koreans   = []language{{letters: hangul, many: true}}
	chinese   = []language{{letters: simplified, many: true}}
	taiwanese = []language{{letters: traditional, many: true}}
)

// Characters that make up most of a text.
const (
	hiragana = "あいうえおかがきぎくぐけげこごさざしじすずせぜそぞただちぢつづてでとどなにぬねのはばひびふぶへべほぼまみむめもやゆよらりるれろわをんっゃゅょ"
	katakana = "アイウエオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドナニヌネノハバヒビフブヘベホボマミムメモヤユヨラリルレロワンッャュョァィェォー"
	kanji    = "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半" +
		"男西電校語土木聞食車何南万毎白天母火右読友左休父雨京都市区県町村駅新社会事者地業方動物色犬猫赤青黒数値種類番号"
	hangul = "이다는의에을를가하고지은한사도로기아자인리시대어수나서정그해일라전부스보제만구상장주국원비들여우있했안면동성" +
		"모신소거과세조마트치유경무미연공관용분선방화계적것남강산김박최양"
	simplified = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心" +
		"多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身" +
		"高意进把法此实回二理美点月明其种声全工己话情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口" +
		"西平真气信北少关加内化由产入先山五水万市体别总场书比住员九性通目报马命安表原车白应路期死常提感金何更放系计或司利" +
		"光王果及今京务各至清物台记边共风八特南建色字请元社六七红黄蓝绿黑花半公省县城号数类型编男犬猫狗单价值"
	traditional = "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她裡後小麼心" +
		"多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身" +
		"高意進把法此實回二理美點月明其種聲全工己話情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口" +
		"西平真氣信北少關加內化由產入先山五水萬市體別總場書比住員九性通目報馬命安表原車白應路期死常提感金何更放系計或司利" +
		"光王果及今京務各至清物臺台記邊共風八特南建色字請元社六七紅黃藍綠黑花半省縣城號數類型編男貓狗單價值顏"
)

// candidate is an encoding and the languages that are written in it.
type candidate struct {
	name string
	encoding.Encoding
	languages []language
	prior     float64 // ln(how often it is met, compared with Windows-1252)
}

// Windows1252 is the name of the encoding that is likeliest where the letters do not tell.
const Windows1252 = "windows-1252"

// candidates are the encodings that are tried, the likeliest first.
var candidates = []candidate{
	{Windows1252, charmap.Windows1252, western, 0},
	{"windows-1250", charmap.Windows1250, central, -2},
	{"iso-8859-2", charmap.ISO8859_2, central, -2},
	{"windows-1254", charmap.Windows1254, turkish, -2},
	{"windows-1257", charmap.Windows1257, baltic, -2},
	{"iso-8859-15", charmap.ISO8859_15, western, 0},
	{"macintosh", charmap.Macintosh, western, -4},
	{"ibm850", charmap.CodePage850, western, -4},
	{"windows-1251", charmap.Windows1251, russian, 0},
	{"koi8-r", charmap.KOI8R, russian, 0},
	{"ibm866", charmap.CodePage866, russian, 0},
	{"iso-8859-5", charmap.ISO8859_5, russian, 0},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, russian, 0},
	{"windows-1253", charmap.Windows1253, greek, 0},
	{"windows-1255", charmap.Windows1255, hebrew, 0},
	{"windows-1256", charmap.Windows1256, arabic, 0},
	{"iso-8859-6", charmap.ISO8859_6, arabic, 0},
	{"windows-874", charmap.Windows874, thai, 0},
	{"shift_jis", japanese.ShiftJIS, japans, 0},
	{"euc-jp", japanese.EUCJP, japans, 0},
	{"euc-kr", korean.EUCKR, koreans, 0},
	{"gb18030", simplifiedchinese.GB18030, chinese, 0},
	{"big5", traditionalchinese.Big5, taiwanese, 0},
}
