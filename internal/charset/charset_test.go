package charset

import (
	"bytes"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// texts are the first article of the Universal Declaration of Human Rights, and the encodings it is written in.
var texts = []struct{ encodings, text string }{
	{"windows-1251 koi8-r ibm866 iso-8859-5 x-mac-cyrillic", "Все люди рождаются свободными и равными в своем достоинстве " +
		"и правах. Они наделены разумом и совестью и должны поступать в отношении друг друга в духе братства."},
	{"windows-1251", "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і " +
		"совістю і повинні діяти у відношенні один до одного в дусі братерства."},
	{"windows-1251", "Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и " +
		"следва да се отнасят помежду си в дух на братство."},
	{"windows-1253", "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι " +
		"προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με πνεύμα αδελφοσύνης."},
	{"windows-1250 iso-8859-2", "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni " +
		"rozumem a svědomím a mají spolu jednat v duchu bratrství."},
	{"windows-1250 iso-8859-2", "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni " +
		"obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa."},
	{"windows-1250", "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és " +
		"lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek."},
	{"windows-1250", "Toate fiinţele umane se nasc libere şi egale în demnitate şi în drepturi. Ele sunt înzestrate cu " +
		"raţiune şi conştiinţă şi trebuie să se comporte unele faţă de altele în spiritul fraternităţii."},
	{"windows-1254", "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve " +
		"birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler."},
	{"windows-1257", "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė ir jie " +
		"turi elgtis vienas kito atžvilgiu kaip broliai."},
	{"windows-1252 macintosh ibm850", "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont " +
		"doués de raison et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité."},
	{"windows-1252 macintosh ibm850", "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit " +
		"Vernunft und Gewissen begabt und sollen einander im Geiste der Brüderlichkeit begegnen. Größe, Äpfel, Übung."},
	{"windows-1252", "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de " +
		"razón y conciencia, deben comportarse fraternalmente los unos con los otros, año, niño."},
	{"windows-1252", "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de " +
		"consciência, devem agir uns para com os outros em espírito de fraternidade."},
	{"windows-1252", "Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och " +
		"samvete och bör handla gentemot varandra i en anda av gemenskap."},
	{"windows-1252", "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og " +
		"samvittighed, og de bør handle mod hverandre i en broderskabets ånd."},
	{"windows-1255", "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך חובה עליהם " +
		"לנהוג איש ברעהו ברוח של אחווה."},
	{"windows-1256 iso-8859-6", "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن " +
		"يعامل بعضهم بعضا بروح الإخاء."},
	{"shift_jis euc-jp", "すべての人間は 生まれながらにして自由であり かつ 尊厳と権利とについて平等である 人間は 理性と良心とを授けられており " +
		"互いに同胞の精神をもって行動しなければならない"},
	{"euc-kr", "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 " +
		"서로 형제애의 정신으로 행동하여야 한다."},
	{"gb18030", "人人 生而 自由 在 尊严 和 权利 上 一律 平等 他们 赋有 理性 和 良心 并 应以 兄弟 关系 的 精神 相 对待"},
	{"big5", "人人 生而 自由 在 尊嚴 和 權利 上 一律 平等 他們 賦有 理性 和 良心 並 應以 兄弟 關係 的 精神 相 對待"},
	{"windows-874", "มนุษย์ทั้งหลาย เกิดมา มี อิสระ และ เสมอภาค กัน ใน เกียรติศักดิ์ และ สิทธิ ต่าง มี เหตุผล และ มโนธรรม"},
}

// eachText calls f with every text in every encoding, whole for 0 words, or some words of it.
func eachText(t *testing.T, rng *rand.Rand, words int, f func(name, text string, bytes []byte)) {
	t.Helper()
	for _, of := range texts {
		for name := range strings.FieldsSeq(of.encodings) {
			e, err := ByName(name)
			require.NoError(t, err)
			text := of.text
			if words > 0 {
				// Words as they stand in cells.
				all := strings.Fields(text)
				rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
				text = strings.Trim(strings.Join(all[:min(words, len(all))], "\n"), ".,")
			}
			b, err := e.NewEncoder().Bytes([]byte(text))
			require.NoError(t, err, name)
			if !utf8.Valid(b) {
				f(name, text, b)
			}
		}
	}
}

func TestWholeTexts(t *testing.T) {
	eachText(t, nil, 0, func(name, text string, b []byte) {
		g := Find(b)
		assert.True(t, g.Sure(), "%s %q: %+v", name, text, g)
		got, err := g.NewDecoder().Bytes(b)
		require.NoError(t, err)
		assert.Equal(t, text, string(got), "%s is not %s", name, g.Name)
	})
}

// TestFewWords holds that an encoding that is sure is the right one. With PROPAGATE_MEASURE=1, of 5,668 tables of 1 to
// 16 words 4,083 were sure, and all of these right.
func TestFewWords(t *testing.T) {
	draws := 1
	if os.Getenv("PROPAGATE_MEASURE") != "" {
		draws = 40
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, words := range []int{1, 2, 4, 8, 16} {
		tried, right, sure := 0, 0, 0
		for range draws {
			eachText(t, rng, words, func(name, text string, b []byte) {
				g := Find(b)
				got, err := g.NewDecoder().Bytes(b)
				require.NoError(t, err)
				tried++
				if string(got) == text {
					right++
				}
				if g.Sure() {
					sure++
					assert.Equal(t, text, string(got), "%s is not %s: %v", name, g.Name, g.Lead)
				}
			})
		}
		t.Logf("%d words: %d tried, %d right, %d sure", words, tried, right, sure)
		if words >= 8 {
			assert.Greater(t, sure, tried*7/10)
		}
	}
}

func TestUTF16(t *testing.T) {
	for _, text := range []string{"x,label\n1,café\n2,\n", "цвет,метка\n1,кошка\n2,собака\n", "颜色,x\n黄,1\n"} {
		for _, name := range []string{"utf-16le", "utf-16be"} {
			e, err := ByName(name)
			require.NoError(t, err)
			b, err := e.NewEncoder().Bytes([]byte(text))
			require.NoError(t, err)
			got, found := UTF16(b)
			assert.True(t, found, "%s %q", name, text)
			assert.Equal(t, name, got.Name)
		}
	}
	// Binary files have zeros on both sides.
	_, found := UTF16([]byte("PK\x03\x04\x00\x00\x00\x00\x01\x00"))
	assert.False(t, found)
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"cp1251": "windows-1251", "Latin1": "windows-1252", "sjis": "shift_jis",
		"GBK": "gbk", "utf8": "utf-8", "cp437": "cp437", "ibm850": "ibm850", "cp866": "ibm866"} {
		e, err := ByName(name)
		require.NoError(t, err, name)
		assert.Equal(t, want, e.Name)
	}
	_, err := ByName("klingon")
	assert.ErrorContains(t, err, "klingon")
}

// Bytes by chance are no text, however much likelier they are in one encoding than in the others. Of a few, some are.
func TestNoiseIsNoText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 30 {
		noise := make([]byte, 400)
		for i := range noise {
			noise[i] = byte(128 + r.IntN(128))
		}
		assert.False(t, Find(noise).Sure())
	}
	// A few zeros make no UTF-16.
	long := bytes.Repeat([]byte("a line of a table\n"), 100)
	long[10], long[20], long[30] = 0, 0, 0
	_, is := UTF16(long)
	assert.False(t, is)
}
