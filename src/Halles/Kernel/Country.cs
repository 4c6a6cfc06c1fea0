using System.Globalization;

namespace Halles.Kernel;

/// <summary>A country or territory of ISO 3166-1. The default value is none.</summary>
public readonly record struct Country
{
    private readonly short _number;

    private Country(short number) => _number = number;

    public static readonly Country France = Parse("FR");

    /// <summary>The two letters: FR. Empty for none.</summary>
    public string Alpha2 => Table.Alpha2[_number] ?? "";

    /// <summary>The three letters: FRA. Empty for none.</summary>
    public string Alpha3 => Table.Alpha3[_number] ?? "";

    /// <summary>The three digits, 250 for France; 0 for none.</summary>
    public int Number => _number;

    public bool IsNone => _number == 0;

    /// <summary>A member state of the European Union (27 since 2020).</summary>
    public bool IsEuMember => _number != 0 && Table.Eu.Contains(Alpha2, StringComparison.Ordinal);

    /// <summary>Every country and territory, by its two letters.</summary>
    public static IReadOnlyList<Country> All { get; } =
        [.. Table.ByCode.Where(p => p.Key.Length == 2).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Country(p.Value))];

    /// <exception cref="FormatException">Not a code of ISO 3166-1.</exception>
    public static Country Parse(string code) =>
        TryParse(code, out var country) ? country : throw new FormatException($"'{code}' is not a country of ISO 3166-1.");

    /// <summary>Reads two letters, three letters or three digits, in any case.</summary>
    public static bool TryParse(string? code, out Country country)
    {
        country = default;
        if (code is null || !Table.ByCode.TryGetValue(code.Trim(), out var number))
        {
            return false;
        }
        country = new Country(number);
        return true;
    }

    public override string ToString() => Alpha2;

    private static class Table
    {
        public const string Eu = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

        /// <summary>Two letters, three letters, three digits.</summary>
        private const string Countries =
            "ADAND020 AEARE784 AFAFG004 AGATG028 AIAIA660 ALALB008 AMARM051 AOAGO024 AQATA010 ARARG032 ASASM016 ATAUT040 AUAUS036 AWABW533 AXALA248 AZAZE031 " +
            "BABIH070 BBBRB052 BDBGD050 BEBEL056 BFBFA854 BGBGR100 BHBHR048 BIBDI108 BJBEN204 BLBLM652 BMBMU060 BNBRN096 BOBOL068 BQBES535 BRBRA076 BSBHS044 " +
            "BTBTN064 BVBVT074 BWBWA072 BYBLR112 BZBLZ084 CACAN124 CCCCK166 CDCOD180 CFCAF140 CGCOG178 CHCHE756 CICIV384 CKCOK184 CLCHL152 CMCMR120 CNCHN156 " +
            "COCOL170 CRCRI188 CUCUB192 CVCPV132 CWCUW531 CXCXR162 CYCYP196 CZCZE203 DEDEU276 DJDJI262 DKDNK208 DMDMA212 DODOM214 DZDZA012 ECECU218 EEEST233 " +
            "EGEGY818 EHESH732 ERERI232 ESESP724 ETETH231 FIFIN246 FJFJI242 FKFLK238 FMFSM583 FOFRO234 FRFRA250 GAGAB266 GBGBR826 GDGRD308 GEGEO268 GFGUF254 " +
            "GGGGY831 GHGHA288 GIGIB292 GLGRL304 GMGMB270 GNGIN324 GPGLP312 GQGNQ226 GRGRC300 GSSGS239 GTGTM320 GUGUM316 GWGNB624 GYGUY328 HKHKG344 HMHMD334 " +
            "HNHND340 HRHRV191 HTHTI332 HUHUN348 IDIDN360 IEIRL372 ILISR376 IMIMN833 ININD356 IOIOT086 IQIRQ368 IRIRN364 ISISL352 ITITA380 JEJEY832 JMJAM388 " +
            "JOJOR400 JPJPN392 KEKEN404 KGKGZ417 KHKHM116 KIKIR296 KMCOM174 KNKNA659 KPPRK408 KRKOR410 KWKWT414 KYCYM136 KZKAZ398 LALAO418 LBLBN422 LCLCA662 " +
            "LILIE438 LKLKA144 LRLBR430 LSLSO426 LTLTU440 LULUX442 LVLVA428 LYLBY434 MAMAR504 MCMCO492 MDMDA498 MEMNE499 MFMAF663 MGMDG450 MHMHL584 MKMKD807 " +
            "MLMLI466 MMMMR104 MNMNG496 MOMAC446 MPMNP580 MQMTQ474 MRMRT478 MSMSR500 MTMLT470 MUMUS480 MVMDV462 MWMWI454 MXMEX484 MYMYS458 MZMOZ508 NANAM516 " +
            "NCNCL540 NENER562 NFNFK574 NGNGA566 NINIC558 NLNLD528 NONOR578 NPNPL524 NRNRU520 NUNIU570 NZNZL554 OMOMN512 PAPAN591 PEPER604 PFPYF258 PGPNG598 " +
            "PHPHL608 PKPAK586 PLPOL616 PMSPM666 PNPCN612 PRPRI630 PSPSE275 PTPRT620 PWPLW585 PYPRY600 QAQAT634 REREU638 ROROU642 RSSRB688 RURUS643 RWRWA646 " +
            "SASAU682 SBSLB090 SCSYC690 SDSDN729 SESWE752 SGSGP702 SHSHN654 SISVN705 SJSJM744 SKSVK703 SLSLE694 SMSMR674 SNSEN686 SOSOM706 SRSUR740 SSSSD728 " +
            "STSTP678 SVSLV222 SXSXM534 SYSYR760 SZSWZ748 TCTCA796 TDTCD148 TFATF260 TGTGO768 THTHA764 TJTJK762 TKTKL772 TLTLS626 TMTKM795 TNTUN788 TOTON776 " +
            "TRTUR792 TTTTO780 TVTUV798 TWTWN158 TZTZA834 UAUKR804 UGUGA800 UMUMI581 USUSA840 UYURY858 UZUZB860 VAVAT336 VCVCT670 VEVEN862 VGVGB092 VIVIR850 " +
            "VNVNM704 VUVUT548 WFWLF876 WSWSM882 YEYEM887 YTMYT175 ZAZAF710 ZMZMB894 ZWZWE716";

        public static readonly string?[] Alpha2 = new string?[1000];
        public static readonly string?[] Alpha3 = new string?[1000];
        public static readonly Dictionary<string, short> ByCode = new(StringComparer.OrdinalIgnoreCase);

        static Table()
        {
            foreach (var entry in Countries.Split(' '))
            {
                var number = short.Parse(entry.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture);
                ByCode.Add(Alpha2[number] = entry[..2], number);
                ByCode.Add(Alpha3[number] = entry[2..5], number);
                ByCode.Add(entry[5..], number);
            }
        }
    }
}
