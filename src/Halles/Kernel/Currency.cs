using System.Globalization;

namespace Halles.Kernel;

/// <summary>A currency of ISO 4217. The default value is XXX, "no currency".</summary>
public readonly record struct Currency
{
    private readonly short _number;

    private Currency(short number) => _number = number;

    public static readonly Currency Eur = Parse("EUR");
    public static readonly Currency Usd = Parse("USD");
    public static readonly Currency Jpy = Parse("JPY");

    /// <summary>The three letters: EUR.</summary>
    public string Code => Table.Codes[_number] ?? "XXX";

    /// <summary>The three digits: 978 for EUR, 0 for none.</summary>
    public int Number => _number;

    /// <summary>Decimals of the minor unit: JPY 0, EUR 2, KWD 3, CLF 4.</summary>
    public int Decimals => Table.Decimals[_number];

    /// <summary>Minor units in one major unit: 100 for EUR.</summary>
    public long MinorPerMajor => Decimals switch { 0 => 1, 2 => 100, 3 => 1_000, _ => 10_000 };

    /// <summary>Every active currency, by code.</summary>
    public static IReadOnlyList<Currency> All { get; } =
        [.. Table.ByCode.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Currency(p.Value))];

    /// <exception cref="FormatException">Not an active ISO 4217 code.</exception>
    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is not an active ISO 4217 currency.");

    /// <summary>Reads a three-letter code in any case.</summary>
    public static bool TryParse(string? code, out Currency currency)
    {
        currency = default;
        if (code is null || !Table.ByCode.TryGetValue(code.Trim(), out var number))
        {
            return false;
        }
        currency = new Currency(number);
        return true;
    }

    public override string ToString() => Code;

    /// <summary>Active codes of ISO 4217 without metals, units of account and test codes.</summary>
    private static class Table
    {
        private const string TwoDecimals =
            "AED784 AFN971 ALL008 AMD051 AOA973 ARS032 AUD036 AWG533 AZN944 BAM977 BBD052 BDT050 BMD060 BND096 BOB068 BOV984 " +
            "BRL986 BSD044 BTN064 BWP072 BYN933 BZD084 CAD124 CDF976 CHE947 CHF756 CHW948 CNY156 COP170 COU970 CRC188 CUP192 " +
            "CVE132 CZK203 DKK208 DOP214 DZD012 EGP818 ERN232 ETB230 EUR978 FJD242 FKP238 GBP826 GEL981 GHS936 GIP292 GMD270 " +
            "GTQ320 GYD328 HKD344 HNL340 HTG332 HUF348 IDR360 ILS376 INR356 IRR364 JMD388 KES404 KGS417 KHR116 KPW408 KYD136 " +
            "KZT398 LAK418 LBP422 LKR144 LRD430 LSL426 MAD504 MDL498 MGA969 MKD807 MMK104 MNT496 MOP446 MRU929 MUR480 MVR462 " +
            "MWK454 MXN484 MXV979 MYR458 MZN943 NAD516 NGN566 NIO558 NOK578 NPR524 NZD554 PAB590 PEN604 PGK598 PHP608 PKR586 " +
            "PLN985 QAR634 RON946 RSD941 RUB643 SAR682 SBD090 SCR690 SDG938 SEK752 SGD702 SHP654 SLE925 SOS706 SRD968 SSP728 " +
            "STN930 SVC222 SYP760 SZL748 THB764 TJS972 TMT934 TOP776 TRY949 TTD780 TWD901 TZS834 UAH980 USD840 USN997 UYU858 " +
            "UZS860 VED926 VES928 WST882 XAD396 XCD951 XCG532 YER886 ZAR710 ZMW967 ZWG924";

        private const string NoDecimals =
            "BIF108 CLP152 DJF262 GNF324 ISK352 JPY392 KMF174 KRW410 PYG600 RWF646 UGX800 UYI940 VND704 VUV548 XAF950 XOF952 XPF953";

        private const string ThreeDecimals = "BHD048 IQD368 JOD400 KWD414 LYD434 OMR512 TND788";

        private const string FourDecimals = "CLF990 UYW927";

        public static readonly string?[] Codes = new string?[1000];
        public static readonly byte[] Decimals = new byte[1000];
        public static readonly Dictionary<string, short> ByCode = new(StringComparer.OrdinalIgnoreCase);

        static Table()
        {
            Add(TwoDecimals, 2);
            Add(NoDecimals, 0);
            Add(ThreeDecimals, 3);
            Add(FourDecimals, 4);
        }

        private static void Add(string entries, byte decimals)
        {
            foreach (var entry in entries.Split(' '))
            {
                var number = short.Parse(entry.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture);
                Codes[number] = entry[..3];
                Decimals[number] = decimals;
                ByCode.Add(entry[..3], number);
            }
        }
    }
}
