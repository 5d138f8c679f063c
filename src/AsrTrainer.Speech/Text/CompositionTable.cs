namespace AsrTrainer.Speech.Text;

/// <summary>
/// The data of <see cref="CanonicalComposition"/>: facts of the Unicode Character Database (version 14, UnicodeData.txt and
/// CompositionExclusions.txt), for characters up to U+FFFF. Hangul syllables are computed instead.
/// </summary>
internal static class CompositionTable
{
    /// <summary>A mark, its canonical combining class, and pairs of characters: a base, and the base composed with the mark.</summary>
    internal sealed record Mark(char Character, byte CombiningClass, string Pairs);

    /// <summary>Pairs of characters of which the first one is only another code for the second.</summary>
    internal const string Singletons =
        "\u0340\u0300\u0341\u0301\u0343\u0313\u0374\u02B9\u037E\u003B\u0387\u00B7\u1F71\u03AC\u1F73\u03AD" +
        "\u1F75\u03AE\u1F77\u03AF\u1F79\u03CC\u1F7B\u03CD\u1F7D\u03CE\u1FBB\u0386\u1FBE\u03B9\u1FC9\u0388" +
        "\u1FCB\u0389\u1FD3\u0390\u1FDB\u038A\u1FE3\u03B0\u1FEB\u038E\u1FEE\u0385\u1FEF\u0060\u1FF9\u038C" +
        "\u1FFB\u038F\u1FFD\u00B4\u2000\u2002\u2001\u2003\u2126\u03A9\u212A\u004B\u212B\u00C5\u2329\u3008" +
        "\u232A\u3009";

    /// <summary>The marks that compose, in the order of their code points.</summary>
    internal static IReadOnlyList<Mark> Marks { get; } =
    [
        // grave accent
        new('\u0300', 230,
            "AÀEÈIÌOÒUÙaàeèiìoòuùÜǛüǜNǸnǹЕЀИЍеѐиѝĒḔēḕŌṐōṑWẀwẁÂẦâầĂẰăằÊỀêềÔỒôồƠỜơờƯỪưừYỲyỳἀἂἁἃἈἊἉἋἐἒἑἓἘἚἙἛἠἢἡἣἨἪἩἫἰἲἱἳἸἺἹἻ" +
            "ὀὂὁὃὈὊὉὋὐὒὑὓὙὛὠὢὡὣὨὪὩὫαὰεὲηὴιὶοὸυὺωὼΑᾺΕῈΗῊ\u1FBF\u1FCDϊῒΙῚ\u1FFE\u1FDDϋῢΥῪ\u00A8\u1FEDΟῸΩῺ"),
        // acute accent
        new('\u0301', 230,
            "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźÜǗüǘGǴgǵÅǺåǻÆǼæǽØǾøǿ\u00A8\u0385ΑΆΕΈΗΉΙΊΟΌΥΎΩΏϊΐαάεέηήιίϋΰοό" +
            "υύωώϒϓГЃКЌгѓкќÇḈçḉĒḖēḗÏḮïḯKḰkḱMḾmḿÕṌõṍŌṒōṓPṔpṕŨṸũṹWẂwẃÂẤâấĂẮăắÊẾêếÔỐôốƠỚơớƯỨưứἀἄἁἅἈἌἉἍἐἔἑἕἘἜἙἝἠἤἡἥἨἬἩἭἰἴἱἵἸἼ" +
            "ἹἽὀὄὁὅὈὌὉὍὐὔὑὕὙὝὠὤὡὥὨὬὩὭ\u1FBF\u1FCE\u1FFE\u1FDE"),
        // circumflex accent
        new('\u0302', 230,
            "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷZẐzẑẠẬạậẸỆẹệỌỘọộ"),
        // tilde
        new('\u0303', 230,
            "AÃNÑOÕaãnñoõIĨiĩUŨuũVṼvṽÂẪâẫĂẴăẵEẼeẽÊỄêễÔỖôỗƠỠơỡƯỮưữYỸyỹ"),
        // macron
        new('\u0304', 230,
            "AĀaāEĒeēIĪiīOŌoōUŪuūÜǕüǖÄǞäǟȦǠȧǡÆǢæǣǪǬǫǭÖȪöȫÕȬõȭȮȰȯȱYȲyȳИӢиӣУӮуӯGḠgḡḶḸḷḹṚṜṛṝαᾱΑᾹιῑΙῙυῡΥῩ"),
        // breve
        new('\u0306', 230,
            "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭУЎИЙийуўЖӁжӂАӐаӑЕӖеӗȨḜȩḝẠẶạặαᾰΑᾸιῐΙῘυῠΥῨ"),
        // dot above
        new('\u0307', 230,
            "CĊcċEĖeėGĠgġIİZŻzżAȦaȧOȮoȯBḂbḃDḊdḋFḞfḟHḢhḣMṀmṁNṄnṅPṖpṗRṘrṙSṠsṡŚṤśṥŠṦšṧṢṨṣṩTṪtṫWẆwẇXẊxẋYẎyẏſẛ"),
        // diaeresis
        new('\u0308', 230,
            "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸΙΪΥΫιϊυϋϒϔЕЁІЇеёіїАӒаӓӘӚәӛЖӜжӝЗӞзӟИӤиӥОӦоӧӨӪөӫЭӬэӭУӰуӱЧӴчӵЫӸыӹHḦhḧÕṎõṏŪṺūṻWẄwẅXẌxẍtẗ"),
        // hook above
        new('\u0309', 230,
            "AẢaảÂẨâẩĂẲăẳEẺeẻÊỂêểIỈiỉOỎoỏÔỔôổƠỞơởUỦuủƯỬưửYỶyỷ"),
        // ring above
        new('\u030A', 230,
            "AÅaåUŮuůwẘyẙ"),
        // double acute accent
        new('\u030B', 230,
            "OŐoőUŰuűУӲуӳ"),
        // caron
        new('\u030C', 230,
            "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzžAǍaǎIǏiǐOǑoǒUǓuǔÜǙüǚGǦgǧKǨkǩƷǮ\u0292ǯjǰHȞhȟ"),
        // double grave accent
        new('\u030F', 230,
            "AȀaȁEȄeȅIȈiȉOȌoȍRȐrȑUȔuȕѴѶѵѷ"),
        // inverted breve
        new('\u0311', 230,
            "AȂaȃEȆeȇIȊiȋOȎoȏRȒrȓUȖuȗ"),
        // comma above
        new('\u0313', 230,
            "αἀΑἈεἐΕἘηἠΗἨιἰΙἸοὀΟὈυὐωὠΩὨρῤ"),
        // reversed comma above
        new('\u0314', 230,
            "αἁΑἉεἑΕἙηἡΗἩιἱΙἹοὁΟὉυὑΥὙωὡΩὩρῥΡῬ"),
        // horn
        new('\u031B', 216,
            "OƠoơUƯuư"),
        // dot below
        new('\u0323', 220,
            "BḄbḅDḌdḍHḤhḥKḲkḳLḶlḷMṂmṃNṆnṇRṚrṛSṢsṣTṬtṭVṾvṿWẈwẉZẒzẓAẠaạEẸeẹIỊiịOỌoọƠỢơợUỤuụƯỰưựYỴyỵ"),
        // diaeresis below
        new('\u0324', 220,
            "UṲuṳ"),
        // ring below
        new('\u0325', 220,
            "AḀaḁ"),
        // comma below
        new('\u0326', 220,
            "SȘsșTȚtț"),
        // cedilla
        new('\u0327', 202,
            "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţEȨeȩDḐdḑHḨhḩ"),
        // ogonek
        new('\u0328', 202,
            "AĄaąEĘeęIĮiįUŲuųOǪoǫ"),
        // circumflex accent below
        new('\u032D', 220,
            "DḒdḓEḘeḙLḼlḽNṊnṋTṰtṱUṶuṷ"),
        // breve below
        new('\u032E', 220,
            "HḪhḫ"),
        // tilde below
        new('\u0330', 220,
            "EḚeḛIḬiḭUṴuṵ"),
        // macron below
        new('\u0331', 220,
            "BḆbḇDḎdḏKḴkḵLḺlḻNṈnṉRṞrṟTṮtṯZẔzẕhẖ"),
        // long solidus overlay
        new('\u0338', 1,
            "\u2190\u219A\u2192\u219B\u2194\u21AE\u21D0\u21CD\u21D4\u21CE\u21D2\u21CF\u2203\u2204\u2208\u2209\u220B\u220C" +
            "\u2223\u2224\u2225\u2226\u223C\u2241\u2243\u2244\u2245\u2247\u2248\u2249\u003D\u2260\u2261\u2262\u224D\u226D" +
            "\u003C\u226E\u003E\u226F\u2264\u2270\u2265\u2271\u2272\u2274\u2273\u2275\u2276\u2278\u2277\u2279\u227A\u2280" +
            "\u227B\u2281\u2282\u2284\u2283\u2285\u2286\u2288\u2287\u2289\u22A2\u22AC\u22A8\u22AD\u22A9\u22AE\u22AB\u22AF" +
            "\u227C\u22E0\u227D\u22E1\u2291\u22E2\u2292\u22E3\u22B2\u22EA\u22B3\u22EB\u22B4\u22EC\u22B5\u22ED"),
        // greek perispomeni
        new('\u0342', 230,
            "ἀἆἁἇἈἎἉἏἠἦἡἧἨἮἩἯἰἶἱἷἸἾἹἿὐὖὑὗὙὟὠὦὡὧὨὮὩὯαᾶ\u00A8\u1FC1ηῆ\u1FBF\u1FCFιῖϊῗ\u1FFE\u1FDFυῦϋῧωῶ"),
        // greek ypogegrammeni
        new('\u0345', 240,
            "ἀᾀἁᾁἂᾂἃᾃἄᾄἅᾅἆᾆἇᾇἈᾈἉᾉἊᾊἋᾋἌᾌἍᾍἎᾎἏᾏἠᾐἡᾑἢᾒἣᾓἤᾔἥᾕἦᾖἧᾗἨᾘἩᾙἪᾚἫᾛἬᾜἭᾝἮᾞἯᾟὠᾠὡᾡὢᾢὣᾣὤᾤὥᾥὦᾦὧᾧὨᾨὩᾩὪᾪὫᾫὬᾬὭᾭὮᾮὯᾯὰᾲαᾳάᾴᾶᾷΑᾼὴῂ" +
            "ηῃήῄῆῇΗῌὼῲωῳώῴῶῷΩῼ"),
        // arabic maddah above
        new('\u0653', 230,
            "\u0627\u0622"),
        // arabic hamza above
        new('\u0654', 230,
            "\u0627\u0623\u0648\u0624\u064A\u0626\u06D5\u06C0\u06C1\u06C2\u06D2\u06D3"),
        // arabic hamza below
        new('\u0655', 220,
            "\u0627\u0625"),
        // devanagari sign nukta
        new('\u093C', 7,
            "\u0928\u0929\u0930\u0931\u0933\u0934"),
        // bengali vowel sign aa
        new('\u09BE', 0,
            "\u09C7\u09CB"),
        // bengali au length mark
        new('\u09D7', 0,
            "\u09C7\u09CC"),
        // oriya vowel sign aa
        new('\u0B3E', 0,
            "\u0B47\u0B4B"),
        // oriya ai length mark
        new('\u0B56', 0,
            "\u0B47\u0B48"),
        // oriya au length mark
        new('\u0B57', 0,
            "\u0B47\u0B4C"),
        // tamil vowel sign aa
        new('\u0BBE', 0,
            "\u0BC6\u0BCA\u0BC7\u0BCB"),
        // tamil au length mark
        new('\u0BD7', 0,
            "\u0B92\u0B94\u0BC6\u0BCC"),
        // telugu ai length mark
        new('\u0C56', 91,
            "\u0C46\u0C48"),
        // kannada vowel sign uu
        new('\u0CC2', 0,
            "\u0CC6\u0CCA"),
        // kannada length mark
        new('\u0CD5', 0,
            "\u0CBF\u0CC0\u0CC6\u0CC7\u0CCA\u0CCB"),
        // kannada ai length mark
        new('\u0CD6', 0,
            "\u0CC6\u0CC8"),
        // malayalam vowel sign aa
        new('\u0D3E', 0,
            "\u0D46\u0D4A\u0D47\u0D4B"),
        // malayalam au length mark
        new('\u0D57', 0,
            "\u0D46\u0D4C"),
        // sinhala sign al-lakuna
        new('\u0DCA', 9,
            "\u0DD9\u0DDA\u0DDC\u0DDD"),
        // sinhala vowel sign aela-pilla
        new('\u0DCF', 0,
            "\u0DD9\u0DDC"),
        // sinhala vowel sign gayanukitta
        new('\u0DDF', 0,
            "\u0DD9\u0DDE"),
        // myanmar vowel sign ii
        new('\u102E', 0,
            "\u1025\u1026"),
        // balinese vowel sign tedung
        new('\u1B35', 0,
            "\u1B05\u1B06\u1B07\u1B08\u1B09\u1B0A\u1B0B\u1B0C\u1B0D\u1B0E\u1B11\u1B12\u1B3A\u1B3B\u1B3C\u1B3D\u1B3E\u1B40" +
            "\u1B3F\u1B41\u1B42\u1B43"),
        // katakana-hiragana voiced sound mark
        new('\u3099', 8,
            "\u304B\u304C\u304D\u304E\u304F\u3050\u3051\u3052\u3053\u3054\u3055\u3056\u3057\u3058\u3059\u305A\u305B\u305C" +
            "\u305D\u305E\u305F\u3060\u3061\u3062\u3064\u3065\u3066\u3067\u3068\u3069\u306F\u3070\u3072\u3073\u3075\u3076" +
            "\u3078\u3079\u307B\u307C\u3046\u3094\u309D\u309E\u30AB\u30AC\u30AD\u30AE\u30AF\u30B0\u30B1\u30B2\u30B3\u30B4" +
            "\u30B5\u30B6\u30B7\u30B8\u30B9\u30BA\u30BB\u30BC\u30BD\u30BE\u30BF\u30C0\u30C1\u30C2\u30C4\u30C5\u30C6\u30C7" +
            "\u30C8\u30C9\u30CF\u30D0\u30D2\u30D3\u30D5\u30D6\u30D8\u30D9\u30DB\u30DC\u30A6\u30F4\u30EF\u30F7\u30F0\u30F8" +
            "\u30F1\u30F9\u30F2\u30FA\u30FD\u30FE"),
        // katakana-hiragana semi-voiced sound mark
        new('\u309A', 8,
            "\u306F\u3071\u3072\u3074\u3075\u3077\u3078\u307A\u307B\u307D\u30CF\u30D1\u30D2\u30D4\u30D5\u30D7\u30D8\u30DA" +
            "\u30DB\u30DD"),
    ];
}
